"""Tables that set several plans side by side; the first plan is the one compared with."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consolidation.costs.model import Category
from consolidation.export import labels
from consolidation.export.contents import proof, wording
from consolidation.export.contents.assumptions import Assumption, assumptions_of
from consolidation.export.contents.basis import table_title
from consolidation.export.contents.findings import outcomes
from consolidation.export.table import Cell, Heading, Kind, Table, heading
from consolidation.policy.difference import difference
from consolidation.policy.model import Outcome, Verdict
from consolidation.redesign.model import Merge
from consolidation.scenario.model import Plan
from consolidation.sizing.model import DispositionKind
from consolidation.text import Text

CHANGES: Mapping[str, Text] = {
    "opened": Text("新たな違反", "opened"),
    "closed": Text("解消した違反", "closed"),
    "margin": Text("余裕の変化", "margin"),
    "outcome": Text("判定の変化", "outcome"),
}
AMOUNT: Kind = "yen"


@dataclass(frozen=True, slots=True)
class Named:
    """A plan with the name that the comparison gives it."""

    name: str
    plan: Plan


def _heads(first: Sequence[Heading], plans: Sequence[Named], kind: Kind) -> tuple[Heading, ...]:
    return (*first, *(Heading(Text(p.name, p.name), kind) for p in plans))


def overview(plans: Sequence[Named]) -> Table:
    """Return the answers side by side."""
    columns = [_facts(named.plan) for named in plans]
    rows = tuple(
        (label, *(column[i][1] for column in columns)) for i, (label, _) in enumerate(columns[0])
    )
    heads = _heads([heading("項目", "item")], plans, AMOUNT)
    return Table("overview", Text("比較", "Side by side"), heads, rows)


def _facts(plan: Plan) -> list[tuple[Text, Cell]]:
    return [*_server_facts(plan), *_line_facts(plan), *_rule_facts(plan), *_money_facts(plan)]


def _server_facts(plan: Plan) -> Iterable[tuple[Text, Cell]]:
    counts = dict(plan.sizing.counts)
    yield Text("計画の名称", "plan"), plan.scenario.title
    yield Text("台帳", "inventory"), plan.inventory
    for kind in DispositionKind:
        words = labels.DISPOSITION[kind]
        yield Text(f"{words.ja} (台)", f"{words.en} (servers)"), counts.get(kind, 0)
    yield Text("移設するサーバ (台)", "servers that move"), len(plan.sizing.demands)
    packing, hosts = plan.packing, plan.packing.hosts
    yield Text("ホスト (台)", "hosts"), len(hosts)
    yield Text("うち予備 (台)", "spares among them"), sum(host.spare for host in hosts)
    yield Text("ホストの判定", "packing status"), wording.packing_status(packing)
    price = packing.price_yen if hosts else None
    what = labels.OBJECTIVE[packing.objective] if hosts else None
    least = proof.amount(packing, proof.bound(packing)) if hosts else None
    yield Text("価格を数える年数 (年)", "years of prices"), str(plan.scenario.cost_years)
    yield Text("ホストの価格 (円、税抜)", "price of hosts (yen, no tax)"), price
    yield Text("配置で最小にしたもの", "what packing minimises"), what
    yield Text("その下界", "its lower bound"), least
    shown = proof.certified(packing) if hosts else None
    yield Text("下界の証明書", "certificate of the bound"), shown


def _line_facts(plan: Plan) -> Iterable[tuple[Text, Cell]]:
    design, kept = plan.lines.design, wording.nothing_is_built(plan)
    lines = bool(design.choices)
    yield (
        Text("回線の案", "line option"),
        wording.OUT_OF_SCOPE if kept else labels.MERGE[design.merge],
    )
    yield Text("分離方式", "isolation"), None if kept else design.isolation.upper()
    yield Text("回線の判定", "line status"), wording.line_status(design)
    yield Text("回線費を数える年数 (年)", "years of line costs"), str(plan.scenario.lines.years)
    cost = design.cost_yen if lines else wording.NO_LINES
    bound = design.lower_bound_yen if lines and not kept else None
    yield Text("回線の費用 (円、税抜)", "cost of lines (yen, no tax)"), cost
    yield Text("費用の下界 (円、税抜)", "its lower bound of lines (yen, no tax)"), bound
    month = design.yen_month if lines else None
    yield Text("回線の月額 (円、税抜)", "lines a month (yen, no tax)"), month
    yield (
        Text("両網の端末を使える拠点 (か所)", "sites where either network's terminal works"),
        len(design.sites_with_both) if lines else None,
    )
    report = plan.network_after
    points = len(report.single_points) if wording.network_known(report) else wording.NOT_EXAMINED
    yield Text("単一障害点 (構成後)", "single points of failure, to-be"), points


def _rule_facts(plan: Plan) -> Iterable[tuple[Text, Cell]]:
    verdict = _to_be(plan)
    counts = dict(outcomes(verdict)) if verdict else {}
    yield Text("規則の基準", "edition of the rules"), verdict.edition if verdict else None
    for outcome in (
        Outcome.VIOLATED,
        Outcome.UNDETERMINED,
        Outcome.NOT_CHECKED,
        Outcome.CAUTION,
    ):
        words = labels.OUTCOME[outcome]
        yield Text(f"{words.ja}（構成後、件）", f"{words.en}, to-be"), counts.get(outcome)
    between = [v for v in plan.verdicts if v.state not in ("as-is", "to-be")]
    broken = sum(bool(v.violations) for v in between)
    yield Text("移行中に違反のある状態", "states between waves with violations"), broken
    waves = [wave for wave in plan.schedule.waves if wave.moves]
    yield Text("移行の段階", "waves"), len(waves) if waves else wording.NO_MOVES
    yield Text("移行の判定", "schedule status"), wording.schedule_status(plan)
    yield Text("移行の初日", "first day of migration"), waves[0].starts_on if waves else None
    yield Text("移行の末日", "last day of migration"), waves[-1].ends_on if waves else None
    yield Text("期限後の移行 (台)", "servers that move late"), len(plan.schedule.late)


def _money_facts(plan: Plan) -> Iterable[tuple[Text, Cell]]:
    costs = plan.costs
    span = wording.period(*plan.scenario.fiscal_years)
    as_is: Cell = costs.as_is_yen
    change: Cell = costs.to_be_yen - costs.as_is_yen or wording.NO_CHANGE
    if not wording.as_is_known(costs):
        as_is, change = wording.NO_PRICES, wording.NO_PRICES
    yield Text("経費の期間", "years of costs"), span
    yield Text("経費の計: 現状維持 (円、税込)", "cost, as-is continued (yen, with tax)"), as_is
    yield Text("経費の計: 計画 (円、税込)", "cost, to-be (yen, with tax)"), costs.to_be_yen
    yield Text("差 (円、税込)", "difference (yen, with tax)"), change
    left_out = Text("不明で含まない価格・電力 (件)", "unknown prices and draws left out")
    yield left_out, wording.num_unpriced(costs)
    yield (
        Text("現在価値: 計画 (円、税込)", "present value, to-be (yen, with tax)"),
        costs.to_be_present_value_yen,
    )


def _to_be(plan: Plan) -> Verdict | None:
    return next((v for v in plan.verdicts if v.state == "to-be"), None)


def inputs(plans: Sequence[Named]) -> Table:
    """Return the inventory tables whose content is not the same in all plans."""
    hashes = [{i.table: i.sha256 for i in p.plan.inputs} for p in plans]
    table = _only_different(
        "inputs",
        Text("異なる入力", "Inputs that differ"),
        heading("台帳の表", "table"),
        plans,
        hashes,
    )
    named = tuple((table_title(str(key)), *hashed) for key, *hashed in table.rows)
    return replace(table, rows=named)


def assumptions(plans: Sequence[Named]) -> Table:
    """Return the scenario's options that are not the same in all plans."""
    found = [{a.path: a for a in assumptions_of(p.plan.scenario)} for p in plans]
    first = {path: a for options in reversed(found) for path, a in options.items()}
    rows = []
    for path in sorted(first):
        values = [options[path].value if path in options else None for options in found]
        if len(set(values)) > 1:
            one = first[path]
            rows.append((_assumption(one), *values, one.unit, path))
    heads = _heads([heading("前提", "assumption")], plans, "decimal")
    last = (heading("単位", "unit"), heading("シナリオの設定名", "option", "code"))
    title = Text("異なる前提", "Assumptions that differ")
    return Table("assumptions", title, (*heads, *last), tuple(rows))


