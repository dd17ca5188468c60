"""Every option of a scenario as path and value."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from consolidation.export.table import Cell
from consolidation.scenario.model import Scenario
from consolidation.text import Text

PARTS = ("sizing", "lines", "policy", "migration", "costs")


def options(scenario: Scenario) -> Iterator[tuple[str, Cell]]:
    """Yield every option with its path, defaults included."""
    for part in PARTS:
        yield from _of(part, getattr(scenario, part))
    for platform in scenario.platforms:
        yield from _of(f"platforms.{platform.id}", platform)


def _of(path: str, part: object) -> Iterator[tuple[str, Cell]]:
    if not is_dataclass(part):
        return
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            for inner in value:
                yield from _of(f"{path}.{field.name}.{inner.id}", inner)
        else:
            yield f"{path}.{field.name}", shown_value(value)


def shown_value(value: object) -> Cell:
    """Return an option's value as a cell."""
    if value is None or isinstance(value, Text):
        return value
    if isinstance(value, tuple):
        return "; ".join(str(shown_value(item)) for item in value)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
