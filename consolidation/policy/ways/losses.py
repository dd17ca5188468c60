"""Controls that fall together: what wireless gets to once some groups of them are lost.

A group is a box, an administrator account or a hypervisor; losing it makes every control in it
worthless. A way has as many independent controls as the fewest groups that hold all of them, so
it has fewer than k if and only if it is free once some k - 1 groups are lost. Searched are only
sets of groups each of which matters: one that guards a way out of what the others let in, and on
to a target. Any other set of k - 1 groups lets in what some searched set lets in.
"""

import itertools
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from consolidation.policy.ways.roads import Roads
from consolidation.policy.ways.spread import Spread

MOST_SETS = 5_000
"""Sets of groups that are tried; k of 3 and more can ask for very many."""


class TooManySets(Exception):
    """More sets of groups matter than are tried."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A set of lost groups, and what that lets in."""

    groups: tuple[str, ...]
    reached: frozenset[int]
    """States got to freely now, besides those got to with nothing lost."""
    gates: tuple[tuple[int, int], ...]
    """Steps out of what is reached that a gate guards: the state behind it, and the gate."""


def losses(
    roads: Roads, sources: Iterable[int], depth: int, targets: Collection[int] | None = None
) -> Iterator[Lost]:
    """Yield every set of at most ``depth`` groups that matters, the smaller first.

    The first is the empty set, whose ``reached`` is all that is got to with nothing lost. With
    ``targets``, states from which no target can be got to (but through what is got to anyway) are
    left out of the others, and so are groups that guard only the way to such.

    Takes time for what each set lets in. Raises `TooManySets`.
    """
    base, gates = _from(roads, sources)
    yield Lost((), base, gates)
    if not depth:
        return
    alive: Container[int] = range(len(roads.names))
    if targets is not None:
        alive = _leading_to(roads, targets, base)
        gates = tuple(step for step in gates if step[0] in alive)
    layer = [Lost((), frozenset(), gates)]
    tried: set[tuple[str, ...]] = set()
    for _ in range(depth):
        following = []
        for lost in layer:
            for groups in _further(roads, lost):
                if groups in tried:
                    continue
                tried.add(groups)
                if len(tried) > MOST_SETS:
                    raise TooManySets
                following.append(_grown(roads, lost, groups, base, alive))
        following.sort(key=lambda lost: lost.groups)
        yield from following
        layer = following


def _from(
    roads: Roads, sources: Iterable[int]
) -> tuple[frozenset[int], tuple[tuple[int, int], ...]]:
    """Return what is got to freely, and the gates that guard the ways out of it."""
    seen = bytearray(len(roads.names))
    stack = sorted(set(sources))
    for state in stack:
        seen[state] = 1
    free, gated = roads.free, roads.gated
    reached: list[int] = list(stack)
    behind: list[tuple[int, int]] = []
    while stack:
        state = stack.pop()
        for target in free[state]:
            if not seen[target]:
                seen[target] = 1
                stack.append(target)
                reached.append(target)
        if state in gated:
            behind += gated[state]
    return frozenset(reached), tuple(sorted({step for step in behind if not seen[step[0]]}))


def _leading_to(roads: Roads, targets: Iterable[int], base: frozenset[int]) -> set[int]:
    """Return the states outside a set from which a target can be got to outside it."""
    back: dict[int, list[int]] = {}
    for origin, onward in enumerate(roads.free):
        if onward and origin not in base:
            for target in onward:
                back.setdefault(target, []).append(origin)
    for origin, steps in roads.gated.items():
        if origin not in base:
            for target, _ in steps:
                back.setdefault(target, []).append(origin)
    seen = {target for target in targets if target not in base}
    stack = list(seen)
    while stack:
        for origin in back.get(stack.pop(), ()):
            if origin not in seen:
                seen.add(origin)
                stack.append(origin)
    return seen


def _further(roads: Roads, lost: Lost) -> list[tuple[str, ...]]:
    """Return the sets of one group more that matter after a set."""
    more = {group for _, gate in lost.gates for group in roads.gates[gate].groups}
    return sorted(tuple(sorted((*lost.groups, group))) for group in more - set(lost.groups))


