"""Makes text from an inventory harmless and visible before it reaches a sheet or a page.

Names in a ledger are data: they must never act. Three things can act in a reviewer's hands: a
cell that a spreadsheet takes for a formula, a control character, and a character that turns the
direction of the text around it.
"""

import re

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that spreadsheets (the full-width ones: Japanese ones) read as a formula."""

MOST_CELL_CHARACTERS = 32_767
"""What one spreadsheet cell can hold (Excel specifications and limits)."""

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN = re.compile(
    "[\x80-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_CONTROL_PICTURES = 0x2400
_DELETE = 0x7F
_DELETE_PICTURE = "\u2421"


def visible(text: str) -> str:
    r"""Return the text with everything that cannot be seen written out.

    Control characters become their Unicode pictures, direction marks, zero-width characters and
    broken surrogates become ``<U+202E>``. Tab and line feed stay.

    >>> visible("web\x0701\u202e")
    'web␇01<U+202E>'
    """
    text = _CONTROLS.sub(_picture, text)
    return _UNSEEN.sub(lambda m: f"<U+{ord(m.group()):04X}>", text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return _DELETE_PICTURE if code == _DELETE else chr(_CONTROL_PICTURES + code)


def inert(text: str) -> str:
    """Return the text so that no spreadsheet reads a formula into it, now or re-exported.

    A text that begins like a formula, blanks before it included, gets an apostrophe in front
    (OWASP, CSV injection). The apostrophe is part of the cell, so saving the sheet as CSV and
    opening it again changes nothing.

    >>> inert("=HYPERLINK(A1)"), inert(" +1"), inert("web-01")
    ("'=HYPERLINK(A1)", "' +1", 'web-01')
    """
    text = visible(text)
    rest = text.lstrip(" \u3000\u00a0")
    if text[:1] in FORMULA_STARTS or rest[:1] in FORMULA_STARTS:
        return "'" + text
    return text


def fitting(text: str) -> str:
    """Return a text that fits one cell; what is cut off is said at its end.

    >>> fitting("x" * 40_000)[-32:]
    'xxx…［全40000字 / 40000 characters］'
    """
    if _utf16_length(text) <= MOST_CELL_CHARACTERS:
        return text
    end = f"…［全{len(text)}字 / {len(text)} characters］"
    room = MOST_CELL_CHARACTERS - len(end)
    cut = text[:room]
    while _utf16_length(cut) > room:
        cut = cut[: len(cut) - (_utf16_length(cut) - room + 1) // 2]
    return cut + end


def _utf16_length(text: str) -> int:
    return len(text) + sum(ord(c) > 0xFFFF for c in text)
