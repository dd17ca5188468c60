"""The strongest inequalities that whole numbers of modules satisfy over one cut.

Over a cut that ``least`` must cross, the numbers n_i of modules of capacity w_i satisfy
``sum w_i n_i >= least``. All facets of the hull of whole solutions of that are found for up to
two different capacities, rounding by each capacity for more.

Source: Pochet and Wolsey 1995 (integer covering with few capacities); Wolsey 1998, section 8.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from math import ceil, gcd

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality, reduced
from consolidation.redesign.designing.recipes import Covering

MOST_POINTS = 3000
MOST_SIZES = 12
VIOLATED = 1e-6


@dataclass
class Covers:
    """Facets by capacities and demand, kept once found."""

    _known: dict[tuple[tuple[int, ...], int], tuple[tuple[tuple[int, ...], int], ...]] = field(
        default_factory=dict
    )

    def facets(
        self, capacities: tuple[int, ...], least: int
    ) -> tuple[tuple[tuple[int, ...], int], ...]:
        """Return (factors, least) of valid inequalities over numbers of each capacity.

        >>> Covers().facets((4, 1), 6)
        (((4, 1), 6), ((2, 1), 4))
        """
        key = capacities, least
        if key not in self._known:
            self._known[key] = _facets(capacities, least)
        return self._known[key]


def covering(
    covers: Covers, parent: Inequality, x: NDArray[np.float64], most: int = 1
) -> list[Inequality]:
    """Return what a point violates of what ``parent`` says about whole numbers of modules.

    Modules with the same factor count together.
    """
    sizes, place = np.unique(parent.factors, return_inverse=True)
    if sizes[0] < 0 or parent.least <= 0:
        return []
    first = int(sizes[0] == 0)
    if not 0 < sizes.size - first <= MOST_SIZES:
        return []
    numbers = np.zeros(sizes.size)
    np.add.at(numbers, place, x)
    own = tuple(int(size) for size in sizes[first:][::-1])
    found = []
    for factors, needed in covers.facets(own, parent.least):
        if needed <= 0:
            continue
        slack = float(np.dot(factors, numbers[first:][::-1])) / needed - 1
        if slack < -VIOLATED:
            found.append((slack, factors, needed))
    rows = []
    for _, factors, needed in sorted(found)[:most]:
        values = np.array([0] * first + list(factors[::-1]), np.int64)[place]
        row = reduced(values, needed, Covering(), (parent,))
        if row is not None:
            rows.append(row)
    return rows


def in_modules(parent: Inequality, size: int, capacity: NDArray[np.int64]) -> Inequality | None:
    """Return what ``parent``, over capacities, says when they are counted in modules of a size."""
    here = np.flatnonzero(parent.factors[: capacity.size])
    if not here.size:
        return None
    # the inequality may have been divided by what its numbers have in common
    times = Fraction(int(capacity[here[0]]), int(parent.factors[here[0]]))
    factors = np.zeros_like(parent.factors)
    factors[here] = -(-capacity[here] // size)
    return reduced(factors, ceil(parent.least * times / size), Covering(), (parent,))


def _facets(capacities: tuple[int, ...], least: int) -> tuple[tuple[tuple[int, ...], int], ...]:
    step = gcd(*capacities)
    sizes = tuple(c // step for c in capacities)
    least = -(-least // step)
    if len(sizes) == 1:
        return (((1,), -(-least // sizes[0])),)
    found = {_rounded(sizes, least, size) for size in sizes}
    if len(sizes) == 2 and least <= MOST_POINTS * max(sizes):
        found |= set(_hull((sizes[0], sizes[1]), least))
    elif least <= MOST_POINTS * max(sizes) and len(sizes) <= 4:
        for i in range(len(sizes)):
            for j in range(i + 1, len(sizes)):
                found |= set(_lifted(sizes, least, i, j))
    return tuple(sorted(found, key=lambda facet: (facet[0], facet[1]), reverse=True))


def _rounded(sizes: tuple[int, ...], least: int, by: int) -> tuple[tuple[int, ...], int]:
    """Return the mixed-integer rounding by one capacity."""
    rest = least % by
    if rest == 0:
        return tuple(-(-size // by) for size in sizes), least // by
    factors = tuple(size // by * rest + min(rest, size % by) for size in sizes)
    needed = -(-least // by) * rest
    common = gcd(needed, *factors)
    return tuple(f // common for f in factors), needed // common


def _hull(sizes: tuple[int, int], least: int) -> list[tuple[tuple[int, ...], int]]:
    """Return the facets for two capacities: the edges of the lower hull of minimal solutions."""
    large, small = sizes
    points = [(n, -(-max(0, least - n * large) // small)) for n in range(-(-least // large) + 1)]
    hull: list[tuple[int, int]] = []
    for point in points:
        while len(hull) > 1 and _turn(hull[-2], hull[-1], point) <= 0:
            hull.pop()
        hull.append(point)
    found: list[tuple[tuple[int, ...], int]] = []
    for (x, y), (u, v) in pairwise(hull):
        a, b = y - v, u - x
        if a > 0:
            common = gcd(a, b)
            a, b = a // common, b // common
            found.append(((a, b), a * x + b * y))
    return found


def _turn(o: tuple[int, int], p: tuple[int, int], q: tuple[int, int]) -> int:
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def _lifted(
    sizes: tuple[int, ...], least: int, i: int, j: int
) -> list[tuple[tuple[int, ...], int]]:
    """Return the facets for two of the capacities, the others lifted in to fit."""
    found = []
    for (a, b), needed in _hull((sizes[i], sizes[j]), least):
        best = _cheapest((sizes[i], sizes[j]), (a, b), least)
        factors = [0] * len(sizes)
        factors[i], factors[j] = a, b
        for k, size in enumerate(sizes):
            if k not in (i, j):
                # one of size k saves at most what it makes needless, whatever else is bought
                factors[k] = max(
                    best[rest] - best[max(0, rest - size)] for rest in range(least + 1)
                )
        common = gcd(needed, *factors)
        found.append((tuple(f // common for f in factors), needed // common))
    return found


def _cheapest(sizes: tuple[int, ...], factors: tuple[int, ...], least: int) -> list[int]:
    """Return for every amount the least sum of factors with which sizes cover it."""
    best = [0]
    for amount in range(1, least + 1):
        best.append(min(best[max(0, amount - s)] + f for s, f in zip(sizes, factors, strict=True)))
    return best
