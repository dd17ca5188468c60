"""P1 at every layer: untagged frames, tunnels, dynamic VLANs, controllers, backups, terms."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    Medium,
    RadioFamily,
    SegmentKind,
    WirelessSecurity,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.places import System
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

RULE = "P1-carriage"
NOTHING = PolicyOptions()
NATIONAL = PolicyOptions(edition="national-2025")


def found(estate: Estate, options: PolicyOptions = NOTHING) -> list[Finding]:
    verdict = judge(estate, "x", options)
    assert verify_verdict(verdict, estate, options) == ()
    return [f for f in verdict.findings if f.rule == RULE]


def only(estate: Estate, options: PolicyOptions = NOTHING) -> Finding:
    (finding,) = found(estate, options)
    return finding


def with_links(estate: Estate, *links: Link) -> Estate:
    return replace(estate, links=(*estate.links, *links))


def bridge(**changes: object) -> Link:
    link = Link(id="L-RB", a_device="SW-A", b_device="FW-A", medium=Medium.RADIO, segments=("V20",))
    return replace(link, **changes)


def test_holds_says_what_was_looked_at(office):
    finding = only(with_links(office, bridge()))
    assert finding.outcome is Outcome.HOLDS
    assert "1 link through the air and 1 SSID" in finding.message.en


def test_untagged_frames_of_a_radio_link_count(office):
    """The bridge's list is harmless; its two ends disagree on what goes untagged."""
    crossing = bridge(segments=("*",), a_native="V20", b_native="V110", b_device="AP-1",
                      certainty=Certainty.KNOWN)  # fmt: skip
    finding, other = found(with_links(office, crossing))
    assert (finding.outcome, finding.subject, finding.guilty) == (Outcome.VIOLATED, "L-RB", 1)
    assert (other.outcome, other.subject) == (Outcome.VIOLATED, "AP-1")  # its SSID leads to V20
    assert "it is one network with VLAN 110" in other.message.en
    assert other.fix is not None
    assert "keep the two networks apart at links L-RB" in other.fix.en
    assert "VLAN 110" in finding.message.en
    assert [step.table for step in finding.witness] == ["links", "links"]
    agreed = replace(crossing, b_native="V20")
    assert only(with_links(office, agreed)).outcome is Outcome.HOLDS


TUNNEL = Link(id="L-VPN", a_device="SW-R", b_device="FW-R", medium=Medium.TUNNEL,
              segments=("V110",), rides_on=("L-MID",), rides_in="V20")  # fmt: skip


@pytest.mark.parametrize("technology", ["IEEE 802.11ac", "60 GHz"])
def test_tunnel_over_a_radio_link_at_any_remove(office, technology):
    air = bridge(technology=technology)
    middle = Link(id="L-MID", a_device="SW-A", b_device="FW-A", medium=Medium.TUNNEL,
                  segments=("V20",), rides_on=("L-RB",))  # fmt: skip
    finding = only(with_links(office, air, middle, TUNNEL))
    assert (finding.outcome, finding.subject) == (Outcome.VIOLATED, "L-VPN")
    assert "link L-VPN, which rides on radio link L-RB" in finding.message.en
    assert "encrypting it makes no difference" in finding.message.en
    assert [step.row for step in finding.witness] == ["L-RB", "L-VPN"]
    wired = replace(air, medium=Medium.FIBRE, technology=None)
    assert only(with_links(office, wired, middle, TUNNEL)).outcome is Outcome.HOLDS


def test_tunnel_of_unknown_content_over_radio_is_undetermined(office):
    over = replace(TUNNEL, rides_on=("L-RB",), segments=())
    finding = only(with_links(office, bridge(), over))
    assert (finding.outcome, finding.subject) == (Outcome.UNDETERMINED, "L-VPN")
    assert finding.fix is not None
    assert "links L-VPN" in finding.fix.en


def test_backup_lines_are_named_with_the_failure_that_brings_them_up(office):
    spare = bridge(segments=("V110",), backup=True, backs_up=("L-FR",))
    finding = only(with_links(office, spare))
    assert (finding.outcome, finding.after) == (Outcome.VIOLATED, ("L-FR",))
    assert finding.message.en.startswith("once L-FR fails and a backup line comes up")
    assert "回線L-FRが故障して" in finding.message.ja
    at_any = only(with_links(office, replace(spare, backs_up=())))
    assert at_any.after == ("*",)
    standing = only(with_links(office, replace(spare, backup=False, backs_up=())))
    assert standing.after == ()
    over = replace(TUNNEL, rides_on=("L-RB",))
    by_link = {f.subject: f for f in found(with_links(office, spare, over))}
    assert by_link["L-VPN"].after == ("L-FR",)


