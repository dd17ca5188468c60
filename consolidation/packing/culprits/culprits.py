"""Why nothing fits, by name: cheap proofs first, then a smallest set that cannot hold together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from consolidation.errors import Culprit, NothingFits
from consolidation.packing.amounts import zone_name
from consolidation.packing.compact.compartments import Lot, stock_of
from consolidation.packing.culprits.conflict import Conflict, find_conflict
from consolidation.packing.culprits.culprit_words import (
    amounts,
    group_of,
    named,
    never_where,
    only_where,
    rule_words,
)
from consolidation.packing.culprits.homeless import homeless
from consolidation.packing.culprits.parts import Kind, Part, rule_part, server, word_part
from consolidation.packing.culprits.places import areas_of
from consolidation.packing.culprits.shortages import groups_short, spares_short, zones_short
from consolidation.packing.model import Guest, PackingProblem
from consolidation.solving.deadline import Deadline
from consolidation.text import Text

LEAST_S, MOST_S = 3.0, 20.0
"""Seconds for the search for a smallest conflict: what is left of the time, within these."""

MESSAGE = Text("すべてのサーバを載せる配置がない", "no packing exists")
SMALLEST = Text("次のものは同時に成り立たない", "these cannot hold together")
EACH = Text(
    "どの一つ（1台、1規則）を外しても残りは成り立つ",
    "without any one of them, each server counted, the rest can",
)
NOT_REDUCED = Text(
    "時間内に、これより少なくはできなかった",
    "not reduced further for want of time",
)
NOT_SHOWN = Text(
    "外せば成り立つとは時間内に示せなかった",
    "not shown in the time that the rest can hold without it",
)


def refuse_impossible(problem: PackingProblem) -> None:
    """Raise `NothingFits` if a guest, a group or a lack of stock alone rules every packing out."""
    areas = areas_of(problem)
    culprits = [
        *homeless(problem, areas),
        *groups_short(areas),
        *zones_short(problem, areas),
        *spares_short(areas),
    ]
    if culprits:
        raise NothingFits(MESSAGE, culprits)


def nothing_fits(problem: PackingProblem, lot: Lot, deadline: Deadline) -> NothingFits:
    """Return the error that names a smallest set of a lot, proved impossible, that is at fault.

    Each member is tested: without it the rest can hold, or else the text says that this was not
    shown. The answer is the same each time unless the clock cuts it.
    """
    guests = tuple(guest for guest in problem.guests if guest.cluster in lot.clusters)
    limit_s = min(MOST_S, max(LEAST_S, deadline.left_s))
    conflict = find_conflict(replace(problem, guests=guests), Deadline.after(limit_s))
    return NothingFits(_message(conflict), list(_culprits(conflict)))


def _message(conflict: Conflict) -> Text:
    more = EACH
    if conflict.cut:
        more = NOT_REDUCED
    elif len(conflict.shown) < len(conflict.parts):
        more = Text("", "")
    ja, en = [MESSAGE.ja + "。" + SMALLEST.ja], [f"{MESSAGE.en}: {SMALLEST.en}"]
    if more.en:
        ja.append(more.ja)
        en.append(more.en)
    return Text("。".join(ja), "; ".join(en))


def _culprits(conflict: Conflict) -> Iterator[Culprit]:
    """Yield limits first, then rules, then the servers by zone."""
    parts: dict[Kind, list[Part]] = {kind: [] for kind in Kind}
    for part in conflict.parts:
        parts[part.kind].append(part)
    yield from _limits(conflict, parts[Kind.LIMIT])
    yield from _most_guests(conflict, parts[Kind.MOST_GUESTS])
    for rule in sorted(
        set(conflict.problem.rules), key=lambda r: (r.label, r.beside or "", r.most)
    ):
        if rule_part(rule) in parts[Kind.APART]:
            kind, name = group_of(rule)
            yield _culprit(conflict, kind, name, rule_words(rule), [rule_part(rule)])
    yield from _together(conflict, parts[Kind.TOGETHER])
    yield from _own_rules(conflict, Kind.PIN)
    yield from _own_rules(conflict, Kind.BAN)
    for part in parts[Kind.SPARES]:
        num = dict(conflict.problem.spares)[part.name[0]]
        reason = Text(
            f"予備{num}台。使うどのホストよりも小さくない",
            f"{num} spare host{'s' * (num != 1)}, none smaller than any host in use",
        )
        yield _culprit(conflict, "rule", f"{part.name[0]} N+{num}", reason, [part])
    yield from _servers(conflict)


def _culprit(
    conflict: Conflict, kind: str, name: str, reason: Text, parts: Sequence[Part]
) -> Culprit:
    """Return a culprit, with what is not shown of it."""
    unshown = [part for part in parts if part not in conflict.shown]
    if unshown and not conflict.cut:
        less = NOT_SHOWN
        if len(unshown) < len(parts):
            names = named([part.name[0] for part in unshown])
            less = Text(f"{names.ja}は{less.ja}", f"{names.en}: {less.en}")
        reason = Text(f"{reason.ja}（{less.ja}）", f"{reason.en} ({less.en})")
    return Culprit(kind, name, reason)


def _limits(conflict: Conflict, parts: Sequence[Part]) -> Iterator[Culprit]:
    stock = stock_of(conflict.problem)
    own = {guest.cluster for guest in conflict.problem.guests}
    for part in parts:
        num = stock[part.name[0]]
        options = [
            option
            for option in sorted(conflict.problem.options, key=lambda o: o.cluster)
            if option.id == part.name[0] and option.cluster in own
        ]
        clusters = named([option.cluster for option in options])
        rooms = sorted({option.capacity for option in options})
        room = amounts(conflict.problem.dimensions, rooms[-1], options)
        most = Text("最大", "at most ") if len(rooms) > 1 else Text("", "")
        yield _culprit(
            conflict,
            "host_type",
            part.name[0],
            Text(
                f"{clusters.ja}で{num}台まで（1台に{most.ja}{room.ja}）",
                f"at most {num} can be had for {clusters.en}, each with {most.en}{room.en}",
            ),
            [part],
        )


def _most_guests(conflict: Conflict, parts: Sequence[Part]) -> Iterator[Culprit]:
    for part in parts:
        cluster = part.name[0]
        most = named(
            [
                f"{option.id} {option.most_guests}"
                for option in sorted(conflict.problem.options, key=lambda o: o.id)
                if option.cluster == cluster and option.most_guests is not None
            ]
        )
        reason = Text(f"1ホストのサーバ数の上限: {most.ja}", f"most guests on a host: {most.en}")
        yield _culprit(conflict, "rule", f"{cluster} most_guests", reason, [part])


def _together(conflict: Conflict, parts: Sequence[Part]) -> Iterator[Culprit]:
    members: dict[Part, list[str]] = defaultdict(list)
    for guest in sorted(conflict.problem.guests, key=lambda g: g.id):
        members[word_part(guest)].append(guest.id)
    for part in parts:
        names = named(members[part])
        reason = Text(f"同じホストに載せる: {names.ja}", f"on one host: {names.en}")
        yield _culprit(conflict, "group", part.name[-1], reason, [part])


def _own_rules(conflict: Conflict, kind: Kind) -> Iterator[Culprit]:
    """Yield the pins or bans, guests that share one in one line."""
    alike: dict[tuple[str, ...], list[Guest]] = defaultdict(list)
    for guest in sorted(conflict.problem.guests, key=lambda g: g.id):
        named_there = guest.only if kind is Kind.PIN else guest.never or None
        if named_there is not None:
            alike[tuple(sorted(named_there))].append(guest)
    for guests in alike.values():
        words = (only_where if kind is Kind.PIN else never_where)(guests[0])
        who = named([guest.id for guest in guests])
        reason = Text(f"{who.ja}は{words.ja}", f"{who.en} {words.en}")
        parts = [Part(kind, (guest.id,)) for guest in guests]
        yield _culprit(conflict, "rule", str(kind), reason, parts)


def _servers(conflict: Conflict) -> Iterator[Culprit]:
    """Yield the servers, those of one zone with their number and total demand."""
    zones: dict[tuple[str, str], list[Guest]] = defaultdict(list)
    for guest in sorted(conflict.problem.guests, key=lambda g: g.id):
        zones[guest.cluster, guest.zone].append(guest)
    for (cluster, zone), guests in sorted(zones.items()):
        need = [sum(column) for column in zip(*(g.demand for g in guests), strict=True)]
        options = [o for o in conflict.problem.options if o.cluster == cluster]
        total = amounts(conflict.problem.dimensions, need, options)
        names, parts = named([guest.id for guest in guests]), [server(guest) for guest in guests]
        where = Text(f"{cluster}の{zone_name(zone).ja}", f"{zone} in {cluster}")
        num = len(guests)
        reason = Text(
            f"サーバ{num}台（合計 {total.ja}）: {names.ja}",
            f"{num} servers ({total.en} in all): {names.en}",
        )
        if num == 1:
            reason = Text(f"{where.ja}、{total.ja}", f"of {where.en}, {total.en}")
            yield _culprit(conflict, "server", guests[0].id, reason, parts)
        else:
            yield _culprit(conflict, "zone", f"{cluster}/{zone}", reason, parts)
