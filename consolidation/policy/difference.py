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
    message_before: Text | None
    """What the earlier verdict says; ``None`` where it has no finding."""
    message_after: Text | None
    """What the later verdict says; ``None`` where it has no finding."""

    @property
    def message(self) -> Text:
        """What both verdicts say, each sentence marked with the state that it is about."""
        before, after = self.message_before or _SILENT, self.message_after or _SILENT
        return Text(f"前: {before.ja}／後: {after.ja}", f"before: {before.en} / after: {after.en}")


_SILENT = Text("該当なし", "nothing found")


def difference(before: Verdict, after: Verdict) -> tuple[Change, ...]:
    """Return what changes from one verdict to the next, opened ways first.

    Where a rule speaks of the whole state in one verdict and of single rows in the other, each of
    those rows is compared with the whole state's result: "holds" that turns into breaches is one
    story told per breach, not a result lost and others found.
    """
    old, new = _keyed(before), _keyed(after)
    whole = _whole_only(old, new), _whole_only(new, old)
    found = [
        change
        for key in sorted(old.keys() | new.keys())
        if not _told_by_rows(key, (old, new), whole)
        and (change := _compare(key, _of(key, old, whole[0]), _of(key, new, whole[1]))) is not None
    ]
    order: tuple[ChangeKind, ...] = ("opened", "closed", "margin", "outcome")
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.rule, c.subject)))


Findings = dict[tuple[str, str], Finding]


def _whole_only(here: Findings, there: Findings) -> dict[str, Finding]:
    """Return, by rule, the whole-state results to compare the other verdict's rows with.

    Where the other verdict speaks of the whole state too, only "holds" says something of each row.
    """
    by_row = {rule for rule, subject in there.keys() - here.keys() if subject}
    return {
        rule: finding
        for (rule, subject), finding in here.items()
        if not subject
        and rule in by_row
        and ((rule, "") not in there or finding.outcome is Outcome.HOLDS)
    }


def _told_by_rows(
    key: tuple[str, str], sides: tuple[Findings, Findings], whole: tuple[dict[str, Finding], ...]
) -> bool:
    """Return whether a whole-state result is told by the other verdict's rows instead."""
    rule, subject = key
    both = all(key in side for side in sides)
    return not subject and not both and any(rule in side for side in whole)


def _of(key: tuple[str, str], found: Findings, whole: dict[str, Finding]) -> Finding | None:
    """Return what a verdict says of a row: its own finding, else the whole state's."""
    return found.get(key) or whole.get(key[0])


def _keyed(verdict: Verdict) -> Findings:
    """Return findings by rule and subject; of several on one subject, the weakest."""
    found: Findings = {}
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
    return Change(
        kind=kind,
        rule=key[0],
        subject=key[1],
        before=before,
        after=after,
        controls_before=controls_before,
        controls_after=controls_after,
        message_before=None if old is None else old.message,
        message_after=None if new is None else new.message,
    )
