"""Names cut and wrapped by the width that the font really sets them in."""

from consolidation.export.figures.style import label
from consolidation.export.fonts import advances

DOTS = "…"
LONGEST_NAME = 400
"""Characters of a name that are looked at; no box of a figure holds as many."""
BREAKS = frozenset("-_/.:、。 ")
"""Characters after which a line may end without looking torn."""
LEAST_FILLED = 0.55
"""Share of a line that must be filled for it to end at such a character."""


def em_width(text: str) -> float:
    """Return the width of a text in ems.

    >>> em_width("本庁舎")
    3.0
    """
    known = advances()
    return sum(known.get(ord(character), 1.0) for character in text)


def shortened(text: str, ems: float) -> str:
    """Return a name on one line no wider than so many ems, cut with dots where it is longer.

    >>> shortened("本庁舎の基幹スイッチ", 5)
    '本庁舎の…'
    """
    line = label(text, LONGEST_NAME)
    if em_width(line) <= ems:
        return line
    kept = line
    while kept and em_width(kept + DOTS) > ems:
        kept = kept[:-1]
    return kept + DOTS


def wrapped(text: str, ems: float, lines: int) -> str:
    r"""Return a name on at most so many lines of so many ems; what does not fit ends in dots.

    A line ends after a hyphen and the like where that leaves it filled well enough.

    >>> wrapped("SW-本庁舎-01", 5.5, 2)
    'SW-本庁舎-\n01'
    """
    rest = label(text, LONGEST_NAME)
    found: list[str] = []
    while rest and len(found) < lines - 1 and em_width(rest) > ems:
        end = _line_end(rest, ems)
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    if rest:
        found.append(shortened(rest, ems))
    return "\n".join(found)


def _line_end(text: str, ems: float) -> int:
    """Return after how many characters a line of a text ends, at least one."""
    width, end, good = 0.0, 0, 0
    for end, character in enumerate(text):
        width += em_width(character)
        if width > ems:
            break
        if character in BREAKS and width >= LEAST_FILLED * ems:
            good = end + 1
    return max(1, good or end)
