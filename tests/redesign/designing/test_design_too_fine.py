"""Numbers that cannot be kept exact in the arrays of the search are refused, never rounded."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.errors import SolverTrouble
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.problem import Demand, DesignLink, DesignProblem, Module

HUGE = Fraction(10**7 * 3**30 + 1, 3**30)


def asked(amount: Fraction) -> DesignProblem:
    return DesignProblem(
        name="fine",
        nodes=("a", "b"),
        links=(DesignLink(id="L", a="a", b="b", modules=(Module(Fraction(10), Fraction(3)),)),),
        demands=(Demand(id="d", source="a", target="b", amounts=(amount,)),),
    )


def test_numbers_too_fine_are_refused_and_how_to_mend_it_is_said():
    with pytest.raises(SolverTrouble) as caught:
        design_network(asked(Fraction(14 * 10**15 + 1, 10**15)), 5)
    assert "round the demands" in caught.value.message.en
    assert "丸めて" in caught.value.message.ja


def test_costs_too_fine_are_refused():
    fine = replace(asked(Fraction(14)).links[0], modules=(Module(Fraction(10), HUGE),))
    with pytest.raises(SolverTrouble) as caught:
        design_network(replace(asked(Fraction(14)), links=(fine,)), 5)
    assert "costs are too fine" in caught.value.message.en


def test_the_same_demand_rounded_is_answered():
    assert design_network(asked(Fraction(14)), 5).cost == 6
