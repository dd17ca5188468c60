"""The re-check finds what somebody changed by hand."""

from dataclasses import replace

import pytest

from consolidation.redesign.model import LineOptions, Merge
from consolidation.redesign.verify import verify_lines


def faults(q, found):
    texts = verify_lines(q.estate, found, q.sizing, q.packing, q.platforms, q.options)
    return " / ".join(text.en for text in texts)


@pytest.fixture
def asked(city, new_platform):
    options = LineOptions(years=3, merge=Merge.BOTH, merged_router_yen=5, in_facility_rework_yen=7)
    return new_platform(city, options=options)


def with_choice(found, merge, link, **changes: object):
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


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"load_kbit_s": 1}, "routed again"),
        ({"yen_month_after": 1}, "yen_month is"),
        ({"one_off_yen": 9}, "one_off_yen is"),
        ({"capacity_mbit_s": 10}, "capacity"),
        ({"carries": ("V-ADM",)}, "segments differ"),
    ],
)
def test_a_changed_line_is_found(asked, study, changes, said):
    found = with_choice(study(asked), Merge.SEPARATE, "W-E-ADM", **changes)
    assert said in faults(asked, found)


def test_one_module_fewer_is_found(asked, study):
    """The load no longer fits."""
    found = study(asked)
    line = next(c for c in found.options[0].choices if c.link == "W-E-ADM")
    assert line.tariffs
    less = with_choice(
        found, Merge.SEPARATE, "W-E-ADM", tariffs=line.tariffs[1:], capacity_mbit_s=100
    )
    assert "over 70 %" in faults(asked, less)


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
