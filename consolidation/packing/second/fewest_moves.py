"""The second objective "fewest moves": guests stay where they stand today wherever that is free.

From below: which existing hosts can be kept at that price, and how many of their guests each can
keep (a knapsack per host). From above: hosts that keep most are filled with their own guests
first, the others placed around them; local search; the assignment programs.
"""

from collections.abc import Callable, Sequence

import pulp

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.host_mix import SAFETY, mix_model, mix_of, run
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts, Limit, Mix, hosts_of
from consolidation.packing.compiled.arrays import Whole
from consolidation.packing.second.course import Course
from consolidation.packing.second.local_search import bring_home
from consolidation.packing.second.neighbourhood import bring_more_home
from consolidation.packing.second.standing import carrying, settled
from consolidation.packing.second.staying import fewest_alone, home_first, most_staying, stays_of
from consolidation.packing.second.tight import pays, quick_rows
from consolidation.packing.second.within import most_hosts, num_pairs, on_hosts, whole, within
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status

CHAIN_WORK = 2_000_000
"""Looks of the ejection chains for one mix of hosts."""

MIXES = 12
"""Mixes of hosts tried out."""

SMALL_PAIRS, MOST_PAIRS = 800, 16_000
"""Pairs of type and host up to which the programs are asked at once, and at all."""

NODES = 20_000
"""Branch-and-bound nodes of one program."""


def count_moves(moves: Sequence[Whole]) -> Callable[[Sequence[Filled]], int]:
    """Return what counts the moves of packed compartments."""

    def count(filled: Sequence[Filled]) -> int:
        return sum(
            int(own[i, setting]) * num
            for own, packing in zip(moves, filled, strict=True)
            for setting, counts in packing.fillings
            for i, num in counts
        )

    return count


def least_moves(lot: Lot, moves: Sequence[Whole]) -> int:
    """Return a bound on the moves that takes no time."""
    return sum(fewest_alone(p, own) for p, own in zip(lot.compartments, moves, strict=True))


def stay(course: Course, moves: Sequence[Whole], deadline: Deadline) -> None:
    """Improve a lot's packing, and the bound, until both meet or the time is up."""
    lot = course.lot
    hosts = most_hosts(lot, course.most)
    _bring_home(course, course.best.filled, moves, deadline)
    rows = [quick_rows(part) for part in lot.compartments] if pays(lot, deadline) else []
    if course.whole and num_pairs(lot, hosts) <= SMALL_PAIRS:
        _ask(course, rows, hosts, moves, deadline)
    _try_mixes(course, rows, moves, deadline)
    bring_more_home(course, moves, deadline)
    for _ in range(3):
        if not _on_same_hosts(course, moves, deadline):
            break
    if course.whole and num_pairs(lot, hosts) <= MOST_PAIRS:
        _ask(course, rows, hosts, moves, deadline)


def _over(course: Course, deadline: Deadline) -> bool:
    return course.done or deadline.passed


def _bring_home(
    course: Course,
    filled: Sequence[Filled],
    moves: Sequence[Whole],
    deadline: Deadline,
    spares: tuple[Counts, ...] | None = None,
) -> None:
    """Improve packed compartments by local search and keep them if they are better."""
    standing = settled(course.lot, filled, course.best, course.most, spares)
    if standing is None:
        return
    slack = course.most - standing.value(course.lot)
    found = list(filled)
    for c, (part, own) in enumerate(zip(course.lot.compartments, moves, strict=True)):
        found[c], slack = bring_home(part, own, filled[c], slack, deadline)
    course.take(found, spares)


