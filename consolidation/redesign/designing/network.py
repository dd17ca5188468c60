"""The problem in whole numbers and arrays, as all methods of the search use it.

Capacities, demands and costs are multiplied by the least factors that make them whole, so that
every inequality of the search has whole coefficients and can be checked exactly.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from consolidation.errors import SolverTrouble
from consolidation.redesign.designing.problem import (
    Choice,
    DesignLink,
    DesignProblem,
    Direction,
    Module,
)
from consolidation.text import Text

Whole = NDArray[np.int64]
MOST_WHOLE = 2**46
"""Largest total of whole numbers; sums over many rows of them then stay far within 2**63."""

SMALL = 30
"""Nodes up to which a network is not large."""
MOST_COST = 2**62
"""Largest cost in whole numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A module that may be bought on a link."""

    link: int
    place: int
    """Its place among the modules of the link."""
    capacity: int
    cost: int


@dataclass(frozen=True, slots=True)
class State:
    """A slice of time in the normal state or after a failure."""

    slice: int
    failure: int | None
    down: frozenset[int]
    """Links that cannot be used."""
    demands: tuple[int, ...]
    """What must be routed, in the order of the network's pairs."""


@dataclass(frozen=True, slots=True)
class Network:
    """A design problem in arrays.

    Traffic uses arcs; a capacity row limits the sum of its arcs: one row with two arcs per link
    where it is undirected, two rows with one arc each where it is bidirected.
    """

    num_nodes: int
    ends: tuple[tuple[int, int], ...]
    """Per link."""
    direction: Direction
    pairs: tuple[tuple[int, int], ...]
    """Between which nodes there is a demand in some state; undirected ones with a < b. Twice where
    some of the traffic has another limit."""
    limits: tuple[int | None, ...]
    """The most latency of a way, per pair; ``None``: no way is too slow."""
    latency: tuple[int, ...]
    """Per link."""
    states: tuple[State, ...]
    columns: tuple[Column, ...]
    whole: bool
    """Whether modules are bought in whole numbers."""
    single: bool
    """Whether at most one module is bought per link."""
    installed: tuple[int, ...]
    setup: tuple[int, ...]
    routing: tuple[int, ...]
    """Cost per unit of traffic, per link, in units of ``cost_unit / capacity_unit``."""
    fixed_cost: int
    capacity_factor: int
    """What one unit of the problem's capacity is here."""
    cost_factor: int

    @property
    def num_links(self) -> int:
        """Number of links."""
        return len(self.ends)

    @property
    def has_failures(self) -> bool:
        """Whether more than the normal state is asked for."""
        return len(self.states) > self.num_slices

    @property
    def is_large(self) -> bool:
        """Whether each step of a search takes long, so that fewer of them are worth it."""
        return self.num_nodes > SMALL

    @property
    def is_limited(self) -> bool:
        """Whether some way is too slow for some demand."""
        return any(limit is not None for limit in self.limits)

    @property
    def num_slices(self) -> int:
        """Number of slices of time; the first so many states are the normal ones."""
        return 1 + max(state.slice for state in self.states)

    @property
    def has_setup(self) -> bool:
        """Whether some link has a fixed charge."""
        return any(self.setup)

    @property
    def has_routing(self) -> bool:
        """Whether traffic itself costs something."""
        return any(self.routing)


def network(problem: DesignProblem) -> Network:
    """Return a problem in arrays; links and modules keep their order but dominated modules go."""
    place = {node: i for i, node in enumerate(problem.nodes)}
    amounts = [
        amount * times
        for demand in problem.demands
        for amount in demand.amounts
        for times in {Fraction(1), problem.normal_factor}
    ]
    capacities = [module.capacity for link in problem.links for module in link.modules]
    capacities += [link.installed for link in problem.links] + amounts
    per_capacity = lcm(*(amount.denominator for amount in capacities))
    costs = [module.cost for link in problem.links for module in link.modules]
    for link in problem.links:
        costs += [link.installed_cost, link.setup_cost, link.routing_cost / per_capacity]
    per_cost = lcm(*(cost.denominator for cost in costs))
    wanted, demands = _demands(problem, place, per_capacity)
    per_latency = _per_latency(problem)
    _refuse_too_fine(sum(amounts, Fraction(0)) + max(capacities, default=Fraction(0)), per_capacity)
    if max(costs, default=Fraction(0)) * per_cost > MOST_COST:
        raise SolverTrouble(
            Text(
                f"費用の数が細かすぎる (単位の1/{per_cost})。費用を丸めてから、もう一度求める",
                f"costs are too fine to be kept exact (in parts of 1/{per_cost}); round them and "
                "ask again",
            )
        )
    return Network(
        num_nodes=len(problem.nodes),
        ends=tuple((place[link.a], place[link.b]) for link in problem.links),
        direction=problem.direction,
        pairs=tuple((a, b) for a, b, _ in wanted),
        limits=tuple(None if own is None else int(own * per_latency) for _, _, own in wanted),
        latency=tuple(int(link.latency * per_latency) for link in problem.links),
        states=_states(problem, place, wanted, demands),
        columns=tuple(
            Column(i, at, int(module.capacity * per_capacity), int(module.cost * per_cost))
            for i, link in enumerate(problem.links)
            for at, module in _worthwhile(link, problem)
        ),
        whole=problem.choice is not Choice.LINEAR,
        single=problem.choice is Choice.EXPLICIT,
        installed=tuple(int(link.installed * per_capacity) for link in problem.links),
        setup=tuple(int(link.setup_cost * per_cost) for link in problem.links),
        routing=tuple(int(link.routing_cost * per_cost / per_capacity) for link in problem.links),
        fixed_cost=int(sum(link.installed_cost for link in problem.links) * per_cost),
        capacity_factor=per_capacity,
        cost_factor=per_cost,
    )


