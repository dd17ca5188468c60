"""Covering a load with tariff modules: against enumeration and by hand."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.modules import cheapest, grown, required_mbit_s
from consolidation.redesign.verify_ways import _cover

ROWS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 50), st.integers(0, 90)), min_size=1, max_size=4
)


def ladder(rows: list[tuple[int, int, int]]) -> tuple[Tariff, ...]:
    return tuple(
        Tariff(
            id=f"T{i}",
            carrier="c",
            distance_class="A",
            bandwidth_mbit_s=mbit,
            yen_month=month,
            one_off_yen=once,
        )
        for i, (mbit, month, once) in enumerate(rows)
    )


def least(required: int, rows: tuple[Tariff, ...], months: int) -> int:
    """Try every count of every row."""
    counts = [range(-(-required // t.bandwidth_mbit_s) + 1) for t in rows]
    return min(
        sum(n * (t.yen_month * months + t.one_off_yen) for n, t in zip(pick, rows, strict=True))
        for pick in product(*counts)
        if sum(n * t.bandwidth_mbit_s for n, t in zip(pick, rows, strict=True)) >= required
    )


@given(ROWS, st.integers(1, 40), st.integers(1, 3))
@settings(max_examples=150, deadline=None)
def test_no_combination_is_cheaper(rows, required, months):
    offers = ladder(rows)
    found = cheapest(required, offers, months)
    assert found is not None
    assert found.capacity_mbit_s >= required
    bought = [next(t for t in offers if t.id == name) for name in found.tariffs]
    assert found.cost(months) == sum(t.yen_month * months + t.one_off_yen for t in bought)
    assert found.cost(months) == least(required, offers, months)


@given(ROWS, st.integers(1, 400))
@settings(max_examples=100, deadline=None)
def test_more_demand_never_costs_less(rows, required):
    offers = ladder(rows)
    one, two = cheapest(required, offers, 12), cheapest(required + 1, offers, 12)
    assert one is not None
    assert two is not None
    assert one.cost(12) <= two.cost(12)


@given(ROWS, st.integers(1, 60), st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_the_re_check_enumerates_the_same_optimum(rows, required, months):
    offers = ladder(rows)
    best = least(required, offers, months)
    assert _cover(offers, required, months, best + 1) == best
    assert _cover(offers, required, months, best) is None


def test_bulk_modules_are_exact_far_beyond_the_ladder():
    offers = ladder([(10, 30, 0), (100, 60, 0), (1000, 150, 0)])
    found = cheapest(1_234_560, offers, 1)
    # 1,234 large, then 560: six of 100 cost 360, one more large costs 150
    assert found is not None
    assert found.tariffs == ("T2",) * 1235
    assert found.cost(1) == 1235 * 150


def test_nothing_on_offer_is_no_answer():
    assert cheapest(1, (), 12) is None


@given(st.integers(0, 10**7), st.integers(0, 40), st.integers(0, 10))
def test_growth_is_exact_and_rounded_up(load, percent, years):
    exact = load * Fraction(100 + percent, 100) ** years
    assert exact <= grown(load, percent, years) < exact + 1


@given(st.integers(0, 10**7), st.integers(1, 100))
def test_required_capacity_is_the_least_that_suffices(load, percent):
    need = required_mbit_s(load, percent)
    assert need * 1000 * percent >= load * 100
    assert need == 1 or (need - 1) * 1000 * percent < load * 100
