"""What the checker of a bound reads in a problem: compartments, classes, numbers of hosts.

Used by `packing.check_bound` alone, so that it need not trust the search's reading.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import gcd, prod
from operator import mul

from consolidation.packing.model import (
    Guest,
    HostOption,
    Objective,
    PackingProblem,
    Surcharge,
)
from consolidation.text import Text

Setting = tuple[str, tuple[int, ...]]
"""Option id and level of each surcharge."""
Number = tuple[bool, str, str, str, tuple[int, ...]]
"""Number of hosts or (true) of spares: cluster, zone, option, levels."""
Ranges = Mapping[Number, tuple[int, int]]
"""Least and most of each number."""


MOST_STEPS = 30_000_000
"""Classes and settings looked at in one check together; about ten seconds."""


class TooLarge(Exception):
    """A search would take more steps than are left."""

    TEXT = Text("大きすぎて未確認", "not checked: too large")


@dataclass(slots=True)
class Steps:
    """How much searching is left."""

    left: int = MOST_STEPS

    def take(self, num: int) -> None:
        """Raise `TooLarge` if fewer steps are left."""
        self.left -= num
        if self.left < 0:
            raise TooLarge


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A class: bundles that every host takes alike."""

    name: str
    """Smallest guest id among its members."""
    num: int
    """Bundles."""
    guests: int
    """Guests per bundle."""
    demand: tuple[int, ...]
    labels: Mapping[str, int]
    """Guests of each label in a bundle."""
    costs: Mapping[str, int]
    """Options it may stand on, and what standing there costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """Guests of one cluster and zone, and every setting of a host for them with its cost."""

    kinds: tuple[Kind, ...]
    bundles: int
    options: Mapping[str, HostOption]
    settings: Mapping[Setting, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The clusters of a lot, and its numbers of hosts and spares."""

    problem: PackingProblem
    places: Mapping[tuple[str, str], Compartment]
    options: Mapping[tuple[str, str], HostOption]
    stock: Mapping[str, int]
    """Limit of each option id that has one."""
    asked: Mapping[str, int]
    """Spares asked for."""
    costs: Mapping[Number, int]
    """What one host or spare costs in what is minimised."""
    most: Mapping[Number, int]
    """How many there are at most."""
    step: int
    """Whatever a packing costs is a multiple of it."""

    def has(self, number: Number) -> bool:
        """Whether there is such a number, if only of hosts in a setting that none needs."""
        spare, cluster, zone, option, levels = number
        place = None if spare else self.places.get((cluster, zone))
        return number in self.most or (
            place is not None
            and option in place.options
            and len(levels) == len(self.problem.surcharges)
        )

    def least_cost(self, ranges: Ranges) -> int:
        """Return what the least numbers of hosts and spares cost, without placements."""
        return sum(self.costs.get(number, 0) * low for number, (low, _) in ranges.items())

    def narrowed(self, ranges: Ranges) -> Ranges | None:
        """Leave no spares smaller than a host in use, and no hosts larger than a spare there is.

        ``None`` if some number has no value left.
        """
        left = dict(ranges)
        for one in (number for number, (low, _) in ranges.items() if low > 0):
            for other in ranges:
                spare, used = (one, other) if one[0] else (other, one)
                couple = spare[0] and not used[0] and spare[1] == used[1]
                if couple and not self._covers(spare[1], spare[3], used[3]):
                    left[other] = ranges[other][0], 0
        return left if all(low <= high for low, high in left.values()) else None

    def _covers(self, cluster: str, spare: str, used: str) -> bool:
        large, small = self.options[cluster, spare], self.options[cluster, used]
        rooms = zip(large.capacity, small.capacity, strict=True)
        return all(have >= need for have, need in rooms) and (
            large.most_guests is None
            or (small.most_guests is not None and large.most_guests >= small.most_guests)
        )


def _compartments(problem: PackingProblem, steps: Steps) -> dict[tuple[str, str], Compartment]:
    bundles: dict[tuple[str, str], dict[tuple[bool, str], list[Guest]]] = defaultdict(dict)
    for guest in problem.guests:
        word = (False, guest.id) if guest.together is None else (True, guest.together)
        bundles[guest.cluster, guest.zone].setdefault(word, []).append(guest)
    found = {}
    for place in sorted(bundles):
        options = {option.id: option for option in problem.options if option.cluster == place[0]}
        kinds = tuple(_kinds(tuple(bundles[place].values()), tuple(options.values())))
        settings = {}
        for name, option in sorted(options.items()):
            levels = list(_levels(problem, kinds, option))
            steps.take(prod(map(len, levels)))
            yen = surcharges(problem, name)
            for each in product(*levels):
                settings[name, each] = option.price_yen + sum(map(mul, yen, each))
        options = {name: _in_steps(option, kinds) for name, option in options.items()}
        num = len(bundles[place])
        found[place] = Compartment(kinds=kinds, bundles=num, options=options, settings=settings)
    return found


def _in_steps(option: HostOption, kinds: Sequence[Kind]) -> HostOption:
    """Return an option less what its guests cannot use: all demands are multiples of a step."""
    columns = zip(*(kind.demand for kind in kinds), strict=True)
    rooms = zip(option.capacity, (gcd(*column) or 1 for column in columns), strict=True)
    return replace(option, capacity=tuple(have - have % step for have, step in rooms))


def parts_of(problem: PackingProblem, lots: Sequence[Collection[str]], steps: Steps) -> list[Part]:
    """Return the parts of a problem that lie in each lot of clusters."""
    places = _compartments(problem, steps)
    return [_part(problem, places, clusters) for clusters in lots]


