"""One cut and all states at once: the strongest inequalities over the modules that cross it.

After the failure of any one link the others must carry what crosses the cut then. On each link a
cheapest design buys a bundle that is worth its money. A linear program over prices of modules
finds the inequality that a point violates most; by the costs themselves as prices it says what the
cut costs at least.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.across import Across, OnLink
from consolidation.redesign.designing.bundles import Bundles
from consolidation.redesign.designing.inequalities import Inequality, Variables, reduced
from consolidation.redesign.designing.pricing import prices
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Survived

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_LINKS = 40
"""Of a cut; larger ones are left to `cuts` state by state."""
UNITS = 12
"""Needs are counted in so many units at most."""
MOST_KNOWN = 2000
"""So many cuts are kept with the ways found."""
DEAREST = 10**9
"""Costs are counted in parts of the dearest module, so many at most."""


@dataclass(frozen=True, slots=True)
class Cheapest:
    """What a cut costs at least, and what is bought then."""

    row: Inequality
    x: Real


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is asked over a cut."""

    inside: Flags
    here: Whole
    """The columns across it."""
    place: Whole
    """The priced thing that each counts as."""
    costs: Whole
    """Of each priced thing."""
    across: Across
    unit: int
    ways: list[Whole]
    """Those found so far, the cheapest first to begin with."""


class SurvivedCuts:
    """Separation over cuts, each in all states."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
        self._bundles = Bundles(variables)
        self._ends = np.array(self._net.ends, np.int64).reshape(-1, 2)
        fails = len(self._net.states) > self._net.num_slices
        self.is_useful = (
            self._net.whole
            and self._net.direction is not Direction.DIRECTED
            and (fails or self._net.single)
        )
        """Without failures, and with any numbers of modules, `covers` tells as much."""
        scale = -(-int(variables.costs.max(initial=1)) // DEAREST)
        self._costs = variables.costs // max(1, scale)
        self._known: dict[bytes, _Cut | None] = {}

    @cached_property
    def _down(self) -> Flags:
        """(states, links): which are down."""
        down = np.zeros((len(self._net.states), self._net.num_links), bool)
        for number, state in enumerate(self._net.states):
            down[number, list(state.down)] = True
        return down

    def cheapest(self, inside: Flags, needs: Real) -> Cheapest | None:
        """Return what a cut costs at least, and how; ``None`` where it cannot be told.

        ``needs``: what crosses the cut in each state.
        """
        cut = self._cut(inside, needs)
        if cut is None or not cut.ways:
            return None
        own = self._costs[cut.here]
        way = cut.ways[0]
        row = self._row(cut, cut.costs[cut.place], int(cut.costs @ way))
        if row is None:
            return None
        x = np.zeros(self._variables.num)
        for thing in np.flatnonzero(way):
            columns = cut.here[cut.place == thing]
            x[columns[int(own[cut.place == thing].argmin())]] = way[thing]
        return Cheapest(row, x)

    def strongest(self, x: Real, inside: Flags, needs: Real) -> Inequality | None:
        """Return the inequality of a cut that a point violates most, if it violates any."""
        cut = self._cut(inside, needs)
        if cut is None or not cut.ways:
            return None
        own = np.zeros(cut.costs.size)
        np.add.at(own, cut.place, x[cut.here])
        found = prices(own, cut.across.least, cut.ways)
        return None if found is None else self._row(cut, found[0][cut.place], found[1])

    def _row(self, cut: _Cut, own: Whole, least: int) -> Inequality | None:
        factors = np.zeros(self._variables.num, np.int64)
        factors[cut.here] = own
        return reduced(factors, least, Survived(tuple(map(int, cut.inside)), cut.unit))

    def _cut(self, inside: Flags, needs: Real) -> _Cut | None:
        """Return what is asked over a cut; ``None`` where it is too large or nothing is."""
        key = np.packbits(inside).tobytes()
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = self._worked_out(inside, needs)
        return self._known[key]

    def _worked_out(self, inside: Flags, needs: Real) -> _Cut | None:
        crossing = inside[self._ends[:, 0]] != inside[self._ends[:, 1]]
        links = np.flatnonzero(crossing)
        here = np.flatnonzero(crossing[self._variables.link])
        if links.size > MOST_LINKS or not here.size:
            return None
        need, alone = self._asked(links, needs)
        most = max([need, *(own for own in alone if own is not None)])
        installed = [self._net.installed[link] for link in links]
        if most <= 0 or any(
            there >= most for there, own in zip(installed, alone, strict=True) if own is None
        ):
            return None
        capacities = self._variables.capacity[here]
        step = int(np.gcd.reduce([*capacities, *installed]))
        unit = -(-most // UNITS) if most > UNITS * step else step
        # of what alone is enough all count together
        kinds, kind = np.unique(np.minimum(most, capacities), return_inverse=True)
        place = np.searchsorted(links, self._variables.link[here]) * kinds.size + kind
        things = dict(zip(here.tolist(), place.tolist(), strict=True))
        found = []
        for link, there, own in zip(links.tolist(), installed, alone, strict=True):
            bundles = self._bundles.of(link, most - there) if there < most else ()
            if bundles is None:
                return None
            numbers = np.zeros((1 + len(bundles), links.size * kinds.size), np.int64)
            for row, bundle in zip(numbers[1:], bundles, strict=True):
                for j, times in bundle.numbers:
                    row[things[j]] += times
            amounts = [there, *(there + bundle.capacity for bundle in bundles)]
            units = np.array([min(-(-most // unit), -(-amount // unit)) for amount in amounts])
            found.append(OnLink(units, numbers, None if own is None else -(-own // unit)))
        across = Across(-(-need // unit), tuple(found))
        # things that count alike have the price of the cheapest
        costs = np.full(links.size * kinds.size, int(self._costs[here].max()))
        np.minimum.at(costs, place, self._costs[here])
        ways = list(across.least(costs.astype(float))[1])
        ways.sort(key=lambda way: int(way @ costs))
        return _Cut(inside, here, place, costs, across, unit, ways)

    def _asked(self, links: Whole, needs: Real) -> tuple[int, list[int | None]]:
        """Return what crosses while all links are up, and when each alone is down."""
        down = self._down[:, links]
        count = down.sum(axis=1)
        alone: list[int | None] = []
        for at in range(links.size):
            own = needs[(count == 1) & down[:, at]]
            alone.append(int(own.max()) if own.size else None)
        return int(needs[count == 0].max(initial=0)), alone
