"""A small estate to move: built from short rows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import PlatformKind, ServerForm, SiteKind, Zone
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.migration.model import MigrationOptions
from consolidation.packing.model import PackedHost, Packing, Placement
from consolidation.sizing.model import Demand, Disposition, DispositionKind, Sizing
from consolidation.solving.status import Status
from consolidation.text import Text

WORDS = Text("理由", "reason")
OPTIONS = MigrationOptions(
    starts_on=date(2020, 1, 6),
    ends_on=date(2020, 3, 29),  # six waves of two weeks
    wave_days=14,
    max_moves_per_wave=2,
    transfer_mbit_s=8590,  # one GiB a second, and a little
    window_hours=10,
    move_hours=1,
)


@dataclass(frozen=True)
class Case:
    """Everything `schedule` asks for."""

    estate: Estate
    to_be: Estate
    sizing: Sizing
    packing: Packing
    options: MigrationOptions

    def over(self, estate: Estate | None = None, **options: object) -> "Case":
        """Return the case with another estate or other options."""
        return replace(self, estate=estate or self.estate, options=replace(self.options, **options))


def make_case(
    servers: tuple[Server, ...],
    calendar: tuple[CalendarEntry, ...] = (),
    platforms: tuple[Platform, ...] = (),
    flows: tuple = (),
    stay: tuple[str, ...] = (),
    options: MigrationOptions = OPTIONS,
    zones: dict[str, Zone] | None = None,
) -> Case:
    """Return a case in which every server not in ``stay`` moves to host h."""
    systems = sorted(
        {s.system for s in servers if s.system} | {c.system for c in calendar if c.system}
    )
    estate = Estate(
        name="test",
        sites=(Site(id="hall", name="hall", kind=SiteKind.CITY_HALL),),
        systems=tuple(
            System(id=name, name=name, department="d", zone=Zone.ADMINISTRATIVE) for name in systems
        ),
        servers=servers,
        calendar=calendar,
        platforms=platforms,
        flows=flows,
    )
    moving = [server for server in estate.servers if server.id not in stay]
    demands = tuple(
        Demand(
            server=server.id,
            platform="NEW",
            zone=(zones or {}).get(server.id, Zone.ADMINISTRATIVE),
            cpu_centicores=100,
            memory_mib=100,
            disk_gib=0,
            basis="allocated",
            sample_percent=None,
            cpu_profile_centicores=(),
            reason=WORDS,
        )
        for server in moving
    )
    dispositions = tuple(
        Disposition(
            server=server.id,
            kind=DispositionKind.KEEP if server.id in stay else DispositionKind.VIRTUALISE,
            platform=None if server.id in stay else "NEW",
            moves=server.id not in stay,
            rule="test",
            reason=WORDS,
        )
        for server in estate.servers
    )
    packing = Packing(
        status=Status.OPTIMAL,
        price_yen=0,
        lower_bound_yen=0,
        hosts=(PackedHost(id="h", option="t", cluster="c", zone="administrative"),),
        placements=tuple(Placement(server=server.id, host="h") for server in moving),
        clusters=(),
    )
    to_be = replace(
        estate,
        servers=tuple(replace(s, host="h") if s.id not in stay else s for s in servers),
    )
    sizing = Sizing(dispositions=dispositions, demands=demands, counts=())
    return Case(estate, to_be, sizing, packing, options)


@pytest.fixture
def case() -> Callable[..., Case]:
    """The maker of cases."""
    return make_case


@pytest.fixture
def server() -> Callable[..., Server]:
    """The maker of servers."""

    def make(name: str, gib: int = 0, yen: int = 0, **more: object) -> Server:
        values: dict = {"form": ServerForm.PHYSICAL, "lease_yen_month": yen, **more}
        return Server(id=name, site="hall", disk_gib=gib, **values)

    return make


@pytest.fixture
def platform() -> Callable[..., Platform]:
    """The maker of old platforms."""

    def make(name: str, yen: int) -> Platform:
        return Platform(
            id=name,
            name=name,
            kind=PlatformKind.EXISTING,
            site="hall",
            zones=(Zone.ADMINISTRATIVE,),
            lease_yen_month=yen,
        )

    return make
