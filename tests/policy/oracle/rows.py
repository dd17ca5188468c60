"""What inventory rows say in one reading: which segments are on which device and which link.

In the good reading only rows that are known for sure exist; in the bad one all do, and whatever
is not on record is there too. Nothing of the tool is used but the row classes.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    RadioFamily,
    SegmentKind,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.servers import Server

BY_KIND = {
    DeviceKind.ACCESS_POINT: RadioFamily.WIFI,
    DeviceKind.RADIO_BRIDGE: RadioFamily.OTHER,
    DeviceKind.LTE_ROUTER: RadioFamily.CELLULAR,
}
END_HOSTS = (
    DeviceKind.CLIENT_GROUP,
    DeviceKind.STORAGE,
    DeviceKind.CONTROLLER,
    DeviceKind.MANAGEMENT_HOST,
)
COUNTED = ("firewall", "acl", "vrf", "screen-gateway", "hypervisor")
WORDS = {
    "802.11": RadioFamily.WIFI,
    "Bluetooth": RadioFamily.PERSONAL,
    "LTE": RadioFamily.CELLULAR,
    "wireless": RadioFamily.OTHER,
}


def named_family(technology: str) -> RadioFamily | None:
    """The family of a technology, of those that the random estates write."""
    for word, family in WORDS.items():
        if re.search(re.escape(word), technology):
            return family
    return None


def link_family(link: Link) -> RadioFamily | None:
    named = named_family(link.technology or "")
    return RadioFamily.OTHER if named is None and link.medium is Medium.RADIO else named


def is_wireless(device: Device) -> bool:
    return device.kind in BY_KIND or bool(device.radio)


def is_counted(control: Control, kinds: tuple[str, ...]) -> bool:
    return control.kind.value in kinds and "*" not in control.permits


def only(listed: tuple[str, ...]) -> set[str]:
    return set(listed) - {"*"}


def account_name(control: Control) -> str:
    """Who administers a control, however it is spelt; empty where that is not on record."""
    plain = unicodedata.normalize("NFKC", control.account or "").casefold()
    return "".join(plain.split())


def guards(control: Control) -> bool:
    """Whether a control keeps something apart, counted or not."""
    return control.kind is not ControlKind.NONE and "*" not in control.permits


def open_below(link: Link) -> bool:
    """Whether no row names the lines that a tunnel runs over; one that names itself names none."""
    return link.medium is Medium.TUNNEL and not set(link.rides_on) - {link.id}


def listing(estate: Estate, tunnel: Link) -> set[str]:
    """The links that list the segment that the outer packets of such a tunnel travel in."""
    outer = {tunnel.rides_in, "*"} if tunnel.rides_in else set()
    return {x.id for x in estate.links if x is not tunnel and outer & set(x.segments)}


def plugged_into(estate: Estate, server: Server) -> str | None:
    if server.device is not None:
        return server.device
    platform = platform_of(estate, server)
    return None if platform is None else estate.platform[platform].device


def platform_of(estate: Estate, server: Server) -> str | None:
    if server.platform is None and server.host is not None:
        return estate.host[server.host].platform
    return server.platform


def ridden(estate: Estate, link: Link) -> set[str]:
    """The links that a link rides on, and what those ride on; itself never."""
    found: set[str] = set()
    waiting = [link]
    while waiting:
        x = waiting.pop()
        for under in listing(estate, x) if open_below(x) else x.rides_on:
            if under not in found:
                found.add(under)
                waiting.append(estate.link[under])
    return found - {link.id}


@dataclass
class Rows:
    """The rows of an estate in one reading."""

    estate: Estate
    bad: bool

    def sure(self, row: Device | Link) -> bool:
        return self.bad or row.certainty is Certainty.KNOWN

    def is_ssid(self, segment: str) -> bool:
        return self.estate.segment[segment].kind is SegmentKind.SSID

    @cached_property
    def guarding(self) -> set[str]:
        """Devices with a controls row that keeps something apart."""
        return {c.device for c in self.estate.controls if guards(c)}

    def unlisted(self, device: Device) -> bool:
        plain = not device.segments and device.id not in self.guarding
        return plain and device.kind is not DeviceKind.HUB

    def takes_all(self, device: Device) -> bool:
        return device.kind is DeviceKind.HUB or "*" in device.segments or self.unlisted(device)

    def admits_surely(self, device: Device) -> bool:
        return device.kind is DeviceKind.HUB or "*" in device.segments or is_wireless(device)

    def joins_all_ports(self, device: Device) -> bool:
        if device.kind is DeviceKind.HUB or device.kind in END_HOSTS:
            return True
        return self.bad and (self.unlisted(device) or device.kind is DeviceKind.UNKNOWN)

    def hands_over(self, device: Device, segment: str) -> bool:
        """Whether a device on which an SSID is is where its clients come out."""
        row = self.estate.segment[segment]
        if row.kind is not SegmentKind.SSID:
            return False
        if row.tunnels_to is not None:
            return row.tunnels_to == device.id
        ends = is_wireless(device) or device.kind is DeviceKind.WIRELESS_CONTROLLER
        return ends or segment in device.segments

    def exits(self, device: Device, segment: str) -> set[str]:
        """Segments on record that a device on which an SSID is hands the clients to."""
        here = self.hands_over(device, segment)
        return exits_on_record(self.estate.segment[segment]) if here else set()

    def may_exit(self, device: Device, segment: str) -> set[str]:
        """Segments that clients may come out in where no row says in which they do."""
        known = exits_on_record(self.estate.segment[segment])
        if not self.bad or known or not self.hands_over(device, segment):
            return set()
        return {s for s in self.has[device.id] if not self.is_ssid(s)}

    def may_ride_on(self, link: Link) -> set[str]:
        """The links that may be underneath besides those that rows name."""
        if not self.bad:
            return set()
        estate, named = self.estate, ridden(self.estate, link)
        solid = {x.id for x in estate.links if x.medium is not Medium.TUNNEL}
        unlisted = {x for x in solid if not estate.link[x].segments}
        found: set[str] = set()
        for x in (link, *(estate.link[n] for n in named)):
            if open_below(x):
                somewhere = x.rides_in is not None and (ridden(estate, x) or unlisted)
                found |= unlisted if somewhere else solid
        return found - named - {link.id}

    def natives(self, link: Link) -> tuple[str, str] | None:
        """The two VLANs that untagged frames join; an end that does not list one may drop them."""
        a, b = link.a_native, link.b_native
        if a is None or b is None or a == b:
            return None
        dropped = link.segments and "*" not in link.segments and not {a, b} <= set(link.segments)
        return None if dropped and not self.bad else (a, b)

    @cached_property
    def on(self) -> dict[str, set[str]]:
        """What rows put on devices, and what runs into devices that take whatever comes."""
        on = {
            device: found if self.sure(self.estate.device[device]) else set()
            for device, found in self._stated().items()
        }
        while True:
            before = {device: len(found) for device, found in on.items()}
            for link in self.estate.links:
                for x, y in ((link.a_device, link.b_device), (link.b_device, link.a_device)):
                    end = self.estate.device[y]
                    if self._runs_on(link, end) and self.takes_all(end) and self.sure(end):
                        on[y] |= {s for s in on[x] if not self.is_ssid(s)}
            if before == {device: len(found) for device, found in on.items()}:
                return on

    def _stated(self) -> dict[str, set[str]]:
        estate = self.estate
        on: dict[str, set[str]] = {d.id: only(d.segments) for d in estate.devices}
        for d in estate.devices:
            on[d.id] |= {d.management_segment} - {None}
        for link in (row for row in estate.links if self.sure(row)):
            a, b = self.natives(link) or (None, None)
            on[link.a_device] |= only(link.segments) | ({a} - {None})
            on[link.b_device] |= only(link.segments) | ({b} - {None})
        for s in estate.segments:
            if s.kind is SegmentKind.SSID and s.tunnels_to is not None:
                on[s.tunnels_to].add(s.id)
        for d in estate.devices:
            on[d.id] |= {out for s in tuple(on[d.id]) for out in self.exits(d, s)}
        for c in estate.controls:
            on[c.device] |= {c.from_segment, c.to_segment}
        for server in estate.servers:
            switch = plugged_into(estate, server)
            if switch is not None and self.takes_all(estate.device[switch]):
                on[switch] |= {s for s in server.segments if not self.is_ssid(s)}
        return on

    def _runs_on(self, link: Link, end: Device) -> bool:
        """Whether a link without a list lets a segment run on to an end that lacks it."""
        if not link.segments:
            return self.bad
        if "*" not in link.segments:
            return False
        return self.bad or (link.certainty is Certainty.KNOWN and self.admits_surely(end))

    @cached_property
    def passes(self) -> dict[str, set[str]]:
        """The tagged segments on each link."""
        return {link.id: self._carried(link) for link in self.estate.links}

    def _carried(self, link: Link) -> set[str]:
        sure = self.sure(link)
        if link.segments and "*" not in link.segments:
            return set(link.segments) if sure else set()
        ends = self.estate.device[link.a_device], self.estate.device[link.b_device]
        a, b = (self.on[end.id] for end in ends)
        both = a & b if link.segments and sure else set()
        onto_b = a if self._runs_on(link, ends[1]) else set()
        onto_a = b if self._runs_on(link, ends[0]) else set()
        return {s for s in both | onto_a | onto_b if not self.is_ssid(s)}

    @cached_property
    def has(self) -> dict[str, set[str]]:
        """All that is on each device: what links bring besides, unless an end host drops it."""
        has = {device: set(found) for device, found in self.on.items()}
        for link in self.estate.links:
            listed = link.segments and "*" not in link.segments
            for end in (link.a_device, link.b_device):
                device = self.estate.device[end]
                drops = device.kind in END_HOSTS and not self.takes_all(device) and not listed
                if self.sure(device) and not drops:
                    has[end] |= self.passes[link.id]
        return has

    def untagged(self, link: Link) -> tuple[str, str] | None:
        return self.natives(link) if self.sure(link) else None

    def offers(self, device: Device) -> set[str]:
        """SSIDs that a device radiates."""
        ssids = {s for s in self.has[device.id] if self.is_ssid(s)}
        if is_wireless(device) or (self.bad and device.kind is DeviceKind.UNKNOWN):
            return ssids
        if device.kind is DeviceKind.WIRELESS_CONTROLLER:
            return set()
        return ssids & set(device.segments)

    def families(self, device: Device) -> Iterator[tuple[RadioFamily, bool]]:
        """The kinds of wireless of a device, and whether each reaches all that is on it."""
        may_be = self.bad and device.kind is DeviceKind.UNKNOWN
        wide = is_wireless(device) or may_be
        if not self.sure(device):
            return
        if device.kind in BY_KIND:
            yield BY_KIND[device.kind], wide
        for technology in device.radio:
            yield named_family(technology) or RadioFamily.OTHER, wide
        if self.offers(device):
            yield RadioFamily.WIFI, wide
        if may_be:
            yield RadioFamily.OTHER, wide


def exits_on_record(ssid: Segment) -> set[str]:
    return {*ssid.may_bridge_to, *((ssid.bridges_to,) if ssid.bridges_to else ())}
