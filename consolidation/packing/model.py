"""The packing problem and its answer, free of everything but numbers and names.

Heterogeneous vector bin packing: place every guest on one host so that no host's capacity is
exceeded in any dimension, hosts hold guests of one zone only, guests of one keep-apart group
stand on different hosts, and the hosts bought (spares included) cost least.
"""

from dataclasses import dataclass

from consolidation.solving.status import Status
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A server to place; ``demand`` has one whole number per dimension."""

    id: str
    cluster: str
    zone: str
    demand: tuple[int, ...]
    keep_apart: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostOption:
    """A host type as one cluster may use it; ``capacity`` is what ceilings and overheads leave."""

    id: str
    cluster: str
    capacity: tuple[int, ...]
    price_yen: int
    """What one host costs over the plan: price and maintenance."""
    limit: int | None = None
    """How many can be had; ``None`` is no limit. Options of the same id are one stock, whichever
    cluster they are for; where they state different limits, the smallest holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackingProblem:
    """Guests, host options and spares; clusters are packed apart from each other."""

    dimensions: tuple[str, ...]
    """Names of the dimensions with their unit, e.g. ``("cpu_centicores", "memory_mib")``."""
    guests: tuple[Guest, ...]
    options: tuple[HostOption, ...]
    spares: tuple[tuple[str, int], ...] = ()
    """(cluster, k): with any k hosts of the cluster lost, every guest still has a place (N+k).

    Kept by k empty hosts, each at least as large in every dimension as every host used.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedHost:
    """A host that the packing uses; a spare has no zone and no guests."""

    id: str
    option: str
    cluster: str
    zone: str | None
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One server on one host."""

    server: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterBound:
    """How good the packing of one cluster is shown to be."""

    cluster: str
    status: Status
    price_yen: int
    lower_bound_yen: int
    num_hosts: int
    """Hosts with guests; spares not counted."""
    lower_bound_hosts: int
    """No packing of this cluster uses fewer hosts."""
    bound_by: str
    """The method that proved the bound: ``host-mix``, ``ilp`` or ``trivial``."""
    found_by: str
    """The method that found the packing, e.g. ``best-fit`` or ``ilp``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """All placements, with the proof of how good they are. Re-checked by `packing.verify`."""

    status: Status
    price_yen: int
    lower_bound_yen: int
    hosts: tuple[PackedHost, ...]
    placements: tuple[Placement, ...]
    clusters: tuple[ClusterBound, ...]
    not_yet: tuple[Text, ...] = ()

    @property
    def gap_percent(self) -> float:
        """Distance between price and bound, in percent of the price."""
        if not self.price_yen:
            return 0.0
        return round(100 * (self.price_yen - self.lower_bound_yen) / self.price_yen, 2)
