"""Hosts, stores and managers that zones share: breach, caution with its approval, what is right."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    DeviceKind,
    PlatformKind,
    ServerForm,
    StoreKind,
    Zone,
)
from consolidation.inventory.tables.network import Device
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server, Store
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

NOTHING = PolicyOptions()


def only(estate: Estate, rule: str, options: PolicyOptions = NOTHING) -> Finding:
    verdict = judge(estate, "x", options)
    assert verify_verdict(verdict, estate, options) == ()
    (found,) = [f for f in verdict.findings if f.rule == rule]
    return found


def with_device(estate: Estate, identity: str, **changes: object) -> Estate:
    devices = tuple(replace(d, **changes) if d.id == identity else d for d in estate.devices)
    return replace(estate, devices=devices)


@pytest.fixture(scope="module")
def virtual(office: Estate) -> Estate:
    """The office with two platforms: files on one, the register on the other, a host each."""
    platforms = tuple(
        Platform(id=name, name=name, kind=PlatformKind.EXISTING, site="HALL", zones=(zone,))
        for name, zone in (("P-A", Zone.ADMINISTRATIVE), ("P-R", Zone.RESIDENT))
    )
    guests = tuple(
        Server(id=name, system=system, site="HALL", form=ServerForm.VM, host=host)
        for name, system, host in (("VM-A", "FILES", "H-A"), ("VM-R", "REGISTER", "H-R"))
    )
    return replace(
        office,
        platforms=platforms,
        host_types=(HostType(id="T", name="T", cpu_cores=8, memory_mib=1024),),
        hosts=(
            Host(id="H-A", platform="P-A", host_type="T"),
            Host(id="H-R", platform="P-R", host_type="T"),
        ),
        servers=(*office.servers, *guests),
    )


def moved(estate: Estate, server: str, host: str) -> Estate:
    servers = tuple(replace(s, host=host) if s.id == server else s for s in estate.servers)
    return replace(estate, servers=servers)


def test_shared_host_is_a_breach_until_the_scenario_asks_for_it(virtual):
    assert only(virtual, "shared-host").outcome is Outcome.HOLDS
    together = moved(virtual, "VM-R", "H-A")
    found = only(together, "shared-host")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "H-A")
    assert [step.row for step in found.witness] == ["H-A", "VM-R", "VM-A"]
    asked = only(together, "shared-host", PolicyOptions(allow_shared_host=(Zone.RESIDENT,)))
    assert asked.outcome is Outcome.CAUTION
    assert "written approval of the security officer" in asked.message.en
    other = PolicyOptions(allow_shared_host=(Zone.SCHOOL,))
    assert only(together, "shared-host", other).outcome is Outcome.VIOLATED
    platform = PolicyOptions(allow_shared_platform=(Zone.RESIDENT,))
    assert only(together, "shared-host", platform).outcome is Outcome.VIOLATED


def test_three_zones_on_a_host_need_all_but_one_to_be_asked_for(virtual):
    fire = System(id="FIRE", name="消防", department="消防局", zone=Zone.FIRE)
    third = replace(virtual.server["VM-A"], id="VM-F", system="FIRE")
    crowded = moved(virtual, "VM-R", "H-A")
    crowded = replace(crowded, systems=(*crowded.systems, fire), servers=(*crowded.servers, third))
    one = PolicyOptions(allow_shared_host=(Zone.RESIDENT,))
    assert only(crowded, "shared-host", one).outcome is Outcome.VIOLATED
    two = PolicyOptions(allow_shared_host=(Zone.RESIDENT, Zone.FIRE))
    assert only(crowded, "shared-host", two).outcome is Outcome.CAUTION


def test_hosts_of_zones_that_no_row_sets_apart_need_approval_too(virtual):
    systems = tuple(
        replace(s, zone=Zone.FIRE) if s.id == "REGISTER" else s for s in virtual.systems
    )
    together = replace(moved(virtual, "VM-R", "H-A"), systems=systems)
    assert only(together, "shared-host").outcome is Outcome.VIOLATED
    asked = only(together, "shared-host", PolicyOptions(allow_shared_host=(Zone.FIRE,)))
    assert "approval needed: written approval of the security officer" in asked.message.en
    assert only(together, "shared-platform").outcome is Outcome.HOLDS


def stored(estate: Estate, *users: str, kind: StoreKind = StoreKind.BACKUP) -> Estate:
    return replace(
        estate, stores=(Store(id="ST", name="NAS", kind=kind, site="HALL", users=users),)
    )


@pytest.mark.parametrize(
    "users", [("VM-A", "VM-R"), ("H-A", "VM-R"), ("P-A", "H-R"), ("SV-A", "P-R")]
)
def test_shared_store_by_whoever_uses_it(virtual, users):
    found = only(stored(virtual, *users), "shared-store")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "ST")
    assert "backup target ST is shared by several zones: resident, administrative" in (
        found.message.en
    )
    assert {step.row for step in found.witness} == {"ST", *users}
    asked = PolicyOptions(allow_shared_store=(Zone.RESIDENT,))
    allowed = only(stored(virtual, *users), "shared-store", asked)
    assert allowed.outcome is Outcome.CAUTION
    assert "書面による承認" in allowed.message.ja


def test_stores_of_one_zone_and_stores_nobody_described(virtual):
    apart = only(stored(virtual, "VM-A", "P-A", "SV-A"), "shared-store")
    assert apart.outcome is Outcome.HOLDS
    assert "1 store checked" in apart.message.en
    bare = only(virtual, "shared-store")
    assert bare.outcome is Outcome.NOT_CHECKED
    assert "lists no store" in bare.message.en
    unknown = only(stored(virtual), "shared-store")
    assert unknown.outcome is Outcome.NOT_CHECKED
    assert "none of 1 store" in unknown.message.en
    some = stored(virtual, "VM-A")
    some = replace(some, stores=(*some.stores, replace(some.stores[0], id="ST-2", users=())))
    partly = only(some, "shared-store")
    assert partly.outcome is Outcome.HOLDS
    assert "1 without users on record could not be" in partly.message.en


def test_zones_that_no_row_sets_apart_may_share_a_store(virtual):
    systems = tuple(
        replace(s, zone=Zone.SCHOOL) if s.id == "REGISTER" else s for s in virtual.systems
    )
    estate = replace(stored(virtual, "VM-A", "VM-R"), systems=systems)
    assert only(estate, "shared-store").outcome is Outcome.HOLDS


def managed(estate: Estate, *devices: str, by: str) -> Estate:
    for device in devices:
        estate = with_device(estate, device, managed_by=(by,))
    return estate


def test_one_manager_of_two_zones_by_device_or_server(office):
    console = Device(
        id="NMS", name="NMS", kind=DeviceKind.MANAGEMENT_HOST, site="HALL", segments=("V20",)
    )
    estate = replace(office, devices=(*office.devices, console))
    for manager in ("NMS", "SV-A"):
        found = only(managed(estate, "SW-A", "SW-R", by=manager), "shared-management")
        assert (found.outcome, found.subject) == (Outcome.VIOLATED, manager)
        assert [step.row for step in found.witness] == [manager, "SW-R", "SW-A"]
    options = PolicyOptions(allow_shared_management=(Zone.RESIDENT,))
    asked = only(managed(estate, "SW-A", "SW-R", by="NMS"), "shared-management", options)
    assert asked.outcome is Outcome.CAUTION
    assert "approval needed" in asked.message.en


def test_a_manager_of_one_zone_is_right_and_a_device_s_own_zone_counts(office):
    apart = only(managed(office, "SW-A", "AP-1", by="SV-A"), "shared-management")
    assert apart.outcome is Outcome.HOLDS
    assert "1 manager or management segment checked" in apart.message.en
    assert "3 devices and platforms without a manager on record could not" in apart.message.en
    pair = managed(office, "SW-A", "AP-1", by="SV-A")
    marked = with_device(pair, "AP-1", zone=Zone.PUBLIC)
    found = only(marked, "shared-management")
    assert found.outcome is Outcome.VIOLATED
    assert "administrative, public" in found.message.en


def test_where_a_manager_stands_counts_with_what_it_manages(office):
    """A resident switch in the hands of an office server, or managed in the office LAN."""
    found = only(managed(office, "SW-R", by="SV-A"), "shared-management")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "SV-A")
    assert "spans several zones: resident, administrative" in found.message.en
    assert only(managed(office, "SW-R", by="SV-R"), "shared-management").outcome is Outcome.HOLDS
    address = only(with_device(office, "SW-R", management_segment="V20"), "shared-management")
    assert (address.outcome, address.subject) == (Outcome.VIOLATED, "V20")
    own = with_device(office, "SW-R", management_segment="V110")
    assert only(own, "shared-management").outcome is Outcome.HOLDS


def test_management_is_not_told_twice_as_a_joint_of_zones(office):
    estate = managed(office, "SW-R", by="SV-A")
    assert only(estate, "zone-separation").outcome is Outcome.HOLDS
    asked = PolicyOptions(allow_shared_management=(Zone.RESIDENT,))
    assert only(estate, "shared-management", asked).outcome is Outcome.CAUTION


def test_a_manager_of_a_platform_manages_its_guests_zone(virtual):
    platforms = tuple(replace(p, managed_by=("SV-A",)) for p in virtual.platforms)
    found = only(replace(virtual, platforms=platforms), "shared-management")
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "SV-A")
    one = tuple(replace(p, managed_by=("SV-A",) * (p.id == "P-A")) for p in virtual.platforms)
    assert only(replace(virtual, platforms=one), "shared-management").outcome is Outcome.HOLDS


def test_nobody_s_managers_on_record_is_not_a_proof(virtual):
    found = only(virtual, "shared-management")
    assert found.outcome is Outcome.NOT_CHECKED
    assert "none of 7 devices and platforms" in found.message.en
