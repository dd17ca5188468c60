"""Guests, and guests kept together, that no host that can be had may carry: who, and why."""

from collections.abc import Iterator, Sequence

from consolidation.errors import Culprit
from consolidation.packing.amounts import label, shown
from consolidation.packing.compact.compartments import fits
from consolidation.packing.culprits.culprit_words import (
    MOST_AMOUNTS,
    amounts,
    joined,
    named,
    never_where,
    only_where,
    rule_words,
)
from consolidation.packing.culprits.places import Area, Unit, need_of, permitted
from consolidation.packing.model import HostOption, PackingProblem
from consolidation.text import Text


def homeless(problem: PackingProblem, areas: Sequence[Area]) -> Iterator[Culprit]:
    """Yield the units that cannot stand anywhere even alone, in order of cluster, zone and id."""
    for area in areas:
        for unit in area.doubtful:
            if not area.holds(unit):
                yield _culprit(problem, area, unit)


def _culprit(problem: PackingProblem, area: Area, unit: Unit) -> Culprit:
    reason = _reason(problem, area, unit)
    word = unit[0].together
    if len(unit) == 1 or word is None:
        return Culprit("server", unit[0].id, reason)
    members = named([guest.id for guest in unit])
    return Culprit(
        "group",
        word,
        Text(f"同じホストに載せる{members.ja}: {reason.ja}", f"{members.en}: {reason.en}"),
    )


def _reason(problem: PackingProblem, area: Area, unit: Unit) -> Text:
    """Return the first thing that rules every host out: stock, rules, size, pins, guests."""
    if not area.options:
        return Text(
            f"クラスタ{area.cluster}に使えるホスト機種がない",
            f"cluster {area.cluster} has no host type",
        )
    had = [option for option, _ in area.by_size]
    if not had:
        return Text(
            f"クラスタ{area.cluster}のホスト機種は1台も使えない（台数の上限が0）",
            f"no host of cluster {area.cluster} can be had: the limit of every type is 0",
        )
    rule = area.broken_rule(unit)
    if rule is not None:
        words = rule_words(rule)
        return Text(f"規則に反する: {words.ja}", f"against the rule: {words.en}")
    need = need_of(unit)
    large = [option for option in had if fits(need, area.rooms[option.id])]
    if not large:
        return _how_large(problem, area, unit, had)
    allowed = [option for option in had if permitted(unit, option)]
    if not allowed:
        return _contradiction(unit)
    if not any(option in large for option in allowed):
        pins, what = _pins(unit), _how_large(problem, area, unit, allowed)
        types = named(sorted(option.id for option in allowed))
        return Text(
            f"{pins.ja}。載れる{types.ja}では足りない: {what.ja}",
            f"{pins.en}; that leaves {types.en}: {what.en}",
        )
    most = max(o.most_guests or 0 for o in allowed if o in large)
    return Text(
        f"{len(unit)}台だが、載れるホストは{most}台まで",
        f"{len(unit)} guests, the hosts it may stand on carry {most} at most",
    )


def _pins(unit: Unit) -> Text:
    """Say what the pins and bans of a unit are, each with its guest where there are several."""
    texts = []
    for guest in unit:
        pin = [only_where(guest)] if guest.only is not None else []
        said = joined([*pin, *([never_where(guest)] if guest.never else [])])
        if said.en:
            who = f"{guest.id} " if len(unit) > 1 else ""
            texts.append(Text(f"{who}{said.ja}", f"{who}{said.en}"))
    listed = joined(texts[:MOST_AMOUNTS])
    return Text(f"ピン・禁止: {listed.ja}", f"pins and bans: {listed.en}")


def _contradiction(unit: Unit) -> Text:
    pins = _pins(unit)
    return Text(f"{pins.ja}。残る機種がない", f"{pins.en}; that leaves no host type")


def _how_large(
    problem: PackingProblem, area: Area, unit: Unit, options: Sequence[HostOption]
) -> Text:
    """Say in which dimensions a unit exceeds the largest host, and by how much."""
    over: list[Text] = []
    for d, (name, need) in enumerate(zip(problem.dimensions, need_of(unit), strict=True)):
        most = max(area.rooms[option.id][d] for option in options)
        if need > most:
            wanted, have, more = (shown(name, x) for x in (need, most, need - most))
            over.append(
                Text(
                    f"{label(name).ja} {wanted.ja}は最大のホスト（{have.ja}）を{more.ja}超える",
                    f"{label(name).en} {wanted.en} is {more.en} more than the largest host holds "
                    f"({have.en})",
                )
            )
    if over:
        return joined(over[:MOST_AMOUNTS])
    all_at_once = amounts(problem.dimensions, need_of(unit), options)
    return Text(
        f"{all_at_once.ja}のすべてを満たすホスト機種が{area.cluster}にない",
        f"no host type of {area.cluster} holds {all_at_once.en} all at once",
    )
