"""Two plans: one built by hand with hostile names, one of the small office through all stages."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from consolidation.costs.model import Category, CostLine, CostOptions, Costs, YearTotal
from consolidation.export.folder import write_review_folder
from consolidation.export.review import Review
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import (
    CalendarKind,
    DeviceKind,
    Medium,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import HostType, Server
from consolidation.inventory.tables.times import CalendarEntry, Trace
from consolidation.migration.model import Move, Schedule, Wave
from consolidation.network.model import LinkLoad, NetworkReport, SinglePoint
from consolidation.packing.model import (
    ClusterBound,
    Guest,
    HostOption,
    PackedHost,
    Packing,
    PackingProblem,
    Placement,
)
from consolidation.policy.model import Certificate, Finding, Outcome, Step, Verdict
from consolidation.redesign.model import LineChoice, LineDesign, LineStudy, Merge
from consolidation.scenario.model import PLAN_SCHEMA, IndicatorLine, InputHash, Plan, Scenario
from consolidation.scenario.plan import make_plan
from consolidation.scenario.read import read_scenario
from consolidation.sizing.model import Demand, Disposition, DispositionKind, Sizing
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.solving.status import Status
from consolidation.text import Text

HOSTILE = (
    '=HYPERLINK("x","y")',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "@SUM(A1)",
    "-2+3",
    "ベル\x07と\u202e反転",
    "＝全角",
    "$\\frac{",
    "]]>&amp;</svg>",
    "😀한글",
)
"""Names that act when they are let: formulas, markup, controls, mathematics, glyphs we lack."""

NUM_SERVERS = 24
ZONES = (Zone.RESIDENT, Zone.ADMINISTRATIVE)


def estate(num_sites: int = 12, hostile: bool = True, merged: bool = False) -> Estate:
    names = HOSTILE if hostile else ()
    kinds = [k for k in SiteKind if k not in (SiteKind.CITY_HALL, SiteKind.DATA_CENTRE)]
    sites = [Site(id="S000", name="豊中市役所 本庁舎", kind=SiteKind.CITY_HALL)]
    for i in range(1, num_sites):
        name = names[i] if i < len(names) else f"市立第{i}中学校・図書館分室"
        sites.append(Site(id=f"S{i:03}", name=name, kind=kinds[i % len(kinds)]))
    segments = [
        Segment(id="V-RES", name="res", kind=SegmentKind.VLAN, zone=Zone.RESIDENT),
        Segment(id="V-ADM", name="adm", kind=SegmentKind.VLAN, zone=Zone.ADMINISTRATIVE),
    ]
    devices, links = [], []
    for i in range(num_sites):
        for zone in ZONES:
            devices.append(
                Device(
                    id=f"SW-{i:03}-{zone[:3]}",
                    name="sw",
                    kind=DeviceKind.SWITCH,
                    site=f"S{i:03}",
                    zone=zone,
                )
            )
            if i and (i % 3 or zone is Zone.ADMINISTRATIVE):
                both = merged and i % 3
                links.append(
                    Link(
                        id=f"L-{i:03}-{zone[:3]}",
                        a_device=f"SW-000-{zone[:3]}",
                        b_device=f"SW-{i:03}-{zone[:3]}",
                        medium=Medium.RADIO if i == 4 else Medium.CARRIER,
                        capacity_mbit_s=100,
                        segments=("V-RES", "V-ADM") if both else (f"V-{zone[:3].upper()}",),
                    )
                )
    devices.append(Device(id="AP-1", name="ap", kind=DeviceKind.ACCESS_POINT, site="S002"))
    servers, traces = [], []
    for i in range(NUM_SERVERS):
        name = names[i] if i < len(names) else f"server{i:02}"
        server = Server(
            id=f"SRV-{i:02}",
            name=name,
            system=f"SYS-{i % 3}",
            site="S000",
            form=ServerForm.PHYSICAL,
            cpu_cores=8,
            memory_mib=16384,
        )
        servers.append(server)
        use = tuple(20.0 + 10 * (h % 24 in range(8, 18)) + i % 5 for h in range(48))
        traces.append(Trace(server.id, datetime(2018, 10, 1), 60, use, use))
    systems = [
        System(id="SYS-0", name="住民記録", department="市民部", zone=Zone.RESIDENT),
        System(id="SYS-1", name="<b>文書</b>", department="<script>部", zone=Zone.ADMINISTRATIVE),
        System(id="SYS-2", name="会計", department="=1+1課", zone=Zone.ADMINISTRATIVE),
    ]
    calendar = [
        CalendarEntry(
            id="C1",
            kind=CalendarKind.FREEZE,
            name="住民異動の繁忙期",
            starts_on=date(2018, 3, 15),
            ends_on=date(2018, 4, 15),
            yearly=True,
            zone=Zone.RESIDENT,
        ),
        CalendarEntry(
            id="C2",
            kind=CalendarKind.FREEZE,
            name="<img src=x>年末年始",
            starts_on=date(2019, 12, 28),
            ends_on=date(2020, 1, 5),
        ),
        CalendarEntry(
            id="C3",
            kind=CalendarKind.MILESTONE,
            name="新基盤の稼働",
            starts_on=date(2019, 10, 1),
            ends_on=date(2019, 10, 1),
        ),
    ]
    types = [
        HostType(id="HT-M", name="例示 24コア", cpu_cores=24, memory_mib=196608, price_yen=1300000)
    ]
    return Estate(
        name="hand-made",
        sites=tuple(sites),
        systems=tuple(systems),
        servers=tuple(servers),
        host_types=tuple(types),
        segments=tuple(segments),
        devices=tuple(devices),
        links=tuple(links),
        calendar=tuple(calendar),
        traces=tuple(traces),
    )


def zone_of(server: Server) -> Zone:
    return Zone.RESIDENT if server.system == "SYS-0" else Zone.ADMINISTRATIVE


def sizing(as_is: Estate) -> Sizing:
    dispositions = tuple(
        Disposition(
            server=s.id,
            kind=DispositionKind.VIRTUALISE,
            platform="P-NEW",
            moves=True,
            rule="virtualise-by-default",
            reason=Text(f"{s.name} に支障がない", f"nothing prevents {s.name}"),
        )
        for s in as_is.servers
    )
    demands = tuple(
        Demand(
            server=s.id,
            platform="P-NEW",
            zone=zone_of(s),
            cpu_centicores=300 + 10 * i,
            memory_mib=16384,
            disk_gib=100,
            basis="trace",
            sample_percent=100,
            cpu_profile_centicores=tuple(
                150 + 80 * (8 <= h < 18) + 60 * (h == 2) for h in range(24)
            ),
            reason=Text("p95 31 % × 8コア × 1.3", "p95 31 % of 8 cores × 1.3"),
        )
        for i, s in enumerate(as_is.servers)
    )
    counts = tuple((kind, sum(d.kind is kind for d in dispositions)) for kind in DispositionKind)
    return Sizing(
        dispositions=dispositions,
        demands=demands,
        counts=counts,
        not_yet=(Text("ディスクの性能は見ていない", "disk speed is not looked at"),),
    )


def packing(sized: Sizing) -> Packing:
    hosts, placements = [], []
    for zone in ZONES:
        mine = [d.server for d in sized.demands if d.zone is zone]
        for i in range(0, len(mine), 8):
            host = f"C-{zone.value[:3]}-{i // 8 + 1}"
            hosts.append(PackedHost(id=host, option="HT-M", cluster="C", zone=zone.value))
            placements += [Placement(server=server, host=host) for server in mine[i : i + 8]]
    hosts.append(PackedHost(id="C-spare-1", option="HT-M", cluster="C", zone=None, spare=True))
    price = 1_750_000 * len(hosts)
    bound = ClusterBound(
        cluster="C",
        status=Status.FEASIBLE,
        price_yen=price,
        lower_bound_yen=price - 100_000,
        num_hosts=len(hosts) - 1,
        lower_bound_hosts=len(hosts) - 2,
        bound_by="host-mix",
        found_by="best-fit",
    )
    return Packing(
        status=Status.FEASIBLE,
        price_yen=price,
        lower_bound_yen=price - 100_000,
        hosts=tuple(hosts),
        placements=tuple(placements),
        clusters=(bound,),
    )


def problem(sized: Sizing) -> PackingProblem:
    return PackingProblem(
        dimensions=("cpu_centicores", "memory_mib"),
        guests=tuple(
            Guest(
                id=d.server, cluster="C", zone=d.zone.value, demand=(d.cpu_centicores, d.memory_mib)
            )
            for d in sized.demands
        ),
        options=(HostOption(id="HT-M", cluster="C", capacity=(3840, 168755), price_yen=1_750_000),),
        spares=(("C", 1),),
    )


def study() -> LineStudy:
    choice = LineChoice(
        link="L-001-res",
        site="S001",
        action="resize",
        carries=("V-RES",),
        load_kbit_s=12345,
        tariffs=("T-1", "T-1"),
        capacity_mbit_s=100,
        yen_month_before=30000,
        yen_month_after=60000,
        one_off_yen=20000,
        reason=Text("負荷に合わせる", "sized for its load"),
    )
    return LineStudy(
        chosen=Merge.SEPARATE,
        options=tuple(
            LineDesign(
                merge=merge,
                isolation="vrf",
                status=Status.OPTIMAL,
                cost_yen=10_000_000 - 500_000 * i,
                lower_bound_yen=10_000_000 - 500_000 * i,
                yen_month=160_000,
                one_off_yen=400_000,
                choices=(choice,),
                devices_removed=(),
                devices_added=(),
                sites_with_both=("S001",),
            )
            for i, merge in enumerate(Merge)
        ),
        not_yet=(
            Text("単一障害時の容量は見ていない", "capacity after a failure is not looked at"),
        ),
    )


def report() -> NetworkReport:
    load = LinkLoad(
        link="L-001-res",
        capacity_mbit_s=100,
        office_kbit_s=31000,
        night_kbit_s=9000,
        utilisation_percent=31.0,
    )
    unknown = replace(load, link="=L", capacity_mbit_s=None, utilisation_percent=None)
    point = SinglePoint(
        kind="device", id="SW-000-res", cut_sites=("S001",), lost_systems=("SYS-1",)
    )
    return NetworkReport(loads=(load, unknown), single_points=(point,), unrouted=("F-9",))


def verdicts() -> tuple[Verdict, ...]:
    step = Step(
        node="radio:S004",
        table="links",
        row="L-004-adm",
        text=Text("無線回線 <b>L-004</b>", "radio link <b>L-004</b>"),
        control="CT-1",
    )
    broken = Finding(
        rule="P2-entry",
        outcome=Outcome.VIOLATED,
        subject="SYS-0",
        message=Text("無線から1つの制御だけで届く", "reached from radio past one control only"),
        witness=(step, replace(step, node="srv", table="servers", row="SRV-00", control=None)),
        fix=Text("制御を1つ加える", "add a control"),
        num_controls=1,
    )
    held = Finding(
        rule="P1-carriage",
        outcome=Outcome.HOLDS,
        subject="to-be",
        message=Text("住民情報は無線を通らない", "no resident traffic on radio"),
    )
    proof = Certificate(property="P2-entry", k=2, graph="ab" * 32, labels=(("a", 0), ("b", 2)))
    return (
        Verdict(state="as-is", edition="city-2018", findings=(broken, held)),
        Verdict(state="to-be", edition="city-2018", findings=(held,), certificates=(proof,)),
        Verdict(state="wave-1", edition="city-2018", findings=(held,)),
    )


def schedule(packed: Packing) -> Schedule:
    moves = [
        Move(server=p.server, host=p.host, group=f"G-{i // 4}", hours=1.5, method="p2v")
        for i, p in enumerate(packed.placements)
    ]
    waves = (
        Wave(
            number=1,
            starts_on=date(2019, 10, 1),
            ends_on=date(2019, 10, 14),
            moves=tuple(moves[:12]),
        ),
        Wave(
            number=4, starts_on=date(2020, 1, 6), ends_on=date(2020, 1, 19), moves=tuple(moves[12:])
        ),
    )
    return Schedule(
        status=Status.OPTIMAL,
        waves=waves,
        cost_yen=1_000_000,
        lower_bound_yen=1_000_000,
        late=(("SRV-01", Text("19日遅れ", "19 days late")),),
    )


def costs() -> Costs:
    departments = ("市民部", "<script>部", "=1+1課", "*", "総務部", "総務部?")
    lines = []
    for year in range(2018, 2025):
        for side in ("as-is", "to-be"):
            for i, category in enumerate(Category):
                if side == "as-is" and category in (Category.HOST, Category.MIGRATION):
                    continue
                lines.append(
                    CostLine(
                        side=side,
                        fiscal_year=year,
                        department=departments[i % len(departments)],
                        system="SYS-0" if i % 2 else None,
                        category=category,
                        kind="per_year",
                        subject=f"SRV-{i:02}",
                        yen=1_234_567 + 1000 * i + year,
                    )
                )
    total = {
        (side, year): sum(x.yen for x in lines if x.side == side and x.fiscal_year == year)
        for side in ("as-is", "to-be")
        for year in range(2018, 2025)
    }
    return Costs(
        lines=tuple(lines),
        years=tuple(
            YearTotal(fiscal_year=y, as_is_yen=total["as-is", y], to_be_yen=total["to-be", y])
            for y in range(2018, 2025)
        ),
        as_is_yen=sum(v for (s, _), v in total.items() if s == "as-is"),
        to_be_yen=sum(v for (s, _), v in total.items() if s == "to-be"),
        as_is_present_value_yen=1,
        to_be_present_value_yen=2,
    )


def scenario(title: str = "手作りの計画") -> Scenario:
    cluster = ClusterPlan(id="C", zones=ZONES, host_types=("HT-M",))
    platform = PlatformPlan(
        id="P-NEW", name=Text("新基盤", "new platform"), site="S000", clusters=(cluster,)
    )
    return Scenario(
        name="hand-made",
        title=Text(title, title),
        inventory="../inventories/hand-made",
        platforms=(platform,),
        costs=CostOptions(first_fiscal_year=2018, last_fiscal_year=2024),
    )


def plan(as_is: Estate) -> Plan:
    sized = sizing(as_is)
    packed = packing(sized)
    return Plan(
        schema=PLAN_SCHEMA,
        tool_version="0.1.0",
        scenario=scenario(),
        inventory="hand-made",
        inputs=(InputHash(table="servers", num_rows=len(as_is.servers), sha256="0" * 64),),
        sizing=sized,
        network_before=report(),
        packing=packed,
        lines=study(),
        network_after=report(),
        verdicts=verdicts(),
        schedule=schedule(packed),
        costs=costs(),
        indicators=(
            IndicatorLine(
                indicator="I-1",
                measure="仮想化",
                department="総務部",
                fiscal_year=2019,
                target="構築",
                planned=Text("12台を移す", "12 servers move"),
                actual=None,
            ),
        ),
    )


def make_review(language: str = "ja", num_sites: int = 12, hostile: bool = True) -> Review:
    as_is = estate(num_sites, hostile)
    made = plan(as_is)
    return Review(
        made, as_is, estate(num_sites, hostile, merged=True), problem(made.sizing), language
    )


@pytest.fixture(scope="session")
def review() -> Review:
    """A review with hostile names, in Japanese."""
    return make_review()


ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Made:
    """The small office's plan, what it was made from, and its review folder."""

    plan: Plan
    estate: Estate
    inventory: Path
    scenario: Path
    folder: Path
    written: tuple[Path, ...]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return the small office planned and written once, in Japanese."""
    inventory, file = (
        ROOT / "inventories" / "small-office",
        ROOT / "scenarios" / "small-office.toml",
    )
    estate = read_inventory(inventory).estate
    answer = make_plan(estate, read_scenario(file))
    folder = tmp_path_factory.mktemp("review") / "small-office"
    written = write_review_folder(answer, estate, inventory, file, folder, "ja")
    return Made(answer, estate, inventory, file, folder, written)
