"""The whole costs stage on a small office, computed on paper."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.costs.costs import present_value
from consolidation.costs.model import Category, CostOptions, YearTotal
from consolidation.costs.reconcile import reconcile
from consolidation.costs.verify import verify_costs
from consolidation.inventory.tables.kinds import Blocker, Cloud, LicenceMetric, ServerForm, Zone
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.servers import Licence
from consolidation.packing.model import PackedHost, Placement


def total(costs, side="to-be", **wanted: object) -> int:
    return sum(
        x.yen
        for x in costs.lines
        if x.side == side and all(getattr(x, k) == v for k, v in wanted.items())
    )


def base(costs, side="to-be", **wanted: object) -> int:
    return sum(
        x.base_yen
        for x in costs.lines
        if x.side == side and all(getattr(x, k) == v for k, v in wanted.items())
    )


def test_one_server_going_on_by_hand(office, estate, server):
    row = server("S", purchased_on=date(2016, 4, 1), lease_end=date(2021, 3, 31))
    costs = office(estate(row)).costs()
    lease = {"category": Category.SERVER_LEASE, "side": "as-is"}
    assert [total(costs, **lease, fiscal_year=y) for y in (2019, 2020, 2021)] == [
        129_600,  # 8 % to the end of the lease
        129_600,
        132_000,
    ]
    upkeep = {"category": Category.SERVER_MAINTENANCE, "side": "as-is"}
    assert [total(costs, **upkeep, fiscal_year=y) for y in (2019, 2020)] == [130_800, 132_000]
    # 100 W × 24 × 365 × 1.6 × 20 / 1000 = 28,032
    power = {"category": Category.POWER, "side": "as-is", "subject": "S"}
    assert base(costs, **power, fiscal_year=2020) == 28_032
    line = {"category": Category.LINE, "side": "as-is"}
    assert total(costs, **line, fiscal_year=2020) == 12 * 33_000 + 12 * 5_500


def test_nothing_built_makes_no_difference(office, estate, server):
    rows = (
        server("S"),
        server("S-OLD", system="SYS-END"),
        server("VM", form=ServerForm.VM, platform="P-OLD", lease_yen_month=None, licences=("L",)),
        server("NOBODY", system=None),
    )
    end = System(
        id="SYS-END",
        name="終",
        department="A課",
        zone=Zone.ADMINISTRATIVE,
        retire_on=date(2020, 6, 30),
        cloud=Cloud.YES,
        replacement_fiscal_year=2020,
    )
    plain = estate(*rows)
    licences = (Licence(id="L", name="L", metric=LicenceMetric.HOST_CORE, yen=5, yen_year=1_000),)
    everything = replace(plain, systems=(*plain.systems, end), licences=licences)
    options = CostOptions(
        first_fiscal_year=2018, last_fiscal_year=2022, removal_yen_per_server=10_000
    )
    costs = office(everything, options=options).costs()
    assert costs.as_is_yen > 0
    assert all(year.as_is_yen == year.to_be_yen for year in costs.years)
    assert verify_costs(costs) == ()
    assert reconcile(costs, office(everything).packing(), office(everything).lines)[0].agrees


def test_a_moved_server_stops_at_the_end_of_the_month_of_its_wave(moved):
    moved.options = replace(moved.options, yen_per_move=50_000, removal_yen_per_server=20_000)
    costs = moved.costs()
    # April to September at 8 %, October and November at 10 %
    upkeep = {"category": Category.SERVER_MAINTENANCE, "subject": "S-A"}
    assert total(costs, **upkeep) == 6 * 10_800 + 2 * 11_000
    assert total(costs, side="as-is", **upkeep) == 6 * 10_800 + 30 * 11_000
    lease = {"category": Category.SERVER_LEASE, "subject": "S-A"}
    assert total(costs, **lease) == 6 * 10_800 + 2 * 11_000  # its end is not known
    rest = {"category": Category.SERVER_LEASE, "subject": "S-B"}
    assert total(costs, **rest) == 12 * 10_800  # paid to 31 March 2020, at 8 % (contract of 2015)
    assert total(costs, category=Category.MIGRATION, department="B課") == 55_000
    assert total(costs, category=Category.REMOVAL, subject="S-A") == 22_000
    assert verify_costs(costs) == ()


def test_a_lease_may_end_with_its_server_when_the_scenario_says_so(moved):
    moved.options = replace(moved.options, leases_run_to_term=False)
    lease = {"category": Category.SERVER_LEASE, "subject": "S-B"}
    assert total(moved.costs(), **lease) == 8 * 10_800


def test_new_hosts_are_bought_once_spares_included_and_split_to_the_yen(moved):
    costs = moved.costs()
    bought = {"category": Category.HOST, "kind": "one_off"}
    assert base(costs, **bought) == 2_000_000
    assert total(costs, **bought) == 2_200_000
    assert total(costs, **bought, fiscal_year=2019) == 2_200_000
    # CPU shares 1/2 and 1/2, memory shares 1/4 and 3/4: together 3/8 and 5/8
    assert base(costs, **bought, department="A課") == 750_000
    assert base(costs, **bought, department="B課", system="SYS-B") == 1_250_000
    upkeep = {"category": Category.HOST_MAINTENANCE, "optimised": True}
    assert base(costs, **upkeep, fiscal_year=2019) == 2 * 60_000 * 5 // 12
    assert base(costs, **upkeep, fiscal_year=2020) == 120_000
    power = {"category": Category.POWER, "subject": "H-1"}
    assert base(costs, **power, fiscal_year=2020) == 2 * 28_032


def test_the_replaced_platform_ends_when_its_last_vm_has_left(moved, server):
    vm = {"form": ServerForm.VM, "platform": "P-OLD", "lease_yen_month": None, "power_w": None}
    rows = (server("S-A", **vm), server("S-B", "SYS-B", **vm))
    moved.estate = replace(moved.estate, servers=rows)
    moved.moves["S-B"] = date(2020, 1, 20)
    lease = {"category": Category.HOST, "subject": "P-OLD"}
    assert base(moved.costs(), **lease) == 10 * 50_000
    assert base(moved.costs(), **lease, department="A課") == 5 * 50_000
    assert base(moved.costs(), side="as-is", **lease) == 36 * 50_000
    assert base(moved.costs(), category=Category.REMOVAL) == 0
    power = {"category": Category.POWER, "subject": "H-OLD"}
    # 300 W × 24 × 306 days (April to January) × 1.6 × 20 / 1000 = 70,502.4
    assert base(moved.costs(), **power) == 70_502


def test_a_platform_that_keeps_a_vm_runs_on(moved, server, estate):
    vm = {"form": ServerForm.VM, "platform": "P-OLD", "lease_yen_month": None}
    res = System(id="SYS-R", name="住", department="市民課", zone=Zone.RESIDENT)
    stays = server("S-R", "SYS-R", **vm)
    moved.estate = replace(
        moved.estate,
        systems=(*moved.estate.systems, res),
        servers=(*(replace(s, **vm) for s in moved.estate.servers), stays),
    )
    costs = moved.costs()
    lease = {"category": Category.HOST, "subject": "P-OLD"}
    assert base(costs, **lease) == 36 * 50_000
    notes = {
        x.note.en for x in costs.lines if x.subject == "P-OLD" and x.side == "to-be" and x.note
    }
    assert notes == {"a VM stays on it, so it cannot be given up"}


def test_cores_of_every_host_a_guest_may_run_on_are_licensed(moved, server):
    rows = (server("S-A", licences=("L", "CAL")), server("S-B", "SYS-B"))
    licences = (
        Licence(id="CAL", name="C", metric=LicenceMetric.SERVER, yen=9_999, yen_year=12_000),
        Licence(id="L", name="L", metric=LicenceMetric.HOST_CORE, yen=1_000, yen_year=120),
    )
    moved.estate = replace(moved.estate, servers=rows, licences=licences)
    moved.hosts = (
        *moved.hosts,
        PackedHost(id="H-3", option="NEW-TYPE", cluster="ADM", zone="administrative"),
        PackedHost(id="H-X", option="NEW-TYPE", cluster="ADM", zone="school"),
    )
    moved.placements = (
        Placement(server="S-A", host="H-1"),
        Placement(server="S-B", host="H-3"),
    )
    costs = moved.costs()
    once = {"category": Category.LICENCE, "kind": "one_off"}
    # H-1, H-3 (same zone) and the spare H-2: 3 × 16 cores × 1,000; the school's host is free
    assert base(costs, **once) == 48_000
    assert base(costs, **once, department="B課") == 0
    assert base(costs, **once, subject="H-X") == 0
    yearly = {"category": Category.LICENCE, "kind": "per_year", "fiscal_year": 2020}
    assert base(costs, **yearly) == 3 * 16 * 120 + 12_000
    assert base(costs, side="as-is", **yearly) == 4 * 120 + 12_000


@pytest.fixture
def dedicated(moved, server):
    """Of two servers on hosts of their own and a spare, one holds a licence by core."""
    rows = (server("S-A", licences=("L",)), server("S-B", "SYS-B"))
    licence = Licence(id="L", name="L", metric=LicenceMetric.HOST_CORE, yen=1_000, yen_year=120)
    moved.estate = replace(moved.estate, servers=rows, licences=(licence,))
    more = PackedHost(id="H-3", option="NEW-TYPE", cluster="ADM", zone="administrative")
    moved.hosts = (*moved.hosts, more)
    moved.placements = (Placement(server="S-A", host="H-1"), Placement(server="S-B", host="H-3"))
    moved.licensed = "dedicated"
    return moved


def test_dedicated_licences_are_counted_where_their_guests_are_and_on_spares(dedicated):
    costs = dedicated.costs()
    once = {"category": Category.LICENCE, "kind": "one_off"}
    assert base(costs, **once, subject="H-1") == base(costs, **once, subject="H-2") == 16_000
    assert base(costs, **once, subject="H-3") == 0
    yearly = {"category": Category.LICENCE, "kind": "per_year", "fiscal_year": 2020}
    assert base(costs, **yearly) == 2 * 16 * 120
    assert base(costs, **yearly, optimised=True) == 16 * 120
    assert any("kept from running elsewhere" in t.en for t in costs.not_yet)
    dedicated.licensed = "all"
    assert base(dedicated.costs(), **once) == 48_000
    assert base(dedicated.costs(), **once, optimised=True) == 0
    said = [t.en for t in dedicated.costs().not_yet]
    assert not any("kept from running elsewhere" in text for text in said)
    assert any("packing did not minimise" in text for text in said)


def test_dedicated_licences_agree_with_what_packing_minimised(dedicated):
    """H-1 pays 16 cores x (1,000 + 5 years x 120); the spare's licence was not minimised."""
    dedicated.surcharge_yen = 16 * (1_000 + 5 * 120)
    costs, packing = dedicated.costs(), dedicated.packing()
    hosts = reconcile(costs, packing, dedicated.lines)[0]
    assert hosts.agrees, hosts.words.en
    assert (hosts.one_off_yen, hosts.rate_yen) == (3_000_000 + 16_000, 3 * 60_000 + 16 * 120)
    for wrong in (0, dedicated.surcharge_yen + 1, 2 * dedicated.surcharge_yen):
        dedicated.surcharge_yen = wrong
        assert not reconcile(costs, dedicated.packing(), dedicated.lines)[0].agrees


