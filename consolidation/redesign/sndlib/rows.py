"""Rows of an SNDlib network as they are written, whichever format they are written in."""

from dataclasses import dataclass, field

from consolidation.errors import Problem
from consolidation.text import Text

MOST_PROBLEMS = 200
"""A file that is something else entirely would have one in every line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A word of a file and the line that it stands in."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """A link; what may be left out is ``None`` then."""

    id: Cell
    source: Cell
    target: Cell
    installed: Cell | None = None
    installed_cost: Cell | None = None
    routing_cost: Cell | None = None
    setup_cost: Cell | None = None
    modules: tuple[tuple[Cell, Cell], ...] = ()
    """Capacity and cost of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRow:
    """A demand; without a routing unit it is counted in single units."""

    id: Cell
    source: Cell
    target: Cell
    unit: Cell | None
    value: Cell


@dataclass(frozen=True, slots=True)
class NetworkRows:
    """All rows of a network that have the form of a row."""

    nodes: list[Cell] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    demands: list[DemandRow] = field(default_factory=list)


class Complaints:
    """The problems found in one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    @property
    def full(self) -> bool:
        """Whether further problems are no longer noted."""
        return len(self.problems) >= MOST_PROBLEMS

    def add(self, line: int | None, what: Text, fix: Text | None = None) -> None:
        """Note a problem."""
        if not self.full:
            self.problems.append(Problem(self.source, line, None, what, fix))
