"""Trees of cases and columns made by hand: the bound they show is accepted, and no more."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.redesign.designing.certificate import DesignCertificate, Leaf, Split
from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.problem import (
    Choice,
    DesignProblem,
    Module,
)
from consolidation.redesign.designing.recipes import Metric, Spanning
from tests.redesign.designing.by_hand import (
    CUT,
    FOUR_AND_ONE,
    TREE,
    lowered,
    module,
    pipe,
    row,
    with_links,
)


def leaf(multiplier: int | str) -> Leaf:
    return Leaf(((0, Fraction(multiplier)),))


CHARGED_PIPE = with_links(
    FOUR_AND_ONE, setup_cost=Fraction(7), installed_cost=Fraction(1, 2), installed=Fraction(0)
)
CHARGED_TREE = DesignCertificate(
    bound=Fraction(33, 2),
    columns=((0, 0), (0, 1)),
    claims=(
        row({0: 8, 1: 2}, 12, Metric(0, (2,))),
        row({2: 1}, 1, Spanning(0, (0, 1), True)),
    ),
    nodes=(
        Split(2, 0, 4, 1),
        Split(0, 1, 2, 3),
        leaf(2),
        Leaf(()),
        Leaf(((1, Fraction(100)),)),
    ),
)


def test_a_tree_shows_its_bound_and_no_more():
    assert check_bound(FOUR_AND_ONE, TREE) == ()
    assert check_bound(FOUR_AND_ONE, replace(TREE, bound=Fraction(8))) == ()
    (fault,) = check_bound(FOUR_AND_ONE, replace(TREE, bound=Fraction(91, 10)))
    assert fault.en == "of the bound 91/10 no more than 9 is shown"
    assert fault.ja == "下界 91/10 のうち 9 までしか示されない"


def test_fixed_charges_and_what_is_there_count():
    assert check_bound(CHARGED_PIPE, CHARGED_TREE) == ()
    assert check_bound(CHARGED_PIPE, replace(CHARGED_TREE, bound=Fraction(17)))
    cheaper = with_links(CHARGED_PIPE, setup_cost=Fraction(6))
    assert check_bound(cheaper, CHARGED_TREE)
    assert check_bound(FOUR_AND_ONE, CHARGED_TREE)


@pytest.mark.parametrize(
    "nodes",
    [
        (),
        (leaf(2),),  # the split dropped
        (Leaf(()),),
        (Split(0, 1, 1, 2), leaf("3/2"), Leaf(())),
        (Split(0, 1, 1, 2), leaf("21/10"), Leaf(())),
        (Split(0, 1, 1, 2), leaf(-2), Leaf(())),
        (Split(0, 1, 1, 2), Leaf(((1, Fraction(2)),)), Leaf(())),
        (Split(0, 1, 1, 2), Leaf(((-1, Fraction(2)),)), Leaf(())),
        (Split(0, 1, 1, 2), leaf(2), leaf(-1)),
        (Split(0, 0, 1, 2), leaf(2), Leaf(())),
        (Split(0, 2, 1, 2), leaf(2), Leaf(())),
        (Split(1, 1, 1, 2), leaf(2), Leaf(())),
        (Split(2, 1, 1, 2), leaf(2), Leaf(())),
        (Split(-1, 1, 1, 2), leaf(2), Leaf(())),
        (Split(0, 1, 2, 1), leaf(2), Leaf(())),
        (Split(0, 1, 1, 1), leaf(2)),
        (Split(0, 1, 1, 1), leaf(2), Leaf(())),
        (Split(0, 1, 1, 1), Leaf(())),
        (Split(0, 1, 1, 2), leaf(2)),
        (Split(0, 1, 1, 0), leaf(2)),
        (Split(0, 1, 1, 3), leaf(2), Leaf(())),
        (Split(0, 1, 1, 2), leaf(2), Leaf(()), Leaf(())),
        (Split(0, 1, 1, 2), leaf(2), Split(0, 2, 1, 3), Leaf(())),
    ],
)
def test_a_tree_that_leaves_something_out_is_refused(nodes: tuple[Leaf | Split, ...]):
    assert check_bound(FOUR_AND_ONE, replace(TREE, nodes=nodes))


@pytest.mark.parametrize(
    "nodes",
    [
        (Split(0, 1, 2, 1), Leaf(()), leaf(2)),
        (Split(0, 1, 1, 2), Split(0, 0, 3, 4), Leaf(()), leaf(2), leaf(2)),
        # a split that leaves nothing on one side, whose node need not show anything
        (Split(0, -1, 1, 2), Leaf(()), Split(0, 1, 3, 4), leaf(2), Leaf(())),
        (Split(0, 1, 1, 2), Split(0, 3, 3, 4), Leaf(()), leaf(2), Leaf(())),
        (Split(0, 1, 1, 2), leaf(2), Split(0, 0, 3, 4), Leaf(()), Leaf(())),
    ],
)
def test_other_trees_show_the_same(nodes: tuple[Leaf | Split, ...]):
    assert check_bound(FOUR_AND_ONE, replace(TREE, nodes=nodes)) == ()


def test_a_tree_with_a_wrong_claim_is_refused():
    for claim in (replace(CUT, least=7), lowered(CUT, 0), replace(CUT, recipe=Metric(0, (0,)))):
        assert check_bound(FOUR_AND_ONE, replace(TREE, claims=(claim,))), claim
    assert check_bound(FOUR_AND_ONE, replace(TREE, claims=()))


def test_nothing_is_split_that_need_not_be_whole():
    assert check_bound(replace(FOUR_AND_ONE, choice=Choice.LINEAR), TREE)
    priced = with_links(FOUR_AND_ONE, routing_cost=Fraction(1))
    nodes = (Split(2, 4, 1, 2), Leaf(()), Leaf(()))
    assert check_bound(priced, replace(TREE, bound=Fraction(0), nodes=nodes))
    assert check_bound(priced, TREE) == ()


TEN = pipe(module(10, 3), amount=25)
ONE_LEAF = DesignCertificate(
    bound=Fraction(9),
    columns=((0, 0),),
    claims=(row({0: 10}, 25, Metric(0, (1,))),),
    nodes=(leaf("3/10"),),
)


def test_bounds_are_rounded_to_what_whole_modules_can_cost():
    assert check_bound(TEN, ONE_LEAF) == ()
    charged = with_links(TEN, setup_cost=Fraction(2))
    assert check_bound(charged, ONE_LEAF)
    assert check_bound(charged, replace(ONE_LEAF, bound=Fraction(8))) == ()
    priced = with_links(TEN, routing_cost=Fraction(1))
    for problem in (replace(TEN, choice=Choice.LINEAR), priced):
        assert check_bound(problem, ONE_LEAF)
        assert check_bound(problem, replace(ONE_LEAF, bound=Fraction(15, 2))) == ()
        assert check_bound(problem, replace(ONE_LEAF, bound=Fraction(76, 10)))


def test_costs_in_fractions_are_told_in_the_costs_of_the_problem():
    problem = pipe(module("5/2", "3/4"), amount="25/4")
    certificate = replace(ONE_LEAF, bound=Fraction(9, 4))
    assert check_bound(problem, certificate) == ()
    assert check_bound(problem, replace(certificate, bound=Fraction(9, 4) + 1))


def columns_hold(problem: DesignProblem, *places: int) -> bool:
    certificate = DesignCertificate(
        bound=Fraction(0),
        columns=tuple((0, place) for place in places),
        claims=(),
        nodes=(Leaf(()),),
    )
    return check_bound(problem, certificate) == ()


@pytest.mark.parametrize(
    ("other", "modular", "explicit", "linear"),
    [
        (module(5, 3), True, True, True),
        (module(10, 3), True, True, True),
        (module(0, 1), True, True, True),
        (module(5, "29/10"), True, False, True),
        (module(5, "3/2"), False, False, True),
        (module(5, 1), False, False, False),
        (module(20, 6), True, False, True),
        (module(20, 5), True, False, True),
        (module(20, "49/10"), False, False, False),
        (module(14, 4), True, False, True),
        (module(14, "39/10"), False, False, True),
        (module(11, 100), True, False, True),
    ],
)
def test_only_needless_modules_have_no_column(
    other: Module, modular: bool, explicit: bool, linear: bool
):
    problem = pipe(module(10, 3), module(4, 1), other)
    for choice, needless in zip(Choice, (modular, explicit, linear), strict=True):
        asked = replace(problem, choice=choice)
        assert columns_hold(asked, 0, 1, 2) == (other.capacity > 0), choice
        assert columns_hold(asked, 0, 1) == needless, choice


def test_of_any_amount_the_cheapest_per_unit_is_enough():
    problem = pipe(module(10, 3), module(4, 1), module(8, 2), choice=Choice.LINEAR)
    assert columns_hold(problem, 1)
    assert columns_hold(problem, 2)
    assert not columns_hold(problem, 0)
    assert not columns_hold(problem)


def test_columns_are_modules_once_each():
    assert not columns_hold(TEN, 0, 0)
    assert not columns_hold(TEN, 1)
    assert not columns_hold(TEN)
    swapped = replace(TREE, columns=TREE.columns[::-1])
    assert check_bound(FOUR_AND_ONE, swapped)


def test_a_module_with_no_column_is_named():
    (fault,) = check_bound(FOUR_AND_ONE, replace(TREE, columns=((0, 1),)))
    assert fault.en == "link L: its module 1 has no column"
    assert fault.ja == "リンク L: 1 番目のモジュールの列がない"


def test_a_problem_with_negative_amounts_is_not_checked():
    for problem in (
        pipe(module(10, -3), amount=25),
        pipe(module(10, 3), amount=-25),
        with_links(TEN, setup_cost=Fraction(-1)),
        with_links(TEN, routing_cost=Fraction(-1)),
        with_links(TEN, installed=Fraction(-1)),
        replace(TEN, normal_factor=Fraction(-1)),
    ):
        (fault,) = check_bound(problem, replace(ONE_LEAF, bound=Fraction(-100)))
        assert fault.en.startswith("a bound cannot be checked")
