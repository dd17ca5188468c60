"""Routes over the lines of a mesh by which the fullest line is as little full as can be.

Traffic with a common end is one flow: to its target, or from its source. Few such ends cover all
traffic (in a star the hub alone, in each sense), which keeps the program small. It is built once
and solved anew for each state: lines that are lost are shut, and demands change.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from consolidation.errors import SolverTrouble
from consolidation.redesign.leasing.states import Part, State
from consolidation.solving.rows import INFINITE, RowsAnswer, RowsProgram, Sparse
from consolidation.text import Text

Real = NDArray[np.float64]

LIMIT_S = 60.0
FINEST = 10**6
"""Loads are rounded to this part of a kbit/s."""
HAIR = 1e-9
"""By so much of itself the fullest line may be fuller for shorter routes."""
Pair = tuple[str, str]
End = tuple[int, str]
"""0: the source, 1: the target; and which."""


def common_ends(pairs: Sequence[Pair]) -> dict[Pair, End]:
    """Return for each pair one of its ends, of few in all.

    >>> common_ends([("a", "hub"), ("b", "hub"), ("hub", "c")])[("a", "hub")]
    (1, 'hub')
    """
    left = sorted(set(pairs))
    found: dict[Pair, End] = {}
    while left:
        times = Counter((side, pair[side]) for pair in left for side in (0, 1))
        end = min(times, key=lambda own: (-times[own], own))
        found |= {pair: end for pair in left if pair[end[0]] == end[1]}
        left = [pair for pair in left if pair not in found]
    return found


class LeastFull:
    """The program of one part over lines of given capacities, in one slice of time."""

    def __init__(self, part: Part, room: Mapping[str, int], number: int) -> None:
        self._slice = number
        self._lines = [own for own in part.candidates if own.id in room]
        self._end = common_ends([(f.source, f.target) for f in part.flows if f.amounts[number] > 0])
        ends = sorted(set(self._end.values()))
        self._row = {
            (end, name): i
            for i, (end, name) in enumerate(
                (end, name) for end in ends for name in part.nodes if name != end[1]
            )
        }
        largest = float(max(room.values(), default=1))
        arcs = [ends for own in self._lines for ends in ((own.a, own.b), (own.b, own.a))]
        # in shares of each line: what the solver lets pass as nothing may be much of a small one
        share = np.repeat([largest / room[own.id] for own in self._lines], 2)
        num_arcs, self._num_balances = len(arcs), len(self._row)
        # what the fullest arc is, then a flow per end and arc
        rows = [np.arange(self._num_balances, self._num_balances + num_arcs)]
        factors = [np.ones(num_arcs)]
        for end in ends:
            out = 1.0 if end[0] else -1.0
            for at, (tail, head) in enumerate(arcs):
                own = [
                    (self._row[end, name], sign)
                    for name, sign in ((tail, out), (head, -out))
                    if name != end[1]
                ]
                rows.append(np.array([*(r for r, _ in own), self._num_balances + at]))
                factors.append(np.array([*(sign for _, sign in own), -share[at]]))
        starts = np.cumsum([0, *(own.size for own in rows)])
        num = 1 + len(ends) * num_arcs
        self._most = np.full(num, INFINITE)
        low = np.zeros(self._num_balances + num_arcs)
        high = np.concatenate([np.zeros(self._num_balances), np.full(num_arcs, INFINITE)])
        costs = np.zeros(num)
        costs[0] = 1.0
        columns = Sparse(starts, np.concatenate(rows), np.concatenate(factors))
        self._program = RowsProgram(costs, np.zeros(num), self._most, columns, low, high)
        self._flows = np.arange(1, num)

    def loads(self, state: State, *, tidy: bool = False) -> dict[str, Fraction]:
        """Return the load in kbit/s of each line that is left in a state, in its busier direction.

        ``tidy``: over short ways, without circles. Raises `SolverTrouble` where there is no way.
        """
        amounts = np.zeros(self._num_balances)
        for source, target, own in state.loads:
            if own[self._slice] > 0:
                end = self._end[source, target]
                other = source if end[0] else target
                amounts[self._row[end, other]] += float(own[self._slice])
        # the largest counts as 1, or little traffic would be nothing to the solver
        unit = float(amounts.max(initial=0.0)) or 1.0
        amounts /= unit
        balances = np.arange(self._num_balances)
        self._program.limit_rows(balances, amounts, amounts)
        shut = np.repeat([own.id in state.lost for own in self._lines], 2)
        num = self._flows.size // max(1, shut.size)
        most = np.where(np.tile(shut, num), 0.0, INFINITE)
        self._program.limit_columns(self._flows, np.zeros(most.size), most)
        answer = self._solved()
        if tidy:
            answer = self._shorter(answer)
        by_arc = answer.x[1:].reshape(num, -1).sum(axis=0) if num else np.zeros(shut.size)
        by_line = by_arc.reshape(-1, 2).max(axis=1) * unit
        return {
            own.id: Fraction(round(float(load) * FINEST), FINEST)
            for own, load in zip(self._lines, by_line, strict=True)
            if own.id not in state.lost
        }

    def _shorter(self, answer: RowsAnswer) -> RowsAnswer:
        """Return routes that use least of all lines while none gets fuller.

        Where the solver finds none for its rounding, those at hand stay.
        """
        full = np.array([0])
        everything = np.arange(self._flows.size + 1)
        most = np.array([answer.x[0] * (1 + HAIR) + HAIR**2])
        self._program.limit_columns(full, np.zeros(1), most)
        self._program.price_columns(everything, np.where(everything > 0, 1.0, 0.0))
        try:
            return self._program.solve(LIMIT_S) or answer
        finally:
            self._program.limit_columns(full, np.zeros(1), np.array([INFINITE]))
            self._program.price_columns(everything, np.where(everything > 0, 0.0, 1.0))

    def _solved(self) -> RowsAnswer:
        answer = self._program.solve(LIMIT_S)
        if answer is None:
            raise SolverTrouble(
                Text(
                    "契約した回線で通信の経路が求まらない",
                    "no routes were found over the lines that are leased",
                )
            )
        return answer
