"""The inequalities at hand as a program in whole numbers, which HiGHS solves.

Where modules are large beside demands a design buys few of them, and a solver's own cuts and
restarts tell more than a tree over the relaxation alone. What it finds satisfies the inequalities
at hand, yet perhaps not all states: then new ones are learned from it, and it is solved anew. Its
bound holds for every design, as the inequalities do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pulp
from numpy.typing import NDArray

from consolidation.redesign.designing.completing import Completing
from consolidation.redesign.designing.improving import near_links
from consolidation.redesign.designing.inequalities import Variables
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline
from consolidation.solving.mip import MipResult, solve

Real = NDArray[np.float64]
SHORT = 1e-9
VIOLATED = 1e-6
WHOLE = 0.5
"""Costs are whole numbers: a bound closer than this proves the optimum."""
SHARE = 0.1
"""Of the distance of cost and bound, to which the whole is solved."""
ALL_UP_TO = 3000
"""So many inequalities are all taken at once."""
NEAR = 0.02
TAKEN_AT_ONCE = 40
PART, SURVIVING_PART = (12, 4), (24, 8)
"""Links free at first, and how many more once parts of a size gain nothing; larger ones with
failures, as to see that all are survived takes longer than to solve a part."""
PATIENCE = 8
PART_S = 2.0
"""Seconds for a part of the network."""
TRIES = 8
STATES_AT_ONCE = 20
"""So many violated states are learned from at a time."""
CLOSE = 2e-3
"""A part is solved to this share of the cost of all."""


def is_apt(variables: Variables) -> bool:
    """Whether all costs are of whole numbers."""
    return variables.net.whole and not variables.routing


@dataclass(frozen=True, slots=True)
class Mastered:
    """What the program says."""

    x: Real | None
    bound: float
    """No design within the limits costs less."""


class Master:
    """Solves the pool of a tightening in whole numbers."""

    def __init__(self, tightening: Tightening, bound: float = 0.0) -> None:
        self._tight = tightening
        self._variables = tightening.variables
        self._taken: set[int] = set()
        """Places in the pool of the inequalities taken for the whole."""
        self.bound = bound
        """What is known, by whatever method."""
        self.reached = 0.0
        """What was shown here."""

    def solved(
        self,
        deadline: Deadline,
        gap: float,
        *,
        held: Real | None = None,
        below: float | None = None,
        among: NDArray[np.bool_] | None = None,
    ) -> Mastered:
        """Return the cheapest point at hand, and what no design undercuts.

        ``held``: values of the variables that are not free, the others not numbers; ``below``:
        what a point must cost at most; ``among``: flags of the inequalities to take.
        """
        if held is None:
            held = np.full(self._variables.num, np.nan)
        costs = self._variables.costs.astype(float)
        free = np.flatnonzero(np.isnan(held))
        x = np.nan_to_num(held)
        fixed = float(costs @ x)
        problem = pulp.LpProblem("master")
        own = {int(j): problem.add_variable(f"x{j}", 0, None, cat="Integer") for j in free}
        total = pulp.LpAffineExpression([(column, costs[j]) for j, column in own.items()])
        problem.setObjective(total)
        if below is not None:
            unit = max(1.0, float(costs.max(initial=1.0)))
            shares = [(column, costs[j] / unit) for j, column in own.items()]
            problem += pulp.LpAffineExpression(shares) <= (below - fixed) / unit
        for terms, needed in self._rows(own, x, among):
            problem += pulp.LpAffineExpression(terms) >= needed
        result = solve(problem, list(own.values()), time_limit_s=deadline.left_s, gap=gap)
        return self._read(result, x, free, fixed)

    def whole(self, deadline: Deadline, best: float) -> Mastered:
        """Return a point that satisfies all at hand, if time allows, and what no design undercuts.

        Few inequalities are taken at first, and more as points violate them: with all of them
        the solver would take far longer. ``best``: the cost of the best design.
        """
        while not deadline.passed:
            factors, least = self._tight.relaxation.stacked()
            among = np.full(least.size, least.size <= ALL_UP_TO)
            among[list(self._taken)] = True
            gap = SHARE * (best - self.bound) if np.isfinite(best) else 0.0
            found = self.solved(deadline, max(WHOLE, gap), among=among)
            self.reached = max(self.reached, found.bound)
            self.bound = max(self.bound, found.bound)
            if found.x is None:
                break
            short = least - factors @ found.x
            violated = np.flatnonzero(short > VIOLATED)
            if not violated.size:
                return Mastered(found.x, self.bound)
            if deadline.passed:
                break
            order = np.argsort(-short[violated], kind="stable")
            self._taken.update(map(int, violated[order[:TAKEN_AT_ONCE]]))
        return Mastered(None, self.bound)

    def take(self, x: Real) -> None:
        """Take the inequalities that a point of the relaxation satisfies barely."""
        factors, least = self._tight.relaxation.stacked()
        spare = factors @ x - least
        self._taken.update(map(int, np.flatnonzero(spare < NEAR * np.abs(least) + VIOLATED)))

    def _rows(
        self, own: dict[int, pulp.LpVariable], x: Real, among: NDArray[np.bool_] | None
    ) -> Iterator[tuple[list[tuple[pulp.LpVariable, float]], float]]:
        """Yield what inequalities ask of free variables."""
        factors, least = self._tight.relaxation.stacked()
        short = least - factors @ x
        places = np.array(list(own), np.int64)
        part = factors[:, places]
        matters = (part != 0).any(axis=1) & ((short > SHORT) | (part < 0).any(axis=1))
        if among is not None:
            matters &= among
        columns = list(own.values())
        for i in np.flatnonzero(matters):
            here = np.flatnonzero(part[i])
            yield [(columns[k], float(part[i, k])) for k in here], float(short[i])

    def _read(self, result: MipResult, x: Real, free: NDArray[np.int64], fixed: float) -> Mastered:
        if result.stopped_by == "interrupt":
            raise KeyboardInterrupt
        bound = -np.inf if result.bound is None else result.bound + fixed
        if result.values is None:
            return Mastered(None, bound)
        x[free] = result.whole
        return Mastered(x, bound)


class Rebuilding:
    """Betters a design: a part of the network is free, the rest is held; larger parts in time."""

    def __init__(self, tightening: Tightening, step: int) -> None:
        self._tight = tightening
        self._variables = tightening.variables
        self._master = Master(tightening)
        self._completing = Completing(tightening)
        self._step = step
        self._random = np.random.default_rng(5)
        self._survives = tightening.variables.net.has_failures
        self._size, self._larger = SURVIVING_PART if self._survives else PART
        self._fruitless = 0
        self.is_done = False
        """Whether the whole network gained nothing."""

    def better(self, x: Real, value: float, deadline: Deadline) -> tuple[Real, float] | None:
        """Return a design that costs less, with its cost, or ``None``."""
        free = near_links(self._variables.net, self._random, self._size)
        for _ in range(TRIES):
            found = self._rebuilt(x, free, deadline, CLOSE * value, below=value - self._step)
            if found is None or deadline.passed:
                break
            rows = self._tight.over_states(found, deadline, STATES_AT_ONCE)
            if not rows:
                self._fruitless = 0
                return found, float(self._variables.costs @ found)
            if not self._tight.relaxation.add(rows):
                break
            if self._survives:
                continue
            near = self._completing.completed(found, deadline, lean=False)
            if near is not None and (cost := float(self._variables.costs @ near)) < value:
                self._fruitless = 0
                return near, cost
        self._fruitless += 1
        if self._fruitless > PATIENCE:
            self.is_done = self._size >= self._variables.net.num_links
            self._size += self._larger
            self._fruitless = 0
        return None

    def _rebuilt(
        self,
        x: Real,
        free: NDArray[np.bool_],
        deadline: Deadline,
        gap: float,
        below: float | None = None,
    ) -> Real | None:
        columns = np.flatnonzero(~free[self._variables.link])
        held = np.full(self._variables.num, np.nan)
        held[columns] = x[columns]
        return self._master.solved(deadline.within(PART_S), gap, held=held, below=below).x
