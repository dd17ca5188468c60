"""The packer against brute force on small random instances with every feature."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from consolidation.errors import NothingFits
from consolidation.packing.check_bound import check_bound
from consolidation.packing.files.check_problem import problems_of
from consolidation.packing.model import HostOption, Objective, Packing, PackingProblem, Then
from consolidation.packing.pack import pack
from consolidation.packing.verify import verify_packing
from consolidation.solving.status import Status
from tests.packing.oracle import best, best_second, block_second, instance, optimum

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

NUM_BLOCKS, BLOCK = 20, 50


def packed(problem: PackingProblem):
    """Return the packing, or the culprits by whom there is none."""
    try:
        return pack(problem, 20)
    except NothingFits as error:
        return error.culprits


def value_of(packing: Packing) -> int:
    """Return what the objective counts."""
    costs = packing.objective is Objective.COST
    return packing.price_yen if costs else packing.num_hosts


def check(seed: int) -> None:
    """Compare the packer with brute force on one instance."""
    problem = instance(seed)
    assert problems_of(problem) == (), seed
    found, answer = best(problem), packed(problem)
    if found is None:
        assert isinstance(answer, tuple), seed
        assert answer, seed
        return
    assert isinstance(answer, Packing), (seed, answer)
    assert verify_packing(problem, answer) == (), seed
    assert answer.status is Status.OPTIMAL, seed
    assert value_of(answer) == found.value, seed
    assert answer.certificate is not None, seed
    assert check_bound(problem, answer.certificate) == (), seed
    assert answer.certificate.bound <= found.value, seed
    if answer.second is not None:
        assert answer.second.lower_bound <= found.second <= answer.second.reached, seed
        assert answer.second.status is Status.OPTIMAL, seed


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_optimal_means_the_optimum_of_brute_force(block: int):
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        check(seed)


def shuffled(problem: PackingProblem, chance: random.Random) -> PackingProblem:
    """Return the same problem with its rows, and the words within them, in another order."""

    def mixed(rows: tuple) -> tuple:
        return tuple(chance.sample(rows, len(rows)))

    guests = tuple(
        replace(
            guest,
            labels=mixed(guest.labels),
            only=None if guest.only is None else mixed(guest.only),
            costs=mixed(guest.costs),
        )
        for guest in problem.guests
    )
    return replace(
        problem,
        guests=mixed(guests),
        options=mixed(tuple(replace(o, groups=mixed(o.groups)) for o in problem.options)),
        spares=mixed(problem.spares),
        rules=mixed(problem.rules),
    )


@pytest.mark.parametrize("seed", range(0, 400, 8))
def test_shuffling_rows_changes_nothing(seed: int):
    problem = instance(seed)
    assert packed(shuffled(problem, random.Random(seed))) == packed(problem)


@pytest.mark.parametrize("seed", range(3, 400, 8))
def test_a_further_host_type_never_costs_more(seed: int):
    problem = instance(seed)
    first = problem.guests[0].cluster
    more = HostOption(
        id="extra", cluster=first, capacity=(9,) * len(problem.dimensions), price_yen=11
    )
    before = optimum(problem)
    after = packed(replace(problem, options=(*problem.options, more)))
    assert before is None or value_of(after) <= before


def loosened(problem: PackingProblem) -> dict[str, PackingProblem]:
    """Return the problem with one kind of rule gone or weaker, by what was loosened."""
    changes: dict[str, Callable] = {
        "apart": lambda p: replace(p, rules=p.rules[1:]),
        "most": lambda p: replace(p, rules=tuple(replace(r, most=r.most + 1) for r in p.rules)),
        "beside": lambda p: replace(p, rules=tuple(r for r in p.rules if r.beside is None)),
        "together": lambda p: of_guests(p, together=None),
        "only": lambda p: of_guests(p, only=None),
        "never": lambda p: of_guests(p, never=()),
        "costs": lambda p: of_guests(p, costs=()),
        "surcharges": lambda p: replace(p, surcharges=()),
        "per": lambda p: replace(p, surcharges=tuple(s for s in p.surcharges if s.per is None)),
        "limit": lambda p: of_options(p, limit=None),
        "most_guests": lambda p: of_options(p, most_guests=None),
        "spares": lambda p: replace(p, spares=()),
    }
    found = {name: change(problem) for name, change in changes.items()}
    return {name: other for name, other in found.items() if other != problem}


def of_guests(problem: PackingProblem, **changes: object) -> PackingProblem:
    return replace(problem, guests=tuple(replace(g, **changes) for g in problem.guests))


def of_options(problem: PackingProblem, **changes: object) -> PackingProblem:
    return replace(problem, options=tuple(replace(o, **changes) for o in problem.options))


@pytest.mark.parametrize("seed", range(5, 400, 8))
def test_loosening_never_costs_more(seed: int):
    problem = replace(instance(seed), then=None)
    problem = of_guests(problem, present=None)  # an option without limit is no present host
    before = optimum(problem)
    if before is not None:
        assert {
            name: value_of(packed(other)) <= before for name, other in loosened(problem).items()
        } == dict.fromkeys(loosened(problem), True)


NUM_SEEN = NUM_BLOCKS * BLOCK


def test_both_outcomes_are_seen_often():
    outcomes = Counter(optimum(instance(seed)) is None for seed in range(NUM_SEEN))
    assert min(outcomes[True], outcomes[False]) > NUM_SEEN // 4


def test_every_feature_decides_many_instances():
    """Without it the optimum would be another: an engine that forgot it would be found out."""
    decided: Counter[str] = Counter()
    for seed in range(NUM_SEEN):
        problem = replace(instance(seed), then=None)
        before = optimum(problem)
        decided.update(
            name for name, other in loosened(problem).items() if optimum(other) != before
        )
    names = "apart most beside together only never costs surcharges per limit most_guests spares"
    assert {name: decided[name] > 10 for name in names.split()} == dict.fromkeys(
        names.split(), True
    ), decided


def test_second_objectives_are_seen_to_differ_from_the_first_packing():
    """Among the cheapest packings there are worse ones: the second solve has work to do."""
    better = Counter(
        problem.then
        for problem in map(instance, range(NUM_SEEN))
        if problem.then
        and (found := best(replace(problem, then=None))) is not None
        and best_second(problem) < second_of(problem, found)
    )
    assert min(better[Then.EVEN], better[Then.FEWEST_MOVES]) > 10, better


def second_of(problem: PackingProblem, found) -> int:
    """Return the second value of a packing that was found without it."""
    values = [block_second(problem, block, option) for block, option in found.blocks]
    return max(values) if problem.then is Then.EVEN else sum(values)
