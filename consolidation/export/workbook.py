"""workbook.xlsx: the reviewers' medium, one sheet per question they ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter.workbook import Workbook

from consolidation.export.contents import costs
from consolidation.export.formats import Formats
from consolidation.export.hygiene import fitting, visible
from consolidation.export.pivot_sheet import Lines, write_pivot
from consolidation.export.review import Review
from consolidation.export.sheet import Sheet
from consolidation.export.table import Table
from consolidation.text import Language, Text

NO_DATE = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written as the day of creation, so that equal plans give equal files."""
FONTS: Mapping[Language, str] = {"ja": "游ゴシック", "en": "Calibri"}
COST_LINES = "cost-lines"
COST_TOTALS = Text("経費集計", "Cost totals")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """The name of a sheet and the tables on it; the first one is frozen and filtered."""

    name: Text
    tables: tuple[str, ...]
    filtered: bool = True


SHEETS: tuple[SheetPlan, ...] = (
    SheetPlan(
        Text("概要", "Summary"), ("answer", "verdicts", "readings", "not-yet"), filtered=False
    ),
    SheetPlan(Text("移行方針", "Dispositions"), ("dispositions",)),
    SheetPlan(Text("所要資源", "Demands"), ("demands",)),
    SheetPlan(Text("ホスト", "Hosts"), ("hosts", "packing-proof", "clusters")),
    SheetPlan(Text("配置", "Placements"), ("placements",)),
    SheetPlan(Text("回線比較", "Line options"), ("line-options", "sites-with-both"), False),
    SheetPlan(Text("回線", "Lines"), ("line-choices",)),
    SheetPlan(Text("ネットワーク負荷", "Network loads"), ("network-loads",)),
    SheetPlan(Text("経路のない通信", "Flows without a way"), ("unrouted-flows",)),
    SheetPlan(Text("単一障害点", "Single points"), ("single-points",)),
    SheetPlan(Text("規則の判定", "Findings"), ("findings",)),
    SheetPlan(Text("経路", "Witness steps"), ("witness-steps",)),
    SheetPlan(Text("直し方", "Repairs"), ("repairs", "repair-changes")),
    SheetPlan(Text("確認事項", "Survey"), ("survey",)),
    SheetPlan(Text("証明書", "Certificates"), ("certificates", "rings")),
    SheetPlan(Text("単一故障", "Single failures"), ("single-failures",)),
    SheetPlan(Text("情報系の分離", "Zones"), ("zone-pairs", "zone-matrix")),
    SheetPlan(Text("状態間の変化", "State changes"), ("state-changes",)),
    SheetPlan(Text("移行の段階", "Waves"), ("waves", "late-moves")),
    SheetPlan(Text("移行計画", "Moves"), ("moves",)),
    SheetPlan(Text("経費", "Cost lines"), (COST_LINES,)),
    SheetPlan(COST_TOTALS, (), filtered=False),
    SheetPlan(Text("価格不明", "Unknown prices"), ("unpriced",)),
    SheetPlan(Text("指標", "Indicators"), ("indicators",)),
    SheetPlan(Text("前提", "Assumptions"), ("assumptions",)),
    SheetPlan(Text("入力", "Inputs"), ("inputs",)),
)


def workbook(review: Review, tables: Mapping[str, Table]) -> bytes:
    """Return the workbook of a review, whose tables are given by name."""
    out, subject = BytesIO(), review.say(review.plan.scenario.title)
    book = open_workbook(out, review.language, subject)
    formats = Formats(book)
    lines: Lines | None = None
    for plan in SHEETS:
        name = plan.name.in_(review.language)
        sheet = Sheet(book.add_worksheet(name), formats, review.language)
        if plan is SHEETS[0] and review.made_up.words:
            sheet.warning(review.made_up.words)
        areas = [sheet.table(tables[table]) for table in plan.tables]
        if plan.tables == (COST_LINES,) and areas[0].last > areas[0].head:
            lines = Lines(name, areas[0])
        if plan.name == COST_TOTALS and lines is not None:
            write_pivot(sheet, costs.by_category(review), lines)
            write_pivot(sheet, costs.by_department(review), lines)
        num_columns = len(tables[plan.tables[0]].headings) if plan.tables else 0
        sheet.finish(name, areas[0] if plan.filtered else None, num_columns, subject)
    book.close()
    return out.getvalue()


def open_workbook(out: BytesIO, language: Language, title: str) -> Workbook:
    """Return an empty workbook that never guesses at a text and bears no date."""
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONTS[language], "font_size": 10},
        },
    )
    book.set_properties({"title": fitting(visible(title))[:255], "created": NO_DATE})
    return book
