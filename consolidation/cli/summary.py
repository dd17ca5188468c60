"""The first screen of a plan, at most about 25 lines of 80 columns.

It says what becomes of the servers, on how many hosts, whether it is allowed, what it costs and
where the rest stands.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text as Line

from consolidation.cli.layout import labelled, shortened
from consolidation.cli.plain import plain
from consolidation.export import labels
from consolidation.inventory.estate import Estate
from consolidation.packing.model import ClusterBound, Objective, PackedHost, Packing
from consolidation.policy.model import Outcome, Verdict
from consolidation.scenario.model import Plan
from consolidation.scenario.verdicts import SWITCHING
from consolidation.sizing.model import DispositionKind
from consolidation.solving.status import Status
from consolidation.text import Language, Text

WIDTH = 80
MOST_CLUSTERS = 5
MOST_FINDINGS = 3
LONGEST_FINDING = 130
FIRST_FILES = "report.html, workbook.xlsx, plan.json, ..."

Row = tuple[Text, Line]


def summary(
    plan: Plan, estate: Estate, folder: Path, language: Language, seconds: float
) -> Iterator[Line]:
    """Yield the lines of the first screen in the user's language."""
    first, last = plan.scenario.fiscal_years
    yield Line(plain(plan.scenario.title.in_(language)), "bold")
    about = Text(
        f"{plan.scenario.name}、台帳 {plan.inventory}、{first}-{last}年度",
        f"{plan.scenario.name}, inventory {plan.inventory}, FY{first}-{last}",
    )
    yield Line(plain(about.in_(language)), "dim")
    yield Line()
    rows = _rows(plan, estate, language)
    yield from labelled([(label.in_(language), line) for label, line in rows], WIDTH)
    yield Line()
    where = Line(Text("審査用フォルダー: ", "review folder: ").in_(language), "bold")
    where.append(plain(f"{folder}"), "green")
    yield where
    took = Text(f"{seconds:.1f}秒", f"{seconds:.1f} s").in_(language)
    yield Line(f"  {FIRST_FILES}  ({took})", "dim")


def _rows(plan: Plan, estate: Estate, language: Language) -> Iterator[Row]:
    yield _servers(plan, estate, language)
    yield from _hosts(plan, language)
    yield _lines(plan, language)
    yield _moves(plan, language)
    yield from _policy(plan, language)
    yield from _costs(plan, language)


def _servers(plan: Plan, estate: Estate, language: Language) -> Row:
    total = len(estate.servers)
    kinds = [_kind(plan, kind, num) for kind, num in plan.sizing.counts if num]
    text = Text(
        f"{total}台: " + "、".join(kind.ja for kind in kinds),
        f"{total}: " + ", ".join(kind.en for kind in kinds),
    )
    return Text("サーバ", "servers"), Line(text.in_(language))


def _kind(plan: Plan, kind: DispositionKind, num: int) -> Text:
    """Return how many servers have a disposition, and of the VMs how many of them move."""
    words = labels.DISPOSITION[kind]
    ja, en = f"{words.ja} {num}", f"{words.en} {num}"
    moving = sum(d.moves for d in plan.sizing.dispositions if d.kind is kind)
    if kind is not DispositionKind.ABSORB or moving == num:
        return Text(ja, en)
    return Text(f"{ja} (うち移す {moving})", f"{en} ({moving} of them move)")


def _hosts(plan: Plan, language: Language) -> Iterator[Row]:
    packing, label = plan.packing, Text("ホスト", "hosts")
    if not packing.clusters:
        yield label, Line(Text("購入なし", "none bought").in_(language))
        return
    for cluster in packing.clusters[:MOST_CLUSTERS]:
        yield label, _cluster(cluster, packing.hosts, language)
        label = _NO_LABEL
    more = len(packing.clusters) - MOST_CLUSTERS
    if more > 0:
        text = Text(f"ほか{more}クラスター", f"and {more} more clusters")
        yield label, Line(text.in_(language))
    line = Line(_value(packing).in_(language))
    line.append_text(_status(packing.status, language))
    yield label, line


def _value(packing: Packing) -> Text:
    """Return the price and the lower bound of what was minimised."""
    if packing.objective is Objective.HOSTS:
        return Text(
            f"{packing.price_yen:,}円 (税抜)。稼働{packing.num_hosts}台、"
            f"下界 {packing.lower_bound_hosts}台: ",
            f"{packing.price_yen:,} yen without tax; {packing.num_hosts} hosts with guests, lower "
            f"bound {packing.lower_bound_hosts}: ",
        )
    return Text(
        f"{packing.price_yen:,}円 (税抜)、下界 {packing.lower_bound_yen:,}円: ",
        f"{packing.price_yen:,} yen without tax, lower bound {packing.lower_bound_yen:,}: ",
    )


def _cluster(cluster: ClusterBound, hosts: tuple[PackedHost, ...], language: Language) -> Line:
    own = [host for host in hosts if host.cluster == cluster.cluster]
    spares = sum(host.spare for host in own)
    kinds = Counter(host.option for host in own)
    bought = ", ".join(f"{num} x {option}" for option, num in sorted(kinds.items()))
    text = Text(
        f"{cluster.num_hosts}台 + 予備{spares}: {bought}",
        f"{cluster.num_hosts} + {spares} spare: {bought}",
    )
    line = Line(plain(f"{cluster.cluster} "), "cyan")
    line.append(plain(text.in_(language)), "default")
    return line


