"""The column dictionary: every table and column of an inventory, derived from the row classes.

Reading, checks, the empty template and the documentation all ask `dictionary`; none of them
knows a column by itself. A new column is a new field of a row class in `inventory.tables`.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from consolidation.inventory.estate import TABLES
from consolidation.inventory.tables.column import Column
from consolidation.inventory.tables.kinds import Kind
from consolidation.inventory.tables.times import TraceSample
from consolidation.inventory.titles import TITLES
from consolidation.text import Language, Text


class CellType(Enum):
    """What one value of a column is."""

    TEXT = Text("文字", "text")
    WHOLE = Text("整数", "whole number")
    DECIMAL = Text("小数", "decimal number")
    DATE = Text("日付", "date")
    TIME = Text("日時", "date and time")
    YES_NO = Text("はい・いいえ", "yes or no")
    WORD = Text("語", "word")


_TYPES: Mapping[type, CellType] = {
    str: CellType.TEXT,
    int: CellType.WHOLE,
    Decimal: CellType.DECIMAL,
    float: CellType.DECIMAL,
    date: CellType.DATE,
    datetime: CellType.TIME,
    bool: CellType.YES_NO,
}


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """One column: what a cell of it may say and what an empty cell means.

    ``python_type`` is the Python type of one value (of one item where ``many``); ``vocabulary`` the
    words of a `CellType.WORD` column; ``default`` the value of an empty cell (``None``: not known,
    unless ``empty`` says otherwise).
    """

    name: str
    ja: str
    cell_type: CellType
    python_type: type
    many: bool
    unit: str
    required: bool
    default: object
    meaning: Text
    vocabulary: type[Kind] | None
    refers: tuple[str, ...]
    words: tuple[str, ...]
    empty: Text | None
    minimum: int | None
    maximum: int | None
    aliases: tuple[str, ...]

    def header(self, language: Language) -> str:
        """Return the header to write: the English name, or the Japanese one with its unit.

        >>> table("servers").column("memory_mib").header("ja")
        'メモリ(MiB)'
        """
        if language == "en":
            return self.name
        return self.ja if self.unit in self.ja else f"{self.ja}({self.unit})"


@dataclass(frozen=True, slots=True)
class TableInfo:
    """One table: its names, its row class and its columns in the order of a sheet.

    ``required`` tables must be there with at least one row; ``absent`` says what the lack of
    another one means. ``aliases`` are further file and sheet names.
    """

    name: str
    ja: str
    meaning: Text
    absent: Text
    required: bool
    aliases: tuple[str, ...]
    row: type
    columns: tuple[ColumnInfo, ...]

    def column(self, name: str) -> ColumnInfo:
        """Return a column by its English name (KeyError when there is none)."""
        for info in self.columns:
            if info.name == name:
                return info
        raise KeyError(name)

    def title(self, language: Language) -> str:
        """Return the table's file or sheet name in one language."""
        return self.ja if language == "ja" else self.name


@cache
def dictionary() -> tuple[TableInfo, ...]:
    """Return every table of an inventory with its columns, in the order of `estate.TABLES`.

    >>> [t.name for t in dictionary()][:3], dictionary()[-1].name
    (['sites', 'systems', 'servers'], 'traces')
    """
    rows = {**TABLES, "traces": TraceSample}
    return tuple(_table(name, row) for name, row in rows.items())


def table(name: str) -> TableInfo:
    """Return one table by its English name (KeyError when there is none)."""
    for info in dictionary():
        if info.name == name:
            return info
    raise KeyError(name)


def table_of(row: type) -> TableInfo:
    """Return the table that a row class describes."""
    return next(info for info in dictionary() if info.row is row)


def _table(name: str, row: type) -> TableInfo:
    title = TITLES[name]
    hints = get_type_hints(row, include_extras=True)
    own = [f for f in fields(row) if f.name not in ("source", "note")]
    last = [f for f in fields(row) if f.name in ("source", "note")]
    columns = tuple(_column(f, hints[f.name]) for f in own + last)
    return TableInfo(
        name, title.ja, title.meaning, title.absent, title.required, title.aliases, row, columns
    )


def _column(field: "Field[Any]", hint: object) -> ColumnInfo:
    annotated, metadata = get_args(hint)
    assert isinstance(metadata, Column), f"{field.name}: the field has no column(...)"
    python_type, many = _value_type(annotated)
    vocabulary = python_type if issubclass(python_type, Kind) else None
    return ColumnInfo(
        name=field.name,
        ja=metadata.ja,
        cell_type=CellType.WORD if vocabulary else _TYPES[python_type],
        python_type=python_type,
        many=many,
        unit=metadata.unit,
        required=field.default is MISSING,
        default=None if field.default is MISSING else field.default,
        meaning=metadata.meaning,
        vocabulary=vocabulary,
        refers=metadata.refers,
        words=metadata.words,
        empty=metadata.empty,
        minimum=metadata.minimum,
        maximum=metadata.maximum,
        aliases=metadata.aliases,
    )


def _value_type(annotated: object) -> tuple[type, bool]:
    """Return the type of one value and whether a cell holds many: ``X``, ``X | None``, a tuple."""
    if get_origin(annotated) in (Union, types.UnionType):
        annotated = next(arg for arg in get_args(annotated) if arg is not type(None))
    many = get_origin(annotated) is tuple
    value = get_args(annotated)[0] if many else annotated
    assert isinstance(value, type)
    return value, many
