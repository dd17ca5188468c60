"""What stands against a repair: evidence that judges show, and further ways from the air."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from consolidation.policy.case import Case
from consolidation.policy.checking.witness import WAYS
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.cut import FreeWays, taken
from consolidation.policy.ways.roads import Roads

ENTRY, STRICT = "P2-entry", "P2-strict"
MOST_SETS = 2
"""Sets of lost groups that are looked at for further ways."""
Against = Callable[[tuple[str, ...]], Iterable[Action]]
"""What breaks a state, or the step between two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A way that must be cut or guarded, or other evidence that must not be there."""

    outcome: Outcome
    rule: str
    subject: str
    nodes: tuple[str, ...]
    missing: int
    """Controls that the way lacks; 1 for other evidence."""

    @property
    def is_entry(self) -> bool:
        """Whether the breach is the way itself, and nothing else mends it."""
        return self.rule in WAYS

    @property
    def is_way(self) -> bool:
        """Whether the evidence is a way; otherwise states that must not meet."""
        return self.is_entry or any(node.startswith("air/") for node in self.nodes[:1])

    @property
    def can_be_guarded(self) -> bool:
        """Whether a control bought on the way helps."""
        return self.rule != STRICT


def of_findings(findings: Iterable[Finding], k: int, *, others: bool) -> list[Shown]:
    """Return what findings show; ``others``: their further ways too."""
    found = []
    for finding in findings:
        lacks = 1
        if finding.rule == ENTRY and finding.num_controls is not None:
            lacks = max(1, k - finding.num_controls)
        found.append(_shown(finding, tuple(s.node for s in finding.witness), lacks))
        if others:
            found += [_shown(finding, tuple(s.node for s in way), 1) for way in finding.others]
    return found


def _shown(finding: Finding, nodes: tuple[str, ...], missing: int) -> Shown:
    return Shown(
        outcome=finding.outcome,
        rule=finding.rule,
        subject=finding.subject,
        nodes=nodes,
        missing=missing,
    )


def rows_at_fault(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """Return the rows at fault: of the steps marked guilty, else of the steps at the subject."""
    found = set()
    for finding in findings:
        steps = [s for s in finding.witness if s.row == finding.subject]
        if finding.guilty is not None:
            steps = [finding.witness[finding.guilty]]
        found |= {(step.table, step.row) for step in steps}
    return frozenset(found)


def filling(
    case: Case, unmet: Sequence[Finding], against: Against, *, open_too: bool
) -> Iterator[Shown]:
    """Give ways with too few controls that together fill a minimum cut, where P2 is not met.

    Hundreds of ways may lie side by side; these are the ones to cut, all at once. ``open_too``:
    what is undetermined must not be either.
    """
    said = {(finding.rule, finding.outcome) for finding in unmet}
    if (STRICT, Outcome.VIOLATED) in said:
        every = case.sure_roads.groups
        yield from _ways(case, case.sure_roads, every, STRICT, Outcome.VIOLATED, 1, against)
    if (ENTRY, Outcome.VIOLATED) in said:
        roads, entered, outcome = case.sure_roads, case.entered, Outcome.VIOLATED
    elif (ENTRY, Outcome.UNDETERMINED) in said and open_too:
        roads, entered, outcome = case.all_roads, case.worst_entered, Outcome.UNDETERMINED
    else:
        return
    aims = frozenset(entered.fewest)
    letting_in = (lost for lost in entered.lost if not aims.isdisjoint(lost.reached))
    for lost in itertools.islice(letting_in, MOST_SETS):
        missing = case.k - len(lost.groups)
        yield from _ways(case, roads, lost.groups, ENTRY, outcome, missing, against)


def _ways(
    case: Case,
    roads: Roads,
    lost: Sequence[str],
    rule: str,
    outcome: Outcome,
    missing: int,
    against: Against,
) -> Iterator[Shown]:
    """Give the ways that a maximum flow takes, some groups of controls lost."""
    guarding = missing == 1 and rule != STRICT
    ways = FreeWays(roads, case.sources, case.targets, lost)
    for way in taken(ways, lambda step: (a for a in against(step) if guarding or not a.adds)):
        yield Shown(outcome=outcome, rule=rule, subject=case.state, nodes=way, missing=missing)
