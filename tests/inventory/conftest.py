"""A tiny inventory to break: two tables, one row each, in a folder of CSVs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.read import ReadInventory, read_inventory

BASE = {
    "sites": "id,name,kind\nHALL,本庁舎,city-hall\n",
    "systems": "id,name,department,zone\nSYS,住民記録,市民課,resident\n",
    "servers": "id,site,form,system,memory_mib\nSV1,HALL,physical,SYS,65536\n",
}

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write an inventory; a table given as ``None`` is left out, bytes are written as they are."""

    def written(name: str = "office", **tables: str | bytes | None) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for table, text in {**BASE, **tables}.items():
            if text is not None:
                data = text.encode() if isinstance(text, str) else text
                (folder / f"{table}.csv").write_bytes(data)
        return folder

    return written


@pytest.fixture
def read(make: Make) -> Callable[..., ReadInventory]:
    """Write and read an inventory that holds together."""
    return lambda **tables: read_inventory(make(**tables))


@pytest.fixture
def problems(make: Make) -> Callable[..., list[Problem]]:
    """Write and read an inventory that does not; return its problems without the warnings."""

    def found(**tables: str | bytes | None) -> list[Problem]:
        with pytest.raises(InputProblems) as raised:
            read_inventory(make(**tables))
        return [p for p in raised.value.problems if not p.warning]

    return found


@pytest.fixture
def warnings(read: Callable[..., ReadInventory]) -> Callable[..., list[Problem]]:
    """Write and read an inventory; return its warnings."""
    return lambda **tables: list(read(**tables).warnings)
