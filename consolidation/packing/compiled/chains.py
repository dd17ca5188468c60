"""Ejection chains: put left-over guests in by taking smaller ones out, compiled.

A tabu search on a fixed row of hosts (Glover 1996 for ejection chains, 1986 for resting moves).
"""

import numpy as np

from consolidation.packing.compiled.arrays import Arrays, Real, Truth, Whole
from consolidation.packing.compiled.dice import FIRST, thrown
from consolidation.packing.compiled.placing import Guests, guests_of, put, takes
from consolidation.solving.compiled import compiled

REST = 12
"""Least number of steps for which a bundle put on a host is not taken off again."""

MOST_KINDS_FOR_PAIRS = 24
"""Pairs of bundles are tried only on hosts with at most so many types."""


@compiled
def clears(
    guests: Guests,
    most: Whole,
    i: int,
    out: int,
    other: int,
    setting: int,
    h: int,
    left: Whole,
    have: Whole,
    near: Whole,
) -> bool:
    """Tell whether type i would fit if one of ``out`` (and of ``other``, unless -1) left."""
    put(guests, out, -1, h, left, have, near)
    if other >= 0:
        put(guests, other, -1, h, left, have, near)
    fine = takes(guests, most, i, setting, h, left, have, near)
    put(guests, out, 1, h, left, have, near)
    if other >= 0:
        put(guests, other, 1, h, left, have, near)
    return fine


@compiled
def free_host(
    arrays: Arrays, guests: Guests, i: int, settings: Whole, left: Whole, have: Whole, near: Whole
) -> int:
    """Return the fullest host that takes one of type i as it is, or -1."""
    host, least = -1, np.inf
    for h in range(settings.size):
        if takes(guests, arrays.most, i, settings[h], h, left, have, near):
            rest = 0.0
            for d in range(left.shape[1]):
                rest += left[h, d] / max(1, arrays.room[settings[h], d])
            if rest < least:
                host, least = h, rest
    return host


@compiled
def make_room(
    guests: Guests,
    most: Whole,
    i: int,
    settings: Whole,
    size: Real,
    left: Whole,
    have: Whole,
    near: Whole,
    held: Whole,
    asleep: Truth,
    pairs: bool,
    dice: int,
) -> tuple[int, int, int, int, int]:
    """Return the host on which the smallest bundle (or pair of them) can make room for type i.

    Sizes are blurred a little by ``dice``. Returns host (-1 if there is none), the one or two
    types that leave (-1 for no second), the dice after, and how much was looked at.
    """
    num_hosts, n = held.shape
    inside = np.zeros(n, np.int64)
    host, out, other, least, looks = -1, -1, -1, np.inf, 0
    for h in range(num_hosts):
        num_inside = 0
        for o in range(n):
            if held[h, o] > 0 and o != i and not asleep[h, o]:
                inside[num_inside] = o
                num_inside += 1
        looks += num_inside + n // 8
        if guests[1][i, settings[h]] < 0 or (pairs and num_inside > MOST_KINDS_FOR_PAIRS):
            continue
        for p in range(num_inside):
            o = inside[p]
            last = num_inside if pairs else p + 1
            looks += last - p
            for w in range(p, last):
                e = inside[w] if pairs else -1
                leaving = size[o] + (size[e] if pairs else 0.0)
                if leaving >= least or (pairs and w == p and held[h, o] < 2):
                    continue
                if clears(guests, most, i, o, e, settings[h], h, left, have, near):
                    dice = thrown(dice)
                    blurred = leaving * (1 + (dice % 1000) / 5000)
                    if blurred < least:
                        host, out, other, least = h, o, e, blurred
    return host, out, other, dice, looks


@compiled
def exchange(
    arrays: Arrays,
    settings: Whole,
    size: Real,
    left: Whole,
    have: Whole,
    near: Whole,
    held: Whole,
    waiting: Whole,
    work: int,
) -> int:
    """Place what waits, largest first; return how many bundles still wait at the end.

    One step puts the largest waiting type on the host where the bundle that has to make room (or
    two, where no single one does) is smallest, and lets that one wait instead. What was put in
    rests a while, so that steps do not undo each other. Ends after about ``work`` looks.

    ``settings`` (H,) are the hosts; ``left``, ``have``, ``near`` their state, ``held`` (H, n) what
    stands where and ``waiting`` (n,) what is left over: all four are changed. ``size`` (n,).
    """
    guests = guests_of(arrays)
    num_hosts, n = held.shape
    rests = np.zeros((num_hosts, n), np.int64)
    by_size = np.argsort(-size)
    dice, step, wait = FIRST, 0, int(np.sum(waiting))
    while wait > 0 and work > 0:
        place = 0
        while waiting[by_size[place]] == 0:
            place += 1
        i = by_size[place]
        work -= num_hosts
        host, out, other = free_host(arrays, guests, i, settings, left, have, near), -1, -1
        for pairs in (False, True):
            if host < 0:
                host, out, other, dice, looks = make_room(
                    guests, arrays.most, i, settings, size, left, have, near, held,
                    rests > step, pairs, dice,
                )  # fmt: skip
                work -= looks
        if host < 0:
            return wait
        for o in (out, other):
            if o >= 0:
                put(guests, o, -1, host, left, have, near)
                held[host, o] -= 1
                waiting[o] += 1
                wait += 1
        put(guests, i, 1, host, left, have, near)
        held[host, i] += 1
        waiting[i] -= 1
        wait -= 1
        step += 1
        dice = thrown(dice)
        rests[host, i] = step + REST + dice % REST
    return wait
