"""The words that reviewers read for the closed vocabularies of the plan."""

from collections.abc import Mapping
from typing import Literal

from consolidation.costs.model import Category
from consolidation.fiscal import era_name
from consolidation.inventory.tables.kinds import Zone
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
    DispositionKind.ABSORB: Text("既存VMを引継ぎ", "absorb (already a VM)"),
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
    Merge.IN_FACILITY: Text("庁内回線を統合", "in-facility lines merged"),
    Merge.BOTH: Text("拠点間・庁内とも統合", "both merged"),
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
    '第3波の後'
    """
    if name == "as-is":
        return Text("現状", "as-is")
    if name == "to-be":
        return Text("構成後", "to-be")
    kind, _, number = name.partition("-")
    if kind == "wave" and number.isdigit():
        return Text(f"第{number}波の後", f"after wave {number}")
    return Text(name, name)


Tone = Literal["good", "warn", "bad"]

TONE: Mapping[Text, Tone] = {
    OUTCOME[Outcome.HOLDS]: "good",
    OUTCOME[Outcome.VIOLATED]: "bad",
    OUTCOME[Outcome.CAUTION]: "warn",
    OUTCOME[Outcome.UNDETERMINED]: "warn",
    STATUS[Status.OPTIMAL]: "good",
    STATUS[Status.FEASIBLE]: "warn",
    STATUS[Status.INFEASIBLE]: "bad",
    STATUS[Status.UNKNOWN]: "bad",
}
"""Words that are worth a colour; the word itself always says it too."""
