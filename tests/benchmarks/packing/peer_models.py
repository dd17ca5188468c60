"""The assignment model that most people write: one binary per server and host.

For PuLP with CBC or HiGHS, and for CP-SAT. Hosts of one type are interchangeable; the one thing
said against that symmetry is that they are used in order of number.

    minimise    sum over hosts of price[h] * used[h]
    each server i:              sum over h of on[i, h] = 1
    each host h, dimension d:   sum over i of demand[i, d] * on[i, h] <= capacity[h, d] * used[h]
    at most k of a label on h:  sum over its servers of on[i, h] <= k
    the same, beside a label:   ... <= n - (n - k) * with[a, h], on[j, h] <= with[a, h]
    hosts of a type in order:   used[h] >= used[h + 1]
"""

import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from peer_heuristics import best_heuristic
from task import Answer, Filling, Task, check

THREADS = 2
HEURISTIC_S = 5.0
MOST_VARIABLES = 2_000_000
"""More take longer to write down than any limit here."""


class Slots:
    """Servers one by one, and as many hosts of each type as any better packing could use."""

    def __init__(self, task: Task, deadline: float) -> None:
        self.task = task
        soon = min(deadline, time.monotonic() + HEURISTIC_S)
        self.start, self.fillings = best_heuristic(task, soon)
        self.kind = [kind for kind, num in enumerate(task.count) for _ in range(num)]
        self.option: list[int] = []
        if self.start.value is not None:
            for option, price in enumerate(task.price):
                most = min(self.start.value // price, len(self.kind))
                self.option.extend([option] * most)
        self.of_label: dict[int, list[int]] = defaultdict(list)
        for server, kind in enumerate(self.kind):
            for label in task.labels[kind]:
                self.of_label[label].append(server)

    @property
    def num_variables(self) -> int:
        """Servers times hosts."""
        return len(self.kind) * len(self.option)

    def ordered(self) -> list[tuple[int, int]]:
        """Pairs of neighbouring hosts of one type."""
        pairs = zip(range(len(self.option)), range(1, len(self.option)), strict=False)
        return [(g, h) for g, h in pairs if self.option[g] == self.option[h]]

    def hint(self) -> tuple[list[int], set[int]]:
        """Return the heuristic packing: host per server, and the hosts in use."""
        free = {t: [h for h, o in enumerate(self.option) if o == t] for t in set(self.option)}
        servers: dict[int, list[int]] = defaultdict(list)
        for server, kind in enumerate(self.kind):
            servers[kind].append(server)
        on, used = [0] * len(self.kind), set()
        for filling in self.fillings:
            host = free[filling.option].pop(0)
            used.add(host)
            for kind, num in filling.counts:
                for _ in range(num):
                    on[servers[kind].pop()] = host
        return on, used

    def value(self, on: Callable[[int, int], float]) -> int | None:
        """Return what the packing of a solver costs, or None if it is none."""
        counts: dict[int, Counter[int]] = defaultdict(Counter)
        for server, kind in enumerate(self.kind):
            for host in range(len(self.option)):
                if on(server, host) > 0.5:
                    counts[host][kind] += 1
        fillings = [
            Filling(self.option[host], tuple(sorted(load.items()))) for host, load in counts.items()
        ]
        return check(self.task, fillings)


def pulp_peer(task: Task, deadline: float, solver: str) -> Answer:
    """Solve with CBC or HiGHS through PuLP until the deadline."""
    import pulp

    slots = Slots(task, deadline)
    if slots.num_variables > MOST_VARIABLES or not slots.option:
        return Answer(None, None, f"{slots.num_variables:,} variables: not built")
    model = pulp.LpProblem("assignment", pulp.LpMinimize)
    hosts, servers = range(len(slots.option)), range(len(slots.kind))
    binary = pulp.LpBinary
    on = [[pulp.LpVariable(f"x_{i}_{h}", cat=binary) for h in hosts] for i in servers]
    used = [pulp.LpVariable(f"y_{h}", cat=binary) for h in hosts]
    model += pulp.lpSum(task.price[slots.option[h]] * used[h] for h in hosts)
    for i in servers:
        model += pulp.lpSum(on[i]) == 1
    for h in hosts:
        for d, room in enumerate(task.capacity[slots.option[h]]):
            load = pulp.lpSum(int(task.demand[slots.kind[i], d]) * on[i][h] for i in servers)
            model += load <= int(room) * used[h]
    for g, h in slots.ordered():
        model += used[g] >= used[h]
    beside: dict[tuple[int, int], object] = {}
    for rule in task.rules:
        own = slots.of_label[rule.label]
        for h in hosts:
            there = pulp.lpSum(on[i][h] for i in own)
            if rule.beside < 0:
                model += there <= rule.most
                continue
            if (rule.beside, h) not in beside:
                beside[rule.beside, h] = pulp.LpVariable(f"z_{rule.beside}_{h}", cat=binary)
                for j in slots.of_label[rule.beside]:
                    model += on[j][h] <= beside[rule.beside, h]
            model += there + (len(own) - rule.most) * beside[rule.beside, h] <= len(own)
    left = max(1.0, deadline - time.monotonic())
    bound = _cbc(model, left) if solver == "cbc" else _highs(model, left)
    value = slots.value(lambda i, h: on[i][h].value() or 0.0)
    return Answer(value, None if bound is None else task.rounded(bound))


def _cbc(model, limit_s: float) -> float | None:
    """Solve and read the bound from the log, as PuLP does not pass it on."""
    import pulp

    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "cbc.log"
        model.solve(
            pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s, threads=THREADS, logPath=str(log))
        )
        text = log.read_text("utf-8", errors="replace") if log.exists() else ""
    if model.sol_status == pulp.LpSolutionOptimal:
        return float(pulp.value(model.objective))
    for pattern in (
        r"Lower bound:\s+(-?[\d.e+]+)",
        r"best possible (-?[\d.e+]+)",
        r"Continuous objective value is (-?[\d.e+]+)",
    ):
        found = [float(x) for x in re.findall(pattern, text)]
        if found and found[-1] > 0:
            return found[-1]
    return None


