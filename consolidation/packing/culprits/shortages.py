"""Too few hosts can be had: for a zone, for servers kept apart, for spares. By name, by count."""

from collections.abc import Iterator, Sequence

from consolidation.errors import Culprit
from consolidation.packing.amounts import label, shown, zone_name
from consolidation.packing.compact.compartments import fits
from consolidation.packing.culprits.culprit_words import group_of, named, rule_words
from consolidation.packing.culprits.places import Area, permitted
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.text import Text


def zones_short(problem: PackingProblem, areas: Sequence[Area]) -> Iterator[Culprit]:
    """Yield the zones whose demand exceeds all hosts that can be had, and by how much."""
    for area in areas:
        if not _limited(area):
            continue
        types = _types(area)
        for d, name in enumerate(problem.dimensions):
            need = sum(guest.demand[d] for guest in area.guests)
            have = sum(option.capacity[d] * area.limits[option.id] for option in area.usable)
            if need > have:
                wanted, there, less = (shown(name, x) for x in (need, have, need - have))
                yield Culprit(
                    "zone",
                    f"{area.cluster}/{area.zone}",
                    Text(
                        f"{label(name).ja}が{wanted.ja}必要だが、買える台数（{types.ja}）では"
                        f"{there.ja}で、{less.ja}足りない",
                        f"{label(name).en}: {wanted.en} needed, {there.en} in all hosts that can "
                        f"be had ({types.en}), {less.en} missing",
                    ),
                )
        yield from _too_many_guests(area, types)


def _limited(area: Area) -> bool:
    """Tell whether all hosts that serve an area, if there are any, are limited in number."""
    serving = area.options
    if not all(option.id in area.limits for option in serving):
        serving = tuple(area.usable)
    return bool(area.usable) and all(option.id in area.limits for option in serving)


def _types(area: Area) -> Text:
    """Return the types that serve an area with their limits, and those that do not."""
    types = named([f"{option.id} ({area.limits[option.id]})" for option in area.usable])
    others = named([option.id for option in area.options if option not in area.usable])
    if not others.en:
        return types
    return Text(
        f"{types.ja}。{others.ja}には載せられない", f"{types.en}; none may stand on {others.en}"
    )


def _too_many_guests(area: Area, types: Text) -> Iterator[Culprit]:
    """Name a zone with more guests than all hosts that can be had may carry."""
    if any(option.most_guests is None for option in area.usable):
        return
    most = sum((option.most_guests or 0) * area.limits[option.id] for option in area.usable)
    num = len(area.guests)
    if num > most:
        yield Culprit(
            "zone",
            f"{area.cluster}/{area.zone}",
            Text(
                f"サーバは{num}台だが、買える台数（{types.ja}）に載るのは{most}台まで",
                f"{num} guests, all hosts that can be had ({types.en}) carry {most} at most",
            ),
        )


def groups_short(areas: Sequence[Area]) -> Iterator[Culprit]:
    """Yield the keep-apart groups of a zone that need more hosts than can be had for them."""
    for area in areas:
        if not area.rules or not _limited(area):
            continue
        labelled: dict[str, list[Guest]] = {}
        for guest in area.guests:
            for name in sorted(set(guest.labels)):
                if name in area.rules:
                    labelled.setdefault(name, []).append(guest)
        for name in sorted(labelled):
            for rule in area.rules[name]:
                yield from _group_short(area, rule, labelled[name])


def _group_short(area: Area, rule: Apart, labelled: Sequence[Guest]) -> Iterator[Culprit]:
    """Name a group of n guests, at most k on a host, if fewer than n/k hosts can be had.

    A host with a guest that carries both labels of a rule is bound by it.
    """
    guests = [g for g in labelled if rule.beside is None or rule.beside in g.labels]
    num_hosts = -(-len(guests) // max(1, rule.most))
    num = 0
    for option in area.usable:
        if any(_may_stand(area, guest, option) for guest in guests):
            num += area.limits[option.id]
        if num_hosts <= num:
            return
    zone, words = zone_name(area.zone), rule_words(rule)
    if rule.most == 1 and rule.beside is None:
        reason = Text(
            f"{area.cluster}の{zone.ja}で{len(guests)}台を別々のホストに置くが、"
            f"使えるホストは{num}台",
            f"{len(guests)} guests of {area.zone} in {area.cluster} need a host each, "
            f"{num} can be had",
        )
    else:
        reason = Text(
            f"{words.ja}。{area.cluster}の{zone.ja}の{len(guests)}台には{num_hosts}ホスト要るが、"
            f"使えるホストは{num}台",
            f"{words.en}; {len(guests)} guests of {area.zone} in {area.cluster} need "
            f"{num_hosts} hosts, {num} can be had",
        )
    kind, name = group_of(rule)
    yield Culprit(kind, name, reason)


def _may_stand(area: Area, guest: Guest, option: HostOption) -> bool:
    return permitted((guest,), option) and fits(guest.demand, area.rooms[option.id])


def spares_short(areas: Sequence[Area]) -> Iterator[Culprit]:
    """Yield the clusters with a guest for no possible host of which k spares can be had."""
    told: dict[str, None] = {}
    for area in areas:
        if not area.num_spares or area.cluster in told:
            continue
        served = {o.id for o in area.options if area.spares_beside(o) >= area.num_spares}
        if len(served) == len(area.options):
            continue
        for unit in area.units:
            homes = area.homes(unit)
            if homes and not any(option.id in served for option in homes):
                told[area.cluster] = None
                yield _spares(area, unit[0].id, homes)
                break


def _spares(area: Area, guest: str, homes: Sequence[HostOption]) -> Culprit:
    best = max(homes, key=lambda o: (area.spares_beside(o), o.id))
    num = int(max(0, area.spares_beside(best)))
    types = named([option.id for option in homes])
    return Culprit(
        "rule",
        f"{area.cluster} N+{area.num_spares}",
        Text(
            f"予備{area.num_spares}台が要るが、{guest}の載る機種（{types.ja}）の代わりになる"
            f"ホストは、それ自身のほかに{num}台まで",
            f"{area.num_spares} spare hosts are asked for, but beside the host of {guest} "
            f"({types.en}) only {num} as large can be had",
        ),
    )
