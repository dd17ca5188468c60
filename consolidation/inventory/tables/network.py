"""What connects and what isolates: segments, devices, links, controls."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from consolidation.inventory.tables.column import NONE, NOT_KNOWN, column
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    WirelessSecurity,
    Zone,
)
from consolidation.inventory.tables.places import Row
from consolidation.text import Text

ALL_SEGMENTS = "*"
"""What ``segments`` says where every VLAN passes: a trunk, a device, a port group of VLAN 4095."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Row):
    """A VLAN, VRF, SSID, VNI or carrier service: one broadcast or routing domain."""

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
            "SSIDの端末が入るVLAN、VNIが出るVLAN",
            "VLAN that an SSID hands its clients to, or that a VNI comes out at",
            refers="segments",
            empty=Text("SSIDなら不明、VNIならなし", "not known of an SSID, none of a VNI"),
        ),
    ] = None
    may_bridge_to: Annotated[
        tuple[str, ...],
        column(
            "動的VLAN",
            "802.1XがSSIDの端末に割り当てうるVLAN (;区切り)",
            "VLANs that 802.1X may hand an SSID's clients to, ; between",
            refers="segments",
            empty=NONE,
        ),
    ] = ()
    tunnels_to: Annotated[
        str | None,
        column(
            "集約コントローラ",
            "SSIDの通信を集める機器。端末はそこで出口セグメントに入る",
            "controller that an SSID is tunnelled to; its clients come out there",
            refers="devices",
            empty=NONE,
        ),
    ] = None
    vrf: Annotated[
        str | None,
        column(
            "所属VRF",
            "このセグメントのSVIが属するVRF",
            "VRF that the segment's routed interface is in",
            refers="segments",
        ),
    ] = None
    rt_exports: Annotated[
        tuple[str, ...],
        column(
            "RTエクスポート",
            "VRFが広告する経路の目印 (;区切り)",
            "route targets a VRF exports, ; between",
            empty=NONE,
        ),
    ] = ()
    rt_imports: Annotated[
        tuple[str, ...],
        column(
            "RTインポート",
            "VRFが受け入れる経路の目印 (;区切り)",
            "route targets a VRF imports, ; between",
            empty=NONE,
        ),
    ] = ()
    joined_with: Annotated[
        tuple[str, ...],
        column(
            "結合先セグメント",
            "リング、スタック、事業者の広域イーサ等で同じ網になる相手 (;区切り)",
            "segments that a ring, a stack or a carrier's service makes one with it, ; between",
            refers="segments",
            empty=NONE,
        ),
    ] = ()
    security: Annotated[
        WirelessSecurity | None,
        column("無線の認証方式", "SSIDの認証と暗号", "how an SSID authenticates and encrypts"),
    ] = None
    client_certificates: Annotated[
        bool | None,
        column(
            "クライアント証明書",
            "EAP-TLS等で端末を認証するか",
            "whether clients are authenticated by certificate (EAP-TLS)",
        ),
    ] = None
    logs_reviewed: Annotated[
        bool | None,
        column("ログ確認", "接続ログを取得し確認するか", "whether access logs are reviewed"),
    ] = None
    firmware_current: Annotated[
        bool | None,
        column("最新版", "無線機器のファームが最新か", "whether the firmware is current"),
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
    radio: Annotated[
        tuple[str, ...],
        column(
            "無線機能",
            "内蔵する無線の方式 (;区切り)。例 IEEE 802.11ax、LTE、Bluetooth",
            "radio technologies on board, ; between, e.g. IEEE 802.11ax, LTE, Bluetooth",
            empty=NONE,
        ),
    ] = ()
    management_segment: Annotated[
        str | None,
        column(
            "管理セグメント",
            "管理用アドレスのあるセグメント",
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
    platform: Annotated[
        str | None,
        column(
            "稼働する基盤ID",
            "仮想アプライアンスの場合",
            "platform a virtual appliance runs on",
            refers="platforms",
            empty=Text("実機", "a box of its own"),
        ),
    ] = None
    building: Annotated[
        str | None, column("建物", "拠点内の建物", "building within the site", empty=NONE)
    ] = None
    certainty: Annotated[
        Certainty,
        column(
            "確度",
            "確認済、推定(LLDPだけで見える等)、不明",
            "how sure the row is, e.g. assumed where only LLDP shows it",
        ),
    ] = Certainty.KNOWN
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
        Medium,
        column(
            "媒体",
            "銅線、光、事業者回線、無線、トンネル",
            "copper, fibre, carrier, radio, tunnel",
        ),
    ]
    technology: Annotated[
        str | None, column("方式", "例 IEEE 802.11ac、LTE", "e.g. IEEE 802.11ac, LTE")
    ] = None
    capacity_mbit_s: Annotated[
        int | None,
        column("帯域", "片方向", "capacity each way", unit="Mbit/s", minimum=1, maximum=1_000_000),
    ] = None
    latency_ms: Annotated[
        Decimal | None,
        column(
            "遅延",
            "片方向。空欄なら料金表の遅延",
            "one way, if not that of the tariff",
            unit="ms",
            minimum=0,
            maximum=10_000,
        ),
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
    a_port: Annotated[str | None, column("ポートA", "機器Aのポート", "port of device A")] = None
    b_port: Annotated[str | None, column("ポートB", "機器Bのポート", "port of device B")] = None
    a_native: Annotated[
        str | None,
        column(
            "ネイティブVLAN A",
            "機器A側でタグなしのセグメント",
            "segment untagged at device A",
            refers="segments",
        ),
    ] = None
    b_native: Annotated[
        str | None,
        column(
            "ネイティブVLAN B",
            "機器B側でタグなしのセグメント",
            "segment untagged at device B",
            refers="segments",
        ),
    ] = None
    rides_on: Annotated[
        tuple[str, ...],
        column(
            "乗る回線",
            "トンネルや波長が通る回線 (;区切り)",
            "links that a tunnel or wavelength rides on, ; between",
            refers="links",
            empty=Text(
                "トンネルなら不明、ほかはなし", "not known of a tunnel, none of any other link"
            ),
        ),
    ] = ()
    rides_in: Annotated[
        str | None,
        column(
            "乗るセグメント",
            "トンネルの外側パケットが通るセグメント",
            "segment that a tunnel's outer packets travel in",
            refers="segments",
        ),
    ] = None
    fibre: Annotated[
        str | None,
        column(
            "芯線",
            "波長多重で共用する芯線の記号",
            "fibre that wavelengths share, by any mark",
            empty=NONE,
        ),
    ] = None
    ducts: Annotated[
        tuple[str, ...],
        column("管路", "通る管路 (;区切り)", "ducts it runs through, ; between", empty=NOT_KNOWN),
    ] = ()
    a_entry: Annotated[
        str | None, column("引込口A", "機器A側の引込口", "site entry at device A")
    ] = None
    b_entry: Annotated[
        str | None, column("引込口B", "機器B側の引込口", "site entry at device B")
    ] = None
    carrier: Annotated[
        str | None,
        column("通信事業者", "空欄なら料金表の事業者", "carrier, if not that of the tariff"),
    ] = None
    backup: Annotated[bool, column("予備", "故障時だけ使う", "used only after a failure")] = False
    backs_up: Annotated[
        tuple[str, ...],
        column(
            "代替する回線",
            "予備回線が代わりを務める回線 (;区切り)",
            "links that a backup line stands in for, ; between",
            refers="links",
            empty=Text("どの故障でも使う", "used after any failure"),
        ),
    ] = ()
    certainty: Annotated[Certainty, column("確度", "確認済、推定、不明", "how sure the row is")] = (
        Certainty.KNOWN
    )

    def __post_init__(self) -> None:
        """Count the VLAN that is untagged at both ends as carried, listed among the tagged or not.

        On radio so is the one of which the other end's is not on record: its frames are in the
        air. A list that is empty (not known) or of all VLANs stays as it is.
        """
        native = self.a_native if self.a_native == self.b_native else None
        if self.medium is Medium.RADIO and None in (self.a_native, self.b_native):
            native = self.a_native or self.b_native
        if native and self.segments and not {native, ALL_SEGMENTS} & set(self.segments):
            object.__setattr__(self, "segments", (*self.segments, native))


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
    permits: Annotated[
        tuple[str, ...],
        column(
            "許可する通信",
            "通す通信ID (;区切り)。*は全て許可で、制御とみなさない",
            "flows it lets pass, ; between; * is any to any, which guards nothing",
            refers="flows",
            words=(ALL_SEGMENTS,),
            empty=NOT_KNOWN,
        ),
    ] = ()
    account: Annotated[
        str | None,
        column(
            "管理者",
            "設定を変えられる組。同じ組の制御は同時に失われるとみなす",
            "who can change it; controls of the same fall together",
        ),
    ] = None
    evidence: Annotated[
        str | None, column("根拠", "設定書、試験の記録など", "configuration, test record, ...")
    ] = None
