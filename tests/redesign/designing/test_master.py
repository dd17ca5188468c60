"""The program in whole numbers: its bound and the designs it helps to find, by brute force."""

from functools import cache

import numpy as np
import pytest

from consolidation.redesign.designing.completing import Completing
from consolidation.redesign.designing.inequalities import Variables
from consolidation.redesign.designing.master import Master, Rebuilding, is_apt
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline
from tests.redesign.designing.oracle import cheapest, small

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

NUM_BLOCKS, BLOCK = 4, 20
CLOSE = 1e-9


@cache
def optimum(seed: int) -> float | None:
    """Return the least cost of what can be bought, where the program is apt."""
    problem = small(seed)
    net = network(problem)
    if not net.pairs or not net.columns or not is_apt(Variables(net)):
        return None
    found = cheapest(problem)
    return None if found is None else float(found.cost * net.cost_factor - net.fixed_cost)


def tightened(seed: int) -> tuple[Tightening, np.ndarray]:
    tight = Tightening(Variables(network(small(seed))))
    answer = tight.root(Deadline.after(60), grouped=False)
    assert answer is not None
    return tight, answer.x


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_what_it_finds_once_all_states_hold_is_the_optimum(block: int):
    seen = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        best = optimum(seed)
        if best is None:
            continue
        tight, x = tightened(seed)
        master = Master(tight)
        master.take(x)
        while True:
            found = master.whole(Deadline.after(60), 0.0)
            assert found.bound <= best + 1e-6, seed
            assert found.x is not None
            if not tight.relaxation.add(tight.over_states(found.x, Deadline.after(60))):
                break
        assert float(tight.variables.costs @ found.x) == pytest.approx(best), seed
        # costs are whole numbers here, and within half a unit the solver does not search
        assert np.ceil(found.bound - 1e-6) == pytest.approx(best), seed
        seen += 1
    assert seen >= 5


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_building_parts_anew_ends_at_the_optimum_and_never_below(block: int):
    bettered = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        best = optimum(seed)
        if best is None:
            continue
        tight, x = tightened(seed)
        design = Completing(tight).completed(np.ceil(x - CLOSE), Deadline.after(60), lean=False)
        if design is None:
            continue
        if not tight.variables.net.single:
            design += 1  # first designs are often the best: something is to be bettered
        assert not tight.over_states(design, Deadline.after(60)), seed
        value = float(tight.variables.costs @ design)
        rebuilding = Rebuilding(tight, 1)
        while not rebuilding.is_done:
            near = rebuilding.better(design, value, Deadline.after(60))
            if near is not None:
                assert near[1] < value
                assert not tight.over_states(near[0], Deadline.after(60))
                design, value = near
                bettered += 1
        assert value == pytest.approx(best), seed
    assert bettered >= 1