def _assumption(one: Assumption) -> Text:
    return Text(f"{one.part.ja}: {one.title.ja}", f"{one.part.en}: {one.title.en}")


def dispositions(plans: Sequence[Named]) -> Table:
    """Return the servers that do not fare the same in all plans."""
    return _only_different(
        "dispositions",
        Text("扱いの異なるサーバ", "Servers that fare differently"),
        heading("サーバID", "server", "code"),
        plans,
        [{d.server: _fate(d.kind, d.platform) for d in p.plan.sizing.dispositions} for p in plans],
    )


def _fate(kind: DispositionKind, platform: str | None) -> Text:
    words = labels.DISPOSITION[kind]
    if platform is None:
        return words
    return Text(f"{words.ja}（{platform}）", f"{words.en} ({platform})")


def move_days(plans: Sequence[Named]) -> Table:
    """Return the servers that do not move in the same span in all plans."""
    days: list[Mapping[str, Cell]] = [
        {m.server: wave.starts_on for wave in p.plan.schedule.waves for m in wave.moves}
        for p in plans
    ]
    return _only_different(
        "move-days",
        Text("移行日の異なるサーバ", "Servers that move on other days"),
        heading("サーバID", "server", "code"),
        plans,
        days,
    )


def _only_different(
    name: str,
    title: Text,
    key: Heading,
    plans: Sequence[Named],
    values: Sequence[Mapping[str, Cell]],
) -> Table:
    keys = sorted({k for column in values for k in column})
    rows = tuple(
        (k, *(column.get(k) for column in values))
        for k in keys
        if len({column.get(k) for column in values}) > 1
    )
    return Table(name, title, _heads([key], plans, "text"), rows)


