"""What a column is: the unit of the column dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotated_types import BaseMetadata, Ge, GroupedMetadata, Le

from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Column(GroupedMetadata):
    """The facts of one inventory column that its Python type does not already say.

    ``ja`` is the Japanese header; ``refers`` names the table (or tables) whose ids the column
    holds, ``words`` what it may say besides such an id; ``minimum`` and ``maximum`` bound
    numbers, both included; ``aliases`` are further headers to accept; ``empty`` says what an
    empty cell means where that is not "not known".

    Iterating yields the bounds in the form that pydantic enforces, so that they are written once.
    """

    ja: str
    meaning: Text
    unit: str = ""
    refers: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    empty: Text | None = None

    def __iter__(self) -> Iterator[BaseMetadata]:
        """Yield the bounds for pydantic."""
        if self.minimum is not None:
            yield Ge(self.minimum)
        if self.maximum is not None:
            yield Le(self.maximum)


NONE = Text("なし", "none")
"""What an empty cell means where something optional is simply not there."""
NOT_KNOWN = Text("不明", "not known")
"""What an empty cell means everywhere else."""
ALL = Text("全て", "all")
"""What an empty cell means where a row then concerns everything."""


def column(
    ja: str,
    meaning_ja: str,
    meaning_en: str,
    *,
    unit: str = "",
    refers: str | tuple[str, ...] = (),
    minimum: int | None = None,
    maximum: int | None = None,
    aliases: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    empty: Text | None = None,
) -> Column:
    """Return a `Column`, written shortly; ``refers`` may be one table name."""
    tables = (refers,) if isinstance(refers, str) else refers
    meaning = Text(meaning_ja, meaning_en)
    return Column(ja, meaning, unit, tables, minimum, maximum, aliases, words, empty)
