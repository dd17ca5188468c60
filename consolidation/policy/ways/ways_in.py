"""Where ways from wireless with too few controls enter the protected zone for the first time.

A way that breaks P2 is free once fewer than k groups of controls are lost, and it gets into the
protected zone somewhere first. Before that joint it keeps outside, so the joint alone tells:
whether its beginning is got to freely outside the zone, and whether what it passes is lost.
Joints of one inventory row are one way in. Where that row is itself a sound control, the fault is
elsewhere on the way: the row named is then that of the last step that joins two networks past no
control and without which there would be no way by that way in.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from consolidation.network.attributes import Edge
from consolidation.policy.case import Case
from consolidation.policy.ways.disjoint import without_steps
from consolidation.policy.ways.faults import step_in, undone
from consolidation.policy.ways.joints import Joint, Row
from consolidation.policy.ways.losses import Lost
from consolidation.policy.ways.roads import Roads, guards
from consolidation.policy.ways.spread import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """A row by which wireless gets into the protected zone past too few controls."""

    row: Row
    """The row at which it gets in, or that of the step before it that is at fault."""
    way: tuple[str, ...]
    """A way with fewest controls, on to a server where that takes no further control."""
    step: int
    """The step of the way that is at fault: to which of its states it leads."""
    controls: tuple[str, ...]
    """Ids of the counted controls on that way."""
    lost: tuple[str, ...]
    """The groups whose loss opens it: as many as it has independent controls."""
    sources: tuple[str, ...]
    """Every radio source that gets in here past too few controls."""
    systems: tuple[str, ...]
    """Every protected system that can then be got to."""

    @property
    def num_controls(self) -> int:
        """How many independent controls the way passes."""
        return len(self.lost)


def ways_in(case: Case, roads: Roads, found: Iterable[Lost]) -> tuple[WayIn, ...]:
    """Return every way in over some roads, in order of row.

    ``found`` are the sets of lost groups that matter on those roads, the smaller first.
    """
    search = _Search(case, roads)
    ways: list[WayIn] = []
    for lost in found:
        by_row: dict[Row, list[Joint]] = {}
        for joint in search.opened(lost):
            by_row.setdefault(joint.row, []).append(joint)
        ways += [search.way_in(row, by_row[row]) for row in sorted(by_row)]
    return _by_fault(ways)


def _by_fault(found: Iterable[WayIn]) -> tuple[WayIn, ...]:
    """Return one way in for each row at fault: that with fewest controls, and what all reach."""
    by_row: dict[Row, WayIn] = {}
    for new in found:
        old = by_row.setdefault(new.row, new)
        weaker = min(old, new, key=lambda w: (w.num_controls, len(w.way), w.way))
        by_row[new.row] = replace(
            weaker,
            sources=tuple(sorted({*old.sources, *new.sources})),
            systems=tuple(sorted({*old.systems, *new.systems})),
        )
    return tuple(by_row[row] for row in sorted(by_row))


class _Opened:
    """What is got to once one set of groups is lost, each worked out when first asked for."""

    def __init__(self, search: "_Search", lost: Lost) -> None:
        self.search, self.lost = search, lost
        self.gates = search.roads.opened_by(lost.groups)
        self._without: dict[tuple[str, ...], Spread] = {}

    def _freely(self, roads: Roads, starts: Iterable[int]) -> Spread:
        return Spread(roads, tuple(starts), self.gates, below=1)

    @cached_property
    def from_air(self) -> Spread:
        """What wireless gets to outside the protected zone."""
        return self._freely(self.search.outside, self.search.sources)

    @cached_property
    def from_sources(self) -> Mapping[str, Container[str]]:
        """What each source gets to, outside the zone."""
        each = zip(self.search.case.sources, self.search.sources, strict=True)
        outside = self.search.outside
        return {name: self._freely(outside, (number,)).controls for name, number in each}

    @cached_property
    def to_systems(self) -> Mapping[str, Container[str]]:
        """From where each protected system is got to, past the controls still to spare."""
        spare, back = self.search.case.k - len(self.lost.groups), self.search.roads.backwards
        return {
            system: Spread(back, tuple(numbers), self.gates, below=spare).controls
            for system, numbers in self.search.systems.items()
        }

    @cached_property
    def to_targets(self) -> Spread:
        """From where a target is got to."""
        roads = self.search.roads
        return self._freely(roads.backwards, roads.numbers(self.search.case.targets))

    @cached_property
    def to_servers(self) -> Spread:
        """From where a target that is a server is got to."""
        case, roads = self.search.case, self.search.roads
        servers = (target for target in case.targets if not case.is_place(target))
        return self._freely(roads.backwards, roads.numbers(servers))

    def without(self, needed: tuple[str, ...]) -> Spread:
        """Return what wireless gets to outside the zone without a state, or a step of two."""
        if needed not in self._without:
            outside = self.search.outside
            if len(needed) == 1:
                roads = outside.only(lambda name: name not in needed)
            else:
                here, there = outside.numbers(needed)
                roads = without_steps(outside, {(here, there)})
            self._without[needed] = self._freely(roads, self.search.sources)
        return self._without[needed]


class _Search:
    """Searches that several ways in share; one set of lost groups after the other."""

    def __init__(self, case: Case, roads: Roads) -> None:
        self.case, self.roads = case, roads
        protected = case.edition.protected
        self.outside = roads.only(lambda name: case.states[name].zone not in protected)
        self.sources = tuple(roads.numbers(case.sources))
        self.joints = tuple(
            joint
            for joint in case.joints
            if joint.target in protected and joint.origin not in protected and roads.lead(joint.way)
        )
        self.systems: dict[str, list[int]] = {}
        """The servers of each protected system, by number."""
        for target in (t for t in case.targets if not case.is_place(t)):
            system = case.estate.server[case.states[target].row].system
            if system is not None:
                self.systems.setdefault(system, []).append(roads.number[target])
        self._told: dict[tuple[str, ...], list[frozenset[str]]] = {}
        self.now = _Opened(self, Lost((), frozenset(), ()))

    def opened(self, lost: Lost) -> Iterator[Joint]:
        """Give the joints that a set of lost groups opens and no smaller set does."""
        groups, number = frozenset(lost.groups), self.roads.number
        near = [
            joint
            for joint in self.joints
            if not groups
            or number[joint.way[0]] in lost.reached
            or any(groups & set(edge.sure_groups) for edge in joint.edges)
        ]
        if not near:
            return
        self.now = _Opened(self, lost)
        for joint in near:
            told = self._told.setdefault(joint.way, [])
            if any(fewer <= groups for fewer in told):
                continue
            if (
                joint.way[0] in self.now.from_air.controls
                and self._passes(joint)
                and self._leads_in(joint)
            ):
                told.append(groups)
                yield joint

    def _passes(self, joint: Joint) -> bool:
        """Return whether every control that a joint passes is lost."""
        lost = set(self.now.lost.groups)
        return all(not self._guards(edge) or lost & set(edge.sure_groups) for edge in joint.edges)

    def _leads_in(self, joint: Joint) -> bool:
        """Return whether a target is got to from a joint's end past nothing that still stands.

        A segment on a link is none; whether it comes in anywhere may depend on rows not known.
        """
        end = joint.way[-1]
        return end in self.case.target_set or end in self.now.to_targets.controls

    def _guards(self, edge: Edge) -> bool:
        return guards(edge, self.case.edition.counts)

    def way_in(self, row: Row, joints: list[Joint]) -> WayIn:
        """Return the way in by the joints of one row."""
        sources: set[str] = set()
        systems: set[str] = set()
        for joint in joints:
            sources.update(s for s, on in self.now.from_sources.items() if joint.way[0] in on)
            systems.update(s for s, on in self.now.to_systems.items() if joint.way[-1] in on)
        way = self._whole(min(joints, key=self._length))
        fault = self._fault(way, joints)
        if fault is not None:
            edge = self.case.edges(way)[fault - 1]
            row = edge.table, edge.row
        return WayIn(
            row=row,
            way=way,
            step=step_in(self.case, way) if fault is None else fault,
            controls=self._controls(way),
            lost=self.now.lost.groups,
            sources=tuple(sorted(sources)),
            systems=tuple(sorted(systems)),
        )

    def _fault(self, way: tuple[str, ...], joints: list[Joint]) -> int | None:
        """Return the step of a way that lets it in past a sound control, if any does."""
        if not all(any(self._guards(edge) for edge in joint.edges) for joint in joints):
            return None
        for step in range(len(way) - 1, 0, -1):
            needed = undone(self.case, way[step - 1], way[step])
            if needed and not any(j.way[0] in self.now.without(needed).controls for j in joints):
                return step
        return None

    def _length(self, joint: Joint) -> tuple[int, tuple[str, ...]]:
        """Return how long the way by a joint is, on to a server if free, and its beginning."""
        way = (*self.now.from_air.way(joint.way[0])[:-1], *joint.way)
        return len(way) + (self.now.to_servers.steps(joint.way[-1]) or 0), way

    def _whole(self, joint: Joint) -> tuple[str, ...]:
        """Return the way by a joint, on to a server if it is free."""
        _, way = self._length(joint)
        if self.now.to_servers.steps(way[-1]) is None:
            return way
        on = Spread(self.roads, (self.roads.number[way[-1]],), self.now.gates, below=1)
        free = [t for t in self.case.targets if t in on.controls and not self.case.is_place(t)]
        return way + on.way(on.nearest(free, self.case.is_place))[1:]

    def _controls(self, way: tuple[str, ...]) -> tuple[str, ...]:
        found = (e.control for e in self.case.edges(way) if self._guards(e))
        return tuple(control for control in found if control is not None)
