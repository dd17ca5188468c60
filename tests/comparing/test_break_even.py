"""Where the cheaper side changes, against the whole comparison made anew beside every such value.

The quantity is changed where an inventory or a scenario says it: fees in contracts and tariffs,
growth in the flows, the discount rate and a router's price in the scenario.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import pytest

from consolidation.comparing.break_even import Side, break_evens, stairs
from consolidation.comparing.compare import Question
from consolidation.comparing.model import BreakEven, Comparison, ComparisonOptions, Kit
from consolidation.comparing.present_value import Terms
from consolidation.comparing.pricing import Besides, Sum
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Term
from consolidation.redesign.model import CHANGE_ON, LineOptions
from tests.comparing.city import NO_LOSS, PLAIN, asking, compared, options_alone, quiet
from tests.redesign.leasing.test_lease import asked_of, line

FEE_STEP = Fraction(1, 30_000)
"""All fees of the city are multiples of 30 000 yen: factors of this step leave them whole."""
FLOW_STEP = Fraction(1, 100)
RATE_STEP = Fraction(1, 10**7)


def with_fees(question: Question, factor: Fraction) -> Question:
    placed = question.placed

    def changed(yen: int) -> int:
        assert (yen * factor).denominator == 1
        return int(yen * factor)

    return replace(
        question,
        placed=replace(
            placed,
            circuits=tuple(replace(c, yen_month=changed(c.yen_month)) for c in placed.circuits),
            tariffs=tuple(replace(t, yen_month=changed(t.yen_month)) for t in placed.tariffs),
        ),
    )


def with_growth(question: Question, factor: Fraction) -> Question:
    flows = tuple(
        replace(
            flow,
            office_kbit_s=int(flow.office_kbit_s * factor),
            night_kbit_s=int(flow.night_kbit_s * factor),
        )
        for flow in question.placed.flows
    )
    return replace(
        question,
        placed=replace(question.placed, flows=flows),
        lines=replace(question.lines, growth_percent_per_year=0),
    )


def with_discount(question: Question, percent: Fraction) -> Question:
    return replace(question, discount_percent=float(percent))


def with_router(question: Question, yen: Fraction) -> Question:
    return replace(question, lines=replace(question.lines, merged_router_yen=int(yen)))


DAY = CHANGE_ON
CHANGE = {
    "line-fees": (with_fees, FEE_STEP),
    "growth": (with_growth, FLOW_STEP),
    "discount": (with_discount, RATE_STEP),
    "router": (with_router, Fraction(1)),
}


def lead(question: Question, told: BreakEven, value: Fraction) -> Fraction | None:
    """Return by how much separate lines cost more at a value; ``None``: one side has no design."""
    change, _ = CHANGE[told.quantity]
    options = {own.name: own for own in options_alone(change(question, value)).options}
    ours, theirs = options["separate"].cost, options[told.option].cost
    return None if ours is None or theirs is None else ours - theirs


def checked(question: Question, told: BreakEven) -> None:
    _, step = CHANGE[told.quantity]
    assert told.proved
    assert list(told.at) == sorted(told.at)
    assert all(told.low <= root <= told.high for root in told.at)
    # values beside each change and in the middle, on the grid that keeps yen and kbit/s whole
    separate = told.separate_first
    marks = [told.low, *told.at, told.high]
    for number, (start, end) in enumerate(pairwise(marks)):
        first = (floor(start / step) + 1) * step
        last = (ceil(end / step) - 1) * step
        middle = floor((start + end) / 2 / step) * step
        inner = {first, last} if told.at else {first, middle, last}
        for value in inner:
            if start < value < end:
                found = lead(question, told, value)
                assert found is not None, (told, number, value)
                assert (found < 0) == separate or found == 0, (told, number, float(value), found)
        separate = not separate


CASES: dict[str, tuple[ComparisonOptions, LineOptions, float]] = {
    "dear-routers": (NO_LOSS, replace(PLAIN, merged_router_yen=1_450_000), 0.0),
    "losses": (
        ComparisonOptions(losses=("line",), kits=(Kit.VRF,)),
        replace(PLAIN, merged_router_yen=900_000),
        1.0,
    ),
    "fees-rise": (
        replace(NO_LOSS, fee_change_percent_per_year=4.0),
        replace(PLAIN, merged_router_yen=2_300_000, years=7),
        2.0,
    ),
    "growing": (
        replace(NO_LOSS, fee_change_percent_per_year=-12.5),
        replace(PLAIN, growth_percent_per_year=9, years=4, merged_router_yen=300_000),
        1.5,
    ),
    "path": (
        replace(NO_LOSS, fee_change_percent_by_year=(0.0, -2.5, 30.0, -20.0)),
        replace(PLAIN, merged_router_yen=1_450_000),
        1.0,
    ),
    "path-from-october": (
        ComparisonOptions(
            losses=("line",), kits=(Kit.VRF,), fee_change_percent_by_year=(50.0, -50.0, 12.5)
        ),
        replace(PLAIN, years=3, change_on=date(2020, 10, 1), merged_router_yen=2_250_000),
        2.0,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cheaper_side_changes_at_every_value_told_and_nowhere_else(name: str, city: Estate):
    options, lines, discount = CASES[name]
    question = asking(quiet(city), options, lines=lines, discount_percent=discount)
    told = compared(question).break_evens
    assert [own.quantity for own in told] == ["line-fees", "discount", "router", "growth"]
    for own in told:
        checked(question, own)


def test_each_quantity_changes_the_cheaper_side_somewhere(city: Estate):
    some: set[str] = set()
    for options, lines, discount in CASES.values():
        told = compared(
            asking(quiet(city), options, lines=lines, discount_percent=discount)
        ).break_evens
        some |= {own.quantity for own in told if own.at}
    assert some == {"line-fees", "discount", "router", "growth"}


def test_the_option_compared_is_the_cheapest_that_may_be_chosen(city: Estate):
    found = compared(asking(city, replace(NO_LOSS, kits=(Kit.VLAN, Kit.SDN))))
    options = offered(found)
    del options["separate"]
    cheapest = min(options, key=lambda name: options[name])
    assert {own.option for own in found.break_evens} == {cheapest}


def offered(found: Comparison) -> dict[str, Fraction]:
    return {own.name: own.cost for own in found.options if own.offered and own.cost is not None}


@pytest.mark.parametrize("quantity", ["line-fees", "router", "discount"])
def test_sides_alike_at_the_low_end_are_told_by_what_comes_after_it(quantity: str):
    """From nothing on, merging is the cheaper one: separate lines are never first."""
    separate = (line("r", "A", "B", (10, 5)), line("a", "A", "B", (10, 5)))
    sides = [
        Side(name, Leases(asked_of(lines, {("A", "B"): 10}), 5.0), Besides({"kit": once}), routers)
        for name, lines, once, routers in (
            ("separate", separate, Sum(), 1 if quantity == "router" else 0),
            ("merged", separate[:1], Sum(month=Fraction(5)), 0)
            if quantity == "router"
            else ("merged", separate[:1], Sum(), 0),
        )
    ]
    terms = Terms(first_day=DAY, years=5, discount=Fraction(0), fee_change=Fraction(0))
    (told,) = (own for own in break_evens(*sides, terms, 0) if own.quantity == quantity)
    assert (told.separate_first, told.at) == (False, ())


def test_from_some_growth_on_the_other_side_is_first():
    separate = (line("r", "A", "B", (10, 5)), line("a", "A", "B", (0, 0), (10, 5)))
    merged = (line("m", "A", "B", (10, 5), (20, 6)),)
    terms = Terms(first_day=DAY, years=5, discount=Fraction(0), fee_change=Fraction(0))
    sides = []
    for name, lines in (("separate", separate), ("merged", merged)):
        leases = Leases(asked_of(lines, {("A", "B"): 8}), 5.0)
        sides.append(Side(name, leases, Besides(), 0, stairs(leases, terms)))
    (told,) = (own for own in break_evens(*sides, terms, 0) if own.quantity == "growth")
    assert (told.separate_first, told.at) == (False, ())


@pytest.mark.parametrize("more", [Fraction(-1, 10**9), Fraction(0), Fraction(1, 10**9)])
@pytest.mark.parametrize("percent", [Fraction(5), Fraction(3)])
def test_sides_that_change_places_just_where_a_line_gives_way_to_another_are_told(
    percent: Fraction, more: Fraction
):
    """At 5 % yen a month weigh 164/7 in two years: a line for 7 a month or one for 164 once."""
    terms = Terms(first_day=DAY, years=2, discount=Fraction(0), fee_change=Fraction(0))
    weight = terms.at(percent / 100).fee_weight
    month = line("m", "A", "B", (0, 0), (10, weight.denominator))
    once = replace(
        month, id="o", terms=(Term(), Term(capacity_kbit_s=10, install_yen=weight.numerator))
    )
    rest = Sum(once=2 * weight + more)
    sides = [
        Side(name, Leases(asked_of(lines, {("A", "B"): 10}), 5.0), Besides({"kit": own}), 0)
        for name, lines, own in (
            ("separate", (month, once), rest),
            ("merged", (line("n", "A", "B", (10, weight.denominator + 2)),), Sum()),
        )
    ]
    (told,) = (own for own in break_evens(*sides, terms, 0) if own.quantity == "discount")
    assert told.separate_first
    assert [round(at, 6) for at in told.at] == [percent]
