"""The template: an empty inventory to fill in, as CSV files and as one workbook."""

from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consolidation.inventory.dictionary import CellType, ColumnInfo, TableInfo, dictionary
from consolidation.inventory.new_folder import new_folder
from consolidation.inventory.titles import GUIDE_SHEETS
from consolidation.inventory.wording import (
    COLUMN_FACTS,
    allowed_text,
    empty_text,
    type_text,
    words_of,
)
from consolidation.inventory.write import write_csv
from consolidation.text import Language, Text

WORKBOOK_NAME = "inventory.xlsx"
A4 = 9
"""The code of the paper size."""
LAST_ROW = 1_048_575
LONGEST_LIST = 255
"""Characters a spreadsheet allows in the words of a drop-down."""

_MADE = datetime(2019, 4, 1)  # a fixed day, so that the same version writes the same bytes
_NUMBER_FORMATS = {
    CellType.TEXT: "@",
    CellType.DATE: "yyyy-mm-dd",
    CellType.TIME: "yyyy-mm-dd hh:mm",
    CellType.WHOLE: "#,##0",
}
_NARROW, _WIDE = 12, 30

GUIDE: tuple[Text, ...] = (
    Text("台帳のひな形", "Inventory template"),
    Text(
        "シート一枚が一つの表である。このブックか、同じ名前のCSVか、どちらか一方に記入する。",
        "Each sheet is one table. Fill in this workbook, or the CSV files of the same names, "
        "not both.",
    ),
    Text(
        "必ず要るのは「拠点」と「サーバ」。ほかの表は、分かるものだけでよい。",
        "Only sites and servers are needed; of the other tables, what is known.",
    ),
    Text(
        "色の濃い見出しの列は必須である。ほかの列は、分からなければ空欄にする。ゼロは書かない。",
        "Columns with a dark header are required. Leave any other cell empty when it is not "
        "known; never write zero for it.",
    ),
    Text(
        "見出しの単位で、数字だけを書く。日付は 2019-03-31 または 平成31年3月31日。",
        "Write numbers alone, in the unit of the header; dates like 2019-03-31.",
    ),
    Text(
        "「…ID」の列は、ほかの表の記号と同じ字で書く。列の順は変えてよい。",
        "Columns that name a row of another table hold its id, letter by letter. Columns may "
        "stand in any order.",
    ),
    Text(
        "調べた値でない (例示、推定の) ときは、「出典」にそう書く。",
        "Where a value was not surveyed (made up, estimated), say so in the column source.",
    ),
)


def write_template(folder: Path, language: Language) -> tuple[Path, ...]:
    """Write an empty inventory into a new folder; return the files.

    Raises `InputProblems` when the folder exists and is not empty.
    """
    with new_folder(folder) as draft:
        for info in dictionary():
            write_csv(draft / f"{info.name}.csv", info, (), language)
        _write_workbook(draft / WORKBOOK_NAME, language)
        names = sorted(path.name for path in draft.iterdir())
    return tuple(folder / name for name in names)


def _write_workbook(path: Path, language: Language) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": _MADE, "title": GUIDE[0].in_(language)})
        styles = Styles(book)
        guide, columns = GUIDE_SHEETS[language]
        _guide_sheet(book.add_worksheet(guide), styles, language)
        for info in dictionary():
            _table_sheet(book.add_worksheet(info.title(language)), info, styles, language)
        _columns_sheet(book.add_worksheet(columns), styles, language)


class Styles:
    """The cell formats of the workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"font_name": "Yu Gothic", "font_size": 10, "valign": "top"}
        head = {**base, "bold": True, "border": 1, "text_wrap": True}
        self.text: Format = book.add_format({**base, "text_wrap": True})
        self.title: Format = book.add_format({**base, "bold": True, "font_size": 14})
        self.required: Format = book.add_format(
            {**head, "bg_color": "#1F3864", "font_color": "#FFFFFF"}
        )
        self.optional: Format = book.add_format({**head, "bg_color": "#D9E2F3"})
        self.cells: dict[CellType, Format] = {
            kind: book.add_format({**base, "num_format": _NUMBER_FORMATS.get(kind, "General")})
            for kind in CellType
        }


def _guide_sheet(sheet: Worksheet, styles: Styles, language: Language) -> None:
    sheet.set_column(0, 0, 100, styles.text)
    sheet.hide_gridlines(2)
    for row, text in enumerate(GUIDE):
        style = styles.title if row == 0 else styles.text
        sheet.write_string(row + (row > 0), 0, text.in_(language), style)


def _table_sheet(sheet: Worksheet, info: TableInfo, styles: Styles, language: Language) -> None:
    sheet.freeze_panes(1, 1)
    _print_layout(sheet)
    sheet.set_row(0, 32)
    for place, column in enumerate(info.columns):
        wide = column.cell_type is CellType.TEXT and column.name in ("name", "source", "note")
        style = styles.cells[column.cell_type]
        sheet.set_column(place, place, _WIDE if wide else _NARROW, style)
        header = styles.required if column.required else styles.optional
        sheet.write_string(0, place, column.header(language), header)
        sheet.write_comment(0, place, _comment(column, language), {"x_scale": 2})
        words = words_of(column, language)
        if words and len(",".join(words)) <= LONGEST_LIST:
            sheet.data_validation(
                1, place, LAST_ROW, place, {"validate": "list", "source": list(words)}
            )


def _print_layout(sheet: Worksheet) -> None:
    """Print on A4 across, all columns on one page's width, the head on every page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _comment(column: ColumnInfo, language: Language) -> str:
    lines = [column.meaning, type_text(column), allowed_text(column)]
    empty = empty_text(column)
    if not column.required:
        empty = Text(f"空欄: {empty.ja}", f"empty: {empty.en}")
    return "\n".join(t.in_(language) for t in (*lines, empty) if t.in_(language))


def _columns_sheet(sheet: Worksheet, styles: Styles, language: Language) -> None:
    for place, width in enumerate((14, 26, 20, 30, 16, 60, 40)):
        sheet.set_column(place, place, width, styles.text)
        sheet.write_string(0, place, COLUMN_FACTS[place].in_(language), styles.optional)
    sheet.freeze_panes(1, 2)
    _print_layout(sheet)
    row = 0
    for info in dictionary():
        for column in info.columns:
            row += 1
            facts = (
                info.title(language),
                column.name,
                column.header("ja"),
                type_text(column).in_(language),
                empty_text(column).in_(language),
                allowed_text(column).in_(language),
                column.meaning.in_(language),
            )
            for place, text in enumerate(facts):
                sheet.write_string(row, place, text, styles.text)
