"""Pricing and column generation: exact values, true rows, tampered certificates refused."""

import random
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from consolidation.errors import NothingFits
from consolidation.packing.check_bound import check_bound
from consolidation.packing.columns.generation import Generation
from consolidation.packing.columns.pricing import Filling, Pricer
from consolidation.packing.compact.compartments import Compartment, lots
from consolidation.packing.compact.filled import stands
from consolidation.packing.model import Objective
from consolidation.packing.pack import pack
from consolidation.solving.deadline import Deadline
from tests.packing.oracle import instance, optimum
from tests.packing.tamper import NEVER_ACCEPTED, tampered

SEEDS = range(0, 240, 3)
NODES = 1_000_000


def parts(seed: int) -> list[Compartment]:
    problem = replace(instance(seed), then=None)
    return [part for lot in lots(problem) for part in lot.compartments if part.settings]


def fillings(part: Compartment, setting: int) -> list[tuple[tuple[int, int], ...]]:
    """Return every admissible filling of a host, by brute force."""
    found = []
    for numbers in product(*(range(kind.num + 1) for kind in part.types)):
        counts = tuple((i, num) for i, num in enumerate(numbers) if num)
        if not counts or stands(part, setting, counts):
            found.append(counts)
    return found


def worth(
    part: Compartment,
    values: list[int],
    grain: int,
    setting: int,
    counts: tuple[tuple[int, int], ...],
) -> int:
    return sum((values[i] - grain * (part.types[i].costs[setting] or 0)) * num for i, num in counts)


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_pricing_is_the_best_of_all_fillings(seed: int):
    chance = random.Random(seed)
    for part in parts(seed):
        pricer = Pricer(part)
        values = [chance.randint(0, 40) * pricer.grain for _ in part.types]
        for setting in range(len(part.settings)):
            best = max(
                worth(part, values, pricer.grain, setting, counts)
                for counts in fillings(part, setting)
            )
            found, proved, better = pricer.exact(
                setting, np.array(values), part.arrays.num, -1, NODES
            )
            assert proved
            assert found == max(best, 0)
            for filling in better:
                assert stands(part, setting, filling.counts) or not filling.counts


@pytest.mark.parametrize("seed", SEEDS)
def test_brief_pricing_finds_admissible_fillings_worth_more_than_asked(seed: int):
    for part in parts(seed):
        pricer = Pricer(part)
        values = [3 * pricer.grain for _ in part.types]
        for setting in range(len(part.settings)):
            for filling in pricer.brief(setting, np.array(values), part.arrays.num, 0):
                assert stands(part, setting, filling.counts)
                assert worth(part, values, pricer.grain, setting, filling.counts) > 0


def test_rows_of_column_generation_are_true_and_bind():
    """No filling is worth more than the row says, and the row raises the bound somewhere."""
    binding = 0
    for seed in SEEDS:
        for part in parts(seed):
            if any(not home for home in part.homes):
                continue
            generation = Generation(part, Deadline.after(20))
            linear = generation.converge(0)
            if linear is None or linear.row is None:
                continue
            row, grain = linear.row, generation.pricer.grain
            binding += 1
            for setting, most in enumerate(row.worths):
                for counts in fillings(part, setting):
                    scaled = grain if row.scale else 0
                    assert worth(part, list(row.prices), scaled, setting, counts) <= most
    assert binding > 20


def test_fillings_are_taken_in_once():
    part = parts(0)[0]
    generation = Generation(part, Deadline.after(20))
    filling = Filling(0, ((0, 1),))
    assert generation.add([filling, filling]) == 1
    assert generation.add([filling]) == 0


def test_a_thousand_tampered_certificates_prove_nothing_false():
    """Of certificates that the packer made: refused, or, by luck, still true."""
    chance = random.Random(11)
    refused = accepted = 0
    for seed in range(72):
        problem = replace(instance(seed), then=None)
        try:
            certificate = pack(problem, 20).certificate
        except NothingFits:
            continue
        assert certificate is not None
        assert check_bound(problem, certificate) == ()
        least = optimum(problem)
        assert least is not None
        for _ in range(35):
            change = tampered(certificate, chance)
            if change is None:
                continue
            kind, other = change
            if check_bound(problem, other):
                refused += 1
                continue
            assert kind not in NEVER_ACCEPTED, seed
            assert other.bound <= least, (seed, kind, problem.objective is Objective.COST)
            accepted += 1
    assert refused + accepted >= 1000
    assert refused > accepted
