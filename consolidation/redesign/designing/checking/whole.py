"""The problem in whole numbers, worked out anew for the check of a bound.

Search and check follow one convention. Capacities, installed capacities and demands, as they are
and as they count in the normal state, are multiplied by the least common multiple of their
denominators; costs by that of the denominators of
modules, what is installed, fixed charges, and routing costs per unit of the new capacities. States
are all slices in the normal state, then all slices after each failure. Variables are the columns
of the certificate, the links with a fixed charge, and the routing cost in the normal state of each
slice, if any link has one. Latencies, those of links and the limits of demands, are multiplied by
the least common multiple of their own denominators.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from consolidation.redesign.designing.problem import Choice, DesignProblem


@dataclass(frozen=True, slots=True)
class Column:
    """A module that may be bought on a link."""

    link: int
    capacity: int
    cost: int


@dataclass(frozen=True, slots=True)
class State:
    """A slice in the normal state or after a failure."""

    slice: int
    is_normal: bool
    down: frozenset[int]
    """Places of links that cannot be used."""
    demands: tuple[tuple[int, int, int], ...]
    """(source, target, amount) of any two nodes, the amount not 0."""
    limited: tuple[tuple[int, int, int, int | None], ...]
    """The same demands told apart by the most latency of their ways; ``None``: any."""


@dataclass(frozen=True, slots=True)
class Row:
    """``sum factor * variable >= least``; variables that are left out have the factor 0."""

    factors: dict[int, int]
    least: int

    def follows_from(self, other: "Row") -> bool:
        """Whether some multiple of another row, none negative, gives at least this one.

        As no variable is negative, a row stays right when factors grow and ``least`` falls.

        >>> Row({0: 3, 1: 4}, 3).follows_from(Row({0: 2, 1: 2}, 2))
        True
        >>> Row({0: 1, 1: 2}, 3).follows_from(Row({0: 1, 1: 1}, 2))
        False
        """
        low, high = Fraction(0), None
        places = self.factors.keys() | other.factors.keys()
        wants = [(other.factors.get(j, 0), self.factors.get(j, 0)) for j in places]
        for theirs, own in [*wants, (-other.least, -self.least)]:
            # the multiple t must satisfy own >= t * theirs
            if theirs > 0:
                most = Fraction(own, theirs)
                high = most if high is None else min(high, most)
            elif theirs < 0:
                low = max(low, Fraction(own, theirs))
            elif own < 0:
                return False
        return high is None or low <= high


@dataclass(frozen=True)
class WholeProblem:
    """A design problem in whole numbers, with the modules of a certificate."""

    problem: DesignProblem
    places: tuple[tuple[int, int], ...]
    """Places of link and module of each column."""

    @cached_property
    def capacity_factor(self) -> int:
        """What one unit of capacity is here."""
        links = self.problem.links
        amounts = [module.capacity for link in links for module in link.modules]
        amounts += [link.installed for link in links]
        for demand in self.problem.demands:
            amounts += demand.amounts
            amounts += [amount * self.problem.normal_factor for amount in demand.amounts]
        return lcm(*(amount.denominator for amount in amounts))

    @cached_property
    def cost_factor(self) -> int:
        """What one unit of cost is here."""
        links = self.problem.links
        costs = [module.cost for link in links for module in link.modules]
        costs += [cost for link in links for cost in (link.installed_cost, link.setup_cost)]
        costs += [link.routing_cost / self.capacity_factor for link in links]
        return lcm(*(cost.denominator for cost in costs))

    @cached_property
    def nodes(self) -> dict[str, int]:
        """Places of the nodes."""
        return {name: place for place, name in enumerate(self.problem.nodes)}

    @cached_property
    def ends(self) -> tuple[tuple[int, int], ...]:
        """Places of both ends of each link."""
        return tuple((self.nodes[link.a], self.nodes[link.b]) for link in self.problem.links)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The modules that may be bought."""
        found = []
        for link, place in self.places:
            module = self.problem.links[link].modules[place]
            capacity, cost = self.capacity(module.capacity), int(module.cost * self.cost_factor)
            found.append(Column(link, capacity, cost))
        return tuple(found)

    def capacity(self, amount: Fraction) -> int:
        """Return an amount of capacity or traffic in whole units."""
        return int(amount * self.capacity_factor)

    @cached_property
    def installed(self) -> tuple[int, ...]:
        """Capacity that is there, per link."""
        return tuple(self.capacity(link.installed) for link in self.problem.links)

    @cached_property
    def latency_factor(self) -> int:
        """What one unit of latency is here."""
        found = [link.latency for link in self.problem.links]
        found += [d.max_latency for d in self.problem.demands if d.max_latency is not None]
        return lcm(*(latency.denominator for latency in found))

    @cached_property
    def latency(self) -> tuple[int, ...]:
        """Latency of each link."""
        return tuple(int(link.latency * self.latency_factor) for link in self.problem.links)

    @cached_property
    def has_limits(self) -> bool:
        """Whether some demand may not take just any way."""
        return any(demand.max_latency is not None for demand in self.problem.demands)

    @cached_property
    def prices(self) -> tuple[int, ...]:
        """Routing cost of a unit of traffic, per link."""
        per_unit = Fraction(self.cost_factor, self.capacity_factor)
        return tuple(int(link.routing_cost * per_unit) for link in self.problem.links)

    @cached_property
    def opened(self) -> dict[int, int]:
        """Variables that say whether a link is opened, by links with a fixed charge."""
        links = [i for i, link in enumerate(self.problem.links) if link.setup_cost]
        return {link: len(self.places) + number for number, link in enumerate(links)}

    @cached_property
    def routing(self) -> range:
        """The variables of the routing cost, one per slice; none where nothing has a price."""
        first = len(self.places) + len(self.opened)
        return range(first, first + (len(self.problem.slices) if any(self.prices) else 0))

    @cached_property
    def costs(self) -> tuple[int, ...]:
        """Cost of each variable."""
        setup = [int(self.problem.links[i].setup_cost * self.cost_factor) for i in self.opened]
        return (*(column.cost for column in self.columns), *setup, *(1 for _ in self.routing))

    @cached_property
    def fixed_cost(self) -> int:
        """Cost of what is there."""
        return int(sum(link.installed_cost for link in self.problem.links) * self.cost_factor)

    @property
    def has_whole_modules(self) -> bool:
        """Whether modules are bought in whole numbers."""
        return self.problem.choice is not Choice.LINEAR

    def is_whole(self, variable: int) -> bool:
        """Whether a variable is a whole number in every design."""
        is_module = variable < len(self.places)
        return self.has_whole_modules if is_module else variable not in self.routing

    @cached_property
    def states(self) -> tuple[State, ...]:
        """All states in which the demands must be routed."""
        of_link = {link.id: place for place, link in enumerate(self.problem.links)}
        found = []
        for failure in (None, *self.problem.failures):
            lost = {self.nodes[name] for name in failure.nodes} if failure else set()
            down = {of_link[name] for name in failure.links} if failure else set()
            down |= {i for i, ends in enumerate(self.ends) if lost.intersection(ends)}
            times = Fraction(1) if failure else self.problem.normal_factor
            for slice_ in range(len(self.problem.slices)):
                limited = tuple(self._demands(slice_, lost, times))
                demands = _regardless_of_limits(limited)
                found.append(State(slice_, failure is None, frozenset(down), demands, limited))
        return tuple(found)

    def _demands(
        self, slice_: int, lost: set[int], times: Fraction
    ) -> Iterator[tuple[int, int, int, int | None]]:
        amounts: dict[tuple[int, int, int | None], int] = {}
        for demand in self.problem.demands:
            source, target = self.nodes[demand.source], self.nodes[demand.target]
            if source == target or lost.intersection((source, target)):
                continue
            limit = demand.max_latency
            most = None if limit is None else int(limit * self.latency_factor)
            amount = self.capacity(demand.amounts[slice_] * times)
            amounts[source, target, most] = amounts.get((source, target, most), 0) + amount
        for (source, target, most), amount in amounts.items():
            if amount:
                yield source, target, amount, most


def _regardless_of_limits(
    limited: Iterable[tuple[int, int, int, int | None]],
) -> tuple[tuple[int, int, int], ...]:
    """Return demands added up by their ends."""
    amounts: dict[tuple[int, int], int] = {}
    for source, target, amount, _ in limited:
        amounts[source, target] = amounts.get((source, target), 0) + amount
    return tuple((source, target, amount) for (source, target), amount in sorted(amounts.items()))
