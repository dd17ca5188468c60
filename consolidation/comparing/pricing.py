"""What an option costs, part by part: lines, devices, routers, rework, kit, policy changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from consolidation.comparing.built import Built
from consolidation.comparing.kits import ON_LINES
from consolidation.comparing.model import (
    ComparisonOptions,
    CostItem,
    CostKind,
    Kit,
    KitPart,
    KitUnit,
    PolicyAnswer,
)
from consolidation.comparing.present_value import MONTHS, Terms
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.model import LineNetwork
from consolidation.redesign.model import LineOptions, Merge

KINDS: tuple[CostKind, ...] = (
    *("line-fee", "line-install", "line-leave", "line-run-out"),
    *("device", "router", "rework", "kit", "control"),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """What is paid every month and once; exact. ``num`` is what for, where that is counted."""

    month: Fraction = Fraction(0)
    once: Fraction = Fraction(0)
    num: int | None = None

    def plus(self, month: Fraction | int, once: Fraction | int) -> "Sum":
        """Return the sum with more."""
        return Sum(self.month + month, self.once + once)

    def value(self, weight: Fraction) -> Fraction:
        """Return the present value."""
        return self.month * weight + self.once


@dataclass(frozen=True, slots=True)
class LineSums:
    """What an option's lines cost."""

    sums: Mapping[CostKind, Sum]
    run_out: tuple[int, ...]
    """Fees of contracts that are left at the end of their term, month by month as at the change."""


@dataclass(frozen=True, slots=True)
class Besides:
    """What an option costs besides its lines, by kind."""

    sums: Mapping[CostKind, Sum] = field(default_factory=lambda: MappingProxyType({}))

    def value(
        self, weight: Fraction, shares: Mapping[CostKind, Fraction] | None = None
    ) -> Fraction:
        """Return the present value; ``shares`` varies the prices of kinds."""
        varied = shares or {}
        return sum(
            (own.value(weight) * varied.get(kind, Fraction(1)) for kind, own in self.sums.items()),
            Fraction(0),
        )

    def total(self) -> Sum:
        """Return all of it together."""
        found = Sum()
        for own in self.sums.values():
            found = found.plus(own.month, own.once)
        return found


def besides(
    merge: Merge,
    kit: Kit | None,
    built: Built,
    policy: PolicyAnswer,
    lines: LineOptions,
    options: ComparisonOptions,
) -> Besides:
    """Return what an option costs besides its lines."""
    sums: dict[CostKind, Sum] = {
        "device": upkeep(built.estate),
        "router": _each(len(built.routers), lines.merged_router_yen),
        "rework": _each(len(built.reworked), lines.in_facility_rework_yen),
        "control": Sum(
            once=Fraction(sum(change.yen for change in policy.changes)), num=len(policy.changes)
        ),
        "kit": Sum(),
    }
    for part in kit_parts(merge, kit, built, options):
        sums["kit"] = sums["kit"].plus(part.num * part.month_yen, part.num * part.once_yen)
    return Besides(MappingProxyType(sums))


def _each(num: int, yen: int) -> Sum:
    return Sum(once=Fraction(num * yen), num=num)


def parts_of(merge: Merge, kit: Kit | None) -> tuple[Kit, ...]:
    """Return the kits to pay for: one that works on lines needs VLANs inside merged sites."""
    if kit is None:
        return ()
    return (kit, Kit.VLAN) if kit in ON_LINES and merge is Merge.BOTH else (kit,)


def kit_parts(
    merge: Merge, kit: Kit | None, built: Built, options: ComparisonOptions
) -> tuple[KitPart, ...]:
    """Return what the price of an option's kit is made of; what is free is left out."""
    found = []
    for own in parts_of(merge, kit):
        price = options.price(own)
        units: tuple[tuple[KitUnit, int, int, int], ...] = (
            ("whole", 1, price.central_yen, price.central_yen_month),
            ("site", len(built.shared_sites), price.site_yen, price.site_yen_month),
            ("line", len(built.shared_lines), price.line_yen, price.line_yen_month),
        )
        found += [
            KitPart(kit=own, unit=unit, num=num, once_yen=once, month_yen=month)
            for unit, num, once, month in units
            if once or month
        ]
    return tuple(found)


def upkeep(estate: Estate) -> Sum:
    """Return lease and maintenance of all network devices; what is not known is not counted."""
    month = sum(d.lease_yen_month or 0 for d in estate.devices)
    year = sum(d.maintenance_yen_year or 0 for d in estate.devices)
    return Sum(month=month + Fraction(year, MONTHS))


def line_sums(network: LineNetwork, picks: Mapping[str, int], terms: Terms) -> LineSums:
    """Return what the lines cost by kind."""
    prices = terms.prices(network)
    picked = [(own, own.terms[picks[own.id]]) for own in network.all_candidates]
    late = [t.run_out for own, t in picked if t.run_out and prices.runs_out(own, t)]
    at_once = [term for own, term in picked if not prices.runs_out(own, term)]
    num = max((own.months for own in late), default=0)
    return LineSums(
        sums={
            "line-fee": Sum(month=Fraction(sum(t.month_yen for _, t in picked))),
            "line-install": Sum(once=Fraction(sum(t.install_yen for _, t in picked))),
            "line-leave": Sum(once=Fraction(sum(t.leave_yen for t in at_once))),
        },
        run_out=tuple(sum(o.yen_month for o in late if o.months > n) for n in range(num)),
    )


def items(lines: LineSums, rest: Besides, terms: Terms) -> tuple[CostItem, ...]:
    """Return the parts of an option's cost, in the order of `KINDS`."""
    run_out = CostItem(
        kind="line-run-out",
        month_yen=0,
        once_yen=round(sum(yen * times for yen, times, _ in terms.paid(lines.run_out))),
        value=terms.value_of_fees(lines.run_out),
    )
    sums = {**lines.sums, **rest.sums}
    return tuple(
        CostItem(
            kind=kind,
            month_yen=round(sums[kind].month),
            once_yen=round(sums[kind].once),
            num=sums[kind].num,
            value=sums[kind].value(terms.fee_weight if kind == "line-fee" else terms.month_weight),
        )
        if kind in sums
        else run_out
        for kind in KINDS
    )


def by_year(lines: LineSums, rest: Besides, terms: Terms) -> tuple[tuple[int, int], ...]:
    """Return what is paid in each fiscal year, in whole yen, not discounted."""
    fee = lines.sums["line-fee"].month
    others = rest.total()
    paid: dict[int, Fraction] = {}
    once = others.once + _once(lines.sums.values())
    for (year, _), times in zip(terms.months(), terms.fee_factors(), strict=True):
        paid[year] = paid.get(year, once) + fee * times + others.month
        once = Fraction(0)
    for yen, times, (year, _) in terms.paid(lines.run_out):
        paid[year] = paid.get(year, Fraction(0)) + yen * times
    return tuple((year, round(yen)) for year, yen in sorted(paid.items()))


def _once(sums: Iterable[Sum]) -> Fraction:
    return sum((own.once for own in sums), Fraction(0))
