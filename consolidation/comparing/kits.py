"""What an isolation kit makes of the network where the two networks share lines or switches.

VLANs and routing tables (VRF) leave the rows as the merge wrote them: the segments stay apart on
the shared devices. The others add what they are made of, so that the policy judges that, too: a
controller that manages every shared device; tunnels in which the resident network rides on the
merged lines; a wavelength for each network on a fibre that both share.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from consolidation.comparing.model import Kit
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SegmentKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link, Segment
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.redesign.topology import device_zones, segment_zones
from consolidation.redesign.wiring import PLANNED
from consolidation.text import Text

ON_LINES = frozenset({Kit.ENCRYPTED, Kit.WAVELENGTH})
"""Kits that work on lines; inside the sites VLANs then keep the networks apart."""
BOTH = frozenset({Zone.RESIDENT, Zone.ADMINISTRATIVE})
WORDS: Mapping[Kit, Text] = {
    Kit.VLAN: Text("VLAN", "VLAN"),
    Kit.VRF: Text("VRF", "VRF"),
    Kit.SDN: Text("SDN（オーバーレイ）", "SDN (overlay)"),
    Kit.ENCRYPTED: Text("暗号化トンネル", "encrypted tunnels"),
    Kit.WAVELENGTH: Text("波長分離", "separate wavelengths"),
}
Apart = Callable[[Link, tuple[str, ...], tuple[str, ...]], tuple[Link, ...]]
CONTROLLER = "SDN-CONTROLLER"
MANAGEMENT = "V-SDN-MGT"
TUNNEL = "TUNNEL-"
TRANSPORT = "V-TUNNEL"


def kits_for(merge: Merge, kits: Iterable[Kit]) -> tuple[Kit | None, ...]:
    """Return the kits that an option can be had with, in their order.

    >>> kits_for(Merge.SEPARATE, Kit), [k.value for k in kits_for(Merge.IN_FACILITY, Kit)]
    ((None,), ['vlan', 'vrf', 'sdn'])
    """
    if merge is Merge.SEPARATE:
        return (None,)
    wanted = set(kits)
    usable = [kit for kit in Kit if kit in wanted]
    return tuple(kit for kit in usable if merge in INTER_SITE or kit not in ON_LINES)


def alike(kit: Kit | None) -> Kit | None:
    """Return the kit whose network is the same: routing tables are seen as VLANs are."""
    return Kit.VLAN if kit is Kit.VRF else kit


def with_kit(
    estate: Estate, kit: Kit | None, shared_lines: tuple[str, ...], shared_sites: tuple[str, ...]
) -> Estate:
    """Return the network with a kit put in."""
    if kit is Kit.SDN:
        return _controlled(estate, shared_sites)
    if kit is Kit.ENCRYPTED:
        return _tunnelled(_split(estate, shared_lines, _tunnel), shared_lines)
    if kit is Kit.WAVELENGTH:
        return _split(estate, shared_lines, _wavelength)
    return estate


def shared_devices(estate: Estate, sites: Iterable[str]) -> tuple[str, ...]:
    """Return the switches and routers of these sites that carry both networks."""
    wanted = set(sites)
    kinds = {DeviceKind.SWITCH, DeviceKind.ROUTER, DeviceKind.HUB}
    return tuple(
        d.id
        for d in estate.devices
        if d.site in wanted
        and d.kind in kinds
        and segment_zones(estate, d.segments) | device_zones(estate, d) >= BOTH
    )


def _controlled(estate: Estate, sites: tuple[str, ...]) -> Estate:
    """Put a controller beside the site with most shared devices; it alone manages all of them."""
    shared = set(shared_devices(estate, sites))
    if not shared:
        return estate
    at = [estate.device[name].site for name in sorted(shared)]
    hub = min(set(at), key=lambda site: (-at.count(site), site))
    segment = Segment(
        id=MANAGEMENT,
        name="SDN 管理 (management)",
        kind=SegmentKind.VLAN,
        zone=Zone.ADMINISTRATIVE,
        source=PLANNED,
    )
    controller = Device(
        id=CONTROLLER,
        name="SDN コントローラ (controller)",
        kind=DeviceKind.CONTROLLER,
        site=hub,
        segments=(MANAGEMENT,),
        management_segment=MANAGEMENT,
        source=PLANNED,
    )
    devices = tuple(
        # it reaches all that they carry, whichever network a switch was of before
        replace(d, zone=None, managed_by=(CONTROLLER,)) if d.id in shared else d
        for d in estate.devices
    )
    return replace(estate, segments=(*estate.segments, segment), devices=(*devices, controller))


def _tunnelled(estate: Estate, lines: tuple[str, ...]) -> Estate:
    """Put the segment in which the tunnels travel onto the devices at their ends.

    It counts as resident: encryption keeps nobody out (`network.overlays`), so nobody else may be
    in it.
    """
    ends = {
        device
        for link in estate.links
        if link.id in lines and TRANSPORT in link.segments
        for device in (link.a_device, link.b_device)
    }
    if not ends:
        return estate
    segment = Segment(
        id=TRANSPORT,
        name="暗号化トンネルの搬送 (transport of tunnels)",
        kind=SegmentKind.VLAN,
        zone=Zone.RESIDENT,
        source=PLANNED,
    )
    devices = tuple(
        replace(d, segments=(*d.segments, TRANSPORT)) if d.id in ends and d.segments else d
        for d in estate.devices
    )
    return replace(estate, segments=(*estate.segments, segment), devices=devices)


def undone(kit: Kit | None, before: Estate, after: Estate) -> bool:
    """Return whether changes take away what a kit is made of: a controller's hold of a device."""
    if kit is not Kit.SDN:
        return False
    return any(
        CONTROLLER in device.managed_by
        and (device.id not in after.device or CONTROLLER not in after.device[device.id].managed_by)
        for device in before.devices
    )


