"""Estates as they should not be: told and priced right, never a crash or a wrong yen."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from consolidation.comparing.model import Comparison, ComparisonOptions, Kit, Lost, OptionAnswer
from consolidation.export.options.options_json import OptionsFile, dumps
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SiteKind
from consolidation.inventory.tables.places import Site
from consolidation.redesign.lines import study_lines
from consolidation.redesign.model import LineOptions
from consolidation.redesign.placing import place
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.comparing.city import NO_LOSS, PLAIN, asking, compared, only_shared, options_alone, quiet
from tests.redesign.conftest import RES, device, flow, link

ALL = ComparisonOptions(
    losses=("line", "device", "site", "entry", "duct", "carrier"),
    kits=(Kit.VLAN,),
    swing_percent=10,
)
LINE = replace(ALL, losses=("line",))
MONTHS = 60
VLAN_YEN = 180_000
"""Three sites with a merged line, at 60 000 yen each."""


def changed(estate: Estate, table: str, name: str, **cells: object) -> Estate:
    rows = (replace(r, **cells) if r.id == name else r for r in getattr(estate, table))
    return replace(estate, **{table: tuple(rows)})


def options(found: Comparison) -> dict[str, OptionAnswer]:
    return {own.name: own for own in found.options}


def costs(found: Comparison) -> dict[str, Fraction | None]:
    return {own.name: own.cost for own in found.options}


def actions(option: OptionAnswer) -> dict[str, str]:
    return {line.id: line.action for line in option.lines}


def without_tariffs(city: Estate) -> Estate:
    return replace(
        city, tariffs=(), circuits=tuple(replace(row, tariff=None) for row in city.circuits)
    )


def test_without_tariffs_lines_can_only_be_kept_or_left(city: Estate):
    found = options(options_alone(asking(without_tariffs(city))))
    assert set(actions(found["separate"]).values()) == {"keep"}
    assert found["separate"].cost == 120_000 * MONTHS
    assert actions(found["inter-site+vlan"])["W-E-RES"] == "leave"
    assert found["inter-site+vlan"].cost == 90_000 * MONTHS + 50_000 + VLAN_YEN


def test_losses_that_cut_a_site_off_whatever_is_leased_are_told_and_the_rest_is_optimal(
    city: Estate,
):
    found = options(options_alone(asking(without_tariffs(city), LINE)))["separate"]
    assert found.status is Status.OPTIMAL
    assert found.cost == 120_000 * MONTHS
    told = dict(found.cut_off)
    assert told[Lost(kind="line", id="W-E-ADM")] == ("EAST",)
    assert set(told) == {Lost(kind="line", id=line.id) for line in found.lines}


def test_traffic_of_a_site_without_a_line_is_told_and_in_no_load(city: Estate):
    far = Site(id="FAR", name="f", kind=SiteKind.BRANCH, distance_class="A")
    estate = replace(
        city, sites=(*city.sites, far), flows=(*city.flows, flow("F-9", "FAR", "S-REG", 10**6))
    )
    found = compared(asking(estate))
    assert costs(found) == costs(options_alone(asking(city)))
    assert any("without a way" in note.en and "(1): " in note.en for note in found.notes)


def test_a_site_without_distance_class_is_served_at_that_of_the_other_end(city: Estate):
    one = changed(city, "sites", "EAST", distance_class=None)
    assert costs(options_alone(asking(one, LINE))) == costs(options_alone(asking(city, LINE)))
    neither = changed(one, "sites", "HALL", distance_class=None)
    found = options(options_alone(asking(neither, LINE)))["separate"]
    assert all(line.action != "new" for line in found.lines if line.site == "EAST")
    assert any(line.action == "new" for line in found.lines if line.site == "HILL")


def test_lines_of_unknown_capacity_are_taken_to_suffice_and_named(city: Estate):
    estate = changed(city, "links", "W-L-ADM", capacity_mbit_s=None)
    flows = (*estate.flows, flow("F-9", "HILL", "S-OLD", 3_000_000))
    found = compared(asking(replace(estate, flows=flows)))
    assert options(found)["separate"].cost == 120_000 * MONTHS
    assert any("W-L-ADM" in n.en and "taken to suffice" in n.en for n in found.notes)


def test_the_fee_of_a_shared_contract_is_paid_once_and_goes_on(city: Estate):
    estate = changed(city, "links", "W-E-ADM", circuit="C-E-RES")
    found = compared(asking(estate))
    assert options(found)["separate"].cost == 60_000 * MONTHS
    merged = options(found)["inter-site+vlan"]
    assert {actions(merged)[name] for name in ("W-E-ADM", "W-E-RES")} == {"keep"}
    assert merged.cost == 60_000 * MONTHS + VLAN_YEN
    assert any(
        note.en.startswith("contracts of other") and note.en.endswith(": 1") for note in found.notes
    )  # C-E-ADM


def test_the_fee_of_a_radio_line_left_out_goes_on_where_its_contract_is_shared(city: Estate):
    estate = changed(city, "links", "W-L-ADM", circuit="C-L-RES")
    found = compared(asking(estate))
    merged = options(found)["inter-site+vlan"]
    assert merged.cost == 90_000 * MONTHS + 50_000 + VLAN_YEN
    assert sum(line.yen_month for line in merged.lines) == 90_000
    (fees,) = (own for own in found.break_evens if own.quantity == "line-fees")
    half = replace(
        estate,
        circuits=tuple(replace(row, yen_month=row.yen_month // 2) for row in estate.circuits),
        tariffs=tuple(replace(row, yen_month=row.yen_month // 2) for row in estate.tariffs),
    )
    at_half = costs(options_alone(asking(half)))
    lead = (at_half["separate"] or 0) - (at_half[fees.option] or 0)
    changes = sum(root < Fraction(1, 2) for root in fees.at)
    assert (lead < 0) == (fees.separate_first == (changes % 2 == 0))


@pytest.mark.parametrize(
    ("ends", "fee", "paid", "last_day", "step"),
    [
        (date(2021, 3, 31), 100, 100, None, "leave"),
        (date(2020, 6, 30), 10**8, 90_000, date(2020, 6, 30), "run-out"),
        (date(2020, 3, 31), 10**8, 0, None, "leave"),
        (date(2020, 4, 1), 10**8, 0, None, "leave"),
        (None, 50_000, 50_000, None, "leave"),
    ],
)
def test_a_contract_is_broken_or_run_out_whichever_is_cheaper(
    ends: date | None, fee: int, paid: int, last_day: date | None, step: str, city: Estate
):
    estate = changed(city, "circuits", "C-E-RES", ends_on=ends, termination_yen=fee)
    found = compared(asking(estate))
    merged = options(found)["inter-site+vlan"]
    (left,) = (line for line in merged.lines if line.id == "W-E-RES")
    assert (left.action, left.one_off_yen, left.leaves_on) == ("leave", paid, last_day)
    assert merged.cost == 90_000 * MONTHS + paid + VLAN_YEN
    assert found.cheapest is merged
    (own,) = (s for s in found.steps if s.subject == "W-E-RES")
    assert (own.action, own.on) == (step, last_day or date(2020, 4, 1))


def test_a_contract_dearer_to_leave_than_to_keep_is_kept(city: Estate):
    estate = changed(city, "circuits", "C-E-RES", ends_on=date(2026, 3, 31), termination_yen=10**8)
    merged = options(options_alone(asking(estate)))["inter-site+vlan"]
    assert actions(merged)["W-E-RES"] == "keep"
    assert merged.cost == 120_000 * MONTHS + VLAN_YEN


def test_every_kind_of_loss_at_once_keeps_all_traffic_and_names_what_cuts_off(city: Estate):
    wires = {row.id for row in city.links if row.id.startswith("W-")}
    estate = replace(
        city,
        links=tuple(
            replace(row, ducts=("D1",), a_entry=row.id) if row.id in wires else row
            for row in city.links
        ),
        tariffs=(
            *city.tariffs,
            *(replace(row, id=f"{row.id}-d", carrier="d") for row in city.tariffs),
        ),
    )
    found = options(options_alone(asking(estate, ALL)))
    for own in found.values():
        assert own.status is Status.OPTIMAL
        assert own.normal is not None
        assert own.after_loss is not None
        assert max(own.normal.share, own.after_loss.share) <= 1
    routes = (route for own in found.values() for route in own.routes)
    kinds = {lost.kind for route in routes if (lost := route.lost)}
    assert {"line", "duct", "carrier"} <= kinds
    assert {lost.kind for lost, _ in found["separate"].cut_off} == {"device", "site"}


def test_only_protected_sites_are_paid_to_survive_losses(city: Estate):
    everything = options(options_alone(asking(city, LINE)))["separate"]
    one = options(options_alone(asking(city, replace(LINE, protected_sites=("EAST",)))))["separate"]
    none = options(options_alone(asking(city, NO_LOSS)))["separate"]
    assert {line.site for line in one.lines if line.action == "new"} == {"EAST"}
    assert (none.cost or 0) < (one.cost or 0) < (everything.cost or 0)


def test_the_only_line_of_a_site_is_shared_and_separating_takes_another(city: Estate):
    found = compared(asking(only_shared(city)))
    separate = options(found)["separate"]
    (new,) = (line for line in separate.lines if line.action == "new")
    assert (new.network, {new.site, new.far_site}) == ("resident", {"EAST", "HALL"})
    assert separate.cost == 120_000 * MONTHS + 20_000
    assert any("W-E-ADM" in note.en and "both networks already" in note.en for note in found.notes)


def test_resident_traffic_on_radio_is_led_off_it_whatever_that_costs(city: Estate):
    estate = changed(city, "links", "W-L-RES", medium=Medium.RADIO, circuit=None)
    for own in compared(asking(estate)).options:
        assert actions(own)["W-L-RES"] == "leave"
        assert own.cost is not None


def test_no_lines_at_all(city: Estate):
    estate = replace(
        city,
        links=tuple(row for row in city.links if not row.id.startswith("W-")),
        circuits=(),
    )
    found = compared(asking(estate, ALL))
    assert options(found)["separate"].cost == 0
    assert all(not own.lines for own in found.options)


def test_more_growth_more_losses_and_higher_fees_never_make_an_option_cheaper(city: Estate):
    def all_costs(estate: Estate, asked: ComparisonOptions, growth: int) -> list[Fraction]:
        lines = replace(PLAIN, growth_percent_per_year=growth)
        found = options_alone(asking(estate, asked, lines=lines)).options
        assert all(own.cost is None or own.cost == own.bound for own in found)
        unable = Fraction(10**12)
        return [unable if own.cost is None else own.cost for own in found]

    estate = changed(quiet(city), "links", "W-L-RES", capacity_mbit_s=100)
    dearer = replace(
        estate,
        circuits=tuple(replace(row, yen_month=row.yen_month + 7) for row in estate.circuits),
        tariffs=tuple(replace(row, yen_month=row.yen_month * 11 // 10) for row in estate.tariffs),
    )
    chains = [
        [all_costs(estate, NO_LOSS, growth) for growth in (0, 6, 26)],
        [all_costs(estate, replace(NO_LOSS, losses=kinds), 0) for kinds in ((), ("line",))],
        [all_costs(estate, replace(NO_LOSS, losses=k), 0) for k in (("line",), ALL.losses)],
        [all_costs(own, LINE, 3) for own in (estate, dearer)],
    ]
    for chain in chains:
        for less, more in pairwise(chain):
            assert all(a <= b for a, b in zip(less, more, strict=True))
    assert chains[0][0] != chains[0][-1]


@pytest.mark.parametrize("seed", range(4))
def test_separate_lines_cost_no_more_than_in_the_study_of_a_plan(
    seed: int, city: Estate, new_platform: Callable
):
    rng = random.Random(seed)
    estate = replace(
        city,
        tariffs=tuple(
            replace(row, yen_month=row.yen_month // rng.choice((1, 2, 3))) for row in city.tariffs
        ),
    )
    lines = LineOptions(growth_percent_per_year=rng.choice((0, 4)))
    asked = new_platform(estate, options=lines)
    study = study_lines(asked.estate, asked.sizing, asked.packing, asked.platforms, lines)
    placed = place(asked.estate, asked.sizing, asked.packing, asked.platforms)
    found = options(options_alone(asking(placed, NO_LOSS, lines=lines)))["separate"]
    if study.options[0].status is not Status.INFEASIBLE:
        assert found.cost is not None
        assert found.cost <= study.options[0].total_yen


def written(found: Comparison) -> str:
    return dumps(
        OptionsFile(
            comparison=found,
            scenario="s",
            title=Text("", ""),
            inventory="i",
            illustrative=None,
            tool_version="0",
        )
    )


def test_the_order_of_rows_and_of_what_is_asked_does_not_matter(city: Estate):
    others = tuple(
        replace(row, id=f"{row.id}-d", carrier="d", yen_month=row.yen_month + 1000)
        for row in city.tariffs
    )
    parallel = link("W-E-ADM-2", "H-ADM", "E-R-ADM", "V-ADM", medium=Medium.CARRIER, mbit=100)
    spare = device("A-SPARE", DeviceKind.SWITCH, "HALL", RES, "V-RES")
    estate = replace(
        city,
        tariffs=(*city.tariffs, *others),
        links=(*city.links, parallel),
        devices=(*city.devices, spare),
    )
    asked = replace(ALL, kits=tuple(Kit), protected_sites=("EAST", "HILL"))
    wanted = written(compared(asking(estate, asked)))
    rng = random.Random(1)
    tables = ("sites", "systems", "servers", "segments", "devices", "links")
    tables += ("circuits", "tariffs", "flows", "platforms", "hosts")
    mixed = {name: rng.sample(getattr(estate, name), len(getattr(estate, name))) for name in tables}
    other = replace(estate, **{name: tuple(rows) for name, rows in mixed.items()})
    turned = replace(
        asked,
        losses=tuple(reversed(asked.losses)),
        kits=tuple(reversed(asked.kits)),
        protected_sites=("HILL", "EAST"),
    )
    assert written(compared(asking(other, turned))) == wanted
