"""One cut and all states at once: the strongest inequalities over the modules that cross it.

After the failure of any one link the others must carry what crosses the cut then; links that fail
at once count as one. On each link a cheapest design buys a bundle that is worth its money. A linear
program over prices of modules finds the inequality that a point violates most; by the costs
themselves as prices it says what the cut costs at least.
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
MOST_CHOICES = 256
"""Of links that fail at once; where there are more, each counts by itself."""
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
    together: tuple[tuple[int, ...], ...]
    """Links that count as one."""
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
        return reduced(
            factors, least, Survived(tuple(map(int, cut.inside)), cut.unit, cut.together)
        )

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
        need, asked = self._asked(links, needs)
        most = max([need, *(own for _, own in asked if own is not None)])
        installed = [self._net.installed[link] for link in links]
        if most <= 0 or any(
            own is None and installed[at] >= most for places, own in asked for at in places
        ):
            return None
        capacities = self._variables.capacity[here]
        step = int(np.gcd.reduce([*capacities, *installed]))
        unit = -(-most // UNITS) if most > UNITS * step else step
        # of what alone is enough all count together
        kinds, kind = np.unique(np.minimum(most, capacities), return_inverse=True)
        place = np.searchsorted(links, self._variables.link[here]) * kinds.size + kind
        things = dict(zip(here.tolist(), place.tolist(), strict=True))
        choices = []
        for link, there in zip(links.tolist(), installed, strict=True):
            bundles = self._bundles.of(link, most - there) if there < most else ()
            if bundles is None:
                return None
            numbers = np.zeros((1 + len(bundles), links.size * kinds.size), np.int64)
            for row, bundle in zip(numbers[1:], bundles, strict=True):
                for j, times in bundle.numbers:
                    row[things[j]] += times
            amounts = [there, *(there + bundle.capacity for bundle in bundles)]
            units = np.array([min(-(-most // unit), -(-amount // unit)) for amount in amounts])
            choices.append((units, numbers))
        found, together = [], []
        for places, own in asked:
            alone = None if own is None else -(-own // unit)
            if np.prod([choices[at][0].size for at in places]) <= MOST_CHOICES:
                units, numbers = _joined([choices[at] for at in places], -(-most // unit))
                found.append(OnLink(units, numbers, alone))
                if len(places) > 1:
                    together.append(tuple(int(links[at]) for at in places))
            else:
                found += [OnLink(*choices[at], alone) for at in places]
        across = Across(-(-need // unit), tuple(found))
        # things that count alike have the price of the cheapest
        costs = np.full(links.size * kinds.size, int(self._costs[here].max()))
        np.minimum.at(costs, place, self._costs[here])
        ways = list(across.least(costs.astype(float))[1])
        ways.sort(key=lambda way: int(way @ costs))
        return _Cut(inside, here, place, costs, across, unit, tuple(together), ways)

    def _asked(
        self, links: Whole, needs: Real
    ) -> tuple[int, list[tuple[tuple[int, ...], int | None]]]:
        """Return what crosses in any state, and per place of a link what does when it is down.

        Places of links that are down at once go together where nothing else asks for more.
        """
        down = self._down[:, links]
        sets = [tuple(map(int, np.flatnonzero(row))) for row in np.unique(down, axis=0)]
        sets += [(at,) for at in range(links.size)]
        asks = {own: needs[down[:, list(own)].all(axis=1)] for own in sets if own}
        most = {own: int(found.max()) for own, found in asks.items() if found.size}
        taken: list[tuple[tuple[int, ...], int | None]] = []
        free = set(range(links.size))
        for own in sorted(most, key=lambda own: (-most[own], -len(own), own)):
            if free.issuperset(own) and (
                len(own) == 1 or (most[own] > 0 and len(own) < len(links))
            ):
                taken.append((own, most[own]))
                free -= set(own)
        taken += [((at,), None) for at in sorted(free)]
        return int(needs.max(initial=0)), sorted(taken)


def _joined(choices: list[tuple[Whole, Whole]], most: int) -> tuple[Whole, Whole]:
    """Return the choices of several links as those of one."""
    units, numbers = choices[0]
    for more, others in choices[1:]:
        units = np.minimum(most, (units[:, None] + more).ravel())
        numbers = (numbers[:, None] + others).reshape(-1, numbers.shape[1])
    return units, numbers
