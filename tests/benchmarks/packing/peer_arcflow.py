"""The arc-flow model with graph compression (Brandão and Pedroso 2016), solved by HiGHS.

The graph and the model are those of the tools that the pyvpsolver package installs. At-most-k
labels become dimensions of capacity k; a rule "beside" cannot be said.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from task import Answer, NotExpressibleError, Task

THREADS = 2


def arcflow_peer(task: Task, deadline: float) -> Answer:
    """Build the graph, write the model and solve it until the deadline.

    The value is the solver's own: the flow is not turned back into a packing.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_instance(task, folder / "task.mvp")
        for tool, source, target in (
            ("vbp2afg", "task.mvp", "task.afg"),
            ("afg2mps", "task.afg", "task.mps"),
        ):
            command = [str(Path(sys.executable).parent / tool), source, target]
            left = max(1.0, deadline - time.monotonic())
            try:
                done = subprocess.run(
                    command, cwd=folder, capture_output=True, check=False, timeout=left
                )
            except subprocess.TimeoutExpired:
                return Answer(None, None, "no graph within the limit")
            if done.returncode:
                return Answer(None, None, "no graph: out of memory")
        return _solved(task, folder / "task.mps", deadline)


def write_instance(task: Task, path: Path) -> None:
    """Write the task in the text format of the tools: host types with cost, items with number."""
    if any(rule.beside >= 0 for rule in task.rules):
        raise NotExpressibleError
    most = {rule.label: rule.most for rule in task.rules}
    labels = sorted(most)
    capacity = [[*map(int, row), *(most[x] for x in labels)] for row in task.capacity]
    demand = [
        [*map(int, row), *(int(x in own) for x in labels)]
        for row, own in zip(task.demand, task.labels, strict=True)
    ]
    lines = [str(len(capacity[0])), str(len(capacity))]
    for row, price in zip(capacity, task.price, strict=True):
        lines.append(" ".join(map(str, [*row, price // task.unit, -1])))
    lines.append(str(len(demand)))
    for row, num in zip(demand, task.count, strict=True):
        lines += [f"1 {num}", " ".join(map(str, row))]
    path.write_text("\n".join(lines) + "\n", "ascii")


def _solved(task: Task, model: Path, deadline: float) -> Answer:
    import highspy

    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", THREADS)
    highs.setOptionValue("time_limit", max(1.0, deadline - time.monotonic()))
    highs.readModel(os.fspath(model))
    highs.run()
    info = highs.getInfo()
    note = f"{highs.getNumCol():,} arcs"
    bound = None
    if np.isfinite(info.mip_dual_bound):
        bound = task.rounded(info.mip_dual_bound * task.unit)
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, bound, note)
    return Answer(round(info.objective_function_value) * task.unit, bound, note)
