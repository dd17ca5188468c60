"""The words that reviewers read for the closed vocabularies of the plan."""

from collections.abc import Mapping
from typing import Literal

from consolidation.costs.model import Category
from consolidation.fiscal import era_name
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.titles import TITLES
from consolidation.packing.model import Objective, Then
from consolidation.policy.model import Outcome
from consolidation.redesign.model import Merge
from consolidation.sizing.model import DispositionKind
from consolidation.solving.status import Status
from consolidation.text import Text

STATUS: Mapping[Status, Text] = {
    Status.OPTIMAL: Text("最適（証明済み）", "optimal (proved)"),
    Status.FEASIBLE: Text("実行可能（最適とは未証明）", "feasible (not proved optimal)"),
    Status.INFEASIBLE: Text("解なし（証明済み）", "no solution (proved)"),
    Status.UNKNOWN: Text("不明（時間内に判明せず）", "unknown (time ran out)"),
}

DISPOSITION: Mapping[DispositionKind, Text] = {
    DispositionKind.VIRTUALISE: Text("仮想化", "virtualise"),
    DispositionKind.ABSORB: Text("VM引継ぎ", "absorb (already a VM)"),
    DispositionKind.CLOUD: Text("クラウドへ移行", "cloud"),
    DispositionKind.RETIRE: Text("廃止", "retire"),
    DispositionKind.KEEP: Text("物理のまま存続", "keep physical"),
}

OUTCOME: Mapping[Outcome, Text] = {
    Outcome.HOLDS: Text("適合", "holds"),
    Outcome.VIOLATED: Text("違反", "violated"),
    Outcome.CAUTION: Text("要承認", "needs approval"),
    Outcome.NOTE: Text("参考", "for information"),
    Outcome.UNDETERMINED: Text("判定不能", "undetermined"),
    Outcome.NOT_CHECKED: Text("未検査", "not checked"),
}

MERGE: Mapping[Merge, Text] = {
    Merge.SEPARATE: Text("分離のまま", "kept separate"),
    Merge.INTER_SITE: Text("拠点間回線を統合", "inter-site lines merged"),
    Merge.IN_FACILITY: Text("施設内回線を統合", "in-facility lines merged"),
    Merge.BOTH: Text("拠点間・施設内とも統合", "both merged"),
}

CATEGORY: Mapping[Category, Text] = {
    Category.SERVER_LEASE: Text("サーバ賃借料", "server leases"),
    Category.SERVER_MAINTENANCE: Text("サーバ保守料", "server maintenance"),
    Category.HOST: Text("ホスト調達費", "hosts bought"),
    Category.HOST_MAINTENANCE: Text("ホスト保守料", "host maintenance"),
    Category.LICENCE: Text("ライセンス料", "licences"),
    Category.POWER: Text("電気料", "power"),
    Category.LINE: Text("回線料", "lines"),
    Category.NETWORK_DEVICE: Text("ネットワーク機器費", "network devices"),
    Category.CLOUD: Text("クラウド利用料", "cloud"),
    Category.MIGRATION: Text("移行作業費", "migration work"),
    Category.REMOVAL: Text("撤去費", "removal"),
}

ACTION: Mapping[str, Text] = {
    "keep": Text("存続", "keep"),
    "resize": Text("帯域変更", "resize"),
    "remove": Text("廃止", "remove"),
    "new": Text("新設", "new"),
}

BASIS: Mapping[str, Text] = {
    "trace": Text("実測", "measured"),
    "allocated": Text("割当", "as fitted"),
    "default": Text("仮定値", "assumed"),
}

METHOD: Mapping[str, Text] = {
    "p2v": Text("物理から仮想へ", "physical to virtual"),
    "v2v": Text("仮想から仮想へ", "virtual to virtual"),
}

SIDE: Mapping[str, Text] = {
    "as-is": Text("現状維持", "as-is continued"),
    "to-be": Text("計画", "to-be"),
}

PAYMENT: Mapping[str, Text] = {
    "one_off": Text("一時", "one-off"),
    "per_year": Text("経常", "per year"),
}

POINT: Mapping[str, Text] = {
    "link": Text("回線", "link"),
    "device": Text("機器", "device"),
    "platform": Text("仮想化基盤", "platform"),
    "site": Text("拠点", "site"),
}


