"""Differences between two verdicts: opened and closed ways, margins."""

from dataclasses import replace

from consolidation.inventory.tables.kinds import ControlKind
from consolidation.inventory.tables.network import Control
from consolidation.policy.difference import difference
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions

OPTIONS = PolicyOptions()


def joined(office, kind):
    joint = Control(id="X", kind=kind, device="FW-A", from_segment="V20", to_segment="V900")
    return replace(office, controls=(*office.controls, joint))


def test_nothing_differs_between_equal_states(office):
    assert difference(judge(office, "as-is", OPTIONS), judge(office, "to-be", OPTIONS)) == ()


def test_opened_and_closed_ways(office):
    before, after = (
        judge(office, "as-is", OPTIONS),
        judge(joined(office, ControlKind.NONE), "to-be", OPTIONS),
    )
    (opened, *rest) = difference(before, after)
    assert (opened.kind, opened.rule, opened.subject) == ("opened", "P2-entry", "C-R")
    assert (opened.before, opened.after) == (None, Outcome.VIOLATED)
    assert opened.controls_after == 1
    assert {(c.kind, c.rule, c.before, c.after) for c in rest} == {
        ("margin", "P2-strict", Outcome.NOTE, Outcome.NOTE),
        ("outcome", "P2-entry", Outcome.HOLDS, None),
    }
    assert difference(after, before)[0].kind == "closed"


def test_changed_margin_of_a_proof(office):
    loose = PolicyOptions(required_controls=1)
    weaker = judge(joined(office, ControlKind.NONE), "to-be", loose)
    changes = difference(judge(office, "as-is", loose), weaker)
    entry = next(c for c in changes if c.rule == "P2-entry")
    assert (entry.kind, entry.controls_before, entry.controls_after) == ("margin", 2, 1)
