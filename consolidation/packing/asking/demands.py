"""What a guest needs and what a host offers, one whole number per dimension.

With ``profiles = "hours"`` CPU is one dimension per hour of the day, so that guests that are busy
at different hours can share a host: what must fit is the peak of the sums, not the sum of peaks.
"""

from consolidation.packing.asking.options import Profiles
from consolidation.sizing.model import Demand
from consolidation.units import HOURS_PER_DAY

CPU, MEMORY = "cpu_centicores", "memory_mib"
HOUR_MARK = "@"
HOUR_DIMENSIONS = tuple(f"{CPU}{HOUR_MARK}{hour:02}" for hour in range(HOURS_PER_DAY))


def dimensions(profiles: Profiles) -> tuple[str, ...]:
    """Return the names of the dimensions, with their unit.

    >>> dimensions("peak"), len(dimensions("hours")), dimensions("hours")[3]
    (('cpu_centicores', 'memory_mib'), 25, 'cpu_centicores@03')
    """
    return (*(HOUR_DIMENSIONS if profiles == "hours" else (CPU,)), MEMORY)


def needed(demand: Demand, profiles: Profiles) -> tuple[int, ...]:
    """Return what a guest needs in each dimension.

    In hour h of its mean profile p a guest needs ``ceil(peak * p[h] / max(p))``: its whole sized
    peak in its highest hour, and the comfort factor in every other. Without a usable profile
    it needs the peak in every hour.
    """
    peak = demand.cpu_centicores
    if profiles == "peak":
        return peak, demand.memory_mib
    profile = demand.cpu_profile_centicores
    highest = max(profile, default=0)
    if not highest:
        return (*(peak for _ in HOUR_DIMENSIONS), demand.memory_mib)
    return (*(-(-peak * mean // highest) for mean in profile), demand.memory_mib)


def offered(cpu_centicores: int, memory_mib: int, profiles: Profiles) -> tuple[int, ...]:
    """Return what a host offers in each dimension: the same CPU in every hour.

    >>> offered(5120, 346521, "peak")
    (5120, 346521)
    """
    hours = HOURS_PER_DAY if profiles == "hours" else 1
    return (*(cpu_centicores for _ in range(hours)), memory_mib)
