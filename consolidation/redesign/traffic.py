"""Traffic: which links the expected flows ride on.

The reading, which `redesign.verify` follows with code of its own:

- A flow from a site starts at the switches of the target's network there (`attachments`), a flow
  from a server at the switch the server or its platform is plugged into.
- It uses links of its own networks (those of its two ends), trunks of all VLANs and links whose
  segments are not known; where these do not lead to the target, any link. Backup links carry
  nothing in the normal state.
- It takes fewest links; among equals, at every device the link with the first id.
"""

from collections import deque
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import Flow, Link
from consolidation.inventory.tables.servers import Server
from consolidation.redesign.topology import SWITCHING, carried_zones, device_zones, segment_zones


@dataclass(frozen=True, slots=True)
class Load:
    """Traffic on a link in kbit/s: from end a to end b and back, office hours and night."""

    office: tuple[int, int] = (0, 0)
    night: tuple[int, int] = (0, 0)

    @property
    def busy_kbit_s(self) -> int:
        """The busier direction in the busier of the two slots."""
        return max(*self.office, *self.night)

    def plus(self, other: "Load") -> "Load":
        """Return the traffic of both on one line whose ends lie the same way round."""
        return Load(
            (self.office[0] + other.office[0], self.office[1] + other.office[1]),
            (self.night[0] + other.night[0], self.night[1] + other.night[1]),
        )

    def turned(self) -> "Load":
        """Return the same traffic seen with the ends the other way round."""
        return Load(self.office[::-1], self.night[::-1])


@dataclass(frozen=True, slots=True)
class Traffic:
    """Loads by link id (every link has one), and the flows that find no way."""

    loads: dict[str, Load]
    unrouted: tuple[str, ...]


def server_zones(estate: Estate, server: Server) -> frozenset[Zone]:
    """Return the networks of a server: its system's, else those of its segments."""
    if server.system is not None:
        return frozenset({estate.system[server.system].zone})
    return segment_zones(estate, server.segments)


def attachments(estate: Estate, end: str, zones: frozenset[Zone]) -> tuple[str, ...]:
    """Return the devices at which traffic of a server or of a site's terminals enters.

    For a site: its switches of one of the networks, else any device of them, else every switch,
    else every device.
    """
    server = estate.server.get(end)
    if server is not None:
        platform = estate.platform.get(server.platform) if server.platform else None
        device = server.device or (platform.device if platform else None)
        if device is not None:
            return (device,)
    site = server.site if server is not None else end
    here = [d for d in estate.devices if d.site == site]
    own = [
        d
        for d in here
        if device_zones(estate, d) & zones or segment_zones(estate, d.segments) & zones
    ]
    switches = [d for d in here if d.kind in SWITCHING]
    for choice in ([d for d in own if d.kind in SWITCHING], own, switches, here):
        if choice:
            return tuple(d.id for d in choice)
    return ()


def flow_zones(estate: Estate, flow: Flow) -> frozenset[Zone]:
    """Return the networks a flow may use: its target's and, from a server, its origin's."""
    zones = server_zones(estate, estate.server[flow.target])
    origin = estate.server.get(flow.origin)
    return zones | server_zones(estate, origin) if origin is not None else zones


def traffic(estate: Estate) -> Traffic:
    """Return the traffic on every link in the normal state."""
    router = _Router(estate)
    office = {link.id: [0, 0] for link in estate.links}
    night = {link.id: [0, 0] for link in estate.links}
    unrouted = []
    for flow in estate.flows:
        route = router.route(flow)
        if route is None:
            unrouted.append(flow.id)
            continue
        for link, way in route:
            office[link][way] += flow.office_kbit_s
            night[link][way] += flow.night_kbit_s
    loads = {
        link: Load((office[link][0], office[link][1]), (night[link][0], night[link][1]))
        for link in office
    }
    return Traffic(loads, tuple(unrouted))


class _Router:
    """Routes flows, remembering the distances to each target."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._zones = {link.id: carried_zones(estate, link) for link in estate.links}
        self._near: dict[str, list[tuple[Link, str, int]]] = {d.id: [] for d in estate.devices}
        for link in estate.links:
            if not link.backup:
                self._near[link.a_device].append((link, link.b_device, 0))
                self._near[link.b_device].append((link, link.a_device, 1))
        self._known: dict[tuple[tuple[str, ...], frozenset[Zone]], dict[str, int]] = {}

    def route(self, flow: Flow) -> list[tuple[str, int]] | None:
        """Return the links of a flow's way with the direction (0 from a to b), or ``None``."""
        zones = flow_zones(self._estate, flow)
        targets = attachments(
            self._estate, flow.target, server_zones(self._estate, self._estate.server[flow.target])
        )
        starts = attachments(self._estate, flow.origin, zones)
        for allowed in (zones, frozenset[Zone]()):
            distance = self._distances(targets, allowed)
            reached = [d for d in starts if d in distance]
            if reached:
                start = min(reached, key=lambda d: (distance[d], d))
                return self._walk(start, distance, allowed)
        return None

    def _usable(self, link: Link, allowed: frozenset[Zone]) -> bool:
        open_link = not link.segments or "*" in link.segments
        return not allowed or open_link or bool(self._zones[link.id] & allowed)

    def _distances(self, targets: tuple[str, ...], allowed: frozenset[Zone]) -> dict[str, int]:
        key = (targets, allowed)
        if key not in self._known:
            distance = dict.fromkeys(targets, 0)
            queue = deque(targets)
            while queue:
                here = queue.popleft()
                for link, there, _ in self._near[here]:
                    if there not in distance and self._usable(link, allowed):
                        distance[there] = distance[here] + 1
                        queue.append(there)
            self._known[key] = distance
        return self._known[key]

    def _walk(
        self, start: str, distance: dict[str, int], allowed: frozenset[Zone]
    ) -> list[tuple[str, int]]:
        way = []
        here = start
        while distance[here]:
            link, there, direction = next(
                step
                for step in self._near[here]
                if distance.get(step[1]) == distance[here] - 1 and self._usable(step[0], allowed)
            )
            way.append((link.id, direction))
            here = there
        return way
