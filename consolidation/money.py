"""Whole yen: splitting without losing any, and consumption tax.

The consumption tax rate was 8 % to 30 September 2019 and is 10 % from 1 October 2019. A lease
keeps the rate it began with (経過措置): 国税庁消費税室「平成31年(2019年)10月1日以後に行われる資産の
譲渡等に適用される消費税率等に関する経過措置の取扱いQ&A」, 資産の貸付け.
"""

from datetime import date

TAX_STEPS: tuple[tuple[date, int], ...] = (
    (date(1997, 4, 1), 5),
    (date(2014, 4, 1), 8),
    (date(2019, 10, 1), 10),
)
"""First day of each consumption tax rate and the rate in percent."""

LEASE_STEPS: tuple[tuple[date, date, int], ...] = (
    (date(2013, 10, 1), date(2014, 4, 1), 5),
    (date(2019, 4, 1), date(2019, 10, 1), 8),
)
"""Per rise of the rate: a lease contracted before the first day (指定日) and running before the
second (施行日) keeps this rate in percent to its end."""


def split(yen: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Split ``yen`` by whole weights so that the parts add up exactly (largest remainder).

    Parts are rounded down; what is left goes, a yen each, to the largest remainders, the earlier
    part first among equals.

    >>> split(100, (1, 1, 1))
    (34, 33, 33)
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"weights must be non-negative with a positive sum, got {weights}")
    sign = -1 if yen < 0 else 1
    shares = [divmod(abs(yen) * w, total) for w in weights]
    left = abs(yen) - sum(q for q, _ in shares)
    order = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    extra = set(order[:left])
    return tuple(sign * (q + (i in extra)) for i, (q, _) in enumerate(shares))


def tax_percent(day: date) -> int:
    """Return the consumption tax rate in percent on a day.

    >>> tax_percent(date(2019, 9, 30)), tax_percent(date(2019, 10, 1))
    (8, 10)
    """
    rates = [rate for first, rate in TAX_STEPS if first <= day]
    if not rates:
        raise ValueError(f"no consumption tax rate is known for {day}")
    return rates[-1]


def lease_tax_percent(day: date, starts_on: date | None, ends_on: date | None) -> int:
    """Return the rate in percent on a day of a lease, the transition rule applied.

    The rule needs a fixed term and fee, and a contract made before the day named in
    `LEASE_STEPS`; the day the machine was put in stands for that of the contract. Where start or
    end is not known, and after the end, the general rate holds.

    >>> five_years = date(2016, 4, 1), date(2021, 3, 31)
    >>> lease_tax_percent(date(2020, 4, 1), *five_years)
    8
    >>> lease_tax_percent(date(2021, 4, 1), *five_years)
    10
    """
    if starts_on is None or ends_on is None or day > ends_on:
        return tax_percent(day)
    kept = [
        percent
        for before, rises_on, percent in LEASE_STEPS
        if starts_on < before and day >= rises_on
    ]
    return kept[0] if kept else tax_percent(day)


def plus_percent(yen: int, percent: int) -> int:
    """Return the amount plus a percentage, fractions of a yen cut off (the usual practice).

    >>> plus_percent(999, 10)
    1098
    """
    return yen * (100 + percent) // 100


def with_tax(yen: int, day: date) -> int:
    """Return the price with the consumption tax of a day.

    >>> with_tax(999, date(2020, 4, 1))
    1098
    """
    return plus_percent(yen, tax_percent(day))
