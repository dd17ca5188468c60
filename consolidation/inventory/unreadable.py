"""A cell that could not be read, with the wording of why."""

from dataclasses import dataclass

from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in a row for a value that could not be read; no column's type accepts it."""

    text: str
    what: Text
    fix: Text
