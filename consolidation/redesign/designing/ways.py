"""Shortest ways that are not too slow: labels of length and latency.

At each node the labels are kept that no other beats in both (resource-constrained shortest paths;
Desrochers and Soumis 1988). Lengths may be whole, so that distances are exact, or not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf

from consolidation.redesign.designing.commodities import commodities
from consolidation.redesign.designing.problem import Direction

Lengths = Sequence[int] | Sequence[float]
Rows = Sequence[tuple[int, Sequence[tuple[int, int]]]]
"""The link of each capacity row, and the arcs whose traffic adds up in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way of a pair of nodes that is not too slow."""

    pair: int
    length: float
    rows: tuple[int, ...]
    """The capacity rows it uses, in order of their numbers."""


@dataclass(frozen=True, slots=True)
class _Label:
    length: float
    latency: int
    row: int
    before: "_Label | None" = field(repr=False)

    @property
    def rows(self) -> tuple[int, ...]:
        """The capacity rows of the way to it."""
        found, label = [], self
        while label.before is not None:
            found.append(label.row)
            label = label.before
        return tuple(sorted(found))


class Ways:
    """Finds the shortest ways of pairs of nodes, each within the limit of the pair."""

    def __init__(
        self,
        rows: Rows,
        latency: Sequence[int],
        pairs: Sequence[tuple[int, int]],
        limits: Sequence[int | None],
        direction: Direction,
    ) -> None:
        """Take latencies per link, and limits per pair."""
        self.num_rows, self.num_pairs = len(rows), len(pairs)
        self._limits = limits
        self._gathered = commodities(tuple(pairs), direction)
        self._ahead: dict[bool, list[list[tuple[int, int, int, int]]]] = {}
        """By whether ways go forward and by node: next node, row, link and latency."""
        ends = [node for pair in pairs for node in pair]
        ends += [node for _, arcs in rows for arc in arcs for node in arc]
        for forward in (True, False):
            ahead: list[list[tuple[int, int, int, int]]] = [
                [] for _ in range(max(ends, default=0) + 1)
            ]
            for row, (link, arcs) in enumerate(rows):
                for a, b in arcs:
                    tail, head = (a, b) if forward else (b, a)
                    ahead[tail].append((head, row, link, latency[link]))
            self._ahead[forward] = ahead
        self._any = sum(latency)
        """A latency that no way exceeds."""

    def shortest(
        self,
        demands: Sequence[float],
        down: frozenset[int],
        lengths: Lengths,
        below: float = inf,
    ) -> Iterator[Way]:
        """Yield the shortest way of each pair with a demand, where it is shorter than ``below``.

        ``down``: the links that cannot be used; ``lengths``: one per capacity row.
        """
        for node, wanted in self._gathered:
            asked = [
                (pair, other, self._any if (limit := self._limits[pair]) is None else limit)
                for pair, other in wanted.pairs
                if demands[pair]
            ]
            if not asked:
                continue
            longest = max(limit for _, _, limit in asked)
            labels = _labels(self._ahead[wanted.forward], node, lengths, down, (longest, below))
            for pair, other, limit in asked:
                # by rising length and falling latency
                best = next((own for own in labels[other] if own.latency <= limit), None)
                if best is not None:
                    yield Way(pair, best.length, best.rows)

    def needed(self, demands: Sequence[int], down: frozenset[int], lengths: Sequence[int]) -> float:
        """Return the sum over pairs of demand times distance; infinite where one has no way."""
        found = {own.pair: own.length for own in self.shortest(demands, down, lengths)}
        return sum(amount * found.get(pair, inf) for pair, amount in enumerate(demands) if amount)

    def without(self, demands: Sequence[float], down: frozenset[int]) -> int | None:
        """Return a pair with a demand and no way that is not too slow, if there is one."""
        found = {own.pair for own in self.shortest(demands, down, [0] * self.num_rows)}
        return next((n for n, amount in enumerate(demands) if amount and n not in found), None)


def _labels(
    ahead: Sequence[Sequence[tuple[int, int, int, int]]],
    start: int,
    lengths: Lengths,
    down: frozenset[int],
    within: tuple[int, float],
) -> list[list[_Label]]:
    """Return per node the labels that no other beats, by rising length.

    ``within``: the highest latency, and a length that none reaches.
    """
    slowest, below = within
    found: list[list[_Label]] = [[] for _ in ahead]
    quickest: list[float] = [inf] * len(ahead)
    queue: list[tuple[float, int, int, int, _Label]] = [(0, 0, 0, start, _Label(0, 0, -1, None))]
    number = 0
    while queue:
        length, latency, _, node, label = heappop(queue)
        if latency >= quickest[node]:
            continue
        quickest[node] = latency
        found[node].append(label)
        for head, row, link, more in ahead[node]:
            later, longer = latency + more, length + lengths[row]
            if later <= slowest and later < quickest[head] and longer < below and link not in down:
                number += 1
                heappush(queue, (longer, later, number, head, _Label(longer, later, row, label)))
    return found
