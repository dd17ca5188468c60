"""Which step of a way is marked at fault, and what the fix calls what it is made to."""

from dataclasses import replace

import pytest

from consolidation.inventory.tables.kinds import DeviceKind
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome
from consolidation.policy.verify import verify_verdict
from tests.policy.office import (
    OFFICE,
    OPTIONS,
    STAFF,
    STAFF_ZONE,
    changed,
    device,
    finding,
    link,
    server,
    vrf,
)
from tests.policy.test_ways_in import P2, P3, WAYS

V900 = OFFICE.segment["V900"]
BY_NAME = {way.name: way for way in WAYS}
AT_FAULT = {
    "1 bridge, P2": "wire/L-RB/V110",
    "1 tunnel over a radio bridge": "wire/T/V110",
    "2 native VLANs disagree": "native/L-RA",
    "3 VLANs on the access point": "domain/AP-1/V110",
    "3 dynamic VLANs": "domain/AP-1/V110",
    "4 tunnel to a controller, which hands over": "domain/WLC/V110",
    "5 port group of all VLANs": "domain/SW-P/V110",
    "6 wired and wireless client": "server/PC",
    "6 clients on both networks": "ports/PC",
    "7 server in both networks": "domain/SW-P/V110",
    "8 switch managed from the administrative side": "held/devices/SW-R",
    "8 RADIUS server that manages a resident switch": "held/devices/SW-R",
    "9 leak by route target": "segment/VRF-R",
    "9 static route between VRFs": "control/LEAK",
    "10 any-any rule": "control/C-A",
    "12 hub": "ports/HUB",
    "13 printer that speaks Wi-Fi Direct": "server/PRINTER",
    "15 carrier's service makes one of two VLANs": "segment/V110",
}
FIXES = {
    "2 native VLANs disagree": (
        "make the native VLANs of link L-RA the same at both ends",
        "回線L-RAの両端のネイティブVLANをそろえる",
    ),
    "3 VLANs on the access point": (
        "take resident segments off access point AP-1, or part it from wireless",
        "無線アクセスポイントAP-1から住民情報系のセグメントを外すか、無線と分ける",
    ),
    "3 dynamic VLANs": (
        "take VLAN 110 (V110, resident) out of what 802.1X may hand clients of SSID `STAFF`",
        "802.1XがSSID「STAFF」の端末に割り当てるVLANからVLAN 110（V110、住民情報系）を外す",
    ),
    "6 wired and wireless client": (
        "take the wireless adapter out of server PC",
        "サーバPCから無線アダプタを外す",
    ),
    "6 clients on both networks": (
        "leave client group PC with interfaces in one zone only",
        "端末群PCの接続先を1つの情報系に限る",
    ),
    "8 RADIUS server that manages a resident switch": (
        "move the management of switch SW-R to a segment that wireless does not get to, or put a "
        "control before it",
        "スイッチSW-Rの管理を、無線から届かない管理用セグメントに移すか、その手前に制御を置く",
    ),
    "8 hypervisor managed from the administrative side": (
        "move the management of platform P to a segment that wireless does not get to, or put a "
        "control before it",
        "仮想化基盤Pの管理を、無線から届かない管理用セグメントに移すか、その手前に制御を置く",
    ),
    "9 leak by route target": (
        "change the route targets so that VRF VRF-A (administrative) does not import the routes "
        "of VRF VRF-R (resident)",
        "VRF VRF-A（行政情報系）がVRF VRF-R（住民情報系）の経路を取り込まないよう、"
        "ルートターゲットを改める",
    ),
    "10 any-any rule": (
        "narrow C-A to the flows that are needed, so that it is no longer any to any",
        "C-Aが全ての通信を許さないよう、必要な通信だけに絞る",
    ),
    "12 hub": (
        "replace hub HUB by a switch that keeps VLANs apart, or unplug one of its links",
        "ハブHUBをVLANを隔てるスイッチに替えるか、一方の回線を外す",
    ),
    "15 carrier's service makes one of two VLANs": (
        "keep VLAN 20 (V20, administrative) and VLAN 110 (V110, resident) apart in the ring, "
        "stack or carrier's service that makes one network of them",
        "VLAN 20（V20、行政情報系）とVLAN 110（V110、住民情報系）を1つの網にしているリング、"
        "スタックまたは回線サービスで両者を分ける",
    ),
}


