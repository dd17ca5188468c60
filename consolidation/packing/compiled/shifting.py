"""Steps of the local searches on a packed compartment: fuller hosts even out, guests come home.

A step moves one bundle, swaps two, or moves one for which another makes room. What may stand where
is asked of `packing.compiled.placing`. Bundles that give room back stay where they are: others may
need it.
"""

from typing import NamedTuple

from consolidation.packing.compiled.arrays import Arrays, Whole
from consolidation.packing.compiled.placing import guests_of, put, takes
from consolidation.solving.compiled import compiled

FULL = 10_000
"""Full utilisation, in hundredths of a percent."""

NEVER = 1 << 60
"""What a step costs that is not allowed, in yen."""


class Hosts(NamedTuple):
    """H hosts with what stands on them; no host takes more than W bundles."""

    settings: Whole
    """(H,) setting."""
    left: Whole
    """(H, D) room left."""
    have: Whole
    """(H, R) guests that count in each rule."""
    near: Whole
    """(H, R) guests (or always one) that make each rule bind."""
    inside: Whole
    """(H, W) types of the bundles, in any order."""
    num: Whole
    """(H,) number of bundles."""


@compiled
def shift(arrays: Arrays, hosts: Hosts, i: int, h: int, num: int) -> None:
    """Count a number of bundles of a type on a host (or, negative, off it); -1 is no type."""
    if i >= 0:
        put(guests_of(arrays), i, num, h, hosts.left, hosts.have, hosts.near)


@compiled
def can(arrays: Arrays, hosts: Hosts, i: int, h: int) -> bool:
    """Tell whether a host takes one more bundle of a type."""
    setting = hosts.settings[h]
    guests = guests_of(arrays)
    return takes(guests, arrays.most, i, setting, h, hosts.left, hosts.have, hosts.near)


@compiled
def stays_put(arrays: Arrays, i: int) -> bool:
    """Tell whether a type gives room back, so that its bundles are left alone."""
    lowest = 0
    for d in range(arrays.need.shape[1]):
        lowest = min(lowest, arrays.need[i, d])
    return lowest < 0


@compiled
def dearer(arrays: Arrays, hosts: Hosts, i: int, a: int, b: int) -> int:
    """Return by how much it costs more that a bundle stands on b instead of a."""
    if i < 0:
        return 0
    there = arrays.cost[i, hosts.settings[b]]
    return NEVER if there < 0 else there - arrays.cost[i, hosts.settings[a]]


@compiled
def change(arrays: Arrays, hosts: Hosts, a: int, p: int, b: int, q: int) -> None:
    """Swap the bundle at place p of host a and that at place q of b; with q -1 only move one."""
    i = hosts.inside[a, p]
    j = hosts.inside[b, q] if q >= 0 else -1
    for sign in (-1, 1):
        shift(arrays, hosts, i, a if sign < 0 else b, sign)
        shift(arrays, hosts, j, b if sign < 0 else a, sign)
    if q >= 0:
        hosts.inside[a, p], hosts.inside[b, q] = j, i
        return
    hosts.num[a] -= 1
    hosts.inside[a, p] = hosts.inside[a, hosts.num[a]]
    hosts.inside[b, hosts.num[b]] = i
    hosts.num[b] += 1


@compiled
def changes(arrays: Arrays, hosts: Hosts, a: int, i: int, b: int, j: int) -> bool:
    """Tell whether a bundle i of a and a bundle j of b (-1: none) can change places."""
    fine = j >= 0 or hosts.num[b] < hosts.inside.shape[1]
    for sign in (-1, 1):  # take both off, look, put both back
        shift(arrays, hosts, i, a, sign)
        shift(arrays, hosts, j, b, sign)
        for bundle, host in ((i, b), (j, a)):
            if sign < 0 and bundle >= 0:
                fine = fine and can(arrays, hosts, bundle, host)
    return fine


