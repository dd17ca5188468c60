"""Workbooks: from the sheets of one .xlsx to `RawTable` cells.

Every cell becomes the text that a CSV of the sheet would hold, so that one set of rules reads
both. A sheet is measured before it is loaded, since the reader reserves room for the whole
rectangle up to the last used cell: one stray cell in row 1,048,576 would cost gigabytes. The
same pass finds cells with an error value (``#N/A``), which the reader would show as empty.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from html import unescape
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from consolidation.errors import Problem
from consolidation.inventory.raw import RawTable, is_blank
from consolidation.text import Text

ENDINGS = (".xlsx", ".xlsm")
LARGEST_PART = 512 * 1024 * 1024
"""Bytes of one member of the archive, unpacked; a larger one would fill the memory."""
LARGEST_AREA = 8_000_000
"""Cells of the rectangle up to the last used cell."""

_CELL = re.compile(rb'<(?:\w+:)?c(?=\s)[^>]*?\sr="([A-Z]{1,3})(\d{1,7})"([^>]*)(?<!/)>')
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_TAG = r"<(?:\w+:)?{}(\s[^>]*?)/?>"
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')

_FAULTS = (zipfile.BadZipFile, zlib.error, CalamineError, OSError, KeyError)
"""What a damaged or protected workbook raises."""

Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a sheet reaches, and its error values: 1-based row, 1-based column, value."""

    num_rows: int
    num_columns: int
    errors: tuple[tuple[int, int, str], ...]


class Workbook:
    """An open workbook: its sheet names and, one by one, their cells. Close it after use."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        with zipfile.ZipFile(path) as archive:
            self._parts = _sheet_parts(archive)
        self._path = path
        self._book = CalamineWorkbook.from_path(path)

    @property
    def sheet_names(self) -> Sequence[str]:
        """The sheets in workbook order."""
        return tuple(self._book.sheet_names)

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()

    def read(self, sheet: str) -> RawTable:
        """Return the cells of one sheet; what is wrong with it stands in its problems."""
        source = f"{self.name}[{sheet}]"
        try:
            return self._read(sheet, source)
        except _FAULTS as error:
            return RawTable(source, problems=(_cannot_open(source, error),), complete=False)

    def _read(self, sheet: str, source: str) -> RawTable:
        part = self._parts.get(sheet)
        extent = Extent(0, 0, ())
        if part is not None:
            with zipfile.ZipFile(self._path) as archive:
                extent = measure(archive.read(part))
        if extent.num_rows * extent.num_columns > LARGEST_AREA:
            return _too_far(source, extent)
        return _cells(source, self._book.get_sheet_by_name(sheet), extent)


def open_workbook(path: Path) -> Workbook | Problem:
    """Open a workbook, or return the problem that prevents it."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = max((member.file_size for member in archive.infolist()), default=0)
        return Workbook(path) if size <= LARGEST_PART else _too_large(path.name, size)
    except _FAULTS as error:
        return _cannot_open(path.name, error)


def measure(xml: bytes) -> Extent:
    """Return how far the used cells of a sheet reach, from its XML.

    >>> measure(b'<c r="A1"><v>1</v></c><c r="AB3" t="e"><v>#N/A</v></c><c r="A9" s="1"/>')
    Extent(num_rows=3, num_columns=28, errors=((3, 28, '#N/A'),))
    """
    columns: set[bytes] = set()
    last_row = 0
    errors: list[tuple[int, int, str]] = []
    for match in _CELL.finditer(xml):
        letters, digits, rest = match.groups()
        columns.add(letters)
        row = int(digits)
        last_row = max(last_row, row)
        if b't="e"' in rest:
            value = _VALUE.search(xml, match.end())
            text = value[1].decode("ascii", errors="replace") if value else "#N/A"
            errors.append((row, _column_number(letters), text))
    return Extent(last_row, max(map(_column_number, columns), default=0), tuple(errors))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the archive member of each sheet by the sheet's name."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        tag["Id"]: tag["Target"]
        for tag in _tags(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
        if "Id" in tag and "Target" in tag
    }
    parts = {}
    for tag in _tags(archive.read("xl/workbook.xml"), "sheet"):
        target = next((targets.get(v) for k, v in tag.items() if k.endswith(":id")), None)
        if target is not None:
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if member in names:
                parts[unescape(tag.get("name", ""))] = member
    return parts


def _tags(xml: bytes, name: str) -> Iterator[dict[str, str]]:
    for match in re.finditer(_TAG.format(name), xml.decode("utf-8", errors="replace")):
        yield dict(_ATTRIBUTE.findall(match[1]))


def _cells(source: str, sheet: CalamineSheet, extent: Extent) -> RawTable:
    lines: list[int] = []
    rows: list[tuple[str, ...]] = []
    errors: dict[int, list[tuple[int, str]]] = {}
    for number, column, text in extent.errors:
        errors.setdefault(number, []).append((column, text))
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        texts = [_as_text(cell) for cell in cells]
        for column, text in errors.get(number, ()):
            if column <= len(texts):
                texts[column - 1] = text
        row = tuple(texts)
        if not is_blank(row):
            lines.append(number)
            rows.append(row)
    return RawTable(source, tuple(lines), tuple(rows))


def _as_text(cell: Cell) -> str:
    """Return a cell as a CSV would hold it: 64 for 64.0, ISO for days, true or false."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    return str(cell)


def _cannot_open(name: str, error: Exception) -> Problem:
    what = Text(f"ブックとして開けない: {error}", f"cannot be opened as a workbook: {error}")
    fix = Text(
        "壊れていないか、パスワード付きでないか確かめ、.xlsx で保存し直す",
        "see that it is not damaged or protected by a password, and save it again as .xlsx",
    )
    return Problem(name, None, None, what, fix)


def _too_large(name: str, size: int) -> Problem:
    what = Text(
        f"ブックの中身が大きすぎる ({size // 2**20} MiB)",
        f"the workbook's contents are too large ({size // 2**20} MiB)",
    )
    fix = Text("要る表だけを別のブックに写す", "copy the tables needed into a new workbook")
    return Problem(name, None, None, what, fix)


def _too_far(source: str, extent: Extent) -> RawTable:
    size = f"{extent.num_rows} x {extent.num_columns}"
    what = Text(
        f"シートの使用範囲が大きすぎる ({size})", f"the sheet's used area is too large ({size})"
    )
    fix = Text(
        "表の下と右の、離れた所にあるセルを行ごと・列ごと削除して保存する",
        "delete the rows below and the columns right of the table, and save",
    )
    return RawTable(source, problems=(Problem(source, None, None, what, fix),), complete=False)
