"""Ways with too few controls that share no inner state, so that no one fault explains them all.

Once some fewer than k groups of controls are lost, every way that is then free has fewer than k
independent controls. So disjoint ways among those are found by flow (augmenting paths on states
of capacity one). Where there is none, the state that all such ways pass is told if there is one.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from consolidation.policy.ways.flow import Opened, disjoint
from consolidation.policy.ways.losses import Entered, Lost, enter
from consolidation.policy.ways.roads import Roads
from consolidation.policy.ways.spread import spread

MOST_SETS = 50
"""For so many sets of lost groups a state that all ways pass is looked for."""
Way = tuple[str, ...]
Step = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """A way, others that share no inner state with it or with each other, or what all share."""

    first: Way
    """The way given, or another one in its place that leaves room for others."""
    others: tuple[Way, ...]
    shared: str | None
    """Without others: the state nearest the air that every such way passes, if there is one."""


def further_ways(
    roads: Roads, sources: Collection[str], targets: Collection[str], k: int, first: Way
) -> Further:
    """Return up to ``k - 1`` ways with fewer than ``k`` controls apart from a first one.

    Ends may be shared. The first way is kept if others can be found beside it, and changed for
    another if only then there are any.
    """
    others = _beside(roads, sources, targets, k, first)
    if others or k < 2:
        return Further(first=first, others=others, shared=None)
    entered = enter(roads, roads.numbers(sources), roads.numbers(targets), k)
    for lost in _letting_in(roads, entered, targets):
        ends = roads.numbers(sources), roads.numbers(targets)
        found = [
            tuple(roads.names[n] for n in way)
            for way in disjoint(Opened(roads, lost.groups), *ends, k)
        ]
        if len(found) > 1:
            return Further(first=found[0], others=tuple(found[1:]), shared=None)
    shared = _shared(roads, sources, targets, entered)
    return Further(first=first, others=(), shared=shared)


def weakest_way(
    roads: Roads, sources: Collection[str], targets: Collection[str], k: int
) -> tuple[Way, Lost] | None:
    """Return a way with fewest independent controls, fewer than ``k``, and what opens it."""
    entered = enter(roads, roads.numbers(sources), roads.numbers(targets), k)
    for lost in _letting_in(roads, entered, targets):
        return _way(roads, sources, targets, lost), lost
    return None


def without_steps(roads: Roads, shut: Collection[Step]) -> Roads:
    """Return roads without some steps, each by the numbers of its two states."""
    origins = {origin for origin, _ in shut}
    free = [
        [t for t in onward if (origin, t) not in shut] if origin in origins else onward
        for origin, onward in enumerate(roads.free)
    ]
    gated = {
        origin: [s for s in steps if (origin, s[0]) not in shut] if origin in origins else steps
        for origin, steps in roads.gated.items()
    }
    return replace(roads, free=free, gated=gated)


def _letting_in(roads: Roads, entered: Entered, targets: Collection[str]) -> Iterator[Lost]:
    """Give the sets of lost groups that let in a target, the smaller first."""
    aims = frozenset(roads.numbers(targets))
    return (lost for lost in entered.lost if not aims.isdisjoint(lost.reached))


def _way(roads: Roads, sources: Collection[str], targets: Collection[str], lost: Lost) -> Way:
    free = spread(roads, sources, lost.groups, below=1)
    near = [t for t in targets if t in free.controls]
    return free.way(free.nearest(near, lambda _: False))


def _beside(
    roads: Roads, sources: Collection[str], targets: Collection[str], k: int, first: Way
) -> tuple[Way, ...]:
    """Return ways found one after the other, what the ones before pass left out."""
    found = [first]
    while len(found) < k:
        left = {*roads.names}.difference(*(way[1:-1] for way in found))
        steps = {step for way in found for step in itertools.pairwise(roads.numbers(way))}
        weakest = weakest_way(
            without_steps(roads.only(left.__contains__), steps),
            [source for source in sources if source in left],
            [target for target in targets if target in left],
            k,
        )
        if weakest is None:
            break
        found.append(weakest[0])
    return tuple(found[1:])


def _shared(
    roads: Roads, sources: Collection[str], targets: Collection[str], entered: Entered
) -> str | None:
    """Return the state nearest the air that every way with too few controls passes."""
    common: list[str] | None = None
    for lost in itertools.islice(_letting_in(roads, entered, targets), MOST_SETS + 1):
        way = _way(roads, sources, targets, lost)
        starts, aims = roads.numbers(sources), frozenset(roads.numbers(targets))
        passed = _passed_by_all(Opened(roads, lost.groups), starts, aims, roads.numbers(way))
        names = [roads.names[n] for n in passed]
        common = names if common is None else [n for n in common if n in names]
    return next(iter(common or ()), None)


def _passed_by_all(
    roads: Opened, sources: Iterable[int], targets: Collection[int], way: Sequence[int]
) -> list[int]:
    """Return the inner states of a free way that every other one passes too, in order.

    What is got to without them is explored once, further along the way each time, so the time is
    linear in the steps.
    """
    place = {state: number for number, state in enumerate(way)}
    seen = set(sources)
    stack, furthest = list(seen), 0
    found: list[int] = []
    for number, state in enumerate(way):
        while stack:
            here = stack.pop()
            if here in targets and here not in place:
                return found
            if place.get(here, 0) >= max(number, 1):
                furthest = max(furthest, place[here])
                continue
            for there in roads.onward(here):
                if there not in seen:
                    seen.add(there)
                    stack.append(there)
        if number and furthest == number and number < len(way) - 1:
            found.append(state)
        stack.append(state)
    return found
