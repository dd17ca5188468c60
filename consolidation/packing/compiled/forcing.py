"""The most valuable fillings that hold one of each type in turn: columns of many kinds at once."""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Whole
from consolidation.packing.compiled.branching import branch_and_bound
from consolidation.packing.compiled.filling import most_valuable
from consolidation.solving.compiled import compiled


@compiled
def each_forced(
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
    bounded: bool,
    found: Whole,
) -> int:
    """For each type in ``order``, search briefly for a good filling that holds one of it.

    Arguments as for `most_valuable`; ``found`` has a row for each type of ``order``. Returns how
    many of its rows were written.
    """
    need, start, rule = arrays.need, arrays.start, arrays.rule
    rest, left = num.copy(), room.copy()
    allowed, near = most.copy(), binds.copy()
    one = np.zeros((2, need.shape[0]), np.int64)
    rows = 0
    for place in range(order.size):
        i = order[place]
        fine = value[i] > 0
        for d in range(left.size):
            left[d] = room[d] - need[i, d]
            fine = fine and left[d] >= 0
        for q in range(start[i], start[i + 1]):
            allowed[rule[q]] -= arrays.counts[q]
            near[rule[q]] += arrays.beside[q]
            fine = fine and (near[rule[q]] == 0 or allowed[rule[q]] >= 0)
        rest[i] -= 1
        if fine:
            least = max(-1, floor - value[i])
            if bounded:
                _, _, improved, _ = branch_and_bound(
                    value, rest, arrays, left, allowed, near, weights, order, least, nodes, one
                )
            else:
                _, _, improved, _ = most_valuable(
                    value, rest, arrays, left, allowed, near, weights, order, least, nodes, one
                )
            if improved > 0:
                found[rows] = one[(improved - 1) % 2]
                found[rows, i] += 1
                rows += 1
        rest[i] += 1
        for q in range(start[i], start[i + 1]):
            allowed[rule[q]] += arrays.counts[q]
            near[rule[q]] -= arrays.beside[q]
    return rows
