"""Brute force for tiny packing problems with every feature, and their generator.

Plain and slow on purpose, and free of everything that the product computes: only the types of
the problem and the packing are shared. Benchmarks and other tests may import it.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, product

from consolidation.packing.model import (
    Apart,
    ClusterBound,
    Guest,
    HostOption,
    Objective,
    PackedHost,
    Packing,
    PackingProblem,
    Placement,
    SecondAnswer,
    Surcharge,
    Then,
)
from consolidation.solving.status import Status

LABELS = ("k", "m", "n")
SITES = ("north", "south")


def instance(seed: int) -> PackingProblem:
    """Make a problem of up to six guests; each feature is in a part of the instances."""
    chance = random.Random(seed)
    clusters = ("a", "b")[: chance.choice([1, 1, 2])]
    dimensions = ("cores", "memory", "disk")[: chance.choice([1, 2, 2, 3])]
    options = _options(chance, clusters, len(dimensions))
    guests = _guests(chance, clusters, options, len(dimensions))
    return PackingProblem(
        dimensions=dimensions,
        guests=guests,
        options=options,
        spares=tuple((cluster, chance.choice([0, 0, 1, 1, 2])) for cluster in clusters),
        rules=tuple(_rule(chance) for _ in range(chance.choice([0, 0, 1, 1, 2]))),
        surcharges=tuple(
            _surcharge(chance, options) for _ in range(chance.choice([0, 0, 1, 1, 2]))
        ),
        objective=chance.choice([Objective.COST, Objective.COST, Objective.HOSTS]),
        then=chance.choice([None, None, Then.EVEN, Then.FEWEST_MOVES]),
    )


def _options(
    chance: random.Random, clusters: tuple[str, ...], num_dimensions: int
) -> tuple[HostOption, ...]:
    """Make types that clusters share, and in some instances existing hosts of one cluster."""
    found = [
        HostOption(
            id=f"t{t}",
            cluster=cluster,
            capacity=tuple(chance.choice([0, *range(6, 17)]) for _ in range(num_dimensions)),
            price_yen=chance.randint(0, 30) * chance.choice([1, 100]),
            limit=chance.choice([None, None, None, 0, 1, 2, 3]),
            groups=tuple(site for site in SITES if chance.random() < 0.4),
            most_guests=chance.choice([None, None, None, 1, 2, 3]),
        )
        for cluster in clusters
        for t in range(chance.randint(1, 3))
    ]
    for e in range(chance.choice([0, 0, 1, 2])):
        base = chance.choice(found)
        found.append(replace(base, id=f"old{e}", price_yen=chance.randint(0, 9), limit=1))
    return tuple(found)


def _guests(
    chance: random.Random,
    clusters: tuple[str, ...],
    options: tuple[HostOption, ...],
    num_dimensions: int,
) -> tuple[Guest, ...]:
    """Make guests, in some instances of few kinds so that identical ones meet."""
    sizes = chance.choice([[0, 2, 4], range(10), range(6), [-1, 3, 5]])
    marked, pinned, bound, paying = (chance.random() < 0.5 for _ in range(4))
    guests = []
    for i in range(chance.randint(1, 6)):
        if guests and chance.random() < 0.25:
            guests.append(replace(chance.choice(guests), id=f"g{i}"))
            continue
        cluster = chance.choice(clusters)
        own = [option for option in options if option.cluster == cluster]
        zone = chance.choice(["x", "x", "y"])
        names = sorted({name for o in own for name in (o.id, *o.groups)})
        old = [option.id for option in own if option.id.startswith("old")]
        guests.append(
            Guest(
                id=f"g{i}",
                cluster=cluster,
                zone=zone,
                demand=tuple(chance.choice(sizes) for _ in range(num_dimensions)),
                labels=tuple(n for n in LABELS if marked and chance.random() < 0.4),
                together=chance.choice([None, None, None, cluster + zone]) if bound else None,
                only=tuple(chance.sample(names, min(len(names), chance.randint(1, 3))))
                if pinned and chance.random() < 0.3
                else None,
                never=tuple(chance.sample(names, 1)) if pinned and chance.random() < 0.2 else (),
                costs=tuple((chance.choice(names), chance.randint(0, 40)) for _ in range(2))
                if paying and chance.random() < 0.5
                else (),
                present=chance.choice([None, *old, *old]),
            )
        )
    return tuple(guests)


def _rule(chance: random.Random) -> Apart:
    return Apart(
        label=chance.choice(LABELS),
        most=chance.choice([0, 1, 1, 2]),
        beside=chance.choice([None, *LABELS]),
    )


def _surcharge(chance: random.Random, options: tuple[HostOption, ...]) -> Surcharge:
    names = sorted({option.id for option in options})
    return Surcharge(
        label=chance.choice(LABELS),
        yen=tuple((name, chance.randint(0, 50)) for name in names if chance.random() < 0.7),
        per=chance.choice([None, None, 1, 2, 3]),
    )


@dataclass(frozen=True)
class Found:
    """The best of all packings: least value, then least second value."""

    value: int
    second: int
    blocks: tuple[tuple[tuple[Guest, ...], HostOption], ...]
    spares: tuple[HostOption, ...]


def optimum(problem: PackingProblem) -> int | None:
    """Return the least value of the objective, or ``None`` if there is no packing."""
    found = best(replace(problem, then=None))
    return None if found is None else found.value


def best_second(problem: PackingProblem) -> int | None:
    """Return the least second value among packings of least value; ``None`` if there is none."""
    found = best(problem)
    return None if found is None else found.second


def least_second(problem: PackingProblem, most: int) -> int | None:
    """Return the least second value among packings whose first value is at most ``most``."""
    found = best(problem, most)
    return None if found is None else found.second


def best(problem: PackingProblem, most: int | None = None) -> Found | None:
    """Try every packing and return the best.

    With ``most`` best is what has the least second value and no greater first value.
    """
    trial = _Trial(problem, most)
    for blocks in partitions(problem.guests):
        if whole(blocks) and all(trial.choices(block) for block in blocks):
            trial.extend(blocks, (), 0, 0)
    return trial.answer


class _Trial:
    """Every choice of host options for given blocks, keeping the best packing."""

    def __init__(self, problem: PackingProblem, most: int | None) -> None:
        self.problem = problem
        self.most = most
        self.limits = stock(problem)
        self.known: dict[tuple[str, ...], list[tuple[HostOption, int, int]]] = {}
        self.answer: Found | None = None

    def choices(self, block: tuple[Guest, ...]) -> list[tuple[HostOption, int, int]]:
        """Return the options that may carry a block, each with its value and second value."""
        key = tuple(guest.id for guest in block)
        if key not in self.known:
            self.known[key] = [
                (o, block_value(self.problem, block, o), block_second(self.problem, block, o))
                for o in self.problem.options
                if admissible(self.problem, block, o)
            ]
        return self.known[key]

    def extend(self, blocks, chosen: tuple[HostOption, ...], value: int, second: int) -> None:
        """Choose options for the blocks from the first that has none."""
        if not self.better(value, second) or not within(self.limits, chosen):
            return
        if len(chosen) == len(blocks):
            self.finish(blocks, chosen, value, second)
            return
        for option, more, other in self.choices(blocks[len(chosen)]):
            both = max(second, other) if self.problem.then is Then.EVEN else second + other
            self.extend(blocks, (*chosen, option), value + more, both)

    def finish(self, blocks, chosen: tuple[HostOption, ...], value: int, second: int) -> None:
        """Choose the spares, and keep the packing if it is the best so far."""
        for spares in spare_sets(self.problem, chosen):
            paid = value
            if self.problem.objective is Objective.COST:
                paid += sum(option.price_yen for option in spares)
            if within(self.limits, (*chosen, *spares)) and self.better(paid, second):
                self.answer = Found(paid, second, tuple(zip(blocks, chosen, strict=True)), spares)

    def better(self, value: int, second: int) -> bool:
        found = self.answer
        if self.most is not None:
            return value <= self.most and (found is None or second < found.second)
        return found is None or (value, second) < (found.value, found.second)


def partitions(guests: tuple[Guest, ...]) -> Iterator[tuple[tuple[Guest, ...], ...]]:
    """Yield every way to put guests of one cluster and zone together."""
    if not guests:
        yield ()
        return
    first, *rest = guests
    for blocks in partitions(tuple(rest)):
        yield ((first,), *blocks)
        for i, block in enumerate(blocks):
            if (block[0].cluster, block[0].zone) == (first.cluster, first.zone):
                yield (*blocks[:i], (first, *block), *blocks[i + 1 :])


def whole(blocks: tuple[tuple[Guest, ...], ...]) -> bool:
    """Tell whether guests of one word, cluster and zone are in one block."""
    home: dict[tuple[str, str, str], int] = {}
    return all(
        home.setdefault((guest.together, guest.cluster, guest.zone), i) == i
        for i, block in enumerate(blocks)
        for guest in block
        if guest.together is not None
    )


def admissible(problem: PackingProblem, block: tuple[Guest, ...], option: HostOption) -> bool:
    """Tell whether a host of an option may carry these guests and no others."""
    names = {option.id, *option.groups}
    if option.cluster != block[0].cluster:
        return False
    if option.most_guests is not None and len(block) > option.most_guests:
        return False
    for d, room in enumerate(option.capacity):
        if sum(guest.demand[d] for guest in block) > room:
            return False
    for guest in block:
        if guest.only is not None and not names & set(guest.only):
            return False
        if names & set(guest.never):
            return False
    for rule in problem.rules:
        binds = rule.beside is None or any(rule.beside in guest.labels for guest in block)
        if binds and sum(rule.label in guest.labels for guest in block) > rule.most:
            return False
    return True


def block_value(problem: PackingProblem, block: tuple[Guest, ...], option: HostOption) -> int:
    """Return what a host with these guests adds to the objective."""
    return 1 if problem.objective is Objective.HOSTS else block_yen(problem, block, option)


def block_yen(problem: PackingProblem, block: tuple[Guest, ...], option: HostOption) -> int:
    """Return what a host with these guests costs."""
    total = option.price_yen
    for guest in block:
        for name, yen in guest.costs:
            if name in {option.id, *option.groups}:
                total += yen
    for surcharge in problem.surcharges:
        num = sum(surcharge.label in guest.labels for guest in block)
        yen = dict(surcharge.yen).get(option.id, 0)
        if surcharge.per is None:
            total += yen if num else 0
        else:
            while num > 0:
                total += yen
                num -= surcharge.per
    return total


def block_second(problem: PackingProblem, block: tuple[Guest, ...], option: HostOption) -> int:
    """Return the moves of these guests, or the host's utilisation; 0 where neither counts."""
    if problem.then is Then.FEWEST_MOVES:
        return sum(guest.present not in {None, option.id} for guest in block)
    if problem.then is Then.EVEN:
        loads = [
            (sum(guest.demand[d] for guest in block), room)
            for d, room in enumerate(option.capacity)
        ]
        return max(
            (-(-10_000 * load // room) for load, room in loads if room > 0 < load), default=0
        )
    return 0


def stock(problem: PackingProblem) -> dict[str, int]:
    """Return the limit of each limited option id."""
    limits: dict[str, int] = {}
    for option in problem.options:
        if option.limit is not None:
            limits[option.id] = min(option.limit, limits.get(option.id, option.limit))
    return limits


def within(limits: dict[str, int], hosts: tuple[HostOption, ...]) -> bool:
    return all(sum(host.id == name for host in hosts) <= most for name, most in limits.items())


def spare_sets(
    problem: PackingProblem, used: tuple[HostOption, ...]
) -> Iterator[tuple[HostOption, ...]]:
    """Yield every choice of the spares that the clusters of these hosts need."""
    per_cluster = []
    for cluster in sorted({option.cluster for option in used}):
        own = [option for option in used if option.cluster == cluster]
        fit = [
            option
            for option in problem.options
            if option.cluster == cluster and all(stands_in(option, other) for other in own)
        ]
        num = dict(problem.spares).get(cluster, 0)
        per_cluster.append(list(combinations_with_replacement(fit, num)))
    for chosen in product(*per_cluster):
        yield tuple(option for part in chosen for option in part)


def stands_in(spare: HostOption, used: HostOption) -> bool:
    """Tell whether a spare can take over whatever a host in use carries."""
    if any(a < b for a, b in zip(spare.capacity, used.capacity, strict=True)):
        return False
    most = float("inf") if spare.most_guests is None else spare.most_guests
    return most >= (float("inf") if used.most_guests is None else used.most_guests)


def packing_of(problem: PackingProblem, found: Found) -> Packing:
    """Return a best packing as the packer would hand it over."""
    hosts, placements = [], []
    for i, (block, option) in enumerate(found.blocks):
        hosts.append(
            PackedHost(id=f"host-{i}", option=option.id, cluster=option.cluster, zone=block[0].zone)
        )
        placements += [Placement(server=guest.id, host=f"host-{i}") for guest in block]
    for i, option in enumerate(found.spares):
        host = PackedHost(
            id=f"spare-{i}", option=option.id, cluster=option.cluster, zone=None, spare=True
        )
        hosts.append(host)
    clusters = tuple(
        _cluster(problem, found, name)
        for name in sorted({option.cluster for _, option in found.blocks})
    )
    price = sum(cluster.price_yen for cluster in clusters)
    costs = problem.objective is Objective.COST
    second = SecondAnswer(
        then=problem.then or Then.EVEN,
        status=Status.OPTIMAL,
        before=found.second,
        reached=found.second,
        lower_bound=found.second,
    )
    return Packing(
        status=Status.OPTIMAL,
        price_yen=price,
        lower_bound_yen=price if costs else 0,
        hosts=tuple(hosts),
        placements=tuple(placements),
        clusters=clusters,
        objective=problem.objective,
        lower_bound_hosts=0 if costs else sum(cluster.num_hosts for cluster in clusters),
        second=second if problem.then else None,
    )


def _cluster(problem: PackingProblem, found: Found, name: str) -> ClusterBound:
    blocks = [(block, option) for block, option in found.blocks if option.cluster == name]
    spares = [option for option in found.spares if option.cluster == name]
    price = sum(block_yen(problem, block, option) for block, option in blocks)
    price += sum(option.price_yen for option in spares)
    costs = problem.objective is Objective.COST
    return ClusterBound(
        cluster=name,
        status=Status.OPTIMAL,
        price_yen=price,
        lower_bound_yen=price if costs else 0,
        num_hosts=len(blocks),
        lower_bound_hosts=0 if costs else len(blocks),
        bound_by="brute-force",
        found_by="brute-force",
    )
