"""What migration planning is asked and what it answers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from consolidation.solving.status import Status
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationOptions:
    """When moves may happen and how much fits into one wave."""

    starts_on: date = date(2019, 10, 1)
    """First day on which the new platform can take servers."""
    ends_on: date = date(2021, 3, 31)
    wave_days: int = 14
    """A wave is a span of this many days, counted from ``starts_on``."""
    max_moves_per_wave: int = 12
    transfer_mbit_s: int = 500
    """Rate at which disks are copied."""
    window_hours: int = 24
    """Hours of standstill that one wave offers, all its nights and weekends together."""
    move_hours: int = 1
    """Hours of work per server besides copying."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What double running is priced with; the same as in the costs stage's options."""

    yen_per_kwh: int = 20
    power_overhead_percent: int = 160
    leases_run_to_term: bool = True
    """A lease is paid to its end anyway: only its extension is a cost of moving later."""


DEFAULT_PRICES = Prices()


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One server going to its new host in one wave."""

    server: str
    host: str
    group: str
    hours: float
    method: Literal["p2v", "v2v"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """A span of days in which a set of move groups goes over."""

    number: int
    starts_on: date
    ends_on: date
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The waves; cost is the double running (in yen) that a later move adds."""

    status: Status
    waves: tuple[Wave, ...]
    cost_yen: int
    lower_bound_yen: int
    late: tuple[tuple[str, Text], ...] = ()
    """Servers that move after their lease ends, with by how much."""
    not_yet: tuple[Text, ...] = ()
