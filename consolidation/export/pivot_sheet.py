"""The sheet of cost totals: formulas that a reviewer can follow, with their values beside them.

Each amount is a ``SUMIFS`` over the sheet of cost lines, each total a ``SUM``. Where a name would
not be taken literally by ``SUMIFS`` (``<script>`` reads as a condition, ``*`` as a wildcard, and
upper and lower case count as equal) the amount is a slower ``SUMPRODUCT`` over ``EXACT``.
"""

import re
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from consolidation.export import labels
from consolidation.export.contents.costs import SIDES, Pivot
from consolidation.export.sheet import GAP, Area, Sheet
from consolidation.export.table import plain
from consolidation.text import Language, Text

SIDE_COLUMN, YEAR_COLUMN, YEN_COLUMN = 0, 1, 7
FIRST_YEAR_COLUMN = 2
PLAIN_NAME = re.compile(r"[^\W\d_][^<>=*?~]{0,200}")
"""A letter first, and nothing that reads as a condition or a wildcard."""
DIFFERENCE = Text("差", "difference")
TOTAL = Text("計", "total")


@dataclass(frozen=True, slots=True)
class Lines:
    """The sheet and area that hold the cost lines."""

    sheet_name: str
    area: Area

    def column(self, column: int) -> str:
        """Return the absolute range of one column of the lines."""
        first = xl_rowcol_to_cell(self.area.head + 1, column, True, True)
        last = xl_rowcol_to_cell(self.area.last, column, True, True)
        return f"'{self.sheet_name}'!{first}:{last}"


def write_pivot(sheet: Sheet, pivot: Pivot, lines: Lines) -> None:
    """Write as-is, to-be and their difference by year, below what the sheet already holds."""
    note = Text(
        "各金額は「経費」シートの行を数式で合計したもの。円、税込。",
        "Every amount is a formula over the sheet of cost lines; yen, with tax.",
    )
    sheet.title(pivot.title, note)
    head = sheet.next_row
    _heads(sheet, pivot, head)
    totals = []
    row = head + 1
    for side in range(len(SIDES)):
        first = row
        for i in range(len(pivot.labels)):
            _amounts(sheet, pivot, lines, row, head, side, i)
            row += 1
        _total(sheet, pivot, row, first, side)
        totals.append(row)
        row += 1
    _difference(sheet, pivot, row, totals)
    sheet.next_row = row + 1 + GAP


def _heads(sheet: Sheet, pivot: Pivot, head: int) -> None:
    style = sheet.formats.head()
    for column, words in enumerate((Text("区分", "side"), pivot.key)):
        sheet.sheet.write_string(head, column, words.in_(sheet.language), style)
    pattern = '0"年度"' if sheet.language == "ja" else '"FY"0'
    for i, year in enumerate(pivot.years):
        column = FIRST_YEAR_COLUMN + i
        sheet.sheet.write_number(head, column, year, sheet.formats.year(pattern))
        sheet.widen(column, 15)
    last = FIRST_YEAR_COLUMN + len(pivot.years)
    sheet.sheet.write_string(head, last, TOTAL.in_(sheet.language), style)
    sheet.widen(last, 17)
    sheet.widen(0, 16)
    sheet.widen(1, 26)


def _amounts(
    sheet: Sheet, pivot: Pivot, lines: Lines, row: int, head: int, side: int, label: int
) -> None:
    sheet.cell(row, 0, labels.SIDE[SIDES[side]], "text")
    sheet.cell(row, 1, pivot.labels[label], "text")
    amounts = pivot.yen[side][label]
    make = _sumifs if _literal(pivot, label, sheet.language) else _sumproduct
    for i, yen in enumerate(amounts):
        column = FIRST_YEAR_COLUMN + i
        cells = [xl_rowcol_to_cell(row, 0), xl_rowcol_to_cell(head, column, True)]
        formula = make(lines, pivot.column, cells[0], cells[1], xl_rowcol_to_cell(row, 1))
        sheet.sheet.write_formula(row, column, formula, sheet.formats.yen(), yen)
    _row_sum(sheet, row, len(amounts), sum(amounts), total=False)


def _sumifs(lines: Lines, key: int, side: str, year: str, name: str) -> str:
    return (
        f"=SUMIFS({lines.column(YEN_COLUMN)},{lines.column(SIDE_COLUMN)},{side},"
        f"{lines.column(YEAR_COLUMN)},{year},{lines.column(key)},{name})"
    )


def _sumproduct(lines: Lines, key: int, side: str, year: str, name: str) -> str:
    return (
        f"=SUMPRODUCT(EXACT({lines.column(SIDE_COLUMN)},{side})"
        f"*({lines.column(YEAR_COLUMN)}={year})*EXACT({lines.column(key)},{name})"
        f"*{lines.column(YEN_COLUMN)})"
    )


def _literal(pivot: Pivot, label: int, language: Language) -> bool:
    """Return whether ``SUMIFS`` takes a name for itself and for no other."""
    names = [str(plain(name, language)) for name in pivot.labels]
    same = [name for name in names if name.casefold() == names[label].casefold()]
    return len(same) == 1 and PLAIN_NAME.fullmatch(names[label]) is not None


def _row_sum(sheet: Sheet, row: int, num_years: int, yen: int, total: bool) -> None:
    if not num_years:
        return
    first = xl_rowcol_to_cell(row, FIRST_YEAR_COLUMN)
    last = xl_rowcol_to_cell(row, FIRST_YEAR_COLUMN + num_years - 1)
    column = FIRST_YEAR_COLUMN + num_years
    style = sheet.formats.yen(total)
    sheet.sheet.write_formula(row, column, f"=SUM({first}:{last})", style, yen)


def _total(sheet: Sheet, pivot: Pivot, row: int, first: int, side: int) -> None:
    style = sheet.formats.yen(total=True)
    words = labels.SIDE[SIDES[side]].in_(sheet.language)
    sheet.sheet.write_string(row, 0, words, style)
    sheet.sheet.write_string(row, 1, TOTAL.in_(sheet.language), style)
    amounts = pivot.total(side)
    for i, yen in enumerate(amounts):
        column = FIRST_YEAR_COLUMN + i
        span = f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(row - 1, column)}"
        sheet.sheet.write_formula(row, column, f"=SUM({span})", style, yen)
    _row_sum(sheet, row, len(amounts), sum(amounts), total=True)


def _difference(sheet: Sheet, pivot: Pivot, row: int, totals: list[int]) -> None:
    style = sheet.formats.yen(total=True)
    words = Text("計画−現状維持", "to-be − as-is")
    sheet.sheet.write_string(row, 0, DIFFERENCE.in_(sheet.language), style)
    sheet.sheet.write_string(row, 1, words.in_(sheet.language), style)
    change = [b - a for a, b in zip(pivot.total(0), pivot.total(1), strict=True)]
    for i, yen in enumerate([*change, sum(change)] if change else []):
        column = FIRST_YEAR_COLUMN + i
        before, after = (xl_rowcol_to_cell(total, column) for total in totals)
        sheet.sheet.write_formula(row, column, f"={after}-{before}", style, yen)
