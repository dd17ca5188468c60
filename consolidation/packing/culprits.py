"""Why nothing fits, by name: cheap proofs first, then which rule or limit is too strict."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consolidation.errors import Culprit, NothingFits
from consolidation.packing.amounts import label, shown, zone_name
from consolidation.packing.compartments import Lot, fits, returned, stock_of
from consolidation.packing.cover import CoverRow
from consolidation.packing.host_mix import cheapest, mix_model
from consolidation.packing.mix import Limit
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.solving.status import Status
from consolidation.text import Text

CHECK_S = 5.0
MESSAGE = Text("すべてのサーバを載せる配置がない", "no packing exists")


def refuse_impossible(problem: PackingProblem) -> None:
    """Raise `NothingFits` if a guest, a group or a lack of stock alone rules every packing out."""
    culprits = [
        culprit
        for check in (_too_large, _groups_too_large, _stock_too_small)
        for culprit in check(problem)
    ]
    if culprits:
        raise NothingFits(MESSAGE, culprits)


def _options(problem: PackingProblem, cluster: str) -> list[HostOption]:
    return sorted((o for o in problem.options if o.cluster == cluster), key=lambda o: o.id)


def _too_large(problem: PackingProblem) -> Iterator[Culprit]:
    """Name the guests that no host of their cluster is large enough for."""
    rooms = {g.cluster: _options(problem, g.cluster) for g in problem.guests}
    given = returned([guest.demand for guest in problem.guests])
    for guest in sorted(problem.guests, key=lambda g: g.id):
        options = rooms[guest.cluster]
        need = [a - b for a, b in zip(guest.demand, given, strict=True)]
        if not any(fits(need, option.capacity) for option in options):
            yield Culprit("server", guest.id, _how_large(problem, guest, options))


def _how_large(problem: PackingProblem, guest: Guest, options: Sequence[HostOption]) -> Text:
    """Say in which dimensions a guest exceeds the largest host, and by how much."""
    if not options:
        return Text(
            f"クラスタ{guest.cluster}に使えるホスト機種がない",
            f"cluster {guest.cluster} has no host type",
        )
    over: list[Text] = []
    for d, name in enumerate(problem.dimensions):
        most = max(option.capacity[d] for option in options)
        if guest.demand[d] > most:
            need, have = shown(name, guest.demand[d]), shown(name, most)
            more = shown(name, guest.demand[d] - most)
            over.append(
                Text(
                    f"{label(name).ja} {need.ja}は最大のホスト（{have.ja}）を{more.ja}超える",
                    f"{label(name).en} {need.en} is {more.en} more than the largest host holds "
                    f"({have.en})",
                )
            )
    if over:
        return Text("、".join(text.ja for text in over), ", ".join(text.en for text in over))
    amounts = list(zip(problem.dimensions, guest.demand, strict=True))
    ja = "、".join(f"{label(name).ja} {shown(name, need).ja}" for name, need in amounts)
    en = ", ".join(f"{label(name).en} {shown(name, need).en}" for name, need in amounts)
    return Text(
        f"{ja}のすべてを満たすホスト機種が{guest.cluster}にない",
        f"no host type of {guest.cluster} holds {en} all at once",
    )


def _groups_too_large(problem: PackingProblem) -> Iterator[Culprit]:
    """Name the keep-apart groups with more members than hosts can be had for them."""
    limits = stock_of(problem)
    given = returned([guest.demand for guest in problem.guests])
    groups: dict[tuple[str, str, str], list[Guest]] = defaultdict(list)
    for guest in problem.guests:
        if guest.keep_apart is not None:
            groups[guest.keep_apart, guest.cluster, guest.zone].append(guest)
    for name, cluster, zone in sorted(groups):
        guests = groups[name, cluster, zone]
        usable = [
            option
            for option in _options(problem, cluster)
            if any(
                fits([a - b for a, b in zip(guest.demand, given, strict=True)], option.capacity)
                for guest in guests
            )
        ]
        if any(option.id not in limits for option in usable):
            continue
        num = sum(limits[option.id] for option in usable)
        if len(guests) > num:
            yield Culprit(
                "group",
                name,
                Text(
                    f"{cluster}の{zone_name(zone).ja}で{len(guests)}台を別々のホストに置くが、"
                    f"使えるホストは{num}台",
                    f"{len(guests)} guests of {zone} in {cluster} need a host each, "
                    f"{num} can be had",
                ),
            )


def _stock_too_small(problem: PackingProblem) -> Iterator[Culprit]:
    """Name the zones whose demand exceeds all hosts that can be had, and by how much."""
    limits = stock_of(problem)
    parts: dict[tuple[str, str], list[Guest]] = defaultdict(list)
    for guest in problem.guests:
        parts[guest.cluster, guest.zone].append(guest)
    for cluster, zone in sorted(parts):
        options = _options(problem, cluster)
        if not options or any(option.id not in limits for option in options):
            continue
        for d, name in enumerate(problem.dimensions):
            need = sum(guest.demand[d] for guest in parts[cluster, zone])
            have = sum(option.capacity[d] * limits[option.id] for option in options)
            if need > have:
                types = ", ".join(f"{option.id} ({limits[option.id]})" for option in options)
                wanted, there, less = (shown(name, x) for x in (need, have, need - have))
                yield Culprit(
                    "zone",
                    f"{cluster}/{zone}",
                    Text(
                        f"{label(name).ja}が{wanted.ja}必要だが、買える台数 {types} では"
                        f"{there.ja}で、{less.ja}足りない",
                        f"{label(name).en}: {wanted.en} needed, {there.en} in all hosts that can "
                        f"be had ({types}), {less.en} missing",
                    ),
                )


def nothing_fits(
    problem: PackingProblem,
    lot: Lot,
    rows: Sequence[Sequence[CoverRow]],
    limits: Sequence[Limit],
) -> NothingFits:
    """Return the error for a lot that is proved to have no packing.

    A limit, the spares or a zone is a culprit if without it alone the proof no longer holds;
    when no single one is, all of them are named together.
    """
    single = [culprit for culprit, relaxed in _relaxed(lot) if _possible(relaxed, rows, limits)]
    every = [culprit for culprit, _ in _relaxed(lot)]
    return NothingFits(MESSAGE, [*(single or every), *_zones(problem, lot)])


def _relaxed(lot: Lot) -> Iterator[tuple[Culprit, Lot]]:
    """Yield each rule that may be at fault and the lot without it."""
    stock = Counter(dict(lot.stock))
    for name in sorted(stock):
        culprit = Culprit(
            "host_type",
            name,
            Text(
                f"{stock[name]}台までしか使えず、足りない",
                f"only {stock[name]} can be had: too few",
            ),
        )
        yield culprit, replace(lot, stock=tuple(s for s in lot.stock if s[0] != name))
    for cluster, num in lot.spares:
        culprit = Culprit(
            "rule",
            f"{cluster} N+{num}",
            Text(
                f"使用するどのホストにも劣らない予備{num}台を確保できない",
                f"{num} spares at least as large as every host in use cannot be had",
            ),
        )
        yield culprit, replace(lot, spares=tuple(s for s in lot.spares if s[0] != cluster))


def _possible(lot: Lot, rows: Sequence[Sequence[CoverRow]], limits: Sequence[Limit]) -> bool:
    model = mix_model(lot, rows, limits)
    return cheapest(model, CHECK_S)[0] is not Status.INFEASIBLE


def _zones(problem: PackingProblem, lot: Lot) -> Iterator[Culprit]:
    """Say what each zone of the lot asks for."""
    for part in lot.compartments:
        guests = [g for g in problem.guests if (g.cluster, g.zone) == (part.cluster, part.zone)]
        amounts = [
            (name, sum(guest.demand[d] for guest in guests))
            for d, name in enumerate(problem.dimensions)
        ]
        ja = "、".join(f"{label(name).ja} {shown(name, need).ja}" for name, need in amounts)
        en = ", ".join(f"{label(name).en} {shown(name, need).en}" for name, need in amounts)
        yield Culprit(
            "zone",
            f"{part.cluster}/{part.zone}",
            Text(f"サーバ{len(guests)}台、合計 {ja}", f"{len(guests)} servers, in total {en}"),
        )
