"""What line redesign is asked and what it answers, and the Design it completes."""

from dataclasses import dataclass
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
    """One merge option, sized; ``status`` and ``bound`` speak of ``cost_yen``."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """The to-be state: placements and network, no time, no money."""

    estate: Estate
    """The to-be estate, of the same type as the as-is one: the same rules judge both."""
    packing: Packing
    lines: LineDesign
