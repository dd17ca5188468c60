"""What old servers and platforms cost while they run beside the new platform.

Counted as the costs stage counts: whole months, to the end of the month in which the wave ends;
a lease that cannot be cancelled costs nothing more until its end, and is extended month by month
after it. Whole yen without consumption tax.
"""

from datetime import date

from consolidation.fiscal import last_of_month, months_between
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.servers import Server
from consolidation.migration.calendar import Span
from consolidation.migration.groups import MoveGroup
from consolidation.migration.model import Prices
from consolidation.sizing.model import DispositionKind, Sizing
from consolidation.units import HOURS_PER_DAY

MONTHS_PER_YEAR = 12
WATTS_PER_KILOWATT = 1000


def group_yen(estate: Estate, group: MoveGroup, first: date, wave: Span, prices: Prices) -> int:
    """Return what a group's old servers cost from ``first`` if it moves in the wave."""
    last = last_of_month(wave.last)
    return sum(server_yen(estate.server[m.server], first, last, prices) for m in group.movers)


def server_yen(server: Server, first: date, last: date, prices: Prices) -> int:
    """Return what one old server costs from ``first`` to ``last``.

    >>> from consolidation.inventory.tables.kinds import ServerForm
    >>> s = Server(id="s", site="hall", form=ServerForm.PHYSICAL, maintenance_yen_year=120_000,
    ...            lease_yen_month=50_000, lease_end=date(2020, 1, 31), power_w=0)
    >>> server_yen(s, date(2020, 1, 6), date(2020, 3, 31), Prices())
    130000
    """
    begins = max(first, server.purchased_on or first)
    if begins > last:
        return 0
    total = (server.maintenance_yen_year or 0) * months_between(begins, last) // MONTHS_PER_YEAR
    free_until = server.lease_end if prices.leases_run_to_term else None
    paid_from = begins
    if free_until is not None and free_until >= begins:
        paid_from = last_of_month(free_until)
        total += (server.lease_yen_month or 0) * max(0, months_between(paid_from, last) - 1)
    else:
        total += (server.lease_yen_month or 0) * months_between(paid_from, last)
    if server.form is ServerForm.PHYSICAL:
        total += _power_yen(server.power_w or 0, begins, last, prices)
    return total


def platform_yen(estate: Estate, platform: str, first: date, wave: Span, prices: Prices) -> int:
    """Return what an old platform and its hosts cost if its last VM moves in the wave."""
    row = estate.platform[platform]
    last = last_of_month(wave.last)
    months = months_between(first, last)
    watts = sum(
        estate.host_type[host.host_type].power_w or 0
        for host in estate.hosts
        if host.platform == platform
    )
    return (
        (row.lease_yen_month or 0) * months
        + (row.maintenance_yen_year or 0) * months // MONTHS_PER_YEAR
        + _power_yen(watts, first, last, prices)
    )


def emptied_platforms(estate: Estate, sizing: Sizing) -> tuple[str, ...]:
    """Return the old platforms that can be given up once their movers have left, in order of id.

    Those on which no VM stays: each moves, retires or goes to the cloud.
    """
    leaves = {
        d.server: d.moves or d.kind in (DispositionKind.RETIRE, DispositionKind.CLOUD)
        for d in sizing.dispositions
    }
    moving = {d.server for d in sizing.dispositions if d.moves}
    found = []
    for platform in estate.platforms:
        on_it = [server.id for server in estate.servers if server.platform == platform.id]
        if moving & set(on_it) and all(leaves.get(server, False) for server in on_it):
            found.append(platform.id)
    return tuple(found)


def _power_yen(watts: int, first: date, last: date, prices: Prices) -> int:
    hours = ((last - first).days + 1) * HOURS_PER_DAY
    yen = watts * hours * prices.yen_per_kwh * prices.power_overhead_percent
    return yen // (100 * WATTS_PER_KILOWATT)