def zone(value: str | None) -> Text | None:
    """Return a zone's words; ``None`` stays ``None``, a word unknown stays itself."""
    if value is None:
        return None
    found = {zone.value: zone.ja for zone in Zone}
    return Text(found.get(value, value), value)


def year(fiscal_year: int) -> Text:
    """Return a fiscal year's name.

    >>> year(2020)
    Text(ja='令和2年度（2020）', en='FY2020')
    """
    return Text(f"{era_name(fiscal_year)}（{fiscal_year}）", f"FY{fiscal_year}")


def year_lines(fiscal_year: int) -> Text:
    """Return a fiscal year's name on two lines, for the axis of a figure."""
    return Text(f"{fiscal_year}年度\n{era_name(fiscal_year)}", f"FY{fiscal_year}")


def state(name: str) -> Text:
    """Return the words for a judged state.

    >>> state("wave-3").ja
    '第3段階の後'
    """
    if name == "as-is":
        return Text("現状", "as-is")
    if name == "to-be":
        return Text("構成後", "to-be")
    if name == "switching":
        return Text("切替中（新旧併存）", "while switching, old and new side by side")
    kind, _, number = name.partition("-")
    if kind == "wave" and number.isdigit():
        return Text(f"第{number}段階の後", f"after wave {number}")
    return Text(name, name)


RULE: Mapping[str, Text] = {
    "retire-by-date": Text("廃止予定日", "retired by a date"),
    "nothing-is-built": Text("基盤を整備しない", "no platform is built"),
    "mainframe": Text("汎用機", "mainframe"),
    "blocked-dongle": Text("ハードウェアキーあり", "needs a hardware key"),
    "blocked-appliance": Text("専用機", "appliance"),
    "blocked-adapter-card": Text("専用カードあり", "needs an adapter card"),
    "blocked-real-time": Text("リアルタイム制御", "controls in real time"),
    "blocked-vendor": Text("業者の保証なし", "not supported by its vendor"),
    "cloud-at-replacement": Text("更新時にクラウド化", "to the cloud at replacement"),
    "zone-unknown": Text("情報系区分が不明", "zone unknown"),
    "zone-without-cluster": Text("載せられるクラスタなし", "no cluster for its zone"),
    "vm-of-unknown-platform": Text("現在の基盤が不明なVM", "VM of an unknown platform"),
    "vm-of-replaced-platform": Text("更新される基盤のVM", "VM of a replaced platform"),
    "vm-stays": Text("更新しない基盤のVM", "VM whose platform stays"),
    "virtualise": Text("仮想化の支障なし", "nothing prevents virtualising"),
    "P1-carriage": Text("住民情報の無線通信の禁止", "no resident traffic by radio"),
    "P2-entry": Text("無線からの到達の禁止", "no way in from wireless"),
    "P2-strict": Text("無線との接続（厳格な読み）", "connection to wireless, strict reading"),
    "P3-shared-fate": Text("無線との機器の共用", "devices shared with wireless"),
    "zone-separation": Text("情報系の分離", "separation of zones"),
    "shared-host": Text("ホストの共用", "shared host"),
    "shared-platform": Text("仮想化基盤の共用", "shared platform"),
    "shared-store": Text("記憶域の共用", "shared datastore or backup target"),
    "shared-management": Text("管理系の共用", "shared management"),
    "editions": Text("規則の版の比較", "comparison of the editions"),
    "conditions": Text("規則の基準が付ける条件", "conditions of the edition"),
}
"""What the rules of dispositions and of the policy are about."""