def hopeless(kit: Kit | None, breaches: Iterable[tuple[str, str]]) -> bool:
    """Return whether a breach is the kit itself: a controller may not manage both networks."""
    return kit is Kit.SDN and any(subject == CONTROLLER for _, subject in breaches)


def _split(estate: Estate, lines: tuple[str, ...], apart: Apart) -> Estate:
    links: list[Link] = []
    for row in estate.links:
        resident = tuple(s for s in row.segments if _is_resident(estate, s))
        rest = tuple(s for s in row.segments if s not in resident)
        if row.id not in lines or not resident or not rest or ALL_SEGMENTS in rest:
            links.append(row)
        else:
            links += apart(row, resident, rest)
    return replace(estate, links=tuple(links))


def _is_resident(estate: Estate, segment: str) -> bool:
    return segment != ALL_SEGMENTS and estate.segment[segment].zone is Zone.RESIDENT


def _tunnel(row: Link, resident: tuple[str, ...], rest: tuple[str, ...]) -> tuple[Link, ...]:
    tunnel = Link(
        id=f"{TUNNEL}{row.id}",
        a_device=row.a_device,
        b_device=row.b_device,
        medium=Medium.TUNNEL,
        technology="IPsec",
        segments=resident,
        rides_on=(row.id,),
        rides_in=TRANSPORT,
        source=PLANNED,
    )
    return replace(row, segments=(*rest, TRANSPORT)), tunnel


def _wavelength(row: Link, resident: tuple[str, ...], rest: tuple[str, ...]) -> tuple[Link, ...]:
    fibre = row.fibre or f"FIBRE-{row.id}"
    other = replace(
        row,
        id=f"WAVELENGTH-{row.id}",
        segments=resident,
        circuit=None,
        fibre=fibre,
        a_port=None,
        b_port=None,
        a_native=None,
        b_native=None,
        source=PLANNED,
    )
    return replace(row, segments=rest, fibre=fibre), other
