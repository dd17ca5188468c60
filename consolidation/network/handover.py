"""Where the clients of an SSID and the frames of an overlay come out."""

from consolidation.inventory.tables.kinds import Certainty, SegmentKind
from consolidation.inventory.tables.network import Device, Segment
from consolidation.network import joint_words, words
from consolidation.network.airs import offered
from consolidation.network.attributes import Said
from consolidation.network.carriage import ends_at, exits_of, exits_on_record
from consolidation.network.draft import Draft


def add_handovers(draft: Draft) -> None:
    """Join each SSID to what its clients are handed to, and each VNI to the VLAN it comes out at.

    An SSID that is tunnelled to a controller (CAPWAP, RFC 5415) is one with the same SSID on the
    controller, wherever it is offered, and only the controller hands its clients over. Where no
    row says what to, it may be any segment there: unknown. A VNI (VXLAN, RFC 7348) comes out on
    every device that has both it and its VLAN.
    """
    for ssid in draft.ssids:
        _hand_over(draft, ssid)
        if ssid.tunnels_to is not None:
            _tunnel(draft, ssid, ssid.tunnels_to)
    for segment in draft.estate.segments:
        if segment.kind is SegmentKind.VNI and segment.bridges_to is not None:
            _come_out(draft, segment, draft.estate.segment[segment.bridges_to])


def _hand_over(draft: Draft, ssid: Segment) -> None:
    for holder in draft.holders.get(ssid.id, ()):
        device = draft.estate.device[holder]
        for out in exits_of(draft.estate, device, ssid):
            said = Said(words.hands_over, (device, ssid, out, draft.brought(holder).get(out.id)))
            inside, outside = draft.domain[holder][ssid.id], draft.domain[holder][out.id]
            draft.bridge(inside, outside, ("devices", holder), said)
        if not exits_on_record(ssid) and ends_at(device, ssid):
            _hand_over_anywhere(draft, device, ssid)


def _hand_over_anywhere(draft: Draft, device: Device, ssid: Segment) -> None:
    for out, domain in draft.domains(device.id):
        if out.kind is not SegmentKind.SSID:
            said = Said(joint_words.may_hand_over, (device, ssid, out))
            inside = draft.domain[device.id][ssid.id]
            draft.bridge(inside, domain, ("segments", ssid.id), said, Certainty.UNKNOWN)


def _tunnel(draft: Draft, ssid: Segment, controller: str) -> None:
    inside = draft.domain[controller][ssid.id]
    for holder in draft.holders[ssid.id]:
        device = draft.estate.device[holder]
        certainty = offered(draft, device).get(ssid.id)
        if holder != controller and certainty is not None:
            said = Said(joint_words.tunnelled, (ssid, device, draft.estate.device[controller]))
            there = draft.domain[holder][ssid.id]
            draft.bridge(there, inside, ("segments", ssid.id), said, certainty)


def _come_out(draft: Draft, vni: Segment, vlan: Segment) -> None:
    for holder in draft.holders.get(vni.id, ()):
        if vlan.id in draft.carriage.held[holder]:
            said = Said(joint_words.comes_out, (draft.estate.device[holder], vni, vlan))
            inside, outside = draft.domain[holder][vni.id], draft.domain[holder][vlan.id]
            draft.bridge(inside, outside, ("segments", vni.id), said)
