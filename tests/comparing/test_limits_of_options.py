"""A higher limit of utilisation after a loss, in the comparison of a city's options."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from consolidation.comparing.compare import Question
from consolidation.comparing.model import Comparison, ComparisonOptions, Kit
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from tests.comparing.city import PLAIN, asking, compared, options_alone, quiet

LOSS = ComparisonOptions(losses=("line",), kits=(Kit.VLAN,), new_lines_to=("HALL",))
NORMAL = 40


def limited(city: Estate, after: int | None) -> Question:
    options = replace(LOSS, max_utilisation_after_loss_percent=after)
    lines = replace(PLAIN, max_utilisation_percent=NORMAL, growth_percent_per_year=8)
    return asking(quiet(city), options, lines=lines, discount_percent=1.0)


def costs(found: Comparison) -> list[Fraction]:
    return [own.cost for own in found.options if own.cost is not None]


def test_more_use_of_lines_after_a_loss_makes_options_cheaper_and_none_dearer(city: Estate):
    known = [costs(options_alone(limited(city, after))) for after in (None, NORMAL, 60, 100)]
    assert known[0] == known[1]
    for before, after in pairwise(known):
        assert all(a <= b for a, b in zip(after, before, strict=True))
    assert sum(known[-1]) < sum(known[0])


@pytest.mark.parametrize("after", [60, 100])
def test_lines_stay_within_the_limit_of_each_state(after: int, city: Estate):
    question = limited(city, after)
    found = compared(question)
    assert verify_comparison(question, found) == ()
    above = 0
    for own in found.options:
        assert own.normal is not None
        assert own.normal.share <= Fraction(NORMAL, 100)
        assert own.after_loss is not None
        assert own.after_loss.share <= Fraction(after, 100)
        above += own.after_loss.share > Fraction(NORMAL, 100)
        for route in own.routes:
            assert route.share <= Fraction(NORMAL if route.lost is None else after, 100)
    assert above


def test_lines_leased_for_a_higher_limit_are_refused_under_a_lower_one(city: Estate):
    found = compared(limited(city, 100))
    faults = verify_comparison(limited(city, None), found)
    assert any("after the loss of line" in fault.what.en for fault in faults)
    wider = replace(limited(city, 100), lines=replace(PLAIN, max_utilisation_percent=NORMAL // 8))
    assert any("normal state" in fault.what.en for fault in verify_comparison(wider, found))
