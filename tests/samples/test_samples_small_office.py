"""The small made-up inventory: what every test and tutorial rests on."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import DeviceKind, ServerForm, Zone
from consolidation.inventory.tables.network import Device
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "inventories" / "small-office"


def test_small_office_reads_without_a_word():
    read = read_inventory(FOLDER)
    assert read.warnings == ()
    assert len(read.estate.servers) == 8
    assert len(read.estate.sites) == 2


def test_small_office_has_what_a_tutorial_needs():
    estate = read_inventory(FOLDER).estate
    assert sum(s.form is ServerForm.VM for s in estate.servers) == 2
    assert [p.id for p in estate.platforms] == ["P-OLD"]
    access_points = [d for d in estate.devices if d.kind is DeviceKind.ACCESS_POINT]
    assert [d.zone for d in access_points] == [Zone.ADMINISTRATIVE]
    assert len({c.account for c in estate.controls}) == 2
    assert {len(t.cpu_percent) for t in estate.traces} == {14 * 24}
    assert [s.id for s in estate.servers if s.memory_mib is None] == ["SRV-BOOK"]


def test_small_office_networks_share_no_device_and_no_link():
    estate = read_inventory(FOLDER).estate
    for row in (*estate.devices, *estate.links):
        zones = {estate.segment[s].zone for s in row.segments}
        if row.id.startswith(("FW", "L-FW")):
            continue
        assert len(zones) == (0 if row.id.startswith("CONSOLE") else 1), row.id


def test_small_office_says_who_manages_and_where_data_is_stored():
    estate = read_inventory(FOLDER).estate
    managed = [row for row in (*estate.devices, *estate.platforms) if row.managed_by]
    assert len(managed) == 8
    for row in managed:
        zones = {row.zone} if isinstance(row, Device) else set(row.zones)
        assert {estate.device[manager].zone for manager in row.managed_by} == zones
    assert all(store.users for store in estate.stores)
    verdict = judge(estate, "as-is", PolicyOptions())
    outcomes = {finding.rule: finding.outcome for finding in verdict.findings}
    assert outcomes["shared-store"] is outcomes["shared-management"] is Outcome.HOLDS
    assert Outcome.NOT_CHECKED not in outcomes.values()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda p: p.stem)
def test_small_office_rows_all_say_that_they_are_made_up(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["source"] for row in rows} == {"例示 (illustrative)"}


def test_small_office_traces_are_what_the_script_writes(tmp_path):
    script = tmp_path / "make_traces.py"
    script.write_bytes((FOLDER / "make_traces.py").read_bytes())
    subprocess.run([sys.executable, "-B", str(script)], check=True)
    made = (tmp_path / "traces.csv").read_bytes()
    assert made == (FOLDER / "traces.csv").read_bytes()
