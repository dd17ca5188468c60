"""What the network figure shows: sites, and how each is joined to the others."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SiteKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link
from consolidation.network.wireless import is_radio, radiates

Carriage = Literal["resident", "administrative", "merged"]
CARRIAGES: tuple[Carriage, Carriage, Carriage] = ("resident", "administrative", "merged")
HUB_SHARE = 8
"""A site joined to at least an eighth as many sites as the busiest is drawn in the middle."""
LEAST_HUB = 4


@dataclass(frozen=True, slots=True)
class Strand:
    """All links of one carriage between two sites."""

    a: str
    b: str
    carriage: Carriage
    radio: bool
    capacity_mbit_s: int | None
    backup: bool
    """Whether all its links carry traffic only after a failure."""


@dataclass(frozen=True, slots=True)
class Topology:
    """Strands between sites, the sites in the middle, and those with wireless."""

    strands: tuple[Strand, ...]
    hubs: tuple[str, ...]
    wireless: frozenset[str]


def topology(estate: Estate) -> Topology:
    """Return the picture of an estate's lines between sites."""
    gathered: dict[tuple[str, str, Carriage, bool], list[Link]] = defaultdict(list)
    for link in estate.links:
        a, b = estate.device[link.a_device], estate.device[link.b_device]
        if a.site != b.site:
            low, high = sorted((a.site, b.site))
            gathered[low, high, carriage(estate, link), is_radio(link)].append(link)
    strands = tuple(
        Strand(a, b, carried, radio, _capacity(links), all(link.backup for link in links))
        for (a, b, carried, radio), links in sorted(gathered.items())
    )
    sites = {device.site for device in estate.devices if radiates(device)}
    return Topology(strands, _hubs(estate, strands), frozenset(sites))


def _capacity(links: list[Link]) -> int | None:
    """Return what the links carry together, backups counted only where there is nothing else."""
    working = [link for link in links if not link.backup] or links
    known = [link.capacity_mbit_s for link in working if link.capacity_mbit_s is not None]
    return sum(known) if len(known) == len(working) else None


def carriage(estate: Estate, link: Link) -> Carriage:
    """Return whose traffic a link carries: resident, any other, or both."""
    zones = {
        zone
        for name in _segments(estate, link)
        if (zone := estate.segment[name].zone if name in estate.segment else None)
    }
    if not zones:
        ends = (estate.device[link.a_device], estate.device[link.b_device])
        zones = {device.zone for device in ends if device.zone}
    if Zone.RESIDENT not in zones:
        return "administrative"
    return "resident" if len(zones) == 1 else "merged"


def _segments(estate: Estate, link: Link) -> tuple[str, ...]:
    if ALL_SEGMENTS not in link.segments:
        return link.segments
    ends: list[Device] = [estate.device[link.a_device], estate.device[link.b_device]]
    return tuple(name for device in ends for name in device.segments if name != ALL_SEGMENTS)


def _hubs(estate: Estate, strands: tuple[Strand, ...]) -> tuple[str, ...]:
    peers: dict[str, set[str]] = defaultdict(set)
    for strand in strands:
        peers[strand.a].add(strand.b)
        peers[strand.b].add(strand.a)
    if not peers:
        return ()
    most = max(len(others) for others in peers.values())
    least = max(LEAST_HUB, -(-most // HUB_SHARE))
    kinds = list(SiteKind)
    ranked = sorted(
        peers, key=lambda site: (-len(peers[site]), kinds.index(estate.site[site].kind), site)
    )
    return tuple(s for s in ranked if len(peers[s]) >= least or s == ranked[0])
