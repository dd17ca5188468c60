"""Claims of the search on small random instances: the check lets them pass, and designs obey.

What the check lets pass, also when it is changed at random, must hold for the cheapest designs
that brute force finds at the problem's costs and at others.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from consolidation.redesign.designing.certificate import Claim, DesignCertificate, Leaf
from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.cut_pool import CutPool
from consolidation.redesign.designing.groups import Draws, Groups
from consolidation.redesign.designing.inequalities import (
    Inequality,
    Variables,
    metric,
    spanning,
)
from consolidation.redesign.designing.network import Network, network
from consolidation.redesign.designing.problem import Choice, DesignProblem
from consolidation.redesign.designing.recipes import (
    Covering,
    Given,
    Grouped,
    Metric,
    Spanning,
    Survived,
)
from consolidation.redesign.designing.survived import SurvivedCuts
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline
from tests.redesign.designing.oracle import Cheapest, cheapest, price, small

pytestmark = [
    pytest.mark.no_cover,  # tracing would take as long as the tests
    # the search multiplies no demand by an infinite distance, and leaves the product out
    pytest.mark.filterwarnings("ignore:invalid value encountered in multiply:RuntimeWarning"),
]

NUM_BLOCKS, BLOCK = 6, 20
DRAWS = Draws(crossed=40, together=((3, 10), (4, 10), (5, 4)))
CLOSE = Fraction(1, 10**6)
best = cache(cheapest)


def solvable(seed: int) -> DesignProblem | None:
    """Return an instance with demands and a design."""
    problem = small(seed)
    return problem if network(problem).pairs and best(problem) is not None else None


def claims_of(pool: list[Inequality]) -> tuple[tuple[Claim, ...], dict[int, int]]:
    """Return claims, and their places by the ids of inequalities."""
    place: dict[int, int] = {}
    claims: list[Claim] = []

    def take(row: Inequality) -> int:
        if id(row) not in place:
            parents = tuple(take(parent) for parent in row.parents)
            place[id(row)] = len(claims)
            factors = tuple((int(j), int(row.factors[j])) for j in np.flatnonzero(row.factors))
            claims.append(
                Claim(factors=factors, least=row.least, recipe=row.recipe, parents=parents)
            )
        return place[id(row)]

    for row in pool:
        take(row)
    return tuple(claims), place


@dataclass(frozen=True)
class Searched:
    """What a search knows at its root."""

    claims: tuple[Claim, ...]
    multipliers: tuple[tuple[int, Fraction], ...]
    value: float


@cache
def searched(problem: DesignProblem) -> Searched:
    tight = Tightening(Variables(network(problem)))
    tight.root(Deadline.after(60), grouped=True)
    relaxation = tight.relaxation
    answer = relaxation.solve(60)
    assert answer is not None
    claims, place = claims_of(relaxation.pool)
    multipliers = []
    for row, dual in zip(relaxation.rows, answer.duals, strict=True):
        # rounded down a little, so that no sum of factors exceeds a cost
        own = Fraction(float(dual) / float(np.abs(row.inequality.factors).max()))
        own = Fraction(int(own * (1 - CLOSE) * 2**40), 2**40)
        if own > 0:
            multipliers.append((place[id(row.inequality)], own))
    return Searched(claims, tuple(multipliers), answer.value)


def found_by_chance(problem: DesignProblem, seed: int) -> tuple[Claim, ...]:
    """Return claims of all kinds, whether anything needs them or not."""
    variables = Variables(network(problem))
    net = variables.net
    chance = np.random.default_rng(seed)
    rows: list[Inequality | None] = []
    groups = Groups(variables)
    cuts, pool = SurvivedCuts(variables), CutPool(variables)
    for inside in pool.inside if cuts.is_useful else ():
        x = chance.uniform(0, 0.8, variables.num)
        rows.append(cuts.strongest(x, inside, pool.crossed_by(inside)))
    for number in range(len(net.states)):
        if groups.is_useful:
            x = chance.uniform(0, 0.8, variables.num)
            tight = chance.random((6, net.num_nodes)) < 0.5
            rows += groups.violated(x, number, tight, DRAWS, 4)
        for _ in range(3):
            lengths = chance.integers(0, 3, len(variables.rows))
            rows.append(metric(variables, number, lengths, int(net.has_routing and number == 0)))
            _, parts = np.unique(chance.integers(0, 4, net.num_nodes), return_inverse=True)
            rows.append(spanning(variables, number, parts))
            if net.has_setup:
                rows.append(spanning(variables, number, parts, opened=True))
    return claims_of([row for row in rows if row is not None])[0]


def certificate(net: Network, *claims: Claim) -> DesignCertificate:
    columns = tuple((column.link, column.place) for column in net.columns)
    return DesignCertificate(
        bound=Fraction(net.fixed_cost, net.cost_factor),
        columns=columns,
        claims=claims,
        nodes=(Leaf(()),),
    )


def values(problem: DesignProblem, found: Cheapest) -> list[Fraction] | None:
    """Return the variables of a design, its routing cost an upper bound for each slice.

    ``None`` where it buys a module that has no column.
    """
    net = network(problem)
    own: dict[tuple[int, int], Fraction] = {}
    ids = [link.id for link in problem.links]
    for purchase in found.purchases:
        for at, count in enumerate(purchase.counts):
            if count:
                own[ids.index(purchase.link), at] = count
    bought = [own.pop((column.link, column.place), Fraction(0)) for column in net.columns]
    if own:
        return None
    used = {purchase.link for purchase in found.purchases}
    bought += [Fraction(link.id in used) for link in problem.links if link.setup_cost]
    routing = (found.cost - price(problem, found.purchases)) * net.cost_factor
    return bought + [routing] * len(problem.slices)


def obeys(x: list[Fraction], claim: Claim) -> bool:
    total = sum(factor * x[j] for j, factor in claim.factors)
    return total >= claim.least - CLOSE * abs(claim.least)


@cache
def designs(problem: DesignProblem, seed: int) -> tuple[list[Fraction], ...]:
    """Return cheapest designs, at the problem's costs and at others."""
    chance = random.Random(seed)
    net = network(problem)
    kept = {(column.link, column.place) for column in net.columns}
    found = []
    for turn in range(3):
        other = problem
        if turn:  # modules that have no column stay too dear to be bought
            links = tuple(
                replace(
                    link,
                    modules=tuple(
                        replace(m, cost=Fraction(chance.randint(1, 12) if (i, at) in kept else 999))
                        for at, m in enumerate(link.modules)
                    ),
                )
                for i, link in enumerate(problem.links)
            )
            other = replace(problem, links=links)
        design = best(other)
        assert design is not None
        if turn:
            routing = design.cost - price(other, design.purchases)
            design = Cheapest(price(problem, design.purchases) + routing, design.purchases)
        x = values(problem, design)
        if x is not None:
            found.append(x)
    return tuple(found)


