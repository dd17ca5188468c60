"""The sample city: real where the plan speaks, plausible, messy, marked as made up elsewhere."""

import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import (
    Blocker,
    CalendarKind,
    DeviceKind,
    Medium,
    PlatformKind,
    ServerForm,
    SiteKind,
    WirelessSecurity,
    Zone,
)
from consolidation.network.graph import build_graph
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "inventories" / "toyonaka-2018"
PLAN = ROOT.parent / "shared" / "reference" / "city-plan-2018.txt"
SECTION = re.compile(r"計画 [2-6]-\S*\(\d\)")
ADDED = "追加"
MADE_UP = "illustrative"


@pytest.fixture(scope="module")
def read():
    return read_inventory(FOLDER)


@pytest.fixture(scope="module")
def estate(read):
    return read.estate


def rows_of(name):
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_toyonaka_reads_without_problems(read):
    assert read.warnings == ()


def test_toyonaka_is_as_large_as_asked(estate):
    form = Counter(server.form for server in estate.servers)
    kind = Counter(device.kind for device in estate.devices)
    assert sum(ADDED not in (s.source or "") for s in estate.systems) >= 35
    assert len(estate.sites) >= 60
    assert form[ServerForm.PHYSICAL] >= 140
    assert form[ServerForm.VM] >= 60
    assert [p.id for p in estate.platforms] == ["P-ADM", "P-RES"]
    assert {p.kind for p in estate.platforms} == {PlatformKind.EXISTING}
    assert kind[DeviceKind.ACCESS_POINT] >= 20
    assert kind[DeviceKind.RADIO_BRIDGE] == 2
    assert kind[DeviceKind.LTE_ROUTER] == 1
    assert sum(f.stat().st_size for f in FOLDER.rglob("*") if f.is_file()) < 6_000_000


def test_toyonaka_has_the_schools_of_such_a_city(estate):
    names = [s.name for s in estate.sites if s.kind is SiteKind.SCHOOL]
    assert sum(name.startswith("小学校") for name in names) == 41
    assert sum(name.startswith("中学校") for name in names) == 18


@pytest.mark.parametrize(
    "name", sorted(p.name for p in FOLDER.glob("*.csv")), ids=lambda name: name[:-4]
)
def test_toyonaka_rows_say_where_they_come_from(name):
    assert (FOLDER / name).read_bytes().startswith(b"\xef\xbb\xbf")
    rows = rows_of(name)
    assert rows
    for row in rows:
        assert MADE_UP in row["source"] or SECTION.search(row["source"]), row
    if name != "indicators.csv":  # the only table in which everything is real
        assert any(MADE_UP in row["source"] for row in rows)


def test_toyonaka_tables_behind_the_generator_are_marked_too():
    behind = sorted((FOLDER / "making").glob("*.csv"))
    assert "fleet.csv" in {path.name for path in behind}
    for path in behind:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(MADE_UP in row.get("source", "") or row.get("section") for row in rows), path


def test_toyonaka_readmes_say_what_is_made_up():
    english = (FOLDER / "README.md").read_text(encoding="utf-8")
    japanese = (FOLDER / "README.ja.md").read_text(encoding="utf-8")
    assert "Illustrative, made up" in english
    assert "例示（架空）" in japanese
    for name in ("systems", "indicators", "calendar", "flows"):
        number = str(len(rows_of(f"{name}.csv")))
        assert number in english, name
        assert number in japanese, name


def test_toyonaka_readmes_count_right(estate):
    form = Counter(server.form for server in estate.servers)
    for path in (FOLDER / "README.md", FOLDER / "README.ja.md"):
        text = path.read_text(encoding="utf-8")
        numbers = set(map(int, re.findall(r"\d+", text)))
        assert {form[ServerForm.PHYSICAL], form[ServerForm.VM], len(estate.sites)} <= numbers
        tables = (estate.segments, estate.devices, estate.links, estate.controls, estate.circuits)
        assert {len(rows) for rows in tables} <= numbers


