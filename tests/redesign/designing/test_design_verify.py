"""The re-check of network designs: what it lets through, what it tells, and in which words."""

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.designing.verify_cuts import simple_cut, text_of
from consolidation.redesign.designing.verify_routes import routes
from consolidation.redesign.designing.verify_states import states
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.redesign.designing.oracle import broken, cases, cheapest, price, small
from tests.redesign.designing.thinner import cases_told, thinner

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

DETOUR = ("AX", "XY", "YB")
CULPRIT = Text("理由", "reason")
NOTHING = NetworkDesign(status=Status.INFEASIBLE, cost=None, bound=Fraction(0), culprit=CULPRIT)


@pytest.mark.parametrize("block", range(4))
def test_what_brute_force_finds_holds(block: int):
    for seed in range(block * 100, block * 100 + 100):
        problem = small(seed)
        best = cheapest(problem)
        assert verify_design(problem, NOTHING if best is None else best.design()) == (), seed


@pytest.mark.parametrize("block", range(4))
def test_a_module_less_is_told_with_the_states_it_breaks(block: int):
    num_broken = 0
    for seed in range(block * 40, block * 40 + 40):
        problem = small(seed)
        best = cheapest(problem)
        for purchases in () if best is None else thinner(best.purchases):
            wanted = broken(problem, purchases)
            assert cases_told(problem, purchases) == wanted, seed
            num_broken += bool(wanted)
    assert num_broken > 30


@pytest.mark.parametrize("direction", [Direction.UNDIRECTED, Direction.DIRECTED])
def test_a_state_may_hold_though_shortest_ways_block_each_other(direction: Direction):
    """The larger demand would take the short way that the smaller one cannot do without."""
    links = tuple(
        DesignLink(id=a + b, a=a, b=b, installed=Fraction(2)) for a, b in ("AM", "MB", *DETOUR)
    )
    demands = tuple(
        Demand(id=a + b, source=a, target=b, amounts=(Fraction(amount),))
        for (a, b), amount in (("AB", 2), ("AM", 1))
    )
    problem = DesignProblem(
        name="detour", nodes=tuple("AMBXY"), links=links, demands=demands, direction=direction
    )
    capacity = {link.id: link.installed for link in links}
    assert routes(next(states(problem, 0, capacity))) is None
    nothing = NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0))
    assert verify_design(problem, nothing) == ()


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_the_order_of_rows_changes_no_finding(seed: int):
    problem, chance = small(seed), random.Random(seed)
    mixed = replace(
        problem,
        nodes=tuple(chance.sample(problem.nodes, len(problem.nodes))),
        links=tuple(chance.sample(problem.links, len(problem.links))),
        demands=tuple(chance.sample(problem.demands, len(problem.demands))),
        failures=tuple(chance.sample(problem.failures, len(problem.failures))),
    )
    empty = NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0))
    assert set(verify_design(mixed, empty)) == set(verify_design(problem, empty))


TWO = (Module(Fraction(10), Fraction(4)), Module(Fraction(40), Fraction(10)))
TRIANGLE = DesignProblem(
    name="triangle",
    nodes=("A", "B", "C"),
    links=(
        DesignLink(id="L1", a="A", b="B", setup_cost=Fraction(3), modules=TWO),
        DesignLink(id="L2", a="B", b="C", installed=Fraction(5), modules=TWO),
        DesignLink(id="L3", a="A", b="C", installed_cost=Fraction(7), modules=TWO),
    ),
    demands=(
        Demand(id="D1", source="A", target="B", amounts=(Fraction(25),)),
        Demand(id="D2", source="B", target="A", amounts=(Fraction(5),)),
        Demand(id="D3", source="A", target="C", amounts=(Fraction(10),)),
    ),
    failures=(Failure(id="F1", links=("L1",)), Failure(id="N-C", nodes=("C",))),
)
RIGHT = NetworkDesign(
    status=Status.OPTIMAL,
    cost=Fraction(7 + 3 + 12 + 10 + 10),
    bound=Fraction(42),
    purchases=(
        Purchase(link="L1", counts=(Fraction(3), Fraction(0))),
        Purchase(link="L2", counts=(Fraction(0), Fraction(1))),
        Purchase(link="L3", counts=(Fraction(0), Fraction(1))),
    ),
)


