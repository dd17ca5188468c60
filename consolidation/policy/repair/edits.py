"""What a repair does to the inventory's rows, as small frozen values.

Each edit changes a draft of the estate and nothing else, so that judging the estate anew sees
what the change really does. Edits go together in any order; one whose row is gone does nothing.
Controls that are bought stand in `policy.repair.buying`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Medium
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network.vrf import shared_targets


class Draft:
    """The rows of an estate that repairs may change, by id."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self.segments: dict[str, Segment] = dict(estate.segment)
        self.devices: dict[str, Device] = dict(estate.device)
        self.links: dict[str, Link] = dict(estate.link)
        self.controls: dict[str, Control] = {c.id: c for c in estate.controls}
        self.servers: dict[str, Server] = dict(estate.server)
        self.platforms: dict[str, Platform] = dict(estate.platform)

    def estate(self) -> Estate:
        """Return the estate with all changes."""
        return replace(
            self._estate,
            segments=tuple(self.segments.values()),
            devices=tuple(self.devices.values()),
            links=tuple(self.links.values()),
            controls=tuple(self.controls.values()),
            servers=tuple(self.servers.values()),
            platforms=tuple(self.platforms.values()),
        )


class Edit(Protocol):
    """A change of rows."""

    def make(self, draft: Draft) -> None:
        """Make the change."""


def made(estate: Estate, edits: Iterable[Edit]) -> Estate:
    """Return the estate after all edits."""
    draft = Draft(estate)
    for edit in edits:
        edit.make(draft)
    return draft.estate()


def lists(segments: tuple[str, ...]) -> bool:
    """Return whether a row's list of segments is closed: it names some, and not all."""
    return bool(segments) and ALL_SEGMENTS not in segments


