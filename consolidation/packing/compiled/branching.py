"""The most valuable filling of one host by branch and bound: slower per node, far fewer nodes.

The same task as `filling`, for proofs. Below each choice only the types that still fit are kept,
and of those only the ones that the bound does not rule out (reduced-cost fixing); near the root
the multipliers are made anew for what is left. Types that need more than half of the room left in
one dimension exclude each other: of these the best one counts in the bound, not their sum.
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.packing.compiled.filling import UNIT
from consolidation.solving.compiled import compiled

DEEPEST = 3
"""So many types deep the multipliers of a node are its own."""

STEPS = 15
"""Subgradient steps for them."""


@compiled
def most_that_fit(
    kind: int, num: int, arrays: Arrays, left: Whole, most: Whole, have: Whole, near: Whole
) -> int:
    """Return how many bundles of a type, at most ``num``, can still be added to the host."""
    for d in range(left.size):
        if arrays.need[kind, d] * num > left[d]:
            if arrays.need[kind, d] > left[d]:
                return 0
            num = left[d] // arrays.need[kind, d]
    for q in range(arrays.start[kind], arrays.start[kind + 1]):
        r = arrays.rule[q]
        while num > 0 and (
            near[r] + num * arrays.beside[q] > 0 and have[r] + num * arrays.counts[q] > most[r]
        ):
            num -= 1
    return num


@compiled
def add(kind: int, num: int, arrays: Arrays, left: Whole, have: Whole, near: Whole) -> None:
    """Add bundles of a type to the host (take them off if ``num`` is negative)."""
    for d in range(left.size):
        left[d] -= num * arrays.need[kind, d]
    for q in range(arrays.start[kind], arrays.start[kind + 1]):
        have[arrays.rule[q]] += num * arrays.counts[q]
        near[arrays.rule[q]] += num * arrays.beside[q]


@compiled
def improved_multipliers(
    value: Whole,
    need: Whole,
    kinds: Whole,
    counts: Whole,
    groups: Whole,
    left: Whole,
    least: float,
    weights: Whole,
) -> None:
    """Lower the bound on what the types in ``kinds`` add; change ``weights`` in place.

    Subgradient steps towards ``least`` (Polyak 1969). ``groups``: the dimension of which a type
    needs more than half, or -1.
    """  # fmt: skip
    num_dims = left.size
    at: Real = weights / UNIT
    best, best_bound = at.copy(), np.inf
    slope = np.zeros(num_dims)
    top, which = np.zeros(num_dims), np.zeros(num_dims, np.int64)
    for step in range(STEPS):
        bound = 0.0
        for d in range(num_dims):
            slope[d] = left[d]
            bound += at[d] * left[d]
            top[d], which[d] = 0.0, -1
        for q in range(kinds.size):
            i = kinds[q]
            gain = float(value[i])
            for d in range(num_dims):
                gain -= at[d] * need[i, d]
            if gain <= 0:
                continue
            if groups[q] >= 0:
                if gain > top[groups[q]]:
                    top[groups[q]], which[groups[q]] = gain, i
                continue
            bound += counts[q] * gain
            for d in range(num_dims):
                slope[d] -= counts[q] * need[i, d]
        for g in range(num_dims):
            if which[g] >= 0:
                bound += top[g]
                for d in range(num_dims):
                    slope[d] -= need[which[g], d]
        if bound < best_bound:
            best_bound = bound
            best[:] = at
        norm = 0.0
        for d in range(num_dims):
            norm += (slope[d] / max(1, left[d])) ** 2
        if norm <= 0 or bound <= least:
            break
        length = (bound - least) / norm * (1.0 if step < STEPS // 2 else 0.5)
        for d in range(num_dims):
            at[d] = max(0.0, at[d] - length * slope[d] / float(max(1, left[d])) ** 2)
    for d in range(num_dims):
        weights[d] = int(best[d] * UNIT + 0.5)


@compiled
def branch_and_bound(
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

    Arguments and result as for `filling.most_valuable`, but no demand may be negative. ``nodes``
    counts the types looked at.
    """
    m, num_dims, need = order.size, arrays.need.shape[1], arrays.need
    kinds, counts = np.zeros(4 * m + 8, np.int64), np.zeros(4 * m + 8, np.int64)
    gains, rests = np.zeros(4 * m + 8, np.int64), np.zeros(4 * m + 8, np.int64)
    begin, end, at = np.zeros(m + 2, np.int64), np.zeros(m + 2, np.int64), np.zeros(m + 2, np.int64)
    own = np.zeros((m + 2, num_dims), np.int64)  # multipliers of each depth
    bounds, taken = np.zeros(m + 2, np.int64), np.zeros(m + 2, np.int64)
    groups, top = np.zeros(m, np.int64), np.zeros(num_dims, np.int64)
    left, have, near = room.copy(), np.zeros(binds.size, np.int64), binds.copy()
    own[0, :] = weights
    best, total, visited, improved, depth = floor, 0, 0, 0, 0
    for d in range(num_dims):
        if left[d] < 0:
            return best, visited, improved, True
    fresh = True
    while True:
        if fresh:
            fresh = False
            if total > best:
                best = total
                row = improved % found.shape[0]
                found[row, :] = 0
                for t in range(depth):
                    found[row, kinds[at[t]]] = taken[t]
                improved += 1
            # what still fits
            a = 0 if depth == 0 else end[depth - 1]
            first = 0 if depth == 0 else at[depth - 1] + 1
            size = m if depth == 0 else end[depth - 1] - first
            visited += size + 1
            if visited > nodes:
                return best, visited, improved, False
            if a + size > kinds.size:
                kinds = np.concatenate((kinds, np.zeros(kinds.size + size, np.int64)))
                counts = np.concatenate((counts, np.zeros(counts.size + size, np.int64)))
                gains = np.concatenate((gains, np.zeros(gains.size + size, np.int64)))
                rests = np.concatenate((rests, np.zeros(rests.size + size, np.int64)))
            b = a
            for q in range(size):
                i = order[q] if depth == 0 else kinds[first + q]
                k = most_that_fit(i, num[i], arrays, left, most, have, near)
                if k > 0:
                    kinds[b], counts[b] = i, k
                    groups[b - a] = -1
                    for d in range(num_dims):
                        if 2 * need[i, d] > left[d]:
                            groups[b - a] = d
                            break
                    b += 1
            length = b - a
            w = own[depth]
            if depth > 0:
                w[:] = own[depth - 1]
            goal = best + 1 - total
            again = 0
            while True:
                slack = 0
                for d in range(num_dims):
                    slack += w[d] * left[d]
                    top[d] = 0
                bound = slack
                for q in range(length):
                    i = kinds[a + q]
                    gain = value[i] * UNIT
                    for d in range(num_dims):
                        gain -= w[d] * need[i, d]
                    gains[a + q] = gain
                    if gain > 0:
                        g = groups[q]
                        if g < 0:
                            bound += gain * counts[a + q]
                        elif gain > top[g]:
                            bound += gain - top[g]
                            top[g] = gain
                if bound < goal * UNIT:
                    length = 0
                if again or length < 4 or depth > DEEPEST:
                    break
                again = 1
                visited += STEPS * length // 4
                improved_multipliers(
                    value, need, kinds[a:b], counts[a:b], groups[:length], left, float(goal), w
                )
            # drop what the bound rules out, then best gain first
            b = a
            for q in range(length):
                if bound + min(0, gains[a + q]) >= goal * UNIT:
                    kinds[b], counts[b], gains[b] = kinds[a + q], counts[a + q], gains[a + q]
                    groups[b - a] = groups[q]
                    b += 1
            if again or depth == 0:
                sequence = np.argsort(-gains[a:b], kind="mergesort")
                kinds[a:b] = kinds[a:b][sequence]
                counts[a:b] = counts[a:b][sequence]
                gains[a:b] = gains[a:b][sequence]
                groups[: b - a] = groups[: b - a][sequence]
            rest = 0
            for d in range(num_dims):
                top[d] = 0
            for q in range(b - 1, a - 1, -1):
                if gains[q] > 0:
                    g = groups[q - a]
                    if g < 0:
                        rest += gains[q] * counts[q]
                    else:
                        rest += gains[q] - top[g]
                        top[g] = gains[q]
                rests[q] = rest
            bounds[depth] = total * UNIT + slack
            begin[depth], end[depth] = a, b
            at[depth] = a
            taken[depth] = counts[a] + 1 if b > a else 0
        # the next choice at this depth
        q = at[depth]
        if q < end[depth] and taken[depth] > 0 and taken[depth] <= counts[q]:
            add(kinds[q], -taken[depth], arrays, left, have, near)
            total -= taken[depth] * value[kinds[q]]
        go = False
        while q < end[depth] and not go:
            if bounds[depth] + rests[q] < (best + 1) * UNIT:
                q = end[depth]
                break
            taken[depth] -= 1
            if taken[depth] == 0:
                q += 1
                if q < end[depth]:
                    taken[depth] = counts[q] + 1
                continue
            after = rests[q + 1] if q + 1 < end[depth] else 0
            ahead = bounds[depth] + taken[depth] * gains[q] + after
            visited += 1
            go = ahead >= (best + 1) * UNIT
        at[depth] = q
        if q < end[depth]:
            add(kinds[q], taken[depth], arrays, left, have, near)
            total += taken[depth] * value[kinds[q]]
            depth += 1
            fresh = True
        else:
            depth -= 1
            if depth < 0:
                return best, visited, improved, True
