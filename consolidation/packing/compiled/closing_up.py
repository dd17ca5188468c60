"""Hosts filled to the last bit by looking up the guest that suits, compiled.

One host at a time: filled once, then improved by taking a few guests out, putting others in, and
looking up the last one (`packing.compiled.nearest`). An iterated local search on one host at a
time, in the spirit of minimum bin slack (Gupta and Ho 1999), for so many guests that no exact
search gets anywhere.
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.packing.compiled.dice import thrown
from consolidation.packing.compiled.nearest import DEEPEST, Tree, count, suiting
from consolidation.packing.compiled.placing import Guests, guests_of, put, takes
from consolidation.solving.compiled import compiled

MOST_OUT = 3
"""Most guests taken out at once."""

DRAWS = 4
"""Guests drawn for one place until one fits."""


BY_LOT = 0.7
"""Up to this share of the brim a host is filled by lot at first."""


@compiled
def worth_of(arrays: Arrays, weights: Real, extra: Real, i: int) -> float:
    """Return what a bundle is worth on a host."""
    worth: float = extra[i]
    for d in range(weights.size):
        worth += weights[d] * max(0, arrays.need[i, d])
    return worth


@compiled
def drawn(
    tree: Tree,
    arrays: Arrays,
    guests: Guests,
    num: Whole,
    setting: int,
    left: Whole,
    have: Whole,
    near: Whole,
    dice: int,
) -> tuple[int, int]:
    """Return a type drawn by lot that the host takes (-1 if none was met), and the dice."""
    for _ in range(DRAWS):
        dice = thrown(dice)
        i = tree.lot[dice % tree.lot.size]
        if num[i] > 0 and takes(guests, arrays.most, i, setting, 0, left, have, near):
            return i, dice
    return -1, dice


@compiled
def fill_one(
    tree: Tree,
    arrays: Arrays,
    num: Whole,
    weights: Real,
    extra: Real,
    setting: int,
    brim: float,
    tries: int,
    dice: int,
    inside: Whole,
) -> tuple[int, float, int]:
    """Fill one host; return how many bundles stand on it, what it is worth, and the dice.

    ``num`` (n,) counts down. ``inside`` (W,) is written with the types of the bundles. ``brim`` is
    what a host filled to the brim is worth; ``tries`` are made to come near it.
    """
    guests = guests_of(arrays)
    num_dims, num_rules = arrays.need.shape[1], arrays.binds.size
    left = np.zeros((1, num_dims), np.int64)
    left[0] = arrays.room[setting]
    have, near = np.zeros((1, num_rules), np.int64), np.zeros((1, num_rules), np.int64)
    near[0] = arrays.binds
    stack, bounds = np.zeros(DEEPEST, np.int64), np.zeros(DEEPEST)
    size, worth = 0, 0.0
    # the largest first, then by lot while much room is left, then what suits
    while size < inside.size:
        i = -1
        if size > 0 and worth < BY_LOT * brim:
            i, dice = drawn(tree, arrays, guests, num, setting, left, have, near, dice)
        if i < 0:
            i = suiting(
                tree, arrays, num, weights, extra, setting, left, have, near, -1.0, stack, bounds
            )
        if i < 0:
            break
        inside[size] = i
        size += 1
        worth += worth_of(arrays, weights, extra, i)
        put(guests, i, 1, 0, left, have, near)
        num[i] -= 1
        count(tree, i, -1)
    out, new = np.zeros(MOST_OUT, np.int64), np.zeros(MOST_OUT + 2, np.int64)
    for _ in range(tries):
        if size == 0:
            break
        dice = thrown(dice)
        k = min(size, 1 + dice % MOST_OUT)
        rest = worth
        for a in range(k):
            dice = thrown(dice)
            place = dice % (size - a)
            i = inside[place]
            out[a] = i
            inside[place], inside[size - 1 - a] = inside[size - 1 - a], i
            rest -= worth_of(arrays, weights, extra, i)
            put(guests, i, -1, 0, left, have, near)
            num[i] += 1
        dice = thrown(dice)
        m = k + dice % 3 - 1 if k > 1 else k
        size_new = 0
        for _ in range(m - 1):
            i, dice = drawn(tree, arrays, guests, num, setting, left, have, near, dice)
            if i >= 0:
                new[size_new] = i
                size_new += 1
                rest += worth_of(arrays, weights, extra, i)
                put(guests, i, 1, 0, left, have, near)
                num[i] -= 1
        better = False
        i = suiting(
            tree,
            arrays,
            num,
            weights,
            extra,
            setting,
            left,
            have,
            near,
            max(0.0, worth - rest + 1e-9),
            stack,
            bounds,
        )
        if i >= 0 and size - k + size_new < inside.size:
            better = True
            new[size_new] = i
            size_new += 1
            rest += worth_of(arrays, weights, extra, i)
            put(guests, i, 1, 0, left, have, near)
            num[i] -= 1
        if better:
            for a in range(k):
                count(tree, out[a], 1)
            for b in range(size_new):
                inside[size - k + b] = new[b]
                count(tree, new[b], -1)
            size, worth = size - k + size_new, rest
        else:
            for b in range(size_new):
                put(guests, new[b], -1, 0, left, have, near)
                num[new[b]] += 1
            for a in range(k):
                put(guests, out[a], 1, 0, left, have, near)
                num[out[a]] -= 1
    return size, worth, dice
