"""When everything that costs money starts and stops.

- A system's ``retire_on`` holds on both sides: it does not depend on the plan.
- A server that moves stops at the end of the month in which its wave ends; until then it runs
  beside the new platform (double running).
- A system goes to the cloud when the leases of its servers end in its replacement year, else at
  the end of that year; its servers stop then and the cloud begins the next day.
- The lines change on the day that line redesign was asked for (`LineDesign.change_on`).
- A replaced platform stops when the last of its VMs has left; it runs on while one stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from consolidation.costs.model import CostOptions
from consolidation.fiscal import first_day, fiscal_year, last_day, last_of_month
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.servers import Server
from consolidation.migration.model import Schedule
from consolidation.sizing.model import DispositionKind, Sizing
from consolidation.sizing.platform import PlatformPlan

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The days from and to which things are paid."""

    first: date
    last: date
    hosts_on: date
    """First day of the new hosts."""
    lines_on: date
    """First day of the new lines; the old ones end the day before."""
    retired: Mapping[str, date]
    """Last day of servers whose system is retired, whatever the plan."""
    stopped: Mapping[str, date]
    """Last day of servers that stop under the plan: retired, moved or gone to the cloud."""
    cloud: Mapping[str, date]
    """First day in the cloud, by system."""
    emptied: Mapping[str, date]
    """Last day of replaced platforms; one that keeps a VM is not listed."""


def timeline(
    estate: Estate,
    sizing: Sizing,
    schedule: Schedule,
    platforms: tuple[PlatformPlan, ...],
    options: CostOptions,
    lines_on: date,
) -> Timeline:
    """Return when everything starts and stops."""
    first, last = first_day(options.first_fiscal_year), last_day(options.last_fiscal_year)
    starts = [wave.starts_on for wave in schedule.waves if wave.moves]
    ends = [wave.ends_on for wave in schedule.waves if wave.moves]
    hosts_on = options.hosts_start_on or min(starts, default=first)
    retired = dict(_retired(estate))
    gone_to_cloud = dict(_gone_to_cloud(estate, sizing))
    stopped = dict(retired)
    for server, day in (*_moved(schedule), *_in_cloud(estate, sizing, gone_to_cloud)):
        stopped[server] = min(day, stopped.get(server, day))
    return Timeline(
        first=first,
        last=last,
        hosts_on=hosts_on,
        lines_on=lines_on,
        retired=retired,
        stopped=stopped,
        cloud={system: day + ONE_DAY for system, day in gone_to_cloud.items()},
        emptied=dict(_emptied(estate, platforms, stopped, max(ends, default=hosts_on))),
    )


def cloud_day(year: int, servers: tuple[Server, ...]) -> date:
    """Return the last day that a system's servers run before the cloud takes over.

    The latest of their lease ends that lie in the replacement year, else the year's last day.

    >>> cloud_day(2020, ())
    datetime.date(2021, 3, 31)
    """
    ends = [s.lease_end for s in servers if s.lease_end and fiscal_year(s.lease_end) == year]
    return last_of_month(max(ends)) if ends else last_day(year)


def _retired(estate: Estate) -> Iterator[tuple[str, date]]:
    for server in estate.servers:
        day = estate.system[server.system].retire_on if server.system else None
        if day is not None:
            yield server.id, last_of_month(day)


def _moved(schedule: Schedule) -> Iterator[tuple[str, date]]:
    for wave in schedule.waves:
        for move in wave.moves:
            yield move.server, last_of_month(wave.ends_on)


def _gone_to_cloud(estate: Estate, sizing: Sizing) -> Iterator[tuple[str, date]]:
    """Yield the systems that go to the cloud, with the last day of their servers."""
    servers: dict[str, list[Server]] = {}
    for disposition in sizing.dispositions:
        server = estate.server[disposition.server]
        if disposition.kind is DispositionKind.CLOUD and server.system is not None:
            servers.setdefault(server.system, []).append(server)
    for system, rows in servers.items():
        year = estate.system[system].replacement_fiscal_year
        if year is not None:
            yield system, cloud_day(year, tuple(rows))


def _in_cloud(
    estate: Estate, sizing: Sizing, gone: Mapping[str, date]
) -> Iterator[tuple[str, date]]:
    for disposition in sizing.dispositions:
        system = estate.server[disposition.server].system
        if disposition.kind is DispositionKind.CLOUD and system is not None and system in gone:
            yield disposition.server, gone[system]


def _emptied(
    estate: Estate,
    platforms: tuple[PlatformPlan, ...],
    stopped: Mapping[str, date],
    default: date,
) -> Iterator[tuple[str, date]]:
    for platform in sorted({p for plan in platforms for p in plan.replaces}):
        days = [stopped.get(s.id) for s in estate.servers if s.platform == platform]
        known = [day for day in days if day is not None]
        if len(known) == len(days):
            yield platform, last_of_month(max(known, default=default))
