"""A written folder is right, and every edit by hand is caught though its hashes are renewed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consolidation.errors import InputProblems
from consolidation.export.manifest import read_manifest, write_manifest
from consolidation.export.not_rechecked import not_rechecked
from consolidation.export.verify import VerifyResult, verify_folder
from consolidation.scenario.model import PLAN_SCHEMA

Tree = Any
"""plan.json as parsed."""


def renew(folder: Path) -> None:
    old = read_manifest(folder)
    write_manifest(folder, old.tool_version, old.inventory, old.scenario, old.language)


def edited(made, tmp_path: Path, edit: Callable[[Tree], None]) -> VerifyResult:
    """Return the verdict on a copy of the folder whose plan.json was edited, hashes renewed."""
    folder = tmp_path / "edited"
    shutil.copytree(made.folder, folder)
    tree = json.loads((folder / "plan.json").read_text("utf-8"))
    before = json.dumps(tree)
    edit(tree)
    assert json.dumps(tree) != before, "the edit changes something"
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    (folder / "plan.json").write_bytes(text.encode("utf-8"))
    renew(folder)
    return verify_folder(folder)


def failed(result: VerifyResult) -> set[str]:
    return {failure.check.en for failure in result.failures}


def test_what_was_written_is_right(made):
    result = verify_folder(made.folder)
    assert result.ok, result.failures
    assert len(result.passed) == 13
    assert result.notes == not_rechecked(made.plan)


def test_an_untouched_copy_elsewhere_is_right(made, tmp_path: Path):
    folder = tmp_path / "somewhere" / "else"
    shutil.copytree(made.folder, folder)
    (folder / "tables" / "~$answer.csv").touch()
    assert verify_folder(folder).ok


def move_to_the_fullest(tree: Tree) -> None:
    hosts = {p["server"]: p["host"] for p in tree["packing"]["placements"]}
    target = max(hosts.values(), key=list(hosts.values()).count)
    for placement in tree["packing"]["placements"]:
        placement["host"] = target


def one_yen(tree: Tree) -> None:
    tree["costs"]["lines"][3]["yen"] += 1


def one_yen_and_all_totals(tree: Tree) -> None:
    line = tree["costs"]["lines"][3]
    side = "as_is" if line["side"] == "as-is" else "to_be"
    year = next(y for y in tree["costs"]["years"] if y["fiscal_year"] == line["fiscal_year"])
    line["yen"] += 1
    year[f"{side}_yen"] += 1
    tree["costs"][f"{side}_yen"] += 1
    tree["costs"][f"{side}_present_value_yen"] += 1


def flip(tree: Tree) -> None:
    finding = tree["verdicts"][1]["findings"][0]
    finding["outcome"] = "violated" if finding["outcome"] != "violated" else "holds"


def drop_a_finding(tree: Tree) -> None:
    tree["verdicts"][0]["findings"].pop()


def alter_a_label(tree: Tree) -> None:
    labels = tree["verdicts"][1]["certificates"][0]["labels"]
    labels[-1][1] += 1


def alter_a_witness(tree: Tree) -> None:
    for verdict in tree["verdicts"]:
        for finding in verdict["findings"]:
            if finding["witness"]:
                finding["witness"][0]["row"] = "L-NONE"
                return


def drop_a_state(tree: Tree) -> None:
    tree["verdicts"].pop()


def into_the_freeze(tree: Tree) -> None:
    """All servers in one wave over New Year, which is frozen for everybody."""
    waves = tree["schedule"]["waves"]
    moves = [move for wave in waves for move in wave["moves"]]
    waves[:] = [{"number": 7, "starts_on": "2019-12-24", "ends_on": "2020-01-06", "moves": moves}]


def lower_a_bound(tree: Tree) -> None:
    tree["packing"]["lower_bound_yen"] += 1


def cheaper_host(tree: Tree) -> None:
    tree["packing"]["price_yen"] -= 100_000


def forget_a_server(tree: Tree) -> None:
    tree["sizing"]["dispositions"].pop(0)


def smaller_demand(tree: Tree) -> None:
    tree["sizing"]["demands"][0]["cpu_centicores"] -= 1


def other_reason(tree: Tree) -> None:
    tree["sizing"]["dispositions"][0]["reason"]["ja"] += "。"


def cheaper_line(tree: Tree) -> None:
    tree["lines"]["options"][0]["choices"][0]["yen_month_after"] -= 1000


def dearer_hosts(tree: Tree) -> None:
    """Price and bound agree with each other, and not with what is charged."""
    tree["packing"]["price_yen"] += 1
    tree["packing"]["lower_bound_yen"] += 1


def cheaper_lines(tree: Tree) -> None:
    design = next(d for d in tree["lines"]["options"] if d["merge"] == tree["lines"]["chosen"])
    design["cost_yen"] -= 1
    design["lower_bound_yen"] -= 1


def removed_device(tree: Tree) -> None:
    tree["lines"]["options"][0]["devices_removed"].append("SW-NONE")


def cheaper_devices(tree: Tree) -> None:
    tree["lines"]["options"][0]["device_yen"] -= 1


def lighter_load(tree: Tree) -> None:
    tree["network_after"]["loads"][0]["office_kbit_s"] -= 1


def fewer_single_points(tree: Tree) -> None:
    tree["network_before"]["single_points"].pop()


def another_assumption(tree: Tree) -> None:
    tree["scenario"]["policy"]["required_controls"] = 1


def another_hash(tree: Tree) -> None:
    tree["inputs"][0]["sha256"] = "0" * 64


def kinder_indicator(tree: Tree) -> None:
    tree["indicators"][0]["target"] = "達成"


EDITS = [
    (move_to_the_fullest, "packing"),
    (one_yen, "costs"),
    (one_yen_and_all_totals, "costs"),
    (flip, "verdicts, certificates and witnesses"),
    (drop_a_finding, "verdicts, certificates and witnesses"),
    (alter_a_label, "verdicts, certificates and witnesses"),
    (alter_a_witness, "verdicts, certificates and witnesses"),
    (drop_a_state, "verdicts, certificates and witnesses"),
    (into_the_freeze, "waves"),
    (lower_a_bound, "packing"),
    (cheaper_host, "packing"),
    (forget_a_server, "dispositions and demands"),
    (smaller_demand, "dispositions and demands"),
    (other_reason, "dispositions and demands"),
    (cheaper_line, "lines"),
    (dearer_hosts, "costs"),
    (cheaper_lines, "costs"),
    (removed_device, "lines"),
    (cheaper_devices, "lines"),
    (lighter_load, "loads and single points of failure"),
    (fewer_single_points, "loads and single points of failure"),
    (another_assumption, "scenario"),
    (another_hash, "hashes of the inputs"),
    (kinder_indicator, "indicators"),
]


@pytest.mark.parametrize(("edit", "check"), EDITS, ids=lambda value: getattr(value, "__name__", ""))
def test_an_edited_plan_is_caught_though_its_hash_is_renewed(
    made, tmp_path: Path, edit: Callable[[Tree], None], check: str
):
    result = edited(made, tmp_path, edit)
    assert not result.ok
    assert check in failed(result), result.failures
    assert all(failure.what.ja and failure.what.en and failure.where for failure in result.failures)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("packing", "placements", 0, "host"), "NOWHERE"),
        (("packing", "hosts", 0, "option"), "NO-SUCH-TYPE"),
        (("sizing", "demands", 0, "server"), "NOBODY"),
        (("schedule", "waves", 0, "moves", 0, "server"), "NOBODY"),
        (("scenario", "platforms", 0, "site"), "NOWHERE"),
        (("lines", "options", 0, "choices", 0, "link"), "NO-LINK"),
        (("lines", "chosen"), "both"),
    ],
)
def test_a_plan_that_names_what_does_not_exist_is_a_failure_not_a_crash(
    made, tmp_path: Path, path: tuple[Any, ...], value: str
):
    def edit(tree: Tree) -> None:
        *way, last = path
        for key in way:
            tree = tree[key]
        tree[last] = value

    assert not edited(made, tmp_path, edit).ok


def test_changed_missing_and_added_files_are_named(made, tmp_path: Path):
    folder = tmp_path / "folder"
    shutil.copytree(made.folder, folder)
    (folder / "report.html").write_bytes(b"<p>all is well</p>")
    (folder / "figures" / "costs.png").unlink()
    (folder / "tables" / "more.csv").write_text("x")
    result = verify_folder(folder)
    assert {failure.where for failure in result.failures} == {
        "report.html",
        "figures/costs.png",
        "tables/more.csv",
    }
    assert failed(result) == {"hashes of the files"}


def test_a_table_that_differs_from_the_plan_is_caught(made, tmp_path: Path):
    folder = tmp_path / "folder"
    shutil.copytree(made.folder, folder)
    table = folder / "tables" / "answer.csv"
    table.write_bytes(table.read_bytes().replace("台".encode(), "基".encode()))
    renew(folder)
    assert failed(verify_folder(folder)) == {"tables agree with plan.json"}


def test_a_changed_inventory_is_caught(made, tmp_path: Path):
    folder = tmp_path / "folder"
    shutil.copytree(made.folder, folder)
    servers = folder / read_manifest(folder).inventory / "servers.csv"
    text = servers.read_text("utf-8-sig")
    servers.write_text(text.replace(",65536,", ",32768,", 1), "utf-8-sig")
    renew(folder)
    result = verify_folder(folder)
    assert {"hashes of the inputs", "dispositions and demands"} <= failed(result)
    servers.write_text("id,name\nX", "utf-8")
    renew(folder)
    assert failed(verify_folder(folder)) == {"reading the plan and its inputs"}


def test_shuffled_rows_of_the_inventory_are_the_same_inventory(made, tmp_path: Path):
    folder = tmp_path / "folder"
    shutil.copytree(made.folder, folder)
    servers = folder / read_manifest(folder).inventory / "servers.csv"
    head, *rows = servers.read_text("utf-8-sig").splitlines()
    servers.write_text("\n".join([head, *reversed(rows)]) + "\n", "utf-8-sig")
    renew(folder)
    assert verify_folder(folder).ok


def test_another_inventory_can_be_given(made, tmp_path: Path):
    other = tmp_path / "small-office"
    shutil.copytree(made.inventory, other)
    assert verify_folder(made.folder, other).ok
    sites = other / "sites.csv"
    text = sites.read_text("utf-8-sig")
    sites.write_text(text.replace("例示市 出張所", "例示市 南出張所"), "utf-8-sig")
    assert "hashes of the inputs" in failed(verify_folder(made.folder, other))


WRITTEN = f'"schema": {PLAN_SCHEMA}'


@pytest.mark.parametrize("what", ["empty", "no manifest", "manifest elsewhere", "other schema"])
def test_what_is_no_review_folder_is_an_input_problem(made, tmp_path: Path, what: str):
    folder = tmp_path / "folder"
    shutil.copytree(made.folder, folder)
    if what == "empty":
        shutil.rmtree(folder)
        folder.mkdir()
    elif what == "no manifest":
        (folder / "manifest.json").unlink()
    elif what == "manifest elsewhere":
        tree = json.loads((folder / "manifest.json").read_text())
        tree["inventory"] = "../../etc"
        (folder / "manifest.json").write_text(json.dumps(tree))
    else:
        text = (folder / "plan.json").read_text("utf-8")
        (folder / "plan.json").write_text(text.replace(WRITTEN, '"schema": 99'), "utf-8")
    with pytest.raises(InputProblems) as caught:
        verify_folder(folder)
    assert caught.value.problems


BLOCKED = """
import sys
for name in ("pulp", "highspy", "matplotlib", "xlsxwriter"):
    sys.modules[name] = None
from pathlib import Path
from consolidation.export.verify import verify_folder
result = verify_folder(Path(sys.argv[1]))
assert result.ok, result.failures
"""


def test_no_solver_and_no_drawing_is_needed(made):
    subprocess.run([sys.executable, "-c", BLOCKED, str(made.folder)], check=True)
