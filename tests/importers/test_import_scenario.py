"""The starter scenario of an import reads, and its estate plans as far as packing."""

from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.importers.azure_migrate import import_azure_migrate
from consolidation.inventory.importers.scenario import (
    HOST_TYPES,
    starter_scenario,
    with_hosts_to_buy,
)
from consolidation.inventory.read import read_inventory
from consolidation.inventory.write import write_inventory
from consolidation.packing.pack import pack
from consolidation.packing.problem import packing_problem
from consolidation.packing.verify import verify_packing
from consolidation.scenario.read import read_scenario
from consolidation.sizing.size import size

HEAD = "*Server name,*Cores,*Memory (In MB),*OS name,Server type,Hypervisor,Disk 1 size (In GB)"


@pytest.fixture
def imported(tmp_path: Path) -> Estate:
    rows = [f"s{n},{1 + n % 8},{2048 * (1 + n % 5)},os,Virtual,VMware,50" for n in range(40)]
    rows.append('"odd ""one""",,,os,Physical,,10')
    path = tmp_path / "machines.csv"
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return with_hosts_to_buy(import_azure_migrate(path).estate)


def test_host_types_to_buy_are_marked_and_added_once(imported):
    assert set(HOST_TYPES) <= set(imported.host_types)
    assert all("illustrative" in (t.source or "") for t in HOST_TYPES)
    assert with_hosts_to_buy(imported) == imported


def test_the_starter_scenario_reads_and_packs(imported, tmp_path):
    folder = tmp_path / "inventory"
    write_inventory(imported, folder, "ja")
    (folder / "scenario.toml").write_text(starter_scenario(imported), encoding="utf-8")
    scenario = read_scenario(folder / "scenario.toml")
    estate = read_inventory(folder / scenario.inventory).estate
    assert scenario.sizing.default_cpu_cores == 1  # one machine's size is not known
    sizing = size(estate, scenario.platforms, scenario.sizing, scenario.fiscal_years)
    assert len(sizing.demands) == 41
    problem = packing_problem(
        estate, sizing, scenario.platforms, scenario.cost_years, scenario.packing
    )
    packing = pack(problem, 20)
    assert verify_packing(problem, packing) == ()
    assert len(packing.placements) == 41
