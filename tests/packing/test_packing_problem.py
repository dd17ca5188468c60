"""From estate, sizing and platforms to guests and host options."""

from dataclasses import replace

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    LicenceMetric,
    PlatformKind,
    ServerForm,
    Zone,
)
from consolidation.inventory.tables.servers import Host, HostType, Licence, Platform, Server
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.model import Apart, Guest, HostOption, Objective, Surcharge, Then
from consolidation.packing.pack import pack
from consolidation.packing.problem import capacity, packing_problem
from consolidation.sizing.model import Demand, Sizing
from consolidation.sizing.platform import ClusterPlan, PlatformPlan
from consolidation.text import Text

WORDS = Text("理由", "reason")
TYPES = (
    HostType(
        id="HT",
        name="host",
        cpu_cores=33,
        memory_mib=100_000,
        price_yen=1_000_000,
        maintenance_yen_year=50_000,
        num_available=3,
    ),
)
ADM = ClusterPlan(
    id="ADM",
    zones=(Zone.ADMINISTRATIVE, Zone.LGWAN),
    host_types=("HT",),
    spare_hosts=2,
    cpu_overcommit_percent=150,
    cpu_ceiling_percent=77,
    memory_ceiling_percent=91,
    host_memory_overhead_mib=4_001,
)
RES = ClusterPlan(id="RES", zones=(Zone.RESIDENT, Zone.LGWAN), host_types=("HT",))
PLAN = PlatformPlan(id="P", name=WORDS, site="hall", clusters=(ADM, RES))


def demand(server: str, zone: Zone, platform: str = "P") -> Demand:
    return Demand(
        server=server,
        platform=platform,
        zone=zone,
        cpu_centicores=250,
        memory_mib=2048,
        disk_gib=10,
        basis="allocated",
        sample_percent=None,
        cpu_profile_centicores=(),
        reason=WORDS,
    )


DEMANDS = (
    demand("web", Zone.ADMINISTRATIVE),
    demand("gw", Zone.LGWAN),
    demand("juki", Zone.RESIDENT),
)
ESTATE = Estate(
    name="test",
    host_types=TYPES,
    servers=tuple(
        Server(id=name, site="hall", form=ServerForm.VM, keep_apart=group)
        for name, group in (("web", "w"), ("gw", None), ("juki", None))
    ),
)


def sizing(demands: tuple[Demand, ...] = DEMANDS) -> Sizing:
    return Sizing(dispositions=(), demands=demands, counts=())


def test_problem_by_hand():
    problem = packing_problem(ESTATE, sizing(), (PLAN,), 5)
    assert problem.dimensions == ("cpu_centicores", "memory_mib")
    assert problem.guests == (
        Guest(id="gw", cluster="ADM", zone="lgwan", demand=(250, 2048)),
        Guest(id="juki", cluster="RES", zone="resident", demand=(250, 2048)),
        Guest(
            id="web", cluster="ADM", zone="administrative", demand=(250, 2048), labels=("apart:w",)
        ),
    )
    # 33 x 100 x 1.5 x 0.77 = 3811.5; (100000 - 4001) x 0.91 = 87359.09; 1 M + 5 x 50 k
    assert problem.options[0] == HostOption(
        id="HT", cluster="ADM", capacity=(3811, 87359), price_yen=1_250_000, limit=3
    )
    assert problem.spares == (("ADM", 2), ("RES", 1))
    assert problem.rules == (Apart(label="apart:w", most=1),)
    assert (problem.surcharges, problem.objective, problem.then) == ((), Objective.COST, None)


def test_what_the_scenario_asks_of_packing_is_in_the_problem():
    options = PackingOptions(objective=Objective.HOSTS, then="even")
    cluster = replace(ADM, most_guests_per_host=7, pin={"web": ("HT",), "gw": ()})
    bare = replace(RES, ban={"juki": ("HT",)}, host_types=("HT", "HT-2"))
    estate = replace(ESTATE, host_types=(*TYPES, replace(TYPES[0], id="HT-2")))
    plan = replace(PLAN, clusters=(cluster, bare))
    problem = packing_problem(estate, sizing(), (plan,), 5, options)
    assert (problem.objective, problem.then) == (Objective.HOSTS, Then.EVEN)
    assert [(o.cluster, o.most_guests) for o in problem.options] == [
        ("ADM", 7),
        ("RES", None),
        ("RES", None),
    ]
    assert {g.id: (g.only, g.never) for g in problem.guests} == {
        "gw": (None, ()),
        "juki": (None, ("HT",)),
        "web": (("HT",), ()),
    }


def test_hours_scale_the_mean_profile_to_the_peak():
    """Peak 250: hours of mean 3 of at most 9 need ceil(250 x 3 / 9) = 84, the highest 250."""
    shaped = replace(DEMANDS[0], cpu_profile_centicores=(3,) * 12 + (9,) + (0,) * 11)
    idle = replace(DEMANDS[1], cpu_profile_centicores=(0,) * 24)
    options = PackingOptions(profiles="hours")
    problem = packing_problem(ESTATE, sizing((shaped, idle, DEMANDS[2])), (PLAN,), 5, options)
    assert problem.dimensions == (*(f"cpu_centicores@{h:02}" for h in range(24)), "memory_mib")
    needs = {guest.id: guest.demand for guest in problem.guests}
    assert needs["web"] == (*(84,) * 12, 250, *(0,) * 11, 2048)
    assert needs["gw"] == needs["juki"] == (*(250,) * 24, 2048)
    assert problem.options[0].capacity == (*(3811,) * 24, 87359)


