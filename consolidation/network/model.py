"""What the network stage answers."""

from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLoad:
    """Traffic on one link, the busier direction, office hours and night."""

    link: str
    capacity_mbit_s: int | None
    office_kbit_s: int
    night_kbit_s: int
    utilisation_percent: float | None
    """Of the busier of the two; ``None`` where the capacity is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SinglePoint:
    """A link, device, site or host whose loss alone cuts something off."""

    kind: Literal["link", "device", "platform", "site"]
    id: str
    cut_sites: tuple[str, ...]
    """Sites that can no longer reach any server they use."""
    lost_systems: tuple[str, ...]
    """Systems some of whose servers can no longer be reached from any other site."""
    cut_zones: tuple[tuple[str, Zone], ...] = ()
    """Sites, each with a zone of which it can no longer reach any server it uses.

    A site is listed for each such zone, whether or not it is cut off altogether; a site that is
    lost itself is not listed.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkReport:
    """Loads and single points of failure of one state of the estate."""

    loads: tuple[LinkLoad, ...]
    single_points: tuple[SinglePoint, ...]
    unrouted: tuple[str, ...]
    """Flows for which no way exists in the inventory's network."""
    not_yet: tuple[Text, ...] = ()
