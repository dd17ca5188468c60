"""The answer in ten lines, the assumptions behind it, and what is not done yet."""

from collections import Counter

from consolidation.export import labels
from consolidation.export.contents.findings import outcomes
from consolidation.export.contents.lines import site_name
from consolidation.export.contents.options import options
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.policy.model import Outcome, Verdict
from consolidation.redesign.model import LineDesign
from consolidation.text import Text


def answer(review: Review) -> Table:
    """Return the answer in ten lines."""
    rows = (
        (Text("問い", "question"), _question(review)),
        (Text("サーバの行き先", "where servers go"), _counts(review)),
        (Text("調達するホスト", "hosts to buy"), _hosts(review)),
        (Text("その証明", "its proof"), _proof(review)),
        (Text("回線", "lines"), _lines(review)),
        (Text("規則の判定（構成後）", "verdict on to-be"), _verdict(review, "to-be")),
        (Text("規則の判定（現状・移行中）", "verdict before and between"), _between(review)),
        (Text("移行", "migration"), _migration(review)),
        (Text("経費", "cost"), _costs(review)),
        (Text("単一障害点", "single points of failure"), _points(review)),
    )
    return Table(
        "answer",
        Text("概要", "Summary"),
        (heading("項目", "item"), heading("答え", "answer", "long")),
        rows,
    )


def _question(review: Review) -> Text:
    scenario = review.plan.scenario
    return Text(
        f"{scenario.title.ja}（シナリオ {scenario.name}、台帳 {review.plan.inventory}）",
        f"{scenario.title.en} (scenario {scenario.name}, inventory {review.plan.inventory})",
    )


def _counts(review: Review) -> Text:
    counts = review.plan.sizing.counts
    total = sum(num for _, num in counts)
    ja = "、".join(f"{labels.DISPOSITION[kind].ja} {num}台" for kind, num in counts if num)
    en = ", ".join(f"{labels.DISPOSITION[kind].en} {num}" for kind, num in counts if num)
    moving = len(review.plan.sizing.demands)
    return Text(
        f"全{total}台: {ja}。うち新しい基盤へ移すのは{moving}台",
        f"all {total}: {en}; {moving} of them move to a planned platform",
    )


def _hosts(review: Review) -> Text:
    hosts = review.plan.packing.hosts
    if not hosts:
        return Text("調達しない", "none")
    spares = sum(host.spare for host in hosts)
    models = Counter(host.option for host in hosts)
    names = [
        (review.as_is.host_type[option].name if option in review.as_is.host_type else option, num)
        for option, num in sorted(models.items())
    ]
    return Text(
        f"{len(hosts)}台（予備{spares}台を含む）: " + "、".join(f"{n} {c}台" for n, c in names),
        f"{len(hosts)} (spares: {spares}): " + ", ".join(f"{c} of {n}" for n, c in names),
    )


def _proof(review: Review) -> Text:
    packing = review.plan.packing
    if not packing.hosts:
        return Text("証明すべきものがない", "nothing to prove")
    words = labels.STATUS[packing.status]
    return Text(
        f"{words.ja}。価格 {packing.price_yen:,}円、下界 {packing.lower_bound_yen:,}円、"
        f"差 {packing.gap_percent}%（期間中の価格と保守、税抜）",
        f"{words.en}; price {packing.price_yen:,} yen, lower bound "
        f"{packing.lower_bound_yen:,} yen, gap {packing.gap_percent} % "
        "(price and maintenance over the plan, without tax)",
    )


def _lines(review: Review) -> Text:
    design = review.plan.lines.design
    words, status = labels.MERGE[design.merge], labels.STATUS[design.status]
    best = min(review.plan.lines.options, key=lambda option: option.cost_yen)
    return Text(
        f"{words.ja}: {design.cost_yen:,}円、月額 {design.yen_month:,}円、"
        f"下界 {design.lower_bound_yen:,}円（{status.ja}）。" + _cheapest(design, best).ja,
        f"{words.en}: {design.cost_yen:,} yen, {design.yen_month:,} yen a month, lower bound "
        f"{design.lower_bound_yen:,} yen ({status.en}). " + _cheapest(design, best).en,
    )


def _cheapest(design: LineDesign, best: LineDesign) -> Text:
    less = design.cost_yen - best.cost_yen
    if not less:
        return Text("4案の中で最も安い", "The cheapest of the four options")
    words = labels.MERGE[best.merge]
    return Text(
        f"最も安い案は「{words.ja}」（{less:,}円安い）",
        f"The cheapest option is '{words.en}' ({less:,} yen less)",
    )


def _verdict(review: Review, state: str) -> Text:
    verdict = review.verdict(state)
    if verdict is None:
        return Text("未検査", "not checked")
    return verdict_words(verdict)


def verdict_words(verdict: Verdict) -> Text:
    """Return a verdict's findings counted, the gravest first, and the edition that judged."""
    counted = [(o, num) for o, num in outcomes(verdict) if num or o is Outcome.VIOLATED]
    ja = "、".join(f"{labels.OUTCOME[o].ja} {num}件" for o, num in counted)
    en = ", ".join(f"{labels.OUTCOME[o].en} {num}" for o, num in counted)
    return Text(f"{ja}（基準 {verdict.edition}）", f"{en} (edition {verdict.edition})")


