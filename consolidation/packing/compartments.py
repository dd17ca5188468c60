"""The packing problem in its compact form: identical guests counted, what never mixes apart.

A *compartment* holds the guests of one zone of one cluster: they never share a host with any
others. A *lot* is a set of clusters that draw on the same limited stock of hosts; lots have
nothing to do with each other and are solved one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from consolidation.packing.model import Guest, HostOption, PackingProblem

Vector = tuple[int, ...]


def returned(demands: Iterable[Sequence[int]]) -> Vector:
    """Return how much room all negative demands give back together, dimension by dimension.

    Published instances hold a few negative sizes. An argument about part of the guests stays
    true if hosts count as larger by this much and negative demands as nothing.

    >>> returned([(2, -1), (3, -4)])
    (0, 5)
    """
    return tuple(sum(-min(0, need) for need in column) for column in zip(*demands, strict=True))


def fits(demand: Sequence[int], room: Sequence[int]) -> bool:
    """Tell whether a demand is at most the room in every dimension.

    >>> fits((2, 3), (2, 4)), fits((2, 5), (9, 4))
    (True, False)
    """
    return all(need <= have for need, have in zip(demand, room, strict=True))


@dataclass(frozen=True, slots=True)
class GuestType:
    """Guests that differ in nothing but their id."""

    demand: Vector
    keep_apart: str | None
    members: tuple[str, ...]

    @property
    def num(self) -> int:
        """How many guests are of this type."""
        return len(self.members)


@dataclass(frozen=True)
class Compartment:
    """Guest types of one zone of one cluster, and the host options they may stand on.

    Demands and capacities are divided by what divides every demand of a dimension (capacities
    rounded down, which loses nothing). Types are in order of falling size.
    """

    cluster: str
    zone: str
    types: tuple[GuestType, ...]
    options: tuple[HostOption, ...]
    capacities: tuple[Vector, ...]
    """Capacity of each option, in the scale of the demands."""

    @cached_property
    def num_guests(self) -> int:
        """All guests of the compartment."""
        return sum(kind.num for kind in self.types)

    @cached_property
    def largest(self) -> Vector:
        """The largest capacity of any option, dimension by dimension."""
        return tuple(max(column) for column in zip(*self.capacities, strict=True))

    @cached_property
    def generous(self) -> tuple[Vector, ...]:
        """Capacities with all that negative demands could give back; usually the same."""
        given = returned([kind.demand for kind in self.types for _ in range(kind.num)])
        return tuple(
            tuple(have + more for have, more in zip(room, given, strict=True))
            for room in self.capacities
        )

    @cached_property
    def homes(self) -> tuple[frozenset[int], ...]:
        """For each type the options large enough for one such guest."""
        return tuple(
            frozenset(o for o, room in enumerate(self.generous) if fits(kind.demand, room))
            for kind in self.types
        )


@dataclass(frozen=True)
class Lot:
    """Clusters that share limited stock, with their compartments."""

    clusters: tuple[str, ...]
    compartments: tuple[Compartment, ...]
    options: tuple[HostOption, ...]
    """All options of its clusters, in order of cluster and id."""
    spares: tuple[tuple[str, int], ...]
    """Spare hosts asked for, of clusters that have guests."""
    stock: tuple[tuple[str, int], ...]
    """Host types of limited number and how many can be had, over all clusters together."""


def stock_of(problem: PackingProblem) -> dict[str, int]:
    """Return how many hosts of each limited type can be had.

    Options of the same id in several clusters are one stock; where they state different limits,
    the smallest holds.
    """
    stock: dict[str, int] = {}
    for option in problem.options:
        if option.limit is not None:
            stock[option.id] = min(option.limit, stock.get(option.id, option.limit))
    return stock


def lots(problem: PackingProblem) -> tuple[Lot, ...]:
    """Split a problem into lots, whatever the order of its rows.

    A cluster without guests needs no hosts and no spares and appears in no lot.
    """
    clusters = sorted({guest.cluster for guest in problem.guests})
    return tuple(_lot(problem, part) for part in _coupled(problem, clusters))


def _coupled(problem: PackingProblem, clusters: Sequence[str]) -> list[list[str]]:
    """Join the clusters that have an option of limited number in common."""
    parts = [[cluster] for cluster in clusters]
    for name in sorted(stock_of(problem)):
        sharing = {option.cluster for option in problem.options if option.id == name}
        joined = [part for part in parts if sharing & set(part)]
        parts = [part for part in parts if not sharing & set(part)]
        parts.append(sorted(cluster for part in joined for cluster in part))
    return sorted(part for part in parts if part)


def _lot(problem: PackingProblem, clusters: Sequence[str]) -> Lot:
    options = sorted(
        (option for option in problem.options if option.cluster in clusters),
        key=lambda option: (option.cluster, option.id),
    )
    asked = dict(problem.spares)
    return Lot(
        clusters=tuple(clusters),
        compartments=tuple(
            compartment
            for cluster in clusters
            for compartment in _compartments(
                [g for g in problem.guests if g.cluster == cluster],
                [o for o in options if o.cluster == cluster],
            )
        ),
        options=tuple(options),
        spares=tuple((c, asked[c]) for c in clusters if asked.get(c, 0) > 0),
        stock=tuple(
            (name, num)
            for name, num in sorted(stock_of(problem).items())
            if any(option.id == name for option in options)
        ),
    )


def _compartments(guests: Sequence[Guest], options: Sequence[HostOption]) -> list[Compartment]:
    zones: dict[str, list[Guest]] = defaultdict(list)
    for guest in guests:
        zones[guest.zone].append(guest)
    return [compartment(zones[zone], options) for zone in sorted(zones)]


def compartment(guests: Sequence[Guest], options: Sequence[HostOption]) -> Compartment:
    """Return the compartment of guests of one zone and cluster, at least one of each kind."""
    steps = [max(1, gcd(*column)) for column in zip(*(g.demand for g in guests), strict=True)]
    capacities = [scaled(option.capacity, steps) for option in options]
    largest = [max(1, *column) for column in zip(*capacities, strict=True)]
    members: dict[tuple[Vector, str | None], list[str]] = defaultdict(list)
    for guest in guests:
        members[scaled(guest.demand, steps), guest.keep_apart].append(guest.id)
    types = [GuestType(key[0], key[1], tuple(sorted(ids))) for key, ids in members.items()]

    def falling(kind: GuestType) -> tuple[float, Vector, tuple[str, ...]]:
        size = sum(need / have for need, have in zip(kind.demand, largest, strict=True))
        return (-size, kind.demand, kind.members)

    return Compartment(
        cluster=guests[0].cluster,
        zone=guests[0].zone,
        types=tuple(sorted(types, key=falling)),
        options=tuple(options),
        capacities=tuple(capacities),
    )


def scaled(amounts: Sequence[int], steps: Sequence[int]) -> Vector:
    """Return amounts in steps, rounded down."""
    return tuple(amount // step for amount, step in zip(amounts, steps, strict=True))
