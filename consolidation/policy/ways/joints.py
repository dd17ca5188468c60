"""Joints: the places where one gets from one zone, or from the air, straight into another zone.

Every way between two zones passes such places: from a state of one zone, through nothing but
states of no zone (a control, a hub, a switch not described, a server of no system), to a state
of another. Rules look at joints one by one, so that two faults are two findings.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consolidation.inventory.tables.kinds import Certainty, ControlKind, Zone
from consolidation.network.attributes import Edge, Layer, State, StateGraph, ways

ZONED = frozenset({Layer.DOMAIN, Layer.WIRE, Layer.SEGMENT, Layer.SERVER})
Row = tuple[str, str]
Onward = Mapping[str, Sequence[tuple[str, Edge]]]


@dataclass(frozen=True, slots=True)
class Joint:
    """A shortest way from a state straight into another zone, and the edges it takes."""

    origin: Zone | None
    """``None``: it comes out of the air."""
    target: Zone
    way: tuple[str, ...]
    edges: tuple[Edge, ...]

    @property
    def row(self) -> Row:
        """The row at which it leaves the first zone."""
        return self.edges[0].table, self.edges[0].row

    @property
    def kinds(self) -> frozenset[ControlKind]:
        """Kinds of the controls it passes."""
        return frozenset(e.control_kind for e in self.edges if e.control_kind is not None)

    @property
    def sure(self) -> bool:
        """Whether every row it depends on is known."""
        return all(e.certainty is Certainty.KNOWN for e in self.edges)


def find_joints(graph: StateGraph, states: Mapping[str, State]) -> tuple[Joint, ...]:
    """Return the joints of a graph, in order of the state they begin in."""
    zone = {name: state.zone if state.layer in ZONED else None for name, state in states.items()}
    onward: dict[str, list[tuple[str, Edge]]] = {}
    for origin, target, edge in ways(graph):
        here = zone[origin]
        if here is None or here is not zone[target]:  # else it stays within a zone
            onward.setdefault(origin, []).append((target, edge))
    for steps in onward.values():
        steps.sort(key=lambda step: step[0])
    return tuple(
        joint
        for node in sorted(onward)
        if states[node].layer is Layer.AIR or zone[node] is not None
        for joint in _from(node, states, onward)
    )


def _from(start: str, states: Mapping[str, State], onward: Onward) -> Iterator[Joint]:
    """Give the joints of one state: a shortest one for each end, controls passed and sureness.

    And for each answer to whether it takes an element over by its management: rules differ on it.
    """
    zone = states[start].zone
    waiting: deque[tuple[tuple[str, ...], tuple[Edge, ...]]] = deque([((start,), ())])
    seen: set[tuple[str, frozenset[str | None], bool, bool]] = set()
    while waiting:
        way, edges = waiting.popleft()
        for target, edge in onward.get(way[-1], ()):
            other = states[target].zone
            if other is not None and (other is zone or states[target].layer not in ZONED):
                continue
            passed = (*edges, edge)
            sure = all(e.certainty is Certainty.KNOWN for e in passed)
            held = any(states[node].layer is Layer.HELD for node in (*way[1:], target))
            key = (target, frozenset(e.control for e in passed), sure, held)
            if target in way or key in seen:
                continue
            seen.add(key)
            if other is None:
                waiting.append(((*way, target), passed))
            else:
                yield Joint(zone, other, (*way, target), passed)
