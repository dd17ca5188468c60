"""`check --explain`, `--failures`, `--edition`: which finding is meant, what is said of it."""

import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from consolidation.cli.app import app
from consolidation.cli.explaining import shown_explanations, shown_failures
from consolidation.cli.findings import shown_verdict
from consolidation.cli.naming import MOST_NAMED, named_findings
from consolidation.cli.record import verdict_record
from consolidation.errors import InputProblems
from consolidation.export.controls import Controls
from consolidation.policy.judge import judge
from consolidation.policy.model import Verdict
from tests.export import verdict_samples as samples
from tests.policy.office import finding
from tests.policy.test_ways_in import WAYS, Way

ROOT = Path(__file__).parents[2]
INVENTORY = ROOT / "inventories" / "small-office"
CONTROLS = Controls(
    {"C-FW-1": "FW-1", "C-FW-2": "FW-1"},
    {"C-FW-1": ("device/FW-1",), "C-FW-2": ("device/FW-1",)},
)


STEP = re.compile(r"^ *[0-9]+\. ")


def invoke(*arguments: object):
    done = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def meant(wanted: str) -> list[tuple[str, str]]:
    found = named_findings(samples.VERDICTS, wanted)
    return [(verdict.state, finding.key) for verdict, findings in found for finding in findings]


def explained(verdict: Verdict, wanted: str, language="en") -> list[str]:
    found = named_findings((verdict,), wanted)
    lines = shown_explanations(found, CONTROLS, illustrative=True, language=language)
    return [line.plain for line in lines]


def test_a_finding_is_named_by_key_by_subject_or_by_how_it_begins():
    assert meant("P2-entry/SW-3") == meant("SW-3") == meant("P2-entry/S")
    assert meant("SW-3") == [("to-be", "P2-entry/SW-3")]


def test_a_result_on_the_whole_state_is_the_same_in_every_state():
    everywhere = [(v.state, f"P2-entry/{v.state}") for v in samples.VERDICTS]
    assert sorted(meant("P2-entry/to-be")) == sorted(everywhere)
    assert sorted(meant("P2-entry/as-is")) == sorted(everywhere)


@pytest.mark.parametrize(
    ("wanted", "what", "offered"),
    [
        ("P2-entry", "2 findings begin so", "P2-entry/SW-3"),
        ("p2-entry/sw3", "no such finding", "write one of: P2-entry/SW-3"),
        ("sw-33", "no such finding", "write one of: P2-entry/SW-3"),
        ("", "no such finding", "P2-entry/as-is"),
        ("\x1b[31m完全に別のもの", "no such finding", "P2-entry/as-is"),
    ],
)
def test_a_name_that_means_none_or_several_is_an_input_problem(wanted, what, offered):
    with pytest.raises(InputProblems) as caught:
        meant(wanted)
    (problem,) = caught.value.problems
    assert what in problem.what.en
    assert problem.fix is not None
    assert offered in problem.fix.en


def test_an_error_offers_only_some_keys_and_knows_of_no_findings():
    many = tuple(replace(samples.BROKEN, subject=f"X-{i}") for i in range(40))
    with pytest.raises(InputProblems) as caught:
        named_findings((replace(samples.TO_BE, findings=many),), "P2")
    fix = caught.value.problems[0].fix
    assert fix is not None
    assert fix.en.count("P2-entry/X-") == MOST_NAMED
    assert fix.en.endswith("and 32 more")
    with pytest.raises(InputProblems) as caught:
        named_findings((replace(samples.TO_BE, findings=()),), "P2")
    assert "no findings at all" in str(caught.value.problems[0].fix)


