"""Designs whose ways may be too slow, against brute force over all ways that are not."""

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.certificate import Claim, DesignCertificate, Leaf
from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.files.design_file import read_design, write_design
from consolidation.redesign.designing.inequalities import Variables, metric
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Module,
)
from consolidation.redesign.designing.recipes import Metric
from consolidation.redesign.designing.verify import verify_design
from consolidation.solving.status import Status
from tests.redesign.designing.oracle import Cheapest, broken, cheapest, small
from tests.redesign.designing.thinner import cases_told, thinner

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

CLOSE = Fraction(1, 10**6)
DEARER = (88, 109, 121, 146, 190, 200, 206, 226, 232, 242, 266, 286, 293)
"""Instances in which the limits make designs dearer."""
TOO_TIGHT = (11, 14, 30, 35, 41, 59)
"""Instances in which nothing is quick enough, at least after some failure."""


def limited(seed: int) -> DesignProblem:
    """Make a problem with limits; the same traffic may have several."""
    chance = random.Random(f"limits {seed}")
    plain = small(seed)
    halves = [Fraction(n, 2) for n in (6, 8, 9, 11, 14)]
    demands = [replace(d, max_latency=chance.choice([None, *halves])) for d in plain.demands]
    if chance.random() < 0.3:
        other = None if demands[0].max_latency else Fraction(4)
        demands.append(replace(demands[0], id="again", max_latency=other))
    return replace(
        plain,
        links=tuple(
            replace(
                link, latency=Fraction(chance.choice([0, 1, 1, 2, 3, 5]), chance.choice([1, 2]))
            )
            for link in plain.links
        ),
        demands=tuple(demands),
    )


def looser(problem: DesignProblem, times: int | None) -> DesignProblem:
    """Return a problem with limits that are as many times as high, or none."""
    return replace(
        problem,
        demands=tuple(
            replace(
                d,
                max_latency=None
                if times is None or d.max_latency is None
                else d.max_latency * times,
            )
            for d in problem.demands
        ),
    )


def cost_of(found: Cheapest | None) -> Fraction | None:
    return None if found is None else found.cost


best = cache(cheapest)


@cache
def designed(problem: DesignProblem) -> NetworkDesign:
    """Return the design, which must be proved and hold, and whose certificate must."""
    design = design_network(problem, 20)
    assert design.status in {Status.OPTIMAL, Status.INFEASIBLE}, problem.name
    assert verify_design(problem, design) == (), problem.name
    if design.certificate is not None:
        assert check_bound(problem, design.certificate) == (), problem.name
    return design


def close_to(problem: DesignProblem) -> Fraction:
    """Return how far costs found in floating point may be apart, as a share."""
    linear = problem.choice is Choice.LINEAR
    return CLOSE if linear or any(link.routing_cost for link in problem.links) else Fraction(0)


@pytest.mark.parametrize("block", range(3))
def test_optimal_means_the_optimum_of_brute_force(block: int):
    told: Counter[str] = Counter()
    for seed in (*range(block * 2, (block + 1) * 2), *DEARER[block::3]):
        problem = limited(seed)
        wanted, design = cost_of(best(problem)), designed(problem)
        assert (design.cost is None) == (wanted is None), seed
        if wanted is None or design.cost is None:
            assert design.culprit is not None, seed
            continue
        assert abs(design.cost - wanted) <= close_to(problem) * wanted, seed
        told["limited" if network(problem).is_limited else "loose"] += 1
    assert told["limited"] > 3


def test_a_looser_limit_never_costs_more_and_some_limits_do():
    rises = 0
    for seed in (*DEARER[:3], *TOO_TIGHT[:2]):
        costs = [designed(looser(limited(seed), times)).cost for times in (1, 2, None)]
        for tight, loose in ((costs[0], costs[1]), (costs[1], costs[2])):
            if tight is not None:
                assert loose is not None, seed
                assert loose <= tight * (1 + CLOSE), seed
                rises += loose < tight
            else:
                rises += loose is not None
    assert rises >= 3 + 2


def tampered(certificate: DesignCertificate, place: int, claim: Claim) -> DesignCertificate:
    claims = list(certificate.claims)
    claims[place] = claim
    return replace(certificate, claims=tuple(claims))


