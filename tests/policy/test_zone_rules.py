"""Zone separation, shared hosts and platforms, shared fate, editions: by hand."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.policy.editions import EDITIONS
from consolidation.policy.judge import RULES, judge
from consolidation.policy.model import Outcome, PolicyOptions

OPTIONS = PolicyOptions()


def findings(estate, rule, options=OPTIONS):
    return [f for f in judge(estate, "x", options).findings if f.rule == rule]


def only(estate, rule, options=OPTIONS):
    (found,) = findings(estate, rule, options)
    return found


def control(identity, kind, a="V20", b="V110", device="SW-A"):
    return Control(id=identity, kind=kind, device=device, from_segment=a, to_segment=b)


def test_zones_are_apart_past_firewalls(office):
    found = only(office, "zone-separation")
    assert (found.outcome, found.num_controls) == (Outcome.HOLDS, 1)
    assert "1 pair of 2 zones" in found.message.en


def test_unguarded_joint_is_a_breach_with_its_row(office):
    leak = control("LEAK", ControlKind.NONE)
    found = only(replace(office, controls=(*office.controls, leak)), "zone-separation")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "LEAK")
    assert [s.row for s in found.witness] == ["SW-A", "LEAK", "SW-A"]
    guarded = replace(leak, kind=ControlKind.ACL)
    fine = only(replace(office, controls=(*office.controls, guarded)), "zone-separation")
    assert fine.outcome is Outcome.HOLDS


def test_authentication_does_not_part_zones(office):
    door = control("DOOR", ControlKind.AUTHENTICATION)
    found = only(replace(office, controls=(*office.controls, door)), "zone-separation")
    assert found.outcome is Outcome.VIOLATED


def test_two_zones_in_one_segment(office):
    stray = Server(id="STRAY", system="FILES", site="HALL", form=ServerForm.PHYSICAL,
                   device="SW-R", segments=("V110",))  # fmt: skip
    found = only(replace(office, servers=(*office.servers, stray)), "zone-separation")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "STRAY")


def test_ssid_of_another_zone(office):
    guests = Segment(id="GUEST", name="guest", kind=SegmentKind.SSID, zone=Zone.PUBLIC,
                     bridges_to="V20")  # fmt: skip
    ap = replace(office.device["AP-1"], segments=("STAFF", "GUEST", "V20"))
    others = tuple(d for d in office.devices if d.id != "AP-1")
    estate = replace(office, segments=(*office.segments, guests), devices=(*others, ap))
    found = only(estate, "zone-separation")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "AP-1")
    assert "公衆" in found.message.ja


def test_switch_without_a_list_is_undetermined_until_surveyed(office):
    switch = Device(id="OLD", name="OLD", kind=DeviceKind.SWITCH, site="HALL")
    cables = tuple(
        Link(id=f"L-{n}", a_device="OLD", b_device=n, medium=Medium.COPPER, segments=(s,))
        for n, s in (("SW-A", "V20"), ("SW-R", "V110"))
    )
    estate = replace(office, devices=(*office.devices, switch), links=(*office.links, *cables))
    found = only(estate, "zone-separation")
    assert found.outcome is Outcome.UNDETERMINED
    assert found.fix is not None
    assert "devices OLD" in found.fix.en
    surveyed = replace(switch, segments=("V20", "V110"))
    settled = replace(estate, devices=(*office.devices, surveyed))
    assert only(settled, "zone-separation").outcome is Outcome.HOLDS


def virtual(estate: Estate, zones: dict[str, str], **hosts: str) -> Estate:
    """Return the estate with one platform of two hosts and guests ``name=host``."""
    systems = tuple(
        System(id=f"S-{zone}", name=zone, department="課", zone=Zone(zone))
        for zone in sorted(set(zones.values()))
    )
    guests = tuple(
        Server(id=name, system=f"S-{zones[name]}", site="HALL", form=ServerForm.VM, platform="P",
               host=host, segments=("V20",))
        for name, host in hosts.items()
    )  # fmt: skip
    return replace(
        estate,
        systems=(*estate.systems, *systems),
        servers=(*estate.servers, *guests),
        platforms=(Platform(id="P", name="P", kind=PlatformKind.EXISTING, site="HALL", zones=(),
                            device="SW-A"),),
        host_types=(HostType(id="T", name="T", cpu_cores=8, memory_mib=1024, price_yen=0),),
        hosts=(Host(id="H1", platform="P", host_type="T"),
               Host(id="H2", platform="P", host_type="T")),
    )  # fmt: skip


def test_shared_host(office):
    zones = {"a": "administrative", "b": "school"}
    found = only(virtual(office, zones, a="H1", b="H1"), "shared-host")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "H1")
    assert [s.row for s in found.witness] == ["H1", "a", "b"]
    apart = virtual(office, zones, a="H1", b="H2")
    assert only(apart, "shared-host").outcome is Outcome.HOLDS
    assert only(apart, "shared-platform").outcome is Outcome.HOLDS


def test_shared_platform_needs_the_scenario_and_approval(office):
    zones = {"a": "administrative", "b": "resident"}
    estate = virtual(office, zones, a="H1", b="H2")
    found = only(estate, "shared-platform")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "P")
    asked = PolicyOptions(allow_shared_platform=(Zone.RESIDENT,))
    allowed = only(estate, "shared-platform", asked)
    assert allowed.outcome is Outcome.CAUTION
    assert "書面による承認" in allowed.message.ja
    assert "written approval" in allowed.message.en
    on_one_host = virtual(office, zones, a="H1", b="H1")
    assert only(on_one_host, "shared-host", asked).outcome is Outcome.VIOLATED


def test_shared_fate_names_wireless_devices_and_shared_switches(office):
    assert only(office, "P3-shared-fate").outcome is Outcome.HOLDS
    wide = replace(office.device["SW-A"], segments=("V20", "V110"))
    others = tuple(d for d in office.devices if d.id != "SW-A")
    found = only(replace(office, devices=(*others, wide)), "P3-shared-fate")
    assert found.outcome is Outcome.CAUTION
    assert "SW-A" in found.message.en
    trunk = replace(office.link["L-AP"], segments=("*",))
    rest = tuple(row for row in office.links if row.id != "L-AP")
    merged = replace(office, devices=(*others, wide), links=(*rest, trunk))
    outcomes = {f.subject: f.outcome for f in findings(merged, "P3-shared-fate")}
    assert outcomes["AP-1"] is Outcome.VIOLATED


def test_strict_reading_is_reported_beside_the_functional_one(office):
    found = only(office, "P2-strict")
    assert (found.outcome, found.num_controls) == (Outcome.NOTE, 2)
    strict = PolicyOptions(edition="city-2018-strict")
    verdict = judge(office, "x", strict)
    assert [f.rule for f in verdict.violations] == ["P2-strict"]
    assert only(office, "P2-entry", strict).outcome is Outcome.HOLDS
    parted = replace(office, controls=())
    assert only(parted, "P2-strict", strict).outcome is Outcome.HOLDS


def wireless_resident(office: Estate, *controls: Control) -> Estate:
    """An SSID of the resident side, by an access point in the resident network."""
    ssid = Segment(id="RES", name="res", kind=SegmentKind.SSID, zone=Zone.RESIDENT)
    ap = Device(id="AP-R", name="AP-R", kind=DeviceKind.ACCESS_POINT, site="HALL",
                segments=("RES",))  # fmt: skip
    return replace(office, segments=(*office.segments, ssid), devices=(*office.devices, ap),
                   controls=(*office.controls, *controls))  # fmt: skip


@pytest.mark.parametrize(
    ("edition", "outcome"),
    [
        ("city-2018", Outcome.VIOLATED),
        ("national-2022", Outcome.VIOLATED),
        ("national-2025", Outcome.NOT_CHECKED),
    ],
)
def test_resident_wireless_lan_by_edition(office, edition, outcome):
    found = only(wireless_resident(office), "P1-carriage", PolicyOptions(edition=edition))
    assert (found.outcome, found.subject) == (outcome, "AP-R")


def test_national_2025_counts_authentication_and_the_city_does_not(office):
    radio = Segment(id="W", name="w", kind=SegmentKind.SSID, zone=Zone.ADMINISTRATIVE)
    ap = Device(id="AP-R", name="AP-R", kind=DeviceKind.ACCESS_POINT, site="HALL",
                segments=("W",))  # fmt: skip
    door = Control(id="TLS", kind=ControlKind.AUTHENTICATION, device="SW-R", from_segment="W",
                   to_segment="V110")  # fmt: skip
    wire = Link(id="L-R", a_device="AP-R", b_device="SW-R", medium=Medium.COPPER,
                segments=("W",))  # fmt: skip
    estate = replace(
        office,
        segments=(*office.segments, radio),
        devices=(*office.devices, ap),
        links=(*office.links, wire),
        controls=(*office.controls, door),
    )
    city = only(estate, "P2-entry")
    assert (city.outcome, city.subject, city.num_controls) == (Outcome.VIOLATED, "TLS", 0)
    national = only(estate, "P2-entry", PolicyOptions(edition="national-2025"))
    assert (national.outcome, national.num_controls) == (Outcome.HOLDS, 1)
    assert only(estate, "P2-entry", PolicyOptions(edition="national-2022")).outcome is (
        Outcome.VIOLATED
    )


def test_conditions_that_no_inventory_tells_are_not_checked(office):
    named = findings(office, "conditions", PolicyOptions(edition="national-2025"))
    assert len(named) == 3
    assert {f.outcome for f in named} == {Outcome.NOT_CHECKED}
    assert findings(office, "conditions") == []


def test_every_rule_says_something_in_both_languages(office):
    for edition in EDITIONS:
        verdict = judge(office, "as-is", PolicyOptions(edition=edition))
        assert verdict.edition == edition
        rules = {f.rule for f in verdict.findings}
        assert len(rules) >= len(RULES) - 1
        for finding in verdict.findings:
            assert finding.message.ja
            assert finding.message.en
            assert finding.message.ja != finding.message.en


def test_nothing_on_record_is_not_a_proof(office):
    bare = replace(office, devices=(), links=(), controls=(),
                   servers=tuple(replace(s, device=None) for s in office.servers))  # fmt: skip
    for rule in ("P1-carriage", "P2-entry", "P2-strict", "zone-separation"):
        assert only(bare, rule).outcome is Outcome.NOT_CHECKED
    assert judge(bare, "x", OPTIONS).certificates == ()
    no_target = replace(
        office,
        systems=tuple(replace(s, zone=Zone.ADMINISTRATIVE) for s in office.systems),
        segments=tuple(replace(s, zone=Zone.ADMINISTRATIVE) for s in office.segments),
    )
    assert only(no_target, "P2-entry").outcome is Outcome.NOT_CHECKED


def test_resident_server_that_no_row_connects_is_undetermined(office):
    lost = Server(id="LOST", system="REGISTER", site="AWAY", form=ServerForm.PHYSICAL)
    away = replace(office.sites[0], id="AWAY")
    estate = replace(office, servers=(*office.servers, lost), sites=(*office.sites, away))
    found = only(estate, "P2-entry")
    assert found.outcome is Outcome.UNDETERMINED
    assert found.fix is not None
    assert [(fact.table, fact.row) for fact in found.survey] == [("servers", "LOST")]


def test_survey_names_the_link_that_may_bring_the_segment(office):
    """The access point is described; what its uncertain cable brings is the open question."""
    seen = Link(id="L-SEEN", a_device="AP-1", b_device="SW-A", medium=Medium.COPPER,
                segments=("V110",), certainty=Certainty.ASSUMED)  # fmt: skip
    found = only(replace(office, links=(*office.links, seen)), "P2-entry")
    assert found.outcome is Outcome.UNDETERMINED
    assert found.fix is not None
    assert [(fact.table, fact.row) for fact in found.survey] == [("links", "L-SEEN")]


def test_survey_that_turns_out_well_settles_the_question(office):
    """Every row named, once known to be harmless, leaves nothing open."""
    unclear = Link(id="L-X", a_device="AP-1", b_device="SW-R", medium=Medium.COPPER)
    estate = replace(office, links=(*office.links, unclear))
    found = only(estate, "P2-entry")
    assert found.outcome is Outcome.UNDETERMINED
    assert found.fix is not None
    assert [(fact.table, fact.row) for fact in found.survey] == [("links", "L-X")]
    settled = replace(estate, links=(*office.links, replace(unclear, segments=("V20",))))
    assert only(settled, "P2-entry").outcome is Outcome.HOLDS


@pytest.mark.parametrize("manages", [(), ("MH",)])
def test_a_host_in_two_zones_joins_them_whether_or_not_it_manages_something(office, manages):
    """Who is on a manager holds it: one more way between its interfaces, not the only one."""
    host = Device(id="MH", name="MH", kind=DeviceKind.MANAGEMENT_HOST, site="HALL",
                  segments=("V20", "V110"))  # fmt: skip
    devices = (replace(d, managed_by=manages) if d.id == "SW-R" else d for d in office.devices)
    found = only(replace(office, devices=(*devices, host)), "zone-separation")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "MH")