def test_a_breach_is_explained_step_by_step():
    lines = explained(samples.TO_BE, "SW-3")
    assert lines[:3] == [
        "to-be (city-2018)",
        "  violated no way in from wireless (P2-entry) SW-3",
        "    P2-entry/SW-3",
    ]
    for expected in (
        "    independent controls: 1 (counted one by one: 2)",
        "    the way opens once this is lost, with all controls that fall together: device FW-1 "
        "(controls C-FW-1, C-FW-2)",
        "    the way opens when a backup line comes up after the failure of L-100, L-101",
        "       3. copper link L-7 carries VLAN 20 (trunk, all VLANs) (links L-7) <- the step at "
        "fault",
        "       4. the firewall C-FW-1 on FW-1 is passed (controls C-FW-1) <- taken to be lost",
        "    another way, 2",
        "    fix: add a control",
        "    cheapest repair: 2 changes for 1,250,000 yen (without tax, at illustrative prices); "
        "no cheaper set exists (proved); judged anew after it: holds",
        "      take VLAN 110 off link L-7 (50,000 yen, links L-7)",
        "    a way opens after the failure of carrier 事業者A",
    ):
        assert expected in lines
    assert "    直し方: 制御を1つ加える" in explained(samples.TO_BE, "SW-3", "ja")


def test_what_is_undetermined_names_the_facts_to_survey():
    lines = explained(samples.TO_BE, "P2-entry/to-be")
    assert lines[lines.index("    to survey") + 1 :][:2] == [
        "      links L-9: which VLANs it carries",
        "      devices SW-9: whether it routes between its segments",
    ]


def test_a_proof_tells_its_rings():
    lines = explained(samples.AS_IS, "P2-entry/as-is")
    assert (
        "      ring 1: reached past 1 control; 97 places (0 protected); entered through FW-1 "
        "(controls C-FW-1, C-FW-2), control C-OTHER; for example devices FW-1, servers "
        "SRV-BUNSHO-02"
    ) in lines
    assert lines[-1].startswith(
        "      ring 2: behind 2 or more controls, or not reached at all; 31"
    )
    japanese = explained(samples.AS_IS, "P2-entry/as-is", "ja")
    assert japanese[-1].startswith("      輪2: 制御2個以上の内側（または経路がない）。31か所")


def test_states_that_say_the_same_are_told_together():
    found = named_findings((samples.AS_IS, samples.TO_BE, *samples.WAVES), "P2-entry/as-is")
    lines = [line.plain for line in shown_explanations(found, CONTROLS, True, "en")]
    headings = [line for line in lines if not line.startswith(" ")]
    assert headings == ["as-is, after wave 1, after wave 2 (city-2018)", "to-be (city-2018)"]


def test_failures_that_change_the_answer():
    lines = [line.plain for line in shown_failures(samples.AS_IS, "en")]
    assert lines == [
        "  2 single failures that change the answer, 5 that do not",
        "    violated carrier 事業者A: independent controls 0 (one by one: 0); backup lines in "
        "use: L-LTE-1",
        "    holds site entry S001/E1: independent controls 2 (one by one: no way)",
    ]
    (none,) = shown_failures(replace(samples.AS_IS, failures=(), num_failures=0), "ja")
    assert none.plain == "  単一故障は調べていない"


def test_check_shows_keys_that_a_shell_takes_and_every_reading():
    odd = replace(samples.BROKEN, subject="回線 '7'; rm")
    lines = [line.plain for line in shown_verdict(replace(samples.TO_BE, findings=(odd,)), "en")]
    assert "    --explain 'P2-entry/回線 '\"'\"'7'\"'\"'; rm'" in lines
    assert "  city-2018 P1 holds, P2 violated (k = 2, a breach from k = 2)" in lines
    assert "  national-2025 P1 holds, P2 holds (k = 1)" in lines
    wave = [line.plain for line in shown_verdict(samples.WAVES[0], "en")]
    assert not [line for line in wave if "national" in line], "only as-is and to-be, for room"


