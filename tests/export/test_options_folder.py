"""The folder of a comparison: complete, harmless, replaced only when it is ours."""

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest

from consolidation.export.errors import CannotWrite
from consolidation.export.hygiene import FORMULA_STARTS
from consolidation.export.manifest import digest, read_manifest
from consolidation.export.options import folder as module
from consolidation.export.options.contents import all_tables
from consolidation.export.options.folder import OURS, Sources, options_files, write_options_folder
from consolidation.export.options.options_json import loads
from consolidation.export.options.report import SHEETS
from consolidation.inventory.estate import Estate
from tests.export.option_samples import FORMULA, MARKUP, shown

ROOT = Path(__file__).parents[2]
SOURCES = Sources(ROOT / "inventories" / "small-office", ROOT / "scenarios" / "small-office.toml")


@pytest.fixture(scope="module")
def files():
    return {language: options_files(shown(language)) for language in ("ja", "en")}


@pytest.fixture
def quick(files, monkeypatch):
    """Make the folder's files only once; drawing takes longest."""
    monkeypatch.setattr(module, "options_files", lambda own: files[own.language])


@pytest.fixture
def out(quick, tmp_path: Path) -> Path:
    write_options_folder(shown(), SOURCES, tmp_path / "out")
    return tmp_path / "out"


def test_the_folder_is_complete_and_the_manifest_is_true(quick, tmp_path: Path):
    out = tmp_path / "new" / "out"
    written = write_options_folder(shown(), SOURCES, out)
    assert {path.name for path in out.iterdir()} == OURS
    assert all(path.is_file() for path in written)
    tables = {path.stem for path in (out / "tables").iterdir()}
    assert tables == set(all_tables(shown()))
    figures = {path.name for path in (out / "figures").iterdir()}
    names = ("options-pareto", "options-tornado")
    assert figures == {f"{name}.{end}" for name in names for end in ("png", "svg")}
    manifest = read_manifest(out)
    assert {name: digest(out / name) for name in manifest.files} == manifest.files
    assert len(manifest.files) == len(written) - 1
    assert (out / manifest.scenario).read_bytes() == SOURCES.scenario.read_bytes()
    text = (out / "options.json").read_text("utf-8")
    assert loads(text).comparison == shown().comparison
    assert json.loads(text)["illustrative"]["en"].endswith("(5 of 5 rows)")


def test_everything_warns_of_made_up_prices(files):
    for language, words in (
        ("ja", "例示であり、市の実際の値ではない"),
        ("en", "illustrative, not"),
    ):
        made = files[language]
        book = openpyxl.load_workbook(BytesIO(made["workbook.xlsx"]))
        assert words in str(book.worksheets[0]["A1"].value)
        assert 'class="made-up"' in made["report.html"].decode("utf-8")
        assert words in made["report.html"].decode("utf-8")
        assert words in made["README.txt"].decode("utf-8")
    real = shown()
    honest = type(real)(
        comparison=real.comparison,
        estate=Estate(name="surveyed"),
        asked=real.asked,
        language="en",
    )
    assert b'class="made-up"' not in options_files(honest)["report.html"]


def test_every_part_is_called_a_comparison_of_its_scenario(files):
    for language, title in (
        ("ja", "回線統合案の比較 — 手作りの問い"),
        ("en", "Ways to merge the lines, compared — a question made by hand"),
    ):
        page = files[language]["report.html"].decode("utf-8")
        assert f"<h1>{title}</h1>" in page
        assert f"<title>{title}</title>" in page
        assert title in files[language]["README.txt"].decode("utf-8")
        book = openpyxl.load_workbook(BytesIO(files[language]["workbook.xlsx"]))
        assert book.properties.title == title


def test_no_cell_is_a_formula(files):
    for made in files.values():
        tables = [name for name in made if name.startswith("tables/")]
        assert tables
        for name in tables:
            text = made[name].decode("utf-8").removeprefix("\ufeff")
            for row in csv.reader(StringIO(text), quoting=csv.QUOTE_NONNUMERIC):
                assert not [c for c in row if isinstance(c, str) and c[:1] in FORMULA_STARTS]
        assert "'=HYPERLINK(" in made["tables/option-lines.csv"].decode("utf-8")
        book = openpyxl.load_workbook(BytesIO(made["workbook.xlsx"]))
        cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
        assert not [c for c in cells if c.data_type == "f"]
        assert f"'{FORMULA}" in {c.value for c in cells}


def test_the_workbook_has_a_sheet_for_every_table(files):
    shown_ = {name for plan in SHEETS for name in plan.tables}
    assert shown_ == set(all_tables(shown()))
    for language, made in files.items():
        book = openpyxl.load_workbook(BytesIO(made["workbook.xlsx"]))
        assert book.sheetnames == [plan.name.in_(language) for plan in SHEETS]


def test_the_page_is_whole_and_nothing_in_it_acts(files):
    for language, made in files.items():
        html = made["report.html"].decode("utf-8")
        assert f'<html lang="{language}">' in html
        assert "<script" not in html
        assert MARKUP not in html
        assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "\u202e" not in html
        assert "http" not in html.replace("http-equiv", "")
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), "every id once"
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
        assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
        assert html.count("<svg") == 2
    ja, en = (files[language]["report.html"].decode("utf-8") for language in ("ja", "en"))
    assert "拠点間・施設内とも統合＋VRF" in ja
    assert "both merged + VRF" in en
    assert "both merged" not in ja
    assert "統合＋" not in en


def test_written_twice_every_byte_is_the_same(files, out: Path):
    assert options_files(shown()) == files["ja"]
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    write_options_folder(shown(), SOURCES, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_only_our_own_folder_is_replaced(out: Path, tmp_path: Path):
    stranger = out / "notes.txt"
    stranger.write_text("mine", "utf-8")
    with pytest.raises(CannotWrite, match=r"notes\.txt"):
        write_options_folder(shown(), SOURCES, out)
    assert stranger.read_text("utf-8") == "mine"
    plan = tmp_path / "plan"
    plan.mkdir()
    (plan / "plan.json").write_text("{}", "utf-8")
    with pytest.raises(CannotWrite, match=r"options\.json"):
        write_options_folder(shown(), SOURCES, plan)


def test_a_folder_that_cannot_be_finished_leaves_the_old_one(out: Path, monkeypatch):
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "copy_inputs", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_options_folder(shown("en"), SOURCES, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert [path.name for path in out.parent.iterdir() if ".new" in path.name] == []
    fresh = out.parent / "fresh"
    with pytest.raises(CannotWrite):
        write_options_folder(shown("en"), SOURCES, fresh)
    assert not fresh.exists()
