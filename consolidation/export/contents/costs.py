"""Tables about money: the cost lines and what they add up to by year."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from consolidation.costs.model import Category, CostLine
from consolidation.export import labels
from consolidation.export.review import Review
from consolidation.export.table import Cell, Heading, Table, heading
from consolidation.text import Text

Side = Literal["as-is", "to-be"]
SIDES: tuple[Side, Side] = ("as-is", "to-be")


def lines(review: Review) -> Table:
    """Return every cost line."""
    return Table(
        "cost-lines",
        Text("経費", "Cost lines"),
        (
            heading("区分", "side"),
            heading("年度", "fiscal year", "year"),
            heading("所管", "department"),
            heading("システム", "system"),
            heading("費目", "category"),
            heading("一時・経常", "one-off or yearly"),
            heading("対象", "subject", "code"),
            heading("金額 (円、税込)", "amount (yen, with tax)", "yen"),
            heading("税抜 (円)", "without tax (yen)", "yen"),
            heading("月数", "months", "count"),
            heading("備考", "note", "long"),
        ),
        tuple(
            (
                labels.SIDE[line.side],
                line.fiscal_year,
                line.department,
                _system(review, line),
                labels.CATEGORY[line.category],
                labels.PAYMENT[line.kind],
                line.subject,
                line.yen,
                line.base_yen,
                line.months or None,
                line.note,
            )
            for line in review.plan.costs.lines
        ),
        Text(
            "金額は各月の税率による消費税を含む。合計は1円まで一致する。",
            "Amounts include consumption tax at each month's rate; totals add up to the yen.",
        ),
    )


def _system(review: Review, line: CostLine) -> Cell:
    row = review.as_is.system.get(line.system) if line.system else None
    return row.name if row else line.system


@dataclass(frozen=True, slots=True)
class Pivot:
    """Cost lines added up by one key and fiscal year, as-is and to-be.

    ``yen[side]`` has one row per entry of ``labels`` and one amount per year of ``years``.
    ``column`` is where the key stands in the table of `lines`.
    """

    name: str
    title: Text
    key: Text
    column: int
    labels: tuple[Text | str, ...]
    years: tuple[int, ...]
    yen: tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]

    def total(self, side: int) -> tuple[int, ...]:
        """Return the total of each year on one side."""
        rows = self.yen[side]
        return tuple(sum(row[i] for row in rows) for i in range(len(self.years)))


def by_category(review: Review) -> Pivot:
    """Return the pivot of category by year."""
    return _pivot(
        review,
        "costs-by-category",
        Text("年度別・費目別", "By year and category"),
        Text("費目", "category"),
        4,
        lambda line: line.category.value,
        tuple(category.value for category in Category),
        lambda key: labels.CATEGORY[Category(key)],
    )


def by_department(review: Review) -> Pivot:
    """Return the pivot of department by year."""
    return _pivot(
        review,
        "costs-by-department",
        Text("年度別・所管別", "By year and department"),
        Text("所管", "department"),
        2,
        lambda line: line.department,
        tuple(sorted({line.department for line in review.plan.costs.lines})),
        lambda key: key,
    )


def _pivot(
    review: Review,
    name: str,
    title: Text,
    key_title: Text,
    column: int,
    key_of: Callable[[CostLine], str],
    order: tuple[str, ...],
    label_of: Callable[[str], Text | str],
) -> Pivot:
    costs = review.plan.costs
    years = tuple(sorted({line.fiscal_year for line in costs.lines}))
    sums: dict[tuple[str, str, int], int] = {}
    for line in costs.lines:
        at = (line.side, key_of(line), line.fiscal_year)
        sums[at] = sums.get(at, 0) + line.yen
    present = {key for _, key, _ in sums}
    keys = tuple(key for key in order if key in present)
    as_is, to_be = (
        tuple(tuple(sums.get((side, key, year), 0) for year in years) for key in keys)
        for side in SIDES
    )
    return Pivot(
        name, title, key_title, column, tuple(label_of(k) for k in keys), years, (as_is, to_be)
    )


def pivot_table(pivot: Pivot) -> Table:
    """Return a pivot as a table of values, with totals and the difference."""
    heads: tuple[Heading, ...] = (
        heading("区分", "side"),
        Heading(pivot.key),
        *(Heading(labels.year(year), "yen") for year in pivot.years),
        heading("計", "total", "yen"),
    )
    rows: list[tuple[Cell, ...]] = []
    for side, words in enumerate(SIDES):
        for label, yen in zip(pivot.labels, pivot.yen[side], strict=True):
            rows.append((labels.SIDE[words], label, *yen, sum(yen)))
        total = pivot.total(side)
        rows.append((labels.SIDE[words], Text("計", "total"), *total, sum(total)))
    change = tuple(b - a for a, b in zip(pivot.total(0), pivot.total(1), strict=True))
    rows.append(
        (Text("差 (計画−現状維持)", "difference (to-be − as-is)"), "", *change, sum(change))
    )
    return Table(pivot.name, pivot.title, heads, tuple(rows))
