"""What more room costs, against leasing anew at every share told and just below it."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from consolidation.comparing.model import Comparison, ComparisonOptions, Kit
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import LineNetwork, Prices
from consolidation.redesign.leasing.networks import line_network
from tests.comparing.city import NO_LOSS, PLAIN, asking, compared, only_shared, quiet

HAIR = Fraction(1, 10**9)
LOSS = ComparisonOptions(losses=("line",), kits=(Kit.VLAN,))


def full(estate: Estate) -> Estate:
    """EAST's administrative line is just full at the traffic of today."""
    flows = (f if f.id != "F-3" else replace(f, night_kbit_s=100_000) for f in estate.flows)
    return replace(estate, flows=tuple(flows))


def at_most(network: LineNetwork, share: Fraction) -> LineNetwork:
    """Return a network whose lines may be so full after a loss, and normally in proportion."""
    widest = network.may_use(next(iter(network.losses), None))
    return replace(network, share=network.share * share / widest, share_after_loss=share)


@pytest.mark.parametrize(
    ("options", "growth", "years", "change"),
    [
        (NO_LOSS, 7, 5, quiet),
        (LOSS, 3, 4, quiet),
        (NO_LOSS, 0, 5, quiet),
        (replace(LOSS, losses=("line", "carrier"), protected_sites=("EAST",)), 2, 3, quiet),
        (replace(LOSS, max_utilisation_after_loss_percent=90), 3, 4, quiet),
        (replace(NO_LOSS, max_utilisation_after_loss_percent=90), 3, 4, quiet),
    ],
)
def test_each_point_is_what_the_lines_cost_at_its_share(
    options: ComparisonOptions, growth: int, years: int, change, city: Estate
):
    normal = 100 if options.max_utilisation_after_loss_percent is None else 60
    lines = replace(
        PLAIN, growth_percent_per_year=growth, years=years, max_utilisation_percent=normal
    )
    question = asking(change(city), options, lines=lines)
    network = line_network(question.placed, "separate", question.asked)
    found = compared(question)
    points = [own for own in found.frontier if own.option == "separate"]
    assert points
    assert points[0].cost == found.separate.cost
    for point in points:
        own = Leases(at_most(network, point.share), 5.0)
        assert own.cheapest(Prices(weight=question.terms.fee_weight)).cost == point.cost
    for point, dearer in pairwise(points):
        assert dearer.cost > point.cost
        own = Leases(at_most(network, point.share * (1 - HAIR)), 5.0)
        assert own.cheapest(Prices(weight=question.terms.fee_weight)).cost == dearer.cost


@pytest.mark.parametrize(("growth", "part"), [(100, 2), (0, 1)])
def test_lines_just_full_at_the_growth_asked_for_are_the_first_point(
    growth: int, part: int, city: Estate
):
    lines = replace(PLAIN, growth_percent_per_year=growth, years=1)
    flows = tuple(
        replace(f, office_kbit_s=f.office_kbit_s // part, night_kbit_s=f.night_kbit_s // part)
        for f in full(quiet(city)).flows
    )
    found = compared(asking(replace(quiet(city), flows=flows), NO_LOSS, lines=lines))
    first, second = [own for own in found.frontier if own.option == "separate"][:2]
    assert (first.share, first.cost) == (1, found.separate.cost)
    assert second.cost > first.cost


@pytest.mark.parametrize("change", [quiet, only_shared])
def test_the_recheck_takes_every_comparison_and_refuses_a_yen_more(change, city: Estate):
    question = asking(change(city), replace(LOSS, kits=(Kit.ENCRYPTED,)), discount_percent=1.0)
    found = compared(question)
    assert verify_comparison(question, found) == ()
    for number in (0, 1):
        own = found.options[number]
        assert own.cost is not None
        assert refused(question, found, number, cost=own.cost + 1)
        first, *others = own.items
        dearer = (replace(first, value=first.value + 1), *others)
        assert refused(question, found, number, cost=own.cost + 1, items=dearer)
        kept = next(line for line in own.lines if line.action != "leave")
        wider = replace(kept, capacity_mbit_s=kept.capacity_mbit_s + 1)
        lines = tuple(wider if line is kept else line for line in own.lines)
        assert refused(question, found, number, lines=lines)
        assert refused(question, found, number, lines=own.lines[1:])


def refused(question, found: Comparison, number: int, **cells: object) -> bool:
    options = list(found.options)
    options[number] = replace(options[number], **cells)
    return bool(verify_comparison(question, replace(found, options=tuple(options))))
