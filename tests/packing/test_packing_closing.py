"""Closing the gap: all fillings within it, a choice of them, or proof that there is none."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

from consolidation.packing.columns.closing import close_gap, listed, proved_values
from consolidation.packing.columns.diving import dive
from consolidation.packing.columns.generation import Generation, Linear
from consolidation.packing.compact.compartments import Compartment, lots
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.packing.pack import pack
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from tests.packing.oracle import best, instance


def exact_fit(num_hosts: int, seed: int) -> PackingProblem:
    """Make triplets that fill their hosts to the brim in two dimensions (Caprara and Toth 2001)."""
    chance = random.Random(seed)
    demands = []
    for _ in range(num_hosts):
        first = tuple(chance.randint(25, 49) for _ in range(2))
        second = tuple(chance.randint(25, 49) for _ in range(2))
        last = tuple(100 - a - b for a, b in zip(first, second, strict=True))
        demands += [first, second, last]
    return of_demands(demands, (100, 100))


def of_demands(demands: list[tuple[int, ...]], capacity: tuple[int, ...]) -> PackingProblem:
    """Make a problem of one host type at the price of one."""
    guests = tuple(
        Guest(id=f"g{i:03}", cluster="c", zone="z", demand=demand)
        for i, demand in enumerate(demands)
    )
    option = HostOption(id="h", cluster="c", capacity=capacity, price_yen=1)
    names = tuple(f"d{d}" for d in range(len(capacity)))
    return PackingProblem(dimensions=names, guests=guests, options=(option,))


def generated(part: Compartment, stock: dict[str, int]) -> tuple[Generation, Linear]:
    """Return column generation of a compartment and its linear program."""
    generation = Generation(part, Deadline.after(60))
    limits = [float(stock.get(s.option.id, part.num_guests)) for s in part.settings]
    generation.ask(part.arrays.num, limits)
    linear = generation.converge(0)
    assert linear is not None
    return generation, linear


@pytest.mark.parametrize("seed", range(3))
def test_an_exact_fit_is_found_from_volume_alone(seed: int):
    (lot,) = lots(exact_fit(20, seed))
    part = lot.compartments[0]
    generation = Generation(part, Deadline.after(60))
    generation.ask(part.arrays.num, [60.0])
    filled = close_gap(generation, None, 20, 30).filled
    assert filled is not None
    assert filled.complete(part)
    assert filled.cost(part) == 20


def test_an_exact_fit_is_found_where_a_dive_goes_wrong():
    (lot,) = lots(exact_fit(50, 2))
    part = lot.compartments[0]
    generation, linear = generated(part, {})
    assert dive(generation, linear.answer, 51, 0) is None
    assert close_gap(generation, linear.answer, 50, 30).filled is not None


def test_the_packer_proves_an_exact_fit():
    packing = pack(exact_fit(20, 4), 60)
    assert packing.status is Status.OPTIMAL
    assert packing.num_hosts == 20


def test_where_volume_says_too_little_nothing_is_tried():
    (lot,) = lots(of_demands([(6, 1), (6, 1), (5, 1)], (10, 10)))
    generation = Generation(lot.compartments[0], Deadline.after(60))
    generation.ask(lot.compartments[0].arrays.num, [3.0])
    closed = close_gap(generation, None, 2, 5)
    assert closed.filled is None
    assert not closed.impossible


def test_no_choice_is_a_proof():
    # sizes add up to two full hosts, yet no part of them fills one
    (lot,) = lots(of_demands([(8,), (8,), (8,), (3,), (3,)], (15,)))
    generation, linear = generated(lot.compartments[0], {})
    closed = close_gap(generation, linear.answer, 2, 5)
    assert closed.impossible
    assert close_gap(generation, linear.answer, 3, 5).filled is not None


def test_a_filling_may_be_chosen_several_times():
    (lot,) = lots(of_demands([(5,)] * 12 + [(4,)] * 6 + [(6,)] * 6, (10,)))
    part = lot.compartments[0]
    generation, linear = generated(part, {})
    filled = close_gap(generation, linear.answer, 12, 5).filled
    assert filled is not None
    assert filled.cost(part) == 12


def test_negative_demands_are_listed_too():
    (lot,) = lots(of_demands([(-2,), (7,), (5,), (6,), (4,)], (10,)))
    part = lot.compartments[0]
    generation, linear = generated(part, {})
    closed = close_gap(generation, linear.answer, 2, 5)
    assert not closed.impossible
    assert closed.filled is not None


def test_every_filling_within_the_gap_is_listed():
    demands = [(5, 2), (4, 7), (3, 3), (6, 1), (2, 6), (5, 5), (1, 1)]
    (lot,) = lots(of_demands(demands, (10, 10)))
    part = lot.compartments[0]
    generation, linear = generated(part, {})
    values = proved_values(generation, linear.answer, 3)
    assert values is not None
    choice = listed(generation, values)
    assert choice is not None
    ends = choice.start.tolist()
    found = {frozenset(choice.kind[a:b].tolist()) for a, b in pairwise(ends)}
    assert found == expected(part, values.types.tolist(), int(values.hosts[0]) - values.waste)


def expected(part: Compartment, worth: list[int], floor: int) -> set[frozenset[int]]:
    """Return all sets of types that fit, take nothing more and are worth enough."""
    n = len(part.types)

    def stands(kinds: frozenset[int]) -> bool:
        loads = [sum(part.types[i].demand[d] for i in kinds) for d in range(2)]
        return all(load <= room for load, room in zip(loads, part.capacities[0], strict=True))

    subsets = [frozenset(i for i in range(n) if mask >> i & 1) for mask in range(1, 1 << n)]
    return {
        kinds
        for kinds in subsets
        if stands(kinds)
        and not any(stands(kinds | {i}) for i in range(n) if i not in kinds)
        and sum(worth[i] for i in kinds) >= floor
    }


@pytest.mark.parametrize("block", range(5))
def test_what_is_found_or_proved_agrees_with_brute_force(block: int):
    found = proved = 0
    for seed in range(block * 60, block * 60 + 60):
        problem = replace(instance(seed), spares=(), then=None)
        parts = lots(problem)
        answer = best(problem)
        if answer is None or len(parts) != 1 or len(parts[0].compartments) != 1:
            continue
        part = parts[0].compartments[0]
        if len({s.option.id for s in part.settings}) < len(part.settings):
            continue  # levels of one option share its stock, of which a compartment knows nothing
        generation, linear = generated(part, dict(parts[0].stock))
        at = close_gap(generation, linear.answer, answer.value, 10)
        assert not at.impossible, seed
        if at.filled is not None:
            found += 1
            assert at.filled.complete(part), seed
            assert at.filled.cost(part) == answer.value, seed
        below = close_gap(generation, linear.answer, answer.value - generation.pricer.step, 10)
        assert below.filled is None, seed
        proved += below.impossible
    assert found >= 5
    assert proved >= 5
