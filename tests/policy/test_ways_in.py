"""The ways in of wireless, each in a violating and a repaired form, one fact apart.

Not expressible in the inventory's tables yet, and so not here: management take-over (8), two
networks on one fibre by wavelength (16); native VLANs of a trunk (part of 2).
"""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import TABLES, Estate
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
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.network.graph import build_graph
from consolidation.policy.certificate import check_certificate
from consolidation.policy.difference import difference
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions, Verdict
from consolidation.policy.verify import verify_verdict

OPTIONS = PolicyOptions()


def site(identity: str) -> Site:
    return Site(id=identity, name=identity, kind=SiteKind.BRANCH)


def vlan(identity: str, zone: Zone, number: int) -> Segment:
    return Segment(id=identity, name=identity, kind=SegmentKind.VLAN, zone=zone, vlan_id=number)


def ssid(identity: str, bridges_to: str | None, zone: Zone = Zone.ADMINISTRATIVE) -> Segment:
    return Segment(
        id=identity, name=identity, kind=SegmentKind.SSID, zone=zone, bridges_to=bridges_to
    )


def device(identity: str, kind: DeviceKind, *segments: str, at: str = "HALL") -> Device:
    return Device(id=identity, name=identity, kind=kind, site=at, segments=segments)


def link(
    identity: str,
    a: str,
    b: str,
    *segments: str,
    medium: Medium = Medium.COPPER,
    technology: str | None = None,
    backup: bool = False,
    certainty: Certainty = Certainty.KNOWN,
) -> Link:
    return Link(
        id=identity,
        a_device=a,
        b_device=b,
        medium=medium,
        technology=technology,
        segments=segments,
        backup=backup,
        certainty=certainty,
    )


def joint(
    identity: str, on: str, a: str, b: str, kind: ControlKind, *, both_ways: bool = True
) -> Control:
    return Control(
        id=identity, kind=kind, device=on, from_segment=a, to_segment=b, both_ways=both_ways
    )


def server(identity: str, system: str | None, on: str | None, *segments: str) -> Server:
    return Server(
        id=identity,
        system=system,
        site="HALL",
        form=ServerForm.PHYSICAL,
        device=on,
        segments=segments,
    )


SWITCH, FIREWALL = DeviceKind.SWITCH, DeviceKind.FIREWALL
OFFICE = Estate(
    name="office",
    sites=(site("HALL"), site("BRANCH")),
    systems=(
        System(id="REGISTER", name="住民記録", department="市民課", zone=Zone.RESIDENT),
        System(id="FILES", name="文書", department="総務課", zone=Zone.ADMINISTRATIVE),
    ),
    segments=(
        vlan("V110", Zone.RESIDENT, 110),
        vlan("V20", Zone.ADMINISTRATIVE, 20),
        vlan("V900", Zone.ADMINISTRATIVE, 900),
        ssid("STAFF", "V20"),
    ),
    devices=(
        device("SW-R", SWITCH, "V110"),
        device("SW-RB", SWITCH, "V110", at="BRANCH"),
        device("SW-A", SWITCH, "V20"),
        device("SW-AB", SWITCH, "V20", at="BRANCH"),
        device("FW-A", FIREWALL, "V20", "V900"),
        device("FW-R", FIREWALL, "V900", "V110"),
        device("AP-1", DeviceKind.ACCESS_POINT, "STAFF", "V20", at="BRANCH"),
    ),
    links=(
        link("L-R", "SW-R", "SW-RB", "V110", medium=Medium.CARRIER),
        link("L-A", "SW-A", "SW-AB", "V20", medium=Medium.CARRIER),
        link("L-AP", "SW-AB", "AP-1", "V20"),
        link("L-FA", "SW-A", "FW-A", "V20"),
        link("L-FF", "FW-A", "FW-R", "V900"),
        link("L-FR", "FW-R", "SW-R", "V110"),
    ),
    controls=(
        joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL),
        joint("C-R", "FW-R", "V900", "V110", ControlKind.FIREWALL),
    ),
    servers=(
        server("SV-R", "REGISTER", "SW-R", "V110"),
        server("SV-A", "FILES", "SW-A", "V20"),
    ),
)
TABLE_OF = {row: table for table, row in TABLES.items()}


