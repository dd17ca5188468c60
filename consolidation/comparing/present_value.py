"""Present value of what is paid monthly, exact, at any discount rate and price path.

Year ``y`` of the new lines begins ``y`` years after the change; all that is paid in it is
discounted by ``(1 + rate) ** y``. What is paid at the change counts in full.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from consolidation.fiscal import fiscal_year

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Over which years, from which day, and at which rates costs are compared."""

    first_day: date
    years: int
    discount: Fraction
    """Per year; 0.01 is one percent."""
    fee_change: Fraction
    """Change of line fees from year to year."""

    @property
    def month_weight(self) -> Fraction:
        """Present value of one yen a month.

        >>> Terms(first_day=date(2020, 4, 1), years=5, discount=Fraction(0),
        ...       fee_change=Fraction(0)).month_weight
        Fraction(60, 1)
        """
        return self._weight(Fraction(0))

    @property
    def fee_weight(self) -> Fraction:
        """Present value of one yen a month of line fees, as they are at the change."""
        return self._weight(self.fee_change)

    def _weight(self, change: Fraction) -> Fraction:
        step = (1 + change) / (1 + self.discount)
        return sum((MONTHS * step**year for year in range(self.years)), Fraction(0))

    def at(self, discount: Fraction) -> "Terms":
        """Return the terms at another discount rate."""
        return replace(self, discount=discount)

    def months(self) -> Iterator[tuple[int, int]]:
        """Yield the fiscal year and the year of the lines of each month."""
        for month in range(MONTHS * self.years):
            at = self.first_day.year * MONTHS + self.first_day.month - 1 + month
            yield fiscal_year(date(at // MONTHS, at % MONTHS + 1, 1)), month // MONTHS
