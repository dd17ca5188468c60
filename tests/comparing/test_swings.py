"""What varying one price does, against the whole comparison made anew at the varied price."""

from collections.abc import Callable
from dataclasses import fields, replace
from fractions import Fraction

import pytest

from consolidation.comparing.compare import Question
from consolidation.comparing.model import ComparisonOptions, Kit, KitPrice
from consolidation.inventory.estate import Estate
from tests.comparing.city import PLAIN, asking, compared, options_alone, quiet

PERCENT = 20
ASKED = ComparisonOptions(
    losses=("line",),
    kits=(Kit.WAVELENGTH,),
    swing_percent=PERCENT,
    vlan=KitPrice(site_yen=100_000),
    wavelength=KitPrice(line_yen=10_000, line_yen_month=1_000),
)
LINES = replace(PLAIN, merged_router_yen=1_000_000, in_facility_rework_yen=40_000)
Change = Callable[[Question, Fraction], Question]


def times(row: object, share: Fraction, *names: str) -> object:
    cells = {}
    for name in names:
        yen = getattr(row, name) * share if getattr(row, name) is not None else Fraction(0)
        assert yen.denominator == 1
        cells[name] = int(yen)
    return replace(row, **cells)


def in_estate(table: str, name: str, only: Callable[[Estate, object], bool]) -> Change:
    def change(question: Question, share: Fraction) -> Question:
        placed = question.placed
        rows = tuple(
            times(row, share, name) if only(placed, row) else row for row in getattr(placed, table)
        )
        return replace(question, placed=replace(placed, **{table: rows}))

    return change


def every(estate: Estate, row: object) -> bool:
    return True


def of_carrier(carrier: str) -> Change:
    contracts = in_estate(
        "circuits", "yen_month", lambda e, row: e.tariff[row.tariff].carrier == carrier
    )
    tariffs = in_estate("tariffs", "yen_month", lambda e, row: row.carrier == carrier)
    return lambda question, share: tariffs(contracts(question, share), share)


def all_fees(question: Question, share: Fraction) -> Question:
    contracts = in_estate("circuits", "yen_month", every)
    return in_estate("tariffs", "yen_month", every)(contracts(question, share), share)


def in_lines(name: str) -> Change:
    return lambda question, share: replace(question, lines=times(question.lines, share, name))


def kits(question: Question, share: Fraction) -> Question:
    names = [field.name for field in fields(KitPrice)]
    options = question.options
    return replace(
        question,
        options=replace(
            options,
            **{k.value: times(options.price(k), share, *names) for k in Kit},
        ),
    )


CHANGES: dict[str, Change] = {
    "line fees, all carriers": all_fees,
    "line fees: c": of_carrier("c"),
    "line fees: d": of_carrier("d"),
    "installation of lines": in_estate("tariffs", "one_off_yen", every),
    "leaving contracts": in_estate("circuits", "termination_yen", every),
    "lease and maintenance of network devices": in_estate("devices", "lease_yen_month", every),
    "routers for merged lines": in_lines("merged_router_yen"),
    "rework inside sites": in_lines("in_facility_rework_yen"),
    "isolation kit": kits,
}


@pytest.fixture
def estate(city: Estate) -> Estate:
    """Two carriers, one of them cheaper to install; devices cost a lease."""
    others = (
        replace(
            row, id=f"{row.id}-d", carrier="d", yen_month=row.yen_month + 3_000, one_off_yen=1_000
        )
        for row in city.tariffs
    )
    estate = quiet(city)
    return replace(
        estate,
        tariffs=(*city.tariffs, *others),
        devices=tuple(replace(row, lease_yen_month=1_000) for row in estate.devices),
    )


@pytest.mark.parametrize("path", [(), (25.0, -12.5, 0.0, 50.0)])
def test_each_swing_is_the_cheapest_option_at_the_varied_price(
    path: tuple[float, ...], estate: Estate
):
    asked = replace(ASKED, fee_change_percent_by_year=path)
    question = asking(estate, asked, lines=LINES, discount_percent=1.0)
    found = {own.price.en: own for own in compared(question).swings}
    assert "line fees, all carriers" in found
    told = dict.fromkeys(CHANGES, False)
    for name, change in CHANGES.items():
        values = []
        for sign in (-1, 1):
            varied = options_alone(change(question, 1 + Fraction(sign * PERCENT, 100))).cheapest
            assert varied is not None
            values.append((varied.cost, varied.name))
        swing = found.pop(name, None)
        if swing is None:
            assert values[0][0] == values[1][0], name
            continue
        told[name] = True
        assert values == [(swing.low, swing.low_option), (swing.high, swing.high_option)], name
    assert set(found) <= {"changes for the policy"}
    assert sum(told.values()) >= 5


def test_swings_come_widest_first(estate: Estate):
    found = compared(asking(estate, ASKED, lines=LINES)).swings
    widths = [own.high - own.low for own in found]
    assert widths == sorted(widths, reverse=True)
    assert all(width > 0 for width in widths)
