"""VLAN extension: letting a device reach a segment that lives elsewhere, in the open.

A server that moves keeps its segments, so its new platform's switch must carry them, and so must
the links between there and where the segments live. Nothing of this is hidden from the policy:
the segments stand on the rows that really carry them, each with a note that names the extension,
and a patch cable that is needed is a link of its own (``VLAN-EXTENSION-...``).
"""

import heapq
from collections.abc import Iterable, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link
from consolidation.redesign.topology import SWITCHING, carried_zones
from consolidation.redesign.wiring import PLANNED, Wiring

THROUGH = frozenset({DeviceKind.SWITCH, DeviceKind.ROUTER, DeviceKind.HUB})
"""Devices a VLAN may be led through; never a firewall, a gateway or anything with radio."""
OWN_NETWORK = 1
OTHER_NETWORK = 10
"""Cost of a link of another network: a way over links of the segment's own zone is preferred."""


def homes(estate: Estate) -> Mapping[str, frozenset[str]]:
    """Return the devices every segment lives on.

    Those that list it, the ends of links that list it, and the switches of servers that have an
    interface in it.
    """
    found: dict[str, set[str]] = {segment.id: set() for segment in estate.segments}
    listed: list[tuple[tuple[str, ...], tuple[str, ...]]]
    listed = [(d.segments, (d.id,)) for d in estate.devices]
    listed += [(link.segments, (link.a_device, link.b_device)) for link in estate.links]
    for server in estate.servers:
        platform = estate.platform.get(server.platform) if server.platform else None
        device = server.device or (platform.device if platform else None)
        if device is not None:
            listed.append((server.segments, (device,)))
    for segments, devices in listed:
        for segment in segments:
            if segment != ALL_SEGMENTS:
                found[segment].update(devices)
    return {segment: frozenset(devices) for segment, devices in found.items()}


def extend(
    wiring: Wiring, estate: Estate, segment: str, device: str, starts: Iterable[str], name: str
) -> bool:
    """Lead a segment from where it lives to a device; return whether a way was found.

    ``starts`` are the devices it lives on, ``name`` what the extension is for (it stands in
    the notes). Radio and backup links are never used. Where no way exists, a patch cable at the
    device's site joins it to the nearest device that the segment can reach.
    """
    note = f"VLAN延伸 (VLAN extension): {segment} -> {name}"
    present = frozenset(starts) & wiring.devices.keys()
    switching = {d for d in present if d == device or wiring.devices[d].kind in THROUGH}
    way = _way(wiring, estate, segment, device, frozenset(switching) or present)
    if way is None:
        return False
    patched, links = way
    wiring.add_to_device(device, (segment,), note)
    if patched is not None:
        wiring.add_to_device(patched, (segment,), note)
        _patch(wiring, device, patched, segment, note)
    for link in links:
        wiring.add_to_link(link, (segment,), note)
        row = wiring.links[link]
        for end in (row.a_device, row.b_device):
            wiring.add_to_device(end, (segment,), note)
    return True


def _patch(wiring: Wiring, device: str, other: str, segment: str, note: str) -> None:
    """Add the segment to the patch cable between two devices, laying it where there is none."""
    name = f"VLAN-EXTENSION-{device}-{other}"
    if name in wiring.links:
        wiring.add_to_link(name, (segment,), note)
        return
    wiring.links[name] = Link(
        id=name,
        a_device=device,
        b_device=other,
        medium=Medium.COPPER,
        segments=(segment,),
        source=PLANNED,
        note=note,
    )


def _way(
    wiring: Wiring, estate: Estate, segment: str, device: str, starts: frozenset[str]
) -> tuple[str | None, list[str]] | None:
    """Return the device to patch to (or ``None``) and the links from there to a start."""
    cost, via = _costs(wiring, estate, segment, device, starts)
    site = wiring.devices[device].site
    here, patched = device, None
    if device not in cost:
        rows = [wiring.devices[d] for d in cost if d != device]
        near = [
            (cost[row.id], row.kind not in SWITCHING, row.id)
            for row in rows
            if row.site == site and row.kind in THROUGH
        ]
        if not near:
            return None
        _, _, here = min(near)
        patched = here
    links = []
    step = via[here]
    while step is not None:
        links.append(step[0])
        step = via[step[1]]
    return patched, links


def _costs(
    wiring: Wiring, estate: Estate, segment: str, device: str, starts: frozenset[str]
) -> tuple[dict[str, int], dict[str, tuple[str, str] | None]]:
    """Return the cost of reaching each device from the starts, and the step it is reached by."""
    zone = estate.segment[segment].zone
    near = wiring.neighbours()
    now = wiring.estate()
    zones = {link: carried_zones(now, row) for link, row in wiring.links.items()}
    cost: dict[str, int] = {}
    via: dict[str, tuple[str, str] | None] = {}
    heap: list[tuple[int, str, str, str]] = [(0, start, "", "") for start in sorted(starts)]
    heapq.heapify(heap)
    while heap:
        so_far, here, link_id, before = heapq.heappop(heap)
        if here in cost:
            continue
        cost[here] = so_far
        via[here] = (link_id, before) if link_id else None
        if before and wiring.devices[here].kind not in THROUGH:
            continue
        for link, there in near[here]:
            through = there == device or wiring.devices[there].kind in THROUGH
            if there not in cost and through and _may_carry(link):
                step = OWN_NETWORK if zone in zones[link.id] else OTHER_NETWORK
                heapq.heappush(heap, (so_far + step, there, link.id, here))
    return cost, via


def _may_carry(link: Link) -> bool:
    return link.medium is not Medium.RADIO and not link.backup
