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
    assert (opened.kind, opened.rule, opened.subject) == ("opened", "P2-entry", "X")
    assert (opened.before, opened.after) == (Outcome.HOLDS, Outcome.VIOLATED)
    assert (opened.controls_before, opened.controls_after) == (2, 1)
    assert "weakest way passes 2 independent controls" in opened.message_before.en
    assert "past 1 independent control (" in opened.message_after.en
    assert opened.message.en.startswith("before: ")
    assert {(c.kind, c.rule, c.before, c.after) for c in rest} == {
        ("margin", "P2-strict", Outcome.NOTE, Outcome.NOTE),
    }
    closed = difference(after, before)[0]
    assert (closed.kind, closed.subject, closed.after) == ("closed", "X", Outcome.HOLDS)
    assert closed.message_after == opened.message_before


def test_other_rows_of_a_rule_are_not_taken_for_the_whole_state(office):
    """A breach that moves to another row closes one way and opens another."""
    joint = joined(office, ControlKind.NONE)
    verdict = judge(joint, "as-is", OPTIONS)
    moved = replace(
        verdict,
        findings=tuple(
            replace(f, subject="ELSEWHERE") if f.rule == "P2-entry" else f for f in verdict.findings
        ),
    )
    changes = difference(verdict, moved)
    assert [(c.kind, c.subject) for c in changes] == [("opened", "ELSEWHERE"), ("closed", "X")]
    assert changes[0].message_before is None
    assert changes[1].message_after is None


def test_changed_margin_of_a_proof(office):
    loose = PolicyOptions(required_controls=1)
    weaker = judge(joined(office, ControlKind.NONE), "to-be", loose)
    changes = difference(judge(office, "as-is", loose), weaker)
    entry = next(c for c in changes if c.rule == "P2-entry")
    assert (entry.kind, entry.controls_before, entry.controls_after) == ("margin", 2, 1)


def test_holds_is_compared_with_each_breach_even_beside_a_caution(office):
    verdict = judge(office, "as-is", OPTIONS)
    (holds,) = [f for f in verdict.findings if f.rule == "P2-entry"]
    breach = replace(holds, outcome=Outcome.VIOLATED, subject="ROW")
    caution = replace(holds, outcome=Outcome.CAUTION)
    others = tuple(f for f in verdict.findings if f is not holds)
    changes = difference(verdict, replace(verdict, findings=(*others, breach, caution)))
    assert [(c.kind, c.subject, c.before, c.after) for c in changes] == [
        ("opened", "ROW", Outcome.HOLDS, Outcome.VIOLATED),
        ("outcome", "", Outcome.HOLDS, Outcome.CAUTION),
    ]
