"""The most valuable filling of one host: an exact depth-first search with Lagrangian bounds.

The knapsack of column generation, for any number of dimensions and with rules: maximise the sum
of values over numbers x of each type, within room, numbers and rules. A node is cut off when

    value so far + m * room left + sum over later types of num * max(0, value - m * need)

shows for multipliers m of the dimensions that nothing better is below it (Lagrangian relaxation:
Geoffrion 1974; for knapsacks of several dimensions: Freville 2004). Values and multipliers are
whole numbers: all bounds are exact.
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.solving.compiled import compiled

UNIT = 1 << 10
"""Denominator of multipliers."""


@compiled
def relaxed(value: Whole, need: Whole, num: Whole, room: Whole, at: Real, slope: Real) -> float:
    """Return the bound that real multipliers give for an empty host; write its slope."""
    bound = 0.0
    for d in range(room.size):
        slope[d] = room[d]
        bound += at[d] * room[d]
    for i in range(value.size):
        gain = float(value[i])
        for d in range(room.size):
            gain -= at[d] * need[i, d]
        if gain > 0:
            bound += num[i] * gain
            for d in range(room.size):
                slope[d] -= num[i] * need[i, d]
    return bound


@compiled
def multipliers(
    value: Whole, need: Whole, num: Whole, room: Whole, least: int, steps: int, start: Whole
) -> Whole:
    """Return multipliers, in 1/UNIT, that make the bound at the root small.

    Subgradient steps towards ``least`` (Polyak 1969), from ``start``; any result is valid.
    """
    at = start / UNIT
    best, best_bound = at.copy(), np.inf
    slope = np.zeros(room.size)
    for step in range(steps):
        bound = relaxed(value, need, num, room, at, slope)
        if bound < best_bound:
            best_bound = bound
            best[:] = at
        norm = 0.0
        for d in range(room.size):
            norm += (slope[d] / max(1, room[d])) ** 2
        if norm <= 0 or bound <= least:
            break
        length = (bound - least) / norm * (1.0 if step < steps // 2 else 0.5)
        for d in range(room.size):
            at[d] = max(0.0, at[d] - length * slope[d] / float(max(1, room[d])) ** 2)
    found = np.zeros(room.size, np.int64)
    for d in range(room.size):
        found[d] = int(best[d] * UNIT + 0.5)
    return found


@compiled
def looked_ahead(
    value: Whole, num: Whole, need: Whole, weights: Whole, order: Whole
) -> tuple[Whole, Whole, Whole, int]:
    """Return what is known of the types from each place of the order on.

    Their part of the bound (m + 1,), the weighted demand of each (m,), the smallest demand per
    dimension (m + 1, D), and how many types, at the beginning, have a negative demand.
    """
    m, num_dims = order.size, need.shape[1]
    later, weighted = np.zeros(m + 1, np.int64), np.zeros(m, np.int64)
    smallest = np.full((m + 1, num_dims), 1 << 60, np.int64)
    num_negative = 0
    for pos in range(m - 1, -1, -1):
        i = order[pos]
        lowest = 0
        for d in range(num_dims):
            lowest = min(lowest, need[i, d])
            smallest[pos, d] = min(smallest[pos + 1, d], need[i, d])
            weighted[pos] += weights[d] * need[i, d]
        num_negative += lowest < 0
        later[pos] = later[pos + 1] + num[i] * max(0, value[i] * UNIT - weighted[pos])
    return later, weighted, smallest, num_negative


@compiled
def covers(have: Whole, wanted: Whole) -> bool:
    """Tell whether one vector is at least another everywhere."""
    for d in range(have.size):
        if wanted[d] > have[d]:
            return False
    return True


@compiled
def most_valuable(
    value: Whole,
    num: Whole,
    arrays: Arrays,
    room: Whole,
    most: Whole,
    binds: Whole,
    weights: Whole,
    order: Whole,
    floor: int,
    nodes: int,
    found: Whole,
) -> tuple[int, int, int, bool]:
    """Search fillings worth more than ``floor``; keep the last ``len(found)`` improving ones.

    ``value`` and ``num`` (n,): worth of one bundle of each type, and how many there are at most.
    ``room`` (D,), ``most`` and ``binds`` (R,) are the host's capacity, its rules' limits and
    which rules are in force. ``weights`` (D,): multipliers in 1/UNIT. ``order``: types to try, in
    order, those with a negative demand first. ``found`` (L, n) is written in turn.

    Returns the best value (``floor`` if none is better), the nodes visited, the number of improving
    fillings (number k from 1 stands in row (k - 1) % L), and whether all was searched.
    """
    need, start, rule = arrays.need, arrays.start, arrays.rule
    counts, beside = arrays.counts, arrays.beside
    m, num_dims = order.size, need.shape[1]
    later, weighted, smallest, num_negative = looked_ahead(value, num, need, weights, order)
    left, have, near = room.copy(), np.zeros(binds.size, np.int64), binds.copy()
    nothing = np.zeros(num_dims, np.int64)
    x = np.zeros(m, np.int64)
    slack = np.sum(weights * room)
    total, best, visited, improved, pos = 0, floor, 0, 0, 0
    while True:
        cut = pos == m
        if pos == num_negative or (pos > num_negative and total > best):
            fine = covers(left, nothing)
            if fine and total > best:
                best = total
                row = improved % found.shape[0]
                found[row, :] = 0
                for back in range(pos):
                    found[row, order[back]] = x[back]
                improved += 1
            cut = cut or not fine
        if not cut:
            visited += 1
            if visited > nodes:
                return best, visited, improved, False
            cut = total * UNIT + slack + later[pos] < (best + 1) * UNIT
            cut = cut or (pos >= num_negative and not covers(left, smallest[pos]))
        if cut:
            # step back: one bundle less of the last type that has any
            pos -= 1
            while pos >= 0 and x[pos] == 0:
                pos -= 1
            if pos < 0:
                return best, visited, improved, True
            k = -1
        else:
            # step on: as many of the next type as fit
            i = order[pos]
            k = num[i]
            for d in range(num_dims):
                if pos >= num_negative and need[i, d] > 0 and need[i, d] * k > left[d]:
                    k = left[d] // need[i, d]
            for q in range(start[i], start[i + 1]):
                r = rule[q]
                while k > 0 and near[r] + k * beside[q] > 0 and have[r] + k * counts[q] > most[r]:
                    k -= 1
            x[pos] = 0
        i = order[pos]
        x[pos] += k
        pos += 1
        if k != 0:
            total += k * value[i]
            slack -= k * weighted[pos - 1]
            for d in range(num_dims):
                left[d] -= k * need[i, d]
            for q in range(start[i], start[i + 1]):
                have[rule[q]] += k * counts[q]
                near[rule[q]] += k * beside[q]
