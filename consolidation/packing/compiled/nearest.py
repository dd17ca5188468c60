"""The guest that suits best what room is left: a k-d tree over demands, compiled.

Bentley 1975. Among all types that still wait, the tree finds the one of most worth that fits a
room, without looking at more than a few of them; so the last guest of a host can be looked up for
very many choices of the others.
"""

from typing import NamedTuple

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.packing.compiled.placing import guests_of, takes
from consolidation.solving.compiled import compiled

LEAF = 8
"""A node with at most so many types is not split."""

DEEPEST = 64
"""Halving so often leaves nothing of any number of types."""


class Tree(NamedTuple):
    """K nodes over m types; node k splits into 2k + 1 and 2k + 2, each with half of its types."""

    order: Whole
    """(m,) types, those of a node side by side."""
    begin: Whole
    """(K + 1,) where the types of each node begin in ``order``; -1 for no such node."""
    end: Whole
    live: Whole
    """(K,) bundles that wait, of all types of a node."""
    low: Whole
    """(K, D) least demand."""
    high: Whole
    """(K, D) most demand."""
    extra: Real
    """(K,) most that a type is worth beyond its demand."""
    lot: Whole
    """(G,) the type of each bundle that waited when the tree was made, for drawing by lot."""
    place: Whole
    """(n,) the leaf of each type, -1 if it is not in the tree."""


@compiled
def planted(need: Whole, num: Whole, extra: Real, scale: Real) -> Tree:
    """Return the tree over all types of which a bundle waits.

    ``need`` (n, D), ``num`` (n,), ``extra`` (n,) as in `suiting`; ``scale`` (D,) makes the spreads
    of the dimensions comparable.
    """
    order = np.flatnonzero(num > 0).astype(np.int64)
    num_nodes, size = 1, order.size
    while size > LEAF:
        num_nodes, size = 2 * num_nodes + 1, (size + 1) // 2
    num_dims = need.shape[1]
    begin, end = np.full(num_nodes, -1, np.int64), np.full(num_nodes, -1, np.int64)
    live = np.zeros(num_nodes, np.int64)
    low = np.zeros((num_nodes, num_dims), np.int64)
    high = np.zeros((num_nodes, num_dims), np.int64)
    most = np.zeros(num_nodes)
    place = np.full(num.size, -1, np.int64)
    begin[0], end[0] = 0, order.size
    for k in range(num_nodes):
        a, b = begin[k], end[k]
        if a < 0 or a == b:
            continue
        widest, split = -1.0, 0
        most[k] = -np.inf
        for p in range(a, b):
            live[k] += num[order[p]]
            most[k] = max(most[k], extra[order[p]])
            place[order[p]] = k
        for d in range(num_dims):
            low[k, d] = high[k, d] = need[order[a], d]
            for p in range(a, b):
                low[k, d] = min(low[k, d], need[order[p], d])
                high[k, d] = max(high[k, d], need[order[p], d])
            spread = (high[k, d] - low[k, d]) * scale[d]
            if spread > widest:
                widest, split = spread, d
        if 2 * k + 2 < num_nodes:
            keys = np.zeros(b - a, np.int64)
            for p in range(a, b):
                keys[p - a] = need[order[p], split]
            order[a:b] = order[a:b][np.argsort(keys, kind="mergesort")]
            half = (a + b) // 2
            begin[2 * k + 1], end[2 * k + 1] = a, half
            begin[2 * k + 2], end[2 * k + 2] = half, b
    lot = np.repeat(order, num[order])
    return Tree(order, begin, end, live, low, high, most, lot, place)


@compiled
def count(tree: Tree, i: int, num: int) -> None:
    """Count so many bundles of a type more (or, negative, less) that wait."""
    k = tree.place[i]
    while k >= 0:
        tree.live[k] += num
        if k == 0:
            break
        k = (k - 1) // 2


@compiled
def promise(tree: Tree, k: int, weights: Real, room: Whole) -> float:
    """Return a worth that no type of a node has more of; -1 if none of them fits."""
    if tree.live[k] == 0:
        return -1.0
    most: float = tree.extra[k]
    for d in range(room.size):
        if tree.low[k, d] > room[d] and tree.low[k, d] > 0:
            return -1.0
        most += weights[d] * max(0, min(room[d], tree.high[k, d]))
    return most


@compiled
def suiting(
    tree: Tree,
    arrays: Arrays,
    num: Whole,
    weights: Real,
    extra: Real,
    setting: int,
    left: Whole,
    have: Whole,
    near: Whole,
    floor: float,
    stack: Whole,
    bounds: Real,
) -> int:
    """Return the type of most worth, more than ``floor``, that the only host takes; -1 if none.

    A bundle of type i is worth ``extra[i]`` and ``weights`` (D,) times its demand. ``left`` (1, D),
    ``have`` and ``near`` (1, R) are the state of the host; ``stack`` and ``bounds`` (DEEPEST,) are
    written to.
    """
    guests = guests_of(arrays)
    room = left[0]
    found, best, top = -1, floor, 1
    stack[0], bounds[0] = 0, promise(tree, 0, weights, room)
    while top > 0:
        top -= 1
        k = stack[top]
        if bounds[top] <= best:
            continue
        if 2 * k + 2 < tree.live.size and tree.begin[2 * k + 1] >= 0:
            one, other = 2 * k + 1, 2 * k + 2
            first = promise(tree, one, weights, room)
            second = promise(tree, other, weights, room)
            if first > second:
                one, other, first, second = other, one, second, first
            if first > best:
                stack[top], bounds[top] = one, first
                top += 1
            if second > best:
                stack[top], bounds[top] = other, second
                top += 1
            continue
        for p in range(tree.begin[k], tree.end[k]):
            i = tree.order[p]
            if num[i] == 0:
                continue
            worth = extra[i]
            for d in range(room.size):
                worth += weights[d] * max(0, arrays.need[i, d])
            if worth > best and takes(guests, arrays.most, i, setting, 0, left, have, near):
                found, best = i, worth
    return found
