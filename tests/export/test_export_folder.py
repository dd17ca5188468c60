"""The review folder of the small office: what is in it, and that it can be made again."""

import csv
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.export.errors import CannotWrite
from consolidation.export.folder import write_review_folder
from consolidation.export.inputs import copy_inputs, inventory_in, scenario_in
from consolidation.export.plan_json import loads
from consolidation.inventory.read import read_inventory
from consolidation.scenario.read import read_scenario


def files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_everything_is_there_and_hashed(made):
    found = files(made.folder)
    for name in ("plan.json", "workbook.xlsx", "report.html", "README.txt", "manifest.json"):
        assert found[name]
    assert sum(name.endswith(".png") for name in found) == 7, "six of the plan, one of its proof"
    assert sum(name.endswith(".svg") for name in found) == 7
    assert sum(name.startswith("tables/") for name in found) > 20
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest["files"] == {n: hashlib.sha256(d).hexdigest() for n, d in found.items()}
    assert set(made.written) == {made.folder / name for name in (*found, "manifest.json")}


def test_plan_json_in_the_folder_is_the_plan(made):
    assert loads((made.folder / "plan.json").read_text("utf-8")) == made.plan


def test_the_inputs_are_copied_so_that_they_read_the_same(made):
    assert read_inventory(inventory_in(made.folder)).estate == made.estate
    assert read_scenario(scenario_in(made.folder)) == made.plan.scenario


def test_the_copied_scenario_finds_the_copied_inventory(made):
    scenario = read_scenario(scenario_in(made.folder))
    there = scenario_in(made.folder).parent / scenario.inventory
    assert there.resolve() == inventory_in(made.folder).resolve()


def test_bases_are_copied_too_and_far_places_are_not_told(made, tmp_path: Path):
    near = tmp_path / "a" / "scenarios"
    far = tmp_path / "b" / "c" / "d" / "stock"
    near.mkdir(parents=True)
    far.mkdir(parents=True)
    (far / "servers.csv").write_text("id\n")
    (far / "README.md").write_text("where from")
    (far / ".secret").write_text("x")
    (far / "make.py").write_text("x")
    (near / "base.toml").write_text(
        'title = { ja = "a", en = "b" }\ninventory = "../../b/c/d/stock"\n'
    )
    (near / "own.toml").write_text('based_on = ["base"]\ntitle = { ja = "c", en = "d" }\n')
    out = tmp_path / "out"
    copied = copy_inputs(far, near / "own.toml", out)
    assert copied.inventory == "inputs/inventory/stock"
    assert copied.scenario == "inputs/scenario/own.toml"
    assert sorted(files(out)) == [
        "inputs/inventory/stock/README.md",
        "inputs/inventory/stock/servers.csv",
        "inputs/scenario/base.toml",
        "inputs/scenario/own.toml",
    ]


def test_written_twice_every_byte_is_the_same(made, tmp_path: Path):
    out = tmp_path / "again"
    write_review_folder(made.plan, made.estate, made.inventory, made.scenario, out, "ja")
    assert files(out) == files(made.folder)


def test_csv_tables_agree_with_the_plan(made):
    text = (made.folder / "tables" / "dispositions.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(text.decode("utf-8-sig").splitlines()))
    assert len(rows) - 1 == len(made.estate.servers)
    lines = (made.folder / "tables" / "cost-lines.csv").read_text("utf-8-sig")
    amounts = [int(row[7]) for row in csv.reader(lines.splitlines()) if row[7].isdigit()]
    assert sum(amounts) == made.plan.costs.as_is_yen + made.plan.costs.to_be_yen


def test_no_path_of_this_machine_is_written(made):
    places = {str(Path.home()), str(made.folder.parent), str(Path.cwd())} - {"/"}
    for name, data in files(made.folder).items():
        for place in places:
            assert place.encode() not in data, name


def test_somebody_elses_folder_stays(made, tmp_path: Path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(CannotWrite, match=r"plan\.json"):
        write_review_folder(made.plan, made.estate, made.inventory, made.scenario, tmp_path, "ja")
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_an_older_review_folder_is_replaced_also_in_the_other_language(made, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(made.folder, out)
    (out / "tables" / "answer.csv").write_text("scribbled over")
    title = replace(made.plan.scenario.title, en="=2+5 <b>")
    plan = replace(made.plan, scenario=replace(made.plan.scenario, title=title))
    write_review_folder(plan, made.estate, made.inventory, made.scenario, out, "en")
    english = files(out)
    assert b'<html lang="en">' in english["report.html"]
    assert b"=2+5 &lt;b&gt;" in english["report.html"]
    assert "'=2+5 <b>" in english["tables/answer.csv"].decode()
    assert sorted(english) == sorted(files(made.folder))
    assert loads(english["plan.json"].decode()) == plan, "the plan itself holds both languages"


WRITER = """
import sys
from pathlib import Path
from consolidation.export.folder import write_review_folder
from consolidation.export.plan_json import loads
from consolidation.inventory.read import read_inventory
plan_file, inventory, scenario, out = map(Path, sys.argv[1:])
plan = loads(plan_file.read_text("utf-8"))
estate = read_inventory(inventory).estate
print("go", flush=True)
while True:
    write_review_folder(plan, estate, inventory, scenario, out, "en")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_run_leaves_the_older_folder_whole(made, tmp_path: Path):
    out = tmp_path / "out"
    shutil.copytree(made.folder, out)
    arguments = (made.folder / "plan.json", made.inventory, made.scenario, out)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, *map(str, arguments)], stdout=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"go\n"
    time.sleep(0.7)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    found = files(out)
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest["files"] == {n: hashlib.sha256(d).hexdigest() for n, d in found.items()}
    write_review_folder(made.plan, made.estate, made.inventory, made.scenario, out, "ja")
    assert files(out) == files(made.folder)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
