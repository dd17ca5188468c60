"""What kind of line a link is: which networks it carries, which sites it joins, whom it serves."""

from collections import deque
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SiteKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link

SWITCHING = frozenset({DeviceKind.SWITCH, DeviceKind.HUB})
"""What terminals and servers are plugged into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A link between two sites, seen from the site it serves."""

    link: Link
    site: str
    """The outer site: the one farther from the hub of the site network."""
    far_site: str
    zones: frozenset[Zone]
    """Networks it carries."""

    @property
    def is_radio(self) -> bool:
        """Whether it is a radio link."""
        return self.link.medium is Medium.RADIO

    @property
    def is_resident(self) -> bool:
        """Whether it belongs to the resident network alone."""
        return self.zones == {Zone.RESIDENT}

    @property
    def is_administrative(self) -> bool:
        """Whether it belongs to the administrative network and carries no resident segment."""
        return Zone.ADMINISTRATIVE in self.zones and Zone.RESIDENT not in self.zones


def segment_zones(estate: Estate, segments: tuple[str, ...]) -> frozenset[Zone]:
    """Return the networks of the segments that are named; all of them says nothing."""
    return frozenset(estate.segment[s].zone for s in segments if s != ALL_SEGMENTS)


def device_zones(estate: Estate, device: Device) -> frozenset[Zone]:
    """Return the networks a device belongs to: its zone, else those of its segments."""
    if device.zone is not None:
        return frozenset({device.zone})
    return segment_zones(estate, device.segments)


def carried_zones(estate: Estate, link: Link) -> frozenset[Zone]:
    """Return the networks a link carries: by its segments, else by the devices at its ends.

    A trunk of all VLANs and a link whose segments are not known say nothing themselves: they
    carry what both devices have in common, or what either has where they share nothing.
    """
    if link.segments and ALL_SEGMENTS not in link.segments:
        return segment_zones(estate, link.segments)
    ends = [device_zones(estate, estate.device[d]) for d in (link.a_device, link.b_device)]
    return (ends[0] & ends[1]) or (ends[0] | ends[1])


def ends_at(estate: Estate, link: Link, site: str) -> str:
    """Return the device of a link that stands at a site (the first end if both do)."""
    return link.a_device if estate.device[link.a_device].site == site else link.b_device


def lines(estate: Estate) -> tuple[Line, ...]:
    """Return every link between two sites, in order of id; a tunnel is no line of its own."""
    between = [
        (link, a, b, carried_zones(estate, link))
        for link in estate.links
        for a, b in [tuple(estate.device[d].site for d in (link.a_device, link.b_device))]
        if a != b and link.medium is not Medium.TUNNEL
    ]
    depths = {
        zone: _depths(estate, [(a, b) for _, a, b, zones in between if zone in (None, *zones)])
        for zone in (None, Zone.RESIDENT, Zone.ADMINISTRATIVE)
    }
    found = []
    for link, a, b, zones in between:
        depth = depths[_network(zones)]
        outer, inner = (a, b) if (depth[a], a) > (depth[b], b) else (b, a)
        found.append(Line(link=link, site=outer, far_site=inner, zones=zones))
    return tuple(found)


def _network(zones: frozenset[Zone]) -> Zone | None:
    """Return the network by whose lines a line's outer site is told; ``None``: by all lines."""
    if zones == {Zone.RESIDENT}:
        return Zone.RESIDENT
    if Zone.ADMINISTRATIVE in zones and Zone.RESIDENT not in zones:
        return Zone.ADMINISTRATIVE
    return None


def _depths(estate: Estate, joined: list[tuple[str, str]]) -> dict[str, int]:
    """Return how many lines each site is away from its hub.

    The hub is the site with lines to most others; among equals the city hall, a data centre, the
    first by id.
    """
    near: dict[str, set[str]] = {site.id: set() for site in estate.sites}
    for a, b in joined:
        near[a].add(b)
        near[b].add(a)
    centres = {SiteKind.CITY_HALL: 0, SiteKind.DATA_CENTRE: 1}
    rank = {site.id: centres.get(site.kind, len(centres)) for site in estate.sites}
    depth: dict[str, int] = {}
    for hub in sorted(near, key=lambda site: (-len(near[site]), rank[site], site)):
        if hub in depth:
            continue
        depth[hub] = 0
        queue = deque([hub])
        while queue:
            here = queue.popleft()
            for there in sorted(near[here] - depth.keys()):
                depth[there] = depth[here] + 1
                queue.append(there)
    return depth
