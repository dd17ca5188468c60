"""The host-mix program: the cheapest numbers of hosts that could carry all guests.

A small integer program over the number of hosts per option, without saying which guest stands
where. Its value is a lower bound on the price of every packing; with the mix fixed, packing is
a question of yes or no per compartment, and every "no" becomes one more row (logic-based Benders
decomposition: Hooker and Ottosson 2003).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, gcd

import pulp

from consolidation.errors import SolverTrouble
from consolidation.packing.compartments import Lot, fits
from consolidation.packing.cover import CoverRow
from consolidation.packing.mix import Limit, Mix, options_of, price
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status
from consolidation.text import Text

SAFETY = 1e-4
"""Bounds of the solver are lowered by this before they are rounded up to whole steps."""


MOST_ROOM = 10
"""Room beyond eleven times the demand counts no more."""


@dataclass(slots=True)
class MixModel:
    """The program's variables, beside the lot that they speak of."""

    lot: Lot
    problem: pulp.LpProblem
    hosts: list[list[pulp.LpVariable]]
    """n[c][o]: hosts of option o in compartment c."""
    spares: list[list[pulp.LpVariable]]
    """m[k][o]: spare hosts of option o in cluster k; empty where no spares are asked for."""
    used: list[list[pulp.LpVariable]]
    """u[k][o]: 1 if some host of option o in cluster k carries guests."""
    spare: list[list[pulp.LpVariable]]
    """w[k][o]: 1 if option o may be spare in cluster k."""
    steps: list[pulp.LpVariable]
    """Helping variables of the limits."""

    @property
    def columns(self) -> list[pulp.LpVariable]:
        """The variables that make up a mix, in a fixed order."""
        return [v for row in (*self.hosts, *self.spares) for v in row]

    def price_step(self) -> int:
        """Return the largest amount of which every price is a multiple."""
        return max(1, gcd(*(option.price_yen for option in self.lot.options)))

    def price(self) -> pulp.LpAffineExpression:
        """Return the price of the mix in steps."""
        step = self.price_step()
        terms = []
        for compartment, hosts in zip(self.lot.compartments, self.hosts, strict=True):
            for option, n in zip(compartment.options, hosts, strict=True):
                terms.append(option.price_yen // step * n)
        for cluster, spares in zip(self.lot.clusters, self.spares, strict=True):
            options = options_of(self.lot, cluster)[: len(spares)]
            for option, m in zip(options, spares, strict=True):
                terms.append(option.price_yen // step * m)
        return pulp.lpSum(terms)


def mix_model(
    lot: Lot, rows: Sequence[Sequence[CoverRow]], limits: Sequence[Limit] = ()
) -> MixModel:
    """Build the program without an objective: variables, cover rows, stock, spares, limits."""
    model = _variables(lot)
    families = (cover(model, rows), stock(model), spares(model), exceed(model, limits))
    for family in families:
        for name, row in family:
            model.problem.addConstraint(row, name)
    return model


def _variables(lot: Lot) -> MixModel:
    problem = pulp.LpProblem("host_mix")

    def whole(name: str, most: int) -> pulp.LpVariable:
        return problem.add_variable(name, 0, most, cat="Integer")

    stock = dict(lot.stock)
    hosts = [
        [
            whole(f"n_{c}_{o}", min(stock.get(option.id, part.num_guests), part.num_guests))
            for o, option in enumerate(part.options)
        ]
        for c, part in enumerate(lot.compartments)
    ]
    asked = dict(lot.spares)
    spares, used, spare = [], [], []
    for k, cluster in enumerate(lot.clusters):
        num = len(options_of(lot, cluster)) if cluster in asked else 0
        spares.append([whole(f"m_{k}_{o}", asked[cluster]) for o in range(num)])
        used.append([whole(f"u_{k}_{o}", 1) for o in range(num)])
        spare.append([whole(f"w_{k}_{o}", 1) for o in range(num)])
    return MixModel(lot, problem, hosts, spares, used, spare, [])


Named = Iterator[tuple[str, pulp.LpConstraint]]


def cover(model: MixModel, rows: Sequence[Sequence[CoverRow]]) -> Named:
    """Sum over o of coefficient[o] * n[c, o] >= need, for every cover row of compartment c."""
    for c, family in enumerate(rows):
        for r, row in enumerate(family):
            terms = [a * n for a, n in zip(row.coefficients, model.hosts[c], strict=True) if a]
            yield f"cover_{c}_{r}", pulp.lpSum(terms) >= row.need


def stock(model: MixModel) -> Named:
    """Sum of all hosts and spares of a limited host type, in all clusters <= its number."""
    for t, (name, number) in enumerate(model.lot.stock):
        terms = []
        for compartment, hosts in zip(model.lot.compartments, model.hosts, strict=True):
            for option, n in zip(compartment.options, hosts, strict=True):
                if option.id == name:
                    terms.append(n)
        for cluster, spares_of in zip(model.lot.clusters, model.spares, strict=True):
            for o, m in enumerate(spares_of):
                if options_of(model.lot, cluster)[o].id == name:
                    terms.append(m)
        yield f"stock_{t}", pulp.lpSum(terms) <= number


def spares(model: MixModel) -> Named:
    """Sum of m[k, o] = spares asked for; a spare is at least as large as every host used.

    n[c, o] <= most * u[k, o];  m[k, o] <= asked * w[k, o];
    w[k, s] + u[k, o] <= 1 where s is smaller than o in some dimension.
    """
    asked = dict(model.lot.spares)
    for k, cluster in enumerate(model.lot.clusters):
        if cluster not in asked:
            continue
        options = options_of(model.lot, cluster)
        yield f"asked_{k}", pulp.lpSum(model.spares[k]) == asked[cluster]
        for o, option in enumerate(options):
            yield f"spare_{k}_{o}", model.spares[k][o] <= asked[cluster] * model.spare[k][o]
            for c, compartment in enumerate(model.lot.compartments):
                if compartment.cluster == cluster:
                    n = model.hosts[c][o]
                    yield f"used_{c}_{o}", n <= n.upBound * model.used[k][o]
            for s, other in enumerate(options):
                if not fits(option.capacity, other.capacity):
                    yield f"large_{k}_{s}_{o}", model.spare[k][s] + model.used[k][o] <= 1


def exceed(model: MixModel, limits: Sequence[Limit]) -> Named:
    """Require more hosts of some option than in a mix that is known not to do.

    n[c, o] >= (v[o] + 1) * b[o];  sum of b[o] >= 1.
    """
    for i, limit in enumerate(limits):
        steps = []
        for o, num in enumerate(limit.hosts):
            n = model.hosts[limit.compartment][o]
            if num + 1 > n.upBound:
                continue
            b = model.problem.add_variable(f"b_{i}_{o}", 0, 1, cat="Integer")
            steps.append(b)
            yield f"step_{i}_{o}", n >= (num + 1) * b
        model.steps.extend(steps)
        yield f"exceed_{i}", pulp.lpSum(steps) >= 1


def cheapest(model: MixModel, time_limit_s: float) -> tuple[Status, int]:
    """Minimise the price; return status and proved lower bound in yen (0 when infeasible)."""
    model.problem.setObjective(model.price())
    result = _solve(model, time_limit_s, gap=0.5)
    return result.status, _rounded(result) * model.price_step()


def fewest(model: MixModel, cluster: str, time_limit_s: float) -> int:
    """Return a proved lower bound on the hosts with guests of one cluster."""
    terms = [
        n
        for part, hosts in zip(model.lot.compartments, model.hosts, strict=True)
        for n in hosts
        if part.cluster == cluster
    ]
    model.problem.setObjective(pulp.lpSum(terms))
    return _rounded(_solve(model, time_limit_s, gap=0.5))


def _solve(model: MixModel, time_limit_s: float, gap: float) -> MipResult:
    """Solve with the objective that is set; Ctrl-C is raised again, for the search to end."""
    result = solve(model.problem, model.columns, time_limit_s=time_limit_s, gap=gap)
    if result.stopped_by == "interrupt":
        raise KeyboardInterrupt
    return result


def _rounded(result: MipResult) -> int:
    if result.bound is None or result.status is Status.INFEASIBLE:
        return 0
    return max(0, ceil(result.bound - SAFETY - 1e-9 * abs(result.bound)))


def roomiest(model: MixModel, most_yen: int, time_limit_s: float) -> tuple[Status, Mix | None]:
    """Return the mix of at most that price with most room to spare.

    Maximises r with  sum over o of capacity[o, d] * n[c, o] >= (1 + r) * demand[c, d]  for every
    compartment and dimension: of equally dear mixes the one most likely to take all guests.
    """
    problem = model.problem
    problem.addConstraint(model.price() <= most_yen // model.price_step(), "at_most")
    r = problem.add_variable("r", 0, MOST_ROOM)
    for c, part in enumerate(model.lot.compartments):
        for d in range(len(part.largest)):
            demand = sum(kind.demand[d] * kind.num for kind in part.types)
            room = pulp.lpSum(
                cap[d] * n for cap, n in zip(part.capacities, model.hosts[c], strict=True)
            )
            problem.addConstraint(room - demand * r >= demand, f"room_{c}_{d}")
    problem.setObjective(-1 * r)
    result = _solve(model, time_limit_s, gap=1e-4)
    if result.values is None:
        return result.status, None
    return result.status, _mix(model, result, most_yen)


def _mix(model: MixModel, result: MipResult, most_yen: int) -> Mix:
    numbers = iter(result.whole)
    hosts = tuple(tuple(next(numbers) for _ in row) for row in model.hosts)
    spare = []
    for cluster, row in zip(model.lot.clusters, model.spares, strict=True):
        counts = tuple(next(numbers) for _ in row)
        spare.append(counts or (0,) * len(options_of(model.lot, cluster)))
    mix = Mix(hosts, tuple(spare))
    if price(model.lot, mix) > most_yen:
        raise SolverTrouble(
            Text(
                "ソルバーの解が価格の上限を超える",
                "the solver's mix is dearer than it was asked for",
            )
        )
    return mix
