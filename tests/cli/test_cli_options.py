"""``consolidation options`` as a user meets it; the search is a stand-in that answers as told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner

from consolidation.cli.app import app
from consolidation.comparing.model import Comparison, OptionAnswer
from consolidation.export.options import folder as folder_module
from consolidation.export.options import verify_folder as verify_module
from consolidation.export.options.options_json import loads
from consolidation.export.verify import VerifyResult
from consolidation.policy.model import Outcome
from consolidation.scenario import options as options_module
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.export.option_samples import FORMULA, comparison

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "small-office.toml"


@pytest.fixture
def answers(monkeypatch):
    """Let the search give one answer; the list returned holds what it was asked."""
    monkeypatch.setattr(folder_module, "all_drawings", lambda _: ())  # they take longest

    def workbook(*_: object) -> bytes:
        return b""

    monkeypatch.setattr(folder_module, "workbook", workbook)
    monkeypatch.setattr(folder_module, "report", lambda *_: "")

    def prepare(answer: Comparison) -> list[tuple[object, ...]]:
        asked: list[tuple[object, ...]] = []

        def make_comparison(*question: object) -> Comparison:
            asked.append(question)
            return answer

        monkeypatch.setattr(options_module, "make_comparison", make_comparison)
        return asked

    return prepare


def invoke(*arguments: object):
    done = CliRunner().invoke(app, ["options", *map(str, arguments)], env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def changed(change: Callable[[OptionAnswer], OptionAnswer]) -> Comparison:
    whole = comparison()
    return replace(whole, options=tuple(map(change, whole.options)))


def in_breach(option: OptionAnswer) -> OptionAnswer:
    return replace(option, policy=replace(option.policy, outcome=Outcome.VIOLATED))


def impossible(option: OptionAnswer) -> OptionAnswer:
    return replace(option, cost=None, status=Status.INFEASIBLE)


def unknown(option: OptionAnswer) -> OptionAnswer:
    return replace(option, cost=None, status=Status.UNKNOWN)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_screen_fits_and_tells_the_answer(language, answers, tmp_path: Path):
    answers(comparison())
    done = invoke(SCENARIO, "--out", tmp_path / "o", "--lang", language)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[-1].endswith(str(tmp_path / "o"))
    assert all(cell_len(line) <= 100 and line == line.rstrip() for line in lines[:-1])
    table = lines[3:19]
    assert len(table) == len(comparison().options)
    (best,) = [line for line in table if "*" in line]
    assert (
        best.split()
        == {
            "ja": ["両方＋VRF", "*", "143,850,001", "0.00", "66.7", "1", "要承認", "0", "5/5"],
            "en": [
                "both+VRF",
                "*",
                "143,850,001",
                "0.00",
                "66.7",
                "1",
                "needs",
                "approval",
                "0",
                "5/5",
            ],
        }[language]
    )
    assert sum(" x " in line for line in table) == 5
    text = " ".join(done.stdout.split())
    for words in {
        "ja": ("38,550,000円（21.1%）安い", "0.417倍", "費用は最小と証明済み"),
        "en": ("38,550,000 yen (21.1 %) less", "×0.417", "its cost is proved to be least"),
    }[language]:
        assert words in text


def test_one_json_document(answers, tmp_path: Path):
    asked = answers(comparison())
    out = tmp_path / "o"
    done = invoke(SCENARIO, "--out", out, "--json", "--time-limit", 7)
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["cheapest"] == "both+vrf"
    assert len(document["options"]) == 16
    own = next(o for o in document["options"] if o["option"] == "both+vrf")
    assert own["cost_yen"] == own["bound_yen"] == 143_850_001
    assert own["after_loss"]["lost"] == {"kind": "line", "id": "N:S-2-S-DC"}
    assert own["policy"]["changes_yen"] == 1_250_000
    none = next(o for o in document["options"] if o["option"] == "in-facility+encrypted")
    assert none["cost_yen"] is none["bound_yen"] is None
    assert none["why_not"]["en"] == "cannot carry the traffic (proved)"
    assert document["break_evens"][1]["at"] == []
    assert set(document["files"]) >= {"options.json", "manifest.json", "tables/options.csv"}
    assert loads((out / "options.json").read_text("utf-8")).comparison == comparison()
    ((estate, scenario, _),) = asked
    assert estate.name == "small-office"
    assert scenario.time_limit_s == 7


def test_quiet_says_nothing_and_the_folder_is_named_after_the_scenario(
    answers, tmp_path: Path, monkeypatch
):
    answers(comparison())
    monkeypatch.chdir(tmp_path)
    done = invoke(SCENARIO, "--quiet")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "out" / "small-office-options" / "options.json").is_file()


def test_without_losses_the_normal_state_is_shown(answers, tmp_path: Path):
    answers(changed(lambda option: replace(option, after_loss=None)))
    done = invoke(SCENARIO, "--out", tmp_path / "o", "--lang", "en")
    assert "the worst utilisation normally" in " ".join(done.stdout.split())
    (best,) = [line for line in done.stdout.splitlines() if "both+VRF *" in line]
    assert best.split()[4] == "31.0"


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [(in_breach, 1, "breaches"), (impossible, 3, "nothing-fits"), (unknown, 4, "solver-trouble")],
)
def test_how_it_ends_where_nothing_may_be_chosen(change, code, status, answers, tmp_path: Path):
    answers(changed(change))
    done = invoke(SCENARIO, "--out", tmp_path / "o", "--json")
    assert done.exit_code == code
    document = json.loads(done.stdout)
    assert (document["status"], document["cheapest"]) == (status, None)
    assert (tmp_path / "o" / "options.json").is_file(), "what was found is written all the same"
    shown = invoke(SCENARIO, "--out", tmp_path / "o", "--lang", "en")
    assert "no option may be chosen" in shown.stdout


def test_a_folder_of_others_is_refused_before_the_search(answers, tmp_path: Path):
    asked = answers(comparison())
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = invoke(SCENARIO, "--out", tmp_path, "--lang", "en")
    assert done.exit_code not in (0, 1)
    assert "options.json" in done.stderr
    assert asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_problems_of_the_input_end_with_2(answers, tmp_path: Path):
    asked = answers(comparison())
    assert invoke(tmp_path / "missing.toml", "--out", tmp_path / "o").exit_code == 2
    assert asked == []


def test_names_cannot_steer_the_terminal(answers, tmp_path: Path):
    whole = comparison()
    swing = replace(
        whole.swings[0], price=Text("\x1b[31m料金", "\x1b[31mfees"), high_option=FORMULA
    )
    answers(replace(whole, swings=(swing,)))
    done = invoke(SCENARIO, "--out", tmp_path / "o", "--lang", "en")
    assert "\x1b" not in done.stdout
    assert "\\x1b[31mfees" in done.stdout


@pytest.mark.parametrize("name", ["", "options.json"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_check_says_which_command_reads_compared_options(name: str, lang: str, tmp_path: Path):
    (tmp_path / "options.json").write_text("{}", "utf-8")
    (tmp_path / "workbook.xlsx").write_bytes(b"")
    done = CliRunner().invoke(
        app, ["check", str(tmp_path / name), "--lang", lang, "--json"], env={"COLUMNS": "80"}
    )
    assert done.exit_code == 2
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["source"] == str(tmp_path / name)
    assert f"consolidation verify {tmp_path}" in problem["fix"][lang]


def test_verify_takes_the_file_of_a_folder_for_the_folder(answers, tmp_path: Path, monkeypatch):
    answers(comparison())
    invoke(SCENARIO, "--out", tmp_path / "o", "--quiet")
    asked = []

    def checked(*question: object) -> VerifyResult:
        asked.append(question)
        return VerifyResult((), ())

    monkeypatch.setattr(verify_module, "verify_options_folder", checked)
    for name in ("", "options.json"):
        done = CliRunner().invoke(app, ["verify", str(tmp_path / "o" / name), "--quiet"])
        assert done.exit_code == 0
    assert asked == [(tmp_path / "o", None)] * 2


@pytest.mark.parametrize("content", [b"{", b"{}", b"\xff\xfe"])
@pytest.mark.parametrize(
    ("lang", "left"), [("ja", "検算していない"), ("en", "nothing was checked")]
)
def test_verify_says_of_a_broken_file_that_nothing_was_checked(
    content: bytes, lang: str, left: str, answers, tmp_path: Path
):
    answers(comparison())
    assert invoke(SCENARIO, "--out", tmp_path / "o", "--quiet").exit_code == 0
    (tmp_path / "o" / "options.json").write_bytes(content)
    done = CliRunner().invoke(app, ["verify", str(tmp_path / "o"), "--lang", lang])
    assert done.exit_code == 2
    assert left in done.stderr
    assert "planned" not in done.stderr
    assert "計画していない" not in done.stderr


def test_rows_that_are_not_there_are_told_with_all_else(tmp_path: Path):
    (tmp_path / "base.toml").write_text(SCENARIO.read_text("utf-8"), "utf-8")
    (tmp_path / "s.toml").write_text(
        'based_on = ["base"]\n'
        f'inventory = "{(ROOT / "inventories" / "small-office").as_posix()}"\n'
        '[comparison]\nprotected_sites = ["NOPE"]\nnew_lines_to = ["HAL"]\nswing_percent = 100\n',
        "utf-8",
    )
    done = invoke(tmp_path / "s.toml", "--lang", "en")
    assert done.exit_code == 2
    assert "3 problems" in done.stderr
    for said in (
        "line 4, comparison.protected_sites[1]: no 'NOPE' in the inventory's sites",
        "line 5, comparison.new_lines_to[1]: no 'HAL' in the inventory's sites",
        "line 6, comparison.swing_percent: 100 is not between 1 and 99",
    ):
        assert said in done.stderr
