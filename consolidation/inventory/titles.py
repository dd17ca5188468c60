"""The names of the tables in files and sheets, in both languages, and what each is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Title:
    """The Japanese name of a table, further names to accept, and what it means."""

    ja: str
    meaning: Text
    absent: Text
    required: bool = False
    aliases: tuple[str, ...] = ()


_NOTHING = Text("対象なしとみなす", "taken as none")

TITLES: Mapping[str, Title] = {
    "sites": Title(
        "拠点",
        Text("庁舎、学校、データセンターなど", "city halls, schools, data centres, ..."),
        Text("計画できない", "nothing can be planned"),
        required=True,
        aliases=("site", "拠点一覧"),
    ),
    "systems": Title(
        "システム",
        Text("業務システムと所管、情報系区分", "business systems, their owners and zones"),
        Text(
            "サーバの所管と情報系区分が分からない",
            "no server's owner and zone is known",
        ),
        aliases=("system", "業務システム", "システム一覧"),
    ),
    "servers": Title(
        "サーバ",
        Text("移す対象の物理サーバと仮想サーバ", "physical machines and VMs: what moves"),
        Text("計画できない", "nothing can be planned"),
        required=True,
        aliases=("server", "サーバー", "サーバ一覧", "サーバ台帳"),
    ),
    "platforms": Title(
        "仮想化基盤",
        Text("ひとまとまりで運用するホスト群", "groups of hosts run as one"),
        _NOTHING,
        aliases=("platform",),
    ),
    "hosts": Title(
        "ホスト",
        Text("今あるホスト", "the hosts of today"),
        _NOTHING,
        aliases=("host",),
    ),
    "host_types": Title(
        "ホスト機種",
        Text("買えるホストの機種と価格", "host models that can be bought, and prices"),
        Text("新しい基盤を組めない", "no new platform can be built"),
        aliases=("host_type",),
    ),
    "stores": Title(
        "記憶域",
        Text(
            "データストア、バックアップ先などと、その利用元",
            "datastores, backup targets and who uses them",
        ),
        Text(
            "記憶域の共用は調べられない",
            "shared storage cannot be looked for",
        ),
        aliases=("store", "ストレージ"),
    ),
    "licences": Title(
        "ライセンス",
        Text("サーバに要るライセンス", "licences that servers need"),
        _NOTHING,
        aliases=("licence", "licenses", "license"),
    ),
    "segments": Title(
        "セグメント",
        Text("VLAN、VRF、SSID、事業者網", "VLANs, VRFs, SSIDs, carrier services"),
        Text("網の経路を判定できない", "paths through the networks cannot be judged"),
        aliases=("segment",),
    ),
    "devices": Title(
        "機器",
        Text("ネットワーク機器", "network devices"),
        Text("網の経路を判定できない", "paths through the networks cannot be judged"),
        aliases=("device", "ネットワーク機器"),
    ),
    "links": Title(
        "回線",
        Text("機器の間の配線、専用線、無線", "cables, lines and radio between devices"),
        Text("網の経路を判定できない", "paths through the networks cannot be judged"),
        aliases=("link", "接続"),
    ),
    "controls": Title(
        "制御",
        Text("セグメントの境と、そこを守るもの", "joints between segments and what guards them"),
        Text("セグメント間の通り道はないとみなす", "taken as: no way between segments"),
        aliases=("control", "通信制御"),
    ),
    "circuits": Title(
        "契約",
        Text("通信事業者との現行契約", "running contracts with carriers"),
        _NOTHING,
        aliases=("circuit", "回線契約"),
    ),
    "tariffs": Title(
        "料金表",
        Text("通信事業者の料金", "what carriers charge"),
        Text("拠点間回線を見直せない", "lines between sites cannot be redesigned"),
        aliases=("tariff", "料金"),
    ),
    "flows": Title(
        "通信",
        Text("見込む通信量", "expected traffic"),
        _NOTHING,
        aliases=("flow", "通信量"),
    ),
    "calendar": Title(
        "暦",
        Text("凍結期間、作業可能期間、節目", "freezes, windows, milestones"),
        _NOTHING,
        aliases=("calendars", "カレンダー"),
    ),
    "indicators": Title(
        "指標",
        Text("施策の年度目標と実績", "yearly targets of measures, and actual values"),
        _NOTHING,
        aliases=("indicator",),
    ),
    "traces": Title(
        "使用実績",
        Text("サーバの使用率の時系列", "use of servers over time"),
        Text("割当量で見積もる", "sized by what is allocated"),
        aliases=("trace", "性能データ"),
    ),
}
"""Every table by its English name, which is also its file name."""

GUIDE_SHEETS = {"en": ("guide", "columns"), "ja": ("説明", "列の説明")}
"""Sheets of the template workbook that explain and hold no rows; skipped on reading."""
