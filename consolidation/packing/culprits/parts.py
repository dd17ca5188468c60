"""What a packing problem demands, part by part, and the problem that is left without some parts.

Leaving parts out only ever loosens a problem: whatever packs the whole also packs what is left.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from consolidation.packing.compact.compartments import Vector, returned, stock_of
from consolidation.packing.model import Apart, Guest, HostOption, Objective, PackingProblem


class Kind(StrEnum):
    """What a part of a problem is."""

    LIMIT = "limit"
    """So many hosts of a type can be had; named by the type."""
    MOST_GUESTS = "most-guests"
    """So many guests on a host; all limits of one cluster together, named by the cluster."""
    APART = "apart"
    """A rule; named by its label, number and the label beside which it binds."""
    TOGETHER = "together"
    """Guests on one host; named by cluster, zone and word."""
    PIN = "pin"
    BAN = "ban"
    SPARES = "spares"
    """Named by the cluster."""
    SERVER = "server"
    """A guest with all that is asked of it; named, like its pin and ban, by its id."""


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """One thing that a problem demands."""

    kind: Kind
    name: tuple[str, ...]


def server(guest: Guest) -> Part:
    """Return the part that a guest is."""
    return Part(Kind.SERVER, (guest.id,))


def rule_part(rule: Apart) -> Part:
    """Return the part that a rule is."""
    return Part(Kind.APART, (rule.label, str(rule.most), rule.beside or ""))


def word_part(guest: Guest) -> Part:
    """Return the part that keeps a guest together with others."""
    return Part(Kind.TOGETHER, (guest.cluster, guest.zone, guest.together or ""))


def parts_of(problem: PackingProblem) -> list[Part]:
    """Return the parts that can matter, in order: a rule without guests, say, cannot."""
    return sorted({*_host_parts(problem), *_guest_parts(problem)})


def _host_parts(problem: PackingProblem) -> Iterator[Part]:
    clusters = {guest.cluster for guest in problem.guests}
    options = [option for option in problem.options if option.cluster in clusters]
    limits = stock_of(problem)
    for option in options:
        if option.id in limits:
            yield Part(Kind.LIMIT, (option.id,))
        if option.most_guests is not None:
            yield Part(Kind.MOST_GUESTS, (option.cluster,))
    for cluster, num in problem.spares:
        if num > 0 and cluster in clusters:
            yield Part(Kind.SPARES, (cluster,))


def _guest_parts(problem: PackingProblem) -> Iterator[Part]:
    carried = {label for guest in problem.guests for label in guest.labels}
    for rule in problem.rules:
        if rule.label in carried and (rule.beside is None or rule.beside in carried):
            yield rule_part(rule)
    words = Counter(word_part(g) for g in problem.guests if g.together is not None)
    yield from (word for word, num in words.items() if num > 1)
    for guest in problem.guests:
        yield server(guest)
        if guest.only is not None:
            yield Part(Kind.PIN, (guest.id,))
        if guest.never:
            yield Part(Kind.BAN, (guest.id,))


def without(problem: PackingProblem, dropped: AbstractSet[Part]) -> PackingProblem:
    """Return what is left of a problem without some parts; what things cost plays no part.

    Where a guest with a negative demand is left out, the hosts of its cluster become larger by
    what it gave back.
    """
    given: dict[str, list[Vector]] = defaultdict(list)
    guests = []
    for guest in problem.guests:
        if server(guest) not in dropped:
            guests.append(_freed(guest, dropped))
        elif min(guest.demand, default=0) < 0:
            given[guest.cluster].append(guest.demand)
    larger = {cluster: returned(demands) for cluster, demands in given.items()}
    return replace(
        problem,
        guests=tuple(guests),
        options=tuple(_loosened(option, dropped, larger) for option in problem.options),
        spares=tuple(s for s in problem.spares if Part(Kind.SPARES, (s[0],)) not in dropped),
        rules=tuple(rule for rule in problem.rules if rule_part(rule) not in dropped),
        surcharges=(),
        objective=Objective.COST,
        then=None,
    )


def _freed(guest: Guest, dropped: AbstractSet[Part]) -> Guest:
    """Return a guest without the pin, ban or company that was dropped."""
    return Guest(
        id=guest.id,
        cluster=guest.cluster,
        zone=guest.zone,
        demand=guest.demand,
        labels=guest.labels,
        together=None if word_part(guest) in dropped else guest.together,
        only=None if Part(Kind.PIN, (guest.id,)) in dropped else guest.only,
        never=() if Part(Kind.BAN, (guest.id,)) in dropped else guest.never,
    )


def _loosened(
    option: HostOption, dropped: AbstractSet[Part], larger: dict[str, Vector]
) -> HostOption:
    """Return an option without the limits that were dropped, free of charge."""
    capacity = option.capacity
    if option.cluster in larger:
        capacity = tuple(a + b for a, b in zip(capacity, larger[option.cluster], strict=True))
    unlimited = Part(Kind.LIMIT, (option.id,)) in dropped
    any_number = Part(Kind.MOST_GUESTS, (option.cluster,)) in dropped
    return replace(
        option,
        capacity=capacity,
        price_yen=0,
        limit=None if unlimited else option.limit,
        most_guests=None if any_number else option.most_guests,
    )
