"""Tables about lines: the four merge options, the choices of the chosen one, loads, failures."""

from collections import Counter
from collections.abc import Iterator, Sequence

from consolidation.export import labels
from consolidation.export.contents.wording import line_status
from consolidation.export.review import Review
from consolidation.export.table import Cell, Kind, Table, heading
from consolidation.inventory.tables.kinds import Zone
from consolidation.network.model import NetworkReport
from consolidation.redesign.model import LineChoice, LineDesign
from consolidation.text import Text


def options(review: Review) -> Table:
    """Return the four merge options side by side; the chosen one is marked."""
    study = review.plan.lines
    heads = [heading("項目", "item")]
    for design in study.options:
        words = labels.MERGE[design.merge]
        chosen = design.merge == study.chosen
        heads.append(
            heading(
                words.ja + ("（採用）" if chosen else ""),
                words.en + (" (chosen)" if chosen else ""),
                "yen",
            )
        )
    rows = tuple(
        (label, *cells)
        for (label, _), cells in zip(
            _option_cells(review, study.options[0]),
            zip(*([c for _, c in _option_cells(review, d)] for d in study.options), strict=True),
            strict=True,
        )
    )
    return Table(
        "line-options",
        Text("回線比較", "Line options"),
        tuple(heads),
        rows,
        Text(
            "4案とも、統合後の通信量に合わせて料金表の品目で設計した結果である。金額は税抜。"
            "拠点間回線の存続・帯域変更・廃止の計は4案で等しい。施設内の配線は、その案で変わるものと"
            "契約のあるものだけを数える。",
            "All four are sized with the tariff's steps for the traffic after consolidation; "
            "amounts are without tax. Circuits kept, resized and removed add up to the same number "
            "in all four; of the cables inside sites only those that an option changes, or that "
            "have a contract, are counted.",
        ),
    )


def _is_circuit(review: Review, choice: LineChoice) -> bool:
    """Return whether a line runs between sites; a new one does where it has a tariff."""
    row = review.as_is.link.get(choice.link)
    if row is None:
        return bool(choice.tariffs)
    site = [review.as_is.device[device].site for device in (row.a_device, row.b_device)]
    return site[0] != site[1]


def _option_cells(review: Review, design: LineDesign) -> list[tuple[Text, Cell]]:
    circuits = [choice for choice in design.choices if _is_circuit(review, choice)]
    actions = Counter(choice.action for choice in circuits)
    inside = Counter(choice.action for choice in design.choices)
    inside.subtract(actions)
    return [
        (Text("判定", "status"), line_status(design)),
        (Text("分離方式", "isolation"), design.isolation.upper()),
        (Text("期間中の費用 (円)", "cost over the years (yen)"), design.cost_yen),
        (Text("費用の下界 (円)", "lower bound (yen)"), design.lower_bound_yen),
        (Text("機器の維持費 (円)", "upkeep of devices (yen)"), design.device_yen),
        (Text("費用と維持費の計 (円)", "cost and upkeep together (yen)"), design.total_yen),
        (Text("月額 (円)", "monthly (yen)"), design.yen_month),
        (Text("一時費 (円)", "one-off (yen)"), design.one_off_yen),
        (Text("拠点間回線: 存続 (本)", "circuits between sites: kept"), actions["keep"]),
        (Text("拠点間回線: 帯域変更 (本)", "circuits: resized"), actions["resize"]),
        (Text("拠点間回線: 廃止 (本)", "circuits: removed"), actions["remove"]),
        (Text("拠点間回線: 新設 (本)", "circuits: new"), actions["new"]),
        (
            Text("施設内の配線: 存続・変更 (本)", "cables inside a site: kept or changed"),
            inside["keep"] + inside["resize"],
        ),
        (Text("施設内の配線: 廃止 (本)", "cables inside a site: removed"), inside["remove"]),
        (Text("施設内の配線: 新設 (本)", "cables inside a site: new"), inside["new"]),
        (Text("撤去する機器 (台)", "devices removed"), len(design.devices_removed)),
        (Text("追加する機器 (台)", "devices added"), len(design.devices_added)),
        (
            Text("両網の端末を使える拠点 (か所)", "sites where either network's terminal works"),
            len(design.sites_with_both),
        ),
    ]


