"""Which step of a way is at fault: where it gets in, and what joins networks that it should not."""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import SegmentKind
from consolidation.inventory.tables.network import Segment
from consolidation.network.attributes import Layer
from consolidation.network.names import parts
from consolidation.policy.case import Case
from consolidation.policy.ways.joints import ZONED
from consolidation.policy.ways.roads import guards


def step_in(case: Case, way: Sequence[str]) -> int:
    """Return the step by which a way first leaves what is outside the protected zone for it.

    Between the two there may be states of no zone. Of these the step that takes over a device or
    platform tells most, and of a server the interface beyond it. The last step, where a way gets
    to no state of the zone.
    """
    zone = [s.zone if s.layer in ZONED else None for s in map(case.states.__getitem__, way)]
    inside = next((n for n, z in enumerate(zone) if z in case.edition.protected), len(way) - 1)
    outside = next((n for n in range(inside - 1, 0, -1) if zone[n] is not None), 0)
    between = range(outside + 1, inside)
    layer = [case.states[node].layer for node in way]
    held = next((n for n in between if layer[n] is Layer.HELD), None)
    if held is not None:
        return held
    through_server = layer[outside] is not Layer.AIR and layer[outside + 1] is Layer.SERVER
    return outside + 2 if between and through_server else outside + 1


def undone(case: Case, here: str, there: str) -> tuple[str, ...]:
    """Return what a step that joins two networks past no control needs: a state, or its two ends.

    Nothing for a step that goes on within a network, or to where one is meant to get.
    """
    edge = case.edges((here, there))[0]
    before, after = case.states[here].layer, case.states[there].layer
    if edge.control is not None:
        return () if guards(edge, case.edition.counts) else (there,)
    if after is Layer.HELD:
        return () if before is Layer.HELD else (there,)
    if after is Layer.SERVER or parts(there)[0] in ("native", "ports"):
        return (there,)
    one, other = segment_at(case, here), segment_at(case, there)
    if one is None or other is None or one.id == other.id:
        return ()
    overlaid = before is after is Layer.WIRE
    joined = before is after is Layer.SEGMENT and other.id != one.vrf and one.id != other.vrf
    return (here, there) if overlaid or joined or hands_out(one, other) else ()


def segment_at(case: Case, node: str) -> Segment | None:
    """Return the segment that a state is of, if it is of one."""
    first, *_, last = parts(node)
    segments = case.estate.segment
    return segments.get(last) if first in ("domain", "wire", "segment") else None


def hands_out(ssid: Segment, vlan: Segment) -> bool:
    """Return whether 802.1X alone leads clients of an SSID to a VLAN."""
    of_ssid = ssid.kind is SegmentKind.SSID and vlan.id in ssid.may_bridge_to
    return of_ssid and vlan.id != ssid.bridges_to