def _between(review: Review) -> Text:
    as_is = _verdict(review, "as-is")
    waves = [v for v in review.plan.verdicts if v.state not in ("as-is", "to-be")]
    broken = [v for v in waves if v.violations]
    ja, en = f"現状: {as_is.ja}", f"as-is: {as_is.en}"
    if not waves:
        return Text(ja, en)
    return Text(
        f"{ja}。移行中の{len(waves)}状態のうち違反のある状態は{len(broken)}",
        f"{en}; states between waves: {len(waves)}, with violations: {len(broken)}",
    )


def _migration(review: Review) -> Text:
    schedule = review.plan.schedule
    waves = [wave for wave in schedule.waves if wave.moves]
    if not waves:
        return Text("移すサーバはない", "no server moves")
    num = sum(len(wave.moves) for wave in waves)
    first, last = waves[0].starts_on, waves[-1].ends_on
    words = labels.STATUS[schedule.status]
    return Text(
        f"{first}から{last}まで、{len(waves)}波で{num}台（{words.ja}）。"
        f"期限後に移るもの {len(schedule.late)}台",
        f"{num} servers in {len(waves)} waves, {first} to {last} ({words.en}); "
        f"after their lease ends: {len(schedule.late)}",
    )


def _costs(review: Review) -> Text:
    costs = review.plan.costs
    if not costs.years:
        return Text("計算していない", "not computed")
    span = (costs.years[0].fiscal_year, costs.years[-1].fiscal_year)
    change = costs.to_be_yen - costs.as_is_yen
    ja = f"{abs(change):,}円の{'減' if change < 0 else '増'}"
    en = f"{abs(change):,} yen {'less' if change < 0 else 'more'}"
    return Text(
        f"{span[0]}〜{span[1]}年度の計: 計画 {costs.to_be_yen:,}円、"
        f"現状維持 {costs.as_is_yen:,}円（{ja}、税込）",
        f"FY{span[0]}–FY{span[1]}: to-be {costs.to_be_yen:,} yen, as-is continued "
        f"{costs.as_is_yen:,} yen ({en}, with tax)",
    )


def _points(review: Review) -> Text:
    before = len(review.plan.network_before.single_points)
    after = len(review.plan.network_after.single_points)
    return Text(f"現状 {before}か所、構成後 {after}か所", f"as-is {before}, to-be {after}")


def not_yet(review: Review) -> Table:
    """Return what each stage says it does not do yet."""
    plan = review.plan
    stages = (
        (Text("所要資源", "sizing"), plan.sizing.not_yet),
        (Text("ネットワーク", "network"), plan.network_after.not_yet),
        (Text("配置", "packing"), plan.packing.not_yet),
        (Text("回線", "lines"), plan.lines.not_yet),
        (Text("規則", "policy"), tuple(t for v in plan.verdicts for t in v.not_yet)),
        (Text("移行", "migration"), plan.schedule.not_yet),
        (Text("経費", "costs"), plan.costs.not_yet),
    )
    return Table(
        "not-yet",
        Text("まだしていないこと", "Not yet done"),
        (heading("段階", "stage"), heading("内容", "what", "long")),
        tuple((stage, text) for stage, texts in stages for text in dict.fromkeys(texts)),
        Text(
            "この計画が考慮していないこと。審査の際に補って読む。",
            "What this plan does not take into account; read it with that in mind.",
        ),
    )


def assumptions(review: Review) -> Table:
    """Return every option of the scenario with its value."""
    return Table(
        "assumptions",
        Text("前提", "Assumptions"),
        (heading("設定", "option", "code"), heading("値", "value", "long")),
        tuple(options(review.plan.scenario)),
        Text(
            "シナリオの設定値の全て。既定値のままのものも含む。",
            "Every option of the scenario, defaults included.",
        ),
    )


def inputs(review: Review) -> Table:
    """Return the inputs with the hash of their content."""
    return Table(
        "inputs",
        Text("入力", "Inputs"),
        (
            heading("台帳の表", "table", "code"),
            heading("行数", "rows", "count"),
            heading("SHA-256（行順によらない）", "SHA-256 (independent of row order)", "code"),
        ),
        tuple((i.table, i.num_rows, i.sha256) for i in review.plan.inputs),
        Text(
            f"consolidation {review.plan.tool_version}、書式の版 {review.plan.schema}。"
            "入力そのものは inputs フォルダにある。",
            f"consolidation {review.plan.tool_version}, format version {review.plan.schema}; "
            "the inputs themselves are in the folder inputs.",
        ),
    )


def terminals(review: Review) -> Table:
    """Return the sites where a terminal of either network can be used on the same lines."""
    return Table(
        "sites-with-both",
        Text("両網の端末を使える拠点", "Sites where either network's terminal works"),
        (heading("拠点ID", "site", "code"), heading("拠点", "name")),
        tuple((s, site_name(review, s)) for s in review.plan.lines.design.sites_with_both),
    )
