"""Which changes are on offer against a way: for each state and step of it, what breaks it."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link
from consolidation.network import names
from consolidation.network.carriage import Carriage, Described, carriage, device_of
from consolidation.network.groups import guards
from consolidation.network.names import parts
from consolidation.network.wireless import is_radio, radiates
from consolidation.policy.editions import Edition
from consolidation.policy.model import RepairPrices
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.buying import mark_of
from consolidation.policy.repair.catalogue import Catalogue, Managed
from consolidation.policy.repair.edits import lists

REMOVABLE = (DeviceKind.HUB, DeviceKind.UNKNOWN)
"""Kinds of device that may be taken away, besides all that are wireless."""

LONGEST_KEPT = 2
"""What breaks single states and steps is worked out once, and longer ways from these."""


class Offers:
    """The changes on offer for one estate under one edition."""

    def __init__(self, estate: Estate, edition: Edition, prices: RepairPrices) -> None:
        self.estate = estate
        self.edition = edition
        self._make = Catalogue(estate, prices)
        self._controls = {control.id: control for control in estate.controls}
        self._kept: dict[tuple[str, ...], tuple[Action, ...]] = {}

    @cached_property
    def carriage(self) -> Carriage:
        """Which segments are on which device and link."""
        return carriage(self.estate)

    def against(self, way: Sequence[str]) -> tuple[Action, ...]:
        """Return the changes that break a way at a state or step, or add a control to it.

        A way is a sequence of states. States and rows that the estate does not have, because a
        change adds them, offer nothing.
        """
        if len(way) > LONGEST_KEPT:
            steps = itertools.pairwise(way)
            return _in_order(*map(self.against, ((n,) for n in way)), *map(self.against, steps))
        kept = tuple(way)
        if kept not in self._kept:
            self._kept[kept] = _in_order(*(self._at(n) for n in kept), *self._steps(kept))
        return self._kept[kept]

    def _steps(self, way: tuple[str, ...]) -> Iterator[Iterator[Action]]:
        return (self._between(here, there) for here, there in itertools.pairwise(way))

    def behind(self, way: Sequence[str]) -> tuple[Action, ...]:
        """Return the changes that may take away what a way stands on, besides those against it.

        A segment is on a device because links bring it, from far up where they have no list, or
        because other rows put it there; a device is held because it manages something.
        """
        found: list[Iterator[Action]] = []
        for node in way:
            kind, *ids = parts(node)
            if kind == "held":
                found.append(self._as_manager(ids[1]))
            elif kind == "domain" and ids[0] in self.estate.device:
                found.append(self._bringing(ids[0], ids[1]))
            elif kind == "wire" and ids[0] in self.estate.link:
                link = self.estate.link[ids[0]]
                if not lists(link.segments):
                    found += [self._bringing(end, ids[1]) for end in _ends(link)]
        return _in_order(*found)

    def besides(self, subject: str, nodes: Sequence[str]) -> tuple[Action, ...]:
        """Return what may mend a breach, other than what breaks its evidence as a way.

        A device or link that is wireless has something protected: either may go. What a protected
        server has an interface in is protected as well, so its unplugging counts, and a server in
        a protected segment is. A manager of two zones may manage less, and what it manages may
        have less on it.
        """
        segments = sorted({parts(node)[-1] for node in nodes})
        return _in_order(
            self._air("devices", subject),
            self._air("links", subject),
            self._as_manager(subject),
            self._managed_from(subject),
            *(self._exits(segment) for segment in segments),
            *(self._unplug(server, s) for s in segments for server in self._protected_in(s)),
            *(self._emptying(node) for node in nodes),
        )

    def leaving(self, segment: str, device: str) -> tuple[Action, ...]:
        """Return changes after which a device uses a segment no more."""
        row = self.estate.device[device]
        return _in_order(self._drop_device(row), self._off_device(row, segment))

    def unplugging(self, segment: str, device: str) -> tuple[Action, ...]:
        """Return the interfaces of a device's servers in a segment, each taken away."""
        there = (s for s in self.estate.servers if segment in s.segments)
        return _in_order(
            *(self._unplug(s.id, segment) for s in there if device_of(self.estate, s) == device)
        )

    def _emptying(self, node: str) -> Iterator[Action]:
        """Give what leaves less on a device and on all that it manages, or on a server."""
        kind, *ids = parts(node)
        if kind == "server" and ids[0] in self.estate.server:
            for segment in self.estate.server[ids[0]].segments:
                yield from self._unplug(ids[0], segment)
        if kind in ("server", "device", "held"):
            for device in self._managed_by(ids[-1]):
                for segment in self.carriage.held[device]:
                    if kind == "device" or self._is_protected(segment):
                        yield from self._at(names.domain(device, segment))
                        yield from self._bringing(device, segment)

    def _managed_by(self, manager: str) -> list[str]:
        """Return a device, or what a server manages, with all devices managed from there on."""
        found = [manager] if manager in self.estate.device else []
        waiting = [manager]
        while waiting:
            here = waiting.pop()
            more = [d.id for d in self.estate.devices if here in d.managed_by and d.id not in found]
            found += more
            waiting += more
        return found

    def _is_protected(self, segment: str) -> bool:
        zone = self.estate.segment[segment].zone
        return zone in self.edition.protected or any(self._protected_in(segment))

    def _protected_in(self, segment: str) -> Iterator[str]:
        """Give the servers of protected systems with an interface in a segment."""
        for server in self.estate.servers:
            system = None if server.system is None else self.estate.system[server.system]
            is_protected = system is not None and system.zone in self.edition.protected
            if is_protected and segment in server.segments:
                yield server.id

    def _at(self, node: str) -> Iterator[Action]:
        """Give what is on offer against a state."""
        kind, *ids = parts(node)
        table = {"wire": "links", "native": "links", "control": "controls"}.get(kind, "devices")
        if kind == "air":
            yield from self._air(ids[0], ids[1])
        elif table == "devices" and ids and ids[0] in self.estate.device:
            device = self.estate.device[ids[0]]
            yield from self._drop_device(device)
            if kind == "domain" and ids[1] in self.estate.segment:
                yield from self._off_device(device, ids[1])
        elif table == "links" and ids[0] in self.estate.link:
            if kind == "native" or ids[1] in self.estate.segment:
                yield from self._on_link(self.estate.link[ids[0]], *ids[1:])
        elif table == "controls" and (joint := self._joint_of(ids[0])) is not None:
            yield from self._joint(joint)

    def _between(self, here: str, there: str) -> Iterator[Action]:
        """Give what is on offer against a step from one state to the next."""
        a, b = parts(here), parts(there)
        if b[0] == "held":
            yield from self._managed(a, b[1], b[2])
        elif {a[0], b[0]} <= {"domain", "segment"} and a[-1] != b[-1]:
            yield from self._make.part(a[-1], b[-1])
        for one, other in ((a, b), (b, a)):
            if one[0] == "server" and other[0] in ("domain", "segment"):
                yield from self._unplug(one[1], other[-1])
            elif one[0] == "server" and other[0] == "air":
                for segment in self._adapters(one[1]):
                    yield from self._unplug(one[1], segment)

    def _air(self, table: str, row: str) -> Iterator[Action]:
        if table == "links" and row in self.estate.link:
            yield from self._on_link(self.estate.link[row])
        elif table == "devices" and row in self.estate.device:
            device = self.estate.device[row]
            yield from self._drop_device(device)
            if device.radio:
                yield self._make.no_radio("devices", row)
        elif table == "servers" and row in self.estate.server and self.estate.server[row].radio:
            yield self._make.no_radio("servers", row)

    def _on_link(self, link: Link, segment: str | None = None) -> Iterator[Action]:
        """Give what is on offer against a link, or against one segment on it, at its ends too."""
        yield from self._off_link(link, segment)
        if is_radio(link):
            yield self._make.wire(link)
        for end in _ends(link):
            yield from self._drop_device(self.estate.device[end])
            if segment is not None:
                yield from self._off_device(self.estate.device[end], segment)

    def _exits(self, ssid: str) -> Iterator[Action]:
        """Give what keeps the clients of an SSID, or of a VNI, from coming out anywhere."""
        row = self.estate.segment.get(ssid)
        for out in () if row is None else (row.bridges_to, *row.may_bridge_to):
            if out is not None:
                yield from self._make.part(ssid, out)

    def _off_link(self, link: Link, segment: str | None) -> Iterator[Action]:
        """Give what takes a segment, or what crosses it untagged, off a link, or the link away."""
        yield self._make.drop_link(link)
        if segment is None:
            if {link.a_native, link.b_native} - {None}:
                yield self._make.one_native(link)
            return
        written = self._left_on(link, segment)
        if written is not None:
            yield self._make.off_link(link, segment, written)

    def _left_on(self, link: Link, segment: str) -> tuple[str, ...] | None:
        """Return what a link's list is written out to; ``None``: nothing is left on it."""
        carried = dict.fromkeys(link.segments, Certainty.KNOWN)
        if not lists(link.segments):
            carried = dict(self.carriage.carried[link.id])
        return _surest(carried, segment) or None

    def _off_device(self, device: Device, segment: str) -> Iterator[Action]:
        described = self.carriage.described[device.id]
        written: tuple[str, ...] = ()
        if described is Described.HUB:
            return
        if described is not Described.LISTED:
            written = _surest(self.carriage.held[device.id], segment)
        left = {*device.segments, *written} - {segment, ALL_SEGMENTS}
        if not left and (device.segments or described is not Described.LISTED):
            return
        by_link = tuple(
            (link.id, self._left_on(link, segment) or ())
            for link in self._links_of[device.id]
            if segment in (*self.carriage.carried[link.id], link.a_native, link.b_native)
        )
        yield self._make.off_device(device, segment, written, by_link)

    def _drop_device(self, device: Device) -> Iterator[Action]:
        removable = device.kind in REMOVABLE or radiates(device)
        if removable and device.id not in self._needed:
            yield self._make.drop_device(device)

    def _bringing(self, device: str, segment: str) -> Iterator[Action]:
        """Give what keeps a segment off a device that does not list it, far up its trunks too."""
        seen, waiting = {device}, [device]
        while waiting:
            here = waiting.pop()
            yield from self._stating(here, segment)
            if segment in self.estate.device[here].segments:
                continue
            for link in self._links_of[here]:
                if segment not in self.carriage.carried[link.id]:
                    continue
                yield from self._off_link(link, segment)
                other = link.b_device if here == link.a_device else link.a_device
                yield from self._off_device(self.estate.device[other], segment)
                yield from self._drop_device(self.estate.device[other])
                if not lists(link.segments) and other not in seen:
                    seen.add(other)
                    waiting.append(other)

    def _stating(self, device: str, segment: str) -> Iterator[Action]:
        """Give what undoes the rows, other than links, that put a segment on a device."""
        for held in self.carriage.held[device]:
            if self.estate.segment[held].kind is SegmentKind.SSID and held != segment:
                for action in self._make.part(held, segment):
                    yield action
                    yield from self._off_device(self.estate.device[device], held)
        for control in self.estate.controls:
            if control.device == device and segment in (control.from_segment, control.to_segment):
                yield self._make.drop_joint(control)
        for link in self._links_of[device]:
            if segment in (link.a_native, link.b_native):
                yield self._make.one_native(link)
        yield from self._make.no_management("devices", device, segment)
        for server in self.estate.servers:
            if segment in server.segments and device_of(self.estate, server) == device:
                yield from self._unplug(server.id, segment)

    def _joint_of(self, control: str) -> Control | None:
        """Return a joint by its id, or by that of a control which is bought at it."""
        bought = (joint for mark, joint in self._marks if control.startswith(mark))
        return self._controls.get(control) or next(bought, None)

    @cached_property
    def _marks(self) -> tuple[tuple[str, Control], ...]:
        estate = self.estate
        return tuple((mark_of(estate, c.id), c) for c in estate.controls)

    def _joint(self, control: Control) -> Iterator[Action]:
        counted, sound = control.kind in self.edition.counts, self._sound(control)
        yield self._make.drop_joint(control)
        on_firewall = self.estate.device[control.device].kind is DeviceKind.FIREWALL
        if not sound and (counted or on_firewall):
            yield self._make.narrow(control, counted=counted)
        yield from self._make.bought(control, self.carriage, self.edition.protected, sound=sound)

    def _sound(self, control: Control) -> bool:
        """Return whether a joint guards, by a kind of control that counts."""
        return control.kind in self.edition.counts and guards(control)

    def _managed(self, origin: tuple[str, ...], table: str, row: str) -> Iterator[Action]:
        """Give what takes the access to a device or platform away from where a step comes from."""
        rows = self.estate.device if table == "devices" else self.estate.platform
        if row not in rows:
            return
        held: Managed = "devices" if table == "devices" else "platforms"
        if origin[0] in ("server", "held"):
            yield from self._make.no_manager(held, row, origin[-1])
        else:
            yield from self._make.no_management(held, row, origin[-1])

    def _as_manager(self, manager: str) -> Iterator[Action]:
        """Give what leaves a manager with less to manage: with nothing, it takes over nothing."""
        for device in self.estate.devices:
            if manager in device.managed_by:
                yield from self._make.no_manager("devices", device.id, manager)
                yield from self._drop_device(device)
        for platform in self.estate.platforms:
            yield from self._make.no_manager("platforms", platform.id, manager)

    def _managed_from(self, segment: str) -> Iterator[Action]:
        """Give what leaves less to be managed from a segment."""
        for device in self.estate.devices:
            yield from self._make.no_management("devices", device.id, segment)
        for platform in self.estate.platforms:
            yield from self._make.no_management("platforms", platform.id, segment)

    def _unplug(self, server: str, segment: str) -> Iterator[Action]:
        if server not in self.estate.server or segment not in self.estate.segment:
            return
        row = self.estate.server[server]
        device = device_of(self.estate, row)
        written: tuple[str, ...] = ()
        if ALL_SEGMENTS in row.segments and device is not None:
            written = _surest(self.carriage.held[device], segment)
        if {*row.segments, *written} - {segment, ALL_SEGMENTS}:
            yield self._make.unplug(row, segment, written)

    def _adapters(self, server: str) -> tuple[str, ...]:
        """Return the SSIDs that a server is in."""
        row = self.estate.server.get(server)
        return tuple(
            s
            for s in (() if row is None else row.segments)
            if s != ALL_SEGMENTS and self.estate.segment[s].kind is SegmentKind.SSID
        )

    @cached_property
    def _links_of(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = {device.id: [] for device in self.estate.devices}
        for link in self.estate.links:
            for end in set(_ends(link)):
                found[end].append(link)
        return found

    @cached_property
    def _needed(self) -> frozenset[str]:
        """Devices that servers, platforms, controls or tunnels need."""
        estate = self.estate
        found = {server.device for server in estate.servers}
        found |= {platform.device for platform in estate.platforms}
        found |= {control.device for control in estate.controls}
        found |= {segment.tunnels_to for segment in estate.segments}
        return frozenset(device for device in found if device is not None)


def _ends(link: Link) -> tuple[str, str]:
    return link.a_device, link.b_device


def _in_order(*found: Iterable[Action]) -> tuple[Action, ...]:
    """Return each of some changes once, in order of key."""
    by_key = {action.key: action for actions in found for action in actions}
    return tuple(by_key[key] for key in sorted(by_key))


def _surest(held: Mapping[str, Certainty], without: str) -> tuple[str, ...]:
    """Return the segments but one that are held as surely as any, else all but that one.

    >>> _surest({"a": Certainty.KNOWN, "b": Certainty.KNOWN, "c": Certainty.ASSUMED}, "b")
    ('a',)
    >>> _surest({"a": Certainty.KNOWN, "c": Certainty.ASSUMED}, "a")
    ('c',)
    """
    order = list(Certainty)
    best = min(held.values(), key=order.index, default=Certainty.KNOWN)
    others = sorted(set(held) - {without})
    return tuple(s for s in others if held[s] is best) or tuple(others)
