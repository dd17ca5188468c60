"""What becomes of a server: an ordered list of rules; the first that speaks decides.

A rule looks at one server and its context and returns a `Disposition`, or ``None`` where it has
nothing to say. The last two rules always speak, one for VMs and one for physical machines, so
that every server gets exactly one disposition.
"""

from collections.abc import Callable

from consolidation.inventory.tables.kinds import Blocker, Cloud, ServerForm
from consolidation.inventory.tables.servers import Server
from consolidation.sizing.context import Context
from consolidation.sizing.model import Disposition, DispositionKind
from consolidation.sizing.reasons import (
    BLOCKERS,
    and_then,
    inferred_zone,
    lifetime,
    zone_names,
)
from consolidation.text import Text

Rule = Callable[[Server, Context], Disposition | None]


def retire_by_date(server: Server, context: Context) -> Disposition | None:
    """Retire a server whose system ends within the plan.

    Not a VM whose platform is replaced before that day: it needs a place until then and moves.
    """
    system = context.system(server)
    if system is None or system.retire_on is None or system.retire_on > context.ends_on:
        return None
    if context.loses_its_platform_before(server, system.retire_on):
        return None
    day = system.retire_on
    return _stay(
        server,
        DispositionKind.RETIRE,
        "retire-by-date",
        Text(
            f"システム「{system.name}」が{day}に廃止となる",
            f"its system '{system.name}' is retired on {day}",
        ),
    )


def nothing_is_built(server: Server, context: Context) -> Disposition | None:
    """Leave a physical machine as it is when the scenario builds no platform."""
    if context.platforms or server.form is ServerForm.VM:
        return None
    reason = Text(
        "このシナリオでは仮想化基盤を整備しないため、現状のまま使う",
        "the scenario builds no platform; it stays as it is",
    )
    return _keep(server, context, "nothing-is-built", reason)


def blocked(server: Server, context: Context) -> Disposition | None:
    """Keep a physical machine that something prevents from becoming a virtual one."""
    if server.form is ServerForm.VM or server.blocker is None:
        return None
    rule = "mainframe" if server.blocker is Blocker.MAINFRAME else f"blocked-{server.blocker.value}"
    return _keep(server, context, rule, BLOCKERS[server.blocker])


def cloud_at_replacement(server: Server, context: Context) -> Disposition | None:
    """Send a server to the cloud when its system is replaced within the plan and may go.

    Not a VM whose platform is replaced before that year: it needs a place until then and moves.
    """
    system, day = context.system(server), context.cloud_day(server)
    if system is None or day is None or context.loses_its_platform_before(server, day):
        return None
    return _stay(
        server,
        DispositionKind.CLOUD,
        "cloud-at-replacement",
        Text(
            f"システム「{system.name}」はクラウド可で、{day.year}年度の更新時に移行する",
            f"its system '{system.name}' may go to the cloud and is replaced in FY{day.year}",
        ),
    )


def zone_unknown(server: Server, context: Context) -> Disposition | None:
    """Keep a server of unknown zone that would otherwise move: where it may go is not known."""
    if context.zone(server) is not None or not _must_move(server, context):
        return None
    zones = context.estate.zones_of(server.segments)
    if zones:
        names = zone_names(zones)
        reason = Text(
            f"システムが不明で、接続セグメントが複数の情報系区分({names.ja})にわたるため、"
            "区分を決められない。調査を要する",
            f"zone unknown: survey (no system, and its segments lie in {names.en})",
        )
    else:
        reason = Text(
            "システムも接続セグメントも不明なため、情報系区分が分からない。調査を要する",
            "zone unknown: survey (neither its system nor its segments are known)",
        )
    return _keep(server, context, "zone-unknown", reason)


def zone_without_cluster(server: Server, context: Context) -> Disposition | None:
    """Keep a server that would otherwise move but whose zone no planned cluster accepts."""
    zone = context.zone(server)
    if zone is None or not _must_move(server, context):
        return None
    if context.target(server, zone) is not None:
        return None
    names = zone_names({z for p in context.platforms for c in p.clusters for z in c.zones})
    reason = Text(
        f"情報系区分が{zone.ja}で、このシナリオの計画基盤({names.ja})には載せられない",
        f"its zone is {zone.value}; the clusters planned in this scenario accept {names.en} only",
    )
    if server.form is ServerForm.VM and server.platform is not None:
        reason = and_then(
            reason,
            Text(
                f"更新対象の基盤{server.platform}に残るため、同基盤は廃止できない",
                f"it stays on platform {server.platform}, which therefore cannot be given up",
            ),
        )
    reason = and_then(reason, *inferred_zone(server, context))
    return _keep(server, context, "zone-without-cluster", reason)


