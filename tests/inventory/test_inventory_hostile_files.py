"""Files that are no files, and rows that would lead the network nowhere."""

import os
import shutil
from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.read import read_inventory
from consolidation.regular_file import read_regular

SMALL_OFFICE = Path(__file__).parents[2] / "inventories" / "small-office"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL_OFFICE, tmp_path / "office"))


def refused(folder: Path) -> str:
    with pytest.raises(InputProblems) as caught:
        read_inventory(folder)
    return " ".join(problem.render("en") for problem in caught.value.problems)


@pytest.mark.parametrize("table", ["controls", "links", "servers"])
def test_a_table_that_is_no_file_is_never_read_as_absent(folder, table):
    path = folder / f"{table}.csv"
    path.unlink()
    path.mkdir()
    assert f"{table}.csv: is not a regular file" in refused(folder)


@pytest.mark.skipif(os.name == "nt", reason="making links needs rights on Windows")
def test_a_link_that_leads_nowhere_is_told(folder):
    path = folder / "controls.csv"
    path.unlink()
    path.symlink_to(folder / "nowhere.csv")
    assert "controls.csv: is not a regular file" in refused(folder)


def test_an_ssid_hands_its_clients_to_a_vlan(folder):
    path = folder / "segments.csv"
    head, *rows = path.read_text("utf-8-sig").splitlines()
    columns = head.split(",")
    (ssid,) = [row for row in rows if ",ssid," in row]
    cells = ssid.split(",")
    cells[columns.index("id")], cells[columns.index("bridges_to")] = "SSID-2", cells[0]
    path.write_text("\n".join([head, *rows, ",".join(cells)]) + "\n", "utf-8")
    assert "it hands its clients to another SSID" in refused(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputProblems) as caught:
        read_regular(tmp_path / "pipe")
    assert "not a regular file" in caught.value.problems[0].what.en


def test_a_file_beyond_the_limit_is_refused(tmp_path):
    (tmp_path / "big").write_bytes(b"x" * 11)
    assert read_regular(tmp_path / "big", 11) == b"x" * 11
    with pytest.raises(InputProblems):
        read_regular(tmp_path / "big", 10)
