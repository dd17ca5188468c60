"""What connects and what isolates: segments, devices, links, controls, circuits, tariffs, flows."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from consolidation.inventory.tables.column import NONE, NOT_KNOWN, column
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    Zone,
)
from consolidation.inventory.tables.places import Row

ALL_SEGMENTS = "*"
"""What a link's or device's ``segments`` says when every VLAN passes (trunk, all VLANs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Row):
    """A VLAN, VRF, SSID or carrier service: one broadcast or routing domain."""

    id: Annotated[str, column("セグメントID", "一意の記号", "unique id")]
    name: Annotated[str, column("セグメント名", "名称", "name")]
    kind: Annotated[SegmentKind, column("種別", "VLAN、SSIDなど", "VLAN, SSID, ...")]
    zone: Annotated[Zone, column("情報系区分", "信頼区分", "trust zone")]
    vlan_id: Annotated[
        int | None, column("VLAN番号", "1-4094", "1-4094", minimum=1, maximum=4094)
    ] = None
    bridges_to: Annotated[
        str | None,
        column(
            "出口セグメント",
            "SSIDの端末が入るVLAN",
            "VLAN that an SSID hands its clients to",
            refers="segments",
            empty=NONE,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device(Row):
    """A network device. VLANs on it stay apart; no segment given means not known."""

    id: Annotated[str, column("機器ID", "一意の記号", "unique id")]
    name: Annotated[str, column("機器名", "名称", "name")]
    kind: Annotated[DeviceKind, column("種別", "機器の種別", "what it is")]
    site: Annotated[str, column("拠点ID", "設置場所", "where it stands", refers="sites")]
    zone: Annotated[
        Zone | None, column("情報系区分", "どの網の機器か", "whose network it belongs to")
    ] = None
    segments: Annotated[
        tuple[str, ...],
        column(
            "セグメント",
            "持つVLAN・SSID (;区切り、*は全て)",
            "VLANs and SSIDs on it, ; between, * all",
            refers="segments",
            words=(ALL_SEGMENTS,),
            empty=NOT_KNOWN,
        ),
    ] = ()
    lease_yen_month: Annotated[
        int | None,
        column("リース月額", "税抜", "monthly lease, without tax", unit="円/月", minimum=0),
    ] = None
    maintenance_yen_year: Annotated[
        int | None,
        column("保守年額", "税抜", "yearly maintenance, without tax", unit="円/年", minimum=0),
    ] = None
    power_w: Annotated[
        int | None, column("消費電力", "平均", "average draw", unit="W", minimum=0)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Row):
    """A cable, line or radio link between two devices."""

    id: Annotated[str, column("回線ID", "一意の記号", "unique id")]
    a_device: Annotated[str, column("機器A", "一方の機器", "one end", refers="devices")]
    b_device: Annotated[str, column("機器B", "他方の機器", "other end", refers="devices")]
    medium: Annotated[
        Medium, column("媒体", "銅線、光、事業者回線、無線", "copper, fibre, carrier, radio")
    ]
    technology: Annotated[
        str | None, column("方式", "例 IEEE 802.11ac、LTE", "e.g. IEEE 802.11ac, LTE")
    ] = None
    capacity_mbit_s: Annotated[
        int | None,
        column("帯域", "片方向", "capacity each way", unit="Mbit/s", minimum=1, maximum=1_000_000),
    ] = None
    segments: Annotated[
        tuple[str, ...],
        column(
            "通すセグメント",
            "通すVLAN (;区切り、*は全て)",
            "VLANs carried, ; between; * all",
            refers="segments",
            words=(ALL_SEGMENTS,),
            empty=NOT_KNOWN,
        ),
    ] = ()
    circuit: Annotated[
        str | None,
        column(
            "契約ID", "事業者との契約", "contract it is bought by", refers="circuits", empty=NONE
        ),
    ] = None
    backup: Annotated[bool, column("予備", "故障時だけ使う", "used only after a failure")] = False
    certainty: Annotated[Certainty, column("確度", "確認済、推定、不明", "how sure the row is")] = (
        Certainty.KNOWN
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Control(Row):
    """A joint between two segments and what guards it; kind ``none`` is an unguarded route."""

    id: Annotated[str, column("制御ID", "一意の記号", "unique id")]
    kind: Annotated[ControlKind, column("種別", "何が守るか", "what guards")]
    device: Annotated[str, column("機器ID", "どの機器で", "device it runs on", refers="devices")]
    from_segment: Annotated[
        str, column("セグメント元", "始点", "segment it lets in from", refers="segments")
    ]
    to_segment: Annotated[
        str, column("セグメント先", "終点", "segment it lets out to", refers="segments")
    ]
    both_ways: Annotated[bool, column("双方向", "逆向きも通すか", "also the other way")] = False
    account: Annotated[str | None, column("管理者", "設定を変えられる組", "who can change it")] = (
        None
    )
    evidence: Annotated[
        str | None, column("根拠", "設定書、試験の記録など", "configuration, test record, ...")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(Row):
    """One step of what a carrier sells: a bandwidth for a distance class."""

    id: Annotated[str, column("料金ID", "一意の記号", "unique id")]
    carrier: Annotated[str, column("通信事業者", "名称", "carrier or product")]
    distance_class: Annotated[
        str, column("距離区分", "拠点の距離区分", "distance class of the site")
    ]
    bandwidth_mbit_s: Annotated[
        int, column("帯域", "片方向", "each way", unit="Mbit/s", minimum=1, maximum=1_000_000)
    ]
    yen_month: Annotated[
        int, column("月額", "税抜", "monthly fee without tax", unit="円/月", minimum=0)
    ]
    one_off_yen: Annotated[
        int, column("初期費用", "税抜", "installation without tax", unit="円", minimum=0)
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit(Row):
    """A running contract with a carrier."""

    id: Annotated[str, column("契約ID", "一意の記号", "unique id")]
    tariff: Annotated[
        str | None, column("料金ID", "料金表の行", "row of the tariff table", refers="tariffs")
    ] = None
    yen_month: Annotated[
        int, column("月額", "税抜", "monthly fee without tax", unit="円/月", minimum=0)
    ]
    starts_on: Annotated[date | None, column("開始日", "契約の初日", "first day")] = None
    ends_on: Annotated[date | None, column("満了日", "契約の末日", "last day of the term")] = None
    termination_yen: Annotated[
        int,
        column(
            "解約金",
            "満了前の解約、税抜",
            "fee for leaving early, without tax",
            unit="円",
            minimum=0,
        ),
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Row):
    """Expected traffic towards a server, from another server or from a site's terminals."""

    id: Annotated[str, column("通信ID", "一意の記号", "unique id")]
    origin: Annotated[
        str,
        column(
            "送信元", "サーバIDまたは拠点ID", "server id or site id", refers=("servers", "sites")
        ),
    ]
    target: Annotated[str, column("宛先", "サーバID", "server id", refers="servers")]
    office_kbit_s: Annotated[
        int,
        column(
            "日中帯域",
            "執務時間の最大",
            "peak in office hours",
            unit="kbit/s",
            minimum=0,
            maximum=1_000_000_000,
        ),
    ]
    night_kbit_s: Annotated[
        int,
        column(
            "夜間帯域",
            "夜間の最大",
            "peak at night",
            unit="kbit/s",
            minimum=0,
            maximum=1_000_000_000,
        ),
    ] = 0
    port: Annotated[
        int | None, column("ポート", "宛先ポート", "destination port", minimum=0, maximum=65535)
    ] = None
    purpose: Annotated[str | None, column("用途", "何のための通信か", "what it is for")] = None
    couples: Annotated[bool, column("密結合", "同時に移すべき", "ends must move together")] = False