def _part(
    problem: PackingProblem,
    places: Mapping[tuple[str, str], Compartment],
    clusters: Collection[str],
) -> Part:
    places = {at: place for at, place in places.items() if at[0] in clusters}
    asked = {c: max(0, *(n for d, n in problem.spares if d == c)) for c, _ in problem.spares}
    asked = {cluster: num for cluster, num in asked.items() if any(c == cluster for c, _ in places)}
    options = {(o.cluster, o.id): o for o in problem.options if o.cluster in clusters}
    limited = [(o.id, max(0, o.limit)) for o in problem.options if o.limit is not None]
    stock = {name: min(n for other, n in limited if other == name) for name, _ in limited}
    paid = problem.objective is Objective.COST
    costs, most = dict[Number, int](), dict[Number, int]()
    for at, place in places.items():
        for (name, levels), yen in place.settings.items():
            number = False, *at, name, levels
            costs[number] = yen if paid else 1
            most[number] = min(place.bundles, stock.get(name, place.bundles))
    for (cluster, name), option in options.items():
        if cluster in asked:
            number = True, cluster, "", name, ()
            costs[number] = option.price_yen if paid else 0
            most[number] = min(asked[cluster], stock.get(name, asked[cluster]))
    standing = [yen for at in places.values() for kind in at.kinds for yen in kind.costs.values()]
    step = gcd(*costs.values(), *(standing if paid else ())) or 1
    return Part(
        problem=problem,
        places=places,
        options=options,
        stock=stock,
        asked=asked,
        costs=costs,
        most=most,
        step=step,
    )


def _kinds(bundles: Sequence[list[Guest]], options: Sequence[HostOption]) -> Iterator[Kind]:
    @cache
    def standing(
        only: tuple[str, ...] | None, never: tuple[str, ...], costs: tuple[tuple[str, int], ...]
    ) -> Mapping[str, int]:
        called = {option.id: {option.id, *option.groups} for option in options}
        return {
            option: sum(yen for where, yen in costs if where in names)
            for option, names in called.items()
            if (only is None or names & set(only)) and not names & set(never)
        }

    members = defaultdict(list)
    for bundle in bundles:
        first, *others = (standing(guest.only, guest.never, guest.costs) for guest in bundle)
        costs = {
            option: yen + sum(other[option] for other in others)
            for option, yen in sorted(first.items())
            if all(option in other for other in others)
        }
        demand = tuple(map(sum, zip(*(guest.demand for guest in bundle), strict=True)))
        labels = Counter(label for guest in bundle for label in set(guest.labels))
        key = len(bundle), demand, tuple(sorted(labels.items())), tuple(costs.items())
        members[key].append(min(guest.id for guest in bundle))
    for (guests, demand, held, standings), names in members.items():
        yield Kind(
            name=min(names),
            num=len(names),
            guests=guests,
            demand=demand,
            labels=dict(held),
            costs=dict(standings),
        )


def surcharges(problem: PackingProblem, option: str) -> list[int]:
    """Return what one level of each surcharge costs on an option; nothing where hosts count."""
    if problem.objective is Objective.HOSTS:
        return [0] * len(problem.surcharges)
    return [dict(surcharge.yen).get(option, 0) for surcharge in problem.surcharges]


def _levels(
    problem: PackingProblem, kinds: Sequence[Kind], option: HostOption
) -> Iterator[Sequence[int]]:
    """Yield the levels that a host may need; where it pays nothing, 0 stands for any number."""
    for surcharge, yen in zip(problem.surcharges, surcharges(problem, option.id), strict=True):
        most = _labelled(problem, kinds, option, surcharge) if yen else 0
        yield range(1 + (min(most, 1) if surcharge.per is None else -(-most // surcharge.per)))


def _labelled(
    problem: PackingProblem, kinds: Sequence[Kind], option: HostOption, surcharge: Surcharge
) -> int:
    """Return a number that the guests of a surcharge's label on one host do not exceed."""
    label = surcharge.label
    kinds = [kind for kind in kinds if option.id in kind.costs]
    holders = [kind for kind in kinds if label in kind.labels]
    most = [sum(kind.labels[label] * kind.num for kind in holders)]
    most += [] if option.most_guests is None else [option.most_guests]
    most += [rule.most for rule in problem.rules if rule.label == label and rule.beside is None]
    for d, room in enumerate(option.capacity if holders else ()):
        if min(k.demand[d] for k in kinds) >= 0 < min(k.demand[d] for k in holders):
            most.append(max(room * k.labels[label] // k.demand[d] for k in holders))
    return max(0, min(most))


def mistakes(problem: PackingProblem) -> Iterator[Text]:
    """Yield why a problem cannot be read: names used twice, wrong lengths, negative yen."""
    ids = [guest.id for guest in problem.guests]
    options = [(option.cluster, option.id) for option in problem.options]
    vectors = [*(g.demand for g in problem.guests), *(o.capacity for o in problem.options)]
    yen = [option.price_yen for option in problem.options]
    yen += [cost for guest in problem.guests for _, cost in guest.costs]
    yen += [cost for surcharge in problem.surcharges for _, cost in surcharge.yen]
    if len(set(ids)) < len(ids) or len(set(options)) < len(options):
        yield Text("サーバまたは機種の名前が重複している", "a guest or an option is named twice")
    if {len(vector) for vector in vectors} - {len(problem.dimensions)}:
        yield Text("次元の数が合わない", "demands or capacities of the wrong length")
    if any(len(dict(s.yen)) < len(s.yen) for s in problem.surcharges):
        yield Text("追加費用に機種が二度ある", "a surcharge names an option twice")
    if min(yen, default=0) < 0 or any(s.per is not None and s.per < 1 for s in problem.surcharges):
        yield Text(
            "負の費用または不正な追加費用がある", "negative costs, or a surcharge per 0 guests"
        )
