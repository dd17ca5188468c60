"""Bridge domains, what joins those of one device, and the wires between them."""

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.network import joint_words, names, words
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    Said,
    State,
    add_edge,
)
from consolidation.network.carriage import END_HOSTS, Described
from consolidation.network.draft import Draft
from consolidation.network.native import crossing


def add_domains(draft: Draft) -> None:
    """Add a domain for each segment on each device, and what joins all domains of one device.

    Different segments on one device are apart, except on a hub (which joins all its ports), on
    an end host (whose interfaces nothing on record keeps apart, though it passes no frames on),
    and on a device without any list or of unknown kind (which may join them: unknown).
    """
    for device in draft.estate.devices:
        whole, held = names.device(device.id), draft.carriage.held[device.id]
        for segment, node in draft.domains(device.id):
            said = Said(words.on_device, (device, segment))
            row, certainty = ("devices", device.id), held[segment.id]
            draft.state(node, State(Layer.DOMAIN, *row, segment.zone, certainty, said))
            draft.part(whole, node, "segments", segment.id)
        _join_ports(draft, device)
        _join_numbers(draft, device)


def _join_numbers(draft: Draft, device: Device) -> None:
    """Join segments of one VLAN number on a device that tells them apart by number: unknown.

    A router or firewall has a number on each of its ports, and keeps ports apart.
    """
    if device.kind in BY_PORT:
        return
    first: dict[int, Segment] = {}
    for segment, node in draft.domains(device.id):
        if segment.kind is SegmentKind.VLAN and segment.vlan_id is not None:
            one = first.setdefault(segment.vlan_id, segment)
            if one.id != segment.id:
                said = Said(joint_words.same_number, (one, segment, device))
                there = draft.domain[device.id][one.id]
                draft.bridge(there, node, ("devices", device.id), said, Certainty.UNKNOWN)


BY_PORT = (DeviceKind.ROUTER, DeviceKind.FIREWALL, DeviceKind.LTE_ROUTER, *END_HOSTS)
"""Kinds of device that may use a VLAN number on two ports for two networks."""


def joins_all(described: Described, device: Device) -> Certainty | None:
    """Return how sure it is that a device joins all its segments; ``None``: it does not.

    A hub does, and so does an end host: both as sure as their row.
    """
    if described is Described.HUB or device.kind in END_HOSTS:
        return device.certainty
    if described is Described.NOT_AT_ALL or device.kind is DeviceKind.UNKNOWN:
        return Certainty.UNKNOWN
    return None


def _join_ports(draft: Draft, device: Device) -> None:
    certainty = joins_all(draft.carriage.described[device.id], device)
    if certainty is None:
        return
    join = draft.both if device.kind in END_HOSTS else draft.bridge
    said = Said(words.joins_all, (device,))
    row = ("devices", device.id)
    node = draft.state(names.ports(device.id), State(Layer.DOMAIN, *row, None, certainty, said))
    for _, domain in draft.domains(device.id):
        join(domain, node, row, said, certainty)


def add_wires(draft: Draft) -> None:
    """Add each segment on each link as a state between the domains of its two ends.

    What an end host drops ends there: the link carries it all the same.
    """
    segments = draft.estate.segment
    for link in draft.estate.links:
        ends = [(draft.estate.device[end], draft.domain[end]) for end in _ends(link)]
        for identity, certainty in draft.carriage.carried[link.id].items():
            segment = segments[identity]
            node, said = names.wire(link.id, identity), Said(words.on_wire, (link, segment))
            state = State(Layer.WIRE, "links", link.id, segment.zone, certainty, said)
            draft.state(node, state)
            onto = _edge(link, ("links", link.id), said, certainty)
            for device, domains in ends:
                domain = domains.get(identity)
                if domain is not None:
                    arrives = Said(words.arrives, (device, segment, link))
                    off = _edge(link, ("devices", device.id), arrives, certainty)
                    add_edge(draft.graph, domain, node, onto)
                    add_edge(draft.graph, node, domain, off)
        _add_native(draft, link)


def _ends(link: Link) -> tuple[str, ...]:
    """Return the devices at the ends of a link; one only where it comes back to the same."""
    return (link.a_device,) if link.a_device == link.b_device else (link.a_device, link.b_device)


def _add_native(draft: Draft, link: Link) -> None:
    """Add what crosses a link untagged where its ends disagree about the native VLAN."""
    natives = crossing(link)
    if natives is None:
        return
    a, b = (draft.estate.segment[segment] for segment in natives.segments)
    said = Said(words.crosses_untagged, (link, a, b))
    node, row = names.native(link.id), ("links", link.id)
    draft.state(node, State(Layer.WIRE, *row, None, natives.certainty, said))
    edge = _edge(link, row, said, natives.certainty)
    for end, segment in ((link.a_device, a), (link.b_device, b)):
        domain = draft.domain[end][segment.id]
        add_edge(draft.graph, domain, node, edge)
        add_edge(draft.graph, node, domain, edge)


def _edge(link: Link, row: tuple[str, str], said: Said, certainty: Certainty) -> Edge:
    return Edge(
        Relation.WAY, 0, *row, said, certainty, medium=link.medium, bridged=certainty
    )  # fmt: skip
