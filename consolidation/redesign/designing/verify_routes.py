"""Routes found without a solver, in exact amounts: a state that has them needs no program."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.redesign.designing.verify_limited import quick_way
from consolidation.redesign.designing.verify_states import Arc, Ends, Pool, State


@dataclass(frozen=True, slots=True)
class Route:
    """Traffic between two nodes on one way."""

    ends: Ends
    pools: tuple[Pool, ...]
    amount: Fraction


def routes(state: State, known: Sequence[Route] = ()) -> tuple[Route, ...] | None:
    """Return routes for everything asked, or ``None`` where shortest free ways do not suffice.

    ``known`` are routes of the same traffic in another state: what still stands of them is tried
    first, since few failures touch many routes; no more of it than is wanted.
    """
    asked = {wish.ends for wish in state.wishes}
    kept = [r for r in known if r.ends in asked and all(pool in state.room for pool in r.pools)]
    found = _completed(state, kept)
    return _completed(state, ()) if found is None and kept else found


def _completed(state: State, kept: Sequence[Route]) -> tuple[Route, ...] | None:
    """Route what the kept routes leave over, largest first, each on shortest ways with room."""
    free = dict(state.room)
    left = {wish.ends: wish.amount for wish in state.wishes}
    found = []
    for route in kept:
        part = min(route.amount, left[route.ends])
        found.append(replace(route, amount=part))
        left[route.ends] -= part
        for pool in route.pools:
            free[pool] -= part
    leaving = state.leaving()
    # a stable order: wishes are in order of their ends
    for ends, wanted in sorted(left.items(), key=lambda item: -item[1]):
        amount = wanted
        while amount > 0:
            pools = _shortest(leaving, free, ends)
            if pools is None:
                return None
            part = min(amount, *(free[pool] for pool in pools))
            found.append(Route(ends, pools, part))
            for pool in pools:
                free[pool] -= part
            amount -= part
    return tuple(found)


def _shortest(
    leaving: Mapping[str, Sequence[Arc]], free: Mapping[Pool, Fraction], ends: Ends
) -> tuple[Pool, ...] | None:
    """Return a way with room over the fewest links."""
    source, target, limit = ends
    if limit is not None:
        return quick_way(leaving, free, (source, target), limit)
    came: dict[str, Arc | None] = {source: None}
    queue = deque([source])
    while queue and target not in came:
        for arc in leaving.get(queue.popleft(), ()):
            if arc.head not in came and free[arc.pool] > 0:
                came[arc.head] = arc
                queue.append(arc.head)
    if target not in came:
        return None
    pools = []
    last = came[target]
    while last is not None:
        pools.append(last.pool)
        last = came[last.tail]
    return tuple(pools)
