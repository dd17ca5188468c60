"""Workbooks: the template filled in, cells of every kind, and hostile files."""

import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from consolidation.errors import InputProblems
from consolidation.inventory.dictionary import dictionary
from consolidation.inventory.read import read_inventory
from consolidation.inventory.template import WORKBOOK_NAME, write_template
from consolidation.inventory.titles import GUIDE_SHEETS
from consolidation.inventory.workbook import measure
from consolidation.inventory.write import cell_text, samples

SMALL_OFFICE = Path(__file__).parents[2] / "inventories" / "small-office"
HEADER = ["id", "site", "form", "memory_mib", "lease_end", "name"]


def book(path: Path, rows, header=HEADER, sheet="servers", change=lambda sheet, day: None) -> Path:
    with xlsxwriter.Workbook(path) as made:
        day = made.add_format({"num_format": 'ggge"年"m"月"d"日"'})
        sites = made.add_worksheet("拠点")
        sites.write_row(0, 0, ["拠点ID", "拠点名", "種別"])
        sites.write_row(1, 0, ["HALL", "本庁舎", "本庁舎"])
        made.add_worksheet("systems").write_row(0, 0, ["id", "name", "department", "zone"])
        servers = made.add_worksheet(sheet)
        servers.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    servers.write_datetime(number, place, cell, day)
                elif cell is not None:
                    servers.write(number, place, cell)
        change(servers, day)
    return path


def broken(path: Path):
    with pytest.raises(InputProblems) as raised:
        read_inventory(path)
    return [p for p in raised.value.problems if not p.warning]


def test_cells_of_every_kind(tmp_path: Path):
    rows = [[1001, "HALL", "physical", 65536.0, datetime(2019, 3, 31), 12.5]]
    (server,) = read_inventory(book(tmp_path / "office.xlsx", rows)).estate.servers
    assert (server.id, server.memory_mib, server.name) == ("1001", 65536, "12.5")
    assert server.lease_end == date(2019, 3, 31)


def test_problems_name_sheet_and_row(tmp_path: Path):
    rows = [["A", "HALL", "physical", 64, None], [], ["B", "HALL", "physical", "64G", 43556]]
    found = broken(book(tmp_path / "office.xlsx", rows, sheet="サーバ"))
    assert [(p.source, p.line, p.column) for p in found] == [
        ("office.xlsx[サーバ]", 4, "memory_mib"),
        ("office.xlsx[サーバ]", 4, "lease_end"),
    ]
    assert "day number of 2019-04-01" in found[1].fix.en


def test_an_error_value_is_not_taken_for_empty(tmp_path: Path):
    def change(sheet, day):
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    rows = [["A", "HALL", "physical", None, None, "x"]]
    (problem,) = broken(book(tmp_path / "office.xlsx", rows, change=change))
    assert (problem.line, problem.column) == (2, "memory_mib")
    assert problem.what.en == "'#DIV/0!' is a spreadsheet error value"


def test_unknown_sheets_are_named(tmp_path: Path):
    path = book(tmp_path / "office.xlsx", [["A", "HALL", "vm"]], sheet="サーバｘ")
    with pytest.raises(InputProblems) as raised:
        read_inventory(path)
    unknown = [p for p in raised.value.problems if "unknown table" in p.what.en]
    assert unknown[0].fix.en == "did you mean servers (サーバ)?"


@pytest.mark.parametrize("language", ["en", "ja"])
def test_template_is_empty_and_says_so(tmp_path: Path, language):
    files = write_template(tmp_path / "new", language)
    names = {path.name for path in files}
    assert names == {f"{t.name}.csv" for t in dictionary()} | {WORKBOOK_NAME}
    assert all(path.exists() for path in files)
    for path in (tmp_path / "new", tmp_path / "new" / WORKBOOK_NAME):
        found = broken(path)
        assert [p.what.en for p in found] == ["there are no rows"] * 2
    with pytest.raises(InputProblems):
        write_template(tmp_path / "new", language)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_template_workbook(tmp_path: Path, language):
    write_template(tmp_path / "new", language)
    made = openpyxl.load_workbook(tmp_path / "new" / WORKBOOK_NAME)
    guide, columns = GUIDE_SHEETS[language]
    assert made.sheetnames == [guide, *(t.title(language) for t in dictionary()), columns]
    for info in dictionary():
        sheet = made[info.title(language)]
        assert [c.value for c in sheet[1]] == [c.header(language) for c in info.columns]
        assert sheet.freeze_panes == "B2"
        assert all(c.comment and c.comment.text for c in sheet[1])
        assert sheet.max_row == 1
    systems = made["システム" if language == "ja" else "systems"]
    word = "住民情報系" if language == "ja" else "resident"
    assert any(word in v.formula1 for v in systems.data_validations.dataValidation)
    explained = {(r[0].value, r[1].value) for r in made[columns].iter_rows(min_row=2)}
    assert explained == {(t.title(language), c.name) for t in dictionary() for c in t.columns}


