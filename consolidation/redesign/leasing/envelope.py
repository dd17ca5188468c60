"""What the optimum is at every price: concave and piecewise linear, found exactly.

The cost of any choice of terms is linear in the weight of the monthly fees, so the optimum is the
lower envelope of such lines. From two weights and their optima the next weight to try is where
the two lines meet; where the optimum there is on both, nothing lies below (Eisner and Severance,
Mathematical techniques for efficient record segmentation, JACM 23, 1976).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Prices


@dataclass(frozen=True, slots=True)
class Piece:
    """From ``start`` on the optimum is ``once + month * weight``."""

    start: Fraction
    month: Fraction
    once: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """Return the optimum at a weight of this piece."""
        return self.once + self.month * weight


@dataclass(frozen=True, slots=True)
class Envelope:
    """The optimum of a network from one weight to another."""

    pieces: tuple[Piece, ...]
    end: Fraction
    proved: bool
    """Whether every optimum it stands on is proved."""

    def piece(self, weight: Fraction) -> Piece:
        """Return the piece that holds from a weight on."""
        return max((p for p in self.pieces if p.start <= weight), key=lambda p: p.start)


def envelope(leases: Leases, prices: Prices, low: Fraction, high: Fraction) -> Envelope | None:
    """Return the optimum over all weights of a range; ``None`` where there is none somewhere."""
    found = []
    proved = True
    for number in (None, *range(len(leases.parts))):
        own = _Part(leases, number, prices)
        first, last = own.line(low), own.line(high)
        if first is None or last is None:
            return None
        found.append([(low, *first), *own.between(low, first, high, last)])
        proved &= own.proved
    return Envelope(_summed(found, low), high, proved)


Straight = tuple[Fraction, Fraction]
"""Yen a month and once."""


class _Part:
    """The optima of one part at any weight; ``None``: of the lines that must not be used."""

    def __init__(self, leases: Leases, number: int | None, prices: Prices) -> None:
        self.leases, self.number, self.prices = leases, number, prices
        self.proved = True

    def line(self, weight: Fraction) -> Straight | None:
        """Return the cost, linear in the weight, of the optimum at a weight."""
        prices = replace(self.prices, weight=weight)
        best = self.leases.picked(self.number, prices)
        if best is None:
            return None
        self.proved &= best.proved
        lines = [prices.straight(own, term) for own, term in best.terms]
        return sum((a for a, _ in lines), Fraction(0)), sum((b for _, b in lines), Fraction(0))

    def between(
        self, low: Fraction, first: Straight, high: Fraction, last: Straight
    ) -> list[tuple[Fraction, Fraction, Fraction]]:
        """Return where the optimum changes inside a range, and what it is from there on."""
        if first[0] == last[0]:  # parallel: the same line, or one that only an end touches
            return []
        meet = (last[1] - first[1]) / (first[0] - last[0])
        if not low < meet < high:
            return [(high, *last)] if meet >= high else [(low, *last)]
        middle = self.line(meet)
        value = first[1] + first[0] * meet
        if middle is None or middle[1] + middle[0] * meet >= value:
            return [(meet, *last)]
        return [
            *self.between(low, first, meet, middle),
            *self.between(meet, middle, high, last),
        ]


def _summed(
    found: Sequence[Sequence[tuple[Fraction, Fraction, Fraction]]], low: Fraction
) -> tuple[Piece, ...]:
    """Return the sum of functions given by their pieces."""
    month = once = Fraction(0)
    turns = []
    for pieces in found:
        before = (Fraction(0), Fraction(0))
        for start, slope, rest in pieces:
            turns.append((start, slope - before[0], rest - before[1]))
            before = (slope, rest)
    summed: list[Piece] = []
    for start, slope, rest in sorted(turns):
        month, once = month + slope, once + rest
        if summed and summed[-1].start == start:
            summed.pop()
        summed.append(Piece(start, month, once))
    return tuple(summed) or (Piece(low, month, once),)
