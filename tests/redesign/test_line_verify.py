"""The re-check finds what somebody changed by hand."""

from dataclasses import fields, replace
from datetime import date

import pytest

from consolidation.redesign.model import LineChoice, LineDesign, LineOptions, Merge
from consolidation.redesign.verify import verify_lines
from consolidation.solving.status import Status


def faults(q, found):
    texts = verify_lines(q.estate, found, q.sizing, q.packing, q.platforms, q.options)
    return " / ".join(text.en for text in texts)


@pytest.fixture
def asked(city, new_platform):
    options = LineOptions(years=3, merge=Merge.BOTH, merged_router_yen=5, in_facility_rework_yen=7)
    return new_platform(city, options=options)


def with_choice(found, merge, link, /, **changes: object):
    designs = []
    for design in found.options:
        if design.merge is merge:
            choices = tuple(replace(c, **changes) if c.link == link else c for c in design.choices)
            design = replace(design, choices=choices)
        designs.append(design)
    return replace(found, options=tuple(designs))


def test_an_untouched_study_holds(asked, study):
    assert faults(asked, study(asked)) == ""


def test_nothing_built_holds(city, nothing_built, study):
    q = nothing_built(city)
    assert faults(q, study(q)) == ""


CHOICE_CHANGES = {
    "link": "HALL-ADM",
    "site": "HILL",
    "action": "keep",
    "carries": ("V-ADM",),
    "load_kbit_s": 1,
    "tariffs": ("T-1000",),
    "capacity_mbit_s": 10,
    "yen_month_before": 1,
    "yen_month_after": 1,
    "one_off_yen": 9,
}
DESIGN_CHANGES = {
    "merge": Merge.SEPARATE,
    "isolation": "sdn",
    "status": Status.FEASIBLE,
    "cost_yen": 1,
    "lower_bound_yen": 1,
    "yen_month": 1,
    "one_off_yen": 1,
    "choices": (),
    "devices_removed": ("E-RES",),
    "devices_added": ("MERGED-ROUTER-HALL",),
    "sites_with_both": (),
    "sites_reworked": ("EAST",),
    "device_yen": 1,
    "change_on": date(2019, 4, 1),
}


def test_every_field_is_tampered_with_below():
    assert {f.name for f in fields(LineChoice)} == CHOICE_CHANGES.keys() | {"reason"}
    assert {f.name for f in fields(LineDesign)} == DESIGN_CHANGES.keys()


@pytest.mark.parametrize("name", CHOICE_CHANGES)
@pytest.mark.parametrize(
    ("merge", "link"),
    [
        (Merge.SEPARATE, "W-E-ADM"),  # resized
        (Merge.SEPARATE, "W-E-RES"),  # kept
        (Merge.INTER_SITE, "W-E-RES"),  # removed
        (Merge.INTER_SITE, "MERGED-ROUTER-HALL-H-ADM"),  # new, inside a site
        (Merge.IN_FACILITY, "EAST-RES"),  # plugged into another switch
    ],
)
def test_each_field_of_a_choice_is_found_when_changed(asked, study, name, merge, link):
    found = study(asked)
    design = next(d for d in found.options if d.merge is merge)
    (choice,) = [c for c in design.choices if c.link == link]
    value = CHOICE_CHANGES[name]
    if getattr(choice, name) == value:
        value = {"action": "resize", "site": "EAST", "capacity_mbit_s": 20}.get(name, value)
    assert getattr(choice, name) != value
    assert faults(asked, with_choice(found, merge, link, **{name: value}))


@pytest.mark.parametrize("name", DESIGN_CHANGES)
@pytest.mark.parametrize("number", range(4))
def test_each_field_of_a_design_is_found_when_changed(asked, study, name, number):
    found = study(asked)
    design = found.options[number]
    value = DESIGN_CHANGES[name]
    if getattr(design, name) == value:
        value = {"merge": Merge.BOTH}.get(name, ("EAST",))
    assert getattr(design, name) != value
    changed = replace(design, **{name: value})
    options = (*found.options[:number], changed, *found.options[number + 1 :])
    assert faults(asked, replace(found, options=options))


def test_a_choice_left_out_or_told_twice_is_found(asked, study):
    found = study(asked)
    separate = found.options[0]
    for choices in (separate.choices[1:], (*separate.choices, separate.choices[-1])):
        options = (replace(separate, choices=choices), *found.options[1:])
        assert "spoken of" in faults(asked, replace(found, options=options))


