"""Where a function changes sign, exactly: straight pieces, polynomials, staircases."""

from collections.abc import Callable, Sequence
from fractions import Fraction

FINE = Fraction(1, 10**12)
"""Width of the interval to which a root that is no fraction is closed in."""
ALIKE = 4 * FINE
"""Roots closer than this cannot be told apart."""
Function = Callable[[Fraction], Fraction]


def of_pieces(points: Sequence[Fraction], function: Function) -> tuple[Fraction, ...]:
    """Return where a function that is straight between points changes sign.

    >>> of_pieces([Fraction(0), Fraction(2), Fraction(4)], lambda x: abs(x - 2) - 1)
    (Fraction(1, 1), Fraction(3, 1))
    """
    return _changes([(x, function(x)) for x in points], _straight)


def _straight(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> Fraction:
    return a[0] - a[1] * (b[0] - a[0]) / (b[1] - a[1])


def _changes(
    values: Sequence[tuple[Fraction, Fraction]],
    between: Callable[[tuple[Fraction, Fraction], tuple[Fraction, Fraction]], Fraction],
) -> tuple[Fraction, ...]:
    """Return a root for each change of sign; where it is zero for a while, where that begins."""
    found = []
    last: tuple[Fraction, Fraction] | None = None
    zero_from: Fraction | None = None
    for point in values:
        if point[1] == 0:
            zero_from = point[0] if zero_from is None else zero_from
            continue
        if last is not None and last[1] * point[1] < 0:
            found.append(between(last, point) if zero_from is None else zero_from)
        last, zero_from = point, None
    return tuple(found)


def of_polynomial(
    factors: Sequence[Fraction], low: Fraction, high: Fraction
) -> tuple[Fraction, ...]:
    """Return where ``sum(factors[n] * x**n)`` changes sign in a range, to `FINE`.

    >>> [round(float(x), 6) for x in of_polynomial([Fraction(-2), Fraction(0), Fraction(1)],
    ...                                            Fraction(0), Fraction(3))]
    [1.414214]
    """
    return of_polynomials([(factors, low, high)])


def of_polynomials(
    pieces: Sequence[tuple[Sequence[Fraction], Fraction, Fraction]],
) -> tuple[Fraction, ...]:
    """Return where a function changes sign that is made of polynomials, each from low to high.

    They follow each other and are alike where they meet, to `FINE`: there the first one counts.
    Between the roots of its derivative each only rises or falls, so one root at most lies there.

    >>> of_polynomials([([Fraction(-1), Fraction(1)], Fraction(0), Fraction(1)),
    ...                 ([Fraction(-2), Fraction(2)], Fraction(1), Fraction(2))])
    (Fraction(1, 1),)
    """
    points: list[tuple[Fraction, Fraction]] = []
    wide = [own for own in pieces if own[1] < own[2]]
    for factors, low, high in wide:
        slope = [n * factor for n, factor in enumerate(factors)][1:]
        turns = of_polynomial(slope, low, high) if slope else ()
        start = () if points else (low,)
        points += [(x, value_at(factors, x)) for x in (*start, *turns, high)]

    def closed_in(a: tuple[Fraction, Fraction], b: tuple[Fraction, Fraction]) -> Fraction:
        factors = next(own for own, _, high in wide if b[0] <= high)
        left, right = a[0], b[0]
        while right - left > FINE:
            middle = ((left + right) / 2).limit_denominator(10**15)
            if value_at(factors, middle) * a[1] > 0:
                left = middle
            else:
                right = middle
        return right

    found: list[Fraction] = []
    for root in _changes(points, closed_in):
        if found and root - found[-1] <= ALIKE:
            found.pop()  # there and back where two meet: it only touches
        else:
            found.append(root)
    return tuple(found)


def value_at(factors: Sequence[Fraction], x: Fraction) -> Fraction:
    """Return ``sum(factors[n] * x**n)``."""
    total = Fraction(0)
    for factor in reversed(factors):
        total = total * x + factor
    return total


def of_steps(points: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, ...]:
    """Return beyond which points a staircase, given by (point beyond which, value), changes sign.

    >>> of_steps([(Fraction(1), Fraction(-5)), (Fraction(2), Fraction(0)),
    ...           (Fraction(3), Fraction(4))])
    (Fraction(3, 1),)
    """
    found = []
    last = Fraction(0)
    for beyond, value in points:
        if value * last < 0:
            found.append(beyond)
        last = value or last
    return tuple(found)
