"""Brute force for tiny network designs with every feature, and their generator.

Plain and slow on purpose, and free of everything that the product computes: only the types of
the problem and the answer are shared. Every purchase that can make sense is tried, cheapest
first; routing is a program over all simple ways of all states at once. Benchmarks and other
tests may import it.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from math import lcm

import highspy
import numpy as np

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
    single_link_failures,
)
from consolidation.solving.status import Status

Case = tuple[int, str]
"""Place of a slice, and the id of a failure or "" in the normal state."""
NOTHING = Failure(id="")


@dataclass(frozen=True)
class Cheapest:
    cost: Fraction
    """Exact but for routing costs and where any amount may be bought."""
    purchases: tuple[Purchase, ...]

    def design(self) -> NetworkDesign:
        return NetworkDesign(
            status=Status.OPTIMAL, cost=self.cost, bound=self.cost, purchases=self.purchases
        )


def cheapest(problem: DesignProblem) -> Cheapest | None:
    """Return a cheapest design, or ``None`` where there is none."""
    if problem.choice is Choice.LINEAR:
        return _cheapest_of_any_amounts(problem)
    options = [_options(problem, link) for link in problem.links]
    router = Router(problem, cases(problem))
    there = sum((link.installed_cost for link in problem.links), Fraction(0))
    best: Cheapest | None = None
    for cost, chosen in _by_cost(problem, options):
        if best is not None and there + cost >= best.cost:
            break
        routing = router.cost([option.capacity for option in chosen])
        if routing is not None and (best is None or there + cost + routing < best.cost):
            best = Cheapest(there + cost + routing, _bought(problem, [o.counts for o in chosen]))
    return best


def broken(problem: DesignProblem, purchases: Sequence[Purchase]) -> set[Case]:
    """Return the cases in which the demands cannot be routed."""
    capacities = [link.installed for link in problem.links]
    for purchase in purchases:
        at = [link.id for link in problem.links].index(purchase.link)
        modules = problem.links[at].modules
        capacities[at] += sum(n * m.capacity for n, m in zip(purchase.counts, modules, strict=True))
    return {case for case in cases(problem) if Router(problem, [case]).cost(capacities) is None}


def price(problem: DesignProblem, purchases: Sequence[Purchase]) -> Fraction:
    """Return what is paid, without the routing."""
    links = {link.id: link for link in problem.links}
    total = sum((link.installed_cost for link in problem.links), Fraction(0))
    for purchase in purchases:
        link = links[purchase.link]
        total += link.setup_cost if any(purchase.counts) else 0
        total += sum(n * m.cost for n, m in zip(purchase.counts, link.modules, strict=True))
    return total


def cases(problem: DesignProblem) -> list[Case]:
    names = ["", *(failure.id for failure in problem.failures)]
    return list(product(range(len(problem.slices)), names))


@dataclass(frozen=True)
class Option:
    """What may be bought on a link, with what is there."""

    capacity: Fraction
    cost: Fraction
    counts: tuple[Fraction, ...]


def _options(problem: DesignProblem, link: DesignLink) -> list[Option]:
    """Return all purchases up to what all traffic can use, without those that another beats."""
    need = max(1, problem.normal_factor) * max(
        sum(demand.amounts[at] for demand in problem.demands) for at in range(len(problem.slices))
    )
    ranges = [range(_most(problem, module, need) + 1) for module in link.modules]
    found: list[Option] = []
    for counts in product(*ranges):
        if problem.choice is Choice.EXPLICIT and sum(counts) > 1:
            continue
        bought = list(zip(counts, link.modules, strict=True))
        capacity = link.installed + sum(n * m.capacity for n, m in bought)
        cost = sum((n * m.cost for n, m in bought), link.setup_cost if any(counts) else Fraction(0))
        found.append(Option(capacity, cost, tuple(map(Fraction, counts))))
    found.sort(key=lambda option: (option.cost, -option.capacity, option.counts))
    kept: list[Option] = []
    for option in found:
        if not kept or option.capacity > kept[-1].capacity:
            kept.append(option)
    return kept


def _most(problem: DesignProblem, module: Module, need: Fraction) -> int:
    if not module.capacity:
        return 0
    return 1 if problem.choice is Choice.EXPLICIT else -int(-need // module.capacity)


def _by_cost(
    problem: DesignProblem, options: list[list[Option]]
) -> Iterator[tuple[Fraction, list[Option]]]:
    """Yield one option per link, by cost, where no cut is short of room."""
    rows = _cut_rows(problem)
    amounts = [o.capacity for own in options for o in own] + [wanted for _, wanted in rows]
    money = [o.cost for own in options for o in own]
    unit, coin = (lcm(*(x.denominator for x in every)) for every in (amounts, money))
    places = np.indices([len(own) for own in options]).reshape(len(options), -1).T
    room = [np.array([int(o.capacity * unit) for o in own]) for own in options]
    costs = [np.array([int(o.cost * coin) for o in own]) for own in options]
    capacities = np.stack([own[places[:, at]] for at, own in enumerate(room)], axis=1)
    total = sum(own[places[:, at]] for at, own in enumerate(costs))
    holds = np.ones(len(places), bool)
    for across, wanted in rows:
        holds &= capacities[:, list(across)].sum(axis=1) >= int(wanted * unit)
    left = np.flatnonzero(holds)
    for at in left[np.argsort(total[left], kind="stable")]:
        chosen = [own[p] for own, p in zip(options, places[at], strict=True)]
        yield Fraction(int(total[at]), coin), chosen


def _cut_rows(problem: DesignProblem) -> list[tuple[tuple[int, ...], Fraction]]:
    """Return for sets of links what they must carry between them, by all cuts of all cases."""
    wanted: dict[tuple[int, ...], Fraction] = {}
    sides = [
        set(side) for n in range(1, len(problem.nodes)) for side in combinations(problem.nodes, n)
    ]
    for case, side in product(cases(problem), sides):
        leaving = {
            at for at, tail, head in _arcs(problem, case) if tail in side and head not in side
        }
        amount = sum(
            (
                amount
                for _, source, target, amount in _traffic(problem, case)
                if (source in side and target not in side)
                or (
                    problem.direction is Direction.UNDIRECTED
                    and target in side
                    and source not in side
                )
            ),
            Fraction(0),
        )
        across = tuple(sorted(leaving))
        wanted[across] = max(amount, wanted.get(across, Fraction(0)))
    return [(across, amount) for across, amount in wanted.items() if amount]


def _failure(problem: DesignProblem, case: Case) -> Failure:
    return next((f for f in problem.failures if f.id == case[1]), NOTHING)


def _arcs(problem: DesignProblem, case: Case) -> list[tuple[int, str, str]]:
    """Return (place of the link, tail, head) of what stands."""
    failure = _failure(problem, case)
    found = []
    for at, link in enumerate(problem.links):
        if link.id in failure.links or {link.a, link.b} & set(failure.nodes):
            continue
        found.append((at, link.a, link.b))
        if problem.direction is not Direction.DIRECTED:
            found.append((at, link.b, link.a))
    return found


def is_slow(problem: DesignProblem, name: str, links: Iterable[int]) -> bool:
    """Return whether a way over some links is too slow for a demand."""
    limit = next(d.max_latency for d in problem.demands if d.id == name)
    return limit is not None and sum(problem.links[at].latency for at in links) > limit


def _traffic(problem: DesignProblem, case: Case) -> list[tuple[str, str, str, Fraction]]:
    failed = set(_failure(problem, case).nodes)
    times = 1 if case[1] else problem.normal_factor
    return [
        (demand.id, demand.source, demand.target, demand.amounts[case[0]] * times)
        for demand in problem.demands
        if not {demand.source, demand.target} & failed and demand.source != demand.target
    ]


def _ways(
    arcs: Sequence[tuple[int, str, str]], source: str, target: str
) -> Iterator[list[tuple[int, str, str]]]:
    """Yield all simple ways."""
    todo: list[list[tuple[int, str, str]]] = [[arc] for arc in arcs if arc[1] == source]
    while todo:
        way = todo.pop()
        if way[-1][2] == target:
            yield way
            continue
        seen = {source, *(head for _, _, head in way)}
        todo += [[*way, arc] for arc in arcs if arc[1] == way[-1][2] and arc[2] not in seen]


@dataclass
class Router:
    """Routes all traffic of some cases over capacities that change from run to run."""

    problem: DesignProblem
    cases: Sequence[Case]
    possible: bool = field(init=False, default=True)
    model: highspy.Highs = field(init=False)

    def __post_init__(self):
        self.model = highspy.Highs()
        self.model.silent()
        self.model.setOptionValue("threads", 1)
        for _ in self.problem.links:  # the first columns are the capacities
            self.model.addCol(0.0, 0.0, 0.0, 0, [], [])
        for case in self.cases:
            self._add(case)

    def _add(self, case: Case) -> None:
        arcs = _arcs(self.problem, case)
        used: dict[tuple[int, str], list[int]] = {}
        for name, source, target, amount in _traffic(self.problem, case):
            columns = []
            for way in _ways(arcs, source, target):
                if is_slow(self.problem, name, (at for at, _, _ in way)):
                    continue
                columns.append(self.model.getNumCol())
                cost = sum(self.problem.links[at].routing_cost for at, _, _ in way)
                paid = 0.0 if case[1] else float(cost)
                self.model.addCol(paid, 0.0, highspy.kHighsInf, 0, [], [])
                for at, tail, _ in way:
                    shared = self.problem.direction is Direction.UNDIRECTED
                    used.setdefault((at, "" if shared else tail), []).append(columns[-1])
            if columns:
                ones = [1.0] * len(columns)
                self.model.addRow(float(amount), float(amount), len(columns), columns, ones)
            self.possible &= bool(columns) or not amount
        for (at, _), columns in used.items():
            values = [1.0] * len(columns) + [-1.0]
            self.model.addRow(-highspy.kHighsInf, 0.0, len(values), [*columns, at], values)

    def cost(self, capacities: Sequence[Fraction]) -> Fraction | None:
        """Return the least routing cost of the normal states, ``None`` if nothing carries it."""
        for at, capacity in enumerate(capacities):
            self.model.changeColBounds(at, float(capacity), float(capacity))
        return self._solved()

    def buy(self, prices: Sequence[Fraction | None]) -> list[Fraction] | None:
        """Return what is best bought, at a price per unit or not at all (``None``)."""
        for at, (link, paid) in enumerate(zip(self.problem.links, prices, strict=True)):
            there = float(link.installed)
            self.model.changeColCost(at, float(paid or 0))
            self.model.changeColBounds(at, there, there if paid is None else highspy.kHighsInf)
        if self._solved() is None:
            return None
        # what the program leaves of its rounding would not be exact money
        found = [Fraction(x).limit_denominator(10**6) for x in self.model.getSolution().col_value]
        return [
            Fraction(0) if paid is None else amount - link.installed
            for link, paid, amount in zip(self.problem.links, prices, found, strict=False)
        ]

    def _solved(self) -> Fraction | None:
        if not self.possible:
            return None
        self.model.run()
        status = self.model.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        assert status in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty}
        return Fraction(self.model.getInfo().objective_function_value)


def _cheapest_of_any_amounts(problem: DesignProblem) -> Cheapest | None:
    """Try every set of links to buy on; how much is a linear program."""
    buying, routing = (Router(problem, cases(problem)) for _ in range(2))
    modules = [
        min((m for m in link.modules if m.capacity), key=_unit_price, default=None)
        for link in problem.links
    ]
    best: Cheapest | None = None
    for chosen in product(*[(None,) if module is None else (None, module) for module in modules]):
        amounts = buying.buy([None if module is None else _unit_price(module) for module in chosen])
        if amounts is None:
            continue
        counts = [
            tuple(amount / m.capacity if m is module else Fraction(0) for m in link.modules)
            for link, module, amount in zip(problem.links, chosen, amounts, strict=True)
        ]
        purchases = _bought(problem, counts)
        routed = routing.cost(
            [link.installed + amount for link, amount in zip(problem.links, amounts, strict=True)]
        )
        assert routed is not None
        cost = price(problem, purchases) + routed
        if best is None or cost < best.cost:
            best = Cheapest(cost, purchases)
    return best


def _unit_price(module: Module) -> Fraction:
    return module.cost / module.capacity


def _bought(problem: DesignProblem, counts: Sequence[tuple[Fraction, ...]]) -> tuple[Purchase, ...]:
    return tuple(
        Purchase(link=link.id, counts=own)
        for link, own in zip(problem.links, counts, strict=True)
        if any(own)
    )


def small(seed: int) -> DesignProblem:
    """Make a problem of three to five nodes; each feature is in a part of the instances."""
    chance = random.Random(seed)
    direction = chance.choice(list(Direction))
    num_nodes = chance.randint(3, 4 if direction is Direction.DIRECTED else 5)
    nodes = tuple("ABCDE"[:num_nodes])
    links = _links(chance, nodes, direction)
    slices = ("day", "night")[: chance.choice([1, 1, 2])]
    demands = []
    for d in range(chance.randint(1, 2 if direction is Direction.DIRECTED else 4)):
        source, target = chance.sample(nodes, 2)
        amounts = tuple(Fraction(chance.randint(0, 6), chance.choice([1, 1, 2])) for _ in slices)
        demands.append(Demand(id=f"D{d}", source=source, target=target, amounts=amounts))
    return DesignProblem(
        name=f"small-{seed}",
        nodes=nodes,
        links=links,
        demands=tuple(demands),
        direction=direction,
        choice=chance.choice([*(Choice.MODULAR,) * 3, *(Choice.EXPLICIT,) * 2, Choice.LINEAR]),
        failures=_failures(chance, nodes, links),
        slices=slices,
    )


def _links(
    chance: random.Random, nodes: tuple[str, ...], direction: Direction
) -> tuple[DesignLink, ...]:
    """Join all nodes in a ring or a tree, then some more of them, some twice."""
    order = chance.sample(nodes, len(nodes))
    ends = list(zip(order, order[1:] + order[:1], strict=True))
    if direction is Direction.DIRECTED:  # back again, or few failures would leave a way
        ends += [(b, a) for a, b in ends]
    elif chance.random() < 0.2:
        ends.pop()
    num = chance.randint(4, 6)
    while len(ends) < num:
        a, b = chance.sample(nodes, 2)
        ends.append((a, b))
    ends = ends[:6]
    installed, setup, routing = (chance.random() < share for share in (0.35, 0.35, 0.3))
    found = []
    for at, (a, b) in enumerate(ends):
        if direction is not Direction.DIRECTED and chance.random() < 0.5:
            a, b = b, a
        there = Fraction(chance.choice([0, 1, 2, 4])) if installed else Fraction(0)
        found.append(
            DesignLink(
                id=f"L{at}",
                a=a,
                b=b,
                installed=there,
                installed_cost=Fraction(chance.randint(0, 3)) if there else Fraction(0),
                setup_cost=Fraction(chance.randint(0, 8)) if setup else Fraction(0),
                routing_cost=Fraction(chance.randint(0, 4), 4) if routing else Fraction(0),
                modules=_modules(chance),
            )
        )
    return tuple(found)


def _modules(chance: random.Random) -> tuple[Module, ...]:
    sizes = chance.sample([3, 4, 5, 6, 8, 10, 12], chance.choice([0, *(1,) * 4, *(2,) * 7]))
    return tuple(
        Module(Fraction(size), Fraction(chance.randint(2, 2 + size), chance.choice([1, 1, 1, 2])))
        for size in sizes
    )


def _failures(
    chance: random.Random, nodes: tuple[str, ...], links: tuple[DesignLink, ...]
) -> tuple[Failure, ...]:
    """Make none, all single links, some links at a time, or some nodes."""
    names = [link.id for link in links]
    kind = chance.choice(["none", "single", "single", "links", "nodes"])
    if kind == "single":
        return single_link_failures(links)
    num = 0 if kind == "none" else chance.randint(1, 3)
    if kind == "nodes":
        return tuple(Failure(id=f"N-{n}", nodes=(n,)) for n in chance.sample(nodes, min(num, 3)))
    return tuple(
        Failure(id=f"F{f}", links=tuple(chance.sample(names, chance.choice([1, 1, 2]))))
        for f in range(num)
    )
