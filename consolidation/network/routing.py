"""Routing within a zone that no row states: assumed, on devices that can route.

The loads of lines take segments of one zone to be routed among each other wherever they meet on a
device (`network.zones`). The state graph must not say less, or a proof would rest on what the
same plan contradicts. So segments of one zone on one device with no controls row between them
are joined without a control, and the joint is assumed: only the bad reading of the facts has it.
"""

from collections.abc import Iterator, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, ControlKind, Zone
from consolidation.inventory.tables.network import Device
from consolidation.network import names, words
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    State,
    StateGraph,
    add_edge,
    add_state,
)
from consolidation.network.carriage import Carriage, Described
from consolidation.network.wireless import radiates

Pair = frozenset[str]


def add_assumed_routing(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add a state of assumed routing for segments of one zone that meet on a device.

    One state in the middle stands for a joint between each two of them, so that a core switch of
    a hundred segments adds two hundred edges and not ten thousand. Left out are devices that
    join all their ports already (hubs, devices without any list) and wireless devices, on which
    the air gives onto every segment.
    """
    rows = _rows(estate)
    for device in estate.devices:
        if radiates(device) or carriage.described[device.id] in _JOINED:
            continue
        by_zone: dict[Zone, list[str]] = {}
        for segment in carriage.held[device.id]:
            by_zone.setdefault(estate.segment[segment].zone, []).append(segment)
        for zone in sorted(by_zone):
            for joined in routed_together(by_zone[zone], rows.get(device.id, {})):
                _add_star(graph, estate, device, joined)


_JOINED = (Described.HUB, Described.NOT_AT_ALL)


def _rows(estate: Estate) -> dict[str, dict[Pair, bool]]:
    """Return for each device the pairs of segments with a row, and whether one is a plain route."""
    found: dict[str, dict[Pair, bool]] = {}
    for control in estate.controls:
        pair = frozenset((control.from_segment, control.to_segment))
        on_device = found.setdefault(control.device, {})
        is_route = control.kind is ControlKind.NONE
        on_device[pair] = on_device.get(pair, False) or is_route
    return found


def routed_together(segments: list[str], rows: Mapping[Pair, bool]) -> Iterator[list[str]]:
    """Give the groups of segments that assumed joints connect, where any of them is needed.

    Each two segments without a row are joined. ``rows`` tells of pairs with a row whether it is
    a plain route; groups that such routes connect already need no assumption.

    >>> list(routed_together(["a", "b", "c"], {frozenset("ab"): False}))
    [['a', 'b', 'c']]
    >>> list(routed_together(["a", "b"], {frozenset("ab"): False}))
    []
    >>> list(routed_together(["a", "b", "c"], {frozenset("ab"): True, frozenset("bc"): True}))
    []
    """
    left = sorted(segments)
    while left:
        group, assumed = [left.pop(0)], False
        for here in group:
            near = [s for s in left if rows.get(frozenset((here, s)), True)]
            group += near
            left = [s for s in left if s not in near]
            assumed = assumed or any(frozenset((here, s)) not in rows for s in near)
        if assumed and not _connected(group, rows):
            yield sorted(group)


def _connected(group: list[str], rows: Mapping[Pair, bool]) -> bool:
    """Return whether plain routes alone connect a group."""
    found = group[:1]
    for here in found:
        found += [s for s in group if s not in found and rows.get(frozenset((here, s)), False)]
    return len(found) == len(group)


def _add_star(graph: StateGraph, estate: Estate, device: Device, joined: list[str]) -> None:
    first = estate.segment[joined[0]]
    node, assumed = names.routing(device.id, first.id), Certainty.ASSUMED
    text = words.may_route(device, first)
    state = State(Layer.ROUTING, "devices", device.id, first.zone, assumed, text)
    add_state(graph, node, state)
    for identity in joined:
        row = estate.segment[identity]
        domain = names.domain(device.id, identity)
        onto = words.may_route(device, row)
        off = words.on_device(device, row)
        add_edge(graph, domain, node, Edge(Relation.WAY, 0, "devices", device.id, onto, assumed))
        add_edge(graph, node, domain, Edge(Relation.WAY, 0, "devices", device.id, off, assumed))
