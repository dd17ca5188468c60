"""The to-be estate, and the estates between as-is and to-be."""

from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Device, Link
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.inventory.tables.traffic import Circuit
from consolidation.packing.model import Packing
from consolidation.redesign.model import LineChoice, LineDesign
from consolidation.redesign.placing import place
from consolidation.redesign.references import either_managers, without_gone
from consolidation.redesign.rewire import rewire
from consolidation.redesign.topology import SWITCHING
from consolidation.redesign.wiring import PLANNED
from consolidation.sizing.model import Sizing
from consolidation.sizing.platform import PlatformPlan


def to_be(
    estate: Estate,
    sizing: Sizing,
    packing: Packing,
    platforms: tuple[PlatformPlan, ...],
    lines: LineDesign,
) -> Estate:
    """Return the estate after the plan: servers placed, segments led there, lines as designed.

    With no platform and separate lines it is the as-is estate without the servers that are
    retired or go to the cloud (and their flows and traces).
    """
    removed = {choice.link for choice in lines.choices if choice.action == "remove"}
    placed = place(estate, sizing, packing, platforms)
    return _with_capacities(estate, rewire(placed, lines.merge, removed).estate, lines)


def _with_capacities(as_is: Estate, estate: Estate, lines: LineDesign) -> Estate:
    """Return the estate with the lines' new capacities and contracts.

    A contract that links hung on before and none hangs on any more is gone.
    """
    changed = {c.link: c for c in lines.choices if c.tariffs}
    links = tuple(
        _resized(link, changed[link.id]) if link.id in changed else link for link in estate.links
    )
    unused = {link.circuit for link in as_is.links} - {link.circuit for link in links}
    bought = [
        Circuit(
            id=_contract(choice.link),
            tariff=choice.tariffs[0] if len(choice.tariffs) == 1 else None,
            yen_month=choice.yen_month_after,
            source=PLANNED,
            note=f"料金 (tariffs): {', '.join(choice.tariffs)}",
        )
        for _, choice in sorted(changed.items())
    ]
    kept = tuple(c for c in estate.circuits if c.id not in unused)
    return replace(estate, links=links, circuits=(*kept, *bought))


def _contract(link: str) -> str:
    return f"PLANNED-{link}"


def _resized(link: Link, choice: LineChoice) -> Link:
    """Return a line on another contract, of which the tariff says the latency."""
    capacity, contract = choice.capacity_mbit_s, _contract(link.id)
    return replace(link, capacity_mbit_s=capacity, circuit=contract, latency_ms=None)


def between(as_is: Estate, to_be: Estate, moved: frozenset[str]) -> Estate:
    """Return the state in which only ``moved`` have become what the to-be estate makes of them.

    Network lines stand as in the to-be estate; a server or platform whose switch is gone there
    hangs on the switch of its site that carries its segments. Servers that end with the plan
    (retired, cloud) stand until they are in ``moved``, and manage what they managed. Old platforms
    and hosts stand as long as a VM is on them, with the stores they use.
    """
    servers = []
    for server in as_is.servers:
        if server.id not in moved:
            servers.append(_plugged(server, to_be))
        elif server.id in to_be.server:
            servers.append(to_be.server[server.id])
    present = {s.id for s in servers}
    in_use = {s.platform for s in servers}
    old = [
        _plugged_platform(p, to_be, servers)
        for p in as_is.platforms
        if p.id not in to_be.platform and p.id in in_use
    ]
    old_ids = {p.id for p in old}
    ends = present | as_is.site.keys()
    state = replace(
        to_be,
        servers=tuple(servers),
        devices=either_managers(to_be.devices, as_is.device, present),
        platforms=(*either_managers(to_be.platforms, as_is.platform, present), *old),
        stores=as_is.stores,
        hosts=(*to_be.hosts, *(h for h in as_is.hosts if h.platform in old_ids)),
        flows=tuple(f for f in as_is.flows if f.origin in ends and f.target in present),
        traces=tuple(t for t in as_is.traces if t.server in present),
    )
    return without_gone(state)


def _plugged(server: Server, state: Estate) -> Server:
    if server.device is None or server.device in state.device:
        return server
    return replace(server, device=_stand_in(state, server.site, server.segments))


def _plugged_platform(platform: Platform, state: Estate, servers: list[Server]) -> Platform:
    if platform.device is None or platform.device in state.device:
        return platform
    segments = {s for guest in servers if guest.platform == platform.id for s in guest.segments}
    return replace(platform, device=_stand_in(state, platform.site, tuple(sorted(segments))))


def _stand_in(state: Estate, site: str, segments: tuple[str, ...]) -> str | None:
    """Return the device of a site that carries most of the segments, a switch before others."""

    def fitness(device: Device) -> tuple[int, bool, str]:
        shared = len(set(segments) & set(device.segments))
        return (-shared, device.kind not in SWITCHING, device.id)

    here = sorted((d for d in state.devices if d.site == site), key=fitness)
    return here[0].id if here else None
