"""Solve a PuLP problem with HiGHS in process, under our own time limit, and say honestly how.

The one door to the solver. What PuLP reports is not taken over: it calls a run that merely
stopped "Optimal", it drops a constant of the objective, and its HiGHS door knows no node limit.
So PuLP builds the model, and running it and reading the answer happen here. Columns are
identified by the variable itself, never by its name, which PuLP rewrites.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import frexp, isfinite
from typing import TYPE_CHECKING

import numpy as np
import pulp

from consolidation.errors import SolverTrouble
from consolidation.solving.answer import Answer, StoppedBy
from consolidation.solving.status import Status
from consolidation.text import Text

if TYPE_CHECKING:
    import highspy

CLOSE = 1e-6
"""Distance of objective and bound, in units of the objective, that counts as none."""
LARGEST_BITS = 40
"""Costs over 2 to the power of this are scaled down: beyond 1e15 or so HiGHS ends in errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MipResult:
    """What is known after a run. No solver object is in here."""

    status: Status
    objective: float | None
    """Value of the best solution found, or ``None``."""
    bound: float | None
    """No solution is better than this (smaller when minimising); ``None`` if nothing is proved."""
    values: tuple[float, ...] | None
    """Value of each column asked for, in the order asked for."""
    stopped_by: StoppedBy
    """Why the run ended; ``done`` means that nothing was left to do."""

    @property
    def whole(self) -> tuple[int, ...]:
        """The values rounded to whole numbers; the caller re-checks its constraints on them."""
        if self.values is None:
            raise ValueError("there is no solution to round")
        return tuple(round(value) for value in self.values)


def solve(
    problem: pulp.LpProblem,
    columns: Sequence[pulp.LpVariable],
    *,
    time_limit_s: float,
    gap: float = CLOSE,
    max_nodes: int | None = None,
    target: float | None = None,
    start: Sequence[float] | None = None,
) -> MipResult:
    """Solve a problem that has an objective and return what was found and proved.

    One thread, fixed seed, no output: the same problem gives the same answer as long as neither
    the clock nor Ctrl-C ends the run. ``gap`` is the absolute distance of objective and bound
    at which the run counts as optimal, and by which the bound then stays below; ``max_nodes``
    stops after that many branch-and-bound nodes, ``target`` at the first solution at least as
    good; ``start`` is a solution to begin with, one value per column. Ctrl-C ends the run with the
    best solution so far and ``stopped_by`` saying so.

    Raises `SolverTrouble` when the solver is absent, fails, or the problem is unbounded.

    >>> p = pulp.LpProblem("example")
    >>> x = p.add_variable("x", 0, 9, cat="Integer")
    >>> p.setObjective(3 * x + 1)
    >>> p.addConstraint(2 * x >= 5)
    >>> r = solve(p, [x], time_limit_s=10)
    >>> r.status.value, r.objective, r.bound, r.whole
    ('optimal', 10.0, 10.0, (3,))
    """
    if problem.objective is None:
        raise ValueError(f"problem {problem.name} has no objective")
    sign = -1.0 if problem.sense == pulp.LpMaximize else 1.0
    constant = float(problem.objective.constant)
    try:
        from consolidation.solving.highs import run_highs
    except ImportError as absent:
        raise _trouble(str(absent)) from absent
    share = _share(problem)
    goal = None if target is None else (target - constant) * sign * share
    place = _load(_configured(gap * share, max_nodes, goal), problem)
    _price(problem.solverModel, share)
    try:
        answer = run_highs(problem.solverModel, _dense(start, columns, place), time_limit_s)
    finally:
        problem.solverModel = None
    if answer.failure is not None:
        raise _trouble(answer.failure)
    answer = _unscaled(answer, share)
    return _result(answer, [place.get(id(column)) for column in columns], sign, constant, gap)


def _share(problem: pulp.LpProblem) -> float:
    """Return what to multiply costs by so that none is too large for the solver's tolerances.

    A power of two, so that no digit is lost.
    """
    largest = max((abs(float(cost)) for cost in problem.objective.values()), default=0.0)
    return 2.0 ** min(0, LARGEST_BITS - frexp(largest)[1]) if isfinite(largest) else 1.0


def _price(model: "highspy.Highs", share: float) -> None:
    """Multiply the costs of a loaded model."""
    if share != 1.0:
        costs = np.array(model.getLp().col_cost_) * share
        model.changeColsCost(costs.size, np.arange(costs.size, dtype=np.int32), costs)


def _unscaled(answer: Answer, share: float) -> Answer:
    """Return an answer in the problem's own costs."""
    return replace(
        answer,
        objective=None if answer.objective is None else answer.objective / share,
        bound=None if answer.bound is None else answer.bound / share,
    )


def _configured(gap: float, max_nodes: int | None, target: float | None) -> pulp.HiGHS:
    """Return PuLP's HiGHS door with our options."""
    options: dict[str, float | int | str] = {"random_seed": 0, "parallel": "off"}
    if max_nodes is not None:
        options["mip_max_nodes"] = max_nodes
    if target is not None:
        options["objective_target"] = target
    return pulp.HiGHS(msg=False, threads=1, gapAbs=gap, gapRel=0.0, **options)


def _load(solver: pulp.HiGHS, problem: pulp.LpProblem) -> dict[int, int]:
    """Hand the model over to HiGHS; return the place of each variable by its identity."""
    place = {id(variable): i for i, variable in enumerate(problem.variables())}
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return place


def _dense(
    start: Sequence[float] | None, columns: Sequence[pulp.LpVariable], place: dict[int, int]
) -> list[float] | None:
    """Return a start solution in the solver's order of columns, or ``None``."""
    if start is None:
        return None
    dense = [0.0] * len(place)
    for column, value in zip(columns, start, strict=True):
        at = place.get(id(column))
        if at is not None:
            dense[at] = value
    return dense


def _result(
    answer: Answer, places: Sequence[int | None], sign: float, constant: float, gap: float
) -> MipResult:
    """Turn the solver's answer into ours; a column that no row mentions counts as zero."""
    values = None
    if answer.solution is not None:
        values = tuple(0.0 if at is None else answer.solution[at] for at in places)
    objective = None if answer.objective is None else sign * answer.objective + constant
    lowest = answer.bound
    if lowest is not None and answer.objective is not None and gap > CLOSE:
        # HiGHS leaves out what is no better by the gap, and then speaks as if it had been searched
        lowest = min(lowest, answer.objective - gap)
    bound = None if lowest is None else sign * lowest + constant
    return MipResult(
        status=_status(answer, gap),
        objective=objective,
        bound=bound,
        values=values,
        stopped_by=answer.stopped_by,
    )


def _status(answer: Answer, gap: float) -> Status:
    if answer.infeasible:
        return Status.INFEASIBLE
    if answer.objective is None:
        return Status.UNKNOWN
    slack = gap + 1e-9 * abs(answer.objective)
    if answer.bound is not None and answer.objective - answer.bound <= slack:
        return Status.OPTIMAL
    return Status.FEASIBLE


def _trouble(reason: str) -> SolverTrouble:
    return SolverTrouble(
        Text(f"ソルバー（HiGHS）が使えない: {reason}", f"the solver (HiGHS) failed: {reason}")
    )
