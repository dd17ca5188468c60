"""What a scenario asks of packing reaches the plan: placements, prices and cost lines agree."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.costs.model import Category, CostLine
from consolidation.costs.reconcile import reconcile
from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import LicenceMetric
from consolidation.inventory.tables.servers import Licence
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.model import Objective
from consolidation.packing.problem import packing_problem
from consolidation.packing.verify import verify_packing
from consolidation.scenario.model import Plan, Scenario
from consolidation.scenario.plan import make_plan
from consolidation.scenario.read import read_scenario
from consolidation.sizing.platform import ClusterPlan

ROOT = Path(__file__).parents[2]
DATABASE = Licence(id="DB", name="DB", metric=LicenceMetric.HOST_CORE, yen=100_000, yen_year=12_000)


@pytest.fixture(scope="module")
def estate() -> Estate:
    return read_inventory(ROOT / "inventories" / "small-office").estate


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(ROOT / "scenarios" / "small-office.toml")


@pytest.fixture(scope="module")
def plan(estate: Estate, scenario: Scenario) -> Plan:
    return make_plan(estate, scenario)


def asking(scenario: Scenario, **options: object) -> Scenario:
    return replace(scenario, packing=PackingOptions(**options))


def in_clusters(
    scenario: Scenario, change: Callable[[ClusterPlan], Mapping[str, object]]
) -> Scenario:
    """Change every cluster of the scenario."""
    platforms = (
        replace(p, clusters=tuple(replace(c, **change(c)) for c in p.clusters))
        for p in scenario.platforms
    )
    return replace(scenario, platforms=tuple(platforms))


def in_servers(estate: Estate, column: str, values: Mapping[str, object]) -> Estate:
    rows = (replace(s, **{column: values[s.id]}) if s.id in values else s for s in estate.servers)
    return replace(estate, servers=tuple(rows))


def hosts_of(plan: Plan) -> dict[str, str]:
    return {p.server: p.host for p in plan.packing.placements}


def same_zone(plan: Plan) -> tuple[str, ...]:
    """Return the placed servers of the zone with most of them."""
    zones: dict[str, list[str]] = {}
    for demand in plan.sizing.demands:
        zones.setdefault(demand.zone, []).append(demand.server)
    return tuple(max(zones.values(), key=len))


def test_the_fewest_hosts_may_cost_more_and_never_are_more(
    estate: Estate, scenario: Scenario, plan: Plan
):
    fewest = make_plan(estate, asking(scenario, objective=Objective.HOSTS))
    assert fewest.packing.objective is Objective.HOSTS
    assert fewest.packing.num_hosts <= plan.packing.num_hosts
    assert fewest.packing.price_yen >= plan.packing.lower_bound_yen
    hosts = reconcile(fewest.costs, fewest.packing, fewest.lines.design)[0]
    assert hosts.agrees


def test_by_hours_is_never_dearer_than_by_peaks(estate: Estate, scenario: Scenario, plan: Plan):
    by_hours = make_plan(estate, asking(scenario, profiles="hours"))
    assert by_hours.packing.lower_bound_yen <= plan.packing.price_yen
    peaks = packing_problem(estate, plan.sizing, scenario.platforms, 5, scenario.packing)
    hours = packing_problem(
        estate, plan.sizing, scenario.platforms, 5, PackingOptions(profiles="hours")
    )
    for peak, hour in zip(peaks.guests, hours.guests, strict=True):
        assert max(hour.demand[:24]) == peak.demand[0], "the highest hour is the sized peak"


def test_servers_kept_together_stand_together(estate: Estate, scenario: Scenario, plan: Plan):
    pair = same_zone(plan)[:2]
    apart = in_servers(estate, "keep_apart", dict.fromkeys(pair))
    joined = in_servers(apart, "keep_together", dict.fromkeys(pair, "pair"))
    where = hosts_of(make_plan(joined, scenario))
    assert where[pair[0]] == where[pair[1]]


def test_pins_bans_and_the_limit_per_host_are_kept(estate: Estate, scenario: Scenario, plan: Plan):
    home = hosts_of(plan)
    cluster_of = {host.id: host.cluster for host in plan.packing.hosts}

    def largest(cluster: ClusterPlan) -> str:
        return max(cluster.host_types, key=lambda name: estate.host_type[name].memory_mib)

    def wishes(cluster: ClusterPlan) -> dict[str, object]:
        mine = sorted(server for server, host in home.items() if cluster_of[host] == cluster.id)
        smaller = tuple(name for name in cluster.host_types if name != largest(cluster))
        return {
            "most_guests_per_host": 2,
            "pin": {mine[0]: (largest(cluster),)},
            "ban": {mine[-1]: smaller},
        }

    asked = in_clusters(scenario, wishes)
    made = make_plan(estate, asked)
    option = {host.id: host.option for host in made.packing.hosts}
    where = hosts_of(made)
    assert max(Counter(where.values()).values()) <= 2
    for cluster in (c for platform in asked.platforms for c in platform.clusters):
        for server in (*cluster.pin, *cluster.ban):
            assert option[where[server]] == largest(cluster)


def test_a_pin_of_a_server_that_stays_is_refused(estate: Estate, scenario: Scenario, plan: Plan):
    stays = next(d.server for d in plan.sizing.dispositions if not d.moves)
    pinned = in_clusters(scenario, lambda cluster: {"pin": {stays: cluster.host_types[:1]}})
    with pytest.raises(InputProblems) as caught:
        make_plan(estate, pinned)
    words = f"server {stays} is not placed in this cluster"
    assert {problem.what.en for problem in caught.value.problems} == {words}


@pytest.fixture(scope="module")
def licensed(estate: Estate, plan: Plan) -> Estate:
    """The office with a licence by core that two servers of one zone need."""
    holders = same_zone(plan)[:2]
    rows = in_servers(estate, "keep_apart", dict.fromkeys(holders))
    needed = {server.id: ("DB",) if server.id in holders else () for server in estate.servers}
    return replace(in_servers(rows, "licences", needed), licences=(DATABASE,))


def test_dedicated_licences_are_what_packing_minimised(licensed: Estate, scenario: Scenario):
    made = make_plan(licensed, asking(scenario, licensed_hosts="dedicated"))
    problem = packing_problem(
        licensed, made.sizing, scenario.platforms, scenario.cost_years, made.scenario.packing
    )
    assert [s.label for s in problem.surcharges] == ["licence:DB"]
    assert verify_packing(problem, made.packing) == ()
    carrying = {host for server, host in hosts_of(made).items() if licensed.server[server].licences}
    paid = {x.subject for x in made.costs.lines if _is_licence_of_new_host(x, made)}
    spares = {host.id for host in made.packing.hosts if host.spare}
    assert carrying <= paid <= carrying | spares
    optimised = [x for x in made.costs.lines if x.optimised and x.category is Category.LICENCE]
    assert {x.subject for x in optimised} == carrying


def test_dedicated_licences_cost_no_more_than_those_of_all_hosts(
    licensed: Estate, scenario: Scenario
):
    spread = make_plan(licensed, scenario)
    close = make_plan(licensed, asking(scenario, licensed_hosts="dedicated"))
    num = [sum(_is_licence_of_new_host(x, p) for x in p.costs.lines) for p in (spread, close)]
    assert num[1] <= num[0]
    assert not any(x.optimised and x.category is Category.LICENCE for x in spread.costs.lines)


def _is_licence_of_new_host(line: CostLine, plan: Plan) -> bool:
    new = {host.id for host in plan.packing.hosts}
    return line.category is Category.LICENCE and line.kind == "one_off" and line.subject in new


@pytest.mark.parametrize(
    "change",
    [
        lambda s: asking(s, then="even"),
        lambda s: in_clusters(s, lambda _: {"most_guests_per_host": 2}),
    ],
    ids=["even", "two-per-host"],
)
def test_further_wishes_make_a_plan_that_passes_every_recheck(
    estate: Estate, scenario: Scenario, change: Callable[[Scenario], Scenario]
):
    made = make_plan(estate, change(scenario))
    assert (made.packing.second is not None) is (made.scenario.packing.then is not None)
