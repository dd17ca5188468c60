"""Bridge domains, the wires between them, and the air around what radiates."""

from collections.abc import Mapping

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Device, Segment
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
from consolidation.network.carriage import Carriage, Described, exit_of
from consolidation.network.wireless import is_radio, radiates
from consolidation.text import Text


def add_domains(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add a domain for each segment on each device, and what joins domains of one device.

    Different segments on one device are apart, except on a hub (which joins all its ports), on a
    device without any list (which may: unknown), and where an SSID hands its clients to a VLAN.
    """
    for device in estate.devices:
        held = carriage.held[device.id]
        for segment, certainty in held.items():
            row = estate.segment[segment]
            add_domain(graph, device, row, certainty)
        _join_ports(graph, device, held, carriage.described[device.id])
        for segment in held:
            _hand_over(graph, estate, device, estate.segment[segment])


def add_domain(graph: StateGraph, device: Device, segment: Segment, certainty: Certainty) -> str:
    """Add the domain of a segment on a device, unless it is there, and return its name."""
    node = names.domain(device.id, segment.id)
    text = words.on_device(device, segment)
    state = State(Layer.DOMAIN, "devices", device.id, segment.zone, certainty, text)
    add_state(graph, node, state)
    part = Edge(Relation.PART, 0, "segments", segment.id, words.PART)
    add_edge(graph, names.device(device.id), node, part)
    return node


def _join_ports(
    graph: StateGraph, device: Device, held: Mapping[str, Certainty], described: Described
) -> None:
    if described not in (Described.HUB, Described.NOT_AT_ALL):
        return
    known = described is Described.HUB
    certainty = Certainty.KNOWN if known else Certainty.UNKNOWN
    text = words.joins_all(device, known=known)
    node = names.ports(device.id)
    add_state(graph, node, State(Layer.DOMAIN, "devices", device.id, None, certainty, text))
    for segment in held:
        edge = Edge(Relation.WAY, 0, "devices", device.id, text, certainty)
        add_edge(graph, names.domain(device.id, segment), node, edge)
        add_edge(graph, node, names.domain(device.id, segment), edge)


def _hand_over(graph: StateGraph, estate: Estate, device: Device, ssid: Segment) -> None:
    out = exit_of(estate, device, ssid)
    if out is None:
        return
    inside = names.domain(device.id, ssid.id)
    outside = names.domain(device.id, out.id)
    edge = Edge(Relation.WAY, 0, "devices", device.id, words.hands_over(device, ssid, out))
    add_edge(graph, inside, outside, edge)
    add_edge(graph, outside, inside, edge)


def add_wires(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add each segment on each link as a state between the domains of its two ends."""
    for link in estate.links:
        for segment, certainty in carriage.carried[link.id].items():
            row = estate.segment[segment]
            node, text = names.wire(link.id, segment), words.on_wire(link, row)
            state = State(Layer.WIRE, "links", link.id, row.zone, certainty, text)
            add_state(graph, node, state)
            onto = Edge(Relation.WAY, 0, "links", link.id, text, certainty, medium=link.medium)
            for end in (link.a_device, link.b_device):
                domain = names.domain(end, segment)
                there = words.on_device(estate.device[end], row)
                off = Edge(Relation.WAY, 0, "devices", end, there, certainty, medium=link.medium)
                add_edge(graph, domain, node, onto)
                add_edge(graph, node, domain, off)


def add_air(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add a source for each radiating element and what it reaches without passing a control.

    - A radio link gives onto every segment it carries, at both its ends.
    - A wireless device gives onto its SSIDs and onto every other segment on it: what keeps them
      apart inside it is no control on record.
    - Any other device that lists an SSID gives onto that SSID; a controller only manages SSIDs.
    """
    for link in estate.links:
        if not is_radio(link):
            continue
        text = words.air_of_link(link)
        air = names.air("links", link.id)
        add_state(graph, air, State(Layer.AIR, "links", link.id, None, link.certainty, text))
        for segment, certainty in carriage.carried[link.id].items():
            onto = words.on_radio_link(link, estate.segment[segment])
            edge = Edge(Relation.WAY, 0, "links", link.id, onto, certainty, medium=link.medium)
            add_edge(graph, air, names.wire(link.id, segment), edge)
    for device in estate.devices:
        _add_air_of_device(graph, estate, carriage, device)


def _add_air_of_device(
    graph: StateGraph, estate: Estate, carriage: Carriage, device: Device
) -> None:
    held = carriage.held[device.id]
    ssids = [s for s in held if estate.segment[s].kind is SegmentKind.SSID]
    listed = [s for s in ssids if s in device.segments]
    wireless = radiates(device)
    if not wireless and (not listed or device.kind is DeviceKind.WIRELESS_CONTROLLER):
        return
    air = names.air("devices", device.id)
    state = State(Layer.AIR, "devices", device.id, words=words.air_of_device(device))
    add_state(graph, air, state)
    for ssid in ssids if wireless else listed:
        onto = words.radiates_ssid(device, estate.segment[ssid])
        edge = Edge(Relation.WAY, 0, "devices", device.id, onto, held[ssid])
        add_edge(graph, air, names.domain(device.id, ssid), edge)
    if not wireless:
        return
    sure_ssids = [s for s in ssids if held[s] is Certainty.KNOWN]
    exits = [exit_of(estate, device, estate.segment[s]) for s in sure_ssids]
    offers = _offers(estate, device, ssids)
    for segment in held:
        row = estate.segment[segment]
        if row.kind is SegmentKind.SSID or row in exits:
            continue
        text = words.on_wireless_device(
            device, row, _trunk(estate, carriage, device, segment), offers
        )
        edge = Edge(Relation.WAY, 0, "devices", device.id, text, held[segment])
        add_edge(graph, air, names.domain(device.id, segment), edge)


def _offers(estate: Estate, device: Device, ssids: list[str]) -> Text:
    for ssid in ssids:
        row = estate.segment[ssid]
        out = exit_of(estate, device, row)
        return (
            words.radiates_ssid(device, row) if out is None else words.hands_over(device, row, out)
        )
    return Text("", "")


def _trunk(estate: Estate, carriage: Carriage, device: Device, segment: str) -> str | None:
    """Return the trunk of all VLANs by which alone a segment gets to a device that omits it."""
    if segment in device.segments:
        return None
    for link in estate.links:
        if device.id in (link.a_device, link.b_device) and segment in carriage.carried[link.id]:
            return link.id if ALL_SEGMENTS in link.segments else None
    return None
