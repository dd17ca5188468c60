"""A hand-built city of three sites, small enough to route and price by hand.

HALL is the hub. EAST has a resident and an administrative carrier line, HILL a resident carrier
line and an administrative radio bridge. EAST's lines end on routers of its own, HALL's on its
two core switches.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Host, HostType, Platform, Server
from consolidation.inventory.tables.traffic import Circuit, Flow, Tariff
from consolidation.packing.model import PackedHost, Packing, Placement
from consolidation.redesign.model import LineOptions, LineStudy
from consolidation.sizing.model import Disposition, DispositionKind, Sizing
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text

SWITCH, ROUTER = DeviceKind.SWITCH, DeviceKind.ROUTER
RES, ADM = Zone.RESIDENT, Zone.ADMINISTRATIVE


def device(name: str, kind: DeviceKind, site: str, zone: Zone | None, *segments: str) -> Device:
    return Device(id=name, name=name, kind=kind, site=site, zone=zone, segments=segments)


def link(
    name: str,
    a: str,
    b: str,
    *segments: str,
    medium: Medium = Medium.COPPER,
    mbit: int = 1000,
    circuit: str | None = None,
) -> Link:
    return Link(
        id=name,
        a_device=a,
        b_device=b,
        medium=medium,
        capacity_mbit_s=mbit,
        segments=segments,
        circuit=circuit,
    )


def server(name: str, system: str, site: str, at: str, segment: str) -> Server:
    return Server(
        id=name,
        system=system,
        site=site,
        form=ServerForm.PHYSICAL,
        device=at,
        segments=(segment,),
        cpu_cores=4,
        memory_mib=8192,
    )


def flow(name: str, origin: str, target: str, office: int, night: int = 0) -> Flow:
    return Flow(id=name, origin=origin, target=target, office_kbit_s=office, night_kbit_s=night)


def _devices() -> tuple[Device, ...]:
    return (
        device("H-RES", SWITCH, "HALL", RES, "V-RES"),
        device("H-ADM", SWITCH, "HALL", ADM, "V-ADM"),
        device("H-ADM-2", SWITCH, "HALL", ADM, "V-ADM"),
        device("E-RES", SWITCH, "EAST", RES, "V-RES"),
        device("E-ADM", SWITCH, "EAST", ADM, "V-ADM", "V-EAST"),
        device("E-R-RES", ROUTER, "EAST", RES, "V-RES"),
        device("E-R-ADM", ROUTER, "EAST", ADM, "V-ADM"),
        device("L-RES", SWITCH, "HILL", RES, "V-RES"),
        device("L-ADM", SWITCH, "HILL", ADM, "V-ADM"),
        device("AP-HILL", DeviceKind.ACCESS_POINT, "HILL", ADM, "SSID", "V-ADM"),
    )


def _links() -> tuple[Link, ...]:
    carrier, radio = Medium.CARRIER, Medium.RADIO
    return (
        link("HALL-ADM", "H-ADM", "H-ADM-2", "V-ADM"),
        link("EAST-RES", "E-RES", "E-R-RES", "V-RES"),
        link("EAST-ADM", "E-ADM", "E-R-ADM", "V-ADM"),
        link("W-E-RES", "H-RES", "E-R-RES", "V-RES", medium=carrier, mbit=10, circuit="C-E-RES"),
        link("W-E-ADM", "H-ADM", "E-R-ADM", "V-ADM", medium=carrier, mbit=100, circuit="C-E-ADM"),
        link("W-L-RES", "H-RES", "L-RES", "V-RES", medium=carrier, mbit=10, circuit="C-L-RES"),
        link("W-L-ADM", "H-ADM", "L-ADM", "V-ADM", medium=radio, mbit=50),
        link("HILL-AP", "L-ADM", "AP-HILL", "*"),
    )


def _tariff(name: str, mbit: int, month: int, once: int) -> Tariff:
    return Tariff(
        id=name,
        carrier="c",
        distance_class="A",
        bandwidth_mbit_s=mbit,
        yen_month=month,
        one_off_yen=once,
    )


@pytest.fixture
def city() -> Estate:
    return Estate(
        name="city",
        sites=(
            Site(id="HALL", name="h", kind=SiteKind.CITY_HALL, distance_class="A"),
            Site(id="EAST", name="e", kind=SiteKind.BRANCH, distance_class="A"),
            Site(id="HILL", name="l", kind=SiteKind.BRANCH, distance_class="A"),
        ),
        systems=(
            System(id="REG", name="register", department="d", zone=RES),
            System(id="FILE", name="files", department="d", zone=ADM),
            System(id="OLD", name="old", department="d", zone=ADM),
        ),
        servers=(
            server("S-REG", "REG", "HALL", "H-RES", "V-RES"),
            server("S-FILE", "FILE", "EAST", "E-ADM", "V-EAST"),
            server("S-OLD", "OLD", "HALL", "H-ADM", "V-ADM"),
            Server(
                id="VM-1",
                system="FILE",
                site="HALL",
                form=ServerForm.VM,
                platform="P-OLD",
                host="OLD-1",
                segments=("V-ADM",),
                cpu_cores=2,
                memory_mib=4096,
            ),
        ),
        platforms=(
            Platform(
                id="P-OLD",
                name="old",
                kind=PlatformKind.EXISTING,
                site="HALL",
                zones=(ADM,),
                device="H-ADM-2",
            ),
        ),
        hosts=(Host(id="OLD-1", platform="P-OLD", host_type="HT"),),
        host_types=(HostType(id="HT", name="ht", cpu_cores=16, memory_mib=65536, price_yen=1),),
        segments=(
            Segment(id="V-RES", name="r", kind=SegmentKind.VLAN, zone=RES),
            Segment(id="V-ADM", name="a", kind=SegmentKind.VLAN, zone=ADM),
            Segment(id="V-EAST", name="e", kind=SegmentKind.VLAN, zone=ADM),
            Segment(id="SSID", name="s", kind=SegmentKind.SSID, zone=ADM, bridges_to="V-ADM"),
        ),
        devices=_devices(),
        links=_links(),
        circuits=(
            Circuit(id="C-E-RES", tariff="T-10", yen_month=30_000, termination_yen=50_000),
            Circuit(id="C-E-ADM", tariff="T-100", yen_month=60_000, termination_yen=80_000),
            Circuit(id="C-L-RES", tariff="T-10", yen_month=30_000, termination_yen=40_000),
        ),
        tariffs=(
            _tariff("T-10", 10, 30_000, 20_000),
            _tariff("T-100", 100, 60_000, 30_000),
            _tariff("T-1000", 1000, 150_000, 50_000),
        ),
        flows=(
            flow("F-1", "EAST", "S-REG", 1_000, 100),
            flow("F-2", "HILL", "S-REG", 2_000),
            flow("F-3", "HALL", "S-FILE", 30_000, 40_000),
            flow("F-4", "EAST", "S-FILE", 90_000),
            flow("F-5", "HILL", "S-FILE", 5_000),
            flow("F-6", "EAST", "S-OLD", 7_000),
            flow("F-7", "EAST", "VM-1", 500),
        ),
    )


@dataclass(frozen=True)
class Question:
    """An estate and what the earlier stages said of it."""

    estate: Estate
    sizing: Sizing
    packing: Packing
    platforms: tuple[PlatformPlan, ...]
    options: LineOptions


def _sizing(estate: Estate, moving: frozenset[str], retired: frozenset[str]) -> Sizing:
    def kind(name: str) -> DispositionKind:
        if name in retired:
            return DispositionKind.RETIRE
        return DispositionKind.VIRTUALISE if name in moving else DispositionKind.KEEP

    return Sizing(
        dispositions=tuple(
            Disposition(
                server=s.id,
                kind=kind(s.id),
                platform=None,
                moves=s.id in moving,
                rule="test",
                reason=Text("", ""),
            )
            for s in estate.servers
        ),
        demands=(),
        counts=(),
    )


EMPTY = Packing(
    status=Status.OPTIMAL, price_yen=0, lower_bound_yen=0, hosts=(), placements=(), clusters=()
)
ONE_FOR_ONE = LineOptions(growth_percent_per_year=0, max_utilisation_percent=100)


@pytest.fixture
def nothing_built() -> Callable[[Estate], Question]:
    def ask(estate: Estate) -> Question:
        return Question(estate, _sizing(estate, frozenset(), frozenset()), EMPTY, (), ONE_FOR_ONE)

    return ask


@pytest.fixture
def new_platform() -> Callable[..., Question]:
    """S-FILE and VM-1 move to a platform on H-ADM, S-OLD is retired."""

    def ask(
        estate: Estate,
        *,
        moving: frozenset[str] = frozenset({"S-FILE", "VM-1"}),
        at: str = "H-ADM",
        options: LineOptions = ONE_FOR_ONE,
    ) -> Question:
        plan = PlatformPlan(
            id="P-NEW",
            name=Text("新基盤", "new"),
            site="HALL",
            device=at,
            replaces=("P-OLD",),
            clusters=(ClusterPlan(id="C", zones=(ADM, RES), host_types=("HT",)),),
        )
        packing = Packing(
            status=Status.OPTIMAL,
            price_yen=1,
            lower_bound_yen=1,
            hosts=(
                PackedHost(id="C-1", option="HT", cluster="C", zone="administrative"),
                PackedHost(id="C-2", option="HT", cluster="C", zone=None, spare=True),
            ),
            placements=tuple(Placement(server=s, host="C-1") for s in sorted(moving)),
            clusters=(),
        )
        return Question(
            estate, _sizing(estate, moving, frozenset({"S-OLD"})), packing, (plan,), options
        )

    return ask


@pytest.fixture
def study() -> Callable[[Question], LineStudy]:
    from consolidation.redesign.lines import study_lines

    def ask(q: Question) -> LineStudy:
        return study_lines(q.estate, q.sizing, q.packing, q.platforms, q.options)

    return ask
