"""What the verdict on ways in says: which rows, in which words, how many findings."""

from dataclasses import replace

from consolidation.inventory.tables.kinds import ControlKind, DeviceKind
from consolidation.network.graph import build_graph
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict
from tests.policy.office import (
    AP_1,
    OFFICE,
    OPTIONS,
    SW_R,
    changed,
    device,
    finding,
    joint,
    link,
    outcomes,
    subjects,
)
from tests.policy.test_ways_in import BRIDGE, LTE, P1, P2, ROUTER, SHARED, TRUNK

LTE_ROUTER = device("LTE", DeviceKind.LTE_ROUTER, "V110")


def test_the_office_holds_with_two_controls():
    verdict = judge(OFFICE, "as-is", OPTIONS)
    entry = finding(verdict, P2, "as-is")
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    three = judge(OFFICE, "as-is", PolicyOptions(required_controls=3))
    entry = finding(three, P2, "C-R")
    assert (entry.outcome, entry.num_controls) == (Outcome.VIOLATED, 2)
    assert three.certificates == ()
    assert [s.control for s in entry.witness if s.control] == ["C-A", "C-R"]
    assert entry.witness[-1].row == "SV-R"


def test_witness_names_rows_and_says_what_they_mean():
    trunk = link("L-AP", "SW-AB", "AP-1", "*")
    found = finding(judge(changed(OFFICE, *SHARED, trunk), "to-be", OPTIONS), P2, "AP-1")
    steps = [(s.table, s.row) for s in found.witness]
    assert steps[:3] == [("devices", "AP-1"), ("devices", "AP-1"), ("links", "L-AP")]
    assert steps[-1] == ("servers", "SV-R")
    assert found.witness[1].text.en == (
        "access point AP-1 hands SSID `STAFF` to VLAN 20 (V20, administrative); the port also "
        "carries VLAN 110 (V110, resident) (link L-AP is a trunk, all VLANs), and no control on "
        "record keeps the two apart"
    )
    assert "SSID「STAFF」" in found.witness[1].text.ja
    assert "(trunk, all VLANs)" in found.witness[2].text.en
    assert "住民記録" in found.message.ja


def test_witness_names_the_ports():
    trunk = link("L-AP", "SW-AB", "AP-1", "V20", "V110", a_port="7", b_port="eth0")
    found = finding(judge(changed(OFFICE, *SHARED, trunk), "x", OPTIONS), P2, "AP-1")
    texts = [step.text for step in found.witness]
    assert texts[1].en == (
        "access point AP-1 hands SSID `STAFF` to VLAN 20 (V20, administrative) on port 7 of "
        "SW-AB; the port also carries VLAN 110 (V110, resident), and no control on record keeps "
        "the two apart"
    )
    assert "（機器SW-ABのポート7）" in texts[1].ja
    assert "switch SW-AB has VLAN 110 (V110, resident) on port 7" in {t.en for t in texts}


def test_native_mismatch_is_told_with_both_ends():
    trunk = replace(TRUNK, b_native="V110", a_port="Gi1/0/1")
    found = finding(judge(changed(OFFICE, trunk), "x", OPTIONS), P2, "L-RA")
    text = next(s.text for s in found.witness if s.node == "native/L-RA")
    assert text.en == (
        "the ends of copper link L-RA disagree on the native VLAN (VLAN 20 (V20, administrative) "
        "at port Gi1/0/1 of SW-A, VLAN 110 (V110, resident) at SW-R), so untagged frames join "
        "the two"
    )
    assert "ネイティブVLANが食い違い" in text.ja


def test_take_over_is_told_with_the_element():
    estate = changed(OFFICE, replace(SW_R, management_segment="V20"))
    found = finding(judge(estate, "x", OPTIONS), P2, "SW-R")
    texts = [step.text for step in found.witness]
    assert any("has its management address in VLAN 20" in t.en for t in texts)
    assert any(t.en.startswith("whoever holds switch SW-R is in VLAN 110") for t in texts)
    assert any("管理用アドレス" in t.ja for t in texts)


def test_encryption_does_not_cure_carriage():
    vpn = joint("VPN", "SW-A", "V20", "V110", ControlKind.ENCRYPTION)
    assert subjects(judge(changed(OFFICE, BRIDGE, vpn), "x", OPTIONS), P1) == {"L-RB"}


def test_authentication_and_encryption_are_no_isolation():
    for kind in (ControlKind.AUTHENTICATION, ControlKind.ENCRYPTION):
        weak = changed(OFFICE, joint("C-A", "FW-A", "V20", "V900", kind))
        verdict = judge(weak, "x", OPTIONS)
        assert outcomes(verdict, P2) == {Outcome.VIOLATED}
        found = next(f for f in verdict.findings if f.rule == P2)
        assert found.num_controls == 1


def test_two_leaks_are_two_findings_and_many_sources_are_one():
    more = [replace(AP_1, id=f"AP-{n}", site="HALL") for n in range(2, 9)]
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
    assert subjects(verdict, P2) == {"LEAK-1"}
    assert "8 radio sources" in finding(verdict, P2, "LEAK-1").message.en
    two = changed(one, *other)
    assert verify_verdict(judge(two, "x", OPTIONS), two, OPTIONS) == ()
    assert subjects(judge(two, "x", OPTIONS), P2) == {"LEAK-1", "LEAK-2"}


def test_state_graph_has_one_source_for_each_radiating_element():
    graph = build_graph(changed(OFFICE, BRIDGE, LTE_ROUTER, *LTE))
    assert sorted(n for n in graph if n.startswith("air/")) == [
        "air/devices/AP-1",
        "air/devices/LTE",
        "air/links/L-RB",
    ]
