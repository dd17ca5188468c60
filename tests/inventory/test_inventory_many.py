"""Many servers with every column filled are read whole (how fast: tests/benchmarks/reading.py)."""

import csv
import random
from pathlib import Path

from consolidation.inventory.dictionary import CellType, dictionary, table
from consolidation.inventory.read import read_inventory

NUM_SERVERS = 2_000


def write(folder: Path, name: str, rows) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, [c.name for c in table(name).columns])
        writer.writeheader()
        writer.writerows(rows)


def server(number: int, pick: random.Random) -> dict[str, object]:
    cells: dict[str, object] = {"id": f"SV{number:05}", "site": "S1", "form": "vm"}
    for column in table("servers").columns:
        if column.name in cells:
            continue
        if column.refers:
            cells[column.name] = (
                f"{column.refers[0]}{1 if column.name in FIXED else pick.randrange(9)}"
            )
        elif column.vocabulary:
            cells[column.name] = pick.choice([k.ja for k in column.vocabulary])
        elif column.cell_type is CellType.DATE:
            first = 2019 if column.name == "lease_end" else 2014
            cells[column.name] = f"{first}/{pick.randrange(1, 13)}/{pick.randrange(1, 29)}"
        elif column.cell_type is CellType.TEXT:
            cells[column.name] = f"文字 {pick.randrange(5000)}"
        else:
            cells[column.name] = pick.randrange(1, 5000)
    return cells


FIXED = ("platform", "host", "device")


def test_two_thousand_servers(tmp_path: Path):
    pick = random.Random(1)
    rows = {
        "sites": [{"id": "S1", "name": "本庁舎", "kind": "本庁舎"}],
        "systems": [
            {"id": f"systems{i}", "name": "x", "department": "d", "zone": "resident"}
            for i in range(9)
        ],
        "platforms": [
            {"id": "platforms1", "name": "p", "kind": "既存", "site": "S1", "zones": "resident"}
        ],
        "hosts": [{"id": "hosts1", "platform": "platforms1", "host_type": "T"}],
        "host_types": [{"id": "T", "name": "t", "cpu_cores": 9, "memory_mib": 9, "price_yen": 9}],
        "segments": [
            {"id": f"segments{i}", "name": "v", "kind": "vlan", "zone": "resident"}
            for i in range(9)
        ],
        "devices": [{"id": "devices1", "name": "d", "kind": "switch", "site": "S1"}],
        "licences": [{"id": f"licences{i}", "name": "l", "metric": "server"} for i in range(9)],
        "servers": [server(i, pick) for i in range(NUM_SERVERS)],
    }
    assert set(rows) <= {info.name for info in dictionary()}
    folder = tmp_path / "city"
    folder.mkdir()
    for name, table_rows in rows.items():
        write(folder, name, table_rows)
    found = read_inventory(folder)
    assert len(found.estate.servers) == NUM_SERVERS
    assert all(getattr(found.estate.servers[0], c.name) for c in table("servers").columns)
    assert found.warnings == ()