def _listed(segments: tuple[str, ...], written: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list of segments as it stands, or as it is written out where it is open."""
    if lists(segments):
        return segments
    return tuple(sorted({*segments, *written} - {ALL_SEGMENTS}))


def _without(values: tuple[str, ...], *gone: str) -> tuple[str, ...]:
    return tuple(value for value in values if value not in gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffLink:
    """A segment taken off a link: off its list, which is written out if it is open, and natives.

    A link that then carries nothing is shut.
    """

    link: str
    segment: str
    written: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.links.get(self.link)
        if row is None:
            return
        left = _without(_listed(row.segments, self.written), self.segment)
        if not left:
            DropLink(link=self.link).make(draft)
            return
        draft.links[self.link] = replace(
            row,
            segments=left,
            a_native=None if row.a_native == self.segment else row.a_native,
            b_native=None if row.b_native == self.segment else row.b_native,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OffDevice:
    """A segment taken off a device: off its list, its management, and the links that end there."""

    device: str
    segment: str
    written: tuple[str, ...]
    by_link: tuple[tuple[str, tuple[str, ...]], ...]
    """Links that carry it there, with what their lists are written out to."""

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.devices.get(self.device)
        if row is None:
            return
        managed = row.management_segment
        draft.devices[self.device] = replace(
            row,
            segments=_without(_listed(row.segments, self.written), self.segment),
            management_segment=None if managed == self.segment else managed,
        )
        for link, written in self.by_link:
            OffLink(link=link, segment=self.segment, written=written).make(draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplug:
    """A server's interface in a segment taken away; a list that is open is written out."""

    server: str
    segment: str
    written: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.servers[self.server]
        left = _without(_listed(row.segments, self.written), self.segment)
        draft.servers[self.server] = replace(row, segments=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoRadio:
    """The radio on board of a device or server taken out."""

    table: Literal["devices", "servers"]
    row: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        if self.table == "servers":
            draft.servers[self.row] = replace(draft.servers[self.row], radio=())
        elif self.row in draft.devices:
            draft.devices[self.row] = replace(draft.devices[self.row], radio=())


@dataclass(frozen=True, slots=True, kw_only=True)
class DropLink:
    """A link taken away, and with it the tunnels that ride on it alone."""

    link: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        if draft.links.pop(self.link, None) is None:
            return
        for other in tuple(draft.links):
            row = draft.links.get(other)
            if row is None:  # a tunnel that went with another
                continue
            if self.link in row.rides_on and len(set(row.rides_on)) == 1:
                DropLink(link=row.id).make(draft)
            elif self.link in row.rides_on or self.link in row.backs_up:
                draft.links[row.id] = replace(
                    row,
                    rides_on=_without(row.rides_on, self.link),
                    backs_up=_without(row.backs_up, self.link),
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDevice:
    """A device on which nothing else depends taken away, with its links."""

    device: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        if draft.devices.pop(self.device, None) is None:
            return
        for link in tuple(draft.links):
            row = draft.links.get(link)
            if row is not None and self.device in (row.a_device, row.b_device):
                DropLink(link=link).make(draft)
        for device in tuple(draft.devices.values()):
            if self.device in device.managed_by:
                left = _without(device.managed_by, self.device)
                draft.devices[device.id] = replace(device, managed_by=left)
        for platform in tuple(draft.platforms.values()):
            if self.device in platform.managed_by:
                left = _without(platform.managed_by, self.device)
                draft.platforms[platform.id] = replace(platform, managed_by=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropJoint:
    """A joint between two segments deleted."""

    control: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        draft.controls.pop(self.control, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoManager:
    """A manager taken out of those that may change a device's or platform's settings."""

    table: Literal["devices", "platforms"]
    row: str
    manager: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        if self.table == "platforms":
            platform = draft.platforms[self.row]
            left = _without(platform.managed_by, self.manager)
            draft.platforms[self.row] = replace(platform, managed_by=left)
        elif self.row in draft.devices:
            device = draft.devices[self.row]
            left = _without(device.managed_by, self.manager)
            draft.devices[self.row] = replace(device, managed_by=left)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoManagement:
    """The management address of a device or platform taken off the network."""

    table: Literal["devices", "platforms"]
    row: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        if self.table == "platforms":
            platform = draft.platforms[self.row]
            draft.platforms[self.row] = replace(platform, management_segment=None)
        elif self.row in draft.devices:
            device = draft.devices[self.row]
            draft.devices[self.row] = replace(device, management_segment=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Whatever a segment's row says joins it to another one, struck out of both rows.

    That is: joined with it, the exit of an SSID or VNI, a VLAN that 802.1X may hand out, the VRF
    it belongs to, and route targets that a VRF takes from the other.
    """

    one: str
    other: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        a, b = draft.segments[self.one], draft.segments[self.other]
        draft.segments[self.one] = _parted(a, b)
        draft.segments[self.other] = _parted(b, a)


def _parted(segment: Segment, other: Segment) -> Segment:
    return replace(
        segment,
        bridges_to=None if segment.bridges_to == other.id else segment.bridges_to,
        may_bridge_to=_without(segment.may_bridge_to, other.id),
        joined_with=_without(segment.joined_with, other.id),
        vrf=None if segment.vrf == other.id else segment.vrf,
        rt_imports=_without(segment.rt_imports, *shared_targets(segment, other)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OneNative:
    """The native VLANs of a link's two ends, which differ, done away with."""

    link: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.links.get(self.link)
        if row is not None:
            draft.links[self.link] = replace(row, a_native=None, b_native=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A radio link replaced by fibre, and the radio bridges at its ends by switches."""

    link: str

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.links.get(self.link)
        if row is None:
            return
        draft.links[self.link] = replace(row, medium=Medium.FIBRE, technology=None)
        for end in (row.a_device, row.b_device):
            device = draft.devices.get(end)
            if device is not None and device.kind is DeviceKind.RADIO_BRIDGE:
                wired = replace(device, kind=DeviceKind.SWITCH, radio=())
                draft.devices[end] = wired


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrow:
    """An any-to-any rule narrowed to named flows: ``*`` struck out of what a control permits."""

    control: str
    kind: ControlKind | None
    """What it becomes where it was no rule at all; ``None``: what it is."""

    def make(self, draft: Draft) -> None:
        """Make the change."""
        row = draft.controls.get(self.control)
        if row is not None:
            left = _without(row.permits, ALL_SEGMENTS)
            kind = self.kind or row.kind
            draft.controls[self.control] = replace(row, kind=kind, permits=left)