def test_spares_of_a_cluster_without_the_licence_need_none(dedicated):
    dedicated.placements = (
        Placement(server="S-B", host="H-1"),
        Placement(server="S-A", host="H-3"),
    )
    elsewhere = replace(dedicated.hosts[1], id="H-4", cluster="RES")
    school = replace(dedicated.hosts[0], id="H-5", cluster="RES", zone="school")
    dedicated.hosts = (*dedicated.hosts, elsewhere, school)
    costs = dedicated.costs()
    once = {"category": Category.LICENCE, "kind": "one_off"}
    assert {x.subject for x in costs.lines if x.category is Category.LICENCE} >= {"H-2", "H-3"}
    assert base(costs, **once, subject="H-4") == base(costs, **once, subject="H-5") == 0


def test_lines_and_devices_change_on_their_day(moved, choice, lines):
    changed = replace(
        choice(), action="resize", yen_month_after=20_000, one_off_yen=7_000, tariffs=("T",)
    )
    moved.lines = lines(changed, besides=3_000, removed=("RT",))
    costs = moved.costs()
    # the lines change on 1 December 2019
    assert base(costs, category=Category.LINE, subject="C-1") == 8 * 30_000
    assert base(costs, category=Category.LINE, subject="L-1", kind="per_year") == 28 * 20_000
    assert base(costs, category=Category.LINE, kind="one_off", fiscal_year=2019) == 10_000
    assert base(costs, category=Category.LINE, subject="C-FREE") == 36 * 5_000
    assert base(costs, category=Category.NETWORK_DEVICE, subject="RT") == 800
    assert base(costs, category=Category.NETWORK_DEVICE, subject="SW") == 36_000
    (_, circuits) = reconcile(costs, moved.packing(), moved.lines)
    assert (circuits.agrees, circuits.periods, circuits.rate_yen) == (True, 60, 20_000)


