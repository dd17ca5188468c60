"""Segments that are one with others, or have routes to them, because a row of theirs says so."""

from consolidation.inventory.cells import alike
from consolidation.inventory.tables.kinds import SegmentKind
from consolidation.inventory.tables.network import Segment
from consolidation.network import joint_words
from consolidation.network.attributes import Said
from consolidation.network.draft import Draft


def routing_domain(segment: Segment) -> str | None:
    """Return the VRF that a segment is routed in; a VRF is itself one. ``None``: not on record."""
    if segment.vrf is None and segment.kind is SegmentKind.VRF:
        return segment.id
    return segment.vrf


def add_segment_joints(draft: Draft) -> None:
    """Join segments to their VRFs, to what route targets let them reach, and to their like.

    A segment is joined to its VRF on every device that has both. Where no device has both for
    certain, the two are joined as wholes: the row says that they are one, and not where.
    """
    for segment in draft.estate.segments:
        if segment.vrf is not None and segment.vrf != segment.id:
            _join_vrf(draft, segment, draft.estate.segment[segment.vrf])
        for other in sorted(set(segment.joined_with) - {segment.id}):
            there = draft.estate.segment[other]
            said = Said(joint_words.joined_with, (segment, there))
            row = ("segments", segment.id)
            draft.bridge(draft.whole(segment), draft.whole(there), row, said)
    _leak(draft)


def _join_vrf(draft: Draft, segment: Segment, vrf: Segment) -> None:
    row, said = ("segments", segment.id), Said(joint_words.in_vrf, (segment, vrf))
    sure = False
    for holder in draft.holders.get(segment.id, ()):
        if vrf.id in draft.carriage.held[holder]:
            inside, outside = (draft.domain[holder][s.id] for s in (segment, vrf))
            draft.both(inside, outside, row, said)
            sure = sure or all(draft.has_surely(holder, s.id) for s in (segment, vrf))
    if not sure:
        draft.both(draft.whole(segment), draft.whole(vrf), row, said)


def same_target(target: str) -> str:
    """Return a route target in the form in which two spellings of it are alike.

    >>> same_target("６５０００：1"), same_target("target:65000:1")
    ('65000:1', '65000:1')
    """
    return alike(target).removeprefix("target:")


def shared_targets(importing: Segment, exporting: Segment) -> frozenset[str]:
    """Return the route targets of which one VRF imports what the other exports."""
    exported = set(map(same_target, exporting.rt_exports))
    return frozenset(t for t in importing.rt_imports if same_target(t) in exported)


def _leak(draft: Draft) -> None:
    """Let packets from a VRF into each other whose routes it imports (route targets, RFC 4364).

    The way is one way: a VRF that imports another's routes can send to it, and the other can
    send back only if it imports too.
    """
    exporting: dict[str, list[Segment]] = {}
    for segment in draft.estate.segments:
        for target in set(map(same_target, segment.rt_exports)):
            exporting.setdefault(target, []).append(segment)
    for segment in draft.estate.segments:
        for target in sorted(set(map(same_target, segment.rt_imports))):
            for other in exporting.get(target, ()):
                if other.id != segment.id:
                    said = Said(joint_words.imports_routes, (segment, other, target))
                    row = ("segments", segment.id)
                    draft.way(draft.whole(segment), draft.whole(other), row, said)