def test_a_joint_over_a_backup_line_is_named_with_the_failure_that_brings_it_up(office):
    """Frames of the resident VLAN get onto the bridge by a native mismatch of a spare line."""
    bridged = with_links(office, bridge())
    spare = Link(id="L-X", a_device="SW-R", b_device="SW-A", medium=Medium.COPPER,
                 segments=("*",), a_native="V110", b_native="V20", backup=True,
                 backs_up=("L-FR",))  # fmt: skip
    by_row = {f.subject: f for f in found(with_links(bridged, spare))}
    assert set(by_row) == {"L-RB", "AP-1"}
    for finding in by_row.values():
        assert (finding.outcome, finding.after) == (Outcome.VIOLATED, ("L-FR",))
        assert finding.message.en.startswith("once L-FR fails and a backup line comes up")
        assert finding.message.ja.startswith("回線L-FRが故障して")
    standing = replace(spare, backup=False, backs_up=())
    assert {f.after for f in found(with_links(bridged, standing))} == {()}
    both = with_links(bridged, spare, replace(standing, id="L-Y"))
    assert {f.after for f in found(both)} == {()}


def with_ssid(office: Estate, **changes: object) -> Estate:
    segments = tuple(replace(s, **changes) if s.id == "STAFF" else s for s in office.segments)
    return replace(office, segments=segments)


def test_a_vlan_that_802_1x_may_hand_out_counts(office):
    finding = only(with_ssid(office, may_bridge_to=("V110", "V900")))
    assert (finding.outcome, finding.subject, finding.guilty) == (Outcome.VIOLATED, "AP-1", 2)
    assert "802.1X may hand its clients VLAN 110" in finding.message.en
    assert [step.node for step in finding.witness][-1] == "domain/AP-1/V110"
    assert only(with_ssid(office, may_bridge_to=("V900",))).outcome is Outcome.HOLDS


def controlled(office: Estate, bridges_to: str) -> Estate:
    controller = Device(id="WLC", name="WLC", kind=DeviceKind.WIRELESS_CONTROLLER, site="HALL",
                        segments=("STAFF", bridges_to))  # fmt: skip
    estate = with_ssid(office, bridges_to=bridges_to, tunnels_to="WLC")
    return replace(estate, devices=(*estate.devices, controller))


def test_clients_that_come_out_at_a_controller_in_the_resident_room(office):
    finding = only(controlled(office, "V110"))
    assert (finding.outcome, finding.subject) == (Outcome.VIOLATED, "AP-1")
    assert "its clients come out at wireless controller WLC" in finding.message.en
    assert [step.node for step in finding.witness] == [
        "air/devices/AP-1", "domain/AP-1/STAFF", "domain/WLC/STAFF", "domain/WLC/V110",
    ]  # fmt: skip
    assert finding.guilty == 3
    assert only(controlled(office, "V20")).outcome is Outcome.HOLDS


def test_a_resident_server_with_a_wireless_adapter(office):
    air = replace(office.server["SV-R"], segments=("V110", "STAFF"))
    others = tuple(s for s in office.servers if s.id != "SV-R")
    by_row = {f.subject: f for f in found(replace(office, servers=(*others, air)))}
    assert by_row["SV-R"].outcome is Outcome.VIOLATED
    assert "by a wireless adapter" in by_row["SV-R"].message.en


def test_only_kinds_of_wireless_that_count(office):
    microwave = with_links(office, bridge(segments=("V110",)))
    wifi = PolicyOptions(media=(RadioFamily.WIFI,))
    assert only(microwave).outcome is Outcome.VIOLATED
    assert only(microwave, wifi).outcome is Outcome.HOLDS
    handed = with_ssid(office, bridges_to="V110")
    assert only(handed, wifi).outcome is Outcome.VIOLATED
    mobile = PolicyOptions(media=(RadioFamily.CELLULAR,))
    finding = only(handed, mobile)
    assert finding.outcome is Outcome.HOLDS
    assert "0 SSIDs" in finding.message.en


GOOD = {
    "security": WirelessSecurity.WPA3_ENTERPRISE,
    "client_certificates": True,
    "logs_reviewed": True,
    "firmware_current": True,
}


def resident_lan(office: Estate, **facts: object) -> Estate:
    return with_ssid(office, bridges_to="V110", **facts)


