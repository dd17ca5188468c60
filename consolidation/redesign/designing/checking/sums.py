"""The least price at which sizes, each as often as wanted, add up to an amount."""

from collections.abc import Mapping
from math import gcd

MOST_STEPS = 3_000_000
"""Beyond this many steps nothing is worked out."""


def least_prices(prices: Mapping[int, int], most: int) -> list[int]:
    """Return for every amount up to ``most`` the least price of reaching it.

    ``prices`` are those of sizes; there is at least one, and none is negative.

    >>> least_prices({2: 3, 5: 4}, 6)
    [0, 3, 3, 4, 4, 4, 7]
    """
    options = sorted(prices.items())
    found = [0]
    for amount in range(1, most + 1):
        found.append(min(found[max(0, amount - size)] + price for size, price in options))
    return found


def least_price(prices: Mapping[int, int], amount: int) -> int | None:
    """Return the least price of reaching an amount; ``None`` where that takes too many steps.

    >>> least_price({20: 3, 50: 4}, 60)
    7
    """
    step = gcd(*prices)
    most = -(-amount // step)
    if most * len(prices) > MOST_STEPS:
        return None
    return least_prices({size // step: price for size, price in prices.items()}, most)[most]


def rounding_shows(prices: Mapping[int, int], amount: int, least: int) -> bool:
    """Whether rounding by one of the sizes shows that reaching an amount costs ``least``.

    With rest r of the amount by a size d, sizes s count ``s // d * r + min(r, s % d)`` and at
    least ``ceil(amount / d) * r`` is needed (mixed-integer rounding, Nemhauser and Wolsey 1990).

    >>> rounding_shows({2: 1, 5: 2}, 6, 2), rounding_shows({2: 1, 5: 2}, 6, 4)
    (True, False)
    """
    for by in prices:
        rest = amount % by or by
        needed = -(-amount // by) * rest
        if all(
            price * needed >= least * (size // by * rest + min(rest, size % by))
            for size, price in prices.items()
        ):
            return True
    return False
