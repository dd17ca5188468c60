"""Controls on devices, and servers on the segments of their switch."""

from consolidation.inventory.tables.kinds import Certainty
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names, words
from consolidation.network.attributes import Edge, Layer, Relation, Said, State, add_edge
from consolidation.network.carriage import device_of
from consolidation.network.draft import Draft
from consolidation.network.groups import FallsWith, falls_with, guards


def add_controls(draft: Draft) -> None:
    """Add what joins two segments on a device, with weight 1 where it guards, 0 where it does not.

    A one-way permit is a way in both directions, weight 1 each: forward because it lets sessions
    in, backward because whoever holds the far end of a session that it let out can answer into it
    (established sessions). Backward is never counted stronger than the control itself. A joint
    of kind ``none`` is a route, and a rule from any to any is as good as one: both weigh 0 both
    ways.
    """
    falling = falls_with(draft.estate)
    for control in draft.estate.controls:
        segments = draft.estate.segment
        ends = (segments[control.from_segment], segments[control.to_segment])
        node, row = names.control(control.id), ("controls", control.id)
        said = Said(words.through_control, (control, *ends, False))
        draft.state(node, State(Layer.CONTROL, *row, said=said))
        falls = falling[control.id]
        _add_side(draft, control, ends, falls, back=False)
        _add_side(draft, control, (ends[1], ends[0]), falls, back=not control.both_ways)
        for segment in ends:
            draft.reach_unwired(control.device, segment, row)


def _add_side(
    draft: Draft,
    control: Control,
    ends: tuple[Segment, Segment],
    falls: FallsWith,
    *,
    back: bool,
) -> None:
    origin, target = ends
    node = names.control(control.id)
    into = Edge(
        Relation.WAY,
        int(guards(control)),
        "controls",
        control.id,
        Said(words.through_control, (control, origin, target, back)),
        control=control.id,
        control_kind=control.kind,
        groups=falls.groups,
        unsure_groups=falls.unsure,
    )
    add_edge(draft.graph, draft.domain[control.device][origin.id], node, into)
    there = Said(words.on_device, (draft.estate.device[control.device], target))
    domain = draft.domain[control.device][target.id]
    draft.way(node, domain, ("devices", control.device), there)


def add_servers(draft: Draft) -> None:
    """Add servers and join each to the segments it has an interface in, and to its system.

    A server with interfaces in several segments joins them: nothing on record keeps its
    interfaces apart; with ``*`` it is in all that its switch has, or, if no row names that, may
    be in all of its site. A virtual machine is where its platform is plugged in. A segment that the
    switch does not have, or a server without a switch, is joined to the segment as a whole.
    """
    estate = draft.estate
    for server in estate.servers:
        node, row = names.server(server.id), ("servers", server.id)
        zone = None if server.system is None else estate.system[server.system].zone
        said = Said(words.server_text, (server,))
        draft.state(node, State(Layer.SERVER, *row, zone, said=said))
        whole = names.site(server.site)
        if server.host is not None:
            whole = names.host(server.host)
        elif server.platform is not None:
            whole = names.platform(server.platform)
        draft.part(whole, node, *row)
        if server.segments:
            _plug_in(draft, server)
        else:
            _plug_in_anywhere(draft, server)
        if server.system is not None:
            serves = Said(words.serves, (server, server.system))
            draft.way(node, names.system(server.system), row, serves)


def _plug_in(draft: Draft, server: Server) -> None:
    node, device = names.server(server.id), device_of(draft.estate, server)
    row = ("servers", server.id)
    if ALL_SEGMENTS in server.segments:
        for switch in [device] if device is not None else draft.at_site.get(server.site, ()):
            sure = Certainty.KNOWN if device is not None else Certainty.UNKNOWN
            for segment, place in draft.domains(switch):
                if segment.id not in server.segments:
                    said = Said(words.interface, (server, segment))
                    draft.both(node, place, row, said, sure)
    for segment in (draft.estate.segment[s] for s in sorted({*server.segments} - {ALL_SEGMENTS})):
        if device is not None and draft.has_surely(device, segment.id):
            place = draft.domain[device][segment.id]
        else:
            place = draft.whole(segment)
        said = Said(words.interface, (server, segment))
        draft.both(node, place, row, said)


def _plug_in_anywhere(draft: Draft, server: Server) -> None:
    """Let a server without segments be in any segment of its switch, else of its site.

    It has one interface somewhere, so it can be reached from each but joins none of them.
    """
    own = device_of(draft.estate, server)
    said = Said(words.interface_not_known, (server,))
    node, row = names.server(server.id), ("servers", server.id)
    for device in draft.at_site.get(server.site, ()) if own is None else [own]:
        for _, domain in draft.domains(device):
            draft.way(domain, node, row, said, Certainty.UNKNOWN)
