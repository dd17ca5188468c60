"""Branch and bound over numbers of modules, tightened at every node."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil, floor, inf, isfinite

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline
from consolidation.solving.rows import RowsAnswer

Real = NDArray[np.float64]

FRACTIONAL = 1e-6
RELIABLE = 3
"""A variable branched on so often is judged by experience, not by trial."""
TRIED = 8
TRIAL_ITERATIONS = 40
NODE_ROUNDS = 3
EACH_CUT, RARELY = 2000, 8
"""Cuts are searched at so many nodes, then at every eighth: few are new by then."""
PROVED = 1e-8
"""Of a case in which all is whole, bound and cost may differ by this share."""


@dataclass(frozen=True, slots=True, order=True)
class _Node:
    bound: float
    number: int
    least: Real = field(compare=False)
    most: Real = field(compare=False)


@dataclass(slots=True)
class Record:
    """What became of a node: the multipliers of its relaxation, and the branching, if any."""

    multipliers: tuple[tuple[Inequality, float], ...] = ()
    is_empty: bool = False
    """Whether the multipliers show that nothing is left here at all."""
    variable: int | None = None
    at: int = 0
    children: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Experience:
    """What branching on each variable gained, per unit of distance, down and up."""

    total: Real
    times: Real

    def expected(self, j: int, side: int, average: float) -> float:
        """Return the gain to expect per unit."""
        return self.total[side, j] / self.times[side, j] if self.times[side, j] else average


class Tree:
    """Nodes still open, and the best design found."""

    def __init__(self, tightening: Tightening, step: int, *, cutting: bool = True) -> None:
        self._tight = tightening
        self._relaxation = tightening.relaxation
        self._variables = tightening.variables
        self._step = step
        """All costs are multiples of this; 0 where they need not be whole."""
        self._cutting = cutting
        """Whether cuts are searched at every node, not just where all is whole."""
        num = self._variables.num
        self._experience = _Experience(np.zeros((2, num)), np.zeros((2, num)))
        self._open: list[_Node] = []
        self._numbers = 0
        self._unproved = inf
        """The least bound of a case closed although its design costs more than the bound."""
        self.best: Real | None = None
        self.best_value = inf
        self.num_nodes = 0
        self.records: dict[int, Record] = {}
        """By the number of the node, in the order of work."""
        self.bound = -inf

    def offer(self, x: Real, value: float) -> None:
        """Take in a design that routes all demands, if it is the best."""
        if value < self.best_value - 1e-9 * abs(value):
            self.best, self.best_value = x.copy(), value

    def lowest(self, value: float) -> float:
        """Return the least cost a design can have at a node whose relaxation costs so much."""
        if self._variables.routing or not self._step or not isfinite(value):
            return value
        return ceil(value / self._step - 1e-6) * self._step

    def _is_done(self, value: float) -> bool:
        return self.lowest(value) >= self.best_value - 1e-9 * abs(self.best_value)

    def begin(self, least: Real, most: Real) -> None:
        """Open the root: all designs within limits."""
        self._push(_Node(-inf, 0, least, most))

    def run(
        self, deadline: Deadline, most_nodes: float = inf, *, cutting: bool | None = None
    ) -> None:
        """Work until nothing is open, the time is up, or so many more nodes are done.

        ``cutting``: whether nodes are tightened from now on; as before if not said.
        """
        if cutting is not None:
            self._cutting = cutting
        node: _Node | None = None
        most_nodes += self.num_nodes
        while (node is not None or self._open) and self.num_nodes < most_nodes:
            here = node or heappop(self._open)
            node = None
            if self._is_done(here.bound):
                continue
            if deadline.passed:
                self._push(here)
                break
            self.num_nodes += 1
            try:
                node = self._work(here, deadline)
            except TimeoutError:
                self._push(here)
                break
        if node is not None:
            self._push(node)
        left = [*(n.bound for n in self._open), self._unproved]
        self.bound = min([self.best_value, *map(self.lowest, left)])

    def _push(self, node: _Node) -> None:
        heappush(self._open, node)

    @property
    def is_finished(self) -> bool:
        """Whether nothing is open; not to be asked of a run that was interrupted."""
        return not self._open and self._is_done(self._unproved)

    def _work(self, node: _Node, deadline: Deadline) -> _Node | None:
        """Work on a node; return the child to go on with."""
        self._relaxation.limit(node.least, node.most)
        answer = self._tightened(node, deadline)
        if answer is None or self._is_done(answer.value):
            return None
        j = self._branch(answer, node, deadline)
        value = answer.x[j]
        children = []
        bound = max(node.bound, answer.value)
        for least, most in ((node.least[j], floor(value)), (ceil(value), node.most[j])):
            low, high = node.least.copy(), node.most.copy()
            low[j], high[j] = least, most
            self._numbers += 1
            children.append(_Node(bound, self._numbers, low, high))
        self._record(node).variable = j
        self._record(node).at = floor(value)
        self._record(node).children = (children[0].number, children[1].number)
        first = 1 if value - floor(value) > 0.4 else 0
        self._push(children[1 - first])
        return children[first]

    def _tightened(self, node: _Node, deadline: Deadline) -> RowsAnswer | None:
        """Return the optimum at a node once nothing more is found, or ``None`` if it has none."""
        rounds = 0
        while True:
            answer = self._relaxation.solve(deadline.left_s)
            if answer is None:
                if self._relaxation.program.is_infeasible:
                    self._note_empty(node)
                    return None
                raise TimeoutError
            self._record(node).multipliers = self._relaxation.multipliers(answer.duals)
            if self._is_done(answer.value):
                return answer
            x = answer.x
            if self._is_whole(x):
                near = self._rounded(x)
                added = self._relaxation.reload(near)
                if not added:
                    added = self._relaxation.add(self._tight.over_states(near, deadline))
                if not added:
                    if self._accept(near, deadline) > answer.value * (1 + PROVED):
                        self._unproved = min(self._unproved, answer.value)
                    return None
                continue
            rounds += 1
            if rounds > NODE_ROUNDS:
                return answer
            added = self._relaxation.reload(x) if rounds == 1 else 0
            if self._cuts_here:
                added += self._tight.over_cuts(x, 10)
            if not added:
                return answer
            self._relaxation.purge(answer)

    @property
    def _cuts_here(self) -> bool:
        """Whether cuts are searched at the node at hand."""
        return self._cutting and (self.num_nodes <= EACH_CUT or self.num_nodes % RARELY == 0)

    def _record(self, node: _Node) -> Record:
        return self.records.setdefault(node.number, Record())

    def _note_empty(self, node: _Node) -> None:
        ray = self._relaxation.program.ray()
        if ray is not None:
            record = self._record(node)
            record.multipliers = self._relaxation.multipliers(np.abs(ray))
            record.is_empty = True

    def accept(self, x: Real, deadline: Deadline) -> None:
        """Take in a design if it routes all demands, at what routing them costs."""
        if self._relaxation.add(self._tight.over_states(x, deadline)):
            return
        self._accept(x, deadline)

    def _accept(self, x: Real, deadline: Deadline) -> float:
        """Offer a design that routes all demands, at what routing them costs; return its cost."""
        capacities = self._variables.capacities(x)
        for number, place in enumerate(self._variables.routing):
            x[place], _ = self._tight.routing.routed(number, capacities, deadline.left_s)
        value = float(self._variables.costs @ x)
        self.offer(x, value)
        return value

    def _is_whole(self, x: Real) -> bool:
        own = x[self._variables.whole]
        return bool(np.abs(own - np.round(own)).max(initial=0.0) < FRACTIONAL)

    def _rounded(self, x: Real) -> Real:
        return np.where(self._variables.whole, np.round(x), x)

    def _branch(self, answer: RowsAnswer, node: _Node, deadline: Deadline) -> int:
        """Return the variable to branch on: one that gains much on both sides."""
        x = answer.x
        away = np.abs(x - np.round(x)) * self._variables.whole
        candidates = [int(j) for j in np.flatnonzero(away > FRACTIONAL)]
        times = self._experience.times
        average = float(self._experience.total.sum() / max(1.0, times.sum())) or 1.0
        scores = []
        for j in candidates:
            part = x[j] - floor(x[j])
            down = self._experience.expected(j, 0, average) * part
            up = self._experience.expected(j, 1, average) * (1 - part)
            scores.append(max(down, 1e-6) * max(up, 1e-6))
        ranked = [int(i) for i in np.argsort(-np.array(scores), kind="stable")]
        best, chosen, tried = -1.0, candidates[ranked[0]], 0
        for place, rank in enumerate(ranked):
            j = candidates[rank]
            if times[:, j].min() >= RELIABLE:
                score = scores[rank]
            elif tried < TRIED:
                tried += 1
                gains = self._trial(answer, node, j, deadline)
                score = max(gains[0], 1e-6) * max(gains[1], 1e-6)
            else:
                continue
            if score > best:
                best, chosen = score, j
            if place > 2 * TRIED:
                break
        return chosen

    def _trial(
        self, answer: RowsAnswer, node: _Node, j: int, deadline: Deadline
    ) -> tuple[float, float]:
        """Return what branching on a variable gains on both sides, by a short run each."""
        gains = []
        part = answer.x[j] - floor(answer.x[j])
        for side in (0, 1):
            low, high = node.least.copy(), node.most.copy()
            if side:
                low[j] = ceil(answer.x[j])
            else:
                high[j] = floor(answer.x[j])
            self._relaxation.limit(low, high)
            found = self._relaxation.solve(deadline.left_s, TRIAL_ITERATIONS)
            program = self._relaxation.program
            if found is not None:
                gain = found.value - answer.value
            elif program.is_infeasible:
                gain = abs(answer.value)
            else:
                gain = max(0.0, program.value - answer.value)
            gains.append(gain)
            self._experience.total[side, j] += gain / (1 - part if side else part)
            self._experience.times[side, j] += 1
        self._relaxation.limit(node.least, node.most)
        return gains[0], gains[1]
