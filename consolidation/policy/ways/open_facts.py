"""What is not known of a graph: the steps that depend on it, and the rows that would close them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidation.policy.ways.joints import Row

Step = tuple[int, int]


@dataclass(frozen=True)
class OpenFacts:
    """The steps of a graph that are not known, each by the numbers of its two states."""

    closing: Mapping[Step, tuple[frozenset[Row], ...]]
    """For each step the sets of rows any of which closes it, if all of the set turn out well."""

    @cached_property
    def _alone(self) -> Mapping[Row, list[Step]]:
        """The steps that each row closes by itself."""
        found: dict[Row, list[Step]] = {}
        for step, sets in self.closing.items():
            for row in {row for rows in sets if len(rows) == 1 for row in rows}:
                found.setdefault(row, []).append(step)
        return found

    @cached_property
    def _together(self) -> Mapping[Row, list[tuple[Step, tuple[frozenset[Row], ...]]]]:
        """The steps that each row helps to close, with the sets of more than one row that do."""
        found: dict[Row, list[tuple[Step, tuple[frozenset[Row], ...]]]] = {}
        for step, sets in self.closing.items():
            many = tuple(rows for rows in sets if len(rows) > 1)
            for row in frozenset[Row]().union(*many):
                found.setdefault(row, []).append((step, many))
        return found

    def closed_by(self, well: Collection[Row]) -> set[Step]:
        """Return the steps that are closed if some rows turn out well."""
        rows, found = frozenset(well), set[Step]()
        for row in rows:
            found.update(self._alone.get(row, ()))
            for step, sets in self._together.get(row, ()):
                if step not in found and any(rows >= needed for needed in sets):
                    found.add(step)
        return found
