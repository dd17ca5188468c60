"""Which findings a user means: by key, by the beginning of one, or by subject alone."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from consolidation.errors import InputProblems, Problem
from consolidation.policy.model import Finding, Verdict
from consolidation.policy.phrases import listed
from consolidation.text import Text

MOST_NAMED = 8
"""Keys that an error offers."""
LEAST_LIKENESS = 0.4
Name = tuple[str, str]
"""Rule and subject of a finding; the subject is empty for a result on a whole state."""


def named_findings(
    verdicts: Sequence[Verdict], wanted: str
) -> tuple[tuple[Verdict, tuple[Finding, ...]], ...]:
    """Return the findings meant, by each judged state that has them.

    ``wanted`` is a key (rule/subject), a subject, or the beginning of exactly one key. A result on
    a whole state is the same finding in every state, whichever state's key was given. Raises
    `InputProblems` that lists the nearest keys where none or several are meant.
    """
    names: dict[Name, list[str]] = {}
    for verdict in verdicts:
        for finding in verdict.findings:
            names.setdefault(_name(verdict, finding), []).append(finding.key)
    meant = _meant(names, wanted)
    found = [
        (verdict, tuple(f for f in verdict.findings if _name(verdict, f) in meant))
        for verdict in verdicts
    ]
    return tuple((verdict, findings) for verdict, findings in found if findings)


def _name(verdict: Verdict, finding: Finding) -> Name:
    return finding.rule, "" if finding.subject == verdict.state else finding.subject


def _meant(names: dict[Name, list[str]], wanted: str) -> set[Name]:
    """Return what is meant: an exact key, else a subject, else the only key that begins so."""
    exact = {name for name, keys in names.items() if wanted in keys}
    by_subject = {name for name in names if name[1] == wanted and wanted}
    if exact or by_subject:
        return exact or by_subject
    begun = {
        name for name, keys in names.items() if wanted and any(k.startswith(wanted) for k in keys)
    }
    if len(begun) == 1:
        return begun
    keys = sorted({names[name][0] for name in begun}) or _nearest(names, wanted)
    what = (
        Text(f"'{wanted}' で始まる判定は{len(begun)}件ある", f"{len(begun)} findings begin so")
        if begun
        else Text("そのような判定はない", "there is no such finding")
    )
    raise InputProblems(
        "--explain", [Problem("--explain", None, wanted or None, what, _offered(keys))]
    )


def _nearest(names: dict[Name, list[str]], wanted: str) -> list[str]:
    """Return the keys most like what was written, compared as keys and as subjects."""
    keys = {key.lower(): keys[0] for keys in names.values() for key in keys}
    subjects = {subject.lower(): names[rule, subject][0] for rule, subject in names if subject}
    found: Iterator[str] = (
        known[near]
        for known in (keys, subjects)
        for near in get_close_matches(
            wanted.lower(), sorted(known), n=MOST_NAMED, cutoff=LEAST_LIKENESS
        )
    )
    return list(dict.fromkeys(found))[:MOST_NAMED] or sorted(set(keys.values()))


def _offered(keys: Sequence[str]) -> Text:
    if not keys:
        return Text("判定が1件もない", "there are no findings at all")
    some = listed(keys, MOST_NAMED)
    return Text(f"次のどれかを書く: {some.ja}", f"write one of: {some.en}")
