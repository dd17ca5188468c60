"""What sizing is asked and what it answers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text


class DispositionKind(StrEnum):
    """What becomes of a server (requirement R1)."""

    VIRTUALISE = "virtualise"
    """A physical machine becomes a guest of the planned platform."""
    ABSORB = "absorb"
    """Already a VM: moves to the planned platform, or stays on the one it has."""
    CLOUD = "cloud"
    RETIRE = "retire"
    KEEP = "keep"
    """Stays where and what it is: a physical machine, or a VM that no planned cluster may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SizingOptions:
    """The arithmetic of demand; every number is an assumption that the plan prints."""

    basis: Literal["trace", "allocated"] = "trace"
    """``trace``: measured where a trace exists, else allocated. ``allocated``: as fitted."""
    percentile: Literal[50, 90, 95, 99, 100] = 95
    """Percentile of the hourly samples (nearest rank); 100 is the maximum."""
    comfort_percent: int = 130
    """The percentile is multiplied by this (130 = factor 1.3, as in Azure Migrate's default)."""
    growth_percent_per_year: int = 5
    """Compound growth of demand, from the year of measurement to the end of the platform's life."""
    growth_years: int = 5
    min_sample_percent: int = 50
    """With a smaller share of samples present, a trace is not used and the fitted size is."""
    default_cpu_cores: int | None = None
    """For servers whose cores are not known; ``None`` makes them an error that names them."""
    default_memory_mib: int | None = None
    reference_ghz_percent: int = 100
    """Speed of a new core against an old one at the same clock, in percent."""
    allow_cloud: bool = True
    """Systems marked cloud ``yes`` with a replacement year within the plan go to the cloud."""
    default_zone: Zone | None = None
    """Zone of servers that neither a system nor segments give one; ``None`` keeps them where
    they are and asks for a survey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposition:
    """What becomes of one server, by which rule and why."""

    server: str
    kind: DispositionKind
    platform: str | None
    """Platform it ends on, for `VIRTUALISE` and `ABSORB`."""
    moves: bool
    """Whether it is placed on a planned platform (and so has a demand)."""
    rule: str
    """Name of the rule that decided, e.g. ``retire-by-date``."""
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one server needs on its new platform, growth included, overheads of hosts not."""

    server: str
    platform: str
    zone: Zone
    cpu_centicores: int
    memory_mib: int
    disk_gib: int
    basis: Literal["trace", "allocated", "default"]
    sample_percent: int | None
    """Share of the measuring time with a CPU sample, or ``None`` without a trace.

    The measuring time is that of the estate's longest trace.
    """
    cpu_profile_centicores: tuple[int, ...]
    """Mean use by hour of day on new cores at the end of growth (no comfort factor), 24 numbers.

    Empty without a usable trace, or when an hour of the day was never measured.
    """
    reason: Text
    """The arithmetic in words, e.g. "p95 31 % of 8 cores × 1.3 × 1.28 growth = 4.13 cores"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizing:
    """A disposition for every server of the estate and a demand for each that moves."""

    dispositions: tuple[Disposition, ...]
    demands: tuple[Demand, ...]
    counts: tuple[tuple[DispositionKind, int], ...]
    """Servers by disposition; they add up to the number of servers of the estate."""
    not_yet: tuple[Text, ...] = ()
    """What this stage does not do yet, said to the reader."""
