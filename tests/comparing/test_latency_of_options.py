"""A limit on the latency of ways between sites, in the comparison of a city's options."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from consolidation.comparing.compare import Question
from consolidation.comparing.model import Comparison, ComparisonOptions, Kit
from consolidation.comparing.verify import verify_comparison
from consolidation.errors import InputProblems
from consolidation.inventory.estate import Estate
from consolidation.solving.status import Status
from tests.comparing.city import asking, compared, options_alone, quiet

LINE = ComparisonOptions(losses=("line",), kits=(Kit.VLAN,))


def timed(city: Estate) -> Estate:
    """Carrier lines and circuits of up to 100 Mbit/s take 3 ms, larger ones 1.2, radio 0.4."""
    ms = {"T-10": "3", "T-100": "3", "T-1000": "1.2"}
    return replace(
        quiet(city),
        tariffs=tuple(replace(row, latency_ms=Decimal(ms[row.id])) for row in city.tariffs),
        links=tuple(
            replace(row, latency_ms=Decimal("0.4")) if row.id == "W-L-ADM" else row
            for row in quiet(city).links
        ),
    )


def asked(city: Estate, most: float | None) -> Question:
    return asking(timed(city), replace(LINE, max_latency_ms=most))


def costs(found: Comparison) -> list[Fraction]:
    unable = Fraction(10**12)
    return [unable if own.cost is None else own.cost for own in found.options]


def test_a_tighter_limit_never_makes_an_option_cheaper_and_a_loose_one_costs_nothing(city: Estate):
    found = {most: options_alone(asked(city, most)) for most in (None, 1000.0, 6.0, 2.4, 0.1)}
    known = [costs(own) for own in found.values()]
    assert known[0] == known[1]
    for before, after in pairwise(known):
        assert all(a >= b for a, b in zip(after, before, strict=True))
    assert sum(known[3]) > sum(known[0])
    assert all(own.cost is not None for own in found[2.4].options)
    assert all(own.status is Status.INFEASIBLE for own in found[0.1].options)


def test_a_city_in_a_hurry_leases_quick_lines_and_its_folder_holds(city: Estate):
    question = asked(city, 2.4)
    found = compared(question)
    assert verify_comparison(question, found) == ()
    for own in found.options:
        assert own.cost == own.bound
        slow = [line.id for line in own.lines if line.tariffs and "T-1000" not in line.tariffs]
        assert slow == []


def test_lines_leased_for_a_looser_limit_are_refused_under_a_tighter_one(city: Estate):
    faults = verify_comparison(asked(city, 2.4), compared(asked(city, 6.0)))
    late = [fault.what for fault in faults if "within a latency of 2.4 ms" in fault.what.en]
    assert late
    assert all(" Mbit/s from " in text.en and "遅延 2.4 ms 以内" in text.ja for text in late)


def test_all_lines_and_tariffs_without_a_latency_are_named_at_once(city: Estate):
    bare = replace(timed(city), tariffs=(replace(city.tariffs[0]), *timed(city).tariffs[1:]))
    with pytest.raises(InputProblems) as caught:
        options_alone(asking(bare, replace(LINE, max_latency_ms=2.4)))
    (lines, tariffs) = caught.value.problems
    assert (lines.source, tariffs.source) == ("links", "tariffs")
    assert lines.what.en.endswith(": W-E-RES, W-L-RES")
    assert tariffs.what.en.endswith(": T-10")
