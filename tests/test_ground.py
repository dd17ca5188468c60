"""Exact money, fiscal years and units."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consolidation.errors import InputProblems, Problem
from consolidation.fiscal import era_name, first_day, fiscal_year, last_day, months_in
from consolidation.money import split, tax_percent, with_tax
from consolidation.text import Text


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 999), min_size=1).filter(any))
def test_split_loses_no_yen_and_is_fair(yen: int, weights: list[int]):
    parts = split(yen, tuple(weights))
    assert sum(parts) == yen
    total = sum(weights)
    assert all(abs(p * total - yen * w) < total for p, w in zip(parts, weights, strict=True))


def test_split_refuses_weights_that_cannot_carry_it():
    with pytest.raises(ValueError, match="weights"):
        split(1, (0, 0))


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_in_its_fiscal_year(day: date):
    year = fiscal_year(day)
    assert first_day(year) <= day <= last_day(year)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 4000))
def test_months_of_all_years_add_up(first: date, days: int):
    last = date.fromordinal(first.toordinal() + days)
    months = sum(months_in(y, first, last) for y in range(1999, 2060))
    assert months == (last.year - first.year) * 12 + last.month - first.month + 1


def test_tax_changes_on_1_october_2019():
    assert [tax_percent(date(2019, m, 1)) for m in (9, 10)] == [8, 10]
    assert with_tax(100, date(2019, 9, 30)) == 108
    with pytest.raises(ValueError, match="1980"):
        tax_percent(date(1980, 1, 1))


def test_era_names():
    assert [era_name(y) for y in (2018, 2019, 2020)] == [
        "平成30年度",
        "平成31年度",
        "令和2年度",
    ]


def test_input_problems_count_errors_not_warnings():
    error = Problem("a.csv", 2, "x", Text("誤り", "wrong"))
    warning = Problem("a.csv", 3, None, Text("注意", "odd"), warning=True)
    raised = InputProblems("a", [error, warning])
    assert "1 problem;" in raised.message.en
    assert raised.exit_code == 2
    assert warning.render("ja") == "a.csv 3行目: 注意"