def changed(estate: Estate, *rows: object) -> Estate:
    """Return the estate with rows added, or put in place of those with their id."""
    for row in rows:
        table = TABLE_OF[type(row)]
        kept = [old for old in getattr(estate, table) if old.id != row.id]
        estate = replace(estate, **{table: (*kept, row)})
    return estate


def outcomes(verdict: Verdict, rule: str) -> set[Outcome]:
    return {finding.outcome for finding in verdict.findings if finding.rule == rule}


def subjects(verdict: Verdict, rule: str, outcome: Outcome = Outcome.VIOLATED) -> set[str]:
    return {f.subject for f in verdict.findings if f.rule == rule and f.outcome is outcome}


# Each: number and name, rows of the violating form, rows of the repaired form (one fact apart),
# rule that must find it, subject that it must name.
BRIDGE = link("L-RB", "SW-A", "SW-AB", "V20", "V110", medium=Medium.RADIO)
SHARED = device("SW-AB", SWITCH, "V20", "V110", at="BRANCH")
FEED = link("L-RX", "SW-RB", "SW-AB", "V110")
CONTROLLER = (
    device("WLC", DeviceKind.WIRELESS_CONTROLLER, "TUNNEL"),
    link("L-WLC", "WLC", "SW-R", "V110"),
    link("L-TUNNEL", "AP-1", "WLC", "TUNNEL"),
    device("AP-1", DeviceKind.ACCESS_POINT, "STAFF", "TUNNEL", "V20", at="BRANCH"),
)
PLATFORM = (
    Platform(
        id="P",
        name="P",
        kind=PlatformKind.EXISTING,
        site="HALL",
        zones=(Zone.ADMINISTRATIVE,),
        device="SW-P",
    ),
    device("SW-P", SWITCH, "V20", "V110"),
    link("L-PA", "SW-P", "SW-A", "V20"),
    link("L-PR", "SW-P", "SW-R", "V110"),
)
GUEST = Server(id="VM", site="HALL", form=ServerForm.VM, platform="P", segments=("V20",))
LTE = device("LTE", DeviceKind.LTE_ROUTER, "V110")
HUB = (
    link("L-H1", "HUB", "SW-A", "V20"),
    link("L-H2", "HUB", "SW-R", "V110"),
)
ROUTER = (
    device("RT", DeviceKind.ROUTER, "V20", "V110"),
    link("L-T1", "RT", "SW-A", "V20"),
    link("L-T2", "RT", "SW-R", "V110"),
)
HIDDEN = device("AP-X", DeviceKind.ACCESS_POINT)

