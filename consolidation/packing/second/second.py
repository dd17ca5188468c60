"""The second solve: of all packings no worse in the first objective, the best in a second one."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from consolidation.packing.checking.account import SECOND_VALUE, price_by_cluster
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.model import (
    Objective,
    Packing,
    PackingProblem,
    SecondAnswer,
    Then,
)
from consolidation.packing.search.naming import named
from consolidation.packing.second.course import Course
from consolidation.packing.second.evenness import begin, even
from consolidation.packing.second.fewest_moves import count_moves, least_moves, stay
from consolidation.packing.second.standing import standing_of, told_apart
from consolidation.packing.second.staying import moves_of, present_key
from consolidation.packing.second.tight import count_fullest, least_full, units
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from consolidation.text import Text

BOUND_SHARE = 0.4
"""Share of the time that local search and bounds of evenness may take."""

Job = Callable[[Deadline], None]


def improve_second(
    problem: PackingProblem, packing: Packing, lots: Sequence[Lot], deadline: Deadline
) -> Packing:
    """Return a packing no worse in the first objective and as good as was found in the second.

    ``lots`` are those of the problem, ``packing`` is what the first solve left; its certificate
    and bounds stay as they are. Ctrl-C ends the search with the best packing so far. Where nothing
    better was found the packing itself comes back, with what is known of the second objective.
    """
    then = problem.then
    assert then is not None
    budgets = _proofs(packing, lots)
    courses: list[Course] = []
    stopped = False
    try:
        start = _even if then is Then.EVEN else _moves
        courses, job = start(problem, packing, lots, budgets)
        job(deadline)
    except KeyboardInterrupt:
        stopped = True
    better = _restated(problem, packing, courses)
    before = SECOND_VALUE[then](problem, packing.hosts, packing.placements)
    reached = SECOND_VALUE[then](problem, better.hosts, better.placements)
    if reached >= before:
        better, reached = packing, before
    bounds = [course.lower for course in courses]
    lower = min(reached, max(bounds, default=0) if then is Then.EVEN else sum(bounds))
    return replace(
        better,
        second=SecondAnswer(
            then=then,
            status=Status.OPTIMAL if lower == reached else Status.FEASIBLE,
            before=before,
            reached=reached,
            lower_bound=lower,
        ),
        not_yet=(*packing.not_yet, *_stopped(stopped)),
    )


def _proofs(packing: Packing, lots: Sequence[Lot]) -> list[int | None]:
    """Return what each lot could count at most in a packing no worse; ``None``: what it does.

    Where the first solve is proved, no lot can count less, hence none more. Otherwise the others
    might count as little as their bounds.
    """
    if packing.status is Status.OPTIMAL or len(lots) == 1:
        return [None] * len(lots)
    by_cost = packing.objective is Objective.COST
    least = {
        bound.cluster: bound.lower_bound_yen if by_cost else bound.lower_bound_hosts
        for bound in packing.clusters
    }
    value = packing.price_yen if by_cost else packing.num_hosts
    lower = [sum(least[cluster] for cluster in lot.clusters) for lot in lots]
    return [value - sum(lower) + own for own in lower]


def _even(
    problem: PackingProblem, packing: Packing, lots: Sequence[Lot], proofs: Sequence[int | None]
) -> tuple[list[Course], Job]:
    """Return the courses of all lots, and what evens them out."""
    unit = [[units(problem, part) for part in lot.compartments] for lot in lots]
    courses = []
    for lot, ones, proof in zip(lots, unit, proofs, strict=True):
        best, count = standing_of(problem, lot, packing), count_fullest(lot, ones)
        value, now = best.value(lot), count(best.filled)
        lower = min(now, least_full(lot, ones))
        courses.append(
            Course(lot, value, value if proof is None else proof, best, count, now, lower)
        )

    def job(deadline: Deadline) -> None:
        for at, course in enumerate(courses):
            share = BOUND_SHARE / (len(courses) - BOUND_SHARE * at)
            begin(course, unit[at], deadline.within(deadline.left_s * share))
        order = sorted(range(len(courses)), key=lambda at: (-courses[at].value, at))
        for left, at in zip(range(len(order), 0, -1), order, strict=True):
            floor = max(course.lower for course in courses)
            even(courses[at], unit[at], floor, deadline.within(deadline.left_s / left))

    return courses, job


def _moves(
    problem: PackingProblem, packing: Packing, lots: Sequence[Lot], proofs: Sequence[int | None]
) -> tuple[list[Course], Job]:
    """Return the courses of all lots, and what lets more guests stay."""
    key = present_key(problem)
    courses, moves = [], []
    for lot, proof in zip((told_apart(lot, key) for lot in lots), proofs, strict=True):
        own = [moves_of(part, key) for part in lot.compartments]
        best, count = standing_of(problem, lot, packing), count_moves(own)
        value, now, lower = best.value(lot), count(best.filled), least_moves(lot, own)
        courses.append(
            Course(lot, value, value if proof is None else proof, best, count, now, lower)
        )
        moves.append(own)

    def job(deadline: Deadline) -> None:
        weights = [sum(part.num_guests for part in course.lot.compartments) for course in courses]
        for at, course in enumerate(courses):
            share = weights[at] / sum(weights[at:])
            stay(course, moves[at], deadline.within(deadline.left_s * share))

    return courses, job


def _restated(problem: PackingProblem, packing: Packing, courses: Sequence[Course]) -> Packing:
    """Return the packing that the courses reached, with its prices and what is proved of them."""
    if not any(course.changed for course in courses):
        return packing
    hosts, placements = named(
        [(course.lot, course.best.filled, course.best.spares) for course in courses]
    )
    paid = price_by_cluster(problem, hosts, placements)
    by_cost = packing.objective is Objective.COST
    clusters = []
    for bound in packing.clusters:
        price = paid[bound.cluster]
        num = sum(host.cluster == bound.cluster and not host.spare for host in hosts)
        proved = bound.lower_bound_yen == price if by_cost else bound.lower_bound_hosts == num
        clusters.append(
            replace(bound, price_yen=price, num_hosts=num, status=_status(proved=proved))
        )
    total = sum(paid.values())
    num_hosts = sum(cluster.num_hosts for cluster in clusters)
    value, lower = (
        (total, packing.lower_bound_yen) if by_cost else (num_hosts, packing.lower_bound_hosts)
    )
    return replace(
        packing,
        status=_status(proved=value == lower),
        price_yen=total,
        hosts=hosts,
        placements=placements,
        clusters=tuple(clusters),
    )


def _status(*, proved: bool) -> Status:
    return Status.OPTIMAL if proved else Status.FEASIBLE


def _stopped(stopped: bool) -> tuple[Text, ...]:
    if not stopped:
        return ()
    return (
        Text(
            "二つ目の目的の探索は利用者が中断した。配置はその時点で最良のもの",
            "the search for the second objective was stopped by the user; "
            "the packing is the best of that moment",
        ),
    )
