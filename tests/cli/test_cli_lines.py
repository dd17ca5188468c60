"""``consolidation lines`` as a user meets it; the optimiser is a stand-in that answers as told."""

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from consolidation.cli.app import app
from consolidation.cli.lines_words import at_most, number
from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.files.design_file import read_design
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.solving.status import Status
from consolidation.text import Text

NETWORK = """?SNDlib native format; type: network; version: 1.0
NODES (
  a ( 0 0 )
  b ( 0 1 )
  c ( 1 1 )
)
LINKS (
  L1 ( a b ) 0 0 0 3 ( 4 9.5 10 30 )
  L2 ( b c ) 0 0 0 3 ( 4 1.2 )
  L3 ( a c ) 3 0 0 0 ( )
)
DEMANDS (
  d1 ( a c ) 1 3 UNLIMITED
)
"""
TAG = "U-U-M-N-C-A-N-U"
BEST = NetworkDesign(
    status=Status.FEASIBLE,
    cost=Fraction(12107, 10),
    bound=Fraction(3600, 3) + Fraction(2, 3),
    purchases=(
        Purchase(link="L1", counts=(Fraction(1), Fraction(0))),
        Purchase(link="L2", counts=(Fraction(1001),)),
    ),
    stopped_by="time",
)

OPEN = NetworkDesign(status=Status.UNKNOWN, cost=None, bound=Fraction(0), stopped_by="time")


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "net.txt"
    path.write_text(NETWORK, "utf-8")
    return path


@pytest.fixture
def answers(monkeypatch):
    """Let the optimiser give one answer; the list returned holds what it was asked."""

    def prepare(
        design: NetworkDesign, interrupted: bool = False
    ) -> list[tuple[DesignProblem, float]]:
        asked: list[tuple[DesignProblem, float]] = []

        def design_network(problem: DesignProblem, limit_s: float) -> NetworkDesign:
            asked.append((problem, limit_s))
            if interrupted:  # the solver ends its search on Ctrl-C, and swallows it
                with suppress(KeyboardInterrupt):
                    os.kill(os.getpid(), signal.SIGINT)
            return design

        module = ModuleType("design")
        module.__dict__["design_network"] = design_network
        monkeypatch.setitem(sys.modules, "consolidation.redesign.designing.design", module)
        return asked

    return prepare


def invoke(*arguments: object):
    return run("lines", *arguments)


def verify(*arguments: object):
    return run("verify", *arguments)


def run(*arguments: object):
    done = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "80"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_one_json_document(network: Path, answers):
    asked = answers(BEST)
    done = invoke(network, "--model", "U-U-M-N-C-A-N-U", "--json", "--time-limit", 7)
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert 0 <= document.pop("seconds") < 7
    assert document == {
        "name": "net",
        "model": "U-U-M-N-C-A-N-U",
        "status": "feasible",
        "value": 1210.7,
        "bound": 1200.666666,
        "gap_percent": 0.83,
        "certified_bound": None,
        "stopped_by": "time",
        "nodes": 3,
        "links": 3,
        "demands": 1,
        "failures": 3,
        "purchases": [
            {"link": "L1", "counts": [1, 0], "modules": [[4, 9.5], [10, 30]]},
            {"link": "L2", "counts": [1001], "modules": [[4, 1.2]]},
        ],
    }
    ((problem, limit_s),) = asked
    assert [failure.id for failure in problem.failures] == ["L1", "L2", "L3"]
    assert 0 < limit_s <= 7


def test_on_a_screen_in_both_languages(network: Path, answers):
    answers(BEST)
    (network.parent / "net.model.txt").write_text(MODEL, "utf-8")
    done = invoke(network, "--lang", "en")
    assert done.exit_code == 0, done.output
    shown = " ".join(done.stdout.split())
    assert shown.startswith("net.txt: feasible (not proved optimal)")
    assert "model U-U-M-N-C-A-N-N: undirected demands, undirected links, any number" in shown
    assert "size 3 nodes, 3 links, 1 demand, 1 state" in shown
    assert "cost 1,210.7, at least 1,200.666666 needed" in shown
    assert "gap 0.83 %" in shown
    assert "stopped by the time limit" in shown
    assert shown.endswith("L1 (a - b): capacity 1 x 4 L2 (b - c): capacity 1,001 x 4")
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    japanese = " ".join(invoke(network, "--lang", "ja").stdout.split())
    assert "費用 1,210.7 (下界 1,200.666666)" in japanese
    assert "規模 節点3、リンク3、需要1、状態1" in japanese
    assert "打切り 時間の上限" in japanese
    assert invoke(network, "--quiet").stdout == ""


