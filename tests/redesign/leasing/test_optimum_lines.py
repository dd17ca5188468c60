"""The optimum at every price and at every growth, against leasing anew at single values."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from consolidation.redesign.leasing.envelope import envelope
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import LineNetwork, Prices
from consolidation.redesign.leasing.thresholds import staircase
from tests.redesign.leasing import tiny

LIMIT_S = 10.0
HAIR = Fraction(1, 10**6)
TINY = Fraction(1, 10**9)
LOW, HIGH = Fraction(0), Fraction(90)


def leased_anew(asked: LineNetwork, at: Prices) -> Fraction | None:
    lease = Leases(asked, LIMIT_S).cheapest(at)
    assert lease.cost is None or lease.cost == lease.bound
    return lease.cost


@pytest.mark.parametrize("shape", ["pair", "star", "triangle", "tail"])
def test_the_envelope_is_the_optimum_at_every_weight(shape: str):
    turns = 0
    for seed in range(6 if shape in {"triangle", "tail"} else 15):
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        found = envelope(Leases(asked, LIMIT_S), at, LOW, HIGH)
        if found is None:
            assert leased_anew(asked, at) is None
            continue
        assert found.proved
        starts = [piece.start for piece in found.pieces]
        assert starts == sorted(set(starts))
        assert starts[0] == LOW
        weights = {LOW + (HIGH - LOW) * n / 19 for n in range(20)}
        weights |= {start + step for start in starts for step in (-HAIR, 0, HAIR)}
        for weight in sorted(w for w in weights if LOW <= w <= HIGH):
            wanted = leased_anew(asked, replace(at, weight=weight))
            assert found.piece(weight).at(weight) == wanted, (seed, weight)
        for before, after in pairwise(found.pieces):
            assert before.at(after.start) == after.at(after.start), seed
            assert before.month >= after.month, seed
        turns += len(found.pieces) - 1
    assert turns > 0


@pytest.mark.parametrize("shape", ["pair", "star"])
def test_the_staircase_is_the_optimum_at_every_growth_exactly(shape: str):
    stairs = 0
    for seed in range(40):
        asked, at = tiny.network(seed, shape, unit=7, whole=False), tiny.prices(seed)
        low, high = Fraction(1), Fraction(5)
        found = staircase(Leases(asked, LIMIT_S), at, low, high)
        at_low = leased_anew(replace(asked, growth=low), at)
        if found is None:
            just_beyond = leased_anew(replace(asked, growth=low + TINY), at)
            assert at_low is None or just_beyond is None
            continue
        assert found.steps[0][0] == low
        growths = [x for x, _ in found.steps]
        assert growths == sorted(growths)
        assert len(set(growths[1:])) == len(growths) - 1  # two at the low end where it is full
        costs = [cost for _, cost in found.steps]
        assert costs == sorted(set(costs)), seed
        assert costs[0] == at_low
        ends = [*(x for x, _ in found.steps[1:]), found.end]
        for (start, cost), end in zip(found.steps, ends, strict=True):
            for growth in (start + TINY, (start + end) / 2, end - TINY, end):
                if start < growth <= end:
                    wanted = leased_anew(replace(asked, growth=growth), at)
                    assert wanted == cost, (seed, growth)
        if found.end < high:
            assert leased_anew(replace(asked, growth=found.end + TINY), at) is None
        stairs += len(costs) - 1
    assert stairs > 20


@pytest.mark.parametrize("shape", ["triangle", "ring"])
def test_the_staircase_of_a_mesh_is_the_optimum_but_for_a_hair_beside_each_step(shape: str):
    stairs = 0
    for seed in range(8 if shape == "triangle" else 16):
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        low, high = Fraction(1), Fraction(4)
        found = staircase(Leases(asked, LIMIT_S), at, low, high)
        if found is None:
            continue
        costs = [cost for _, cost in found.steps]
        assert costs == sorted(set(costs)), seed
        ends = [*(x for x, _ in found.steps[1:]), found.end]
        for (start, cost), end in zip(found.steps, ends, strict=True):
            for growth in (start * (1 + 3 * HAIR), (start + end) / 2, end * (1 - 3 * HAIR)):
                if start < growth < end:
                    wanted = leased_anew(replace(asked, growth=growth), at)
                    assert wanted == cost, (seed, growth)
        stairs += len(costs) - 1
    assert stairs > 1


def test_more_losses_more_traffic_and_higher_fees_never_make_lines_cheaper():
    compared = 0
    for seed in range(30):
        shape = ("pair", "star", "triangle")[seed % 3]
        asked, at = tiny.network(seed, shape), replace(tiny.prices(seed), weight=Fraction(60))
        cost = leased_anew(asked, at)
        fewer = leased_anew(replace(asked, losses=asked.losses[:-1]), at)
        more = leased_anew(replace(asked, growth=asked.growth * Fraction(6, 5)), at)
        dearer = leased_anew(asked, replace(at, weight=Fraction(61)))
        tighter = leased_anew(replace(asked, share=asked.share * Fraction(4, 5)), at)
        if cost is None:
            assert more is None
            assert dearer is None
            continue
        assert fewer is not None
        assert fewer <= cost
        assert more is None or more >= cost
        assert tighter is None or tighter >= cost
        assert dearer is not None
        assert dearer >= cost
        compared += 1
    assert compared > 10
