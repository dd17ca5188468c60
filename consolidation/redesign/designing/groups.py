"""A few groups of nodes: the strongest inequalities over the modules between them.

Nodes are drawn together until three to five groups are left. Between those, whole modules must
cover what every way to part the groups in two needs. All minimal ways to cover it are listed, and
a linear program over prices of modules finds the inequality that a point violates most.

Sources: three- and four-partition inequalities, Agarwal 2006; the separation by a program over
all minimal solutions is that of tight metric inequalities, Avella, Mattia and Sassano 2007.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, product
from math import gcd

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import (
    Inequality,
    Variables,
    Whole,
    reduced,
)
from consolidation.redesign.designing.pricing import whole_prices
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Grouped
from consolidation.solving.rows import INFINITE, RowsProgram

Real = NDArray[np.float64]

MOST_UNITS = {3: 60, 4: 4, 5: 2}
"""Up to which need, in units, minimal ways are listed, by number of groups."""
VIOLATED = 1e-4
ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Draws:
    """How many groups are tried at a time."""

    crossed: int
    together: tuple[tuple[int, int], ...]
    """Numbers of groups, and how often nodes are drawn together into so many."""


def pairs_of(num: int) -> list[tuple[int, int]]:
    """Return the pairs of groups."""
    return list(combinations(range(num), 2))


def sides_of(num: int) -> list[tuple[int, ...]]:
    """Return the ways to part groups in two, the first one on side 0."""
    return [(0, *sides) for sides in product((0, 1), repeat=num - 1) if any(sides)]


@cache
def minimal_ways(num: int, needs: tuple[int, ...]) -> Whole:
    """Return all minimal capacities per pair of groups, in units, that cover the needs.

    >>> minimal_ways(3, (1, 1, 1)).tolist()
    [[0, 1, 1], [1, 0, 1], [1, 1, 0]]
    """
    most = max(needs)
    ways, covered = _all_ways(num, most) if num > 3 else _three_ways(needs)
    crossing = _crossing(num)
    enough = (covered >= needs).all(axis=1)
    ways, left = ways[enough], covered[enough] - np.array(needs)
    minimal = np.ones(len(ways), bool)
    for pair in range(crossing.shape[1]):
        tight = (left[:, crossing[:, pair]] < 1).any(axis=1)
        minimal &= (ways[:, pair] == 0) | tight
    return np.asarray(ways[minimal])


@cache
def _crossing(num: int) -> NDArray[np.bool_]:
    """Return for each way to part groups which pairs it parts."""
    return np.array([[s[i] != s[j] for i, j in pairs_of(num)] for s in sides_of(num)])


@cache
def _all_ways(num: int, most: int) -> tuple[Whole, Whole]:
    """Return all capacities up to a number of units, and what they cover."""
    grids = np.meshgrid(*[np.arange(most + 1)] * len(pairs_of(num)), indexing="ij")
    ways = np.stack([grid.ravel() for grid in grids], axis=1)
    return ways, ways @ _crossing(num).T.astype(np.int64)


def _three_ways(needs: tuple[int, ...]) -> tuple[Whole, Whole]:
    """Return ways between three groups: any capacities of two pairs, and what the third lacks."""
    amounts = np.arange(max(needs) + 1)
    first, second = np.meshgrid(amounts, amounts, indexing="ij")
    grid = np.stack([first.ravel(), second.ravel()], axis=1)
    crossing = _crossing(3).astype(np.int64)
    missing = np.array(needs) - grid @ crossing[:, :2].T
    third = np.where(crossing[:, 2], missing, 0).max(axis=1).clip(0)
    ways = np.column_stack([grid, third])
    return ways, ways @ crossing.T


@dataclass(frozen=True, slots=True)
class _Between:
    """What is between groups: per pair and size which columns, and the needs in units."""

    num: int
    needs: tuple[int, ...]
    unit: int
    place: Whole
    """Per column its slot (pair times sizes plus size), or -1."""
    sizes: tuple[int, ...]
    """In units."""
    there: NDArray[np.bool_]
    """Which slots have a column."""


class Groups:
    """Separation over few groups."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
        self._ends = np.array(self._net.ends, np.int64).reshape(-1, 2)
        self._pairs = np.array(self._net.pairs, np.int64).reshape(-1, 2)
        self._installed = np.array(self._net.installed, np.int64)
        self._sizes = tuple(sorted({c.capacity for c in self._net.columns}, reverse=True))
        place = {size: i for i, size in enumerate(self._sizes)}
        self._size_of = np.array([place[c.capacity] for c in self._net.columns], np.int64)
        self._random = np.random.default_rng(4)
        self.is_useful = (
            self._net.whole
            and self._net.direction is not Direction.DIRECTED
            and 0 < len(self._sizes) <= 6
        )

    def violated(
        self, x: Real, number: int, tight: NDArray[np.bool_], draws: Draws, most: int
    ) -> list[Inequality]:
        """Return violated inequalities, the most violated first.

        Groups are what two or three of the ``tight`` cuts (flags of nodes) leave together, and
        what nodes are drawn together into along heavy links.
        """
        seen: set[bytes] = set()
        found = []
        for groups in chain(self._crossed(tight, draws.crossed), self._drawn(x, number, draws)):
            num = int(groups.max()) + 1
            if num not in MOST_UNITS or groups.tobytes() in seen:
                continue
            seen.add(groups.tobytes())
            entry = self._strongest(x, number, groups, num)
            if entry is not None:
                found.append(entry)
        found.sort(key=lambda entry: entry[0])
        return [row for _, row in found[:most]]

    def _crossed(self, tight: NDArray[np.bool_], times: int) -> Iterator[Whole]:
        """Yield the groups into which two or three cuts part the nodes."""
        if len(tight) < 3:
            return
        # the tightest come first and are taken more often
        for turn in range(times):
            few = min(len(tight), 3 + turn // 4)
            chosen = self._random.choice(few, 3 if turn % 4 == 3 else 2, replace=False)
            code = tight[chosen].T.astype(np.int64) @ (1 << np.arange(chosen.size))
            yield _in_order(code)

    def _drawn(self, x: Real, number: int, draws: Draws) -> Iterator[Whole]:
        """Yield groups drawn together at random."""
        net = self._net
        weights = np.array(net.installed, float)
        np.add.at(weights, self._variables.link, x[: len(net.columns)] * self._variables.capacity)
        weights[list(net.states[number].down)] = -1.0
        for num, times in draws.together:
            for _ in range(times):
                shaken = weights * self._random.uniform(0.2, 1.0, weights.size)
                groups = _drawn(net.num_nodes, self._ends, shaken, num)
                if groups is not None:
                    yield groups

    def _between(self, number: int, groups: Whole, num: int) -> _Between | None:
        net, state = self._net, self._net.states[number]
        slot = np.zeros((num, num), np.int64)
        for i, (a, b) in enumerate(pairs_of(num)):
            slot[a, b] = slot[b, a] = i
        one, other = groups[self._ends].T
        of_link = np.where(one == other, -1, slot[one, other])
        of_link[list(state.down)] = -1
        asked, held = np.zeros((2, num, num), np.int64)
        np.add.at(asked, tuple(groups[self._pairs].T), np.array(state.demands, np.int64))
        apart = of_link >= 0
        np.add.at(held, (one[apart], other[apart]), self._installed[apart])
        sides = np.array(sides_of(num))
        out = ((sides @ asked) * (1 - sides)).sum(axis=1)
        back = (((1 - sides) @ asked) * sides).sum(axis=1)
        undirected = net.direction is Direction.UNDIRECTED
        has = ((sides @ (held + held.T)) * (1 - sides)).sum(axis=1)
        short = (out + back if undirected else np.maximum(out, back)) - has
        needs = np.maximum(0, short).tolist()
        crossing = of_link[self._variables.link] >= 0
        used = np.unique(self._size_of[crossing])
        if not used.size or max(needs) == 0:
            return None
        sizes = [self._sizes[i] for i in used]
        unit = _unit(sizes, max(needs), MOST_UNITS[num])
        if unit is None:
            return None
        within = np.full(len(self._sizes), -1)
        within[used] = np.arange(used.size)
        place = np.where(
            crossing, of_link[self._variables.link] * used.size + within[self._size_of], -1
        )
        there = np.zeros(len(pairs_of(num)) * used.size, bool)
        there[place[place >= 0]] = True
        return _Between(
            num,
            tuple(-(-need // unit) for need in needs),
            unit,
            place,
            tuple(-(-size // unit) for size in sizes),
            there,
        )

    def _strongest(
        self, x: Real, number: int, groups: Whole, num: int
    ) -> tuple[float, Inequality] | None:
        between = self._between(number, groups, num)
        if between is None:
            return None
        own = np.zeros(between.there.size)
        inside = between.place >= 0
        np.add.at(own, between.place[inside], x[: inside.size][inside])
        prices = _prices(between, own)
        if prices is None:
            return None
        whole, least = prices
        if float(whole @ own) > least * (1 - VIOLATED):
            return None
        factors = np.zeros(self._variables.num, np.int64)
        factors[: inside.size] = np.where(inside, whole[between.place], 0)
        recipe = Grouped(number, tuple(map(int, groups)), between.unit)
        row = reduced(factors, least, recipe)
        return None if row is None else (float(whole @ own) / least - 1, row)


def _prices(between: _Between, own: Real) -> tuple[Whole, int] | None:
    """Return whole prices per slot under which a point is cheaper than any way, if there are."""
    ways = minimal_ways(between.num, between.needs)
    slots = np.flatnonzero(between.there)
    program = RowsProgram(own[slots] + 1e-7, np.zeros(slots.size), np.full(slots.size, INFINITE))
    prices = np.where(between.there, np.repeat(1.0, between.there.size), np.inf)
    for _ in range(ROUNDS):
        numbers = _cheapest_ways(between, ways, prices)
        if numbers is None:
            return None
        fresh = [n for n in numbers if n @ np.where(between.there, prices, 0.0) < 1 - 1e-7]
        if not fresh and program.num_rows:
            break
        program.add_rows(
            [(np.arange(slots.size), n[slots].astype(float), 1.0) for n in fresh or numbers]
        )
        answer = program.solve(10.0)
        if answer is None or answer.value > 1 - VIOLATED:
            return None
        prices[slots] = answer.x
    else:
        return None
    whole = whole_prices(np.where(between.there, prices, 0.0))
    exact = np.where(between.there, whole.astype(float), np.inf)
    best = _cheapest_ways(between, ways, exact)
    if best is None:
        return None
    least = min(int(n @ whole) for n in best)
    return (whole, least) if least > 0 else None


def _cheapest_ways(between: _Between, ways: Whole, prices: Real) -> list[Whole] | None:
    """Return numbers of modules per slot of the cheapest ways, the cheapest first."""
    num_sizes, most = len(between.sizes), int(ways.max(initial=0))
    num_pairs = prices.size // num_sizes
    per_pair = prices.reshape(num_pairs, num_sizes)
    least = np.zeros((num_pairs, most + 1))
    choice = np.zeros((num_pairs, most + 1), np.int64)
    for amount in range(1, most + 1):
        ahead = np.stack(
            [
                least[:, max(0, amount - size)] + per_pair[:, s]
                for s, size in enumerate(between.sizes)
            ]
        )
        choice[:, amount] = ahead.argmin(axis=0)
        least[:, amount] = ahead.min(axis=0)
    totals = least[np.arange(num_pairs), ways].sum(axis=1)
    if not np.isfinite(totals).any():
        return None
    found = []
    for way in np.argsort(totals, kind="stable")[:4]:
        if not np.isfinite(totals[way]):
            break
        numbers = np.zeros(prices.size, np.int64)
        for pair, amount in enumerate(ways[way]):
            left = int(amount)
            while left > 0:
                s = int(choice[pair, left])
                numbers[pair * num_sizes + s] += 1
                left -= between.sizes[s]
        found.append(numbers)
    return found


def _unit(sizes: list[int], need: int, most: int) -> int | None:
    """Return by what to divide capacities so that needs are few units and little is lost."""
    exact = gcd(*sizes)
    if -(-need // exact) <= most:
        return exact
    best: tuple[float, int] | None = None
    smallest = min(sizes)
    for parts in range(1, 13):
        unit = -(-smallest // parts)
        if -(-need // unit) <= most:
            lost = max(-(-size // unit) * unit / size for size in sizes)
            if best is None or lost < best[0]:
                best = lost, unit
    return None if best is None or best[0] > 1.35 else best[1]


def _drawn(num_nodes: int, ends: Whole, weights: Real, num: int) -> Whole | None:
    """Return groups, first nodes first, drawn together along heavy links; ``None`` if apart."""
    group = np.arange(num_nodes)
    left = num_nodes
    for link in np.argsort(-weights, kind="stable"):
        if left <= num:
            break
        a, b = group[ends[link]]
        if a != b:
            group[group == b] = a
            left -= 1
    return _in_order(group) if left == num else None


def _in_order(code: Whole) -> Whole:
    """Return groups numbered by their first nodes."""
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(first))[place])
