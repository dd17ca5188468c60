"""The whole design as one program with modules and flows, for networks without failures.

Where modules of very different sizes compete, or many are bought on each link, inequalities over
modules alone close slowly; with flows in the program the solver's own find what is missing.
"""

from collections.abc import Sequence
from math import inf

import numpy as np
import pulp
from numpy.typing import NDArray

from consolidation.redesign.designing.commodities import commodities
from consolidation.redesign.designing.inequalities import Inequality, Variables
from consolidation.redesign.designing.recipes import Given
from consolidation.redesign.designing.relaxation import given
from consolidation.solving.mip import MipResult, solve

Real = NDArray[np.float64]
MOST_FLOWS = 1500
"""With more flow variables than this the program takes longer than the tree."""
MOST_FLOWS_WHEN_MANY = 20_000
MANY = 1.0
"""Modules bought per link: so many and more make the program worth trying in large networks."""
NEAR = 1e-5
MOST_KNOWN = 400
"""Of the inequalities at hand, those that the relaxation satisfies barely go into the program."""
WHOLE = 0.5
"""Costs are whole numbers: a bound closer than this proves the optimum."""


def is_small(variables: Variables) -> bool:
    """Whether the program is worth trying, whatever is bought."""
    return _num_flows(variables) <= MOST_FLOWS


def is_bought_by_many(variables: Variables, x: Real) -> bool:
    """Whether the program is worth trying where the relaxation buys so much."""
    bought = float(x[: len(variables.net.columns)].sum())
    return (
        bought >= MANY * variables.net.num_links and _num_flows(variables) <= MOST_FLOWS_WHEN_MANY
    )


def is_routed_at_cost(variables: Variables) -> bool:
    """Whether flows cost, and the program is worth trying in larger networks, too.

    What routing costs is told by many inequalities over modules, and at once by flows.
    """
    return bool(variables.routing) and _num_flows(variables) <= MOST_FLOWS_WHEN_MANY


def _num_flows(variables: Variables) -> float:
    """Return how many flow variables there would be; infinite where the program cannot ask all.

    It knows neither failures nor ways that are too slow.
    """
    net = variables.net
    if len(net.states) != 1 or not net.whole or net.is_limited:
        return inf
    num_arcs = sum(len(arcs) for _, arcs in variables.rows)
    return num_arcs * len(commodities(net.pairs, net.direction))


def tight(pool: Sequence[Inequality], x: Real) -> list[Inequality]:
    """Return the inequalities that a point of the relaxation satisfies barely, closest first."""
    slacks = [(abs(row.slack(x)), i) for i, row in enumerate(pool)]
    near = sorted(
        own for own in slacks if own[0] < NEAR and not isinstance(pool[own[1]].recipe, Given)
    )
    return [pool[i] for _, i in near[:MOST_KNOWN]]


def solve_flows(
    variables: Variables, limit_s: float, known: Sequence[Inequality] = ()
) -> MipResult:
    """Return the answer; its values are those of the variables, in order.

    ``known``: what every design satisfies.
    """
    problem = pulp.LpProblem("flows")
    own = [
        problem.add_variable(f"x{j}", 0, None, cat="Integer" if whole else "Continuous")
        for j, whole in enumerate(variables.whole)
    ]
    traffic = _route(problem, variables)
    _limit(problem, variables, own, traffic)
    for row in (*given(variables), *known):
        largest = int(np.abs(row.factors).max())
        terms = [(own[j], row.factors[j] / largest) for j in np.flatnonzero(row.factors)]
        problem += pulp.LpAffineExpression(terms) >= row.least / largest
    costs = [(x, int(cost)) for x, cost in zip(own, variables.costs, strict=True)]
    problem.setObjective(pulp.LpAffineExpression(costs))
    return solve(problem, own, time_limit_s=limit_s, gap=WHOLE)


def _route(problem: pulp.LpProblem, variables: Variables) -> list[list[pulp.LpVariable]]:
    """Add flows that meet all demands: into a node less out of it is what it asks for.

    Returns the flows that add up in each capacity row.
    """
    net = variables.net
    demands = net.states[0].demands
    traffic: list[list[pulp.LpVariable]] = [[] for _ in variables.rows]
    for k, (node, wanted) in enumerate(commodities(net.pairs, net.direction)):
        into: list[list[tuple[pulp.LpVariable, int]]] = [[] for _ in range(net.num_nodes)]
        for r, (_, arcs) in enumerate(variables.rows):
            for way, (a, b) in enumerate(arcs):
                tail, head = (a, b) if wanted.forward else (b, a)
                flow = problem.add_variable(f"f{k}_{r}_{way}", 0)
                traffic[r].append(flow)
                into[head].append((flow, 1))
                into[tail].append((flow, -1))
        asked = {other: demands[pair] for pair, other in wanted.pairs}
        for other in range(net.num_nodes):
            if other != node:
                problem += pulp.LpAffineExpression(into[other]) == asked.get(other, 0)
    return traffic


def _limit(
    problem: pulp.LpProblem,
    variables: Variables,
    own: list[pulp.LpVariable],
    traffic: list[list[pulp.LpVariable]],
) -> None:
    """Flows stay within what is bought and installed; their cost is counted."""
    net = variables.net
    for (link, _), flows in zip(variables.rows, traffic, strict=True):
        columns = enumerate(net.columns)
        bought = [(own[j], -column.capacity) for j, column in columns if column.link == link]
        total = pulp.LpAffineExpression([(flow, 1) for flow in flows] + bought)
        problem += total <= net.installed[link]
    for place in variables.routing:
        rows = zip(variables.rows, traffic, strict=True)
        priced = [(flow, net.routing[link]) for (link, _), flows in rows for flow in flows]
        problem += pulp.LpAffineExpression(priced) - own[place] <= 0