MODEL = """?SNDlib native format; type: model; version: 1.0
DEMAND_MODEL = UNDIRECTED
LINK_MODEL = UNDIRECTED
LINK_CAPACITY_MODEL = MODULAR_LINK_CAPACITIES
FIXED_CHARGE_MODEL = NO
ROUTING_MODEL = CONTINUOUS
ADMISSIBLE_PATH_MODEL = ALL_PATHS
HOP_LIMIT_MODEL = IGNORE_HOP_LIMITS
SURVIVABILITY_MODEL = NO_SURVIVABILITY
"""


def test_a_proved_design_that_buys_nothing(network: Path, answers):
    answers(NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0)))
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--lang", "en")
    assert "optimal (proved)" in done.stdout
    assert "nothing is bought" in done.stdout
    assert "stopped by" not in done.stdout


def test_a_model_may_be_a_file_even_if_its_name_has_the_look_of_a_tag(
    network: Path, answers, monkeypatch
):
    answers(BEST)
    monkeypatch.chdir(network.parent)
    Path("U-D").write_text(MODEL, "utf-8")
    done = invoke("net.txt", "--model", "U-D", "--json")
    assert json.loads(done.stdout)["model"] == "U-U-M-N-C-A-N-N"
    wrong = invoke("net.txt", "--model", "U-B", "--lang", "en")
    assert wrong.exit_code == 2
    assert "8 letters expected, 2 found" in wrong.stderr


def test_only_a_number_of_links_is_listed(tmp_path: Path, answers):
    ids = [f"L{i:02}" for i in range(45)]
    rows = "\n".join(f"{name} ( a b ) 0 0 0 0 ( 1 1 )" for name in ids)
    path = tmp_path / "many.txt"
    text = NETWORK[: NETWORK.index("  L1")] + rows + "\n" + NETWORK[NETWORK.index(")\nDEM") :]
    path.write_text(text.replace("d1 ( a c )", "d1 ( a b )"), "utf-8")
    bought = tuple(Purchase(link=name, counts=(Fraction(1),)) for name in ids)
    answers(
        NetworkDesign(
            status=Status.OPTIMAL, cost=Fraction(45), bound=Fraction(45), purchases=bought
        )
    )
    done = invoke(path, "--model", "U-U-M-N-C-A-N-N", "--lang", "en")
    assert "L39 (a - b): capacity 1 x 1" in done.stdout
    assert "L40" not in done.stdout
    assert "and 5 more (--json lists all)" in done.stdout
    document = json.loads(invoke(path, "--model", "U-U-M-N-C-A-N-N", "--json").stdout)
    assert [purchase["link"] for purchase in document["purchases"]] == ids


def test_what_cannot_be_carried_ends_with_3_and_the_reason(network: Path, answers):
    network.write_text(NETWORK.replace("L3 ( a c ) 3 0", "L3 ( a c ) 0 0"), "utf-8")
    cut = Text("L1 が切れると a から出られない", "when L1 fails, nothing leaves a")
    answers(NetworkDesign(status=Status.INFEASIBLE, cost=None, bound=Fraction(0), culprit=cut))
    done = invoke(network, "--model", "U-U-M-N-C-A-N-U", "--lang", "en")
    assert done.exit_code == 3
    assert "network net: when L1 fails, nothing leaves a" in done.stderr
    assert done.stdout == ""
    document = json.loads(invoke(network, "--model", "U-U-M-N-C-A-N-U", "--json").stdout)
    assert (document["exit_code"], document["culprits"][0]["name"]) == (3, "net")


def test_an_open_question_ends_with_4(network: Path, answers):
    answers(OPEN)
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--lang", "en")
    assert done.exit_code == 4
    assert "no design was found in the time" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("design", "words"), [(BEST, "feasible"), (OPEN, "interrupted")])
def test_a_stopped_search_shows_what_it_has(network: Path, answers, design, words: str):
    answers(design, interrupted=True)
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--json")
    assert done.exit_code == 130
    assert json.loads(done.stdout)["status"] == words


def test_problems_of_the_input_end_with_2(network: Path, answers):
    asked = answers(BEST)
    done = invoke(network, "--lang", "en")
    assert done.exit_code == 2
    assert "no model is named, and none is beside it" in done.stderr
    network.write_text(NETWORK.replace("9.5", "-9.5"), "utf-8")
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--lang", "ja")
    assert "8行目" in done.stderr
    assert "モジュールの費用が負である: '-9.5'" in done.stderr
    assert invoke(network.parent / "missing.txt").exit_code == 2
    assert asked == []


