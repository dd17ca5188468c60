"""Fees by fiscal year: months, tax and power by hand, and that splitting loses nothing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from consolidation.costs.amounts import (
    clip,
    lease_fee,
    monthly_fee,
    one_off,
    power_fee,
    yearly_fee,
)
from consolidation.fiscal import first_day, last_day
from consolidation.money import lease_tax_percent

FY2019 = (first_day(2019), last_day(2019))


def test_the_tax_rises_in_the_middle_of_fiscal_2019():
    (amount,) = monthly_fee(10_000, FY2019)
    assert (amount.base_yen, amount.yen, amount.months) == (120_000, 6 * 10_800 + 6 * 11_000, 12)


def test_a_lease_contracted_before_april_2019_keeps_8_percent_to_its_end():
    lease = (date(2019, 3, 31), date(2020, 3, 31))
    years = lease_fee(10_000, (date(2019, 4, 1), date(2021, 3, 31)), lease)
    assert [a.yen for a in years] == [12 * 10_800, 12 * 11_000]
    late = (date(2019, 4, 1), date(2024, 3, 31))
    (amount,) = lease_fee(10_000, FY2019, late)
    assert amount.yen == 6 * 10_800 + 6 * 11_000


def test_a_lease_of_the_years_before_2014_keeps_5_percent():
    lease = (date(2013, 9, 30), date(2020, 3, 31))
    assert lease_tax_percent(date(2014, 3, 1), *lease) == 5
    assert lease_tax_percent(date(2019, 4, 1), *lease) == 5
    assert lease_tax_percent(date(2020, 1, 1), *lease) == 5
    assert lease_tax_percent(date(2019, 4, 1), date(2013, 10, 1), lease[1]) == 8


def test_a_lease_of_unknown_start_or_end_pays_the_general_rate():
    day = date(2020, 1, 1)
    assert lease_tax_percent(day, None, date(2021, 3, 31)) == 10
    assert lease_tax_percent(day, date(2015, 4, 1), None) == 10


def test_tax_is_cut_every_month():
    (amount,) = monthly_fee(999, (date(2020, 4, 1), date(2020, 5, 31)))
    assert amount.yen == 2 * 1098  # 1098.9 each


def test_a_month_touched_is_a_month_paid():
    (amount,) = monthly_fee(1_000, (date(2020, 4, 30), date(2020, 5, 1)))
    assert (amount.base_yen, amount.months) == (2_000, 2)


def test_a_yearly_fee_of_half_a_year():
    years = yearly_fee(100_001, (date(2019, 10, 1), date(2020, 9, 30)))
    assert [a.base_yen for a in years] == [100_001 - 50_000, 50_000]


def test_power_of_a_leap_year_by_hand():
    # 250 W × 24 h × 366 days × 1.6 × 20 yen / 1000 = 70,272; FY2019 holds 29 February 2020
    assert power_fee(250, 20, 160, FY2019)[0].base_yen == 70_272


def test_one_off_takes_the_tax_of_its_day():
    assert one_off(1_000_000, date(2019, 9, 30)).yen == 1_080_000
    assert one_off(1_000_000, date(2019, 10, 1)).yen == 1_100_000


def test_an_empty_span_costs_nothing():
    empty = clip((date(2025, 4, 1), date(2026, 3, 31)), FY2019)
    assert monthly_fee(1_000, empty) == yearly_fee(1_000, empty) == power_fee(1, 1, 1, empty) == ()


DAYS = st.dates(date(2016, 4, 1), date(2026, 3, 31))


@given(st.integers(0, 10**9), DAYS, DAYS, DAYS)
def test_spans_cut_anywhere_add_up(yen, a, b, c):
    """A span cut at a month's end costs the same as its two halves, in every fee."""
    first, cut, last = sorted((a, b, c))
    cut = cut.replace(day=1)
    if cut <= first:
        return
    before, after = (first, date.fromordinal(cut.toordinal() - 1)), (cut, last)
    for fee in (monthly_fee, yearly_fee, lambda y, s: power_fee(y % 10**6, 23, 160, s)):
        whole = sum(x.yen for x in fee(yen, (first, last)))
        assert whole == sum(x.yen for x in (*fee(yen, before), *fee(yen, after)))


@given(st.integers(0, 10**9), st.integers(2016, 2025))
def test_twelve_months_make_the_yearly_fee(yen, year):
    (amount,) = yearly_fee(yen, (first_day(year), last_day(year)))
    assert (amount.base_yen, amount.months) == (yen, 12)
