"""The words that disposition rules share."""

from collections.abc import Iterable, Mapping

from consolidation.inventory.tables.kinds import Blocker, Zone
from consolidation.inventory.tables.servers import Server
from consolidation.sizing.context import Context
from consolidation.text import Text

BLOCKERS: Mapping[Blocker, Text] = {
    Blocker.DONGLE: Text(
        "ハードウェアキーを使うため、仮想化できない",
        "a hardware key (dongle) must be plugged into it; it cannot be virtualised",
    ),
    Blocker.APPLIANCE: Text(
        "専用機のため、仮想化できない", "an appliance: hardware and software are one product"
    ),
    Blocker.MAINFRAME: Text(
        "汎用機のため、仮想化基盤へ移せない",
        "a mainframe: its software does not run on the platform's processors",
    ),
    Blocker.ADAPTER_CARD: Text(
        "専用カードを使うため、仮想化できない",
        "it needs an adapter card that virtual servers cannot have",
    ),
    Blocker.REAL_TIME: Text(
        "リアルタイム制御を行うため、仮想化しない",
        "it controls in real time; sharing a processor would break its timing",
    ),
    Blocker.VENDOR: Text(
        "業者が仮想環境での動作を保証しない",
        "its vendor does not support it on virtual machines",
    ),
}
"""Why a server with a blocker stays a physical machine."""


def and_then(text: Text, *more: Text) -> Text:
    """Return texts joined into one.

    >>> and_then(Text("甲である", "this"), Text("乙である", "that")).ja
    '甲である。乙である'
    """
    parts = (text, *more)
    return Text("。".join(t.ja for t in parts), "; ".join(t.en for t in parts))


def zone_names(zones: Iterable[Zone]) -> Text:
    """Return the names of zones as a list in words, in order of their English words.

    >>> zone_names({Zone.SCHOOL, Zone.RESIDENT})
    Text(ja='住民情報系、教育系', en='resident, school')
    """
    ordered = sorted(zones, key=lambda zone: zone.value)
    return Text("、".join(z.ja for z in ordered), ", ".join(z.value for z in ordered))


def inferred_zone(server: Server, context: Context) -> tuple[Text, ...]:
    """Say that a server's zone stands in no row of its system, and what it was taken from."""
    zone = context.zone(server)
    if zone is None or not context.zone_is_inferred(server):
        return ()
    zones = context.estate.zones_of(server.segments)
    if len(zones) == 1:
        ids = "、".join(server.segments), ", ".join(server.segments)
        basis = Text(f"接続セグメント（{ids[0]}）から", f"from its segments ({ids[1]})")
    else:
        basis = Text("シナリオの既定値により", "from the scenario's default")
    return (
        Text(
            f"システムが台帳になく、情報系区分は{basis.ja}{zone.ja}と推定した。要確認",
            f"its system is not in the inventory; zone {zone.value} is inferred {basis.en}: "
            "to be confirmed",
        ),
    )


def lifetime(server: Server, context: Context) -> tuple[Text, ...]:
    """Return what dates bear on a server that stays or moves: replacement, retirement, lease."""
    found: list[Text] = []
    system = context.system(server)
    if system is not None and system.retire_on is not None:
        day = system.retire_on
        found.append(Text(f"システムの廃止日は{day}", f"its system is retired on {day}"))
    if system is not None and system.replacement_fiscal_year is not None:
        year = system.replacement_fiscal_year
        found.append(Text(f"システムの更新は{year}年度", f"its system is replaced in FY{year}"))
    if server.lease_end is not None:
        day = server.lease_end
        found.append(
            Text(f"リースまたは保守の満了日は{day}", f"its lease or support ends on {day}")
        )
    return tuple(found)
