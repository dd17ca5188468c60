"""Repairs: for each breach of a verdict, and for all together, the cheapest changes that mend it.

The changes on offer stand in `policy.repair.actions` and `policy.repair.offers`, the search in
`policy.repair.engine`. What is asked of a repair is given up in this order, until some changes
on offer reach it:

1. the rule then holds, its own open questions included, no other rule says worse than before, and
   nobody is cut off from what he uses (`policy.repair.services`);
2. the same, but open questions that were there before may stay;
3. the same, but an open question that the breach hid may come to light;
4. the rule then holds, whoever is cut off; failing that, as in 2 and 3.

Where the work allowed is used up before the cheapest changes are found, such as are found step by
step (`policy.repair.greedy`) are taken, with what bound there is.

What was given up is told: `Repair.outcome` is then *undetermined*, `Repair.cuts_off` is set.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from consolidation.inventory.estate import Estate
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Repair, Verdict
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.engine import Engine, FindingKey, Goal, Mended
from consolidation.policy.repair.greedy import some_repair
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


def repair_with_estate(
    estate: Estate, verdict: Verdict, options: PolicyOptions
) -> tuple[Repair | None, Estate]:
    """Return the cheapest repair of all breaches, and the estate with it made.

    Without a breach, or where nothing on offer mends any, the estate is as it was.
    """
    if not verdict.violations:
        return None, estate
    engine = Engine(Bench(estate, verdict.state, options))
    workshop = _Workshop(engine, verdict.findings)
    alone: frozenset[FindingKey] = frozenset()
    actions = workshop.actions_for_all(alone)
    if actions is None:  # nothing mends them together: leave out those that nothing mends at all
        alone = frozenset(key for key in sorted(workshop.violated) if workshop.of_one(key) is None)
        actions = workshop.actions_for_all(alone)
    if actions is None:
        return None, estate
    return workshop.of_all(alone), engine.bench.changed(actions)


class _Workshop:
    """Repairs of one verdict."""

    def __init__(self, engine: Engine, findings: tuple[Finding, ...]) -> None:
        self.engine = engine
        self.findings = findings
        self.violated = keys_of(findings, Outcome.VIOLATED)
        self.undetermined = keys_of(findings, Outcome.UNDETERMINED)
        self._found: dict[frozenset[FindingKey], Mended | None] = {}
        self.singly: dict[FindingKey, tuple[Action, ...]] = {}
        """The changes that mend single breaches, as far as they are found."""
        self.bounds: dict[FindingKey, int] = {}
        """What none are cheaper than that mend single breaches and reach all that is asked."""

    def of_one(self, key: FindingKey) -> Repair | None:
        """Return the repair of one breach; ``None`` as well where the search is given up."""
        mended = self._mended({key})
        if mended is None:
            return None
        self.singly[key] = mended.actions
        return _repair(mended, self._said_of(key, self.engine.bench.judged(mended.actions)))

    def _said_of(self, key: FindingKey, after: Iterable[Finding]) -> list[Finding]:
        """Return what is said once a breach is mended, but for what was wrong besides.

        An open question of another rule that was broken already is no worse than the breach.
        """
        old = self._elsewhere({key}) | self.violated - {key}
        broken = {rule for rule, _ in self.violated - {key}} - {key[0]}
        return [
            finding
            for finding in after
            if (finding.rule, finding.subject) not in old
            and not (finding.rule in broken and finding.outcome is Outcome.UNDETERMINED)
        ]

    def of_all(self, hopeless: frozenset[FindingKey]) -> Repair | None:
        """Return the repair of all breaches but those that nothing mends."""
        mended = self._mended(self.violated - hopeless)
        if mended is None:
            return None
        return _repair(mended, self.engine.bench.judged(mended.actions))

    def actions_for_all(self, hopeless: frozenset[FindingKey]) -> tuple[Action, ...] | None:
        """Return the changes that mend all breaches but those that nothing mends."""
        found = self._mended(self.violated - hopeless)
        return None if found is None else found.actions

    def _mended(self, keys: Iterable[FindingKey]) -> Mended | None:
        wanted = frozenset(keys)
        if wanted and wanted not in self._found:
            self._found[wanted] = self._sought(wanted)
        return self._found.get(wanted)

    def _sought(self, wanted: frozenset[FindingKey]) -> Mended | None:
        strict = Goal(
            rules=self.engine.bench.rules_saying(wanted),
            violated=self.violated - wanted,
            undetermined=self._elsewhere(wanted),
            keep_services=True,
        )
        may_stay = dict.fromkeys((strict.undetermined, self.undetermined, None))
        goals = [
            replace(strict, undetermined=undetermined, keep_services=keep)
            for keep in (True, False)
            for undetermined in may_stay
        ]
        return self._first_reached(goals)

    def _first_reached(self, goals: Sequence[Goal]) -> Mended | None:
        """Return what reaches the first of some goals that anything reaches."""
        refused = False
        while goals:
            attempt = self.engine.mend(goals[0], self.findings)
            wanted = self.violated - goals[0].violated
            for key in wanted if len(wanted) == 1 else ():
                self.bounds.setdefault(key, attempt.least_yen)
            refused |= attempt.refused
            if attempt.mended is not None:
                return attempt.mended
            if attempt.used_up:
                return self._any(goals, attempt.bound_yen)
            keep, rest = goals[0].keep_services, goals[1:]
            if not attempt.open_question or not any(g.keep_services is keep for g in rest):
                rest = [goal for goal in rest if refused and goal.keep_services is not keep]
                refused = False
            goals = rest
        return None

    def _any(self, goals: Sequence[Goal], bound_yen: int) -> Mended | None:
        """Return whatever is found to reach the first of some goals; the bound is for the first."""
        wanted = self.violated - goals[0].violated
        singly = {a.key: a for key in wanted for a in self.singly.get(key, ())}
        known = tuple(singly.values()) if wanted <= self.singly.keys() else ()
        single = max(self.bounds.get(key, 0) for key in wanted)
        self.engine.bench.last_resort = True
        try:
            for goal in goals:
                actions = self._any_reaching(goal, known)
                if actions is not None:
                    asked = goal is goals[0] and goal.keep_services
                    bound = max(bound_yen, single) if asked else 0
                    return self.engine.mended(goal, actions, bound, "greedy")
        finally:
            self.engine.bench.last_resort = False
        return None

    def _any_reaching(self, goal: Goal, known: tuple[Action, ...]) -> tuple[Action, ...] | None:
        try:
            return some_repair(self.engine, goal, self.findings, known)
        except GivenUp:
            return None  # what has been judged by now may reach a lesser goal all the same

    def _elsewhere(self, keys: Collection[FindingKey]) -> frozenset[FindingKey]:
        """Return the open questions of rules other than those of which all breaches are mended."""
        left = {rule for rule, _ in self.violated - frozenset(keys)}
        mended = {rule for rule, _ in keys} - left
        return frozenset(key for key in self.undetermined if key[0] not in mended)


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
        cuts_off=mended.cuts_off,
    )
