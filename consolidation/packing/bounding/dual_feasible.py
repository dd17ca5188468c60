"""Lower bounds on one-dimensional bin packing by dual feasible functions.

A function f is dual feasible for capacity C if sizes that fit into C together have values that
fit into f(C) together; so the values, divided by f(C), bound the number of bins from below.
Sources: Martello and Toth 1990 (L2); Fekete and Schepers 2001; Carlier, Clautiaux and Moukrim
2007.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.packing.compiled.arrays import Whole

MOST_THRESHOLDS = 120
MOST_PARTS = 20

Function = Callable[[Whole], Whole]
"""Values of sizes, all at once."""


@dataclass(frozen=True, slots=True)
class Valued:
    """A dual feasible function with what it says of some sizes."""

    function: Function
    whole: int
    """f(C): values of sizes that fit together add up to no more."""
    bins: int


def best_function(sizes: Sequence[int], nums: Sequence[int], capacity: int) -> Valued:
    """Return the function that shows the most bins for sizes of which there are so many.

    >>> best_function([6, 4], [4, 1], 10).bins
    4
    >>> best_function([34], [6], 100).bins
    3
    """
    best = Valued(_itself, max(0, capacity), 0)
    if capacity <= 0:
        return best
    sized = np.maximum(0, np.array(sizes, dtype=np.int64))
    num = np.array(nums, dtype=np.int64)
    small = np.unique(sized[(sized > 0) & (2 * sized <= capacity)]).tolist()
    candidates: list[tuple[Function, int]] = [(_itself, capacity)]
    for threshold in small[:: max(1, len(small) // MOST_THRESHOLDS)]:
        candidates.append((martello_toth(capacity, threshold), capacity))
        candidates.append((carlier(capacity, threshold), 2 * (capacity // threshold)))
    for part in range(1, MOST_PARTS + 1):
        candidates.append((fekete_schepers(capacity, part), part * capacity))
    for function, whole in candidates:
        bins = -(-int(function(sized) @ num) // whole) if whole else 0
        if bins > best.bins:
            best = Valued(function, whole, bins)
    return best


def _itself(sizes: Whole) -> Whole:
    return sizes


def martello_toth(capacity: int, threshold: int) -> Function:
    """Sizes over C - t count as C, sizes under t as nothing, others as themselves; f(C) = C."""

    def value(sizes: Whole) -> Whole:
        whole = np.where(sizes > capacity - threshold, capacity, sizes)
        return np.where(sizes < threshold, 0, whole)

    return value


def fekete_schepers(capacity: int, part: int) -> Function:
    """Round (k+1) x / C down to whole parts unless it is whole already; f(C) = k C."""

    def value(sizes: Whole) -> Whole:
        whole, rest = np.divmod((part + 1) * sizes, capacity)
        return np.where(rest == 0, part * sizes, whole * capacity)

    return value


def carlier(capacity: int, threshold: int) -> Function:
    """Count whole thresholds, for sizes over C / 2 from above; f(C) = 2 floor(C / t)."""

    def value(sizes: Whole) -> Whole:
        above = 2 * (capacity // threshold - (capacity - sizes) // threshold)
        below = np.where(2 * sizes == capacity, capacity // threshold, 2 * (sizes // threshold))
        return np.where(2 * sizes > capacity, above, below)

    return value