def test_json_holds_everything_that_a_verdict_holds():
    record = json.loads(json.dumps(verdict_record(samples.TO_BE)))
    breach, unclear = record["findings"]
    assert breach["key"] == "P2-entry/SW-3"
    assert (breach["guilty"], breach["num_controls"], breach["num_plain"]) == (2, 1, 2)
    assert breach["lost"] == ["device/FW-1"]
    assert breach["after"] == ["L-100", "L-101"]
    assert [len(way) for way in breach["others"]] == [3]
    assert breach["repair"]["yen"] == breach["repair"]["lower_bound_yen"] == 1_250_000
    assert [change["segment"] for change in breach["repair"]["changes"]] == ["V-110", None]
    assert [fact["row"] for fact in unclear["survey"]] == ["L-9", "SW-9"]
    assert unclear["repair"] is None
    assert record["repair"]["method"] == "minimum-cut"
    assert [reading["turns_at"] for reading in record["readings"]] == [2, 0, 2, None]
    assert record["failures"]["tried"] == 7
    assert [f["id"] for f in record["failures"]["changing"]] == ["事業者A", "S001/E1"]
    assert record["zone_pairs"][1]["zones"] == ["resident", "internet"]
    rings = verdict_record(samples.AS_IS)["rings"]
    assert [ring["num_states"] for ring in rings] == [214, 97, 31]


def test_explain_on_a_real_inventory(tmp_path: Path):
    done = invoke("check", INVENTORY, "--explain", "P2-entry", "--lang", "en")
    assert done.exit_code == 0
    assert (
        "  holds no way in from wireless (P2-entry) whole state\n    1 radio source" in done.stdout
    )
    wrong = invoke("check", INVENTORY, "--explain", "P2-enrty/as-is", "--lang", "en")
    assert wrong.exit_code == 2
    assert "P2-entry/as-is" in wrong.stderr
    assert wrong.stdout == ""
    shutil.copytree(INVENTORY, tmp_path / "inv")
    path = tmp_path / "inv" / "controls.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",firewall,", ",none,"), encoding="utf-8")
    document = json.loads(invoke("check", tmp_path / "inv", "--json").stdout)
    keys = [f["key"] for f in document["verdicts"][0]["findings"] if f["outcome"] == "violated"]
    assert keys
    told = invoke("check", tmp_path / "inv", "--explain", keys[0], "--json")
    assert told.exit_code == 1, "the answer is in breach, whichever part of it is explained"
    (finding,) = json.loads(told.stdout)["explained"]
    assert finding["state"] == "as-is"
    assert finding["key"] == keys[0]
    assert finding["witness"]


def test_another_edition_judges():
    document = json.loads(invoke("check", INVENTORY, "--edition", "national-2022", "--json").stdout)
    assert document["verdicts"][0]["edition"] == "national-2022"
    assert invoke("check", INVENTORY, "--edition", "2022").exit_code == 2
    scenario = ROOT / "scenarios" / "small-office.toml"
    document = json.loads(invoke("check", scenario, "--edition", "national-2025", "--json").stdout)
    assert {verdict["edition"] for verdict in document["verdicts"]} == {"national-2025"}


def test_a_sentence_that_two_steps_share_is_told_once_and_stays_at_fault():
    verdict = replace(samples.TO_BE, findings=(samples.TWICE,))
    lines = explained(verdict, "SW-3")
    witness = lines[: lines.index("    another way, 2")]
    (told,) = (line for line in witness if "copper link L-7 carries" in line)
    assert told.startswith("       3. ")
    assert told.endswith("<- the step at fault")
    assert any(line.startswith("       4. the firewall C-FW-1") for line in lines)
    shown = "\n".join(line.plain for line in shown_verdict(verdict, "en"))
    assert shown.count("copper link L-7 carries") == 1
    assert shown.count("4. the firewall C-FW-1") == 1


JOINS = ("2 native VLANs disagree", "6 clients on both networks", "12 hub")
"""Ways in that go into something and out of it again, which is one sentence."""


@pytest.mark.parametrize("way", [w for w in WAYS if w.name in JOINS], ids=lambda way: way.name)
def test_no_way_says_the_same_twice_in_a_row(way: Way):
    verdict = judge(way.broken, "x", way.options)
    told = finding(verdict, way.rule, way.subject)
    assert any(a.text == b.text for a, b in pairwise(told.witness)), "nothing to leave out"
    for language in ("ja", "en"):
        every = shown_explanations([(verdict, verdict.findings)], CONTROLS, True, language)
        for lines in (every, shown_verdict(verdict, language)):
            steps = [STEP.sub("", line.plain).partition(" <- ")[0] for line in lines]
            assert all(a != b for a, b in pairwise(steps))
