"""Rows: from the cells of a table to its row dataclasses, through pydantic.

`cells` reads each cell, pydantic checks each row (what is required, types, the bounds that
`Column` gives it) and builds the frozen dataclass; what it refuses is worded here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import GenericAlias
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from consolidation.errors import Problem
from consolidation.inventory.cells import clean, reader
from consolidation.inventory.dictionary import ColumnInfo, TableInfo
from consolidation.inventory.headers import Headers, match_headers
from consolidation.inventory.raw import RawTable, shown
from consolidation.inventory.unreadable import Unreadable
from consolidation.text import Text

_UNREAD = object()
_R = TypeVar("_R")

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class ReadTable:
    """The rows of one table that could be read, where they stand, and what was wrong.

    ``ids`` gives the lines of every id in the table, those of refused rows too, so that a
    reference to a row with some other fault is not called dangling. ``num_written`` counts the
    rows below the header, refused or not.
    """

    info: TableInfo
    source: str
    rows: tuple[Any, ...] = ()
    lines: tuple[int, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    complete: bool = True
    num_written: int = 0

    def numbered(self, row: type[_R]) -> Iterable[tuple[int, _R]]:
        """Return the line and row of every row; ``row`` must be the table's row class."""
        assert row is self.info.row
        return zip(self.lines, cast("tuple[_R, ...]", self.rows), strict=True)

    def problem(
        self, line: int, column: str, what: Text, fix: Text, *, warning: bool = False
    ) -> Problem:
        """Return a problem at a cell, its column named as the user wrote it."""
        header = self.headers.get(column, column)
        return Problem(self.source, line, header, what, fix, warning)


def read_rows(table: TableInfo, raw: RawTable) -> ReadTable:
    """Return the rows of a table and everything that is wrong with them."""
    headers = match_headers(table, raw)
    if headers is None:
        problems = raw.problems or (no_header(table, raw),)
        return ReadTable(table, raw.source, problems=problems, complete=False)
    body = Body.of(raw, headers)
    records = body.records(headers)
    lines = body.lines
    rows, kept, problems = _validated(table, raw.source, records, lines, headers)
    return ReadTable(
        table,
        raw.source,
        rows,
        kept,
        headers.written,
        _lines_by_id([*records, *body.wide_ids(headers)], [*lines, *body.wide_lines]),
        raw.problems + headers.problems + body.problems + problems,
        complete=raw.complete,
        num_written=len(lines) + len(body.wide_lines),
    )


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below the header, each as wide as the header, and apart those too wide."""

    lines: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    wide_lines: tuple[int, ...]
    wide_rows: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, raw: RawTable, headers: Headers) -> "Body":
        """Cut the rows to the header's width; report what does not fit."""
        lines, rows, wide_lines, wide_rows, short = [], [], [], [], []
        problems: list[Problem] = []
        width = headers.width
        first = headers.row + 1
        for line, row in zip(raw.lines[first:], raw.rows[first:], strict=True):
            if any(map(str.strip, row[width:])):
                problems.append(_too_wide(raw.source, line, len(row), width))
                wide_lines.append(line)
                wide_rows.append(row)
                continue
            if len(row) < width:
                short.append(line)
            lines.append(line)
            rows.append(row + ("",) * (width - len(row)))
        if short:
            problems.append(_too_narrow(raw.source, short, width))
        return cls(tuple(lines), tuple(rows), tuple(wide_lines), tuple(wide_rows), tuple(problems))

    def wide_ids(self, headers: Headers) -> list[Record]:
        """Return what is read of a row that is too wide: its id alone."""
        place = next((p for p, _, info in headers.columns if info.name == "id"), None)
        return [{} if place is None else {"id": clean(row[place])} for row in self.wide_rows]

    def records(self, headers: Headers) -> list[Record]:
        """Return each row as the values that its cells mean; unknown ones are left out."""
        records: list[Record] = [{} for _ in self.rows]
        for position, _, info in headers.columns:
            read = reader(info)
            seen: dict[str, object] = {"": None}
            name = info.name
            for record, row in zip(records, self.rows, strict=True):
                cell = row[position]
                value = seen.get(cell, _UNREAD)
                if value is _UNREAD:
                    value = seen[cell] = read(cell)
                if value is not None:
                    record[name] = value
        return records