LICENCES = (
    Licence(id="DB", name="DB", metric=LicenceMetric.HOST_CORE, yen=1_000, yen_year=10),
    Licence(id="OS", name="OS", metric=LicenceMetric.SERVER, yen=9),
    Licence(id="FREE", name="F", metric=LicenceMetric.HOST_CORE),
    Licence(id="NOBODY", name="N", metric=LicenceMetric.HOST_CORE, yen=9),
)


def test_dedicated_licences_are_surcharges_on_all_cores_of_a_host():
    held = replace(ESTATE.server["web"], licences=("DB", "FREE", "OS"))
    others = (server for server in ESTATE.servers if server.id != "web")
    estate = replace(ESTATE, licences=LICENCES, servers=(held, *others))
    options = PackingOptions(licensed_hosts="dedicated")
    problem = packing_problem(estate, sizing(), (PLAN,), 5, options)
    assert {g.id: g.labels for g in problem.guests}["web"] == ("apart:w", "licence:DB")
    # 33 cores x (1000 + 5 years x 10)
    assert problem.surcharges == (Surcharge(label="licence:DB", yen=(("HT", 34_650),)),)
    assert packing_problem(estate, sizing(), (PLAN,), 5).surcharges == ()


def with_groups(**groups: str) -> Estate:
    rows = tuple(replace(s, keep_together=groups.get(s.id)) for s in ESTATE.servers)
    return replace(ESTATE, servers=rows)


def test_servers_kept_together_are_one_bundle():
    demands = (demand("web", Zone.LGWAN), demand("gw", Zone.LGWAN))
    problem = packing_problem(with_groups(web="t", gw="t"), sizing(demands), (PLAN,), 5)
    assert [guest.together for guest in problem.guests] == ["t", "t"]


def test_a_group_over_two_zones_cannot_stand_together():
    text = problems(PLAN, estate=with_groups(web="t", gw="t"))
    assert "group t goes to several clusters or zones" in text
    assert "ADM/administrative: web; ADM/lgwan: gw" in text


def test_pins_of_servers_that_go_elsewhere_are_refused():
    odd = replace(ADM, pin={"juki": ("HT",), "gone": ()}, ban={"web": ("HT",), "nobody": ("HT",)})
    text = problems(replace(PLAN, clusters=(odd, RES)))
    assert "server juki is not placed in this cluster" in text
    assert "server nobody is not placed in this cluster" in text
    assert "server web" not in text
    assert "server gone" not in text


def test_capacity_is_never_negative():
    tiny = replace(TYPES[0], memory_mib=1000)
    assert capacity(tiny, ADM) == (3811, 0)


def test_the_stock_is_shared_by_clusters():
    """Three hosts in all: two zones in ADM and one in RES leave none for spares."""
    lone = replace(ADM, spare_hosts=0), replace(RES, spare_hosts=0)
    plan = replace(PLAN, clusters=lone)
    packing = pack(packing_problem(ESTATE, sizing(), (plan,), 5), 10)
    assert len(packing.hosts) == 3
    assert packing.price_yen == 3 * 1_250_000


def problems(*plans: PlatformPlan, estate: Estate = ESTATE, demands=DEMANDS) -> str:
    with pytest.raises(InputProblems) as raised:
        packing_problem(estate, sizing(demands), plans, 5)
    return "\n".join(p.render("en") + p.render("ja") for p in raised.value.problems)


def test_servers_whose_zone_no_cluster_takes_are_named():
    text = problems(PLAN, demands=(*DEMANDS, demand("school-1", Zone.SCHOOL)))
    assert "no cluster takes zone school; servers: school-1" in text


def test_servers_for_a_platform_that_is_not_planned_are_named():
    assert "not planned: web" in problems(PLAN, demands=(demand("web", Zone.LGWAN, "OTHER"),))


def test_unknown_and_repeated_host_types_and_cluster_names():
    odd = replace(ADM, host_types=("HT", "HT", "nope"))
    text = problems(replace(PLAN, clusters=(odd, replace(RES, id="ADM"))))
    assert "host type nope is not in the inventory" in text
    assert "a host type is listed twice" in text
    assert "two clusters have this id" in text


def test_host_names_that_would_clash_with_existing_ones():
    estate = replace(
        ESTATE,
        platforms=(
            Platform(
                id="OLD", name="old", kind=PlatformKind.EXISTING, site="hall", zones=(Zone.LGWAN,)
            ),
        ),
        hosts=(Host(id="ADM-host-01", platform="OLD", host_type="HT"),),
    )
    assert "existing host ADM-host-01" in problems(PLAN, estate=estate)


def test_nothing_to_place():
    packing = pack(packing_problem(ESTATE, sizing(()), (PLAN,), 5), 10)
    assert (packing.status.value, packing.price_yen, packing.hosts) == ("optimal", 0, ())
