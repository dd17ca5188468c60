"""One sheet of a workbook: tables below each other, ready to filter and to print."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from xlsxwriter.worksheet import Worksheet

from consolidation.export.formats import Formats
from consolidation.export.hygiene import fitting, inert, visible
from consolidation.export.table import Cell, Kind, Table, plain, shown
from consolidation.text import Language, Text

A4 = 9
MOST_ROWS = 1_000_000
"""Rows of a table that one sheet shows (Excel itself ends at 1,048,576)."""
NARROWEST, WIDEST, WIDEST_HEAD = 8, 30, 20
WIDEST_OF: Mapping[Kind, int] = {"long": 64, "code": 66}
"""Widths of columns in half-width characters."""
PADDING = 3
LINE_POINTS, MOST_POINTS = 13.5, 400
NONE = Text("該当なし", "none")
HEADER_CHARACTERS = 80
GAP = 2
HEAD_OFFSET = 2
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.7, "bottom": 0.6}


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table stands on its sheet: 0-based rows of its head and its last row."""

    head: int
    last: int


class Sheet:
    """Writes tables to a worksheet, one below the other, and sets it up for print."""

    def __init__(self, sheet: Worksheet, formats: Formats, language: Language) -> None:
        self.sheet, self.formats, self.language = sheet, formats, language
        self.next_row = 0
        self._widths: dict[int, int] = {}
        self._long: list[tuple[int, int, int]] = []

    def text(self, row: int, column: int, text: str, cell: Cell, kind: Kind) -> None:
        """Write a text that stays a text, whatever it begins with."""
        style = self.formats.cell(cell, kind)
        self.sheet.write_string(row, column, _cell_text(text), style)

    def cell(self, row: int, column: int, cell: Cell, kind: Kind) -> None:
        """Write one cell by its type."""
        value, style = plain(cell, self.language), self.formats.cell(cell, kind)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.text(row, column, value, cell, kind)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, datetime.combine(value, time()), style)
        else:
            self.sheet.write_number(row, column, value, style)

    def title(self, title: Text, note: Text | None) -> None:
        """Write a table's title and the note under it."""
        row = self.next_row
        self.sheet.write_string(row, 0, title.in_(self.language), self.formats.title())
        if note is not None:
            words = fitting(inert(note.in_(self.language)))
            self.sheet.write_string(row + 1, 0, words, self.formats.note())
        self.next_row = row + HEAD_OFFSET

    def warning(self, words: Text) -> None:
        """Write a line that must not be missed."""
        text = fitting(inert(words.in_(self.language)))
        self.sheet.write_string(self.next_row, 0, text, self.formats.warning())
        self.next_row += 2

    def table(self, table: Table) -> Area:
        """Write a table at the next free row and return where it stands."""
        self.title(table.title, self._note(table))
        head = self.next_row
        for column, heading in enumerate(table.headings):
            words = fitting(inert(heading.title.in_(self.language)))
            self.sheet.write_string(head, column, words, self.formats.head())
        rows = table.rows[:MOST_ROWS]
        for row, cells in enumerate(rows, head + 1):
            for column, cell in enumerate(cells):
                self.cell(row, column, cell, table.headings[column].kind)
        if not rows:
            self.sheet.write_string(head + 1, 0, NONE.in_(self.language), self.formats.note())
        self._measure(table, head)
        last = head + len(rows)
        self.next_row = max(last, head + 1) + 1 + GAP
        return Area(head, last)

    def _note(self, table: Table) -> Text | None:
        if len(table.rows) > MOST_ROWS:
            return Text(
                f"全{len(table.rows)}行のうち{MOST_ROWS}行まで。残りは tables/{table.name}.csv",
                f"{MOST_ROWS} of {len(table.rows)} rows; all of them: tables/{table.name}.csv",
            )
        return table.note

    def _measure(self, table: Table, head: int) -> None:
        """Note how wide the columns must be, and which rows hold text that will wrap."""
        for column, heading in enumerate(table.headings):
            widest = WIDEST_OF.get(heading.kind, WIDEST)
            least = min(text_width(heading.title.in_(self.language)), WIDEST_HEAD)
            widths = [least]
            for row, cells in enumerate(table.rows[:MOST_ROWS], head + 1):
                width = text_width(shown(cells[column], heading.kind, self.language))
                widths.append(width)
                if width > widest - PADDING:
                    self._long.append((row, column, width))
            self.widen(column, max(NARROWEST, min(widest, max(widths) + PADDING)))

    def _raise_rows(self) -> None:
        """Make rows high enough for their wrapped text; not every program does it by itself."""
        lines: dict[int, int] = {}
        for row, column, width in self._long:
            num = -(-width // max(1, self._widths[column] - PADDING))
            lines[row] = max(num, lines.get(row, 1))
        for row, num in sorted(lines.items()):
            if num > 1:
                self.sheet.set_row(row, min(num * LINE_POINTS + 3, MOST_POINTS))

    def widen(self, column: int, width: int) -> None:
        """Make a column at least this wide."""
        self._widths[column] = max(width, self._widths.get(column, 0))

    def finish(self, title: str, area: Area | None, num_columns: int, subject: str) -> None:
        """Freeze and filter the first table, set widths and the print layout."""
        for column, width in sorted(self._widths.items()):
            self.sheet.set_column(column, column, width)
        self._raise_rows()
        if area is not None:
            self.sheet.freeze_panes(area.head + 1, 1 if num_columns > 2 else 0)
            if area.last > area.head:
                self.sheet.autofilter(area.head, 0, area.last, num_columns - 1)
            self.sheet.repeat_rows(area.head)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(**MARGINS)
        self.sheet.set_header(f"&L{_header(subject)}&R{_header(title)}")
        self.sheet.set_footer("&L&F&R&P / &N")
        self.sheet.hide_gridlines(2)


@lru_cache(maxsize=1 << 14)
def _cell_text(text: str) -> str:
    return fitting(inert(text))


def _header(text: str) -> str:
    """Return a text for a page header, where ``&`` begins a code."""
    return visible(text).replace("\n", " ")[:HEADER_CHARACTERS].replace("&", "&&")


@lru_cache(maxsize=1 << 14)
def text_width(text: str) -> int:
    """Return how many half-width characters the widest line of a text takes.

    >>> text_width("台帳 A1")
    7
    """
    return max((_line_width(line) for line in text.splitlines()), default=0)


def _line_width(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
