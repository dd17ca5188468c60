"""A table as it was written: text cells with their lines, before any meaning."""

from dataclasses import dataclass

from consolidation.errors import Problem

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class RawTable:
    """The cells of one file or sheet, row by row, blank rows left out.

    ``lines[i]`` is the 1-based line on which ``rows[i]`` begins. ``complete`` is false when
    reading had to stop, so that what is missing may only be unread.
    """

    source: str
    lines: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    complete: bool = True


def shown(text: str) -> str:
    r"""Return a cell's text as a message may show it: quoted, short, no control characters.

    >>> print(shown("64G"), shown("a\nb\x07"), shown("x" * 70)[-8:])
    '64G' 'a\nb\x07' xxxxxx…'
    """
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    inner = "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in short
    )
    return f"'{inner}'"


def is_blank(cells: tuple[str, ...]) -> bool:
    """Tell whether every cell of a row is empty or blank."""
    return not any(cell and not cell.isspace() for cell in cells)
