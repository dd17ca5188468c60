"""Findings as the page shows them: the gravest first, each with what is drawn of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from shlex import quote

from consolidation.export import labels, policy_labels
from consolidation.export.contents import explained
from consolidation.export.contents.findings import SEVERITY
from consolidation.export.controls import Controls
from consolidation.export.review import Review
from consolidation.policy.model import Finding, Outcome, Repair, Step, Verdict
from consolidation.policy.phrases import listed
from consolidation.text import Text

TELLING = SEVERITY[:-1]
"""Outcomes that the page spells out; what holds is in its table, with the certificate."""
DRAWN = (Outcome.VIOLATED, Outcome.UNDETERMINED)
"""Outcomes whose way is drawn."""
MOST_DRAWN = 24
"""Ways that one page draws, the gravest first; the others are told in words."""
MOST_WAYS, MOST_FACTS, MOST_CHANGES = 3, 12, 12
"""Further ways, facts to survey and changes of a repair that a card spells out."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step in words: what it means, the row it comes from, what to remark on it."""

    text: Text
    row: Text
    marks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a heading, and how many of its entries are left out."""

    title: Text
    entries: tuple[Text, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it."""

    rule: Text
    subject: Text
    name: str
    """What `check --explain` calls it, quoted for a shell where it must be."""
    outcome: Text
    tone: str
    message: Text
    steps: tuple[Line, ...]
    remarks: tuple[Text, ...]
    ways: tuple[tuple[Line, ...], ...]
    ways_left_out: int
    repair: Listing | None
    survey: Listing | None
    fix: Text | None
    finding: Finding
    state: Text
    drawing: str | None = None
    """Name of the figure of its way, where one is drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one state, or of the states between waves."""

    title: Text
    findings: tuple[Card, ...]
    folded: bool = False
    repair: Listing | None = None
    """What mends every breach of the state together."""


def finding_groups(review: Review) -> tuple[Group, ...]:
    """Return what the page spells out: to-be, what only the states between show, as-is."""
    to_be, as_is = review.verdict("to-be"), review.verdict("as-is")
    ends = [verdict for verdict in (to_be, as_is) if verdict]
    known = {_identity(verdict, f) for verdict in ends for f in verdict.findings}
    between = tuple(
        _card(review, verdict, finding, named=True)
        for verdict in review.plan.verdicts
        if verdict not in ends
        for finding in _telling(verdict)
        if _identity(verdict, finding) not in known
    )
    groups = (
        Group(Text("構成後", "To-be"), _cards(review, to_be), repair=_whole(review, to_be)),
        Group(
            Text("移行中だけに現れるもの", "Only between waves"), between, folded=len(between) > 5
        ),
        Group(
            Text("現状", "As-is"), _cards(review, as_is), folded=True, repair=_whole(review, as_is)
        ),
    )
    return tuple(_numbered(groups))


def _numbered(groups: tuple[Group, ...]) -> Iterator[Group]:
    """Name the figures: breaches of all groups before what is undetermined in any."""
    cards = [(i, j, c) for i, group in enumerate(groups) for j, c in enumerate(group.findings)]
    wanted = [
        (i, j)
        for outcome in DRAWN
        for i, j, card in cards
        if card.finding.outcome is outcome and card.finding.witness
    ]
    names = {place: f"way-{n}" for n, place in enumerate(sorted(wanted[:MOST_DRAWN]), 1)}
    for i, group in enumerate(groups):
        drawn = tuple(replace(c, drawing=names.get((i, j))) for j, c in enumerate(group.findings))
        yield replace(group, findings=drawn)


def _identity(verdict: Verdict, finding: Finding) -> tuple[str, str, Outcome]:
    """Return what makes two findings on different states the same one."""
    subject = "" if finding.subject == verdict.state else finding.subject
    return finding.rule, subject, finding.outcome


