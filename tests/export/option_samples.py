"""A comparison made by hand: every kind of answer, names that act when they are let."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from consolidation.comparing.model import (
    BreakEven,
    Comparison,
    CostItem,
    FrontierPoint,
    Kit,
    KitPart,
    LineAnswer,
    Lost,
    OptionAnswer,
    PolicyAnswer,
    RouteAnswer,
    Step,
    Swing,
    Usage,
)
from consolidation.export.options.shown import Shown
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SiteKind
from consolidation.inventory.tables.places import Site
from consolidation.policy.model import Change, Outcome
from consolidation.redesign.model import Merge
from consolidation.scenario.model import Scenario
from consolidation.solving.status import Status
from consolidation.text import Language, Text

FORMULA = '=HYPERLINK("x","y")'
MARKUP = '"><script>alert(1)</script>'
TURNED = "ベル\x07と\u202e反転"
MATHS = "$\\frac{"
YEARS = range(2020, 2025)

SITES = ("S-HALL", "S-DC", "S-1", "S-2", "S-3")


def estate() -> Estate:
    names = ("豊中市役所 本庁舎", "データセンター", FORMULA, MARKUP, TURNED)
    kinds = (SiteKind.CITY_HALL, SiteKind.DATA_CENTRE, *[SiteKind.BRANCH] * 3)
    sites = zip(SITES, names, kinds, strict=True)
    made_up = "例示"
    return Estate(
        name="hand-made",
        sites=tuple(Site(id=i, name=n, kind=k, source=made_up) for i, n, k in sites),
    )


def lines(merge: Merge) -> tuple[LineAnswer, ...]:
    merged = merge in (Merge.INTER_SITE, Merge.BOTH)
    kept = LineAnswer(
        id="L-1",
        link="L-1",
        site="S-1",
        far_site="S-HALL",
        network="both" if merged else "resident",
        carrier="例示通信A",
        action="keep",
        tariffs=("T-100",),
        capacity_mbit_s=100,
        yen_month=60_000,
        one_off_yen=0,
        leaves_on=None,
        load_kbit_s=31_000,
        worst_load_kbit_s=66_000,
        worst_after=Lost(kind="line", id="N:S-2-S-DC"),
    )
    left = replace(
        kept,
        id=FORMULA,
        link=FORMULA,
        network="administrative",
        action="leave" if merged else "keep",
        tariffs=(),
        one_off_yen=120_000 if merged else 0,
        leaves_on=date(2021, 3, 31) if merged else None,
    )
    new = replace(
        kept,
        id="N:S-2-S-DC",
        link=None,
        site="S-2",
        far_site="S-DC",
        action="new",
        tariffs=("T-100", "T-100"),
        worst_after=None,
    )
    return (kept, left, new) if merged else (kept, left)


def policy(merge: Merge, kit: Kit | None) -> PolicyAnswer:
    if merge is Merge.SEPARATE:
        return PolicyAnswer(
            outcome=Outcome.HOLDS,
            breaches=(),
            changes=(),
            num_controls=None,
            required_controls=2,
            controls_after_loss=None,
        )
    bought = Change(
        action="guard",
        table="controls",
        row="CT-1",
        yen=1_200_000,
        text=Text(f"制御を加える {MARKUP}", f"put in a control {MARKUP}"),
    )
    parted = replace(bought, action="part", row="@SUM(A1)", yen=50_000, segment="V-RES")
    num = 1 if kit is Kit.VLAN else 2 if kit in (Kit.VRF, Kit.SDN) else 3
    return PolicyAnswer(
        outcome=Outcome.VIOLATED if kit is Kit.VLAN else Outcome.CAUTION,
        breaches=(("P2-entry", "SYS-1"), ("P3-shared-fate", "SW-1")),
        changes=(bought, parted),
        num_controls=num,
        required_controls=2,
        controls_after_loss=max(0, num - 1),
        approvals=(("shared-management", "SW-1"),),
    )


MERGE_COST = {
    Merge.SEPARATE: 182_400_000,
    Merge.INTER_SITE: 148_900_000,
    Merge.IN_FACILITY: 175_300_000,
    Merge.BOTH: 141_700_000,
}
KIT_COST = {
    None: 0,
    Kit.VLAN: 900_000,
    Kit.VRF: 2_150_000,
    Kit.SDN: 15_600_000,
    Kit.ENCRYPTED: 9_500_000,
    Kit.WAVELENGTH: 33_000_000,
}
WORST = {
    Merge.SEPARATE: Fraction(52, 100),
    Merge.INTER_SITE: Fraction(66, 100),
    Merge.IN_FACILITY: Fraction(52, 100),
    Merge.BOTH: Fraction(2, 3),
}
BETTER = {
    None: Fraction(0),
    Kit.VLAN: Fraction(0),
    Kit.VRF: Fraction(0),
    Kit.SDN: Fraction(6, 100),
    Kit.ENCRYPTED: Fraction(1, 100),
    Kit.WAVELENGTH: Fraction(20, 100),
}


def kit_parts(kit: Kit | None) -> tuple[KitPart, ...]:
    """Two sites at a tenth of the kit's price, and the rest for the whole."""
    if kit is None:
        return ()
    site = KitPart(kit=kit, unit="site", num=2, once_yen=KIT_COST[kit] // 10, month_yen=0)
    rest = KIT_COST[kit] - 2 * site.once_yen
    return (KitPart(kit=kit, unit="whole", num=1, once_yen=rest, month_yen=0), site)


def option(merge: Merge, kit: Kit | None) -> OptionAnswer:
    """A third of a yen stands on every cost, so that rounding shows."""
    cost = Fraction(MERGE_COST[merge] + KIT_COST[kit]) + Fraction(1, 3)
    own = lines(merge)
    found = not (merge is Merge.IN_FACILITY and kit in (Kit.ENCRYPTED, Kit.WAVELENGTH))
    gap = Fraction(1, 400) if kit is Kit.SDN else Fraction(0)
    lost = Lost(kind="line", id="N:S-2-S-DC" if len(own) == 3 else "L-1")
    items = (
        CostItem(kind="line-fee", month_yen=180_000, once_yen=0, value=cost - KIT_COST[kit]),
        CostItem(kind="kit", month_yen=0, once_yen=KIT_COST[kit], value=Fraction(KIT_COST[kit])),
    )
    return OptionAnswer(
        merge=merge,
        kit=kit,
        status=Status.INFEASIBLE if not found else Status.FEASIBLE if gap else Status.OPTIMAL,
        cost=cost if found else None,
        bound=cost * (1 - gap) if found else Fraction(0),
        items=items if kit else items[:1],
        kit_parts=kit_parts(kit),
        by_year=tuple((year, 29_000_000 + KIT_COST[kit] * (year == 2020)) for year in YEARS),
        lines=own if found else (),
        routes=tuple(
            RouteAnswer(lost=after, line="L-1", load_kbit_s=load, share=Fraction(load, 100_000))
            for after, load in ((None, 31_000), (lost, 66_000))
        ),
        normal=Usage(share=Fraction(31, 100), line="L-1", lost=None) if found else None,
        after_loss=Usage(share=WORST[merge] - BETTER[kit], line="L-1", lost=lost)
        if found
        else None,
        even=kit is not Kit.SDN,
        cut_off=((Lost(kind="entry", id="E-3"), ("S-3",)),),
        single_points=(Lost(kind="device", id="SW-S-2"), Lost(kind="line", id="L-1")),
        policy=policy(merge, kit),
        ports_freed=2 * (merge is not Merge.SEPARATE),
        devices=10 - 3 * (merge in (Merge.IN_FACILITY, Merge.BOTH)),
        num_lines=len(own),
        configurations=7,
        sites_with_both=SITES if merge is Merge.BOTH else SITES[:1],
        num_sites=len(SITES),
        rooms_with_both=30 if merge is Merge.BOTH else 0,
        num_rooms=30,
    )


def comparison() -> Comparison:
    merged = (Merge.INTER_SITE, Merge.IN_FACILITY, Merge.BOTH)
    options = (
        option(Merge.SEPARATE, None),
        *(option(merge, kit) for merge in merged for kit in Kit),
    )
    base = Fraction(143_850_000) + Fraction(1, 3)
    return Comparison(
        options=options,
        first_day=date(2020, 4, 1),
        years=5,
        discount_percent=4.0,
        frontier=(
            FrontierPoint(option="separate", share=Fraction(3, 4), cost=Fraction(400_000_000)),
            FrontierPoint(option="separate", share=Fraction(1, 2), cost=Fraction(430_000_000)),
        ),
        break_evens=(
            BreakEven(
                quantity="line-fees",
                option="both+vrf",
                unit="factor",
                now=Fraction(1),
                low=Fraction(1, 5),
                high=Fraction(3),
                at=(Fraction(5, 12),),
                separate_first=True,
                proved=True,
            ),
            BreakEven(
                quantity="growth",
                option="both+vrf",
                unit="percent",
                now=Fraction(10),
                low=Fraction(0),
                high=Fraction(40),
                at=(),
                separate_first=False,
                proved=False,
            ),
            BreakEven(
                quantity="router",
                option="both+vrf",
                unit="yen",
                now=Fraction(300_000),
                low=Fraction(0),
                high=Fraction(3_000_000),
                at=(Fraction(1_234_567), Fraction(5_000_000, 3)),
                separate_first=False,
                proved=True,
            ),
        ),
        swings=tuple(
            Swing(
                price=price,
                low=base - down,
                low_option="both+vrf",
                high=base + up,
                high_option=changed,
            )
            for price, down, up, changed in (
                (Text("ルータの価格", "price of routers"), 1_000_000, 1_000_000, "both+vrf"),
                (Text(f"回線料 {MATHS}", f"fees {MATHS}"), 21_000_000, 20_500_000, "both+vrf"),
                (Text("VRFの価格", "price of VRF"), 430_000, 400_000, "both+encrypted"),
                (
                    Text("施設内の改修費", "rework of buildings"),
                    6_200_000,
                    5_100_000,
                    "inter-site+vrf",
                ),
                (Text("工事費", "installation"), 0, 0, "both+vrf"),
            )
        ),
        steps=(
            Step(
                fiscal_year=2019,
                on=date(2019, 5, 1),
                action="study",
                subject="both+vrf",
                yen=None,
                text=Text("現地を調べる", "survey the sites"),
            ),
            Step(
                fiscal_year=2020,
                on=date(2020, 4, 1),
                action="change",
                subject="S-1",
                yen=560_000,
                text=Text(f"切り替える {FORMULA}", f"change over {FORMULA}"),
            ),
            Step(
                fiscal_year=2020,
                on=date(2021, 3, 31),
                action="leave",
                subject=FORMULA,
                yen=120_000,
                text=Text("解約する", "leave the line"),
            ),
        ),
        notes=(Text(f"注記 {MARKUP}", f"note {MARKUP}"),),
    )


def shown(language: Language = "ja", compared: Comparison | None = None) -> Shown:
    return Shown(
        comparison=compared or comparison(),
        estate=estate(),
        asked=Scenario(
            name="hand-made",
            title=Text("手作りの問い", "a question made by hand"),
            inventory="made-up",
        ),
        language=language,
    )
