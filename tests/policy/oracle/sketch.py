"""An estate in the making: its rows by id, and how they are chosen and changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.inventory.tables.traffic import Circuit, Tariff

Pick = Callable[[Sequence[Any]], Any]
Row = TypeVar("Row")
VLANS = ("R1", "R2", "A1", "A2")
RESIDENT, STAFF = Zone.RESIDENT, Zone.ADMINISTRATIVE


@dataclass
class Sketch:
    """An estate in the making: its rows by id, and how it is chosen."""

    pick: Pick
    calm: bool
    segments: dict[str, Segment] = field(default_factory=dict)
    devices: dict[str, Device] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    controls: dict[str, Control] = field(default_factory=dict)
    servers: dict[str, Server] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    tariffs: tuple[Tariff, ...] = ()
    circuits: tuple[Circuit, ...] = ()

    def one(self, table: dict[str, Row]) -> Row:
        return self.pick(tuple(table.values()))

    def now_and_then(self) -> bool:
        return bool(self.pick((False, False, True)))

    def inner(self) -> Device:
        """A device to change: in a calm estate none that wireless begins at."""
        rows = [d for d in self.devices.values() if not self.calm or d.id != "D1"]
        return self.pick(rows or tuple(self.devices.values()))

    def vlan(self) -> str:
        return str(self.pick(tuple(s.id for s in self.segments.values() if is_vlan(s))))

    def put(self, row: Row, **changes: object) -> Row:
        """Write a row, changed, in its table."""
        row = replace(row, **changes)  # type: ignore[type-var]
        table: dict[str, Any] = {
            Segment: self.segments, Device: self.devices, Link: self.links,
            Control: self.controls, Server: self.servers, Platform: self.platforms,
        }[type(row)]  # fmt: skip
        table[row.id] = row
        return row

    def estate(self) -> Estate:
        host_type = HostType(id="HT", name="HT", cpu_cores=8, memory_mib=1024, price_yen=1)
        return Estate(
            name="random",
            sites=tuple(Site(id=s, name=s, kind=SiteKind.OTHER) for s in ("S1", "S2")),
            systems=(
                System(id="REGISTER", name="住民記録", department="市民課", zone=RESIDENT),
                System(id="FILES", name="文書", department="総務課", zone=STAFF),
            ),
            segments=tuple(self.segments.values()),
            devices=tuple(self.devices.values()),
            links=tuple(self.links.values()),
            controls=tuple(self.controls.values()),
            servers=tuple(self.servers.values()),
            platforms=tuple(self.platforms.values()),
            host_types=(host_type,) if self.platforms else (),
            hosts=tuple(Host(id=f"H-{p}", platform=p, host_type="HT") for p in self.platforms),
            tariffs=self.tariffs,
            circuits=self.circuits,
        )


def is_vlan(segment: Segment) -> bool:
    return segment.kind is not SegmentKind.SSID


def device(s: Sketch, name: str, kind: DeviceKind, on: tuple[str, ...]) -> None:
    site = s.pick(("S1", "S2"))
    s.put(Device(id=name, name=name, kind=kind, site=site, segments=on))


def link(s: Sketch, name: str, a: str, b: str, on: tuple[str, ...], **more: object) -> None:
    row = Link(id=name, a_device=a, b_device=b, medium=Medium.COPPER, segments=on)
    s.put(row, **more)


def control(s: Sketch, name: str, at: str, a: str, b: str, kind: ControlKind) -> None:
    """A control, mostly with administrators of its own."""
    account = f"team of {name}" if s.calm else s.pick((f"team of {name}", "NET", None))
    s.put(Control(id=name, kind=kind, device=at, from_segment=a, to_segment=b,
                  both_ways=s.pick((True, False)), account=account))  # fmt: skip
