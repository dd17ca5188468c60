"""The door to the solver: honest status, own time limit, Ctrl-C, columns by identity."""

import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from types import SimpleNamespace

import pulp
import pytest

from consolidation.errors import SolverTrouble
from consolidation.solving.deadline import Deadline
from consolidation.solving.highs import run_highs
from consolidation.solving.mip import solve
from consolidation.solving.status import Status
from consolidation.solving.watch import Watch, run_watched


def hard(num_items: int = 120, num_bins: int = 40):
    """Bin packing by the textbook model: cannot be proved in seconds."""
    chance = random.Random(1)
    problem = pulp.LpProblem("hard")
    sizes = [(chance.randint(100, 400), chance.randint(100, 400)) for _ in range(num_items)]
    x = [
        [problem.add_variable(f"x_{i}_{j}", 0, 1, cat="Integer") for j in range(num_bins)]
        for i in range(num_items)
    ]
    y = [problem.add_variable(f"y_{j}", 0, 1, cat="Integer") for j in range(num_bins)]
    problem.setObjective(pulp.lpSum(y))
    for row in x:
        problem.addConstraint(pulp.lpSum(row) == 1)
    for j, open_bin in enumerate(y):
        for d in (0, 1):
            load = pulp.lpSum(size[d] * row[j] for size, row in zip(sizes, x, strict=True))
            problem.addConstraint(load <= 1000 * open_bin)
    return problem, [v for row in x for v in row] + y


def knapsack(sense: int = pulp.LpMaximize):
    problem = pulp.LpProblem("knapsack", sense)
    x = [problem.add_variable(f"x{i}", 0, 1, cat="Integer") for i in range(3)]
    problem.setObjective(60 * x[0] + 100 * x[1] + 120 * x[2] + 7)
    problem.addConstraint(10 * x[0] + 20 * x[1] + 30 * x[2] <= 50)
    return problem, x


def test_maximum_with_a_constant():
    problem, x = knapsack()
    result = solve(problem, x, time_limit_s=10)
    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 227, 227)
    assert result.whole == (0, 1, 1)
    assert result.stopped_by == "done"


def test_no_solver_object_is_left_on_the_problem():
    problem, x = knapsack()
    solve(problem, x, time_limit_s=10)
    assert problem.solverModel is None


def test_names_that_pulp_makes_equal_do_not_mix_columns_up():
    problem = pulp.LpProblem("names")
    a = problem.add_variable("web-01", 0, 9, cat="Integer")
    b = problem.add_variable("web_01", 0, 9, cat="Integer")
    problem.setObjective(a + b)
    problem.addConstraint(a >= 2)
    problem.addConstraint(b >= 5)
    assert a.name == b.name
    assert solve(problem, [b, a], time_limit_s=10).whole == (5, 2)


def test_a_column_that_no_row_mentions_counts_as_zero():
    problem, x = knapsack()
    idle = problem.add_variable("idle", 0, 1)
    assert solve(problem, [idle, *x], time_limit_s=10).whole == (0, 0, 1, 1)


def test_infeasible():
    problem, x = knapsack()
    problem.addConstraint(pulp.lpSum(x) >= 4)
    result = solve(problem, x, time_limit_s=10)
    assert result.status is Status.INFEASIBLE
    assert result.values is None
    with pytest.raises(ValueError, match="no solution"):
        _ = result.whole


def test_unbounded_is_trouble():
    problem = pulp.LpProblem("unbounded")
    x = problem.add_variable("x", 0, cat="Integer")
    problem.setObjective(-1 * x)
    with pytest.raises(SolverTrouble, match="nbounded"):
        solve(problem, [x], time_limit_s=10)


def test_a_linear_program_has_its_value_as_bound():
    problem = pulp.LpProblem("lp")
    x = problem.add_variable("x", 0)
    problem.setObjective(x)
    problem.addConstraint(2 * x >= 3)
    result = solve(problem, [x], time_limit_s=10)
    assert (result.status, result.bound, result.values) == (Status.OPTIMAL, 1.5, (1.5,))


def test_an_objective_is_asked_for():
    with pytest.raises(ValueError, match="objective"):
        solve(pulp.LpProblem("none"), [], time_limit_s=1)