SOLVED_BY: Mapping[str, Text] = {
    "none": Text("なし", "none"),
    "trivial": Text("自明", "trivial"),
    "volume": Text("需要の総量", "total demand"),
    "host-mix": Text("ホスト構成の整数計画", "integer programme of the host mix"),
    "column-generation": Text("列生成", "column generation"),
    "branching": Text("分枝限定", "branch and bound"),
    "enumeration": Text("全列挙", "enumeration"),
    "ilp": Text("配置の整数計画", "integer programme of the placement"),
    "assignment": Text("割当の整数計画", "integer programme of the assignment"),
    "restricted-master": Text(
        "生成した詰め方からの選択", "integer programme over the fillings generated"
    ),
    "diving": Text("詰め方を順に固める探索", "diving: fixing fillings one after another"),
    "neighbourhood": Text("近傍の解き直し", "solving neighbourhoods again"),
    "exchange": Text("入替えによる改善", "exchanges between hosts"),
    "first-fit": Text("先頭優先の詰込み", "first fit"),
    "best-fit": Text("残り最小の詰込み", "best fit"),
    "balanced-fit": Text("均衡重視の詰込み", "balanced fit"),
    "dot-product": Text("空きとの内積が最大の詰込み", "fit by dot product"),
    "l2-norm": Text("空きとの距離が最小の詰込み", "fit by least distance (L2 norm)"),
    "pairing": Text("2台ずつの詰込み", "pairing"),
    "squeezing": Text("余りとの入替え", "swaps with what is left over"),
    "close-fit": Text("空きに最も合うものを引く詰込み", "guests looked up for the room left"),
}
"""How a bound or a packing was found; several are joined by a plus sign."""

OBJECTIVE: Mapping[Objective, Text] = {
    Objective.COST: Text("費用", "cost"),
    Objective.HOSTS: Text("稼働ホスト数", "hosts with guests"),
}
"""What packing minimises."""

THEN: Mapping[Then, Text] = {
    Then.EVEN: Text("最も埋まったホストの充填率", "filling of the fullest host"),
    Then.FEWEST_MOVES: Text("今のホストを離れるサーバ", "servers that leave their host"),
}
"""What packing minimises next."""

PROFILES: Mapping[str, Text] = {
    "peak": Text("全サーバのピークの和", "sum of all peaks"),
    "hours": Text(
        "1時間ごとの和（平均の時間帯別の形を、最大の時間がピークになるよう拡大）",
        "sum in each hour (mean profile, scaled until its highest hour is the peak)",
    ),
}
"""How packing adds up the CPU of a host's guests."""

PROPERTY: Mapping[str, Text] = {
    "P2-entry": Text("無線からの全ての経路がk個以上の制御を通る", "every way passes k controls"),
}
"""What a certificate shows."""


def rule(name: str) -> Text:
    """Return what a rule is about, with its code in brackets; a code unknown stays itself.

    >>> rule("shared-host")
    Text(ja='ホストの共用（shared-host）', en='shared host (shared-host)')
    """
    words = RULE.get(name)
    if words is None:
        return Text(name, name)
    return Text(f"{words.ja}（{name}）", f"{words.en} ({name})")


def subject(name: str, judged: str) -> Text:
    """Return what a finding is about: the whole of the state judged, or a row by its id.

    >>> subject("to-be", "to-be").ja, subject("LN-1", "to-be").ja
    ('全体', 'LN-1')
    """
    return Text("全体", "whole state") if name == judged else Text(name, name)


def solved_by(names: str) -> Text:
    """Return by which methods a bound or a packing was found.

    >>> solved_by("best-fit+ilp").ja
    '残り最小の詰込み＋配置の整数計画'
    """
    found = [SOLVED_BY.get(name, Text(name, name)) for name in names.split("+")]
    return Text("＋".join(t.ja for t in found), " + ".join(t.en for t in found))


def inventory_table(name: str) -> Text:
    """Return the title of an inventory table.

    >>> inventory_table("host_types")
    Text(ja='ホスト機種', en='host types')
    """
    title = TITLES.get(name)
    return Text(title.ja if title else name, name.replace("_", " "))


Tone = Literal["good", "warn", "bad"]

TONE: Mapping[Text, Tone] = {
    OUTCOME[Outcome.HOLDS]: "good",
    OUTCOME[Outcome.VIOLATED]: "bad",
    OUTCOME[Outcome.CAUTION]: "warn",
    OUTCOME[Outcome.UNDETERMINED]: "warn",
    OUTCOME[Outcome.NOT_CHECKED]: "warn",
    STATUS[Status.OPTIMAL]: "good",
    STATUS[Status.FEASIBLE]: "warn",
    STATUS[Status.INFEASIBLE]: "bad",
    STATUS[Status.UNKNOWN]: "bad",
}
"""Words that are worth a colour; the word itself always says it too."""