def test_the_national_conditions_are_read_off_the_rows(office):
    kept = only(resident_lan(office, **GOOD), NATIONAL)
    assert (kept.outcome, kept.fix) == (Outcome.HOLDS, None)
    assert "kept: authentication by wpa2-enterprise or wpa3-enterprise" in kept.message.en
    assert "current firmware" in kept.message.en
    assert only(resident_lan(office, **GOOD)).outcome is Outcome.VIOLATED


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ({"security": WirelessSecurity.WPA2_PERSONAL}, "it is wpa2-personal"),
        ({"client_certificates": False}, "client certificates"),
        ({"logs_reviewed": False}, "access logs"),
        ({"firmware_current": False}, "current firmware"),
    ],
)
def test_a_national_condition_that_is_broken_is_named(office, fact, said):
    finding = only(resident_lan(office, **{**GOOD, **fact}), NATIONAL)
    assert finding.outcome is Outcome.VIOLATED
    (broken,) = finding.message.en.split("not kept: ")[1:]
    assert said in broken
    assert "," not in broken


@pytest.mark.parametrize("fact", list(GOOD))
def test_a_national_condition_without_a_record_is_not_checked(office, fact):
    finding = only(resident_lan(office, **{**GOOD, fact: None}), NATIONAL)
    assert finding.outcome is Outcome.NOT_CHECKED
    assert "not on record: " in finding.message.en
    assert finding.fix is not None
    assert "segments STAFF" in finding.fix.en
    broken = {**GOOD, fact: None}
    other = next(name for name in ("logs_reviewed", "firmware_current") if name != fact)
    worse = only(resident_lan(office, **{**broken, other: False}), NATIONAL)
    assert worse.outcome is Outcome.VIOLATED


def test_of_a_bridge_no_row_tells_the_conditions(office):
    finding = only(with_links(office, bridge(segments=("V110",))), NATIONAL)
    assert finding.outcome is Outcome.NOT_CHECKED
    assert "an inventory cannot tell" in finding.message.en


def test_lgwan_wireless_is_held_against_the_2022_edition(office):
    def outcome(**facts: object) -> Finding:
        ssid = Segment(id="LG", name="lg", kind=SegmentKind.SSID, zone=Zone.LGWAN)
        estate = replace(office, segments=(*office.segments, replace(ssid, **facts)))
        findings = judge(estate, "x", PolicyOptions(edition="national-2022")).findings
        (finding,) = [f for f in findings if f.rule == "conditions"
                      and not f.subject.startswith("national")]  # fmt: skip
        return finding

    assert outcome(security=WirelessSecurity.WPA2_ENTERPRISE).outcome is Outcome.HOLDS
    assert outcome().outcome is Outcome.NOT_CHECKED
    weak = outcome(security=WirelessSecurity.WPA2_PERSONAL)
    assert (weak.outcome, weak.subject) == (Outcome.VIOLATED, "LG")


def test_a_bridge_whose_radio_link_no_row_describes(office):
    lone = Device(id="RB", name="RB", kind=DeviceKind.RADIO_BRIDGE, site="HALL", segments=("V110",))
    estate = replace(office, devices=(*office.devices, lone))
    finding = only(estate)
    assert (finding.outcome, finding.subject) == (Outcome.UNDETERMINED, "RB")
    empty = replace(office, devices=(*office.devices, replace(lone, segments=("V20",))))
    assert only(empty).outcome is Outcome.HOLDS


def test_resident_system_alone_makes_its_segment_resident(office):
    """A segment that its row calls administrative, with a resident server in it."""
    systems = (*office.systems, System(id="TAX", name="税", department="課税課",
                                       zone=Zone.RESIDENT))  # fmt: skip
    stray = replace(office.server["SV-A"], id="SV-T", system="TAX")
    estate = replace(office, systems=systems, servers=(*office.servers, stray))
    assert only(estate).subject == "AP-1"


def test_a_tunnel_of_which_only_the_outer_segment_is_named_rides_wherever_that_goes(office):
    """No ``rides_on``: it may be on any link of its outer segment, and whoever is there gets in."""
    radio = Link(id="L-RB", a_device="SW-A", b_device="AP-1", medium=Medium.RADIO,
                 segments=("V20",))  # fmt: skip
    tunnel = Link(id="T-1", a_device="SW-R", b_device="SW-A", medium=Medium.TUNNEL,
                  segments=("V110",), rides_in="V20")  # fmt: skip
    found = judge(replace(office, links=(*office.links, radio, tunnel)), "x", PolicyOptions())
    broken = {(f.rule, f.subject) for f in found.violations}
    assert ("P1-carriage", "T-1") in broken
    assert any(rule == "P2-entry" for rule, _ in broken)
    elsewhere = replace(tunnel, rides_in="V900")
    found = judge(replace(office, links=(*office.links, radio, elsewhere)), "x", PolicyOptions())
    assert not any(f.rule == "P1-carriage" for f in found.violations)
