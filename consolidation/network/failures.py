"""Single points of failure: what the loss of one link, device, platform or site cuts off.

Each loss is tried on the network of zones (`network.zones`), backup links included: places that
are still joined are found with a union-find, and sites and servers that were joined before and
are not any more are named, and so are sites that lose one of the zones they use while others
still serve them. Parallel links count: the loss of one of two cuts nothing.
"""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Literal

from consolidation.inventory.tables.kinds import Zone
from consolidation.network.model import SinglePoint
from consolidation.network.zones import ZoneNetwork

GONE = -1
Served = tuple[str, Zone | None]
Use = tuple[str, tuple[int, ...], tuple[int, ...]]
Kind = Literal["link", "device", "platform", "site"]


class Failures:
    """The network of zones in numbers, so that one loss after the other can be tried."""

    def __init__(self, network: ZoneNetwork) -> None:
        self.network = network
        self.estate = network.estate
        self._index = {place: number for number, place in enumerate(network.places)}
        bits = {site.id: 1 << number for number, site in enumerate(self.estate.sites)}
        self._bit = bits
        self._place_bit = [bits[self.estate.device[d].site] for d, _ in network.places]
        self._links = [(i, self._index[a], self._index[b]) for i, a, b in network.links]
        self._crossings = [(self._index[a], self._index[b]) for a, b in network.crossings]

    @cached_property
    def _servers(self) -> dict[str, tuple[int, ...]]:
        return {
            s.id: tuple(self._index[p] for p in self.network.of_server(s))
            for s in self.estate.servers
        }

    @cached_property
    def _uses(self) -> dict[Served, list[Use]]:
        """For each site and zone, the servers it uses there: their id, its places and theirs."""
        found: dict[tuple[str, str], tuple[int, ...]] = {}
        for flow in self.estate.flows:
            if flow.origin in self.estate.site and (flow.origin, flow.target) not in found:
                server = self.estate.server[flow.target]
                there = self.network.of_terminals(flow.origin, server)
                found[flow.origin, flow.target] = tuple(self._index[p] for p in there)
        uses: dict[Served, list[Use]] = {}
        for (site, name), places in sorted(found.items()):
            for zone in self.network.zones_of(self.estate.server[name]) or (None,):
                uses.setdefault((site, zone), []).append((name, places, self._servers[name]))
        return uses

    def components(self, gone: Collection[int] = (), link: str | None = None) -> list[int]:
        """Return for each place the number of its component, with places and a link taken away."""
        parent = list(range(len(self._index)))

        def root(node: int) -> int:
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        for identity, a, b in self._links:
            if identity != link and a not in gone and b not in gone:
                parent[root(a)] = root(b)
        for a, b in self._crossings:
            if a not in gone and b not in gone:
                parent[root(a)] = root(b)
        found = [root(node) for node in range(len(parent))]
        for node in gone:
            found[node] = GONE
        return found

    def served(self, parts: list[int], lost: Collection[str] = ()) -> frozenset[Served]:
        """Return sites with the zones of which they reach some server they use.

        ``lost`` servers are not counted. The zone is ``None`` for a server that is in no zone.
        """
        return frozenset(
            key
            for key, uses in self._uses.items()
            if any(
                name not in lost and _meet(parts, places, theirs) for name, places, theirs in uses
            )
        )

    def reachable(
        self, parts: list[int], lost: Collection[str] = (), besides: str | None = None
    ) -> frozenset[str]:
        """Return the servers that can be reached from a site other than their own.

        ``besides`` is a site from which being reached does not count.
        """
        blind = 0 if besides is None else self._bit[besides]
        sites: dict[int, int] = {}
        for place, part in enumerate(parts):
            sites[part] = sites.get(part, 0) | self._place_bit[place]
        sites.pop(GONE, None)
        return frozenset(
            server.id
            for server in self.estate.servers
            if server.id not in lost
            and any(
                sites.get(parts[place], 0) & ~self._bit[server.site] & ~blind
                for place in self._servers[server.id]
            )
        )

    def single_points(self) -> Iterator[SinglePoint]:
        """Give every single loss that cuts something off."""
        whole = self.components()
        num_parts = len(set(whole))
        served, reachable = self.served(whole), self.reachable(whole)
        for kind, identity, gone, link, lost in self._losses():
            site = identity if kind == "site" else None
            parts = self.components(gone, link)
            if link is not None and len(set(parts)) == num_parts:
                continue  # another way joins what it joined
            still = self.served(parts, lost)
            zones = {(s, zone) for s, zone in served - still if s != site}
            cut = {s for s, _ in zones} - {s for s, _ in still}
            before = reachable
            if site is not None:  # a server elsewhere is not lost because nobody is left to ask
                before = self.reachable(whole, besides=site) | (reachable & lost)
            unreached = before - self.reachable(parts, lost)
            systems = {self.estate.server[s].system or "" for s in unreached} - {""}
            if zones or systems:
                yield SinglePoint(
                    kind=kind,
                    id=identity,
                    cut_sites=tuple(sorted(cut)),
                    lost_systems=tuple(sorted(systems)),
                    cut_zones=tuple(sorted((s, zone) for s, zone in zones if zone is not None)),
                )

    def _losses(self) -> Iterator[tuple[Kind, str, frozenset[int], str | None, frozenset[str]]]:
        """Give every element with the places, the link and the servers that go with it."""
        numbers = self._index
        for link in self.estate.links:
            yield "link", link.id, frozenset(), link.id, frozenset()
        for device in self.estate.devices:
            places = self.network.at_device(device.id)
            yield "device", device.id, frozenset(numbers[p] for p in places), None, frozenset()
        for platform in self.estate.platforms:
            guests = self._guests(platform.id)
            yield "platform", platform.id, frozenset(), None, guests
        for site in self.estate.sites:
            places = self.network.at_site(site.id)
            there = frozenset(s.id for s in self.estate.servers if s.site == site.id)
            yield "site", site.id, frozenset(numbers[p] for p in places), None, there

    def _guests(self, platform: str) -> frozenset[str]:
        hosts = {host.id for host in self.estate.hosts if host.platform == platform}
        return frozenset(
            s.id for s in self.estate.servers if s.platform == platform or s.host in hosts
        )


def _meet(parts: list[int], some: tuple[int, ...], others: tuple[int, ...]) -> bool:
    """Return whether some places are joined with some of others, none of which is gone."""
    there = {parts[place] for place in others} - {GONE}
    return any(parts[place] in there for place in some)
