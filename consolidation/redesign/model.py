"""What line redesign is asked and what it answers, and the Design it completes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from consolidation.inventory.estate import Estate
from consolidation.packing.model import Packing
from consolidation.solving.status import Status
from consolidation.text import Text


class Merge(StrEnum):
    """Which of the two physically separate kinds of lines are merged (requirement R5)."""

    SEPARATE = "separate"
    INTER_SITE = "inter-site"
    IN_FACILITY = "in-facility"
    BOTH = "both"


Isolation = Literal["vlan", "vrf", "sdn"]
"""What keeps the two networks apart on merged lines."""

CHANGE_ON = date(2020, 4, 1)
"""The change of lines where a scenario names no day: the first of FY2020, in which the plan of the
city has the networks reorganised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOptions:
    """How the networks are to be; the study always sizes all four merge options."""

    merge: Merge = Merge.SEPARATE
    isolation: Isolation = "vrf"
    max_utilisation_percent: int = 70
    """A line is sized so that its busy-hour load stays at or under this share."""
    growth_percent_per_year: int = 10
    years: int = 5
    merged_router_yen: int = 0
    """Price of a router that keeps both networks apart, per site merged (illustrative)."""
    in_facility_rework_yen: int = 0
    """Price of reworking a site's in-facility lines when they are merged (illustrative)."""
    change_on: date = CHANGE_ON
    """First day of the new lines. The one day of the change: from it on the costs pay them, and a
    contract whose term ends on it or before it is left without a termination fee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChoice:
    """What becomes of one link of the as-is network, or a link that is new."""

    link: str
    site: str
    """The outer site it serves."""
    action: Literal["keep", "resize", "remove", "new"]
    carries: tuple[str, ...]
    """Segments after the change."""
    load_kbit_s: int
    """Busy-hour load after consolidation, growth included."""
    tariffs: tuple[str, ...]
    """Tariff rows bought, with repetition; empty where no circuit is bought."""
    capacity_mbit_s: int | None
    yen_month_before: int
    yen_month_after: int
    one_off_yen: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDesign:
    """One merge option, sized; ``status`` and ``lower_bound_yen`` speak of ``cost_yen``.

    What the options are compared by is ``total_yen``: merging also takes network devices away.
    """

    merge: Merge
    isolation: Isolation
    status: Status
    cost_yen: int
    """Over the option's years, without tax: monthly fees, one-off fees, termination, routers."""
    lower_bound_yen: int
    yen_month: int
    one_off_yen: int
    choices: tuple[LineChoice, ...]
    devices_removed: tuple[str, ...]
    devices_added: tuple[str, ...]
    sites_with_both: tuple[str, ...]
    """Sites where a terminal of either network can be used on the same lines."""
    sites_reworked: tuple[str, ...] = ()
    """Sites whose in-facility lines are merged, each at the price of the rework."""
    device_yen: int = 0
    """Lease and maintenance of every network device of this option over its years, without tax.
    Devices whose price is not known are not counted; the study's ``not_yet`` says how many."""
    change_on: date = CHANGE_ON
    """First day of the new lines."""

    @property
    def total_yen(self) -> int:
        """Lines and network devices over the option's years, without tax."""
        return self.cost_yen + self.device_yen


@dataclass(frozen=True, slots=True, kw_only=True)
class LineStudy:
    """All four merge options, in the order of `Merge`, and the one the scenario asks for."""

    chosen: Merge
    options: tuple[LineDesign, ...]
    not_yet: tuple[Text, ...] = ()

    @property
    def design(self) -> LineDesign:
        """The option the scenario asks for."""
        return next(option for option in self.options if option.merge == self.chosen)

    @property
    def cheapest(self) -> LineDesign:
        """The option with the least ``total_yen``, the first of `Merge` among equals.

        One whose lines do not carry their load is taken only where every option is like that.
        """
        return min(self.options, key=lambda o: (o.status is Status.INFEASIBLE, o.total_yen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The to-be state: placements and network, no time, no money."""

    estate: Estate
    """The to-be estate, of the same type as the as-is one: the same rules judge both."""
    packing: Packing
    lines: LineDesign
