"""Certificates made by hand: what they show is accepted, and no more than that."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.problem import (
    Choice,
    DesignLink,
    DesignProblem,
    Failure,
    single_link_failures,
)
from consolidation.redesign.designing.recipes import (
    Covering,
    Given,
    Grouped,
    Metric,
    Recipe,
    Spanning,
    Survived,
)
from tests.redesign.designing.by_hand import (
    BIDIRECTED,
    CUT,
    DIRECTED,
    FOUR_AND_ONE,
    TREE,
    demand,
    holds,
    lowered,
    module,
    pipe,
    ring,
    row,
    with_first,
    with_links,
)

FIRST_DOWN = (Failure(id="AB", links=("AB",)),)
NODE_DOWN = (Failure(id="C", nodes=("C",)),)
TWO_SLICES = replace(
    ring(failures=FIRST_DOWN),
    slices=("day", "night"),
    demands=(demand("A", "B", 12, 1), demand("B", "C", 5, 2)),
)
FINE = replace(
    with_links(ring(), modules=(module("5/2", 3),)),
    demands=(demand("A", "B", "1/3"), demand("B", "C", "1/2")),
)
PRICED = with_links(ring(), routing_cost=Fraction(1))
FRACTION_PRICED = replace(
    with_links(ring(), routing_cost=Fraction(1, 3)), demands=(demand("A", "B", "3/2"),)
)
CHARGED = with_links(ring(), setup_cost=Fraction(7))
BETWEEN = replace(ring(), demands=(demand("A", "B", 5), demand("B", "C", 5)))
TWO_SIZES = with_links(ring(), modules=(module(10, 3), module(4, 2)))
ONES = {0: 1, 1: 1, 2: 1}
SURVIVING = ring(failures=single_link_failures(ring().links))
LARGE_PAYS = with_links(SURVIVING, modules=(module(10, 3), module(100, 5)))
THREE_LINES = replace(
    pipe(amount=15),
    links=tuple(
        DesignLink(id=name, a="x", b="y", modules=(module(10, 3),)) for name in ("K", "L", "M")
    ),
    failures=tuple(Failure(id=name, links=(name,)) for name in ("K", "L", "M")),
)

TIGHT = {
    "undirected": (ring(), row({0: 10, 1: 0, 2: 10}, 16, Metric(0, (1, 0, 1)))),
    "bidirected, leaving": (
        ring(BIDIRECTED),
        row({0: 10, 2: 10}, 12, Metric(0, (1, 0, 0, 0, 0, 1))),
    ),
    "bidirected, entering": (
        ring(BIDIRECTED),
        row({0: 10, 2: 10}, 4, Metric(0, (0, 1, 0, 0, 1, 0))),
    ),
    "bidirected, both": (
        ring(BIDIRECTED),
        row({0: 30, 2: 30}, 20, Metric(0, (1, 2, 0, 0, 2, 1))),
    ),
    "directed": (ring(DIRECTED), row({0: 10}, 12, Metric(0, (1, 0, 0)))),
    "directed, round": (ring(DIRECTED), row({0: 10, 1: 10, 2: 10}, 25, Metric(0, (1, 1, 1)))),
    "longer way": (ring(), row({0: 30, 1: 10, 2: 10}, 37, Metric(0, (3, 1, 1)))),
    "link down": (
        ring(failures=FIRST_DOWN),
        row({2: 10}, 16, Metric(1, (9, 0, 1))),
    ),
    "node down": (ring(failures=NODE_DOWN), row({0: 10}, 16, Metric(1, (1, 1, 1)))),
    "second slice": (TWO_SLICES, row({0: 10, 2: 10}, 1, Metric(1, (1, 0, 1)))),
    "second slice, link down": (
        TWO_SLICES,
        row({1: 10, 2: 10}, 4, Metric(3, (0, 1, 1))),
    ),
    "installed": (
        with_first(ring(), installed=Fraction(7)),
        row({0: 10, 2: 10}, 9, Metric(0, (1, 0, 1))),
    ),
    "made whole": (FINE, row({0: 15, 1: 15}, 5, Metric(0, (1, 1, 0)))),
    "price": (PRICED, row({3: 1}, 21, Metric(0, (0, 0, 0), 1))),
    "price and length": (PRICED, row({0: 10, 2: 10, 3: 1}, 37, Metric(0, (1, 0, 1), 1))),
    "price in fractions": (FRACTION_PRICED, row({3: 1}, 3, Metric(0, (0, 0, 0), 1))),
    "price in the second slice": (
        with_links(TWO_SLICES, routing_cost=Fraction(1)),
        row({4: 1}, 3, Metric(1, (0, 0, 0), 1)),
    ),
    "price of a link": (
        with_first(ring(), routing_cost=Fraction(2)),
        row({1: 10, 2: 10, 3: 1}, 37, Metric(0, (0, 1, 1), 1)),
    ),
    "spanning": (ring(), row(ONES, 2, Spanning(0, (0, 1, 2)))),
    "spanning two groups": (ring(), row({0: 1, 2: 1}, 1, Spanning(0, (0, 1, 1)))),
    "spanning, link down": (
        ring(failures=FIRST_DOWN),
        row({1: 1, 2: 1}, 2, Spanning(1, (5, 3, 4))),
    ),
    "spanning, node down": (ring(failures=NODE_DOWN), row({0: 1}, 1, Spanning(1, (0, 1, 2)))),
    "spanning opened": (CHARGED, row({3: 1, 4: 1, 5: 1}, 2, Spanning(0, (0, 1, 2), True))),
    "spanning opened where charged": (
        with_first(ring(), setup_cost=Fraction(1)),
        row({1: 1, 2: 1, 3: 1}, 2, Spanning(0, (0, 1, 2), True)),
    ),
    "spanning opened, any amount": (
        replace(CHARGED, choice=Choice.LINEAR),
        row({3: 1, 4: 1, 5: 1}, 2, Spanning(0, (0, 1, 2), True)),
    ),
    "grouped": (BETWEEN, row(ONES, 2, Grouped(0, (0, 1, 2), 10))),
    "grouped, bidirected": (
        replace(BETWEEN, direction=BIDIRECTED, demands=(demand("A", "B", 6), demand("B", "C", 6))),
        row(ONES, 2, Grouped(0, (0, 1, 2), 10)),
    ),
    "grouped, directed": (
        replace(BETWEEN, direction=DIRECTED),
        row(ONES, 2, Grouped(0, (0, 1, 2), 10)),
    ),
    "grouped, link down": (
        ring(failures=FIRST_DOWN),
        row({1: 1, 2: 1}, 5, Grouped(1, (0, 1, 2), 10)),
    ),
    "grouped in two": (ring(), row({0: 1, 1: 1}, 3, Grouped(0, (1, 0, 1), 10))),
    "survived": (SURVIVING, row({0: 1, 2: 1}, 4, Survived((1, 0, 0), 10))),
    "survived, three links": (THREE_LINES, row(ONES, 3, Survived((0, 1), 10))),
    "survived, fine units": (THREE_LINES, row(ONES, 3, Survived((0, 1), 1))),
    "survived, bidirected": (
        replace(SURVIVING, direction=BIDIRECTED, demands=(demand("A", "B", 10),)),
        row({0: 1, 2: 1}, 2, Survived((1, 0, 0), 10)),
    ),
    "survived, large pays": (LARGE_PAYS, row({1: 1, 5: 1}, 2, Survived((1, 0, 0), 1))),
    "survived, explicit": (
        replace(LARGE_PAYS, choice=Choice.EXPLICIT),
        row({1: 1, 5: 1}, 2, Survived((1, 0, 0), 1)),
    ),
    "one opening": (CHARGED, row({3: -1}, -1, Given(0))),
    "bought if opened": (CHARGED, row({1: -1, 4: 3}, 0, Given(8))),
    "one module": (
        replace(TWO_SIZES, choice=Choice.EXPLICIT),
        row({2: -1, 3: -1}, -1, Given(0)),
    ),
}


@pytest.mark.parametrize("name", TIGHT)
def test_what_a_recipe_shows_is_accepted_and_no_more(name: str):
    problem, claim = TIGHT[name]
    assert holds(problem, claim)
    assert not holds(problem, replace(claim, least=claim.least + 1))
    for at in range(len(claim.factors)):
        assert not holds(problem, lowered(claim, at)), at


@pytest.mark.parametrize("name", TIGHT)
def test_what_is_weaker_or_a_multiple_is_accepted(name: str):
    problem, claim = TIGHT[name]
    assert holds(problem, replace(claim, least=claim.least - 1))
    for at in range(len(claim.factors)):
        assert holds(problem, lowered(claim, at, -1)), at
    tripled = tuple((j, 3 * factor) for j, factor in claim.factors)
    assert holds(problem, replace(claim, factors=tripled, least=3 * claim.least))
    assert not holds(problem, replace(claim, factors=tripled, least=3 * claim.least + 1))


@pytest.mark.parametrize(
    ("name", "recipe"),
    [
        ("undirected", Metric(0, (1, 0, 0))),
        ("undirected", Metric(0, (2, 0, 1))),
        ("undirected", Metric(0, (1, 0))),
        ("undirected", Metric(0, (1, 0, 1, 0))),
        ("undirected", Metric(0, (1, -1, 1))),
        ("undirected", Metric(1, (1, 0, 1))),
        ("undirected", Metric(-1, (1, 0, 1))),
        ("undirected", Metric(0, (1, 0, 1), 1)),
        ("bidirected, leaving", Metric(0, (0, 1, 0, 0, 1, 0))),
        ("directed", Metric(0, (1, 0, 0, 0, 0, 0))),
        ("link down", Metric(0, (9, 0, 1))),
        ("node down", Metric(0, (1, 1, 1))),
        ("second slice, link down", Metric(1, (0, 1, 1))),
        ("price", Metric(0, (0, 0, 0))),
        ("price", Metric(0, (0, 0, 0), -1)),
        ("price in the second slice", Metric(0, (0, 0, 0), 1)),
        ("price in the second slice", Metric(3, (0, 0, 0), 1)),
        ("spanning", Spanning(0, (0, 1, 1))),
        ("spanning", Spanning(0, (0, 1))),
        ("spanning, link down", Spanning(0, (5, 3, 4))),
        ("spanning opened", Spanning(0, (0, 1, 2))),
        ("grouped", Grouped(0, (0, 1, 1), 10)),
        ("grouped", Grouped(0, (0, 1), 10)),
        ("grouped, link down", Grouped(1, (0, 1, 2), 100)),
        ("grouped", Grouped(0, (0, 1, 2), 0)),
        ("grouped, link down", Grouped(0, (0, 1, 2), 10)),
        ("grouped, link down", Spanning(1, (0, 1, 2))),
        ("survived", Survived((1, 0), 10)),
        ("survived", Survived((1, 0, 2), 10)),
        ("survived", Survived((1, 0, 1), 10)),
        ("survived", Survived((1, 1, 1), 10)),
        ("survived", Survived((1, 0, 0), 0)),
        ("survived", Survived((1, 0, 0), 20)),
        ("survived", Grouped(0, (1, 0, 0), 10)),
        ("survived, three links", Survived((0, 1), 15)),
        ("spanning", Given(0)),
        ("one opening", Spanning(0, (0, 1, 2))),
    ],
)
def test_another_recipe_does_not_show_it(name: str, recipe: Recipe):
    problem, claim = TIGHT[name]
    assert holds(problem, claim)
    assert not holds(problem, replace(claim, recipe=recipe))


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("spanning", with_first(ring(), installed=Fraction(1))),
        ("spanning", ring(choice=Choice.LINEAR)),
        ("spanning", replace(ring(), demands=ring().demands[:2])),
        ("grouped", with_first(BETWEEN, installed=Fraction(6))),
        ("grouped", replace(BETWEEN, choice=Choice.LINEAR)),
        ("grouped", replace(BETWEEN, demands=BETWEEN.demands[:1])),
        ("one module", TWO_SIZES),
        ("survived", ring()),
        ("survived", ring(failures=FIRST_DOWN)),
        ("survived", replace(SURVIVING, direction=DIRECTED)),
        ("survived", replace(SURVIVING, choice=Choice.LINEAR)),
        ("survived", with_first(SURVIVING, installed=Fraction(1))),
        ("survived", replace(SURVIVING, demands=(demand("A", "B", 10),))),
        ("survived, three links", replace(THREE_LINES, failures=THREE_LINES.failures[1:])),
        ("survived, large pays", with_links(SURVIVING, modules=(module(10, 3), module(100, 6)))),
        ("survived, large pays", with_first(LARGE_PAYS, modules=(module(10, 2), module(100, 5)))),
        ("directed", ring(BIDIRECTED)),
        ("bought if opened", replace(CHARGED, demands=(*CHARGED.demands, demand("A", "C", 10)))),
    ],
)
def test_it_does_not_hold_for_another_problem(name: str, changed: DesignProblem):
    problem, claim = TIGHT[name]
    assert holds(problem, claim)
    assert not holds(changed, claim)


def test_a_demand_with_no_way_at_all_shows_nothing():
    problem = replace(FOUR_AND_ONE, failures=(Failure(id="L", links=("L",)),))
    claim = row({0: 0, 1: 0}, 0, Metric(1, (1,)))
    assert holds(problem, claim)
    assert not holds(problem, replace(claim, least=1))


def test_grouped_modules_of_two_sizes_count_in_units():
    """In twos A needs 8, B 11 and C 3 of fives and twos: 8 from A to B and 4 from B to C do."""
    factors = {0: 5, 1: 2, 2: 5, 3: 2, 4: 5, 5: 2}
    claim = row(factors, 12, Grouped(0, (0, 1, 2), 2))
    assert holds(TWO_SIZES, claim)
    assert not holds(TWO_SIZES, replace(claim, least=13))
    # a larger unit makes threes and ones of them, and needs of 4, 6 and 2
    assert holds(TWO_SIZES, replace(claim, least=11, recipe=Grouped(0, (0, 1, 2), 4)))
    assert not holds(TWO_SIZES, replace(claim, recipe=Grouped(0, (0, 1, 2), 4)))


def test_of_ways_that_leave_the_same_needs_the_least_sum_counts():
    """A and C need 3 and B needs 1: one from A to B, one from B to C and a two from C to A."""
    sizes = (1, 1, 2)
    problem = replace(
        ring(),
        links=tuple(
            replace(link, modules=(module(size, 1),))
            for link, size in zip(ring().links, sizes, strict=True)
        ),
        demands=(demand("A", "B", "1/2"), demand("B", "C", "1/2"), demand("A", "C", "5/2")),
    )
    claim = row(dict(enumerate(sizes)), 4, Grouped(0, (0, 1, 2), 2))
    assert holds(problem, claim)
    assert not holds(problem, replace(claim, least=5))


def test_bidirected_groups_need_the_larger_of_both_ways_only():
    _, claim = TIGHT["grouped, bidirected"]
    less = replace(claim, least=1, factors=((1, 1), (2, 1)))
    problem = replace(BETWEEN, demands=(demand("C", "A", 6), demand("B", "C", 6)))
    twice = replace(less, least=2)
    assert holds(problem, twice)
    assert holds(replace(problem, direction=DIRECTED), twice)
    assert holds(replace(problem, direction=BIDIRECTED), less)
    assert not holds(replace(problem, direction=BIDIRECTED), twice)


def test_variables_that_are_not_there_or_twice_are_refused():
    problem, claim = TIGHT["undirected"]
    for factors in (((0, 10), (2, 10), (3, 1)), ((-1, 10), (0, 10)), ((0, 10), (2, 5), (2, 10))):
        assert not holds(problem, replace(claim, factors=factors)), factors


@pytest.mark.parametrize(
    ("factors", "least"),
    [((2, 1), 4), ((3, 1), 5), ((4, 1), 6), ((1, 1), 2), ((1, 0), 0)],
)
def test_a_covering_is_accepted_and_no_more(factors: tuple[int, int], least: int):
    child = row(dict(enumerate(factors)), least, Covering(), 0)
    assert holds(FOUR_AND_ONE, CUT, child)
    assert not holds(FOUR_AND_ONE, CUT, replace(child, least=least + 1))
    for at in range(2):
        assert (least == 0 and factors[at] > 0) == holds(FOUR_AND_ONE, CUT, lowered(child, at))


def test_a_covering_follows_from_an_earlier_claim_on_whole_numbers_only():
    child = row({0: 2, 1: 1}, 4, Covering(), 0)
    assert holds(FOUR_AND_ONE, CUT, child)
    assert holds(FOUR_AND_ONE, CUT, CUT, replace(child, parents=(1,)))
    assert not holds(replace(FOUR_AND_ONE, choice=Choice.LINEAR), CUT, child)
    for parents in ((), (1,), (2,), (-1,), (0, 0)):
        assert not holds(FOUR_AND_ONE, CUT, replace(child, parents=parents)), parents
    assert not holds(FOUR_AND_ONE, replace(child, parents=(1,)), CUT)
    weaker = replace(CUT, least=4)
    assert not holds(FOUR_AND_ONE, weaker, child)
    charged = with_links(FOUR_AND_ONE, setup_cost=Fraction(1))
    negative = row({0: -1, 2: 2}, 0, Given(0))
    assert holds(charged, negative)
    assert not holds(charged, negative, row({2: 1}, 1, Covering(), 0))


def test_large_capacities_are_rounded_but_not_counted_through():
    problem = pipe(module(10**9 + 7, 1), module(10**9 + 9, 2), amount=3 * 10**9)
    cut = row({0: 10**9 + 7, 1: 10**9 + 9}, 3 * 10**9, Metric(0, (1,)))
    assert holds(problem, cut, row({0: 1, 1: 1}, 3, Covering(), 0))
    assert not holds(problem, cut, row({0: 1, 1: 1}, 4, Covering(), 0))


def test_of_modules_of_one_size_that_with_the_least_factor_counts():
    problem, parent = TIGHT["undirected"]
    for factors in ({0: 1, 2: 2}, {0: 2, 2: 1}):
        assert holds(problem, parent, row(factors, 2, Covering(), 0))
        assert not holds(problem, parent, row(factors, 3, Covering(), 0))


def test_nothing_is_shown_by_what_is_negative():
    negative_lengths = row({0: 10, 1: -10, 2: 10}, 7, Metric(0, (1, -1, 1)))
    assert not holds(ring(), negative_lengths)
    assert not holds(PRICED, row({**dict.fromkeys(ONES, 10), 3: -1}, 0, Metric(0, (1, 1, 1), -1)))
    charged = with_links(BETWEEN, setup_cost=Fraction(1))
    _, grouped = TIGHT["grouped"]
    assert holds(charged, grouped)
    assert not holds(charged, replace(grouped, factors=(*grouped.factors, (3, -1))))
    wrong = row({0: -4, 1: 1}, 6, Metric(0, (1,)))
    child = row({0: 0, 1: 1}, 6, Covering(), 0)
    assert len(check_bound(FOUR_AND_ONE, replace(TREE, claims=(wrong, child)))) == 2


def test_a_price_of_routing_is_not_rounded():
    problem = replace(with_links(FOUR_AND_ONE, routing_cost=Fraction(1)), slices=("all",))
    priced = row({0: 4, 1: 1, 2: 1}, 12, Metric(0, (1,), 1))
    assert holds(problem, priced)
    assert not holds(problem, priced, row({0: 1, 1: 1, 2: 1}, 3, Covering(), 0))


def test_a_covering_of_many_capacities_is_exact():
    problem = pipe(*(module(size, size) for size in (21, 14, 6)), amount=29)
    cut = row({0: 21, 1: 14, 2: 6}, 29, Metric(0, (1,)))
    # 29 is not a sum of these, nor are 30 to 32 but for 30 = 5 * 6
    assert holds(problem, cut, row({0: 21, 1: 14, 2: 6}, 30, Covering(), 0))
    assert not holds(problem, cut, row({0: 21, 1: 14, 2: 6}, 31, Covering(), 0))
