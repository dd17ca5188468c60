"""What there is to operate, where terminals can be used, and what is a single point of failure.

Settings are counted as what must be kept in step by hand: each segment on each device. A shared
device with routing tables (VRF) has two more, one per network; where a controller (SDN) sets the
shared devices up, they have one each, their place in its fabric, and each segment is set once for
all of them; a tunnel or a wavelength has one at either end.
"""

from dataclasses import replace

from consolidation.comparing.built import Built
from consolidation.comparing.kits import TRANSPORT, shared_devices
from consolidation.comparing.model import Kit, Lost
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Zone
from consolidation.inventory.tables.network import Device
from consolidation.network.carriage import carriage
from consolidation.network.failures import Failures
from consolidation.network.zones import ZoneNetwork
from consolidation.redesign.leasing.demands import network_of
from consolidation.redesign.topology import device_zones, lines, segment_zones

NETWORKS = frozenset({Zone.RESIDENT, Zone.ADMINISTRATIVE})
ENDS = 2
NOT_OURS = frozenset({DeviceKind.CLIENT_GROUP, DeviceKind.CARRIER_TERMINAL})


def own_devices(estate: Estate) -> tuple[Device, ...]:
    """Return the network devices that carry either of the two networks, and the controller."""
    return tuple(
        d
        for d in estate.devices
        if d.kind not in NOT_OURS
        and (device_zones(estate, d) & NETWORKS or d.kind is DeviceKind.CONTROLLER)
    )


def num_lines(estate: Estate) -> int:
    """Return the number of lines between sites that carry either network."""
    return sum(network_of(line) is not None for line in lines(estate))


def num_ports(estate: Estate) -> int:
    """Return the ends of cables and lines on devices of the two networks; tunnels have none."""
    own = {device.id for device in own_devices(estate)}
    return sum(
        (link.a_device in own) + (link.b_device in own)
        for link in estate.links
        if link.medium.value != "tunnel"
    )


def configurations(built: Built, kit: Kit | None) -> int:
    """Return the number of settings to keep in step."""
    estate = built.estate
    shared = set(shared_devices(estate, built.shared_sites))
    found, fabric = 0, set()
    for device in own_devices(estate):
        if device.id in shared and kit is Kit.SDN:
            found += 1
            fabric |= set(device.segments)
        else:
            found += max(1, len(device.segments))
            if device.id in shared and kit is Kit.VRF:
                found += len(NETWORKS)
    if kit in {Kit.ENCRYPTED, Kit.WAVELENGTH}:
        found += ENDS * len(built.shared_lines)
    return found + len(fabric)


def rooms(estate: Estate) -> tuple[int, int]:
    """Return the rooms at sites where `_one_switch` takes both, and all at sites with terminals."""
    here = _one_switch(estate)
    asked = [site for site in estate.sites if site.id in with_terminals(estate)]
    known = [site for site in asked if site.rooms is not None]
    return (
        sum(site.rooms or 0 for site in known if site.id in here),
        sum(site.rooms or 0 for site in known),
    )


def _one_switch(estate: Estate) -> frozenset[str]:
    """Return the sites where terminals of both networks can be plugged into one switch or hub.

    A router that carries both brings them to the site, not to its outlets; tunnels that pass a
    switch end elsewhere.
    """
    plugs = {DeviceKind.SWITCH, DeviceKind.HUB}
    found = set()
    for device in estate.devices:
        named = tuple(own for own in device.segments if own != TRANSPORT)
        zones = segment_zones(estate, named) | device_zones(estate, replace(device, segments=named))
        if device.kind in plugs and zones >= NETWORKS:
            found.add(device.site)
    return frozenset(found)


def with_terminals(estate: Estate) -> frozenset[str]:
    """Return the sites with a terminal of either network."""
    return frozenset(
        site.id for site in estate.sites if site.resident_terminals or site.administrative_terminals
    )


def both_usable(estate: Estate) -> tuple[str, ...]:
    """Return the sites with terminals where those of both networks can be used on one switch."""
    return tuple(sorted(_one_switch(estate) & with_terminals(estate)))


def single_points(estate: Estate) -> tuple[Lost, ...]:
    """Return the lines and devices whose loss alone takes one of the two networks from a site.

    Cables inside a site count as lines; a site's own loss is none.
    """
    return tuple(
        Lost(kind="line" if point.kind == "link" else "device", id=point.id)
        for point in Failures(ZoneNetwork(estate, carriage(estate))).single_points()
        if point.kind in {"link", "device"} and {zone for _, zone in point.cut_zones} & NETWORKS
    )
