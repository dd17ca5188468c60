"""Ways that share no inner state, by augmenting paths on states of capacity one."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence

from consolidation.policy.ways.roads import Roads

Point = tuple[int, bool]
"""A state as it is entered (false) or left (true)."""


class Opened:
    """What can be travelled freely once some groups of controls are lost."""

    def __init__(self, roads: Roads, lost: Collection[str]) -> None:
        self.roads = roads
        self.opened = roads.opened_by(lost)

    def onward(self, state: int) -> Iterator[int]:
        """Give the states one step on."""
        yield from self.roads.free[state]
        for target, gate in self.roads.gated.get(state, ()):
            if gate in self.opened:
                yield target


def disjoint(
    roads: Opened, sources: Sequence[int], targets: Sequence[int], most: int
) -> tuple[tuple[int, ...], ...]:
    """Return as many ways without a common inner state as there are, up to ``most``.

    The shortest first; ends may be shared. Takes time for ``most`` searches.
    """
    flow = _Flow(roads, sources, targets)
    while flow.num_ways < most and flow.augment():
        pass
    return tuple(flow.ways())


class _Flow:
    """Ways that share no inner state, found one by one; each may push the ones before aside."""

    def __init__(self, roads: Opened, sources: Sequence[int], targets: Sequence[int]) -> None:
        self.roads = roads
        self.sources, self.targets = sorted(set(sources)), frozenset(targets)
        self.onward: dict[int, set[int]] = {}
        """Steps that the ways take; the states between the ends have one on and one back each."""
        self.back: dict[int, set[int]] = {}
        self.num_ways = 0

    def augment(self) -> bool:
        """Make the ways one more; return whether that was possible."""
        before: dict[Point, Point | None] = {(s, True): None for s in self.sources}
        waiting = deque(before)
        while waiting:
            point = waiting.popleft()
            for following in self._moves(point):
                if following in before:
                    continue
                before[following] = point
                if following[0] in self.targets and not following[1]:
                    self._take(following, before)
                    return True
                waiting.append(following)
        return False

    def _moves(self, point: Point) -> Iterator[Point]:
        state, leaving = point
        if leaving:
            for target in sorted(self.roads.onward(state)):
                if target not in self.onward.get(state, ()) and target not in self.sources:
                    yield target, False
            if self.back.get(state) and state not in self.sources:
                yield state, False
        elif state not in self.back or not self.back[state]:
            yield state, True
        for origin in sorted(() if leaving else self.back.get(state, ())):
            yield origin, True

    def _take(self, end: Point, before: dict[Point, Point | None]) -> None:
        """Add the steps of an augmenting way, and undo those that it goes back over."""
        point: Point | None = end
        while point is not None and (previous := before[point]) is not None:
            if previous[1] and not point[1] and previous[0] != point[0]:
                self.onward.setdefault(previous[0], set()).add(point[0])
                self.back.setdefault(point[0], set()).add(previous[0])
            elif not previous[1] and point[1] and previous[0] != point[0]:
                self.onward[point[0]].discard(previous[0])
                self.back[previous[0]].discard(point[0])
            point = previous
        self.num_ways += 1

    def ways(self) -> Iterator[tuple[int, ...]]:
        """Give the ways, the shortest first."""
        found = []
        for source in self.sources:
            for state in sorted(self.onward.get(source, ())):
                way = [source, state]
                while way[-1] not in self.targets:
                    way += sorted(self.onward[way[-1]])
                found.append(tuple(way))
        yield from sorted(found, key=lambda way: (len(way), way))
