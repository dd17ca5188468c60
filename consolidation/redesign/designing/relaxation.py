"""The linear relaxation over numbers of modules, and the inequalities that tighten it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality, Variables, Whole
from consolidation.redesign.designing.recipes import Given
from consolidation.solving.rows import INFINITE, RowsAnswer, RowsProgram

Real = NDArray[np.float64]

MULTIPLIER = 1e-11
MOST_STACKS = 20
IDLE_ROUNDS = 6
"""An inequality that has not been tight for so many solves leaves the program."""


@dataclass(slots=True)
class _Row:
    inequality: Inequality
    idle: int = 0


class Relaxation:
    """Minimise the costs subject to the inequalities at hand."""

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        least, most = np.zeros(variables.num), np.full(variables.num, INFINITE)
        self.program = RowsProgram(variables.costs.astype(float), least, most)
        self.rows: list[_Row] = []
        self.pool: list[Inequality] = []
        """All inequalities found, those that left the program too."""
        self._stacked: list[tuple[Real, Real]] = []
        self._num_stacked = 0
        self._known: set[tuple[bytes, int]] = set()
        self._columns = np.arange(variables.num)
        self.add(given(variables))

    def add(self, inequalities: Iterable[Inequality]) -> int:
        """Take in inequalities that are new; return how many."""
        fresh = []
        for row in inequalities:
            key = row.factors.tobytes(), row.least
            if key not in self._known:
                self._known.add(key)
                fresh.append(row)
                self.pool.append(row)
        self._load(fresh)
        return len(fresh)

    def _load(self, fresh: list[Inequality]) -> None:
        entries = []
        for row in fresh:
            columns = np.flatnonzero(row.factors)
            largest = float(np.abs(row.factors).max())
            entries.append((columns, row.factors[columns] / largest, row.least / largest))
            self.rows.append(_Row(row))
        self.program.add_rows(entries)

    def solve(self, limit_s: float, iterations: int | None = None) -> RowsAnswer | None:
        """Return the optimum within the limits of variables set last."""
        return self.program.solve(limit_s, iterations)

    def multipliers(self, duals: Real) -> tuple[tuple[Inequality, float], ...]:
        """Return the inequalities with positive multipliers, as they stand in whole numbers."""
        return tuple(
            (row.inequality, float(dual / np.abs(row.inequality.factors).max()))
            for row, dual in zip(self.rows, duals, strict=False)
            if dual > MULTIPLIER
        )

    def limit(self, least: Real, most: Real) -> None:
        """Set limits of the variables."""
        self.program.limit_columns(self._columns, least, most)

    def reload(self, x: Real) -> int:
        """Bring back inequalities of the pool that a point violates."""
        there = {id(row.inequality) for row in self.rows}
        short = np.flatnonzero(self._slacks(x) < -1e-6)
        back = [self.pool[i] for i in short if id(self.pool[i]) not in there]
        self._load(back)
        return len(back)

    def violates(self, x: Real) -> bool:
        """Whether a point violates an inequality of the pool."""
        return bool((self._slacks(x) < -1e-6).any())

    def _slacks(self, x: Real) -> Real:
        """Return by how much a point satisfies each inequality of the pool, by largest factor."""
        self._stack()
        parts = [factors @ x - least for factors, least in self._stacked]
        return np.concatenate(parts) if parts else np.zeros(0)

    def stacked(self) -> tuple[Real, Real]:
        """Return factors and least sums of the pool, each by its largest factor."""
        self._stack()
        if not self._stacked:
            return np.zeros((0, self.variables.num)), np.zeros(0)
        if len(self._stacked) > 1:
            self._stacked = [_joined(self._stacked)]
        return self._stacked[0]

    def _stack(self) -> None:
        if self._num_stacked < len(self.pool):
            fresh = self.pool[self._num_stacked :]
            scales = np.array([float(np.abs(row.factors).max()) for row in fresh])
            factors = np.array([row.factors for row in fresh]) / scales[:, None]
            least = np.array([row.least for row in fresh]) / scales
            self._stacked.append((factors, least))
            self._num_stacked = len(self.pool)
            if len(self._stacked) > MOST_STACKS:
                self._stacked = [_joined(self._stacked)]

    def purge(self, answer: RowsAnswer) -> None:
        """Let inequalities go that have not mattered for a while."""
        gone = []
        for i, (row, dual) in enumerate(zip(self.rows, answer.duals, strict=False)):
            row.idle = 0 if dual > 1e-9 else row.idle + 1
            if row.idle > IDLE_ROUNDS and not isinstance(row.inequality.recipe, Given):
                gone.append(i)
        if len(gone) > 20:
            self.program.drop_rows(gone)
            away = set(gone)
            self.rows = [row for i, row in enumerate(self.rows) if i not in away]


def _joined(stacks: list[tuple[Real, Real]]) -> tuple[Real, Real]:
    return (
        np.concatenate([factors for factors, _ in stacks]),
        np.concatenate([least for _, least in stacks]),
    )


def given(variables: Variables) -> list[Inequality]:
    """Return what holds by the meaning of the variables."""
    net = variables.net
    found: list[Whole] = []
    least = []
    total = max((sum(state.demands) for state in net.states), default=0)
    for number, link in enumerate(variables.opened):
        opened = len(net.columns) + number
        row = np.zeros(variables.num, np.int64)
        row[opened] = -1
        found.append(row)
        least.append(-1)
        for j, column in enumerate(net.columns):
            if column.link == link:
                row = np.zeros(variables.num, np.int64)
                row[opened], row[j] = -(-total // column.capacity), -1
                found.append(row)
                least.append(0)
    if net.single:
        for link in sorted({column.link for column in net.columns}):
            row = np.zeros(variables.num, np.int64)
            row[[j for j, column in enumerate(net.columns) if column.link == link]] = -1
            found.append(row)
            least.append(-1)
    return [
        Inequality(row, needed, Given(i))
        for i, (row, needed) in enumerate(zip(found, least, strict=True))
    ]