def test_lines_that_change_outside_the_years_are_said_and_not_compared(moved):
    moved.lines = replace(moved.lines, change_on=date(2030, 4, 1))
    costs = moved.costs()
    assert [row.category for row in reconcile(costs, moved.packing(), moved.lines)] == [
        Category.HOST
    ]
    assert any("change of lines (2030-04-01)" in t.en for t in costs.not_yet)


def test_the_cloud_takes_over_at_the_end_of_a_lease_in_the_replacement_year(
    office, estate, server, new_platform
):
    system = System(
        id="SYS-C",
        name="雲",
        department="C課",
        zone=Zone.ADMINISTRATIVE,
        cloud=Cloud.YES,
        cloud_yen_month=40_000,
        replacement_fiscal_year=2020,
    )
    rows = (
        server("S-1", "SYS-C", lease_end=date(2020, 9, 15)),
        server("S-2", "SYS-C", blocker=Blocker.DONGLE),
    )
    plain = estate(*rows)
    everything = replace(plain, systems=(*plain.systems, system))
    plan = office(everything, platforms=(new_platform,))
    costs = plan.costs()
    assert base(costs, category=Category.CLOUD) == 18 * 40_000
    assert base(costs, category=Category.CLOUD, department="C課", fiscal_year=2020) == 6 * 40_000
    assert base(costs, category=Category.SERVER_LEASE, subject="S-1") == 18 * 10_000
    assert base(costs, category=Category.SERVER_LEASE, subject="S-2") == 36 * 10_000
    plan.allow_cloud = False
    assert base(plan.costs(), category=Category.CLOUD) == 0


