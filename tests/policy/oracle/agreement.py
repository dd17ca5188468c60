"""The verdict on an estate held against the oracle: what disagrees, in words."""

import random
from collections import Counter
from collections.abc import Iterator

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import RadioFamily
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Verdict
from consolidation.policy.verify import verify_verdict
from tests.policy.oracle.estates import random_estate
from tests.policy.oracle.expected import Oracle, after_failures
from tests.policy.oracle.rows import COUNTED

ENTRY, CARRIAGE, FATE = "P2-entry", "P1-carriage", "P3-shared-fate"
Counts = Counter[str]


def case(seed: int) -> tuple[Estate, PolicyOptions]:
    """The estate and the question of a seed."""
    dice = random.Random(seed)
    estate = random_estate(dice.choice)
    some = tuple(sorted({dice.choice(tuple(RadioFamily)) for _ in range(2)}))
    media = dice.choice(((), (), (), some))
    return estate, PolicyOptions(required_controls=dice.choice((1, 2, 2, 3, 4)), media=media)


def disagreements(estate: Estate, options: PolicyOptions, counts: Counts) -> list[str]:
    """What the tool and the oracle say differently, and what the checkers refuse."""
    verdict = judge(estate, "random", options)
    oracle = Oracle(estate, options.media)
    found = [*_entry(verdict, oracle, options.required_controls, counts)]
    found += _carriage(verdict, oracle, counts)
    found += _fate(verdict, oracle, counts)
    found += _failures(verdict, oracle, options.required_controls, counts)
    found += _readings(verdict, oracle, options.required_controls)
    found += [text.en for text in verify_verdict(verdict, estate, options)]
    return found


def _of(verdict: Verdict, rule: str) -> list[Finding]:
    return [f for f in verdict.findings if f.rule == rule]


def _entry(verdict: Verdict, oracle: Oracle, k: int, counts: Counts) -> Iterator[str]:
    entry = _of(verdict, ENTRY)
    says = {f.outcome for f in entry}
    if oracle.nothing_to_check:
        counts["P2 not-checked"] += 1
        if says != {Outcome.NOT_CHECKED}:
            yield f"P2: {says}, but there is nothing to check"
        return
    expected = oracle.entry(k)
    counts[f"P2 {expected.outcome}"] += 1
    decisive = (Outcome.VIOLATED, Outcome.HOLDS)
    if expected.outcome not in says or any(
        (o in says) != (o is expected.outcome) for o in decisive
    ):
        yield f"P2 k={k}: {says}, oracle {expected}"
        return
    if bool(verdict.certificates) != (expected.outcome is Outcome.HOLDS):
        yield f"P2: certificates {len(verdict.certificates)}, oracle {expected}"
    numbers = [f.num_controls for f in entry if f.outcome is expected.outcome]
    least = min((n for n in numbers if n is not None), default=None)
    if expected.outcome is not Outcome.UNDETERMINED and least != expected.independent:
        yield f"P2 independent: {least}, oracle {expected}"
    if expected.outcome is Outcome.HOLDS and entry[0].num_plain != expected.plain:
        yield f"P2 plain: {entry[0].num_plain}, oracle {expected}"
    if expected.independent != expected.plain:
        counts["P2 where controls fall together"] += 1


def _readings(verdict: Verdict, oracle: Oracle, k: int) -> Iterator[str]:
    """The other editions: one that forbids any way, and such as ask for one control."""
    wider = Oracle(oracle.estate, oracle.media, (*COUNTED, "authentication"))
    asked = {"city-2018": (oracle, k), "national-2022": (oracle, 1), "national-2025": (wider, 1)}
    if oracle.nothing_to_check:
        return
    for reading in verdict.readings:
        said = reading.entry, reading.num_controls, reading.turns_at
        if reading.edition == "city-2018-strict":
            strictly = oracle.strictly()
            turns_at = 0 if strictly.outcome is Outcome.VIOLATED else None
            expected = strictly.outcome, strictly.independent, turns_at
        else:
            judge_of, required = asked[reading.edition]
            entry = judge_of.entry(required)
            open_ = entry.outcome is Outcome.UNDETERMINED
            certain = entry.outcome is not Outcome.HOLDS
            holds_at = None if entry.independent is None else entry.independent + 1
            turns_at = judge_of.turns if certain else holds_at
            expected = entry.outcome, None if open_ else entry.independent, turns_at
        if said != expected:
            yield f"reading {reading.edition}: {said}, oracle {expected}"


def _by_subject(findings: list[Finding]) -> dict[str, set[Outcome]]:
    found: dict[str, set[Outcome]] = {}
    for f in findings:
        if f.outcome in (Outcome.VIOLATED, Outcome.UNDETERMINED):
            found.setdefault(f.subject, set()).add(f.outcome)
    return found


def _carriage(verdict: Verdict, oracle: Oracle, counts: Counts) -> Iterator[str]:
    says, expected = _by_subject(_of(verdict, CARRIAGE)), oracle.carriage()
    counts.update({f"P1 {o}" for outcomes in expected.values() for o in outcomes} or {"P1 holds"})
    for subject in sorted({*says, *expected}):
        if says.get(subject) != expected.get(subject):
            yield f"P1 {subject}: {says.get(subject)}, oracle {expected.get(subject)}"


def _fate(verdict: Verdict, oracle: Oracle, counts: Counts) -> Iterator[str]:
    estate, expected = oracle.estate, oracle.fate()
    rows = {*estate.device, *estate.platform, *estate.server}
    says = {s: o for s, o in _by_subject(_of(verdict, FATE)).items() if s in rows}
    counts.update({f"P3 {o}" for outcomes in expected.values() for o in outcomes} or {"P3 holds"})
    for subject in sorted({*says, *expected}):
        if says.get(subject) != expected.get(subject):
            yield f"P3 {subject}: {says.get(subject)}, oracle {expected.get(subject)}"


def _failures(verdict: Verdict, oracle: Oracle, k: int, counts: Counts) -> Iterator[str]:
    """A verdict lists the failures that change what P2 says or its counts."""
    if oracle.nothing_to_check:
        return
    expected = after_failures(oracle, k)
    before, _ = expected.pop(("", ""))
    says = {(f.kind, f.id): f for f in verdict.failures}
    for name, (after, up) in expected.items():
        counts["failures"] += 1
        if after[0] is not before[0]:
            counts[f"failures after which P2 {after[0]}"] += 1
        counts["failures with backup lines"] += bool(up)
        told = says.pop(name, None)
        if (told is None) != (after == before):
            yield f"failure {name}: told {told is not None}, oracle {before} then {after}"
        if told is None:
            continue
        says_then = (told.outcome, told.num_controls, told.num_plain)
        if says_then != after:
            yield f"failure {name}: {says_then}, oracle {after}"
        if set(told.brought_up) != up:
            yield f"failure {name}: brings up {told.brought_up}, oracle {up}"
    if says or (verdict.num_failures not in (0, len(expected))):
        yield f"failures told that are none: {sorted(says)}"
