"""What carriers sell and what travels: tariffs, circuits, flows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from consolidation.inventory.tables.column import column
from consolidation.inventory.tables.places import Row


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
    latency_ms: Annotated[
        Decimal | None,
        column("遅延", "片方向", "one way", unit="ms", minimum=0, maximum=10_000),
    ] = None


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
    approver: Annotated[
        str | None, column("承認者", "情報系をまたぐ通信を認めた者", "who approved a crossing")
    ] = None
    couples: Annotated[bool, column("密結合", "同時に移すべき", "ends must move together")] = False
