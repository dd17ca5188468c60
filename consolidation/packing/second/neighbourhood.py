"""Large-neighbourhood search for fewer moves: a few hosts at a time, packed anew by the program.

Shaw 1998. For a guest that is not on its host although that one is in use: its host, the one it
stands on and those with most room left.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Whole
from consolidation.packing.second.course import Course
from consolidation.packing.second.within import on_hosts
from consolidation.solving.deadline import Deadline

OTHERS = 3
"""Hosts with most room beside the two that a guest is about."""

MOST_PAIRS = 1_500
"""Pairs of type and host of one neighbourhood."""

NODES = 500
"""Branch-and-bound nodes of one neighbourhood."""

ROUNDS = 200
"""Neighbourhoods that are tried at most."""


def bring_more_home(course: Course, moves: Sequence[Whole], deadline: Deadline) -> None:
    """Pack neighbourhoods anew as long as that lets guests stay."""
    tried: set[tuple[int, tuple[object, ...]]] = set()
    for _ in range(ROUNDS):
        if course.done or deadline.passed:
            return
        for c, chosen in _neighbourhoods(course, moves):
            key = (c, tuple(course.best.filled[c].fillings[h] for h in chosen))
            if key not in tried:
                tried.add(key)
                _pack_anew(course, c, chosen, moves[c], deadline)
                break
        else:
            return


def _neighbourhoods(
    course: Course, moves: Sequence[Whole]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield compartments with places of hosts in their packing."""
    for c, (part, own) in enumerate(zip(course.lot.compartments, moves, strict=True)):
        fillings = course.best.filled[c].fillings
        room = [_room(part, setting, counts) for setting, counts in fillings]
        roomiest = sorted(range(len(fillings)), key=lambda h: (-room[h], h))
        least = own.min(axis=1, initial=own.max(initial=0))
        for a, (setting, counts) in enumerate(fillings):
            for i in (i for i, _ in counts if own[i, setting] > least[i]):
                for h, (other, _) in enumerate(fillings):
                    if own[i, other] < own[i, setting]:
                        others = [k for k in roomiest if k not in (a, h)][:OTHERS]
                        yield c, tuple(sorted((a, h, *others)))


def _room(part: Compartment, setting: int, counts: tuple[tuple[int, int], ...]) -> float:
    """Return the least share of a host's capacity that is left in any dimension."""
    shares = [
        1 - sum(part.types[i].demand[d] * num for i, num in counts) / have
        for d, have in enumerate(part.capacities[setting])
        if have > 0
    ]
    return min(shares, default=0.0)


def _pack_anew(
    course: Course, c: int, chosen: tuple[int, ...], moves: Whole, deadline: Deadline
) -> None:
    """Let the program place what stands on the chosen hosts, with fewer moves than now."""
    part, filled = course.lot.compartments[c], course.best.filled[c]
    held: Counter[int] = Counter()
    for h in chosen:
        held.update(dict(filled.fillings[h][1]))
    kinds = sorted(held)
    types = tuple(replace(part.types[i], members=part.types[i].members[: held[i]]) for i in kinds)
    less = replace(part, types=types)
    settings = sorted(filled.fillings[h][0] for h in chosen)
    if len(kinds) * len(settings) > MOST_PAIRS:
        return
    now = sum(
        int(moves[i, filled.fillings[h][0]]) * num
        for h in chosen
        for i, num in filled.fillings[h][1]
    )
    answer = on_hosts([less], [settings], ([moves[kinds].tolist()], now), deadline, NODES)
    if answer.filled is None:
        return
    kept = [hosted for h, hosted in enumerate(filled.fillings) if h not in chosen]
    anew = [
        (setting, tuple((kinds[g], num) for g, num in counts))
        for setting, counts in answer.filled[0].fillings
    ]
    packed = Filled(tuple(sorted([*kept, *anew])))
    course.take([packed if at == c else f for at, f in enumerate(course.best.filled)])
