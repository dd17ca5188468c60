"""A planned platform and its clusters, as a scenario asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterPlan:
    """A cluster of a planned platform: hosts that share spares; zones never share a host."""

    id: str
    zones: tuple[Zone, ...]
    host_types: tuple[str, ...]
    """Ids of the inventory's host types that may be bought for it."""
    spare_hosts: int = 1
    cpu_overcommit_percent: int = 200
    """Virtual cores sold per physical core, in percent."""
    cpu_ceiling_percent: int = 80
    memory_ceiling_percent: int = 90
    host_memory_overhead_mib: int = 8192
    """Memory the hypervisor itself takes on each host."""
    most_guests_per_host: int | None = None
    """Servers that one host may carry, however small they are; no limit where it is not given."""
    pin: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Server = [host types]: the only ones it may stand on. An empty list takes back a pin that
    the file is based on."""
    ban: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Server = [host types]: those it may not stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformPlan:
    """A platform to build: where it stands, whose VMs it takes over, its clusters."""

    id: str
    name: Text
    site: str
    device: str | None = None
    """Id of the switch its hosts are plugged into."""
    management_segment: str | None = None
    """Segment of its management address: whoever is in it holds the platform and its guests."""
    managed_by: tuple[str, ...] = ()
    """Servers and devices that can change its settings. Without either, nobody is judged for it."""
    replaces: tuple[str, ...] = ()
    """Existing platforms it takes over."""
    clusters: tuple[ClusterPlan, ...] = ()
    life_years: int = 5
