"""Instances of published recipes for vector bin packing, made anew from a seed.

One kind of bin of price 1, every dimension of one capacity, whole numbers. A range is drawn from
uniformly, both ends included. The draws are those of Python's `random`, so that a name stands for
the same instance everywhere.
"""

import random
from collections.abc import Callable, Sequence
from math import sqrt

from consolidation.packing.model import Guest, HostOption, PackingProblem

Size = tuple[int, ...]

RANGES = {
    1: (1000, 100, 400),
    2: (1000, 1, 1000),
    3: (1000, 200, 800),
    4: (1000, 50, 200),
    5: (1000, 25, 100),
    6: (150, 20, 100),
    7: (150, 20, 100),
    8: (150, 20, 100),
}
"""Class: capacity, least and greatest size."""
GAUSSIAN = {2: (20, 10), 3: (30, 15)}
"""Class: mean and standard deviation of the sizes."""
BIMODAL = {4: (70, 30, 15), 5: (80, 20, 10), 6: (70, 15, 10)}
"""Class: mean of the large sizes, mean of the small ones, standard deviation."""
LARGE_SHARE = 0.1


def problem(capacity: int, sizes: Sequence[Size]) -> PackingProblem:
    """One guest per size, one unlimited kind of bin of price 1."""
    num_dimensions = len(sizes[0])
    return PackingProblem(
        dimensions=tuple(f"d{d}" for d in range(1, num_dimensions + 1)),
        guests=tuple(
            Guest(id=f"item-{i:06}", cluster="bins", zone="all", demand=tuple(size))
            for i, size in enumerate(sizes, start=1)
        ),
        options=(
            HostOption(
                id="bin", cluster="bins", capacity=(capacity,) * num_dimensions, price_yen=1
            ),
        ),
    )


def caprara_toth(kind: int, num: int, seed: int) -> PackingProblem:
    """Classes 1 to 8 and 10 in two dimensions (Caprara and Toth 2001).

    1 to 6 draw all sizes from one range; in 7 the second size is at most 10 from the first, in 8
    at most 10 from 120 less the first; 10 are triplets that fill a bin of 100 exactly.
    """
    pick = random.Random(f"caprara-toth-{kind}-{num}-{seed}")
    if kind == 10:
        return problem(100, _triplets(pick, num, 2, _halves))
    return problem(RANGES[kind][0], _ranged(pick, kind, num, 2))


def panigrahy(kind: int, num: int, num_dimensions: int, seed: int) -> PackingProblem:
    """Classes 1 to 9 in any number of dimensions (Panigrahy et al. 2011).

    1 to 8 are Caprara and Toth's; in 7 and 8 dimensions are correlated in pairs, and an odd one
    stands alone. In 9 an item throws two balls per dimension into the dimensions; its size is a
    number of 10 to 40 times the balls of the dimension, plus 0 or 1, drawn again if it is above
    the bin's 100. The generator published with Mommessin et al. 2025 makes one item more than
    asked for in class 9, and so does this one.
    """
    pick = random.Random(f"panigrahy-{kind}-{num}-{num_dimensions}-{seed}")
    if kind != 9:
        return problem(RANGES[kind][0], _ranged(pick, kind, num, num_dimensions))
    sizes: list[Size] = []
    while len(sizes) <= num:
        balls = [0] * num_dimensions
        for _ in range(2 * num_dimensions):
            balls[pick.randrange(num_dimensions)] += 1
        unit = pick.randint(10, 40)
        size = tuple(unit * count + pick.randint(0, 1) for count in balls)
        if max(size) <= 100:
            sizes.append(size)
    return problem(100, sizes)


def _ranged(pick: random.Random, kind: int, num: int, num_dimensions: int) -> list[Size]:
    """Sizes of one range, the second of each pair of dimensions bound to the first in 7 and 8."""
    _, least, most = RANGES[kind]
    sizes: list[Size] = []
    for _ in range(num):
        size: list[int] = []
        while len(size) < num_dimensions:
            first = pick.randint(least, most)
            size.append(first)
            if kind in (7, 8) and len(size) < num_dimensions:
                middle = first if kind == 7 else 120 - first
                size.append(pick.randint(middle - 10, middle + 10))
        sizes.append(tuple(size))
    return sizes


def mommessin(kind: int, num: int, num_dimensions: int, seed: int) -> PackingProblem:
    """Classes 1 to 6 in bins of 100 (Mommessin, Erlebach and Shakhlevich 2025; "new classes").

    1: each item is large (50 to 100) in one dimension and small (0 to 25) in the others, every
    dimension having its share of the large ones. 2 and 3: Gaussian, drawn again outside 0 to 100.
    4 to 6: in every dimension about a tenth of the items follow a Gaussian of large mean, the
    others one of small mean.
    """
    pick = random.Random(f"mommessin-{kind}-{num}-{num_dimensions}-{seed}")
    if kind == 1:
        share = max(1, num // num_dimensions)
        return problem(
            100,
            [
                tuple(
                    pick.randint(50, 100)
                    if d == min(i // share, num_dimensions - 1)
                    else pick.randint(0, 25)
                    for d in range(num_dimensions)
                )
                for i in range(num)
            ],
        )
    columns: list[list[int]] = []
    for _ in range(num_dimensions):
        if kind in GAUSSIAN:
            mean, deviation = GAUSSIAN[kind]
            columns.append([_gauss(pick, mean, deviation) for _ in range(num)])
            continue
        large, small, deviation = BIMODAL[kind]
        drawn = round(pick.gauss(int(LARGE_SHARE * num), sqrt(num / 4)))
        num_large = min(max(drawn, 0), num)
        column = [_gauss(pick, large if i < num_large else small, deviation) for i in range(num)]
        pick.shuffle(column)
        columns.append(column)
    return problem(100, list(zip(*columns, strict=True)))


def _gauss(pick: random.Random, mean: float, deviation: float) -> int:
    while True:
        size = round(pick.gauss(mean, deviation))
        if 0 <= size <= 100:
            return size


def triplets(kind: str, num: int, num_dimensions: int, seed: int) -> PackingProblem:
    """Three items each fill a bin of 100 exactly in every dimension, so that num / 3 bins do.

    ``F``: one of 38 to 49, one of 25 to half the rest (Falkenauer 1996). ``C``: two of 25 to 50
    (Caprara and Toth 2001). ``M``: two of 1 to 50 (Mommessin et al. 2025).
    """
    shares = {"F": _falkenauer, "C": _halves, "M": _any_halves}
    pick = random.Random(f"triplets-{kind}-{num}-{num_dimensions}-{seed}")
    return problem(100, _triplets(pick, num, num_dimensions, shares[kind]))


def _triplets(
    pick: random.Random,
    num: int,
    num_dimensions: int,
    share: Callable[[random.Random], tuple[int, int, int]],
) -> list[Size]:
    sizes: list[Size] = []
    for _ in range(num // 3):
        shares = [share(pick) for _ in range(num_dimensions)]
        sizes.extend(zip(*shares, strict=True))
    pick.shuffle(sizes)
    return sizes


def _falkenauer(pick: random.Random) -> tuple[int, int, int]:
    first = pick.randint(38, 49)
    second = pick.randint(25, (100 - first) // 2)
    return first, second, 100 - first - second


def _halves(pick: random.Random) -> tuple[int, int, int]:
    first, second = pick.randint(25, 50), pick.randint(25, 50)
    return first, second, 100 - first - second


def _any_halves(pick: random.Random) -> tuple[int, int, int]:
    first, second = pick.randint(1, 50), pick.randint(1, 50)
    return first, second, 100 - first - second