def _try_mixes(
    course: Course, rows: Sequence[Sequence[CoverRow]], moves: Sequence[Whole], deadline: Deadline
) -> None:
    """Bound the moves by the hosts that can be kept, and pack around the guests that stay."""
    stays = [stays_of(own) for own in moves]
    _pack_around(course, course.best.mix(course.lot), stays, moves, deadline)
    if _over(course, deadline) or not rows or not pays(course.lot, deadline):
        return
    gains = [
        [most_staying(part, own, part.arrays.num, s)[0] for s in range(len(part.settings))]
        for part, own in zip(course.lot.compartments, stays, strict=True)
    ]
    away = sum(
        int(part.arrays.num @ own.max(axis=1, initial=0))
        for part, own in zip(course.lot.compartments, moves, strict=True)
    )
    tried: list[Limit] = []
    for _ in range(MIXES):
        if course.done or not pays(course.lot, deadline):
            return
        bound, mix = _most_stays(course, rows, gains, tried, deadline)
        if not tried and bound is not None and course.whole:
            course.raise_lower(away - bound)
        if mix is None or (bound is not None and away - bound >= course.value):
            break
        _pack_around(course, mix, stays, moves, deadline)
        # another mix must differ in some compartment; which one, the program chooses
        widest = max(range(len(mix.hosts)), key=lambda c: (sum(mix.hosts[c]), -c))
        tried.append(Limit(widest, mix.hosts[widest]))
    if not course.whole and not _over(course, deadline):
        _bound_apart(course, rows, gains, away, deadline)


def _bound_apart(
    course: Course,
    rows: Sequence[Sequence[CoverRow]],
    gains: Sequence[Sequence[int]],
    away: int,
    deadline: Deadline,
) -> None:
    """Bound the moves within what the lot could cost at most, where that is more than it does."""
    bound, _ = _most_stays(course, rows, gains, (), deadline, most=course.proof)
    if bound is not None:
        course.raise_lower(away - bound)


def _most_stays(
    course: Course,
    rows: Sequence[Sequence[CoverRow]],
    gains: Sequence[Sequence[int]],
    tried: Sequence[Limit],
    deadline: Deadline,
    most: int | None = None,
) -> tuple[int | None, Mix | None]:
    """Maximise the sum of gains[c, s] * n[c, s] over mixes no dearer; return bound and mix."""
    most = course.most if most is None else most
    model = mix_model(course.lot, rows, tried)
    for name, row in within(model, most):
        model.problem.addConstraint(row, name)
    kept = pulp.lpSum(
        gain * n
        for own, hosts in zip(gains, model.hosts, strict=True)
        for gain, n in zip(own, hosts, strict=True)
        if gain
    )
    model.problem.setObjective(-1 * kept)
    result = run(model, deadline.left_s, gap=0.5)
    if result.status is Status.INFEASIBLE or result.bound is None:
        return None, None
    bound = int(-result.bound + SAFETY)
    return bound, None if result.values is None else mix_of(model, result, most)


def _pack_around(
    course: Course, mix: Mix, stays: Sequence[Whole], moves: Sequence[Whole], deadline: Deadline
) -> None:
    """Fill the hosts of a mix with the guests that stay first; improve and keep the packing."""
    filled = []
    for part, own, counts in zip(course.lot.compartments, stays, mix.hosts, strict=True):
        found = home_first(part, own, hosts_of(part, counts), CHAIN_WORK, deadline)
        if found is None:
            return
        filled.append(found)
    _bring_home(course, filled, moves, deadline, mix.spares)


def _on_same_hosts(course: Course, moves: Sequence[Whole], deadline: Deadline) -> bool:
    """Ask the program for fewer moves on the hosts in use; tell whether it found any."""
    if _over(course, deadline):
        return False
    counts = carrying(course.lot, course.best.filled)
    hosts = [hosts_of(p, own) for p, own in zip(course.lot.compartments, counts, strict=True)]
    pairs = sum(len(p.types) * len(h) for p, h in zip(course.lot.compartments, hosts, strict=True))
    if pairs > MOST_PAIRS:
        return False
    aim = ([own.tolist() for own in moves], course.value)
    share = deadline.within(deadline.left_s / 3)
    answer = on_hosts(course.lot.compartments, hosts, aim, share, NODES)
    return answer.filled is not None and course.take(answer.filled)


def _ask(
    course: Course,
    rows: Sequence[Sequence[CoverRow]],
    hosts: Sequence[Sequence[int]],
    moves: Sequence[Whole],
    deadline: Deadline,
) -> None:
    """Ask the program over the whole lot, which also bounds the moves."""
    if _over(course, deadline) or not rows:
        return
    aim = ([own.tolist() for own in moves], course.value)
    answer = whole(course.lot, rows, hosts, course.most, aim, deadline, NODES)
    if answer.filled is not None:
        course.take(answer.filled, answer.spares)
    course.raise_lower(aim[1] if answer.impossible else answer.bound)
