"""The workbook, read by two other libraries."""

import re
import zipfile
from collections import defaultdict
from io import BytesIO

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from consolidation.export.contents.all import all_tables
from consolidation.export.review import Review
from consolidation.export.workbook import SHEETS, workbook
from consolidation.text import Language


@pytest.fixture(scope="module")
def book(review: Review) -> bytes:
    return workbook(review, all_tables(review))


@pytest.fixture(scope="module")
def sheets(book: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(book))


def test_both_readers_see_the_japanese_sheets(book: bytes, sheets: openpyxl.Workbook):
    names = [sheet.name.ja for sheet in SHEETS]
    assert sheets.sheetnames == names
    assert CalamineWorkbook.from_filelike(BytesIO(book)).sheet_names == names
    for name in ("概要", "移行方針", "所要資源", "配置", "回線", "規則の判定", "経費", "入力"):
        assert name in names


def test_english_sheets_too(review: Review):
    other = Review(review.plan, review.as_is, review.to_be, review.problem, "en")
    data = workbook(other, all_tables(other))
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == [s.name.en for s in SHEETS]


def test_equal_plans_give_equal_bytes_without_a_date(review: Review, book: bytes):
    assert workbook(review, all_tables(review)) == book
    with zipfile.ZipFile(BytesIO(book)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert "1980-01-01" in archive.read("docProps/core.xml").decode()


def test_no_text_is_a_formula_or_a_link(book: bytes, sheets: openpyxl.Workbook):
    """Only the sheet of totals has formulas, and all of them are ours."""
    for sheet in sheets.worksheets:
        formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
        if sheet.title != "経費集計":
            assert not formulas, sheet.title
        assert all(
            re.match(r"=(SUMIFS|SUMPRODUCT|SUM)\(|=[A-Z]+\d+-[A-Z]+\d+$", f) for f in formulas
        )
    with zipfile.ZipFile(BytesIO(book)) as archive:
        for name in archive.namelist():
            assert b"<hyperlink" not in archive.read(name)
            assert b"externalLink" not in archive.read(name)


def test_hostile_names_are_shown_and_cannot_act(sheets: openpyxl.Workbook):
    values = [c.value for row in sheets["移行方針"].iter_rows() for c in row]
    assert '\'=HYPERLINK("x","y")' in values
    assert "<script>alert(1)</script>" in values
    assert "'＝全角" in values
    assert "ベル␇と<U+202E>反転" in values


def test_totals_are_formulas_whose_values_are_right(
    review: Review, book: bytes, sheets: openpyxl.Workbook
):
    """Each formula is computed here from the cost lines' sheet and must equal its cached value."""
    cached = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("経費集計").to_python()
    offset = next(i for i, row in enumerate(cached) if row[0] == "年度別・費目別")
    assert offset == 0
    lines, totals = sheets["経費"], sheets["経費集計"]
    computed: dict[str, int] = {}
    num_sums = num_plain = 0
    for row in totals.iter_rows():
        for cell in row:
            if cell.data_type != "f":
                continue
            value = evaluate(str(cell.value), totals, lines, computed)
            computed[cell.coordinate] = value
            assert value == cached[cell.row - 1][cell.column - 1], cell.coordinate
            num_sums += "SUMIFS" in str(cell.value)
            num_plain += "SUMPRODUCT" in str(cell.value)
    assert num_sums
    assert num_plain, "a department named * needs the exact formula"
    costs = review.plan.costs
    assert costs.to_be_yen in computed.values()
    assert costs.to_be_yen - costs.as_is_yen in computed.values()


def evaluate(formula: str, here: Worksheet, lines: Worksheet, computed: dict[str, int]) -> int:
    if match := re.fullmatch(r"=([A-Z]+\d+)-([A-Z]+\d+)", formula):
        return computed[match[1]] - computed[match[2]]
    if match := re.fullmatch(r"=SUM\(([A-Z]+\d+):([A-Z]+\d+)\)", formula):
        cells = here[f"{match[1]}:{match[2]}"]
        return sum(computed[c.coordinate] for row in cells for c in row)
    ranges = re.findall(r"'経費'!(\$[A-Z]+\$\d+:\$[A-Z]+\$\d+)", formula)
    if formula.startswith("=SUMIFS"):
        yen, side, year, key = (column(lines, span) for span in ranges)
    else:
        side, year, key, yen = (column(lines, span) for span in ranges)
    cells = re.findall(r"[,=]([A-Z]+\$?\d+)", formula)
    wanted = [here[cell.replace("$", "")].value for cell in cells]
    assert len(wanted) == 3
    return sum(y for y, *found in zip(yen, side, year, key, strict=True) if found == wanted)


def column(sheet: Worksheet, span: str) -> list[object]:
    return [cell.value for row in sheet[span.replace("$", "")] for cell in row]


def test_totals_need_no_name_to_be_unlike_another(review: Review):
    by_department: dict[str, int] = defaultdict(int)
    for line in review.plan.costs.lines:
        by_department[line.department] += line.yen
    assert {"*", "<script>部", "=1+1課"} <= set(by_department), "the sample is hostile enough"


@pytest.mark.parametrize("name", ["移行方針", "配置", "経費", "規則の判定", "ネットワーク負荷"])
def test_a_sheet_is_ready_to_filter_and_to_print(sheets: openpyxl.Workbook, name: str):
    sheet = sheets[name]
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage, "one page wide"
    assert sheet.page_setup.fitToHeight == 0, "and as many pages long as it takes"
    assert sheet.print_title_rows == "$3:$3"
    assert "&P" in (sheet.oddFooter.right.text or "")
    assert name in (sheet.oddHeader.right.text or "")


def test_numbers_are_numbers_with_thousands_apart(sheets: openpyxl.Workbook):
    sheet = sheets["経費"]
    cell = sheet["H4"]
    assert isinstance(cell.value, int)
    assert cell.number_format == "#,##0"
    assert isinstance(sheets["移行の段階"]["B4"].value, object)
    assert sheets["移行の段階"]["B4"].is_date


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_cell_too_long_for_excel_says_so(review: Review, language: Language):
    from dataclasses import replace

    from consolidation.text import Text

    long = Text("長" * 40_000, "l" * 40_000)
    first, *rest = review.plan.sizing.dispositions
    sizing = replace(review.plan.sizing, dispositions=(replace(first, reason=long), *rest))
    plan = replace(review.plan, sizing=sizing)
    changed = Review(plan, review.as_is, review.to_be, review.problem, language)
    data = workbook(changed, all_tables(changed))
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[1]
    cell = sheet.cell(4, 11).value
    assert isinstance(cell, str)
    assert len(cell) <= 32_767
    assert "40000" in cell
