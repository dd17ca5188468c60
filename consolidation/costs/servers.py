"""What the servers themselves cost, and the platforms that VMs run on today."""

from collections.abc import Iterator

from consolidation.costs.amounts import (
    Span,
    clip,
    lease_fee,
    monthly_fee,
    yearly_fee,
)
from consolidation.costs.case import Case
from consolidation.costs.model import Category, CostLine, Side
from consolidation.costs.payers import Item, Weights, lines_of, of_vms, payer
from consolidation.costs.timeline import ONE_DAY
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.servers import Server
from consolidation.sizing.model import DispositionKind
from consolidation.text import Text

LEASE_REST = Text(
    "停止後もリース満了まで支払う", "still paid after the server stops, to the end of its lease"
)
RUNS_ON = Text(
    "移さない仮想サーバが残るため、廃止できない",
    "a VM stays on it, so it cannot be given up",
)


def server_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield lease, maintenance and power of every server for as long as it runs."""
    for server in case.estate.servers:
        yield from _lease(case, side, server)
        span = running(case, side, server)
        who: Weights = {payer(case, server): 1}
        if server.maintenance_yen_year:
            item = Item(side=side, category=Category.SERVER_MAINTENANCE, subject=server.id)
            yield from lines_of(item, yearly_fee(server.maintenance_yen_year, span), who)
        if server.power_w and server.form is ServerForm.PHYSICAL:
            item = Item(side=side, category=Category.POWER, subject=server.id)
            yield from lines_of(item, case.power(server.power_w, span), who)


def platform_lines(case: Case, side: Side) -> Iterator[CostLine]:
    """Yield lease, maintenance and power of the existing platforms, paid by the VMs on them."""
    for platform in case.estate.platforms:
        span = platform_running(case, side, platform.id)
        who = of_vms(case, case.vms[platform.id])
        stays = side == "to-be" and platform.id in _replaced(case) - case.time.emptied.keys()
        note = RUNS_ON if stays else None
        if platform.lease_yen_month:
            item = Item(side=side, category=Category.HOST, subject=platform.id, note=note)
            yield from lines_of(item, monthly_fee(platform.lease_yen_month, span), who)
        if platform.maintenance_yen_year:
            item = Item(
                side=side, category=Category.HOST_MAINTENANCE, subject=platform.id, note=note
            )
            yield from lines_of(item, yearly_fee(platform.maintenance_yen_year, span), who)
        for host in case.estate.hosts:
            watts = case.estate.host_type[host.host_type].power_w
            if host.platform == platform.id and watts:
                item = Item(side=side, category=Category.POWER, subject=host.id, note=note)
                yield from lines_of(item, case.power(watts, span), who)


def running(case: Case, side: Side, server: Server) -> Span:
    """Return the days a server runs within the years compared."""
    stops = case.time.stopped if side == "to-be" else case.time.retired
    last = stops.get(server.id, case.time.last)
    return clip((server.purchased_on or case.time.first, last), case.horizon)


def serving(case: Case, side: Side, server: Server) -> Span:
    """Return the days a server does its work, wherever it runs: moving does not end it."""
    last = case.time.retired.get(server.id, case.time.last)
    if side == "to-be" and case.disposition[server.id].kind is DispositionKind.CLOUD:
        last = case.time.stopped.get(server.id, last)
    return clip((server.purchased_on or case.time.first, last), case.horizon)


def platform_running(case: Case, side: Side, platform: str) -> Span:
    """Return the days an existing platform runs within the years compared."""
    last = case.time.emptied.get(platform, case.time.last) if side == "to-be" else case.time.last
    return clip((case.time.first, last), case.horizon)


def _lease(case: Case, side: Side, server: Server) -> Iterator[CostLine]:
    if not server.lease_yen_month:
        return
    lease = (server.purchased_on, server.lease_end)
    span = running(case, side, server)
    who: Weights = {payer(case, server): 1}
    item = Item(side=side, category=Category.SERVER_LEASE, subject=server.id)
    yield from lines_of(item, lease_fee(server.lease_yen_month, span, lease), who)
    rest = _rest_of_lease(case, side, server)
    if rest is not None:
        item = Item(side=side, category=Category.SERVER_LEASE, subject=server.id, note=LEASE_REST)
        yield from lines_of(item, lease_fee(server.lease_yen_month, rest, lease), who)


def _rest_of_lease(case: Case, side: Side, server: Server) -> Span | None:
    """Return the months that a stopped server's lease goes on, if any."""
    stops = case.time.stopped if side == "to-be" else case.time.retired
    stop, end = stops.get(server.id), server.lease_end
    if stop is None or end is None or not case.options.leases_run_to_term:
        return None
    return clip((max(stop + ONE_DAY, server.purchased_on or stop), end), case.horizon)


def _replaced(case: Case) -> frozenset[str]:
    return frozenset(p for plan in case.platforms for p in plan.replaces)
