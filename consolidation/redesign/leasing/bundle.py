"""Parallel lines between two nodes: the cheapest terms, exactly, by looking at all worth it.

With two nodes a state asks one thing only: that the lines left have the capacity needed together.
Depth first over the lines; a branch is left where what the worst state still needs, at the best
price per unit still to be had in it, makes it dearer than the best found. Among equally cheap
choices the one with the lowest worst utilisation is taken, then the one with fewest lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Line = Sequence[tuple[int, int]]
"""(capacity, cost) of each term of a line."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a state asks: the least capacity of all lines but those that are lost in it."""

    capacity: int
    wanted: Fraction
    """The same before rounding: what is carried then, over the part of a line that may be used."""
    lost: frozenset[int]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The cheapest choice: the place of each line's term, its cost and its worst utilisation.

    1 is all that may be used in a state.
    """

    picks: tuple[int, ...]
    cost: int
    worst: Fraction


class TooMany(Exception):
    """More branches would have to be looked at than was allowed."""


def cheapest_bundle(
    lines: Sequence[Line], needs: Sequence[Need], most_branches: int | None = None
) -> Bundle | None:
    """Return the cheapest choice of one term per line that meets all needs, if there is one.

    Raises `TooMany` where more branches than ``most_branches`` would have to be looked at.

    >>> thin, wide = [(0, 0), (10, 3)], [(0, 0), (100, 8)]
    >>> cheapest_bundle([thin, wide], [Need(20, Fraction(14), frozenset())]).picks
    (0, 1)
    """
    return _Search(lines, _worth_asking(needs), most_branches).run()


def _worth_asking(needs: Sequence[Need]) -> list[Need]:
    """Return the needs of which no other, of more with the same or more lost, makes certain."""
    kept: list[Need] = []
    for need in sorted(set(needs), key=lambda n: (-n.capacity, -len(n.lost), sorted(n.lost))):
        if need.capacity > 0 and not any(
            own.capacity >= need.capacity and own.wanted >= need.wanted and own.lost >= need.lost
            for own in kept
        ):
            kept.append(need)
    return kept


class _Search:
    """One search; lines with the best price per unit come first."""

    def __init__(self, lines: Sequence[Line], needs: list[Need], most: int | None) -> None:
        self.needs, self.left = needs, most
        options = [_worthwhile(line) for line in lines]
        base = [own[0][1] for own in options]
        self.base = sum(base)
        rates = [_rate(own) for own in options]
        self.order = sorted(range(len(lines)), key=lambda n: (rates[n] is None, rates[n] or 0, n))
        self.options = [options[n] for n in self.order]
        self.in_state = [
            [position for position, n in enumerate(self.order) if n not in need.lost]
            for need in needs
        ]
        self.rates = self._best_rates([rates[n] for n in self.order])
        self.rest = self._most_left()
        self.best: tuple[int, Fraction, int, tuple[int, ...]] | None = None

    def _best_rates(self, rates: list[Fraction | None]) -> list[list[tuple[int, int]]]:
        """Return, by depth and state, the least price per unit among the lines still to come.

        As numerator and denominator, since it is needed at every step; nothing where none comes.
        """
        found = []
        for depth in range(len(rates) + 1):
            row = []
            for alive in self.in_state:
                own = [r for p in alive if p >= depth and (r := rates[p]) is not None]
                least = min(own, default=Fraction(0))
                row.append((least.numerator, least.denominator))
            found.append(row)
        return found

    def _most_left(self) -> list[list[int]]:
        """Return, by depth and state, the most capacity that the lines still to come can give."""
        return [
            [
                sum(self.options[p][-1][0] - self.options[p][0][0] for p in alive if p >= depth)
                for alive in self.in_state
            ]
            for depth in range(len(self.options) + 1)
        ]

    def run(self) -> Bundle | None:
        first = [
            need.capacity - sum(self.options[position][0][0] for position in alive)
            for need, alive in zip(self.needs, self.in_state, strict=True)
        ]
        self._go(0, self.base, first, [])
        if self.best is None:
            return None
        cost, worst, _, picked = self.best
        picks = [0] * len(picked)
        for position, n in enumerate(self.order):
            picks[n] = picked[position]
        return Bundle(tuple(picks), cost, worst)

    def _go(self, depth: int, cost: int, lacks: list[int], picked: list[int]) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise TooMany
        if self.best is not None and self._least(depth, cost, lacks) > self.best[0]:
            return
        if any(lack > most for lack, most in zip(lacks, self.rest[depth], strict=True)):
            return
        if depth == len(self.options):
            self._end(cost, lacks, picked)
            return
        here = self.options[depth]
        n = self.order[depth]
        least, free, _ = here[0]
        for capacity, price, term in here:
            left = [
                lack if n in need.lost else lack - (capacity - least)
                for lack, need in zip(lacks, self.needs, strict=True)
            ]
            self._go(depth + 1, cost + price - free, left, [*picked, term])

    def _least(self, depth: int, cost: int, lacks: list[int]) -> int:
        """Return what any choice from here on costs at least."""
        most = 0
        for lack, (yen, units) in zip(lacks, self.rates[depth], strict=True):
            if lack > 0:
                most = max(most, -(-lack * yen // units))
        return cost + most

    def _end(self, cost: int, lacks: list[int], picked: list[int]) -> None:
        worst = Fraction(0)
        for lack, need in zip(lacks, self.needs, strict=True):
            worst = max(worst, need.wanted / (need.capacity - lack))
        used = sum(self.options[position][0][2] != term for position, term in enumerate(picked))
        found = (cost, worst, used, tuple(picked))
        if self.best is None or found < self.best:
            self.best = found


def _worthwhile(line: Line) -> list[tuple[int, int, int]]:
    """Return (capacity, cost, place) of the terms that no other beats, both rising."""
    kept: list[tuple[int, int, int]] = []
    ordered = sorted(((cost, -capacity, place) for place, (capacity, cost) in enumerate(line)))
    for cost, capacity, place in ordered:
        if not kept or -capacity > kept[-1][0]:
            kept.append((-capacity, cost, place))
    return kept


def _rate(options: list[tuple[int, int, int]]) -> Fraction | None:
    """Return the least price of a unit beyond the first term; ``None``: there is no more."""
    capacity, cost, _ = options[0]
    prices = [Fraction(c - cost, max(1, k - capacity)) for k, c, _ in options[1:]]
    return min(prices, default=None)
