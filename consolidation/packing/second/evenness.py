"""The second objective "even": of all packings no worse in the first, the fullest host least full.

A packing with no utilisation above a share is a packing on hosts of that share of their capacity.
So the least share is searched by halving: the host-mix program and the assignment program prove
shares impossible, rules of thumb and local search reach others (as in makespan scheduling by dual
approximation: Hochbaum and Shmoys 1987).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.host_mix import mix_model, roomiest
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts, Limit, Mix, hosts_of
from consolidation.packing.placing.assignment import assign
from consolidation.packing.placing.fullest import fill_fullest
from consolidation.packing.placing.heuristics import pack_onto
from consolidation.packing.second.course import Course
from consolidation.packing.second.local_search import even_out
from consolidation.packing.second.standing import carrying, settled
from consolidation.packing.second.tight import fullest, pays, quick_rows, sizes, tightened
from consolidation.packing.second.within import most_hosts, num_pairs, whole
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How hard a share is tried."""

    chain_work: int
    fullest_nodes: int = 0
    mixes: int = 1
    """Mixes of hosts tried out."""
    pairs: int = 0
    """Pairs of type and host up to which the programs are asked."""
    nodes: int = 0


SQUEEZE = 3_000_000
"""Looks of the swaps that squeeze in what rules of thumb leave over."""

EFFORTS = (
    Effort(chain_work=200_000),
    Effort(chain_work=0, pairs=800, nodes=20_000),
    Effort(chain_work=2_000_000, fullest_nodes=2_000_000, mixes=3),
    Effort(chain_work=2_000_000, mixes=3, pairs=6_000, nodes=2_000),
    Effort(chain_work=10_000_000, fullest_nodes=50_000_000, mixes=8, pairs=16_000, nodes=100_000),
)


NEAR = 16
"""The bound is first looked for in this part of the range next to the value: there it mostly is."""

Units = Sequence[Sequence[int]]
"""Per compartment and dimension what one unit of its demands stands for."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One share, tried with one effort."""

    course: Course
    unit: Units
    share: int
    lot: Lot
    """The lot with only that share of every capacity."""
    effort: Effort
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Failure:
    """A compartment that was not packed onto its hosts."""

    limit: Limit
    proved: bool


def begin(course: Course, unit: Units, deadline: Deadline) -> None:
    """Improve by local search, then halve the range of shares for a bound.

    A share is impossible if no mix of hosts could carry all guests.
    """
    _level_out(course, course.best.filled, unit, deadline.within(deadline.left_s / 2))
    low, high = course.lower, course.value
    share = high - max(1, (high - low) // NEAR)
    while low < high and pays(course.lot, deadline):
        lot = tightened(course.lot, unit, share)
        status, _ = roomiest(mix_model(lot, _rows(lot)), course.proof, deadline.left_s)
        if status is Status.INFEASIBLE:
            low = share + 1
            course.raise_lower(low)
        else:
            high = share
        share = (low + high) // 2


def even(course: Course, unit: Units, floor: int, deadline: Deadline) -> None:
    """Improve a lot's packing until it meets its bound, or ``floor``, or the time is up."""
    for effort in EFFORTS:
        low = max(course.lower, floor)
        while low < course.value and pays(course.lot, deadline):
            share = (low + course.value - 1) // 2
            trial = Trial(course, unit, share, tightened(course.lot, unit, share), effort, deadline)
            if _reach(trial) and course.whole:
                course.raise_lower(share + 1)
            if course.value > share:
                low = share + 1


def _rows(lot: Lot) -> list[tuple[CoverRow, ...]]:
    return [quick_rows(part) for part in lot.compartments]


def _level_out(course: Course, filled: Sequence[Filled], unit: Units, deadline: Deadline) -> None:
    """Improve packed compartments by local search and keep them if they are better."""
    standing = settled(course.lot, filled, course.best, course.most)
    if standing is None:
        return
    slack = course.most - standing.value(course.lot)
    found = list(filled)
    for c, (part, ones) in enumerate(zip(course.lot.compartments, unit, strict=True)):
        one = np.array(ones, np.int64)
        found[c], slack = even_out(part, sizes(part), one, filled[c], slack, deadline)
    course.take(found)


def _reach(trial: Trial) -> bool:
    """Try to pack with no utilisation above the share; tell whether that is proved impossible."""
    course, effort = trial.course, trial.effort
    if _pack(trial, course.best.mix(course.lot)) is None:
        return False
    rows = _rows(trial.lot)
    hosts = most_hosts(trial.lot, course.most)
    if num_pairs(trial.lot, hosts) > effort.pairs:
        return _other_mixes(trial, rows)
    deadline = trial.deadline.within(trial.deadline.left_s / 3)
    answer = whole(trial.lot, rows, hosts, course.most, None, deadline, effort.nodes)
    if answer.filled is not None:
        _take(trial, answer.filled, answer.spares)
    return answer.impossible


def _take(trial: Trial, filled: Sequence[Filled], spares: tuple[Counts, ...] | None) -> bool:
    """Keep a packing of the tightened lot, and what local search makes of it."""
    kept = trial.course.take(filled, spares)
    if kept:
        _level_out(trial.course, filled, trial.unit, trial.deadline)
    return kept


def _other_mixes(trial: Trial, rows: Sequence[Sequence[CoverRow]]) -> bool:
    """Try the roomiest mixes of hosts; tell whether it is proved that none does."""
    limits: list[Limit] = []
    proved = True
    for _ in range(trial.effort.mixes):
        if trial.deadline.passed:
            return False
        model = mix_model(trial.lot, rows, limits)
        status, mix = roomiest(model, trial.course.most, trial.deadline.left_s)
        if mix is None:
            return status is Status.INFEASIBLE and proved
        failure = _pack(trial, mix)
        if failure is None:
            return False
        limits.append(failure.limit)
        proved = proved and failure.proved
    return False


def _pack(trial: Trial, mix: Mix) -> Failure | None:
    """Pack every compartment onto its hosts; ``None`` if that gave a better packing."""
    course, now = trial.course, carrying(trial.course.lot, trial.course.best.filled)
    counts = mix.hosts
    found = []
    for c, part in enumerate(trial.lot.compartments):
        own = course.best.filled[c]
        if counts[c] == now[c] and fullest(course.lot.compartments[c], trial.unit[c], own) <= (
            trial.share
        ):
            found.append(own)
            continue
        status, filled = _filled(trial, part, hosts_of(part, counts[c]))
        if filled is None:
            return Failure(Limit(c, counts[c]), status is Status.INFEASIBLE)
        found.append(filled)
    if _take(trial, found, mix.spares):
        return None
    return Failure(Limit(0, counts[0]), proved=False)


def _filled(trial: Trial, part: Compartment, hosts: Sequence[int]) -> tuple[Status, Filled | None]:
    """Pack one compartment onto hosts by rules of thumb, full hosts and the assignment program."""
    effort, deadline = trial.effort, trial.deadline
    quick = pack_onto(part, hosts, deadline, SQUEEZE, effort.chain_work)
    if quick is not None:
        return Status.FEASIBLE, quick[1]
    if effort.fullest_nodes:
        filled = fill_fullest(part, hosts, [], effort.fullest_nodes, deadline)
        if filled is not None:
            return Status.FEASIBLE, filled
    if len(part.types) * len(hosts) > effort.pairs or deadline.passed:
        return Status.UNKNOWN, None
    return assign(part, hosts, deadline.left_s / 3, effort.nodes)
