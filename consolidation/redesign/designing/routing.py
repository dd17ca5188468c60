"""Whether a state's demands can be routed within capacities, and which lengths show if not.

One linear program serves all states: commodities are the demands of one source (one target, or
either end where that is fewer), and what is not routed is paid for. Its multipliers on capacities
are the lengths of a violated metric inequality.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.commodities import commodities
from consolidation.redesign.designing.inequalities import Inequality, Variables, Whole, metric
from consolidation.solving.rows import INFINITE, RowsProgram, Sparse

Real = NDArray[np.float64]
UNROUTED = 1e-7
"""A share of all traffic that counts as nothing."""
DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 10, 12)
FINE = 10_000
FLOWING = 1e-9
FITTING = 1e-6


class Routes(ABC):
    """What is known of the routes of all states, whichever program finds them."""

    def __init__(self, variables: Variables) -> None:
        self.variables = variables
        shape = len(variables.net.states), len(variables.rows)
        self._loads = np.full(shape, np.inf)
        """Per state what the capacity rows carried when all was routed last."""

    @abstractmethod
    def violated(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Whole | None]:
        """Return how much of a state's traffic stays unrouted, and the lengths that show it.

        Raises `TimeoutError` when the time is up.
        """

    @abstractmethod
    def routed(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Real]:
        """Return the least routing cost of a state whose demands can be routed, with multipliers.

        The multipliers are those on capacities, one per capacity row.
        """

    def used(self, number: int) -> NDArray[np.bool_]:
        """Return which links carried traffic when all of a state was routed last."""
        carrying = np.zeros(self.variables.net.num_links, bool)
        carrying[self.variables.row_link[self._loads[number] > FLOWING]] = True
        return carrying

    def goes_on(self, number: int) -> bool:
        """Return whether the routes of the normal state, found last, do in a state.

        They do where nothing more is asked and no link that carries traffic is down.
        """
        state = self.variables.net.states[number]
        return (
            bool(self._asks_no_more[number]) and not self.used(state.slice)[list(state.down)].any()
        )

    @cached_property
    def _asks_no_more(self) -> NDArray[np.bool_]:
        """(states,): whether no demand is larger than normally."""
        states = self.variables.net.states
        known: dict[tuple[int, tuple[int, ...]], bool] = {}
        for state in states:
            key = state.slice, state.demands
            if key not in known:
                normal = states[state.slice].demands
                known[key] = all(n <= m for n, m in zip(state.demands, normal, strict=True))
        return np.array([known[state.slice, state.demands] for state in states])

    def largest_loads(self) -> Real:
        """Return the most that each link carried in any state, each way, by its last routes."""
        known = self._loads[np.isfinite(self._loads[:, 0])]
        found = np.zeros(self.variables.net.num_links)
        np.maximum.at(found, self.variables.row_link, known.max(axis=0, initial=0.0))
        return found

    def carried(self, capacities: Real) -> NDArray[np.bool_]:
        """Return the states of which the routes found last still fit capacities."""
        room = capacities[self.variables.row_link] + FITTING
        return np.asarray((self._loads <= room).all(axis=1))

    def metrics(self, numbers: Sequence[int], capacities: Real, limit_s: float) -> list[Inequality]:
        """Return a violated metric inequality for each state that has one."""
        found = []
        for number in numbers:
            _, lengths = self.violated(number, capacities, limit_s)
            if lengths is not None:
                row = metric(self.variables, number, lengths)
                if row is not None:
                    found.append(row)
        return found


class Routing(Routes):
    """The routing program of a network in which every way will do."""

    def __init__(self, variables: Variables) -> None:
        super().__init__(variables)
        net = variables.net
        gathered = commodities(net.pairs, net.direction)
        starts, rows, factors, link = [0], list[int](), list[float](), list[int]()
        for k, (_, wanted) in enumerate(gathered):
            base = len(variables.rows) + k * net.num_nodes
            for r, (own, arcs) in enumerate(variables.rows):
                for a, b in arcs:
                    tail, head = (a, b) if wanted.forward else (b, a)
                    rows += [base + tail, base + head, r]
                    factors += [-1.0, 1.0, 1.0]
                    starts.append(len(rows))
                    link.append(own)
        self._arc_link = np.array(link, np.int64)
        per_commodity = [r for r, (_, arcs) in enumerate(variables.rows) for _ in arcs]
        self._arc_row = np.array(per_commodity * len(gathered), np.int64)
        self._pair_rows: list[tuple[int, int]] = []
        """What is not routed: a column per pair, and the row of the node that goes without."""
        for k, (_, wanted) in enumerate(gathered):
            for pair, node in wanted.pairs:
                rows.append(len(variables.rows) + k * net.num_nodes + node)
                factors.append(1.0)
                starts.append(len(rows))
                self._pair_rows.append((pair, rows[-1]))
        columns = Sparse(np.array(starts), np.array(rows, np.int64), np.array(factors))
        self._load(columns, [node for node, _ in gathered])
        self._flows = np.zeros(self._arc_link.size)
        self._asked: tuple[int, ...] | None = None
        self._is_priced = False

    def _load(self, columns: Sparse, gathering: list[int]) -> None:
        """Hand the program over; commodities begin or end at the nodes that gather them."""
        net, num_rows = self.variables.net, len(self.variables.rows)
        num_arcs, num_pairs = self._arc_link.size, len(self._pair_rows)
        self._unmet = np.repeat([0.0, 1.0], [num_arcs, num_pairs])
        routing = np.array(net.routing, float)
        # leaving a demand unrouted costs more than any way
        dear = np.full(num_pairs, routing.sum() + 1.0)
        self._priced = np.concatenate([routing[self._arc_link], dear])
        low = np.zeros(num_rows + len(gathering) * net.num_nodes)
        high = low.copy()
        low[:num_rows] = -np.inf
        for k, node in enumerate(gathering):
            row = num_rows + k * net.num_nodes + node
            low[row], high[row] = -np.inf, np.inf
        most = np.repeat([INFINITE, 0.0], [num_arcs, num_pairs])
        least = np.zeros(most.size)
        self._program = RowsProgram(self._unmet, least, most, columns, low, high)
        self._columns = np.arange(most.size)
        self._capacity_rows = np.arange(num_rows)

    def _prepare(self, number: int, capacities: Real, *, priced: bool) -> None:
        state = self.variables.net.states[number]
        if priced != self._is_priced:
            self._program.price_columns(self._columns, self._priced if priced else self._unmet)
            self._is_priced = priced
        if state.demands != self._asked:
            self._asked = state.demands
            wanted = np.array([state.demands[p] for p, _ in self._pair_rows], float)
            at = np.array([row for _, row in self._pair_rows])
            self._program.limit_rows(at, wanted, wanted)
            self._program.limit_columns(
                self._columns[self._arc_link.size :], np.zeros(at.size), wanted
            )
        there = np.maximum(0.0, capacities)
        if state.down:
            there = there.copy()
            there[list(state.down)] = 0.0
        limits = there[self.variables.row_link]
        self._program.limit_rows(self._capacity_rows, np.full(limits.size, -np.inf), limits)

    def violated(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Whole | None]:
        """Return what stays unrouted, as `Routes.violated` says."""
        self._prepare(number, capacities, priced=False)
        value, duals = self._solved(limit_s)
        total = max(1, sum(self.variables.net.states[number].demands))
        if value <= UNROUTED * total:
            self._loads[number] = np.bincount(self._arc_row, self._flows, self._loads.shape[1])
            return 0.0, None
        return value / total, whole_lengths(duals)

    def routed(self, number: int, capacities: Real, limit_s: float) -> tuple[float, Real]:
        """Return the least routing cost, as `Routes.routed` says."""
        self._prepare(number, capacities, priced=True)
        return self._solved(limit_s)

    def _solved(self, limit_s: float) -> tuple[float, Real]:
        answer = self._program.solve(limit_s)
        if answer is None:
            raise TimeoutError
        self._flows = answer.x[: self._arc_link.size]
        return answer.value, np.maximum(0.0, -answer.duals[: self._capacity_rows.size])


def whole_lengths(duals: Real) -> Whole:
    """Return lengths in whole numbers, small ones where they are close to such."""
    largest = float(duals.max(initial=0.0))
    if largest <= 0:
        return np.zeros(duals.size, np.int64)
    for denominator in DENOMINATORS:
        scaled = duals / largest * denominator
        near = np.round(scaled)
        if np.abs(scaled - near).max() < 1e-6:
            return near.astype(np.int64)
    return np.round(duals / largest * FINE).astype(np.int64)
