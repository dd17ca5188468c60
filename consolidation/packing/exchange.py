"""Ejection chains: put left-over guests in by taking smaller ones out, until all have a place.

A tabu search on a fixed row of hosts (Glover 1986 for the idea of resting moves).
"""

from collections.abc import Iterator
from itertools import combinations

from consolidation.packing.bins import Bins
from consolidation.packing.compartments import fits
from consolidation.solving.deadline import Deadline

REST = 12
"""Least number of steps for which a guest put on a host is not taken off again."""

MOST_KINDS_FOR_PAIRS = 24
"""Pairs of guests are tried only on hosts with at most so many types."""


def exchange(bins: Bins, left: list[int], work: int, deadline: Deadline) -> bool:
    """Try to place what is left over; tell whether all guests stand on a host at the end.

    One step takes the largest left-over guest, puts it on the host where the guest that has to
    make room (or two, where no single one does) is smallest, and leaves that one over instead. A
    guest put in rests a while, so that steps do not undo each other. Ends when about ``work``
    guests have been looked at, so that the same input gives the same answer.
    """
    waiting = sorted(left)
    resting: dict[tuple[int, int], int] = {}
    dice = _dice()
    step = 0
    while waiting and work > 0 and not deadline.passed:
        kind = waiting.pop(0)
        move, looks = _move(bins, kind, resting, step, dice)
        if move is None:
            return False
        host, out = move
        for other in out:
            bins.take(host, other)
        bins.put(host, kind)
        step += 1
        work -= looks
        resting[host, kind] = step + REST + next(dice) % REST
        waiting = sorted([*waiting, *out])
    return not waiting


def _dice() -> Iterator[int]:
    """Yield numbers that look random and are the same in every run (Lehmer's generator)."""
    state = 48271
    while True:
        state = state * 48271 % 2147483647
        yield state


Move = tuple[int, tuple[int, ...]]
"""A host and the types of which one guest each is taken off it."""


def _free_host(bins: Bins, kind: int) -> Move | None:
    """Return the fullest host that takes the guest as it is."""
    hosts = [host for host in range(len(bins.options)) if bins.takes(host, kind)]
    if not hosts:
        return None
    return min(hosts, key=lambda host: (_share(bins, host, bins.room[host]), host)), ()


def _move(
    bins: Bins, kind: int, resting: dict[tuple[int, int], int], step: int, dice: Iterator[int]
) -> tuple[Move | None, int]:
    """Return where one of the type goes and who makes room, and how many guests were looked at."""
    free = _free_host(bins, kind)
    looks = len(bins.options)
    if free is not None:
        return free, looks
    for ways in (_single, _pairs):
        best: tuple[float, Move] | None = None
        for host, option in enumerate(bins.options):
            if option not in bins.compartment.homes[kind]:
                continue
            held = [o for o in bins.held[host] if o != kind and resting.get((host, o), 0) <= step]
            for out in ways(bins, host, kind, sorted(held)):
                size = sum(_share(bins, host, bins.compartment.types[o].demand) for o in out)
                noisy = size * (1 + next(dice) % 1000 / 5000)
                if best is None or noisy < best[0]:
                    best = (noisy, (host, out))
            looks += len(held)
        if best is not None:
            return best[1], looks
    return None, looks


def _single(bins: Bins, host: int, kind: int, held: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield single guests whose leaving lets one of the type onto the host."""
    types = bins.compartment.types
    enemies, lack = _obstacles(bins, host, kind)
    for one in held:
        if enemies <= {one} and fits(lack, types[one].demand):
            yield (one,)


def _pairs(bins: Bins, host: int, kind: int, held: list[int]) -> Iterator[tuple[int, ...]]:
    """Yield pairs of guests whose leaving lets one of the type onto the host."""
    types = bins.compartment.types
    enemies, lack = _obstacles(bins, host, kind)
    if len(held) > MOST_KINDS_FOR_PAIRS:
        return
    twice = [(o, o) for o in held if bins.held[host][o] > 1]
    for pair in (*combinations(held, 2), *twice):
        both = [a + b for a, b in zip(types[pair[0]].demand, types[pair[1]].demand, strict=True)]
        if enemies <= set(pair) and fits(lack, both):
            yield pair


def _obstacles(bins: Bins, host: int, kind: int) -> tuple[set[int], list[int]]:
    """Return the types on a host that one of the type must not meet, and the room it lacks."""
    types = bins.compartment.types
    guest = types[kind]
    enemies = {o for o in bins.held[host] if _apart(types[o].keep_apart, guest.keep_apart)}
    lack = [need - have for need, have in zip(guest.demand, bins.room[host], strict=True)]
    return enemies, lack


def _apart(a: str | None, b: str | None) -> bool:
    return a is not None and a == b


def _share(bins: Bins, host: int, amounts: tuple[int, ...] | list[int]) -> float:
    """Return the sum of the shares that amounts take of a host's capacity."""
    whole = bins.compartment.capacities[bins.options[host]]
    return sum(amount / max(1, most) for amount, most in zip(amounts, whole, strict=True))
