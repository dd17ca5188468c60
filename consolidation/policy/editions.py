"""The editions of the rules, as data: what each forbids, with its source and date.

What an edition asks for and an inventory cannot tell stands in ``conditions`` and is reported as
not checked; what it asks of wireless LANs, which rows can tell, in ``terms``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from consolidation.inventory.tables.kinds import ControlKind, RadioFamily, WirelessSecurity, Zone
from consolidation.policy.model import CrossingMode
from consolidation.text import Text

ISOLATING = (
    ControlKind.FIREWALL,
    ControlKind.ACL,
    ControlKind.VRF,
    ControlKind.SCREEN_GATEWAY,
    ControlKind.HYPERVISOR,
)
"""Kinds of control that isolate. Authentication and encryption do not: they say who is there and
hide what is said, but the way stays open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """How two zones may be joined: past at least ``controls`` controls of these kinds, or less.

    ``zones`` are the two zones, or one zone for its crossings with every other; the first row
    of an edition that fits a pair counts, and a pair that no row fits takes one control of any
    isolating kind. ``mode`` and ``controls`` mean what they mean in a `CrossingRule`.
    """

    zones: tuple[Zone, ...]
    kinds: tuple[ControlKind, ...]
    reason: Text
    mode: CrossingMode = "controls"
    controls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A zone that must not share platforms, stores or managers with other zones, and why.

    ``approval`` is what a scenario that asks for it needs, in words.
    """

    zone: Zone
    reason: Text
    approval: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class WirelessTerms:
    """What an edition asks of a wireless LAN that carries traffic of some zones."""

    zones: tuple[Zone, ...]
    securities: tuple[WirelessSecurity, ...]
    client_certificates: bool = False
    """Whether clients must be authenticated by certificate."""
    logs_reviewed: bool = False
    firmware_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition of the rules."""

    id: str
    title: Text
    source: Text
    date: str
    """Year, month or day of the edition, as far as it is known."""
    protected: tuple[Zone, ...]
    """Zones that are kept off wireless."""
    carriage: Literal["forbidden", "conditional"]
    """What it says of protected traffic on a radio link."""
    required_controls: int | None
    """k; ``None`` takes the scenario's."""
    strict: bool
    """Whether any connection at all, guarded or not, is a breach."""
    counts: tuple[ControlKind, ...]
    """Kinds of control that count between radio and a protected system."""
    crossings: tuple[Crossing, ...]
    sharing: tuple[Sharing, ...]
    conditions: tuple[Text, ...]
    """What it asks for besides and no inventory can tell."""
    terms: tuple[WirelessTerms, ...] = ()
    """What it asks of wireless LANs; of a protected zone, where it allows any at all."""
    media: tuple[RadioFamily, ...] = tuple(RadioFamily)
    """Kinds of wireless that count."""
    remark: Text
    """How it stands to the other editions."""


_INFO_SECURITY = Text(
    "情報セキュリティ責任者の書面による承認", "written approval of the security officer"
)
_SHARING = (
    Sharing(
        zone=Zone.RESIDENT,
        reason=Text(
            "住民情報系は大量の個人情報を取り扱う",
            "resident-information systems handle large amounts of personal data",
        ),
        approval=_INFO_SECURITY,
    ),
    Sharing(
        zone=Zone.INTERNET,
        reason=Text(
            "インターネット接続系は庁外から攻撃を受ける",
            "internet-facing systems are open to attack from outside",
        ),
        approval=_INFO_SECURITY,
    ),
    Sharing(
        zone=Zone.PUBLIC,
        reason=Text("公衆の利用者は庁内の者ではない", "users of the public zone are not staff"),
        approval=_INFO_SECURITY,
    ),
    Sharing(
        zone=Zone.HOSPITAL,
        reason=Text(
            "病院系は診療情報を取り扱い、管理者が異なる",
            "hospital systems hold medical records and are under another administrator",
        ),
        approval=Text(
            "病院事業管理者の書面による承認", "written approval of the hospital's administrator"
        ),
    ),
)
"""Zone pairs without any of these (administrative, LGWAN, school, fire, water) may share a
platform, a store and a manager: the office LAN belongs to the LGWAN side in the three-layer
separation, and requirement R3 brings other departments' servers on it together. A host is never
shared, whatever the zones, unless a scenario asks for it."""

