"""The states a design must hold in, found anew for its re-check: what stands, what is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.designing.problem import (
    DesignProblem,
    Direction,
    Failure,
)
from consolidation.text import Text

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


@dataclass(frozen=True, slots=True)
class Wish:
    """All traffic between two nodes that the network treats alike, by the demands it comes from."""

    source: str
    target: str
    amount: Fraction
    demands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """One slice in the normal state or in a failure. Arcs without room are left out."""

    where: Text
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
        wishes = _wishes(problem, slice_at, problem.normal_factor if failure is None else 1)
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
            where=_where(problem, slice_at, failure),
            directed=problem.direction is not Direction.UNDIRECTED,
            arcs=standing,
            room={arc.pool: capacity[arc.pool[0]] for arc in standing},
            wishes=tuple(w for w in wishes if nodes.isdisjoint((w.source, w.target))),
        )


def _where(problem: DesignProblem, slice_at: int, failure: Failure | None) -> Text:
    name = problem.slices[slice_at]
    if failure is None:
        times = problem.normal_factor
        ja, en = ("", "") if times == 1 else (f" (需要は {times} 倍)", f" (demands x {times})")
        return Text(f"時間帯 {name}、通常時{ja}", f"slice {name}, normal state{en}")
    return Text(f"時間帯 {name}、障害 {failure.id}", f"slice {name}, failure {failure.id}")


def _arcs(problem: DesignProblem) -> tuple[Arc, ...]:
    """Return the ways over all links, by link; one that leads nowhere else carries nothing."""
    found = []
    for link in sorted(problem.links, key=lambda link: link.id):
        if link.a == link.b:
            continue
        found.append(Arc((link.id, True), link.a, link.b, link.routing_cost))
        if problem.direction is not Direction.DIRECTED:
            own = problem.direction is Direction.BIDIRECTED
            found.append(Arc((link.id, not own), link.b, link.a, link.routing_cost))
    return tuple(found)


def _wishes(problem: DesignProblem, slice_at: int, times: Fraction | int) -> tuple[Wish, ...]:
    """Return the traffic of a slice by its ends; undirected, there and back are one."""
    amounts: dict[tuple[str, str], Fraction] = {}
    names: dict[tuple[str, str], list[str]] = {}
    for demand in problem.demands:
        pair = demand.source, demand.target
        if problem.direction is Direction.UNDIRECTED:
            pair = min(pair), max(pair)
        amount = demand.amounts[slice_at] * times
        if amount > 0 and pair[0] != pair[1]:
            amounts[pair] = amounts.get(pair, Fraction(0)) + amount
            names.setdefault(pair, []).append(demand.id)
    return tuple(
        Wish(*pair, amount, tuple(sorted(names[pair]))) for pair, amount in sorted(amounts.items())
    )
