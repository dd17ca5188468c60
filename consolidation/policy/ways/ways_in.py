"""Where ways from wireless with too few controls enter the protected zone for the first time.

A way that breaks P2 is free once fewer than k groups of controls are lost, and it gets into the
protected zone somewhere first. Before that joint it keeps outside, so the joint alone tells:
whether its beginning is got to freely outside the zone, and whether what it passes is lost.
Joints of one inventory row are one way in. Where that row is itself a sound control, the fault is
elsewhere on the way: the row named is then the last unguarded joint which, guarded, would leave
no way by that way in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from consolidation.network import names
from consolidation.network.attributes import Edge
from consolidation.policy.case import Case
from consolidation.policy.ways.joints import Joint, Row
from consolidation.policy.ways.losses import Lost
from consolidation.policy.ways.roads import Roads, guards
from consolidation.policy.ways.spread import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """A row by which wireless gets into the protected zone past too few controls."""

    row: Row
    """The row at which it gets in, or the unguarded joint before it that is at fault."""
    way: tuple[str, ...]
    """A way with fewest controls, on to a server where that takes no further control."""
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
        self._told: dict[tuple[str, ...], list[frozenset[str]]] = {}
        self._begin(Lost((), frozenset(), ()))

    def _begin(self, lost: Lost) -> None:
        self.lost = lost
        self.open = self.roads.opened_by(lost.groups)
        self.from_air = Spread(self.outside, self.sources, self.open, below=1)
        self._on: dict[str, Spread] = {}
        self._back: dict[str, Spread] = {}
        self._without: dict[str, Spread] = {}

    def opened(self, lost: Lost) -> Iterator[Joint]:
        """Give the joints that a set of lost groups opens and no smaller set does."""
        groups, number = frozenset(lost.groups), self.roads.number
        near = [
            joint
            for joint in self.joints
            if not groups
            or number[joint.way[0]] in lost.reached
            or any(groups & set(edge.groups) for edge in joint.edges)
        ]
        if not near:
            return
        self._begin(lost)
        for joint in near:
            told = self._told.setdefault(joint.way, [])
            if any(fewer <= groups for fewer in told):
                continue
            if (
                joint.way[0] in self.from_air.controls
                and self._passes(joint)
                and self._leads_in(joint)
            ):
                told.append(groups)
                yield joint

    def _passes(self, joint: Joint) -> bool:
        """Return whether every control that a joint passes is lost."""
        lost = set(self.lost.groups)
        return all(not self._guards(edge) or lost & set(edge.groups) for edge in joint.edges)

    def _leads_in(self, joint: Joint) -> bool:
        """Return whether a target is got to from a joint's end past nothing that still stands.

        A segment on a link is none; whether it comes in anywhere may depend on rows not known.
        """
        end = joint.way[-1]
        if end in self.case.target_set:
            return True
        on = self._onward(end).controls
        return any(not on[node] for node in self.case.target_set & on.keys())

    def _guards(self, edge: Edge) -> bool:
        return guards(edge, self.case.edition.counts)

    def way_in(self, row: Row, joints: list[Joint]) -> WayIn:
        """Return the way in by the joints of one row."""
        sources: set[str] = set()
        systems: set[str] = set()
        for joint in joints:
            back = self._back_from(joint.way[0])
            sources.update(s for s in self.case.sources if s in back.controls)
            systems.update(self._systems(self._onward(joint.way[-1])))
        _, way = min(self._whole(joint) for joint in joints)
        return WayIn(
            row=self._fault(way, joints) or row,
            way=way,
            controls=self._controls(way),
            lost=self.lost.groups,
            sources=tuple(sorted(sources)),
            systems=tuple(sorted(systems)),
        )

    def _fault(self, way: tuple[str, ...], joints: list[Joint]) -> Row | None:
        """Return the unguarded joint on a way that lets it in past a sound control, if any does."""
        if not all(any(self._guards(edge) for edge in joint.edges) for joint in joints):
            return None
        for edge in reversed(self.case.edges(way)):
            if edge.control is None or self._guards(edge):
                continue
            left = self._if_guarded(edge.control).controls
            if not any(joint.way[0] in left for joint in joints):
                return "controls", edge.control
        return None

    def _if_guarded(self, control: str) -> Spread:
        """Return what is got to outside the zone, if one joint were guarded."""
        if control not in self._without:
            node = names.control(control)
            roads = self.outside.only(lambda name: name != node)
            self._without[control] = Spread(roads, self.sources, self.open, below=1)
        return self._without[control]

    def _back_from(self, start: str) -> Spread:
        """Return from where the beginning of a joint is got to freely, outside the zone."""
        if start not in self._back:
            number = self.roads.number[start]
            self._back[start] = Spread(self.outside.backwards, (number,), self.open, below=1)
        return self._back[start]

    def _onward(self, start: str) -> Spread:
        """Return what is got to from the end of a joint, past the controls still to spare."""
        if start not in self._on:
            spare = self.case.k - len(self.lost.groups)
            self._on[start] = Spread(
                self.roads, (self.roads.number[start],), self.open, below=spare
            )
        return self._on[start]

    def _servers(self, on: Spread) -> list[str]:
        return [t for t in self.case.targets if t in on.controls and not self.case.is_place(t)]

    def _systems(self, on: Spread) -> set[str]:
        servers = (self.case.estate.server[self.case.states[t].row] for t in self._servers(on))
        return {server.system for server in servers if server.system is not None}

    def _whole(self, joint: Joint) -> tuple[int, tuple[str, ...]]:
        """Return the way by a joint with its length, on to a server if it is free."""
        way = (*self.from_air.way(joint.way[0])[:-1], *joint.way)
        on = self._onward(joint.way[-1])
        free = [t for t in self._servers(on) if on.controls[t] == 0]
        if free:
            way += on.way(on.nearest(free, self.case.is_place))[1:]
        return len(way), way

    def _controls(self, way: tuple[str, ...]) -> tuple[str, ...]:
        found = (e.control for e in self.case.edges(way) if self._guards(e))
        return tuple(control for control in found if control is not None)