def obliged(problem: DesignProblem, claim: Claim, seed: int) -> tuple[list[Fraction], ...]:
    """Return the designs that must obey a claim: some are about the cheapest at their costs."""
    if not isinstance(claim.recipe, Survived):
        return designs(problem, seed)
    found = best(problem)
    assert found is not None
    x = values(problem, found)
    return () if x is None else (x,)


def changed(chance: random.Random, claim: Claim) -> Iterator[Claim]:
    """Yield a claim with one thing about it changed, in several ways."""
    yield replace(claim, least=claim.least + 1)
    for at, (j, factor) in enumerate(claim.factors):
        fewer = (*claim.factors[:at], (j, factor - 1), *claim.factors[at + 1 :])
        yield replace(claim, factors=fewer)
    recipe = claim.recipe
    if isinstance(recipe, Metric):
        at = chance.randrange(len(recipe.lengths))
        longer = (*recipe.lengths[:at], recipe.lengths[at] + 1, *recipe.lengths[at + 1 :])
        yield replace(claim, recipe=replace(recipe, lengths=longer))
        yield replace(claim, recipe=replace(recipe, priced=1 - recipe.priced))
    if isinstance(recipe, Spanning | Grouped | Survived):
        groups = list(recipe.groups)
        chance.shuffle(groups)
        yield replace(claim, recipe=replace(recipe, groups=tuple(groups)))
    if isinstance(recipe, Grouped | Survived):
        yield replace(claim, recipe=replace(recipe, unit=recipe.unit + 1))
    if isinstance(recipe, Grouped):
        yield replace(claim, recipe=Spanning(recipe.state, recipe.groups))
    if isinstance(recipe, Spanning):
        yield replace(claim, recipe=replace(recipe, opened=not recipe.opened))
        yield replace(claim, recipe=Grouped(recipe.state, recipe.groups, 1))
    if isinstance(recipe, Metric | Spanning | Grouped):
        yield replace(claim, recipe=replace(recipe, state=recipe.state + 1))


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_claims_of_the_search_pass_and_designs_obey_them(block: int):
    num_passed = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = solvable(seed)
        if problem is None:
            continue
        net = network(problem)
        for claims in (searched(problem).claims, found_by_chance(problem, seed)):
            wrong = {
                int(t.en.split()[1][:-1]) for t in check_bound(problem, certificate(net, *claims))
            }
            for place in wrong:  # the search takes modules of any amount to be whole in these
                assert problem.choice is Choice.LINEAR, seed
                assert isinstance(claims[place].recipe, Covering | Spanning), seed
            passed = [claim for place, claim in enumerate(claims) if place not in wrong]
            num_passed += len(passed)
            for claim in passed:
                for x in obliged(problem, claim, seed):
                    assert obeys(x, claim), (seed, claim)
    assert num_passed > 20 * BLOCK


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_what_passes_is_obeyed_when_claims_are_changed(block: int):
    refused: Counter[str] = Counter()
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = solvable(seed)
        if problem is None:
            continue
        net, chance = network(problem), random.Random(seed)
        claims = searched(problem).claims
        claims += found_by_chance(problem, seed)
        for claim in chance.sample(claims, min(20, len(claims))):
            before = tuple(claims[place] for place in claim.parents)
            own = replace(claim, parents=tuple(range(len(before))))
            for other in changed(chance, own):
                if check_bound(problem, certificate(net, *before, other)):
                    refused[type(other.recipe).__name__] += 1
                elif not isinstance(other.recipe, Given):
                    for x in obliged(problem, other, seed):
                        assert obeys(x, other), (seed, other)
    assert min(refused[name] for name in ("Metric", "Spanning", "Grouped", "Covering")) > 10, (
        refused
    )


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_multipliers_of_the_search_show_its_bound_and_none_above_the_optimum(block: int):
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = solvable(seed)
        if problem is None or problem.choice is Choice.LINEAR:
            continue
        net, found, optimum = network(problem), searched(problem), best(problem)
        assert optimum is not None
        value = (Fraction(found.value) * (1 - 10 * CLOSE) + net.fixed_cost) / net.cost_factor
        shown = replace(
            certificate(net, *found.claims), bound=value, nodes=(Leaf(found.multipliers),)
        )
        assert check_bound(problem, shown) == (), seed
        assert check_bound(problem, replace(shown, bound=optimum.cost + CLOSE)), seed
