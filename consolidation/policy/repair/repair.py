"""Repairs: for each breach of a verdict, and for all together, the cheapest changes that mend it.

The changes on offer stand in `policy.repair.actions` and `policy.repair.offers`, the search in
`policy.repair.engine`. What is asked of a repair is given up in this order, until some changes
on offer reach it:

1. the rule then holds, no other rule says worse than before, and nobody is cut off from what he
   uses (`policy.repair.services`);
2. the same, but an open question that the breach hid may come to light;
3. the breach is gone, whoever is cut off.
"""

from collections.abc import Iterable
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Repair, Verdict
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.engine import Engine, FindingKey, Goal, Mended
from consolidation.policy.repair.rejudge import Bench, GivenUp, keys_of


def repaired(estate: Estate, verdict: Verdict, options: PolicyOptions) -> Verdict:
    """Return a verdict with the cheapest repair of each breach and of all breaches together.

    ``estate`` is the state that was judged. A breach that nothing on offer mends (guests of two
    zones on one host must move, which `packing` plans) keeps ``None``; the repair of all then
    mends the others and its ``outcome`` says that breaches stay.
    """
    if not verdict.violations:
        return verdict
    workshop = _Workshop(Engine(Bench(estate, verdict.state, options)), verdict.findings)
    repairs = {key: workshop.of_one(key) for key in sorted(workshop.violated)}
    hopeless = frozenset(key for key, repair in repairs.items() if repair is None)
    findings = tuple(
        replace(f, repair=repairs[f.rule, f.subject]) if f.outcome is Outcome.VIOLATED else f
        for f in verdict.findings
    )
    return replace(verdict, findings=findings, repair=workshop.of_all(hopeless))


def mended(estate: Estate, verdict: Verdict, options: PolicyOptions) -> Estate | None:
    """Return the estate with the cheapest repair of all breaches made; ``None``: none was found.

    Breaches that nothing on offer mends stay. Without a breach it is the estate itself.
    """
    if not verdict.violations:
        return estate
    engine = Engine(Bench(estate, verdict.state, options))
    workshop = _Workshop(engine, verdict.findings)
    alone = {key for key in sorted(workshop.violated) if workshop.of_one(key) is None}
    actions = workshop.actions_for_all(frozenset(alone))
    return None if actions is None else engine.bench.changed(actions)


class _Workshop:
    """Repairs of one verdict."""

    def __init__(self, engine: Engine, findings: tuple[Finding, ...]) -> None:
        self.engine = engine
        self.findings = findings
        self.violated = keys_of(findings, Outcome.VIOLATED)
        self.undetermined = keys_of(findings, Outcome.UNDETERMINED)

    def of_one(self, key: FindingKey) -> Repair | None:
        """Return the repair of one breach; ``None`` as well where the search is given up."""
        try:
            mended = self._mended({key})
            after = () if mended is None else self.engine.bench.judged(mended.actions)
        except GivenUp:
            return None
        if mended is None:
            return None
        old = self.undetermined | self.violated - {key}
        return _repair(mended, [f for f in after if (f.rule, f.subject) not in old])

    def of_all(self, hopeless: frozenset[FindingKey]) -> Repair | None:
        """Return the repair of all breaches but those that nothing mends."""
        try:
            mended = self._mended(self.violated - hopeless)
            after = () if mended is None else self.engine.bench.judged(mended.actions)
        except GivenUp:
            return None
        return None if mended is None else _repair(mended, after)

    def actions_for_all(self, hopeless: frozenset[FindingKey]) -> tuple[Action, ...] | None:
        """Return the changes that mend all breaches but those that nothing mends."""
        try:
            found = self._mended(self.violated - hopeless)
        except GivenUp:
            return None
        return None if found is None else found.actions

    def _mended(self, keys: Iterable[FindingKey]) -> Mended | None:
        wanted = frozenset(keys)
        if not wanted:
            return None
        rules = self.engine.bench.rules_saying(wanted)
        goal = Goal(
            rules=rules,
            violated=self.violated - wanted,
            undetermined=self.undetermined,
            keep_services=True,
        )
        attempt = self.engine.mend(goal, self.findings)
        if attempt.mended is None and attempt.open_question:
            goal = replace(goal, undetermined=None)
            attempt = self.engine.mend(goal, self.findings)
        if attempt.mended is None and attempt.refused:
            goal = replace(goal, undetermined=None, keep_services=False)
            attempt = self.engine.mend(goal, self.findings)
        return attempt.mended


def _repair(mended: Mended, findings: Iterable[Finding]) -> Repair:
    """Return what the report shows of a repair; ``findings`` are what its rules then say."""
    says = {finding.outcome for finding in findings}
    outcome = Outcome.HOLDS
    for worse in (Outcome.UNDETERMINED, Outcome.VIOLATED):
        outcome = worse if worse in says else outcome
    return Repair(
        changes=tuple(action.change for action in mended.actions),
        yen=mended.yen,
        lower_bound_yen=mended.bound_yen,
        method=mended.method,
        outcome=outcome,
    )
