"""A comparison in which one thing is changed by hand is refused, whatever it is."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.comparing.model import Comparison, ComparisonOptions, Kit, OptionAnswer
from consolidation.comparing.verify import verify_comparison
from consolidation.inventory.estate import Estate
from consolidation.policy.model import Outcome
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
    assert all(fault.en.startswith(found.options[-1].name) for fault in faults)


def test_a_comparison_is_checked_at_its_own_path_of_fees(city: Estate):
    path, other = (
        asking(city, replace(ASKED, fee_change_percent_by_year=own))
        for own in ((-2.5, 0.0, 12.5, 0.0), (-2.5, 0.0, 0.0, 12.5))
    )
    found = compared(path)
    assert verify_comparison(path, found) == ()
    assert any("cost" in fault.en for fault in verify_comparison(other, found))


def test_a_missing_option_step_or_note_is_refused(known):
    question, found = known
    without = replace(found, options=(*found.options[:1], *found.options[2:]))
    assert any(found.options[1].name in f.en for f in verify_comparison(question, without))
    assert any("steps" in f.en for f in verify_comparison(question, replace(found, steps=())))
    assert any("notes" in f.en for f in verify_comparison(question, replace(found, notes=())))
