"""Traffic times distance where ways may be too slow: the shortest of those that are not.

From each source, what is known of a node are pairs of latency and length of which none is better
in both; they are corrected until nothing changes.
"""

from collections import deque
from collections.abc import Mapping, Sequence

from consolidation.redesign.designing.checking.whole import State

Arc = tuple[int, int, int, int]
"""Tail, head, length and latency."""
Front = list[tuple[int, int]]
"""(latency, length), none better than another in both."""


def traffic_times_limited_distance(state: State, arcs: Sequence[Arc]) -> int:
    """Return the sum over demands; what has no way counts nothing, which only weakens a row."""
    ahead: dict[int, list[tuple[int, int, int]]] = {}
    for tail, head, length, latency in arcs:
        ahead.setdefault(tail, []).append((head, length, latency))
    slowest = sum(latency for _, _, _, latency in arcs)
    needed = 0
    for start in sorted({source for source, _, _, _ in state.limited}):
        asked = [
            (target, amount, slowest if limit is None else limit)
            for source, target, amount, limit in state.limited
            if source == start
        ]
        fronts = _fronts(ahead, start, max(limit for _, _, limit in asked))
        for target, amount, limit in asked:
            within = [length for latency, length in fronts.get(target, ()) if latency <= limit]
            needed += amount * min(within, default=0)
    return needed


def _fronts(
    ahead: Mapping[int, Sequence[tuple[int, int, int]]], start: int, most: int
) -> dict[int, Front]:
    fronts: dict[int, Front] = {start: [(0, 0)]}
    todo = deque([(start, 0, 0)])
    while todo:
        node, latency, length = todo.popleft()
        if (latency, length) not in fronts[node]:
            continue  # another has beaten it since
        for head, more, slower in ahead.get(node, ()):
            own = latency + slower, length + more
            front = fronts.setdefault(head, [])
            if own[0] <= most and not any(ms <= own[0] and far <= own[1] for ms, far in front):
                front[:] = [(ms, far) for ms, far in front if ms < own[0] or far < own[1]]
                front.append(own)
                todo.append((head, *own))
    return fronts
