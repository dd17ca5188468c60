"""The draft: every table as read, with its lines, before it is known to hold together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from consolidation.inventory.dictionary import table_of
from consolidation.inventory.rows import ReadTable

_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Draft:
    """All tables that were found, by name; what the checks look at."""

    tables: Mapping[str, ReadTable]

    def of(self, row: type) -> ReadTable:
        """Return the table of a row class, empty when it is not there."""
        info = table_of(row)
        return self.tables.get(info.name) or ReadTable(info, info.name)

    def numbered(self, row: type[_R]) -> Iterable[tuple[int, _R]]:
        """Return the line and the row of every row of a class."""
        return self.of(row).numbered(row)
