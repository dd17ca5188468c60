"""What may be changed in an estate: one more thing that rows can say."""

from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    Zone,
)
from consolidation.inventory.tables.network import Segment
from consolidation.inventory.tables.servers import Platform
from consolidation.inventory.tables.traffic import Circuit, Tariff
from tests.policy.oracle.sketch import RESIDENT, STAFF, VLANS, Sketch, is_vlan, link

RADIOS = (("Bluetooth 5",), ("IEEE 802.11ax", "LTE"), ("LTE",), ("920 MHz",))


def falling_together(s: Sketch) -> None:
    """Some controls have the same administrators."""
    for row in tuple(s.controls.values()):
        s.put(row, account=s.pick((*[row.account] * 3, "NET", "SEC", "VENDOR")))


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
