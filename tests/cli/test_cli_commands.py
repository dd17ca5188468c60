"""The command line as a user meets it: real runs, their exit codes and their output."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from consolidation.cli.app import app
from consolidation.cli.summary import summary
from consolidation.export.plan_json import loads
from consolidation.inventory.read import read_inventory

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SCENARIO = "scenarios/small-office.toml"
INVENTORY = "inventories/small-office"
COMMANDS = ["plan", "check", "options", "compare", "verify"]
COMMANDS += ["import", "template", "pack", "lines", "doctor"]
VBP = "2\n10 10\n4\n5 5\n5 5\n6 1\n1 6\n"


def environment(language: str = "en") -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "SYSTEMROOT", "TEMP", "TMP"}}
    locale = "ja_JP.UTF-8" if language == "ja" else "en_GB.UTF-8"
    return {**kept, "LANG": locale, "COLUMNS": "80", "PYTHONUTF8": "1", "NO_COLOR": "1"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "consolidation", *map(str, arguments)]


def run(*arguments: object, language: str = "en", cwd: Path = ROOT):
    done = subprocess.run(
        command(*arguments),
        cwd=cwd,
        env={**environment(language), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def invoke(*arguments: object):
    """Run in this process, which is quicker; for what needs no fresh interpreter."""
    done = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def same_as_golden(name: str, text: str) -> None:
    """Compare with the file in `golden/`; UPDATE_GOLDEN=1 writes it anew."""
    shown = re.sub(r"\([\d.]+( s|秒)\)", r"(0.0\1)", text.replace("\\", "/"))
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_text("utf-8")


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    """Plan the small office once, in English, into out/small-office."""
    folder = tmp_path_factory.mktemp("plans")
    done = run("plan", ROOT / SCENARIO, cwd=folder)
    return folder / "out" / "small-office", done


@pytest.mark.parametrize("language", ["en", "ja"])
def test_help(language):
    pages = [run("--help", language=language).stdout]
    pages += [run(name, "--help", language=language).stdout for name in ("plan", "check")]
    same_as_golden(f"help.{language}.txt", "\n".join(pages))


def test_every_command_has_help_and_no_line_is_wider_than_a_screen():
    for name in COMMANDS:
        done = invoke(name, "--help")
        assert done.exit_code == 0
        assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_version_and_usage_errors():
    from consolidation import __version__

    assert run("--version").stdout == f"consolidation {__version__}\n"
    assert invoke("plan").exit_code == 2
    assert invoke("plan", "x.toml", "--lang", "fr").exit_code == 2
    assert invoke("nonsense").exit_code == 2


def test_help_loads_no_heavy_library():
    code = (
        "import sys, consolidation.cli.app as app\n"
        "heavy = {'pandas', 'matplotlib', 'networkx', 'pulp', 'highspy', 'pydantic', 'jinja2',"
        " 'xlsxwriter', 'python_calamine', 'numpy'}\n"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_plan_prints_the_first_screen_and_writes_the_folder(planned):
    folder, done = planned
    assert done.returncode == 0, done.stderr
    same_as_golden("plan.en.txt", done.stdout)
    lines = done.stdout.splitlines()
    assert len(lines) <= 25
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert {"plan.json", "report.html", "workbook.xlsx"} <= {p.name for p in folder.iterdir()}
    assert not [p for p in folder.parent.iterdir() if p != folder]
    assert done.stderr == ""


def test_the_first_screen_in_japanese(planned):
    answer = loads((planned[0] / "plan.json").read_text("utf-8"))
    estate = read_inventory(ROOT / INVENTORY).estate
    lines = summary(answer, estate, Path("out/small-office"), "ja", 0.0)
    shown = [line.plain for line in lines]
    assert all(cell_len(line) <= 80 for line in shown)
    same_as_golden("plan.ja.txt", "\n".join([*shown, ""]))


def test_plan_in_japanese_as_json(tmp_path):
    out = tmp_path / "計画"
    done = run("plan", SCENARIO, "--out", out, "--json", "--lang", "ja", "--time-limit", "30")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert document["status"] == "done"
    assert document["dispositions"]["virtualise"] == 4
    assert document["packing"]["status"] == "optimal"
    assert sum(document["dispositions"].values()) == 8
    assert Path(document["folder"]) == out
    assert '"seconds"' not in (out / "plan.json").read_text("utf-8")


def test_plan_does_not_replace_what_is_not_its_own(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = invoke("plan", ROOT / SCENARIO, "--out", tmp_path, "--lang", "en")
    assert done.exit_code == 2
    assert "not replaced" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_check_of_an_inventory_a_scenario_and_a_plan(planned):
    of_inventory = invoke("check", ROOT / INVENTORY, "--lang", "en")
    assert of_inventory.exit_code == 0
    assert "as-is (city-2018): " in of_inventory.stdout
    of_scenario = json.loads(invoke("check", ROOT / SCENARIO, "--json").stdout)
    of_plan = json.loads(invoke("check", planned[0], "--json").stdout)
    assert of_plan["verdicts"] == of_scenario["verdicts"]
    assert [v["state"] for v in of_plan["verdicts"]][:2] == ["as-is", "to-be"]


def test_check_shows_breaches_with_their_way(tmp_path):
    shutil.copytree(ROOT / INVENTORY, tmp_path / "inv")
    path = tmp_path / "inv" / "controls.csv"
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace(",firewall,", ",none,"), encoding="utf-8")
    done = run("check", tmp_path / "inv")
    assert done.returncode == 1
    assert "violated no way in from wireless (P2-entry)" in done.stdout
    assert re.search(r"^ +\d+\. .*\(controls .*\)", done.stdout, re.MULTILINE)
    assert invoke("check", tmp_path / "inv", "--quiet").stdout == ""


def test_verify_accepts_a_plan_and_catches_an_edit(planned, tmp_path):
    folder = shutil.copytree(planned[0], tmp_path / "plan")
    done = run("verify", folder)
    assert done.returncode == 0, done.stdout
    text = (folder / "plan.json").read_text("utf-8")
    (folder / "plan.json").write_text(text.replace('"num_hosts": 2', '"num_hosts": 1'), "utf-8")
    refuted = invoke("verify", folder, "--json")
    assert refuted.exit_code == 2
    assert json.loads(refuted.stdout)["status"] == "refuted"
    assert invoke("verify", tmp_path).exit_code == 2


def test_compare(planned, tmp_path):
    done = invoke("compare", planned[0], planned[0], "--out", tmp_path / "c", "--json")
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["files"]
    alone = invoke("compare", planned[0], "--out", tmp_path / "d")
    assert alone.exit_code == 2
    assert not (tmp_path / "d").exists()


def test_template(tmp_path):
    done = run("template", tmp_path / "new", language="ja")
    assert done.returncode == 0
    assert (tmp_path / "new" / "servers.csv").is_file()
    assert "のファイルを書いた" in done.stdout
    assert invoke("template", tmp_path / "new").exit_code == 2


def test_import_of_a_file_that_is_none_of_it(tmp_path):
    wrong = tmp_path / "x.csv"
    wrong.write_text("a,b\n1,2\n", encoding="utf-8")
    for kind in ("rvtools", "azure-migrate"):
        done = invoke("import", kind, wrong, "--out", tmp_path / "inv")
        assert done.exit_code == 2
        assert not (tmp_path / "inv").exists()


@pytest.mark.skipif(
    not (ROOT.parent / "shared" / "samples").is_dir(), reason="the real samples are not here"
)
def test_import_and_plan_the_real_machines(tmp_path):
    sample = ROOT.parent / "shared" / "samples" / "azure-migrate-294.csv"
    done = invoke("import", "azure-migrate", sample, "--out", tmp_path / "inv")
    assert done.exit_code == 0
    for total in ("294", "959", "2,159,616", "35,395"):
        assert total in done.stdout
    scenario = tmp_path / "inv" / "scenario.toml"
    checked = json.loads(invoke("check", scenario, "--json").stdout)
    assert checked["exit_code"] == 0


def test_pack_says_one_line_of_json(tmp_path):
    file = tmp_path / "x.vbp"
    file.write_text(VBP, encoding="utf-8")
    done = run("pack", file, "--json", "--time-limit", "10")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    answer = json.loads(done.stdout)
    assert (answer["bins"], answer["bound"], answer["status"]) == (2, 2, "optimal")
    assert (answer["price_yen"], answer["lower_bound_yen"], answer["gap_percent"]) == (2, 2, 0)
    assert answer["bound_by"]
    assert answer["found_by"]
    assert answer["second"] is None
    assert 0 <= answer["seconds"] < 10
    assert "hosts" not in answer
    file.write_text(VBP.replace("6 1", "11 1"), encoding="utf-8")
    assert invoke("pack", file).exit_code == 3


PACKING_PROBLEM = {
    "dimensions": ["memory_mib"],
    "guests": [
        {"id": f"db-{i}", "cluster": "main", "zone": "office", "demand": [3], "labels": ["db"]}
        for i in range(1, 3)
    ]
    + [{"id": "web-1", "cluster": "main", "zone": "office", "demand": [3], "present": "old"}],
    "options": [
        {"id": "big", "cluster": "main", "capacity": [9], "price_yen": 100},
        {"id": "old", "cluster": "main", "capacity": [9], "price_yen": 10, "limit": 1},
    ],
    "spares": [["main", 1]],
    "rules": [{"label": "db"}],
    "surcharges": [{"label": "db", "yen": [["big", 5], ["old", 5]]}],
}
"""By hand: two databases apart need both options, 5 for each, and a spare: 100 + 10 + 10 + 100."""


@pytest.fixture
def problem_file(tmp_path):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PACKING_PROBLEM), encoding="utf-8")
    return path


def test_pack_and_verify_a_problem_with_every_rule(problem_file, tmp_path):
    out = tmp_path / "new" / "packing.json"
    done = invoke(
        "pack", problem_file, "--out", out, "--json", "--placements", "--then", "fewest-moves"
    )
    assert done.exit_code == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["price_yen"], answer["lower_bound_yen"], answer["bins"]) == (220, 220, 2)
    assert (answer["spares"], answer["certified_bound"], answer["objective"]) == (1, 220, "cost")
    assert (answer["second"]["then"], answer["second"]["reached"]) == ("fewest-moves", 0)
    standing = {tuple(h["guests"]): h["option"] for h in answer["hosts"] if not h["spare"]}
    assert sorted(guest for guests in standing for guest in guests) == ["db-1", "db-2", "web-1"]
    assert {option for guests, option in standing.items() if "web-1" in guests} == {"old"}
    checked = invoke("verify", out, "--json")
    assert checked.exit_code == 0, checked.stdout
    document = json.loads(checked.stdout)
    assert document["status"] == "verified"
    assert "no packing costs less than 220 yen" in document["passed"][1]["en"]
    assert invoke("verify", out, "--inventory", tmp_path).exit_code == 2


def test_pack_remarks_on_a_label_that_nobody_carries(tmp_path):
    path = tmp_path / "problem.json"
    rules = [*PACKING_PROBLEM["rules"], {"label": "bd"}]
    path.write_text(json.dumps(PACKING_PROBLEM | {"rules": rules}), encoding="utf-8")
    done = invoke("pack", path, "--json")
    (remark,) = json.loads(done.stdout)["remarks"]
    assert remark["en"].startswith(f"rules.{len(rules) - 1}: no guest carries the label bd")
    assert remark["en"] in " ".join(invoke("pack", path, "--lang", "en").stderr.split())
    assert remark["ja"][:12] in invoke("pack", path, "--lang", "ja").stderr


def test_verify_names_what_is_not_there(tmp_path):
    done = invoke("verify", tmp_path / "nosuch.out", "--lang", "en")
    assert done.exit_code == 2
    assert "nosuch.out" in done.output
    assert "manifest" not in done.output


def test_verify_refutes_an_edited_packing_or_certificate(problem_file, tmp_path):
    out = tmp_path / "packing.json"
    assert invoke("pack", problem_file, "--out", out, "--quiet").stdout == ""
    text = out.read_text("utf-8")
    for old, new, check in (
        ('"price_yen": 220', '"price_yen": 219', "placement of 3 guests"),
        ('"bound": 220', '"bound": 221', "no packing costs less than 221 yen"),
    ):
        assert text.count(old) >= 1
        out.write_text(text.replace(old, new), "utf-8")
        refuted = invoke("verify", out, "--json")
        assert refuted.exit_code == 2
        document = json.loads(refuted.stdout)
        assert document["status"] == "refuted"
        assert any(check in failure["check"]["en"] for failure in document["failures"])
    assert "NG  " in invoke("verify", out).stdout


def test_pack_by_number_of_hosts_on_a_screen(problem_file):
    done = invoke("pack", problem_file, "--objective", "hosts", "--then", "even", "--placements")
    assert done.exit_code == 0, done.stderr
    shown = re.sub(r" +", " ", done.stdout)
    assert "problem.json: optimal (proved)" in shown
    assert "hosts 2, at least 2 needed, and 1 spare" in shown
    assert "certificate shows that at least 2 hosts are needed" in shown
    assert re.search(r"highest load [\d.]+ % -> 66.67 %, at least 66.67 %: optimal", shown)
    assert re.search(r"^\S+ \((big|old)\): spare$", shown, re.MULTILINE)
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_pack_replaces_no_file_but_its_own(problem_file, tmp_path):
    before = problem_file.read_text("utf-8")
    done = invoke("pack", problem_file, "--out", problem_file)
    assert done.exit_code == 2
    assert "not a packing file" in done.stderr
    assert problem_file.read_text("utf-8") == before


def test_pack_says_what_is_wrong_with_a_problem(problem_file):
    text = problem_file.read_text("utf-8")
    problem_file.write_text(text.replace('"labels"', '"lables"'), "utf-8")
    done = invoke("pack", problem_file, "--lang", "ja")
    assert done.exit_code == 2
    assert "guests.0.lables: このような項目はない" in done.stderr
    assert "'labels' ではないか" in done.stderr


def test_doctor():
    done = run("doctor", "--json")
    assert done.returncode == 0
    examined = {e["subject"]["en"]: e["works"] for e in json.loads(done.stdout)["examinations"]}
    assert examined["solver HiGHS"]
    assert examined["Japanese font for figures"]


@pytest.mark.parametrize("subject", ["no.toml", "no-such-folder", "scenarios", "README.md"])
@pytest.mark.parametrize("name", ["plan", "check", "pack", "lines", "verify"])
def test_mistaken_paths_are_input_problems(name, subject):
    done = invoke(name, ROOT / subject)
    assert done.exit_code == 2, done.output
    assert done.stderr
    assert done.stdout == ""


def test_mistakes_are_shown_in_the_language_asked_for(tmp_path):
    path = tmp_path / "s.toml"
    path.write_text('inventory = "x"\ntime_limt_s = 3\n', encoding="utf-8")
    done = run("plan", path, language="ja")
    assert done.returncode == 2
    assert "問題が1件ある。何も計画していない" in done.stderr
    assert "2行目、time_limt_s: このような項目はない" in done.stderr
    assert "'time_limit_s' ではないか" in done.stderr


STOPPED = """
import os, sys
import consolidation.scenario.plan as composition
from consolidation.cli.app import main

