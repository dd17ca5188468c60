"""Where a guest, or guests kept together, may stand: size, pins and bans, limits, rules.

One look at a time, each with an early end, so that 100,000 guests are looked at in a moment.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import le

from consolidation.packing.compact.compartments import Vector, fits, returned, stock_of
from consolidation.packing.compact.mix import large_enough
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem

Unit = tuple[Guest, ...]
"""Guests that stand on one host together; mostly a single one."""


def need_of(unit: Unit) -> Vector:
    """Return what guests need together."""
    if len(unit) == 1:
        return unit[0].demand
    return tuple(sum(column) for column in zip(*(g.demand for g in unit), strict=True))


def units_of(guests: Sequence[Guest]) -> list[Unit]:
    """Return the guests of one zone and cluster as units, in order of their first guest's id."""
    kept: dict[str, list[Guest]] = {}
    units: list[list[Guest]] = []
    for guest in sorted(guests, key=lambda g: g.id):
        if guest.together is None:
            units.append([guest])
        elif guest.together in kept:
            kept[guest.together].append(guest)
        else:
            kept[guest.together] = [guest]
            units.append(kept[guest.together])
    return [tuple(unit) for unit in units]


@dataclass(frozen=True)
class Area:
    """The guests of one zone of one cluster, with the host options of the cluster."""

    cluster: str
    zone: str
    guests: tuple[Guest, ...]
    options: tuple[HostOption, ...]
    """In order of id."""
    limits: dict[str, int]
    """How many hosts of each limited type can be had."""
    num_spares: int
    rules: dict[str, list[Apart]]
    """The rules that count a label."""

    @cached_property
    def units(self) -> list[Unit]:
        """The guests, those kept together as one."""
        return units_of(self.guests)

    @cached_property
    def returned(self) -> Vector:
        """What negative demands give back, and hosts count as larger by."""
        if all(min(guest.demand) >= 0 for guest in self.guests):
            return (0,) * len(self.guests[0].demand)
        return returned([guest.demand for guest in self.guests])

    @cached_property
    def by_size(self) -> list[tuple[HostOption, Vector]]:
        """Options that can be had with the room they may offer, most likely homes first."""
        largest = [
            max(1, *column) for column in zip(*(o.capacity for o in self.options), strict=True)
        ]
        had = [o for o in self.options if self.limits.get(o.id, 1) > 0]
        had.sort(
            key=lambda o: (
                -min(have / most for have, most in zip(o.capacity, largest, strict=True)),
                o.id,
            )
        )
        return [(o, self.rooms[o.id]) for o in had]

    @cached_property
    def rooms(self) -> dict[str, Vector]:
        """The most that could stand on a host of each option."""
        return {
            option.id: tuple(a + b for a, b in zip(option.capacity, self.returned, strict=True))
            for option in self.options
        }

    @property
    def doubtful(self) -> list[Unit]:
        """Units that need a closer look: not free to stand on the most likely home."""
        if not self.by_size or self.by_size[0][0].most_guests == 0:
            return self.units
        room, strict = self.by_size[0][1], self.strict_rules
        doubtful = [
            guest
            for guest in self.guests
            if not (
                guest.together is None
                and guest.only is None
                and not guest.never
                and all(map(le, guest.demand, room))
                and (not strict or strict.keys().isdisjoint(guest.labels))
            )
        ]
        return units_of(doubtful)

    def holds(self, unit: Unit) -> bool:
        """Tell whether some host that can be had may carry a unit with nothing beside it."""
        need = need_of(unit)
        for option, room in self.by_size:
            if all(map(le, need, room)) and self._allowed(unit, option):
                return self.broken_rule(unit) is None
        return False

    def _allowed(self, unit: Unit, option: HostOption) -> bool:
        """Tell whether pins, bans and the limit of guests let a unit stand on an option."""
        crowded = option.most_guests is not None and len(unit) > option.most_guests
        return not crowded and permitted(unit, option)

    def homes(self, unit: Unit) -> list[HostOption]:
        """Return the options that can be had on which a unit can stand, in order of id."""
        need = need_of(unit)
        return [
            option
            for option in self.options
            if self.limits.get(option.id, 1) > 0
            and fits(need, self.rooms[option.id])
            and self._allowed(unit, option)
        ]

    @cached_property
    def strict_rules(self) -> dict[str, list[Apart]]:
        """The rules that a single guest can break."""
        strict = {name: [r for r in rules if not r.most] for name, rules in self.rules.items()}
        return {name: rules for name, rules in strict.items() if rules}

    def broken_rule(self, unit: Unit) -> Apart | None:
        """Return a rule that the guests of a unit break by themselves."""
        rules = self.rules if len(unit) > 1 else self.strict_rules
        labels: dict[str, int] = defaultdict(int)
        if not rules:
            return None
        for guest in unit:
            for label in set(guest.labels):
                labels[label] += 1
        for label in sorted(labels):
            for rule in rules.get(label, ()):
                if labels[label] > rule.most and (rule.beside is None or rule.beside in labels):
                    return rule
        return None

    @cached_property
    def usable(self) -> list[HostOption]:
        """Options on which some guest can stand and the spares for which can be had."""
        found = []
        for option in self.options:
            stocked = self.limits.get(option.id, 1) > 0
            if stocked and self.spares_beside(option) >= self.num_spares and self._used(option):
                found.append(option)
        return found

    def _used(self, option: HostOption) -> bool:
        """Tell whether some guest, seen alone, can stand on an option."""
        room = self.rooms[option.id]
        return any(fits(g.demand, room) and self._allowed((g,), option) for g in self.guests)

    def spares_beside(self, used: HostOption) -> float:
        """Return how many hosts can be had that can stand in for a used one, itself not counted."""
        num = -1.0
        for option in self.options:
            if large_enough(option, used):
                num += self.limits.get(option.id, float("inf"))
        return num


def permitted(unit: Unit, option: HostOption) -> bool:
    """Tell whether pins and bans let all guests of a unit stand on an option."""
    for guest in unit:
        if guest.only is None and not guest.never:
            continue
        names = (option.id, *option.groups)
        if guest.only is not None and not any(name in guest.only for name in names):
            return False
        if any(name in guest.never for name in names):
            return False
    return True


def areas_of(problem: PackingProblem) -> list[Area]:
    """Return the zones of every cluster that have guests, in order of cluster and zone."""
    guests: dict[tuple[str, str], list[Guest]] = defaultdict(list)
    for guest in problem.guests:
        guests[guest.cluster, guest.zone].append(guest)
    options: dict[str, list[HostOption]] = defaultdict(list)
    for option in sorted(problem.options, key=lambda o: o.id):
        options[option.cluster].append(option)
    rules: dict[str, list[Apart]] = defaultdict(list)
    for rule in sorted(set(problem.rules), key=lambda r: (r.label, r.beside or "", r.most)):
        rules[rule.label].append(rule)
    limits, spares = stock_of(problem), dict(problem.spares)
    return [
        Area(
            cluster,
            zone,
            tuple(guests[cluster, zone]),
            tuple(options[cluster]),
            limits,
            spares.get(cluster, 0),
            rules,
        )
        for cluster, zone in sorted(guests)
    ]
