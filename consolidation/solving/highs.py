"""One run of a loaded HiGHS model under watch, and what it leaves behind in plain numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Protocol

import highspy

from consolidation.solving.answer import Answer, StoppedBy
from consolidation.solving.watch import Ending, Watch, run_watched

HEADROOM_S = 0.1
"""Our own watch rings this much after the limit that HiGHS itself is given."""

_Model = highspy.HighsModelStatus
_STOPPED: dict[highspy.HighsModelStatus, StoppedBy] = {
    _Model.kOptimal: "done",
    _Model.kInfeasible: "done",
    _Model.kTimeLimit: "time",
    _Model.kIterationLimit: "nodes",
    _Model.kSolutionLimit: "nodes",
    _Model.kObjectiveTarget: "target",
    _Model.kObjectiveBound: "target",
    _Model.kInterrupt: "time",
    _Model.kModelEmpty: "done",
}
"""Model statuses after which an answer can be read; all others are failures."""


class _Event(Protocol):
    """What HiGHS hands to a callback."""

    data_out: Any

    def interrupt(self) -> None:
        """Ask HiGHS to stop."""


@dataclass(slots=True)
class _Heard:
    """What HiGHS said while it ran, for the case that it has to be left behind."""

    watch: Watch = field(default_factory=Watch)
    solution: list[float] | None = None
    objective: float | None = None
    bound: float | None = None

    def on_interrupt(self, event: _Event) -> None:
        """Ask the solver to stop when the watch says so; note the bound."""
        if self.watch.stop.is_set():
            event.interrupt()
        bound = event.data_out.mip_dual_bound
        if isfinite(bound) and (self.bound is None or bound > self.bound):
            self.bound = bound

    def on_simplex(self, event: _Event) -> None:
        """Ask the solver to stop when the watch says so."""
        if self.watch.stop.is_set():
            event.interrupt()

    def on_solution(self, event: _Event) -> None:
        """Note an improved solution."""
        self.solution = list(event.data_out.mip_solution)
        self.objective = event.data_out.objective_function_value

    def answer(self, ending: Ending) -> Answer:
        """Return what was heard: at least this is known."""
        return Answer(
            solution=self.solution,
            objective=self.objective,
            bound=self.bound,
            stopped_by="interrupt" if ending == "interrupt" else "time",
        )


def run_highs(model: highspy.Highs, start: Sequence[float] | None, limit_s: float) -> Answer:
    """Run a loaded model, stop it when the time is up or at Ctrl-C, and read the answer."""
    heard = _Heard()
    model.cbMipInterrupt.subscribe(heard.on_interrupt)
    model.cbSimplexInterrupt.subscribe(heard.on_simplex)
    model.cbMipImprovingSolution.subscribe(heard.on_solution)
    model.setOptionValue("time_limit", max(0.0, float(limit_s)))
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = list(start)
        model.setSolution(first)
    ending = run_watched(model.run, heard.watch, limit_s + HEADROOM_S)
    if heard.watch.failure is not None:
        return Answer(failure=f"{type(heard.watch.failure).__name__}: {heard.watch.failure}")
    if heard.watch.left_behind:
        return heard.answer(ending)
    return _undecided(model, limit_s) if _is_undecided(model) else _read(model, ending)


def _is_undecided(model: highspy.Highs) -> bool:
    return bool(model.getModelStatus() == _Model.kUnboundedOrInfeasible)


def _undecided(model: highspy.Highs, limit_s: float) -> Answer:
    """Run again without presolve, which alone cannot tell infeasible from unbounded."""
    watch = Watch()
    model.clearSolver()
    model.setOptionValue("presolve", "off")
    ending = run_watched(model.run, watch, limit_s + HEADROOM_S)
    if watch.left_behind or watch.failure is not None:
        return Answer(failure="infeasible or unbounded, not known which")
    return _read(model, ending)


def _read(model: highspy.Highs, ending: Ending) -> Answer:
    """Read status, solution, objective and bound from a model whose run has ended."""
    status = model.getModelStatus()
    if status not in _STOPPED:
        return Answer(failure=model.modelStatusToString(status))
    info = model.getInfo()
    has_solution = info.primal_solution_status == highspy.kSolutionStatusFeasible
    if status == _Model.kOptimal and not _is_mip(model):
        bound = info.objective_function_value
    else:
        bound = info.mip_dual_bound if _is_mip(model) else None
    return Answer(
        solution=list(model.getSolution().col_value) if has_solution else None,
        objective=info.objective_function_value if has_solution else None,
        bound=bound if bound is not None and isfinite(bound) else None,
        infeasible=status == _Model.kInfeasible,
        stopped_by="interrupt" if ending == "interrupt" else _STOPPED[status],
    )


def _is_mip(model: highspy.Highs) -> bool:
    return any(kind != highspy.HighsVarType.kContinuous for kind in model.getLp().integrality_)
