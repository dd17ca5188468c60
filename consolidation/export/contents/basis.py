"""Tables about what a plan rests on: assumptions, inputs, and prices nobody knows."""

from collections.abc import Iterable

from consolidation.costs.model import Unpriced
from consolidation.export.contents.assumptions import Assumption, assumptions_of
from consolidation.export.review import Review
from consolidation.export.table import Cell, Table, heading
from consolidation.inventory.dictionary import dictionary
from consolidation.inventory.estate import TABLES
from consolidation.inventory.titles import TITLES
from consolidation.text import Text


def table_title(name: str) -> Text:
    """Return what a table of the inventory is called.

    >>> table_title("host_types").ja
    'ホスト機種'
    """
    found = TITLES.get(name)
    return Text(found.ja if found else name, name)


def assumptions(review: Review) -> Table:
    """Return every option of the scenario that a plan rests on."""
    return assumptions_table(assumptions_of(review.plan.scenario))


def assumptions_table(found: Iterable[Assumption]) -> Table:
    """Return assumptions with their values in words and their units."""
    return Table(
        "assumptions",
        Text("前提", "Assumptions"),
        (
            heading("段階", "stage"),
            heading("前提", "assumption"),
            heading("値", "value", "decimal"),
            heading("単位", "unit"),
            heading("シナリオの設定名", "option of the scenario", "code"),
        ),
        tuple((a.part, a.title, _plain_year(a.path, a.value), a.unit, a.path) for a in found),
        Text(
            "シナリオの設定値の全て。既定値のままのものも含む。",
            "Every option of the scenario, defaults included.",
        ),
    )


def _plain_year(path: str, value: Cell) -> Cell:
    """Return a value as the table shows it: a year is not a number with thousands."""
    return str(value) if path.endswith("fiscal_year") else value


def inputs(review: Review) -> Table:
    """Return the inputs with the hash of their content."""
    return Table(
        "inputs",
        Text("入力", "Inputs"),
        (
            heading("台帳の表", "table"),
            heading("行数", "rows", "count"),
            heading("SHA-256（行順によらない）", "SHA-256 (independent of row order)", "code"),
        ),
        tuple((table_title(i.table), i.num_rows, i.sha256) for i in review.plan.inputs),
        Text(
            f"consolidation {review.plan.tool_version}、書式の版 {review.plan.schema}。"
            "入力そのものは inputs フォルダにある。",
            f"consolidation {review.plan.tool_version}, format version {review.plan.schema}; "
            "the inputs themselves are in the folder inputs.",
        ),
    )


def unpriced(review: Review) -> Table:
    """Return every row whose price or power draw is unknown."""
    found = review.plan.costs.unpriced
    return Table(
        "unpriced",
        Text("価格・電力が不明のもの", "Unknown prices and power draws"),
        (
            heading("台帳の表", "table"),
            heading("不明の項目", "what is unknown"),
            heading("ID", "id", "code"),
            heading("名称", "name"),
        ),
        tuple(
            (table_title(u.table), _column(u), row, _name(review, u.table, row))
            for u in found
            for row in u.ids
        ),
        Text(
            "経費の合計に含まない。実際の経費はこの分だけ多い。",
            "Not counted in any total: the true costs are higher by these.",
        ),
    )


def _column(unpriced: Unpriced) -> Text:
    headers = {
        column.name: column.header("ja")
        for info in dictionary()
        if info.name == unpriced.table
        for column in info.columns
    }
    return Text(headers.get(unpriced.column, unpriced.column), unpriced.column)


def _name(review: Review, table: str, row: str) -> Cell:
    rows = getattr(review.as_is, table) if table in TABLES else ()
    return next((getattr(r, "name", None) for r in rows if r.id == row), None)
