"""The packing problem in its compact form: identical guests counted, what never mixes apart.

A *compartment* holds the guests of one zone of one cluster: they never share a host with any
others. A *lot* is a set of clusters that draw on the same limited stock of hosts; lots have
nothing to do with each other and are solved one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd, lcm

from consolidation.packing.compact.bundles import Bundle, bundles_of
from consolidation.packing.compact.settings import Setting, settings_of
from consolidation.packing.compact.shared_rules import Bound, Counted, SharedRule, shared_rules
from consolidation.packing.compiled.arrays import Arrays, arrays_of
from consolidation.packing.model import HostOption, Objective, PackingProblem, Surcharge

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
    """Bundles (guests kept together, mostly one) that differ in nothing but their ids."""

    demand: Vector
    bounds: tuple[Bound, ...]
    """How it counts in the rules of its compartment."""
    costs: tuple[int | None, ...]
    """Placement cost per setting of its compartment; ``None`` where it may not stand."""
    members: tuple[tuple[str, ...], ...]
    """Ids of the guests of each bundle."""

    @property
    def num(self) -> int:
        """How many bundles are of this type."""
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
    settings: tuple[Setting, ...]
    """Host options, each with every level of surcharge that it may pay."""
    capacities: tuple[Vector, ...]
    """Capacity of each setting, in the scale of the demands."""
    rules: tuple[SharedRule, ...]
    steps: tuple[int, ...]
    """What one unit of demand stands for in each dimension."""

    spared: bool
    """Whether spares are asked for, which must be as large as what is used."""
    fussy: bool
    """Whether a second objective may want settings that the first has no need of."""

    @property
    def steps_whole(self) -> int:
        """The least amount that is a multiple of every step."""
        return lcm(*self.steps)

    @cached_property
    def num_guests(self) -> int:
        """All bundles of the compartment."""
        return sum(kind.num for kind in self.types)

    @cached_property
    def with_costs(self) -> bool:
        """Whether some placement costs something."""
        return any(cost for kind in self.types for cost in kind.costs)

    @cached_property
    def largest(self) -> Vector:
        """The largest capacity of any setting, dimension by dimension."""
        return tuple(max(column) for column in zip(*self.capacities, strict=True))

    @cached_property
    def generous(self) -> tuple[Vector, ...]:
        """Capacities with all that negative demands could give back; usually the same."""
        giving = [kind for kind in self.types if min(kind.demand, default=0) < 0]
        if not giving:
            return self.capacities
        given = returned([kind.demand for kind in giving for _ in range(kind.num)])
        return tuple(
            tuple(have + more for have, more in zip(room, given, strict=True))
            for room in self.capacities
        )

    @cached_property
    def homes(self) -> tuple[frozenset[int], ...]:
        """For each type the settings on which one such bundle can stand."""
        most = [max(column) for column in zip(*(k.demand for k in self.types), strict=True)]
        ample = [fits(most, room) for room in self.generous]
        return tuple(
            frozenset(
                s
                for s, room in enumerate(self.generous)
                if kind.costs[s] is not None
                and (ample[s] or fits(kind.demand, room))
                and all(self.rules[b.rule].allows(b, s) for b in kind.bounds)
            )
            for kind in self.types
        )

    @cached_property
    def dominated(self) -> dict[int, int]:
        """Settings that no cheapest packing needs, and one each that is no worse in anything.

        No worse: no dearer (placements included), no smaller, no stricter, and not limited in
        number; where spares are asked for also no larger, since those must match it.
        """
        found: dict[int, int] = {}
        for s in range(0 if self.fussy else len(self.settings)):
            for t in range(len(self.settings)):
                if t != s and t not in found and self._no_worse(t, s):
                    found[s] = t
                    break
        return found

    def _no_worse(self, t: int, s: int) -> bool:
        """Tell whether setting t can always stand in for setting s."""
        one, other = self.settings[t], self.settings[s]
        alike = one.option.capacity == other.option.capacity
        alike = alike and one.option.most_guests == other.option.most_guests
        return (
            one.option.limit is None
            and one.price_yen <= other.price_yen
            and (alike or not self.spared)
            and fits(self.capacities[s], self.capacities[t])
            and all(rule.most[t] >= rule.most[s] for rule in self.rules)
            and all(_no_dearer(kind.costs[t], kind.costs[s]) for kind in self.types)
        )

    @cached_property
    def arrays(self) -> Arrays:
        """The same in arrays, for the compiled searches."""
        return arrays_of(
            [kind.demand for kind in self.types],
            [kind.num for kind in self.types],
            [
                [kind.costs[s] if s in home else None for s in range(len(self.settings))]
                for kind, home in zip(self.types, self.homes, strict=True)
            ],
            [kind.bounds for kind in self.types],
            self.capacities,
            [setting.price_yen for setting in self.settings],
            self.rules,
        )


def _no_dearer(cost: int | None, other: int | None) -> bool:
    """Tell whether standing somewhere costs no more, and is allowed wherever the other is."""
    return other is None or (cost is not None and cost <= other)


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
    objective: Objective = Objective.COST

    @cached_property
    def cluster_options(self) -> Mapping[str, tuple[HostOption, ...]]:
        """The options of each cluster, in order of id."""
        return {
            cluster: tuple(option for option in self.options if option.cluster == cluster)
            for cluster in self.clusters
        }

    def spare_price(self, option: HostOption) -> int:
        """Return what the objective counts for one spare host."""
        return option.price_yen if self.objective is Objective.COST else 0


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
    bundles = defaultdict(list)
    for bundle in bundles_of(problem):
        bundles[bundle.cluster].append(bundle)
    return tuple(_lot(problem, part, bundles) for part in _coupled(problem, clusters))


def _coupled(problem: PackingProblem, clusters: Sequence[str]) -> list[list[str]]:
    """Join the clusters that have an option of limited number in common."""
    parts = [[cluster] for cluster in clusters]
    users: dict[str, set[str]] = defaultdict(set)
    for option in problem.options:
        users[option.id].add(option.cluster)
    for name in sorted(stock_of(problem)):
        joined = [part for part in parts if users[name] & set(part)]
        if len(joined) > 1:
            parts = [part for part in parts if part not in joined]
            parts.append(sorted(cluster for part in joined for cluster in part))
    return sorted(part for part in parts if part)


def _lot(
    problem: PackingProblem, clusters: Sequence[str], bundles: Mapping[str, Sequence[Bundle]]
) -> Lot:
    options = sorted(
        (option for option in problem.options if option.cluster in clusters),
        key=lambda option: (option.cluster, option.id),
    )
    names = {option.id for option in options}
    asked = dict(problem.spares)
    return Lot(
        clusters=tuple(clusters),
        compartments=tuple(
            part
            for cluster in clusters
            for part in _compartments(
                problem, bundles[cluster], [o for o in options if o.cluster == cluster]
            )
        ),
        options=tuple(options),
        spares=tuple((c, asked[c]) for c in clusters if asked.get(c, 0) > 0),
        stock=tuple(item for item in sorted(stock_of(problem).items()) if item[0] in names),
        objective=problem.objective,
    )


def _compartments(
    problem: PackingProblem, bundles: Sequence[Bundle], options: Sequence[HostOption]
) -> list[Compartment]:
    zones: dict[str, list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        zones[bundle.zone].append(bundle)
    return [compartment(problem, zones[zone], options) for zone in sorted(zones)]


def compartment(
    problem: PackingProblem, bundles: Sequence[Bundle], options: Sequence[HostOption]
) -> Compartment:
    """Return the compartment of bundles of one zone and cluster, at least one of each kind."""
    surcharges: tuple[Surcharge, ...] = problem.surcharges
    by_cost = problem.objective is Objective.COST
    settings = settings_of(options, bundles, surcharges, by_cost)
    rules = shared_rules(problem.rules, surcharges, settings, bundles)
    counted = Counted(rules)
    steps = [max(1, gcd(*column)) for column in zip(*(b.demand for b in bundles), strict=True)]
    capacities = [scaled(setting.option.capacity, steps) for setting in settings]
    largest = [max(1, *column) for column in zip(*capacities, strict=True)] if settings else []
    members: dict[tuple[object, ...], list[Bundle]] = defaultdict(list)
    for bundle in bundles:
        members[bundle.likeness(options)].append(bundle)
    types = [
        GuestType(
            demand=scaled(alike[0].demand, steps),
            bounds=counted.bounds(alike[0]),
            costs=tuple(alike[0].cost_on(s.option, by_cost=by_cost) for s in settings),
            members=tuple(sorted(bundle.ids for bundle in alike)),
        )
        for alike in members.values()
    ]

    def falling(kind: GuestType) -> tuple[float, Vector, tuple[tuple[str, ...], ...]]:
        size = sum(need / have for need, have in zip(kind.demand, largest, strict=False))
        return (-size, kind.demand, kind.members)

    return Compartment(
        cluster=bundles[0].cluster,
        zone=bundles[0].zone,
        types=tuple(sorted(types, key=falling)),
        settings=settings,
        capacities=tuple(capacities),
        rules=rules,
        steps=tuple(steps),
        spared=dict(problem.spares).get(bundles[0].cluster, 0) > 0,
        fussy=problem.then is not None,
    )


def scaled(amounts: Sequence[int], steps: Sequence[int]) -> Vector:
    """Return amounts in steps, rounded down."""
    return tuple(amount // step for amount, step in zip(amounts, steps, strict=True))