def buying(*counts: tuple[int | Fraction, ...], **changes: object) -> NetworkDesign:
    """Return the right design with other counts on L1, L2 and L3."""
    purchases = tuple(
        Purchase(link=link, counts=tuple(map(Fraction, own)))
        for link, own in zip(("L1", "L2", "L3"), counts, strict=False)
    )
    return replace(RIGHT, purchases=purchases, **changes)


def told(design: NetworkDesign, problem: DesignProblem = TRIANGLE) -> list[str]:
    return [text.en for text in verify_design(problem, design)]


def test_the_right_design_of_the_triangle_is_let_through():
    assert verify_design(TRIANGLE, RIGHT) == ()
    assert cheapest(replace(TRIANGLE, failures=())) is not None


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (replace(RIGHT, cost=None), ["it has no cost"]),
        (
            replace(RIGHT, cost=Fraction(41), bound=Fraction(41)),
            ["its cost is 41, its parts add up to 42"],
        ),
        (
            replace(RIGHT, bound=Fraction(43)),
            [
                "its bound 43 is above its cost 42",
                "it is said to be optimal, at a cost of 42 and a bound of 43",
            ],
        ),
        (
            replace(RIGHT, bound=Fraction(41)),
            ["it is said to be optimal, at a cost of 42 and a bound of 41"],
        ),
        (
            replace(RIGHT, status=Status.FEASIBLE),
            ["it is said to be feasible, at a cost of 42 and a bound of 42"],
        ),
        (
            replace(RIGHT, status=Status.UNKNOWN),
            ["it is unknown, yet has a cost or purchases"],
        ),
        (
            NOTHING,
            ["it is infeasible, yet buying the most of everything is enough"],
        ),
        (
            replace(NOTHING, culprit=None),
            [
                "it does not say why there is no design",
                "it is infeasible, yet buying the most of everything is enough",
            ],
        ),
        (
            replace(RIGHT, purchases=(*RIGHT.purchases, Purchase(link="L4", counts=()))),
            [
                "purchases are not in the order of the links, or of one link twice",
                "there is no link L4",
            ],
        ),
        (
            replace(RIGHT, purchases=RIGHT.purchases[::-1]),
            ["purchases are not in the order of the links, or of one link twice"],
        ),
        (
            replace(RIGHT, purchases=(*RIGHT.purchases, RIGHT.purchases[-1])),
            ["purchases are not in the order of the links, or of one link twice"],
        ),
        (buying((3,), (0, 1), (0, 1)), ["link L1: 1 counts for 2 modules"]),
        (buying((0, 0), (0, 1), (0, 1)), ["link L1: a purchase of nothing is listed"]),
        (buying((4, -1), (0, 1), (0, 1)), ["link L1: a count is negative"]),
        (buying((Fraction(7, 2), 0), (0, 1), (0, 1)), ["link L1: a count is not whole"]),
        (
            buying((2, 0), (0, 1), (0, 1), cost=Fraction(38), bound=Fraction(38)),
            [
                "slice all, failure N-C: links L1 between {A} and the rest carry 20 of 30",
            ],
        ),
        (
            buying((3, 0), (1, 0), (0, 1), cost=Fraction(36), bound=Fraction(36)),
            ["slice all, failure F1: links L2 between {B} and the rest carry 15 of 30"],
        ),
    ],
)
def test_what_is_wrong_is_told(design: NetworkDesign, words: list[str]):
    assert told(design) == words


def test_a_link_that_is_missed_is_told_as_such():
    alone = replace(TRIANGLE, links=TRIANGLE.links[:1], failures=())
    design = buying((4, 0), cost=Fraction(19), bound=Fraction(19))
    assert verify_design(alone, design) == (
        Text(
            "時間帯 all、通常時: {C} とその他の間のリンクが残らない (必要 10)",
            "slice all, normal state: no link is left between {C} and the rest, 10 are wanted",
        ),
    )


