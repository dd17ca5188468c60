"""Plans side by side."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from consolidation.errors import InputProblems
from consolidation.export.compare import SHEETS, compare
from consolidation.export.contents.comparison import TABLES
from consolidation.export.errors import CannotWrite
from consolidation.export.labels import MERGE
from consolidation.export.plan_json import dumps
from consolidation.policy.model import Outcome
from consolidation.redesign.model import Merge
from consolidation.scenario.model import Plan
from consolidation.sizing.model import DispositionKind
from consolidation.text import Text


def put(plan: Plan, folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text(dumps(plan), "utf-8")
    return folder


@pytest.fixture
def two(review, tmp_path: Path) -> list[Path]:
    """The hand-made plan, and one that differs in a handful of places."""
    plan: Plan = review.plan
    first, *rest = plan.sizing.dispositions
    retired = replace(first, kind=DispositionKind.RETIRE, platform=None)
    to_be = plan.verdicts[1]
    broken = replace(to_be.findings[0], outcome=Outcome.VIOLATED, subject="SYS-1")
    wave, *waves = plan.schedule.waves
    other = replace(
        plan,
        scenario=replace(
            plan.scenario,
            title=Text("=別の計画<b>", "=another<b>"),
            policy=replace(plan.scenario.policy, required_controls=3),
        ),
        sizing=replace(plan.sizing, dispositions=(retired, *rest)),
        packing=replace(plan.packing, hosts=plan.packing.hosts[:-1], price_yen=5_250_000),
        lines=replace(plan.lines, chosen=Merge.BOTH),
        verdicts=(plan.verdicts[0], replace(to_be, findings=(broken,)), plan.verdicts[2]),
        schedule=replace(plan.schedule, waves=(replace(wave, moves=wave.moves[1:]), *waves)),
    )
    return [put(plan, tmp_path / "a"), put(other, tmp_path / "b")]


def tables(out: Path) -> dict[str, list[list[object]]]:
    tree = json.loads((out / "comparison.json").read_text("utf-8"))
    return {name: table["rows"] for name, table in tree["tables"].items()}


def test_the_differences_and_nothing_else_are_found(two: list[Path], tmp_path: Path):
    out = tmp_path / "out"
    written = compare(two, out, "ja")
    assert all(path.is_file() for path in written)
    rows = tables(out)
    assert [row[0] for row in rows["dispositions"]] == ["SRV-00"]
    assert [row[-1] for row in rows["assumptions"]] == ["policy.required_controls"]
    assert rows["assumptions"][0][0]["ja"] == "規則: 無線から住民情報系までに要る制御の数"
    assert rows["assumptions"][0][1:3] == [2, 3]
    assert rows["inputs"] == []
    assert rows["hosts"] == [["C", "HT-M", 4, 3]]
    kinds = {(row[1]["en"], row[2]["en"], row[3]) for row in rows["findings"]}
    assert ("opened", "no resident traffic by radio (P1-carriage)", "SYS-1") in kinds
    assert len(rows["move-days"]) == 1
    assert rows["move-days"][0][2] is None
    facts = {row[0]["en"]: row[1:] for row in rows["overview"]}
    assert facts["price of hosts (yen, no tax)"] == [7_000_000, 5_250_000]
    assert facts["line option"][1]["ja"] == MERGE[Merge.BOTH].ja
    assert facts["violated, to-be"] == [0, 1]
    assert json.loads((out / "comparison.json").read_text())["warnings"] == []


def test_costs_side_by_side_add_up(review, two: list[Path], tmp_path: Path):
    out = tmp_path / "out"
    compare(two, out, "en")
    rows = tables(out)
    costs = review.plan.costs
    assert rows["costs-by-year"][-1][1:] == [costs.as_is_yen, costs.to_be_yen, costs.to_be_yen]
    assert rows["costs-by-category"][-1][1:] == [costs.to_be_yen, costs.to_be_yen]
    years = rows["costs-by-year"][:-1]
    assert sum(row[2] for row in years) == costs.to_be_yen


def test_other_inventories_are_compared_with_a_loud_note(review, made, tmp_path: Path):
    folders = [put(review.plan, tmp_path / "a"), made.folder]
    out = tmp_path / "out"
    compare(folders, out, "ja")
    html = (out / "report.html").read_text("utf-8")
    assert 'role="alert"' in html
    assert "台帳の内容が違う" in html
    book = openpyxl.load_workbook(out / "workbook.xlsx")
    assert "例示であり、市の実際の値ではない" in str(book.worksheets[0]["A1"].value)
    assert "台帳の内容が違う" in str(book.worksheets[0]["A3"].value)
    assert "例示であり、市の実際の値ではない" in html
    assert json.loads((out / "comparison.json").read_text())["warnings"]


def test_workbook_and_page_are_safe_and_complete(two: list[Path], tmp_path: Path):
    out = tmp_path / "out"
    compare([*two, two[0]], out, "ja")
    book = openpyxl.load_workbook(BytesIO((out / "workbook.xlsx").read_bytes()))
    assert book.sheetnames == [words.ja for words in SHEETS.values()]
    assert len(SHEETS) == len(TABLES)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    assert "'=別の計画<b>" in {c.value for c in cells}
    html = (out / "report.html").read_text("utf-8")
    assert "=別の計画&lt;b&gt;" in html
    assert "http" not in html.replace("http-equiv", "")
    assert "a (1)" in html, "plans of the same folder name are numbered"
    assert "a (3)" in html


def test_written_twice_every_byte_is_the_same_and_strangers_stay(two: list[Path], tmp_path: Path):
    out = tmp_path / "out"
    first = {path: path.read_bytes() for path in compare(two, out, "ja")}
    assert {path: path.read_bytes() for path in compare(two, out, "ja")} == first
    with pytest.raises(CannotWrite, match=r"comparison\.json"):
        compare(two, two[0], "ja")


def test_all_folders_that_cannot_be_read_are_named(two: list[Path], tmp_path: Path):
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "plan.json").write_text("{}")
    with pytest.raises(InputProblems) as caught:
        compare([two[0], bad, tmp_path / "missing"], tmp_path / "out", "ja")
    sources = " ".join(problem.source for problem in caught.value.problems)
    assert "bad/plan.json" in sources
    assert "missing" in sources
    assert not (tmp_path / "out").exists()


def test_one_plan_is_nothing_to_compare(two: list[Path], tmp_path: Path):
    with pytest.raises(InputProblems):
        compare(two[:1], tmp_path / "out", "ja")