def test_the_time_limit_holds_and_the_status_is_honest():
    problem, columns = hard()
    began = time.monotonic()
    result = solve(problem, columns, time_limit_s=1)
    assert time.monotonic() - began < 30, "without its limit it would run for hours"
    assert result.stopped_by == "time"
    assert result.status in (Status.FEASIBLE, Status.UNKNOWN)
    assert result.bound is None or result.bound >= 0


def test_a_node_limit_gives_the_same_answer_twice():
    first, second = (solve(*hard(25, 9), time_limit_s=60, max_nodes=3, gap=0.5) for _ in range(2))
    assert first == second


def test_a_target_stops_at_the_first_solution_as_good():
    problem, columns = hard()
    result = solve(problem, columns, time_limit_s=60, target=39)
    assert result.stopped_by in ("target", "done")
    assert result.objective is not None
    assert result.objective <= 39


def test_a_start_is_taken_up():
    problem, x = knapsack(pulp.LpMinimize)
    problem.addConstraint(pulp.lpSum(x) >= 1)
    result = solve(problem, x, time_limit_s=10, start=[0, 1, 0])
    assert (result.status, result.objective) == (Status.OPTIMAL, 67)


def test_no_threads_are_left_over():
    before = threading.active_count()
    for _ in range(5):
        solve(*knapsack(), time_limit_s=10)
    assert threading.active_count() == before


def test_an_absent_solver_is_trouble(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "consolidation.solving.highs", None)
    with pytest.raises(SolverTrouble, match="HiGHS"):
        solve(*knapsack(), time_limit_s=10)


def test_a_failing_solver_is_trouble(monkeypatch: pytest.MonkeyPatch):
    def crash(_model: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("highspy.Highs.run", crash)
    with pytest.raises(SolverTrouble, match="out of order"):
        solve(*knapsack(), time_limit_s=10)


def test_a_job_that_will_not_stop_is_left_behind():
    watch, release = Watch(), threading.Event()
    began = time.monotonic()
    assert run_watched(lambda: release.wait(20), watch, 0.1) == "time"
    assert time.monotonic() - began < 15, "not the 20 s the job takes"
    assert watch.left_behind
    assert watch.stop.is_set()
    release.set()


def test_a_job_that_listens_is_not_left_behind():
    watch = Watch()
    assert run_watched(lambda: watch.stop.wait(20), watch, 0.1) == "time"
    assert not watch.left_behind


class Stuck:
    """A solver that reports an incumbent and a bound and then never looks up again."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.release = threading.Event()
        self.setOptionValue = lambda _name, _value: None
        for name in ("cbMipInterrupt", "cbSimplexInterrupt", "cbMipImprovingSolution"):
            setattr(self, name, SimpleNamespace(subscribe=self.told.append))

    def run(self) -> None:
        on_interrupt, _, on_solution = self.told
        data = SimpleNamespace(
            mip_solution=[1.0, 0.0], objective_function_value=9.0, mip_dual_bound=4.0
        )
        on_solution(SimpleNamespace(data_out=data))
        on_interrupt(SimpleNamespace(data_out=data))
        self.release.wait(20)


def test_a_solver_left_behind_leaves_its_best_solution_and_bound():
    stuck = Stuck()
    answer = run_highs(stuck, None, 0.1)
    stuck.release.set()
    assert (answer.solution, answer.objective, answer.bound) == ([1.0, 0.0], 9.0, 4.0)
    assert answer.stopped_by == "time"


def test_ctrl_c_gives_the_incumbent():
    program = textwrap.dedent(
        """
        import os, signal, sys, threading, time
        sys.path.insert(0, sys.argv[1])
        from test_solving_mip import hard
        from consolidation.solving import highs, mip
        signal.signal(signal.SIGINT, signal.default_int_handler)
        run = highs.run_highs
        def run_and_stop(*arguments):  # however slow the machine is at building the model
            threading.Timer(2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
            return run(*arguments)
        highs.run_highs = run_and_stop
        result = mip.solve(*hard(), time_limit_s=60)
        print(result.stopped_by, result.status, result.values is not None)
        """
    )
    folder = __file__.rsplit("/", 1)[0]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, folder], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["interrupt", "feasible", "True"], done.stderr
    assert time.monotonic() - began < 40, "not the 60 s it was given"
    assert signal.getsignal(signal.SIGINT) is not None


def test_a_deadline_shared_by_parts():
    whole = Deadline.after(100)
    assert whole.within(1).left_s <= 1
    assert Deadline.after(0).passed
    assert Deadline.after(-1).left_s == 0
