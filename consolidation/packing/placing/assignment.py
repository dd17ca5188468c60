"""The assignment programs: whole numbers of identical bundles on each host, symmetry broken.

One tells whether all bundles of a compartment fit on given hosts. The other packs a whole lot at
once: the host-mix program with a place for every bundle, for small or oddly constrained cases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulp

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.host_mix import MixModel, mix_model
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.shared_rules import FREE
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status

FEW_NODES = 10_000
"""Nodes that finding the least placement cost may take."""

Named = Iterator[tuple[str, pulp.LpConstraint]]


@dataclass(slots=True)
class AssignmentModel:
    """The variables of one compartment, beside the compartment and hosts that they speak of."""

    part: Compartment
    hosts: tuple[int, ...]
    """Setting of each host; equal settings stand side by side."""
    problem: pulp.LpProblem
    on: dict[tuple[int, int], pulp.LpVariable]
    """x[g, h]: bundles of type g on host h; a pair that cannot be is left out."""
    near: dict[tuple[int, int], pulp.LpVariable]
    """y[r, h]: 1 where rule r, which binds beside certain guests, binds host h."""
    prefix: str


def assignment_model(
    part: Compartment, hosts: Sequence[int], problem: pulp.LpProblem | None = None, prefix: str = ""
) -> AssignmentModel:
    """Build variables and rows; the objective is left open."""
    ordered = tuple(sorted(hosts))
    problem = problem or pulp.LpProblem("assignment")
    on = {
        (g, h): problem.add_variable(f"x{prefix}_{g}_{h}", 0, most, cat="Integer")
        for g, h, most in _pairs(part, ordered)
    }
    near = {
        (r, h): problem.add_variable(f"y{prefix}_{r}_{h}", 0, 1, cat="Integer")
        for r, rule in enumerate(part.rules)
        if rule.beside is not None
        for h in range(len(ordered))
    }
    model = AssignmentModel(part, ordered, problem, on, near, prefix)
    for family in (everyone(model), capacity(model), limits(model), binding(model)):
        for name, row in family:
            problem.addConstraint(row, name)
    return model


def _pairs(part: Compartment, hosts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield type, host and the most bundles of the type on the host, symmetry broken.

    Equal hosts may be numbered by the first bundle that stands on each, bundles being in a fixed
    order: so host number j among its equals (from 0) holds none of the first j bundles.
    """
    rank: dict[int, int] = {}
    places = []
    for setting in hosts:
        places.append(rank.get(setting, 0))
        rank[setting] = places[-1] + 1
    seen = 0
    for g, kind in enumerate(part.types):
        seen += kind.num
        for h, setting in enumerate(hosts):
            most = most_on(part, g, setting)
            if most and places[h] < seen:
                yield g, h, min(most, seen - places[h])


