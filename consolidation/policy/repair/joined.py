"""Who is joined to whom, segment by segment: by links, routing within a zone, joints and exits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import Control
from consolidation.inventory.tables.servers import Server
from consolidation.network.carriage import END_HOSTS, Carriage, exits_of
from consolidation.network.groups import guards
from consolidation.network.vrf import routing_domain
from consolidation.network.zones import Place, ZoneNetwork

Spot = tuple[str, str]
"""A segment on a device."""
Join = tuple[Spot, Spot]
Rows = Mapping[str, Mapping[frozenset[str], bool]]
"""Pairs of segments that rows join on each device, and whether one does without a control."""


class Parts:
    """Places by which part of a network they are in."""

    def __init__(self, joined: Iterable[Join]) -> None:
        self._parent: dict[Spot, Spot] = {}
        for a, b in joined:
            self.join(a, b)

    def join(self, a: Spot, b: Spot) -> None:
        """Make one part of those that two places are in."""
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


def by_links(estate: Estate, carried: Carriage) -> Iterator[Join]:
    """Give what links join."""
    for link in estate.links:
        for segment in carried.carried[link.id]:
            yield (segment, link.a_device), (segment, link.b_device)


def rows_of(estate: Estate) -> Rows:
    """Return which segments the rows of controls join on each device."""
    found: dict[str, dict[frozenset[str], bool]] = {}
    for control in estate.controls:
        pair = frozenset((control.from_segment, control.to_segment))
        on_device = found.setdefault(control.device, {})
        on_device[pair] = on_device.get(pair, False) or not guards(control)
    return found


def within_zones(estate: Estate, carried: Carriage, rows: Rows) -> Iterator[Join]:
    """Give the segments of one zone that are routed to each other where they meet on a device.

    That is each two of them, but those of two VRFs, wherever something can route; ``rows`` tells
    of some pairs whether they are.
    """
    for device, held in carried.held.items():
        if estate.device[device].kind in END_HOSTS:
            continue
        by_zone: dict[Zone, list[str]] = {}
        for segment in held:
            by_zone.setdefault(estate.segment[segment].zone, []).append(segment)
        for segments in by_zone.values():
            for one, other in _routed(estate, segments, rows.get(device, {})):
                yield (one, device), (other, device)


def _routed(
    estate: Estate, segments: Sequence[str], rows: Mapping[frozenset[str], bool]
) -> Iterator[tuple[str, str]]:
    """Give pairs that connect whatever is routed to each other, and no more than it takes."""
    left = list(segments)
    while left:
        group = [left.pop(0)]
        for here in group:
            near = [
                s for s in left if rows.get(frozenset((here, s)), not _in_two_vrfs(estate, here, s))
            ]
            yield from ((here, other) for other in near)
            group += near
            left = [s for s in left if s not in near]


def _in_two_vrfs(estate: Estate, one: str, other: str) -> bool:
    a, b = (routing_domain(estate.segment[s]) for s in (one, other))
    return a is not None and b is not None and a != b


def flows_with_ways(estate: Estate, carried: Carriage, denied: Rows) -> frozenset[tuple[str, str]]:
    """Return the flows that have a way, with what they have it by.

    ``zones``: over the network of zones; ``joints``: segment by segment, past any joint;
    ``permits``: past such joints only as let the flow pass, or do not say what they let pass.
    ``named`` besides: a joint names the flow, by whatever way it may go. ``denied`` are pairs of
    segments that are not routed to each other any more, as their joint was deleted.
    """
    if not estate.flows:
        return frozenset()
    network = ZoneNetwork(estate, carried)
    free = list(without_joints(estate, carried, denied))
    says = [control for control in estate.controls if not _is_open(control)]
    by_zone = Parts((*((a, b) for _, a, b in network.links), *network.crossings))
    by_joint = Parts((*free, *map(_ends, estate.controls)))
    unsaid = Parts((*free, *(_ends(c) for c in estate.controls if _is_open(c))))
    naming: dict[str, list[Control]] = {flow.id: [] for flow in estate.flows}
    for control in says:
        for flow_id in control.permits:
            naming[flow_id].append(control)
    kept = dict[tuple[str, ...], tuple[frozenset[Spot], ...]]()

    def parts_of(end: str, target: Server) -> tuple[frozenset[Spot], ...]:
        """Return the parts of each network that one end of a flow is in."""
        server = estate.server.get(end)
        key = (end,) if server is not None else (end, *network.zones_of(target))
        if key not in kept:
            places: Sequence[Place] = network.of_terminals(end, target)
            if server is not None:
                places = network.of_server(server)
            spots = _spots(network, places, server)
            kept[key] = (
                frozenset(by_zone.root(place) for place in places),
                frozenset(map(by_joint.root, spots)),
                frozenset(map(unsaid.root, spots)),
            )
        return kept[key]

    found = set[tuple[str, str]]()
    for flow in estate.flows:
        target = estate.server[flow.target]
        here, there = parts_of(flow.origin, target), parts_of(flow.target, target)
        more = Parts((unsaid.root(a), unsaid.root(b)) for a, b in map(_ends, naming[flow.id]))
        ways = {
            "zones": not here[0].isdisjoint(there[0]),
            "joints": not here[1].isdisjoint(there[1]),
            "permits": not {*map(more.root, here[2])}.isdisjoint(map(more.root, there[2])),
        }
        found |= {(flow.id, way) for way, found_one in ways.items() if found_one}
        if naming[flow.id] or ways["permits"]:
            found.add((flow.id, "named"))
    return frozenset(found)


def without_joints(estate: Estate, carried: Carriage, denied: Rows) -> Iterator[Join]:
    """Give what joins places without any joint: links, SSIDs' exits, routing that no row states."""
    stated = {
        device: dict.fromkeys((*denied.get(device, {}), *pairs), False)
        for device, pairs in {**denied, **rows_of(estate)}.items()
    }
    yield from by_links(estate, carried)
    yield from within_zones(estate, carried, stated)
    for device in estate.devices:
        for segment in carried.held[device.id]:
            for out in exits_of(estate, device, estate.segment[segment]):
                yield (segment, device.id), (out.id, device.id)


def _ends(control: Control) -> Join:
    return (control.from_segment, control.device), (control.to_segment, control.device)


def _is_open(control: Control) -> bool:
    """Return whether a joint lets everything pass, or does not say what it lets pass."""
    return not guards(control) or not control.permits


def _spots(network: ZoneNetwork, places: Iterable[Place], server: Server | None) -> list[Spot]:
    """Return the segments of some places, those that a server is in if it is there."""
    estate, held = network.estate, network.carriage.held
    every = [(s, d) for d, zone in places for s in held[d] if estate.segment[s].zone is zone]
    own = [spot for spot in every if server is not None and spot[0] in server.segments]
    return own or every
