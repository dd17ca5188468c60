"""What a plan does for the city's yearly indicators (requirement R13).

Each measure that a plan can speak to has one small rule: words that its name holds, and a
function from the plan's facts and a fiscal year to what the plan does by the end of that year.
The first rule whose words occur in the measure's name speaks; where none does, or the year lies
outside the plan, the plan has no part in it and says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from consolidation.costs.model import Category, Costs
from consolidation.fiscal import fiscal_year, last_day
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Zone
from consolidation.migration.model import Schedule
from consolidation.packing.model import Packing
from consolidation.policy.model import Verdict
from consolidation.redesign.model import LineDesign, Merge
from consolidation.scenario.model import IndicatorLine
from consolidation.sizing.model import DispositionKind, Sizing
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a plan has decided, as far as indicators ask."""

    estate: Estate
    sizing: Sizing
    packing: Packing
    lines: LineDesign
    verdict: Verdict
    """On the to-be state."""
    schedule: Schedule
    costs: Costs


Planned = Callable[[Facts, int], Text | None]


def indicator_lines(facts: Facts) -> tuple[IndicatorLine, ...]:
    """Return every indicator of the estate with what the plan does for it in that year."""
    years = {total.fiscal_year for total in facts.costs.years}
    lines = []
    for row in facts.estate.indicators:
        planned = None
        if row.fiscal_year in years:
            rule = next((r for words, r in RULES if _speaks_of(row.measure, words)), None)
            planned = rule(facts, row.fiscal_year) if rule else None
        lines.append(
            IndicatorLine(
                indicator=row.id,
                measure=row.measure,
                department=row.department,
                fiscal_year=row.fiscal_year,
                target=row.target,
                planned=planned,
                actual=row.actual,
            )
        )
    return tuple(lines)


def resident_servers(facts: Facts, year: int) -> Text | None:
    """Say how many resident-side servers stand on the new platform by the end of the year."""
    return _moved(facts, year, {d.server for d in facts.sizing.demands if d.zone is Zone.RESIDENT})


def virtualisation(facts: Facts, year: int) -> Text | None:
    """Say how many servers stand on the new platform by the end of the year."""
    moved = _moved(facts, year, {d.server for d in facts.sizing.demands})
    start = min((wave.starts_on for wave in facts.schedule.waves), default=None)
    if moved is None or start is None or fiscal_year(start) != year:
        return moved
    hosts = len(facts.packing.hosts)
    return Text(f"ホスト{hosts}台を構築、{moved.ja}", f"{hosts} hosts built; {moved.en}")


def _moved(facts: Facts, year: int, of: set[str]) -> Text | None:
    if not of:
        return None
    by_then = {
        move.server
        for wave in facts.schedule.waves
        if wave.ends_on <= last_day(year)
        for move in wave.moves
    }
    num, total = len(by_then & of), len(of)
    return Text(
        f"年度末までに{total}台中{num}台を移行",
        f"{num} of {total} servers moved by the end of the year",
    )


def network_merge(facts: Facts, year: int) -> Text | None:
    """Say what becomes of the lines, from the year on in which the new ones are paid."""
    design = facts.lines
    paid = [c.fiscal_year for c in facts.costs.lines if c.optimised and c.category is Category.LINE]
    if not paid or year < min(paid):
        return None
    if design.merge is Merge.SEPARATE:
        return Text("両網は分離のまま", "the two networks stay separate")
    changed = sum(choice.action != "keep" for choice in design.choices)
    sites = len(design.sites_with_both)
    return Text(
        f"{_MERGES[design.merge].ja}を統合。{changed}回線を変更し、{sites}拠点で両方の端末が使える",
        f"{_MERGES[design.merge].en} merged; {changed} lines change, terminals of either network "
        f"can be used at {sites} sites",
    )


_MERGES = {
    Merge.INTER_SITE: Text("拠点間回線", "inter-site lines"),
    Merge.IN_FACILITY: Text("施設内回線", "in-facility lines"),
    Merge.BOTH: Text("拠点間回線と施設内回線", "inter-site and in-facility lines"),
}


def cloud(facts: Facts, year: int) -> Text | None:
    """Say how many systems go to the cloud by the end of the year."""
    systems = set()
    for disposition in facts.sizing.dispositions:
        name = facts.estate.server[disposition.server].system
        if disposition.kind is DispositionKind.CLOUD and name is not None:
            systems.add(name)
    if not systems:
        return None
    replaced = [facts.estate.system[name].replacement_fiscal_year for name in sorted(systems)]
    num = sum(due is not None and due <= year for due in replaced)
    return Text(
        f"年度末までに{len(systems)}システム中{num}システムをクラウドへ",
        f"{num} of {len(systems)} systems gone to the cloud by the end of the year",
    )


def cost_publication(facts: Facts, year: int) -> Text | None:
    """Say the year's total, which the plan's cost lines add up to."""
    total = next((t for t in facts.costs.years if t.fiscal_year == year), None)
    if total is None:
        return None
    return Text(
        f"対象範囲の経費 {total.to_be_yen:,}円 (現状維持 {total.as_is_yen:,}円)",
        f"costs in scope {total.to_be_yen:,} yen (going on as is {total.as_is_yen:,} yen)",
    )


def mainframe(facts: Facts, year: int) -> Text | None:
    """Say how many servers are taken out of use by the end of the year."""
    dates = [
        facts.estate.system[name].retire_on
        for d in facts.sizing.dispositions
        if d.kind is DispositionKind.RETIRE
        and (name := facts.estate.server[d.server].system) is not None
    ]
    if not dates:
        return None
    num = sum(day is not None and day <= last_day(year) for day in dates)
    return Text(
        f"年度末までに{len(dates)}台中{num}台を廃止",
        f"{num} of {len(dates)} servers taken out of use by the end of the year",
    )


def wireless(facts: Facts, _year: int) -> Text | None:
    """Say whether wireless is kept from resident-information systems in the to-be state."""
    points = sum(
        d.kind is DeviceKind.ACCESS_POINT and d.zone is Zone.ADMINISTRATIVE
        for d in facts.estate.devices
    )
    breaches = sum(f.rule.startswith(("P1", "P2")) for f in facts.verdict.violations)
    if breaches:
        return Text(
            f"行政情報系の無線AP {points}台。住民情報系の無線禁止に{breaches}件の違反が残る",
            f"{points} administrative access points; {breaches} breaches of keeping wireless "
            "from resident systems remain",
        )
    return Text(
        f"行政情報系の無線AP {points}台。住民情報系の無線禁止への違反なし",
        f"{points} administrative access points; no breach of keeping wireless from resident "
        "systems",
    )


RULES: tuple[tuple[tuple[str, ...], Planned], ...] = (
    (("住民情報系システムの仮想",), resident_servers),
    (("仮想化", "仮想サーバ", "virtual"), virtualisation),
    (("ネットワークの再編", "network reorg"), network_merge),
    (("クラウド", "cloud"), cloud),
    (("システム経費", "経費の公開", "cost publication"), cost_publication),
    (("最適化基本方針", "汎用機", "mainframe"), mainframe),
    (("無線LAN環境整備", "業務用無線LAN", "office wireless"), wireless),
)
"""The words of a measure's name and the rule that speaks to it; the first match speaks."""


def _speaks_of(measure: str, words: tuple[str, ...]) -> bool:
    return any(word.lower() in measure.lower() for word in words)
