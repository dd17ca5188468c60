"""Waves as spans of days, and which of them the calendar closes to a group.

How the calendar is read:

- A *freeze* that concerns a server closes every wave that it touches by a day.
- If any *window* concerns a server, it moves only in waves that lie wholly in one of them.
- A *milestone* of a system, if it touches the time of migration at all, holds the system's
  servers to it: their waves lie within its days, or, where it is a single day, end by that day.
  Milestones without a system say nothing about single servers and close nothing.

An entry concerns a server if its zone and its system, where given, are the server's. Entries
that come back yearly do so on the same month and day (29 February becomes the 28th).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import CalendarKind
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.migration.groups import MoveGroup, Mover
from consolidation.migration.model import MigrationOptions


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def touches(self, other: "Span") -> bool:
        """Tell whether the spans have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def within(self, other: "Span") -> bool:
        """Tell whether all days of this span lie in the other."""
        return other.first <= self.first and self.last <= other.last


def wave_spans(options: MigrationOptions) -> tuple[Span, ...]:
    """Return the waves there could be: whole spans from ``starts_on`` that end by ``ends_on``.

    >>> options = MigrationOptions(starts_on=date(2020, 1, 6), ends_on=date(2020, 2, 10))
    >>> [str(span.first) for span in wave_spans(options)]
    ['2020-01-06', '2020-01-20']
    """
    days = (options.ends_on - options.starts_on).days + 1
    return tuple(
        Span(
            options.starts_on + timedelta(days=number * options.wave_days),
            options.starts_on + timedelta(days=(number + 1) * options.wave_days - 1),
        )
        for number in range(max(0, days) // options.wave_days)
    )


def open_waves(estate: Estate, group: MoveGroup, spans: tuple[Span, ...]) -> tuple[int, ...]:
    """Return the waves in which every server of a group may move, as places in ``spans``."""
    horizon = Span(spans[0].first, spans[-1].last) if spans else None
    return tuple(
        number
        for number, span in enumerate(spans)
        if horizon is not None and next(closing(estate, group, span, horizon), None) is None
    )


def closing(estate: Estate, group: MoveGroup, span: Span, horizon: Span) -> Iterator[CalendarEntry]:
    """Yield the calendar entries that close a wave to a group (of windows, the first missed)."""
    for mover in group.movers:
        mine = [entry for entry in estate.calendar if concerns(entry, mover)]
        windows = [entry for entry in mine if entry.kind is CalendarKind.WINDOW]
        if windows and not any(
            span.within(days) for entry in windows for days in occurrences(entry, horizon)
        ):
            yield windows[0]
        for entry in mine:
            if entry.kind is CalendarKind.FREEZE and any(
                span.touches(days) for days in occurrences(entry, horizon)
            ):
                yield entry
            if entry.kind is CalendarKind.MILESTONE and _misses(entry, span, horizon):
                yield entry


def _misses(entry: CalendarEntry, span: Span, horizon: Span) -> bool:
    """Tell whether a wave breaks a milestone of a system."""
    if entry.system is None:
        return False
    gates = list(occurrences(entry, horizon))
    return bool(gates) and not any(
        span.last <= gate.last and (gate.first == gate.last or gate.first <= span.first)
        for gate in gates
    )


def concerns(entry: CalendarEntry, mover: Mover) -> bool:
    """Tell whether a calendar entry is about a server that moves."""
    return entry.zone in (None, mover.zone) and entry.system in (None, mover.system)


def occurrences(entry: CalendarEntry, horizon: Span) -> Iterator[Span]:
    """Yield the spans of an entry that touch the horizon, every year's where it is yearly."""
    length = entry.ends_on.year - entry.starts_on.year
    shifts = range(
        horizon.first.year - entry.starts_on.year - length - 1,
        horizon.last.year - entry.starts_on.year + 1,
    )
    for shift in shifts if entry.yearly else (0,):
        span = Span(_later(entry.starts_on, shift), _later(entry.ends_on, shift))
        if span.touches(horizon):
            yield span


def _later(day: date, years: int) -> date:
    """Return the same day some years on; 29 February becomes the 28th in common years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