def test_an_overload_is_admitted_only_where_nothing_can_be_bought(asked, study):
    """Keeping the small line and calling the option infeasible is no way out."""
    found = study(asked)
    separate = found.options[0]
    line = next(c for c in separate.choices if c.link == "W-E-ADM")
    kept = replace(
        line,
        action="keep",
        tariffs=(),
        capacity_mbit_s=100,
        yen_month_after=line.yen_month_before,
        one_off_yen=0,
    )
    choices = tuple(kept if c.link == kept.link else c for c in separate.choices)
    month = sum(c.yen_month_after for c in choices)
    once = sum(c.one_off_yen for c in choices)
    cost = month * 36 + once
    small = replace(
        separate,
        status=Status.INFEASIBLE,
        choices=choices,
        yen_month=month,
        one_off_yen=once,
        cost_yen=cost,
        lower_bound_yen=cost,
    )
    text = faults(asked, replace(found, options=(small, *found.options[1:])))
    assert "over 70 %" in text
    assert "add up" not in text


def test_one_module_fewer_is_found(asked, study):
    found = study(asked)
    line = next(c for c in found.options[0].choices if c.link == "W-E-ADM")
    assert line.tariffs
    less = with_choice(found, Merge.SEPARATE, "W-E-ADM", tariffs=line.tariffs[1:])
    assert "do not follow" in faults(asked, less)


def test_a_dearer_combination_is_found(asked, study):
    found = study(asked)
    separate = found.options[0]
    line = next(c for c in separate.choices if c.link == "W-E-RES")
    assert line.action == "keep"
    months = 36
    dear = replace(line, action="resize", tariffs=("T-1000",), capacity_mbit_s=1000)
    dear = replace(dear, yen_month_after=150_000, one_off_yen=100_000)
    more = 120_000 * months + 100_000
    choices = tuple(dear if c.link == "W-E-RES" else c for c in separate.choices)
    changed = replace(
        separate,
        choices=choices,
        yen_month=separate.yen_month + 120_000,
        one_off_yen=separate.one_off_yen + 100_000,
        cost_yen=separate.cost_yen + more,
        lower_bound_yen=separate.cost_yen + more,
    )
    text = faults(asked, replace(found, options=(changed, *found.options[1:])))
    assert "a combination for" in text
    assert "add up" not in text


def test_a_missing_option_and_a_false_claim_are_found(asked, study):
    found = study(asked)
    assert "four merge options" in faults(asked, replace(found, options=found.options[:3]))
    claimed = replace(found.options[1], lower_bound_yen=found.options[1].cost_yen - 1)
    again = replace(found, options=(found.options[0], claimed, *found.options[2:]))
    assert "bound and cost differ" in faults(asked, again)
    other = replace(found, chosen=Merge.SEPARATE)
    assert "not the one asked for" in faults(asked, other)


def test_a_dearer_combination_honestly_called_feasible_holds(city, nothing_built, study):
    q = nothing_built(replace(city, flows=tuple(f for f in city.flows if f.id == "F-1")))
    found = study(q)
    assert found.options[0].status is Status.FEASIBLE
    assert faults(q, found) == ""
    off = replace(found.options[0], lower_bound_yen=found.options[0].lower_bound_yen + 1)
    assert "lower bound" in faults(q, replace(found, options=(off, *found.options[1:])))


def test_a_load_nobody_sells_is_admitted(city, new_platform, study):
    circuits = tuple(replace(c, tariff=None) for c in city.circuits)
    big = tuple(replace(f, office_kbit_s=900_000) if f.id == "F-4" else f for f in city.flows)
    q = new_platform(replace(city, tariffs=(), circuits=circuits, flows=big))
    found = study(q)
    assert found.options[0].status is Status.INFEASIBLE
    assert faults(q, found) == ""


def test_shared_contracts_hold_when_one_of_the_lines_goes(city, new_platform, study):
    shared = replace(city.link["W-L-RES"], circuit="C-E-RES")
    links = (*(x for x in city.links if x.id != "W-L-RES"), shared)
    q = new_platform(replace(city, links=links))
    assert faults(q, study(q)) == ""


@pytest.mark.parametrize("ends_on", [date(2019, 3, 31), date(2021, 3, 31)])
def test_contracts_over_and_running_hold(city, new_platform, study, ends_on):
    circuits = tuple(replace(c, ends_on=ends_on) for c in city.circuits)
    q = new_platform(replace(city, circuits=circuits))
    found = study(q)
    assert faults(q, found) == ""
    gone = next(c for c in found.options[1].choices if c.link == "W-E-RES")
    other = with_choice(found, Merge.INTER_SITE, "W-E-RES", one_off_yen=50_000 - gone.one_off_yen)
    assert "one_off_yen" in faults(q, other)
