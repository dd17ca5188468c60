"""Which links the traffic of a flow takes.

A flow goes where its target's segment is carried all the way; where that is not possible, over
links that carry the target's zone, crossing into other zones only on devices with a controls row
between them. Among possible ways: fewest links, then the widest narrowest link (a capacity that
is not known counts as narrowest), then the smallest link ids from the origin on. Backup links
are used only where there is no way without them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.traffic import Flow
from consolidation.network.carriage import device_of
from consolidation.network.zones import Place, ZoneNetwork

Node = tuple[str, str]
"""A device and the segment or zone by which it is travelled."""
Hop = tuple[str, str]
"""A link and the device it is entered from."""
Roads = Mapping[Node, list[tuple[Node, Link | None]]]


@dataclass(frozen=True, slots=True)
class Tree:
    """From every node that can reach the target: links to go, narrowest of them, next step."""

    reach: Mapping[Node, tuple[int, int]]
    onward: Mapping[Node, tuple[Node, str | None]]

    def hops(self, origin: Node) -> tuple[Hop, ...]:
        """Return the links from a node to the target."""
        found: list[Hop] = []
        node = origin
        while node in self.onward:
            following, link = self.onward[node]
            if link is not None:
                found.append((link, node[0]))
            node = following
        return tuple(found)


class Routes:
    """Routes of flows over one state of the network; trees are kept for flows to one target."""

    def __init__(self, network: ZoneNetwork) -> None:
        self.network = network
        self.estate: Estate = network.estate
        self._roads: dict[tuple[str, bool], Roads] = {}
        self._trees: dict[tuple[str, bool, tuple[Node, ...]], Tree] = {}

    def route(self, flow: Flow) -> tuple[Hop, ...] | None:
        """Return the links that a flow takes, in order; ``None`` where there is no way."""
        target = self.estate.server[flow.target]
        if self._beside(flow, target):
            return ()
        for backup in (False, True):
            for segment in target.segments:
                if segment == ALL_SEGMENTS:
                    continue
                roots = self._segment_nodes(target.site, device_of(self.estate, target), segment)
                found = self._best(segment, backup, roots, self._origins(flow, segment))
                if found is not None:
                    return found
            places = tuple(map(_node, self.network.of_server(target)))
            found = self._best("", backup, places, tuple(map(_node, self._places(flow, target))))
            if found is not None:
                return found
        return None

    def _beside(self, flow: Flow, target: Server) -> bool:
        """Return whether a flow stays on one switch: both servers there, in one zone.

        Between two zones it leaves the switch for the firewalls, unless these are on it. A server
        whose zone no row tells is taken to be in the other's.
        """
        origin = self.estate.server.get(flow.origin)
        if origin is None:
            return False
        switch = device_of(self.estate, origin)
        if switch is None or switch != device_of(self.estate, target):
            return False
        here, there = (set(self.network.zones_of(server)) for server in (origin, target))
        return not here or not there or bool(here & there)

    def _best(
        self, segment: str, backup: bool, roots: tuple[Node, ...], origins: tuple[Node, ...]
    ) -> tuple[Hop, ...] | None:
        if not roots or not origins:
            return None
        tree = self._tree(segment, backup, roots)
        reached = [(tree.reach[node], node) for node in origins if node in tree.reach]
        return tree.hops(min(reached)[1]) if reached else None

    def _origins(self, flow: Flow, segment: str) -> tuple[Node, ...]:
        server = self.estate.server.get(flow.origin)
        if server is None:
            return self._segment_nodes(flow.origin, None, segment)
        if segment not in server.segments:
            return ()
        return self._segment_nodes(server.site, device_of(self.estate, server), segment)

    def _segment_nodes(self, site: str, device: str | None, segment: str) -> tuple[Node, ...]:
        """Return the devices of a site (or the one named) that have a segment."""
        held = self.network.carriage.held
        if device is not None:
            return ((device, segment),) if segment in held[device] else ()
        there = (d.id for d in self.estate.devices if d.site == site)
        return tuple((d, segment) for d in there if segment in held[d])

    def _places(self, flow: Flow, target: Server) -> tuple[Place, ...]:
        server = self.estate.server.get(flow.origin)
        if server is None:
            return self.network.of_terminals(flow.origin, target)
        return self.network.of_server(server)

    def _tree(self, segment: str, backup: bool, roots: tuple[Node, ...]) -> Tree:
        key = (segment, backup, roots)
        if key not in self._trees:
            self._trees[key] = tree(self._roads_of(segment, backup), roots)
        return self._trees[key]

    def _roads_of(self, segment: str, backup: bool) -> Roads:
        """Return the roads of one segment, or of all zones for an empty name."""
        key = (segment, backup)
        if key not in self._roads:
            self._roads[key] = roads(self._joins(segment, backup))
        return self._roads[key]

    def _joins(self, segment: str, backup: bool) -> Iterable[tuple[Node, Node, Link | None]]:
        links, carried = self.estate.link, self.network.carriage.carried
        if segment:
            for link in self.estate.links:
                if segment in carried[link.id] and (backup or not link.backup):
                    yield (link.a_device, segment), (link.b_device, segment), link
            return
        for identity, a, b in self.network.links:
            if backup or not links[identity].backup:
                yield _node(a), _node(b), links[identity]
        for a, b in self.network.crossings:
            yield _node(a), _node(b), None


def _node(place: Place) -> Node:
    return place[0], place[1].value


def roads(joins: Iterable[tuple[Node, Node, Link | None]]) -> Roads:
    """Return where one gets from each node; a step within a device has no link."""
    found: dict[Node, list[tuple[Node, Link | None]]] = {}
    for a, b, link in joins:
        found.setdefault(a, []).append((b, link))
        found.setdefault(b, []).append((a, link))
    return found


def tree(found_roads: Roads, roots: Iterable[Node]) -> Tree:
    """Return the best way from every node to the nearest root (Dijkstra from the roots)."""
    reach: dict[Node, tuple[int, int]] = {}
    onward: dict[Node, tuple[Node, str | None]] = {}
    waiting: list[tuple[int, int, str, Node, Node | None]] = [
        (0, -_WIDEST, "", root, None) for root in sorted(set(roots))
    ]
    while waiting:
        links, narrow, via, node, following = heappop(waiting)
        if node in reach:
            continue
        reach[node] = (links, narrow)
        if following is not None:
            onward[node] = (following, via or None)
        for other, link in found_roads.get(node, ()):
            if other in reach:
                continue
            if link is None:
                heappush(waiting, (links, narrow, "", other, node))
            else:
                width = max(narrow, -(link.capacity_mbit_s or 0))
                heappush(waiting, (links + 1, width, link.id, other, node))
    return Tree(reach, onward)


_WIDEST = 10**9
