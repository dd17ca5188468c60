"""Where keeping separate and merging change places, from the optima at every value, not a grid.

At each value of the quantity both sides are at their own optimum: lines are leased anew. For fees
the optima are straight pieces in the weight of a monthly yen (`leasing.envelope`), for the discount
rate polynomials (`over_rates`), for growth a staircase (`leasing.thresholds`); a
router's price moves one straight line against another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from consolidation.comparing.model import BreakEven
from consolidation.comparing.over_rates import added, negative, over_rates
from consolidation.comparing.present_value import MONTHS, Terms
from consolidation.comparing.pricing import Besides
from consolidation.comparing.roots import of_pieces, of_polynomials, of_steps, value_at
from consolidation.redesign.leasing.envelope import Envelope, envelope
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.networks import MOST_GROWTH
from consolidation.redesign.leasing.thresholds import Staircase, staircase

MOST_FEES = Fraction(3)
"""Line fees are looked at from nothing to this many times as much."""
MOST_DISCOUNT = Fraction(1, 10)
"""Discount rates are looked at from nothing to this."""
MOST_ROUTER = 10
"""Prices of a router are looked at from nothing to this many times as much, or to `LEAST_TOP`."""
LEAST_TOP = 10_000_000


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a break-even: its lines at any price, and what it costs besides."""

    name: str
    leases: Leases
    besides: Besides
    routers: int
    stairs: Staircase | None = None
    """Its lines at every growth up to `MOST_GROWTH` times that asked for, where known."""


def break_evens(separate: Side, merged: Side, terms: Terms, router_yen: int) -> Iterator[BreakEven]:
    """Yield the break-even of each quantity that can be told."""
    high = MOST_FEES * terms.fee_weight
    ours, theirs = (
        envelope(own.leases, terms.prices(own.leases.network), Fraction(0), high)
        for own in (separate, merged)
    )
    if ours is not None and theirs is not None:
        yield _fees(separate, merged, terms, ours, theirs)
        yield from _discount(separate, merged, terms)
        yield _router(separate, merged, terms, (ours, theirs), router_yen)
    yield from _growth(separate, merged, terms)


def _at(sides: tuple[Envelope, Envelope], weight: Fraction) -> Fraction:
    """Return by how much separate lines cost more at a weight of the fees."""
    ours, theirs = sides
    return ours.piece(weight).at(weight) - theirs.piece(weight).at(weight)


def _separate_first(values: Iterable[Fraction]) -> bool:
    """Return whether separate lines are cheaper from the low end on, by values from there on.

    At the low end itself the two may be alike.
    """
    return next((value < 0 for value in values if value), True)


def _points(sides: tuple[Envelope, Envelope], low: Fraction, high: Fraction) -> list[Fraction]:
    inner = {p.start for side in sides for p in side.pieces if low < p.start < high}
    return sorted({low, high} | inner)


def _fees(
    separate: Side, merged: Side, terms: Terms, ours: Envelope, theirs: Envelope
) -> BreakEven:
    weight, month = terms.fee_weight, terms.month_weight
    rest = separate.besides.value(month) - merged.besides.value(month)
    points = _points((ours, theirs), Fraction(0), MOST_FEES * weight)

    def lead(of_weight: Fraction) -> Fraction:
        return _at((ours, theirs), of_weight) + rest

    found = of_pieces(points, lead)
    return BreakEven(
        quantity="line-fees",
        option=merged.name,
        unit="factor",
        now=Fraction(1),
        low=Fraction(0),
        high=MOST_FEES,
        at=tuple(w / weight for w in found),
        separate_first=_separate_first(map(lead, points)),
        proved=ours.proved and theirs.proved,
    )


def _discount(separate: Side, merged: Side, terms: Terms) -> Iterator[BreakEven]:
    """Yield the rates at which the two change places: roots of polynomials in 1 / (1 + rate)."""
    ours, theirs = (over_rates(own.leases, terms, MOST_DISCOUNT) for own in (separate, merged))
    if ours is None or theirs is None:
        return
    rest = [side.besides.total() for side in (separate, merged)]
    month, once = rest[0].month - rest[1].month, rest[0].once - rest[1].once
    monthly = [Fraction(MONTHS) * month] * terms.years
    monthly[0] += once
    starts = sorted({start for side in (ours, theirs) for start, _ in side.pieces})
    factors = [added(ours.at(x), negative(theirs.at(x)), monthly) for x in starts]
    pieces = list(zip(factors, starts, [*starts[1:], Fraction(1)], strict=True))
    found = [1 / root - 1 for root in of_polynomials(pieces)]

    def lead(rate: Fraction) -> Fraction:
        x = 1 / (1 + rate)
        return value_at(next(own for own, start, _ in reversed(pieces) if start <= x), x)

    inside = min([*found, MOST_DISCOUNT]) / 2
    yield BreakEven(
        quantity="discount",
        option=merged.name,
        unit="percent",
        now=terms.discount * 100,
        low=Fraction(0),
        high=MOST_DISCOUNT * 100,
        at=tuple(sorted(rate * 100 for rate in found)),
        separate_first=_separate_first(map(lead, (Fraction(0), inside))),
        proved=ours.proved and theirs.proved,
    )


def _router(
    separate: Side,
    merged: Side,
    terms: Terms,
    sides: tuple[Envelope, Envelope],
    router_yen: int,
) -> BreakEven:
    month = terms.month_weight
    rest = separate.besides.value(month) - merged.besides.value(month)
    now = _at(sides, terms.fee_weight) + rest
    more = separate.routers - merged.routers
    high = Fraction(max(MOST_ROUTER * router_yen, LEAST_TOP))

    def lead(yen: Fraction) -> Fraction:
        return now + more * (yen - router_yen)

    found = of_pieces([Fraction(0), high], lead)
    return BreakEven(
        quantity="router",
        option=merged.name,
        unit="yen",
        now=Fraction(router_yen),
        low=Fraction(0),
        high=high,
        at=found,
        separate_first=_separate_first(map(lead, (Fraction(0), high))),
        proved=all(side.proved for side in sides),
    )


def _growth(separate: Side, merged: Side, terms: Terms) -> Iterator[BreakEven]:
    ours, theirs = separate.stairs, merged.stairs
    if ours is None or theirs is None:
        return
    now = separate.leases.network.growth
    month = terms.month_weight
    rest = separate.besides.value(month) - merged.besides.value(month)
    end = min(ours.end, theirs.end)
    points = sorted({x for side in (ours, theirs) for x, _ in side.steps if x < end})
    steps = [(x, _step(ours, x) - _step(theirs, x) + rest) for x in points]
    yield BreakEven(
        quantity="growth",
        option=merged.name,
        unit="factor",
        now=now,
        low=points[0],
        high=end,
        at=of_steps(steps),
        separate_first=_separate_first(value for _, value in steps),
        proved=True,
    )


def stairs(leases: Leases, terms: Terms) -> Staircase | None:
    """Return the optimum of a network's lines at every growth, from none on."""
    now = leases.network.growth
    prices = terms.prices(leases.network)
    return staircase(leases, prices, min(Fraction(1), now), now * MOST_GROWTH)


def _step(side: Staircase, factor: Fraction) -> Fraction:
    """Return the cost just beyond a growth."""
    return max(own for own in side.steps if own[0] <= factor)[1]
