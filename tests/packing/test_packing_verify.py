"""The re-check finds every kind of mistake, one at a time, and agrees with brute force."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from consolidation.packing.certificate import Certificate, LotCertificate
from consolidation.packing.checking.account import highest_utilisation, num_moves, price_yen
from consolidation.packing.model import (
    Apart,
    ClusterBound,
    Guest,
    HostOption,
    Objective,
    PackedHost,
    Packing,
    PackingProblem,
    Placement,
    SecondAnswer,
    Surcharge,
    Then,
)
from consolidation.packing.verify import verify_packing
from consolidation.solving.status import Status
from tests.packing import oracle

PROBLEM = PackingProblem(
    dimensions=("cpu_centicores", "memory_mib"),
    guests=(
        Guest(id="a1", cluster="c", zone="x", demand=(60, 10), labels=("k",), present="old"),
        Guest(
            id="a2",
            cluster="c",
            zone="x",
            demand=(30, 10),
            labels=("k", "db"),
            only=("big",),
            present="old",
        ),
        Guest(
            id="a3",
            cluster="c",
            zone="x",
            demand=(30, 10),
            labels=("db",),
            costs=(("north", 5), ("tiny", 50), ("old", 1)),
        ),
        Guest(id="b1", cluster="c", zone="y", demand=(10, 10), never=("north",)),
        Guest(id="d1", cluster="d", zone="x", demand=(10, 10)),
        Guest(id="t1", cluster="c", zone="x", demand=(5, -5), together="pair", labels=("web",)),
        Guest(id="t2", cluster="c", zone="x", demand=(5, 5), together="pair"),
    ),
    options=(
        HostOption(
            id="big",
            cluster="c",
            capacity=(100, 100),
            price_yen=9,
            limit=4,
            groups=("north",),
            most_guests=4,
        ),
        HostOption(
            id="old",
            cluster="c",
            capacity=(100, 100),
            price_yen=2,
            limit=1,
            groups=("north",),
            most_guests=4,
        ),
        HostOption(id="tiny", cluster="c", capacity=(10, 10), price_yen=1, most_guests=2),
        HostOption(id="tiny", cluster="d", capacity=(10, 10), price_yen=1),
    ),
    spares=(("c", 1), ("d", 0)),
    rules=(Apart(label="k"), Apart(label="db", most=1, beside="web")),
    surcharges=(
        Surcharge(label="db", yen=(("big", 7), ("old", 3))),
        Surcharge(label="k", yen=(("big", 1),), per=1),
    ),
    then=Then.FEWEST_MOVES,
)


def cluster(name: str, yen: int, num: int) -> ClusterBound:
    return ClusterBound(
        cluster=name,
        status=Status.OPTIMAL,
        price_yen=yen,
        lower_bound_yen=yen,
        num_hosts=num,
        lower_bound_hosts=num,
        bound_by="hand",
        found_by="hand",
    )


# By hand, cluster c: old 2, big 9, tiny 1, spare 9; a3 on old 5 + 1; databases 7 + 3; a2's k 1.
PACKING = Packing(
    status=Status.OPTIMAL,
    price_yen=39,
    lower_bound_yen=39,
    hosts=(
        PackedHost(id="c-host-01", option="old", cluster="c", zone="x"),
        PackedHost(id="c-host-02", option="big", cluster="c", zone="x"),
        PackedHost(id="c-host-03", option="tiny", cluster="c", zone="y"),
        PackedHost(id="c-spare-01", option="big", cluster="c", zone=None, spare=True),
        PackedHost(id="d-host-01", option="tiny", cluster="d", zone="x"),
    ),
    placements=tuple(
        Placement(server=server, host=host)
        for server, host in (
            ("a1", "c-host-01"),
            ("a2", "c-host-02"),
            ("a3", "c-host-01"),
            ("b1", "c-host-03"),
            ("d1", "d-host-01"),
            ("t1", "c-host-02"),
            ("t2", "c-host-02"),
        )
    ),
    clusters=(cluster("c", 38, 3), cluster("d", 1, 1)),
    certificate=Certificate(
        lots=(
            LotCertificate(clusters=("c",), bound=30, rows=(), nodes=()),
            LotCertificate(clusters=("d",), bound=1, rows=(), nodes=()),
        )
    ),
    second=SecondAnswer(
        then=Then.FEWEST_MOVES, status=Status.OPTIMAL, before=2, reached=1, lower_bound=1
    ),
)


def moved(host: str, *servers: str) -> Packing:
    return replace(
        PACKING,
        placements=tuple(
            replace(p, host=host) if p.server in servers else p for p in PACKING.placements
        ),
    )


def with_host(host: str, **changes: object) -> Packing:
    hosts = tuple(replace(h, **changes) if h.id == host else h for h in PACKING.hosts)
    return replace(PACKING, hosts=hosts)


def bounds(**changes: object) -> Packing:
    first, *rest = PACKING.clusters
    return replace(PACKING, clusters=(replace(first, **changes), *rest))


def second(**changes: object) -> Packing:
    assert PACKING.second is not None
    return replace(PACKING, second=replace(PACKING.second, **changes))


def certified(*lots: tuple[str, int]) -> Packing:
    parts = (
        LotCertificate(clusters=(name,), bound=bound, rows=(), nodes=()) for name, bound in lots
    )
    return replace(PACKING, certificate=Certificate(lots=tuple(parts)))


def test_the_packing_worked_out_by_hand_is_right():
    assert verify_packing(PROBLEM, PACKING) == ()
    assert price_yen(PROBLEM, PACKING.hosts, PACKING.placements) == 39
    assert num_moves(PROBLEM, PACKING.hosts, PACKING.placements) == 1
    assert highest_utilisation(PROBLEM, PACKING.hosts, PACKING.placements) == 10_000


MISTAKES: dict[str, tuple[Packing, str]] = {
    "lost": (replace(PACKING, placements=PACKING.placements[1:]), "placed 0 times"),
    "twice": (replace(PACKING, placements=PACKING.placements * 2), "placed 2 times"),
    "stranger": (
        replace(PACKING, placements=(*PACKING.placements, Placement(server="z", host="c-host-01"))),
        "z is not to be placed",
    ),
    "no such host": (moved("nowhere", "a1"), "does not exist"),
    "host twice": (replace(PACKING, hosts=(*PACKING.hosts, PACKING.hosts[0])), "appears 2 times"),
    "unknown type": (with_host("c-host-01", option="huge"), "no option of cluster c"),
    "type of another cluster": (with_host("d-host-01", option="big"), "no option of cluster d"),
    "zones mixed": (moved("c-host-01", "b1"), "b1 of c, y stands on host c-host-01"),
    "zone of the host": (with_host("c-host-01", zone="y"), "a1 of c, x stands on host c-host-01"),
    "other cluster": (moved("c-host-01", "d1"), "d1 of d, x stands on host"),
    "apart": (moved("c-host-02", "a1"), "carries 2 guests labelled k, 1 at most"),
    "apart beside": (moved("c-host-02", "a3"), "carries 2 guests labelled db beside web, 1"),
    "split": (moved("c-host-01", "t1"), "kept together as pair are spread"),
    "pin": (with_host("c-host-02", option="old"), "a2 may stand on big only"),
    "ban of a group": (with_host("c-host-03", option="big"), "b1 may never stand on north"),
    "guest on spare": (moved("c-spare-01", "a3"), "not empty"),
    "zone of a spare": (with_host("c-spare-01", zone="x"), "not empty"),
    "empty": (moved("c-host-02", "a1", "a3"), "host c-host-01 is empty but not a spare"),
    "spare gone": (
        replace(PACKING, hosts=tuple(h for h in PACKING.hosts if not h.spare)),
        "1 spares asked for, 0 there",
    ),
    "spare too many": (
        replace(PACKING, hosts=(*PACKING.hosts, replace(PACKING.hosts[3], id="c-spare-02"))),
        "1 spares asked for, 2 there",
    ),
    "spare too small": (
        with_host("c-spare-01", option="tiny"),
        "smaller than the hosts of type big",
    ),
    "stock": (with_host("c-host-02", option="old"), "host type old: 2 used, 1 can be had"),
    "price": (replace(PACKING, price_yen=38), "add up to 39"),
    "objective": (replace(PACKING, objective=Objective.HOSTS), "cost was asked for"),
    "bound above price": (replace(PACKING, lower_bound_yen=40), "above the price"),
    "status too good": (replace(PACKING, lower_bound_yen=38), "total: status is optimal"),
    "status too bad": (replace(PACKING, status=Status.FEASIBLE), "should be optimal"),
    "status of no packing": (replace(PACKING, status=Status.UNKNOWN), "should be optimal"),
    "cluster price": (bounds(price_yen=37), "does not match"),
    "cluster hosts": (bounds(num_hosts=2), "does not match"),
    "cluster bound": (bounds(lower_bound_yen=39), "c: bound 39 yen is above the price"),
    "cluster status": (bounds(lower_bound_yen=30), "c: status is optimal, should be feasible"),
    "cluster host bound": (bounds(lower_bound_hosts=4), "4 hosts are said to be needed, 3"),
    "cluster missing": (replace(PACKING, clusters=PACKING.clusters[1:]), "list of clusters"),
    "cluster twice": (
        replace(PACKING, clusters=(*PACKING.clusters, PACKING.clusters[0])),
        "list of clusters",
    ),
    "certificate above": (certified(("c", 39), ("d", 1)), "bound 40 is above the value 39"),
    "certificate elsewhere": (certified(("e", 1)), "cluster e, which the problem does not have"),
    "certificate twice": (certified(("c", 1), ("c", 1)), "counts cluster c 2 times"),
    "second missing": (replace(PACKING, second=None), "not what was asked for"),
    "second of another kind": (second(then=Then.EVEN), "not what was asked for"),
    "second reached": (second(reached=0, lower_bound=0), "said to reach 0, but is 1"),
    "second bound": (second(lower_bound=2), "not in order"),
    "second worse": (second(before=0), "not in order"),
    "second status": (second(lower_bound=0), "second objective: status is optimal"),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mistake_is_found(name: str):
    packing, words = MISTAKES[name]
    errors = verify_packing(PROBLEM, packing)
    assert any(words in error.en for error in errors), [e.en for e in errors]
    assert all(error.ja and error.ja != error.en for error in errors)


def guest(name: str, **changes: object) -> PackingProblem:
    guests = tuple(replace(g, **changes) if g.id == name else g for g in PROBLEM.guests)
    return replace(PROBLEM, guests=guests)


def option(name: str, **changes: object) -> PackingProblem:
    options = tuple(replace(o, **changes) if o.id == name else o for o in PROBLEM.options)
    return replace(PROBLEM, options=options)


OTHERWISE: dict[str, tuple[PackingProblem, str]] = {
    "overfull": (guest("a3", demand=(41, 10)), "CPU 1.01 cores exceeds capacity 1.00 cores"),
    "second dimension": (guest("t2", demand=(5, 96)), "memory 101 MiB exceeds capacity 100 MiB"),
    "no room": (option("tiny", capacity=(10, 0)), "memory 10 MiB exceeds capacity 0 MiB"),
    "too many": (option("big", most_guests=2), "host c-host-02 carries 3 guests, 2 at most"),
    "spare takes fewer": (option("tiny", most_guests=5), "smaller than the hosts of type tiny"),
    "spare takes not all": (
        option("old", most_guests=None),
        "spare host c-spare-01 is smaller than the hosts of type old",
    ),
    "pinned nowhere": (guest("a1", only=()), "a1 may stand on"),
    "pinned to a group": (guest("b1", only=("north",), never=()), "b1 may stand on north only"),
    "banned by id": (guest("a1", never=("old",)), "a1 may never stand on old"),
    "least of the limits": (option("tiny", limit=1), "host type tiny: 2 used, 1 can be had"),
    "most of none": (
        replace(PROBLEM, rules=(Apart(label="db", most=0),)),
        "1 guests labelled db, 0 at most",
    ),
    "beside itself": (
        replace(PROBLEM, rules=(Apart(label="k", most=0, beside="db"),)),
        "host c-host-02 carries 1 guests labelled k beside db, 0 at most",
    ),
    "surcharge": (replace(PROBLEM, surcharges=PROBLEM.surcharges[:1]), "add up to 38"),
    "placement cost": (guest("a3", costs=(("north", 6), ("north", 1), ("old", 1))), "up to 41"),
    "objective": (replace(PROBLEM, objective=Objective.HOSTS), "cost is minimised, hosts was"),
    "no second asked": (replace(PROBLEM, then=None), "not what was asked for"),
}


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_mistake_against_another_problem_is_found(name: str):
    problem, words = OTHERWISE[name]
    errors = verify_packing(problem, PACKING)
    assert any(words in error.en for error in errors), [e.en for e in errors]


RIGHT: dict[str, PackingProblem] = {
    "rule binds beside nobody": replace(PROBLEM, rules=(Apart(label="k", most=0, beside="none"),)),
    "up to k": replace(PROBLEM, rules=(Apart(label="k", most=1, beside="db"),)),
    "pin to a group": guest("a1", only=("nowhere", "north")),
    "words of different zones": guest("b1", together="pair"),
    "exactly full": guest("a3", demand=(40, 90)),
    "exactly as many": option("big", most_guests=3),
}


def test_what_only_looks_like_a_mistake_is_right():
    seen = {name: verify_packing(problem, PACKING) for name, problem in RIGHT.items()}
    # a spare that takes three guests no longer stands in for old, which takes four
    assert [error.en for error in seen.pop("exactly as many")] == [
        "spare host c-spare-01 is smaller than the hosts of type old"
    ]
    assert seen == dict.fromkeys(seen, ())


def test_where_hosts_are_minimised_their_number_decides_the_status():
    problem = replace(PROBLEM, objective=Objective.HOSTS)
    clusters = tuple(replace(c, lower_bound_yen=0) for c in PACKING.clusters)
    packing = replace(
        PACKING,
        objective=Objective.HOSTS,
        lower_bound_yen=0,
        lower_bound_hosts=4,
        clusters=clusters,
        certificate=Certificate(
            lots=(LotCertificate(clusters=("c", "d"), bound=4, rows=(), nodes=()),)
        ),
    )
    assert verify_packing(problem, packing) == ()
    weaker = (replace(clusters[0], lower_bound_hosts=2), clusters[1])
    less = replace(packing, clusters=weaker, lower_bound_hosts=3)
    assert [e.en for e in verify_packing(problem, less)] == [
        "c: status is optimal, should be feasible",
        "total: status is optimal, should be feasible",
    ]
    lots = (LotCertificate(clusters=("c", "d"), bound=5, rows=(), nodes=()),)
    above = replace(packing, certificate=Certificate(lots=lots))
    assert "bound 5 is above the value 4" in verify_packing(problem, above)[0].en


def test_evenness_is_the_highest_load_rounded_up():
    guests = tuple(replace(g, demand=(1, g.demand[1] - 4)) for g in PROBLEM.guests)
    problem = replace(PROBLEM, then=Then.EVEN, guests=guests)
    # tiny: 1 of 10 and 6 of 10; old: 12 of 100; big: -2 of 100
    answer = replace(PACKING.second, then=Then.EVEN, before=6000, reached=6000, lower_bound=6000)
    assert verify_packing(problem, replace(PACKING, second=answer)) == ()
    thirds = replace(
        problem,
        options=tuple(
            replace(o, capacity=(0, 9) if o.id == "tiny" else o.capacity) for o in problem.options
        ),
        guests=tuple(
            replace(g, demand=(0, 6)) if g.id in {"b1", "d1"} else g for g in problem.guests
        ),
    )
    answer = replace(answer, before=9000, reached=6667, lower_bound=6667)  # 6 of 9; 0 of 0 is none
    assert verify_packing(thirds, replace(PACKING, second=answer)) == ()
    answer = replace(answer, reached=6666, lower_bound=6666)
    errors = verify_packing(thirds, replace(PACKING, second=answer))
    assert "said to reach 6666, but is 6667" in errors[0].en


def test_brute_force_packings_are_right():
    for seed in range(300):
        problem = oracle.instance(seed)
        found = oracle.best(problem)
        if found is not None:
            assert verify_packing(problem, oracle.packing_of(problem, found)) == (), seed


def thrown(problem: PackingProblem, chance: random.Random) -> oracle.Found:
    """Throw guests and spares onto hosts at random: mostly wrong, now and then right."""
    blocks = chance.choice(list(oracle.partitions(problem.guests)))

    def own(name: str) -> list[HostOption]:
        return [o for o in problem.options if o.cluster == name]

    chosen = tuple((block, chance.choice(own(block[0].cluster))) for block in blocks)
    spares = [
        chance.choice(own(name))
        for name in sorted({o.cluster for _, o in chosen})
        for _ in range(max(0, dict(problem.spares)[name] - chance.choice([0, 0, 0, 0, 1])))
    ]
    second = [oracle.block_second(problem, block, o) for block, o in chosen]
    worst = max(second) if problem.then is Then.EVEN else sum(second)
    return oracle.Found(0, worst, chosen, tuple(spares))


def keeps_rules(problem: PackingProblem, found: oracle.Found) -> bool:
    used = tuple(o for _, o in found.blocks)
    wanted = [tuple(sorted(o.id + o.cluster for o in s)) for s in oracle.spare_sets(problem, used)]
    return (
        oracle.whole(tuple(block for block, _ in found.blocks))
        and all(oracle.admissible(problem, block, o) for block, o in found.blocks)
        and oracle.within(oracle.stock(problem), (*used, *found.spares))
        and tuple(sorted(o.id + o.cluster for o in found.spares)) in wanted
    )


def test_random_packings_are_judged_as_brute_force_judges_them():
    seen: Counter[bool] = Counter()
    for seed in range(1500):
        problem, chance = oracle.instance(seed), random.Random(seed)
        for _ in range(4):
            found = thrown(problem, chance)
            right = keeps_rules(problem, found)
            errors = verify_packing(problem, oracle.packing_of(problem, found))
            assert (errors == ()) == right, (seed, [e.en for e in errors])
            seen[right] += 1
    assert min(seen.values()) > 200, seen
