"""What P2 says after the single failures that change it."""

from dataclasses import replace

from consolidation.export import labels, policy_labels
from consolidation.export.contents.findings import SEVERITY
from consolidation.export.review import Review
from consolidation.export.table import Cell, Table, heading
from consolidation.policy.model import FailureOutcome, Verdict
from consolidation.text import Text

NAME = "single-failures"
ENDS = ("as-is", "to-be")
NO_WAY = 1_000
"""Stands for no way at all where numbers of controls are put in order."""


def single_failures(review: Review) -> Table:
    """Return the single failures of every state that change the answer, the gravest first."""
    rows = [
        _row(verdict, failure)
        for verdict in review.plan.verdicts
        for failure in gravest_first(verdict)
    ]
    tried = sum(verdict.num_failures for verdict in review.plan.verdicts)
    rest = max(0, tried - len(rows))
    return Table(
        NAME,
        Text("判定を変える単一故障", "Single failures that change the verdict"),
        (
            heading("状態", "state"),
            heading("故障するもの", "what fails"),
            heading("ID", "id", "code"),
            heading("故障後の判定", "outcome then"),
            heading("独立した制御", "independent controls", "count"),
            heading("1つずつ数えた制御", "counted one by one", "count"),
            heading("使われる予備回線", "backup lines brought up", "code"),
            heading("故障で開く経路の段数", "steps of the way it opens", "count"),
        ),
        tuple(rows),
        Text(
            f"回線、機器、引込口、管路、通信事業者を1つずつ失った状態の判定（P2）。全状態で{tried}件を"
            f"調べ、ほかの{rest}件では判定も制御の数も変わらない。制御の数の空欄は経路がないこと。",
            "P2 with one link, device, site entry, duct or carrier gone at a time. "
            f"{tried} were tried in all states; after the other {rest} neither the outcome nor the "
            "number of controls is another. No number of controls: there is no way left.",
        ),
    )


def for_page(review: Review) -> Table:
    """Return the failures of as-is and to-be, and of other states what neither of these shows."""
    verdicts = review.plan.verdicts
    ends = [verdict for verdict in verdicts if verdict.state in ENDS]
    known = {failure for verdict in ends for failure in verdict.failures}
    rows = [
        _row(verdict, failure)
        for verdict in verdicts
        for failure in gravest_first(verdict)
        if verdict in ends or failure not in known
    ]
    return replace(single_failures(review), rows=tuple(rows))


def gravest_first(verdict: Verdict) -> tuple[FailureOutcome, ...]:
    """Return the failures that change the answer, the gravest first."""

    def gravity(failure: FailureOutcome) -> tuple[int, int, bool]:
        num = failure.num_controls
        return SEVERITY.index(failure.outcome), NO_WAY if num is None else num, not failure.witness

    return tuple(sorted(verdict.failures, key=gravity))


def _row(verdict: Verdict, failure: FailureOutcome) -> tuple[Cell, ...]:
    return (
        labels.state(verdict.state),
        policy_labels.FAILURE[failure.kind],
        failure.id,
        labels.OUTCOME[failure.outcome],
        failure.num_controls,
        failure.num_plain,
        "、".join(failure.brought_up),
        len(failure.witness) or None,
    )
