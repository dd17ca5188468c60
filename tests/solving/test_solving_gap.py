"""A run that may stop within a gap says no more than what it has searched."""

import random
from itertools import product
from math import ceil

import pulp
import pytest

from consolidation.solving import highs
from consolidation.solving.answer import Answer
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status


def told(monkeypatch, answer: Answer, gap: float, *, sense: int = pulp.LpMinimize) -> MipResult:
    """Return what is made of a solver's answer to a problem whose objective has the constant 7."""
    monkeypatch.setattr(highs, "run_highs", lambda *_: answer)
    problem = pulp.LpProblem("made-up", sense)
    x = problem.add_variable("x", 0, 100, cat="Integer")
    problem.setObjective(x + 7)
    return solve(problem, [x], time_limit_s=1, gap=gap)


@pytest.mark.parametrize(
    ("objective", "bound", "gap", "least"),
    [
        (10.0, 10.0, 0.5, 9.5),  # dropped within the gap, and told as if searched
        (10.0, 9.8, 0.5, 9.5),
        (10.0, 9.0, 0.5, 9.0),  # what is open costs less
        (10.0, 10.0, 1e-6, 10.0),
        (10.0, 10.0, 3.0, 7.0),
        (None, 9.0, 3.0, 9.0),  # nothing is dropped before a solution is found
        (10.0, None, 3.0, None),
    ],
)
def test_the_bound_stays_below_the_objective_by_the_gap(monkeypatch, objective, bound, gap, least):
    solution = None if objective is None else [objective]
    answer = Answer(solution=solution, objective=objective, bound=bound)
    low = told(monkeypatch, answer, gap)
    assert low.bound == (None if least is None else least + 7)
    assert low.objective == (None if objective is None else objective + 7)
    is_close = objective is not None and bound is not None and objective - bound <= gap
    assert (low.status is Status.OPTIMAL) == is_close
    high = told(monkeypatch, answer, gap, sense=pulp.LpMaximize)
    assert high.bound == (None if least is None else 7 - least)


def covering(seed: int, sense: int) -> tuple[pulp.LpProblem, list[pulp.LpVariable], int]:
    """Make a problem of which the optimum is found by trying all numbers."""
    chance = random.Random(seed)
    costs = [chance.randint(3, 12) for _ in range(7)]
    rows = [
        ([chance.choice((0, 2, 3, 5, 7)) for _ in costs], chance.randint(5, 13)) for _ in range(4)
    ]
    problem = pulp.LpProblem("covering", sense)
    x = [problem.add_variable(f"x{i}", 0, 2, cat="Integer") for i in range(len(costs))]
    sign = 1 if sense == pulp.LpMinimize else -1
    problem.setObjective(pulp.lpSum(sign * c * own for c, own in zip(costs, x, strict=True)))
    for sizes, need in rows:
        problem.addConstraint(pulp.lpSum(s * own for s, own in zip(sizes, x, strict=True)) >= need)
    best = min(
        (
            sum(c * n for c, n in zip(costs, own, strict=True))
            for own in product(range(3), repeat=len(costs))
            if all(
                sum(s * n for s, n in zip(sizes, own, strict=True)) >= need for sizes, need in rows
            )
        ),
        default=-1,
    )
    return problem, x, sign * best if best >= 0 else -1


@pytest.mark.parametrize("sense", [pulp.LpMinimize, pulp.LpMaximize])
@pytest.mark.parametrize("gap", [1e-6, 0.5, 3.0, 10.0])
def test_the_optimum_lies_between_bound_and_objective_and_half_a_unit_proves_it(gap, sense):
    sign = 1 if sense == pulp.LpMinimize else -1
    solved = 0
    for seed in range(10):
        problem, x, best = covering(seed, sense)
        result = solve(problem, x, time_limit_s=30, gap=gap)
        if result.objective is None:
            assert (best, result.status) == (-1, Status.INFEASIBLE), seed
            continue
        assert result.status is Status.OPTIMAL
        assert sign * result.bound <= sign * best + 1e-6, seed
        assert sign * best <= sign * result.objective + 1e-6, seed
        if gap < 1:
            assert ceil(sign * result.bound - 1e-4) == sign * best == sign * round(result.objective)
        solved += 1
    assert solved > 4
