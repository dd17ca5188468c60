"""A packing of one lot as the second solve changes it: by type, with what it may cost at most."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from consolidation.packing.compact.compartments import Compartment, GuestType, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts, Mix, large_enough, price, with_spares
from consolidation.packing.model import Packing, PackingProblem

Key = Callable[[tuple[str, ...]], object]
"""What tells bundles of one type apart in the second objective, given the ids of the guests."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything in its place: guests per compartment and spares per cluster of a lot."""

    filled: tuple[Filled, ...]
    spares: tuple[Counts, ...]

    def mix(self, lot: Lot) -> Mix:
        """Return the numbers of hosts."""
        return Mix(carrying(lot, self.filled), self.spares)

    def value(self, lot: Lot) -> int:
        """Return what the first objective counts."""
        return price(lot, self.mix(lot)) + placement_yen(lot, self.filled)


def carrying(lot: Lot, filled: Sequence[Filled]) -> tuple[Counts, ...]:
    """Return the number of hosts with guests per compartment and setting."""
    return tuple(
        packing.counts(len(part.settings))
        for part, packing in zip(lot.compartments, filled, strict=True)
    )


def placement_yen(lot: Lot, filled: Sequence[Filled]) -> int:
    """Return what all placements of a lot cost."""
    return sum(f.placement_yen(part) for f, part in zip(filled, lot.compartments, strict=True))


def told_apart(lot: Lot, key: Key) -> Lot:
    """Return the lot with every type split into those that the key tells apart, in fixed order."""
    return replace(lot, compartments=tuple(_split(part, key) for part in lot.compartments))


def _split(part: Compartment, key: Key) -> Compartment:
    types: list[GuestType] = []
    for kind in part.types:
        members: dict[object, list[tuple[str, ...]]] = defaultdict(list)
        for bundle in kind.members:
            members[key(bundle)].append(bundle)
        types += [replace(kind, members=tuple(alike)) for alike in members.values()]
    return part if len(types) == len(part.types) else replace(part, types=tuple(types))


def standing_of(problem: PackingProblem, lot: Lot, packing: Packing) -> Standing:
    """Return how a lot stands in a packing."""
    on: dict[str, list[str]] = defaultdict(list)
    for placement in packing.placements:
        on[placement.host].append(placement.server)
    options = {host.id: host for host in packing.hosts}
    held: dict[tuple[str, str], list[tuple[str, list[str]]]] = defaultdict(list)
    for name in sorted(on):
        host = options[name]
        held[host.cluster, host.zone or ""].append((host.option, on[name]))
    labels = {guest.id: guest.labels for guest in problem.guests}
    filled = tuple(
        _filled(problem, part, held[part.cluster, part.zone], labels) for part in lot.compartments
    )
    spare = Counter((host.cluster, host.option) for host in packing.hosts if host.spare)
    spares = tuple(
        tuple(spare[cluster, option.id] for option in lot.cluster_options[cluster])
        for cluster in lot.clusters
    )
    return Standing(filled, spares)


def _filled(
    problem: PackingProblem,
    part: Compartment,
    hosts: Sequence[tuple[str, Sequence[str]]],
    labels: Mapping[str, tuple[str, ...]],
) -> Filled:
    """Count what stands on each host by type; each host is in the setting that it has to pay."""
    kind_of = {ids[0]: i for i, kind in enumerate(part.types) for ids in kind.members}
    place = {(s.option.id, s.levels): at for at, s in enumerate(part.settings)}
    paying = {
        option: [
            any(s.levels[k] for s in part.settings if s.option.id == option)
            for k in range(len(problem.surcharges))
        ]
        for option in sorted({s.option.id for s in part.settings})
    }
    fillings = []
    for option, guests in hosts:
        carried = Counter(label for guest in guests for label in dict.fromkeys(labels[guest]))
        levels = tuple(
            0
            if not pays
            else int(carried[s.label] > 0)
            if s.per is None
            else -(-carried[s.label] // s.per)
            for s, pays in zip(problem.surcharges, paying[option], strict=True)
        )
        counts = Counter(kind_of[guest] for guest in guests if guest in kind_of)
        fillings.append((place[option, levels], tuple(sorted(counts.items()))))
    return Filled(tuple(sorted(fillings)))


def settled(
    lot: Lot,
    filled: Sequence[Filled],
    before: Standing,
    most: int,
    spares: tuple[Counts, ...] | None = None,
) -> Standing | None:
    """Return packed compartments with spares, or ``None`` if they are wrong or cost too much.

    Spares are those given, the cheapest, or those that stood before where these still do. All is
    counted anew in whole numbers: a solver's answer is not taken on trust.
    """
    if not all(f.complete(part) for f, part in zip(filled, lot.compartments, strict=True)):
        return None
    hosts = carrying(lot, filled)
    placed = placement_yen(lot, filled)
    given = None if spares is None else Mix(hosts, spares)
    for mix in (given, with_spares(lot, hosts), Mix(hosts, before.spares)):
        if mix is not None and price(lot, mix) + placed <= most and _possible(lot, mix):
            return Standing(tuple(filled), mix.spares)
    return None


def _possible(lot: Lot, mix: Mix) -> bool:
    """Tell whether the stock reaches and every spare is as large as every host in use."""
    taken: Counter[str] = Counter()
    used: dict[str, set[int]] = {cluster: set() for cluster in lot.clusters}
    for part, counts in zip(lot.compartments, mix.hosts, strict=True):
        options = lot.cluster_options[part.cluster]
        for setting, num in zip(part.settings, counts, strict=True):
            if num:
                taken[setting.option.id] += num
                used[part.cluster].add(options.index(setting.option))
    for cluster, counts in zip(lot.clusters, mix.spares, strict=True):
        options = lot.cluster_options[cluster]
        for option, num in zip(options, counts, strict=True):
            taken[option.id] += num
            if num and not all(large_enough(option, options[o]) for o in sorted(used[cluster])):
                return False
    return all(taken[name] <= number for name, number in lot.stock)
