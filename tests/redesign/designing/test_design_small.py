"""The network designer against brute force on small random instances with every feature."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest

from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.problem import (
    Choice,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
)
from consolidation.redesign.designing.verify import verify_design
from consolidation.solving.status import Status
from tests.redesign.designing.oracle import broken, cheapest, small
from tests.redesign.designing.thinner import cases_told, thinner

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

NUM_BLOCKS, BLOCK = 8, 30
CLOSE = Fraction(1, 10**6)
best = cache(cheapest)


def designed(problem: DesignProblem) -> NetworkDesign:
    """Return the design, which must be proved and hold."""
    design = design_network(problem, 20)
    assert design.status in {Status.OPTIMAL, Status.INFEASIBLE}, problem.name
    assert verify_design(problem, design) == (), problem.name
    return design


def in_float(problem: DesignProblem) -> bool:
    """Return whether part of the cost is the value of a program in floating point."""
    linear = problem.choice is Choice.LINEAR
    return linear or any(link.routing_cost for link in problem.links)


def check(seed: int) -> None:
    """Compare the designer with brute force on one instance."""
    problem = small(seed)
    found, design = best(problem), designed(problem)
    if found is None:
        assert design.status is Status.INFEASIBLE, seed
        assert design.cost is None, seed
        assert design.culprit is not None, seed
        return
    assert design.status is Status.OPTIMAL, seed
    assert design.cost is not None, seed
    close = CLOSE * found.cost if in_float(problem) else 0
    assert abs(design.cost - found.cost) <= close, seed
    assert design.bound <= found.cost + close, seed


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_optimal_means_the_optimum_of_brute_force(block: int):
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        check(seed)


def scaled(seed: int) -> DesignProblem:
    """Return a problem in which demands count more, or less, in the normal state."""
    factor = (Fraction(9, 7), Fraction(2), Fraction(10, 7), Fraction(1, 2))[seed % 4]
    return replace(small(seed), normal_factor=factor)


@pytest.mark.parametrize("block", range(4))
def test_demands_that_count_otherwise_in_the_normal_state_are_met_at_least_cost(block: int):
    decided = proved = refused = 0
    for seed in range(block * 15, (block + 1) * 15):
        problem = scaled(seed)
        found, design = best(problem), designed(problem)
        assert (found is None) == (design.cost is None), seed
        decided += optimum(small(seed)) != optimum(problem)
        if found is None or design.cost is None:
            continue
        close = CLOSE * found.cost if in_float(problem) else 0
        assert abs(design.cost - found.cost) <= close, seed
        if design.certificate is not None:
            assert check_bound(problem, design.certificate) == (), seed
            assert design.certificate.bound <= found.cost + close, seed
            proved += design.certificate.bound > 0
        for purchases in thinner(design.purchases):
            told = cases_told(problem, purchases)
            assert told == broken(problem, purchases), seed
            refused += len(told)
    assert min(decided, proved, refused) > 2


def harder(problem: DesignProblem) -> dict[str, DesignProblem]:
    """Return problems that ask for more, or in which something costs more, by what was changed."""
    first, *others = problem.demands
    more = replace(first, amounts=tuple(amount + 1 for amount in first.amounts))
    alone = Failure(id="further", links=(problem.links[0].id,))
    return {
        "demand": replace(problem, demands=(more, *others)),
        "failure": replace(problem, failures=(*problem.failures, alone)),
        "price": with_links(problem, dearer),
        "setup": with_links(problem, lambda k: replace(k, setup_cost=k.setup_cost + 2)),
        "routing": with_links(problem, lambda k: replace(k, routing_cost=k.routing_cost + 1)),
        "less there": with_links(problem, lambda k: replace(k, installed=Fraction(0))),
    }


def with_links(problem: DesignProblem, change: Callable[[DesignLink], DesignLink]) -> DesignProblem:
    return replace(problem, links=tuple(map(change, problem.links)))


def dearer(link: DesignLink) -> DesignLink:
    return replace(link, modules=tuple(replace(m, cost=m.cost + 1) for m in link.modules))


@pytest.mark.parametrize("seed", range(0, 60, 2))
def test_asking_for_more_never_costs_less(seed: int):
    problem = small(seed)
    before = designed(problem).cost
    for name, other in harder(problem).items():
        after = designed(other).cost
        if before is None:
            assert after is None, name
        elif after is not None:
            assert after >= before - (CLOSE * before if in_float(other) else 0), name


@pytest.mark.parametrize("seed", range(1, 60, 2))
def test_a_module_less_breaks_the_states_that_the_check_names(seed: int):
    problem = small(seed)
    for purchases in thinner(designed(problem).purchases):
        assert cases_told(problem, purchases) == broken(problem, purchases)


def optimum(problem: DesignProblem) -> Fraction | None:
    found = best(problem)
    return None if found is None else found.cost


NUM_SEEN = NUM_BLOCKS * BLOCK


def test_both_outcomes_are_seen_often_in_every_direction_and_choice():
    outcomes: Counter[tuple[Direction | Choice, bool]] = Counter()
    for seed in range(NUM_SEEN):
        problem = small(seed)
        for feature in (problem.direction, problem.choice):
            outcomes[feature, optimum(problem) is None] += 1
    expected = [(feature, none) for feature in (*Direction, *Choice) for none in (True, False)]
    assert {key: outcomes[key] >= 5 for key in expected} == dict.fromkeys(expected, True), outcomes


def lighter(problem: DesignProblem) -> dict[str, DesignProblem]:
    """Return the problem without one feature, by its name."""
    return {
        "failures": replace(problem, failures=()),
        "failed nodes": replace(problem, failures=tuple(f for f in problem.failures if f.links)),
        "slices": replace(
            problem,
            slices=problem.slices[:1],
            demands=tuple(replace(d, amounts=d.amounts[:1]) for d in problem.demands),
        ),
        "setup": with_links(problem, lambda k: replace(k, setup_cost=Fraction(0))),
        "routing": with_links(problem, lambda k: replace(k, routing_cost=Fraction(0))),
        "installed": with_links(problem, lambda k: replace(k, installed=Fraction(0))),
        "installed cost": with_links(problem, lambda k: replace(k, installed_cost=Fraction(0))),
        "one module": with_links(problem, lambda k: replace(k, modules=k.modules[:1])),
        "explicit": replace(problem, choice=Choice.MODULAR),
        "direction": replace(problem, direction=Direction.BIDIRECTED),
    }


def test_every_feature_decides_many_instances():
    """Without it the optimum would be another: a designer that forgot it would be found out."""
    decided: Counter[str] = Counter()
    for seed in range(0, NUM_SEEN, 2):
        problem = small(seed)
        before = optimum(problem)
        decided.update(
            name
            for name, other in lighter(problem).items()
            if other != problem and optimum(other) != before
        )
    names = list(lighter(small(0)))
    assert {name: decided[name] >= 5 for name in names} == dict.fromkeys(names, True), decided
