"""A small office by hand: every price is round, so that totals can be computed on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from consolidation.costs.costs import cost
from consolidation.costs.model import CostOptions, Costs
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    DeviceKind,
    Medium,
    PlatformKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.inventory.tables.traffic import Circuit
from consolidation.migration.model import Move, Schedule, Wave
from consolidation.packing.asking.options import LicensedHosts
from consolidation.packing.model import PackedHost, Packing, Placement
from consolidation.redesign.model import LineChoice, LineDesign, Merge
from consolidation.sizing.model import SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.sizing.size import size
from consolidation.solving.status import Status
from consolidation.text import Text

NOTHING = Text("", "")
NEW = PlatformPlan(
    id="P-NEW",
    name=Text("次期", "next"),
    site="HALL",
    replaces=("P-OLD",),
    clusters=(ClusterPlan(id="ADM", zones=(Zone.ADMINISTRATIVE,), host_types=("NEW-TYPE",)),),
)


def make_server(name: str, system: str | None = "SYS-A", **fields: object) -> Server:
    base = {
        "id": name,
        "system": system,
        "site": "HALL",
        "form": ServerForm.PHYSICAL,
        "cpu_cores": 4,
        "memory_mib": 8192,
        "disk_gib": 100,
        "purchased_on": date(2015, 4, 1),
        "lease_yen_month": 10_000,
        "maintenance_yen_year": 120_000,
        "power_w": 100,
    }
    return Server(**(base | fields))


def make_estate(*servers: Server, **tables: object) -> Estate:
    base = {
        "name": "test",
        "sites": (Site(id="HALL", name="本庁", kind=SiteKind.CITY_HALL),),
        "systems": (
            System(id="SYS-A", name="甲", department="A課", zone=Zone.ADMINISTRATIVE),
            System(id="SYS-B", name="乙", department="B課", zone=Zone.ADMINISTRATIVE),
        ),
        "servers": servers,
        "platforms": (
            Platform(
                id="P-OLD",
                name="現行",
                kind=PlatformKind.EXISTING,
                site="HALL",
                zones=(Zone.ADMINISTRATIVE,),
                lease_yen_month=50_000,
                maintenance_yen_year=240_000,
            ),
        ),
        "hosts": (Host(id="H-OLD", platform="P-OLD", host_type="OLD-TYPE"),),
        "host_types": (
            HostType(
                id="NEW-TYPE",
                name="N",
                cpu_cores=16,
                memory_mib=131072,
                price_yen=1_000_000,
                maintenance_yen_year=60_000,
                power_w=200,
            ),
            HostType(
                id="OLD-TYPE", name="O", cpu_cores=8, memory_mib=65536, price_yen=0, power_w=300
            ),
        ),
        "devices": (
            Device(id="SW", name="SW", kind=DeviceKind.SWITCH, site="HALL", lease_yen_month=1_000),
            Device(
                id="RT", name="RT", kind=DeviceKind.ROUTER, site="HALL", maintenance_yen_year=1_200
            ),
        ),
        "links": (
            Link(id="L-1", a_device="SW", b_device="RT", medium=Medium.CARRIER, circuit="C-1"),
        ),
        "circuits": (Circuit(id="C-1", yen_month=30_000), Circuit(id="C-FREE", yen_month=5_000)),
    }
    return Estate(**(base | tables))


def keep(link: str = "L-1", yen_month: int = 30_000) -> LineChoice:
    return LineChoice(
        link=link,
        site="HALL",
        action="keep",
        carries=(),
        load_kbit_s=0,
        tariffs=(),
        capacity_mbit_s=None,
        yen_month_before=yen_month,
        yen_month_after=yen_month,
        one_off_yen=0,
        reason=NOTHING,
    )


def make_lines(
    *choices: LineChoice, besides: int = 0, years: int = 5, removed: tuple[str, ...] = ()
) -> LineDesign:
    yen_month = sum(c.yen_month_after for c in choices)
    one_off = sum(c.one_off_yen for c in choices) + besides
    total = yen_month * 12 * years + one_off
    return LineDesign(
        merge=Merge.SEPARATE,
        isolation="vrf",
        status=Status.OPTIMAL,
        cost_yen=total,
        lower_bound_yen=total,
        yen_month=yen_month,
        one_off_yen=one_off,
        choices=choices,
        devices_removed=removed,
        devices_added=(),
        sites_with_both=(),
        change_on=date(2019, 12, 1),
    )


@dataclass
class Office:
    """The parts of a plan; a test changes what it is about and asks for the costs."""

    estate: Estate
    hosts: tuple[PackedHost, ...] = ()
    placements: tuple[Placement, ...] = ()
    moves: dict[str, date] = field(default_factory=dict)
    lines: LineDesign = field(default_factory=lambda: make_lines(keep()))
    platforms: tuple[PlatformPlan, ...] = ()
    options: CostOptions = field(
        default_factory=lambda: CostOptions(first_fiscal_year=2019, last_fiscal_year=2021)
    )
    cost_years: int = 5
    licensed: LicensedHosts = "all"
    surcharge_yen: int = 0
    """What packing minimised besides the price of the hosts."""
    allow_cloud: bool = True

    def packing(self) -> Packing:
        rows = [self.estate.host_type[h.option] for h in self.hosts]
        price = sum(t.price_yen + t.maintenance_yen_year * self.cost_years for t in rows)
        price += self.surcharge_yen
        return Packing(
            status=Status.OPTIMAL,
            price_yen=price,
            lower_bound_yen=price,
            hosts=self.hosts,
            placements=self.placements,
            clusters=(),
        )

    def to_be(self) -> Estate:
        new = [Host(id=h.id, platform="P-NEW", host_type=h.option) for h in self.hosts]
        return replace(self.estate, hosts=(*self.estate.hosts, *new))

    def schedule(self) -> Schedule:
        ends = sorted(set(self.moves.values()))
        waves = tuple(
            Wave(
                number=number,
                starts_on=end.replace(day=1),
                ends_on=end,
                moves=tuple(
                    Move(server=s, host="H-1", group=s, hours=1.0, method="p2v")
                    for s in sorted(self.moves)
                    if self.moves[s] == end
                ),
            )
            for number, end in enumerate(ends, 1)
        )
        return Schedule(status=Status.OPTIMAL, waves=waves, cost_yen=0, lower_bound_yen=0)

    def costs(self) -> Costs:
        years = self.options.first_fiscal_year, self.options.last_fiscal_year
        sizing = size(
            self.estate,
            self.platforms,
            SizingOptions(allow_cloud=self.allow_cloud, growth_percent_per_year=0),
            years,
        )
        return cost(
            self.estate,
            self.to_be(),
            sizing,
            self.packing(),
            self.lines,
            self.schedule(),
            self.platforms,
            self.options,
            self.licensed,
        )


@pytest.fixture(scope="session")
def server() -> Callable[..., Server]:
    return make_server


@pytest.fixture(scope="session")
def estate() -> Callable[..., Estate]:
    return make_estate


@pytest.fixture(scope="session")
def office() -> Callable[..., Office]:
    return Office


@pytest.fixture(scope="session")
def lines() -> Callable[..., LineDesign]:
    return make_lines


@pytest.fixture(scope="session")
def choice() -> Callable[..., LineChoice]:
    return keep


@pytest.fixture(scope="session")
def new_platform() -> PlatformPlan:
    return NEW


@pytest.fixture
def moved() -> Office:
    """Two servers of two departments moved in November 2019 onto one host, a spare beside it."""
    servers = (
        make_server("S-A"),
        make_server("S-B", "SYS-B", lease_end=date(2020, 3, 31), memory_mib=24576),
    )
    return Office(
        make_estate(*servers),
        hosts=(
            PackedHost(id="H-1", option="NEW-TYPE", cluster="ADM", zone="administrative"),
            PackedHost(id="H-2", option="NEW-TYPE", cluster="ADM", zone=None, spare=True),
        ),
        placements=(Placement(server="S-A", host="H-1"), Placement(server="S-B", host="H-1")),
        moves={"S-A": date(2019, 11, 15), "S-B": date(2019, 11, 15)},
        platforms=(NEW,),
    )
