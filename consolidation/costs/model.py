"""Cost lines and their totals."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from consolidation.text import Text

Side = Literal["as-is", "to-be"]
"""As-is continued, or the plan."""


class Category(StrEnum):
    """What a cost line pays for."""

    SERVER_LEASE = "server-lease"
    SERVER_MAINTENANCE = "server-maintenance"
    HOST = "host"
    """New hosts, bought once, and the leases of existing platforms."""
    HOST_MAINTENANCE = "host-maintenance"
    """Of new hosts and of existing platforms."""
    LICENCE = "licence"
    POWER = "power"
    LINE = "line"
    NETWORK_DEVICE = "network-device"
    CLOUD = "cloud"
    MIGRATION = "migration"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOptions:
    """The years that are compared and the prices that no inventory row holds."""

    first_fiscal_year: int = 2018
    last_fiscal_year: int = 2024
    yen_per_kwh: int = 20
    power_overhead_percent: int = 160
    """Cooling and conversion on top of the device's own draw (160 = PUE 1.6)."""
    yen_per_move: int = 0
    """Work paid per server moved."""
    removal_yen_per_server: int = 0
    discount_percent: float = 0.0
    """Yearly rate for the present value; whole-yen totals are never discounted."""
    shared_department: str = "共通"
    """Who pays what no system owns: lines, network devices, servers without a system."""
    leases_run_to_term: bool = True
    """A lease is paid to its end even when the server stops before (it cannot be cancelled)."""
    hosts_start_on: date | None = None
    """Day the new hosts are paid and run from; ``None``: the first day of the first wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """One amount in one fiscal year. Amounts include consumption tax of their month."""

    side: Side
    fiscal_year: int
    department: str
    system: str | None
    category: Category
    kind: Literal["one_off", "per_year"]
    subject: str
    """Id of the row or host the money goes to."""
    yen: int
    note: Text | None = None
    base_yen: int = 0
    """The same amount without consumption tax."""
    months: int = 0
    """How many months of the fiscal year are paid; 0 for a one-off."""
    optimised: bool = False
    """Whether packing or line redesign minimised this amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearTotal:
    """Totals of one fiscal year; each is the exact sum of its lines."""

    fiscal_year: int
    as_is_yen: int
    to_be_yen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpriced:
    """Rows whose price or power draw the inventory does not know: not counted as zero, not counted.

    ``ids`` are all of them.
    """

    table: str
    column: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """As-is continued against to-be, line by line."""

    lines: tuple[CostLine, ...]
    years: tuple[YearTotal, ...]
    as_is_yen: int
    to_be_yen: int
    as_is_present_value_yen: int
    to_be_present_value_yen: int
    not_yet: tuple[Text, ...] = ()
    """What is assumed and what is not counted, said to the reader."""
    unpriced: tuple[Unpriced, ...] = ()
    discount_percent: float = 0.0
    """The rate of the present values, discounted to the first year."""
