"""Names from inputs made safe to show on a terminal.

A name may hold escape sequences that move the cursor, recolour or retitle a terminal, and
direction marks that make text read differently from what it is. They are shown, not obeyed.
"""

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"  # invisible and direction marks
    "\ud800-\udfff]"  # halves of characters, which no terminal can be sent
)


def plain(text: str) -> str:
    r"""Return the text with control and direction characters written out.

    >>> plain("srv\x1b[31m-1")
    'srv\\x1b[31m-1'
    """
    return _UNSAFE.sub(lambda match: repr(match[0])[1:-1], text)
