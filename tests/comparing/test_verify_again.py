"""A comparison in which one thing is changed by hand is refused, whatever it is."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.comparing.model import Comparison, ComparisonOptions, Kit, OptionAnswer
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from consolidation.policy.model import Outcome
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.comparing.city import asking, compared

Change = Callable[[OptionAnswer], OptionAnswer]

ASKED = ComparisonOptions(losses=("line",), kits=(Kit.VLAN, Kit.SDN))


@pytest.fixture
def known(city: Estate):
    question = asking(city, ASKED)
    return question, compared(question)


def last(found: Comparison, change: Change) -> Comparison:
    *others, option = found.options
    return replace(found, options=(*others, change(option)))


def policy(**said: object) -> Change:
    return lambda option: replace(option, policy=replace(option.policy, **said))


CHANGES: dict[str, Change] = {
    "outcome": policy(outcome=Outcome.NOTE),
    "controls": policy(num_controls=9),
    "after loss": policy(controls_after_loss=9),
    "approvals": policy(approvals=(("P9", "x"),)),
    "utilisation": lambda o: replace(
        o, after_loss=o.after_loss and replace(o.after_loss, share=Fraction(1, 100))
    ),
    "routes": lambda o: replace(o, routes=()),
    "points": lambda o: replace(o, single_points=()),
    "rooms": lambda o: replace(o, rooms_with_both=o.rooms_with_both + 1),
    "sites": lambda o: replace(o, sites_with_both=("NOWHERE",)),
    "ports": lambda o: replace(o, ports_freed=o.ports_freed + 1),
    "devices": lambda o: replace(o, devices=o.devices + 1),
    "settings": lambda o: replace(o, configurations=0),
    "bound": lambda o: replace(o, bound=o.bound - 1),
    "line": lambda o: replace(o, lines=o.lines[1:]),
    "load": lambda o: replace(o, lines=(replace(o.lines[0], load_kbit_s=1), *o.lines[1:])),
    "cost": lambda o: replace(o, cost=(o.cost or Fraction(0)) - 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_option_is_refused(known, change: Change):
    question, found = known
    assert verify_comparison(question, found) == ()
    changed = last(found, change)
    assert changed != found
    faults = verify_comparison(question, changed)
    assert faults
    assert {fault.option for fault in faults} == {changed.options[-1]}


def test_a_comparison_is_checked_at_its_own_path_of_fees(city: Estate):
    path, other = (
        asking(city, replace(ASKED, fee_change_percent_by_year=own))
        for own in ((-2.5, 0.0, 12.5, 0.0), (-2.5, 0.0, 0.0, 12.5))
    )
    found = compared(path)
    assert verify_comparison(path, found) == ()
    assert {fault.option for fault in verify_comparison(other, found)} >= {found.options[0]}


def said(question, found: Comparison) -> list[str]:
    """Return what is wrong with the comparison as a whole."""
    faults = verify_comparison(question, found)
    return [f.what.en for f in faults if f.option is None and isinstance(f.what, Text)]


def test_a_missing_option_step_or_note_is_refused(known):
    question, found = known
    without = replace(found, options=(*found.options[:1], *found.options[2:]))
    one, two = (option.name for option in found.options[1:3])
    assert said(question, without) == [f"options are missing: {one}"]
    swapped = (found.options[0], found.options[2], found.options[1], *found.options[3:])
    (order,) = said(question, replace(found, options=swapped))
    assert order.endswith(f"not in their order: number 2 is {two}, where {one} belongs")
    twice = replace(found, options=(*found.options, found.options[1]))
    assert said(question, twice) == [f"options are listed more than once: {one}"]
    (step,) = said(question, replace(found, steps=found.steps[1:]))
    assert step.startswith("a step is missing: ")
    assert found.steps[0].text.en in step
    (note,) = said(question, replace(found, notes=found.notes[1:]))
    assert note == f"a note is missing: {found.notes[0].en}"
    years = replace(found, years=6, discount_percent=5.0)
    assert "years compared: the folder says 6, the scenario 5" in said(question, years)


def test_an_option_whose_status_is_changed_is_blamed_itself(city: Estate):
    question = asking(city, replace(ASKED, kits=(Kit.VLAN,)))
    found = compared(question)
    for number, option in enumerate(found.options):
        options = list(found.options)
        options[number] = replace(option, status=Status.FEASIBLE)
        faults = verify_comparison(question, replace(found, options=tuple(options)))
        assert [fault.option for fault in faults] == [options[number]]
        assert [fault.what for fault in faults] == [option]


def test_a_line_not_on_offer_is_told_with_what_is(known):
    question, found = known
    line = next(own for own in found.options[-1].lines if own.tariffs)
    wider = replace(line, capacity_mbit_s=7)
    rest = found.options[-1].lines
    changed = last(
        found, lambda o: replace(o, lines=tuple(wider if r is line else r for r in rest))
    )
    (fault,) = verify_comparison(question, changed)
    assert isinstance(fault.what, Text)
    assert f"line {line.id}: the folder says " in fault.what.en
    assert f" 7 Mbit/s, {line.yen_month:,} yen a month" in fault.what.en
    assert "; on offer is " in fault.what.en
    assert f" {line.capacity_mbit_s:,} Mbit/s, " in fault.what.en.split("on offer is")[1]


def test_without_kits_there_is_a_remark_that_nothing_is_merged(city: Estate):
    found = compared(asking(city, replace(ASKED, kits=())))
    assert [option.name for option in found.options] == ["separate"]
    assert any("no kit is compared (comparison.kits = [])" in note.en for note in found.notes)
    assert not any("no kit" in n.en for n in compared(asking(city, ASKED)).notes)
