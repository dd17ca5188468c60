"""What a trace says of a server: percentile of its hours, share of hours present, daily profile.

A trace is cut into clock hours. An hour's value is the largest of its samples, so that a short
peak is not averaged away (Azure Migrate keeps the peak of every 10-minute span in the same way:
Microsoft, "Target right-sizing"). Missing samples are left out, never counted as zero.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import fsum

from consolidation.inventory.tables.times import Trace
from consolidation.units import HOURS_PER_DAY, MINUTES_PER_HOUR

Samples = Sequence[float | None]


def nearest_rank(values: Sequence[float], percentile: int) -> float:
    """Return the nearest-rank percentile: the ``ceil(p/100 * n)``-th smallest of ``n`` values.

    It is always one of the values (no interpolation); 100 gives the largest. Source: Hyndman and
    Fan (1996), "Sample Quantiles in Statistical Packages", definition 1.

    >>> nearest_rank([15, 20, 35, 40, 50], 50), nearest_rank([15, 20, 35, 40, 50], 95)
    (35, 50)
    """
    if not values or not 0 < percentile <= 100:
        raise ValueError(f"no percentile {percentile} of {len(values)} values")
    rank = -(-percentile * len(values) // 100)
    return sorted(values)[rank - 1]


def hourly_peaks(trace: Trace, samples: Samples) -> tuple[float | None, ...]:
    """Return the largest sample of every hour the trace spans; ``None`` where there is none.

    Spaced wider than an hour, every sample is an hour of its own.

    >>> from datetime import datetime
    >>> t = Trace("S", datetime(2018, 10, 1), 30, (1.0, 3.0, None, None), ())
    >>> hourly_peaks(t, t.cpu_percent)
    (3.0, None)
    """
    if trace.step_minutes >= MINUTES_PER_HOUR:
        return tuple(samples)
    first = trace.start.replace(minute=0, second=0, microsecond=0)
    hours: dict[int, list[float | None]] = defaultdict(list)
    for index, sample in enumerate(samples):
        since = trace.start + timedelta(minutes=index * trace.step_minutes) - first
        hours[since // timedelta(hours=1)].append(sample)
    return tuple(
        max((s for s in hour if s is not None), default=None) for _, hour in sorted(hours.items())
    )


def span_minutes(trace: Trace) -> int:
    """Return how long a trace is, from its first sample to the end of its last."""
    return trace.step_minutes * len(trace.cpu_percent)


def share_present(trace: Trace, peaks: Samples, longest_minutes: int) -> int:
    """Return the share of the measuring time that has samples, in whole percent rounded down.

    The measuring time is that of the longest trace of the estate: a server first seen late, or
    lost early, is missing the rest.

    >>> from datetime import datetime
    >>> t = Trace("S", datetime(2018, 10, 1), 60, (1.0, None, 2.0), ())
    >>> share_present(t, t.cpu_percent, 3 * 60), share_present(t, t.cpu_percent, 8 * 60)
    (66, 25)
    """
    num_expected = -(-longest_minutes // max(trace.step_minutes, MINUTES_PER_HOUR))
    num_present = sum(p is not None for p in peaks)
    return min(100, 100 * num_present // num_expected) if num_expected else 0


def percentile_of(peaks: Samples, percentile: int) -> float:
    """Return the nearest-rank percentile of the hours present."""
    return nearest_rank([p for p in peaks if p is not None], percentile)


def daily_profile(trace: Trace, samples: Samples) -> tuple[Fraction, ...]:
    """Return the mean sample of each hour of the day, 24 numbers, in the unit of the samples.

    Empty when some hour of the day has no sample at all.
    """
    by_hour: list[list[float]] = [[] for _ in range(HOURS_PER_DAY)]
    for index, sample in enumerate(samples):
        if sample is not None:
            time = trace.start + timedelta(minutes=index * trace.step_minutes)
            by_hour[time.hour].append(sample)
    if not all(by_hour):
        return ()
    return tuple(Fraction(fsum(hour)) / len(hour) for hour in by_hour)


def exact(value: float) -> Fraction:
    """Return a decimal number exactly as it is written, not as binary stores it.

    >>> exact(31.2)
    Fraction(156, 5)
    """
    return Fraction(repr(value))