def test_unknown_prices_are_named_not_zero(office, estate, server):
    rows = [server(f"S{i:02}", lease_yen_month=None) for i in range(12)]
    rows.append(server("FREE", lease_yen_month=0))
    costs = office(estate(*rows)).costs()
    (found,) = [u for u in costs.unpriced if (u.table, u.column) == ("servers", "lease_yen_month")]
    assert found.ids == tuple(f"S{i:02}" for i in range(12))
    said = [t for t in costs.not_yet if "S00" in t.en]
    assert any("12 rows" in t.en and "and 4 more" in t.en for t in said)
    assert any("12件" in t.ja and "ほか4件" in t.ja for t in said)


def test_work_at_a_price_of_zero_is_said(moved):
    moved.options = replace(moved.options, yen_per_move=0, removal_yen_per_server=0)
    said = [t.en for t in moved.costs().not_yet]
    assert any("yen_per_move) is 0" in text for text in said)
    assert any("removal_yen_per_server) is 0" in text for text in said)
    moved.options = replace(moved.options, yen_per_move=1, removal_yen_per_server=1)
    assert not any(") is 0" in t.en for t in moved.costs().not_yet)


def test_optimisers_and_cost_lines_agree_or_it_is_said(moved):
    costs, packing = moved.costs(), moved.packing()
    (hosts, circuits) = reconcile(costs, packing, moved.lines)
    assert hosts.agrees
    assert circuits.agrees
    assert (hosts.one_off_yen, hosts.rate_yen, hosts.periods) == (2_000_000, 120_000, 5)
    assert hosts.optimiser_yen == 2_600_000
    off = reconcile(costs, replace(packing, price_yen=packing.price_yen + 1), moved.lines)[0]
    assert not off.agrees
    dear = replace(moved.lines, yen_month=moved.lines.yen_month + 1)
    assert not reconcile(costs, packing, dear)[1].agrees
    moved.options = replace(moved.options, hosts_start_on=date(2030, 4, 1))
    late = moved.costs()
    assert not reconcile(late, packing, moved.lines)[0].agrees
    assert any("outside the years" in t.en for t in late.not_yet)