def hosts(plans: Sequence[Named]) -> Table:
    """Return the number of hosts by cluster and type, spares included."""
    counts = [Counter((h.cluster, h.option) for h in p.plan.packing.hosts) for p in plans]
    keys = sorted({key for column in counts for key in column})
    heads = [heading("クラスタ", "cluster", "code"), heading("機種", "host type", "code")]
    rows: list[tuple[Cell, ...]] = [(*key, *(column[key] for column in counts)) for key in keys]
    return Table("hosts", Text("ホスト", "Hosts"), _heads(heads, plans, "count"), tuple(rows))


def line_options(plans: Sequence[Named]) -> Table:
    """Return what each of the four merge options costs in each plan, devices included."""
    costs = [{o.merge: o.total_yen for o in p.plan.lines.options} for p in plans]
    rows = tuple((labels.MERGE[m], *(column.get(m) for column in costs)) for m in Merge)
    heads = _heads([heading("案", "option")], plans, AMOUNT)
    return Table(
        "line-options",
        Text(
            "回線4案の費用 (回線と機器の計、円、税抜)",
            "Cost of the four line options (lines and devices, yen, no tax)",
        ),
        heads,
        rows,
    )


def findings(plans: Sequence[Named]) -> Table:
    """Return what the verdict on to-be gains and loses against the first plan."""
    first = _to_be(plans[0].plan)
    rows: list[tuple[Cell, ...]] = []
    for named in plans[1:]:
        other = _to_be(named.plan)
        for change in difference(first, other) if first and other else ():
            before = labels.OUTCOME[change.before] if change.before else None
            after = labels.OUTCOME[change.after] if change.after else None
            kind = CHANGES[change.kind]
            rows.append(
                (
                    named.name,
                    kind,
                    labels.rule(change.rule),
                    change.subject,
                    before,
                    after,
                    change.message_before,
                    change.message_after,
                )
            )
    heads = (
        heading("計画", "plan"),
        heading("変化", "change"),
        heading("規則", "rule"),
        heading("対象", "subject", "code"),
        heading("前", "before"),
        heading("後", "after"),
        heading("前の内容", "message before", "long"),
        heading("後の内容", "message after", "long"),
    )
    note = Text(
        f"構成後の判定を「{plans[0].name}」と比べたもの。",
        f"Verdicts on to-be, compared with '{plans[0].name}'.",
    )
    return Table("findings", Text("判定の違い", "Verdicts that differ"), heads, tuple(rows), note)


def costs_by_year(plans: Sequence[Named]) -> Table:
    """Return the cost of each fiscal year: as-is of the first plan, to-be of each."""
    years = sorted({y.fiscal_year for p in plans for y in p.plan.costs.years})
    as_is = {y.fiscal_year: y.as_is_yen for y in plans[0].plan.costs.years}
    to_be = [{y.fiscal_year: y.to_be_yen for y in p.plan.costs.years} for p in plans]
    rows: list[tuple[Cell, ...]] = [
        (labels.year(year), as_is.get(year), *(column.get(year) for column in to_be))
        for year in years
    ]
    totals = (sum(as_is.values()), *(sum(column.values()) for column in to_be))
    rows.append((Text("計", "total"), *totals))
    first = [heading("年度", "fiscal year"), heading("現状維持", "as-is continued", AMOUNT)]
    title = Text("年度別の経費 (円、税込)", "Cost by fiscal year (yen, with tax)")
    return Table("costs-by-year", title, _heads(first, plans, AMOUNT), tuple(rows))


def costs_by_category(plans: Sequence[Named]) -> Table:
    """Return the to-be cost of each category over all years."""
    sums = [_by_category(p.plan) for p in plans]
    rows: list[tuple[Cell, ...]] = [
        (labels.CATEGORY[c], *(column[c] for column in sums))
        for c in Category
        if any(column[c] for column in sums)
    ]
    rows.append((Text("計", "total"), *(column.total() for column in sums)))
    heads = _heads([heading("費目", "category")], plans, AMOUNT)
    title = Text("費目別の経費 (計画、円、税込)", "Cost by category (to-be, yen, with tax)")
    return Table("costs-by-category", title, heads, tuple(rows))


def _by_category(plan: Plan) -> Counter[Category]:
    sums: Counter[Category] = Counter()
    for line in plan.costs.lines:
        if line.side == "to-be":
            sums[line.category] += line.yen
    return sums


TABLES: tuple[Callable[[Sequence[Named]], Table], ...] = (
    overview,
    costs_by_year,
    costs_by_category,
    hosts,
    line_options,
    findings,
    dispositions,
    move_days,
    assumptions,
    inputs,
)


def all_tables(plans: Sequence[Named]) -> dict[str, Table]:
    """Return every table of a comparison by its name."""
    tables = (make(plans) for make in TABLES)
    return {table.name: table for table in tables}
