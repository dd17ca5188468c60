"""P2 entry: every way from wireless to a protected system passes at least k controls.

Counted are independent controls: those that fall together (one box, one administrator account,
one hypervisor) count once. Two readings of the facts are compared: in the good one, only what
rows state as known exists; in the bad one, all that is assumed or unknown exists as well, and so
does routing within a zone that no row states. Both break the rule: violated. Neither does: holds,
with a certificate made for the bad reading. They disagree: undetermined.

The graph holds backup lines too, so what holds holds after any failure; ways over backup lines
are told with the failures that bring them up.
"""

from collections.abc import Iterator

from consolidation.policy.case import Case
from consolidation.policy.model import Certificate, Finding, Loss, Outcome
from consolidation.policy.repair.survey import fewest_facts
from consolidation.policy.rules.entry_words import (
    RULE,
    holding,
    not_searched,
    undetermined,
    violation,
)
from consolidation.policy.ways.disjoint import further_ways
from consolidation.policy.ways.losses import Lost, TooManySets, losses
from consolidation.policy.ways.roads import Roads
from consolidation.policy.ways.ways_in import WayIn, ways_in
from consolidation.text import Text


def entry(case: Case) -> tuple[Finding, ...]:
    """Judge every way from any radio source to any protected server or segment."""
    missing = nothing_to_check(case, RULE)
    if missing is not None:
        return (missing,)
    found = violations(case)
    names = case.all_roads.names
    bad = {case.sure_roads.names[n] for n in case.entered.fewest}
    unclear = sorted({names[n] for n in case.worst_entered.fewest} - bad)
    if unclear or case.unconnected:
        found.append(undetermined(case, unclear, fewest_facts(case, unclear, case.k)))
    if not case.worst_entered.complete and not found:
        found.append(not_searched(case))
    return tuple(found) if found else (holding(case),)


def violations(case: Case) -> list[Finding]:
    """Return a finding for each row by which wireless gets in past too few controls.

    Ways that are there while nothing has failed come first; a row by which one gets in over
    backup lines alone, or past fewer controls, is told with what brings them up.
    """
    if not case.entered.fewest:
        return []
    roads = case.sure_roads
    every = ways_in(case, roads, _all_losses(case, roads))
    if not case.idle:
        return [_told(case, roads, way_in) for way_in in every]
    normal = roads.only(lambda name: name not in case.idle)
    standing = ways_in(case, normal, _all_losses(case, normal))
    known = {way_in.row: way_in.num_controls for way_in in standing}
    found = [_told(case, normal, way_in) for way_in in standing]
    found += [
        _told(case, roads, way_in, case.brought_up_by(way_in.way))
        for way_in in every
        if way_in.num_controls < known.get(way_in.row, case.k)
    ]
    return sorted(found, key=lambda finding: finding.subject)


def _told(case: Case, roads: Roads, way_in: WayIn, after: tuple[str, ...] = ()) -> Finding:
    """Return a way in as a finding, with further ways of the same sources apart from it."""
    first = way_in.way
    further = further_ways(roads, way_in.sources, case.targets, case.k, first)
    others = further.others if further.first == first else ()
    return violation(case, way_in, after, others)


def _all_losses(case: Case, roads: Roads) -> Iterator[Lost]:
    """Give the sets of lost groups by which ways in are told, dead ends included.

    Those of as many groups as the weakest way has, and all of up to two: ways past three controls
    and more are told only where there is none weaker.
    """
    depth = min(case.k - 1, max(2, case.entered.weakest or 0))
    try:
        yield from losses(roads, roads.numbers(case.sources), depth)
    except TooManySets:
        yield from case.entered_over(roads).lost


def certificates(case: Case) -> tuple[Certificate, ...]:
    """Return the certificate that P2 holds, or nothing where it does not."""
    if nothing_to_check(case, RULE) is not None or case.unconnected:
        return ()
    if case.worst_entered.fewest or not case.worst_entered.complete:
        return ()
    fewest, roads = case.worst_from_air.controls, case.all_roads
    return (
        Certificate(
            property=RULE,
            k=case.k,
            graph=case.hash,
            labels=tuple((node, min(case.k, fewest.get(node, case.k))) for node in case.states),
            counts=tuple(sorted(kind.value for kind in case.edition.counts)),
            media=tuple(sorted(family.value for family in case.media)),
            losses=tuple(
                Loss(
                    groups=lost.groups, reached=tuple(roads.names[n] for n in sorted(lost.reached))
                )
                for lost in case.worst_entered.lost
                if lost.groups
            ),
        ),
    )


def nothing_to_check(case: Case, rule: str) -> Finding | None:
    """Return a finding that nothing could be checked, where the inventory lacks what it takes."""
    if not case.estate.devices:
        why = Text(
            "台帳にネットワーク機器がなく、何も確かめられない",
            "the inventory lists no network device, so nothing can be checked",
        )
    elif not case.targets:
        why = Text(
            "台帳に住民情報系のシステムもセグメントもない",
            "the inventory lists no resident system or segment",
        )
    else:
        return None
    return Finding(rule=rule, outcome=Outcome.NOT_CHECKED, subject=case.state, message=why)
