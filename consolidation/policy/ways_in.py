"""Where ways from wireless with too few controls enter the protected zone for the first time.

A way that breaks P2 gets into the protected zone somewhere first. Before that joint it keeps
outside, so the joint alone tells: fewest controls to it outside the zone, and those it passes.
Joints of one inventory row are one way in. Where that row is itself a sound control, the fault is
elsewhere on the way: the row named is then the last unguarded joint which, guarded, would leave
no way with so few controls by that way in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from consolidation.network import names
from consolidation.policy.case import Case
from consolidation.policy.joints import Joint, Row
from consolidation.policy.search import Roads, Spread, counted, reversed_roads, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """A row by which wireless gets into the protected zone past too few controls."""

    row: Row
    """The row at which it gets in, or the unguarded joint before it that is at fault."""
    way: tuple[str, ...]
    """A way with fewest controls, on to a server where that takes no further control."""
    controls: tuple[str, ...]
    """Ids of the counted controls on that way."""
    sources: tuple[str, ...]
    """Every radio source that gets in here past too few controls."""
    systems: tuple[str, ...]
    """Every protected system that can then be got to."""

    @property
    def num_controls(self) -> int:
        """How many controls the way passes."""
        return len(self.controls)


def ways_in(case: Case) -> tuple[WayIn, ...]:
    """Return every way in that rows state as known, in order of row."""
    search = _Search(case)
    by_row: dict[Row, list[tuple[int, Joint]]] = {}
    for joint in case.joints:
        if not joint.sure or joint.target not in case.edition.protected:
            continue
        if joint.origin in case.edition.protected or joint.way[0] not in search.outside.controls:
            continue
        controls = search.outside.controls[joint.way[0]] + search.passed(joint)
        if controls < case.k:
            by_row.setdefault(joint.row, []).append((controls, joint))
    return _by_fault(search.way_in(row, by_row[row]) for row in sorted(by_row))


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
    """Searches that several ways in share."""

    def __init__(self, case: Case) -> None:
        self.case = case
        protected = case.edition.protected
        roads = case.sure_roads
        self.out_roads: Roads = {
            origin: [s for s in steps if case.states[s[0]].zone not in protected]
            for origin, steps in roads.items()
            if case.states[origin].zone not in protected
        }
        self.back_roads = reversed_roads(self.out_roads)
        self.outside = spread(self.out_roads, case.sources, below=case.k)
        self._back: dict[tuple[str, int], Spread] = {}
        self._on: dict[tuple[str, int], Spread] = {}
        self._if_guarded: dict[str, Spread] = {}

    def passed(self, joint: Joint) -> int:
        """Return how many controls a joint passes."""
        return sum(counted(edge, self.case.edition.counts) for edge in joint.edges)

    def way_in(self, row: Row, joints: list[tuple[int, Joint]]) -> WayIn:
        """Return the way in by the joints of one row."""
        sources: set[str] = set()
        systems: set[str] = set()
        for controls, joint in joints:
            back = self._spread(
                self._back, self.back_roads, joint.way[0], self.case.k - self.passed(joint)
            )
            sources.update(s for s in self.case.sources if s in back.controls)
            on = self._spread(self._on, self.case.sure_roads, joint.way[-1], self.case.k - controls)
            systems.update(self._systems(on))
        _, _, way = min(self._whole(controls, joint) for controls, joint in joints)
        return WayIn(
            row=self._fault(way, joints) or row,
            way=way,
            controls=self._controls(way),
            sources=tuple(sorted(sources)),
            systems=tuple(sorted(systems)),
        )

    def _fault(self, way: tuple[str, ...], joints: list[tuple[int, Joint]]) -> Row | None:
        """Return the unguarded joint on a way that lets it in past a sound control, if any does."""
        if not all(self.passed(joint) for _, joint in joints):
            return None
        fewest = min(controls for controls, _ in joints)
        for edge in reversed(self.case.edges(way)):
            if edge.control is None or counted(edge, self.case.edition.counts):
                continue
            guarded = self._guarded(names.control(edge.control))
            left = (
                guarded.controls[joint.way[0]] + self.passed(joint)
                for _, joint in joints
                if joint.way[0] in guarded.controls
            )
            if min(left, default=self.case.k) > fewest:
                return "controls", edge.control
        return None

    def _guarded(self, control: str) -> Spread:
        """Return fewest controls outside the zone, if one joint were guarded."""
        if control not in self._if_guarded:
            roads = {
                origin: [(target, weight + (target == control)) for target, weight in steps]
                for origin, steps in self.out_roads.items()
            }
            self._if_guarded[control] = spread(roads, self.case.sources, below=self.case.k)
        return self._if_guarded[control]

    def _spread(
        self, kept: dict[tuple[str, int], Spread], roads: Roads, start: str, below: int
    ) -> Spread:
        if (start, below) not in kept:
            kept[start, below] = spread(roads, (start,), below=below)
        return kept[start, below]

    def _servers(self, on: Spread) -> list[str]:
        return [t for t in self.case.targets if t in on.controls and not self.case.is_place(t)]

    def _systems(self, on: Spread) -> set[str]:
        servers = (self.case.estate.server[self.case.states[t].row] for t in self._servers(on))
        return {server.system for server in servers if server.system is not None}

    def _whole(self, controls: int, joint: Joint) -> tuple[int, int, tuple[str, ...]]:
        """Return the way by a joint with its controls and length, on to a server if it is free."""
        way = (*self.outside.way(joint.way[0])[:-1], *joint.way)
        on = self._spread(self._on, self.case.sure_roads, joint.way[-1], self.case.k - controls)
        free = [t for t in self._servers(on) if on.controls[t] == 0]
        if free:
            way += on.way(on.nearest(free, self.case.is_place))[1:]
        return controls, len(way), way

    def _controls(self, way: tuple[str, ...]) -> tuple[str, ...]:
        edges = self.case.edges(way)
        found = (e.control for e in edges if counted(e, self.case.edition.counts))
        return tuple(control for control in found if control is not None)
