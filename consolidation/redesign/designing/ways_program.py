"""Routing over ways that may not be too slow, as linear programs with a column per way.

A program is seen from its multipliers: lengths of capacity rows and a distance of each pair of
nodes, which no way of it undercuts. Ways are added while one is shorter than the distance.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.ways import Way, Ways
from consolidation.solving.deadline import Deadline
from consolidation.solving.rows import INFINITE, RowsProgram

Real = NDArray[np.float64]
SHORTER = 1e-9
"""A way is added that undercuts the distance of its pair by more than this share of the most."""
PLENTY = 2.0
"""Capacities count up to this many times all traffic."""


class _Growing:
    """A program over lengths and distances with a row for each way known."""

    def __init__(self, ways: Ways, costs: Real, program: RowsProgram) -> None:
        self._ways, self._costs, self._program = ways, costs, program
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._rows_of: list[tuple[int, ...]] = []
        """Capacity rows of each way, in the order in which they were found."""

    def take(self, found: Iterable[Way]) -> bool:
        """Add ways that are new; return whether there are any."""
        rows = []
        for way in found:
            key = way.pair, way.rows
            if key not in self._known:
                self._known.add(key)
                self._rows_of.append(way.rows)
                used = np.array([*way.rows, self._ways.num_rows + way.pair])
                factors = np.append(np.ones(len(way.rows)), -1.0)
                rows.append((used, factors, -float(self._costs[list(way.rows)].sum())))
        self._program.add_rows(rows)
        return bool(rows)

    def grown(self, demands: Sequence[float], down: frozenset[int], x: Real, margin: float) -> bool:
        """Add the ways that undercut the distances of a solution; return whether there are any."""
        distances = x[self._ways.num_rows :]
        lengths = np.maximum(0.0, x[: self._ways.num_rows]) + self._costs
        most = float(distances.max(initial=0.0))
        found = self._ways.shortest(demands, down, lengths.tolist(), most)
        return self.take(way for way in found if way.length < distances[way.pair] - margin)

    def loads(self, duals: Real) -> Real:
        """Return what each capacity row carries, by the multipliers of the ways."""
        found = np.zeros(self._ways.num_rows)
        for rows, flow in zip(self._rows_of, duals, strict=True):
            if flow > 0:
                found[list(rows)] += flow
        return found


class WaysProgram:
    """What routing costs at least, kept while capacities and demands change.

    ``costs`` are what a unit of traffic costs per row, ``dear`` what leaving one unrouted does.
    """

    def __init__(self, ways: Ways, costs: Real, dear: float) -> None:
        num = ways.num_rows + ways.num_pairs
        self._num_rows, self._dear = ways.num_rows, dear
        self._columns = np.arange(num)
        self._program = RowsProgram(np.zeros(num), np.zeros(num), np.full(num, dear))
        self._growing = _Growing(ways, costs, self._program)
        self._flows = np.zeros(0)
        self.lengths = np.zeros(ways.num_rows)
        """Of the capacity rows, when last solved."""

    def solved(
        self,
        demands: Sequence[float],
        room: Real,
        down: frozenset[int],
        deadline: Deadline,
        enough: float = -INFINITE,
    ) -> float:
        """Return the least cost of routing, or some cost up to ``enough``.

        ``room``: of each capacity row, none where its link is down. Raises `TimeoutError` when
        the time is up.
        """
        unit = float(max(demands, default=0)) or 1.0
        # more than all traffic needs no length, which a capacity of just that could have
        there = np.clip(room, 0.0, PLENTY * sum(demands))
        prices = np.concatenate([there, -np.array(demands, float)]) / unit
        self._program.price_columns(self._columns, prices)
        while True:
            answer = self._program.solve(deadline.left_s)
            if answer is None:
                raise TimeoutError
            value = -answer.value * unit
            margin = SHORTER * self._dear
            if value <= enough or not self._growing.grown(demands, down, answer.x, margin):
                self.lengths = np.maximum(0.0, answer.x[: self._num_rows])
                self._flows = answer.duals * unit
                return value
            if deadline.passed:
                raise TimeoutError

    def loads(self) -> Real:
        """Return what each capacity row carried when last solved."""
        return self._growing.loads(self._flows)


def fullest_row(
    ways: Ways, demands: Sequence[float], room: Real, down: frozenset[int], deadline: Deadline
) -> tuple[float, Real] | None:
    """Return how full the fullest capacity row is at least, and what each row then carries.

    ``None`` where some demand has no way. Raises `TimeoutError` when the time is up.
    """
    quick = list(ways.shortest(demands, down, [0] * ways.num_rows))
    if len(quick) < sum(amount > 0 for amount in demands):
        return None
    if not quick:
        return 0.0, np.zeros(ways.num_rows)
    unit, largest = float(max(demands)), float(room.max())
    num = ways.num_rows + ways.num_pairs
    prices = np.concatenate([np.zeros(ways.num_rows), -np.array(demands, float) / unit])
    program = RowsProgram(prices, np.zeros(num), np.full(num, INFINITE))
    # lengths times capacities are 1 in all
    program.add_rows([(np.arange(ways.num_rows), -room / largest, -1.0)])
    growing = _Growing(ways, np.zeros(ways.num_rows), program)
    growing.take(quick)
    while True:
        answer = program.solve(deadline.left_s)
        if answer is None or deadline.passed:
            raise TimeoutError
        margin = SHORTER * max(1.0, float(answer.x.max()))
        if not growing.grown(demands, down, answer.x, margin):
            return -answer.value * unit / largest, growing.loads(answer.duals[1:] * unit)