@cache
def _adapter(row: type) -> TypeAdapter[list[Any]]:
    rows: Any = GenericAlias(list, (row,))
    return TypeAdapter(rows)


def _validated(
    table: TableInfo,
    source: str,
    records: Sequence[Record],
    lines: Sequence[int],
    headers: Headers,
) -> tuple[tuple[Any, ...], tuple[int, ...], tuple[Problem, ...]]:
    """Return the rows that hold, their lines, and a problem for each value that does not."""
    adapter = _adapter(table.row)
    try:
        return tuple(adapter.validate_python(records)), tuple(lines), ()
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = tuple(
        problem
        for detail in details
        if (problem := _worded(table, source, lines, headers, detail)) is not None
    )
    refused = {cast("int", detail["loc"][0]) for detail in details}
    kept = [i for i in range(len(records)) if i not in refused]
    rows = adapter.validate_python([records[i] for i in kept])
    return tuple(rows), tuple(lines[i] for i in kept), problems


def _worded(
    table: TableInfo,
    source: str,
    lines: Sequence[int],
    headers: Headers,
    detail: ErrorDetails,
) -> Problem | None:
    """Return one pydantic error in our words; ``None`` where its whole column is missing."""
    index, name = cast("int", detail["loc"][0]), cast("str", detail["loc"][1])
    header = headers.written.get(name)
    if header is None:
        return None
    what, fix = _wording(table.column(name), detail)
    return Problem(source, lines[index], header, what, fix)


def _wording(info: ColumnInfo, detail: ErrorDetails) -> tuple[Text, Text | None]:
    value = detail["input"]
    if isinstance(value, Unreadable):
        return value.what, value.fix
    if detail["type"] == "missing":
        return (
            Text("必須のセルが空である", "a required cell is empty"),
            Text(f"書くもの: {info.meaning.ja}", f"fill in: {info.meaning.en}"),
        )
    bounds = _bounds(info)
    if detail["type"] in ("greater_than_equal", "less_than_equal"):
        return (
            Text(f"範囲の外: {value}", f"{value} is out of range"),
            Text(f"{bounds.ja}で書く", f"write a number {bounds.en}"),
        )
    message = detail["msg"]
    return Text(f"読めない値: {shown(str(value))} ({message})", message), None


def _bounds(info: ColumnInfo) -> Text:
    low, high, unit = info.minimum, info.maximum, info.unit
    if low is not None and high is not None:
        return Text(f"{low}から{high}まで", f"from {low} to {high} {unit}".rstrip())
    if low is not None:
        return Text(f"{low}以上", f"of {low} or more")
    return Text(f"{high}以下", f"of {high} or less")


def _lines_by_id(records: Sequence[Record], lines: Sequence[int]) -> Mapping[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for line, record in zip(lines, records, strict=True):
        name = record.get("id")
        if isinstance(name, str):
            found.setdefault(name, []).append(line)
    return {name: tuple(where) for name, where in found.items()}


def no_header(table: TableInfo, raw: RawTable) -> Problem:
    """Return the problem of a table in which no known header was found."""
    required = [info for info in table.columns if info.required]
    if not raw.rows:
        what = Text("空である。見出しの行もない", "empty: not even a header row")
    else:
        what = Text("見出しの行が見つからない", "no header row was found")
    example_ja = ",".join(info.ja for info in required)
    example_en = ",".join(info.name for info in required)
    fix = Text(
        f"1行目に列の名前を書く。少なくとも: {example_ja}",
        f"name the columns in line 1; at least: {example_en}",
    )
    return Problem(raw.source, raw.lines[0] if raw.lines else None, None, what, fix)


def _too_wide(source: str, line: int, num: int, width: int) -> Problem:
    what = Text(
        f"セルが{num}個あるが、見出しは{width}列である",
        f"the row has {num} cells, the header {width}",
    )
    fix = Text(
        '区切り文字を含むセルは " で囲む', 'put a cell that contains the delimiter between "'
    )
    return Problem(source, line, None, what, fix)


def _too_narrow(source: str, lines: Sequence[int], width: int) -> Problem:
    num = len(lines)
    what = Text(
        f"見出し ({width}列) より短い行が{num}行ある。足りないセルは空欄とみなした",
        f"{num} row{'s are' if num != 1 else ' is'} shorter than the header ({width} columns); "
        "missing cells count as empty",
    )
    return Problem(source, lines[0], None, what, warning=True)
