"""The one table type that CSV files, sheets and pages are written from."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from consolidation.text import Language, Text

Cell = str | int | float | date | Text | None
"""What a cell holds: ``str`` is data in the words of the inventory, `Text` is ours."""

Kind = Literal["text", "long", "code", "count", "decimal", "percent", "yen", "year", "date"]
"""How a column is aligned and formatted; ``long`` is text that wraps, ``code`` an id or hash."""

YES = Text("はい", "yes")
NO = Text("いいえ", "no")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column and its kind."""

    title: Text
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. ``name`` is its file name and anchor, ``note`` what to know when reading."""

    name: str
    title: Text
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text | None = None

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.headings):
                raise ValueError(f"{self.name}: {len(row)} cells under {len(self.headings)} heads")


def heading(ja: str, en: str, kind: Kind = "text") -> Heading:
    """Return a `Heading`, written shortly."""
    return Heading(Text(ja, en), kind)


def yes_no(value: bool) -> Text:
    """Return yes or no as text."""
    return YES if value else NO


def plain(cell: Cell, language: Language) -> str | int | float | date | None:
    """Return a cell's value in one language."""
    return cell.in_(language) if isinstance(cell, Text) else cell


def shown(cell: Cell, kind: Kind, language: Language) -> str:
    """Return a cell as a reader sees it on a page: thousands apart, nothing for ``None``.

    >>> shown(1234567, "yen", "en"), shown(2019, "year", "en"), shown(None, "count", "ja")
    ('1,234,567', '2019', '')
    """
    value = plain(cell, language)
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:,.1f}" if kind == "percent" else f"{value:,.2f}"
    if isinstance(value, int) and kind in ("count", "yen", "decimal", "percent"):
        return f"{value:,}"
    return str(value)
