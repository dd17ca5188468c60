"""The costs stage: as-is continued against to-be, line by line, in whole yen."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor

from consolidation.costs.case import Case
from consolidation.costs.changes import cloud_lines, move_lines, removal_lines
from consolidation.costs.hosts import host_lines
from consolidation.costs.licences import licence_lines
from consolidation.costs.lines import device_lines, line_lines
from consolidation.costs.model import CostLine, CostOptions, Costs, Side, YearTotal
from consolidation.costs.servers import platform_lines, server_lines
from consolidation.costs.unpriced import texts, unpriced
from consolidation.inventory.estate import Estate
from consolidation.migration.model import Schedule
from consolidation.packing.asking.options import LicensedHosts
from consolidation.packing.model import Packing
from consolidation.redesign.model import LineDesign
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan


def cost(
    estate: Estate,
    to_be: Estate,
    sizing: Sizing,
    packing: Packing,
    lines: LineDesign,
    schedule: Schedule,
    platforms: tuple[PlatformPlan, ...],
    options: CostOptions,
    licensed: LicensedHosts = "all",
) -> Costs:
    """Return what the plan costs in each fiscal year, beside going on as today.

    As-is: everything the inventory prices runs on. To-be: servers stop at the end of the month
    of their wave, new hosts are bought when the platform starts, lines change on their day.
    ``licensed`` is that of the scenario's ``[packing]``. What has no price is not counted, and
    named (`Costs.unpriced`). Checked again by `costs.verify.verify_costs`.
    """
    case = Case(estate, to_be, sizing, packing, lines, schedule, platforms, options, licensed)
    found = tuple(
        sorted((*_both_sides(case, "as-is"), *_both_sides(case, "to-be"), *_plan(case)), key=_order)
    )
    years = tuple(
        YearTotal(
            fiscal_year=year,
            as_is_yen=_total(found, "as-is", year),
            to_be_yen=_total(found, "to-be", year),
        )
        for year in range(options.first_fiscal_year, options.last_fiscal_year + 1)
    )
    missing = unpriced(case)
    rate = options.discount_percent
    return Costs(
        lines=found,
        years=years,
        as_is_yen=sum(y.as_is_yen for y in years),
        to_be_yen=sum(y.to_be_yen for y in years),
        as_is_present_value_yen=present_value([y.as_is_yen for y in years], rate),
        to_be_present_value_yen=present_value([y.to_be_yen for y in years], rate),
        not_yet=texts(case, missing),
        unpriced=missing,
        discount_percent=rate,
    )


def present_value(yen_by_year: Iterable[int], discount_percent: float) -> int:
    """Return the sum of yearly amounts discounted to the first year, rounded to the yen.

    ``sum of yen[t] / (1 + rate) ** t``, in exact arithmetic, half a yen rounded up.

    >>> present_value([100, 110], 10)
    200
    """
    factor = 1 + Fraction(repr(discount_percent)) / 100
    exact = sum((yen / factor**t for t, yen in enumerate(yen_by_year)), Fraction(0))
    return floor(exact + Fraction(1, 2))


def _both_sides(case: Case, side: Side) -> Iterator[CostLine]:
    yield from server_lines(case, side)
    yield from platform_lines(case, side)
    yield from licence_lines(case, side)
    yield from line_lines(case, side)
    yield from device_lines(case, side)
    yield from removal_lines(case, side)


def _plan(case: Case) -> Iterator[CostLine]:
    yield from host_lines(case)
    yield from move_lines(case)
    yield from cloud_lines(case)


def _order(line: CostLine) -> tuple[str, int, str, str, str, str, str, str, int]:
    return (
        line.side,
        line.fiscal_year,
        line.department,
        line.system or "",
        line.category.value,
        line.subject,
        line.kind,
        line.note.en if line.note else "",
        line.base_yen,
    )


def _total(lines: Iterable[CostLine], side: Side, year: int) -> int:
    return sum(x.yen for x in lines if x.side == side and x.fiscal_year == year)
