"""What the network must go on doing when it is repaired: nobody is cut off from what he uses.

A repair that pulls the resident trunk out of a branch office mends a breach and is worth nothing.
So changes are on offer only as long as

- places where a segment is used (by servers, controls, end hosts, clients that an access point
  hands over to it) and that its links joined before are still joined;
- clients of wireless are still handed over where they were;
- flows of the inventory that had a way still have one.

An end host that a segment is taken off uses it no more. Clients of wireless have no business in a
protected segment, and lose it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS
from consolidation.network.carriage import END_HOSTS, Carriage, carriage, device_of, exits_of
from consolidation.network.zones import Place, ZoneNetwork

Spot = tuple[str, str]
"""A segment on a device."""


class Services:
    """Who is joined to whom in one state of the estate."""

    def __init__(self, estate: Estate, protected: Collection[Zone]) -> None:
        self.estate = estate
        self.carriage = carriage(estate)
        self._wireless = _handed_over(estate, self.carriage, protected)
        self._used = _used(estate, self._wireless)
        self._hosts = _end_hosts(estate, self.carriage)
        self._spots = _Parts(_spot_links(estate, self.carriage))
        self._flows = _routed(estate, self.carriage)

    def cut_off(self, after: "Services", given_up: Collection[Spot]) -> tuple[Spot, ...] | None:
        """Return users whom a change cuts off from others of their segment; ``None``: nobody.

        ``given_up`` are the segments taken off devices, so that end hosts use them no more. Empty
        where a flow has no way any more that had one, or clients of wireless lose their exit.
        """
        if not (self._flows <= after._flows and self._wireless <= after._wireless):
            return ()
        for segment in sorted({*self._used, *self._hosts}):
            hosts = {d for d in self._hosts.get(segment, ()) if (segment, d) not in given_up}
            users = self._used.get(segment, frozenset()) | hosts
            still = sorted(device for device in users if device in after.estate.device)
            for part in self._spots.grouped((segment, device) for device in still):
                if len(after._spots.grouped(part)) > 1:
                    return tuple(part)
        return None

    def gives_up(self, spot: Spot) -> bool:
        """Return whether only an end host uses a segment there, so that it can give it up."""
        segment, device = spot
        used = device in self._used.get(segment, ())
        return not used and device in self._hosts.get(segment, ())


class _Parts:
    """Places by which part of a network they are in."""

    def __init__(self, joined: Iterable[tuple[Spot, Spot]]) -> None:
        self._parent: dict[Spot, Spot] = {}
        for a, b in joined:
            self._parent[self.root(a)] = self.root(b)

    def root(self, spot: Spot) -> Spot:
        """Return the place that stands for a place's part."""
        while (parent := self._parent.setdefault(spot, spot)) != spot:
            self._parent[spot] = self._parent[parent]
            spot = parent
        return spot

    def grouped(self, spots: Iterable[Spot]) -> Sequence[list[Spot]]:
        """Return places by part."""
        found: dict[Spot, list[Spot]] = {}
        for spot in spots:
            found.setdefault(self.root(spot), []).append(spot)
        return tuple(found.values())


def _used(
    estate: Estate, wireless: Collection[tuple[str, str, str]]
) -> Mapping[str, frozenset[str]]:
    """Return for each segment the devices on which servers, controls and wireless use it."""
    found: dict[str, set[str]] = {}
    for server in estate.servers:
        switch = device_of(estate, server)
        for segment in server.segments:
            if switch is not None and segment != ALL_SEGMENTS:
                found.setdefault(segment, set()).add(switch)
    for control in estate.controls:
        for segment in (control.from_segment, control.to_segment):
            found.setdefault(segment, set()).add(control.device)
    for device, _, out in wireless:
        found.setdefault(out, set()).add(device)
    return {segment: frozenset(devices) for segment, devices in found.items()}


def _handed_over(
    estate: Estate, carried: Carriage, protected: Collection[Zone]
) -> frozenset[tuple[str, str, str]]:
    """Return each device with an SSID and a segment, not protected, that it hands clients to."""
    return frozenset(
        (device.id, segment, out.id)
        for device in estate.devices
        for segment in carried.held[device.id]
        for out in exits_of(estate, device, estate.segment[segment])
        if out.zone not in protected
    )


def _end_hosts(estate: Estate, carried: Carriage) -> Mapping[str, frozenset[str]]:
    """Return for each segment the end hosts that are in it."""
    found: dict[str, set[str]] = {}
    for device in estate.devices:
        for segment in carried.held[device.id] if device.kind in END_HOSTS else ():
            found.setdefault(segment, set()).add(device.id)
    return {segment: frozenset(devices) for segment, devices in found.items()}


def _spot_links(estate: Estate, carried: Carriage) -> Iterable[tuple[Spot, Spot]]:
    for link in estate.links:
        for segment in carried.carried[link.id]:
            yield (segment, link.a_device), (segment, link.b_device)


def _routed(estate: Estate, carried: Carriage) -> frozenset[str]:
    """Return the flows that have a way over the network of zones."""
    network = ZoneNetwork(estate, carried)
    joined: list[tuple[Place, Place]] = [(a, b) for _, a, b in network.links]
    parts = _Parts((*joined, *network.crossings))
    found = set()
    for flow in estate.flows:
        target = estate.server[flow.target]
        there = {parts.root(place) for place in network.of_server(target)}
        if flow.origin in estate.site:
            origins = network.of_terminals(flow.origin, target)
        else:
            origins = network.of_server(estate.server[flow.origin])
        if any(parts.root(place) in there for place in origins):
            found.add(flow.id)
    return frozenset(found)
