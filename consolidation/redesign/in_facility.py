"""Merging in-facility lines: one set of switches at a site carries both networks.

At every site with a resident and an administrative switch, the resident switches and the lines
between them go. What was plugged into them (servers, terminals, routers, firewalls) goes to the
site's administrative core switch: the one with most lines to other sites, then with most links,
then the first by id; it routes the resident VRFs too. All
administrative switches of the site and the wired lines between them then carry the resident
segments, because a resident terminal may now stand anywhere: that is the aim of the merge, and
it is also what an access point's trunk of all VLANs turns into a way in. The policy judges it.
"""

from collections import Counter
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium, SegmentKind, Zone
from consolidation.inventory.tables.network import Device
from consolidation.redesign.topology import SWITCHING, device_zones, lines
from consolidation.redesign.wiring import Wiring


@dataclass(frozen=True, slots=True)
class SiteSwitches:
    """A site that can be merged: its resident switches and its administrative ones, core first."""

    site: str
    resident: tuple[str, ...]
    administrative: tuple[str, ...]


def mergeable_sites(estate: Estate) -> tuple[SiteSwitches, ...]:
    """Return the sites with a switch of each network, in order of id."""
    ends = Counter(d for link in estate.links for d in (link.a_device, link.b_device))
    outward = Counter(d for x in lines(estate) for d in (x.link.a_device, x.link.b_device))
    found = []
    for site in estate.sites:
        switches = [d for d in estate.devices if d.site == site.id and d.kind in SWITCHING]
        resident = [d.id for d in switches if _belongs(estate, d, Zone.RESIDENT)]
        office = [d.id for d in switches if _belongs(estate, d, Zone.ADMINISTRATIVE)]
        office.sort(key=lambda d: (-outward[d], -ends[d], d))
        if resident and office:
            found.append(SiteSwitches(site.id, tuple(resident), tuple(office)))
    return tuple(found)


def _belongs(estate: Estate, device: Device, zone: Zone) -> bool:
    return device_zones(estate, device) == {zone}


def merge_in_facility(wiring: Wiring, estate: Estate, sites: tuple[SiteSwitches, ...]) -> None:
    """Carry the merge out at these sites."""
    for switches in sites:
        moved = _resident_segments(wiring, estate, switches)
        for old in switches.resident:
            wiring.replace_device(old, switches.administrative[0])
        note = f"施設内LAN統合 (in-facility merge): {switches.site}"
        routed = {s for s in moved if estate.segment[s].kind is SegmentKind.VRF}
        plugged = tuple(s for s in moved if s not in routed)
        _spread(wiring, switches.administrative, plugged, note)
        wiring.add_to_device(switches.administrative[0], routed, note)  # no link carries a VRF


def _resident_segments(wiring: Wiring, estate: Estate, switches: SiteSwitches) -> tuple[str, ...]:
    """Return the resident segments in use on a site's resident switches."""
    rows = [wiring.devices[d].segments for d in switches.resident]
    rows += [
        link.segments
        for link in wiring.links.values()
        if {link.a_device, link.b_device} & set(switches.resident)
    ]
    rows += [s.segments for s in estate.servers if s.device in switches.resident]
    names = {name for row in rows for name in row if name in estate.segment}
    return tuple(sorted(n for n in names if estate.segment[n].zone is Zone.RESIDENT))


def _spread(
    wiring: Wiring, switches: tuple[str, ...], segments: tuple[str, ...], note: str
) -> None:
    """Let all these switches and the wired links among them carry the segments."""
    for device in switches:
        wiring.add_to_device(device, segments, note)
    for link in list(wiring.links.values()):
        if {link.a_device, link.b_device} <= set(switches) and link.medium is not Medium.RADIO:
            wiring.add_to_link(link.id, segments, note)
