"""That the cost lines charge what the optimisers minimised.

Packing minimises, without tax, price plus maintenance over a number of years, and so for the
dedicated licences of hosts that carry guests; line redesign
minimises monthly fees over a number of years plus what is paid once. The cost lines spread the
same prices over fiscal years, with tax, from the day they are paid. Price and yearly (or monthly)
rate must therefore be the same on both sides, and the optimiser's total must be price plus rate
times a whole number of years (or months).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from consolidation.costs.model import Category, CostLine, Costs
from consolidation.fiscal import fiscal_year
from consolidation.packing.model import Packing
from consolidation.redesign.model import LineDesign
from consolidation.text import Text

MONTHS_OF_A_YEAR = 12
PACKED = (Category.HOST, Category.HOST_MAINTENANCE, Category.LICENCE)
"""What packing minimises, where a line is marked so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One optimiser's total beside the tax-free amounts of the cost lines it stands for."""

    category: Category
    optimiser_yen: int
    """What was minimised."""
    lines_yen: int
    """Tax-free sum of the cost lines, over the fiscal years compared."""
    one_off_yen: int
    """Of ``lines_yen``: paid once."""
    rate_yen: int
    """What the lines pay a year (hosts) or a month (lines)."""
    periods: int | None
    """Years or months for which ``one_off + rate × periods`` is the optimiser's total."""
    agrees: bool
    words: Text


def reconcile(costs: Costs, packing: Packing, lines: LineDesign) -> tuple[Reconciled, ...]:
    """Return the comparison for hosts and for lines; ``agrees`` is false where they differ.

    Lines that change outside the years compared are not paid whole: `Costs.not_yet` says so, and
    there is nothing to compare.
    """
    marked = [line for line in costs.lines if line.optimised]
    hosts = [x for x in marked if x.category in PACKED]
    circuits = [x for x in marked if x.category is Category.LINE]
    found: list[Reconciled] = []
    if packing.hosts:
        rate = _yearly(hosts)
        unit = Text("年", "years")
        found.append(_row(Category.HOST, packing.price_yen, hosts, rate, unit))
    if lines.choices and _within(costs, lines.change_on):
        rate = _monthly(circuits)
        row = _row(Category.LINE, lines.cost_yen, circuits, rate, Text("か月", "months"))
        same = row.rate_yen == lines.yen_month and row.one_off_yen == lines.one_off_yen
        found.append(row if same else _disagree(row))
    return tuple(found)


def _within(costs: Costs, day: date) -> bool:
    years = [total.fiscal_year for total in costs.years]
    return bool(years) and years[0] <= fiscal_year(day) <= years[-1]


def _row(
    category: Category,
    optimiser_yen: int,
    lines: Iterable[CostLine],
    rate: Fraction,
    unit: Text,
) -> Reconciled:
    rows = list(lines)
    once = sum(x.base_yen for x in rows if x.kind == "one_off")
    total = sum(x.base_yen for x in rows)
    rest = optimiser_yen - once
    periods = Fraction(rest) / rate if rate else Fraction(0)
    whole = periods.denominator == 1 and periods >= 0 and once + rate * periods == optimiser_yen
    amount = round(rate)
    num = int(periods) if whole else None
    row = Reconciled(
        category=category,
        optimiser_yen=optimiser_yen,
        lines_yen=total,
        one_off_yen=once,
        rate_yen=amount,
        periods=num,
        agrees=whole,
        words=Text(
            f"最適化した額{optimiser_yen:,}円 = 一時費用{once:,}円 + {amount:,}円 × "
            f"{num}{unit.ja}(税抜)。費用明細は、比較する年度の分として{total:,}円(税抜)",
            f"optimised {optimiser_yen:,} yen = {once:,} once + {amount:,} × {num} {unit.en}, "
            f"without tax; the cost lines pay {total:,} within the years compared",
        ),
    )
    return row if whole else _disagree(row)


def _disagree(row: Reconciled) -> Reconciled:
    return Reconciled(
        category=row.category,
        optimiser_yen=row.optimiser_yen,
        lines_yen=row.lines_yen,
        one_off_yen=row.one_off_yen,
        rate_yen=row.rate_yen,
        periods=None,
        agrees=False,
        words=Text(
            f"最適化した額{row.optimiser_yen:,}円が、費用明細の一時費用{row.one_off_yen:,}円と"
            f"継続費用{row.rate_yen:,}円に合わない(支払が比較する年度の外にある場合を含む)",
            f"the optimised {row.optimiser_yen:,} yen are not explained by {row.one_off_yen:,} "
            f"once and {row.rate_yen:,} running in the cost lines (or these lie outside the years)",
        ),
    )


def _yearly(lines: Iterable[CostLine]) -> Fraction:
    """Return what the running lines pay in a whole year, or scaled up from their months."""
    running = [x for x in lines if x.kind == "per_year"]
    full = {x.fiscal_year for x in running if x.months == MONTHS_OF_A_YEAR}
    if full:
        return Fraction(sum(x.base_yen for x in running if x.fiscal_year == min(full)))
    return sum((Fraction(x.base_yen * MONTHS_OF_A_YEAR, x.months) for x in running), Fraction(0))


def _monthly(lines: Iterable[CostLine]) -> Fraction:
    """Return what the running lines pay a month, taken in the last fiscal year they run."""
    running = [x for x in lines if x.kind == "per_year"]
    last = max((x.fiscal_year for x in running), default=0)
    return sum(
        (Fraction(x.base_yen, x.months) for x in running if x.fiscal_year == last), Fraction(0)
    )
