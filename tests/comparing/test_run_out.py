"""Contracts left at the end of their term: fees, paid in the months they are due in."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from consolidation.comparing.compare import Question
from consolidation.comparing.model import CostItem, CostKind, OptionAnswer
from consolidation.comparing.over_rates import over_rates
from consolidation.comparing.present_value import Terms
from consolidation.comparing.roots import value_at
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.envelope import envelope
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import LineNetwork, RunOut
from tests.comparing.city import NO_LOSS, PLAIN, asking, compared, options_alone
from tests.comparing.test_break_even import lead
from tests.comparing.test_hostile_estates import changed, options
from tests.redesign.leasing import tiny

LIMIT_S = 10.0
MOST_RATE = Fraction(3)
HAIR = Fraction(1, 10**6)
FEE = 30_000


def ending(city: Estate, termination_yen: int) -> Estate:
    """The line of EAST runs on for 18 months after the change, at `FEE` a month."""
    return changed(
        city, "circuits", "C-E-RES", ends_on=date(2021, 9, 30), termination_yen=termination_yen
    )


def items(option: OptionAnswer) -> dict[CostKind, CostItem]:
    return {own.kind: own for own in option.items}


def test_fees_to_the_end_of_a_term_are_paid_in_the_years_they_are_due_in(city: Estate):
    question = asking(ending(city, 10**7), discount_percent=10.0)
    found = compared(question)
    left = options(found)["inter-site+vlan"]
    free = options(options_alone(asking(ending(city, 0), discount_percent=10.0)))["inter-site+vlan"]
    own = items(left)
    assert own["line-run-out"].once_yen == 18 * FEE
    assert own["line-run-out"].value == 12 * FEE + 6 * FEE / Fraction(11, 10)
    assert own["line-leave"].once_yen == 0
    assert left.cost == (free.cost or 0) + own["line-run-out"].value
    more = {year: yen - dict(free.by_year)[year] for year, yen in left.by_year}
    assert more == {2020: 12 * FEE, 2021: 6 * FEE, 2022: 0, 2023: 0, 2024: 0}
    (line,) = (row for row in left.lines if row.id == "W-E-RES")
    assert (line.one_off_yen, line.leaves_on) == (18 * FEE, date(2021, 9, 30))
    (budget,) = (step for step in found.steps if step.action == "budget")
    assert found.cheapest is left
    assert budget.yen == left.by_year[0][1]
    assert verify_comparison(question, found) == ()


def test_these_fees_change_as_all_line_fees_do(city: Estate):
    path = replace(NO_LOSS, fee_change_percent_by_year=(-50.0, 0.0, 0.0, 0.0))
    left = options(options_alone(asking(ending(city, 10**7), path)))["inter-site+vlan"]
    assert items(left)["line-run-out"].once_yen == 12 * FEE + 6 * FEE // 2


@pytest.mark.parametrize(("percent", "late"), [(0.0, False), (10.0, True)])
def test_whether_to_wait_is_decided_by_what_it_is_worth(city: Estate, percent: float, late: bool):
    question = asking(ending(city, 530_000), discount_percent=percent)
    left = options(options_alone(question))["inter-site+vlan"]
    (line,) = (row for row in left.lines if row.id == "W-E-RES")
    assert (line.leaves_on is not None) == late
    kind: CostKind = "line-run-out" if late else "line-leave"
    assert items(left)[kind].once_yen == line.one_off_yen == (18 * FEE if late else 530_000)


def test_the_rate_at_which_options_change_places_counts_them(city: Estate):
    router = replace(PLAIN, merged_router_yen=950_000)
    question: Question = asking(ending(city, 10**7), lines=router, discount_percent=1.0)
    (told,) = (own for own in compared(question).break_evens if own.quantity == "discount")
    (root,) = told.at
    assert not told.proved
    step = Fraction(1, 1000)
    beside = [lead(question, told, Fraction(round(root / step) + n) * step) for n in (-1, 1)]
    assert [(own or 0) < 0 for own in beside] == [told.separate_first, not told.separate_first]


def with_terms_left(seed: int, shape: str) -> LineNetwork:
    """Lines that are there have months of their term left."""
    asked, rng = tiny.network(seed, shape), random.Random(seed)
    return replace(
        asked,
        candidates=tuple(
            replace(
                own,
                terms=tuple(
                    replace(term, run_out=RunOut(rng.randint(0, 12), rng.randint(1, 80)))
                    if own.link and not term.capacity_kbit_s
                    else term
                    for term in own.terms
                ),
            )
            for own in asked.candidates
        ),
    )


TERMS = Terms(
    first_day=date(2020, 10, 1),
    years=5,
    discount=Fraction(1, 100),
    fee_change=Fraction(0),
    fee_changes=tuple(Fraction(n, 40) for n in (1, -2, 3, 0, -4)),
)


@pytest.mark.parametrize("shape", ["pair", "star", "tail"])
def test_the_optimum_at_every_rate_and_every_fee_is_that_of_leasing_anew(shape: str):
    turns = 0
    for seed in range(12 if shape == "tail" else 16):
        asked = with_terms_left(seed, shape)
        prices = TERMS.prices(asked)
        leases = Leases(asked, LIMIT_S)
        by_rate = over_rates(leases, TERMS, MOST_RATE)
        by_fees = envelope(leases, prices, Fraction(0), 3 * prices.weight)
        if by_rate is None or by_fees is None:
            assert leases.cheapest(prices).cost is None
            continue
        for n in range(9):
            rate = MOST_RATE * n / 8
            x = 1 / (1 + rate)
            cost = leases.cheapest(TERMS.at(rate).prices(asked)).cost
            assert cost == value_at(by_rate.at(x), x), (seed, rate)
            weight = 3 * prices.weight * n / 8
            cost = leases.cheapest(replace(prices, weight=weight)).cost
            assert cost == by_fees.piece(weight).at(weight), (seed, weight)
        for before, (start, after) in zip(by_rate.pieces, by_rate.pieces[1:], strict=False):
            assert abs(value_at(before[1], start) - value_at(after, start)) < HAIR, seed
        turns += len(by_rate.pieces) - 1
    assert turns > 0