def vm_moves(server: Server, context: Context) -> Disposition | None:
    """Absorb a VM whose platform is replaced, or whose platform the inventory does not know."""
    if server.form is not ServerForm.VM or not _must_move(server, context):
        return None
    zone = context.zone(server)
    platform = context.target(server, zone) if zone is not None else None
    if platform is None:
        return None
    if server.platform is None:
        rule = "vm-of-unknown-platform"
        why = Text("仮想サーバで現在の基盤が台帳にない", "a VM whose platform is not recorded")
    else:
        rule = "vm-of-replaced-platform"
        why = Text(
            f"仮想サーバで、載っている基盤{server.platform}が更新される",
            f"a VM on platform {server.platform}, which is replaced",
        )
    reason = and_then(why, Text(f"{platform.name.ja}へ移す", f"moves to {platform.name.en}"))
    return Disposition(
        server=server.id,
        kind=DispositionKind.ABSORB,
        platform=platform.id,
        moves=True,
        rule=rule,
        reason=and_then(reason, *inferred_zone(server, context), *lifetime(server, context)),
    )


def vm_stays(server: Server, context: Context) -> Disposition | None:
    """Leave a VM where it is: its platform is not replaced."""
    if server.form is not ServerForm.VM:
        return None
    where = server.platform
    reason = Text(
        f"既に仮想サーバで、載っている基盤{where}は更新しない" if where else "既に仮想サーバである",
        f"already a VM; its platform {where} is not replaced" if where else "already a VM",
    )
    return Disposition(
        server=server.id,
        kind=DispositionKind.ABSORB,
        platform=where,
        moves=False,
        rule="vm-stays",
        reason=and_then(reason, *lifetime(server, context)),
    )


def virtualise(server: Server, context: Context) -> Disposition | None:
    """Make a physical machine a guest of the planned platform that accepts its zone."""
    zone = context.zone(server)
    platform = context.target(server, zone) if zone is not None else None
    if zone is None or platform is None:
        return None
    why = Text(
        f"情報系区分が{zone.ja}の物理サーバで、仮想化の支障がない",
        f"a physical machine of zone {zone.value} that nothing prevents from being virtualised",
    )
    reason = and_then(why, Text(f"{platform.name.ja}へ移す", f"moves to {platform.name.en}"))
    return Disposition(
        server=server.id,
        kind=DispositionKind.VIRTUALISE,
        platform=platform.id,
        moves=True,
        rule="virtualise",
        reason=and_then(reason, *inferred_zone(server, context), *lifetime(server, context)),
    )


RULES: tuple[Rule, ...] = (
    retire_by_date,
    nothing_is_built,
    blocked,
    cloud_at_replacement,
    zone_unknown,
    zone_without_cluster,
    vm_moves,
    vm_stays,
    virtualise,
)
"""In the order in which they are asked."""


def dispose(server: Server, context: Context) -> Disposition:
    """Return the disposition of a server: what the first rule that speaks says."""
    for rule in RULES:
        disposition = rule(server, context)
        if disposition is not None:
            return disposition
    raise AssertionError(f"no rule spoke on {server.id}")


def _must_move(server: Server, context: Context) -> bool:
    """Say whether a server has to go to a planned platform if it can."""
    if not context.platforms:
        return False
    if server.form is ServerForm.PHYSICAL or server.platform is None:
        return True
    return server.platform in context.replaced


def _keep(server: Server, context: Context, rule: str, reason: Text) -> Disposition:
    text = and_then(reason, *lifetime(server, context))
    system = context.system(server)
    if system is not None and system.cloud is Cloud.YES and context.cloud_day(server) is not None:
        text = and_then(
            text,
            Text(
                f"システム「{system.name}」はクラウド可のため、更新時に代替手段を確認する",
                f"its system '{system.name}' may go to the cloud: look for a way at replacement",
            ),
        )
    return _stay(server, DispositionKind.KEEP, rule, text)


def _stay(server: Server, kind: DispositionKind, rule: str, reason: Text) -> Disposition:
    return Disposition(
        server=server.id, kind=kind, platform=None, moves=False, rule=rule, reason=reason
    )
