"""What the network must go on doing when it is repaired: nobody is cut off from what he uses.

A repair that pulls the resident trunk out of a branch office mends a breach and is worth nothing.
So changes are on offer only as long as

- places where a segment is used (by servers, controls, end hosts, clients that an access point
  hands over to it) still have it, and those that its links joined before are still joined;
- places of one zone where servers, end hosts and clients of wireless are, and that were routed to
  each other without a control, by a row or by what is assumed, still are, past a control perhaps;
- clients of wireless are still handed over where they were;
- flows of the inventory that had a way still have one, past joints that let them pass as far as
  `permits` tells, and not over routing that is merely assumed where a joint was deleted.

An end host that a segment is taken off uses it no more. Clients of wireless have no business in a
protected segment, and lose it.
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS
from consolidation.network.carriage import END_HOSTS, Carriage, carriage, device_of, exits_of
from consolidation.policy.repair.joined import (
    Parts,
    Rows,
    Spot,
    by_links,
    flows_with_ways,
    rows_of,
    within_zones,
)


class Services:
    """Who is joined to whom in one state of the estate."""

    def __init__(self, estate: Estate, protected: Collection[Zone]) -> None:
        self.estate = estate
        self.carriage = carriage(estate)
        self._wireless = _handed_over(estate, self.carriage, protected)
        self._users = _users(estate, self._wireless)
        self._used = _used(estate, self._users)
        self._hosts = _end_hosts(estate, self.carriage)
        self._spots = Parts(by_links(estate, self.carriage))
        self.rows = rows_of(estate)

    @cached_property
    def _flows(self) -> frozenset[tuple[str, str]]:
        return flows_with_ways(self.estate, self.carriage, {})

    def cut_off(self, after: "Services", given_up: Collection[Spot]) -> tuple[Spot, ...] | None:
        """Return users whom a change cuts off from others of their zone; ``None``: nobody.

        One alone has lost his segment. Empty where a flow has no way any more that had one, or
        clients of wireless lose their exit. ``given_up`` are the segments taken off devices, so
        that end hosts use them no more.
        """
        if not self._wireless <= after._wireless:
            return ()
        for segment in sorted({*self._used, *self._hosts}):
            hosts = {d for d in self._hosts.get(segment, ()) if (segment, d) not in given_up}
            users = self._used.get(segment, frozenset()) | hosts
            still = sorted(device for device in users if device in after.estate.device)
            for device in still:
                if self._has(segment, device) and after.misses(segment, device):
                    return ((segment, device),)
            for part in self._spots.grouped((segment, device) for device in still):
                if len(after._spots.grouped(part)) > 1:
                    return tuple(part)
        gone = self._deleted(after)
        parted = self._parted(after, gone, given_up)
        flows = after._flows if parted is None and not gone else frozenset()
        if parted is None and gone:
            flows = flows_with_ways(after.estate, after.carriage, gone)
        return () if parted is None and not self._flows <= flows else parted

    def _parted(
        self, after: "Services", gone: Rows, given_up: Collection[Spot]
    ) -> tuple[Spot, ...] | None:
        """Return users of one zone who were routed to each other freely and are so no more."""
        hosts = {(s, d) for s, devices in self._hosts.items() for d in devices} - {*given_up}
        users = sorted(spot for spot in self._users | hosts if spot[1] in after.estate.device)
        routed = after._routed(gone, freely=False)
        for part in self._freely.grouped(users):
            if len(routed.grouped(part)) > 1:
                return tuple(part)
        return None

    @cached_property
    def _freely(self) -> Parts:
        return self._routed({}, freely=True)

    def _routed(self, gone: Rows, *, freely: bool) -> Parts:
        """Return what is routed to each other within zones, past controls or not."""
        rows = {device: dict(pairs) for device, pairs in gone.items()}
        for device, pairs in self.rows.items():
            joined = pairs if freely else dict.fromkeys(pairs, True)
            rows.setdefault(device, {}).update(joined)
        routing = within_zones(self.estate, self.carriage, rows)
        return Parts((*by_links(self.estate, self.carriage), *routing))

    def _deleted(self, after: "Services") -> Rows:
        """Return the pairs of segments by device whose joints are no more: they are parted."""
        found = {}
        for device, pairs in self.rows.items():
            left = after.rows.get(device, {})
            gone = {pair: False for pair in pairs if pair not in left}
            if gone:
                found[device] = gone
        return found

    def misses(self, segment: str, device: str) -> bool:
        """Return whether a segment is used on a device that does not have it."""
        return device in self._used.get(segment, ()) and not self._has(segment, device)

    def _has(self, segment: str, device: str) -> bool:
        return segment in self.carriage.held[device]

    def gives_up(self, spot: Spot) -> bool:
        """Return whether only an end host uses a segment there, so that it can give it up."""
        segment, device = spot
        used = device in self._used.get(segment, ())
        return not used and device in self._hosts.get(segment, ())


def _users(estate: Estate, wireless: Collection[tuple[str, str, str]]) -> frozenset[Spot]:
    """Return where servers and clients of wireless use segments."""
    plugged = {
        (segment, switch)
        for server in estate.servers
        for segment in server.segments
        if segment != ALL_SEGMENTS and (switch := device_of(estate, server)) is not None
    }
    return frozenset(plugged | {(out, device) for device, _, out in wireless})


def _used(estate: Estate, users: Collection[Spot]) -> Mapping[str, frozenset[str]]:
    """Return for each segment the devices on which controls or others use it."""
    found: dict[str, set[str]] = {}
    joined = {(s, c.device) for c in estate.controls for s in (c.from_segment, c.to_segment)}
    for segment, device in {*users, *joined}:
        found.setdefault(segment, set()).add(device)
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
