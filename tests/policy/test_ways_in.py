"""The eighteen ways in of wireless, each in a violating and a repaired form, one fact apart."""

from dataclasses import dataclass, replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    RadioFamily,
)
from consolidation.policy.checking.certificate import check_certificate
from consolidation.policy.difference import difference
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict
from tests.policy.office import (
    AP_1,
    OFFICE,
    OPTIONS,
    RESIDENT,
    STAFF,
    STAFF_ZONE,
    SV_R,
    SW_R,
    SWITCH,
    V20,
    V110,
    changed,
    device,
    facts_apart,
    finding,
    joint,
    link,
    outcomes,
    platform,
    server,
    ssid,
    subjects,
    vrf,
)

P1, P2, P3 = "P1-carriage", "P2-entry", "P3-shared-fate"
NONE, RADIO, CARRIER = ControlKind.NONE, Medium.RADIO, Medium.CARRIER


@dataclass(frozen=True)
class Way:
    """A way in: the rows around it, the row that opens it, the same row repaired."""

    name: str
    bad: object
    good: object | None
    rule: str
    subject: str
    """Id of the row that the finding must name."""
    around: tuple[object, ...] = ()
    options: PolicyOptions = OPTIONS

    @property
    def broken(self) -> Estate:
        return changed(OFFICE, *self.around, self.bad)

    @property
    def mended(self) -> Estate:
        return changed(OFFICE, *self.around, *([] if self.good is None else [self.good]))


# Rows around the ways in.
BRIDGE = link("L-RB", "SW-A", "SW-AB", "V20", "V110", medium=RADIO)
SHARED = (
    device("SW-AB", SWITCH, "V20", "V110", at="BRANCH"),
    link("L-RX", "SW-RB", "SW-AB", "V110"),
)
TRUNK = link("L-RA", "SW-A", "SW-R", "V20", "V110", a_native="V20", b_native="V20")
CONTROLLER = (
    device("WLC", DeviceKind.WIRELESS_CONTROLLER, "V20", "V110"),
    link("L-WR", "WLC", "SW-R", "V110"),
    link("L-WA", "WLC", "SW-A", "V20"),
    device("AP-2", DeviceKind.ACCESS_POINT, "TUNNEL"),
    link("L-AP2", "AP-2", "SW-A", "V20"),
)
SWITCH_P = (
    device("SW-P", SWITCH, "V20", "V110"),
    link("L-PA", "SW-P", "SW-A", "V20"),
    link("L-PR", "SW-P", "SW-R", "V110"),
)
PLATFORM = (*SWITCH_P, platform("P", "SW-P"))
GUEST = replace(server("VM", None, None, "V20"), platform="P")
CLIENTS = link("L-PC", "PC", "SW-R", "V110")
ROUTER = (
    device("RT", DeviceKind.ROUTER, "V20", "V110"),
    link("L-T1", "RT", "SW-A", "V20"),
    link("L-T2", "RT", "SW-R", "V110"),
)
VRFS = (
    replace(V20, vrf="VRF-A"),
    replace(V110, vrf="VRF-R"),
    vrf("VRF-R", RESIDENT, rt_exports=("65000:110",), rt_imports=("65000:110",)),
)
VRF_A = vrf("VRF-A", STAFF_ZONE, rt_exports=("65000:20",), rt_imports=("65000:20",))
LTE = (link("L-LTE", "LTE", "SW-R", "V110"),)
HUB = (link("L-H1", "HUB", "SW-A", "V20"), link("L-H2", "HUB", "SW-R", "V110"))
ETHER = (
    device("ETHER", DeviceKind.CARRIER_TERMINAL, "V20", "V110"),
    link("L-E1", "ETHER", "SW-A", "V20"),
    link("L-E2", "ETHER", "SW-R", "V110"),
)
RADIUS = server("RADIUS", None, "SW-A", "V20")
SDN = (
    device("SDN", DeviceKind.CONTROLLER, "V20"),
    link("L-SDN", "SDN", "SW-A", "V20"),
)
UNDERLAY = (
    link("L-U", "SW-A", "SW-AB", "V20", medium=RADIO),
    link("L-V", "SW-A", "SW-AB", "V20", "V110"),
)
TUNNEL = link(
    "T", "SW-R", "SW-RB", "V110", medium=Medium.TUNNEL, rides_on=("L-V",), rides_in="V110"
)
WAVES = (
    link("W-A", "SW-A", "SW-AB", "V20", medium=Medium.FIBRE, fibre="F-7"),
    link("W-R", "SW-R", "SW-RB", "V110", medium=Medium.FIBRE, fibre="F-7"),
)
AP_X = device("AP-X", DeviceKind.ACCESS_POINT)
SEEN = link("L-X", "AP-X", "SW-R", "V110")
BACKUP = link("L-B", "SW-A", "SW-AB", "V110", medium=CARRIER, technology="LTE", backup=True)

