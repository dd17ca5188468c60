"""The parts of a network that meet at single nodes, each of which is leased by itself.

What is leased in one part does not matter to others. Between two nodes of one part there are
always two ways or one bundle of parallel lines; traffic from part to part passes the node where
they meet (the block-cut tree of graph theory: Hopcroft and Tarjan, Algorithm 447, CACM 16, 1973).
In a part, traffic that passes through begins and ends where it enters and leaves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from consolidation.redesign.leasing.model import Candidate

Way = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Traffic within a block: which pair it is a part of, and where it comes and goes."""

    pair: int
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Block:
    """Candidates that stand or fall together, and what crosses them."""

    nodes: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    crossings: tuple[Crossing, ...]


def blocks(candidates: Sequence[Candidate], pairs: Sequence[Way]) -> tuple[Block, ...]:
    """Return the blocks in order of their nodes; pairs with no way between them cross none."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((own.a, own.b) for own in candidates if own.a != own.b)
    parts = sorted(tuple(sorted(map(str, part))) for part in nx.biconnected_components(graph))
    of_edge: dict[frozenset[str], int] = {}
    for number, part in enumerate(parts):
        for a, b in graph.subgraph(part).edges:
            of_edge[frozenset((a, b))] = number
    members: list[list[Candidate]] = [[] for _ in parts]
    for own in candidates:
        if own.a != own.b:
            members[of_edge[frozenset((own.a, own.b))]].append(own)
    crossings: list[list[Crossing]] = [[] for _ in parts]
    for place, way in enumerate(_ways(graph, pairs)):
        for number, source, target in _crossed(way, of_edge):
            crossings[number].append(Crossing(place, source, target))
    return tuple(
        Block(part, tuple(members[number]), tuple(crossings[number]))
        for number, part in enumerate(parts)
    )


def unreachable(candidates: Iterable[Candidate], pairs: Sequence[Way]) -> tuple[Way, ...]:
    """Return the pairs with no way between them, whatever is leased."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(name for pair in pairs for name in pair)
    graph.add_edges_from((own.a, own.b) for own in candidates)
    part = {name: k for k, names in enumerate(nx.connected_components(graph)) for name in names}
    return tuple(pair for pair in pairs if part[pair[0]] != part[pair[1]])


def _ways(graph: "nx.Graph[str]", pairs: Sequence[Way]) -> Iterable[tuple[str, ...]]:
    """Yield some way of each pair; all ways of a pair cross the same blocks at the same nodes."""
    trees: dict[str, dict[str, list[str]]] = {}
    for source, target in pairs:
        if source not in graph or target not in graph:
            yield ()
            continue
        if target not in trees:
            trees[target] = nx.single_source_shortest_path(graph, target)
        way = trees[target].get(source)
        yield () if way is None else tuple(reversed(way))


def _crossed(
    way: tuple[str, ...], of_edge: dict[frozenset[str], int]
) -> Iterable[tuple[int, str, str]]:
    """Yield the blocks that a way crosses, with the nodes where it enters and leaves."""
    start = 0
    for at in range(1, len(way)):
        number = of_edge[frozenset(way[at - 1 : at + 1])]
        last = at + 1 == len(way)
        if last or of_edge[frozenset(way[at : at + 2])] != number:
            yield number, way[start], way[at]
            start = at