def _lines(plan: Plan, language: Language) -> Row:
    design = plan.lines.design
    if not design.choices:
        return Text("回線", "lines"), Line(
            Text("台帳にない", "none in the inventory").in_(language)
        )
    before = sum(choice.yen_month_before for choice in design.choices)
    merge = labels.MERGE[design.merge]
    text = Text(
        f"{merge.ja}、月額 {before:,}円 -> {design.yen_month:,}円 (税抜): ",
        f"{merge.en}, {before:,} -> {design.yen_month:,} yen a month without tax: ",
    )
    line = Line(text.in_(language))
    if design.status is Status.INFEASIBLE:
        small = Text("負荷に足りない回線がある", "some lines are too small for their load")
        line.append(small.in_(language), "yellow")
    else:
        line.append_text(_status(design.status, language))
    return Text("回線", "lines"), line


def _moves(plan: Plan, language: Language) -> Row:
    waves, label = plan.schedule.waves, Text("移行", "moves")
    if not waves:
        return label, Line(Text("なし", "none").in_(language))
    moves = sum(len(wave.moves) for wave in waves)
    begin, end = waves[0].starts_on, waves[-1].ends_on
    text = Text(
        f"{moves}台を{len(waves)}段階で、{begin} から {end} まで: ",
        f"{moves} servers in {_waves(len(waves))}, {begin} to {end}: ",
    )
    line = Line(text.in_(language))
    line.append_text(_status(plan.schedule.status, language))
    if plan.schedule.late:
        late = len(plan.schedule.late)
        after = Text(f"、リース満了後 {late}台", f"; {late} after their lease ends")
        line.append(after.in_(language), "yellow")
    return label, line


def _policy(plan: Plan, language: Language) -> Iterator[Row]:
    as_is, to_be, *between = plan.verdicts
    judged = [(Text("現状 ", "today "), [as_is]), (Text("計画後 ", "as planned "), [to_be])]
    waves = [verdict for verdict in between if verdict.state != SWITCHING]
    if len(waves) < len(between):
        judged.append((Text("切替中 ", "while switching "), between[:1]))
    if waves:
        on_the_way = Text(f"途中 ({len(waves)}段階) ", f"on the way ({_waves(len(waves))}) ")
        judged.append((on_the_way, waves))
    line = Line()
    for i, (when, verdicts) in enumerate(judged):
        line.append((Text("、", ", ").in_(language) if i else "") + when.in_(language), "default")
        line.append_text(_breaches(verdicts, language))
    yield Text("方針", "policy"), line
    yield (
        _NO_LABEL,
        Line(plain(_outcomes(to_be, language)), "yellow" if _num_unsure(to_be) else "dim"),
    )
    for finding in to_be.violations[:MOST_FINDINGS]:
        about = labels.subject(finding.subject, to_be.state).in_(language)
        rule = labels.rule(finding.rule).in_(language)
        text = f"{rule} {about}: {finding.message.in_(language)}"
        yield _NO_LABEL, Line(shortened(plain(text), LONGEST_FINDING), "red")
    more = len(to_be.violations) - MOST_FINDINGS
    if more > 0:
        yield _NO_LABEL, Line(Text(f"ほか{more}件", f"and {more} more").in_(language), "red")


def _num_unsure(verdict: Verdict) -> int:
    """Return how many findings leave open whether there is a breach."""
    unsure = (Outcome.UNDETERMINED, Outcome.NOT_CHECKED)
    return sum(finding.outcome in unsure for finding in verdict.findings)


def _outcomes(verdict: Verdict, language: Language) -> str:
    num = Counter(finding.outcome for finding in verdict.findings)
    parts = [f"{labels.OUTCOME[o].in_(language)} {num[o]}" for o in Outcome if num[o]]
    return f"{verdict.edition}: " + Text("、", ", ").in_(language).join(parts)


def _costs(plan: Plan, language: Language) -> Iterator[Row]:
    before, after = plan.costs.as_is_yen, plan.costs.to_be_yen
    same, plan_ = labels.SIDE["as-is"], labels.SIDE["to-be"]
    change = f" ({100 * (after - before) / before:+.1f}%)" if before else ""
    text = Text(
        f"{same.ja} {before:,}円 -> {plan_.ja} {after:,}円{change}、税込",
        f"{same.en} {before:,} -> {plan_.en} {after:,} yen{change}, with tax",
    )
    yield Text("費用", "costs"), Line(text.in_(language))
    unknown = sum(len(unpriced.ids) for unpriced in plan.costs.unpriced)
    if unknown:
        text = Text(
            f"台帳で不明の価格・電力 {unknown}件は数えていない",
            f"{unknown} prices and power draws the inventory does not know are not counted",
        )
        yield _NO_LABEL, Line(text.in_(language), "yellow")


def _breaches(verdicts: Sequence[Verdict], language: Language) -> Line:
    """Say the most breaches of any of the verdicts; green only where all could be judged."""
    num = max(len(verdict.violations) for verdict in verdicts)
    if not num:
        unsure = max(map(_num_unsure, verdicts))
        if not unsure:
            return Line(Text("違反なし", "no breach").in_(language), "green")
        text = Text(
            f"違反は見つからない (未検査・判定不能 {unsure})",
            f"no breach found ({unsure} not checked or undetermined)",
        )
        return Line(text.in_(language), "yellow")
    text = Text(f"違反{num}件", f"{num} breach{'es' * (num != 1)}")
    return Line(text.in_(language), "bold red")


def _waves(num: int) -> str:
    return f"{num} wave{'s' * (num != 1)}"


def _status(status: Status, language: Language) -> Line:
    tone = "green" if status is Status.OPTIMAL else "yellow"
    return Line(labels.STATUS[status].in_(language), tone)


_NO_LABEL = Text("", "")
