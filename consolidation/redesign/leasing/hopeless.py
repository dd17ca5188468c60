"""Losses after which even the most of everything is too little.

Like losses that cut sites off (`losses`), no lease helps against them: the traffic of some sites
is then not asked for, and they are told, so that the rest can be leased all the same. Sites are
kept by falling traffic as long as what the kept ones exchange still fits; so none is given up
that would fit beside them. Protected sites come first, then those that they exchange traffic with.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import networkx as nx

from consolidation.redesign.leasing.limited_full import NoWay
from consolidation.redesign.leasing.model import LineNetwork, Loss, site_of
from consolidation.redesign.leasing.states import Part, State, after, most_of, parts
from consolidation.redesign.leasing.uses import PartUses

CLOSE = Fraction(1, 10**9)
"""Routes over several ways are found in floating point."""


def without_hopeless(network: LineNetwork, protected_sites: Collection[str] = ()) -> LineNetwork:
    """Return the network with such losses given up as far as they are hopeless."""
    found = [Most(part) for part in parts(network)]
    short = {
        (number, state.lost)
        for number, most in enumerate(found)
        for state in most.part.states
        if state.loss is not None and not most.carries(state)
    }
    if not short:
        return network
    order = _by_rank(network, protected_sites)
    lost_sites = {
        loss: _given_up(network, loss, found, order)
        for loss in network.losses
        if any(loss.candidates & found[number].own == lost for number, lost in short)
    }
    told = {(loss.kind, loss.id): loss for loss in network.cut_off}
    for loss, nodes in lost_sites.items():
        if nodes:
            before = told.get((loss.kind, loss.id), replace(loss, nodes=frozenset()))
            told[loss.kind, loss.id] = replace(before, nodes=before.nodes | nodes)
    return replace(
        network,
        losses=tuple(
            replace(loss, nodes=loss.nodes | lost_sites.get(loss, frozenset()))
            for loss in network.losses
        ),
        cut_off=tuple(
            told[loss.kind, loss.id] for loss in network.losses if (loss.kind, loss.id) in told
        ),
    )


class Most:
    """A part with the most of every candidate."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.own = frozenset(own.id for own in part.candidates)
        most = {own.id: max(t.capacity_kbit_s for t in own.terms) for own in part.candidates}
        self.room = {name: capacity for name, capacity in most.items() if capacity > 0}
        self._uses: PartUses | None = None

    def carries(self, state: State) -> bool:
        """Return whether all that is asked for in a state fits."""
        if not state.busiest:
            return True
        if self.part.is_bundle:
            return all(most_of(self.part, state, ms) >= busiest for ms, busiest in state.asks)
        if self.part.is_limited:
            return self._are_quick(state)
        if self._wide is not None and state.lost.isdisjoint(self._wide):
            return True
        if self._has_ways(state, _all_of(state) / state.share):
            return True  # any one way takes everything
        if not self._has_ways(state, Fraction(0)):
            return False
        return self._fit(state)

    def _are_quick(self, state: State) -> bool:
        """Return whether all that is asked for fits on ways that are not too slow."""
        try:
            return self._has_ways(state, Fraction(0)) and self._fit(state)
        except NoWay:
            return False

    def _fit(self, state: State) -> bool:
        if self._uses is None:
            self._uses = PartUses(self.part, self.room)
        fullest = max(use.share for use in self._uses.of(state))
        return fullest <= state.share * (1 + CLOSE)

    def _left(self, state: State) -> dict[str, int]:
        return {name: room for name, room in self.room.items() if name not in state.lost}

    @cached_property
    def _wide(self) -> frozenset[str] | None:
        """Some lines over which everything fits; ``None`` where there are no such lines."""
        normal = self.part.states[0]
        least = _all_of(normal) / normal.share
        if not self._has_ways(normal, least):
            return None
        wide: nx.Graph[str] = nx.Graph()
        for own in self.part.candidates:
            if self.room.get(own.id, 0) >= least:
                wide.add_edge(own.a, own.b, id=own.id)
        return frozenset(
            str(data["id"]) for _, _, data in nx.minimum_spanning_edges(wide, data=True)
        )

    def _has_ways(self, state: State, least: Fraction) -> bool:
        """Return whether lines of this capacity at least join all that exchange traffic."""
        left = self._left(state)
        wide: nx.Graph[str] = nx.Graph()
        wide.add_nodes_from(self.part.nodes)
        wide.add_edges_from((c.a, c.b) for c in self.part.candidates if left.get(c.id, -1) >= least)
        place = {name: n for n, names in enumerate(nx.connected_components(wide)) for name in names}
        return all(place[a] == place[b] for a, b, own in state.loads if any(own))


def _all_of(state: State) -> Fraction:
    return max(sum((own[k] for *_, own in state.loads), Fraction(0)) for k in (0, 1))


def _given_up(
    network: LineNetwork, loss: Loss, found: Sequence[Most], ranked: Sequence[str]
) -> frozenset[str]:
    """Return the nodes whose traffic is given up after a loss, besides those that fall with it."""
    here = [most for most in found if loss.candidates & most.own]
    order = [name for name in ranked if name not in loss.nodes]

    def fits(kept: Sequence[str]) -> bool:
        gone = loss.nodes | (frozenset(order) - frozenset(kept))
        return all(most.carries(after(network, most.part, loss, gone)) for most in here)

    return frozenset(order) - frozenset(_kept(order, fits))


def _kept(order: Sequence[str], fits: Callable[[Sequence[str]], bool]) -> list[str]:
    """Return what is kept where each is that fits beside those kept before it."""
    kept: list[str] = []
    rest = order
    while rest:
        num = bisect_left(range(len(rest)), 1, key=lambda n: not fits([*kept, *rest[: n + 1]]))
        kept += rest[:num]
        rest = rest[num + 1 :]
    return kept


def _by_rank(network: LineNetwork, protected_sites: Collection[str]) -> list[str]:
    """Return the nodes with traffic: protected ones, those they need, then by falling traffic."""
    amount: Counter[str] = Counter()
    others: Counter[str] = Counter()
    needed: set[str] = set()
    for traffic in network.traffic:
        ends = traffic.source, traffic.target
        for end in ends:
            amount[end] += max(traffic.office_kbit_s, traffic.night_kbit_s)
            others[end] += 1
        if any(site_of(end) in protected_sites for end in ends):
            needed |= set(ends)
    return sorted(
        amount,
        key=lambda name: (
            site_of(name) not in protected_sites,
            name not in needed,
            -amount[name],
            -others[name],
            name,
        ),
    )
