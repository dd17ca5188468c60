"""Squeeze a packing: swap what stands on hosts for what is left over until the hosts are full.

One host at a time, the sink, is emptied; its guests and those left over are the pool. Every other
host takes from the pool, for smaller guests or none, what fills it best: room that lay about in
small pieces everywhere gathers in the sink, where the pool then has to fit. A large-neighbourhood
search in the manner of minimum bin slack (Fleszar and Hindi 2002).
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Whole
from consolidation.packing.compiled.dice import thrown
from consolidation.packing.compiled.placing import Guests, guests_of, put, takes
from consolidation.packing.compiled.shifting import Hosts, stays_put
from consolidation.solving.compiled import compiled

MOST_FOR_PAIRS = 60
"""Two for one is tried only while the pool is no larger."""

CHECK = 5
"""Looks that trying out a swap counts for."""

ROUND = 1000
"""Looks that emptying a sink and filling it again counts for besides."""

SMALL = 1e-6
"""What a bundle is worth by itself, so that one that takes no room is taken too."""


@compiled
def worth_of(arrays: Arrays, weights: Real) -> Real:
    """Return (n,) the weighted demand of each type."""
    n, num_dims = arrays.need.shape
    worth = np.full(n, SMALL)
    for i in range(n):
        for d in range(num_dims):
            worth[i] += weights[d] * arrays.need[i, d]
    return worth


@compiled
def scarcity(arrays: Arrays, hosts: Hosts, pool: Whole, num_pool: int) -> Real:
    """Return (D,) weights: what the pool needs of a dimension by what room is left of it."""
    num_dims = arrays.need.shape[1]
    weights = np.zeros(num_dims, np.float64)
    for d in range(num_dims):
        need, left, largest = 0.0, 0.0, 1.0
        for p in range(num_pool):
            need += arrays.need[pool[p], d]
        for h in range(hosts.settings.size):
            left += hosts.left[h, d]
            largest = max(largest, float(arrays.room[hosts.settings[h], d]))
        weights[d] = max(0.0, need) / max(1.0, left) / largest
    return weights


@compiled
def roomy(arrays: Arrays, hosts: Hosts, h: int, i: int, k: int, j: int, m: int) -> bool:
    """Tell whether host h has room for j and m once i and k have left (-1: nobody)."""
    need = arrays.need
    for d in range(need.shape[1]):
        left = hosts.left[h, d] - need[j, d]
        if i >= 0:
            left += need[i, d]
        if k >= 0:
            left += need[k, d]
        if m >= 0:
            left -= need[m, d]
        if left < 0:
            return False
    setting = hosts.settings[h]
    return arrays.cost[j, setting] >= 0 and (m < 0 or arrays.cost[m, setting] >= 0)


@compiled
def swaps(
    guests: Guests, arrays: Arrays, hosts: Hosts, h: int, i: int, k: int, j: int, m: int
) -> bool:
    """Tell whether j and m may stand on host h once i and k have left (k, m, i: -1 for nobody)."""
    if not roomy(arrays, hosts, h, i, k, j, m):
        return False
    start, setting = arrays.start, hosts.settings[h]
    if start[j] == start[j + 1] and (m < 0 or start[m] == start[m + 1]):
        return True
    for out in (i, k):
        if out >= 0:
            put(guests, out, -1, h, hosts.left, hosts.have, hosts.near)
    fine = takes(guests, arrays.most, j, setting, h, hosts.left, hosts.have, hosts.near)
    if fine and m >= 0:
        put(guests, j, 1, h, hosts.left, hosts.have, hosts.near)
        fine = takes(guests, arrays.most, m, setting, h, hosts.left, hosts.have, hosts.near)
        put(guests, j, -1, h, hosts.left, hosts.have, hosts.near)
    for out in (i, k):
        if out >= 0:
            put(guests, out, 1, h, hosts.left, hosts.have, hosts.near)
    return fine


@compiled
def best_swap(
    arrays: Arrays,
    worth: Real,
    weights: Real,
    hosts: Hosts,
    h: int,
    pool: Whole,
    num_pool: int,
    pairs: bool,
    place: Whole,
) -> int:
    """Find the swap that fills host h most; ``place`` is written. Return how much was looked at.

    ``place`` (4,): two places on the host that leave, two in the pool that come; -1 for none.
    With ``pairs`` two may come for one or none, and one for two; otherwise one for one or none.
    """
    guests = guests_of(arrays)
    room = 4 * SMALL
    for d in range(weights.size):
        room += weights[d] * hosts.left[h, d]
    best, looks = 1e-12, 0
    place[:] = -1
    num = hosts.num[h]
    for a in range(-1, num):
        i = hosts.inside[h, a] if a >= 0 else -1
        leaves = worth[i] if i >= 0 else 0.0
        for b in range(num_pool):
            j = pool[b]
            gain = worth[j] - leaves
            looks += 1
            if gain > room:
                continue
            if gain > best:
                looks += CHECK
                if swaps(guests, arrays, hosts, h, i, -1, j, -1):
                    best = gain
                    place[0], place[1], place[2], place[3] = a, -1, b, -1
            if not pairs:
                continue
            for c in range(b):
                more = gain + worth[pool[c]]
                looks += 1
                if best < more <= room:
                    looks += CHECK
                    if swaps(guests, arrays, hosts, h, i, -1, j, pool[c]):
                        best = more
                        place[0], place[1], place[2], place[3] = a, -1, b, c
            if i < 0:
                continue
            for c in range(a):
                k = hosts.inside[h, c]
                more = gain - worth[k]
                looks += 1
                if best < more <= room:
                    looks += CHECK
                    if swaps(guests, arrays, hosts, h, i, k, j, -1):
                        best = more
                        place[0], place[1], place[2], place[3] = a, c, b, -1
    return looks


@compiled
def take_off(guests: Guests, hosts: Hosts, h: int, place: int) -> int:
    """Take the bundle at a place off host h; return its type."""
    i: int = hosts.inside[h, place]
    put(guests, i, -1, h, hosts.left, hosts.have, hosts.near)
    hosts.num[h] -= 1
    hosts.inside[h, place] = hosts.inside[h, hosts.num[h]]
    return i


@compiled
def put_on(guests: Guests, hosts: Hosts, h: int, i: int) -> None:
    """Put a bundle of type i on host h."""
    put(guests, i, 1, h, hosts.left, hosts.have, hosts.near)
    hosts.inside[h, hosts.num[h]] = i
    hosts.num[h] += 1


@compiled
def top_up(
    arrays: Arrays, worth: Real, weights: Real, hosts: Hosts, h: int, pool: Whole, num_pool: int
) -> tuple[int, int]:
    """Swap on host h while that fills it; return the pool's size and how much was looked at."""
    guests = guests_of(arrays)
    place = np.empty(4, np.int64)
    looks = 0
    while hosts.num[h] + 2 < hosts.inside.shape[1]:
        looks += best_swap(arrays, worth, weights, hosts, h, pool, num_pool, False, place)
        if place[2] < 0 and num_pool <= MOST_FOR_PAIRS:
            looks += best_swap(arrays, worth, weights, hosts, h, pool, num_pool, True, place)
        if place[2] < 0:
            break
        first, second = max(place[0], place[1]), min(place[0], place[1])
        out = np.full(2, -1, np.int64)
        if first >= 0:
            out[0] = take_off(guests, hosts, h, first)
        if second >= 0:
            out[1] = take_off(guests, hosts, h, second)
        first, second = max(place[2], place[3]), min(place[2], place[3])
        for p in (first, second):
            if p >= 0:
                put_on(guests, hosts, h, pool[p])
                num_pool -= 1
                pool[p] = pool[num_pool]
        for i in out:
            if i >= 0:
                pool[num_pool] = i
                num_pool += 1
    return num_pool, looks


