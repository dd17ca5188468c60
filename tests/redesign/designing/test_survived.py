"""Inequalities of a cut after all failures, on random lines between two places."""

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from consolidation.redesign.designing.inequalities import Inequality, Variables
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.problem import (
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
    single_link_failures,
)
from consolidation.redesign.designing.recipes import Survived
from consolidation.redesign.designing.survived import SurvivedCuts
from tests.redesign.designing.by_hand import row_holds
from tests.redesign.designing.oracle import cheapest

NUM = 40
BOTH = np.array([True, False])


def lines(seed: int) -> DesignProblem:
    pick = random.Random(f"lines-{seed}")
    links = tuple(
        DesignLink(
            id=f"L{i}",
            a="x",
            b="y",
            modules=tuple(
                Module(Fraction(size), Fraction(pick.randint(1, 9)))
                for size in sorted(pick.sample((2, 3, 5, 9), pick.choice((1, 2, 2))))
            ),
        )
        for i in range(pick.choice((2, 3, 3)))
    )
    return DesignProblem(
        name=f"lines-{seed}",
        nodes=("x", "y"),
        links=links,
        demands=(Demand(id="d", source="x", target="y", amounts=(Fraction(pick.randint(2, 9)),)),),
        direction=pick.choice((Direction.UNDIRECTED, Direction.BIDIRECTED)),
        failures=single_link_failures(links),
    )


def found(problem: DesignProblem, seed: int) -> list[Inequality]:
    """Return what random points violate."""
    variables = Variables(network(problem))
    chance = np.random.default_rng(seed)
    needs = np.array([sum(state.demands) for state in variables.net.states], float)
    rows = (
        SurvivedCuts(variables).strongest(chance.uniform(0, 0.6, variables.num), BOTH, needs)
        for _ in range(4)
    )
    return [row for row in rows if row is not None]


@pytest.mark.parametrize("seed", range(NUM))
def test_they_are_as_strong_as_the_check_lets_pass_and_the_cheapest_obeys_them(seed: int):
    problem = lines(seed)
    rows = found(problem, seed)
    assert rows
    design = cheapest(problem)
    assert design is not None
    net = network(problem)
    bought = {p.link: p.counts for p in design.purchases}
    own = [bought.get(problem.links[c.link].id, (0,) * 9)[c.place] for c in net.columns]
    for row in rows:
        assert row_holds(problem, row, row.least)
        assert not row_holds(problem, row, row.least + 1)
        if len(net.columns) == sum(len(link.modules) for link in problem.links):
            assert sum(int(f) * n for f, n in zip(row.factors, own, strict=True)) >= row.least


CARRIERS = (("L0", "L1"), ("L2", "L3"), ("L4",))


def of_carriers(seed: int) -> DesignProblem:
    pick = random.Random(f"carriers-{seed}")
    links = tuple(
        DesignLink(
            id=name,
            a="x",
            b="y",
            installed=Fraction(pick.choice((0, 0, 1))),
            modules=(
                Module(Fraction(2), Fraction(pick.randint(2, 9))),
                Module(Fraction(5), Fraction(pick.randint(6, 12))),
            ),
        )
        for own in CARRIERS
        for name in own
    )
    return DesignProblem(
        name=f"carriers-{seed}",
        nodes=("x", "y"),
        links=links,
        demands=(Demand(id="d", source="x", target="y", amounts=(Fraction(pick.randint(2, 7)),)),),
        failures=(
            *single_link_failures(links),
            *(Failure(id=f"C{n}", links=own) for n, own in enumerate(CARRIERS[:2])),
        ),
    )


@pytest.mark.parametrize("seed", range(12))
def test_links_that_fail_at_once_count_as_one_and_the_cheapest_way_is_the_optimum(seed: int):
    problem = of_carriers(seed)
    variables = Variables(network(problem))
    needs = np.array([sum(state.demands) for state in variables.net.states], float)
    least = SurvivedCuts(variables).cheapest(BOTH, needs)
    best = cheapest(problem)
    assert least is not None
    assert best is not None
    assert isinstance(least.row.recipe, Survived)
    assert least.row.recipe.together == ((0, 1), (2, 3))
    factor = next(int(c) // int(f) for c, f in zip(variables.costs, least.row.factors, strict=True))
    assert least.row.least * factor == best.cost
    assert row_holds(problem, least.row, least.row.least)
    assert not row_holds(problem, least.row, least.row.least + 1)
    apart = replace(problem, failures=single_link_failures(problem.links))
    assert not row_holds(apart, least.row, least.row.least)


@pytest.mark.parametrize("together", [((0, 1), (1, 2)), ((0, 9),), ((0, 0),)])
def test_links_counted_twice_or_not_across_are_refused(together: tuple[tuple[int, ...], ...]):
    problem = of_carriers(1)
    row = Inequality(np.ones(10, np.int64), 1, Survived((1, 0), 1, together))
    assert not row_holds(problem, row, 1)
