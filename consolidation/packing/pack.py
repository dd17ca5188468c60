"""Pack: place every guest on a host at least cost, and say how good that is shown to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consolidation.errors import SolverTrouble
from consolidation.packing.compartments import Lot, lots
from consolidation.packing.culprits import nothing_fits, refuse_impossible
from consolidation.packing.host_mix import cheapest, fewest, mix_model
from consolidation.packing.mix import Limit, cluster_price, options_of
from consolidation.packing.model import (
    ClusterBound,
    PackedHost,
    Packing,
    PackingProblem,
    Placement,
)
from consolidation.packing.search import Search, search
from consolidation.packing.verify import verify_packing
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from consolidation.text import Text

BOUND_S = 5.0
"""Most time for each of the side bounds of a cluster."""

NOT_YET = (
    Text(
        "既存ホストの再利用、ホスト指定・禁止、ライセンスによるホスト価格差、時間帯別の重ね合わせは"
        "まだ考慮しない",
        "not yet considered: reuse of existing hosts, pins and bans, host prices that depend on "
        "licences, loads that peak at different hours",
    ),
    Text(
        "下界の証明書（第三者が検算できる形）はまだ出力しない",
        "no certificate of the lower bound is written yet that a third party could check",
    ),
)


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
    refuse_impossible(problem)
    deadline = Deadline.after(time_limit_s)
    parts = lots(problem)
    weights = [sum(part.num_guests for part in lot.compartments) for lot in parts]
    searches: list[Search] = []
    for at, lot in enumerate(parts):
        share = weights[at] / sum(weights[at:])
        if any(done.interrupted for done in searches):
            share = 0.0
        searches.append(_searched(problem, lot, deadline.within(deadline.left_s * share)))
    packing = _packing(searches)
    errors = verify_packing(problem, packing)
    if errors:
        raise SolverTrouble(
            Text(
                "配置の再検査で誤りが見つかった: " + "、".join(e.ja for e in errors[:5]),
                "the re-check refuses the packing: " + "; ".join(e.en for e in errors[:5]),
            )
        )
    return packing


def _searched(problem: PackingProblem, lot: Lot, deadline: Deadline) -> Search:
    """Search one lot; raise if nothing fits or nothing was found."""
    found = search(lot, deadline)
    if found.impossible:
        raise nothing_fits(problem, lot, found.rows, found.limits)
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


def _packing(searches: Sequence[Search]) -> Packing:
    """Name the hosts, deal the guests out and collect the bounds."""
    hosts: list[PackedHost] = []
    placements: list[Placement] = []
    bounds: list[ClusterBound] = []
    for found in searches:
        for cluster in found.lot.clusters:
            stands = list(_stands(found, cluster))
            hosts.extend(stand.host for stand in stands)
            placements.extend(
                Placement(server=guest, host=stand.host.id)
                for stand in stands
                for guest in stand.guests
            )
            bounds.append(_bound(found, cluster))
    optimal = all(found.status is Status.OPTIMAL for found in searches)
    return Packing(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        price_yen=sum(found.upper_yen or 0 for found in searches),
        lower_bound_yen=sum(min(found.lower_yen, found.upper_yen or 0) for found in searches),
        hosts=tuple(sorted(hosts, key=lambda host: host.id)),
        placements=tuple(sorted(placements, key=lambda p: p.server)),
        clusters=tuple(sorted(bounds, key=lambda bound: bound.cluster)),
        not_yet=NOT_YET + _stopped(searches),
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


@dataclass(frozen=True, slots=True)
class _Stand:
    """A host with the guests dealt out to it."""

    host: PackedHost
    guests: tuple[str, ...]


def _stands(found: Search, cluster: str) -> Iterator[_Stand]:
    """Yield the hosts of a cluster, numbered by zone, option and guests; spares last."""
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    for part, filled in zip(found.lot.compartments, found.filled, strict=True):
        if part.cluster != cluster:
            continue
        members = [list(kind.members) for kind in part.types]
        for option, counts in sorted(filled.fillings):
            guests = [members[kind].pop(0) for kind, num in counts for _ in range(num)]
            rows.append((part.zone, part.options[option].id, tuple(sorted(guests))))
    assert found.mix is not None
    width = max(2, len(str(len(rows))))
    for number, (zone, option_id, ids) in enumerate(sorted(rows), start=1):
        name = f"{cluster}-host-{number:0{width}}"
        yield _Stand(PackedHost(id=name, option=option_id, cluster=cluster, zone=zone), ids)
    number = 0
    spares = found.mix.spares[found.lot.clusters.index(cluster)]
    for host_option, num in zip(options_of(found.lot, cluster), spares, strict=True):
        for _ in range(num):
            number += 1
            name = f"{cluster}-spare-{number:02}"
            option_id = host_option.id
            host = PackedHost(id=name, option=option_id, cluster=cluster, zone=None, spare=True)
            yield _Stand(host, ())


def _bound(found: Search, cluster: str) -> ClusterBound:
    """Return what is proved of one cluster by itself."""
    assert found.mix is not None
    lot = found.lot
    paid = cluster_price(lot, found.mix, cluster)
    num_hosts = sum(
        sum(counts)
        for part, counts in zip(lot.compartments, found.mix.hosts, strict=True)
        if part.cluster == cluster
    )
    lower = found.lower_yen
    if len(lot.clusters) > 1:
        lower = _alone(found, cluster)
    model = mix_model(lot, found.rows, found.limits)
    least = min(num_hosts, fewest(model, cluster, BOUND_S))
    lower = min(lower, paid)
    return ClusterBound(
        cluster=cluster,
        status=Status.OPTIMAL if lower == paid else Status.FEASIBLE,
        price_yen=paid,
        lower_bound_yen=lower,
        num_hosts=num_hosts,
        lower_bound_hosts=least,
        bound_by=found.bound_by,
        found_by=found.found_by,
    )


def _alone(found: Search, cluster: str) -> int:
    """Bound one cluster of a lot as if the shared stock were all its own."""
    lot = found.lot
    own = [i for i, part in enumerate(lot.compartments) if part.cluster == cluster]
    part_lot = Lot(
        clusters=(cluster,),
        compartments=tuple(lot.compartments[i] for i in own),
        options=options_of(lot, cluster),
        spares=tuple((c, k) for c, k in lot.spares if c == cluster),
        stock=lot.stock,
    )
    limits = [
        Limit(own.index(x.compartment), x.hosts) for x in found.limits if x.compartment in own
    ]
    model = mix_model(part_lot, [found.rows[i] for i in own], limits)
    return cheapest(model, BOUND_S)[1]
