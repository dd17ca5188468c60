"""What a plan's answers are called where nothing was designed, known, moved or judged.

A status or an amount means what it says only where there was something to decide; these words
are the ones that page, workbook and comparison share, so that none of them shows an unknown as a
zero or an absence as a proof.
"""

from consolidation.costs.model import Costs
from consolidation.export import labels
from consolidation.network.model import NetworkReport
from consolidation.packing.model import Packing
from consolidation.policy.model import Finding, Outcome, Verdict
from consolidation.redesign.model import LineDesign
from consolidation.scenario.model import Plan, Scenario
from consolidation.solving.status import Status
from consolidation.text import Text

NO_LINES = Text("台帳に拠点間の回線がない", "the inventory has no line between sites")
TOO_SMALL = Text("負荷に足りない回線がある", "some lines are too small for their load")
OUT_OF_SCOPE = Text("設計の対象外（現状のまま）", "not designed (kept as they are)")
NO_HOSTS = Text("調達しない", "none bought")
NO_MOVES = Text("移行なし", "no migration")
NO_PRICES = Text("不明（台帳に価格がない）", "unknown (the inventory has no prices)")
NOT_EXAMINED = Text("調べていない（台帳に網がない）", "not examined (the inventory has no network)")
NO_CHANGE = Text("差なし", "no difference")
NO_BREACH = Text("違反なし", "no violations")
UNSURE = (Outcome.UNDETERMINED, Outcome.NOT_CHECKED)
"""Outcomes that leave open whether there is a breach."""


def packing_status(packing: Packing) -> Text:
    """Return how good the packing is shown to be, or that no hosts are bought."""
    return labels.STATUS[packing.status] if packing.hosts else NO_HOSTS


def host_price(scenario: Scenario) -> Text:
    """Return what the price of hosts counts."""
    if scenario.packing.licensed_hosts == "dedicated":
        return Text(
            "購入、保守、サーバの載るホストの専用ライセンス",
            "purchase, maintenance, and dedicated licences of hosts with guests",
        )
    return Text("購入と保守", "purchase and maintenance")


def line_status(design: LineDesign) -> Text:
    """Return how good the line design is shown to be, or why there is nothing to show."""
    if not design.choices:
        return NO_LINES
    if design.status is Status.INFEASIBLE:
        return TOO_SMALL
    return labels.STATUS[design.status]


def schedule_status(plan: Plan) -> Text:
    """Return how good the schedule is shown to be, or that nothing moves."""
    moves = any(wave.moves for wave in plan.schedule.waves)
    return labels.STATUS[plan.schedule.status] if moves else NO_MOVES


def nothing_is_built(plan: Plan) -> bool:
    """Return whether the scenario keeps every server and line as it is."""
    redone = any(c.action != "keep" for c in plan.lines.design.choices)
    return not (plan.scenario.platforms or plan.sizing.demands or redone)


def network_known(report: NetworkReport) -> bool:
    """Return whether the inventory held anything whose failure could be examined."""
    return bool(report.loads or report.unrouted or report.single_points)


def as_is_known(costs: Costs) -> bool:
    """Return whether the inventory prices anything of what runs today."""
    return costs.as_is_yen > 0


def num_unpriced(costs: Costs) -> int:
    """Return how many prices and power draws are unknown, and so not counted."""
    return sum(len(unpriced.ids) for unpriced in costs.unpriced)


def not_counted(costs: Costs) -> Text | None:
    """Return the words for what the totals leave out; ``None`` where all is priced."""
    num = num_unpriced(costs)
    if not num:
        return None
    return Text(f"不明{num}件は含まない", f"{num} unknown prices and draws not included")


def change(costs: Costs) -> Text:
    """Return by how much the plan costs more or less than as-is continued."""
    yen = costs.to_be_yen - costs.as_is_yen
    if not yen:
        return NO_CHANGE
    return Text(
        f"{abs(yen):,}円の{'減' if yen < 0 else '増'}",
        f"{abs(yen):,} yen {'less' if yen < 0 else 'more'}",
    )


def period(first: int, last: int) -> Text:
    """Return a span of fiscal years.

    >>> period(2018, 2024).en
    'FY2018–FY2024'
    """
    return Text(f"{first}〜{last}年度", f"FY{first}–FY{last}")


def num_unsure(verdict: Verdict) -> int:
    """Return how many findings leave open whether there is a breach."""
    return sum(finding.outcome in UNSURE for finding in verdict.findings)


def no_breach(verdict: Verdict) -> Text:
    """Return the words for a verdict without a violation: sure, or with how many unchecked."""
    num = num_unsure(verdict)
    if not num:
        return NO_BREACH
    return Text(
        f"違反は見つからない（未検査・判定不能 {num}件）",
        f"no violation found ({num} not checked or undetermined)",
    )


def worst(verdict: Verdict) -> Finding | None:
    """Return the gravest violation: that with the fewest controls on its way, then by order."""
    return min(
        verdict.violations,
        key=lambda f: (f.num_controls is None, f.num_controls or 0, f.rule, f.subject),
        default=None,
    )
