"""What the optimum of lines is at every discount rate: polynomials in ``x = 1 / (1 + rate)``.

What any choice of terms costs is a polynomial in ``x``: its factors are what is paid in each year.
From the optima at two rates the next rate to try is where they meet, as in `leasing.envelope`. Two
choices meet once where all that differs with the rate are fees of all years. Where contracts may
run out later than in the first year, two may meet more often, and one that is cheapest in between
alone may not be seen: the answer is then not called proved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest

from consolidation.comparing.present_value import MONTHS, Terms
from consolidation.comparing.roots import FINE, of_polynomial, value_at
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import Candidate, Prices, Term

Factors = tuple[Fraction, ...]
"""What is paid in each year of the lines."""
Turns = list[tuple[Fraction, Factors]]


@dataclass(frozen=True, slots=True)
class OverRates:
    """The optimum by ``x``: from where on it is which polynomial."""

    pieces: tuple[tuple[Fraction, Factors], ...]
    proved: bool
    """Whether every optimum it stands on is proved, and none can have been missed."""

    def at(self, x: Fraction) -> Factors:
        """Return the polynomial that holds from a place on."""
        return max((own for own in self.pieces if own[0] <= x), key=lambda own: own[0])[1]


def over_rates(leases: Leases, terms: Terms, most: Fraction) -> OverRates | None:
    """Return the optimum at rates from nothing to ``most``; ``None``: there is none somewhere."""
    low, high = 1 / (1 + most), Fraction(1)
    found: list[Turns] = []
    proved = True
    for number in (None, *range(len(leases.parts))):
        own = _Part(leases, number, terms)
        first, last = own.optimum(low), own.optimum(high)
        if first is None or last is None:
            return None
        found.append([(low, first), *own.between((low, first), (high, last))])
        proved &= own.proved and not own.runs_out_late(low)
    starts = sorted({x for turns in found for x, _ in turns if x < high})
    pieces = tuple(
        (x, added(*(next(own for start, own in reversed(t) if start <= x) for t in found)))
        for x in starts
    )
    return OverRates(pieces, proved)


class _Part:
    """The optima of one part at any rate; ``None``: of the lines that must not be used."""

    def __init__(self, leases: Leases, number: int | None, terms: Terms) -> None:
        self.leases, self.number, self.terms = leases, number, terms
        self.proved = True

    def prices(self, x: Fraction) -> Prices:
        """Return what turns terms into present value at a rate."""
        return self.terms.at(1 / x - 1).prices(self.leases.network)

    def optimum(self, x: Fraction) -> Factors | None:
        """Return what the optimum at a rate pays in each year."""
        prices = self.prices(x)
        best = self.leases.picked(self.number, prices)
        if best is None:
            return None
        self.proved &= best.proved
        return added(*(self._paid(own, term, prices) for own, term in best.terms))

    def _paid(self, own: Candidate, term: Term, prices: Prices) -> Factors:
        rest = term.run_out if prices.runs_out(own, term) else None
        once = term.install_yen + (term.leave_yen if rest is None else 0)
        found = [(Fraction(once),), _times(term.month_yen, self.terms.fees_by_year())]
        if rest is not None:
            found.append(_times(rest.yen_month, self.terms.fees_by_year(rest.months)))
        return added(*found)

    def runs_out_late(self, low: Fraction) -> bool:
        """Return whether some contract may run out after the first year; most likely at ``low``."""
        network, prices = self.leases.network, self.prices(low)
        own = network.left_out if self.number is None else self.leases.parts[self.number].candidates
        return any(
            term.run_out.months > MONTHS and prices.runs_out(candidate, term)
            for candidate in own
            for term in candidate.terms
            if term.run_out is not None
        )

    def between(self, first: tuple[Fraction, Factors], last: tuple[Fraction, Factors]) -> Turns:
        """Return where the optimum changes inside a range, and what it is from there on."""
        (low, a), (high, b) = first, last
        if a == b:
            return []
        lead = added(a, negative(b))
        roots = of_polynomial(lead, low, high)
        if not roots and value_at(lead, (low + high) / 2) <= 0:
            return []  # they are alike at the end alone
        meet = roots[0] if roots else low
        if not low + FINE < meet < high - FINE:
            return [(meet, b)]
        middle = self.optimum(meet)
        if middle is None or middle in (a, b):
            return [(meet, b)]
        return [*self.between(first, (meet, middle)), *self.between((meet, middle), last)]


def added(*some: Sequence[Fraction]) -> Factors:
    """Return the sum of polynomials.

    >>> added([Fraction(1)], [Fraction(2), Fraction(3)])
    (Fraction(3, 1), Fraction(3, 1))
    """
    return tuple(sum(own, Fraction(0)) for own in zip_longest(*some, fillvalue=Fraction(0)))


def negative(some: Sequence[Fraction]) -> Factors:
    """Return a polynomial with the other sign."""
    return tuple(-own for own in some)


def _times(yen: int, some: Sequence[Fraction]) -> Factors:
    return tuple(yen * own for own in some)
