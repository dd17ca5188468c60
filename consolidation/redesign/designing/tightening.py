"""Rounds of separation: find what the optimum of the relaxation violates, add it, solve again."""

from collections.abc import Iterator
from math import inf

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.covers import Covers, covering
from consolidation.redesign.designing.cuts import Cuts
from consolidation.redesign.designing.groups import Draws, Groups
from consolidation.redesign.designing.inequalities import Inequality, Variables, metric
from consolidation.redesign.designing.limited_routing import routes_of
from consolidation.redesign.designing.partitions import Partitions
from consolidation.redesign.designing.relaxation import Relaxation
from consolidation.solving.deadline import Deadline
from consolidation.solving.rows import RowsAnswer

Real = NDArray[np.float64]

AT_ONCE = 60
STATES_AT_ONCE = 8
"""So many states with a violated metric inequality are enough for one round."""
PARTITIONS = 40
FEW = 5
STALLED = 1e-6
PATIENCE, LARGE_PATIENCE = 10, 2
"""Rounds without gain, in small and in large networks."""
DRAWS = Draws(crossed=400, together=((3, 40), (4, 40), (5, 20)))
EXACTLY = 2**20
"""Lengths of routing costs are multiplied by this where whole ones are too coarse."""
LATELY = 3
"""So many states violated of late are checked before the normal ones."""


class Tightening:
    """Relaxation, cuts and routing of one problem, and what they tell each other."""

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        self.relaxation = Relaxation(variables)
        self.covers = Covers()
        self.cuts = Cuts(variables, self.covers)
        self.partitions = Partitions(variables)
        self.groups = Groups(variables)
        self.routing = routes_of(variables)
        self._order = list(range(len(variables.net.states)))
        """States, those that were violated of late first."""

    def root(self, deadline: Deadline, *, grouped: bool, enough: float = inf) -> RowsAnswer | None:
        """Tighten until nothing is found, little is gained, or the time is up.

        ``grouped``: by the inequalities of groups too, which take longest to find; ``enough``: the
        cost of a design, beyond which nothing is to be shown.
        """
        answer = self._held_together(deadline)
        stalled = 0
        while answer is not None and answer.value < enough and not deadline.passed:
            try:
                added = self._all(answer, deadline, grouped=grouped, deeper=stalled > 0)
            except TimeoutError:
                break
            if not added:
                break
            self.relaxation.purge(answer)
            before, answer = answer, self.relaxation.solve(deadline.left_s)
            if answer is None:
                return before if not self.relaxation.program.is_infeasible else None
            gain = answer.value - before.value
            stalled = stalled + 1 if gain <= STALLED * abs(answer.value) else 0
            if stalled >= (LARGE_PATIENCE if self.variables.net.is_large else PATIENCE):
                break
        return answer

    def _held_together(self, deadline: Deadline) -> RowsAnswer | None:
        """Tighten until as many modules hold the network together as a tree has."""
        answer = self.relaxation.solve(deadline.left_s)
        while answer is not None and not deadline.passed and self.cuts.are_of_one:
            rows = self.partitions.violated(answer.x, 0, PARTITIONS)
            if not self.relaxation.add(rows):
                break
            self.relaxation.purge(answer)
            answer = self.relaxation.solve(deadline.left_s)
        return answer

    def _all(self, answer: RowsAnswer, deadline: Deadline, *, grouped: bool, deeper: bool) -> int:
        added = self.over_cuts(answer.x, AT_ONCE)
        if added < FEW:
            modules = np.zeros(self.variables.net.num_links)
            np.add.at(modules, self.variables.link, answer.x[: self.variables.link.size])
            self.cuts.pool.draw_together(self.variables.capacities(answer.x), modules, 4)
            added += self.over_cuts(answer.x, AT_ONCE)
        if (added < FEW or deeper) and self.variables.net.whole:
            added += self.relaxation.add(self.cuts.survived(answer.x, AT_ONCE))
        if added < FEW and self.variables.net.whole:
            added += self.relaxation.add(self.partitions.violated(answer.x, 0, PARTITIONS))
        if added < FEW:
            added += self.relaxation.add(self.over_states(answer.x, deadline))
        if added < FEW and grouped and self.groups.is_useful:
            rows = self.groups.violated(answer.x, 0, self.cuts.tight, DRAWS, 40)
            added += self.relaxation.add(rows)
        return added

    def over_cuts(self, x: Real, most: int) -> int:
        """Add violated inequalities of cuts; return how many.

        They round: where any amount may be bought there are none.
        """
        if not self.variables.net.whole:
            return 0
        return self.relaxation.add(self.cuts.violated(x, most))

    def over_states(
        self, x: Real, deadline: Deadline, most: int = STATES_AT_ONCE
    ) -> list[Inequality]:
        """Return violated metric inequalities, of routing costs where all can be routed."""
        capacities = self.variables.capacities(x)
        found: list[Inequality] = []
        violated = []
        routed: set[int] = set()
        """Slices whose normal state is routed over what the point has."""
        carried = self.routing.carried(capacities)
        for number in self._to_check():
            if len(found) >= most:
                break
            state = self.variables.net.states[number]
            if state.slice in routed and self.routing.goes_on(number):
                continue
            if carried[number]:
                if state.failure is None:
                    routed.add(state.slice)
                continue
            rows = self.routing.metrics([number], capacities, deadline.left_s)
            if rows:
                violated.append(number)
                for row in rows:
                    found += self.cuts.around(row, x) + self._rounded(row, x)
            elif state.failure is None:
                routed.add(state.slice)
        if violated:
            ahead = set(violated)
            self._order = violated + [n for n in self._order if n not in ahead]
        elif self.variables.routing:
            found = self._of_costs(x, capacities, deadline)
        return found

    def _to_check(self) -> Iterator[int]:
        """Yield the states violated last, then the normal ones, then the others."""
        num_slices = self.variables.net.num_slices
        first = self._order[:LATELY]
        yield from first
        yield from (n for n in range(num_slices) if n not in first)
        yield from (n for n in self._order[LATELY:] if n >= num_slices)

    def _rounded(self, row: Inequality, x: Real) -> list[Inequality]:
        """Return what a point violates of an inequality for whole numbers of modules."""
        return (covering(self.covers, row, x, 2) if self.variables.net.whole else []) or [row]

    def _of_costs(self, x: Real, capacities: Real, deadline: Deadline) -> list[Inequality]:
        """Return the inequalities that show what routing costs at least, where x has it lower."""
        found = []
        for number, place in enumerate(self.variables.routing):
            value, duals = self.routing.routed(number, capacities, deadline.left_s)
            if value > x[place] * (1 + 1e-9) + 1e-6:
                found += self._priced(number, place, x, value, duals)
        return found

    def _priced(
        self, number: int, place: int, x: Real, value: float, duals: Real
    ) -> list[Inequality]:
        """Return the inequality of multipliers on capacities, as coarse as still tells."""
        for priced in (1, 2, 3, 4, 6, EXACTLY):
            lengths = np.round(duals * priced).astype(np.int64)
            if priced < EXACTLY and np.abs(lengths - duals * priced).max(initial=0.0) > 1e-6:
                continue
            row = metric(self.variables, number, lengths, priced=priced)
            if row is None:
                continue
            short = row.least - float(row.factors @ x)
            if short > 0.5 * (value - x[place]) * row.factors[place]:
                return [row]
        return []
