"""report.html: the plan as one page for a steering meeting, the answer first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consolidation.export import labels
from consolidation.export.cards import finding_groups
from consolidation.export.contents import readings, rings, single_failures, wording, zone_pairs
from consolidation.export.contents.answer import counted_words
from consolidation.export.contents.findings import SEVERITY, outcomes
from consolidation.export.figures.style import Drawing
from consolidation.export.page import page
from consolidation.export.review import Review
from consolidation.export.table import Table
from consolidation.policy.model import Outcome
from consolidation.text import Text

CONTENTS = (
    ("summary", "概要", "Summary"),
    ("servers", "サーバ", "Servers"),
    ("packing", "ホストと配置", "Hosts"),
    ("lines", "回線", "Lines"),
    ("verdict", "規則の判定", "Verdict"),
    ("migration", "移行", "Migration"),
    ("cost", "経費", "Cost"),
    ("measures", "指標", "Indicators"),
    ("basis", "前提と入力", "Assumptions"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One number that a reader should see at once."""

    label: Text
    value: Text
    more: Text
    tone: str


def report(review: Review, tables: Mapping[str, Table], drawings: Iterable[Drawing]) -> str:
    """Return the whole page."""
    plan = review.plan
    return page(
        "report.html.j2",
        review.language,
        {
            "plan_title": plan.scenario.title,
            "scenario_name": plan.scenario.name,
            "inventory": plan.inventory,
            "version": plan.tool_version,
            "illustrative": review.made_up.words,
            "contents": CONTENTS,
            "tiles": tiles(review),
            "tables": tables,
            "drawings": {drawing.name: drawing for drawing in drawings},
            "finding_groups": finding_groups(review),
            "proofs": [proof.name for proof in rings.proofs(review)],
            "readings": readings.for_page(review),
            "failures": single_failures.for_page(review),
            "zones": zone_pairs.for_page(review),
        },
    )


def tiles(review: Review) -> tuple[Tile, ...]:
    """Return the four numbers at the top: hosts and their proof, verdict, moves, cost."""
    return (_hosts(review), _verdict(review), _moves(review), _cost(review))


def _hosts(review: Review) -> Tile:
    packing = review.plan.packing
    num, status = len(packing.hosts), labels.STATUS[packing.status]
    if not num:
        return Tile(Text("ホスト", "hosts"), wording.NO_HOSTS, Text("", ""), "")
    years, counted = review.plan.scenario.cost_years, wording.host_price(review.plan.scenario)
    what = labels.OBJECTIVE[packing.objective]
    return Tile(
        Text("調達するホスト", "hosts to buy"),
        Text(f"{num}台　{packing.price_yen:,}円", f"{num}, {packing.price_yen:,} yen"),
        Text(
            f"{years}年間の{counted.ja}、税抜。{what.ja}: {status.ja}、"
            f"下界との差 {packing.gap_percent}%",
            f"{counted.en} over {years} years, without tax; {what.en}: {status.en}, gap to the "
            f"bound {packing.gap_percent} %",
        ),
        labels.TONE.get(status, ""),
    )


def _verdict(review: Review) -> Tile:
    label = Text("規則の判定（構成後）", "verdict on to-be")
    verdict = review.verdict("to-be")
    if verdict is None:
        return Tile(label, labels.OUTCOME[Outcome.NOT_CHECKED], Text("", ""), "warn")
    counts = dict(outcomes(verdict))
    worst = next((o for o in SEVERITY if counts[o] and o is not Outcome.NOTE), Outcome.HOLDS)
    words = labels.OUTCOME[worst]
    num = counts[worst]
    value = Text(f"{words.ja} {num}件", f"{words.en}: {num}")
    if not verdict.violations:
        value = wording.no_breach(verdict)
    return Tile(label, value, counted_words(verdict), labels.TONE.get(words, "warn"))


def _moves(review: Review) -> Tile:
    waves = [wave for wave in review.plan.schedule.waves if wave.moves]
    num = sum(len(wave.moves) for wave in waves)
    if not num:
        return Tile(Text("移行", "migration"), wording.NO_MOVES, Text("", ""), "")
    late = len(review.plan.schedule.late)
    more = Text(f"期限後に移るもの {late}台", f"after their lease ends: {late}")
    value = Text(f"{num}台を{len(waves)}段階で", f"{num} servers in {len(waves)} waves")
    return Tile(Text("移行", "migration"), value, more, "warn" if late else "good")


def _cost(review: Review) -> Tile:
    costs = review.plan.costs
    years = [year.fiscal_year for year in costs.years]
    span = wording.period(years[0], years[-1]) if years else Text("", "")
    label = Text(f"経費の増減 {span.ja}、税込", f"change in cost, {span.en}, with tax")
    left_out = wording.not_counted(costs)
    ja, en = (f"。{left_out.ja}", f"; {left_out.en}") if left_out else ("", "")
    if not wording.as_is_known(costs):
        more = Text(
            f"計画 {costs.to_be_yen:,}円、現状維持は台帳に価格がない{ja}",
            f"to-be {costs.to_be_yen:,} yen; the inventory has no prices for as-is{en}",
        )
        return Tile(label, Text("不明", "unknown"), more, "warn")
    change = costs.to_be_yen - costs.as_is_yen
    sign = "+" if change > 0 else "−"
    value = Text(f"{sign}{abs(change):,}円", f"{sign}{abs(change):,} yen")
    more = Text(
        f"計画 {costs.to_be_yen:,}円、現状維持 {costs.as_is_yen:,}円{ja}",
        f"to-be {costs.to_be_yen:,} yen, as-is {costs.as_is_yen:,} yen{en}",
    )
    tone = "warn" if change > 0 else "good" if change < 0 else ""
    return Tile(label, value if change else wording.NO_CHANGE, more, tone)
