"""Which segments are on which device and which link, and how surely.

What rows say outright is taken as it stands. The rest is inferred, always towards more:

- a link that carries ``*`` carries every segment that is on either of its ends. It is sure where
  both ends have the segment, and where an end is wireless itself or a hub (neither is trusted to
  drop a VLAN its trunk admits); it is assumed where the other end's own list lacks the segment,
  unknown where that end has no list;
- a link whose list is empty may carry the same segments: unknown;
- a device with ``*``, a device without a list and a hub have every segment that comes in on a
  link or a server's port;
- an end host (clients, storage, a manager) takes what it lists and what a link's list brings it,
  and nothing else of a trunk;
- an SSID spreads only by rows that name it: it is no VLAN of a trunk.

What is on a device is never surer than the device's own row.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network.attributes import SURENESS, worst
from consolidation.network.groups import guards
from consolidation.network.native import crossing
from consolidation.network.wireless import radiates

Held = Mapping[str, Certainty]
"""Segments by id, with how sure it is that they are there."""

END_HOSTS = frozenset(
    {
        DeviceKind.CLIENT_GROUP,
        DeviceKind.STORAGE,
        DeviceKind.CONTROLLER,
        DeviceKind.MANAGEMENT_HOST,
    }
)
"""Kinds of device with interfaces of their own, which forward nothing for others."""


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


def carriage(estate: Estate) -> Carriage:
    """Return what is on which device and link, the inferred included."""
    described = _described(estate)
    found = _Found(estate)
    _state(estate, described, found)
    _spread(estate, described, found)
    carried = {link.id: _carried(estate, link, described, found.held) for link in estate.links}
    for link in estate.links:
        if _lists(link):  # what it lists is on its ends already
            continue
        for end in (link.a_device, link.b_device):
            if not _drops(described[end], estate.device[end]):
                for segment, certainty in carried[link.id].items():
                    found.put(end, segment, certainty)
    return Carriage(described, _ordered(found.held), _ordered(carried))


def platform_of(estate: Estate, server: Server) -> str | None:
    """Return the platform a server runs on: the one it names, else that of its host."""
    if server.platform is None and server.host is not None:
        return estate.host[server.host].platform
    return server.platform


def device_of(estate: Estate, server: Server) -> str | None:
    """Return the switch a server is plugged into: its own, or that of its platform."""
    if server.device is not None:
        return server.device
    platform = platform_of(estate, server)
    return None if platform is None else estate.platform[platform].device


def exits_of(estate: Estate, device: Device, ssid: Segment) -> tuple[Segment, ...]:
    """Return the segments that rows let a device hand an SSID's clients to, its fixed one first.

    Besides the fixed one there are those that 802.1X may hand out (RFC 3580).
    """
    if not ends_at(device, ssid):
        return ()
    return tuple(estate.segment[segment] for segment in exits_on_record(ssid))


def ends_at(device: Device, ssid: Segment) -> bool:
    """Return whether a device on which an SSID is hands its clients over.

    One that lists the SSID does, and so does any wireless device or controller that a link
    carries it to; a switch that an SSID merely passes through does not. An SSID that is tunnelled
    to a controller comes out there alone. No other segment has clients to hand over.
    """
    if ssid.kind is not SegmentKind.SSID:
        return False
    if ssid.tunnels_to is not None:
        return device.id == ssid.tunnels_to
    kind = DeviceKind.WIRELESS_CONTROLLER
    return ssid.id in device.segments or radiates(device) or device.kind is kind


def exits_on_record(ssid: Segment) -> tuple[str, ...]:
    """Return the segments that an SSID's own row leads its clients to, the fixed one first."""
    fixed = () if ssid.bridges_to is None else (ssid.bridges_to,)
    return tuple(dict.fromkeys((*fixed, *sorted(ssid.may_bridge_to))))


