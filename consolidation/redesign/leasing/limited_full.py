"""Routes by which the fullest line is as little full as can be, where ways must not be too slow.

As `least_full`, but over ways: traffic of one end may not mix, as some of it is in a hurry.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from consolidation.errors import SolverTrouble
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.ways import Ways
from consolidation.redesign.designing.ways_program import WaysProgram, fullest_row
from consolidation.redesign.leasing.least_full import FINEST, HAIR, LIMIT_S
from consolidation.redesign.leasing.states import Part, State, by_limit
from consolidation.solving.deadline import Deadline
from consolidation.text import Text

Real = NDArray[np.float64]


class NoWay(SolverTrouble):
    """Some traffic has no way over the lines that are leased, or none that is quick enough."""


def no_way() -> NoWay:
    """Return what is raised where traffic has no way."""
    return NoWay(
        Text(
            "契約した回線には、遅延の上限以内の経路がない通信がある",
            "some traffic has no way within the limit of latency over the lines that are leased",
        )
    )


class LimitedFull:
    """The routes of one part over lines of given capacities, in one slice of time."""

    def __init__(self, part: Part, room: Mapping[str, int], number: int) -> None:
        self._slice = number
        self._lines = [own for own in part.candidates if own.id in room]
        ways = sorted({f.way for f in part.flows if f.amounts[number] > 0}, key=by_limit)
        self._place = {way: n for n, way in enumerate(ways)}
        node = {name: n for n, name in enumerate(part.nodes)}
        limits = [limit for _, _, limit in ways]
        latencies = [own.latency for own in self._lines]
        whole = lcm(*(ms.denominator for ms in (*latencies, *limits) if ms is not None))
        self._ways = Ways(
            [
                (n, ((node[a], node[b]),))
                for n, own in enumerate(self._lines)
                for a, b in ((own.a, own.b), (own.b, own.a))
            ],
            [int(ms * whole) for ms in latencies],
            [(node[a], node[b]) for a, b, _ in ways],
            [None if ms is None else int(ms * whole) for ms in limits],
            Direction.BIDIRECTED,
        )
        self._room = np.repeat([float(room[own.id]) for own in self._lines], 2)
        # no way uses a line twice
        self._short = WaysProgram(self._ways, np.ones(self._room.size), self._room.size + 1.0)

    def loads(self, state: State, *, tidy: bool = False) -> dict[str, Fraction]:
        """Return the load in kbit/s of each line that is left in a state, in its busier direction.

        ``tidy``: over short ways. Raises `NoWay` where there is none.
        """
        demands = [0.0] * len(self._place)
        for way, amounts in state.limited:
            if amounts[self._slice] > 0:
                demands[self._place[way]] = float(amounts[self._slice])
        down = frozenset(n for n, own in enumerate(self._lines) if own.id in state.lost)
        found = fullest_row(self._ways, demands, self._room, down, Deadline.after(LIMIT_S))
        if found is None:
            raise no_way()
        share, loads = found
        if tidy:
            loads = self._shorter(demands, share, down)
        by_line = loads.reshape(-1, 2).max(axis=1)
        return {
            own.id: Fraction(round(float(load) * FINEST), FINEST)
            for own, load in zip(self._lines, by_line, strict=True)
            if own.id not in state.lost
        }

    def _shorter(self, demands: Sequence[float], share: float, down: frozenset[int]) -> Real:
        """Return the loads of routes that use least of all lines while none gets fuller."""
        there = self._room * (share * (1 + HAIR) + HAIR**2)
        there[[2 * n + way for n in down for way in (0, 1)]] = 0.0
        self._short.solved(demands, there, down, Deadline.after(LIMIT_S))
        return self._short.loads()


def shared(
    lines: Sequence[tuple[str, int, Fraction]], wanted: Mapping[Fraction | None, Fraction]
) -> dict[str, Fraction]:
    """Return what each of parallel lines carries so that the fullest is as little full as can be.

    ``lines``: name, capacity and latency; ``wanted``: what goes one way, by limit. What is in the
    greatest need of room is set apart, and the others share what is left, and so on.
    Raises `NoWay` where something has no line.

    >>> quick, slow = ("quick", 10, Fraction(1)), ("slow", 30, Fraction(9))
    >>> loads = shared((quick, slow), {Fraction(2): Fraction(6), None: Fraction(6)})
    >>> int(loads["quick"]), int(loads["slow"])
    (6, 6)
    """
    left = {limit: amount for limit, amount in wanted.items() if amount > 0}
    free = list(lines)
    found: dict[str, Fraction] = {}
    while left:
        tightest: tuple[Fraction, Fraction | None] | None = None
        for limit in sorted(left, key=lambda ms: (ms is None, ms or 0)):
            room = sum(size for _, size, ms in free if limit is None or ms <= limit)
            amount = sum(own for ms, own in left.items() if limit is None or _is_within(ms, limit))
            if not room:
                raise no_way()
            if tightest is None or amount / room >= tightest[0]:
                tightest = Fraction(amount) / room, limit
        assert tightest is not None
        share, limit = tightest
        for name, size, ms in free:
            if limit is None or ms <= limit:
                found[name] = share * size
        free = [own for own in free if own[0] not in found]
        left = {
            ms: own for ms, own in left.items() if limit is not None and not _is_within(ms, limit)
        }
    return {name: found.get(name, Fraction(0)) for name, _, _ in lines}


def _is_within(own: Fraction | None, limit: Fraction) -> bool:
    return own is not None and own <= limit
