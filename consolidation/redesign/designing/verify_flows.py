"""The routing program of one state: what traffic cannot be met, what routing costs at least.

Traffic of one end is one commodity: it may mix on its way, as it is told apart by its other end
alone. Where ways may be too slow it may not, and flows are those of ways.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pulp

from consolidation.redesign.designing.verify_limited import MOST_WAYS, listed
from consolidation.redesign.designing.verify_states import Arc, Pool, State, Wish
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status

LIMIT_S = 600.0
MET = 1e-7
"""What is not met counts as nothing up to this share of the largest wish."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """The routing that meets the most, in shares of the largest wish."""

    shares: tuple[float, ...]
    """What is not met of each wish."""
    free: Mapping[Pool, float]
    """What each pool has left."""


@dataclass(frozen=True, slots=True)
class _Commodity:
    """The traffic of a hub with other ends: from it where ``outward``, else to it."""

    hub: str
    outward: bool
    places: Mapping[str, int]
    """Place of the wish of each other end."""


@dataclass(frozen=True, slots=True)
class _Program:
    """Amounts are in units of the largest wish: the solver's tolerances are absolute."""

    problem: pulp.LpProblem
    flows: Sequence[tuple[Arc, pulp.LpVariable]]
    unmet: Sequence[pulp.LpVariable]
    """In the order of the wishes."""
    unit: Fraction
    has_all_ways: bool = True
    """Whether it may route traffic on every way that will do."""


def unmet(state: State) -> Unmet | None:
    """Return what cannot be met at least; ``None`` if that is not found in the time."""
    for program in _programs(state):
        result = _solved(program, pulp.lpSum(program.unmet))
        if result is None or result.values is None:
            return None
        num = len(program.unmet)
        if program.has_all_ways or sum(result.values[:num]) <= MET:
            free = {pool: float(room / program.unit) for pool, room in state.room.items()}
            for (arc, _), flow in zip(program.flows, result.values[num:], strict=True):
                free[arc.pool] -= flow
            return Unmet(result.values[:num], free)
    return None


def least_routing_cost(state: State) -> Fraction | None:
    """Return the cost of the cheapest routing.

    ``None`` if there is none, the time is up, or there are too many ways to look at.
    """
    if not any(arc.price for arc in state.arcs) or not state.wishes:
        return Fraction(0)
    for program in _programs(state):
        if program.has_all_ways:
            return _least_cost(state, program)
    return None


def _least_cost(state: State, program: _Program) -> Fraction | None:
    for variable in program.unmet:
        variable.upBound = 0
    price = max(arc.price for arc in state.arcs)
    terms = [float(arc.price / price) * flow for arc, flow in program.flows if arc.price]
    result = _solved(program, pulp.lpSum(terms))
    if result is None or result.objective is None:
        return None
    return Fraction(result.objective) * price * program.unit


def _programs(state: State) -> Iterator[_Program]:
    """Yield the program of a state; of ways where some are too slow, few of them at first."""
    if all(wish.limit is None for wish in state.wishes):
        yield _program(state)
        return
    for most in MOST_WAYS:
        program = _of_ways(state, most)
        yield program
        if program.has_all_ways:
            return


def _solved(program: _Program, objective: pulp.LpAffineExpression) -> MipResult | None:
    program.problem.setObjective(objective)
    columns = [*program.unmet, *(flow for _, flow in program.flows)]
    result = solve(program.problem, columns, time_limit_s=LIMIT_S)
    return result if result.status is Status.OPTIMAL else None


def _program(state: State) -> _Program:
    """Write inflow - outflow + unmet = amount per commodity and end, flows <= room per pool."""
    problem = pulp.LpProblem("routing")
    unit = max(wish.amount for wish in state.wishes)
    total = sum((wish.amount for wish in state.wishes), Fraction(0))
    amounts = [float(wish.amount / unit) for wish in state.wishes]
    lack = [problem.add_variable(f"u_{w}", 0, amount) for w, amount in enumerate(amounts)]
    flows: list[tuple[Arc, pulp.LpVariable]] = []
    loads: dict[Pool, list[pulp.LpVariable]] = {pool: [] for pool in state.room}
    for c, commodity in enumerate(_commodities(state)):
        balance: dict[str, list[pulp.LpAffineExpression]] = {node: [] for node in state.nodes()}
        for a, arc in enumerate(state.arcs):
            near, far = (arc.tail, arc.head) if commodity.outward else (arc.head, arc.tail)
            if far == commodity.hub:  # nothing gains by coming back
                continue
            flow = problem.add_variable(f"x_{c}_{a}", 0)
            flows.append((arc, flow))
            loads[arc.pool].append(flow)
            balance[far].append(1 * flow)
            balance[near].append(-1 * flow)
        for node, terms in balance.items():
            if node != commodity.hub:
                at = commodity.places.get(node)
                own = [] if at is None else [lack[at]]
                problem.addConstraint(pulp.lpSum(terms + own) == (0 if at is None else amounts[at]))
    for pool, parts in loads.items():
        # room beyond all traffic changes nothing and would only spoil the scale
        problem.addConstraint(pulp.lpSum(parts) <= float(min(state.room[pool], total) / unit))
    return _Program(problem, flows, lack, unit)


def _of_ways(state: State, most: int) -> _Program:
    """Write flows + unmet = amount per wish over its quickest ways, flows <= room per pool."""
    problem = pulp.LpProblem("ways")
    unit = max(wish.amount for wish in state.wishes)
    total = sum((wish.amount for wish in state.wishes), Fraction(0))
    lack: list[pulp.LpVariable] = []
    flows: list[tuple[Arc, pulp.LpVariable]] = []
    loads: dict[Pool, list[pulp.LpVariable]] = {pool: [] for pool in state.room}
    has_all = True
    for w, wish in enumerate(state.wishes):
        found = listed(state, wish, most)
        has_all &= found.all
        amount = float(wish.amount / unit)
        lack.append(problem.add_variable(f"u_{w}", 0, amount))
        own = [problem.add_variable(f"x_{w}_{n}", 0) for n in range(len(found.ways))]
        problem.addConstraint(pulp.lpSum([lack[-1], *own]) == amount)
        for way, flow in zip(found.ways, own, strict=True):
            for arc in way:
                flows.append((arc, flow))
                loads[arc.pool].append(flow)
    for pool, parts in loads.items():
        problem.addConstraint(pulp.lpSum(parts) <= float(min(state.room[pool], total) / unit))
    return _Program(problem, flows, lack, unit, has_all)


def _commodities(state: State) -> list[_Commodity]:
    """Share the wishes out to few hubs, always the one that takes the most next."""
    left = list(enumerate(state.wishes))
    found = []
    while left:
        counts = Counter(hub for _, wish in left for hub in _hubs(wish, directed=state.directed))
        hub, outward = min(counts, key=lambda key: (-counts[key], key))
        own = [
            (w, wish) for w, wish in left if (hub, outward) in _hubs(wish, directed=state.directed)
        ]
        places = {wish.target if wish.source == hub else wish.source: w for w, wish in own}
        found.append(_Commodity(hub, outward, places))
        taken = set(places.values())
        left = [(w, wish) for w, wish in left if w not in taken]
    return found


def _hubs(wish: Wish, *, directed: bool) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """Return the hubs that a wish may belong to."""
    return (wish.source, True), (wish.target, not directed)