class _Found:
    """What was found to be on devices so far."""

    def __init__(self, estate: Estate) -> None:
        self.held: dict[str, dict[str, Certainty]] = {device.id: {} for device in estate.devices}
        self._unsure = {d.id: d.certainty for d in estate.devices if d.certainty not in _SURE}

    def put(self, device: str, segment: str, certainty: Certainty) -> bool:
        """Put a segment on a device; return whether it was not there, or not so surely."""
        if device in self._unsure:
            certainty = worst(certainty, self._unsure[device])
        return _improve(self.held[device], segment, certainty)


_SURE = (Certainty.KNOWN,)


def _ordered(found: Mapping[str, Held]) -> dict[str, Held]:
    return {key: dict(sorted(found[key].items())) for key in sorted(found)}


def _described(estate: Estate) -> dict[str, Described]:
    guarding = {c.device for c in estate.controls if guards(c)}
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


def _drops(described: Described, device: Device) -> bool:
    """Return whether a device takes nothing of a trunk but what is listed for it."""
    return device.kind in END_HOSTS and described is Described.LISTED


def _state(estate: Estate, described: Mapping[str, Described], found: _Found) -> None:
    """Put on devices what rows say outright: of devices, links, SSIDs, controls and servers."""
    for device in estate.devices:
        for segment in _named(device.segments):
            found.put(device.id, segment, Certainty.KNOWN)
        if device.management_segment is not None:
            found.put(device.id, device.management_segment, Certainty.KNOWN)
    for link in estate.links:
        for segment in _named(link.segments):
            found.put(link.a_device, segment, link.certainty)
            found.put(link.b_device, segment, link.certainty)
        natives = crossing(link)
        if natives is not None:
            found.put(link.a_device, natives.segments[0], natives.certainty)
            found.put(link.b_device, natives.segments[1], natives.certainty)
    _state_exits(estate, found)
    for control in estate.controls:
        found.put(control.device, control.from_segment, Certainty.KNOWN)
        found.put(control.device, control.to_segment, Certainty.KNOWN)
    for switch, segment in _plugged(estate):
        if described[switch] is not Described.LISTED:
            found.put(switch, segment, Certainty.KNOWN)


def _state_exits(estate: Estate, found: _Found) -> None:
    """Put SSIDs on the controllers they are tunnelled to, and on devices what they come out at."""
    ssids = [s for s in estate.segments if s.kind is SegmentKind.SSID]
    for ssid in ssids:
        if ssid.tunnels_to is not None:
            found.put(ssid.tunnels_to, ssid.id, Certainty.KNOWN)
    for device in estate.devices:
        held = found.held[device.id]
        for ssid in (s for s in ssids if s.id in held):
            for out in exits_of(estate, device, ssid):
                found.put(device.id, out.id, held[ssid.id])


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
    if old is not None and SURENESS[old] <= SURENESS[certainty]:
        return False
    held[segment] = certainty
    return True


def _spread(estate: Estate, described: Mapping[str, Described], found: _Found) -> None:
    """Let segments run over links into the devices that take whatever comes, until none moves."""
    onward: dict[str, list[tuple[str, Certainty]]] = {}
    for link in estate.links:
        if _lists(link):
            continue
        for here, other in _directions(link):
            passing = _passing(estate, link, described[other], other)
            if described[other] is not Described.LISTED:
                onward.setdefault(here, []).append((other, passing))
    held = found.held
    waiting = deque(
        (device, segment) for device in sorted(onward) for segment in sorted(held[device])
    )
    while waiting:
        device, segment = waiting.popleft()
        if estate.segment[segment].kind is SegmentKind.SSID:
            continue
        for other, passing in onward.get(device, ()):
            if found.put(other, segment, worst(held[device][segment], passing)):
                waiting.append((other, segment))


def _directions(link: Link) -> tuple[tuple[str, str], tuple[str, str]]:
    return (link.a_device, link.b_device), (link.b_device, link.a_device)


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
    for here, other in _directions(link):
        run_on = _passing(estate, link, described[other], other)
        for segment, certainty in held[here].items():
            if estate.segment[segment].kind is SegmentKind.SSID:
                continue
            _improve(found, segment, worst(certainty, run_on))
            if link.segments and segment in held[other]:
                _improve(found, segment, worst(certainty, held[other][segment], link.certainty))
    return found
