"""Present value of what is paid monthly, exact, at any discount rate and price path.

Year ``y`` of the new lines begins ``y`` years after the change; all that is paid in it is
discounted by ``(1 + rate) ** y``. What is paid at the change counts in full. Fees change from one
such year to the next, or on each 1 April, as a list of changes says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate
from operator import mul
from types import MappingProxyType

from consolidation.fiscal import FISCAL_MONTHS, fiscal_year
from consolidation.redesign.leasing.model import LineNetwork, Prices

MONTHS = 12


def later_fiscal_years(first_day: date, years: int) -> range:
    """Return the fiscal years after the first in which something is paid.

    >>> list(later_fiscal_years(date(2020, 4, 1), 3)), list(later_fiscal_years(date(2020, 7, 1), 2))
    ([2021, 2022], [2021, 2022])
    """
    first, begun = fiscal_year(first_day), first_day.month != FISCAL_MONTHS[0]
    return range(first + 1, first + years + begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Over which years, from which day, and at which rates costs are compared."""

    first_day: date
    years: int
    discount: Fraction
    """Per year; 0.01 is one percent."""
    fee_change: Fraction
    """Change of line fees from year to year."""
    fee_changes: tuple[Fraction, ...] = ()
    """Their change in each of the `later_fiscal_years` instead; empty: `fee_change`."""

    @property
    def month_weight(self) -> Fraction:
        """Present value of one yen a month.

        >>> Terms(first_day=date(2020, 4, 1), years=5, discount=Fraction(0),
        ...       fee_change=Fraction(0)).month_weight
        Fraction(60, 1)
        """
        return self._value([Fraction(MONTHS)] * self.years)

    @property
    def fee_weight(self) -> Fraction:
        """Present value of one yen a month of line fees, as they are at the change."""
        return self._value(self.fees_by_year())

    def prices(self, *networks: LineNetwork) -> Prices:
        """Return what turns terms of the lines of networks into present value."""
        weight = self.fee_weight
        lengths = {
            term.run_out.months
            for network in networks
            for own in network.all_candidates
            for term in own.terms
            if term.run_out is not None
        }
        shares = {own: self._value(self.fees_by_year(own)) / weight for own in sorted(lengths)}
        return Prices(weight=weight, run_out=MappingProxyType(shares))

    def value_of_fees(self, by_month: Sequence[int]) -> Fraction:
        """Return the present value of fees, month by month, in yen as at the change."""
        found = [Fraction(0)] * -(-len(by_month) // MONTHS)
        for yen, times, (_, of_lines) in self.paid(by_month):
            found[of_lines] += yen * times
        return self._value(found)

    def paid(self, by_month: Sequence[int]) -> Iterator[tuple[int, Fraction, tuple[int, int]]]:
        """Yield fees as at the change, their factor and the years of each month."""
        num = len(by_month)
        yield from zip(by_month, self.fee_factors(num), self.months(num), strict=True)

    def _value(self, by_year: Sequence[Fraction]) -> Fraction:
        step = 1 / (1 + self.discount)
        return sum((yen * step**year for year, yen in enumerate(by_year)), Fraction(0))

    def fees_by_year(self, num_months: int | None = None) -> tuple[Fraction, ...]:
        """Return, by year of the lines, what is paid of one yen a month of fees at the change.

        It is paid over all years, or for so many months.
        """
        num = MONTHS * self.years if num_months is None else num_months
        found = [Fraction(0)] * -(-num // MONTHS)
        for _, times, (_, of_lines) in self.paid([1] * num):
            found[of_lines] += times
        return tuple(found)

    def fee_factors(self, num_months: int | None = None) -> Iterator[Fraction]:
        """Yield, by month, how many times their amount at the change line fees are.

        Beyond the years of a list of changes they change no more.
        """
        steps = (1 + change for change in self.fee_changes)
        by_fiscal_year = list(accumulate(steps, mul, initial=Fraction(1)))
        first = fiscal_year(self.first_day)
        for year, of_lines in self.months(num_months):
            if self.fee_changes:
                yield by_fiscal_year[min(year - first, len(self.fee_changes))]
            else:
                yield (1 + self.fee_change) ** of_lines

    def at(self, discount: Fraction) -> "Terms":
        """Return the terms at another discount rate."""
        return replace(self, discount=discount)

    def months(self, num_months: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield the fiscal year and the year of the lines of each month, or of so many."""
        for month in range(MONTHS * self.years if num_months is None else num_months):
            at = self.first_day.year * MONTHS + self.first_day.month - 1 + month
            yield fiscal_year(date(at // MONTHS, at % MONTHS + 1, 1)), month // MONTHS