def test_template_is_the_same_every_time(tmp_path: Path):
    one = write_template(tmp_path / "one", "ja")
    two = write_template(tmp_path / "two", "ja")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_filled_template_reads_back(tmp_path: Path, language):
    estate = read_inventory(SMALL_OFFICE).estate
    write_template(tmp_path / "small-office", language)
    path = tmp_path / "small-office" / WORKBOOK_NAME
    made = openpyxl.load_workbook(path)
    for info in dictionary():
        rows = getattr(estate, info.name)
        if info.name == "traces":
            rows = [s for trace in rows for s in samples(trace)]
        for number, row in enumerate(rows, start=2):
            for place, column in enumerate(info.columns, start=1):
                value = getattr(row, column.name)
                if isinstance(value, str | bool | tuple):
                    value = cell_text(column, value, language)
                made[info.title(language)].cell(number, place).value = value
    made.save(path)
    assert read_inventory(tmp_path / "small-office").estate == estate
    assert read_inventory(path).estate.servers == estate.servers


def test_a_folder_with_two_filled_inventories_is_refused(tmp_path: Path):
    folder = tmp_path / "office"
    write_template(folder, "en")
    book(folder / "other.xlsx", [["A", "HALL", "physical"]])
    assert len(read_inventory(folder).estate.servers) == 1
    with (folder / "sites.csv").open("a", encoding="utf-8") as file:
        file.write("X,x,branch\r\n")
    assert "more than one inventory" in broken(folder)[0].what.en


def test_other_workbooks_in_the_folder_are_named(make):
    folder = make()
    with xlsxwriter.Workbook(folder / "memo.xlsx") as made:
        made.add_worksheet("vInfo").write(0, 0, "VM")
    (folder / "broken.xlsx").write_bytes(b"no zip")
    found = read_inventory(folder).warnings
    assert [w.source for w in found] == ["broken.xlsx", "memo.xlsx"]


def test_a_million_declared_rows_take_no_time(tmp_path: Path):
    path = book(tmp_path / "office.xlsx", [["A", "HALL", "physical"]])
    declared = tmp_path / "declared.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(declared, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet3.xml"):
                assert b'<dimension ref="A1:F2"/>' in data
                data = data.replace(b'"A1:F2"', b'"A1:XFD1048576"')
            new.writestr(name, data)
    start = time.perf_counter()
    assert len(read_inventory(declared).estate.servers) == 1
    assert time.perf_counter() - start < 2


def test_a_far_off_cell_is_refused_before_it_fills_the_memory(tmp_path: Path):
    def change(sheet, day):
        sheet.write(1_048_575, 16_000, "x")

    (problem,) = broken(book(tmp_path / "o.xlsx", [["A", "HALL", "vm"]], change=change))
    assert problem.what.en == "the sheet's used area is too large (1048576 x 16001)"


def test_formatted_empty_rows_are_skipped(tmp_path: Path):
    def change(sheet, day):
        for row in range(2, 5_000):
            sheet.write_blank(row, 0, None, day)

    path = book(tmp_path / "o.xlsx", [["A", "HALL", "physical"]], change=change)
    assert len(read_inventory(path).estate.servers) == 1


@pytest.mark.parametrize("damage", ["text", "cut", "flipped", "not a workbook", "half a sheet"])
def test_damaged_workbooks(tmp_path: Path, damage):
    path = book(tmp_path / "o.xlsx", [["A", "HALL", "physical"]])
    data = bytearray(path.read_bytes())
    if damage == "text":
        data = bytearray(b"hello")
    elif damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "flipped":
        data[len(data) // 3] ^= 0xFF
    path.write_bytes(data)
    if damage in ("not a workbook", "half a sheet"):
        old = {n: zipfile.ZipFile(path).read(n) for n in zipfile.ZipFile(path).namelist()}
        with zipfile.ZipFile(path, "w") as new:
            for name, part in old.items():
                if damage == "half a sheet" or name == "docProps/app.xml":
                    new.writestr(name, part[:200] if "sheet3" in name else part)
    found = broken(path)
    assert "cannot be opened as a workbook" in found[0].what.en


def test_measure_reads_prefixed_and_reordered_tags():
    xml = b'<x:c s="1" r="B7" t="e"><x:v>#REF!</x:v></x:c><x:c r="ZZ9"/><c r="C2" ><v>1</v></c>'
    assert measure(xml).errors == ((7, 2, "#REF!"),)
    assert (measure(xml).num_rows, measure(xml).num_columns) == (7, 3)
