"""Inequalities that every design satisfies, each with the recipe by which it can be checked.

Source of metric inequalities: Iri 1971, Onaga and Kakusho 1971; of the others see `covers`,
`partitions` and `groups`.
"""

from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.network import Network, State
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Metric, Recipe, Spanning, Summed
from consolidation.redesign.designing.ways import Ways

Whole = NDArray[np.int64]
MOST = 10**15
"""Factors beyond this are not taken: floating-point numbers no longer tell them apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Inequality:
    """``factors * variables >= least``."""

    factors: Whole
    least: int
    recipe: Recipe
    parents: tuple["Inequality", ...] = ()
    """What a `Covering` or `Summed` follows from."""

    def slack(self, x: NDArray[np.float64]) -> float:
        """Return by how much a point satisfies it, in units of its largest factor."""
        return float(self.factors @ x - self.least) / float(np.abs(self.factors).max())


@dataclass(frozen=True)
class Variables:
    """What the places of an inequality's factors mean."""

    net: Network

    @cached_property
    def opened(self) -> tuple[int, ...]:
        """The links with a fixed charge."""
        return tuple(i for i, cost in enumerate(self.net.setup) if cost)

    @cached_property
    def routing(self) -> range:
        """Places of the routing costs of the normal states, one per slice."""
        first = len(self.net.columns) + len(self.opened)
        return range(first, first + (self.net.num_slices if self.net.has_routing else 0))

    @cached_property
    def num(self) -> int:
        """How many there are."""
        return len(self.net.columns) + len(self.opened) + len(self.routing)

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """Which of them are whole numbers."""
        flags = np.full(self.num, self.net.whole)
        flags[len(self.net.columns) :] = True
        flags[list(self.routing)] = False
        return flags

    @cached_property
    def costs(self) -> Whole:
        """What one of each costs."""
        found = [c.cost for c in self.net.columns] + [self.net.setup[i] for i in self.opened]
        return np.array(found + [1] * len(self.routing), np.int64)

    @cached_property
    def link(self) -> Whole:
        """The link of each module."""
        return np.array([c.link for c in self.net.columns], np.int64)

    @cached_property
    def capacity(self) -> Whole:
        """The capacity of each module."""
        return np.array([c.capacity for c in self.net.columns], np.int64)

    @cached_property
    def rows(self) -> tuple[tuple[int, tuple[tuple[int, int], ...]], ...]:
        """The capacity rows: the link of each, and the arcs whose traffic adds up in it."""
        found: list[tuple[int, tuple[tuple[int, int], ...]]] = []
        for i, (a, b) in enumerate(self.net.ends):
            if self.net.direction is Direction.UNDIRECTED:
                found.append((i, ((a, b), (b, a))))
            else:
                found.append((i, ((a, b),)))
                if self.net.direction is Direction.BIDIRECTED:
                    found.append((i, ((b, a),)))
        return tuple(found)

    @cached_property
    def row_link(self) -> Whole:
        """The link of each capacity row."""
        return np.array([link for link, _ in self.rows], np.int64)

    @cached_property
    def ways(self) -> Ways:
        """The ways that are not too slow, where some are."""
        net = self.net
        return Ways(self.rows, net.latency, net.pairs, net.limits, net.direction)

    def capacities(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the capacity of each link."""
        found = np.array(self.net.installed, float)
        np.add.at(found, self.link, self.capacity * x[: len(self.net.columns)])
        return found


def distances(variables: Variables, state: State, lengths: Whole) -> NDArray[np.float64]:
    """Return the distance of every two nodes over links that are up; infinite where none."""
    far = np.full((variables.net.num_nodes,) * 2, np.inf)
    np.fill_diagonal(far, 0)
    for (link, arcs), length in zip(variables.rows, lengths, strict=True):
        if link not in state.down:
            for a, b in arcs:
                far[a, b] = min(far[a, b], length)
    for middle in range(variables.net.num_nodes):
        np.minimum(far, far[:, middle, None] + far[None, middle, :], out=far)
    return far


def traffic_times_distance(variables: Variables, state: State, lengths: Whole) -> float:
    """Return the sum over pairs, each over ways that are not too slow; infinite where none is."""
    if variables.net.is_limited:
        return variables.ways.needed(state.demands, state.down, lengths.tolist())
    far = distances(variables, state, lengths)
    return sum(
        amount * float(far[pair])
        for pair, amount in zip(variables.net.pairs, state.demands, strict=True)
        if amount
    )


def metric(variables: Variables, number: int, lengths: Whole, priced: int = 0) -> Inequality | None:
    """Return the metric inequality of lengths; ``None`` where it is empty or too large.

    Lengths of links that are down do not matter.
    """
    net, state = variables.net, variables.net.states[number]
    costs = np.array(net.routing, np.int64)[variables.row_link] * priced
    needed = traffic_times_distance(variables, state, lengths + costs)
    if not needed < MOST:
        return None
    up = np.array([link not in state.down for link in variables.row_link], np.int64)
    per_link = np.zeros(net.num_links, np.int64)
    np.add.at(per_link, variables.row_link, lengths * up)
    factors = np.zeros(variables.num, np.int64)
    factors[: len(net.columns)] = per_link[variables.link] * variables.capacity
    least = int(needed) - int(per_link @ np.array(net.installed, np.int64))
    if priced:
        factors[variables.routing[state.slice]] = priced
    return reduced(factors, least, Metric(number, tuple(map(int, lengths)), priced))


def spanning(
    variables: Variables, number: int, groups: Whole, *, opened: bool = False
) -> Inequality | None:
    """Return the inequality of groups of nodes; ``None`` where capacity between them is there."""
    net, state = variables.net, variables.net.states[number]
    crossing = np.array([groups[a] != groups[b] for a, b in net.ends])
    crossing[list(state.down)] = False
    if np.any(crossing & (np.array(net.installed) > 0)):
        return None
    joined = list(range(int(groups.max()) + 1))

    def root(group: int) -> int:
        while joined[group] != group:
            group = joined[group]
        return group

    least = 0
    for (a, b), amount in zip(net.pairs, state.demands, strict=True):
        one, other = root(int(groups[a])), root(int(groups[b]))
        if amount and one != other:
            joined[other] = one
            least += 1
    factors = np.zeros(variables.num, np.int64)
    factors[: len(net.columns)] = crossing[variables.link]
    if opened:
        for place, link in enumerate(variables.opened):
            factors[: len(net.columns)][variables.link == link] = 0
            factors[len(net.columns) + place] = crossing[link]
    return reduced(factors, least, Spanning(number, tuple(map(int, groups)), opened))


def summed(parents: tuple[Inequality, ...], divisor: int) -> Inequality | None:
    """Return the sum of inequalities over whole numbers, divided and rounded up."""
    factors = -(-np.sum([row.factors for row in parents], axis=0) // divisor)
    least = -(-sum(row.least for row in parents) // divisor)
    return reduced(factors, least, Summed(divisor), parents)


def reduced(
    factors: Whole, least: int, recipe: Recipe, parents: tuple[Inequality, ...] = ()
) -> Inequality | None:
    """Return an inequality divided by what all its numbers have in common."""
    if least <= 0 and not np.any(factors < 0):
        return None
    common = int(np.gcd.reduce(factors))
    if common == 0 or np.abs(factors).max() > MOST:
        return None
    common = gcd(common, least)
    return Inequality(factors // common, least // common, recipe, parents)
