"""Whether some other choice of lines between two sites is cheaper, by trying all of them.

Two sites are looked at that have no other way between them. Where ways must not be too slow, what
is in a hurry needs quick lines; elsewhere it is taken to go as quickly as any line on offer lets
it, so that a choice that is found must be tried on the whole network.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import networkx as nx

from consolidation.redesign.leasing.model import Candidate, Lease, LineNetwork, Prices

Choices = list[tuple[Fraction, int, int]]
"""(cost, capacity, place) of the terms of a line."""
Needs = list[tuple[frozenset[int], int]]
"""Which lines are of no use, and what the others must carry."""


@dataclass(frozen=True, slots=True)
class Cheaper:
    """Terms of the lines between two sites that cost less than those leased."""

    ends: tuple[str, str]
    paid: Fraction
    cost: Fraction
    picks: Mapping[str, int]


def cheaper_choices(network: LineNetwork, prices: Prices, lease: Lease) -> Iterator[Cheaper]:
    """Yield a cheaper choice for each two sites with no other way between them that have one."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((own.a, own.b) for own in network.candidates)
    for a, b in sorted(tuple(sorted(edge)) for edge in nx.bridges(graph)):
        here = [own for own in network.candidates if {own.a, own.b} == {a, b}]
        graph.remove_edge(a, b)
        side = frozenset(nx.node_connected_component(graph, a))
        graph.add_edge(a, b)
        paid = sum((prices.cost(c, c.terms[lease.picks[c.id]]) for c in here), Fraction(0))
        needs = _needs(network, here, side, _spare(network, (a, b), side))
        taken = _cheaper(_choices(here, prices), needs, paid)
        if taken is not None:
            picks = {own.id: place for own, (_, _, place) in zip(here, taken, strict=True)}
            cost = sum((cost for cost, _, _ in taken), Fraction(0))
            yield Cheaper((a, b), paid, cost, picks)


def _spare(
    network: LineNetwork, ends: tuple[str, str], side: frozenset[str]
) -> list[Fraction | None]:
    """Return for all traffic what is left of the limit between two sites; ``None``: no limit."""
    most = network.max_latency
    if most is None:
        return [None] * len(network.traffic)
    a, b = ends
    near, far = _latencies(network, a, {a, b}), _latencies(network, b, {a, b})
    spare: list[Fraction | None] = []
    for t in network.traffic:
        inner, outer = (t.source, t.target) if t.source in side else (t.target, t.source)
        spare.append(most - near.get(inner, Fraction(0)) - far.get(outer, Fraction(0)))
    return spare


def _latencies(
    network: LineNetwork, start: str, but_between: Collection[str]
) -> dict[str, Fraction]:
    """Return the least latency from a node to each, but for lines between two nodes."""
    found = {start: Fraction(0)}
    lines = [own for own in network.candidates if {own.a, own.b} != set(but_between)]
    changed = True
    while changed:
        changed = False
        for own in lines:
            for tail, head in ((own.a, own.b), (own.b, own.a)):
                later = found[tail] + own.latency if tail in found else None
                if later is not None and (head not in found or later < found[head]):
                    found[head], changed = later, True
    return found


def _needs(
    network: LineNetwork,
    here: list[Candidate],
    side: frozenset[str],
    spare: list[Fraction | None],
) -> Needs:
    """Return, per state, which of the lines are of no use and what the others must carry.

    For all traffic, and for what has no more than so much of the limit left.
    """
    place = {own.id: n for n, own in enumerate(here)}
    states = [(frozenset[str](), frozenset[str](), network.share)]
    states += [(loss.candidates, loss.nodes, network.may_use(loss)) for loss in network.losses]
    crossing = [
        (t, ms)
        for t, ms in zip(network.traffic, spare, strict=True)
        if (t.source in side) != (t.target in side)
    ]
    limits = sorted({ms for _, ms in crossing if ms is not None})
    found = set()
    for candidates, nodes, share in states:
        lost = frozenset(place[name] for name in candidates if name in place)
        for limit in (None, *limits):
            ways = {(inward, k): Fraction(0) for inward in (False, True) for k in (0, 1)}
            for t, ms in crossing:
                if limit is not None and (ms is None or ms > limit):
                    continue
                if not {t.source, t.target} & nodes:
                    inward = t.target in side
                    ways[inward, 0] += t.office_kbit_s * network.growth
                    ways[inward, 1] += t.night_kbit_s * network.growth
            slow = [n for n, own in enumerate(here) if limit is not None and own.latency > limit]
            found.add((lost.union(slow), ceil(max(ways.values()) / share)))
    return sorted(found, key=lambda need: (-need[1], sorted(need[0])))


def _choices(here: list[Candidate], prices: Prices) -> list[Choices]:
    return [
        sorted((prices.cost(own, t), t.capacity_kbit_s, n) for n, t in enumerate(own.terms))
        for own in here
    ]


def _cheaper(choices: list[Choices], needs: Needs, paid: Fraction) -> Choices | None:
    """Return some choice that costs less than what is paid and meets all needs."""
    least = [min(cost for cost, _, _ in own) for own in choices]
    most = [max(capacity for _, capacity, _ in own) for own in choices]

    def tried(n: int, spent: Fraction, taken: Choices) -> Choices | None:
        if spent + sum(least[n:], Fraction(0)) >= paid:
            return None
        rooms = [*(room for _, room, _ in taken), *most[n:]]
        for lost, need in needs:
            if sum(room for at, room in enumerate(rooms) if at not in lost) < need:
                return None
        if n == len(choices):
            return taken
        for term in choices[n]:
            found = tried(n + 1, spent + term[0], [*taken, term])
            if found is not None:
                return found
        return None

    return tried(0, Fraction(0), [])
