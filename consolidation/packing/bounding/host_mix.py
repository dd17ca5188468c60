"""The host-mix program: the cheapest numbers of hosts that could carry all guests.

A small integer program over the number of hosts per option, without saying which guest stands
where. Its value is a lower bound on the price of every packing; with the mix fixed, packing is
a question of yes or no per compartment, and every "no" becomes one more row (logic-based Benders
decomposition: Hooker and Ottosson 2003).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd

import pulp

from consolidation.errors import SolverTrouble
from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.mix import Limit, Mix, large_enough, price
from consolidation.packing.compact.settings import Setting
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status
from consolidation.text import Text

ROUNDING = 1e-9
"""Needs are lowered by this share, for the rounding of the factors beside them."""

SAFETY = 1e-4
"""Bounds of the solver are lowered by this before they are rounded up to whole steps."""


ROOMY_S, ROOMY_SHARE = 0.5, 0.05
"""Least seconds for the roomiest mix, and share of the time left that it may take."""

MOST_ROOM = 10
"""Room beyond eleven times the demand counts no more."""


@dataclass(slots=True)
class MixModel:
    """The program's variables, beside the lot that they speak of."""

    lot: Lot
    problem: pulp.LpProblem
    hosts: list[list[pulp.LpVariable]]
    """n[c][s]: hosts in setting s of compartment c."""
    spares: list[list[pulp.LpVariable]]
    """m[k][o]: spare hosts of option o in cluster k; empty where no spares are asked for."""
    used: list[list[pulp.LpVariable]]
    """u[k][o]: 1 if some host of option o in cluster k carries guests."""
    spare: list[list[pulp.LpVariable]]
    """w[k][o]: 1 if option o may be spare in cluster k."""
    placing: list[pulp.LpVariable]
    """x[c]: placement costs of compartment c, in steps of price."""
    steps: list[pulp.LpVariable]
    """Helping variables of the limits."""

    @property
    def columns(self) -> list[pulp.LpVariable]:
        """The variables that make up a mix, in a fixed order."""
        return [v for row in (*self.hosts, *self.spares) for v in row]

    def price_step(self) -> int:
        """Return the largest amount of which every price and placement cost is a multiple."""
        return price_step(self.lot)

    def price(self) -> pulp.LpAffineExpression:
        """Return the price of the mix, placements included, in steps."""
        step = self.price_step()
        terms: list[object] = list(self.placing)
        for part, hosts in zip(self.lot.compartments, self.hosts, strict=True):
            for setting, n in zip(part.settings, hosts, strict=True):
                terms.append(setting.price_yen // step * n)
        for cluster, spares in zip(self.lot.clusters, self.spares, strict=True):
            options = self.lot.cluster_options[cluster][: len(spares)]
            for option, m in zip(options, spares, strict=True):
                terms.append(self.lot.spare_price(option) // step * m)
        return pulp.lpSum(terms)


def price_step(lot: Lot) -> int:
    """Return the largest amount of which every price and placement cost of a lot is a multiple."""
    prices = [s.price_yen for part in lot.compartments for s in part.settings]
    spare = [lot.spare_price(o) for o in lot.options]
    costs = [c for part in lot.compartments for kind in part.types for c in set(kind.costs) if c]
    return max(1, gcd(*prices, *spare, *costs))


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


def _most(stock: Mapping[str, int], part: Compartment, setting: Setting) -> int:
    """Return how many hosts there can be: no more than bundles, nor than the stock."""
    return min(stock.get(setting.option.id, part.num_guests), part.num_guests)


def _variables(lot: Lot) -> MixModel:
    problem = pulp.LpProblem("host_mix")

    def whole(name: str, most: int) -> pulp.LpVariable:
        return problem.add_variable(name, 0, most, cat="Integer")

    stock = dict(lot.stock)
    hosts = [
        [
            whole(f"n_{c}_{s}", 0 if s in part.dominated else _most(stock, part, setting))
            for s, setting in enumerate(part.settings)
        ]
        for c, part in enumerate(lot.compartments)
    ]
    asked = dict(lot.spares)
    spares, used, spare = [], [], []
    for k, cluster in enumerate(lot.clusters):
        num = len(lot.cluster_options[cluster]) if cluster in asked else 0
        spares.append([whole(f"m_{k}_{o}", asked[cluster]) for o in range(num)])
        used.append([whole(f"u_{k}_{o}", 1) for o in range(num)])
        spare.append([whole(f"w_{k}_{o}", 1) for o in range(num)])
    placing = [
        problem.add_variable(f"x_{c}", 0, cat="Integer")
        for c, part in enumerate(lot.compartments)
        if part.with_costs
    ]
    return MixModel(lot, problem, hosts, spares, used, spare, placing, [])


Named = Iterator[tuple[str, pulp.LpConstraint]]


def cover(model: MixModel, rows: Sequence[Sequence[CoverRow]]) -> Named:
    """Sum over s of worth[s] * n[c, s] + scale * x[c] >= need, for every cover row of c.

    Rows are divided by their need, which is then lowered a little; a worth beyond the need counts
    as the need, since one such host satisfies the row by itself.
    """
    placing = iter(model.placing)
    for c, (part, family) in enumerate(zip(model.lot.compartments, rows, strict=True)):
        costs = part.with_costs
        x = next(placing) if costs else None
        for r, row in enumerate(family):
            scale = row.scale * model.price_step()
            shares = (min(worth, row.need) / row.need for worth in row.worths)
            terms = [a * n for a, n in zip(shares, model.hosts[c], strict=True) if a]
            if x is not None and scale:
                terms.append(scale / row.need * x)
            yield f"cover_{c}_{r}", pulp.lpSum(terms) >= 1 - ROUNDING


def stock(model: MixModel) -> Named:
    """Sum of all hosts and spares of a limited host type, in all clusters <= its number."""
    for t, (name, number) in enumerate(model.lot.stock):
        terms = []
        for part, hosts in zip(model.lot.compartments, model.hosts, strict=True):
            for setting, n in zip(part.settings, hosts, strict=True):
                if setting.option.id == name:
                    terms.append(n)
        for cluster, spares_of in zip(model.lot.clusters, model.spares, strict=True):
            for o, m in enumerate(spares_of):
                if model.lot.cluster_options[cluster][o].id == name:
                    terms.append(m)
        yield f"stock_{t}", pulp.lpSum(terms) <= number


def spares(model: MixModel) -> Named:
    """Sum of m[k, o] = spares asked for; a spare is at least as large as every host used.

    n[c, s] <= most * u[k, option of s];  m[k, o] <= asked * w[k, o];
    w[k, p] + u[k, o] <= 1 where p is smaller than o.
    """
    asked = dict(model.lot.spares)
    for k, cluster in enumerate(model.lot.clusters):
        if cluster not in asked:
            continue
        options = model.lot.cluster_options[cluster]
        for c, part in enumerate(model.lot.compartments):
            if part.cluster == cluster:
                for s, (setting, n) in enumerate(zip(part.settings, model.hosts[c], strict=True)):
                    u = model.used[k][options.index(setting.option)]
                    yield f"used_{c}_{s}", n <= n.upBound * u
        yield f"asked_{k}", pulp.lpSum(model.spares[k]) == asked[cluster]
        for o, option in enumerate(options):
            yield f"spare_{k}_{o}", model.spares[k][o] <= asked[cluster] * model.spare[k][o]
            for p, other in enumerate(options):
                if not large_enough(other, option):
                    yield f"large_{k}_{p}_{o}", model.spare[k][p] + model.used[k][o] <= 1


def exceed(model: MixModel, limits: Sequence[Limit]) -> Named:
    """Require more hosts of some option than in a mix that is known not to do.

    n[c, s] >= (v[s] + 1) * b[s];  sum of b[s] >= 1.
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
    result = run(model, time_limit_s, gap=0.5)
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
    return _rounded(run(model, time_limit_s, gap=0.5))


def run(model: MixModel, time_limit_s: float, gap: float) -> MipResult:
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

    Maximises r with  sum over s of capacity[s, d] * n[c, s] >= (1 + r) * demand[c, d]  for every
    compartment and dimension: of equally dear mixes the one most likely to take all guests.
    """
    problem = model.problem
    problem.addConstraint(model.price() <= most_yen // model.price_step(), "at_most")
    r = problem.add_variable("r", 0, MOST_ROOM)
    for c, part in enumerate(model.lot.compartments):
        for d in range(len(part.largest)):
            demand = sum(kind.demand[d] * kind.num for kind in part.types)
            if demand > 0:
                shares = (cap[d] / demand for cap in part.capacities)
                room = pulp.lpSum(a * n for a, n in zip(shares, model.hosts[c], strict=True))
                problem.addConstraint(room - r >= 1 - ROUNDING, f"room_{c}_{d}")
    problem.setObjective(-1 * r)
    result = run(model, max(ROOMY_S, time_limit_s * ROOMY_SHARE), gap=1e-3)
    if result.values is None:
        return result.status, None
    return result.status, mix_of(model, result, most_yen)


def mix_of(model: MixModel, result: MipResult, most_yen: int) -> Mix:
    """Return the mix of a solution whose columns are the model's, counted anew."""
    numbers = iter(result.whole)
    hosts = tuple(tuple(next(numbers) for _ in row) for row in model.hosts)
    spare = []
    for cluster, row in zip(model.lot.clusters, model.spares, strict=True):
        counts = tuple(next(numbers) for _ in row)
        spare.append(counts or (0,) * len(model.lot.cluster_options[cluster]))
    mix = Mix(hosts, tuple(spare))
    if price(model.lot, mix) > most_yen:
        raise SolverTrouble(
            Text(
                "ソルバーの解が価格の上限を超える",
                "the solver's mix is dearer than it was asked for",
            )
        )
    return mix
