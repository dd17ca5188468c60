"""Whole yen: splitting without losing any, and consumption tax.

The consumption tax rate was 8 % to 30 September 2019 and is 10 % from 1 October 2019
(消費税法附則; 国税庁).
"""

from datetime import date

TAX_STEPS: tuple[tuple[date, int], ...] = (
    (date(1997, 4, 1), 5),
    (date(2014, 4, 1), 8),
    (date(2019, 10, 1), 10),
)
"""First day of each consumption tax rate and the rate in percent."""


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


def with_tax(yen: int, day: date) -> int:
    """Return the price with consumption tax, fractions of a yen cut off (the usual practice).

    >>> with_tax(999, date(2020, 4, 1))
    1098
    """
    return yen * (100 + tax_percent(day)) // 100
