"""The air around what radiates: where wireless begins, and what it reaches without a control."""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names, words
from consolidation.network.attributes import (
    SURENESS,
    Edge,
    Layer,
    Relation,
    Said,
    State,
    add_edge,
    worst,
)
from consolidation.network.carriage import exits_of
from consolidation.network.draft import Draft
from consolidation.network.native import crossing
from consolidation.network.wireless import (
    families_of_device,
    families_of_server,
    family_of,
    radiates,
)


def add_air(draft: Draft) -> None:
    """Add a source for each kind of wireless of each radiating element, and what it gives onto.

    - A radio link gives onto every segment it carries, at both its ends, and onto what crosses
      it untagged.
    - A wireless device gives onto its SSIDs and onto every other segment on it: what keeps them
      apart inside it is no control on record. A device of unknown kind may do the same.
    - Any other device that lists an SSID gives onto that SSID; a controller only manages SSIDs.
    - A server with a wireless adapter is reached itself.
    """
    for link in draft.estate.links:
        _add_air_of_link(draft, link)
    for device in draft.estate.devices:
        _add_air_of_device(draft, device)
    for server in draft.estate.servers:
        _add_air_of_server(draft, server)


def offered(draft: Draft, device: Device) -> dict[str, Certainty]:
    """Return the SSIDs that a device offers, with how sure that is.

    A wireless device offers whatever SSID is on it, any other what it lists; a device of unknown
    kind may offer what a link brings it. A controller that is not wireless itself offers none.
    """
    held = draft.carriage.held[device.id]
    there = [ssid.id for ssid in draft.ssids if ssid.id in held]
    if radiates(device):
        return {ssid: held[ssid] for ssid in there}
    if device.kind is DeviceKind.WIRELESS_CONTROLLER:
        return {}
    found = {ssid: held[ssid] for ssid in there if ssid in device.segments}
    if device.kind is DeviceKind.UNKNOWN:
        found = {ssid: found.get(ssid, Certainty.UNKNOWN) for ssid in there}
    return found


def _add_air_of_link(draft: Draft, link: Link) -> None:
    family = family_of(link)
    if family is None:
        return
    said, air = Said(words.air_of_link, (link,)), names.air("links", link.id)
    draft.state(air, State(Layer.AIR, "links", link.id, None, link.certainty, said, family))
    for segment, certainty in draft.carriage.carried[link.id].items():
        onto = Said(words.on_radio_link, (link, draft.estate.segment[segment]))
        _add_reach(draft, air, names.wire(link.id, segment), link, onto, certainty)
    natives = crossing(link)
    if natives is not None:
        both = (draft.estate.segment[s] for s in natives.segments)
        onto = Said(words.crosses_untagged, (link, *both))
        _add_reach(draft, air, names.native(link.id), link, onto, natives.certainty)


def _add_reach(
    draft: Draft, air: str, node: str, link: Link, said: Said, certainty: Certainty
) -> None:
    edge = Edge(Relation.WAY, 0, "links", link.id, said, certainty, None, None, link.medium)
    add_edge(draft.graph, air, node, edge)


def _add_air_of_device(draft: Draft, device: Device) -> None:
    ssids = offered(draft, device)
    offers = min(ssids.values(), key=SURENESS.__getitem__, default=None)
    families = families_of_device(device, offers)
    for number, (family, certainty) in enumerate(families.items()):
        said = Said(words.air_of_device, (device, family))
        air = names.air("devices", device.id, family if number else None)
        sure = worst(certainty, device.certainty)
        draft.state(air, State(Layer.AIR, "devices", device.id, None, sure, said, family))
        for ssid, has in ssids.items():
            onto = Said(words.radiates_ssid, (device, draft.estate.segment[ssid]))
            row = ("devices", device.id)
            draft.way(air, draft.domain[device.id][ssid], row, onto, has)
        may = device.kind is DeviceKind.UNKNOWN and certainty is not Certainty.KNOWN
        if radiates(device) or may:
            _add_others(draft, device, air, ssids)


def _add_others(draft: Draft, device: Device, air: str, ssids: dict[str, Certainty]) -> None:
    """Let wireless onto the segments of a device that its SSIDs do not lead to already."""
    held = draft.carriage.held[device.id]
    sure = [draft.estate.segment[s] for s in ssids if held[s] is Certainty.KNOWN]
    exits = {out.id for ssid in sure for out in exits_of(draft.estate, device, ssid)}
    offers = _offer(draft, device, [draft.estate.segment[s] for s in ssids])
    for segment, domain in draft.domains(device.id):
        if segment.kind is SegmentKind.SSID or segment.id in exits:
            continue
        link = draft.brought(device.id).get(segment.id)
        said = Said(words.on_wireless_device, (device, segment, link, *offers))
        draft.way(air, domain, ("devices", device.id), said, held[segment.id])


def _offer(
    draft: Draft, device: Device, ssids: Sequence[Segment]
) -> tuple[Segment | None, Segment | None, Link | None]:
    """Return an SSID that a device offers, where it hands its clients to, and by which link."""
    for ssid in ssids:
        for out in exits_of(draft.estate, device, ssid):
            return ssid, out, draft.brought(device.id).get(out.id)
        return ssid, None, None
    return None, None, None


def _add_air_of_server(draft: Draft, server: Server) -> None:
    ssids = [s for s in draft.interfaces(server) if s.kind is SegmentKind.SSID]
    node, row = names.server(server.id), ("servers", server.id)
    for number, family in enumerate(families_of_server(server, on_ssid=bool(ssids))):
        air = names.air(*row, family if number else None)
        said = Said(words.air_of_server, (server, family))
        draft.state(air, State(Layer.AIR, *row, said=said, family=family))
        draft.way(air, node, row, Said(words.own_adapter, (server, family, *ssids[:1])))
