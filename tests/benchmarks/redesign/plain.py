"""The plain model of network design, as most people write it: one program over all states.

A whole variable per link and module, a flow per source, way over a link and state, rows that
keep flows and capacities. Nothing is added that would help the solver, which is HiGHS through
PuLP's own door.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, inf, isfinite
from time import perf_counter

import highspy
import pulp

from consolidation.redesign.designing.problem import (
    Choice,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
)

GAP = 1e-9
_Status = highspy.HighsModelStatus


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    value: float | None
    """Cost of the best design found; ``None`` if there is none, or none was found."""
    bound: float | None
    """``None`` if nothing is proved."""
    seconds: float
    """With building the model."""
    infeasible: bool


@dataclass(frozen=True, slots=True)
class PlainModel:
    problem: pulp.LpProblem
    constant: float
    """Cost of what is there, which PuLP does not hand to HiGHS."""


def solve_plain(problem: DesignProblem, limit_s: float) -> PlainAnswer:
    """Solve the plain model within a time limit on one thread."""
    start = perf_counter()
    model = plain_model(problem)
    left = max(0.0, limit_s - (perf_counter() - start))
    model.problem.solve(pulp.HiGHS(msg=False, threads=1, timeLimit=left, gapRel=GAP, gapAbs=GAP))
    highs = model.problem.solverModel
    info, status = highs.getInfo(), highs.getModelStatus()
    found = info.primal_solution_status == highspy.kSolutionStatusFeasible
    value = info.objective_function_value + model.constant if found else None
    bound = info.mip_dual_bound + model.constant
    if not model.problem.isMIP():  # HiGHS has no such bound then
        bound = value if value is not None and status == _Status.kOptimal else -inf
    return PlainAnswer(
        value=value,
        bound=bound if isfinite(bound) else None,
        seconds=perf_counter() - start,
        infeasible=status == _Status.kInfeasible,
    )


def plain_model(problem: DesignProblem) -> PlainModel:
    """Write the model."""
    program = pulp.LpProblem("plain")
    traffic = max(
        sum((demand.amounts[s] for demand in problem.demands), Fraction(0))
        for s in range(len(problem.slices))
    )
    paid: list[pulp.LpAffineExpression] = []
    rooms: dict[str, pulp.LpAffineExpression] = {}
    for at, link in enumerate(problem.links):
        counts = _counts(program, problem.choice, link, at)
        bought = list(zip(link.modules, counts, strict=True))
        paid += [float(module.cost) * count for module, count in bought]
        terms = [float(module.capacity) * count for module, count in bought]
        rooms[link.id] = pulp.lpSum(terms) + float(link.installed)
        if link.setup_cost:
            built = program.add_variable(f"b_{at}", 0, 1, cat="Integer")
            paid.append(float(link.setup_cost) * built)
            for module, count in bought:
                most = traffic / module.capacity if module.capacity else Fraction(0)
                program.addConstraint(count <= ceil(most) * built)
    for s, _ in enumerate(problem.slices):
        for f, failure in enumerate((None, *problem.failures)):
            paid += _routing(program, problem, rooms, s, failure, f"{s}_{f}")
    program.setObjective(pulp.lpSum(paid))
    there = sum((link.installed_cost for link in problem.links), Fraction(0))
    return PlainModel(program, float(there))


def _counts(
    program: pulp.LpProblem, choice: Choice, link: DesignLink, at: int
) -> list[pulp.LpVariable]:
    """Add how many of each module are bought."""
    kind = "Continuous" if choice is Choice.LINEAR else "Integer"
    found = [program.add_variable(f"n_{at}_{m}", 0, cat=kind) for m in range(len(link.modules))]
    if choice is Choice.EXPLICIT and found:
        program.addConstraint(pulp.lpSum(found) <= 1)
    return found


def _routing(
    program: pulp.LpProblem,
    problem: DesignProblem,
    rooms: Mapping[str, pulp.LpAffineExpression],
    s: int,
    failure: Failure | None,
    name: str,
) -> list[pulp.LpAffineExpression]:
    """Add the flows of a slice in a state; return what they cost."""
    gone = set(failure.nodes) if failure is not None else set()
    links = [
        link
        for link in problem.links
        if (failure is None or link.id not in failure.links) and gone.isdisjoint((link.a, link.b))
    ]
    wanted = _wanted(problem, s, gone)
    used: dict[tuple[str, bool], list[pulp.LpVariable]] = {}
    paid = []
    for c, (source, amounts) in enumerate(wanted.items()):
        balance: dict[str, list[pulp.LpAffineExpression]] = {node: [] for node in problem.nodes}
        for at, link in enumerate(links):
            for back in (False,) if problem.direction is Direction.DIRECTED else (False, True):
                flow = program.add_variable(f"x_{name}_{c}_{at}_{int(back)}", 0)
                tail, head = (link.b, link.a) if back else (link.a, link.b)
                balance[tail].append(-1 * flow)
                balance[head].append(1 * flow)
                own = back and problem.direction is Direction.BIDIRECTED
                used.setdefault((link.id, own), []).append(flow)
                if failure is None and link.routing_cost:
                    paid.append(float(link.routing_cost) * flow)
        for node, terms in balance.items():
            need = -sum(amounts.values()) if node == source else amounts.get(node, Fraction(0))
            program.addConstraint(pulp.lpSum(terms) == float(need))
    for (link_id, _), flows in used.items():
        program.addConstraint(pulp.lpSum(flows) <= rooms[link_id])
    return paid


def _wanted(problem: DesignProblem, s: int, gone: set[str]) -> dict[str, dict[str, Fraction]]:
    """Return the traffic by source and target."""
    found: dict[str, dict[str, Fraction]] = {}
    for demand in problem.demands:
        if (
            demand.amounts[s]
            and demand.source != demand.target
            and (gone.isdisjoint((demand.source, demand.target)))
        ):
            own = found.setdefault(demand.source, {})
            own[demand.target] = own.get(demand.target, Fraction(0)) + demand.amounts[s]
    return found
