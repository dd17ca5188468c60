"""All fillings of one host worth at least so much: the search of `filling`, listing instead.

Where a packing may cost no more than its bound allows, none of its hosts may waste more than the
difference; few fillings are so good, and among them stands every such packing.
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Whole
from consolidation.packing.compiled.filling import UNIT, covers, looked_ahead
from consolidation.solving.compiled import compiled


@compiled
def _grows(
    kind: int, num_left: int, arrays: Arrays, left: Whole, most: Whole, have: Whole, near: Whole
) -> bool:
    """Tell whether one more bundle of a type can stand on the host."""
    if num_left <= 0 or not covers(left, arrays.need[kind]):
        return False
    for q in range(arrays.start[kind], arrays.start[kind + 1]):
        r = arrays.rule[q]
        if near[r] + arrays.beside[q] > 0 and have[r] + arrays.counts[q] > most[r]:
            return False
    return True


@compiled
def all_valuable(
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
    maximal: bool,
    found: Whole,
) -> tuple[int, int, bool]:
    """List every filling but the empty one that is worth at least ``floor``.

    If ``maximal``, only those that take nothing more.

    Arguments as for `most_valuable`; ``order`` holds every type that may stand on the host. With
    negative demands ``maximal`` has no meaning. Returns how many rows of ``found`` were written,
    the nodes visited, and whether these are all.
    """
    m, num_dims = order.size, arrays.need.shape[1]
    need, start, rule = arrays.need, arrays.start, arrays.rule
    counts, beside = arrays.counts, arrays.beside
    later, weighted, smallest, num_negative = looked_ahead(value, num, need, weights, order)
    left, have, near = room.copy(), np.zeros(binds.size, np.int64), binds.copy()
    x = np.zeros(m, np.int64)
    slack = np.sum(weights * room)
    total, visited, rows, pos = 0, 0, 0, 0
    while True:
        visited += 1
        if visited > nodes:
            return rows, visited, False
        cut = total * UNIT + slack + later[pos] < floor * UNIT
        if pos == num_negative:
            for d in range(num_dims):
                cut = cut or left[d] < 0
        ends = pos == m or (pos >= num_negative and not covers(left, smallest[pos]))
        if not cut and not ends:
            i = order[pos]
            k = num[i]
            for d in range(num_dims):
                if pos >= num_negative and need[i, d] > 0 and need[i, d] * k > left[d]:
                    k = left[d] // need[i, d]
            for q in range(start[i], start[i + 1]):
                r = rule[q]
                while k > 0 and (near[r] + k * beside[q] > 0 and have[r] + k * counts[q] > most[r]):
                    k -= 1
            x[pos] = k
            if k > 0:
                total += k * value[i]
                slack -= k * weighted[pos]
                for d in range(num_dims):
                    left[d] -= k * need[i, d]
                for q in range(start[i], start[i + 1]):
                    have[rule[q]] += k * counts[q]
                    near[rule[q]] += k * beside[q]
            pos += 1
            continue
        if not cut and total >= floor:
            kept = bool(x[:pos].any())
            for back in range(m if maximal else 0):
                i = order[back]
                more = num[i] - (x[back] if back < pos else 0)
                if kept and _grows(i, more, arrays, left, most, have, near):
                    kept = False
            if kept:
                if rows == found.shape[0]:
                    return rows, visited, False
                found[rows, :] = 0
                for back in range(pos):
                    found[rows, order[back]] = x[back]
                rows += 1
        # step back: one bundle less of the last type that has any
        pos -= 1
        while pos >= 0 and x[pos] == 0:
            pos -= 1
        if pos < 0:
            return rows, visited, True
        i = order[pos]
        x[pos] -= 1
        total -= value[i]
        slack += weighted[pos]
        for d in range(num_dims):
            left[d] += need[i, d]
        for q in range(start[i], start[i + 1]):
            have[rule[q]] -= counts[q]
            near[rule[q]] -= beside[q]
        pos += 1
