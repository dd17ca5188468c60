"""What an option costs, part by part: lines, devices, routers, rework, kit, policy changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from consolidation.comparing.built import Built
from consolidation.comparing.kits import ON_LINES
from consolidation.comparing.model import ComparisonOptions, CostItem, CostKind, Kit, PolicyAnswer
from consolidation.comparing.present_value import MONTHS, Terms
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.model import LineNetwork
from consolidation.redesign.model import LineOptions, Merge

KINDS: tuple[CostKind, ...] = (
    *("line-fee", "line-install", "line-leave"),
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
    for own in parts_of(merge, kit):
        sums["kit"] = sums["kit"].plus(*_kit(own, built, options))
    return Besides(MappingProxyType(sums))


def _each(num: int, yen: int) -> Sum:
    return Sum(once=Fraction(num * yen), num=num)


def parts_of(merge: Merge, kit: Kit | None) -> tuple[Kit, ...]:
    """Return the kits to pay for: one that works on lines needs VLANs inside merged sites."""
    if kit is None:
        return ()
    return (kit, Kit.VLAN) if kit in ON_LINES and merge is Merge.BOTH else (kit,)


def _kit(kit: Kit, built: Built, options: ComparisonOptions) -> tuple[int, int]:
    price = options.price(kit)
    lines, sites = len(built.shared_lines), len(built.shared_sites)
    month = price.central_yen_month + sites * price.site_yen_month + lines * price.line_yen_month
    return month, price.central_yen + sites * price.site_yen + lines * price.line_yen


def upkeep(estate: Estate) -> Sum:
    """Return lease and maintenance of all network devices; what is not known is not counted."""
    month = sum(d.lease_yen_month or 0 for d in estate.devices)
    year = sum(d.maintenance_yen_year or 0 for d in estate.devices)
    return Sum(month=month + Fraction(year, MONTHS))


def line_sums(network: LineNetwork, picks: Mapping[str, int]) -> Mapping[CostKind, Sum]:
    """Return what the lines cost by kind."""
    terms = [own.terms[picks[own.id]] for own in network.all_candidates]
    return {
        "line-fee": Sum(month=Fraction(sum(t.month_yen for t in terms))),
        "line-install": Sum(once=Fraction(sum(t.install_yen for t in terms))),
        "line-leave": Sum(once=Fraction(sum(t.leave_yen for t in terms))),
    }


def items(lines: Mapping[CostKind, Sum], rest: Besides, terms: Terms) -> tuple[CostItem, ...]:
    """Return the parts of an option's cost, in the order of `KINDS`."""
    sums = {**lines, **rest.sums}
    return tuple(
        CostItem(
            kind=kind,
            month_yen=round(sums[kind].month),
            once_yen=round(sums[kind].once),
            num=sums[kind].num,
            value=sums[kind].value(terms.fee_weight if kind == "line-fee" else terms.month_weight),
        )
        for kind in KINDS
    )


def by_year(
    lines: Mapping[CostKind, Sum], rest: Besides, terms: Terms
) -> tuple[tuple[int, int], ...]:
    """Return what is paid in each fiscal year, in whole yen, not discounted."""
    fee = lines["line-fee"].month
    others = rest.total()
    paid: dict[int, Fraction] = {}
    once = others.once + _once(lines.values())
    for (year, _), times in zip(terms.months(), terms.fee_factors(), strict=True):
        paid[year] = paid.get(year, once) + fee * times + others.month
        once = Fraction(0)
    return tuple((year, round(yen)) for year, yen in sorted(paid.items()))


def _once(sums: Iterable[Sum]) -> Fraction:
    return sum((own.once for own in sums), Fraction(0))
