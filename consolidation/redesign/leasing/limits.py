"""What a limit on the latency of whole ways means for the parts that they cross.

Where a part's share of a way can be told, it is a limit of its own. Where it cannot, as a slow line
here takes a quick one there, the parts are joined and leased together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from heapq import heappop, heappush

import networkx as nx

from consolidation.redesign.leasing.blocks import Block, Crossing
from consolidation.redesign.leasing.model import Candidate

Quickest = Mapping[str, Mapping[str, Fraction]]
"""By node and next node, the least latency of the lines between."""


def quickest(candidates: Iterable[Candidate]) -> Quickest:
    """Return the least latency of the lines between any two nodes that some join."""
    found: dict[str, dict[str, Fraction]] = {}
    for own in candidates:
        for a, b in ((own.a, own.b), (own.b, own.a)):
            near = found.setdefault(a, {})
            near[b] = min(near.get(b, own.latency), own.latency)
    return found


def reached(lines: Quickest, start: str, most: Fraction | None = None) -> dict[str, Fraction]:
    """Return the least latency from a node to each that it reaches, in time.

    >>> reached({"a": {"b": Fraction(3)}, "b": {"c": Fraction(2)}}, "a", Fraction(4))
    {'a': Fraction(0, 1), 'b': Fraction(3, 1)}
    """
    found: dict[str, Fraction] = {}
    queue = [(Fraction(0), start)]
    while queue:
        latency, node = heappop(queue)
        if node in found:
            continue
        found[node] = latency
        for head, more in lines.get(node, {}).items():
            if head not in found and (most is None or latency + more <= most):
                heappush(queue, (latency + more, head))
    return found


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the way of a pair, within one block."""

    block: int
    crossing: Crossing
    least: Fraction
    """Latency of the quickest way through it."""
    most: Fraction
    """No way through it that is of any use is slower."""
    is_free: bool
    """Whether every way through it is of use."""

    @property
    def limit(self) -> Fraction | None:
        """The most latency of a way through the block; ``None``: any."""
        return None if self.is_free else self.most


@dataclass(frozen=True, slots=True)
class Within:
    """A block with the limits of what crosses it, in the order of its crossings."""

    block: Block
    limits: tuple[Fraction | None, ...]


def within(
    found: Sequence[Block], pairs: Sequence[tuple[str, str]], most: Fraction
) -> tuple[Within, ...]:
    """Return the blocks with limits, joined where one could not be told without the other."""
    blocks = list(found)
    while True:
        ways = _ways(blocks, pairs, most)
        joined = _joined(blocks, [way for way in ways if sum(s.most for s in way) > most])
        if len(joined) == len(blocks):
            break
        blocks = joined
    limit = {(s.block, s.crossing.pair): s.limit for way in ways for s in way}
    return tuple(
        Within(block, tuple(limit[number, own.pair] for own in block.crossings))
        for number, block in enumerate(blocks)
    )


def _ways(
    blocks: Sequence[Block], pairs: Sequence[tuple[str, str]], most: Fraction
) -> list[list[Stretch]]:
    """Return the stretches of each pair's way, in their order."""
    lines = [quickest(block.candidates) for block in blocks]
    slowest = [_slowest(block) for block in blocks]
    crossed: dict[int, dict[str, tuple[int, Crossing]]] = {}
    for number, block in enumerate(blocks):
        for own in block.crossings:
            crossed.setdefault(own.pair, {})[own.source] = number, own

    @cache
    def distances(number: int, source: str) -> Mapping[str, Fraction]:
        return reached(lines[number], source)

    found = []
    for pair, by_source in crossed.items():
        way, node = [], pairs[pair][0]
        while node in by_source:
            number, own = by_source[node]
            way.append((number, own, distances(number, own.source)[own.target]))
            node = own.target
        spare = most - sum((least for _, _, least in way), Fraction(0))
        found.append(
            [
                _stretch(blocks[number], own, number, least, least + spare, slowest[number])
                for number, own, least in way
            ]
        )
    return found


def _stretch(
    block: Block,
    crossing: Crossing,
    number: int,
    least: Fraction,
    allowed: Fraction,
    slowest: Fraction,
) -> Stretch:
    """Return a stretch; no way through it that takes longer than ``allowed`` is of use."""
    if allowed >= slowest:
        return Stretch(number, crossing, least, slowest, is_free=True)
    useful = allowed
    if len(block.nodes) == len(("a", "b")):  # some line's latency, if any is quick enough
        useful = max((c.latency for c in block.candidates if c.latency <= allowed), default=allowed)
    return Stretch(number, crossing, least, useful, is_free=False)


def _slowest(block: Block) -> Fraction:
    """Return a latency that no way through a block exceeds: of fewer lines than it has nodes."""
    found = sorted((own.latency for own in block.candidates), reverse=True)
    return sum(found[: len(block.nodes) - 1], Fraction(0))


def _joined(blocks: Sequence[Block], ways: Sequence[list[Stretch]]) -> list[Block]:
    """Return the blocks, one for all that lie between the first and last that vary on a way."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(blocks)))
    for way in ways:
        vary = [n for n, own in enumerate(way) if own.least < own.most]
        nx.add_path(graph, [own.block for own in way[vary[0] : vary[-1] + 1]] if vary else [])
    groups = [sorted(group) for group in nx.connected_components(graph)]
    joined = [_one([blocks[n] for n in group]) for group in groups]
    return sorted(joined, key=lambda block: block.nodes)


def _one(blocks: Sequence[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    crossings: dict[int, list[Crossing]] = {}
    for block in blocks:
        for own in block.crossings:
            crossings.setdefault(own.pair, []).append(own)
    return Block(
        tuple(sorted({node for block in blocks for node in block.nodes})),
        tuple(own for block in blocks for own in block.candidates),
        tuple(_through(own) for _, own in sorted(crossings.items())),
    )


def _through(crossings: Sequence[Crossing]) -> Crossing:
    """Return where a way enters the first block it crosses and leaves the last."""
    sources = {own.source for own in crossings}
    targets = {own.target for own in crossings}
    (source,) = sources - targets
    (target,) = targets - sources
    return Crossing(crossings[0].pair, source, target)