def most_on(part: Compartment, g: int, setting: int) -> int:
    """Return how many bundles of one type fit on one host in a setting."""
    kind = part.types[g]
    if setting not in part.homes[g]:
        return 0
    most = kind.num
    for need, have in zip(kind.demand, part.generous[setting], strict=True):
        if need > 0:
            most = min(most, have // need)
    for bound in kind.bounds:
        rule = part.rules[bound.rule]
        if bound.counts and (rule.beside is None or bound.beside):
            most = min(most, rule.most[setting] // bound.counts)
    return most


def everyone(model: AssignmentModel) -> Named:
    """Sum over hosts h of x[g, h] = number of bundles of type g, for every type g."""
    for g, kind in enumerate(model.part.types):
        terms = [model.on[g, h] for h in range(len(model.hosts)) if (g, h) in model.on]
        yield f"everyone{model.prefix}_{g}", pulp.lpSum(terms) == kind.num


def capacity(model: AssignmentModel) -> Named:
    """Sum over types g of demand[g, d] * x[g, h] <= capacity[h, d], for every host and d."""
    for h, setting in enumerate(model.hosts):
        for d, room in enumerate(model.part.capacities[setting]):
            terms = [
                kind.demand[d] * model.on[g, h]
                for g, kind in enumerate(model.part.types)
                if (g, h) in model.on and kind.demand[d]
            ]
            yield f"capacity{model.prefix}_{h}_{d}", pulp.lpSum(terms) <= room


def limits(model: AssignmentModel) -> Named:
    """Sum over types g of counts[g, r] * x[g, h] <= most[r, h] + M * (1 - y[r, h]).

    For every rule r and host h; without y where the rule binds every host. M is how much more
    than the limit all bundles together could count.
    """
    for r, rule in enumerate(model.part.rules):
        counting = _factors(model.part, r, beside=False)
        total = sum(factor * model.part.types[g].num for g, factor in counting)
        for h, setting in enumerate(model.hosts):
            most = rule.most[setting]
            terms = [factor * model.on[g, h] for g, factor in counting if (g, h) in model.on]
            if most >= FREE or total <= most or not terms:
                continue
            row = pulp.lpSum(terms)
            if rule.beside is not None:
                row = row + (total - most) * model.near[r, h] - (total - most)
            yield f"limit{model.prefix}_{r}_{h}", row <= most


def binding(model: AssignmentModel) -> Named:
    """x[g, h] <= most[g, h] * y[r, h] for every type g beside which rule r binds, every host h."""
    for r, rule in enumerate(model.part.rules):
        if rule.beside is None:
            continue
        for g, _ in _factors(model.part, r, beside=True):
            for h in range(len(model.hosts)):
                if (g, h) in model.on:
                    x = model.on[g, h]
                    yield f"binding{model.prefix}_{r}_{g}_{h}", x <= x.upBound * model.near[r, h]


def _factors(part: Compartment, r: int, *, beside: bool) -> list[tuple[int, int]]:
    """Return the types that count in a rule (or beside which it binds), and by how much."""
    return [
        (g, bound.beside if beside else bound.counts)
        for g, kind in enumerate(part.types)
        for bound in kind.bounds
        if bound.rule == r and (bound.beside if beside else bound.counts)
    ]


def assign(
    part: Compartment, hosts: Sequence[int], time_limit_s: float, max_nodes: int
) -> tuple[Status, Filled | None]:
    """Place all bundles on given hosts; return the answer and a packing if there is one.

    `Status.OPTIMAL` says that all bundles fit, `INFEASIBLE` that they do not, `UNKNOWN` that the
    time or the nodes ran out. Raises ``KeyboardInterrupt`` when Ctrl-C ended the run.
    """
    model = assignment_model(part, hosts)
    model.problem.setObjective(pulp.LpAffineExpression())
    result, numbers = _solved(model.problem, [model], time_limit_s, max_nodes)
    if result.status is Status.INFEASIBLE:
        return Status.INFEASIBLE, None
    filled = None if numbers is None else _filled(model, numbers[0])
    return (Status.UNKNOWN if filled is None else Status.OPTIMAL), filled


def least_placing(
    part: Compartment, hosts: Sequence[int], time_limit_s: float
) -> tuple[Status, int]:
    """Return what placing all bundles on given hosts costs at least, and how sure that is.

    `Status.OPTIMAL` says that this is the least, `INFEASIBLE` that the bundles do not fit.
    """
    model = assignment_model(part, hosts)
    costs = [
        (part.types[g].costs[model.hosts[h]] or 0) * x for (g, h), x in sorted(model.on.items())
    ]
    model.problem.setObjective(pulp.lpSum(costs))
    result, numbers = _solved(model.problem, [model], time_limit_s, FEW_NODES)
    filled = None if numbers is None else _filled(model, numbers[0])
    if filled is None:
        known = result.status is Status.INFEASIBLE
        return (Status.INFEASIBLE if known else Status.UNKNOWN), 0
    return result.status, filled.placement_yen(part)


def _solved(
    problem: pulp.LpProblem, models: Sequence[AssignmentModel], limit_s: float, max_nodes: int
) -> tuple[MipResult, list[dict[tuple[int, int], int]] | None]:
    keys = [(m, key) for m, model in enumerate(models) for key in sorted(model.on)]
    columns = [models[m].on[key] for m, key in keys]
    result = solve(problem, columns, time_limit_s=limit_s, max_nodes=max_nodes, gap=0.5)
    if result.stopped_by == "interrupt":
        raise KeyboardInterrupt
    if result.values is None:
        return result, None
    numbers: list[dict[tuple[int, int], int]] = [{} for _ in models]
    for (m, key), num in zip(keys, result.whole, strict=True):
        numbers[m][key] = num
    return result, numbers


def _filled(model: AssignmentModel, numbers: dict[tuple[int, int], int]) -> Filled | None:
    """Return the packing in exact numbers; ``None`` if the rounded answer is wrong."""
    held: dict[int, list[tuple[int, int]]] = {}
    for (g, h), num in sorted(numbers.items()):
        if num:
            held.setdefault(h, []).append((g, num))
    filled = Filled(tuple((model.hosts[h], tuple(held[h])) for h in sorted(held)))
    return filled if filled.complete(model.part) else None


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """What the program over a whole lot says."""

    status: Status
    bound: float | None
    """In steps of price."""
    filled: tuple[Filled, ...] | None


def assign_all(
    lot: Lot,
    rows: Sequence[Sequence[CoverRow]],
    most_hosts: Sequence[Sequence[int]],
    time_limit_s: float,
    max_nodes: int,
) -> WholeAnswer:
    """Pack a whole lot at once at least cost, on at most so many hosts per setting."""
    model, parts = whole_model(lot, rows, most_hosts)
    model.problem.setObjective(model.price())
    result, numbers = _solved(model.problem, parts, time_limit_s, max_nodes)
    if numbers is None:
        return WholeAnswer(result.status, result.bound, None)
    filled = [_filled(part, own) for part, own in zip(parts, numbers, strict=True)]
    found = tuple(f for f in filled if f is not None)
    whole = found if len(found) == len(filled) else None
    return WholeAnswer(result.status, result.bound, whole)


def whole_model(
    lot: Lot, rows: Sequence[Sequence[CoverRow]], most_hosts: Sequence[Sequence[int]]
) -> tuple[MixModel, list[AssignmentModel]]:
    """Build the program over a whole lot, without its objective."""
    model = mix_model(lot, rows)
    parts = []
    placing = iter(model.placing)
    for c, part in enumerate(lot.compartments):
        slots = [s for s, most in enumerate(most_hosts[c]) for _ in range(most)]
        own = assignment_model(part, slots, model.problem, f"_{c}")
        x = next(placing) if part.with_costs else None
        for name, row in (*used_hosts(model, c, own), *placements(model, own, x)):
            model.problem.addConstraint(row, name)
        parts.append(own)
    return model, parts


def used_hosts(model: MixModel, c: int, own: AssignmentModel) -> Named:
    """x[g, h] <= most * v[h];  v[h] >= v[h + 1] for equal hosts;  sum of v over s <= n[c, s]."""
    used = [
        model.problem.add_variable(f"v_{c}_{h}", 0, 1, cat="Integer") for h in range(len(own.hosts))
    ]
    for (g, h), x in own.on.items():
        yield f"used{own.prefix}_{g}_{h}", x <= x.upBound * used[h]
    for h in range(1, len(used)):
        if own.hosts[h] == own.hosts[h - 1]:
            yield f"order{own.prefix}_{h}", used[h - 1] >= used[h]
    for s, n in enumerate(model.hosts[c]):
        of_setting = [v for v, setting in zip(used, own.hosts, strict=True) if setting == s]
        yield f"number{own.prefix}_{s}", pulp.lpSum(of_setting) <= n


def placements(model: MixModel, own: AssignmentModel, x: pulp.LpVariable | None) -> Named:
    """Sum over types g and hosts h of cost[g, h] * x[g, h] <= placement costs, in steps."""
    if x is None:
        return
    step = model.price_step()
    terms = [
        (own.part.types[g].costs[own.hosts[h]] or 0) // step * variable
        for (g, h), variable in own.on.items()
    ]
    yield f"placing{own.prefix}", pulp.lpSum(terms) <= x
