"""The estate: everything in scope at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Protocol, TypeVar

from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Licence, Platform, Server, Store
from consolidation.inventory.tables.times import CalendarEntry, Indicator, Trace
from consolidation.inventory.tables.traffic import Circuit, Flow, Tariff


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_Row = TypeVar("_Row", bound=_HasId)

TABLES: Mapping[str, type] = {
    "sites": Site,
    "systems": System,
    "servers": Server,
    "platforms": Platform,
    "hosts": Host,
    "host_types": HostType,
    "stores": Store,
    "licences": Licence,
    "segments": Segment,
    "devices": Device,
    "links": Link,
    "controls": Control,
    "circuits": Circuit,
    "tariffs": Tariff,
    "flows": Flow,
    "calendar": CalendarEntry,
    "indicators": Indicator,
}
"""Every table with an id, by file or sheet name; ``traces`` comes besides."""


@dataclass(frozen=True)
class Estate:
    """Everything in scope at one moment, as-is or to-be; rows in order of their ids.

    Made by `consolidation.inventory.read`, which checks it, or by a stage that changes one
    (`dataclasses.replace`): references between rows may be relied on.
    """

    name: str
    sites: tuple[Site, ...] = ()
    systems: tuple[System, ...] = ()
    servers: tuple[Server, ...] = ()
    platforms: tuple[Platform, ...] = ()
    hosts: tuple[Host, ...] = ()
    host_types: tuple[HostType, ...] = ()
    stores: tuple[Store, ...] = ()
    licences: tuple[Licence, ...] = ()
    segments: tuple[Segment, ...] = ()
    devices: tuple[Device, ...] = ()
    links: tuple[Link, ...] = ()
    controls: tuple[Control, ...] = ()
    circuits: tuple[Circuit, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    flows: tuple[Flow, ...] = ()
    calendar: tuple[CalendarEntry, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    traces: tuple[Trace, ...] = ()

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name in TABLES:
                rows = getattr(self, field.name)
                object.__setattr__(self, field.name, tuple(sorted(rows, key=lambda r: r.id)))
        ordered = tuple(sorted(self.traces, key=lambda t: t.server))
        object.__setattr__(self, "traces", ordered)

    @cached_property
    def site(self) -> Mapping[str, Site]:
        """Sites by id."""
        return by_id(self.sites)

    @cached_property
    def system(self) -> Mapping[str, System]:
        """Systems by id."""
        return by_id(self.systems)

    @cached_property
    def server(self) -> Mapping[str, Server]:
        """Servers by id."""
        return by_id(self.servers)

    @cached_property
    def platform(self) -> Mapping[str, Platform]:
        """Platforms by id."""
        return by_id(self.platforms)

    @cached_property
    def host(self) -> Mapping[str, Host]:
        """Hosts by id."""
        return by_id(self.hosts)

    @cached_property
    def host_type(self) -> Mapping[str, HostType]:
        """Host types by id."""
        return by_id(self.host_types)

    @cached_property
    def licence(self) -> Mapping[str, Licence]:
        """Licences by id."""
        return by_id(self.licences)

    @cached_property
    def segment(self) -> Mapping[str, Segment]:
        """Segments by id."""
        return by_id(self.segments)

    @cached_property
    def device(self) -> Mapping[str, Device]:
        """Devices by id."""
        return by_id(self.devices)

    @cached_property
    def link(self) -> Mapping[str, Link]:
        """Links by id."""
        return by_id(self.links)

    @cached_property
    def control(self) -> Mapping[str, Control]:
        """Controls by id."""
        return by_id(self.controls)

    @cached_property
    def circuit(self) -> Mapping[str, Circuit]:
        """Circuits by id."""
        return by_id(self.circuits)

    @cached_property
    def tariff(self) -> Mapping[str, Tariff]:
        """Tariffs by id."""
        return by_id(self.tariffs)

    @cached_property
    def trace(self) -> Mapping[str, Trace]:
        """Traces by server id."""
        return {trace.server: trace for trace in self.traces}

    def zones_of(self, segments: Iterable[str]) -> set[Zone]:
        """Return the zones of the segments that a row lists; ``*`` names none.

        >>> Estate("x").zones_of(["*"])
        set()
        """
        return {self.segment[name].zone for name in segments if name != ALL_SEGMENTS}


def by_id(rows: Iterable[_Row]) -> Mapping[str, _Row]:
    """Return rows by their id, in the order given."""
    return {row.id: row for row in rows}
