"""Whether a state's demands can be routed on ways that are not too slow.

All states have the same ways, so one program (`ways_program`) serves all of them: only capacities
and demands change, which are its prices.
"""

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import (
    Variables,
    Whole,
    traffic_times_distance,
)
from consolidation.redesign.designing.network import State
from consolidation.redesign.designing.routing import UNROUTED, Routes, Routing, whole_lengths
from consolidation.redesign.designing.ways_program import WaysProgram
from consolidation.solving.deadline import Deadline

Real = NDArray[np.float64]
FINEST = 10**6
"""Lengths are multiplied by this where coarser whole ones do not show that something is missing."""


def routes_of(variables: Variables) -> Routes:
    """Return the program that routes the demands of a network."""
    return LimitedRouting(variables) if variables.net.is_limited else Routing(variables)


class LimitedRouting(Routes):
    """The routing program of a network in which some ways are too slow for some demands."""

    def __init__(self, variables: Variables) -> None:
        super().__init__(variables)
        self._free = WaysProgram(variables.ways, np.zeros(len(variables.rows)), 1.0)
        routing = np.array(variables.net.routing, float)
        # leaving a demand unrouted costs more than any way
        dear = float(routing.sum()) + 1.0
        self._priced = WaysProgram(variables.ways, routing[variables.row_link], dear)

    def violated(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Whole | None]:
        """Return what stays unrouted, as `Routes.violated` says."""
        state = self.variables.net.states[number]
        room = self._room(state, capacities)
        total = max(1, sum(state.demands))
        enough, deadline = UNROUTED * total, Deadline.after(limit_s)
        value = self._free.solved(state.demands, room, state.down, deadline, enough)
        if value <= enough:
            self._loads[number] = self._free.loads()
            return 0.0, None
        return value / total, self._shown(state, room)

    def _room(self, state: State, capacities: Real) -> Real:
        """Return the capacity of each row in a state."""
        there = np.maximum(0.0, capacities)
        there[list(state.down)] = 0.0
        return there[self.variables.row_link]

    def _shown(self, state: State, room: Real) -> Whole:
        """Return lengths in whole numbers, as coarse as still show that something is missing."""
        lengths = self._free.lengths
        lengths[np.isin(self.variables.row_link, list(state.down))] = 0.0
        coarse = whole_lengths(lengths)
        if traffic_times_distance(self.variables, state, coarse) > float(coarse @ room):
            return coarse
        largest = float(lengths.max(initial=0.0)) or 1.0
        return np.round(lengths / largest * FINEST).astype(np.int64)

    def routed(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Real]:
        """Return the least routing cost, as `Routes.routed` says."""
        state = self.variables.net.states[number]
        room = self._room(state, capacities)
        value = self._priced.solved(state.demands, room, state.down, Deadline.after(limit_s))
        return value, self._priced.lengths
