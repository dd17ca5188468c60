"""What changes between two verdicts: ways opened, ways closed, margins."""

from dataclasses import dataclass
from typing import Literal

from consolidation.policy.model import Finding, Outcome, Verdict
from consolidation.text import Text

ChangeKind = Literal["opened", "closed", "margin", "outcome"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between the verdicts on two states.

    ``opened``: a breach that was not there before. ``closed``: one that is gone. ``margin``: the
    same breach or proof with another number of controls. ``outcome``: a finding that came, went
    or changed without being a breach in either state.
    """

    kind: ChangeKind
    rule: str
    subject: str
    """Id of the row, or empty for a result on the whole state."""
    before: Outcome | None
    after: Outcome | None
    controls_before: int | None
    controls_after: int | None
    message: Text
    """The message of the later finding, or of the earlier where it is gone."""


def difference(before: Verdict, after: Verdict) -> tuple[Change, ...]:
    """Return what changes from one verdict to the next, opened ways first."""
    old, new = _keyed(before), _keyed(after)
    found = [
        change
        for key in sorted(old.keys() | new.keys())
        if (change := _compare(key, old.get(key), new.get(key))) is not None
    ]
    order: tuple[ChangeKind, ...] = ("opened", "closed", "margin", "outcome")
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.rule, c.subject)))


def _keyed(verdict: Verdict) -> dict[tuple[str, str], Finding]:
    """Return findings by rule and subject; of several on one subject, the weakest."""
    found: dict[tuple[str, str], Finding] = {}
    for finding in verdict.findings:
        subject = "" if finding.subject == verdict.state else finding.subject
        old = found.get((finding.rule, subject))
        if old is None or _weight(finding) < _weight(old):
            found[finding.rule, subject] = finding
    return found


def _weight(finding: Finding) -> tuple[bool, int]:
    violated = finding.outcome is Outcome.VIOLATED
    return not violated, finding.num_controls if finding.num_controls is not None else 99


def _compare(key: tuple[str, str], old: Finding | None, new: Finding | None) -> Change | None:
    was = old is not None and old.outcome is Outcome.VIOLATED
    now = new is not None and new.outcome is Outcome.VIOLATED
    before = None if old is None else old.outcome
    after = None if new is None else new.outcome
    controls_before = None if old is None else old.num_controls
    controls_after = None if new is None else new.num_controls
    kind: ChangeKind
    if was != now:
        kind = "opened" if now else "closed"
    elif before != after:
        kind = "outcome"
    elif controls_before != controls_after:
        kind = "margin"
    else:
        return None
    shown = new or old
    assert shown is not None
    return Change(
        kind=kind,
        rule=key[0],
        subject=key[1],
        before=before,
        after=after,
        controls_before=controls_before,
        controls_after=controls_after,
        message=shown.message,
    )