WAYS = [
    Way("1 bridge, P1", BRIDGE, replace(BRIDGE, segments=("V20",)), P1, "L-RB"),
    Way("1 bridge, P2", BRIDGE, replace(BRIDGE, segments=("V20",)), P2, "L-RB"),
    Way(
        "1 bridge, by technology",
        replace(BRIDGE, medium=CARRIER, technology="IEEE 802.11ac"),
        replace(BRIDGE, medium=CARRIER, technology="広域イーサネット"),
        P1,
        "L-RB",
    ),
    Way(
        "1 tunnel over a radio bridge",
        replace(TUNNEL, rides_on=("L-U",)),
        TUNNEL,
        P2,
        "T",
        UNDERLAY,
    ),
    Way(
        "1 tunnel over a radio bridge, P1",
        replace(TUNNEL, rides_on=("L-U",)),
        TUNNEL,
        P1,
        "T",
        UNDERLAY,
    ),
    Way(
        "1 tunnel whose outer packets travel in an administrative VLAN",
        replace(TUNNEL, rides_in="V20"),
        TUNNEL,
        P2,
        "T",
        UNDERLAY,
    ),
    Way(
        "2 trunk names the VLAN",
        link("L-AP", "SW-AB", "AP-1", "V20", "V110"),
        link("L-AP", "SW-AB", "AP-1", "V20"),
        P2,
        "AP-1",
        SHARED,
    ),
    Way(
        "2 trunk of all VLANs",
        link("L-AP", "SW-AB", "AP-1", "*"),
        link("L-AP", "SW-AB", "AP-1", "V20"),
        P2,
        "AP-1",
        SHARED,
    ),
    Way("2 native VLANs disagree", replace(TRUNK, b_native="V110"), TRUNK, P2, "L-RA"),
    Way(
        "2 native VLANs of a radio bridge disagree, P1",
        replace(BRIDGE, segments=("*",), a_native="V20", b_native="V110"),
        replace(BRIDGE, segments=("*",), a_native="V20", b_native="V20"),
        P1,
        "L-RB",
    ),
    Way(
        "3 VLANs on the access point",
        replace(AP_1, segments=("STAFF", "V20", "V110")),
        AP_1,
        P2,
        "AP-1",
    ),
    Way("3 dynamic VLANs", replace(STAFF, may_bridge_to=("V110",)), STAFF, P2, "AP-1"),
    Way("3 dynamic VLANs, P1", replace(STAFF, may_bridge_to=("V110",)), STAFF, P1, "AP-1"),
    Way(
        "4 tunnel to a controller, which hands over",
        ssid("TUNNEL", "V110", tunnels_to="WLC"),
        ssid("TUNNEL", "V20", tunnels_to="WLC"),
        P2,
        "WLC",
        CONTROLLER,
    ),
    Way(
        "5 port group of all VLANs",
        replace(GUEST, segments=("*",)),
        GUEST,
        P2,
        "VM",
        PLATFORM,
    ),
    Way(
        "6 wired and wireless client",
        server("PC", None, "SW-R", "V110", "STAFF"),
        server("PC", None, "SW-R", "V110"),
        P2,
        "PC",
    ),
    Way(
        "6 clients with a tethered phone",
        device("PC", DeviceKind.CLIENT_GROUP, "V110", radio=("LTE テザリング",)),
        device("PC", DeviceKind.CLIENT_GROUP, "V110"),
        P2,
        "PC",
        (CLIENTS,),
    ),
    Way(
        "6 clients on both networks",
        device("PC", DeviceKind.CLIENT_GROUP, "V20", "V110"),
        device("PC", DeviceKind.OTHER, "V20", "V110"),
        P2,
        "PC",
        (CLIENTS, link("L-PCA", "PC", "SW-A", "V20")),
    ),
    Way(
        "7 server in both networks",
        server("BACKUP", None, "SW-P", "V20", "V110"),
        server("BACKUP", None, "SW-P", "V20"),
        P2,
        "BACKUP",
        PLATFORM,
    ),
    Way(
        "7 second interface, of which the switch knows nothing",
        server("SV-A", "FILES", "SW-A", "V20", "V110"),
        server("SV-A", "FILES", "SW-A", "V20"),
        P2,
        "SV-A",
    ),
    Way(
        "8 switch managed from the administrative side",
        replace(SW_R, management_segment="V20"),
        replace(SW_R, management_segment="V110"),
        P2,
        "SW-R",
    ),
    Way(
        "8 RADIUS server that manages a resident switch",
        replace(SW_R, managed_by=("RADIUS",)),
        replace(SW_R, managed_by=()),
        P2,
        "RADIUS",
        (RADIUS,),
    ),
    Way(
        "8 SDN controller of a resident switch",
        replace(SW_R, managed_by=("SDN",)),
        replace(SW_R, managed_by=()),
        P2,
        "SDN",
        SDN,
    ),
    Way(
        "8 hypervisor managed from the administrative side",
        platform("P", "SW-P", management_segment="V20"),
        platform("P", "SW-P", management_segment="V110"),
        P2,
        "P",
        (*SWITCH_P, replace(SV_R, device=None, platform="P")),
    ),
    Way(
        "9 leak by route target",
        replace(VRF_A, rt_imports=("65000:20", "65000:110")),
        VRF_A,
        P2,
        "VRF-A",
        VRFS,
    ),
    Way(
        "9 static route between VRFs",
        joint("LEAK", "RT", "V110", "V20", NONE, both_ways=False),
        None,
        P2,
        "LEAK",
        ROUTER,
    ),
    Way(
        "9 leak on a device that no link brings the segment to",
        joint("LEAK", "SW-A", "V20", "V110", NONE),
        joint("LEAK", "SW-A", "V20", "V20", NONE),
        P2,
        "LEAK",
    ),
    Way(
        "10 any-any rule",
        joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL, permits=("*",)),
        joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL, permits=("F-1",)),
        P2,
        "C-A",
    ),
    Way(
        "10 no rule at all",
        joint("C-A", "FW-A", "V20", "V900", NONE),
        joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL),
        P2,
        "C-A",
    ),
    Way(
        "10 one-way rule, backwards",
        joint("OUT", "RT", "V110", "V20", ControlKind.FIREWALL, both_ways=False),
        None,
        P2,
        "OUT",
        ROUTER,
    ),
    Way(
        "11 LTE router",
        device("LTE", DeviceKind.LTE_ROUTER, "V110"),
        device("LTE", DeviceKind.ROUTER, "V110"),
        P2,
        "LTE",
        LTE,
    ),
    Way(
        "11 modem plugged into a router",
        device("LTE", DeviceKind.ROUTER, "V110", radio=("LTE",)),
        device("LTE", DeviceKind.ROUTER, "V110", radio=()),
        P2,
        "LTE",
        LTE,
    ),
    Way(
        "12 hub",
        device("HUB", DeviceKind.HUB, "V20", "V110"),
        device("HUB", DeviceKind.SWITCH, "V20", "V110"),
        P2,
        "HUB",
        HUB,
    ),
    Way(
        "13 wireless mouse",
        device("PC", DeviceKind.OTHER, "V110", radio=("Bluetooth",)),
        device("PC", DeviceKind.OTHER, "V110"),
        P2,
        "PC",
        (CLIENTS,),
    ),
    Way(
        "13 printer that speaks Wi-Fi Direct",
        server("PRINTER", None, "SW-R", "V110", radio=("Wi-Fi Direct",)),
        server("PRINTER", None, "SW-R", "V110"),
        P2,
        "PRINTER",
    ),
    Way("14 access point that a neighbour sees", SEEN, None, P2, "AP-X", (AP_X,)),
    Way(
        "15 carrier's service makes one of two VLANs",
        replace(V20, joined_with=("V110",)),
        V20,
        P2,
        "V20",
    ),
    Way(
        "15 carrier's terminal joins VLANs",
        joint("E", "ETHER", "V20", "V110", NONE),
        None,
        P2,
        "E",
        ETHER,
    ),
    Way(
        "16 two networks on one fibre, where the policy asks for fibres of their own",
        WAVES[1],
        replace(WAVES[1], fibre="F-8"),
        P3,
        "F-7",
        WAVES[:1],
        PolicyOptions(separate_fibre=True),
    ),
    Way("17 backup line over LTE, P1", BACKUP, replace(BACKUP, segments=("V20",)), P1, "L-B"),
    Way("17 backup line over LTE, P2", BACKUP, replace(BACKUP, segments=("V20",)), P2, "L-B"),
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_way_in_is_found_and_its_repair_holds(way: Way):
    assert facts_apart(way.broken, way.mended) == 1
    verdict = judge(way.broken, "bad", way.options)
    assert way.subject in subjects(verdict, way.rule)
    assert finding(verdict, way.rule, way.subject).witness
    assert verify_verdict(verdict, way.broken, way.options) == ()
    after = judge(way.mended, "good", way.options)
    assert outcomes(after, P1) == outcomes(after, P2) == {Outcome.HOLDS}
    assert after.violations == ()
    assert verify_verdict(after, way.mended, way.options) == ()
    assert [check_certificate(c, way.mended) for c in after.certificates] == [()]


