"""Ways with the fewest controls, over roads that cost nothing but for their gates.

Among ways with equally many controls the one with fewest steps is taken, then the one whose
states come first by name: the same graph gives the same way.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush

from consolidation.policy.ways.roads import Roads

NOWHERE = -1
"""The label of a state that no way leads to."""


def labels(roads: Roads, starts: Iterable[int]) -> list[int]:
    """Return the fewest gates on any way from a start to each state; `NOWHERE` without a way.

    Level by level, each over the free steps first: linear in states and steps.
    """
    found = [NOWHERE] * len(roads.names)
    free, gated = roads.free, roads.gated
    level, begin = 0, list(starts)
    while begin:
        stack, behind = [], []
        for state in begin:
            if found[state] < 0:
                found[state] = level
                stack.append(state)
        while stack:
            state = stack.pop()
            for target in free[state]:
                if found[target] < 0:
                    found[target] = level
                    stack.append(target)
            if state in gated:
                behind += [target for target, _ in gated[state] if found[target] < 0]
        level, begin = level + 1, behind
    return found


def _freely(roads: Roads, starts: Iterable[int], opened: Collection[int]) -> list[int]:
    """Return what is got to freely from some states, some gates being lost, the near first."""
    found = sorted(set(starts))
    seen = bytearray(len(roads.names))
    for state in found:
        seen[state] = 1
    free, gated = roads.free, roads.gated
    for state in found:
        for target in free[state]:
            if not seen[target]:
                seen[target] = 1
                found.append(target)
        for target, gate in gated.get(state, ()):
            if gate in opened and not seen[target]:
                seen[target] = 1
                found.append(target)
    return found


@dataclass(frozen=True)
class Spread:
    """What can be got to from some starts: fewest controls to each state, and ways there.

    ``opened`` are gates taken to be lost: they cost nothing. ``below`` leaves out what takes as
    many controls or more.
    """

    roads: Roads
    starts: tuple[int, ...]
    opened: frozenset[int] = frozenset()
    below: int | None = None

    @cached_property
    def controls(self) -> Mapping[str, int]:
        """Fewest controls to each state that can be got to."""
        if self.below == 1:
            names = self.roads.names
            return {names[n]: 0 for n in _freely(self.roads, self.starts, self.opened)}
        if self.opened or self.below is not None:
            return {self.roads.names[n]: far[0] for n, far in self._ways[0].items()}
        found = labels(self.roads, self.starts)
        return {name: far for name, far in zip(self.roads.names, found, strict=True) if far >= 0}

    @cached_property
    def _ways(self) -> tuple[Mapping[int, tuple[int, int]], Mapping[int, int]]:
        """Controls and steps to each state, and the state before it (Dijkstra)."""
        reach: dict[int, tuple[int, int]] = {}
        before: dict[int, int] = {}
        free, gated = self.roads.free, self.roads.gated
        waiting = [(0, 0, start, NOWHERE) for start in sorted(set(self.starts))]
        while waiting:
            passed, steps, state, previous = heappop(waiting)
            if state in reach:
                continue
            reach[state] = passed, steps
            if previous >= 0:
                before[state] = previous
            for target in free[state]:
                if target not in reach:
                    heappush(waiting, (passed, steps + 1, target, state))
            for target, gate in gated.get(state, ()):
                cost = passed + (gate not in self.opened)
                if target not in reach and (self.below is None or cost < self.below):
                    heappush(waiting, (cost, steps + 1, target, state))
        return reach, before

    def steps(self, state: str) -> int | None:
        """Return how many steps the way to a state takes; ``None``: none leads there."""
        found = self._ways[0].get(self.roads.number[state])
        return None if found is None else found[1]

    def way(self, target: str) -> tuple[str, ...]:
        """Return the way from a start to a target, both included."""
        before = self._ways[1]
        found = [self.roads.number[target]]
        while found[-1] in before:
            found.append(before[found[-1]])
        return tuple(self.roads.names[n] for n in reversed(found))

    def nearest(self, targets: Iterable[str], last: Callable[[str], bool]) -> str:
        """Return the target with fewest controls, those not ``last`` first, then fewest steps."""
        reach, number = self._ways[0], self.roads.number

        def far(target: str) -> tuple[int, bool, int, str]:
            controls, steps = reach[number[target]]
            return controls, last(target), steps, target

        return min(targets, key=far)


def spread(
    roads: Roads,
    starts: Iterable[str],
    lost: Collection[str] = (),
    below: int | None = None,
) -> Spread:
    """Return what can be got to from some states, with some groups of controls lost."""
    return Spread(roads, tuple(roads.numbers(starts)), roads.opened_by(lost), below)
