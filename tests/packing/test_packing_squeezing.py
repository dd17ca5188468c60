"""Squeezing: what is left over gets in by swaps, and large lots onto ever fewer hosts."""

import random
from itertools import pairwise

import numpy as np
import pytest

from consolidation.packing.compact.compartments import lots
from consolidation.packing.compact.filled import Filled
from consolidation.packing.model import Apart, Guest, HostOption, PackingProblem
from consolidation.packing.placing.heuristics import Row
from consolidation.packing.placing.squeezing import moved_onto, squeezed
from consolidation.packing.search.descending import descend, many_types
from consolidation.packing.search.search import search
from consolidation.packing.search.state import Search
from consolidation.solving.deadline import Deadline
from tests.packing.oracle import instance

AMPLE = 50_000_000


def estate(num: int, num_hosts: int, seed: int) -> PackingProblem:
    """Servers cut from full hosts of two dimensions, so that these hosts just do; some apart."""
    pick = random.Random(seed)
    demands = []
    for _ in range(num_hosts):
        cuts = [[0, *sorted(pick.sample(range(1, 1000), num - 1)), 1000] for _ in range(2)]
        sizes, others = ([b - a for a, b in pairwise(cut)] for cut in cuts)
        demands += zip(sizes, others, strict=True)
    guests = tuple(
        Guest(
            id=f"g{i:04}",
            cluster="c",
            zone="z",
            demand=(size, 1 + other // 2),
            labels=(f"l{i // num}",) if i % num < 2 else (),
        )
        for i, (size, other) in enumerate(demands)
    )
    rules = tuple(Apart(label=f"l{h}", most=2) for h in range(num_hosts))
    host = HostOption(id="h", cluster="c", capacity=(1000, 700), price_yen=1)
    return PackingProblem(dimensions=("a", "b"), guests=guests, options=(host,), rules=rules)


@pytest.mark.parametrize("seed", range(4))
def test_everything_gets_in_where_one_dimension_is_full_to_the_brim(seed: int) -> None:
    problem = estate(12, 15, seed)
    part = lots(problem)[0].compartments[0]
    found = squeezed(part, [(0, ())] * 15, AMPLE, Deadline.after(60))
    assert found is not None
    assert found.complete(part)
    assert len(found.fillings) == 15
    assert squeezed(part, [(0, ())] * 14, AMPLE // 10, Deadline.after(60)) is None


def test_nothing_found_is_no_wrong_packing() -> None:
    """On the instances with every feature a squeezed packing is complete, or there is none."""
    num = 0
    for seed in range(300):
        for lot in lots(instance(seed)):
            for part in lot.compartments:
                pick = random.Random(seed)
                settings = range(len(part.settings))
                hosts = [(pick.choice(settings), ()) for _ in range(pick.randint(0, 5))]
                found = squeezed(part, hosts, 100_000, Deadline.after(60))
                assert found is None or found.complete(part), seed
                num += found is not None
    assert num > 100


def test_no_work_and_no_time_give_nothing() -> None:
    part = lots(estate(6, 3, 1))[0].compartments[0]
    assert squeezed(part, [(0, ())] * 3, 0, Deadline.after(60)) is None
    assert squeezed(part, [(0, ())] * 3, AMPLE, Deadline.after(0)) is None
    assert squeezed(part, [], AMPLE, Deadline.after(60)) is None


def test_moved_onto_keeps_the_fullest_hosts_and_adds_empty_ones() -> None:
    part = lots(estate(3, 3, 1))[0].compartments[0]
    size = (part.arrays.need / part.arrays.room).sum(axis=1)
    order = np.argsort(size).tolist()
    filled = Filled(tuple((0, ((i, 1),)) for i in sorted(order)))
    kept = [counts[0][0] for _, counts in moved_onto(part, filled, (2,))]
    least = np.sort(size)[-2]
    assert [bool(size[i] >= least) for i in kept] == [True, True]
    assert moved_onto(part, Filled(()), (2,)) == [(0, ()), (0, ())]


def test_row_fillings_name_every_host() -> None:
    part = lots(estate(3, 3, 1))[0].compartments[0]
    assert Row.empty(part, [0, 0]).fillings() == [(0, ()), (0, ())]


def test_a_large_lot_descends_to_the_bound() -> None:
    lot = lots(estate(14, 50, 3))[0]
    assert many_types(lot)
    state = Search(lot, Deadline.after(60), [[] for _ in lot.compartments])
    descend(state, AMPLE)
    assert not state.filled, "without a packing there is nothing to begin from"
    found = search(lot, Deadline.after(60))
    assert (found.upper, found.lower) == (50, 50)