def test_every_way_but_the_last_is_among_them():
    """18 (the middle of a move) is about three states, below."""
    assert {int(way.name.split()[0]) for way in WAYS} == set(range(1, 18))


def test_a_tunnel_over_a_wire_of_which_no_row_names_the_segment_is_undetermined():
    estate = changed(OFFICE, *UNDERLAY, replace(TUNNEL, rides_in=None))
    assert outcomes(judge(estate, "x", OPTIONS), P2) == {Outcome.UNDETERMINED}


def test_two_networks_on_one_fibre_pass_where_the_policy_accepts_it():
    """Way 16: no way leads from one wavelength to the other, whatever they ride on."""
    fibre = link("F", "SW-A", "SW-AB", "V20", medium=Medium.FIBRE)
    waves = (replace(wave, rides_on=("F",)) for wave in WAVES)
    verdict = judge(changed(OFFICE, fibre, *waves), "x", OPTIONS)
    assert outcomes(verdict, P1) == outcomes(verdict, P2) == {Outcome.HOLDS}
    assert verdict.violations == ()


def test_which_wireless_counts_is_the_scenarios_choice():
    """Way 13: a wireless mouse is a way in, unless only wireless LAN and telephones count."""
    mouse = device("PC", DeviceKind.OTHER, "V110", radio=("Bluetooth",))
    estate = changed(OFFICE, mouse, CLIENTS)
    lan = PolicyOptions(media=(RadioFamily.WIFI, RadioFamily.CELLULAR))
    assert outcomes(judge(estate, "x", lan), P2) == {Outcome.HOLDS}
    adapter = changed(estate, replace(mouse, radio=("Bluetooth", "IEEE 802.11ax")))
    assert subjects(judge(adapter, "x", lan), P2) == {"PC"}
    assert verify_verdict(judge(adapter, "x", lan), adapter, lan) == ()


