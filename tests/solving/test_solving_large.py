"""Costs far beyond the solver's tolerances are scaled, and answers are scaled back."""

import pulp
import pytest

from consolidation.solving.mip import solve
from consolidation.solving.status import Status


@pytest.mark.parametrize("bits", [0, 20, 45, 56])
def test_the_answer_does_not_depend_on_the_unit_of_costs(bits: int):
    costs = (7, 11, 5)
    problem = pulp.LpProblem("large", pulp.LpMaximize if bits == 45 else pulp.LpMinimize)
    sign = -1 if bits == 45 else 1
    x = [problem.add_variable(f"x{i}", 0, 9, cat="Integer") for i in range(3)]
    own = [(column, sign * cost * 2.0**bits) for column, cost in zip(x, costs, strict=True)]
    problem.setObjective(pulp.LpAffineExpression(own, constant=2.0**bits))
    problem += 3 * x[0] + 5 * x[1] + 2 * x[2] >= 13
    found = solve(problem, x, time_limit_s=10, gap=0.5 * 2.0**bits)
    assert found.status is Status.OPTIMAL
    assert found.whole == (1, 2, 0)
    assert found.objective == pytest.approx((1 + sign * 29) * 2.0**bits, rel=1e-12)
    assert found.bound is not None
    assert abs(found.bound - found.objective) <= 0.5 * 2.0**bits * (1 + 1e-9)
