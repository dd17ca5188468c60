"""A guard against formulas: text that a spreadsheet would run is written behind an apostrophe.

A spreadsheet that opens a CSV takes a cell beginning with ``=``, ``+``, ``-``, ``@``, a tab or a
line end for a formula (OWASP, "CSV Injection"); the full-width forms count too, since Japanese
input turns them into the plain ones. Such a text is written with one apostrophe before it, and
one apostrophe is taken off again on reading. Text that begins with apostrophes before such a
sign gets one more, so nothing is lost either way.
"""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Return the text as it is written to a file.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("web'01")
    ("'=1+1", "''=1+1", "web'01")
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given.

    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("=1+1"), unguarded("'quoted'")
    ('=1+1', "'=1+1", '=1+1', "'quoted'")
    """
    return text[1:] if _GUARDED.match(text) else text
