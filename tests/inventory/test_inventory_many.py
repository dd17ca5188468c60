"""Many servers with every column filled are read whole; the benchmark times ten times as many."""

import runpy
from pathlib import Path

from consolidation.inventory.dictionary import table
from consolidation.inventory.read import read_inventory

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "reading.py"
NUM_SERVERS = 2_000


def test_two_thousand_servers(tmp_path: Path):
    runpy.run_path(str(BENCHMARK))["city"](tmp_path, NUM_SERVERS)
    found = read_inventory(tmp_path)
    assert len(found.estate.servers) == NUM_SERVERS
    assert all(getattr(found.estate.servers[0], c.name) for c in table("servers").columns)
    assert found.warnings == ()
