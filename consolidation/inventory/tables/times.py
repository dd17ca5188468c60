"""What time brings: calendar entries, indicator targets, traces of use."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from consolidation.inventory.tables.column import ALL, column
from consolidation.inventory.tables.kinds import CalendarKind, Zone
from consolidation.inventory.tables.places import Row
from consolidation.text import Text

_NOT_YET = Text("まだない", "none yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry(Row):
    """A span in which moves are frozen or possible, or a milestone that gates them."""

    id: Annotated[str, column("暦ID", "一意の記号", "unique id")]
    kind: Annotated[
        CalendarKind, column("種別", "凍結、作業可能、節目", "freeze, window, milestone")
    ]
    name: Annotated[str, column("名称", "何の期間か", "what it is")]
    starts_on: Annotated[date, column("開始日", "初日", "first day")]
    ends_on: Annotated[date, column("終了日", "末日", "last day")]
    yearly: Annotated[bool, column("毎年", "毎年くり返す", "comes back every year")] = False
    zone: Annotated[
        Zone | None, column("情報系区分", "対象の区分", "zone it concerns", empty=ALL)
    ] = None
    system: Annotated[
        str | None,
        column(
            "システムID",
            "対象のシステム",
            "system it concerns",
            refers="systems",
            empty=ALL,
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Row):
    """A measure's target for one fiscal year, and its actual value once known."""

    id: Annotated[str, column("指標ID", "一意の記号", "unique id")]
    measure: Annotated[str, column("施策", "施策または指標の名", "measure")]
    department: Annotated[str, column("所管", "所管する部・課", "owning department")]
    fiscal_year: Annotated[int, column("年度", "会計年度 (西暦)", "fiscal year", minimum=1990)]
    target: Annotated[str, column("目標", "その年度の目標", "target of the year")]
    actual: Annotated[
        str | None, column("実績", "その年度の実績", "actual value", empty=_NOT_YET)
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceSample(Row):
    """One measured interval of one server. Many rows of these make a `Trace`."""

    server: Annotated[str, column("サーバID", "測ったサーバ", "server measured", refers="servers")]
    time: Annotated[datetime, column("時刻", "区間の初め", "start of the interval")]
    cpu_percent: Annotated[
        float | None,
        column(
            "CPU使用率",
            "全コアに対する割合",
            "share of all its cores",
            unit="%",
            minimum=0,
            maximum=100,
        ),
    ] = None
    memory_percent: Annotated[
        float | None,
        column(
            "メモリ使用率",
            "搭載量に対する割合",
            "share of its memory",
            unit="%",
            minimum=0,
            maximum=100,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The use of one server over time, equally spaced; a missing sample is ``None``."""

    server: str
    start: datetime
    step_minutes: int
    cpu_percent: tuple[float | None, ...]
    memory_percent: tuple[float | None, ...]