def _refuse_too_fine(total: Fraction, per_capacity: int) -> None:
    """Raise `SolverTrouble` where sums of whole numbers could outgrow the arrays they stand in."""
    if total * per_capacity > MOST_WHOLE:
        raise SolverTrouble(
            Text(
                f"帯域と通信量の数が細かすぎる (単位の1/{per_capacity}、計 {float(total):g})。"
                "通信量を丸めてから、もう一度求める",
                f"capacities and demands are too fine to be kept exact (in parts of "
                f"1/{per_capacity}, {float(total):g} in all); round the demands and ask again",
            )
        )


Wanted = tuple[int, int, Fraction | None]
"""Source, target and the most latency of a way."""


def _demands(
    problem: DesignProblem, place: dict[str, int], per_capacity: int
) -> tuple[tuple[Wanted, ...], list[dict[Wanted, int]]]:
    """Return the pairs with traffic in order, and per slice how much."""
    slices: list[dict[Wanted, int]] = [{} for _ in problem.slices]
    slowest = _slowest(problem)
    for demand in problem.demands:
        a, b = place[demand.source], place[demand.target]
        if a == b:
            continue
        if problem.direction is Direction.UNDIRECTED:
            a, b = min(a, b), max(a, b)
        limit = demand.max_latency
        pair = a, b, None if limit is None or limit >= slowest else limit
        for amounts, amount in zip(slices, demand.amounts, strict=True):
            amounts[pair] = amounts.get(pair, 0) + int(amount * per_capacity)
    pairs = {p for amounts in slices for p, amount in amounts.items() if amount}
    return tuple(sorted(pairs, key=_order)), slices


def _order(pair: Wanted) -> tuple[int, int, bool, Fraction]:
    """Order pairs by their ends, what has no limit last."""
    a, b, limit = pair
    return a, b, limit is None, limit or Fraction(0)


def _slowest(problem: DesignProblem) -> Fraction:
    """Return a latency that no way exceeds: it has fewer links than there are nodes."""
    found = sorted((link.latency for link in problem.links), reverse=True)
    return sum(found[: max(0, len(problem.nodes) - 1)], Fraction(0))


def _per_latency(problem: DesignProblem) -> int:
    """Return what makes all latencies and limits whole."""
    found = [link.latency for link in problem.links]
    found += [own.max_latency for own in problem.demands if own.max_latency is not None]
    return lcm(*(latency.denominator for latency in found))


def _states(
    problem: DesignProblem,
    place: dict[str, int],
    pairs: tuple[Wanted, ...],
    demands: list[dict[Wanted, int]],
) -> tuple[State, ...]:
    """Return every slice in the normal state, then every slice after every failure."""
    link_place = {link.id: i for i, link in enumerate(problem.links)}
    wanted = [tuple(amounts.get(pair, 0) for pair in pairs) for amounts in demands]
    found = [
        State(number, None, frozenset(), tuple(int(n * problem.normal_factor) for n in amounts))
        for number, amounts in enumerate(wanted)
    ]
    for at, failure in enumerate(problem.failures):
        lost = {place[node] for node in failure.nodes}
        down = frozenset(link_place[link] for link in failure.links)
        asked = wanted
        if lost:
            down |= {
                i for i, link in enumerate(problem.links) if lost & {place[link.a], place[link.b]}
            }
            asked = [
                tuple(
                    0 if lost & {a, b} else n for (a, b, _), n in zip(pairs, amounts, strict=True)
                )
                for amounts in wanted
            ]
        found += [State(number, at, down, amounts) for number, amounts in enumerate(asked)]
    return tuple(found)


def _worthwhile(link: DesignLink, problem: DesignProblem) -> list[tuple[int, Module]]:
    """Return the modules that no other, or others together, give at no higher price."""
    kept = [(i, module) for i, module in enumerate(link.modules) if module.capacity > 0]
    if problem.choice is Choice.LINEAR:
        return sorted(kept, key=lambda im: (im[1].cost / im[1].capacity, im[0]))[:1]
    for entry in sorted(kept, key=lambda im: (-im[1].cost, im[1].capacity, im[0])):
        others = [module for i, module in kept if i != entry[0]]
        if problem.choice is Choice.EXPLICIT:
            needless = any(
                m.capacity >= entry[1].capacity and m.cost <= entry[1].cost for m in others
            )
        else:
            needless = _covered(entry[1], others)
        if needless:
            kept.remove(entry)
    return kept


MOST_STEPS = 20_000
"""Beyond this many steps a module is compared with each other one, not with several together."""


def _covered(module: Module, others: list[Module]) -> bool:
    """Whether other modules together have the capacity and cost no more."""
    per_unit = lcm(*(m.capacity.denominator for m in [module, *others]))
    sizes = [int(m.capacity * per_unit) for m in others]
    step = gcd(int(module.capacity * per_unit), *sizes)
    most = int(module.capacity * per_unit) // step
    if most > MOST_STEPS:
        return any(m.capacity >= module.capacity and m.cost <= module.cost for m in others)
    per_cost = lcm(*(m.cost.denominator for m in [module, *others]))
    priced = [(size // step, int(m.cost * per_cost)) for size, m in zip(sizes, others, strict=True)]
    own = int(module.cost * per_cost)
    least = [0]
    for wanted in range(1, most + 1):
        ways = (least[max(0, wanted - size)] + cost for size, cost in priced)
        least.append(min(ways, default=own + 1))
    return least[most] <= own
