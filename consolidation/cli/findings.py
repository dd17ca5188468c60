"""Findings on a console: the rule, what it says, the way step by step, how to mend it."""

from collections import Counter
from collections.abc import Iterator

from rich.text import Text as Line

from consolidation.cli.plain import plain
from consolidation.export import labels
from consolidation.policy.model import Finding, Outcome, Verdict
from consolidation.text import Language, Text

MOST_SHOWN = 20
"""Findings of one verdict shown on a console; ``--json`` lists all."""

_ORDER = (
    Outcome.VIOLATED,
    Outcome.UNDETERMINED,
    Outcome.CAUTION,
    Outcome.NOT_CHECKED,
    Outcome.NOTE,
)
_STYLES = {Outcome.VIOLATED: "bold red", Outcome.NOTE: "dim", Outcome.HOLDS: "green"}


def shown_verdict(verdict: Verdict, language: Language) -> Iterator[Line]:
    """Yield the lines of one verdict: what was found, worst first, each with its way."""
    num = Counter(finding.outcome for finding in verdict.findings)
    heading = Line(labels.state(verdict.state).in_(language), "bold")
    heading.append(plain(f" ({verdict.edition}): "))
    for i, outcome in enumerate(o for o in (*_ORDER, Outcome.HOLDS) if num[o]):
        heading.append(", " if i else "")
        text = f"{labels.OUTCOME[outcome].in_(language)} {num[outcome]}"
        heading.append(text, _STYLES.get(outcome, "yellow"))
    yield heading
    found = [f for outcome in _ORDER for f in verdict.findings if f.outcome is outcome]
    for finding in found[:MOST_SHOWN]:
        yield from _shown_finding(finding, verdict.state, language)
    if len(found) > MOST_SHOWN:
        left = len(found) - MOST_SHOWN
        more = Text(f"ほか{left}件 (--json で全件)", f"and {left} more (--json lists all)")
        yield Line("  " + more.in_(language), "dim")


def _shown_finding(finding: Finding, judged: str, language: Language) -> Iterator[Line]:
    line = Line("  ")
    outcome = labels.OUTCOME[finding.outcome].in_(language)
    line.append(outcome, _STYLES.get(finding.outcome, "yellow"))
    subject = labels.subject(finding.subject, judged).in_(language)
    line.append(plain(f" {labels.rule(finding.rule).in_(language)} {subject}: "), "bold")
    line.append(plain(finding.message.in_(language)))
    yield line
    for number, step in enumerate(finding.witness, 1):
        control = f" [{step.control}]" if step.control and step.control != step.row else ""
        table = labels.inventory_table(step.table).in_(language)
        where = f"({table} {step.row})" if step.row else f"({table})"
        yield Line(plain(f"    {number:2}. {step.text.in_(language)} {where}{control}"), "dim")
    if finding.fix is not None:
        label = "直し方" if language == "ja" else "fix"
        yield Line(plain(f"    {label}: {finding.fix.in_(language)}"), "green")
