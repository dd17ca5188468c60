"""How the use of many servers adds up over the hours of a day."""

from collections.abc import Iterable
from dataclasses import dataclass

from consolidation.sizing.model import Demand
from consolidation.units import HOURS_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileSum:
    """Use by hour of day of a set of servers, in hundredths of a new core."""

    by_hour: tuple[int, ...]
    """Sum of the mean uses, 24 numbers."""
    unmeasured_centicores: int
    """Demand of the servers without a profile: the same at every hour, not in ``by_hour``."""
    demand_centicores: int
    """What the servers are sized for: the sum of their own peaks."""
    num_measured: int
    num_unmeasured: int


def profile_sum(demands: Iterable[Demand]) -> ProfileSum:
    """Return the sum of the servers' profiles by hour, those without a profile apart.

    >>> profile_sum([]).by_hour == (0,) * 24
    True
    """
    rows = list(demands)
    measured = [d for d in rows if d.cpu_profile_centicores]
    unmeasured = [d for d in rows if not d.cpu_profile_centicores]
    return ProfileSum(
        by_hour=tuple(
            sum(d.cpu_profile_centicores[hour] for d in measured) for hour in range(HOURS_PER_DAY)
        ),
        unmeasured_centicores=sum(d.cpu_centicores for d in unmeasured),
        demand_centicores=sum(d.cpu_centicores for d in rows),
        num_measured=len(measured),
        num_unmeasured=len(unmeasured),
    )
