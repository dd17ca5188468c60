"""Present values, payments by year and the steps of carrying out, against plain loops."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from consolidation.comparing.model import ComparisonOptions, Kit, KitPrice
from consolidation.comparing.phases import steps
from consolidation.comparing.present_value import Terms, later_fiscal_years
from consolidation.fiscal import fiscal_year
from consolidation.inventory.estate import Estate
from consolidation.redesign.model import LineOptions
from tests.comparing.city import NO_LOSS, PLAIN, asking, compared, options_alone


def by_loop(years: int, discount: Fraction, change: Fraction) -> Fraction:
    """Add up one yen a month, month by month."""
    total = Fraction(0)
    for month in range(years * 12):
        fee, divisor = Fraction(1), Fraction(1)
        for _ in range(month // 12):
            fee *= 1 + change
            divisor *= 1 + discount
        total += fee / divisor
    return total


@pytest.mark.parametrize("years", [1, 5, 11])
@pytest.mark.parametrize("discount", [Fraction(0), Fraction(1, 100), Fraction(37, 1000)])
@pytest.mark.parametrize("change", [Fraction(0), Fraction(-3, 20), Fraction(1, 8)])
def test_weights_are_the_sum_of_all_months(years: int, discount: Fraction, change: Fraction):
    terms = Terms(first_day=date(2021, 7, 1), years=years, discount=discount, fee_change=change)
    assert terms.fee_weight == by_loop(years, discount, change)
    assert terms.month_weight == by_loop(years, discount, Fraction(0))


PATH = (Fraction(0), Fraction(-1, 40), Fraction(1, 8), Fraction(-1, 2))


def by_fiscal_year(first: date, years: int, discount: Fraction, path: tuple[Fraction, ...]):
    """Add up one yen a month whose amount changes on every 1 April."""
    total, fee, changes = Fraction(0), Fraction(1), list(path)
    day = first.replace(day=1)
    for month in range(years * 12):
        if month and day.month == 4:
            fee *= 1 + changes.pop(0)
        total += fee / (1 + discount) ** (month // 12)
        day = (day + timedelta(days=31)).replace(day=1)
    assert not changes
    return total


@pytest.mark.parametrize("discount", [Fraction(0), Fraction(37, 1000)])
@pytest.mark.parametrize(
    ("first", "years"),
    [(date(2020, 4, 1), 5), (date(2020, 4, 20), 5), (date(2020, 10, 1), 4), (date(2021, 3, 1), 4)],
)
def test_weights_follow_a_path_of_fees(first: date, years: int, discount: Fraction):
    assert len(later_fiscal_years(first, years)) == len(PATH)
    terms = Terms(
        first_day=first, years=years, discount=discount, fee_change=Fraction(0), fee_changes=PATH
    )
    assert terms.fee_weight == by_fiscal_year(first, years, discount, PATH)
    assert terms.month_weight == by_loop(years, discount, Fraction(0))
    assert terms.at(Fraction(1, 10)).fee_weight == by_fiscal_year(
        first, years, Fraction(1, 10), PATH
    )


@pytest.mark.parametrize("change", [Fraction(0), Fraction(-3, 20), Fraction(1, 8)])
def test_a_path_of_equal_changes_from_the_first_of_april_is_the_same_change_every_year(
    change: Fraction,
):
    alike = Terms(first_day=date(2020, 4, 1), years=6, discount=Fraction(1, 100), fee_change=change)
    path = replace(alike, fee_change=Fraction(0), fee_changes=(change,) * 5)
    assert path.fee_weight == alike.fee_weight
    assert list(path.fee_factors()) == list(alike.fee_factors())


@pytest.mark.parametrize("first", [date(2020, 4, 1), date(2020, 12, 1), date(2021, 1, 15)])
def test_months_lie_in_the_fiscal_year_of_their_day(first: date):
    terms = Terms(first_day=first, years=3, discount=Fraction(0), fee_change=Fraction(0))
    day, wanted = first.replace(day=1), []
    for month in range(36):
        wanted.append((day.year if day.month >= 4 else day.year - 1, month // 12))
        day = (day + timedelta(days=31)).replace(day=1)
    assert list(terms.months()) == wanted


MONTHLY = ComparisonOptions(
    losses=("line",),
    kits=(Kit.SDN, Kit.WAVELENGTH),
    sdn=KitPrice(central_yen=100_000, central_yen_month=7_000, site_yen=10_000),
    wavelength=KitPrice(line_yen=50_000, line_yen_month=3_000),
    fee_change_percent_per_year=-3.5,
)


@pytest.fixture
def with_upkeep(city: Estate) -> Estate:
    """Two devices cost a lease and a maintenance that is no whole yen a month."""
    first, second, *others = city.devices
    return replace(
        city,
        devices=(
            replace(first, lease_yen_month=4_321, maintenance_yen_year=10_001),
            replace(second, maintenance_yen_year=55),
            *others,
        ),
    )


@pytest.mark.parametrize("change_on", [date(2020, 4, 1), date(2020, 10, 1)])
def test_parts_make_the_cost_and_years_make_what_is_paid(with_upkeep: Estate, change_on: date):
    lines = LineOptions(
        growth_percent_per_year=0,
        max_utilisation_percent=100,
        years=6,
        change_on=change_on,
        merged_router_yen=111_111,
        in_facility_rework_yen=77_777,
    )
    question = asking(with_upkeep, MONTHLY, lines=lines, discount_percent=1.25)
    for own in options_alone(question).options:
        assert own.cost is not None
        assert sum(item.value for item in own.items) == own.cost
        by_kind = {item.kind: item for item in own.items}
        fee = by_kind["line-fee"].month_yen
        others = sum(i.month_yen for i in own.items if i.kind != "line-fee")
        once = sum(item.once_yen for item in own.items)
        path = [Fraction(965, 1000) ** year for year in range(6)]
        upkeep = Fraction(10_001 + 55, 12)
        exact = once + 12 * 6 * (others - by_kind["device"].month_yen)
        exact += 12 * 6 * (4_321 + upkeep) + sum(12 * fee * step for step in path)
        paid = sum(yen for _, yen in own.by_year)
        assert abs(paid - exact) <= len(own.by_year)  # each year is rounded
        first = fiscal_year(change_on)
        wanted = 6 if change_on.month == 4 else 7
        assert [year for year, _ in own.by_year] == [first + n for n in range(wanted)]
        discounted = by_loop(6, Fraction(125, 10_000), Fraction(-35, 1000))
        assert by_kind["line-fee"].value == fee * discounted
        assert by_kind["line-fee"].month_yen == sum(line.yen_month for line in own.lines)
        paid_once = by_kind["line-install"].once_yen + by_kind["line-leave"].once_yen
        assert paid_once == sum(line.one_off_yen for line in own.lines)


@pytest.mark.parametrize(
    ("change_on", "path"),
    [(date(2020, 4, 1), (0.0, -10.0, 50.0)), (date(2020, 10, 1), (-50.0, 0.0, 12.5, 0.0))],
)
def test_what_is_paid_follows_a_path_of_fees(city: Estate, change_on: date, path):
    options = replace(NO_LOSS, fee_change_percent_by_year=path)
    lines = replace(PLAIN, years=4, change_on=change_on)
    question = asking(city, options, lines=lines, discount_percent=2.5)
    level = [Fraction(1)]
    for percent in path:
        level.append(level[-1] * (1 + Fraction(percent) / 100))
    months = [12] * 4 if change_on.month == 4 else [6, 12, 12, 12, 6]
    for own in options_alone(question).options:
        by_kind = {item.kind: item for item in own.items}
        fee = by_kind["line-fee"].month_yen
        once = sum(item.once_yen for item in own.items)
        others = sum(i.month_yen for i in own.items if i.kind != "line-fee")
        wanted = [fee * x * n + others * n for x, n in zip(level, months, strict=True)]
        wanted[0] += once
        assert [yen for _, yen in own.by_year] == [round(yen) for yen in wanted]
        fees = tuple(Fraction(percent) / 100 for percent in path)
        weight = by_fiscal_year(change_on, 4, Fraction(25, 1000), fees)
        assert by_kind["line-fee"].value == fee * weight


def test_what_is_paid_in_all_years_is_the_cost_where_nothing_is_discounted(city: Estate):
    for own in options_alone(asking(city, replace(NO_LOSS, kits=tuple(Kit)))).options:
        assert sum(yen for _, yen in own.by_year) == own.cost


def test_the_steps_come_in_the_years_of_the_citys_plan(city: Estate):
    found = compared(asking(city, ComparisonOptions(losses=("line",)), lines=PLAIN))
    option = found.cheapest
    assert option is not None
    assert found.steps == steps(option, PLAIN.change_on)
    assert [s.on for s in found.steps] == sorted(s.on for s in found.steps)
    years = {s.action: s.fiscal_year for s in found.steps}
    assert years["study"] == 2018
    assert years["specify"] == years["budget"] == 2019
    assert years["change"] == 2020
    assert all(s.fiscal_year == fiscal_year(s.on) for s in found.steps)
    done = {s.subject: s for s in found.steps if s.action in {"change", "leave", "run-out"}}
    besides = sum(item.once_yen for item in option.items if not item.kind.startswith("line"))
    ours = [s for s in found.steps if s.action == "change" and s.subject == option.name]
    assert sum(s.yen or 0 for s in ours) == besides
    assert set(done) - {option.name} == {line.id for line in option.lines if line.action != "keep"}
    for line in option.lines:
        if line.action != "keep":
            assert done[line.id].yen == line.one_off_yen
        if line.action == "leave":
            assert done[line.id].on == PLAIN.change_on
    (budget,) = (s for s in found.steps if s.action == "budget")
    assert budget.yen == option.by_year[0][1]
