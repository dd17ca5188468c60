"""Routing within a zone that no row states: assumed, on devices that can route.

The loads of lines take segments of one zone to be routed among each other wherever they meet on a
device (`network.zones`). The state graph must not say less, or a proof would rest on what the
same plan contradicts. So segments of one zone on one device with no controls row between them
are joined without a control, and the joint is assumed: only the bad reading of the facts has it.
"""

import itertools
from collections.abc import Iterator, Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, SegmentKind, Zone
from consolidation.inventory.tables.network import Device, Segment
from consolidation.network import names, words
from consolidation.network.attributes import Layer, Said, State, worst
from consolidation.network.carriage import exits_of
from consolidation.network.domains import joins_all
from consolidation.network.draft import Draft
from consolidation.network.groups import guards
from consolidation.network.vrf import routing_domain

Pair = frozenset[str]


def add_assumed_routing(draft: Draft) -> None:
    """Add a state of assumed routing for segments of one zone that meet on a device.

    One state in the middle stands for a joint between each two of them, so that a core switch of
    a hundred segments adds two hundred edges and not ten thousand. Left out are devices that
    join all their segments already (hubs, end hosts, devices without any list). Wireless devices
    are not: their air gives onto every segment, but an edition need not count their kind of
    wireless, and they route all the same. Segments of two VRFs are kept apart by what a VRF is.
    """
    estate, rows = draft.estate, _rows(draft.estate)
    for device in estate.devices:
        described = draft.carriage.described[device.id]
        if joins_all(described, device) is not None:
            continue
        by_zone: dict[Zone, list[Segment]] = {}
        for identity in draft.carriage.held[device.id]:
            segment = estate.segment[identity]
            by_zone.setdefault(segment.zone, []).append(segment)
        for zone in sorted(by_zone):
            segments = by_zone[zone]
            if len(segments) > 1:
                pairs = {**_apart(segments), **rows.get(device.id, {})}
                pairs |= _handed_over(draft, device, segments)
                for joined in routed_together([s.id for s in segments], pairs):
                    _add_star(draft, device, joined)


def _rows(estate: Estate) -> dict[str, dict[Pair, bool]]:
    """Return for each device the pairs of segments with a row, and whether one is a plain route."""
    found: dict[str, dict[Pair, bool]] = {}
    for control in estate.controls:
        pair = frozenset((control.from_segment, control.to_segment))
        on_device = found.setdefault(control.device, {})
        on_device[pair] = on_device.get(pair, False) or not guards(control)
    return found


def _handed_over(draft: Draft, device: Device, segments: list[Segment]) -> dict[Pair, bool]:
    """Return the pairs of an SSID and a segment it comes out at on a device: plain routes."""
    return {
        frozenset((segment.id, out.id)): True
        for segment in segments
        if segment.kind is SegmentKind.SSID
        for out in exits_of(draft.estate, device, segment)
    }


def _apart(segments: list[Segment]) -> dict[Pair, bool]:
    """Return the pairs of segments that are in different VRFs, none of them a plain route."""
    routed = [(s.id, vrf) for s in segments if (vrf := routing_domain(s)) is not None]
    return {
        frozenset((one, other)): False
        for (one, a), (other, b) in itertools.combinations(routed, 2)
        if a != b
    }


def routed_together(segments: list[str], rows: Mapping[Pair, bool]) -> Iterator[list[str]]:
    """Give the groups of segments that assumed joints connect, where any of them is needed.

    Each two segments without a row are joined. ``rows`` tells of pairs with a row whether it is
    a plain route, and of pairs known to be apart that they are none; groups that such routes
    connect already need no assumption.

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


def _add_star(draft: Draft, device: Device, joined: list[str]) -> None:
    first = draft.estate.segment[joined[0]]
    certainty, row = worst(Certainty.ASSUMED, device.certainty), ("devices", device.id)
    said = Said(words.may_route, (device, first))
    state = State(Layer.ROUTING, *row, first.zone, certainty, said)
    node = draft.state(names.routing(device.id, first.id), state)
    for identity in joined:
        segment, domain = draft.estate.segment[identity], draft.domain[device.id][identity]
        draft.way(domain, node, row, Said(words.may_route, (device, segment)), certainty)
        draft.way(node, domain, row, Said(words.on_device, (device, segment)), certainty)
