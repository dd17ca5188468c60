"""Separation over cuts: what whole modules must satisfy over each cut, in each state."""

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.covers import Covers, covering, in_modules
from consolidation.redesign.designing.cut_pool import CutPool
from consolidation.redesign.designing.inequalities import Inequality, Variables, summed
from consolidation.redesign.designing.survived import MOST_LINKS, SurvivedCuts

Real = NDArray[np.float64]

VIOLATED = 1e-6
NEARLY = 0.05
"""Facets other than roundings may be violated where those have this share to spare."""
BROKEN = 1e-4
FEW_TRIED, MOST_TRIED = 30, 200
"""Cuts tried in all states at a time, in small and in large networks."""
HEAVIEST = 3
"""In large networks so many links of a cut are looked at for what their failure leaves."""
MOST_TIGHT = 80
TIGHT = 0.2
"""Cuts with this share to spare, or less, take part in inequalities of several cuts."""


class Cuts:
    """The inequalities that the cuts of a pool give."""

    def __init__(self, variables: Variables, covers: Covers) -> None:
        self._variables = variables
        self._net = variables.net
        self._covers = covers
        self.pool = CutPool(variables)
        self._failures = SurvivedCuts(variables)
        self._sizes = tuple(sorted({c.capacity for c in self._net.columns}, reverse=True))
        place = {size: i for i, size in enumerate(self._sizes)}
        self._size_of = np.array([place[c.capacity] for c in self._net.columns], np.int64)
        self._installed = np.array(self._net.installed, float)
        self._single = {
            next(iter(state.down)): number
            for number, state in reversed(list(enumerate(self._net.states)))
            if len(state.down) == 1
        }
        """A state for each link in which it alone is down."""
        self.tight = self.pool.inside[:0]
        """The cuts with least to spare in the first state, by the last point."""

    @property
    def are_of_one(self) -> bool:
        """Whether one module does for most nodes, and nothing more is asked after failures.

        Then a design is hardly more than a tree.
        """
        if not self._sizes or self._single or not self._net.whole:
            return False
        return float(np.median(self.pool.crossed_by_nodes())) <= self._sizes[-1]

    def violated(self, x: Real, most: int) -> list[Inequality]:
        """Return violated inequalities, the most violated first."""
        if not self._sizes:
            return []  # nothing can be bought
        crossing = self.pool.crossing
        per_link = np.zeros((len(self._sizes), self._net.num_links))
        np.add.at(per_link, (self._size_of, self._variables.link), x[: len(self._net.columns)])
        bought = np.stack([crossing @ numbers for numbers in per_link])
        there = crossing @ self._installed
        heavy = self._heavy(self._variables.capacities(x))
        near: list[tuple[float, int, int]] = []
        for number, state in enumerate(self._net.states):
            gone = sorted(state.down)
            down = crossing[:, gone]
            if len(gone) == 1:
                concerned = np.flatnonzero(heavy[:, gone[0]])
            else:
                concerned = np.flatnonzero(down.any(axis=1)) if gone else np.arange(len(crossing))
            down = down[concerned]
            needed = self.pool.needed[state.demands][concerned] - there[concerned]
            needed = needed + down @ self._installed[gone]
            numbers = bought[:, concerned] - np.stack([down @ n[gone] for n in per_link])
            short = self._short(needed, numbers)
            if number == 0:
                order = np.argsort(short, kind="stable")[:MOST_TIGHT]
                self.tight = self.pool.inside[order[short[order] < TIGHT]]
            limit = NEARLY if number == 0 else -VIOLATED
            close = np.flatnonzero(short < limit)
            close = close[np.argsort(short[close], kind="stable")[: 2 * most]]
            near += [(float(short[i]), number, int(concerned[i])) for i in close]
        near.sort()
        found = []
        for _, number, cut in near[: 2 * most]:
            parent = self.pool.inequality(cut, number)
            if parent is not None:
                found += covering(self._covers, parent, x)
        found += self._survived(bought, most)
        found.sort(key=lambda row: row.slack(x) / max(1, row.least))
        return found[:most]

    def _heavy(self, capacities: Real) -> NDArray[np.bool_]:
        """Return which links' failures to look at per cut: in large networks those of the largest.

        Their failures leave least, and there are many cuts and states.
        """
        crossing = self.pool.crossing
        if self.pool.is_complete or self._net.num_links <= HEAVIEST or not self._single:
            return crossing
        own = crossing * capacities
        least = np.partition(own, -HEAVIEST, axis=1)[:, -HEAVIEST, None]
        return np.asarray(crossing & (own >= least) & (own > 0))

    def survived(self, x: Real, most: int) -> list[Inequality]:
        """Return violated inequalities of cuts in all states at once, the most violated first.

        Where one module is enough for what crosses, `violated` finds all that matters.
        """
        if not self._failures.is_useful or not self._sizes:
            return []
        pool = self.pool
        own = x[: len(self._net.columns)]
        between = np.zeros(self._net.num_links, bool)
        broken = np.abs(own - np.round(own)) > BROKEN
        between[self._variables.link[broken]] = True
        links = pool.crossing.sum(axis=1)
        needed = np.max([pool.needed[d] for d in sorted(pool.needed)], axis=0)
        apt = (links > 1) & (links <= MOST_LINKS) & (needed > self._sizes[-1])
        apt &= (pool.crossing & between).any(axis=1)
        tried = MOST_TRIED if self._net.is_large else FEW_TRIED
        # small cuts come first: those are tight in a design
        places = np.flatnonzero(apt)
        places = places[np.argsort(links[places], kind="stable")[:tried]]
        found = []
        for cut in places:
            row = self._of_cut(x, pool.inside[cut], pool.needs(int(cut)))
            if row is not None:
                found.append(row)
            if len(found) >= most:
                break
        found.sort(key=lambda row: row.slack(x) / row.least)
        return found

    def _of_cut(self, x: Real, inside: NDArray[np.bool_], needs: Real) -> Inequality | None:
        found = self._failures.cheapest(inside, needs)
        if found is not None and found.row.slack(x) < -BROKEN:
            return found.row
        return self._failures.strongest(x, inside, needs) if self._is_broken(x) else None

    def _is_broken(self, x: Real) -> bool:
        """Whether a point is no design: only there the strongest prices are worth their time."""
        own = x[: len(self._net.columns)]
        return bool((np.abs(own - np.round(own)) > BROKEN).any())

    def of_nodes(self) -> tuple[list[Inequality], Real]:
        """Return what the lines of each node cost at least, and all of these ways together."""
        together = np.zeros(self._variables.num)
        found = []
        if self._failures.is_useful and self._sizes:
            for inside in np.eye(self._net.num_nodes, dtype=bool):
                own = self._failures.cheapest(inside, self.pool.crossed_by(inside))
                if own is not None:
                    found.append(own.row)
                    together = np.maximum(together, own.x)
        return found, together

    def around(self, row: Inequality, x: Real) -> list[Inequality]:
        """Return what a violated inequality of one state says of its cut in all states."""
        if not self._failures.is_useful:
            return []
        inside = self.pool.side_of(row)
        if inside is None:
            return []
        found = self._of_cut(x, inside, self.pool.crossed_by(inside))
        return [] if found is None else [found]

    def _short(self, needed: Real, numbers: Real) -> Real:
        """Return per cut what is to spare of its most violated rounding, as a share of it."""
        if not needed.size:
            return np.zeros(0)
        short = np.full(needed.size, np.inf)
        asked = np.flatnonzero(needed > 0)
        need, has = needed[asked], numbers[:, asked]
        for size in self._sizes:
            rest = need - np.floor(need / size) * size
            rest = np.where(rest <= 1e-9, size, rest)
            got = np.zeros(need.size)
            for other, num in zip(self._sizes, has, strict=True):
                full = other // size
                got += num * (full + np.minimum(1.0, (other - full * size) / rest))
            short[asked] = np.minimum(short[asked], got / np.ceil(need / size - 1e-12) - 1)
        return short

    def _survived(self, bought: Real, most: int) -> list[Inequality]:
        """Return what cuts satisfy because they hold after the failure of any of their links.

        The inequalities of the cut after each failure are added up; each link is missing in one
        of them, so that the sum is so many times the whole cut less one.
        """
        if not self._single:
            return []
        crossing = self.pool.crossing
        alone = np.array(sorted(self._single), np.int64)
        demands = {self._net.states[number].demands for number in self._single.values()}
        needed = np.min([self.pool.needed[d] for d in sorted(demands)], axis=0)
        needed = needed - crossing @ self._installed
        links = crossing.sum(axis=1)
        whole = (crossing[:, alone].sum(axis=1) == links) & (links > 1) & (needed > 0)
        concerned = np.flatnonzero(whole)
        spare, best = self._spare(needed[concerned], bought[:, concerned], links[concerned])
        found = []
        for place in np.argsort(spare, kind="stable")[:most]:
            if spare[place] >= -VIOLATED:
                break
            row = self._over_failures(int(concerned[place]), self._sizes[best[place]])
            if row is not None:
                found.append(row)
        return found

    def _spare(
        self, needed: Real, numbers: Real, links: NDArray[np.int64]
    ) -> tuple[Real, NDArray[np.int64]]:
        """Return per cut what is to spare over its failures, as a share, and by which size."""
        spares = []
        for size in self._sizes:
            got = sum(-(-other // size) * n for other, n in zip(self._sizes, numbers, strict=True))
            times = np.ceil(needed / size - 1e-12)
            spares.append(got / np.ceil(times * links / (links - 1) - 1e-9) - 1)
        best = np.argmin(spares, axis=0)
        return np.min(spares, axis=0), best

    def _over_failures(self, cut: int, size: int) -> Inequality | None:
        """Return the sum over the failures of a cut's links, in modules of one size."""
        rows = []
        links = np.flatnonzero(self.pool.crossing[cut])
        for link in links:
            parent = self.pool.inequality(cut, self._single[int(link)])
            row = None if parent is None else in_modules(parent, size, self._variables.capacity)
            if row is None:
                return None
            rows.append(row)
        return summed(tuple(rows), links.size - 1)