def test_toyonaka_generated_tables_are_what_the_script_writes(tmp_path):
    subprocess.run([sys.executable, "-B", str(FOLDER / "make.py"), str(tmp_path)], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {"servers.csv", "traces.csv", "flows.csv", "links.csv"} <= made.keys()
    for name, content in sorted(made.items()):
        assert content == (FOLDER / name).read_bytes(), f"run make.py: {name} is not up to date"


def test_toyonaka_systems_and_owners_stand_in_the_plan(estate):
    if not PLAN.exists():
        pytest.skip("the plan's text is not here")
    plan = PLAN.read_text(encoding="utf-8").replace(" ", "")
    for system in estate.systems:
        if ADDED not in (system.source or ""):
            assert system.department.replace(" ", "") in plan, system.id


def test_toyonaka_targets_stand_in_the_plan(estate):
    if not PLAN.exists():
        pytest.skip("the plan's text is not here")
    plan = re.sub(r"\s", "", PLAN.read_text(encoding="utf-8"))
    for row in estate.indicators:
        assert row.department in plan, row.id
        assert re.sub(r"\s", "", row.target) in plan, row.id


def test_toyonaka_keeps_the_years_of_the_plan(estate):
    year = {s.id: s.replacement_fiscal_year for s in estate.systems}
    assert (year["SYS-LIB"], year["SYS-EMR"], year["SYS-GIS"]) == (2019, 2019, 2019)
    assert (year["SYS-SHOBO"], year["SYS-WEB"], year["SYS-GAKUTO"]) == (2022, 2022, 2022)
    assert estate.system["SYS-MAINFRAME"].retire_on == date(2020, 3, 31)
    target = {(i.measure, i.fiscal_year): i.target for i in estate.indicators}
    assert target["ネットワークの再編・統合", 2020] == "実施"
    assert target["図書館システムの運用・更新", 2022] == "運用"
    assert target["公共施設空室確認システム: アクセス数(件)", 2022] == "33,500"
    milestones = [c for c in estate.calendar if c.kind is CalendarKind.MILESTONE]
    assert all(SECTION.search(c.source or "") for c in milestones)


def test_toyonaka_is_messy_like_a_real_ledger(estate):
    servers = estate.servers
    assert {Blocker.DONGLE, Blocker.APPLIANCE, Blocker.MAINFRAME, Blocker.ADAPTER_CARD} <= {
        s.blocker for s in servers
    }
    assert sum(s.os_support_end == date(2020, 1, 14) for s in servers) > 40
    assert len({s.os for s in servers if s.os and "2008" in s.os}) >= 5
    assert 3 <= sum(s.memory_mib is None for s in servers) <= 10
    assert 1 <= sum(s.cpu_cores is None for s in servers) <= 5
    assert 10 <= sum(s.lease_end is None and s.form is ServerForm.PHYSICAL for s in servers) <= 40
    assert sum(s.system is None for s in servers) == 4


def test_toyonaka_traces_cover_about_seven_servers_in_ten_and_have_gaps(estate):
    share = len(estate.traces) / len(estate.servers)
    assert 0.6 <= share <= 0.8
    assert sum(None in trace.cpu_percent for trace in estate.traces) >= 5
    assert max(len(trace.cpu_percent) for trace in estate.traces) == 14 * 24


def test_toyonaka_networks_are_physically_separate(estate):
    resident = Zone.RESIDENT
    for link in estate.links:
        zones = {estate.segment[s].zone for s in link.segments if s != "*"}
        assert resident not in zones or zones == {resident}, link.id
    for device in estate.devices:
        zones = {estate.segment[s].zone for s in device.segments}
        if resident in zones and zones != {resident}:
            assert device.kind is DeviceKind.FIREWALL, device.id


def test_toyonaka_radio_carries_no_resident_segment(estate):
    radio = [link for link in estate.links if link.medium is Medium.RADIO]
    assert {link.id for link in radio} == {"L-ADM-BR2", "L-LTE-BR1"}
    for link in radio:
        assert {estate.segment[s].zone for s in link.segments} == {Zone.ADMINISTRATIVE}
    assert [link.id for link in radio if link.backup] == ["L-LTE-BR1"]


def test_toyonaka_firewalls_between_the_networks_have_different_accounts(estate):
    control = {c.id: c for c in estate.controls}
    for outer, inner in (("CT-FW-ADM", "CT-FW-RES"), ("CT-FW-CERT-OUT", "CT-FW-CERT-IN")):
        assert control[outer].to_segment == control[inner].from_segment
        assert control[outer].account != control[inner].account


def test_toyonaka_managers_are_out_of_reach_of_wireless_and_of_each_other(estate):
    graph = build_graph(estate)
    air = [node for node in graph if node.startswith("air/")]
    reached = set(air).union(*(nx.descendants(graph, source) for source in air))
    assert "domain/SRVSW-RES/V-RES-SRV" in reached  # past the firewalls
    for network in ("RES", "ADM"):
        assert f"domain/MGT-{network}/V-{network}-MGT" in graph
        assert f"domain/MGT-{network}/V-{network}-MGT" not in reached
        assert f"held/platforms/P-{network}" not in reached
        assert f"held/devices/CONSOLE-{network}" not in reached
    for link in estate.links:
        management = {s for s in link.segments if s.endswith("-MGT")}
        assert not management or link.medium is not Medium.RADIO, link.id
    managed = [device for device in estate.devices if "WLC-ADM" in device.managed_by]
    assert {device.zone for device in managed} == {Zone.ADMINISTRATIVE}
    assert len(managed) == 3


def test_toyonaka_verdict_leaves_nothing_unchecked(estate):
    verdict = judge(estate, "as-is", PolicyOptions())
    outcomes = {(finding.rule, finding.outcome) for finding in verdict.findings}
    assert {outcome for _, outcome in outcomes} == {Outcome.HOLDS, Outcome.NOTE}
    for rule in ("P1-carriage", "P2-entry", "P3-shared-fate", "shared-store", "shared-management"):
        assert (rule, Outcome.HOLDS) in outcomes


def test_toyonaka_says_what_the_new_columns_ask(estate):
    assert {d.building for d in estate.devices if d.site == "HALL"} == {"高層棟", "低層棟"}
    assert {duct for link in estate.links for duct in link.ducts} == {
        "D-HALL-N",
        "D-HALL-E",
        "D-HALL-S",
    }
    for link in estate.links:
        assert link.a_native == link.b_native, link.id
        if link.a_native is not None:
            assert link.segments == ("*",) or link.a_native in link.segments
            assert link.a_port
            assert link.b_port
    backup = estate.link["L-LTE-BR1"]
    assert backup.backs_up == ("L-ADM-BR1",)
    staff = [s for s in estate.segments if s.id.startswith("SSID-ADM")]
    assert {s.security for s in staff} == {WirelessSecurity.WPA2_ENTERPRISE}
    assert all(s.client_certificates for s in staff)
    flow = {f.id: f for f in estate.flows}
    for control in estate.controls:
        for permitted in control.permits:
            assert flow[permitted].approver
            assert flow[permitted].port


def test_toyonaka_trap_is_one_trunk_of_all_vlans_at_a_site_with_both_networks(estate):
    trunks = [link for link in estate.links if "*" in link.segments]
    assert [link.id for link in trunks] == ["LN-AP-HEALTH-1"]
    assert {"SW-HEALTH-RES", "SW-HEALTH-ADM"} <= estate.device.keys()


def test_toyonaka_tariffs_are_a_ladder(estate):
    steps = {}
    for tariff in estate.tariffs:
        steps.setdefault((tariff.carrier, tariff.distance_class), []).append(
            (tariff.bandwidth_mbit_s, tariff.yen_month)
        )
    for ladder in steps.values():
        ladder.sort()
        fees = [fee for _, fee in ladder]
        assert fees == sorted(fees)
        assert all(later[1] / later[0] <= step[1] / step[0] for step, later in pairwise(ladder))


def test_toyonaka_virtual_machines_fit_on_their_hosts(estate):
    memory = Counter()
    apart = Counter()
    for server in estate.servers:
        if server.host is not None:
            memory[server.host] += server.memory_mib or 0
            if server.keep_apart:
                apart[server.keep_apart, server.host] += 1
    for host, used in memory.items():
        assert used <= estate.host_type[estate.host[host].host_type].memory_mib, host
    assert set(apart.values()) == {1}