def test_a_server_that_never_moves_is_paid_throughout_and_said(moved):
    moved.moves = {"S-A": date(2019, 11, 15)}
    costs = moved.costs()
    upkeep = {"category": Category.SERVER_MAINTENANCE, "subject": "S-B"}
    assert base(costs, **upkeep) == 360_000
    assert any("S-B" in t.en and "no wave" in t.en for t in costs.not_yet)


def test_present_value():
    assert present_value([1_000, 1_000], 0.0) == 2_000
    assert present_value([0, 1_040], 4.0) == 1_000
    assert present_value([100, 100, 100], 2.5) == 293  # 100 + 97.56 + 95.18 = 292.74


def test_the_recheck_sees_what_is_wrong(moved):
    costs = replace(moved.costs())
    first = costs.lines[0]
    year = costs.years[0]
    wrong = [
        replace(costs, as_is_yen=costs.as_is_yen + 1),
        replace(costs, to_be_present_value_yen=costs.to_be_present_value_yen - 1),
        replace(costs, lines=costs.lines[1:]),
        replace(costs, lines=(replace(first, yen=first.yen + 1), *costs.lines[1:])),
        replace(costs, lines=(replace(first, base_yen=first.base_yen * 2), *costs.lines[1:])),
        replace(costs, lines=(replace(first, months=13), *costs.lines[1:])),
        replace(costs, lines=(replace(first, fiscal_year=2050), *costs.lines[1:])),
        replace(
            costs,
            years=(replace(year, to_be_yen=year.to_be_yen + 5), *costs.years[1:]),
        ),
        replace(costs, years=(*costs.years, YearTotal(fiscal_year=2030, as_is_yen=0, to_be_yen=0))),
    ]
    assert verify_costs(costs) == ()
    for changed in wrong:
        assert verify_costs(changed)


PRICES = st.integers(0, 999_999)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(PRICES, PRICES, st.integers(0, 999), st.integers(1, 64)), max_size=6),
    st.dates(date(2018, 4, 1), date(2023, 1, 1)),
    st.floats(0, 9),
)
def test_totals_are_the_sum_of_lines_by_any_grouping(
    office, estate, server, new_platform, rows, end, rate
):
    servers = [
        server(
            f"S{i}",
            [None, "SYS-A", "SYS-B"][i % 3],
            lease_yen_month=lease,
            maintenance_yen_year=upkeep,
            power_w=watts,
            cpu_cores=cores,
            lease_end=date(2021, 12, 31),
        )
        for i, (lease, upkeep, watts, cores) in enumerate(rows)
    ]
    everything = estate(*servers)
    moving = [s.id for s in servers if s.system]
    hosts = [PackedHost(id="H-1", option="NEW-TYPE", cluster="ADM", zone="administrative")]
    hosts.append(PackedHost(id="H-2", option="NEW-TYPE", cluster="ADM", zone=None, spare=True))
    plan = office(
        everything,
        hosts=tuple(hosts) if moving else (),
        placements=tuple(Placement(server=s, host="H-1") for s in moving),
        moves=dict.fromkeys(moving, end),
        platforms=(new_platform,),
        options=CostOptions(
            first_fiscal_year=2018,
            last_fiscal_year=2023,
            yen_per_move=1_234,
            removal_yen_per_server=777,
            discount_percent=rate,
        ),
    )
    costs = plan.costs()
    assert verify_costs(costs) == ()
    for key in ("department", "system", "category", "kind", "subject", "fiscal_year"):
        groups = defaultdict(int)
        for line in costs.lines:
            groups[line.side, getattr(line, key)] += line.yen
        assert sum(v for (side, _), v in groups.items() if side == "as-is") == costs.as_is_yen
        assert sum(v for (side, _), v in groups.items() if side == "to-be") == costs.to_be_yen
    assert all(0 <= line.base_yen <= line.yen for line in costs.lines)
    if moving:
        assert base(costs, category=Category.HOST, kind="one_off") == 2_000_000
    assert all(r.agrees for r in reconcile(costs, plan.packing(), plan.lines))