def test_a_certificate_is_refused_once_a_distance_is_raised_or_the_limit_is_taken_away():
    raised = without = 0
    for seed in DEARER:
        problem = limited(seed)
        certificate = designed(problem).certificate
        if certificate is None or not network(problem).is_limited:
            continue
        for place, claim in enumerate(certificate.claims):
            if isinstance(claim.recipe, Metric) and claim.least > 0:
                higher = replace(claim, least=claim.least + 1)
                assert check_bound(problem, tampered(certificate, place, higher)), seed
                raised += 1
        free = looser(problem, None)
        if (cost := designed(free).cost) is not None and certificate.bound > cost * (1 + CLOSE):
            assert check_bound(free, certificate), seed
            without += 1
    assert raised > 20
    assert without > 4


def test_maker_and_checker_find_the_same_distances_for_any_lengths():
    shown = 0
    for seed in (*range(16), *DEARER):
        problem = limited(seed)
        net = network(problem)
        chance = np.random.default_rng(seed)
        variables = Variables(net)
        columns = tuple((column.link, column.place) for column in net.columns)
        for number in range(len(net.states)):
            row = metric(variables, number, chance.integers(0, 4, len(variables.rows)))
            if row is None or not net.is_limited:
                continue
            places = np.flatnonzero(row.factors)
            claim = Claim(
                factors=tuple((int(j), int(row.factors[j])) for j in places),
                least=row.least,
                recipe=row.recipe,
            )
            bound = Fraction(net.fixed_cost, net.cost_factor)
            nothing = DesignCertificate(
                bound=bound, columns=columns, claims=(claim,), nodes=(Leaf(()),)
            )
            assert check_bound(problem, nothing) == (), (seed, number)
            more = replace(claim, least=claim.least + 1)
            assert check_bound(problem, replace(nothing, claims=(more,))), (seed, number)
            shown += 1
    assert shown > 40


def test_one_module_less_is_refused_naming_the_states_that_break():
    refused = 0
    for seed in DEARER:
        problem = limited(seed)
        found = best(problem)
        if found is None or problem.choice is Choice.LINEAR or not network(problem).is_limited:
            continue
        for purchases in thinner(found.purchases):
            assert cases_told(problem, purchases) == broken(problem, purchases), seed
            refused += bool(broken(problem, purchases))
    assert refused > 20


def side_by_side(limit: Fraction | None) -> DesignProblem:
    """A cheap slow link, a dear quick one, and a detour; 5 of 8 units may be in a hurry."""

    def link(name: str, a: str, b: str, latency: str, cost: int) -> DesignLink:
        module = Module(Fraction(10), Fraction(cost))
        return DesignLink(id=name, a=a, b=b, latency=Fraction(latency), modules=(module,))

    def demand(name: str, amount: int, limit: Fraction | None) -> Demand:
        return Demand(
            id=name, source="A", target="B", amounts=(Fraction(amount),), max_latency=limit
        )

    return DesignProblem(
        name="side",
        nodes=("A", "B", "C"),
        links=(
            link("slow", "A", "B", "9.5", 1),
            link("quick", "A", "B", "2", 20),
            link("AC", "A", "C", "1.5", 3),
            link("CB", "C", "B", "1.7", 4),
        ),
        demands=(demand("hurry", 5, limit), demand("rest", 3, None)),
        direction=Direction.BIDIRECTED,
    )


@pytest.mark.parametrize(
    ("limit", "cost", "links"),
    [
        (None, 1, ["slow"]),
        (Fraction("9.5"), 1, ["slow"]),
        (Fraction("9.4999"), 7, ["AC", "CB"]),
        (Fraction("3.2"), 7, ["AC", "CB"]),
        (Fraction("3.19"), 20, ["quick"]),
        (Fraction(2), 20, ["quick"]),
    ],
)
def test_limits_are_exact_and_the_hurried_share_of_parallel_links_leaves_the_slow_one(
    limit: Fraction | None, cost: int, links: list[str]
):
    design = designed(side_by_side(limit))
    assert design.cost == design.bound == cost
    assert [own.link for own in design.purchases] == links


def test_what_no_way_is_quick_enough_for_is_named():
    design = designed(side_by_side(Fraction("1.9")))
    assert design.status is Status.INFEASIBLE
    assert design.culprit is not None
    assert "no way A - B within its limit of latency" in design.culprit.en


def test_a_file_keeps_latencies_and_limits_exactly(tmp_path: Path):
    problem = side_by_side(Fraction("9.4999"))
    design = designed(problem)
    path = tmp_path / "design.json"
    write_design(path, problem, design)
    found = read_design(path)
    assert (found.problem, found.design) == (problem, design)
    assert verify_design(found.problem, found.design) == ()
