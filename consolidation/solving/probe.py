"""A trial of the solver on a problem whose answer is known, for ``consolidation doctor``."""

import pulp

from consolidation.errors import SolverTrouble
from consolidation.solving.mip import solve
from consolidation.solving.status import Status
from consolidation.text import Text

TRIAL_LIMIT_S = 10


def try_solver() -> None:
    """Solve "minimise x, 2x >= 3, x whole" (answer 2), or raise `SolverTrouble`."""
    problem = pulp.LpProblem("trial", pulp.LpMinimize)
    x = problem.add_variable("x", 0, 9, cat="Integer")
    problem.setObjective(1 * x)
    problem.addConstraint(2 * x >= 3)
    result = solve(problem, [x], time_limit_s=TRIAL_LIMIT_S)
    if result.status is not Status.OPTIMAL or result.whole != (2,):
        raise SolverTrouble(
            Text(
                f"試しの問題に誤った答を出した ({result.status})",
                f"gave a wrong answer to a trial problem ({result.status})",
            )
        )
