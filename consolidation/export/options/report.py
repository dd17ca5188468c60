"""report.html and workbook.xlsx of a comparison."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from consolidation.export import labels
from consolidation.export.figures.style import Drawing
from consolidation.export.formats import Formats
from consolidation.export.options import words
from consolidation.export.options.answer import NONE, against, controls_words, proof
from consolidation.export.options.contents import page_tables
from consolidation.export.options.shown import Shown
from consolidation.export.page import page
from consolidation.export.report import Tile
from consolidation.export.sheet import Sheet
from consolidation.export.table import Table
from consolidation.export.workbook import SheetPlan, open_workbook
from consolidation.text import Text

CONTENTS = (
    ("answer", "答え", "The answer"),
    ("side", "案の比較", "Side by side"),
    ("cost", "費用", "Cost"),
    ("lines", "回線", "Lines"),
    ("rules", "規則", "Policy"),
    ("ahead", "分岐点と変動", "What if"),
    ("steps", "進め方", "Steps"),
    ("basis", "前提", "Assumptions"),
)

SHEETS: tuple[SheetPlan, ...] = (
    SheetPlan(Text("答え", "Answer"), ("answer", "option-notes"), filtered=False),
    SheetPlan(Text("案の比較", "Options"), ("options",)),
    SheetPlan(Text("費用の内訳", "Costs"), ("option-costs",)),
    SheetPlan(Text("分離方式", "Kits"), ("option-kits",)),
    SheetPlan(Text("回線", "Lines"), ("option-lines",)),
    SheetPlan(Text("障害後の負荷", "Loads"), ("option-routes",)),
    SheetPlan(Text("規則", "Policy"), ("option-policy",)),
    SheetPlan(Text("単一障害点", "Single points"), ("option-single-points",)),
    SheetPlan(Text("分岐点", "Break-evens"), ("break-evens",), filtered=False),
    SheetPlan(Text("余裕と費用", "More room"), ("frontier",)),
    SheetPlan(Text("価格の変動", "Swings"), ("swings",), filtered=False),
    SheetPlan(Text("進め方", "Steps"), ("steps",)),
    SheetPlan(Text("前提", "Assumptions"), ("assumptions",)),
)


def report(
    shown: Shown, version: str, tables: Mapping[str, Table], drawings: Iterable[Drawing]
) -> str:
    """Return the whole page."""
    values = {
        "title_words": shown.title,
        "scenario_name": shown.scenario,
        "inventory": shown.estate.name,
        "version": version,
        "illustrative": shown.made_up.words,
        "contents": CONTENTS,
        "tiles": tiles(shown),
        "tables": tables,
        "parts": page_tables(shown),
        "drawings": {drawing.name: drawing for drawing in drawings},
    }
    return page("options.html.j2", shown.language, values)


def tiles(shown: Shown) -> tuple[Tile, ...]:
    """Return what a reader should see at once: cheapest, saving, proof, policy."""
    comparison = shown.comparison
    cheapest = comparison.cheapest
    label = Text("最も安い案", "cheapest option")
    if cheapest is None:
        return (Tile(label, NONE, Text("", ""), "bad"),)
    years, yen = comparison.years, words.whole_yen(cheapest.cost)
    status, outcome = labels.STATUS[cheapest.status], labels.OUTCOME[cheapest.policy.outcome]
    losses = words.designed_for(shown.asked.comparison.losses, cheapest)
    cost = Text(
        f"{yen:,}円（{years}年間の現在価値、税抜）。{losses.ja}",
        f"{yen:,} yen (present value over {years} years, without tax); {losses.en}",
    )
    saving = Text("分離のままとの差", "against keeping separate")
    least = words.least_yen(cheapest)
    separate = words.whole_yen(comparison.separate.cost)
    of = (
        Text(f"分離のまま {separate:,}円", f"kept separate: {separate:,} yen") if separate else NONE
    )
    is_separate = cheapest is comparison.separate
    same = Text("分離のままが最も安い", "keeping separate is the cheapest")
    return (
        Tile(label, words.name(cheapest), cost, "good"),
        Tile(saving, same if is_separate else against(comparison), of, ""),
        Tile(
            Text("証明", "proof"),
            status,
            Text(
                f"下界 {least:,}円。{proof(comparison).ja}",
                f"bound {least:,} yen; {proof(comparison).en}",
            ),
            labels.TONE.get(status, ""),
        ),
        Tile(
            Text("規則の判定", "policy"),
            outcome,
            controls_words(cheapest),
            labels.TONE.get(outcome, ""),
        ),
    )


def workbook(shown: Shown, tables: Mapping[str, Table]) -> bytes:
    """Return the workbook, whose tables are given by name."""
    out, subject = BytesIO(), shown.say(shown.title)
    book = open_workbook(out, shown.language, subject)
    formats = Formats(book)
    for plan in SHEETS:
        name = plan.name.in_(shown.language)
        sheet = Sheet(book.add_worksheet(name), formats, shown.language)
        if plan is SHEETS[0] and shown.made_up.words:
            sheet.warning(shown.made_up.words)
        areas = [sheet.table(tables[table]) for table in plan.tables]
        num_columns = len(tables[plan.tables[0]].headings)
        sheet.finish(name, areas[0] if plan.filtered else None, num_columns, subject)
    book.close()
    return out.getvalue()