def test_access_point_known_from_a_neighbour_alone_is_undetermined():
    """Way 14: what is only assumed, the device or its link, is to be looked at."""
    for rows in (
        (replace(AP_X, certainty=Certainty.ASSUMED), SEEN),
        (AP_X, replace(SEEN, certainty=Certainty.ASSUMED)),
    ):
        estate = changed(OFFICE, *rows)
        verdict = judge(estate, "x", OPTIONS)
        assert outcomes(verdict, P2) == {Outcome.UNDETERMINED}
        survey = {f.row for f in finding(verdict, P2, "x").survey}
        assert survey == {row.id for row in rows if row.certainty is Certainty.ASSUMED}
        assert verify_verdict(verdict, estate, OPTIONS) == ()
    elsewhere = replace(SEEN, b_device="SW-A", segments=("V20",))
    estate = changed(OFFICE, replace(AP_X, certainty=Certainty.ASSUMED), elsewhere)
    assert outcomes(judge(estate, "x", OPTIONS), P2) == {Outcome.HOLDS}


def test_carrier_cloud_without_description_is_undetermined():
    """Way 15: what happens inside a service that nobody described cannot be told."""
    cloud = changed(OFFICE, device("ETHER", DeviceKind.OTHER), *ETHER[1:])
    verdict = judge(cloud, "x", OPTIONS)
    assert outcomes(verdict, P2) == {Outcome.UNDETERMINED}
    assert {(f.table, f.row) for f in finding(verdict, P2, "x").survey} == {("devices", "ETHER")}


