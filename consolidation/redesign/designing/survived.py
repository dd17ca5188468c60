"""One cut and all failures of its links at once: the strongest inequalities over its modules.

After the failure of any one link the others must carry what crosses the cut. On each link a
cheapest design buys a bundle that is worth its money. All minimal choices of bundles are listed,
and a linear program over prices of modules finds the inequality that a point violates most.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.bundles import Bundles
from consolidation.redesign.designing.inequalities import Inequality, Variables, Whole, reduced
from consolidation.redesign.designing.pricing import prices
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Survived

Real = NDArray[np.float64]
Flags = NDArray[np.bool_]
MOST_LINKS = 10
MOST_WAYS = 20_000
UNITS = 12
"""Needs are counted in so many units at most."""


Option = tuple[int, int]
"""The amount of a bundle, and that of the largest other one that is part of it."""


@cache
def minimal_ways(options: tuple[tuple[Option, ...], ...], need: int) -> Whole | None:
    """Return all minimal choices of a bundle (0: none) per link, from options in order.

    Without any one link the others must add up to the need. ``None`` if there are too many.

    >>> minimal_ways((((1, 0), (2, 1)), ((2, 0),), ((2, 0),)), 2).tolist()
    [[0, 1, 1], [2, 0, 1], [2, 1, 0]]
    """
    ways = np.zeros((1, 0), np.int64)
    size = np.zeros((1, 0), np.int64)
    for own in options:
        amounts = np.array([0, *(amount for amount, _ in own)])
        # where the need is met nothing more is bought
        done = size.sum(axis=1) - size.max(axis=1, initial=0) >= need
        choice = np.tile(np.arange(amounts.size), len(ways))
        before = np.repeat(np.arange(len(ways)), amounts.size)
        kept = ~done[before] | (choice == 0)
        choice, before = choice[kept], before[kept]
        if choice.size > MOST_WAYS:
            return None
        ways = np.column_stack([ways[before], choice])
        size = np.column_stack([size[before], amounts[choice]])
    enough = size.sum(axis=1) - size.max(axis=1) >= need
    ways, size = ways[enough], size[enough]
    minimal = np.ones(len(ways), bool)
    for i, own in enumerate(options):
        less = size.copy()
        less[:, i] = np.array([0, *(part for _, part in own)])[ways[:, i]]
        minimal &= (ways[:, i] == 0) | (less.sum(axis=1) - less.max(axis=1) < need)
    return np.asarray(ways[minimal])


def _options(bundles: dict[tuple[int, ...], int]) -> tuple[Option, ...]:
    """Return the amounts of bundles (how many of each module), and those of parts of them."""
    return tuple(
        (
            amount,
            max(
                (
                    other
                    for part, other in bundles.items()
                    if part != bundle and all(p <= b for p, b in zip(part, bundle, strict=True))
                ),
                default=0,
            ),
        )
        for bundle, amount in bundles.items()
    )


class SurvivedCuts:
    """Separation over cuts, each with all failures of its links."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
        self._bundles = Bundles(variables)
        self._ends = np.array(self._net.ends, np.int64).reshape(-1, 2)
        alone = {next(iter(state.down)) for state in self._net.states if len(state.down) == 1}
        self.is_useful = (
            self._net.whole
            and self._net.direction is not Direction.DIRECTED
            and not any(self._net.installed)
            and len(alone) == self._net.num_links
        )
        """Whether every link may fail alone, and nothing is there already."""

    def strongest(self, x: Real, inside: Flags, need: int) -> Inequality | None:
        """Return the inequality of a cut that a point violates most, if it violates any.

        ``need``: what crosses in each state in which a link of the cut is down, at least.
        """
        crossing = inside[self._ends[:, 0]] != inside[self._ends[:, 1]]
        links = np.flatnonzero(crossing)
        if not 2 <= links.size <= MOST_LINKS:
            return None
        here = np.flatnonzero(crossing[self._variables.link])
        capacities = self._variables.capacity[here]
        unit = -(-need // UNITS) if need > UNITS * int(np.gcd.reduce(capacities)) else 0
        unit = unit or int(np.gcd.reduce(capacities))
        # of what alone is enough all count together
        kinds, kind = np.unique(np.minimum(need, capacities), return_inverse=True)
        place = np.searchsorted(links, self._variables.link[here]) * kinds.size + kind
        own = np.zeros(links.size * kinds.size)
        slots = dict(zip(here.tolist(), place.tolist(), strict=True))
        ways = self._ways(links.tolist(), slots, own.size, need, unit)
        if ways is None:
            return None
        np.add.at(own, place, x[here])
        found = prices(own, ways)
        if found is None:
            return None
        factors = np.zeros(self._variables.num, np.int64)
        factors[here] = found[0][place]
        return reduced(factors, found[1], Survived(tuple(map(int, inside)), unit))

    def _ways(
        self, links: list[int], slots: dict[int, int], size: int, need: int, unit: int
    ) -> Whole | None:
        """Return how many of each slot, a kind of module on a link, all minimal choices buy."""
        options, parts = [], []
        needed = -(-need // unit)
        for link in links:
            own: dict[tuple[int, ...], int] = {}
            for bundle in self._bundles.of(link, need):
                numbers = [0] * size
                for j, times in bundle.numbers:
                    numbers[slots[j]] += times
                own[tuple(numbers)] = min(needed, -(-bundle.capacity // unit))
            if not own:
                return None
            options.append(_options(own))
            parts.append(np.array([[0] * size, *own], np.int64))
        chosen = minimal_ways(tuple(options), needed)
        if chosen is None or not len(chosen):
            return None
        return np.asarray(np.sum([part[chosen[:, i]] for i, part in enumerate(parts)], axis=0))