def test_directions_are_told_apart():
    """Full duplex, each way has 30 on L1; one way only, there is no way back."""
    both = replace(TRIANGLE, direction=Direction.BIDIRECTED)
    design = buying((2, 0), (0, 1), (0, 1), cost=Fraction(38), bound=Fraction(38))
    assert told(design, both) == [
        "slice all, failure N-C: links L1 from {A} to the rest carry 20 of 25"
    ]
    one_way = replace(TRIANGLE, direction=Direction.DIRECTED, failures=())
    assert told(RIGHT, one_way) == [
        "slice all, normal state: no link is left from the rest to {A}, 5 are wanted"
    ]


def test_explicit_allows_one_module():
    explicit = replace(TRIANGLE, choice=Choice.EXPLICIT)
    assert told(RIGHT, explicit) == ["link L1: more than the one module that is allowed"]
    right = buying((0, 1), (0, 1), (0, 1), cost=Fraction(40), bound=Fraction(40))
    assert told(right, explicit) == []


def test_any_amounts_are_of_the_cheapest_module():
    linear = replace(TRIANGLE, choice=Choice.LINEAR)
    amounts = ((0, Fraction(3, 4)), (0, Fraction(5, 8)), (0, 1))
    cost = 7 + 3 + 10 * (Fraction(3, 4) + Fraction(5, 8) + 1)
    assert told(buying(*amounts, cost=cost, bound=cost), linear) == []
    assert told(buying((3, 0), *amounts[1:]), linear) == [
        "link L1: its module is not the cheapest per unit"
    ]


def test_slices_are_named_and_each_must_hold():
    demands = tuple(
        replace(demand, amounts=(Fraction(0), *demand.amounts)) for demand in TRIANGLE.demands
    )
    two = replace(TRIANGLE, demands=demands, slices=("night", "day"), failures=())
    design = buying((2, 0), (0, 1), (1, 0), cost=Fraction(32), bound=Fraction(32))
    assert told(RIGHT, two) == []
    assert told(design, two) == [
        "slice day, normal state: links L1, L3 between {A} and the rest carry 30 of 40"
    ]


def test_routing_costs_what_the_cheapest_ways_cost_in_all_slices():
    links = tuple(replace(link, routing_cost=Fraction(1, 10)) for link in TRIANGLE.links)
    demands = tuple(
        replace(demand, amounts=(*demand.amounts, Fraction(2))) for demand in TRIANGLE.demands
    )
    paid = replace(TRIANGLE, links=links, demands=demands, slices=("day", "night"))
    cost = RIGHT.bound + Fraction(40 + 6, 10)
    assert told(replace(RIGHT, cost=cost, bound=cost), paid) == []
    assert told(RIGHT, paid) == ["its cost is 42, its parts add up to 46.6"]


def test_demands_that_count_twice_in_the_normal_state_are_told_to():
    fault = "slice all, normal state (demands x 2): links L1, L3 between {A} and the rest carry"
    found = told(buying((1, 0), (0, 1), (0, 1)), replace(TRIANGLE, normal_factor=Fraction(2)))
    assert any(text.startswith(fault) for text in found), found


def test_demands_that_count_twice_normally_are_no_reason_to_call_it_impossible():
    link = DesignLink(id="AB", a="A", b="B", modules=(Module(Fraction(10), Fraction(1)),))
    demand = Demand(id="d", source="A", target="B", amounts=(Fraction(25),))
    problem = DesignProblem(
        name="pipe",
        nodes=("A", "B"),
        links=(link,),
        demands=(demand,),
        normal_factor=Fraction(2),
    )
    assert verify_design(problem, NOTHING)


def test_routes_of_the_normal_state_are_kept_as_far_as_less_is_wanted_after_a_failure():
    links = tuple(
        DesignLink(id=a + b, a=a, b=b, installed=Fraction(3)) for a, b in ("AB", "BC", "CD")
    )
    demand = Demand(id="d", source="A", target="C", amounts=(Fraction(2),))
    problem = DesignProblem(
        name="chain",
        nodes=tuple("ABCD"),
        links=links,
        demands=(demand,),
        failures=(Failure(id="f", links=("CD",)),),
        normal_factor=Fraction(3, 2),
    )
    normal, failed = states(problem, 0, {link.id: link.installed for link in links})
    found = routes(normal)
    assert found is not None
    assert [route.amount for route in found] == [3]
    kept = routes(failed, found)
    assert kept is not None
    assert [route.amount for route in kept] == [2]


