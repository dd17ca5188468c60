"""The states a design must hold in, found anew for its re-check: what stands, what is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.designing.problem import (
    DesignProblem,
    Direction,
    Failure,
)

Ends = tuple[str, str, Fraction | None]
"""Source, target, and the most latency of a way."""
Pool = tuple[str, bool]
"""Room that is shared: that of a link, or of its way from end a to end b (true) or back."""


@dataclass(frozen=True, slots=True)
class Arc:
    """A way over a link."""

    pool: Pool
    tail: str
    head: str
    price: Fraction
    """Routing cost per unit."""
    latency: Fraction


@dataclass(frozen=True, slots=True)
class Wish:
    """All traffic between two nodes that the network treats alike, by the demands it comes from."""

    source: str
    target: str
    limit: Fraction | None
    """The most latency of its ways; ``None``: any."""
    amount: Fraction
    demands: tuple[str, ...]

    @property
    def ends(self) -> "Ends":
        """What tells it from other traffic."""
        return self.source, self.target, self.limit


@dataclass(frozen=True, slots=True)
class State:
    """One slice in the normal state or in a failure. Arcs without room are left out."""

    slice: str
    """Name of the slice."""
    failure: Failure | None
    """``None``: the normal state."""
    times: Fraction
    """How often demands count."""
    directed: bool
    """Whether traffic from a to b differs from traffic from b to a."""
    arcs: tuple[Arc, ...]
    room: Mapping[Pool, Fraction]
    wishes: tuple[Wish, ...]

    def leaving(self) -> dict[str, list[Arc]]:
        """Return the arcs by the node they leave."""
        found: dict[str, list[Arc]] = {}
        for arc in self.arcs:
            found.setdefault(arc.tail, []).append(arc)
        return found

    def nodes(self) -> tuple[str, ...]:
        """Return every node that traffic may touch, by name."""
        ends = {node for arc in self.arcs for node in (arc.tail, arc.head)}
        return tuple(sorted(ends | {n for wish in self.wishes for n in (wish.source, wish.target)}))


def states(
    problem: DesignProblem, slice_at: int, capacity: Mapping[str, Fraction]
) -> Iterator[State]:
    """Yield the normal state of a slice, then one state per failure."""
    arcs = _arcs(problem)
    for failure in (None, *problem.failures):
        times = problem.normal_factor if failure is None else Fraction(1)
        wishes = _wishes(problem, slice_at, times)
        links = set(failure.links) if failure is not None else set()
        nodes = set(failure.nodes) if failure is not None else set()
        standing = tuple(
            arc
            for arc in arcs
            if capacity[arc.pool[0]] > 0
            and arc.pool[0] not in links
            and nodes.isdisjoint((arc.tail, arc.head))
        )
        yield State(
            slice=problem.slices[slice_at],
            failure=failure,
            times=times,
            directed=problem.direction is not Direction.UNDIRECTED,
            arcs=standing,
            room={arc.pool: capacity[arc.pool[0]] for arc in standing},
            wishes=tuple(w for w in wishes if nodes.isdisjoint((w.source, w.target))),
        )


def _arcs(problem: DesignProblem) -> tuple[Arc, ...]:
    """Return the ways over all links, by link; one that leads nowhere else carries nothing."""
    found = []
    for link in sorted(problem.links, key=lambda link: link.id):
        if link.a == link.b:
            continue
        rest = link.routing_cost, link.latency
        found.append(Arc((link.id, True), link.a, link.b, *rest))
        if problem.direction is not Direction.DIRECTED:
            own = problem.direction is Direction.BIDIRECTED
            found.append(Arc((link.id, not own), link.b, link.a, *rest))
    return tuple(found)


def _wishes(problem: DesignProblem, slice_at: int, times: Fraction) -> tuple[Wish, ...]:
    """Return the traffic of a slice by ends and limit; undirected, there and back are one."""
    amounts: dict[Ends, Fraction] = {}
    names: dict[Ends, list[str]] = {}
    for demand in problem.demands:
        a, b = demand.source, demand.target
        if problem.direction is Direction.UNDIRECTED:
            a, b = min(a, b), max(a, b)
        ends = a, b, demand.max_latency
        amount = demand.amounts[slice_at] * times
        if amount > 0 and a != b:
            amounts[ends] = amounts.get(ends, Fraction(0)) + amount
            names.setdefault(ends, []).append(demand.id)
    # no limit comes last among the same ends
    order = sorted(amounts, key=lambda ends: (ends[0], ends[1], ends[2] is None, ends[2] or 0))
    return tuple(Wish(*ends, amounts[ends], tuple(sorted(names[ends]))) for ends in order)
