"""Times reading and checking 20,000 servers, and importing the public samples, beside this file.

Run by name: ``make bench`` (or ``python tests/benchmarks/reading.py``). The samples lie outside
the project; their rows are left out where they are absent.
"""

import csv
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from consolidation.inventory.dictionary import CellType, table
from consolidation.inventory.importers.azure_migrate import import_azure_migrate
from consolidation.inventory.importers.rvtools import import_rvtools
from consolidation.inventory.read import read_inventory

NUM_SERVERS = 20_000
ROUNDS = 5
RESULTS = Path(__file__).with_name("reading.md")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


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


def city(folder: Path, num_servers: int) -> None:
    """Write an inventory of many servers with every column filled."""
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
        "servers": [server(i, pick) for i in range(num_servers)],
    }
    for name, table_rows in rows.items():
        write(folder, name, table_rows)


def seconds(job: Callable[[], object]) -> str:
    """Return the median and the range of some runs of a job."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        job()
        taken.append(time.perf_counter() - start)
    return f"{statistics.median(taken):.2f} ({min(taken):.2f} to {max(taken):.2f})"


def main() -> None:
    """Run every job and write the table."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city(folder, NUM_SERVERS)
        found.append(("20,000 servers, all columns", seconds(lambda: read_inventory(folder))))
    nine, azure = SAMPLES / "rvtools-9-vms.xlsx", SAMPLES / "azure-migrate-294.csv"
    if nine.exists() and azure.exists():
        nine_s = seconds(lambda: import_rvtools(nine))
        found.append(("RVTools workbook, 9 VMs, 1,048,576 rows declared", nine_s))
        found.append(
            ("Azure Migrate CSV, 294 machines", seconds(lambda: import_azure_migrate(azure)))
        )
    lines = [
        "# Reading and importing",
        "",
        f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        f"pandas {version('pandas')}, pydantic {version('pydantic')}, python-calamine "
        f"{version('python-calamine')}; two cores; median (least to most) of {ROUNDS} runs in one "
        "process, libraries already imported.",
        "",
        "| job | seconds |",
        "|---|---|",
        *(f"| {name} | {text} |" for name, text in found),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())
