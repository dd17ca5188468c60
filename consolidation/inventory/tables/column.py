"""What a column is: the unit of the column dictionary."""

from dataclasses import dataclass

from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Column:
    """The facts of one inventory column that its Python type does not already say.

    ``ja`` is the Japanese header; ``refers`` names the table (or tables) whose ids the column
    holds; ``minimum`` and ``maximum`` bound numbers, both included; ``aliases`` are further
    headers to accept.
    """

    ja: str
    meaning: Text
    unit: str = ""
    refers: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    aliases: tuple[str, ...] = ()


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
) -> Column:
    """Return a `Column`, written shortly; ``refers`` may be one table name."""
    tables = (refers,) if isinstance(refers, str) else refers
    meaning = Text(meaning_ja, meaning_en)
    return Column(ja, meaning, unit, tables, minimum, maximum, aliases)
