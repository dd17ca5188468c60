"""Ways with the fewest controls over the state graph (Dijkstra with weights 0 and 1).

Among ways with equally many controls the one with fewest steps is taken, then the one whose
states come first by name: the same graph gives the same way.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from consolidation.inventory.tables.kinds import Certainty, ControlKind
from consolidation.network.attributes import Edge, StateGraph, ways

Roads = Mapping[str, list[tuple[str, int]]]
"""From each state, the states one step on with the controls that the step passes."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Fewest controls to each state that can be got to, and the state before it on such a way."""

    controls: Mapping[str, int]
    steps: Mapping[str, int]
    before: Mapping[str, str]

    def way(self, target: str) -> tuple[str, ...]:
        """Return the way from a start to a target, both included."""
        found = [target]
        while found[-1] in self.before:
            found.append(self.before[found[-1]])
        return tuple(reversed(found))

    def nearest(self, targets: Iterable[str], last: Callable[[str], bool]) -> str:
        """Return the target with fewest controls, those not ``last`` first, then fewest steps."""
        return min(targets, key=lambda t: (self.controls[t], last(t), self.steps[t], t))


def counted(edge: Edge, kinds: Collection[ControlKind]) -> int:
    """Return 1 if a control of a counted kind guards the edge, else 0."""
    return int(edge.control_kind is not None and edge.control_kind in kinds)


def roads(graph: StateGraph, kinds: Collection[ControlKind], *, sure: bool) -> Roads:
    """Return what one can travel; with ``sure``, only what rows state as known."""
    found: dict[str, list[tuple[str, int]]] = {}
    for origin, target, edge in ways(graph):
        if not sure or edge.certainty is Certainty.KNOWN:
            found.setdefault(origin, []).append((target, counted(edge, kinds)))
    return found


def reversed_roads(forward: Roads) -> Roads:
    """Return the same roads, travelled backwards."""
    found: dict[str, list[tuple[str, int]]] = {}
    for origin, steps in forward.items():
        for target, weight in steps:
            found.setdefault(target, []).append((origin, weight))
    return found


def spread(forward: Roads, starts: Iterable[str], below: int | None = None) -> Spread:
    """Return fewest controls from any start to every state; only those under ``below`` if given."""
    controls: dict[str, int] = {}
    far: dict[str, int] = {}
    before: dict[str, str] = {}
    waiting = [(0, 0, start, "") for start in sorted(set(starts))]
    while waiting:
        passed, steps, node, previous = heappop(waiting)
        if node in controls:
            continue
        controls[node] = passed
        far[node] = steps
        if previous:
            before[node] = previous
        for target, weight in forward.get(node, ()):
            if target not in controls and (below is None or passed + weight < below):
                heappush(waiting, (passed + weight, steps + 1, target, node))
    return Spread(controls, far, before)
