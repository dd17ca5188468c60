"""Controls on devices, and servers on the segments of their switch."""

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, ControlKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Segment
from consolidation.inventory.tables.servers import Server
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
from consolidation.network.carriage import Carriage, device_of


def add_controls(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add what joins two segments on a device, with weight 1 where it guards, 0 where it does not.

    A one-way permit is a way in both directions, weight 1 each: forward because it lets sessions
    in, backward because whoever holds the far end of a session that it let out can answer into it
    (established sessions). Backward is never counted stronger than the control itself. A joint
    of kind ``none`` is a route: it weighs 0 both ways.
    """
    for control in estate.controls:
        node = names.control(control.id)
        ends = (estate.segment[control.from_segment], estate.segment[control.to_segment])
        text = words.through_control(control, *ends, back=False)
        state = State(Layer.CONTROL, "controls", control.id, words=text)
        add_state(graph, node, state)
        _add_side(graph, estate, control, ends, back=False)
        _add_side(graph, estate, control, (ends[1], ends[0]), back=not control.both_ways)
        for segment in ends:
            _reach_unwired(graph, estate, carriage, control, segment)


def _add_side(
    graph: StateGraph,
    estate: Estate,
    control: Control,
    ends: tuple[Segment, Segment],
    *,
    back: bool,
) -> None:
    origin, target = ends
    node = names.control(control.id)
    text = words.through_control(control, origin, target, back=back)
    weight = int(control.kind is not ControlKind.NONE)
    into = Edge(
        Relation.WAY,
        weight,
        "controls",
        control.id,
        text,
        control=control.id,
        control_kind=control.kind,
    )
    there = words.on_device(estate.device[control.device], target)
    out = Edge(Relation.WAY, 0, "devices", control.device, there)
    add_edge(graph, names.domain(control.device, origin.id), node, into)
    add_edge(graph, node, names.domain(control.device, target.id), out)


def _reach_unwired(
    graph: StateGraph, estate: Estate, carriage: Carriage, control: Control, segment: Segment
) -> None:
    """Join a control's segment to the rest of it where no link row brings it to the device."""
    wired = any(
        segment.id in carriage.carried[link.id]
        for link in estate.links
        if control.device in (link.a_device, link.b_device)
    )
    if not wired:
        whole = _add_whole(graph, estate, carriage, segment)
        edge = Edge(Relation.WAY, 0, "controls", control.id, words.somewhere(segment))
        _add_both(graph, whole, names.domain(control.device, segment.id), edge)


def _add_whole(graph: StateGraph, estate: Estate, carriage: Carriage, segment: Segment) -> str:
    """Add a segment as a whole, joined to its domain on every device that has it.

    A segment is one broadcast or routing domain, so whoever is in it somewhere is in all of it.
    """
    node = names.segment(segment.id)
    if node in graph:
        return node
    text = words.somewhere(segment)
    state = State(Layer.SEGMENT, "segments", segment.id, segment.zone, words=text)
    add_state(graph, node, state)
    for device in estate.devices:
        if segment.id in carriage.held[device.id]:
            edge = Edge(Relation.WAY, 0, "segments", segment.id, text)
            _add_both(graph, node, names.domain(device.id, segment.id), edge)
    return node


def _add_both(graph: StateGraph, one: str, other: str, edge: Edge) -> None:
    add_edge(graph, one, other, edge)
    add_edge(graph, other, one, edge)


def add_servers(graph: StateGraph, estate: Estate, carriage: Carriage) -> None:
    """Add servers and join each to the segments it has an interface in, and to its system.

    A server with interfaces in several segments joins them: nothing on record keeps its
    interfaces apart. A virtual machine is where its platform is plugged in. A segment that the
    switch does not have, or a server without a switch, is joined to the segment as a whole.
    """
    for server in estate.servers:
        node = names.server(server.id)
        zone = None if server.system is None else estate.system[server.system].zone
        label = words.server_text(server)
        add_state(graph, node, State(Layer.SERVER, "servers", server.id, zone, words=label))
        part = Edge(Relation.PART, 0, "servers", server.id, words.PART)
        whole = names.site(server.site)
        if server.host is not None:
            whole = names.host(server.host)
        elif server.platform is not None:
            whole = names.platform(server.platform)
        add_edge(graph, whole, node, part)
        if server.segments:
            _plug_in(graph, estate, carriage, server)
        else:
            _plug_in_anywhere(graph, estate, carriage, server)
        if server.system is not None:
            text = words.serves(server, server.system)
            edge = Edge(Relation.WAY, 0, "servers", server.id, text)
            add_edge(graph, node, names.system(server.system), edge)


def _plug_in(graph: StateGraph, estate: Estate, carriage: Carriage, server: Server) -> None:
    node, device = names.server(server.id), device_of(estate, server)
    held = {} if device is None else carriage.held[device]
    listed = set(server.segments) - {ALL_SEGMENTS}
    if ALL_SEGMENTS in server.segments:
        listed |= set(held)
    for identity in sorted(listed):
        segment = estate.segment[identity]
        if segment.kind is SegmentKind.SSID:
            _add_adapter(graph, server, segment)
        if device is not None and held.get(identity) is Certainty.KNOWN:
            place = names.domain(device, identity)
        else:
            place = _add_whole(graph, estate, carriage, segment)
        text = words.interface(server, segment)
        _add_both(graph, node, place, Edge(Relation.WAY, 0, "servers", server.id, text))


def _add_adapter(graph: StateGraph, server: Server, ssid: Segment) -> None:
    air = names.air("servers", server.id)
    state = State(Layer.AIR, "servers", server.id, words=words.air_of_server(server))
    add_state(graph, air, state)
    edge = Edge(Relation.WAY, 0, "servers", server.id, words.own_adapter(server, ssid))
    add_edge(graph, air, names.server(server.id), edge)


def _plug_in_anywhere(
    graph: StateGraph, estate: Estate, carriage: Carriage, server: Server
) -> None:
    """Let a server without segments be in any segment of its switch, else of its site.

    It has one interface somewhere, so it can be reached from each but joins none of them.
    """
    own = device_of(estate, server)
    at_site = [device.id for device in estate.devices if device.site == server.site]
    text = words.interface_not_known(server)
    edge = Edge(Relation.WAY, 0, "servers", server.id, text, Certainty.UNKNOWN)
    for device in at_site if own is None else [own]:
        for segment in carriage.held[device]:
            add_edge(graph, names.domain(device, segment), names.server(server.id), edge)
