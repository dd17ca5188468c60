"""Very many guests: the guest that suits is looked up, against looking at all of them."""

import random

import numpy as np
import pytest

from consolidation.packing.compact.compartments import Compartment, lots
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.nearest import DEEPEST, count, planted, suiting
from consolidation.packing.compiled.placing import guests_of, takes
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.packing.pack import pack
from consolidation.packing.placing.closest import MANY_GUESTS, fill_closely, fill_closest, looks_up
from consolidation.packing.verify import verify_packing
from consolidation.solving.deadline import Deadline

ROOM = (1000, 800, 600)


def estate(num: int, seed: int, *, ruled: bool = False, few: int = 0) -> PackingProblem:
    """Servers that differ, of 1 to 20 % of the larger host; with rules for some of them."""
    pick = random.Random(seed)
    demands = [tuple(max(1, round(r * pick.uniform(0.01, 0.2))) for r in ROOM) for _ in range(num)]
    if few:
        demands = [pick.choice(demands[:few]) for _ in demands]
    guests = tuple(
        Guest(
            id=f"g{i:05}",
            cluster="c",
            zone="z",
            demand=demand,
            labels=(f"l{i % 40}",) if ruled and i % 3 == 0 else (),
        )
        for i, demand in enumerate(demands)
    )
    rules = tuple(Apart(label=f"l{i}", most=1) for i in range(20) if ruled)
    rules += tuple(Apart(label=f"l{i}", most=2, beside=f"l{i + 20}") for i in range(20) if ruled)
    half = tuple(have // 2 for have in ROOM)
    return PackingProblem(
        dimensions=("a", "b", "c"),
        guests=guests,
        options=(
            HostOption(id="large", cluster="c", capacity=ROOM, price_yen=19),
            HostOption(id="small", cluster="c", capacity=half, price_yen=10),
        ),
        rules=rules,
    )


def only_part(problem: PackingProblem) -> Compartment:
    return lots(problem)[0].compartments[0]


@pytest.mark.parametrize("seed", range(6))
def test_the_tree_finds_what_looking_at_every_type_finds(seed: int) -> None:
    part = only_part(estate(200, seed, ruled=seed % 2 > 0, few=40 if seed % 3 else 0))
    arrays, pick = part.arrays, random.Random(seed)
    num = arrays.num.copy()
    extra = np.array([pick.random() / 1000 for _ in num])
    tree = planted(arrays.need, num, extra, 1 / arrays.room.max(axis=0))
    for _ in range(150):  # some go, as they do while hosts are filled
        i = pick.choice(np.flatnonzero(num).tolist())
        num[i] -= 1
        count(tree, i, -1)
    stack, bounds = np.zeros(DEEPEST, np.int64), np.zeros(DEEPEST)
    for _ in range(100):
        weights = np.array([pick.random() / room for room in ROOM])
        left = np.array([[pick.randint(0, room // 5) for room in ROOM]])
        num_rules = arrays.binds.size
        have = np.array([[pick.randint(0, 2) for _ in range(num_rules)]], np.int64)
        have = have.reshape(1, num_rules)
        near = np.maximum(arrays.binds[None, :], have % 2)
        worth = extra + arrays.need @ weights
        fit = [
            i
            for i in np.flatnonzero(num).tolist()
            if takes(guests_of(arrays), arrays.most, i, 0, 0, left, have, near)
        ]
        state = (left, have, near, -1.0, stack, bounds)
        found = suiting(tree, arrays, num, weights, extra, 0, *state)
        if fit:
            assert worth[found] == pytest.approx(max(worth[i] for i in fit))
        else:
            assert found == -1


@pytest.mark.parametrize("tries", [0, 30, 300])
@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("few", [0, 50])
def test_every_guest_stands_once_where_it_may(tries: int, ruled: bool, few: int) -> None:
    part = only_part(estate(600, 1, ruled=ruled, few=few))
    filled = fill_closely(part, [0, 1] * 600, tries, Deadline.after(60))
    assert filled is not None
    assert filled.complete(part)
    assert filled == fill_closely(part, [0, 1] * 600, tries, Deadline.after(60))


def test_too_few_hosts_are_no_packing() -> None:
    part = only_part(estate(100, 2))
    assert fill_closely(part, [0], 10, Deadline.after(60)) is None
    assert fill_closest(part, [0], [], 10, Deadline.after(60)) is None


def test_once_the_time_is_up_hosts_are_filled_in_haste_or_not_at_all() -> None:
    part = only_part(estate(300, 3))
    hasty = fill_closely(part, [0] * 300, 100_000, Deadline.after(0))
    assert hasty is not None
    assert hasty.complete(part)
    assert fill_closely(part, [0] * 300, 100_000, Deadline.after(0), ends=True) is None


def test_more_tries_and_more_ways_need_no_more_hosts_than_volume_asks_for() -> None:
    part = only_part(estate(1500, 4))
    least = int(np.ceil((part.arrays.need.sum(axis=0) / ROOM).max()))
    found: list[Filled | None] = [
        fill_closest(part, [0] * least, [0] * least, tries, Deadline.after(60))
        for tries in (30, 1000)
    ]
    assert all(filled is not None for filled in found)
    hosts = [len(filled.fillings) for filled in found if filled is not None]
    assert hosts[1] <= min(hosts[0], least * 1.01 + 1)


def test_thousands_of_servers_that_all_differ_are_packed_within_half_a_percent() -> None:
    problem = estate(MANY_GUESTS, 5, ruled=True)
    assert looks_up(only_part(problem))
    packing = pack(problem, 20)
    assert not verify_packing(problem, packing)
    assert packing.price_yen <= 1.005 * packing.lower_bound_yen
    assert {cluster.found_by for cluster in packing.clusters} <= {"close-fit", "squeezing"}
