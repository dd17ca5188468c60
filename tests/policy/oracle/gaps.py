"""What rows leave open or join unseen: blank cells, and ways around what is kept apart."""

from consolidation.inventory.tables.kinds import DeviceKind, Medium, SegmentKind, Zone
from consolidation.inventory.tables.network import Link, Segment
from tests.policy.oracle.sketch import STAFF, Sketch, device, link

BLANKS = (None, "", " \u3000")
SPELLINGS = (
    "NetTeam",
    "netteam ",
    "\uff2e\uff45\uff54\uff34\uff45\uff41\uff4d",
    "Net  Team",
    "net team",
)
WIRELESS_LAN = "IEEE 802.11ac"


def blank_accounts(s: Sketch) -> None:
    for _ in range(s.pick((1, 1, 2)) if s.controls else 0):
        s.put(s.one(s.controls), account=s.pick(BLANKS))


def spelt_accounts(s: Sketch) -> None:
    """The same administrators, written differently."""
    for row in tuple(s.controls.values()):
        s.put(row, account=s.pick((row.account, *SPELLINGS)))


def no_exits(s: Sketch) -> None:
    """An SSID whose clients come out somewhere, no row says where."""
    name = s.pick(("STAFF", "LOBBY"))
    at = s.inner()
    ends_at = s.pick((None, None, at.id))
    if name == "STAFF":
        row = s.segments[name]
        s.put(row, bridges_to=None, may_bridge_to=(), tunnels_to=ends_at)
        return
    s.put(Segment(id=name, name=name, kind=SegmentKind.SSID, zone=s.pick((Zone.PUBLIC, STAFF)),
                  tunnels_to=ends_at))  # fmt: skip
    listing = s.devices["D1"] if "D1" in s.devices and s.pick((True, False)) else s.inner()
    s.put(listing, segments=(*listing.segments, name))


def two_ends(s: Sketch) -> tuple[str, str]:
    return s.inner().id, s.inner().id


def radio_link(s: Sketch, segment: str) -> Link:
    """A radio link that carries a segment: a new one, or one there is."""
    if s.links and s.now_and_then():
        row = s.one(s.links)
        return s.put(row, medium=Medium.RADIO, technology=s.pick((None, WIRELESS_LAN)))
    link(s, "LW", *two_ends(s), (segment,), medium=Medium.RADIO, technology=WIRELESS_LAN)
    return s.links["LW"]


def open_tunnel(s: Sketch) -> None:
    """A tunnel of which no row says where it runs, and at times what runs over it."""
    on = s.pick((("R1",), ("R1",), (s.vlan(),), ("A2",), ()))
    link(s, "LT", *two_ends(s), on, medium=Medium.TUNNEL)
    if s.now_and_then():
        radio_link(s, "A2")
    if s.now_and_then():
        row = s.one(s.links)
        if row.id != "LT":
            s.put(row, medium=s.pick((Medium.TUNNEL, Medium.FIBRE)), technology=None,
                  rides_on=("LT",), rides_in=s.pick((None, s.vlan())))  # fmt: skip


def leaking_natives(s: Sketch) -> None:
    """A resident VLAN untagged at one end only, into one that radio may carry."""
    into = s.pick(("A2", "A1"))
    if into == "A2":
        radio_link(s, into)
    on = s.pick((("R1", into), ("R1", into), (into,), ("R1",), ("R2",)))
    ends = {"a_native": "R1", "b_native": into}
    if s.links and s.pick((True, False)):
        s.put(s.one(s.links), segments=on, **ends)
    else:
        link(s, "LN", *two_ends(s), on, **ends)


def leaking_domains(s: Sketch) -> None:
    """Residents' frames on a radio link by a hub, a joint of no device, or an overlay."""
    radio = radio_link(s, "A2")
    how = s.pick(("hub", "joined", "overlay"))
    if how == "hub":
        device(s, "HUB", DeviceKind.HUB, ())
        link(s, "LH1", "HUB", s.inner().id, ("R1",))
        link(s, "LH2", "HUB", s.pick((radio.a_device, s.inner().id)), (s.pick(("A2", "A1")),))
    elif how == "joined":
        s.put(s.segments["R1"], joined_with=(s.pick(("A2", "A1")),))
    else:
        s.put(Segment(id="VB", name="VB", kind=SegmentKind.VNI, zone=STAFF, bridges_to="R1"))
        at = s.devices[radio.a_device]
        s.put(at, segments=(*at.segments, *(("R1",) if s.pick((True, False)) else ()), "VB"))
        s.put(radio, segments=(*radio.segments, "VB"))


def loose_devices(s: Sketch) -> None:
    """Devices that no links row wires."""
    for name in s.pick((("X1",), ("X1",), ("X1", "X2"))):
        loose_device(s, name)


def loose_device(s: Sketch, name: str) -> None:
    some = ("A1",), ("A1",), (s.vlan(),), ("A1", "A2"), ("R1",)
    how = s.pick(("manager", "store", "switch", "open switch", "access point", "bare radio"))
    if how == "manager":
        device(s, name, s.pick((DeviceKind.MANAGEMENT_HOST, DeviceKind.SWITCH)), s.pick(some))
        row = s.inner()
        if row.id != name:
            s.put(row, managed_by=(*row.managed_by, name))
    elif how == "store":
        device(s, name, s.pick((DeviceKind.STORAGE, DeviceKind.CLIENT_GROUP)), s.pick(some))
    elif how in ("switch", "open switch"):
        device(s, name, DeviceKind.SWITCH, s.pick(some) if how == "switch" else ())
    else:
        kind = s.pick((DeviceKind.ACCESS_POINT, DeviceKind.ACCESS_POINT, DeviceKind.LTE_ROUTER))
        device(s, name, kind, ("STAFF",) if how == "access point" else ())
