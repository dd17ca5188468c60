"""Lower bounds on one-dimensional bin packing by dual feasible functions.

A function f is dual feasible for capacity C if sizes that fit into C together have values that
fit into f(C) together; so the values, divided by f(C), bound the number of bins from below.
Sources: Martello and Toth 1990 (L2); Fekete and Schepers 2001; Carlier, Clautiaux and Moukrim
2007.
"""

from collections.abc import Callable, Sequence

MOST_THRESHOLDS = 120
MOST_PARTS = 20

Function = Callable[[int], int]


def fewest_bins(sizes: Sequence[tuple[int, int]], capacity: int) -> int:
    """Return a lower bound on the bins of that capacity which hold all (size, number) pairs.

    >>> fewest_bins([(6, 4), (4, 1)], 10)
    4
    >>> fewest_bins([(34, 6)], 100)
    3
    """
    if capacity <= 0:
        return 0
    sized = [(size, num) for size, num in sizes if size > 0]
    best = _bins(sized, lambda size: size, capacity)
    small = sorted({size for size, _ in sized if 2 * size <= capacity})
    thresholds = small[:: max(1, len(small) // MOST_THRESHOLDS)]
    for threshold in thresholds:
        best = max(best, _bins(sized, martello_toth(capacity, threshold), capacity))
        whole = 2 * (capacity // threshold)
        best = max(best, _bins(sized, carlier(capacity, threshold), whole))
    for part in range(1, MOST_PARTS + 1):
        best = max(best, _bins(sized, fekete_schepers(capacity, part), part * capacity))
    return best


def _bins(sizes: Sequence[tuple[int, int]], function: Function, whole: int) -> int:
    return -(-sum(function(size) * num for size, num in sizes) // whole) if whole else 0


def martello_toth(capacity: int, threshold: int) -> Function:
    """Sizes over C - t count as C, sizes under t as nothing, others as themselves; f(C) = C."""

    def value(size: int) -> int:
        if size > capacity - threshold:
            return capacity
        return 0 if size < threshold else size

    return value


def fekete_schepers(capacity: int, part: int) -> Function:
    """Round (k+1) x / C down to whole parts unless it is whole already; f(C) = k C."""

    def value(size: int) -> int:
        whole, rest = divmod((part + 1) * size, capacity)
        return part * size if rest == 0 else whole * capacity

    return value


def carlier(capacity: int, threshold: int) -> Function:
    """Count whole thresholds, for sizes over C / 2 from above; f(C) = 2 floor(C / t)."""

    def value(size: int) -> int:
        if 2 * size > capacity:
            return 2 * (capacity // threshold - (capacity - size) // threshold)
        if 2 * size == capacity:
            return capacity // threshold
        return 2 * (size // threshold)

    return value