def marked(found) -> str:
    assert found.guilty is not None
    return found.witness[found.guilty].node


@pytest.mark.parametrize("name", AT_FAULT)
def test_the_step_at_fault_is_the_one_that_joins(name: str):
    way = BY_NAME[name]
    assert marked(finding(judge(way.broken, "x", way.options), P2, way.subject)) == AT_FAULT[name]


@pytest.mark.parametrize("name", FIXES)
def test_the_fix_is_made_to_that_step_and_calls_things_what_they_are(name: str):
    way = BY_NAME[name]
    fix = finding(judge(way.broken, "x", way.options), P2, way.subject).fix
    assert fix is not None
    assert (fix.en, fix.ja) == FIXES[name]


OUTSIDE = {
    "hub": (
        (
            device("HUB", DeviceKind.HUB, "V20", "V900"),
            link("L-H1", "HUB", "SW-A", "V20"),
            link("L-H2", "HUB", "FW-A", "V900"),
        ),
        "HUB",
        "ports/HUB",
    ),
    "native VLANs": (
        (link("L-N", "SW-A", "FW-R", "V20", "V900", a_native="V20", b_native="V900"),),
        "L-N",
        "native/L-N",
    ),
    "802.1X": (
        (replace(STAFF, may_bridge_to=("V900",), tunnels_to="FW-A"),),
        "FW-A",
        "domain/FW-A/V900",
    ),
    "ring": ((replace(OFFICE.segment["V20"], joined_with=("V900",)),), "V20", "segment/V900"),
    "route target": (
        (
            replace(OFFICE.segment["V20"], vrf="VRF-A"),
            replace(V900, vrf="VRF-B"),
            vrf("VRF-A", STAFF_ZONE, rt_exports=("1:1",), rt_imports=("1:1", "1:2")),
            vrf("VRF-B", STAFF_ZONE, rt_exports=("1:2",), rt_imports=("1:2",)),
        ),
        "VRF-A",
        "segment/VRF-B",
    ),
    "server": ((server("SV-B", None, "SW-A", "V20", "V900"),), "SV-B", "server/SV-B"),
    "management": (
        (replace(OFFICE.device["FW-A"], management_segment="V20"),),
        "FW-A",
        "held/devices/FW-A",
    ),
}


@pytest.mark.parametrize("what", OUTSIDE)
def test_what_leads_around_one_control_is_at_fault_and_not_the_other_control(what: str):
    """The inner firewall is sound, and behind it is no second control any more."""
    rows, subject, node = OUTSIDE[what]
    verdict = judge(changed(OFFICE, *rows), "x", OPTIONS)
    (found,) = (f for f in verdict.findings if (f.rule, f.outcome) == (P2, Outcome.VIOLATED))
    assert (found.subject, marked(found), found.num_controls) == (subject, node, 1)
    assert verify_verdict(verdict, changed(OFFICE, *rows), OPTIONS) == ()


def test_where_no_step_leads_around_a_control_the_last_control_is_named():
    three = replace(OPTIONS, required_controls=3)
    assert marked(finding(judge(OFFICE, "x", three), P2, "C-R")) == "control/C-R"


def test_shared_fate_of_the_whole_state_marks_where_wireless_gets_in():
    way = BY_NAME["12 hub"]
    assert marked(finding(judge(way.broken, "x", OPTIONS), P3, "x")) == "ports/HUB"


def test_a_wireless_device_is_called_what_it_is():
    way = BY_NAME["11 LTE router"]
    fix = finding(judge(way.broken, "x", OPTIONS), P3, "LTE").fix
    assert fix is not None
    assert fix.en == "take resident segments off the links to LTE router LTE"
