"""The size of a city, the time limit, Ctrl-C."""

import random
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.errors import SolverTrouble
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.packing.pack import pack
from consolidation.packing.search.naming import named
from consolidation.packing.verify import verify_packing
from consolidation.solving.status import Status


def city(num: int, seed: int, num_clusters: int = 1) -> PackingProblem:
    """Make distinct servers of plausible sizes, a quarter of them kept apart, three host types."""
    chance = random.Random(seed)
    clusters = ["adm", "res", "sch"][:num_clusters]
    guests = tuple(
        Guest(
            id=f"s{i:04}",
            cluster=chance.choice(clusters),
            zone=chance.choice(["office", "office", "lgwan"]),
            demand=(
                int(chance.choice([1, 2, 2, 4, 4, 8]) * chance.uniform(30, 140)),
                int(chance.choice([2, 4, 8, 8, 16, 32, 64]) * chance.uniform(512, 1300)),
            ),
            labels=(f"k{chance.randrange(num // 12)}",) if chance.random() < 0.25 else (),
        )
        for i in range(num)
    )
    options = tuple(
        HostOption(id=name, cluster=cluster, capacity=capacity, price_yen=price)
        for cluster in clusters
        for name, capacity, price in (
            ("small", (2560, 169574), 1_970_000),
            ("middle", (5120, 346521), 3_550_000),
            ("large", (10240, 700416), 7_000_000),
        )
    )
    return PackingProblem(
        dimensions=("cpu_centicores", "memory_mib"),
        guests=guests,
        options=options,
        spares=tuple((cluster, 1) for cluster in clusters),
        rules=tuple(Apart(label=f"k{k}") for k in range(num // 12)),
    )


def hard(num: int = 150) -> PackingProblem:
    """Make an instance that is not closed in seconds: many middling sizes in five dimensions."""
    chance = random.Random(3)
    guests = tuple(
        Guest(
            id=f"i{i:04}",
            cluster="c",
            zone="z",
            demand=tuple(chance.randint(100, 400) for _ in range(5)),
        )
        for i in range(num)
    )
    option = HostOption(id="bin", cluster="c", capacity=(1000,) * 5, price_yen=1)
    return PackingProblem(dimensions=tuple("abcde"), guests=guests, options=(option,))


@pytest.mark.parametrize(("num", "clusters"), [(80, 1), (150, 1), (150, 3), (300, 2)])
def test_a_city_is_proved_optimal(num: int, clusters: int):
    problem = city(num, seed=num + clusters, num_clusters=clusters)
    assert pack(problem, 20).status is Status.OPTIMAL


def test_the_time_limit_holds_with_an_honest_answer():
    problem = hard()
    began = time.monotonic()
    packing = pack(problem, 3)
    assert time.monotonic() - began < 30, "without its limit it would run for hours"
    assert packing.status is Status.FEASIBLE
    assert 0 < packing.lower_bound_yen < packing.price_yen
    assert packing.gap_percent > 0
    assert verify_packing(problem, packing) == ()


def test_no_time_at_all_still_gives_a_packing_and_a_bound():
    packing = pack(city(60, seed=1), 0)
    assert packing.lower_bound_yen > 0
    assert packing.price_yen >= packing.lower_bound_yen


def test_no_packing_and_no_proof_is_trouble_not_a_claim(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("consolidation.packing.search.search.open_hosts", lambda *_: None)
    with pytest.raises(SolverTrouble, match="nor is it proved"):
        pack(hard(), 0)


def test_a_wrong_packing_never_leaves(monkeypatch: pytest.MonkeyPatch):
    def crowded(*found: object):
        hosts, placements = named(*found)
        first = next(host.id for host in hosts if host.zone == "office")
        return hosts, tuple(replace(placement, host=first) for placement in placements)

    monkeypatch.setattr("consolidation.packing.pack.named", crowded)
    with pytest.raises(SolverTrouble, match="re-check"):
        pack(city(60, seed=1), 5)


def test_ctrl_c_gives_the_best_packing_so_far():
    program = textwrap.dedent(
        """
        import os, signal, sys, threading
        sys.path.insert(0, sys.argv[1])
        from test_packing_limits import hard
        from consolidation.packing.pack import pack
        from consolidation.packing.ready import make_ready
        make_ready()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.Timer(3, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        packing = pack(hard(), 120)
        print(packing.status, any("stopped by the user" in t.en for t in packing.not_yet))
        """
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stdout.split() == ["feasible", "True"], done.stderr
    assert time.monotonic() - began < 60, "not the 120 s it was given"
