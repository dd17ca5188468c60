"""Every option of a scenario in words: what it is called, its value, its unit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum

from consolidation.comparing import kits
from consolidation.export import labels, policy_labels
from consolidation.export.table import Cell, yes_no
from consolidation.inventory.tables.kinds import Kind
from consolidation.packing.model import Objective, Then
from consolidation.policy.model import CrossingRule
from consolidation.redesign.leasing.words import KIND
from consolidation.redesign.model import Merge
from consolidation.scenario.model import Scenario
from consolidation.text import Text

PERCENT = Text("%", "%")
MS = Text("ms", "ms")
YEARS = Text("年", "years")
YEN = Text("円", "yen")
MIB = Text("MiB", "MiB")
NUMBER = Text("台", "servers")
HOSTS = Text("台", "hosts")
DAYS = Text("日", "days")
HOURS = Text("時間", "hours")


NOT_GIVEN = Text("指定なし", "not given")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one option is called, its unit, and what it says when it is left open."""

    title: Text
    unit: Text | None = None
    open: Text = NOT_GIVEN


def _m(ja: str, en: str, unit: Text | None = None, left_open: Text | None = None) -> Meaning:
    title = Text(ja, en)
    return Meaning(title, unit, left_open) if left_open else Meaning(title, unit)


_NO_ZONE = Text("なし", "none")
PART: Mapping[str, Text] = {
    "sizing": Text("所要資源", "sizing"),
    "packing": Text("配置", "packing"),
    "lines": Text("回線", "lines"),
    "policy": Text("規則", "policy"),
    "repair_prices": Text("規則（是正の単価）", "policy (prices of repairs)"),
    "migration": Text("移行", "migration"),
    "costs": Text("経費", "costs"),
    "platforms": Text("基盤", "platform"),
    "clusters": Text("クラスタ", "cluster"),
    "comparison": Text("案の比較", "comparison of options"),
    "vlan": Text("分離方式 VLAN", "kit VLAN"),
    "vrf": Text("分離方式 VRF", "kit VRF"),
    "sdn": Text("分離方式 SDN", "kit SDN"),
    "encrypted": Text("分離方式 暗号化トンネル", "kit encrypted tunnels"),
    "wavelength": Text("分離方式 波長分離", "kit wavelengths"),
}
OF_PLANS = ("sizing", "packing", "lines", "policy", "migration", "costs")
OF_OPTIONS = ("lines", "comparison", "policy")
"""Parts of a scenario that a plan, and a comparison of options, rest on."""
_KIT_PRICES: Mapping[str, Meaning] = {
    f"{kit}.{name}": meaning
    for kit in ("vlan", "vrf", "sdn", "encrypted", "wavelength")
    for name, meaning in {
        "central_yen": _m("全体で一度", "once, whatever its size", YEN),
        "central_yen_month": _m("全体で月額", "a month, whatever its size", YEN),
        "site_yen": _m("機器を共用する拠点ごとに一度", "once per site that shares devices", YEN),
        "site_yen_month": _m("機器を共用する拠点ごとに月額", "a month per such site", YEN),
        "line_yen": _m("統合した回線ごとに一度", "once per merged line", YEN),
        "line_yen_month": _m("統合した回線ごとに月額", "a month per merged line", YEN),
    }.items()
}
MEANINGS: Mapping[str, Meaning] = {
    **_KIT_PRICES,
    "comparison.losses": _m(
        "通信を失わずに済ませる障害",
        "losses that no traffic may be lost by",
        None,
        Text("なし（平常時だけ）", "none (the normal state alone)"),
    ),
    "comparison.protected_sites": _m(
        "障害後も通信を残す拠点",
        "sites whose traffic survives",
        None,
        Text("全拠点", "all sites"),
    ),
    "comparison.new_lines_to": _m(
        "全拠点から新しい回線を引ける拠点",
        "sites that all others may get lines to",
        None,
        Text("なし", "none"),
    ),
    "comparison.terminal_kbit_s": _m(
        "端末1台の通信 (執務時間、通信の記載がない拠点だけ。0なら数えない)",
        "traffic of a terminal in office hours, at sites without flows (0: not counted)",
        Text("kbit/s", "kbit/s"),
    ),
    "comparison.max_utilisation_after_loss_percent": _m(
        "障害後の利用率の上限",
        "highest utilisation after a loss",
        PERCENT,
        Text("平常時と同じ", "the same as normally"),
    ),
    "comparison.max_latency_ms": _m(
        "拠点間の経路の遅延の上限（片方向）",
        "highest latency of a way between sites, one way",
        MS,
        Text("なし", "none"),
    ),
    "comparison.fee_change_percent_per_year": _m(
        "回線料の変化 (毎年同じ場合)", "change of line fees a year, where it is the same", PERCENT
    ),
    "comparison.fee_change_percent_by_year": _m(
        "回線料の変化 (初年度の後の年度ごと、前年度比)",
        "change of line fees in each fiscal year after the first, against the one before",
        PERCENT,
        Text("毎年同じ", "the same every year"),
    ),
    "comparison.swing_percent": _m("価格を上下させる幅", "how far prices are varied", PERCENT),
    "comparison.kits": _m("比べる分離方式", "kits compared"),
    "sizing.basis": _m("所要資源の求め方", "what demand is based on"),
    "sizing.percentile": _m("実測のパーセンタイル", "percentile of the measured use", PERCENT),
    "sizing.comfort_percent": _m("実測に掛ける余裕率", "measured use times this", PERCENT),
    "sizing.growth_percent_per_year": _m("需要の伸び (年)", "growth of demand a year", PERCENT),
    "sizing.growth_years": _m("伸びを見込む年数", "years of growth", YEARS),
    "sizing.min_sample_percent": _m(
        "実測を使う最低の標本率", "least share of samples for a trace to count", PERCENT
    ),
    "sizing.default_cpu_cores": _m(
        "コア数が不明なサーバの仮定値",
        "cores assumed where unknown",
        Text("コア", "cores"),
        Text("仮定しない（不明なら誤りとする）", "none assumed (an unknown is an error)"),
    ),
    "sizing.default_memory_mib": _m(
        "メモリが不明なサーバの仮定値",
        "memory assumed where unknown",
        MIB,
        Text("仮定しない（不明なら誤りとする）", "none assumed (an unknown is an error)"),
    ),
    "sizing.reference_ghz_percent": _m(
        "同じクロックでの新コアの速さ（旧コア比）",
        "speed of a new core against an old one",
        PERCENT,
    ),
    "sizing.allow_cloud": _m("クラウドへの移行を認める", "the cloud is allowed"),
    "sizing.default_zone": _m(
        "情報系区分が不明なサーバの区分",
        "zone of servers whose zone is unknown",
        None,
        Text("仮定しない（現状のまま残す）", "none assumed (they stay where they are)"),
    ),
    "packing.objective": _m("配置で最小にするもの", "what packing minimises"),
    "packing.then": _m(
        "次に最小にするもの", "what packing minimises next", None, Text("なし", "nothing")
    ),
    "packing.profiles": _m("ホスト内のCPUの足し方", "how the CPU of a host's guests adds up"),
    "packing.licensed_hosts": _m(
        "コア課金ライセンスを数えるホスト", "hosts whose cores need a licence by core"
    ),
    "lines.merge": _m("回線の案", "line option"),
    "lines.isolation": _m("統合した回線の分離方式", "isolation on merged lines"),
    "lines.max_utilisation_percent": _m(
        "最繁時の利用率の上限", "highest utilisation in the busy hour", PERCENT
    ),
    "lines.growth_percent_per_year": _m("通信量の伸び (年)", "growth of traffic a year", PERCENT),
    "lines.years": _m("費用を比べる年数", "years that costs are compared over", YEARS),
    "lines.merged_router_yen": _m(
        "両網を分けて通すルータの価格 (1台)", "price of a router for merged lines", YEN
    ),
    "lines.in_facility_rework_yen": _m(
        "施設内の配線替えの価格 (1施設)", "price of reworking one site's lines", YEN
    ),
    "lines.change_on": _m("回線を切り替える日", "day the lines change"),
    "policy.edition": _m("規則の基準", "edition of the rules"),
    "policy.required_controls": _m(
        "無線から住民情報系までに要る制御の数", "controls required between radio and resident"
    ),
    "policy.media": _m(
        "数える無線の種類",
        "kinds of wireless that count",
        None,
        Text("規則の基準による", "those of the edition"),
    ),
    "policy.separate_fibre": _m("情報系ごとに別の芯線を求める", "each zone needs its own fibres"),
    "policy.crossings": _m(
        "情報系の間のつなぎ方",
        "how pairs of zones may meet",
        None,
        Text("規則の基準による", "as in the edition"),
    ),
    "policy.allow_shared_platform": _m(
        "基盤の共用を認める情報系区分", "zones that may share a platform", None, _NO_ZONE
    ),
    "policy.allow_shared_host": _m(
        "ホストの共用を認める情報系区分", "zones that may share a host", None, _NO_ZONE
    ),
    "policy.allow_shared_store": _m(
        "記憶域の共用を認める情報系区分",
        "zones that may share a datastore or backup target",
        None,
        _NO_ZONE,
    ),
    "policy.allow_shared_management": _m(
        "管理系の共用を認める情報系区分", "zones that may be managed together", None, _NO_ZONE
    ),
    "policy.repair_prices": _m("是正の単価", "prices of repairs"),
    "repair_prices.control_yen": _m("制御の追加 (1か所)", "a control added", YEN),
    "repair_prices.change_yen": _m("設定の変更 (1か所)", "a setting changed", YEN),
    "repair_prices.unplug_yen": _m(
        "配線・機器の取外し (1か所)", "an interface, cable or device taken away", YEN
    ),
    "repair_prices.wire_yen": _m("無線回線の有線化 (1本)", "a radio link made a wired one", YEN),
    "migration.starts_on": _m("移行の開始日", "first day of migration"),
    "migration.ends_on": _m("移行の期限", "last day of migration"),
    "migration.wave_days": _m("1段階の日数", "days in a wave", DAYS),
    "migration.max_moves_per_wave": _m("1段階で移す上限", "most servers in a wave", NUMBER),
    "migration.transfer_mbit_s": _m("複写の速さ", "rate of copying", Text("Mbit/s", "Mbit/s")),
    "migration.window_hours": _m("1段階で止められる時間の計", "standstill in a wave", HOURS),
    "migration.move_hours": _m("1台の作業時間（複写を除く）", "work per server, no copying", HOURS),
    "costs.first_fiscal_year": _m("最初の年度", "first fiscal year"),
    "costs.last_fiscal_year": _m("最後の年度", "last fiscal year"),
    "costs.yen_per_kwh": _m("電気の単価", "price of power", Text("円/kWh", "yen/kWh")),
    "costs.power_overhead_percent": _m(
        "空調などを含む電力の割合（PUE）", "power with cooling (PUE)", PERCENT
    ),
    "costs.yen_per_move": _m("1台の移行作業費", "work paid per server moved", YEN),
    "costs.removal_yen_per_server": _m("1台の撤去費", "removal of one server", YEN),
    "costs.discount_percent": _m("現在価値の割引率 (年)", "discount rate a year", PERCENT),
    "costs.shared_department": _m("共通の経費の所管", "who pays what nobody owns"),
    "costs.leases_run_to_term": _m("リースは満了まで払う", "leases are paid to their end"),
    "costs.hosts_start_on": _m(
        "新しいホストの使用開始日",
        "first day of the new hosts",
        None,
        Text("最初の段階の初日", "first day of the first wave"),
    ),
    "platforms.id": _m("基盤のID", "id of the platform"),
    "platforms.name": _m("名称", "name"),
    "platforms.site": _m("置く拠点", "site"),
    "platforms.device": _m("接続するスイッチ", "switch its hosts are plugged into"),
    "platforms.management_segment": _m(
        "管理用アドレスのあるセグメント",
        "segment of its management address",
        None,
        Text("記載なし", "not said"),
    ),
    "platforms.managed_by": _m(
        "設定を変えられるサーバ・機器",
        "servers and devices that can change its settings",
        None,
        Text("記載なし", "not said"),
    ),
    "platforms.replaces": _m(
        "引き継ぐ既存の基盤", "existing platforms taken over", None, Text("なし", "none")
    ),
    "platforms.life_years": _m("使用年数", "years of life", YEARS),
    "clusters.id": _m("クラスタのID", "id of the cluster"),
    "clusters.zones": _m("載せる情報系区分", "zones it holds"),
    "clusters.host_types": _m("買えるホスト機種", "host types that may be bought"),
    "clusters.spare_hosts": _m("予備ホスト", "spare hosts", HOSTS),
    "clusters.cpu_overcommit_percent": _m(
        "CPUのオーバーコミット", "virtual cores per physical core", PERCENT
    ),
    "clusters.cpu_ceiling_percent": _m("CPUの使用上限", "CPU ceiling", PERCENT),
    "clusters.memory_ceiling_percent": _m("メモリの使用上限", "memory ceiling", PERCENT),
    "clusters.host_memory_overhead_mib": _m(
        "ハイパーバイザのメモリ", "memory of the hypervisor", MIB
    ),
    "clusters.most_guests_per_host": _m(
        "1ホストに載せるサーバの上限", "most servers on a host", NUMBER, Text("なし", "no limit")
    ),
    "clusters.pin": _m(
        "載せる機種を限るサーバ", "servers bound to host types", None, Text("なし", "none")
    ),
    "clusters.ban": _m(
        "載せない機種のあるサーバ", "servers kept off host types", None, Text("なし", "none")
    ),
}
"""Every option by the part it belongs to and its field."""
WORDS: Mapping[tuple[str, str], Text] = {
    ("sizing.basis", "trace"): Text("実測（なければ搭載量）", "measured, else as fitted"),
    ("sizing.basis", "allocated"): Text("搭載量", "as fitted"),
    **{("comparison.losses", kind): text for kind, text in KIND.items()},
    **{
        (key, kit.value): text
        for key in ("comparison.kits", "lines.isolation")
        for kit, text in kits.WORDS.items()
    },
    **{("packing.objective", kind.value): labels.OBJECTIVE[kind] for kind in Objective},
    **{("packing.then", kind.value): labels.THEN[kind] for kind in Then},
    **{("packing.profiles", word): labels.PROFILES[word] for word in labels.PROFILES},
    ("packing.licensed_hosts", "all"): Text(
        "同じクラスタ・区分の全ホストと予備", "all hosts of the cluster and zone, and spares"
    ),
    ("packing.licensed_hosts", "dedicated"): Text(
        "要るサーバの載るホストと予備（そのサーバはホストを固定する）",
        "hosts that carry guests with the licence, and spares (guests bound to their host)",
    ),
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """One option: its path in the scenario, its name, its value in words and its unit."""

    path: str
    part: Text
    title: Text
    value: Cell
    unit: Text | None


def assumptions_of(scenario: Scenario, parts: tuple[str, ...] = OF_PLANS) -> Iterator[Assumption]:
    """Yield every option, defaults included; those of clusters after their platform's."""
    for part in parts:
        yield from _of(part, part, PART[part], getattr(scenario, part))
    for platform in scenario.platforms:
        words = _named("platforms", platform.id)
        yield from _of(f"platforms.{platform.id}", "platforms", words, platform)
        for cluster in platform.clusters:
            path = f"platforms.{platform.id}.clusters.{cluster.id}"
            yield from _of(path, "clusters", _named("clusters", cluster.id), cluster)


def _named(part: str, name: str) -> Text:
    return Text(f"{PART[part].ja} {name}", f"{PART[part].en} {name}")


def _of(path: str, part: str, words: Text, options: object) -> Iterator[Assumption]:
    if not is_dataclass(options):
        return
    for field in fields(options):
        value, key = getattr(options, field.name), f"{part}.{field.name}"
        if key == "platforms.clusters":
            continue
        if field.name in PART:
            yield from _of(f"{path}.{field.name}", field.name, PART[field.name], value)
            continue
        meaning = MEANINGS.get(key, Meaning(Text(field.name, field.name)))
        empty = value is None or value == () or value == {}
        shown = meaning.open if empty else _in_words(key, value)
        unit = None if empty else meaning.unit
        yield Assumption(f"{path}.{field.name}", words, meaning.title, shown, unit)


def _in_words(key: str, value: object) -> Cell:
    if isinstance(value, bool):
        return yes_no(value)
    if isinstance(value, Text | int | float | date):
        return value
    if isinstance(value, tuple):
        parts = [_in_words(key, item) for item in value]
        pairs = [p if isinstance(p, Text) else Text(str(p), str(p)) for p in parts]
        ja, en = ("；", "; ") if isinstance(value[0], CrossingRule) else ("、", ", ")
        return Text(ja.join(p.ja for p in pairs), en.join(p.en for p in pairs))
    if isinstance(value, Mapping):
        lists = [f"{name}: {', '.join(items)}" for name, items in sorted(value.items())]
        return Text("；".join(lists), "; ".join(lists))
    if isinstance(value, CrossingRule):
        return _crossing_in_words(value)
    if isinstance(value, Kind):
        return Text(value.ja, value.value)
    if isinstance(value, Merge):
        return labels.MERGE[value]
    word = str(value.value) if isinstance(value, Enum) else str(value)
    return WORDS.get((key, word), word)


def _crossing_in_words(crossing: CrossingRule) -> Text:
    one, other = crossing.zones
    how = policy_labels.MODE[crossing.mode]
    ja, en = how.ja, how.en
    if crossing.mode == "controls":
        ja, en = f"{ja} {crossing.controls}個以上", f"{en}, {crossing.controls} or more"
    if crossing.kinds:
        ja += f"（{'、'.join(kind.ja for kind in crossing.kinds)}）"
        en += f" ({', '.join(kind.value for kind in crossing.kinds)})"
    return Text(f"{one.ja}と{other.ja}: {ja}", f"{one.value} and {other.value}: {en}")