def choices(review: Review) -> Table:
    """Return what becomes of every line under the chosen option."""
    design = review.plan.lines.design
    return Table(
        "line-choices",
        Text("回線", "Lines"),
        (
            heading("回線ID", "line", "code"),
            heading("拠点", "site"),
            heading("扱い", "action"),
            heading("通すセグメント", "carries"),
            heading("最繁時の負荷 (kbit/s)", "busy-hour load (kbit/s)", "count"),
            heading("帯域 (Mbit/s)", "capacity (Mbit/s)", "count"),
            heading("料金品目", "tariffs", "code"),
            heading("月額 前 (円)", "monthly before (yen)", "yen"),
            heading("月額 後 (円)", "monthly after (yen)", "yen"),
            heading("一時費 (円)", "one-off (yen)", "yen"),
            heading("理由", "reason", "long"),
        ),
        tuple(
            (
                c.link,
                site_name(review, c.site),
                labels.ACTION[c.action],
                ";".join(c.carries),
                c.load_kbit_s,
                c.capacity_mbit_s,
                ";".join(c.tariffs),
                c.yen_month_before,
                c.yen_month_after,
                c.one_off_yen,
                c.reason,
            )
            for c in design.choices
        ),
        Text(
            f"採用案「{labels.MERGE[design.merge].ja}」の内訳。金額は税抜。",
            f"The chosen option: {labels.MERGE[design.merge].en}; amounts without tax.",
        ),
    )


def site_name(review: Review, site: str) -> str:
    """Return a site's name, or its id when the estate does not hold it."""
    row = review.as_is.site.get(site)
    return row.name if row else site


def loads(review: Review) -> Table:
    """Return the load on every link before and after."""
    kind: Kind = "count"
    return Table(
        "network-loads",
        Text("ネットワーク負荷", "Network loads"),
        (
            heading("状態", "state"),
            heading("回線ID", "link", "code"),
            heading("帯域 (Mbit/s)", "capacity (Mbit/s)", kind),
            heading("日中 (kbit/s)", "office hours (kbit/s)", kind),
            heading("夜間 (kbit/s)", "night (kbit/s)", kind),
            heading("利用率 (%)", "utilisation (%)", "percent"),
        ),
        tuple(
            (
                words,
                load.link,
                load.capacity_mbit_s,
                load.office_kbit_s,
                load.night_kbit_s,
                load.utilisation_percent,
            )
            for words, report in _reports(review)
            for load in report.loads
        ),
        Text(
            "利用率は、日中・夜間の大きい方を帯域で割った値。帯域が不明な回線は空欄。",
            "Utilisation is of the busier of the two; empty where the capacity is not known.",
        ),
    )


def _reports(review: Review) -> Iterator[tuple[Text, NetworkReport]]:
    yield labels.state("as-is"), review.plan.network_before
    yield labels.state("to-be"), review.plan.network_after


def single_points(review: Review) -> Table:
    """Return the single points of failure before and after."""
    return Table(
        "single-points",
        Text("単一障害点", "Single points of failure"),
        (
            heading("状態", "state"),
            heading("種別", "kind"),
            heading("ID", "id", "code"),
            heading("孤立する拠点数", "sites cut off", "count"),
            heading("止まるシステム数", "systems lost", "count"),
            heading("孤立する拠点", "which sites", "long"),
            heading("止まるシステム", "which systems", "long"),
            heading("情報系が使えなくなる拠点数", "sites that lose a zone", "count"),
            heading("使えなくなる情報系", "which zones", "long"),
        ),
        tuple(
            (
                words,
                labels.POINT[point.kind],
                point.id,
                len(point.cut_sites),
                len(point.lost_systems),
                "、".join(site_name(review, site) for site in point.cut_sites),
                "、".join(_system_name(review, system) for system in point.lost_systems),
                len({site for site, _ in point.cut_zones}),
                _zones(review, point.cut_zones),
            )
            for words, report in _reports(review)
            for point in report.single_points
        ),
        Text(
            "それ1つが失われるだけで、拠点かシステムか、拠点のいずれかの情報系が使えなくなるもの。"
            "「孤立する拠点」は使う全てのサーバに届かない拠点、「使えなくなる情報系」はその情報系の"
            "サーバのどれにも届かない拠点の一覧である。",
            "Each of these, lost alone, cuts off a site, a system or one zone of a site. A site "
            "cut off reaches no server it uses; one that loses a zone reaches no server of it.",
        ),
    )


def _zones(review: Review, cut: Sequence[tuple[str, Zone]]) -> Text:
    """Return zones, each with the sites that lose it."""
    by_zone: dict[Zone, list[str]] = {}
    for site, zone in cut:
        by_zone.setdefault(zone, []).append(site_name(review, site))
    names = [(zone, "、".join(by_zone[zone])) for zone in Zone if zone in by_zone]
    return Text(
        "、".join(f"{zone.ja}（{sites}）" for zone, sites in names),
        "; ".join(f"{zone.value}: {sites}" for zone, sites in names),
    )


def _system_name(review: Review, system: str) -> str:
    row = review.as_is.system.get(system)
    return row.name if row else system


def unrouted(review: Review) -> Table:
    """Return the flows for which the inventory's network has no way."""
    return Table(
        "unrouted-flows",
        Text("経路のない通信", "Flows without a way"),
        (heading("状態", "state"), heading("通信ID", "flow", "code")),
        tuple((words, flow) for words, report in _reports(review) for flow in report.unrouted),
        Text(
            "台帳の網に経路が見つからない通信。負荷の計算に入っていない。",
            "The inventory's network has no way for these; no load counts them.",
        ),
    )
