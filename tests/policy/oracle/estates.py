"""Random small layered estates: calm ones, chains of controls, and wild ones.

``pick`` chooses one of several: seeded dice, or hypothesis (which shrinks towards the first).
A calm estate has one access point on an administrative VLAN and few ways out of it, so that P2
mostly holds; a chain leads from the air to the residents past several controls, some of which
fall together; a wild one has anything anywhere. Each is then changed by some of `FEATURES`.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    ServerForm,
    Zone,
)
from consolidation.inventory.tables.network import Segment
from consolidation.inventory.tables.servers import Server
from tests.policy.oracle import features, gaps
from tests.policy.oracle.sketch import RESIDENT, STAFF, VLANS, Pick, Sketch, control, device, link

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
    length = s.pick((3, 3, 4, 4))
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
    features.falling_together(s)


OFTEN = False, False, False, False, False, True
SELDOM = False, False, False, False, False, False, False, False, True
FEATURES: tuple[tuple[Callable[[Sketch], None], tuple[bool, ...]], ...] = (
    (features.virtual, OFTEN),  # first: others build on platforms
    (features.radios, OFTEN),
    (features.kinds, OFTEN),
    (features.unsure_devices, OFTEN),
    (features.dynamic_vlans, OFTEN),
    (features.controller_tunnel, OFTEN),
    (gaps.no_exits, SELDOM),
    (features.guests, OFTEN),
    (features.overlay, OFTEN),
    (features.routing_instances, OFTEN),
    (features.joined, OFTEN),
    (features.tunnels, OFTEN),
    (gaps.open_tunnel, SELDOM),
    (gaps.loose_devices, OFTEN),
    (features.management, OFTEN),
    (features.any_to_any, OFTEN),
    (features.falling_together, OFTEN),
    (gaps.spelt_accounts, OFTEN),
    (gaps.blank_accounts, OFTEN),
    (gaps.leaking_domains, SELDOM),
    (gaps.leaking_natives, SELDOM),
    (features.native_mismatch, OFTEN),  # late: names any segment there is
    (features.backups, OFTEN),
    (features.ways_and_means, OFTEN),
)


def random_estate(pick: Pick) -> Estate:
    """A small layered estate."""
    style = pick((calm, calm, chain, chain, wild))
    sketch = Sketch(pick, calm=style is not wild)
    style(sketch)
    for feature, how_often in FEATURES:
        if pick(how_often):
            feature(sketch)
    return sketch.estate()
