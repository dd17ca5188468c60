"""Pack: place every guest on a host at least cost, and say how good that is shown to be."""

from collections.abc import Sequence

from consolidation.errors import SolverTrouble
from consolidation.packing.bounding.bounds import ClusterLimits, cluster_limits
from consolidation.packing.bounding.certify import certify
from consolidation.packing.certificate import Certificate
from consolidation.packing.checking.account import price_by_cluster
from consolidation.packing.compact.compartments import Lot, lots
from consolidation.packing.culprits.culprits import nothing_fits, refuse_impossible
from consolidation.packing.model import (
    ClusterBound,
    Objective,
    PackedHost,
    Packing,
    PackingProblem,
)
from consolidation.packing.ready import make_ready
from consolidation.packing.search.naming import named
from consolidation.packing.search.search import search
from consolidation.packing.search.state import Search
from consolidation.packing.second.second import improve_second
from consolidation.packing.verify import verify_packing
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from consolidation.text import Text


def pack(problem: PackingProblem, time_limit_s: float) -> Packing:
    """Place all guests on hosts at least cost within a time limit.

    The answer does not depend on the order of the problem's rows. Its status is ``optimal`` only
    if a bound equal to the price was proved. Ctrl-C ends the search with the best packing so far.

    Raises `NothingFits` with the culprits by name when it is proved that no packing exists, and
    `SolverTrouble` when the solver fails, when none was found in the time although none was
    proved impossible, or when the re-check refuses the answer.

    >>> from consolidation.packing.model import Guest, HostOption
    >>> guests = tuple(Guest(id=f"g{i}", cluster="a", zone="z", demand=(6,)) for i in range(3))
    >>> option = HostOption(id="big", cluster="a", capacity=(12,), price_yen=100)
    >>> problem = PackingProblem(dimensions=("cores",), guests=guests, options=(option,))
    >>> packing = pack(problem, 10)
    >>> packing.status.value, packing.price_yen, packing.lower_bound_yen
    ('optimal', 200, 200)
    """
    make_ready()
    deadline = Deadline.after(time_limit_s)
    refuse_impossible(problem)
    parts = lots(problem)
    read_s = time_limit_s - deadline.left_s
    searching = deadline.within(_for_searching(problem, deadline, read_s, time_limit_s))
    weights = [sum(part.num_guests for part in lot.compartments) for lot in parts]
    searches: list[Search] = []
    for at, lot in enumerate(parts):
        share = weights[at] / sum(weights[at:])
        if any(done.interrupted for done in searches):
            share = 0.0
        searches.append(_searched(problem, lot, searching.within(searching.left_s * share)))
    certificate = certify(searches, _for_certifying(searches, deadline))
    for found, shown in zip(searches, certificate.lots, strict=True):
        found.settle_for(shown.bound)
    packing = _packing(problem, searches, certificate)
    if problem.then is not None:
        stopped = any(found.interrupted for found in searches)
        left = Deadline.after(0) if stopped else deadline
        packing = improve_second(problem, packing, parts, left)
    errors = verify_packing(problem, packing)
    if errors:
        raise SolverTrouble(
            Text(
                "配置の再検査で誤りが見つかった: " + "、".join(e.ja for e in errors[:5]),
                "the re-check refuses the packing: " + "; ".join(e.en for e in errors[:5]),
            )
        )
    return packing


SECOND_SHARE = 0.2
"""Share of the time kept for the second solve, where one is asked for."""

ENDING_S = 4e-5
"""Seconds per guest kept for naming, certifying and checking the packing again."""

ENDING_SHARE = 1.5
"""The same on a busy machine: so many times as long as reading the problem has taken."""


CERTIFYING_SHARE, CERTIFYING_S = 0.05, 2.0
"""Share of the time, and most seconds, kept for showing the bound."""


def _for_searching(
    problem: PackingProblem, deadline: Deadline, read_s: float, time_limit_s: float
) -> float:
    """Return how much of the time left the first solve may use."""
    ending_s = max(ENDING_S * len(problem.guests), ENDING_SHARE * read_s)
    ending_s += min(CERTIFYING_S, CERTIFYING_SHARE * time_limit_s)
    left_s = max(0.0, deadline.left_s - ending_s)
    return left_s if problem.then is None else left_s * (1 - SECOND_SHARE)


def _for_certifying(searches: Sequence[Search], deadline: Deadline) -> Deadline:
    """Return the time for showing the bounds: none to spare once the user has stopped the run."""
    return Deadline.after(0) if any(found.interrupted for found in searches) else deadline


def _searched(problem: PackingProblem, lot: Lot, deadline: Deadline) -> Search:
    """Search one lot; raise if nothing fits or nothing was found."""
    found = search(lot, deadline)
    if found.impossible:
        raise nothing_fits(problem, lot, deadline)
    if found.mix is None:
        names = "、".join(lot.clusters), ", ".join(lot.clusters)
        raise SolverTrouble(
            Text(
                f"クラスタ {names[0]}: 時間内に配置が見つからず、不可能とも証明されなかった",
                f"cluster {names[1]}: no packing was found in the time, "
                "nor is it proved that there is none",
            )
        )
    return found


def _packing(
    problem: PackingProblem, searches: Sequence[Search], certificate: Certificate
) -> Packing:
    """Name the hosts, deal the guests out and collect the bounds."""
    parts = []
    for found in searches:
        assert found.mix is not None
        parts.append((found.lot, found.filled, found.mix.spares))
    hosts, placements = named(parts)
    by_cost = problem.objective is Objective.COST
    limits = [cluster_limits(found) for found in searches]
    paid = price_by_cluster(problem, hosts, placements)
    clusters = [
        _cluster(found, limit, paid[limit.cluster], hosts, by_cost)
        for found, own in zip(searches, limits, strict=True)
        for limit in own
    ]
    lower = sum(found.lower for found in searches)
    least = sum(cluster.lower_bound_hosts for cluster in clusters)
    optimal = all(found.status is Status.OPTIMAL for found in searches)
    return Packing(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        price_yen=sum(paid.values()),
        lower_bound_yen=lower if by_cost else 0,
        hosts=hosts,
        placements=placements,
        clusters=tuple(sorted(clusters, key=lambda bound: bound.cluster)),
        objective=problem.objective,
        lower_bound_hosts=least if by_cost else max(least, lower),
        certificate=certificate,
        not_yet=_stopped(searches),
    )


def _cluster(
    found: Search, limit: ClusterLimits, paid: int, hosts: Sequence[PackedHost], by_cost: bool
) -> ClusterBound:
    """Return what is proved of one cluster by itself."""
    num_hosts = sum(h.cluster == limit.cluster and not h.spare for h in hosts)
    least = min(num_hosts, limit.hosts)
    lower = min(paid, limit.lower) if by_cost else 0
    proved = lower == paid if by_cost else least == num_hosts
    return ClusterBound(
        cluster=limit.cluster,
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        price_yen=paid,
        lower_bound_yen=lower,
        num_hosts=num_hosts,
        lower_bound_hosts=least,
        bound_by=found.bound_by,
        found_by=found.found_by,
    )


def _stopped(searches: Sequence[Search]) -> tuple[Text, ...]:
    if not any(found.interrupted for found in searches):
        return ()
    return (
        Text(
            "探索は利用者が中断した。配置はその時点で最良のもの",
            "the search was stopped by the user; the packing is the best of that moment",
        ),
    )
