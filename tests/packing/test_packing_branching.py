"""The branch and bound for the most valuable filling, against every filling there is."""

from itertools import product
from random import Random

import numpy as np
import pytest

from consolidation.packing.columns.pricing import ordered
from consolidation.packing.compact.shared_rules import Bound, SharedRule
from consolidation.packing.compiled.arrays import Arrays, arrays_of
from consolidation.packing.compiled.branching import branch_and_bound
from consolidation.packing.compiled.filling import UNIT


def _case(pick: Random) -> tuple[Arrays, list[int]]:
    """Return a host with room for a few types, with rules that bind alone or beside others."""
    num_types, num_dimensions = pick.randint(1, 6), pick.randint(1, 3)
    room = pick.choice([8, 30, 100])
    rules = [
        SharedRule(f"r{r}", None, pick.choice([None, "x"]), (pick.randint(0, 3),))
        for r in range(pick.randint(0, 2))
    ]
    arrays = arrays_of(
        [[pick.randint(0, room // 2) for _ in range(num_dimensions)] for _ in range(num_types)],
        [pick.randint(1, 3) for _ in range(num_types)],
        [[0] for _ in range(num_types)],
        [
            [
                Bound(r, pick.randint(0, 2), pick.randint(0, 1))
                for r in range(len(rules))
                if pick.random() < 0.6
            ]
            for _ in range(num_types)
        ],
        [[room] * num_dimensions],
        [1],
        rules,
    )
    return arrays, [pick.randint(0, 1000) for _ in range(num_types)]


def _admissible(arrays: Arrays, counts: tuple[int, ...]) -> bool:
    have, near = np.zeros(arrays.binds.size, np.int64), arrays.binds.copy()
    for kind, num in enumerate(counts):
        for q in range(arrays.start[kind], arrays.start[kind + 1]):
            have[arrays.rule[q]] += num * arrays.counts[q]
            near[arrays.rule[q]] += num * arrays.beside[q]
    fits = bool((np.array(counts) @ arrays.need <= arrays.room[0]).all())
    return fits and not bool(((near > 0) & (have > arrays.most[0])).any())


@pytest.mark.parametrize("seed", range(150))
def test_the_most_valuable_filling_is_found_and_proved(seed: int) -> None:
    pick = Random(seed)
    arrays, worths = _case(pick)
    values = np.array(worths, np.int64)
    floor = pick.choice([-1, 0, 700])
    weights = np.array([pick.randint(0, 20 * UNIT) for _ in arrays.room[0]], np.int64)
    order = ordered(values, arrays.need, arrays.num, weights)
    found = np.zeros((4, values.size), np.int64)
    best, _, improved, proved = branch_and_bound(
        values, arrays.num, arrays, arrays.room[0], arrays.most[0], arrays.binds,
        weights, order, floor, 10**6, found,
    )  # fmt: skip
    everything = product(*(range(num + 1) for num in arrays.num.tolist()))
    worth = max(int(np.dot(c, values)) for c in everything if _admissible(arrays, c))
    assert proved
    assert best == max(floor, worth)
    if improved:
        row = found[(improved - 1) % 4]
        assert int(row @ values) == best
        assert _admissible(arrays, tuple(row.tolist()))


def test_it_gives_up_when_its_nodes_run_out() -> None:
    arrays, worths = _case(Random(3))
    values = np.array(worths, np.int64) + 1
    weights = np.zeros(arrays.room.shape[1], np.int64)
    order = ordered(values, arrays.need, arrays.num, weights)
    *_, proved = branch_and_bound(
        values, arrays.num, arrays, arrays.room[0], arrays.most[0], arrays.binds,
        weights, order, 0, 1, np.zeros((1, values.size), np.int64),
    )  # fmt: skip
    assert not proved
