"""What changes from one state to the next: ways opened, ways closed, margins."""

from collections.abc import Iterator
from itertools import pairwise

from consolidation.export import labels
from consolidation.export.contents.comparison import CHANGES
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.policy.difference import difference
from consolidation.policy.model import Verdict
from consolidation.scenario.verdicts import AS_IS, SWITCHING, TO_BE
from consolidation.text import Text

_ENDS = (AS_IS, TO_BE)


def state_changes(review: Review) -> Table:
    """Return the differences between consecutive states."""
    return Table(
        "state-changes",
        Text("状態間の判定の変化", "What changes between states"),
        (
            heading("前の状態", "from"),
            heading("後の状態", "to"),
            heading("変化", "change"),
            heading("規則", "rule"),
            heading("対象", "subject", "code"),
            heading("前の結果", "before"),
            heading("後の結果", "after"),
            heading("前の制御の数", "controls before", "count"),
            heading("後の制御の数", "controls after", "count"),
            heading("前の内容", "message before", "long"),
            heading("後の内容", "message after", "long"),
        ),
        tuple(
            (
                labels.state(before.state),
                labels.state(after.state),
                CHANGES[change.kind],
                labels.rule(change.rule),
                change.subject or labels.subject(after.state, after.state),
                labels.OUTCOME[change.before] if change.before else None,
                labels.OUTCOME[change.after] if change.after else None,
                change.controls_before,
                change.controls_after,
                change.message_before,
                change.message_after,
            )
            for before, after in consecutive(review.plan.verdicts)
            for change in difference(before, after)
        ),
        Text(
            "現状と構成後、および現状から各段階を経て構成後に至る順の、隣り合う状態を比べたもの。",
            "As-is against to-be, then each state on the way with the one before it.",
        ),
    )


def consecutive(verdicts: tuple[Verdict, ...]) -> Iterator[tuple[Verdict, Verdict]]:
    """Yield the pairs to compare, in the order in which the states follow each other.

    As-is and to-be; as-is, the switch between them, and to-be; as-is, each wave, and to-be.
    """
    by_state = {verdict.state: verdict for verdict in verdicts}
    ends = [by_state[state] for state in _ENDS if state in by_state]
    yield from pairwise(ends)
    waves = [verdict for verdict in verdicts if verdict.state not in (*_ENDS, SWITCHING)]
    for between in ([by_state[SWITCHING]] if SWITCHING in by_state else [], waves):
        if between:
            yield from pairwise([*ends[:1], *between, *ends[1:]])
