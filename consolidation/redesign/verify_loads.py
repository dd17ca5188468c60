"""The loads of a network state, found a second time for the re-check.

What is where (segments on devices, zones, joints) is the network stage's reading; the ways are
searched again with another method: labels are improved in whole rounds over all joins until none
changes, then the traffic of each flow walks along them. Same reading as `network.routes`: the
target's segment all the way, else the target's zone; fewest links, then the widest narrowest
link, then the smallest link ids; backup links only where nothing else leads there.
"""

from collections.abc import Iterable, Iterator

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.traffic import Flow
from consolidation.network.carriage import carriage, device_of
from consolidation.network.zones import ZoneNetwork

Node = tuple[str, str]
Join = tuple[Node, Node, Link | None]
Label = tuple[int, int]
"""Links to go, and the capacity of the narrowest of them, negative."""

UNLIMITED = -(10**9)


def busy_loads(estate: Estate) -> dict[str, int]:
    """Return each link's busier direction in the busier slot, in kbit/s."""
    found = _Loads(estate)
    sums = {link.id: [0, 0, 0, 0] for link in estate.links}
    for flow in estate.flows:
        for link, entered_from in found.way(flow):
            back = int(entered_from != estate.link[link].a_device)
            sums[link][back] += flow.office_kbit_s
            sums[link][2 + back] += flow.night_kbit_s
    return {link: max(four) for link, four in sums.items()}


class _Loads:
    """Ways over one state; labels are kept for flows to one target."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._network = ZoneNetwork(estate, carriage(estate))
        self._labels: dict[tuple[str, bool, tuple[Node, ...]], dict[Node, Label]] = {}
        self._known: dict[tuple[str, bool], list[Join]] = {}

    def way(self, flow: Flow) -> list[tuple[str, str]]:
        """Return the links a flow takes, each with the device it is entered from."""
        origin, target = self._estate.server.get(flow.origin), self._estate.server[flow.target]
        if origin is not None and self._stays(origin, target):
            return []
        for backup in (False, True):
            for kind, roots, starts in self._tries(flow):
                if roots and starts:
                    labels = self._label(kind, backup, roots)
                    reached = [(labels[s], s) for s in starts if s in labels]
                    if reached:
                        joins = self._joins(kind, backup)
                        return list(_walk(joins, labels, min(reached)[1]))
        return []

    def _stays(self, one: Server, other: Server) -> bool:
        """Return whether two servers hang on one switch and no two zones lie between them."""
        at = {device_of(self._estate, server) for server in (one, other)}
        if len(at) > 1 or None in at:
            return False
        zones = [set(self._zones(server)) for server in (one, other)]
        return not all(zones) or not zones[0].isdisjoint(zones[1])

    def _zones(self, server: Server) -> Iterator[Zone]:
        """Yield the zones of a server's segments, else that of its system."""
        named = [s for s in server.segments if s != ALL_SEGMENTS]
        for segment in named:
            yield self._estate.segment[segment].zone
        if not named and server.system is not None:
            yield self._estate.system[server.system].zone

    def _tries(self, flow: Flow) -> Iterator[tuple[str, tuple[Node, ...], tuple[Node, ...]]]:
        """Yield the target's segments in order, then its zone: where to and where from."""
        estate, network = self._estate, self._network
        origin, target = estate.server.get(flow.origin), estate.server[flow.target]
        for segment in (s for s in target.segments if s != ALL_SEGMENTS):
            roots = self._holders(segment, target.site, device_of(estate, target))
            if origin is None:
                yield segment, roots, self._holders(segment, flow.origin, None)
            elif segment in origin.segments:
                at = device_of(estate, origin)
                yield segment, roots, self._holders(segment, origin.site, at)
        places = (
            network.of_terminals(flow.origin, target)
            if origin is None
            else network.of_server(origin)
        )
        yield "", _nodes(network.of_server(target)), _nodes(places)

    def _holders(self, segment: str, site: str, device: str | None) -> tuple[Node, ...]:
        held = self._network.carriage.held
        there = [d.id for d in self._estate.devices if d.site == site]
        return tuple(
            (d, segment) for d in (there if device is None else [device]) if segment in held[d]
        )

    def _label(self, kind: str, backup: bool, roots: tuple[Node, ...]) -> dict[Node, Label]:
        key = (kind, backup, roots)
        if key not in self._labels:
            self._labels[key] = _labels(self._joins(kind, backup), roots)
        return self._labels[key]

    def _joins(self, segment: str, backup: bool) -> list[Join]:
        if (segment, backup) not in self._known:
            self._known[segment, backup] = list(self._make_joins(segment, backup))
        return self._known[segment, backup]

    def _make_joins(self, segment: str, backup: bool) -> Iterator[Join]:
        links = [x for x in self._estate.links if backup or not x.backup]
        if segment:
            carried = self._network.carriage.carried
            for link in links:
                if segment in carried[link.id]:
                    yield (link.a_device, segment), (link.b_device, segment), link
            return
        usable = {link.id: link for link in links}
        for name, (a, zone_a), (b, zone_b) in self._network.links:
            if name in usable:
                yield (a, zone_a.value), (b, zone_b.value), usable[name]
        for (a, zone_a), (b, zone_b) in self._network.crossings:
            yield (a, zone_a.value), (b, zone_b.value), None


def _nodes(places: Iterable[tuple[str, Zone]]) -> tuple[Node, ...]:
    return tuple((device, zone.value) for device, zone in places)


def _steps(joins: list[Join], labels: dict[Node, Label]) -> Iterator[tuple[Node, Label, str, Node]]:
    """Yield (node, the label it gets by a join, link id or nothing, the node at the far end)."""
    for one, two, link in joins:
        for node, far in ((one, two), (two, one)):
            if far in labels:
                links, narrow = labels[far]
                if link is None:
                    yield node, (links, narrow), "", far
                else:
                    width = max(narrow, -(link.capacity_mbit_s or 0))
                    yield node, (links + 1, width), link.id, far


def _labels(joins: list[Join], roots: tuple[Node, ...]) -> dict[Node, Label]:
    """Return the best label of every node that can reach a root, improved round by round."""
    labels = dict.fromkeys(roots, (0, UNLIMITED))
    changed = True
    while changed:
        changed = False
        for node, label, _, _ in list(_steps(joins, labels)):
            if node not in labels or label < labels[node]:
                labels[node] = label
                changed = True
    return labels


def _walk(joins: list[Join], labels: dict[Node, Label], here: Node) -> Iterator[tuple[str, str]]:
    """Yield the links from a node to the root its label comes from."""
    seen = {here}
    while labels[here] != (0, UNLIMITED):
        onward = [
            (link, far)
            for node, label, link, far in _steps(joins, labels)
            if node == here and label == labels[here] and far not in seen
        ]
        link, far = min(onward)
        if link:
            yield link, here[0]
        here = far
        seen.add(here)
