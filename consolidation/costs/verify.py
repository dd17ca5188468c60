"""The re-check of costs: everything added up again, by arithmetic of its own."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal, localcontext

from consolidation.costs.model import CostLine, Costs
from consolidation.text import Text

MOST_TAX_PERCENT, LEAST_TAX_PERCENT = 10, 5
MONTHS_OF_A_YEAR = 12


def verify_costs(costs: Costs) -> tuple[Text, ...]:
    """Return everything wrong with the costs; empty when they are right.

    Years follow each other, each year's totals and the grand totals are the sums of their lines,
    the present values are those of the year totals, and every line is a positive amount whose tax
    is that of one of the rates (within a yen a month, because monthly bills are cut).
    """
    return (*_years(costs), *_totals(costs), *_present_values(costs), *_each_line(costs))


def _years(costs: Costs) -> Iterator[Text]:
    years = [y.fiscal_year for y in costs.years]
    if years and years != list(range(years[0], years[0] + len(years))):
        yield Text(f"年度が連続しない: {years}", f"the fiscal years do not follow: {years}")
    for line in costs.lines:
        if line.fiscal_year not in years:
            yield Text(
                f"{line.fiscal_year}年度の費目({line.subject})が合計に入らない",
                f"a line of FY{line.fiscal_year} ({line.subject}) is in no total",
            )


def _totals(costs: Costs) -> Iterator[Text]:
    sums: dict[tuple[str, int], int] = defaultdict(int)
    for line in costs.lines:
        sums[line.side, line.fiscal_year] += line.yen
    grand: dict[str, int] = defaultdict(int)
    for year in costs.years:
        for side, said in (("as-is", year.as_is_yen), ("to-be", year.to_be_yen)):
            grand[side] += sums[side, year.fiscal_year]
            if said != sums[side, year.fiscal_year]:
                yield _differs(f"FY{year.fiscal_year} {side}", said, sums[side, year.fiscal_year])
    for side, said in (("as-is", costs.as_is_yen), ("to-be", costs.to_be_yen)):
        if said != grand[side]:
            yield _differs(side, said, grand[side])


def _present_values(costs: Costs) -> Iterator[Text]:
    with localcontext() as context:
        context.prec = 60
        factor = 1 + Decimal(repr(costs.discount_percent)) / 100
        for side, said, amounts in (
            ("as-is", costs.as_is_present_value_yen, [y.as_is_yen for y in costs.years]),
            ("to-be", costs.to_be_present_value_yen, [y.to_be_yen for y in costs.years]),
        ):
            value = Decimal(0)
            for yen in reversed(amounts):
                value = value / factor + yen
            if abs(value - said) > Decimal("0.5000001"):
                yield _differs(f"present value {side}", said, round(value))


def _each_line(costs: Costs) -> Iterator[Text]:
    for line in costs.lines:
        if not _is_sound(line):
            yield Text(
                f"{line.fiscal_year}年度{line.subject}の金額が成り立たない"
                f"(税抜{line.base_yen}円、税込{line.yen}円、{line.months}か月)",
                f"FY{line.fiscal_year} {line.subject}: {line.base_yen} yen without tax and "
                f"{line.yen} with it over {line.months} months cannot be",
            )


def _is_sound(line: CostLine) -> bool:
    bills = max(1, line.months)
    least = line.base_yen * LEAST_TAX_PERCENT // 100 - bills
    most = line.base_yen * MOST_TAX_PERCENT // 100 + bills
    months = 1 <= line.months <= MONTHS_OF_A_YEAR if line.kind == "per_year" else line.months == 0
    return line.base_yen >= 0 and least <= line.yen - line.base_yen <= most and months


def _differs(what: str, said: int, found: int) -> Text:
    return Text(
        f"{what}: {said}円とあるが、足し直すと{found}円である",
        f"{what}: said to be {said} yen, adds up to {found}",
    )
