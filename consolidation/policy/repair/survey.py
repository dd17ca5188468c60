"""The fewest facts to survey: rows which, if they turn out well, leave nothing undetermined.

A way from wireless with too few controls that depends on rows not known is harmless as soon as
one of them turns out well. Ways are found one after the other: the fewest rows that meet every
way found so far are taken as well, the ways that this does not close are found, and so on until
there is none. No smaller list would do, as every way found asks for one of its rows.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import ways
from consolidation.policy.case import Case
from consolidation.policy.model import Fact
from consolidation.policy.repair.master import Demand, Term, cheapest
from consolidation.policy.repair.survey_words import fact
from consolidation.policy.ways.disjoint import weakest_way, without_steps
from consolidation.policy.ways.joints import Row

Step = tuple[int, int]


def fewest_facts(case: Case, targets: Sequence[str], k: int) -> tuple[Fact, ...]:
    """Return the fewest rows that leave no way with fewer than ``k`` controls if all turn out well.

    ``targets`` are states that ways with too few independent controls lead to in the bad reading
    of the facts and not in the good one. Protected servers that no row connects to anything are
    facts of their own. In order of table and row.
    """
    survey = _Survey(case, targets, k)
    rows = survey.fewest() if targets else frozenset()
    loose = {("servers", case.states[node].row) for node in case.unconnected}
    return tuple(fact(case, row, survey.found) for row in sorted(rows | frozenset(loose)))


class _Survey:
    """The ways that depend on rows not known, and what closes them."""

    def __init__(self, case: Case, targets: Sequence[str], k: int) -> None:
        self.case, self.k = case, k
        self.roads = case.all_roads
        self.targets = targets
        self.found: list[tuple[str, ...]] = []

    @cached_property
    def conditions(self) -> dict[Step, tuple[frozenset[Row], ...]]:
        """For each step not known, the sets of rows any of which closes it, all turned out well."""
        found = {}
        for origin, target, edge in ways(self.case.graph):
            if edge.certainty is Certainty.KNOWN:
                continue
            ends = (self.case.unsure_state(origin), self.case.unsure_state(target))
            sets = tuple(rows for rows in ends if rows)
            step = self.roads.number[origin], self.roads.number[target]
            found[step] = sets or (frozenset({(edge.table, edge.row)}),)
        return found

    def fewest(self) -> frozenset[Row]:
        """Return the fewest rows that close every way."""
        asked: list[frozenset[Row]] = []
        well: frozenset[Row] = frozenset()
        while True:
            more = list(self._open(well))
            if not more:
                return well
            asked += more
            rows = sorted({row for either in asked for row in either})
            place = {row: number for number, row in enumerate(rows)}
            demands = [Demand(tuple(Term(place[r], 1) for r in sorted(e)), 1) for e in asked]
            choice = cheapest([1] * len(rows), demands)
            assert choice is not None
            well = frozenset(rows[number] for number in choice.changes)

    def _open(self, well: frozenset[Row]) -> Iterator[frozenset[Row]]:
        """Give the rows of ways still open, no two of which share one.

        A way that is open although some of its rows turned out well asks for one of the others.
        """
        closed = well
        while (way := self._way(closed)) is not None:
            self.found.append(way)
            rows = self.case.unsure_rows(way) - closed
            assert rows, "a way of known rows alone is a breach"
            yield rows
            closed |= rows

    def _way(self, well: Collection[Row]) -> tuple[str, ...] | None:
        """Return a way with too few controls that is open if some rows turn out well."""
        shut = {
            step
            for step, sets in self.conditions.items()
            if any(rows <= set(well) for rows in sets)
        }
        roads = without_steps(self.roads, shut)
        weakest = weakest_way(roads, self.case.sources, self.targets, self.k)
        return None if weakest is None else weakest[0]