stage, sent = sys.argv.pop(1), int(sys.argv.pop(1))
going = getattr(composition, stage)


def stopped(*args, **kwargs):
    os.kill(os.getpid(), sent)
    return going(*args, **kwargs)


setattr(composition, stage, stopped)
main()
"""
"""Runs the command line and sends itself a signal as a stage begins: no clock decides when."""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("stage", "sent", "code"),
    [
        ("size", signal.SIGINT, 130),
        ("pack", signal.SIGINT, 130),
        ("schedule", signal.SIGTERM, 143),
        ("cost", signal.SIGINT, 130),
    ],
)
def test_a_stopped_run_leaves_nothing(stage, sent, code, tmp_path):
    scenario = ROOT / "scenarios" / "small-office.toml"
    arguments = [stage, str(int(sent)), "plan", str(scenario), "--out", str(tmp_path / "o" / "x")]
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, *arguments],
        env={**environment(), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "o" / "x").exists()


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise on Windows")
def test_a_reader_that_leaves_early_is_no_trouble():
    process = subprocess.Popen(
        command("check", INVENTORY),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert err == b""


def test_a_console_that_lacks_signs_is_no_trouble():
    lacking = {**environment("ja"), "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp932"}
    done = subprocess.run(
        command("check", INVENTORY), cwd=ROOT, env=lacking, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert "現状" in done.stdout.decode("cp932")
