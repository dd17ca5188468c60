"""Rules of thumb that put guests on a row of hosts, compiled.

First fit and best fit by falling size (Johnson 1974); dot product and L2 norm for vectors, guest
by guest or host by host (Panigrahy, Talwar, Uyeda and Wieder 2011); pairing: the best pair of
guest and host of all (Mommessin, Erlebach and Shakhlevich 2023).
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.solving.compiled import compiled

Guests = tuple[Whole, Whole, Whole, Whole, Whole, Whole]
"""Needs, costs, and the rules of each type, as in `Arrays`, taken apart once per search."""

FIRST, BEST, BALANCED, DOT, NORM = range(5)
"""How a host is chosen for a guest, or a guest for a host."""


@compiled
def guests_of(arrays: Arrays) -> Guests:
    """Return what placing looks at all the time, taken apart."""
    return arrays.need, arrays.cost, arrays.start, arrays.rule, arrays.counts, arrays.beside


@compiled
def takes(
    guests: Guests, most: Whole, i: int, setting: int, h: int, left: Whole, have: Whole, near: Whole
) -> bool:
    """Tell whether one more bundle of type i may stand on host h."""
    need, cost, start, rule, counts, beside = guests
    for d in range(left.shape[1]):
        if need[i, d] > left[h, d] and need[i, d] > 0:
            return False
    if cost[i, setting] < 0:
        return False
    for q in range(start[i], start[i + 1]):
        r = rule[q]
        if near[h, r] + beside[q] > 0 and have[h, r] + counts[q] > most[setting, r]:
            return False
    return True


@compiled
def put(guests: Guests, i: int, num: int, h: int, left: Whole, have: Whole, near: Whole) -> None:
    """Put a number of bundles of type i on host h (or, negative, take them off)."""
    need, _, start, rule, counts, beside = guests
    for d in range(left.shape[1]):
        left[h, d] -= num * need[i, d]
    for q in range(start[i], start[i + 1]):
        have[h, rule[q]] += num * counts[q]
        near[h, rule[q]] += num * beside[q]


@compiled
def fit(
    arrays: Arrays,
    kinds: Whole,
    settings: Whole,
    opened: int,
    how: int,
    shares: Real,
    factor: Real,
    left: Whole,
    have: Whole,
    near: Whole,
    on: Whole,
) -> int:
    """Put each guest on a host, in the order given; return how many are left over.

    ``kinds`` (G,) is the type of each guest, ``settings`` (H,) of each host. ``opened`` hosts are
    in use from the start; the next is opened when none of them takes a guest. ``how`` says which
    host of those that take it: FIRST, or the one with the least score of the room it leaves.
    ``shares`` (n, D) are demands in shares, ``factor`` (S, D) what turns room left into such
    shares. ``left`` (H, D), ``have`` and ``near`` (H, R) are the state of the hosts, changed;
    ``on`` (G,) is written: the host of each guest, -1 where none takes it.
    """
    num_hosts, num_dims = left.shape
    guests = guests_of(arrays)
    most = arrays.most
    first = np.zeros(arrays.num.size, np.int64)
    lost = 0
    for g in range(kinds.size):
        i = kinds[g]
        best, best_score = -1, np.inf
        h = first[i] if how == FIRST else 0
        while h < num_hosts and (h < opened or best < 0):
            if h > opened and settings[h] == settings[h - 1]:
                h += 1  # an empty host like the one before takes no more than that one
                continue
            s = settings[h]
            if takes(guests, most, i, s, h, left, have, near):
                score = 0.0
                for d in range(num_dims):
                    if how == BEST:
                        score += factor[s, d] * left[h, d]
                    elif how == NORM:
                        rest = factor[s, d] * left[h, d] - shares[i, d]
                        score += rest * rest
                    elif how == DOT:
                        rest = factor[s, d] * left[h, d]
                        score -= rest * shares[i, d]
                    elif how == BALANCED:
                        rest = factor[s, d] * left[h, d] - shares[i, d]
                        score = max(score, -rest) if d else -rest
                if score < best_score:
                    best, best_score = h, score
                if how == FIRST or h >= opened:
                    break
            h += 1
        if how == FIRST:
            first[i] = h if best >= 0 else num_hosts
        on[g] = best
        if best < 0:
            lost += 1
        else:
            put(guests, i, 1, best, left, have, near)
            opened = max(opened, best + 1)
    return lost


@compiled
def fill(
    arrays: Arrays,
    num: Whole,
    settings: Whole,
    how: int,
    shares: Real,
    factor: Real,
    left: Whole,
    have: Whole,
    near: Whole,
    held: Whole,
) -> int:
    """Fill host after host with the type that suits best what is left; return what is left over.

    ``how`` is DOT (most along the room left) or NORM (least left behind); ``num`` (n,) counts down.
    ``held`` (K, 3) is written with rows of (host, type, number); host -1 ends them.
    """
    num_hosts, num_dims = left.shape
    guests = guests_of(arrays)
    most = arrays.most
    used, lost = 0, 0
    rest = np.zeros(num_dims)
    waiting = np.flatnonzero(num)
    size = waiting.size
    for h in range(num_hosts):
        s = settings[h]
        if size == 0:
            break
        while True:
            best, best_score = -1, -np.inf
            for d in range(num_dims):
                rest[d] = factor[s, d] * left[h, d]
            for place in range(size):
                i = waiting[place]
                score = 0.0
                for d in range(num_dims):
                    if how == DOT:
                        score += rest[d] * shares[i, d]
                    else:
                        score -= (rest[d] - shares[i, d]) ** 2
                if score > best_score and takes(guests, most, i, s, h, left, have, near):
                    best, best_score = place, score
            if best < 0:
                break
            i = waiting[best]
            put(guests, i, 1, h, left, have, near)
            if used > 0 and held[used - 1, 0] == h and held[used - 1, 1] == i:
                held[used - 1, 2] += 1
            else:
                held[used, 0], held[used, 1], held[used, 2] = h, i, 1
                used += 1
            num[i] -= 1
            if num[i] == 0:
                size -= 1
                waiting[best] = waiting[size]
                waiting[size] = i
    held[used, 0] = -1
    for place in range(size):
        lost += num[waiting[place]]
    return lost


@compiled
def pair(
    arrays: Arrays,
    num: Whole,
    settings: Whole,
    shares: Real,
    factor: Real,
    left: Whole,
    have: Whole,
    near: Whole,
    held: Whole,
) -> int:
    """Put down the best pair of type and host of all, again and again; return what is left over.

    Best is the largest dot product of demand and room left; all hosts are open from the start.
    Arguments as for `fill`.
    """
    num_hosts, num_dims = left.shape
    guests = guests_of(arrays)
    most = arrays.most
    n = num.size
    best_type = np.full(num_hosts, -1, np.int64)
    best_score = np.full(num_hosts, -np.inf)
    stale = np.ones(num_hosts, np.bool_)
    used, lost = 0, 0
    for i in range(n):
        lost += num[i]
    while lost > 0:
        chosen, chosen_score = -1, -np.inf
        for h in range(num_hosts):
            if stale[h] or (best_type[h] >= 0 and num[best_type[h]] == 0):
                s = settings[h]
                best_type[h], best_score[h] = -1, -np.inf
                for i in range(n):
                    if num[i] > 0 and takes(guests, most, i, s, h, left, have, near):
                        score = 0.0
                        for d in range(num_dims):
                            rest = factor[s, d] * left[h, d]
                            score += rest * shares[i, d]
                        if score > best_score[h]:
                            best_type[h], best_score[h] = i, score
                stale[h] = False
            if best_type[h] >= 0 and best_score[h] > chosen_score:
                chosen, chosen_score = h, best_score[h]
        if chosen < 0:
            break
        i = best_type[chosen]
        put(guests, i, 1, chosen, left, have, near)
        num[i] -= 1
        lost -= 1
        stale[chosen] = True
        held[used, 0], held[used, 1], held[used, 2] = chosen, i, 1
        used += 1
    held[used, 0] = -1
    return lost
