"""Random small layered estates: calm ones, chains of controls, and wild ones.

``pick`` chooses one of several: seeded dice, or hypothesis (which shrinks towards the first).
A calm estate has one access point on an administrative VLAN and few ways out of it, so that P2
mostly holds; a chain leads from the air to the residents past several controls, some of which
fall together; a wild one has anything anywhere. Each is then changed by some of `FEATURES`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.inventory.tables.traffic import Circuit, Tariff

Pick = Callable[[Sequence[Any]], Any]
Row = TypeVar("Row")
VLANS = ("R1", "R2", "A1", "A2")
DEVICES = tuple(f"D{n}" for n in range(1, 10))
KINDS = (*[DeviceKind.SWITCH] * 8, *[DeviceKind.FIREWALL] * 2, *DeviceKind)
CALM_KINDS = (
    *[DeviceKind.SWITCH] * 5,
    *[DeviceKind.FIREWALL] * 4,
    DeviceKind.HYPERVISOR,
    DeviceKind.STORAGE,
    DeviceKind.CARRIER_TERMINAL,
)
MEDIA = (*[Medium.COPPER] * 5, Medium.CARRIER, Medium.FIBRE, Medium.RADIO)
SURE = (*[Certainty.KNOWN] * 12, Certainty.ASSUMED, Certainty.UNKNOWN)
GUARDS = (*[ControlKind.FIREWALL] * 5, *ControlKind)
RADIOS = (("Bluetooth 5",), ("IEEE 802.11ax", "LTE"), ("LTE",), ("920 MHz",))
RESIDENT, STAFF = Zone.RESIDENT, Zone.ADMINISTRATIVE


@dataclass
class Sketch:
    """An estate in the making: its rows by id, and how it is chosen."""

    pick: Pick
    calm: bool
    segments: dict[str, Segment] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)
    servers: dict[str, Server] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    tariffs: tuple[Tariff, ...] = ()
    circuits: tuple[Circuit, ...] = ()

    def one(self, table: dict[str, Row]) -> Row:
        return self.pick(tuple(table.values()))

    def now_and_then(self) -> bool:
        return bool(self.pick((False, False, True)))

    def inner(self) -> Device:
        """A device to change: in a calm estate none that wireless begins at."""
        rows = [d for d in self.devices.values() if not self.calm or d.id != "D1"]
        return self.pick(rows or tuple(self.devices.values()))

    def vlan(self) -> str:
        return str(self.pick(tuple(s.id for s in self.segments.values() if is_vlan(s))))

    def put(self, row: Row, **changes: object) -> Row:
        """Write a row, changed, in its table."""
        row = replace(row, **changes)  # type: ignore[type-var]
        table: dict[str, Any] = {
            Segment: self.segments, Device: self.devices, Link: self.links,
            Control: self.controls, Server: self.servers, Platform: self.platforms,
        }[type(row)]  # fmt: skip
        table[row.id] = row
        return row

    def estate(self) -> Estate:
        host_type = HostType(id="HT", name="HT", cpu_cores=8, memory_mib=1024, price_yen=1)
        return Estate(
            name="random",
            sites=tuple(Site(id=s, name=s, kind=SiteKind.OTHER) for s in ("S1", "S2")),
            systems=(
                System(id="REGISTER", name="住民記録", department="市民課", zone=RESIDENT),
                System(id="FILES", name="文書", department="総務課", zone=STAFF),
            ),
            segments=tuple(self.segments.values()),
            devices=tuple(self.devices.values()),
            links=tuple(self.links.values()),
            controls=tuple(self.controls.values()),
            servers=tuple(self.servers.values()),
            platforms=tuple(self.platforms.values()),
            host_types=(host_type,) if self.platforms else (),
            hosts=tuple(Host(id=f"H-{p}", platform=p, host_type="HT") for p in self.platforms),
            tariffs=self.tariffs,
            circuits=self.circuits,
        )


def is_vlan(segment: Segment) -> bool:
    return segment.kind is not SegmentKind.SSID


def listed(s: Sketch, *, calm: bool) -> tuple[str, ...]:
    """Mostly one or two VLANs; now and then all, none, or an SSID among them."""
    if calm:
        one = (("A2",), ("A1",), ("R1",), ("A1", "A2"), ("R1", "R2"), ("A2", "R1"))
        return tuple(s.pick((*one, *one, *one, ("*",), ())))
    how = s.pick(("one", "one", "one", "two", "two", "all", "none", "any"))
    if how in ("all", "none"):
        return ("*",) if how == "all" else ()
    some = (*VLANS, "STAFF") if how == "any" else VLANS
    return tuple(sorted({s.pick(some) for _ in range(1 if how == "one" else 2)}))


def segments(s: Sketch) -> None:
    for name in VLANS:
        zone = RESIDENT if name.startswith("R") else STAFF
        s.put(Segment(id=name, name=name, kind=SegmentKind.VLAN, zone=zone))
    out = "A1" if s.calm else s.pick(("A1", "A1", "A1", "R1", None))
    s.put(Segment(id="STAFF", name="STAFF", kind=SegmentKind.SSID, zone=STAFF, bridges_to=out))


def device(s: Sketch, name: str, kind: DeviceKind, on: tuple[str, ...]) -> None:
    site = s.pick(("S1", "S2"))
    s.put(Device(id=name, name=name, kind=kind, site=site, segments=on))


def link(s: Sketch, name: str, a: str, b: str, on: tuple[str, ...], **more: object) -> None:
    row = Link(id=name, a_device=a, b_device=b, medium=Medium.COPPER, segments=on)
    s.put(row, **more)


def control(s: Sketch, name: str, at: str, a: str, b: str, kind: ControlKind) -> None:
    both_ways = s.pick((True, False))
    s.put(Control(id=name, kind=kind, device=at, from_segment=a, to_segment=b,
                  both_ways=both_ways))  # fmt: skip


def servers(s: Sketch, numbers: Sequence[int]) -> None:
    ids = [d for d in s.devices if not s.calm or d != "D1"] or list(s.devices)
    for number in range(s.pick(numbers)):
        some = tuple(v for v in listed(s, calm=s.calm) if v != "*")
        s.put(
            Server(
                id=f"SV{number}",
                system=s.pick(("FILES", None, "REGISTER")),
                site=s.pick(("S1", "S2")),
                form=ServerForm.PHYSICAL,
                device=s.pick((s.pick(ids), s.pick(ids), None)),
                segments=some[:1] if s.calm else some,
            )
        )


def wild(s: Sketch) -> None:
    """Anything anywhere."""
    segments(s)
    if s.pick((True, False)):
        device(s, "D1", DeviceKind.ACCESS_POINT, s.pick((("STAFF",), ("A1",), ())))
    num = s.pick((2, 3, 4, 4, 4, 5, 5, 9))
    for name in DEVICES[1:num]:
        device(s, name, s.pick(KINDS), listed(s, calm=False))
    ids = list(s.devices)
    for number in range(s.pick((1, 3, num, num + 1))):
        here = number % len(ids)
        a, b = s.pick(((ids[here], ids[here - 1]),) * 2 + ((s.pick(ids), s.pick(ids)),))
        technology = s.pick((None,) * 9 + ("LTE",))
        link(s, f"L{number}", a, b, listed(s, calm=False), medium=s.pick(MEDIA),
             technology=technology, certainty=s.pick(SURE))  # fmt: skip
    for number in range(s.pick((0, 1, 2, 3))):
        control(s, f"C{number}", s.pick(ids), s.pick(VLANS), s.pick(VLANS), s.pick(GUARDS))
    servers(s, (0, 1, 2, 3))


def calm(s: Sketch) -> None:
    """One access point on A1; from there on mostly rows that keep things apart."""
    segments(s)
    device(s, "D1", DeviceKind.ACCESS_POINT, ("STAFF", "A1"))
    for name in DEVICES[1 : s.pick((3, 4, 4, 5))]:
        device(s, name, s.pick(CALM_KINDS), listed(s, calm=True) or ("A2",))
    ids = list(s.devices)
    for number in range(s.pick((2, 3, 4, 5))):
        here = number % len(ids)
        a, b = ids[here], ids[here - 1]
        on = ("A1",) if "D1" in (a, b) else listed(s, calm=True)
        link(s, f"L{number}", a, b, on, certainty=s.pick(SURE))
    for number in range(s.pick((0, 1, 2, 3))):
        control(s, f"C{number}", s.pick(ids[1:]), s.pick(VLANS), s.pick(VLANS), s.pick(GUARDS[:8]))
    servers(s, (0, 1, 2))


def chain(s: Sketch) -> None:
    """From the air to the residents past a chain of boxes, each with one or two controls."""
    segments(s)
    length = s.pick((2, 3, 3, 4))
    inner = [f"N{n}" for n in range(1, length)]
    for name in inner:
        s.put(Segment(id=name, name=name, kind=SegmentKind.VLAN, zone=Zone.LGWAN))
    device(s, "D1", DeviceKind.ACCESS_POINT, ("STAFF", "A1"))
    device(s, "E", DeviceKind.SWITCH, ("R1",))
    stops = ["A1", *inner, "R1"]
    for n, (a, b) in enumerate(pairwise(stops)):
        device(s, f"F{n}", s.pick((DeviceKind.FIREWALL, DeviceKind.ROUTER)), (a, b))
        before = "D1" if n == 0 else f"F{n - 1}"
        link(s, f"L{n}", before, f"F{n}", (a,), certainty=s.pick(SURE))
        for m in range(s.pick((1, 1, 1, 2))):
            kind = s.pick((*[ControlKind.FIREWALL] * 5, ControlKind.ACL, ControlKind.VRF,
                           ControlKind.AUTHENTICATION))  # fmt: skip
            control(s, f"C{n}{m}", f"F{n}", a, b, kind)
    link(s, f"L{length}", f"F{length - 1}", "E", ("R1",))
    s.put(Server(id="SV0", system="REGISTER", site="S1", form=ServerForm.PHYSICAL, device="E",
                 segments=("R1",)))  # fmt: skip
    if s.now_and_then():  # a shorter way past a control of its own
        a, b = s.pick((0, length - 1)), s.pick((length, 1))
        at = s.pick([d for d in s.devices if d.startswith("F")])
        control(s, "C9", at, stops[a], stops[b], s.pick(GUARDS[:7]))
    falling_together(s)


def falling_together(s: Sketch) -> None:
    """Some controls have the same administrators."""
    for row in tuple(s.controls.values()):
        s.put(row, account=s.pick((None, "NET", "SEC", "VENDOR")))


def radios(s: Sketch) -> None:
    if s.servers and s.now_and_then():
        s.put(s.one(s.servers), radio=s.pick(RADIOS))
    else:
        s.put(s.inner(), radio=s.pick(RADIOS))


def kinds(s: Sketch) -> None:
    s.put(s.inner(), kind=s.pick((*list(DeviceKind)[10:], DeviceKind.UNKNOWN)))


def unsure_devices(s: Sketch) -> None:
    for _ in range(s.pick((1, 2))):
        s.put(s.one(s.devices), certainty=s.pick((Certainty.ASSUMED, Certainty.UNKNOWN)))


def native_mismatch(s: Sketch) -> None:
    if not s.links:
        return
    row = s.one(s.links)
    a, b = s.pick((*row.segments, s.vlan())), s.vlan()
    a = s.vlan() if a == "*" or not is_vlan(s.segments[a]) else a
    on = s.pick((tuple(sorted({a, b})), ("*",), tuple(sorted({a, b})), row.segments))
    s.put(row, a_native=a, b_native=s.pick((b, b, b, None)), segments=on)


def dynamic_vlans(s: Sketch) -> None:
    s.put(s.segments["STAFF"], may_bridge_to=tuple(sorted({s.vlan(), s.vlan()})))


def controller_tunnel(s: Sketch) -> None:
    at = s.inner()
    if s.pick((True, False)):
        at = s.put(at, kind=DeviceKind.WIRELESS_CONTROLLER)
    s.put(s.segments["STAFF"], tunnels_to=at.id, bridges_to=s.pick((s.vlan(), "A1")))


def guests(s: Sketch) -> None:
    """A second SSID, which may be resident itself and come out anywhere or nowhere."""
    s.put(Segment(id="GUEST", name="GUEST", kind=SegmentKind.SSID,
                  zone=s.pick((Zone.PUBLIC, STAFF, RESIDENT)), bridges_to=s.pick(
                      (s.vlan(), s.vlan(), None))))  # fmt: skip
    carry(s, "GUEST")
    if s.now_and_then():
        row = s.one(s.devices)
        s.put(row, segments=(*row.segments, "GUEST"))


def overlay(s: Sketch) -> None:
    s.put(Segment(id="VX", name="VX", kind=SegmentKind.VNI, zone=s.pick((STAFF, RESIDENT)),
                  bridges_to=s.pick((s.vlan(), s.vlan(), None))))  # fmt: skip
    carry(s, "VX")


def carry(s: Sketch, segment: str) -> None:
    """Put a new segment on some devices and links."""
    for _ in range(s.pick((1, 2))):
        row = s.inner()
        s.put(row, segments=(*row.segments, segment))
    for _ in range(s.pick((0, 1, 2)) if s.links else 0):
        row = s.one(s.links)
        if segment not in row.segments:
            s.put(row, segments=(*row.segments, segment))


def routing_instances(s: Sketch) -> None:
    for name, zone in (("VA", STAFF), ("VR", RESIDENT)):
        marks = (), ("65000:1",), ("65000:2",)
        s.put(Segment(id=name, name=name, kind=SegmentKind.VRF, zone=zone,
                      rt_exports=s.pick(marks), rt_imports=s.pick(marks)))  # fmt: skip
        if s.pick((True, False)):
            carry(s, name)
    for name in VLANS:
        own = "VR" if name.startswith("R") else "VA"
        vrf = s.pick((own, own, None) if s.calm else (own, None, "VA", "VR"))
        s.put(s.segments[name], vrf=vrf)


def joined(s: Sketch) -> None:
    a, b = s.vlan(), s.vlan()
    if a != b:
        s.put(s.segments[a], joined_with=(b,))


def tunnels(s: Sketch) -> None:
    if len(s.links) < 2:
        return
    row = s.one(s.links)
    others = [x for x in s.links if x != row.id]
    on = tuple(sorted({s.pick(others) for _ in range(s.pick((1, 2)))}))
    under = s.links[s.pick(on)]
    outer = [v for v in under.segments if v in s.segments] or [s.vlan()]
    s.put(row, medium=s.pick((Medium.TUNNEL, Medium.TUNNEL, Medium.FIBRE)), technology=None,
          rides_on=on, rides_in=s.pick((s.pick(outer), s.pick(outer), s.vlan(), None)))  # fmt: skip
    if s.now_and_then():
        s.put(under, medium=Medium.RADIO, technology=s.pick((None, "IEEE 802.11ac")))
    elif s.now_and_then() and len(others) > 1:
        s.put(under, medium=Medium.TUNNEL, rides_on=(s.pick([*others, row.id]),))


def management(s: Sketch) -> None:
    s.put(Segment(id="M1", name="M1", kind=SegmentKind.VLAN, zone=STAFF))
    for _ in range(s.pick((1, 2, 3))):
        managers = [d for d in s.devices if not s.calm or d != "D1"] + list(s.servers)
        table = s.platforms if s.platforms and s.now_and_then() else s.devices
        row = s.one(table)
        segment = s.pick(("M1", "M1", None, s.vlan()))
        by = tuple(sorted({s.pick(managers) for _ in range(s.pick((0, 1, 1, 2)))}))
        s.put(row, management_segment=segment, managed_by=by)
    if s.now_and_then():
        carry(s, "M1")


def virtual(s: Sketch) -> None:
    at = s.pick((s.inner().id, None))
    s.put(Platform(id="P1", name="P1", kind=PlatformKind.EXISTING, site="S1",
                   zones=(RESIDENT, STAFF), device=at))  # fmt: skip
    for row in tuple(s.servers.values()):
        where = s.pick(("platform", "host", None))
        if where is not None:
            s.put(row, form=ServerForm.VM, device=s.pick((None, row.device)),
                  platform="P1" if where == "platform" else None,
                  host="H-P1" if where == "host" else None)  # fmt: skip
    guarding = {c.device for c in s.controls.values()}
    for device in tuple(s.devices.values()):
        if s.pick((False, device.id in guarding)):
            s.put(device, platform="P1")
    if s.now_and_then():
        by = (s.pick([*s.devices, *s.servers]),)
        s.put(s.platforms["P1"], management_segment=s.pick((s.vlan(), None)), managed_by=by)


def any_to_any(s: Sketch) -> None:
    if s.controls:
        s.put(s.one(s.controls), permits=("*",))


def backups(s: Sketch) -> None:
    if not s.links:
        return
    for _ in range(s.pick((1, 2))):
        row = s.one(s.links)
        others = [x for x in s.links if x != row.id]
        named = tuple(sorted({s.pick(others)})) if others and s.pick((True, False)) else ()
        s.put(row, backup=True, backs_up=named)
    if s.calm and s.pick((True, False)):
        ids = list(s.devices)
        link(s, "LB", s.pick(ids), s.pick(ids), (s.vlan(),), backup=True,
             medium=s.pick((Medium.COPPER, Medium.RADIO)))  # fmt: skip


def ways_and_means(s: Sketch) -> None:
    """Ducts, entries, carriers: what one failure takes together."""
    s.tariffs = (Tariff(id="T1", carrier="TELCO", distance_class="near", bandwidth_mbit_s=10,
                        yen_month=1),)  # fmt: skip
    s.circuits = (
        Circuit(id="K1", tariff="T1", yen_month=1),
        Circuit(id="K2", tariff=None, yen_month=1),
    )
    for row in tuple(s.links.values()):
        s.put(
            row,
            ducts=s.pick(((), ("DUCT-1",), ("DUCT-1", "DUCT-2"))),
            a_entry=s.pick((None, "NORTH")),
            b_entry=s.pick((None, "NORTH", "SOUTH")),
            circuit=s.pick((None, "K1", "K2")),
            carrier=s.pick((None, None, "OTHERTEL", "TELCO")),
        )


FEATURES: tuple[Callable[[Sketch], None], ...] = (
    virtual,  # first: others build on platforms
    radios,
    kinds,
    unsure_devices,
    dynamic_vlans,
    controller_tunnel,
    guests,
    overlay,
    routing_instances,
    joined,
    tunnels,
    management,
    any_to_any,
    falling_together,
    native_mismatch,  # late: names any segment there is
    backups,
    ways_and_means,
)
STYLES: tuple[Callable[[Sketch], None], ...] = (calm, chain, wild)


def random_estate(pick: Pick) -> Estate:
    """A small layered estate."""
    style = pick((calm, calm, chain, chain, wild))
    sketch = Sketch(pick, calm=style is not wild)
    style(sketch)
    for feature in FEATURES:
        if pick((False, False, False, False, True)):
            feature(sketch)
    return sketch.estate()
