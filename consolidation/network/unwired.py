"""Interfaces that rows do not wire: a segment that a device uses and that no link brings there.

A segment is one domain wherever it is, so who is in it somewhere is in all of it.
"""

from collections.abc import Iterator

from consolidation.inventory.tables.kinds import Certainty, SegmentKind
from consolidation.inventory.tables.network import Device, Segment
from consolidation.network import words
from consolidation.network.attributes import Said
from consolidation.network.carriage import END_HOSTS
from consolidation.network.draft import Draft


def add_unwired(draft: Draft) -> None:
    """Join what an end host or a manager has, and no link brings it, to the rest of its segment.

    Such a device is in the segments that it has, as a server is. A switch only passes its own on:
    without a cable on record it passes them to nobody.
    """
    for device in draft.estate.devices:
        if device.kind in END_HOSTS or device.id in draft.managers:
            for segment in _not_brought(draft, device):
                if draft.has_surely(device.id, segment.id):
                    draft.reach_unwired(device.id, segment, ("devices", device.id))
                else:
                    _may_be_one(draft, device, segment)


def _not_brought(draft: Draft, device: Device) -> Iterator[Segment]:
    for segment, _ in draft.domains(device.id):
        if segment.kind is not SegmentKind.SSID and segment.id not in draft.brought(device.id):
            yield segment


def _may_be_one(draft: Draft, device: Device, segment: Segment) -> None:
    """Join a segment of which it is not sure that the device has it to the same elsewhere."""
    said = Said(words.is_one_unwired, (segment, device))
    here = draft.domain[device.id][segment.id]
    for holder in draft.holders[segment.id]:
        if holder != device.id:
            there = draft.domain[holder][segment.id]
            draft.bridge(here, there, ("devices", device.id), said, Certainty.UNKNOWN)
