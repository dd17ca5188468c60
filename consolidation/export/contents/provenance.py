"""Which rows of an inventory are made up, and the words that every output says it with."""

from collections.abc import Iterable
from dataclasses import dataclass

from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.titles import TITLES
from consolidation.text import Text

MARKS = ("例示", "illustrative")
"""Words that make a row's source say that its values are not surveyed ones."""


@dataclass(frozen=True, slots=True)
class Illustrative:
    """How many rows of an inventory are made up, of how many, and in which tables.

    Rows of time series are not counted.

    >>> Illustrative(2, 3, ("servers",)).words.ja
    'この台帳の規模・台数・価格などは例示であり、市の実際の値ではない（例示の行 2／全3行）'
    """

    num_rows: int
    num_all: int
    tables: tuple[str, ...] = ()

    @property
    def words(self) -> Text | None:
        """What a reader must be told; ``None`` where no row is made up."""
        if not self.num_rows:
            return None
        what = self._what()
        return Text(
            f"{what.ja}は例示であり、市の実際の値ではない"
            f"（例示の行 {self.num_rows:,}／全{self.num_all:,}行）",
            f"{what.en} are illustrative, not the city's "
            f"({self.num_rows:,} of {self.num_all:,} rows)",
        )

    def _what(self) -> Text:
        """Name everything where most rows are made up, else the tables that hold such rows."""
        if 2 * self.num_rows > self.num_all:
            return Text(
                "この台帳の規模・台数・価格など",
                "Sizes, counts and prices in this inventory",
            )
        ja = "、".join(TITLES[table].ja for table in self.tables)
        en = ", ".join(table.replace("_", " ") for table in self.tables)
        return Text(f"この台帳の一部（{ja}）の値", f"Some values of this inventory ({en})")


def illustrative(estate: Estate) -> Illustrative:
    """Count the rows whose source says that they are made up."""
    found = {table: sum(_made_up(row.source) for row in getattr(estate, table)) for table in TABLES}
    num_all = sum(len(getattr(estate, table)) for table in TABLES)
    named = tuple(table for table, num in found.items() if num)
    return Illustrative(sum(found.values()), num_all, named)


def together(counts: Iterable[Illustrative]) -> Illustrative:
    """Return the most made-up count of several inventories, for what shows them together."""
    return max(counts, key=lambda count: count.num_rows, default=Illustrative(0, 0))


def _made_up(source: str | None) -> bool:
    return any(mark in (source or "").casefold() for mark in MARKS)
