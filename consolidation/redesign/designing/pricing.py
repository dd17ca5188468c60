"""Prices under which a point is cheaper than any way to buy what is needed.

The strongest inequality that a point violates, when the cheapest ways for given prices can be
found: a linear program over prices to which ways are added until none is cheaper.

Source: Avella, Mattia and Sassano 2007 (tight metric inequalities), over all minimal solutions.
"""

import numpy as np
from numpy.typing import NDArray

from consolidation.solving.rows import INFINITE, RowsProgram

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

VIOLATED = 1e-4
DENOMINATORS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 18, 20, 24, 30, 36, 40, 48, 60)
FINE = 5040
ROUNDS = 60
AT_ONCE = 20


def prices(own: Real, ways: Whole) -> tuple[Whole, int] | None:
    """Return whole prices and the least sum of any way, if ``own`` has a smaller one.

    ``ways``: how many of each thing, one row each.

    >>> found = prices(np.array([0.5, 0.5]), np.array([[2, 0], [0, 1]]))
    >>> found[0].tolist(), found[1]
    ([1, 2], 2)
    """
    program = RowsProgram(own + 1e-7, np.zeros(own.size), np.full(own.size, INFINITE))
    found = np.ones(own.size)
    for _ in range(ROUNDS):
        sums = ways @ found
        first = (
            np.argpartition(sums, AT_ONCE)[:AT_ONCE]
            if len(ways) > AT_ONCE
            else np.arange(len(ways))
        )
        if program.num_rows:
            first = first[sums[first] < 1 - 1e-7]
        if not first.size:
            break
        program.add_rows([(np.arange(own.size), way.astype(float), 1.0) for way in ways[first]])
        answer = program.solve(10.0)
        if answer is None or answer.value > 1 - VIOLATED:
            return None
        found = answer.x
    else:
        return None
    whole = whole_prices(found)
    least = int((ways @ whole).min())
    if least <= 0 or float(whole @ own) > least * (1 - VIOLATED):
        return None
    return whole, least


def whole_prices(found: Real) -> Whole:
    """Return prices in whole numbers, small ones where they are close to such."""
    for denominator in DENOMINATORS:
        near = np.round(found * denominator)
        if np.abs(found * denominator - near).max() < 1e-5:
            return near.astype(np.int64)
    return np.ceil(found * FINE - 1e-6).astype(np.int64)
