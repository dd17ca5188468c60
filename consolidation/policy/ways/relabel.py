"""Fewest controls after states go or come: only what a change touches is labelled anew.

Every state is labelled once with the controls and steps of its best way from the air. When states
go, a state keeps its label as long as one of its best predecessors keeps its own; the others are
found by counting and labelled from the border inwards (Ramalingam and Reps 1996). Steps make
every way strictly longer, so that no circle of free steps can hold itself up.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from consolidation.policy.ways.roads import Roads

NEVER = 1 << 62
"""The label of a state that no way leads to."""


Step = tuple[int, int]
"""From one state to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """States and steps that go or come; `come` is for states that were absent at first."""

    gone: Collection[int] = ()
    come: Collection[int] = ()
    cut: frozenset[Step] = frozenset()
    added: Mapping[Step, bool] = field(default_factory=dict)
    """New steps, each with whether a control guards it."""


@dataclass(frozen=True, slots=True)
class Relabelled:
    """What a change does to the labels."""

    nearest: int | None
    """Fewest controls on any way to a target after the change; ``None``: no way at all."""
    num_touched: int
    """States that were labelled anew."""


class Labels:
    """Labels of one state of the network, from which changes are tried one by one.

    ``absent`` states are not there at first; a change may bring some of them up.
    """

    def __init__(
        self,
        roads: Roads,
        sources: Iterable[int],
        targets: Iterable[int],
        absent: Collection[int] = (),
    ) -> None:
        self.roads, self.back = roads, roads.backwards
        self.gate = len(roads.names) + 1
        """What passing a gate adds to a label, beside the step: more than any steps can."""
        self.sources, self.targets = frozenset(sources), frozenset(targets)
        self.absent = frozenset(absent)
        self.label = [NEVER] * len(roads.names)
        begin = [(0, source) for source in sorted(self.sources - self.absent)]
        for state, label in settle(begin, self.label, {}, self._onward_present):
            self.label[state] = label
        self.supports = [0] * len(roads.names)
        for state, label in enumerate(self.label):
            if label < NEVER:
                for target, cost in self.onward(state):
                    self.supports[target] += self.label[target] == label + cost
        self.levels: dict[int, int] = {}
        for target in self.targets:
            self.count(self.levels, self.label[target], 1)

    def _onward_present(self, state: int) -> Iterator[tuple[int, int]]:
        return (step for step in self.onward(state) if step[0] not in self.absent)

    @property
    def nearest(self) -> int | None:
        """Fewest controls on any way to a target while nothing is changed."""
        return min(self.levels, default=None)

    def after(self, change: Alteration) -> Relabelled:
        """Return what becomes of the nearest target when states and steps go or come.

        Takes time for the states it labels anew and their steps. Nothing is kept of the change.
        """
        return _Trial(self, change).result()

    def count(self, levels: dict[int, int], label: int, by: int) -> None:
        """Count a target more or less at the level of its label."""
        if label < NEVER:
            level = label // self.gate
            levels[level] = levels.get(level, 0) + by

    def onward(self, state: int, back: bool = False) -> Iterator[tuple[int, int]]:
        """Give the states one step on (or back) with what the step adds to a label."""
        roads = self.back if back else self.roads
        for target in roads.free[state]:
            yield target, 1
        for target, _ in roads.gated.get(state, ()):
            yield target, self.gate + 1


class _Trial:
    """One change tried: labels that differ from those kept, and nothing else."""

    def __init__(self, kept: Labels, change: Alteration) -> None:
        self.kept, self.change = kept, change
        self.away = kept.absent.difference(change.come).union(change.gone)
        self.steps: dict[int, list[tuple[int, int]]] = {}
        self.steps_back: dict[int, list[tuple[int, int]]] = {}
        for (origin, target), guarded in change.added.items():
            cost = kept.gate + 1 if guarded else 1
            self.steps.setdefault(origin, []).append((target, cost))
            self.steps_back.setdefault(target, []).append((origin, cost))

    def result(self) -> Relabelled:
        """Label what the change touches, and count targets anew."""
        kept, change = self.kept, self.change
        lost = self._unsupported()
        fresh = [state for state in change.come if state not in self.away]
        new = dict.fromkeys((*lost, *fresh), NEVER)
        begin = [(self._border(state, new), state) for state in new]
        begin += [
            (kept.label[origin] + cost, target)
            for origin, steps in sorted(self.steps.items())
            for target, cost in steps
            if origin not in new and origin not in self.away and target not in self.away
        ]
        heapify(begin)
        levels = dict(kept.levels)
        for state in change.gone:
            if state in kept.targets:
                kept.count(levels, kept.label[state], -1)
        for state, label in settle(begin, kept.label, new, self._onward_kept):
            if state in kept.targets:
                kept.count(levels, kept.label[state], -1)
                kept.count(levels, label, 1)
            new[state] = label
        for state in lost:
            if new[state] == NEVER and state in kept.targets:
                kept.count(levels, kept.label[state], -1)
        near = min((level for level, num in levels.items() if num > 0), default=None)
        return Relabelled(near, len(new))

    def _onward(self, state: int, back: bool = False) -> Iterator[tuple[int, int]]:
        yield from self.kept.onward(state, back)
        yield from (self.steps_back if back else self.steps).get(state, ())

    def _onward_kept(self, state: int) -> Iterator[tuple[int, int]]:
        for target, cost in self._onward(state):
            if target not in self.away and (state, target) not in self.change.cut:
                yield target, cost

    def _unsupported(self) -> list[int]:
        """Return the states, besides those gone, of which every best way is cut."""
        label = self.kept.label
        away, fewer = set(self.away), dict[int, int]()
        found: list[int] = []
        cut = sorted(step for step in self.change.cut if step[0] not in away)
        waiting = [state for state in self.change.gone if label[state] < NEVER]

        def drop(state: int, target: int, cost: int) -> None:
            if target in away or label[state] == NEVER or label[target] != label[state] + cost:
                return
            fewer[target] = fewer.get(target, self.kept.supports[target]) - 1
            if not fewer[target] and target not in self.kept.sources:
                away.add(target)
                found.append(target)
                waiting.append(target)

        for origin, target in cut:
            for other, cost in self.kept.onward(origin):
                if other == target:
                    drop(origin, target, cost)
        while waiting:
            state = waiting.pop()
            for target, cost in self.kept.onward(state):
                if (state, target) not in self.change.cut or state in self.change.gone:
                    drop(state, target, cost)
        return found

    def _border(self, state: int, new: Collection[int]) -> int:
        """Return the label that a state gets from predecessors which keep theirs."""
        if state in self.kept.sources:
            return 0
        return min(
            (
                self.kept.label[before] + cost
                for before, cost in self._onward(state, back=True)
                if before not in new
                and before not in self.away
                and (before, state) not in self.change.cut
            ),
            default=NEVER,
        )


def settle(
    waiting: list[tuple[int, int]],
    label: Sequence[int],
    new: Mapping[int, int],
    onward: Callable[[int], Iterable[tuple[int, int]]],
) -> Iterator[tuple[int, int]]:
    """Give the states that get a better label than they have, each with it, the nearest first.

    ``waiting`` is a heap of labels with the states offered them; ``new`` holds labels that come
    before those of ``label``.
    """
    settled: set[int] = set()
    while waiting:
        offered, state = heappop(waiting)
        if state in settled or offered >= new.get(state, label[state]):
            continue
        settled.add(state)
        yield state, offered
        for target, cost in onward(state):
            if target not in settled and offered + cost < new.get(target, label[target]):
                heappush(waiting, (offered + cost, target))
