"""Which segments are on which device and which link, and how surely.

What rows say outright is taken as it stands. The rest is inferred, always towards more:

- a link that carries ``*`` carries every segment that is on either of its ends. It is sure where
  both ends have the segment, and where an end is wireless itself or a hub (neither is trusted to
  drop a VLAN its trunk admits); it is assumed where the other end's own list lacks the segment,
  unknown where that end has no list;
- a link whose list is empty may carry the same segments: unknown;
- a device with ``*``, a device without a list and a hub have every segment that comes in on a
  link or a server's port;
- an SSID spreads only by rows that name it: it is no VLAN of a trunk.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, ControlKind, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network.wireless import radiates

Held = Mapping[str, Certainty]
"""Segments by id, with how sure it is that they are there."""


class Described(Enum):
    """How a device's segments are described."""

    LISTED = "listed"
    ALL = "all"
    NOT_AT_ALL = "not at all"
    HUB = "hub"
    """Unmanaged: whatever comes in on one port leaves by all."""


@dataclass(frozen=True)
class Carriage:
    """Segments by device and by link."""

    described: Mapping[str, Described]
    held: Mapping[str, Held]
    carried: Mapping[str, Held]


def worst(*certainties: Certainty) -> Certainty:
    """Return the least sure.

    >>> worst(Certainty.KNOWN, Certainty.UNKNOWN, Certainty.ASSUMED)
    <Certainty.UNKNOWN: 'unknown'>
    """
    return max(certainties, key=_ORDER.index)


_ORDER = tuple(Certainty)


def carriage(estate: Estate) -> Carriage:
    """Return what is on which device and link, the inferred included."""
    described = _described(estate)
    held = _stated(estate, described)
    _spread(estate, described, held)
    carried = {link.id: _carried(estate, link, described, held) for link in estate.links}
    for link in estate.links:
        for end in (link.a_device, link.b_device):
            for segment, certainty in carried[link.id].items():
                _improve(held[end], segment, certainty)
    return Carriage(described, _ordered(held), _ordered(carried))


def device_of(estate: Estate, server: Server) -> str | None:
    """Return the switch a server is plugged into: its own, or that of its platform."""
    if server.device is not None:
        return server.device
    platform = server.platform
    if platform is None and server.host is not None:
        platform = estate.host[server.host].platform
    return None if platform is None else estate.platform[platform].device


def exit_of(estate: Estate, device: Device, ssid: Segment) -> Segment | None:
    """Return the segment that a device hands an SSID's clients to, if it does so.

    A device does it that lists the SSID, and any wireless device or controller that a link
    carries it to; a switch that an SSID merely passes through does not.
    """
    if ssid.kind is not SegmentKind.SSID or ssid.bridges_to is None:
        return None
    ends_here = radiates(device) or device.kind is DeviceKind.WIRELESS_CONTROLLER
    if ssid.id in device.segments or ends_here:
        return estate.segment[ssid.bridges_to]
    return None


def _ordered(found: Mapping[str, Held]) -> dict[str, Held]:
    return {key: dict(sorted(found[key].items())) for key in sorted(found)}


def _described(estate: Estate) -> dict[str, Described]:
    guarding = {c.device for c in estate.controls if c.kind is not ControlKind.NONE}
    return {device.id: _description(device, guarding) for device in estate.devices}


def _description(device: Device, guarding: set[str]) -> Described:
    if device.kind is DeviceKind.HUB:
        return Described.HUB
    if ALL_SEGMENTS in device.segments:
        return Described.ALL
    # a control is itself a statement of what its box keeps apart
    if device.segments or device.id in guarding:
        return Described.LISTED
    return Described.NOT_AT_ALL


def _stated(estate: Estate, described: Mapping[str, Described]) -> dict[str, dict[str, Certainty]]:
    """Return what rows say outright: of devices, links, SSIDs, controls and servers."""
    held: dict[str, dict[str, Certainty]] = {device.id: {} for device in estate.devices}
    for device in estate.devices:
        for segment in _named(device.segments):
            _improve(held[device.id], segment, Certainty.KNOWN)
    for link in estate.links:
        for segment in _named(link.segments):
            _improve(held[link.a_device], segment, link.certainty)
            _improve(held[link.b_device], segment, link.certainty)
    for device in estate.devices:
        for segment, certainty in tuple(held[device.id].items()):
            out = exit_of(estate, device, estate.segment[segment])
            if out is not None:
                _improve(held[device.id], out.id, certainty)
    for control in estate.controls:
        _improve(held[control.device], control.from_segment, Certainty.KNOWN)
        _improve(held[control.device], control.to_segment, Certainty.KNOWN)
    for switch, segment in _plugged(estate):
        if described[switch] is not Described.LISTED:
            _improve(held[switch], segment, Certainty.KNOWN)
    return held


def _plugged(estate: Estate) -> Iterator[tuple[str, str]]:
    """Give each wired interface of a server as its switch and segment."""
    for server in estate.servers:
        switch = device_of(estate, server)
        for segment in _named(server.segments):
            if switch is not None and estate.segment[segment].kind is not SegmentKind.SSID:
                yield switch, segment


def _named(segments: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(segment for segment in segments if segment != ALL_SEGMENTS)


def _improve(held: dict[str, Certainty], segment: str, certainty: Certainty) -> bool:
    old = held.get(segment)
    if old is not None and _ORDER.index(old) <= _ORDER.index(certainty):
        return False
    held[segment] = certainty
    return True


def _spread(
    estate: Estate,
    described: Mapping[str, Described],
    held: dict[str, dict[str, Certainty]],
) -> None:
    """Let segments run over links into the devices that take whatever comes, until none moves."""
    neighbours: dict[str, list[tuple[Link, str]]] = {device.id: [] for device in estate.devices}
    for link in estate.links:
        neighbours[link.a_device].append((link, link.b_device))
        neighbours[link.b_device].append((link, link.a_device))
    waiting = deque(
        (device, segment) for device in sorted(held) for segment in sorted(held[device])
    )
    while waiting:
        device, segment = waiting.popleft()
        if estate.segment[segment].kind is SegmentKind.SSID:
            continue
        for link, other in neighbours[device]:
            if described[other] is Described.LISTED or _lists(link):
                continue
            sure = worst(held[device][segment], _passing(estate, link, described[other], other))
            if _improve(held[other], segment, sure):
                waiting.append((other, segment))


def _lists(link: Link) -> bool:
    return bool(link.segments) and ALL_SEGMENTS not in link.segments


def _passing(estate: Estate, link: Link, described: Described, end: str) -> Certainty:
    """Return how sure it is that a link without a list passes a segment on to an end."""
    if not link.segments:
        return Certainty.UNKNOWN
    if described in (Described.ALL, Described.HUB) or radiates(estate.device[end]):
        return link.certainty
    if described is Described.NOT_AT_ALL:
        return Certainty.UNKNOWN
    return worst(link.certainty, Certainty.ASSUMED)


def _carried(
    estate: Estate,
    link: Link,
    described: Mapping[str, Described],
    held: Mapping[str, Held],
) -> dict[str, Certainty]:
    if _lists(link):
        return dict.fromkeys(link.segments, link.certainty)
    found: dict[str, Certainty] = {}
    for here, other in ((link.a_device, link.b_device), (link.b_device, link.a_device)):
        for segment, certainty in held[here].items():
            if estate.segment[segment].kind is SegmentKind.SSID:
                continue
            run_on = _passing(estate, link, described[other], other)
            _improve(found, segment, worst(certainty, run_on))
            if link.segments and segment in held[other]:
                _improve(found, segment, worst(certainty, held[other][segment], link.certainty))
    return found