CASES = [
    ("1 bridge, P1", (BRIDGE,), (replace(BRIDGE, segments=("V20",)),), "P1-carriage", "L-RB"),
    ("1 bridge, P2", (BRIDGE,), (replace(BRIDGE, segments=("V20",)),), "P2-entry", "L-RB"),
    (
        "1 bridge, by technology",
        (replace(BRIDGE, medium=Medium.CARRIER, technology="IEEE 802.11ac"),),
        (replace(BRIDGE, medium=Medium.CARRIER, technology="広域イーサネット"),),
        "P1-carriage",
        "L-RB",
    ),
    (
        "2 trunk names the VLAN",
        (SHARED, FEED, link("L-AP", "SW-AB", "AP-1", "V20", "V110")),
        (SHARED, FEED, link("L-AP", "SW-AB", "AP-1", "V20")),
        "P2-entry",
        "AP-1",
    ),
    (
        "2 trunk of all VLANs",
        (SHARED, FEED, link("L-AP", "SW-AB", "AP-1", "*")),
        (SHARED, FEED, link("L-AP", "SW-AB", "AP-1", "V20")),
        "P2-entry",
        "AP-1",
    ),
    (
        "3 dynamic VLANs",
        (device("AP-1", DeviceKind.ACCESS_POINT, "STAFF", "V20", "V110", at="BRANCH"),),
        (device("AP-1", DeviceKind.ACCESS_POINT, "STAFF", "V20", at="BRANCH"),),
        "P2-entry",
        "AP-1",
    ),
    (
        "4 tunnel to a controller",
        (*CONTROLLER, ssid("TUNNEL", "V110")),
        (*CONTROLLER, ssid("TUNNEL", "V20")),
        "P2-entry",
        "WLC",
    ),
    (
        "5 port group of all VLANs",
        (*PLATFORM, replace(GUEST, segments=("*",))),
        (*PLATFORM, GUEST),
        "P2-entry",
        "VM",
    ),
    (
        "6 wired and wireless client",
        (server("PC", None, "SW-R", "V110", "STAFF"),),
        (server("PC", None, "SW-R", "V110"),),
        "P2-entry",
        "PC",
    ),
    (
        "7 server in both networks",
        (*PLATFORM, server("BACKUP", None, "SW-P", "V20", "V110")),
        (*PLATFORM, server("BACKUP", None, "SW-P", "V20")),
        "P2-entry",
        "BACKUP",
    ),
    (
        "7 second interface, of which the switch knows nothing",
        (server("SV-A", "FILES", "SW-A", "V20", "V110"),),
        (server("SV-A", "FILES", "SW-A", "V20"),),
        "P2-entry",
        "SV-A",
    ),
    (
        "9 leak on a device that no link brings the segment to",
        (joint("LEAK", "SW-A", "V20", "V110", ControlKind.NONE),),
        (joint("LEAK", "SW-A", "V20", "V20", ControlKind.NONE),),
        "P2-entry",
        "LEAK",
    ),
    (
        "9 leak between VRFs",
        (*ROUTER, joint("LEAK", "RT", "V110", "V20", ControlKind.NONE, both_ways=False)),
        ROUTER,
        "P2-entry",
        "LEAK",
    ),
    (
        "10 any-any rule",
        (joint("C-A", "FW-A", "V20", "V900", ControlKind.NONE),),
        (joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL),),
        "P2-entry",
        "C-A",
    ),
    (
        "10 one-way rule, backwards",
        (*ROUTER, joint("OUT", "RT", "V110", "V20", ControlKind.FIREWALL, both_ways=False)),
        ROUTER,
        "P2-entry",
        "OUT",
    ),
    (
        "11 LTE router",
        (LTE, link("L-LTE", "LTE", "SW-R", "V110")),
        (replace(LTE, segments=("V20",)), link("L-LTE", "LTE", "SW-A", "V20")),
        "P2-entry",
        "LTE",
    ),
    (
        "12 hub",
        (*HUB, device("HUB", DeviceKind.HUB, "V20", "V110")),
        (*HUB, device("HUB", DeviceKind.SWITCH, "V20", "V110")),
        "P2-entry",
        "HUB",
    ),
    (
        "13 wireless mouse",
        (device("PC", DeviceKind.OTHER, "V110"),
         link("L-PC", "PC", "SW-R", "V110", technology="Bluetooth")),
        (device("PC", DeviceKind.OTHER, "V110"),
         link("L-PC", "PC", "SW-R", "V110", technology="USB")),
        "P1-carriage",
        "L-PC",
    ),
    (
        "15 carrier joins VLANs",
        (device("ETHER", DeviceKind.OTHER, "V20", "V110"),
         link("L-E1", "ETHER", "SW-A", "V20"),
         link("L-E2", "ETHER", "SW-R", "V110"),
         joint("E", "ETHER", "V20", "V110", ControlKind.NONE)),
        (device("ETHER", DeviceKind.OTHER, "V20", "V110"),
         link("L-E1", "ETHER", "SW-A", "V20"),
         link("L-E2", "ETHER", "SW-R", "V110")),
        "P2-entry",
        "E",
    ),
    (
        "17 backup line over LTE",
        (link("L-B", "SW-A", "SW-AB", "V110", medium=Medium.CARRIER, technology="LTE",
              backup=True),),
        (link("L-B", "SW-A", "SW-AB", "V20", medium=Medium.CARRIER, technology="LTE",
              backup=True),),
        "P1-carriage",
        "L-B",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "good", "rule", "subject"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_way_in_is_found_and_its_repair_holds(bad, good, rule, subject):
    broken, mended = changed(OFFICE, *bad), changed(OFFICE, *good)
    verdict = judge(broken, "bad", OPTIONS)
    assert subject in subjects(verdict, rule)
    finding = next(f for f in verdict.findings if f.rule == rule and f.subject == subject)
    assert finding.witness
    assert verify_verdict(verdict, broken, OPTIONS) == ()
    after = judge(mended, "good", OPTIONS)
    assert after.violations == ()
    assert outcomes(after, "P1-carriage") == outcomes(after, "P2-entry") == {Outcome.HOLDS}
    assert verify_verdict(after, mended, OPTIONS) == ()
    assert [check_certificate(c, mended) for c in after.certificates] == [()]


def test_the_office_holds_with_two_controls():
    verdict = judge(OFFICE, "as-is", OPTIONS)
    entry = next(f for f in verdict.findings if f.rule == "P2-entry")
    assert entry.outcome is Outcome.HOLDS
    assert entry.num_controls == 2
    assert "weakest way passes 2 controls" in entry.message.en
    assert "3 were required" in entry.message.en
    three = judge(OFFICE, "as-is", PolicyOptions(required_controls=3))
    entry = next(f for f in three.findings if f.rule == "P2-entry")
    assert (entry.outcome, entry.num_controls, entry.subject) == (Outcome.VIOLATED, 2, "C-R")
    assert three.certificates == ()
    assert [s.control for s in entry.witness if s.control] == ["C-A", "C-R"]
    assert entry.witness[-1].row == "SV-R"


def test_witness_names_rows_and_says_what_they_mean():
    trunk = link("L-AP", "SW-AB", "AP-1", "*")
    verdict = judge(changed(OFFICE, SHARED, FEED, trunk), "to-be", OPTIONS)
    finding = next(f for f in verdict.findings if f.rule == "P2-entry")
    steps = [(s.table, s.row) for s in finding.witness]
    assert steps[:3] == [("devices", "AP-1"), ("devices", "AP-1"), ("links", "L-AP")]
    assert steps[-1] == ("servers", "SV-R")
    assert finding.witness[1].text.en == (
        "access point AP-1 hands SSID `STAFF` to VLAN 20 (V20, administrative); the port also "
        "carries VLAN 110 (V110, resident) (link L-AP is a trunk, all VLANs), and no control on "
        "record keeps the two apart"
    )
    assert "SSID「STAFF」" in finding.witness[1].text.ja
    assert "(trunk, all VLANs)" in finding.witness[2].text.en
    assert "住民記録" in finding.message.ja


def test_encryption_does_not_cure_carriage():
    cured = changed(OFFICE, BRIDGE, joint("VPN", "SW-A", "V20", "V110", ControlKind.ENCRYPTION))
    assert subjects(judge(cured, "x", OPTIONS), "P1-carriage") == {"L-RB"}


def test_authentication_and_encryption_are_no_isolation():
    for kind in (ControlKind.AUTHENTICATION, ControlKind.ENCRYPTION):
        weak = changed(OFFICE, joint("C-A", "FW-A", "V20", "V900", kind))
        verdict = judge(weak, "x", OPTIONS)
        finding = next(f for f in verdict.findings if f.rule == "P2-entry")
        assert (finding.outcome, finding.num_controls) == (Outcome.VIOLATED, 1)


def test_unlisted_access_point_known_from_a_neighbour_is_undetermined():
    """Way 14: the link is only assumed; known, it is a breach; known elsewhere, it holds."""
    seen = link("L-X", "AP-X", "SW-R", "V110", certainty=Certainty.ASSUMED)
    verdict = judge(changed(OFFICE, HIDDEN, seen), "x", OPTIONS)
    finding = next(f for f in verdict.findings if f.rule == "P2-entry")
    assert finding.outcome is Outcome.UNDETERMINED
    assert finding.fix is not None
    assert "links L-X" in finding.fix.en
    sure = changed(OFFICE, HIDDEN, replace(seen, certainty=Certainty.KNOWN))
    assert subjects(judge(sure, "x", OPTIONS), "P2-entry") == {"AP-X"}
    other = link("L-X", "AP-X", "SW-A", "V20", certainty=Certainty.ASSUMED)
    assert outcomes(judge(changed(OFFICE, HIDDEN, other), "x", OPTIONS), "P2-entry") == {
        Outcome.HOLDS
    }


def test_carrier_cloud_without_description_is_undetermined():
    """Way 15: what happens inside a service that nobody described cannot be told."""
    cloud = changed(
        OFFICE,
        device("ETHER", DeviceKind.OTHER),
        link("L-E1", "ETHER", "SW-A", "V20"),
        link("L-E2", "ETHER", "SW-R", "V110"),
    )
    finding = next(f for f in judge(cloud, "x", OPTIONS).findings if f.rule == "P2-entry")
    assert finding.outcome is Outcome.UNDETERMINED
    assert finding.fix is not None
    assert "devices ETHER" in finding.fix.en


def test_radio_link_without_vlan_list_is_undetermined():
    unknown = changed(OFFICE, replace(BRIDGE, segments=()))
    verdict = judge(unknown, "x", OPTIONS)
    assert subjects(verdict, "P1-carriage", Outcome.UNDETERMINED) == {"L-RB"}


def test_breach_only_in_the_middle_of_a_move():
    """Way 18: before and after hold, and the state between does not."""
    before = changed(OFFICE, SHARED, FEED)
    middle = changed(before, link("L-AP", "SW-AB", "AP-1", "*"))
    after = changed(middle, replace(SHARED, segments=("V20",)), replace(FEED, b_device="SW-R"))
    states = (("as-is", before), ("wave-1", middle), ("to-be", after))
    verdicts = [judge(estate, name, OPTIONS) for name, estate in states]
    assert [bool(v.violations) for v in verdicts] == [False, True, False]
    opened, closed = difference(*verdicts[:2]), difference(*verdicts[1:])
    assert ("opened", "P2-entry", "AP-1") in {(c.kind, c.rule, c.subject) for c in opened}
    assert ("closed", "P2-entry", "AP-1") in {(c.kind, c.rule, c.subject) for c in closed}


def test_two_leaks_are_two_findings_and_many_sources_are_one():
    more = [device(f"AP-{n}", DeviceKind.ACCESS_POINT, "STAFF", "V20") for n in range(2, 9)]
    wires = [link(f"L-AP{n}", "SW-A", f"AP-{n}", "V20") for n in range(2, 9)]
    leaks = [joint(f"LEAK-{n}", "RT", "V20", "V110", ControlKind.NONE) for n in (1, 2)]
    other = (
        device("RT-2", DeviceKind.ROUTER, "V20", "V110"),
        link("L-T3", "RT-2", "SW-AB", "V20"),
        link("L-T4", "RT-2", "SW-RB", "V110"),
        replace(leaks[1], device="RT-2"),
    )
    one = changed(OFFICE, *more, *wires, *ROUTER, leaks[0])
    verdict = judge(one, "x", OPTIONS)
    finding = next(f for f in verdict.findings if f.rule == "P2-entry")
    assert subjects(verdict, "P2-entry") == {"LEAK-1"}
    assert "8 radio sources" in finding.message.en
    two = changed(one, *other)
    assert verify_verdict(judge(two, "x", OPTIONS), two, OPTIONS) == ()
    assert subjects(judge(two, "x", OPTIONS), "P2-entry") == {"LEAK-1", "LEAK-2"}


def test_state_graph_has_one_source_for_each_radiating_element():
    graph = build_graph(changed(OFFICE, BRIDGE, LTE))
    assert sorted(n for n in graph if n.startswith("air/")) == [
        "air/devices/AP-1",
        "air/devices/LTE",
        "air/links/L-RB",
    ]
