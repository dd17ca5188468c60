"""Made-up networks of the kinds that are designed, each from a seed.

No place, price or traffic here is anyone's. Prices have the shape of tariffs: ten times the
bandwidth costs about twice to three times as much, and more with distance.
"""

import random
from collections import deque
from fractions import Fraction
from itertools import combinations
from math import dist

from consolidation.redesign.designing.problem import (
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Module,
    single_link_failures,
)

Point = tuple[float, float]

WIDTH_KM = 30.0
DATA_CENTRES = ("dc-1", "dc-2")
SITES_PER_HUB = 12
TARIFF = ((10, 18_000, 700), (100, 45_000, 1500), (1000, 110_000, 4000))
"""Mbit/s, yen a month, yen a month per km."""
TRAFFIC = ((1, 30), (2, 30), (3, 20), (5, 12), (8, 6), (20, 2))
"""(Mbit/s from a data centre to a site, weight); half of it goes back."""

TRUNKS = ((1, 1), (4, 3))
"""Units of capacity, and price per length, of the two modules of regional networks."""
FINEST = 10**4
"""Traffic of regional networks is whole in this part of a unit."""


def city(num_sites: int, seed: int) -> DesignProblem:
    """Sites that reach two data centres over hubs in a ring; any single line may fail.

    The data centres and one hub per dozen sites form a ring. Each site may have two to four
    lines: one to the nearest hub, the others to the nearest of hubs and earlier sites, so that
    every line can fail. Each site belongs to one data centre, a third of them to both.
    """
    pick = random.Random(f"city-{num_sites}-{seed}")
    core = [*DATA_CENTRES, *(f"hub-{h + 1}" for h in range(max(2, num_sites // SITES_PER_HUB)))]
    sites = [f"site-{s + 1:03}" for s in range(num_sites)]
    at = {node: (pick.uniform(0, WIDTH_KM), pick.uniform(0, WIDTH_KM)) for node in (*core, *sites)}
    ring = _round(core, at)
    ends = list(zip(ring, ring[1:] + ring[:1], strict=True))
    for s, site in enumerate(sites):
        nearest = sorted((*core, *sites[:s]), key=lambda node: dist(at[site], at[node]))
        hub = next(node for node in nearest if node in core)
        others = [node for node in nearest if node != hub][: pick.choice([1, 1, 2, 3])]
        ends += [(site, node) for node in (hub, *others)]
    links = tuple(
        DesignLink(id=f"line-{n + 1:03}", a=a, b=b, modules=_tariff(dist(at[a], at[b])))
        for n, (a, b) in enumerate(ends)
    )
    return DesignProblem(
        name=f"city-{num_sites}-s{seed}",
        nodes=(*core, *sites),
        links=links,
        demands=_site_traffic(pick, sites),
        direction=Direction.BIDIRECTED,
        failures=single_link_failures(links),
    )


def _round(nodes: list[str], at: dict[str, Point]) -> list[str]:
    """Return a tour that always goes on to the nearest node."""
    tour, left = nodes[:1], nodes[1:]
    while left:
        near = min(left, key=lambda node: dist(at[tour[-1]], at[node]))
        left.remove(near)
        tour.append(near)
    return tour


def _tariff(km: float) -> tuple[Module, ...]:
    """Return what a line of a length costs, in whole hundreds of yen."""
    return tuple(
        Module(Fraction(mbit_s), Fraction(100 * round((yen + per_km * km) / 100)))
        for mbit_s, yen, per_km in TARIFF
    )


def _site_traffic(pick: random.Random, sites: list[str]) -> tuple[Demand, ...]:
    amounts, weights = zip(*TRAFFIC, strict=True)
    found = []
    for site in sites:
        own = pick.choice(DATA_CENTRES)
        for centre in DATA_CENTRES if pick.random() < 1 / 3 else (own,):
            (down,) = pick.choices(amounts, weights)
            found += [
                Demand(
                    id=f"{site}-{centre}-down",
                    source=centre,
                    target=site,
                    amounts=(Fraction(down),),
                ),
                Demand(
                    id=f"{site}-{centre}-up",
                    source=site,
                    target=centre,
                    amounts=(Fraction(down, 2),),
                ),
            ]
    return tuple(found)


def regional(
    num_nodes: int, links_per_node: float, load: float, seed: int, *, failures: bool = False
) -> DesignProblem:
    """A network over a region: near nodes are joined, traffic grows with the size of its ends.

    The links are those of the Gabriel graph of random points (two are joined where no third lies
    in the circle between them), and then the shortest others, or less the longest that are not
    needed for two ways between all nodes, until there are ``links_per_node`` as many as nodes.
    ``load`` is the traffic per link, in units of the smaller module, when all goes over the
    fewest links: at 0.2 modules are large against traffic, at 10 they are small.
    """
    pick = random.Random(f"regional-{num_nodes}-{seed}")
    nodes = tuple(f"n{n + 1:02}" for n in range(num_nodes))
    at = {node: (pick.uniform(0, 100), pick.uniform(0, 100)) for node in nodes}
    size = {node: pick.lognormvariate(0, 0.7) for node in nodes}
    ends = _near(nodes, at, round(links_per_node * num_nodes))
    links = tuple(
        DesignLink(id=f"{a}-{b}", a=a, b=b, modules=_trunks(dist(at[a], at[b]))) for a, b in ends
    )
    hops = _hops(nodes, ends)
    pairs = list(combinations(nodes, 2))
    gravity = {(a, b): size[a] * size[b] / (10 + dist(at[a], at[b])) for a, b in pairs}
    scale = load * len(links) / sum(gravity[pair] * hops[pair] for pair in pairs)
    demands = tuple(
        Demand(
            id=f"{a}-{b}",
            source=a,
            target=b,
            amounts=(Fraction(max(1, round(gravity[a, b] * scale * FINEST)), FINEST),),
        )
        for a, b in pairs
    )
    kind = "failures" if failures else "normal"
    return DesignProblem(
        name=f"regional-{num_nodes}-{links_per_node:g}-{load:g}-{kind}-s{seed}",
        nodes=nodes,
        links=links,
        demands=demands,
        direction=Direction.UNDIRECTED,
        failures=single_link_failures(links) if failures else (),
    )


def _trunks(length: float) -> tuple[Module, ...]:
    base = 10 + round(length)
    return tuple(Module(Fraction(units), Fraction(base * times)) for units, times in TRUNKS)


def _near(nodes: tuple[str, ...], at: dict[str, Point], num: int) -> list[tuple[str, str]]:
    """Return the pairs of nodes that are joined."""
    pairs = sorted(combinations(nodes, 2), key=lambda pair: dist(at[pair[0]], at[pair[1]]))
    found = [pair for pair in pairs if _gabriel(pair, nodes, at)]
    while (side := _weak_side(nodes, found)) is not None:
        across = (pair for pair in pairs if (pair[0] in side) != (pair[1] in side))
        found.append(next(pair for pair in across if pair not in found))
    found += [pair for pair in pairs if pair not in found][: max(0, num - len(found))]
    for pair in sorted(found, key=lambda pair: -dist(at[pair[0]], at[pair[1]])):
        rest = [own for own in found if own != pair]
        if len(found) > num and _weak_side(nodes, rest) is None:
            found = rest
    return sorted(found)


def _gabriel(pair: tuple[str, str], nodes: tuple[str, ...], at: dict[str, Point]) -> bool:
    a, b = at[pair[0]], at[pair[1]]
    middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
    others = (at[node] for node in nodes if node not in pair)
    return all(dist(middle, other) >= dist(a, b) / 2 for other in others)


def _weak_side(nodes: tuple[str, ...], ends: list[tuple[str, str]]) -> set[str] | None:
    """Return the nodes that are cut off from others when one link is gone, if there are any."""
    for gone in ends:
        side = set(_distances(nodes[0], [own for own in ends if own != gone]))
        if len(side) < len(nodes):
            return side
    return None


def _hops(nodes: tuple[str, ...], ends: list[tuple[str, str]]) -> dict[tuple[str, str], int]:
    return {(a, b): far for a in nodes for b, far in _distances(a, ends).items()}


def _distances(start: str, ends: list[tuple[str, str]]) -> dict[str, int]:
    """Return the number of links to each node that is reached."""
    beside: dict[str, list[str]] = {}
    for a, b in ends:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    found, queue = {start: 0}, deque([start])
    while queue:
        node = queue.popleft()
        for other in beside.get(node, ()):
            if other not in found:
                found[other] = found[node] + 1
                queue.append(other)
    return found
