"""Findings on a console: the rule, what it says, the way step by step, how to mend it."""

from collections import Counter
from collections.abc import Iterator
from shlex import quote

from rich.text import Text as Line

from consolidation.cli.plain import plain
from consolidation.export import labels
from consolidation.export.contents.explained import each_sentence_once
from consolidation.export.contents.readings import reading_words
from consolidation.policy.model import Finding, Outcome, Verdict
from consolidation.policy.phrases import listed
from consolidation.text import Language, Text

MOST_SHOWN = 20
"""Findings of one verdict shown on a console; ``--json`` lists all."""

ENDS = ("as-is", "to-be")
"""States whose verdict is shown under every edition; ``--json`` has it for all."""

_ORDER = (
    Outcome.VIOLATED,
    Outcome.UNDETERMINED,
    Outcome.CAUTION,
    Outcome.NOT_CHECKED,
    Outcome.NOTE,
)
STYLES = {Outcome.VIOLATED: "bold red", Outcome.NOTE: "dim", Outcome.HOLDS: "green"}
"""How outcomes look; the others are yellow."""


def shown_verdict(verdict: Verdict, language: Language) -> Iterator[Line]:
    """Yield the lines of one verdict: what was found, worst first, each with its way."""
    num = Counter(finding.outcome for finding in verdict.findings)
    heading = Line(labels.state(verdict.state).in_(language), "bold")
    heading.append(plain(f" ({verdict.edition}): "))
    for i, outcome in enumerate(o for o in (*_ORDER, Outcome.HOLDS) if num[o]):
        heading.append(", " if i else "")
        text = f"{labels.OUTCOME[outcome].in_(language)} {num[outcome]}"
        heading.append(text, STYLES.get(outcome, "yellow"))
    yield heading
    if verdict.state in ENDS:
        yield from _readings(verdict, language)
    found = [f for outcome in _ORDER for f in verdict.findings if f.outcome is outcome]
    for finding in found[:MOST_SHOWN]:
        yield from _shown_finding(finding, verdict.state, language)
    if len(found) > MOST_SHOWN:
        left = len(found) - MOST_SHOWN
        more = Text(f"ほか{left}件 (--json で全件)", f"and {left} more (--json lists all)")
        yield Line("  " + more.in_(language), "dim")


def _readings(verdict: Verdict, language: Language) -> Iterator[Line]:
    """Yield what each edition says of P1 and P2, and at which k it would turn."""
    for reading in verdict.readings:
        yield Line(plain(f"  {reading_words(reading).in_(language)}"), "dim")


def _shown_finding(finding: Finding, judged: str, language: Language) -> Iterator[Line]:
    line = Line("  ")
    outcome = labels.OUTCOME[finding.outcome].in_(language)
    line.append(outcome, STYLES.get(finding.outcome, "yellow"))
    subject = labels.subject(finding.subject, judged).in_(language)
    line.append(plain(f" {labels.rule(finding.rule).in_(language)} {subject}: "), "bold")
    line.append(plain(finding.message.in_(language)))
    yield line
    yield Line(plain(f"    --explain {quote(finding.key)}"), "dim")
    for number, step in enumerate(each_sentence_once(finding).witness, 1):
        control = f" [{step.control}]" if step.control and step.control != step.row else ""
        table = labels.inventory_table(step.table).in_(language)
        where = f"({table} {step.row})" if step.row else f"({table})"
        yield Line(plain(f"    {number:2}. {step.text.in_(language)} {where}{control}"), "dim")
    if finding.fix is not None:
        label = "直し方" if language == "ja" else "fix"
        yield Line(plain(f"    {label}: {finding.fix.in_(language)}"), "green")
    if finding.repair is not None:
        made = listed([change.text.in_(language) for change in finding.repair.changes])
        words = Text(
            f"最も安い直し方（{finding.repair.yen:,}円）: {made.ja}",
            f"cheapest repair ({finding.repair.yen:,} yen): {made.en}",
        )
        yield Line(plain(f"    {words.in_(language)}"), "green")