_CITY_SOURCE = Text(
    "豊中市情報化計画 素案（平成30年） 重点課題3（4）: 住民情報系システムについては、"
    "大量の個人情報を取り扱うことから無線通信回線との接続は行わない",
    "Toyonaka city, ICT plan (draft of 2018), priority 3 (4): resident-information systems handle "
    "large amounts of personal data and are not connected to wireless lines",
)
_NATIONAL_CROSSINGS = (
    Crossing(
        zones=(Zone.RESIDENT,),
        kinds=(
            ControlKind.FIREWALL,
            ControlKind.ACL,
            ControlKind.VRF,
            ControlKind.SCREEN_GATEWAY,
        ),
        reason=Text(
            "マイナンバー利用事務系と他の領域は分離し、特定通信は送信元・宛先とポートで限定する",
            "the My-Number zone is apart from the others; what must pass is limited by address "
            "and port",
        ),
    ),
)
_NATIONAL_CONDITIONS = (
    Text(
        "特定通信が送信元・宛先（MACアドレス・IPアドレス）とポートで限定されていること",
        "what passes between zones is limited by MAC address, IP address and port",
    ),
    Text(
        "LGWAN接続系へインターネットから取り込むデータが無害化されていること",
        "what the LGWAN zone takes in from the internet is sanitised",
    ),
)
_ENTERPRISE = (WirelessSecurity.WPA2_ENTERPRISE, WirelessSecurity.WPA3_ENTERPRISE)
"""Clients are authenticated one by one (IEEE 802.1X)."""

CITY_2018 = Edition(
    id="city-2018",
    title=Text("市の規則（2018年、機能的な読み）", "the city's rule (2018, functional reading)"),
    source=_CITY_SOURCE,
    date="2018",
    protected=(Zone.RESIDENT,),
    carriage="forbidden",
    required_controls=None,
    strict=False,
    counts=ISOLATING,
    crossings=(),
    sharing=_SHARING,
    conditions=(),
    remark=Text(
        "国のガイドラインより厳しい。令和7年3月版が条件付きで認める無線の利用も認めず、"
        "認証と暗号化を隔離とみなさない",
        "stricter than the national guideline: no wireless even under the conditions that the "
        "edition of March 2025 allows it with, and authentication and encryption do not isolate",
    ),
)
CITY_2018_STRICT = Edition(
    id="city-2018-strict",
    title=Text("市の規則（2018年、厳格な読み）", "the city's rule (2018, strict reading)"),
    source=_CITY_SOURCE,
    date="2018",
    protected=(Zone.RESIDENT,),
    carriage="forbidden",
    required_controls=None,
    strict=True,
    counts=ISOLATING,
    crossings=(),
    sharing=_SHARING,
    conditions=(),
    remark=Text(
        "制御の有無にかかわらず、無線とつながる経路を一切認めない",
        "no connection with wireless at all, guarded or not",
    ),
)
NATIONAL_2022 = Edition(
    id="national-2022",
    title=Text(
        "国のガイドライン（令和4年3月版）", "the national guideline (edition of March 2022)"
    ),
    source=Text(
        "総務省 地方公共団体における情報セキュリティポリシーに関するガイドライン（令和4年3月版） "
        "第3編第2章6.1(13): マイナンバー利用事務系においては無線LANは利用しない",
        "Ministry of Internal Affairs, guideline on information security policy in local "
        "government (edition of March 2022), part 3, chapter 2, 6.1 (13): no wireless LAN in the "
        "My-Number zone",
    ),
    date="2022-03",
    protected=(Zone.RESIDENT,),
    carriage="forbidden",
    required_controls=1,
    strict=False,
    counts=ISOLATING,
    crossings=_NATIONAL_CROSSINGS,
    sharing=_SHARING,
    conditions=_NATIONAL_CONDITIONS,
    terms=(WirelessTerms(zones=(Zone.LGWAN,), securities=_ENTERPRISE),),
    remark=Text(
        "市の規則は、他の領域の無線から制御2個以上を求める点でこれより厳しい",
        "the city's rule is stricter: it asks for two controls or more from wireless of any zone",
    ),
)
NATIONAL_2025 = Edition(
    id="national-2025",
    title=Text(
        "国のガイドライン（令和7年3月版）", "the national guideline (edition of March 2025)"
    ),
    source=Text(
        "総務省 地方公共団体における情報セキュリティポリシーに関するガイドライン（令和7年3月版）: "
        "マイナンバー利用事務系の無線LAN利用の要件",
        "Ministry of Internal Affairs, guideline on information security policy in local "
        "government (edition of March 2025): conditions for wireless LAN in the My-Number zone",
    ),
    date="2025-03-28",
    protected=(Zone.RESIDENT,),
    carriage="conditional",
    required_controls=1,
    strict=False,
    counts=(*ISOLATING, ControlKind.AUTHENTICATION),
    crossings=_NATIONAL_CROSSINGS,
    sharing=_SHARING,
    conditions=(
        *_NATIONAL_CONDITIONS,
        Text(
            "無線LANを使う端末のOSを最新に保つこと",
            "operating systems of the clients of wireless LANs are current",
        ),
    ),
    terms=(
        WirelessTerms(
            zones=(Zone.RESIDENT,),
            securities=_ENTERPRISE,
            client_certificates=True,
            logs_reviewed=True,
            firmware_current=True,
        ),
    ),
    remark=Text(
        "市の規則はこれより厳しく、条件を満たしても住民情報系の無線を認めない",
        "the city's rule is stricter: no wireless for resident systems even under these conditions",
    ),
)

