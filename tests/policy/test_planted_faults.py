"""Faults planted one at a time into the sample city and into real exports: found, named, gone.

Each fault is what a careless change, a supplier or an old habit leaves behind: one row more, or
one cell that says something else. Whatever the inventory's size, the verdict must turn, name the
planted row, and be what it was once the fault is taken out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate, by_id
from consolidation.inventory.importers.azure_migrate import import_azure_migrate
from consolidation.inventory.importers.rvtools import import_rvtools
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    RadioFamily,
    Zone,
)
from consolidation.inventory.tables.network import Control
from consolidation.inventory.tables.servers import Store
from consolidation.policy.difference import difference
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Verdict
from consolidation.policy.verify import verify_verdict
from tests.policy.office import (
    OFFICE,
    OPTIONS,
    TABLE_OF,
    changed,
    device,
    joint,
    link,
    outcomes,
    platform,
    subjects,
)

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT / "inventories" / "toyonaka-2018"
SAMPLES = ROOT.parent / "shared" / "samples"
AZURE, RVTOOLS = SAMPLES / "azure-migrate-294.csv", SAMPLES / "rvtools-9-vms.xlsx"


def control(estate: Estate, identity: str) -> Control:
    return by_id(estate.controls)[identity]


def store(estate: Estate, identity: str) -> Store:
    return by_id(estate.stores)[identity]


def more(row: object, **lists: tuple[str, ...]) -> object:
    """Return a row with names added to some of its lists."""
    return replace(row, **{name: (*getattr(row, name), *new) for name, new in lists.items()})


@dataclass(frozen=True)
class Fault:
    """Rows to plant, the rule that must find them, and the row that it must name."""

    way: str
    """Number of the way in and what it is."""
    rows: Callable[[Estate], tuple[object, ...]]
    rule: str
    row: str
    options: PolicyOptions = OPTIONS


def faults() -> Iterator[Fault]:
    """Give a fault for each way in that the tables can express, some in several forms."""
    yield from radio_links()
    yield from access_points()
    yield from hosts_and_clients()
    yield from managers()
    yield from routes_and_rules()
    yield from boxes()
    yield from shared()


def radio_links() -> Iterator[Fault]:
    yield Fault(
        "1 radio bridge carries a resident VLAN",
        lambda c: (more(c.link["L-ADM-BR2"], segments=("V-RES-BR2",)),),
        "P1-carriage",
        "L-ADM-BR2",
    )
    yield Fault(
        "1 encrypted tunnel over the radio bridge",
        lambda c: (
            link(
                "VPN",
                "CORE-RES",
                "SW-BR2-RES",
                "V-RES-BR2",
                medium=Medium.TUNNEL,
                technology="IPsec",
                rides_on=("L-ADM-BR2",),
                rides_in="V-ADM-BR2",
            ),
        ),
        "P1-carriage",
        "VPN",
    )
    yield Fault(
        "17 backup line over LTE carries a resident VLAN",
        lambda c: (more(c.link["L-LTE-BR1"], segments=("V-RES-BR1",)),),
        "P1-carriage",
        "L-LTE-BR1",
    )
    yield Fault(
        "17 patch that stands in only when the branch's line fails",
        lambda c: (
            link(
                "PATCH",
                "SW-BR1-ADM",
                "SW-BR1-RES",
                "V-RES-BR1",
                "V-ADM-BR1",
                backup=True,
                backs_up=("L-RES-BR1",),
            ),
            replace(c.device["SW-BR1-RES"], segments=("V-RES-BR1", "V-ADM-BR1")),
            joint("ROUTE", "SW-BR1-RES", "V-ADM-BR1", "V-RES-BR1", ControlKind.NONE),
        ),
        "P2-entry",
        "PATCH",
    )


def access_points() -> Iterator[Fault]:
    yield Fault(
        "2 access point's trunk names a resident VLAN, and it comes to its switch",
        lambda c: (
            more(c.link["LN-AP-HALL2-1"], segments=("V-RES-HALL2",)),
            link("PATCH", "SW-HALL2-2F-RES", "SW-HALL2-2F-ADM", "V-RES-HALL2"),
        ),
        "P2-entry",
        "LN-AP-HALL2-1",
    )
    yield Fault(
        "2 trunk of all VLANs, and the resident one comes to its switch",
        lambda c: (link("PATCH", "SW-HEALTH-RES", "SW-HEALTH-ADM", "V-RES-HEALTH"),),
        "P2-entry",
        "AP-HEALTH-1",
    )
    yield Fault(
        "2 ends of a patch disagree about the native VLAN",
        lambda c: (
            link(
                "PATCH",
                "SW-BR1-ADM",
                "SW-BR1-RES",
                "V-ADM-BR1",
                "V-RES-BR1",
                a_native="V-ADM-BR1",
                b_native="V-RES-BR1",
            ),
        ),
        "P2-entry",
        "PATCH",
    )
    yield Fault(
        "3 802.1X may hand out a resident VLAN",
        lambda c: (replace(c.segment["SSID-ADM-HALL"], may_bridge_to=("V-RES-HALL",)),),
        "P2-entry",
        "AP-HALL-1",
    )
    yield Fault(
        "4 SSID comes out at a controller in the resident room",
        lambda c: (
            replace(c.segment["SSID-ADM-HALL"], tunnels_to="WLC-ADM", bridges_to="V-RES-SRV"),
        ),
        "P2-entry",
        "WLC-ADM",
    )
    yield Fault(
        "11 supplier's LTE router for remote maintenance",
        lambda c: (
            device("VENDOR-LTE", DeviceKind.LTE_ROUTER, "V-RES-SRV"),
            link("L-VENDOR", "SRVSW-RES", "VENDOR-LTE", "V-RES-SRV"),
        ),
        "P2-entry",
        "VENDOR-LTE",
    )


def hosts_and_clients() -> Iterator[Fault]:
    yield Fault(
        "5 port group of all VLANs (4095) on a host that both networks come to",
        lambda c: (
            more(c.device["CORE-ADM"], segments=("V-RES-SRV",)),
            link("PATCH", "CORE-RES", "CORE-ADM", "V-RES-SRV"),
            replace(c.server["ADMBASE-TEST-1"], segments=("*",)),
        ),
        "P2-entry",
        "ADMBASE-TEST-1",
    )
    yield Fault(
        "5 guest with an interface in the resident network",
        lambda c: (more(c.server["ADMBASE-LOGV-1"], segments=("V-RES-SRV",)),),
        "P2-entry",
        "ADMBASE-LOGV-1",
    )
    yield Fault(
        "6 resident terminal with a wireless adapter",
        lambda c: (replace(c.server["RESBASE-IC-1"], radio=("IEEE 802.11ac",)),),
        "P2-entry",
        "RESBASE-IC-1",
    )
    yield Fault(
        "6 tethered telephone",
        lambda c: (replace(c.server["RESBASE-IC-1"], radio=("LTE",)),),
        "P2-entry",
        "RESBASE-IC-1",
    )
    yield Fault(
        "7 backup server in both networks",
        lambda c: (more(c.server["RESBASE-BK-1"], segments=("V-ADM-SRV",)),),
        "P2-entry",
        "RESBASE-BK-1",
    )
    yield Fault(
        "13 Wi-Fi Direct printer",
        lambda c: (replace(c.server["RESBASE-PRT-1"], radio=("Wi-Fi Direct",)),),
        "P2-entry",
        "RESBASE-PRT-1",
    )
    yield Fault(
        "13 wireless mouse",
        lambda c: (replace(c.server["RESBASE-PRT-1"], radio=("Bluetooth",)),),
        "P2-entry",
        "RESBASE-PRT-1",
    )


def managers() -> Iterator[Fault]:
    yield Fault(
        "8 hypervisor of the resident guests managed from the office network",
        lambda c: (more(c.platform["P-RES"], managed_by=("ADMBASE-MON-1",)),),
        "P2-entry",
        "ADMBASE-MON-1",
    )
    yield Fault(
        "8 wireless controller manages a resident switch too",
        lambda c: (more(c.device["SRVSW-RES"], managed_by=("WLC-ADM",)),),
        "shared-management",
        "WLC-ADM",
    )
    yield Fault(
        "8 firewall with its management address in the office network",
        lambda c: (replace(c.device["FW-RES"], management_segment="V-ADM-SRV"),),
        "P2-entry",
        "FW-RES",
    )
    yield Fault(
        "8 resident management host also plugged into the office network",
        lambda c: (link("LN-MGT-2", "SRVSW-ADM", "MGT-RES", "V-ADM-SRV"),),
        "P2-entry",
        "MGT-RES",
    )
    yield Fault(
        "8 office server that the resident hypervisor manager obeys",
        lambda c: (more(c.device["HVM-RES"], managed_by=("ADMBASE-WSUS-1",)),),
        "P2-entry",
        "ADMBASE-WSUS-1",
    )


def routes_and_rules() -> Iterator[Fault]:
    yield Fault(
        "9 route targets leak one VRF into the other",
        lambda c: (
            replace(c.segment["VRF-RES"], rt_exports=("64512:10",)),
            replace(c.segment["VRF-ADM"], rt_imports=("64512:10",)),
        ),
        "P2-entry",
        "VRF-ADM",
    )
    yield Fault(
        "9 policy route between the server segments",
        lambda c: (joint("LEAK", "SRVSW-ADM", "V-ADM-SRV", "V-RES-SRV", ControlKind.NONE),),
        "P2-entry",
        "LEAK",
    )
    yield Fault(
        "10 any-to-any rule on the inner firewall",
        lambda c: (replace(control(c, "CT-FW-RES"), permits=("*",)),),
        "P2-entry",
        "CT-FW-RES",
    )
    yield Fault(
        "10 one-way rule, used backwards by what it lets out",
        lambda c: (
            joint("OUT", "FW-ADM", "V-RES-SRV", "V-ADM-SRV", ControlKind.FIREWALL, both_ways=False),
        ),
        "P2-entry",
        "OUT",
    )
    yield Fault(
        "10 both firewalls under one administrator",
        lambda c: (replace(control(c, "CT-FW-RES"), account=control(c, "CT-FW-ADM").account),),
        "P2-entry",
        "CT-FW-RES",
    )


def boxes() -> Iterator[Fault]:
    yield Fault(
        "12 forgotten hub between two wall sockets",
        lambda c: (
            device("HUB-X", DeviceKind.HUB, at="BR1"),
            link("W1", "HUB-X", "SW-BR1-ADM", "V-ADM-BR1"),
            link("W2", "HUB-X", "SW-BR1-RES", "V-RES-BR1"),
        ),
        "P2-entry",
        "HUB-X",
    )
    yield Fault(
        "14 access point that nobody listed, found in the ceiling",
        lambda c: (
            device("AP-X", DeviceKind.ACCESS_POINT),
            link("LX", "SW-HALL-1F-RES", "AP-X", "V-RES-HALL"),
        ),
        "P2-entry",
        "AP-X",
    )
    yield Fault(
        "15 the carrier's Ethernet is one network for both VLANs",
        lambda c: (replace(c.segment["V-ADM-HC1"], joined_with=("V-RES-HC1",)),),
        "P2-entry",
        "V-ADM-HC1",
    )


def shared() -> Iterator[Fault]:
    yield Fault(
        "16 both networks on one fibre, where the policy asks for two",
        lambda c: (
            replace(c.link["L-RES-HALL2"], fibre="F-7"),
            replace(c.link["L-ADM-HALL2"], fibre="F-7"),
        ),
        "P3-shared-fate",
        "L-RES-HALL2",
        PolicyOptions(separate_fibre=True),
    )
    yield Fault(
        "5 resident guest on an administrative host",
        lambda c: (replace(c.server["RESBASE-TEST-1"], platform="P-ADM", host="H-ADM-1"),),
        "shared-host",
        "H-ADM-1",
    )
    yield Fault(
        "7 backup target of both networks",
        lambda c: (more(store(c, "BK-ADM"), users=("RESBASE-BK-1",)),),
        "shared-store",
        "BK-ADM",
    )


def take_out(estate: Estate, before: Estate, rows: tuple[object, ...]) -> Estate:
    """Return an estate in which each of some rows is as before, or gone where it is new."""
    for row in rows:
        table = TABLE_OF[type(row)]
        identity = row.id
        was = [old for old in getattr(before, table) if old.id == identity]
        kept = [now for now in getattr(estate, table) if now.id != identity]
        estate = replace(estate, **{table: (*kept, *was)})
    return estate


def breaches(verdict: Verdict, rule: str) -> list[Finding]:
    return [finding for finding in verdict.violations if finding.rule == rule]


def names_row(finding: Finding, row: str) -> bool:
    """Whether a finding is about a row, or a step of its witness is."""
    return row == finding.subject or row in {step.row for step in finding.witness}


def found_and_gone(before: Estate, fault: Fault) -> None:
    rows = fault.rows(before)
    planted = changed(before, *rows)
    verdict = judge(planted, "planted", fault.options)
    found = breaches(verdict, fault.rule)
    assert found
    assert [f for f in found if names_row(f, fault.row)], [f.message.en for f in found]
    assert all(finding.witness for finding in found)
    assert verify_verdict(verdict, planted, fault.options) == ()
    after = take_out(planted, before, rows)
    assert after == before
    assert judge(after, "after", fault.options).violations == ()


FAULTS = tuple(faults())


@pytest.fixture(scope="module")
def city() -> Estate:
    return read_inventory(INVENTORY).estate


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.way)
def test_a_fault_planted_into_the_sample_city_is_found_and_gone(city, fault):
    found_and_gone(city, fault)


def test_every_way_in_that_one_state_shows_is_planted():
    assert {int(fault.way.split()[0]) for fault in FAULTS} == set(range(1, 18))
    assert len({fault.way for fault in FAULTS}) == len(FAULTS)


def test_what_counts_as_wireless_is_the_policys_choice(city):
    """Way 13: a wireless mouse is a way in unless only some kinds of wireless count."""
    (mouse,) = (fault for fault in FAULTS if fault.way == "13 wireless mouse")
    planted = changed(city, *mouse.rows(city))
    lan_only = PolicyOptions(media=(RadioFamily.WIFI, RadioFamily.CELLULAR))
    assert judge(planted, "x", lan_only).violations == ()
    assert judge(planted, "x", OPTIONS).violations != ()


def test_access_point_that_only_a_neighbour_has_seen_is_to_be_surveyed(city):
    """Way 14: neither proved nor refuted, and the answer is what to go and look at."""
    point = device("AP-X", DeviceKind.ACCESS_POINT, certainty=Certainty.ASSUMED)
    seen = link("L-X", "SW-HALL-1F-RES", "AP-X", "V-RES-HALL", certainty=Certainty.ASSUMED)
    verdict = judge(changed(city, point, seen), "x", OPTIONS)
    assert verdict.violations == ()
    entry = next(f for f in verdict.findings if f.rule == "P2-entry")
    assert entry.outcome is Outcome.UNDETERMINED
    assert {fact.row for fact in entry.survey} <= {"AP-X", "L-X"}
    assert entry.survey
    assert entry.repair is None
    cleared = take_out(changed(city, point, seen), city, (point, seen))
    assert outcomes(judge(cleared, "x", OPTIONS), "P2-entry") == {Outcome.HOLDS}


def test_breach_only_while_a_trunk_is_not_narrowed_yet(city):
    """Way 18: the resident VLAN comes to the switch a wave before the trunk is narrowed."""
    patch = link("PATCH", "SW-HEALTH-RES", "SW-HEALTH-ADM", "V-RES-HEALTH")
    narrow = replace(city.link["LN-AP-HEALTH-1"], segments=("V-ADM-HEALTH",))
    states = {
        "as-is": city,
        "wave-1": changed(city, patch),
        "wave-2": changed(city, patch, narrow),
    }
    verdicts = [judge(estate, name, OPTIONS) for name, estate in states.items()]
    found = [subjects(verdict, "P2-entry") for verdict in verdicts]
    assert found == [set(), {"AP-HEALTH-1"}, set()]
    opened, closed = difference(*verdicts[:2]), difference(*verdicts[1:])
    assert ("opened", "P2-entry", "AP-HEALTH-1") in {(c.kind, c.rule, c.subject) for c in opened}
    assert ("closed", "P2-entry", "AP-HEALTH-1") in {(c.kind, c.rule, c.subject) for c in closed}


def networked(imported: Estate) -> Estate:
    """Give an imported estate a network: the last third of its machines holds the register.

    An export knows machines and hosts, not zones, switches or firewalls. Those of the small
    office are put around it: its two networks, two firewalls and an access point.
    """
    machines = [s.id for s in imported.servers]
    register = frozenset(machines[len(machines) * 2 // 3 :])
    at = replace(platform("P-REGISTER", "SW-R"), site="HALL", zones=(Zone.RESIDENT,))
    rows: list[object] = [replace(p, device="SW-A") for p in imported.platforms]
    for server in imported.servers:
        if server.id in register:
            where = {"platform": at.id, "host": None, "segments": ("V110",), "device": None}
            rows.append(replace(server, system="REGISTER", site="HALL", **where))
        else:
            rows.append(replace(server, segments=("V20",)))
    tables = ("sites", "systems", "segments", "devices", "links", "controls")
    joined = {name: (*getattr(imported, name), *getattr(OFFICE, name)) for name in tables}
    return changed(replace(imported, **joined), at, *rows)


def office_fault(number: int, before: Estate) -> Fault:
    """Return one of the faults for an imported estate, by the machines it has."""
    office = next(s for s in before.servers if s.system != "REGISTER")
    register = next(s for s in before.servers if s.system == "REGISTER")
    shared = office.platform
    rows, rule, row = (
        ((more(office, segments=("V110",)),), "P2-entry", office.id),
        ((replace(register, radio=("IEEE 802.11n",)),), "P2-entry", register.id),
        ((replace(register, platform=shared),), "shared-platform", shared),
        ((replace(before.platform["P-REGISTER"], managed_by=(office.id,)),), "P2-entry", office.id),
        (
            (replace(control(before, "C-R"), permits=("*",)),),
            "P2-entry",
            "C-R",
        ),
        (
            (link("L-RADIO", "SW-R", "SW-RB", "V110", medium=Medium.RADIO),),
            "P1-carriage",
            "L-RADIO",
        ),
    )[number]
    return Fault(f"imported {number}", lambda _: rows, rule, row)


@pytest.fixture(scope="module")
def exports() -> dict[str, Estate]:
    if not SAMPLES.is_dir():
        pytest.skip("the shared samples are not beside the project")
    found = {
        "azure-migrate": import_azure_migrate(AZURE).estate,
        "rvtools": import_rvtools(RVTOOLS).estate,
    }
    return {name: networked(estate) for name, estate in found.items()}


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("export", ["azure-migrate", "rvtools"])
def test_a_fault_planted_into_a_real_export_is_found_and_gone(exports, export, number):
    before = exports[export]
    assert outcomes(judge(before, "before", OPTIONS), "P2-entry") == {Outcome.HOLDS}
    found_and_gone(before, office_fault(number, before))
