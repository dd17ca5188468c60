"""What-if answers against the same change made in the inventory and judged from nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.errors import InputProblems
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import ControlKind
from consolidation.inventory.tables.network import Control
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.what_if import Questions

TOYONAKA = Path(__file__).parents[2] / "inventories" / "toyonaka-2018"
OPTIONS = PolicyOptions()


def entry(estate):
    found = [f for f in judge(estate, "x", OPTIONS).findings if f.rule == "P2-entry"]
    return found[0].outcome, min(f.num_controls for f in found)


@pytest.mark.parametrize("kind", [ControlKind.NONE, ControlKind.FIREWALL])
def test_a_joint_more_is_answered_as_the_inventory_with_it_would_be(office, kind):
    joint = Control(id="C-X", kind=kind, device="SW-A", from_segment="V20", to_segment="V110")
    answer = Questions(office, OPTIONS).joined(
        ("SW-A", "V20"), ("SW-R", "V110"), guarded=kind is ControlKind.FIREWALL
    )
    assert (answer.before.outcome, answer.before.num_controls) == (Outcome.HOLDS, 2)
    expected = entry(replace(office, controls=(*office.controls, joint)))
    assert (answer.after.outcome, answer.after.num_controls) == expected
    assert answer.way[0] == "air/devices/AP-1"


def test_a_control_less_opens_nothing_and_a_device_less_cuts(office):
    questions = Questions(office, OPTIONS)
    for table, row in (("controls", "C-A"), ("devices", "FW-R"), ("links", "L-FF")):
        assert questions.without(table, row).after.num_plain is None
    assert questions.without("servers", "SV-A").after == questions.before


def test_toyonaka_answers_of_both_kinds():
    questions = Questions(read_inventory(TOYONAKA).estate, OPTIONS)
    roads = questions.case.all_roads
    bad = [s for s in questions.case.sources if roads.free[roads.number[s]]]
    first = roads.names[roads.free[roads.number[bad[0]]][0]]
    _, device, segment = first.split("/")
    target = next(t for t in questions.case.targets if t.startswith("domain/"))
    other = (target.split("/")[1], target.split("/")[2])
    answer = questions.joined((device, segment), other)
    assert answer.after.outcome is Outcome.VIOLATED
    assert answer.after.num_controls == 0
    guarded = questions.joined((device, segment), other, guarded=True)
    assert (guarded.after.outcome, guarded.after.num_controls) == (Outcome.VIOLATED, 1)


def test_what_is_not_in_the_inventory_is_named_with_the_nearest(office):
    with pytest.raises(InputProblems) as raised:
        Questions(office, OPTIONS).joined(("SW-X", "V20"), ("SW-R", "V110"))
    (problem,) = raised.value.problems
    assert "SW-X V20" in problem.what.en
    assert "SW-A V20" in problem.fix.en or "SW-R" in problem.fix.en
    with pytest.raises(InputProblems):
        Questions(office, OPTIONS).without("links", "L-NONE")
