"""Prices under which a point is cheaper than any way to buy what is needed.

The strongest inequality that a point violates, when the cheapest ways for given prices can be
found: a linear program over prices to which ways are added until none is cheaper.

Source: Avella, Mattia and Sassano 2007 (tight metric inequalities), over all minimal solutions.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from consolidation.solving.rows import INFINITE, RowsProgram

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Cheapest = Callable[[Real], tuple[float, Whole]]
"""The least price of any way, and ways that are cheap, one row each (empty if there is none)."""

VIOLATED = 1e-4
DENOMINATORS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 30, 36, 40, 48, 60)
FINE = 5040
ROUNDS = 80


def prices(own: Real, cheapest: Cheapest, known: list[Whole]) -> tuple[Whole, int] | None:
    """Return whole prices and the least sum of any way, if ``own`` has a smaller one.

    ``own``: how many of each thing; ``known``: ways to begin with, and those found are added.

    >>> ways = np.array([[2, 0], [0, 1]])
    >>> def cheapest(prices):
    ...     return (ways @ prices).min(), ways
    >>> found = prices(np.array([0.5, 0.5]), cheapest, [np.array([2, 0])])
    >>> found[0].tolist(), found[1]
    ([1, 2], 2)
    """
    program = RowsProgram(own + 1e-7, np.zeros(own.size), np.full(own.size, INFINITE))
    fresh: Sequence[Whole] = known
    for _ in range(ROUNDS):
        program.add_rows([(np.arange(own.size), way.astype(float), 1.0) for way in fresh])
        answer = program.solve(10.0)
        if answer is None or answer.value > 1 - VIOLATED:
            return None
        found = answer.x
        ways = cheapest(found)[1]
        fresh = list(ways[ways @ found < 1 - 1e-7])
        known += fresh
        if not fresh:
            break
    else:
        return None
    whole = whole_prices(found)
    least = cheapest(whole.astype(float))[0]
    if least <= 0 or float(whole @ own) > least * (1 - VIOLATED):
        return None
    return whole, round(least)


def whole_prices(found: Real) -> Whole:
    """Return prices in whole numbers, small ones where they are close to such."""
    for denominator in DENOMINATORS:
        near = np.round(found * denominator)
        if np.abs(found * denominator - near).max() < 1e-5:
            return near.astype(np.int64)
    return np.ceil(found * FINE - 1e-6).astype(np.int64)
