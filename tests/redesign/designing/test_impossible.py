"""What nothing carries is told with the first state that nothing carries, by brute force."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.redesign.designing.answer import Purchase
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.impossible import culprit
from consolidation.redesign.designing.inequalities import Variables
from consolidation.redesign.designing.network import network
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.designing.routing import Routing
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from tests.redesign.designing.oracle import Case, broken, cases, small

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

NUM_BLOCKS, BLOCK = 4, 50
LIMIT_S = 60.0


def scarce(seed: int) -> DesignProblem:
    """Make a problem with little to buy: about half of them have no design.

    Nodes fail besides what fails anyway, so that less is asked for in some states.
    """
    chance = random.Random(f"scarce {seed}")
    problem = small(seed)
    links = tuple(
        replace(
            link,
            installed=Fraction(chance.choice((0, 4, 9, 9))),
            modules=link.modules if chance.random() < 0.6 else (),
        )
        for link in problem.links
    )
    failures = list(problem.failures)
    for name in chance.sample(problem.nodes, chance.choice((0, 1, 2))):
        also = tuple(own.id for own in links if chance.random() < 0.2)
        failures.append(Failure(id=f"both-{name}", nodes=(name,), links=also))
    chance.shuffle(failures)
    return replace(
        problem,
        links=links,
        failures=tuple(failures),
        choice=chance.choice((Choice.EXPLICIT, Choice.EXPLICIT, Choice.MODULAR)),
        normal_factor=chance.choice((Fraction(1), Fraction(1), Fraction(1, 2), Fraction(3, 2))),
    )


def all_there_is(problem: DesignProblem) -> tuple[Purchase, ...]:
    """Return the largest module of each link, many times where that is possible."""
    times = 1 if problem.choice is Choice.EXPLICIT else 100
    found = []
    for link in problem.links:
        sizes = [module.capacity for module in link.modules]
        if sizes:
            at = sizes.index(max(sizes))
            counts = tuple(Fraction(times * (place == at)) for place in range(len(sizes)))
            found.append(Purchase(link=link.id, counts=counts))
    return tuple(found)


def named(problem: DesignProblem, text: str) -> Case:
    """Return the state that a text names."""
    failure = ""
    if text.startswith("after the failure of "):
        failure = text.removeprefix("after the failure of ").split()[0]
    slices = [i for i, name in enumerate(problem.slices) if f"({name})" in text]
    return (slices or [0])[0], failure


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_the_first_state_that_nothing_carries_is_told(block: int):
    told = {"none": 0, "normal": 0, "failure": 0, "less": 0}
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = scarce(seed)
        wrong = broken(problem, all_there_is(problem))
        reason = culprit(problem, Routing(Variables(network(problem))), Deadline.after(LIMIT_S))
        assert (reason is not None) == bool(wrong), seed
        if reason is None:
            told["none"] += 1
            continue
        # all slices of the normal state come first, then those after each failure in order
        order = sorted(cases(problem), key=lambda case: _place(problem, case))
        case = named(problem, reason.en)
        assert case == next(own for own in order if own in wrong), (seed, reason.en)
        told["failure" if case[1] else "normal"] += 1
        told["less"] += case[1].startswith(("both", "N-"))
    assert min(told.values()) > 1, told


def _place(problem: DesignProblem, case: Case) -> tuple[int, int]:
    return ["", *(failure.id for failure in problem.failures)].index(case[1]), case[0]


def test_a_state_that_asks_for_less_may_be_the_one_at_fault():
    """Normally A-B has two ways; once C has failed, only the thin one, and C asks for nothing."""
    problem = DesignProblem(
        name="less",
        nodes=("A", "B", "C"),
        links=tuple(
            DesignLink(id=a + b, a=a, b=b, installed=Fraction(room), modules=())
            for a, b, room in (("A", "B", 2), ("A", "C", 9), ("C", "B", 9))
        ),
        demands=(
            Demand(id="d", source="A", target="B", amounts=(Fraction(5),)),
            Demand(id="e", source="A", target="C", amounts=(Fraction(1),)),
        ),
        direction=Direction.UNDIRECTED,
        failures=(Failure(id="F", nodes=("C",)),),
    )
    design = design_network(problem, LIMIT_S)
    assert design.status is Status.INFEASIBLE
    assert design.culprit is not None
    assert "after the failure of F" in design.culprit.en
    module = (Module(Fraction(3), Fraction(4)),)
    wider = tuple(replace(x, modules=module) if x.id == "AB" else x for x in problem.links)
    assert design_network(replace(problem, links=wider), LIMIT_S).cost == 4


def test_each_slice_goes_by_its_own_normal_routes():
    """By day nothing goes over A-C, whose failure only the night's traffic notices."""
    problem = DesignProblem(
        name="slices",
        nodes=("A", "B", "C"),
        links=tuple(DesignLink(id=a + b, a=a, b=b, installed=Fraction(9)) for a, b in ("AB", "AC")),
        demands=(
            Demand(id="d", source="A", target="B", amounts=(Fraction(5), Fraction(0))),
            Demand(id="e", source="A", target="C", amounts=(Fraction(0), Fraction(1))),
        ),
        failures=(Failure(id="F", links=("AC",)),),
        slices=("day", "night"),
    )
    design = design_network(problem, LIMIT_S)
    assert design.culprit is not None
    assert named(problem, design.culprit.en) == (1, "F")
