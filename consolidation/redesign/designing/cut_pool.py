"""Cuts of the network: two sides, the links between them, what must cross.

In small networks all cuts with two connected sides are kept; in larger ones those found by drawing
nodes together along links with much capacity and trying all ways to part what remains.
"""

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality, Variables, reduced
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Metric

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_NODES = 14
"""Up to so many nodes all cuts are listed."""
DRAWN_TO = 11
SMALL_SIDE = 2
MOST_CUTS = 6_000
KEPT_PER_DRAW = 80


class CutPool:
    """The cuts at hand, one row each in all arrays."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
        self._ends = np.array(self._net.ends, np.int64).reshape(-1, 2)
        self._installed = np.array(self._net.installed, np.int64)
        self._pairs = np.array(self._net.pairs, np.int64).reshape(-1, 2)
        self._arcs = np.array([arcs[0] for _, arcs in variables.rows], np.int64).reshape(-1, 2)
        """The first arc of each capacity row."""
        self._demands = sorted({state.demands for state in self._net.states})
        place = {demands: i for i, demands in enumerate(self._demands)}
        self._of_state = np.array([place[state.demands] for state in self._net.states])
        self._known: set[bytes] = set()
        self._random = np.random.default_rng(1)
        self.inside = np.zeros((0, self._net.num_nodes), bool)
        """(cuts, nodes)"""
        self.is_complete = self._net.num_nodes <= MOST_NODES
        if self.is_complete:
            self._add(self._connected(_all_sides(self._net.num_nodes)))
        else:
            self._add(self._small())
        self._refresh()

    def _small(self) -> Flags:
        """Return the sides of one node, and of two or three that hang together."""
        level = {frozenset({node}) for node in range(self._net.num_nodes)}
        found = sorted(map(sorted, level))
        for _ in range(SMALL_SIDE - 1):
            level = {
                side | set(ends) for side in level for ends in self._net.ends if side & set(ends)
            } - level
            found += sorted(map(sorted, level))
        inside = np.zeros((len(found), self._net.num_nodes), bool)
        for flags, side in zip(inside, found, strict=True):
            flags[side] = True
        return inside

    def _connected(self, inside: Flags) -> Flags:
        """Return the cuts both of whose sides hang together: the others add nothing."""
        kept = np.ones(len(inside), bool)
        for flags in (inside, ~inside):
            first = flags.argmax(axis=1)
            reached = np.zeros_like(flags)
            reached[np.arange(len(flags)), first] = True
            for _ in range(self._net.num_nodes):
                for a, b in self._net.ends:
                    either = flags[:, a] & flags[:, b] & (reached[:, a] | reached[:, b])
                    reached[:, a] |= either
                    reached[:, b] |= either
            kept &= (reached == flags).all(axis=1)
        return inside[kept]

    def _add(self, inside: Flags) -> int:
        """Take in cuts that are new; of directed links, which cross one way, in both senses."""
        inside = np.where(inside[:, :1], ~inside, inside)
        if self._net.direction is Direction.DIRECTED:
            inside = np.concatenate([inside, ~inside])
        fresh = []
        for flags, key in zip(inside, np.packbits(inside, axis=1), strict=True):
            if key.tobytes() not in self._known and flags.any() and not flags.all():
                self._known.add(key.tobytes())
                fresh.append(flags)
        if fresh:
            self.inside = np.concatenate([self.inside, np.array(fresh)])
            if len(self.inside) > MOST_CUTS and not self.is_complete:
                self.inside = self.inside[-MOST_CUTS:]
        return len(fresh)

    def _refresh(self) -> None:
        """Work out crossing links and demands of all cuts."""
        a, b = self._ends[:, 0], self._ends[:, 1]
        out, into = self.inside[:, a], self.inside[:, b]
        self.crossing = out & ~into if self._net.direction is Direction.DIRECTED else out != into
        """(cuts, links): of directed links only those that lead out of the inside."""
        both = {demands: self._across(self.inside, demands) for demands in self._demands}
        self.needed = {d: self._larger(*across) for d, across in both.items()}
        """Per cut, by the demands of a state."""
        self._outward = {d: leaving >= entering for d, (leaving, entering) in both.items()}

    def _across(self, inside: Flags, demands: tuple[int, ...]) -> tuple[Real, Real]:
        """Return how much leaves and enters the inside of each cut."""
        between = np.zeros((self._net.num_nodes, self._net.num_nodes))
        np.add.at(between, (self._pairs[:, 0], self._pairs[:, 1]), np.array(demands, float))
        here, there = inside.astype(float), (~inside).astype(float)
        return ((here @ between) * there).sum(axis=1), ((there @ between) * here).sum(axis=1)

    def _larger(self, leaving: Real, entering: Real) -> Real:
        """Return what links over each cut must carry: of two directions the larger."""
        if self._net.direction is Direction.UNDIRECTED:
            return leaving + entering
        if self._net.direction is Direction.DIRECTED:
            return leaving
        return np.maximum(leaving, entering)

    def draw_together(self, capacities: Real, modules: Real, times: int) -> None:
        """Find more cuts with little capacity or few modules, where not all are known."""
        if self.is_complete:
            return
        added = 0
        for turn in range(times):
            there = capacities if turn % 2 else modules
            weights = there * self._random.uniform(0.3, 1.0, self._net.num_links)
            group = _contracted(self._net.num_nodes, self._ends, weights, DRAWN_TO)
            sides = _all_sides(int(group.max()) + 1)[:, group]
            crossing = sides[:, self._ends[:, 0]] != sides[:, self._ends[:, 1]]
            spare = crossing @ there
            if turn % 2:
                across = [self._larger(*self._across(sides, d)) for d in self._demands]
                spare = spare / np.maximum(np.max(across, axis=0), 1e-9)
            # of equals the short ones: those are tight in a design
            worth = np.argsort(spare + 0.01 * crossing.sum(axis=1), kind="stable")
            added += self._add(sides[worth[:KEPT_PER_DRAW]])
        if added:
            self._refresh()

    def inequality(self, cut: int, number: int) -> Inequality | None:
        """Return that capacity over a cut is at least what must cross it in a state."""
        demands = self._net.states[number].demands
        return self._row(
            self.inside[cut],
            self.crossing[cut],
            number,
            round(self.needed[demands][cut]),
            outward=bool(self._outward[demands][cut]),
        )

    def _row(
        self, inside: Flags, crossing: Flags, number: int, needed: int, *, outward: bool
    ) -> Inequality | None:
        links = crossing.copy()
        links[list(self._net.states[number].down)] = False
        here = links[self._variables.link]
        factors = np.zeros(self._variables.num, np.int64)
        factors[: here.size] = np.where(here, self._variables.capacity, 0)
        least = needed - int(self._installed[links].sum())
        return reduced(factors, least, Metric(number, self._lengths(inside, outward=outward)))

    def _lengths(self, inside: Flags, *, outward: bool) -> tuple[int, ...]:
        """Return length 1 on the capacity rows that count over a cut."""
        tail, head = inside[self._arcs[:, 0]], inside[self._arcs[:, 1]]
        if self._net.direction is Direction.UNDIRECTED:
            return tuple((tail != head).astype(int).tolist())
        if self._net.direction is Direction.BIDIRECTED and not outward:
            tail, head = head, tail
        return tuple((tail & ~head).astype(int).tolist())

    def side_of(self, row: Inequality) -> Flags | None:
        """Return one side of a cut that a metric inequality is of; ``None`` if it is of none."""
        if not isinstance(row.recipe, Metric) or self._net.direction is Direction.DIRECTED:
            return None
        apart = np.zeros(self._net.num_links, bool)
        np.logical_or.at(apart, self._variables.row_link, np.array(row.recipe.lengths) > 0)
        apart[list(self._net.states[row.recipe.state].down)] = True
        group = np.arange(self._net.num_nodes)
        for a, b in self._ends[~apart]:
            if group[a] != group[b]:
                group[group == group[b]] = group[a]
        inside: Flags = group == group[0]
        return None if inside.all() or np.unique(group).size > 2 else inside

    def needs(self, cut: int) -> Real:
        """Return what must cross a cut at hand in each state."""
        found: Real = np.array([self.needed[d][cut] for d in self._demands])[self._of_state]
        return found

    def crossed_by_nodes(self) -> Real:
        """Return what must cross the cut around each node in the first state."""
        alone = np.eye(self._net.num_nodes, dtype=bool)
        return self._larger(*self._across(alone, self._net.states[0].demands))

    def crossed_by(self, inside: Flags) -> Real:
        """Return what must cross any cut in each state."""
        across = [self._larger(*self._across(inside[None], d))[0] for d in self._demands]
        found: Real = np.array(across)[self._of_state]
        return found


def _all_sides(num: int) -> Flags:
    """Return all ways to part nodes in two, the first one always outside."""
    numbers = np.arange(1, 2 ** (num - 1), dtype=np.int64) << 1
    return ((numbers[:, None] >> np.arange(num)) & 1).astype(bool)


def _contracted(
    num_nodes: int, ends: NDArray[np.int64], weights: Real, target: int
) -> NDArray[np.int64]:
    """Return a group per node: nodes drawn together along the heaviest links."""
    group = np.arange(num_nodes)
    left = num_nodes
    for link in np.argsort(-weights, kind="stable"):
        if left <= target:
            break
        a, b = group[ends[link, 0]], group[ends[link, 1]]
        if a != b:
            group[group == b] = a
            left -= 1
    return np.unique(group, return_inverse=True)[1]