def test_where_no_cut_is_violated_the_demand_is_named():
    """Okamura and Seymour: six unit links, four unit demands, each at least two links long."""
    links = tuple(
        DesignLink(id=f"{a}{b}", a=a, b=b, installed=Fraction(1)) for a in "st" for b in "xyz"
    )
    demands = tuple(
        Demand(id=f"{a}-{b}", source=a, target=b, amounts=(Fraction(1),))
        for a, b in ("st", "xy", "yz", "zx")
    )
    problem = DesignProblem(name="k23", nodes=tuple("stxyz"), links=links, demands=demands)
    nothing = NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0))
    (text,) = verify_design(problem, nothing)
    assert text.en.startswith("slice all, normal state: ")
    assert text.en.endswith("find no way; no cut was found that shows it")
    assert verify_design(replace(problem, demands=demands[:3]), nothing) == ()
    assert verify_design(problem, NOTHING) == ()


def test_a_cut_in_the_middle_is_found():
    """Two triangles of rich links joined by poor ones: no node alone is short of room."""
    rich = [("A", "B"), ("B", "C"), ("A", "C"), ("D", "E"), ("E", "F"), ("D", "F")]
    poor = [("A", "D"), ("B", "E")]
    links = tuple(
        DesignLink(id=a + b, a=a, b=b, installed=Fraction(room))
        for ends, room in ((rich, 100), (poor, 20))
        for a, b in ends
    )
    demands = tuple(
        Demand(id=a + b, source=a, target=b, amounts=(Fraction(15),)) for a, b in ("AF", "BD", "CE")
    )
    problem = DesignProblem(name="waist", nodes=tuple("ABCDEF"), links=links, demands=demands)
    nothing = NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0))
    assert told(nothing, problem) == [
        "slice all, normal state: links AD, BE between {A, B, C} and the rest carry 40 of 45"
    ]


def test_a_cut_that_is_no_smallest_one_is_found():
    """Each demand alone would fit, and full links close off other sides than the one to blame."""
    rooms = {"AB": 6, "BC": 6, "CD": 2, "DE": 7}
    links = tuple(
        DesignLink(id=f"{a}{b}", a=a, b=b, installed=Fraction(room))
        for (a, b), room in rooms.items()
    )
    demands = tuple(
        Demand(id=a + b, source=a, target=b, amounts=(Fraction(amount),))
        for (a, b), amount in (("AC", 6), ("BE", 2))
    )
    problem = DesignProblem(name="line", nodes=tuple("ABCDE"), links=links, demands=demands)
    nothing = NetworkDesign(status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0))
    assert told(nothing, problem) == [
        "slice all, normal state: links BC between {A, B} and the rest carry 6 of 8"
    ]


def test_a_node_that_too_little_leads_to_is_found_without_a_program():
    links = tuple(
        DesignLink(id=a + b, a=a, b=b, installed=Fraction(room))
        for (a, b), room in (("AC", 3), ("BC", 3), ("AB", 9), ("BA", 9))
    )
    demands = tuple(Demand(id=a + "C", source=a, target="C", amounts=(Fraction(4),)) for a in "AB")
    problem = DesignProblem(
        name="sink",
        nodes=tuple("ABC"),
        links=links,
        demands=demands,
        direction=Direction.DIRECTED,
    )
    state = next(states(problem, 0, {link.id: link.installed for link in links}))
    cut = simple_cut(state, Fraction(0))
    assert cut is not None
    assert text_of(cut, state).en == "links AC, BC from the rest to {C} carry 6 of 8"


def test_price_of_brute_force_is_the_triangles():
    assert price(TRIANGLE, RIGHT.purchases) == RIGHT.cost
    assert broken(TRIANGLE, RIGHT.purchases) == set()
    assert broken(TRIANGLE, ()) == set(cases(TRIANGLE))
