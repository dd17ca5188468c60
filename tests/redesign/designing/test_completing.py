"""First designs near any point are designs: by the inequalities at hand and by brute force."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from consolidation.redesign.designing.completing import Completing
from consolidation.redesign.designing.design import purchased
from consolidation.redesign.designing.inequalities import Variables
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.problem import Choice, DesignProblem
from consolidation.redesign.designing.recipes import Survived
from consolidation.redesign.designing.tightening import Tightening
from consolidation.solving.deadline import Deadline
from tests.redesign.designing.oracle import broken, cheapest, price
from tests.redesign.designing.test_across import tiny
from tests.redesign.designing.test_check_bound_small import solvable

pytestmark = [
    pytest.mark.no_cover,  # tracing would take as long as the tests
    # the search multiplies no demand by an infinite distance, and leaves the product out
    pytest.mark.filterwarnings("ignore:invalid value encountered in multiply:RuntimeWarning"),
]

NUM_BLOCKS, BLOCK = 4, 20


def problems(seeds: range) -> list[tuple[int, DesignProblem]]:
    """Return problems with demands and a design, of two kinds."""
    found = [(seed, solvable(seed)) for seed in seeds]
    found += [(-seed, tiny(seed)) for seed in seeds if cheapest(tiny(seed)) is not None]
    return [
        (seed, problem)
        for seed, problem in found
        if problem is not None and problem.choice is not Choice.LINEAR and network(problem).pairs
    ]


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_what_is_completed_is_a_design(block: int):
    seen: Counter[object] = Counter()
    for seed, problem in problems(range(block * BLOCK, (block + 1) * BLOCK)):
        net = network(problem)
        variables = Variables(net)
        best = cheapest(problem)
        assert best is not None
        tight = Tightening(variables)
        chance = np.random.default_rng(abs(seed))
        # first with hardly an inequality known, then at the root
        for turn in range(4):
            x = chance.uniform(0, chance.choice([0.2, 0.9]), variables.num)
            if turn == 2:
                answer = tight.root(Deadline.after(60), grouped=False)
                assert answer is not None
                x = answer.x.copy()
            lean = turn in (1, 2)
            design = Completing(tight).completed(x, Deadline.after(60), lean=lean)
            if design is None:
                seen["none"] += 1
                continue
            case = seed, turn
            whole = design[variables.whole]
            assert (whole == np.round(whole)).all(), case
            assert design.min(initial=0) >= 0, case
            # of what only cheapest designs satisfy some may come up while it is made lean
            wrong = {type(r.recipe) for r in tight.relaxation.pool if r.slack(design) < -1e-6}
            is_modular = problem.choice is Choice.MODULAR
            assert wrong <= ({Survived} if is_modular and lean else set()), case
            assert not tight.over_states(design, Deadline.after(60)), case
            purchases, cost = purchased(problem, net, design)
            assert broken(problem, purchases) == set(), case
            assert cost == price(problem, purchases), case
            # what the search counts is what is paid, or no less
            counted = Fraction(float(variables.costs @ design)) + net.fixed_cost
            assert counted >= (cost - Fraction(1, 10**6)) * net.cost_factor, case
            assert counted >= (best.cost - Fraction(1, 10**6)) * net.cost_factor, case
            if problem.choice is Choice.EXPLICIT:
                assert all(sum(own.counts) <= 1 for own in purchases), case
            seen[problem.choice, lean] += 1
            seen["setup"] += net.has_setup
    assert min(seen[c, lean] for c in ("modular", "explicit") for lean in (True, False)) > 3, seen
    assert seen["setup"] > 5
