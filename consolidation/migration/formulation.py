"""The wave program: which move group goes over in which wave, at least double running."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulp

Named = Iterator[tuple[str, pulp.LpConstraint]]


@dataclass(frozen=True, slots=True)
class WaveProblem:
    """Move groups and waves in plain numbers."""

    open_waves: tuple[tuple[int, ...], ...]
    """For each group the waves it may go in."""
    num: tuple[int, ...]
    """Servers of each group."""
    seconds: tuple[int, ...]
    """Standstill of each group."""
    num_waves: int
    most_moves: int
    """Servers that one wave can take."""
    most_seconds: int
    """Standstill that one wave offers."""
    yen: tuple[tuple[int, ...], ...]
    """yen[g][w]: what the old servers of group g cost if it goes in wave w."""
    old: tuple[tuple[int, ...], ...]
    """Groups that keep each old platform running until they have gone."""
    old_yen: tuple[tuple[int, ...], ...]
    """old_yen[p][w]: what old platform p costs if its last group goes in wave w."""


@dataclass(slots=True)
class WaveModel:
    """The program's variables, beside the problem that they speak of."""

    given: WaveProblem
    problem: pulp.LpProblem
    goes: dict[tuple[int, int], pulp.LpVariable]
    """x[g, w]: 1 if group g goes in wave w."""
    stands: dict[tuple[int, int], pulp.LpVariable]
    """s[p, w]: 1 if old platform p still has to run in wave w."""


def wave_model(given: WaveProblem) -> WaveModel:
    """Build the program: variables, rows and objective."""
    problem = pulp.LpProblem("waves")
    goes = {
        (g, w): problem.add_variable(f"x_{g}_{w}", 0, 1, cat="Integer")
        for g, waves in enumerate(given.open_waves)
        for w in waves
    }
    stands = {
        (p, w): problem.add_variable(f"s_{p}_{w}", 0, 1)
        for p in range(len(given.old))
        for w in range(given.num_waves)
    }
    model = WaveModel(given, problem, goes, stands)
    for family in (once(model), moves(model), standstill(model), standing(model)):
        for name, row in family:
            problem.addConstraint(row, name)
    problem.setObjective(double_running(model))
    return model


def once(model: WaveModel) -> Named:
    """Sum over waves w of x[g, w] = 1, for every group g."""
    for g, waves in enumerate(model.given.open_waves):
        yield f"once_{g}", pulp.lpSum([model.goes[g, w] for w in waves]) == 1


def moves(model: WaveModel) -> Named:
    """Sum over groups g of servers[g] * x[g, w] <= most servers in a wave, for every wave w."""
    for w in range(model.given.num_waves):
        terms = [
            num * model.goes[g, w] for g, num in enumerate(model.given.num) if (g, w) in model.goes
        ]
        if terms:
            yield f"moves_{w}", pulp.lpSum(terms) <= model.given.most_moves


def standstill(model: WaveModel) -> Named:
    """Sum over groups g of seconds[g] * x[g, w] <= standstill a wave offers, for every wave w."""
    for w in range(model.given.num_waves):
        terms = [
            seconds * model.goes[g, w]
            for g, seconds in enumerate(model.given.seconds)
            if (g, w) in model.goes
        ]
        if terms:
            yield f"standstill_{w}", pulp.lpSum(terms) <= model.given.most_seconds


def standing(model: WaveModel) -> Named:
    """s[p, w] >= sum over waves v >= w of x[g, v], for every old platform p and its groups g."""
    for p, groups in enumerate(model.given.old):
        for g in groups:
            for w in range(model.given.num_waves):
                later = [model.goes[g, v] for v in model.given.open_waves[g] if v >= w]
                if later:
                    yield f"standing_{p}_{g}_{w}", model.stands[p, w] >= pulp.lpSum(later)


def double_running(model: WaveModel) -> pulp.LpAffineExpression:
    """Sum of yen[g, w] * x[g, w] and, per old platform, of each wave's further cost * s[p, w]."""
    given = model.given
    terms = [given.yen[g][w] * x for (g, w), x in model.goes.items()]
    for (p, w), s in model.stands.items():
        before = given.old_yen[p][w - 1] if w else 0
        terms.append((given.old_yen[p][w] - before) * s)
    return pulp.lpSum(terms)
