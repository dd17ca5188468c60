"""Labelled lines, aligned and wrapped by the width that characters really take on a screen.

Japanese characters are two columns wide. No line ends in blanks, so that what a command prints
can be pasted into a document and compared.
"""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line

INDENT = 2
GAP = 2


def labelled(rows: Sequence[tuple[str, Line]], width: int) -> Iterator[Line]:
    """Yield each row as its label and its text, further lines of a text under its first."""
    console = Console(width=width)
    start = INDENT + GAP + max((cell_len(label) for label, _ in rows), default=0)
    for label, text in rows:
        head = " " * INDENT + label
        wrapped = text.wrap(console, max(width - start, start), overflow="fold")
        for line in wrapped or [Line()]:
            whole = Line()
            whole.append(head, "bold")
            whole.append(" " * (start - cell_len(head)))
            whole.append_text(line)
            whole.rstrip()
            yield whole
            head = ""


def columns(rows: Sequence[Sequence[str]]) -> Iterator[Line]:
    """Yield rows of a table: the first column to the left, the others to the right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        line = Line(" " * INDENT + first + " " * (widths[0] - cell_len(first)))
        for text, width in zip(others, widths[1:], strict=True):
            line.append(" " * (GAP + width - cell_len(text)) + text)
        yield line


def shortened(text: str, most_cells: int) -> str:
    """Return the text, cut with dots where it takes more columns than there is room for.

    >>> shortened("住民情報系", 8)
    '住民...'
    """
    if cell_len(text) <= most_cells:
        return text
    kept = text
    while cell_len(kept) > most_cells - len("..."):
        kept = kept[:-1]
    return kept + "..."
