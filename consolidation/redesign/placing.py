"""Placing: what the estate looks like once the servers have moved, lines not yet touched."""

from collections.abc import Iterable
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import PlatformKind, ServerForm, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS
from consolidation.inventory.tables.servers import Host, Platform, Server
from consolidation.packing.model import Packing
from consolidation.redesign.extension import extend, homes
from consolidation.redesign.references import without_gone
from consolidation.redesign.wiring import PLANNED, Wiring, with_note
from consolidation.sizing.model import DispositionKind, Sizing
from consolidation.sizing.platform import PlatformPlan

GONE = frozenset({DispositionKind.RETIRE, DispositionKind.CLOUD})
"""Dispositions whose servers are no longer in the city's network."""


def place(
    estate: Estate, sizing: Sizing, packing: Packing, platforms: tuple[PlatformPlan, ...]
) -> Estate:
    """Return the estate with every placed server a VM on its new host.

    Servers that are retired or go to the cloud are gone, with the flows and traces that touch
    them and as users of stores and managers of devices (`references`). A replaced platform goes
    with its hosts once none of its VMs is left; else it stays and its note says so. Every segment
    of a guest is led to its platform's switch (`extension`).
    """
    gone = {d.server for d in sizing.dispositions if d.kind in GONE}
    plan_of = {cluster.id: plan for plan in platforms for cluster in plan.clusters}
    host_plan = {host.id: plan_of[host.cluster] for host in packing.hosts}
    host_of = {p.server: p.host for p in packing.placements}
    servers = [
        _as_guest(s, host_of[s.id], host_plan[host_of[s.id]]) if s.id in host_of else s
        for s in estate.servers
        if s.id not in gone
    ]
    new_hosts = [
        Host(
            id=host.id,
            platform=host_plan[host.id].id,
            host_type=host.option,
            source=PLANNED,
        )
        for host in packing.hosts
    ]
    left = {s.platform for s in servers}
    replaced = {name for plan in platforms for name in plan.replaces}
    removed = {name for name in replaced if name not in left}
    kept = [_still_used(p, replaced) for p in estate.platforms if p.id not in removed]
    placed = replace(
        estate,
        servers=tuple(servers),
        platforms=(*kept, *(_platform_row(plan) for plan in platforms)),
        hosts=(*(h for h in estate.hosts if h.platform not in removed), *new_hosts),
        flows=tuple(f for f in estate.flows if f.origin not in gone and f.target not in gone),
        traces=tuple(t for t in estate.traces if t.server not in gone),
    )
    return _with_segments_led_there(estate, without_gone(placed), platforms)


def _as_guest(server: Server, host: str, plan: PlatformPlan) -> Server:
    return replace(
        server,
        form=ServerForm.VM,
        platform=plan.id,
        host=host,
        site=plan.site,
        device=plan.device,
    )


def _still_used(platform: Platform, replaced: Iterable[str]) -> Platform:
    if platform.id not in replaced:
        return platform
    note = "VMが残るため撤去しない (kept: some of its VMs stay)"
    return replace(platform, note=with_note(platform.note, note))


def _platform_row(plan: PlatformPlan) -> Platform:
    zones = {zone for cluster in plan.clusters for zone in cluster.zones}
    return Platform(
        id=plan.id,
        name=plan.name.ja,
        kind=PlatformKind.PLANNED,
        site=plan.site,
        zones=tuple(zone for zone in Zone if zone in zones),
        device=plan.device,
        management_segment=plan.management_segment,
        managed_by=plan.managed_by,
        source=PLANNED,
    )


def _with_segments_led_there(
    as_is: Estate, placed: Estate, platforms: tuple[PlatformPlan, ...]
) -> Estate:
    """Return the placed estate with every guest's segments reaching its platform's switch."""
    wiring = Wiring(placed)
    lives_on = homes(as_is)
    for plan in sorted(platforms, key=lambda p: p.id):
        if plan.device is None:
            continue
        guests = [s for s in placed.servers if s.platform == plan.id]
        names = {name for guest in guests for name in guest.segments} - {ALL_SEGMENTS}
        for segment in sorted(names):
            extend(wiring, as_is, segment, plan.device, lives_on[segment], plan.id)
    return wiring.estate()
