"""Traffic whose ways may be too slow: a way with room, and the routing program over all ways.

Ways are listed by rising latency, few at first; where these do not suffice, more.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from consolidation.redesign.designing.verify_states import Arc, Pool, State, Wish

MOST_WAYS = (16, 256, 4096)
"""So many ways of each wish are tried, until they suffice."""
MOST_STEPS = 100
"""So many beginnings of ways may be looked at for each way asked for."""


def quick_way(
    leaving: Mapping[str, Sequence[Arc]],
    free: Mapping[Pool, Fraction],
    ends: tuple[str, str],
    limit: Fraction,
) -> tuple[Pool, ...] | None:
    """Return a way with room and within a limit over the fewest links."""
    source, target = ends
    quickest = {source: Fraction(0)}
    queue: deque[tuple[str, Fraction, tuple[Pool, ...]]] = deque([(source, Fraction(0), ())])
    while queue:
        node, latency, pools = queue.popleft()
        if node == target:
            return pools
        for arc in leaving.get(node, ()):
            later = latency + arc.latency
            # over more links only what is quicker is worth going on with
            known = quickest.get(arc.head)
            if later <= limit and free[arc.pool] > 0 and (known is None or later < known):
                quickest[arc.head] = later
                queue.append((arc.head, later, (*pools, arc.pool)))
    return None


@dataclass(frozen=True, slots=True)
class Listed:
    """Ways of a wish, the quickest first."""

    ways: tuple[tuple[Arc, ...], ...]
    all: bool
    """Whether it has no others."""


def listed(state: State, wish: Wish, most: int) -> Listed:
    """Return the quickest ways of a wish, so many at most, none too slow and none in a circle."""
    leaving = state.leaving()
    rest = _to(state, wish.target)
    if wish.source not in rest:
        return Listed((), all=True)
    found: list[tuple[Arc, ...]] = []
    number = 0
    queue: list[tuple[Fraction, int, int, tuple[Arc, ...]]] = [(rest[wish.source], 0, 0, ())]
    while queue:
        bound, _, _, way = heappop(queue)
        node = way[-1].head if way else wish.source
        if node == wish.target:
            if len(found) == most:
                return Listed(tuple(found), all=False)
            found.append(way)
            continue
        seen = {wish.source, *(arc.head for arc in way)}
        for arc in leaving.get(node, ()):
            if arc.head in seen or arc.head not in rest:
                continue
            total = bound - rest[node] + arc.latency + rest[arc.head]
            if wish.limit is None or total <= wish.limit:
                number += 1
                if number > MOST_STEPS * most:
                    return Listed(tuple(found), all=False)
                heappush(queue, (total, len(way) + 1, number, (*way, arc)))
    return Listed(tuple(found), all=True)


def _to(state: State, target: str) -> dict[str, Fraction]:
    """Return the least latency from every node that leads to a target."""
    entering: dict[str, list[Arc]] = {}
    for arc in state.arcs:
        entering.setdefault(arc.head, []).append(arc)
    found: dict[str, Fraction] = {}
    queue = [(Fraction(0), target)]
    heapify(queue)
    while queue:
        latency, node = heappop(queue)
        if node not in found:
            found[node] = latency
            for arc in entering.get(node, ()):
                heappush(queue, (latency + arc.latency, arc.tail))
    return found