@compiled
def level(arrays: Arrays, sizes: Whole, unit: Whole, hosts: Hosts, h: int, i: int, j: int) -> int:
    """Return the utilisation of a host with a bundle i more and a bundle j less (-1: none).

    The highest of any dimension in which the host has capacity, in hundredths of a percent,
    rounded up. ``sizes`` (S, D) are capacities in ones, ``unit`` (D,) ones per unit of demand.
    """
    s, most = hosts.settings[h], 0
    for d in range(unit.size):
        load = arrays.room[s, d] - hosts.left[h, d]
        if i >= 0:
            load += arrays.need[i, d]
        if j >= 0:
            load -= arrays.need[j, d]
        if sizes[s, d] > 0 and load > 0:
            most = max(most, -(-FULL * load * unit[d] // sizes[s, d]))
    return most


@compiled
def fullest_after(
    arrays: Arrays, sizes: Whole, unit: Whole, hosts: Hosts, a: int, i: int, b: int, j: int
) -> int:
    """Return the higher utilisation of two hosts after i of a and j of b have changed places."""
    after = level(arrays, sizes, unit, hosts, a, j, i)
    return max(after, level(arrays, sizes, unit, hosts, b, i, j))


@compiled
def best_step(
    arrays: Arrays, sizes: Whole, unit: Whole, hosts: Hosts, top: int, now: int, slack: int
) -> tuple[int, int, int]:
    """Return place, host and place there of the change that helps host ``top`` most; host -1: none.

    ``now`` is its utilisation, which both hosts must be below afterwards.
    """
    best, best_p, best_h, best_q = now, -1, -1, -1
    for p in range(hosts.num[top]):
        i = hosts.inside[top, p]
        if stays_put(arrays, i):
            continue
        for h in range(hosts.num.size):
            yen = dearer(arrays, hosts, i, top, h)
            if h == top or yen == NEVER:
                continue
            for q in range(-1, hosts.num[h]):
                j = hosts.inside[h, q] if q >= 0 else -1
                if j == i or yen + dearer(arrays, hosts, j, h, top) > slack:
                    continue
                after = fullest_after(arrays, sizes, unit, hosts, top, i, h, j)
                if (
                    after < best
                    and not (j >= 0 and stays_put(arrays, j))
                    and changes(arrays, hosts, top, i, h, j)
                ):
                    best, best_p, best_h, best_q = after, p, h, q
    return best_p, best_h, best_q


@compiled
def way_out(
    arrays: Arrays, moves: Whole, hosts: Hosts, a: int, i: int, h: int, j: int, gain: int, most: int
) -> int:
    """Return a host for bundle j of h once i of a stands in its place; -1 if there is none.

    It must move fewer guests than ``gain``, and cost at most ``most`` yen more.
    """
    found = -1
    shift(arrays, hosts, i, a, -1)
    shift(arrays, hosts, j, h, -1)
    if can(arrays, hosts, i, h):
        here = moves[j, hosts.settings[h]]
        for k in range(hosts.num.size):
            if (
                k != h
                and moves[j, hosts.settings[k]] - here < gain
                and (k == a or hosts.num[k] < hosts.inside.shape[1])
                and dearer(arrays, hosts, j, h, k) <= most
                and can(arrays, hosts, j, k)
            ):
                found = k
                break
    shift(arrays, hosts, j, h, 1)
    shift(arrays, hosts, i, a, 1)
    return found


@compiled
def way_home(
    arrays: Arrays, moves: Whole, hosts: Hosts, a: int, p: int, slack: int
) -> tuple[int, int, int]:
    """Find a host where the bundle at place p of host a moves less, if need be in another's place.

    ``moves`` (n, S): guests of one bundle that move when it stands in a setting. Returns the host
    (-1: none), the place there of the bundle that gives way (-1: none), and where that one goes.
    """
    i = hosts.inside[a, p]
    if stays_put(arrays, i):
        return -1, -1, -1
    for h in range(hosts.num.size):
        gain = moves[i, hosts.settings[a]] - moves[i, hosts.settings[h]]
        yen = dearer(arrays, hosts, i, a, h)
        if gain <= 0 or yen == NEVER:
            continue
        if yen <= slack and changes(arrays, hosts, a, i, h, -1):
            return h, -1, -1
        for q in range(hosts.num[h]):
            j = hosts.inside[h, q]
            if j != i and not stays_put(arrays, j):
                k = way_out(arrays, moves, hosts, a, i, h, j, gain, slack - yen)
                if k >= 0:
                    return h, q, k
    return -1, -1, -1