def test_box_of_which_nobody_knows_what_it_is_may_be_wireless_and_join_all():
    box = device("BOX", DeviceKind.UNKNOWN, "V110")
    beside = changed(OFFICE, box, link("L-BOX", "BOX", "SW-R", "V110"))
    assert outcomes(judge(beside, "x", OPTIONS), P2) == {Outcome.UNDETERMINED}
    switch = changed(beside, replace(box, kind=SWITCH))
    assert outcomes(judge(switch, "x", OPTIONS), P2) == {Outcome.HOLDS}


def test_radio_link_without_vlan_list_is_undetermined():
    unknown = changed(OFFICE, replace(BRIDGE, segments=()))
    verdict = judge(unknown, "x", OPTIONS)
    assert subjects(verdict, P1, Outcome.UNDETERMINED) == {"L-RB"}


def test_backup_line_is_told_with_the_failure_that_brings_it_up():
    """Way 17: the way is there only after the line that it stands in for fails."""
    estate = changed(OFFICE, replace(BACKUP, backs_up=("L-R",)))
    assert finding(judge(estate, "x", OPTIONS), P2, "L-B").after == ("L-R",)
    always = changed(OFFICE, replace(BACKUP, backup=False))
    assert finding(judge(always, "x", OPTIONS), P2, "L-B").after == ()


def test_breach_only_in_the_middle_of_a_move():
    """Way 18: before and after hold, and the state between does not."""
    before = changed(OFFICE, *SHARED)
    middle = changed(before, link("L-AP", "SW-AB", "AP-1", "*"))
    switch, feed = SHARED
    after = changed(middle, replace(switch, segments=("V20",)), replace(feed, b_device="SW-R"))
    states = (("as-is", before), ("wave-1", middle), ("to-be", after))
    verdicts = [judge(estate, name, OPTIONS) for name, estate in states]
    assert [bool(v.violations) for v in verdicts] == [False, True, False]
    opened, closed = difference(*verdicts[:2]), difference(*verdicts[1:])
    assert ("opened", P2, "AP-1") in {(c.kind, c.rule, c.subject) for c in opened}
    assert ("closed", P2, "AP-1") in {(c.kind, c.rule, c.subject) for c in closed}


def test_route_targets_lead_one_way():
    """Way 9: who imports routes can send. Residents that import the office's let nobody in."""
    office = changed(OFFICE, *VRFS, VRF_A)
    residents = vrf("VRF-R", RESIDENT, rt_exports=("65000:110",), rt_imports=("65000:20",))
    out = changed(office, residents)
    assert outcomes(judge(out, "x", OPTIONS), P2) == {Outcome.HOLDS}
    staff = replace(VRF_A, rt_imports=("65000:110",))
    both = changed(out, staff)
    assert subjects(judge(both, "x", OPTIONS), P2) == {"VRF-A"}


def test_take_over_goes_through_every_manager_on_the_way():
    """Way 8: a manager of a manager, and a firewall that runs on a platform."""
    chain = (
        replace(SW_R, managed_by=("SDN",)),
        device("SDN", DeviceKind.CONTROLLER, "V110", managed_by=("RADIUS",)),
        link("L-SDN", "SDN", "SW-R", "V110"),
        RADIUS,
    )
    assert subjects(judge(changed(OFFICE, *chain), "x", OPTIONS), P2) == {"RADIUS"}
    virtual = changed(
        OFFICE,
        *SWITCH_P,
        platform("P", "SW-P", management_segment="V20"),
        replace(OFFICE.device["FW-R"], platform="P"),
    )
    verdict = judge(virtual, "x", OPTIONS)
    assert "P" in subjects(verdict, P2)
    steps = [step.text.en for step in finding(verdict, P2, "P").witness]
    assert any("firewall FW-R runs on platform P" in text for text in steps)
    assert verify_verdict(verdict, virtual, OPTIONS) == ()
