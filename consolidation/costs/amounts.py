"""What a fee comes to in each fiscal year, without and with consumption tax.

A fee is paid for every calendar month it touches, whole. A monthly fee is the same every month.
A yearly fee is spread over the twelve months of a fiscal year so that they add up to it exactly:
month ``i`` pays ``floor(fee * i / 12) - floor(fee * (i - 1) / 12)``. Power is spread in the same
way by days. Tax is that of the month, cut to the yen every month (as monthly bills are).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from consolidation.fiscal import FISCAL_MONTHS, first_day, fiscal_year, last_of_month, months_of
from consolidation.money import lease_tax_percent, plus_percent, tax_percent
from consolidation.units import HOURS_PER_DAY

MONTHS = len(FISCAL_MONTHS)
Span = tuple[date, date]
"""First and last day, both included; empty when the last is before the first."""


@dataclass(frozen=True, slots=True)
class YearAmount:
    """What one fiscal year pays: without tax, with tax, for how many months (0: one-off)."""

    fiscal_year: int
    base_yen: int
    yen: int
    months: int


def clip(span: Span, to: Span) -> Span:
    """Return the part of a span that lies in another."""
    return max(span[0], to[0]), min(span[1], to[1])


@lru_cache(maxsize=4096)
def monthly_fee(yen_month: int, span: Span) -> tuple[YearAmount, ...]:
    """Return a monthly fee by fiscal year, at the general tax rate.

    >>> [(a.base_yen, a.yen) for a in monthly_fee(1000, (date(2019, 9, 1), date(2020, 4, 30)))]
    [(7000, 7680), (1000, 1100)]
    """
    return _by_year(((month, yen_month) for month in months_of(*span)), tax_percent)


@lru_cache(maxsize=4096)
def lease_fee(
    yen_month: int, span: Span, lease: tuple[date | None, date | None]
) -> tuple[YearAmount, ...]:
    """Return a monthly lease by fiscal year; ``lease`` is its own first and last day.

    The tax rate is that of `money.lease_tax_percent`.
    """
    return _by_year(
        ((month, yen_month) for month in months_of(*span)),
        lambda month: lease_tax_percent(month, *lease),
    )


@lru_cache(maxsize=4096)
def yearly_fee(yen_year: int, span: Span) -> tuple[YearAmount, ...]:
    """Return a yearly fee by fiscal year, a part year by its months.

    >>> [(a.base_yen, a.months) for a in yearly_fee(100, (date(2020, 1, 1), date(2021, 3, 31)))]
    [(25, 3), (100, 12)]
    """

    def part(month: date) -> int:
        index = FISCAL_MONTHS.index(month.month)
        return yen_year * (index + 1) // MONTHS - yen_year * index // MONTHS

    return _by_year(((month, part(month)) for month in months_of(*span)), tax_percent)


@lru_cache(maxsize=4096)
def power_fee(
    watts: int, yen_per_kwh: int, overhead_percent: int, span: Span
) -> tuple[YearAmount, ...]:
    """Return the price of an average draw by fiscal year.

    ``W × 24 h × days × overhead / 100 × yen per kWh / 1000``, each fiscal year's days counted
    from 1 April and cut to the yen.

    >>> power_fee(100, 20, 160, (date(2020, 4, 1), date(2021, 3, 31)))[0].base_yen
    28032
    """

    def until(day: date) -> int:
        days = (day - first_day(fiscal_year(day))).days + 1
        return watts * HOURS_PER_DAY * days * overhead_percent * yen_per_kwh // 100_000

    def part(month: date) -> int:
        whole = until(last_of_month(month))
        if month.month == FISCAL_MONTHS[0]:
            return whole
        return whole - until(date.fromordinal(month.toordinal() - 1))

    return _by_year(((month, part(month)) for month in months_of(*span)), tax_percent)


def one_off(yen: int, day: date) -> YearAmount:
    """Return an amount paid once.

    >>> one_off(1000, date(2019, 9, 30))
    YearAmount(fiscal_year=2019, base_yen=1000, yen=1080, months=0)
    """
    return YearAmount(fiscal_year(day), yen, plus_percent(yen, tax_percent(day)), 0)


def _by_year(
    months: Iterable[tuple[date, int]], percent: Callable[[date], int]
) -> tuple[YearAmount, ...]:
    sums: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for month, base in months:
        year = fiscal_year(month)
        total_base, total, count = sums[year]
        taxed = plus_percent(base, percent(month))
        sums[year] = total_base + base, total + taxed, count + 1
    return tuple(YearAmount(year, *sums[year]) for year in sorted(sums))
