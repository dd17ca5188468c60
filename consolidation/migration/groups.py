"""Move groups: the servers that have to go over in the same wave."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.migration.model import MigrationOptions
from consolidation.packing.model import Packing
from consolidation.sizing.model import Sizing

SECONDS_PER_HOUR = 3600
BITS_PER_GIB = 8 * 1024**3
BITS_PER_MBIT = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A server that moves: to which host, and how long it stands still for it."""

    server: str
    host: str
    zone: Zone
    system: str | None
    seconds: int


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """Servers that move together, in order of id."""

    name: str
    """The inventory's group name (the first of several), else the first server's id."""
    movers: tuple[Mover, ...]

    @property
    def num(self) -> int:
        """How many servers move."""
        return len(self.movers)

    @property
    def seconds(self) -> int:
        """Standstill of all its servers, one after the other."""
        return sum(mover.seconds for mover in self.movers)


def move_groups(
    estate: Estate, sizing: Sizing, packing: Packing, options: MigrationOptions
) -> tuple[MoveGroup, ...]:
    """Return the move groups in order of their first server.

    Two servers that move belong together when they have the same ``move_group``, or when a flow
    between them couples its ends, directly or over others.
    """
    movers = {mover.server: mover for mover in _movers(estate, sizing, packing, options)}
    leader = {server: server for server in movers}

    def find(server: str) -> str:
        while leader[server] != server:
            leader[server] = leader[leader[server]]
            server = leader[server]
        return server

    for a, b in _together(estate, movers):
        first, second = sorted((find(a), find(b)))
        leader[second] = first
    groups: dict[str, list[Mover]] = defaultdict(list)
    for server in sorted(movers):
        groups[find(server)].append(movers[server])
    return tuple(
        MoveGroup(_name(estate, groups[key]), tuple(groups[key])) for key in sorted(groups)
    )


def standstill_s(disk_gib: int, options: MigrationOptions) -> int:
    """Return the seconds one server stands still: copying its disks and the work besides.

    >>> standstill_s(100, MigrationOptions(transfer_mbit_s=500, move_hours=1))
    5318
    """
    copying = -(-disk_gib * BITS_PER_GIB // (options.transfer_mbit_s * BITS_PER_MBIT))
    return copying + options.move_hours * SECONDS_PER_HOUR


def _movers(
    estate: Estate, sizing: Sizing, packing: Packing, options: MigrationOptions
) -> Iterator[Mover]:
    hosts = {placement.server: placement.host for placement in packing.placements}
    for demand in sizing.demands:
        row = estate.server[demand.server]
        disk_gib = demand.disk_gib if row.disk_gib is None else row.disk_gib
        yield Mover(
            server=demand.server,
            host=hosts[demand.server],
            zone=demand.zone,
            system=row.system,
            seconds=standstill_s(disk_gib, options),
        )


def _together(estate: Estate, movers: dict[str, Mover]) -> Iterator[tuple[str, str]]:
    """Yield pairs of servers that move and belong together."""
    first: dict[str, str] = {}
    for server in sorted(movers):
        name = estate.server[server].move_group
        if name is not None:
            yield first.setdefault(name, server), server
    for flow in estate.flows:
        if flow.couples and flow.origin in movers and flow.target in movers:
            yield flow.origin, flow.target


def _name(estate: Estate, movers: list[Mover]) -> str:
    names = sorted({estate.server[mover.server].move_group or "" for mover in movers} - {""})
    return names[0] if names else movers[0].server
