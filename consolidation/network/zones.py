"""The network as routers see it: devices joined, zone by zone, by the links that carry the zone.

Segments of one zone are taken to be routed among each other wherever they meet on a device; two
zones meet only on a device with a `controls` row between segments of both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.servers import Server
from consolidation.network.carriage import Carriage, device_of

Place = tuple[str, Zone]
"""A device and a zone that it has."""


@dataclass(frozen=True)
class ZoneNetwork:
    """Places, the links that join them, and where servers and terminals are plugged in."""

    estate: Estate
    carriage: Carriage

    def _zones(self, segments: Iterable[str]) -> tuple[Zone, ...]:
        known = (s for s in segments if s in self.estate.segment)
        return tuple(sorted({self.estate.segment[s].zone for s in known}))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every device with each zone on it, in order."""
        return tuple(
            (device.id, zone)
            for device in self.estate.devices
            for zone in self._zones(self.carriage.held[device.id])
        )

    @cached_property
    def links(self) -> tuple[tuple[str, Place, Place], ...]:
        """Every link with the two places it joins, once for each zone it carries."""
        return tuple(
            (link.id, (link.a_device, zone), (link.b_device, zone))
            for link in self.estate.links
            for zone in self._zones(self.carriage.carried[link.id])
        )

    @cached_property
    def crossings(self) -> tuple[tuple[Place, Place], ...]:
        """Places of one device that a control, or a joint without one, leads between."""
        found = set()
        for control in self.estate.controls:
            a = self.estate.segment[control.from_segment].zone
            b = self.estate.segment[control.to_segment].zone
            if a is not b:
                found.add(((control.device, min(a, b)), (control.device, max(a, b))))
        return tuple(sorted(found))

    @cached_property
    def _by_device(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(place[0], []).append(place)
        return found

    @cached_property
    def _by_site(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(self.estate.device[place[0]].site, []).append(place)
        return found

    def at_device(self, device: str) -> list[Place]:
        """Return the places of a device."""
        return self._by_device.get(device, [])

    def at_site(self, site: str) -> list[Place]:
        """Return the places of a site's devices."""
        return self._by_site.get(site, [])

    def zones_of(self, server: Server) -> tuple[Zone, ...]:
        """Return the zones of a server's segments, else of its system."""
        zones = self._zones(server.segments)
        if not zones and server.system is not None:
            zones = (self.estate.system[server.system].zone,)
        return zones

    def of_server(self, server: Server) -> tuple[Place, ...]:
        """Return where a server is: on its switch, or on any of its site where none is named."""
        device = device_of(self.estate, server)
        there = self.at_site(server.site) if device is None else self.at_device(device)
        zones = self.zones_of(server)
        return tuple(p for p in there if p[1] in zones) or tuple(there)

    def of_terminals(self, site: str, target: Server) -> tuple[Place, ...]:
        """Return where a site's terminals for a server are: its zone's network, else any."""
        there, zones = self.at_site(site), self.zones_of(target)
        return tuple(p for p in there if p[1] in zones) or tuple(there)