def _highs(model, limit_s: float) -> float | None:
    import pulp

    model.solve(pulp.HiGHS(msg=False, timeLimit=limit_s, threads=THREADS))
    bound = float(model.solverModel.getInfo().mip_dual_bound)
    return bound if np.isfinite(bound) else None


def cpsat_peer(task: Task, deadline: float) -> Answer:
    """Solve with CP-SAT, which is also told the best heuristic packing, until the deadline."""
    from ortools.sat.python import cp_model

    slots = Slots(task, deadline)
    if slots.num_variables > MOST_VARIABLES or not slots.option:
        return Answer(None, None, f"{slots.num_variables:,} variables: not built")
    model = cp_model.CpModel()
    hosts, servers = range(len(slots.option)), range(len(slots.kind))
    on = [[model.new_bool_var("") for _ in hosts] for _ in servers]
    used = [model.new_bool_var("") for _ in hosts]
    for i in servers:
        model.add_exactly_one(on[i])
    for h in hosts:
        column = [on[i][h] for i in servers]
        for d, room in enumerate(task.capacity[slots.option[h]]):
            sizes = [int(task.demand[slots.kind[i], d]) for i in servers]
            model.add(cp_model.LinearExpr.weighted_sum(column, sizes) <= int(room) * used[h])
    for g, h in slots.ordered():
        model.add_implication(used[h], used[g])
    _cpsat_rules(model, slots, on)
    model.minimize(sum(task.price[slots.option[h]] * used[h] for h in hosts))
    place, in_use = slots.hint()
    for i in servers:
        for h in hosts:
            model.add_hint(on[i][h], place[i] == h)
    for h in hosts:
        model.add_hint(used[h], h in in_use)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = THREADS
    solver.parameters.max_time_in_seconds = max(1.0, deadline - time.monotonic())
    status = solver.solve(model)
    bound = task.rounded(solver.best_objective_bound)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, max(bound, 0))
    return Answer(slots.value(lambda i, h: solver.value(on[i][h])), bound)


def _cpsat_rules(model, slots: Slots, on: Sequence[Sequence[object]]) -> None:
    beside: dict[tuple[int, int], object] = {}
    for rule in slots.task.rules:
        own = slots.of_label[rule.label]
        for h in range(len(slots.option)):
            there = sum(on[i][h] for i in own)
            if rule.beside < 0:
                model.add(there <= rule.most)
                continue
            if (rule.beside, h) not in beside:
                beside[rule.beside, h] = model.new_bool_var("")
                for j in slots.of_label[rule.beside]:
                    model.add_implication(on[j][h], beside[rule.beside, h])
            model.add(there + (len(own) - rule.most) * beside[rule.beside, h] <= len(own))