def _grown(
    roads: Roads, lost: Lost, groups: tuple[str, ...], base: frozenset[int], alive: Container[int]
) -> Lost:
    """Return what a set of groups lets in, grown from what all but one of them let in."""
    opened = roads.opened_by(groups)
    reached = set(lost.reached)
    stack = sorted({state for state, gate in lost.gates if gate in opened})
    reached.update(stack)
    free, gated = roads.free, roads.gated
    behind = [step for step in lost.gates if step[1] not in opened]
    while stack:
        state = stack.pop()
        onward = list(free[state])
        for step in gated.get(state, ()):
            if step[1] in opened:
                onward.append(step[0])
            else:
                behind.append(step)
        for target in onward:
            if target not in reached and target not in base and target in alive:
                reached.add(target)
                stack.append(target)
    out = {s for s in behind if s[0] not in reached and s[0] not in base and s[0] in alive}
    return Lost(groups, frozenset(reached), tuple(sorted(out)))


@dataclass(frozen=True, slots=True)
class Entered:
    """What fewer than k independent controls stand before, and by which losses."""

    k: int
    lost: tuple[Lost, ...]
    """The sets of at most k - 1 groups that matter, the smaller first."""
    fewest: Mapping[int, int]
    """Targets that are got to, with the fewest groups lost that let wireless in to each."""
    complete: bool
    """Whether every set that matters was tried; if not, there may be more ways."""

    @property
    def weakest(self) -> int | None:
        """The fewest independent controls on any way to a target; ``None``: k or more."""
        return min(self.fewest.values(), default=None)


def enter(roads: Roads, sources: Iterable[int], targets: Collection[int], k: int) -> Entered:
    """Return which targets are got to past fewer than ``k`` independent controls."""
    found: list[Lost] = []
    fewest: dict[int, int] = {}
    begin, aims, complete = tuple(sources), frozenset(targets), True
    try:
        for lost in losses(roads, begin, k - 1, aims):
            found.append(lost)
            for target in aims & lost.reached:
                fewest.setdefault(target, len(lost.groups))
    except TooManySets:
        complete = False
        plain = _plainly(roads, begin, aims.difference(fewest), k)
        for lost in plain:
            found.append(lost)
            for target in aims & lost.reached:
                fewest.setdefault(target, len(lost.groups))
    return Entered(k, tuple(found), fewest, complete)


def _plainly(
    roads: Roads, sources: tuple[int, ...], targets: Collection[int], k: int
) -> tuple[Lost, ...]:
    """Return what opens a way with fewer than ``k`` controls counted one by one, if there is one.

    Each control on it is lost with the first of its groups: that many are enough, though fewer
    might be.
    """
    near = Spread(roads, sources, below=k)
    reached = [roads.names[target] for target in targets if roads.names[target] in near.controls]
    if not reached:
        return ()
    way = roads.numbers(near.way(near.nearest(reached, lambda _: False)))
    groups: set[str] = set()
    for origin, target in itertools.pairwise(way):
        if target not in roads.free[origin]:
            gate = min(gate for state, gate in roads.gated[origin] if state == target)
            groups.add(roads.gates[gate].groups[0])
    lost = tuple(sorted(groups))
    free = Spread(roads, sources, roads.opened_by(lost), below=1)
    base, _ = _from(roads, sources)
    return (Lost(lost, frozenset(roads.numbers(free.controls)) - base, ()),)


def independent_count(
    roads: Roads, sources: Iterable[int], targets: Collection[int], plain: int
) -> tuple[int, bool]:
    """Return the fewest independent controls on any way, and whether that many is proved.

    ``plain`` is their number counted one by one on the weakest way. Not proved, there are at
    least that many, and more sets of groups matter than are tried.
    """
    entered = enter(roads, sources, targets, plain)
    if entered.weakest is not None:
        return entered.weakest, True
    tried = len(entered.lost[-1].groups)  # every set of so many groups was, and none lets in
    return (plain, True) if entered.complete else (tried + 1, False)
