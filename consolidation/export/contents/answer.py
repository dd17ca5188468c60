"""The answer in ten lines, and what is not done yet."""

from collections import Counter
from collections.abc import Iterator

from consolidation.export import labels
from consolidation.export.contents import proof, wording
from consolidation.export.contents.findings import outcomes
from consolidation.export.contents.lines import site_name
from consolidation.export.contents.readings import is_national, reading_words
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.policy.model import Outcome, Verdict
from consolidation.solving.status import Status
from consolidation.text import Text

VERDICT = Text("規則の判定（構成後）", "verdict on to-be")


def answer(review: Review) -> Table:
    """Return the answer in ten lines."""
    rows = [
        (Text("問い", "question"), _question(review)),
        (Text("サーバの行き先", "where servers go"), _counts(review)),
        (Text("調達するホスト", "hosts to buy"), _hosts(review)),
        (Text("その証明", "its proof"), _proof(review)),
        (Text("回線", "lines"), _lines(review)),
        (VERDICT, _verdict(review, "to-be")),
        (Text("規則の判定（現状・移行中）", "verdict before and between"), _between(review)),
        (Text("移行", "migration"), _migration(review)),
        (Text("経費", "cost"), _costs(review)),
        (Text("単一障害点", "single points of failure"), _points(review)),
    ]
    place = next(i for i, row in enumerate(rows) if row[0] == VERDICT) + 1
    rows[place:place] = [(label, text) for label, text in _about_to_be(review) if text]
    if review.made_up.words:
        rows.insert(0, (Text("台帳の値", "values of the inventory"), review.made_up.words))
    return Table(
        "answer",
        Text("概要", "Summary"),
        (heading("項目", "item"), heading("答え", "answer", "long")),
        tuple(rows),
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
        return wording.NO_HOSTS
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
    words, years = labels.STATUS[packing.status], review.plan.scenario.cost_years
    what, least = labels.OBJECTIVE[packing.objective], proof.bound(packing)
    value, bound = (proof.amount(packing, n) for n in (proof.value(packing), least))
    shown, counted = proof.certified(packing), wording.host_price(review.plan.scenario)
    return Text(
        f"{words.ja}。{what.ja} {value.ja}、下界 {bound.ja}、差 {packing.gap_percent}%。{shown.ja}"
        f"（価格 {packing.price_yen:,}円は{years}年間の{counted.ja}、税抜）",
        f"{words.en}; {what.en} {value.en}, lower bound {bound.en}, gap {packing.gap_percent} %; "
        f"{shown.en} (the price, {packing.price_yen:,} yen, is {counted.en} over {years} years, "
        "without tax)",
    )


def _lines(review: Review) -> Text:
    design = review.plan.lines.design
    if not design.choices:
        return wording.NO_LINES
    status, years = wording.line_status(design), review.plan.scenario.lines.years
    if wording.nothing_is_built(review.plan):
        words = wording.OUT_OF_SCOPE
        return Text(
            f"{words.ja}。月額 {design.yen_month:,}円（税抜）。{status.ja}",
            f"{words.en}; {design.yen_month:,} yen a month (without tax). Status: {status.en}",
        )
    words = labels.MERGE[design.merge]
    cheapest = _cheapest(review)
    return Text(
        f"{words.ja}: {design.cost_yen:,}円（{years}年間、税抜）、"
        f"月額 {design.yen_month:,}円（税抜）、下界 {design.lower_bound_yen:,}円"
        f"（{status.ja}）{cheapest.ja}",
        f"{words.en}: {design.cost_yen:,} yen ({years} years, without tax), "
        f"{design.yen_month:,} yen a month (without tax), lower bound "
        f"{design.lower_bound_yen:,} yen ({status.en}){cheapest.en}",
    )


def _cheapest(review: Review) -> Text:
    """Return which of the four options costs least, among those that carry the load."""
    design = review.plan.lines.design
    if design.status is Status.INFEASIBLE:
        return Text("", "")
    best = review.plan.lines.cheapest
    less = design.total_yen - best.total_yen
    if not less:
        return Text("。4案の中で最も安い", ". The cheapest of the four options")
    words = labels.MERGE[best.merge]
    return Text(
        f"。機器の維持費を含め最も安い案は「{words.ja}」（{less:,}円安い。ほかの案の規則は未判定）",
        f". With the upkeep of devices the cheapest option is '{words.en}' ({less:,} yen less; the "
        "rules have not been "
        "judged for the other options)",
    )


def _verdict(review: Review, state: str) -> Text:
    verdict = review.verdict(state)
    if verdict is None:
        return labels.OUTCOME[Outcome.NOT_CHECKED]
    return verdict_words(verdict)


def verdict_words(verdict: Verdict) -> Text:
    """Return what a verdict comes to: its violations, or how surely there are none."""
    words = counted_words(verdict)
    if verdict.violations:
        return words
    none = wording.no_breach(verdict)
    return Text(f"{none.ja}。{words.ja}", f"{none.en}; {words.en}")


def counted_words(verdict: Verdict) -> Text:
    """Return a verdict's findings counted, the gravest first, and the edition that judged."""
    counted = [(o, num) for o, num in outcomes(verdict) if num]
    ja = "、".join(f"{labels.OUTCOME[o].ja} {num}件" for o, num in counted)
    en = ", ".join(f"{labels.OUTCOME[o].en} {num}" for o, num in counted)
    return Text(f"{ja}（基準 {verdict.edition}）", f"{en} (edition {verdict.edition})")


def _about_to_be(review: Review) -> Iterator[tuple[Text, Text | None]]:
    """Yield what else the summary says of the verdict on to-be, as far as it was judged."""
    verdict = review.verdict("to-be")
    if verdict is None:
        return
    yield Text("最も重い違反", "gravest violation"), _worst(verdict)
    city = [reading_words(r) for r in verdict.readings if not is_national(r.edition)]
    yield Text("市の規則の読み方ごと", "each reading of the city's rule"), _both(city)
    yield Text("単一故障後", "after a single failure"), _failures(verdict)


def _both(texts: list[Text]) -> Text | None:
    if not texts:
        return None
    return Text("。".join(t.ja for t in texts), "; ".join(t.en for t in texts))


def _failures(verdict: Verdict) -> Text | None:
    """Return how many single failures change the answer on P2; ``None`` where none was examined."""
    num, changing = verdict.num_failures, len(verdict.failures)
    if not num:
        return None
    broken = sum(failure.outcome is Outcome.VIOLATED for failure in verdict.failures)
    return Text(
        f"{num}件のうち、判定か制御の数が変わるもの {changing}件（うち違反 {broken}件）",
        f"{changing} of {num} change the outcome or the number of controls ({broken} in breach)",
    )


def _worst(verdict: Verdict) -> Text | None:
    """Return the gravest violation in one sentence."""
    finding = wording.worst(verdict)
    if finding is None:
        return None
    message = Text(without_lists(finding.message.ja), without_lists(finding.message.en))
    return Text(f"{message.ja}（{finding.rule}）", f"{message.en} ({finding.rule})")


def without_lists(text: str) -> str:
    """Return a sentence without the lists that it holds in brackets.

    >>> without_lists("2 systems (tax, roll (new) and more) by AP-1 (radio)")
    '2 systems by AP-1 (radio)'
    """
    kept: list[str] = []
    start = depth = 0
    for i, character in enumerate(text):
        if character in "(（":
            if not depth:
                kept.append(text[start:i])
                start = i
            depth += 1
        elif character in ")）" and depth:
            depth -= 1
            if not depth:
                inside = text[start : i + 1]
                kept.append("" if "、" in inside or "," in inside else inside)
                start = i + 1
    return " ".join("".join([*kept, text[start:]]).split())


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
        return wording.NO_MOVES
    num = sum(len(wave.moves) for wave in waves)
    first, last = waves[0].starts_on, waves[-1].ends_on
    words = labels.STATUS[schedule.status]
    return Text(
        f"{first}から{last}まで、{len(waves)}段階で{num}台（{words.ja}）。"
        f"期限後に移るもの {len(schedule.late)}台",
        f"{num} servers in {len(waves)} waves, {first} to {last} ({words.en}); "
        f"after their lease ends: {len(schedule.late)}",
    )


def _costs(review: Review) -> Text:
    costs = review.plan.costs
    if not costs.years:
        return Text("計算していない", "not computed")
    span = wording.period(costs.years[0].fiscal_year, costs.years[-1].fiscal_year)
    left_out = wording.not_counted(costs)
    ja, en = (f"。{left_out.ja}", f"; {left_out.en}") if left_out else ("", "")
    if not wording.as_is_known(costs):
        unknown = wording.NO_PRICES
        return Text(
            f"{span.ja}の計（税込）: 計画 {costs.to_be_yen:,}円、現状維持 {unknown.ja}。"
            f"増減は分からない{ja}",
            f"{span.en}, with tax: to-be {costs.to_be_yen:,} yen, as-is continued {unknown.en}; "
            f"the change is not known{en}",
        )
    change = wording.change(costs)
    return Text(
        f"{span.ja}の計（税込）: 計画 {costs.to_be_yen:,}円、"
        f"現状維持 {costs.as_is_yen:,}円（{change.ja}）{ja}",
        f"{span.en}, with tax: to-be {costs.to_be_yen:,} yen, as-is continued "
        f"{costs.as_is_yen:,} yen ({change.en}){en}",
    )


def _points(review: Review) -> Text:
    before = len(review.plan.network_before.single_points)
    after = len(review.plan.network_after.single_points)
    known = map(wording.network_known, (review.plan.network_before, review.plan.network_after))
    if not any(known):
        return wording.NOT_EXAMINED
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


def terminals(review: Review) -> Table:
    """Return the sites where a terminal of either network can be used on the same lines."""
    return Table(
        "sites-with-both",
        Text("両網の端末を使える拠点", "Sites where either network's terminal works"),
        (heading("拠点ID", "site", "code"), heading("拠点", "name")),
        tuple((s, site_name(review, s)) for s in review.plan.lines.design.sites_with_both),
    )
