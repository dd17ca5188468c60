"""What computes and stores: servers, platforms, hosts, host types, stores, licences."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from consolidation.inventory.tables.column import NONE, NOT_KNOWN, column
from consolidation.inventory.tables.kinds import (
    Blocker,
    LicenceMetric,
    PlatformKind,
    ServerForm,
    StoreKind,
    Zone,
)
from consolidation.inventory.tables.network import ALL_SEGMENTS
from consolidation.inventory.tables.places import Row
from consolidation.text import Text

_PHYSICAL = Text("物理サーバ、または不明", "physical, or not known")
_NONE_KNOWN = Text("知られていない", "none known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server(Row):
    """What moves: a physical machine or a VM."""

    id: Annotated[
        str, column("サーバID", "一意の記号", "unique id", aliases=("資産管理番号", "資産番号"))
    ]
    name: Annotated[
        str | None,
        column(
            "サーバ名",
            "ホスト名",
            "host name",
            aliases=("サーバー名", "ホスト名", "コンピュータ名"),
        ),
    ] = None
    system: Annotated[
        str | None,
        column(
            "システムID",
            "動かすシステム",
            "system it serves",
            refers="systems",
            aliases=("システム",),
        ),
    ] = None
    site: Annotated[str, column("拠点ID", "設置場所", "where it stands", refers="sites")]
    form: Annotated[ServerForm, column("形態", "物理か仮想か", "physical or virtual")]
    platform: Annotated[
        str | None,
        column(
            "仮想化基盤ID",
            "今載っている基盤",
            "platform a VM runs on",
            refers="platforms",
            empty=_PHYSICAL,
        ),
    ] = None
    host: Annotated[
        str | None,
        column(
            "ホストID", "今載っているホスト", "host a VM runs on", refers="hosts", empty=_PHYSICAL
        ),
    ] = None
    os: Annotated[
        str | None,
        column("OS", "OS名 (表記のまま)", "operating system as written", aliases=("OS名",)),
    ] = None
    cpu_cores: Annotated[
        int | None,
        column(
            "CPUコア数",
            "コアまたはvCPU",
            "cores or vCPUs",
            unit="コア",
            minimum=1,
            aliases=("コア数", "vCPU数", "vCPU"),
        ),
    ] = None
    cpu_ghz: Annotated[
        Decimal | None,
        column("クロック", "1コアの定格クロック", "nominal clock of a core", unit="GHz", minimum=0),
    ] = None
    memory_mib: Annotated[
        int | None,
        column(
            "メモリ",
            "搭載または割当",
            "fitted or allocated",
            unit="MiB",
            minimum=1,
            aliases=("メモリー", "メモリ容量"),
        ),
    ] = None
    disk_gib: Annotated[
        int | None,
        column(
            "ディスク",
            "割当容量",
            "allocated storage",
            unit="GiB",
            minimum=0,
            aliases=("ディスク容量",),
        ),
    ] = None
    segments: Annotated[
        tuple[str, ...],
        column(
            "セグメント",
            "接続するセグメント (;区切り、*はスイッチの全て。VLAN 4095等)",
            "segments it has an interface in, ; between; * all on its switch (VLAN 4095)",
            refers="segments",
            words=(ALL_SEGMENTS,),
            empty=NOT_KNOWN,
        ),
    ] = ()
    device: Annotated[
        str | None,
        column("接続機器ID", "つながるスイッチ", "switch it is plugged into", refers="devices"),
    ] = None
    radio: Annotated[
        tuple[str, ...],
        column(
            "無線機能",
            "内蔵・接続する無線の方式 (;区切り)",
            "radio technologies on board or plugged in, ; between",
            empty=NONE,
        ),
    ] = ()
    purchased_on: Annotated[date | None, column("導入日", "導入した日", "day it was put in")] = None
    lease_end: Annotated[
        date | None,
        column(
            "リース満了日",
            "リースまたは保守の満了日",
            "last day of lease or support",
            aliases=("リース終了日", "リース期限"),
        ),
    ] = None
    os_support_end: Annotated[
        date | None, column("OSサポート終了日", "OSの延長サポート終了", "end of OS support")
    ] = None
    lease_yen_month: Annotated[
        int | None,
        column("リース月額", "税抜", "monthly lease, without tax", unit="円/月", minimum=0),
    ] = None
    maintenance_yen_year: Annotated[
        int | None,
        column("保守年額", "税抜", "yearly maintenance, without tax", unit="円/年", minimum=0),
    ] = None
    power_w: Annotated[
        int | None, column("消費電力", "平均", "average power draw", unit="W", minimum=0)
    ] = None
    height_u: Annotated[
        int | None, column("高さ", "ラックの高さ", "rack height", unit="U", minimum=0)
    ] = None
    blocker: Annotated[
        Blocker | None,
        column(
            "仮想化の支障", "仮想化できない理由", "what prevents virtualising", empty=_NONE_KNOWN
        ),
    ] = None
    keep_apart: Annotated[
        str | None,
        column(
            "分散グループ",
            "同じ組は別ホストへ",
            "servers of one group go to different hosts",
            empty=NONE,
        ),
    ] = None
    keep_together: Annotated[
        str | None,
        column(
            "同居グループ",
            "計画する基盤へ移すとき、同じ組は1台のホストへ",
            "servers of one group that move to a planned platform go onto one host",
            empty=NONE,
        ),
    ] = None
    move_group: Annotated[
        str | None,
        column(
            "移行グループ", "同じ組は同時に移す", "servers of one group move together", empty=NONE
        ),
    ] = None
    licences: Annotated[
        tuple[str, ...],
        column(
            "ライセンスID",
            "要るライセンス (;区切り)",
            "licences it needs, ; between",
            refers="licences",
            empty=NONE,
        ),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform(Row):
    """A group of hosts run as one (仮想化基盤)."""

    id: Annotated[str, column("仮想化基盤ID", "一意の記号", "unique id")]
    name: Annotated[str, column("仮想化基盤名", "名称", "name")]
    kind: Annotated[PlatformKind, column("区分", "既存か計画か", "existing or planned")]
    site: Annotated[str, column("拠点ID", "設置場所", "where it stands", refers="sites")]
    zones: Annotated[
        tuple[Zone, ...],
        column("情報系区分", "載せてよい区分 (;区切り)", "zones it may hold, ; between"),
    ]
    device: Annotated[
        str | None,
        column("接続機器ID", "つながるスイッチ", "switch it is plugged into", refers="devices"),
    ] = None
    management_segment: Annotated[
        str | None,
        column(
            "管理セグメント",
            "管理画面のあるセグメント",
            "segment of its management address",
            refers="segments",
        ),
    ] = None
    managed_by: Annotated[
        tuple[str, ...],
        column(
            "管理元",
            "設定を変えられる機器・サーバ (;区切り)",
            "devices and servers that can change its settings, ; between",
            refers=("devices", "servers"),
            empty=NOT_KNOWN,
        ),
    ] = ()
    end_of_life: Annotated[date | None, column("更新期限", "使える最後の日", "last day of use")] = (
        None
    )
    lease_yen_month: Annotated[
        int | None,
        column("リース月額", "税抜", "monthly lease, without tax", unit="円/月", minimum=0),
    ] = None
    maintenance_yen_year: Annotated[
        int | None,
        column("保守年額", "税抜", "yearly maintenance, without tax", unit="円/年", minimum=0),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostType(Row):
    """A make and model of host that can be bought."""

    id: Annotated[str, column("ホスト機種ID", "一意の記号", "unique id")]
    name: Annotated[str, column("機種名", "製造元と型名", "maker and model")]
    cpu_cores: Annotated[
        int, column("CPUコア数", "物理コア", "physical cores", unit="コア", minimum=1)
    ]
    cpu_ghz: Annotated[
        Decimal | None,
        column("クロック", "1コアの定格クロック", "nominal clock of a core", unit="GHz", minimum=0),
    ] = None
    memory_mib: Annotated[int, column("メモリ", "搭載", "fitted", unit="MiB", minimum=1)]
    price_yen: Annotated[
        int | None,
        column(
            "価格",
            "税抜。空欄は不明で、調達の候補にできない",
            "price without tax; empty: not known, so it cannot be bought",
            unit="円",
            minimum=0,
        ),
    ] = None
    maintenance_yen_year: Annotated[
        int, column("保守年額", "税抜", "yearly maintenance, without tax", unit="円/年", minimum=0)
    ] = 0
    power_w: Annotated[
        int | None, column("消費電力", "平均", "average draw", unit="W", minimum=0)
    ] = None
    height_u: Annotated[
        int | None, column("高さ", "ラックの高さ", "height", unit="U", minimum=0)
    ] = None
    num_available: Annotated[
        int | None,
        column(
            "上限台数",
            "買える台数",
            "how many can be had",
            unit="台",
            minimum=0,
            empty=Text("無制限", "no limit"),
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Host(Row):
    """A machine that servers are placed on today."""

    id: Annotated[str, column("ホストID", "一意の記号", "unique id")]
    platform: Annotated[
        str, column("仮想化基盤ID", "属する基盤", "its platform", refers="platforms")
    ]
    host_type: Annotated[str, column("ホスト機種ID", "機種", "make and model", refers="host_types")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Store(Row):
    """Storage that servers, hosts or platforms use: a datastore, a backup target, an archive."""

    id: Annotated[str, column("記憶域ID", "一意の記号", "unique id")]
    name: Annotated[str, column("記憶域名", "名称", "name")]
    kind: Annotated[StoreKind, column("種別", "何を置くか", "what it holds")]
    site: Annotated[str, column("拠点ID", "設置場所", "where it stands", refers="sites")]
    users: Annotated[
        tuple[str, ...],
        column(
            "利用元",
            "使うサーバ・ホスト・基盤 (;区切り)",
            "servers, hosts and platforms that use it, ; between",
            refers=("servers", "hosts", "platforms"),
            empty=NOT_KNOWN,
        ),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence(Row):
    """A licence that servers need and how it is counted and paid."""

    id: Annotated[str, column("ライセンスID", "一意の記号", "unique id")]
    name: Annotated[str, column("ライセンス名", "名称", "name")]
    metric: Annotated[LicenceMetric, column("数え方", "何で数えるか", "what it is counted by")]
    yen: Annotated[
        int,
        column("価格", "1単位、税抜", "one-off price of a unit, without tax", unit="円", minimum=0),
    ] = 0
    yen_year: Annotated[
        int,
        column(
            "年額", "1単位、税抜", "yearly price of a unit, without tax", unit="円/年", minimum=0
        ),
    ] = 0
