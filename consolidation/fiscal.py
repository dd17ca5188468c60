"""Japanese fiscal years: 1 April to 31 March, named by the year they begin in.

A fiscal year is a plain ``int``: 2019 is FY2019 = 平成31年度.
"""

from calendar import monthrange
from datetime import date

FISCAL_MONTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
HEISEI_BEFORE_FIRST = 1988
REIWA_BEFORE_FIRST = 2018


def fiscal_year(day: date) -> int:
    """Return the fiscal year a day lies in.

    >>> fiscal_year(date(2020, 3, 31)), fiscal_year(date(2020, 4, 1))
    (2019, 2020)
    """
    return day.year if day.month >= FISCAL_MONTHS[0] else day.year - 1


def first_day(year: int) -> date:
    """Return 1 April of a fiscal year."""
    return date(year, 4, 1)


def last_day(year: int) -> date:
    """Return 31 March that ends a fiscal year."""
    return date(year + 1, 3, 31)


def months_between(first: date, last: date) -> int:
    """Return the number of calendar months touched from ``first`` to ``last``, both included.

    >>> months_between(date(2019, 4, 1), date(2020, 3, 31))
    12
    """
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def months_in(year: int, first: date, last: date) -> int:
    """Return how many months of fiscal year ``year`` the span touches, both ends included.

    >>> months_in(2019, date(2019, 10, 1), date(2022, 9, 30))
    6
    """
    start, end = max(first, first_day(year)), min(last, last_day(year))
    return months_between(start, end) if start <= end else 0


def last_of_month(day: date) -> date:
    """Return the last day of the calendar month a day lies in.

    >>> last_of_month(date(2020, 2, 10))
    datetime.date(2020, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_of(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of the calendar months a span touches, both ends included.

    >>> months_of(date(2019, 12, 31), date(2020, 1, 1))
    (datetime.date(2019, 12, 1), datetime.date(2020, 1, 1))
    """
    start = first.year * 12 + first.month - 1
    count = range(start, start + months_between(first, last))
    return tuple(date(m // 12, m % 12 + 1, 1) for m in count)


def era_name(year: int) -> str:
    """Return the era name of a fiscal year: Heisei up to FY2019, Reiwa from FY2020 on.

    (The plan of 2018 could not know Reiwa and writes 平成32年度 for FY2020.)

    >>> era_name(2018), era_name(2019), era_name(2022)
    ('平成30年度', '平成31年度', '令和4年度')
    """
    if year < REIWA_BEFORE_FIRST + 2:
        return f"平成{year - HEISEI_BEFORE_FIRST}年度"
    return f"令和{year - REIWA_BEFORE_FIRST}年度"