def test_a_design_that_does_not_hold_is_not_shown(network: Path, answers):
    answers(replace(BEST, cost=Fraction(1209)))
    done = invoke(network, "--model", TAG, "--lang", "en", "--out", network.parent / "d.json")
    assert done.exit_code == 4
    assert done.stdout == ""
    assert "the answer of lines fails its re-check" in done.stderr
    assert "its parts add up to 1210.7" in done.stderr
    assert not (network.parent / "d.json").exists()


def test_nothing_is_called_impossible_that_is_not(network: Path, answers):
    reason = Text("理由", "reason")
    answers(NetworkDesign(status=Status.INFEASIBLE, cost=None, bound=Fraction(0), culprit=reason))
    done = invoke(network, "--model", TAG, "--lang", "en")
    assert done.exit_code == 4
    assert "buying the most of everything is enough" in done.stderr


def test_a_design_is_written_and_verified(network: Path, answers):
    answers(BEST)
    out = network.parent / "new" / "design.json"
    done = invoke(network, "--model", TAG, "--lang", "en", "--out", out)
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith(f"written: {out} (consolidation verify checks it again)\n")
    assert read_design(out).design == BEST
    good = verify(out, "--json")
    assert good.exit_code == 0
    document = json.loads(good.stdout)
    assert document["status"] == "verified"
    (passed,) = (text["en"] for text in document["passed"])
    assert passed == "design of 3 links: purchases, routing in 4 states, cost and status"
    (note,) = (text["en"] for text in document["notes"])
    assert note.startswith("there is no certificate: the stated lower bound 1200.666667 is not")
    assert verify(out, "--inventory", network.parent).exit_code == 2


def test_one_module_less_is_told_with_the_failure_and_the_cut(network: Path, answers):
    answers(BEST)
    out = network.parent / "design.json"
    assert invoke(network, "--model", TAG, "--quiet", "--out", out).exit_code == 0
    text = out.read_text("utf-8")
    bought = '{"link": "L1", "counts": [1, 0]},'
    assert text.count(bought) == 1
    out.write_text(text.replace(bought, ""), "utf-8")
    refuted = verify(out, "--json")
    assert refuted.exit_code == 2
    failures = json.loads(refuted.stdout)["failures"]
    assert [failure["what"]["en"] for failure in failures] == [
        "slice all, failure L3: no link is left between {a} and the rest, 3 are wanted",
        "its cost is 1210.7, its parts add up to 1201.2",
    ]
    shown = " ".join(verify(out, "--lang", "ja").stdout.split())
    assert "障害 L3: {a} とその他の間のリンクが残らない" in shown
    assert "検算に合わない (2件)" in shown


def test_no_file_but_a_design_is_replaced(network: Path, answers):
    asked = answers(BEST)
    done = invoke(network, "--model", TAG, "--out", network, "--lang", "en")
    assert done.exit_code == 2
    assert "holds something that is not a design file" in done.stderr
    assert network.read_text("utf-8") == NETWORK
    assert asked == []  # it is refused before the search


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_stopped_search_is_written_too(network: Path, answers):
    answers(BEST, interrupted=True)
    out = network.parent / "design.json"
    assert invoke(network, "--model", TAG, "--out", out).exit_code == 130
    assert read_design(out).design == BEST


def test_problems_of_a_design_file_end_with_2(network: Path, answers):
    answers(BEST)
    out = network.parent / "design.json"
    invoke(network, "--model", TAG, "--out", out)
    out.write_text(out.read_text("utf-8").replace('"purchases"', '"purchase"'), "utf-8")
    done = verify(out, "--lang", "en")
    assert done.exit_code == 2
    assert "design.purchase: there is no such key" in done.stderr
    assert "did you mean 'purchases'?" in done.stderr


def test_numbers_of_json():
    assert (number(Fraction(5)), number(Fraction(2, 3))) == (5, 0.666667)
    assert at_most(Fraction(1, 10)) == 0.1
    large = 10**16 + Fraction(3, 2)
    assert Fraction(repr(at_most(large))) <= large
    assert at_most(Fraction(10**20)) == 10**20


def test_what_the_certificate_shows_is_told(network: Path):
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["status"] == "optimal"
    assert document["certified_bound"] == document["bound"] == document["value"]
    done = invoke(network, "--model", "U-U-M-N-C-A-N-N", "--lang", "en")
    assert f"certificate shows at least {document['bound']:,}" in " ".join(done.stdout.split())