@compiled
def choose_sink(hosts: Hosts, weights: Real, dice: int) -> tuple[int, int]:
    """Return the roomiest of three hosts taken at random, and the dice after."""
    sink, most = -1, -1.0
    for _ in range(3):
        dice = thrown(dice)
        h = dice % hosts.settings.size
        room = 0.0
        for d in range(weights.size):
            room += weights[d] * hosts.left[h, d]
        if room > most:
            sink, most = h, room
    return sink, dice


@compiled
def empty(arrays: Arrays, hosts: Hosts, h: int, pool: Whole, num_pool: int) -> int:
    """Put what stands on host h into the pool, except what gives room back; return its size."""
    guests = guests_of(arrays)
    for place in range(hosts.num[h] - 1, -1, -1):
        if not stays_put(arrays, hosts.inside[h, place]):
            pool[num_pool] = take_off(guests, hosts, h, place)
            num_pool += 1
    return num_pool


@compiled
def pour(arrays: Arrays, worth: Real, hosts: Hosts, h: int, pool: Whole, num_pool: int) -> int:
    """Put on host h what it takes of the pool, greatest worth first; return what is left over."""
    guests = guests_of(arrays)
    key = np.empty(num_pool, np.float64)
    for p in range(num_pool):
        key[p] = -worth[pool[p]]
    order = np.argsort(key)
    for q in range(num_pool):
        i = pool[order[q]]
        fine = hosts.num[h] < hosts.inside.shape[1] and takes(
            guests, arrays.most, i, hosts.settings[h], h, hosts.left, hosts.have, hosts.near
        )
        if fine:
            put_on(guests, hosts, h, i)
            pool[order[q]] = -1
    kept = 0
    for p in range(num_pool):
        if pool[p] >= 0:
            pool[kept] = pool[p]
            kept += 1
    return kept


@compiled
def squeeze(
    arrays: Arrays, hosts: Hosts, pool: Whole, num_pool: int, dice: int, work: int
) -> tuple[int, int]:
    """Empty sink after sink until the pool fits or about ``work`` looks are done.

    ``pool`` (G,) holds the types left over at its beginning and has place for all bundles.
    Returns how many bundles are left over at the end, and the dice after: with them the search
    goes on where it stopped.
    """
    num_hosts = hosts.settings.size
    while num_pool > 0 and work > 0:
        weights = scarcity(arrays, hosts, pool, num_pool)
        worth = worth_of(arrays, weights)
        sink, dice = choose_sink(hosts, weights, dice)
        num_pool = empty(arrays, hosts, sink, pool, num_pool)
        dice = thrown(dice)
        start = dice % num_hosts
        for k in range(num_hosts):
            h = (start + k) % num_hosts
            if h != sink:
                num_pool, looks = top_up(arrays, worth, weights, hosts, h, pool, num_pool)
                work -= looks
        num_pool = pour(arrays, worth, hosts, sink, pool, num_pool)
        num_pool, looks = top_up(arrays, worth, weights, hosts, sink, pool, num_pool)
        work -= looks + num_hosts + ROUND
    return num_pool, dice
