"""The re-check finds every kind of mistake, one at a time."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from consolidation.packing.model import Guest, HostOption, Packing, PackingProblem
from consolidation.packing.pack import pack
from consolidation.packing.verify import verify_packing
from consolidation.solving.status import Status

PROBLEM = PackingProblem(
    dimensions=("cpu_centicores", "memory_mib"),
    guests=(
        Guest(id="a1", cluster="c", zone="x", demand=(60, 10), keep_apart="k"),
        Guest(id="a2", cluster="c", zone="x", demand=(30, 10), keep_apart="k"),
        Guest(id="a3", cluster="c", zone="x", demand=(30, 10)),
        Guest(id="b1", cluster="c", zone="y", demand=(10, 10)),
        Guest(id="d1", cluster="d", zone="x", demand=(10, 10)),
    ),
    options=(
        HostOption(id="big", cluster="c", capacity=(100, 100), price_yen=9, limit=4),
        HostOption(id="tiny", cluster="c", capacity=(10, 10), price_yen=1),
        HostOption(id="tiny", cluster="d", capacity=(10, 10), price_yen=1),
    ),
    spares=(("c", 1), ("d", 0)),
)
# By hand: a1 and a2 apart need two big hosts, b1 a tiny one, the spare must be big: 9*3 + 1;
# cluster d one tiny host.
PACKING = pack(PROBLEM, 10)


def host_of(server: str) -> str:
    return next(p.host for p in PACKING.placements if p.server == server)


def moved(server: str, host: str) -> Packing:
    return replace(
        PACKING,
        placements=tuple(
            replace(p, host=host) if p.server == server else p for p in PACKING.placements
        ),
    )


def with_option(host: str, option: str) -> Packing:
    hosts = tuple(replace(h, option=option) if h.id == host else h for h in PACKING.hosts)
    return replace(PACKING, hosts=hosts)


def spare() -> str:
    return next(h.id for h in PACKING.hosts if h.spare)


def bounds(**changes: object) -> Packing:
    first, *rest = PACKING.clusters
    return replace(PACKING, clusters=(replace(first, **changes), *rest))


def test_the_packing_is_the_one_worked_out_by_hand():
    assert PACKING.status is Status.OPTIMAL
    assert (PACKING.price_yen, PACKING.lower_bound_yen) == (29, 29)
    assert verify_packing(PROBLEM, PACKING) == ()
    assert [(h.id, h.option, h.zone) for h in PACKING.hosts] == [
        ("c-host-01", "big", "x"),
        ("c-host-02", "big", "x"),
        ("c-host-03", "tiny", "y"),
        ("c-spare-01", "big", None),
        ("d-host-01", "tiny", "x"),
    ]
    assert [(c.cluster, c.num_hosts, c.lower_bound_hosts) for c in PACKING.clusters] == [
        ("c", 3, 3),
        ("d", 1, 1),
    ]


MISTAKES: dict[str, tuple[Callable[[], Packing], str]] = {
    "lost": (lambda: replace(PACKING, placements=PACKING.placements[1:]), "placed 0 times"),
    "twice": (lambda: replace(PACKING, placements=PACKING.placements * 2), "placed 2 times"),
    "stranger": (
        lambda: replace(
            PACKING, placements=(*PACKING.placements, replace(PACKING.placements[0], server="z"))
        ),
        "z is not to be placed",
    ),
    "no such host": (lambda: moved("a1", "nowhere"), "does not exist"),
    "host twice": (
        lambda: replace(PACKING, hosts=(*PACKING.hosts, PACKING.hosts[0])),
        "appears 2 times",
    ),
    "unknown type": (lambda: with_option(host_of("a1"), "huge"), "no option of cluster c"),
    "zones mixed": (lambda: moved("b1", host_of("a1")), "stands on host"),
    "other cluster": (lambda: moved("d1", host_of("a1")), "stands on host"),
    "apart together": (lambda: moved("a2", host_of("a1")), "keep-apart group k"),
    "guest on spare": (lambda: moved("a3", spare()), "not empty"),
    "spare gone": (
        lambda: replace(PACKING, hosts=tuple(h for h in PACKING.hosts if not h.spare)),
        "1 spares asked for, 0 there",
    ),
    "spare too small": (lambda: with_option(spare(), "tiny"), "smaller than the hosts of type big"),
    "price": (lambda: replace(PACKING, price_yen=28), "add up to 29"),
    "bound above price": (lambda: replace(PACKING, lower_bound_yen=30), "above the price"),
    "status too good": (lambda: replace(PACKING, lower_bound_yen=28), "should be feasible"),
    "status too bad": (lambda: replace(PACKING, status=Status.FEASIBLE), "should be optimal"),
    "cluster price": (lambda: bounds(price_yen=27), "does not match"),
    "cluster hosts": (lambda: bounds(num_hosts=2), "does not match"),
    "cluster bound": (lambda: bounds(lower_bound_yen=29), "above the price"),
    "cluster host bound": (lambda: bounds(lower_bound_hosts=4), "more hosts are said"),
    "cluster missing": (lambda: replace(PACKING, clusters=PACKING.clusters[1:]), "clusters"),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mistake_is_found(name: str):
    make, words = MISTAKES[name]
    errors = verify_packing(PROBLEM, make())
    assert any(words in error.en for error in errors), [e.en for e in errors]


def test_overfull_and_empty_hosts_are_found():
    crowded = moved("a3", host_of("a1"))
    guests = tuple(replace(g, demand=(90, 10)) if g.id == "a3" else g for g in PROBLEM.guests)
    errors = verify_packing(replace(PROBLEM, guests=guests), crowded)
    assert any("CPU 1.50 cores exceeds capacity 1.00 cores" in error.en for error in errors)
    lonely = moved("b1", "c-host-03")
    lonely = replace(lonely, placements=tuple(p for p in lonely.placements if p.server != "b1"))
    fewer = replace(PROBLEM, guests=tuple(g for g in PROBLEM.guests if g.id != "b1"))
    assert any("is empty but not a spare" in e.en for e in verify_packing(fewer, lonely))


def test_more_than_the_stock_is_found():
    limited = replace(
        PROBLEM,
        options=tuple(replace(o, limit=2) if o.id == "big" else o for o in PROBLEM.options),
    )
    errors = verify_packing(limited, PACKING)
    assert any("host type big: 3 used, 2 can be had" in error.en for error in errors)