NATIONAL = (NATIONAL_2022, NATIONAL_2025)
"""The national editions, which the city's rule is compared with."""
EDITIONS: Mapping[str, Edition] = {
    edition.id: edition for edition in (CITY_2018, CITY_2018_STRICT, NATIONAL_2022, NATIONAL_2025)
}


def set_apart(edition: Edition, zones: Collection[Zone]) -> tuple[Sharing, ...]:
    """Return the rows on zones that must not share with the others among some zones.

    >>> [row.zone.value for row in set_apart(CITY_2018, (Zone.SCHOOL, Zone.PUBLIC))]
    ['public']
    >>> set_apart(CITY_2018, (Zone.PUBLIC,))
    ()
    """
    return tuple(row for row in edition.sharing if row.zone in zones and len(set(zones)) > 1)


def approvals(edition: Edition, zones: Collection[Zone]) -> tuple[Text, ...]:
    """Return whose approval it takes that some zones share something.

    Zones that no row of the edition speaks of need that of the security officer too.
    """
    return tuple(dict.fromkeys(row.approval for row in set_apart(edition, zones))) or (
        _INFO_SECURITY,
    )


def accepted_kinds(edition: Edition, a: Zone, b: Zone) -> tuple[ControlKind, ...]:
    """Return the kinds of control that may join two zones under an edition.

    >>> ControlKind.HYPERVISOR in accepted_kinds(NATIONAL_2022, Zone.SCHOOL, Zone.RESIDENT)
    False
    >>> ControlKind.HYPERVISOR in accepted_kinds(NATIONAL_2022, Zone.SCHOOL, Zone.WATER)
    True
    """
    crossing = crossing_of(edition, a, b)
    return ISOLATING if crossing is None else crossing.kinds


def crossing_of(edition: Edition, a: Zone, b: Zone) -> Crossing | None:
    """Return what an edition says of two zones; ``None``: nothing of these two."""
    return next((c for c in edition.crossings if set(c.zones) <= {a, b}), None)
