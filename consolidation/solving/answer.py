"""What one run of the solver leaves behind, in plain numbers."""

from dataclasses import dataclass
from typing import Literal

StoppedBy = Literal["done", "time", "nodes", "target", "interrupt"]
"""Why a run ended; ``done`` means that nothing was left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known after a run, in the minimising sense and without the objective's constant."""

    solution: list[float] | None = None
    objective: float | None = None
    bound: float | None = None
    infeasible: bool = False
    stopped_by: StoppedBy = "done"
    failure: str | None = None
