"""Choose from a list of fillings so that every bundle stands and the cost stays within a budget.

A depth-first search: take the type that the fewest fillings left can carry and try those. With
values of types for which no filling is worth more than its host, what the chosen hosts waste
adds up; a filling that would waste more than is left of the budget is out. For exact cover this
is Knuth's Algorithm X (2000). All arithmetic is in whole numbers, and a search that comes to its
end is a proof.
"""

import numpy as np

from consolidation.packing.compiled.arrays import Whole
from consolidation.solving.compiled import compiled

RARE = 1 << 24
"""What a filling scores for the only bundle of a type that it alone can carry."""


@compiled
def cover(
    start: Whole,
    kind: Whole,
    count: Whole,
    setting: Whole,
    price: Whole,
    value: Whole,
    num: Whole,
    limit: Whole,
    budget: int,
    nodes: int,
    chosen: Whole,
) -> tuple[int, int, bool]:
    """Search fillings that cover all bundles within ``budget``.

    Filling j carries ``count[q]`` of type ``kind[q]`` for start[j] <= q < start[j + 1], stands in
    ``setting[j]`` and costs ``price[j]`` in the unit of the values. ``value`` and ``num`` are of
    each type, ``limit`` the most hosts of each setting, ``budget`` what all hosts may cost
    together. ``chosen`` (H,) is written in turn; H is more than can ever be paid.

    Returns how many were chosen (-1 if none do), the nodes visited, whether all was searched.
    """
    m, n = start.size - 1, num.size
    depth, visited = 0, 0
    rest, room = num.copy(), limit.copy()
    spare = budget
    for i in range(n):
        spare -= value[i] * num[i]
    deepest = chosen.size
    alive = np.zeros(1 << 16, np.int64)
    begin = np.zeros(deepest + 2, np.int64)
    end = np.zeros(deepest + 2, np.int64)
    ready = np.zeros(deepest + 2, np.int64)
    spares = np.zeros(deepest + 2, np.int64)
    rests = np.zeros((deepest + 2, n), np.int64)
    degree = np.zeros(n, np.int64)
    score = np.zeros(m, np.int64)
    if alive.size < m:
        alive = np.zeros(m, np.int64)
    for j in range(m):
        alive[j] = j
    end[0] = m
    fresh = True
    while True:
        if fresh:
            visited += 1
            if visited > nodes:
                return -1, visited, False
            # keep what still fits the budget, count in how many fillings each type stands
            done = True
            for i in range(n):
                degree[i] = 0
                done = done and rest[i] == 0
            if done:
                return depth, visited, False
            kept = begin[depth]
            for at in range(begin[depth], end[depth]):
                j = alive[at]
                waste = price[j]
                for q in range(start[j], start[j + 1]):
                    waste -= value[kind[q]] * min(count[q], rest[kind[q]])
                if spare < 0 or waste > spare or room[setting[j]] == 0:
                    continue
                alive[kept] = j
                kept += 1
                for q in range(start[j], start[j + 1]):
                    degree[kind[q]] += min(count[q], rest[kind[q]])
            end[depth] = kept
            # the type that has the least choice; its fillings go to the front, best first
            rare = -1
            for i in range(n):
                if rest[i] > 0 and (rare < 0 or degree[i] * rest[rare] < degree[rare] * rest[i]):
                    rare = i
            front = begin[depth]
            if depth < deepest and degree[rare] > 0:
                for at in range(begin[depth], kept):
                    j = alive[at]
                    has = False
                    points = 0
                    for q in range(start[j], start[j + 1]):
                        i = kind[q]
                        if rest[i] > 0:
                            has = has or i == rare
                            points += RARE * min(count[q], rest[i]) // max(1, degree[i])
                    if has:
                        score[j] = points
                        alive[at] = alive[front]
                        place = front
                        while place > begin[depth] and score[alive[place - 1]] < points:
                            alive[place] = alive[place - 1]
                            place -= 1
                        alive[place] = j
                        front += 1
            ready[depth] = front
            spares[depth] = spare
            rests[depth, :] = rest
            fresh = False
        if begin[depth] < ready[depth]:
            # choose the next filling, of which there may be more; once all that begins with it
            # is tried, it is out at this node
            j = alive[begin[depth]]
            chosen[depth] = j
            spare -= price[j]
            for q in range(start[j], start[j + 1]):
                i = kind[q]
                taken = min(count[q], rest[i])
                rest[i] -= taken
                spare += value[i] * taken
            room[setting[j]] -= 1
            size = end[depth] - begin[depth]
            if end[depth] + size > alive.size:
                more = np.zeros(2 * alive.size + size, np.int64)
                more[: end[depth]] = alive[: end[depth]]
                alive = more
            begin[depth + 1], end[depth + 1] = end[depth], end[depth] + size
            for at in range(size):
                alive[begin[depth + 1] + at] = alive[begin[depth] + at]
            begin[depth] += 1
            depth += 1
            fresh = True
        else:
            depth -= 1
            if depth < 0:
                return -1, visited, True
            room[setting[chosen[depth]]] += 1
            rest[:] = rests[depth]
            spare = spares[depth]