def _telling(verdict: Verdict) -> tuple[Finding, ...]:
    return tuple(f for o in TELLING for f in verdict.findings if f.outcome is o)


def _cards(review: Review, verdict: Verdict | None) -> tuple[Card, ...]:
    if verdict is None:
        return ()
    return tuple(_card(review, verdict, finding) for finding in _telling(verdict))


def _card(review: Review, verdict: Verdict, finding: Finding, *, named: bool = False) -> Card:
    words, state = labels.OUTCOME[finding.outcome], labels.state(verdict.state)
    finding = explained.each_sentence_once(finding)
    message = finding.message
    if named:
        message = Text(f"{state.ja}: {message.ja}", f"{state.en}: {message.en}")
    controls = review.controls
    return Card(
        rule=labels.rule(finding.rule),
        subject=labels.subject(finding.subject, verdict.state),
        name=quote(finding.key),
        outcome=words,
        tone=labels.TONE.get(words, "warn"),
        message=message,
        steps=tuple(
            Line(step.text, explained.cited(step), explained.marks(finding, i, step, controls))
            for i, step in enumerate(finding.witness)
        ),
        remarks=tuple(explained.remarks(finding, controls)),
        ways=tuple(_way(way, finding, controls) for way in finding.others[:MOST_WAYS]),
        ways_left_out=max(0, len(finding.others) - MOST_WAYS),
        repair=_repair(review, finding.repair) or _no_repair(verdict, finding),
        survey=_survey(finding),
        fix=finding.fix,
        finding=finding,
        state=state,
    )


def _way(steps: tuple[Step, ...], finding: Finding, controls: Controls) -> tuple[Line, ...]:
    return tuple(
        Line(
            step.text,
            explained.cited(step),
            (explained.LOST,) if controls.is_lost(step.control, finding.lost) else (),
        )
        for step in steps
    )


def _whole(review: Review, verdict: Verdict | None) -> Listing | None:
    """Return the changes that mend every breach of a state together."""
    found = None if verdict is None else _repair(review, verdict.repair)
    if found is None:
        return None
    title = Text(
        f"全ての違反を直す最も安い変更: {found.title.ja}",
        f"The cheapest changes that mend every breach: {found.title.en}",
    )
    return replace(found, title=title)


def _repair(review: Review, repair: Repair | None) -> Listing | None:
    if repair is None:
        return None
    illustrative = explained.prices_are_illustrative(review.plan.scenario.policy.repair_prices)
    return Listing(
        explained.repair_words(repair, illustrative),
        tuple(explained.change_words(change) for change in repair.changes[:MOST_CHANGES]),
        max(0, len(repair.changes) - MOST_CHANGES),
    )


def _no_repair(verdict: Verdict, finding: Finding) -> Listing | None:
    return Listing(explained.NO_REPAIR, ()) if explained.not_mended(verdict, finding) else None


def _survey(finding: Finding) -> Listing | None:
    if not finding.survey:
        return None
    num = len(finding.survey)
    return Listing(
        Text(
            f"次の{num}件を確認し、いずれも問題がなければ適合となる",
            f"Survey these; if all {num} turn out well, the rule holds",
        ),
        tuple(explained.fact_words(fact) for fact in finding.survey[:MOST_FACTS]),
        max(0, num - MOST_FACTS),
    )


def way_alt(card: Card) -> Text:
    """Return what the figure of a card's way shows, in words."""
    rows = [policy_labels.row(step.table, step.row) for step in card.finding.witness]
    ja, en = listed([r.ja for r in rows], most=12).ja, listed([r.en for r in rows], most=12).en
    num = len(rows)
    guilty = card.finding.guilty
    if guilty is not None and guilty < num:
        where = rows[guilty]
        ja, en = f"{ja}。原因は第{guilty + 1}段（{where.ja}）", f"{en}; at fault: {where.en}"
    return Text(f"{num}段の経路図: {ja}", f"The way in {num} steps: {en}")
