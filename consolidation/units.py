"""Units and their exact conversions.

Whole numbers are counted in one unit each: CPU in hundredths of a core, memory in MiB, storage
in GiB, bandwidth in kbit/s on flows and Mbit/s on lines.
"""

from fractions import Fraction
from math import ceil

MIB_PER_GIB = 1024
CENTICORES_PER_CORE = 100
KBIT_PER_MBIT = 1000
MINUTES_PER_HOUR = 60
HOURS_PER_DAY = 24
DAYS_PER_YEAR = 365


def ceil_product(quantity: int, *factors: Fraction) -> int:
    """Return ``quantity`` times the factors, rounded up, in exact arithmetic.

    >>> ceil_product(100, Fraction(13, 10), Fraction(1, 3))
    44
    """
    product = Fraction(quantity)
    for factor in factors:
        product *= factor
    return ceil(product)


def percent(numerator: int, denominator: int) -> float:
    """Return the ratio in percent with one decimal; zero of nothing is zero.

    >>> percent(1, 3)
    33.3
    """
    return round(100 * numerator / denominator, 1) if denominator else 0.0
