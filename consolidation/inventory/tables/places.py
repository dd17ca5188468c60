"""Where things stand and whose they are: sites and systems."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from consolidation.inventory.tables.column import NONE, column
from consolidation.inventory.tables.kinds import Cloud, Criticality, SiteKind, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row carries besides its own columns."""

    source: Annotated[
        str | None,
        column(
            "出典",
            "値の出どころ。例示値はその旨",
            "where the values come from; made-up ones say so",
            empty=NONE,
        ),
    ] = None
    note: Annotated[str | None, column("備考", "自由記入", "free text", empty=NONE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Row):
    """A place with its own entry to the city's networks."""

    id: Annotated[str, column("拠点ID", "一意の記号", "unique id")]
    name: Annotated[str, column("拠点名", "正式名称", "full name")]
    kind: Annotated[SiteKind, column("種別", "拠点の種別", "what the site is")]
    distance_class: Annotated[
        str | None, column("距離区分", "料金表の距離区分", "distance class of the tariff table")
    ] = None
    rooms: Annotated[
        int | None,
        column("室数", "端末を置ける室の数", "rooms where a terminal may stand", minimum=0),
    ] = None
    resident_terminals: Annotated[
        int | None, column("住民系端末数", "住民情報系の端末", "resident-side terminals", minimum=0)
    ] = None
    administrative_terminals: Annotated[
        int | None,
        column("行政系端末数", "行政情報系の端末", "administrative-side terminals", minimum=0),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Row):
    """A business system (業務システム) that servers serve."""

    id: Annotated[str, column("システムID", "一意の記号", "unique id")]
    name: Annotated[str, column("システム名", "正式名称", "full name")]
    department: Annotated[str, column("所管", "所管する部・課", "owning department")]
    zone: Annotated[Zone, column("情報系区分", "信頼区分", "trust zone")]
    criticality: Annotated[
        Criticality | None, column("重要度", "復旧の優先度", "recovery priority")
    ] = None
    replacement_fiscal_year: Annotated[
        int | None,
        column("更新年度", "更新する会計年度 (西暦)", "fiscal year of replacement", minimum=1990),
    ] = None
    retire_on: Annotated[date | None, column("廃止日", "廃止する日", "last day of the system")] = (
        None
    )
    cloud: Annotated[
        Cloud | None,
        column("クラウド", "更新時のクラウド移行可否", "may go to cloud at replacement"),
    ] = None
    cloud_yen_month: Annotated[
        int | None,
        column(
            "クラウド月額", "クラウド利用料の見込", "expected cloud fee", unit="円/月", minimum=0
        ),
    ] = None
