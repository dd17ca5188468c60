"""One finding in words, for every judged state that has it: what the report draws and lists."""

from collections.abc import Iterator, Sequence

from rich.text import Text as Line

from consolidation.cli.findings import STYLES
from consolidation.cli.plain import plain
from consolidation.export import labels, policy_labels
from consolidation.export.contents import explained
from consolidation.export.contents.rings import ENTRY
from consolidation.export.contents.single_failures import gravest_first
from consolidation.export.controls import Controls
from consolidation.policy.model import Finding, Outcome, Repair, Step, Verdict
from consolidation.policy.phrases import count, listed
from consolidation.text import Language, Text


def shown_explanations(
    found: Sequence[tuple[Verdict, tuple[Finding, ...]]],
    controls: Controls,
    illustrative: bool,
    language: Language,
) -> Iterator[Line]:
    """Yield the lines that explain findings, states that say the same together.

    ``illustrative`` says whether the prices of repairs are the tool's own.
    """
    alike: dict[tuple[Sentence, ...], list[Verdict]] = {}
    for verdict, findings in found:
        lines = [line for f in findings for line in _lines(verdict, f, controls, illustrative)]
        alike.setdefault(tuple(lines), []).append(verdict)
    for told, verdicts in alike.items():
        names = [labels.state(verdict.state) for verdict in verdicts]
        states = policy_labels.joined(names).in_(language)
        yield Line(plain(f"{states} ({verdicts[0].edition})"), "bold")
        for text, style, indent in told:
            yield Line(plain(" " * indent + text.in_(language)), style)


Sentence = tuple[Text, str, int]
"""A sentence with its style and how far it is set in."""
Said = Iterator[Sentence]


def _lines(verdict: Verdict, finding: Finding, controls: Controls, illustrative: bool) -> Said:
    finding = explained.each_sentence_once(finding)
    outcome, rule = labels.OUTCOME[finding.outcome], labels.rule(finding.rule)
    about = labels.subject(finding.subject, verdict.state)
    heading = Text(f"{outcome.ja} {rule.ja} {about.ja}", f"{outcome.en} {rule.en} {about.en}")
    yield heading, STYLES.get(finding.outcome, "yellow"), 2
    if finding.subject != verdict.state:
        yield Text(finding.key, finding.key), "dim", 4
    yield finding.message, "", 4
    for remark in explained.remarks(finding, controls):
        yield remark, "", 4
    if finding.witness:
        yield Text("経路", "the way"), "bold", 4
        yield from _steps(finding, finding.witness, controls, witness=True)
    for number, way in enumerate(finding.others, 2):
        yield Text(f"ほかの経路 {number}", f"another way, {number}"), "bold", 4
        yield from _steps(finding, way, controls, witness=False)
    if finding.survey:
        yield Text("確認する事項", "to survey"), "bold", 4
    for fact in finding.survey:
        yield explained.fact_words(fact), "", 6
    if finding.fix is not None:
        yield Text(f"直し方: {finding.fix.ja}", f"fix: {finding.fix.en}"), "green", 4
    if finding.repair is not None:
        yield from _repair(finding.repair, illustrative)
    elif explained.not_mended(verdict, finding):
        yield explained.NO_REPAIR, "yellow", 4
    if finding.rule == ENTRY:
        yield from _around(verdict, finding, controls)


def _steps(finding: Finding, steps: Sequence[Step], controls: Controls, *, witness: bool) -> Said:
    for i, step in enumerate(steps):
        row = explained.cited(step)
        marks = explained.marks(finding, i if witness else -1, step, controls)
        ja = "".join(f" <- {mark.ja}" for mark in marks)
        en = "".join(f" <- {mark.en}" for mark in marks)
        text = Text(
            f"{i + 1:2}. {step.text.ja} ({row.ja}){ja}", f"{i + 1:2}. {step.text.en} ({row.en}){en}"
        )
        yield text, "bold red" if explained.AT_FAULT in marks else "", 6


def _repair(repair: Repair, illustrative: bool) -> Said:
    words = explained.repair_words(repair, illustrative)
    yield Text(f"最も安い直し方: {words.ja}", f"cheapest repair: {words.en}"), "bold", 4
    for change in repair.changes:
        yield explained.change_words(change), "", 6


def _around(verdict: Verdict, finding: Finding, controls: Controls) -> Said:
    """Say what the whole state adds to P2: the failures that open a way, the rings of a proof."""
    opening = [f for f in verdict.failures if f.witness]
    if opening:
        names = [
            Text(
                f"{policy_labels.FAILURE[f.kind].ja} {f.id}",
                f"{policy_labels.FAILURE[f.kind].en} {f.id}",
            )
            for f in opening
        ]
        ja, en = listed([n.ja for n in names]).ja, listed([n.en for n in names]).en
        yield (
            Text(f"次の故障の後に経路が開く: {ja}", f"a way opens after the failure of {en}"),
            "",
            4,
        )
    if finding.outcome is Outcome.HOLDS and verdict.rings:
        yield Text("電波から住民情報系までの制御の輪", "rings of controls from the air"), "bold", 4
        for ring in verdict.rings:
            yield explained.ring_words(ring, verdict.rings, controls), "", 6


def shown_failures(verdict: Verdict, language: Language) -> Iterator[Line]:
    """Yield the single failures that change the answer of P2, and how many do not."""
    if not verdict.num_failures:
        none = Text("  単一故障は調べていない", "  no single failure was examined")
        yield Line(none.in_(language), "dim")
        return
    changing = gravest_first(verdict)
    rest = verdict.num_failures - len(changing)
    heading = Text(
        f"  判定を変える単一故障 {len(changing)}件、変えないもの {rest}件",
        f"  {count(len(changing), 'single failure')} that change the answer, {rest} that do not",
    )
    yield Line(heading.in_(language), "bold")
    for failure in changing:
        kind, outcome = policy_labels.FAILURE[failure.kind], labels.OUTCOME[failure.outcome]
        num, by_one = _number(failure.num_controls), _number(failure.num_plain)
        up = listed(failure.brought_up)
        ja = f"、予備回線 {up.ja} が使われる" if failure.brought_up else ""
        en = f"; backup lines in use: {up.en}" if failure.brought_up else ""
        text = Text(
            f"{kind.ja} {failure.id}: 独立した制御 {num.ja}（1つずつ数えると {by_one.ja}）{ja}",
            f"{kind.en} {failure.id}: independent controls {num.en} (one by one: {by_one.en}){en}",
        )
        line = Line("    ")
        line.append(outcome.in_(language), STYLES.get(failure.outcome, "yellow"))
        line.append(plain(f" {text.in_(language)}"))
        yield line


def _number(num: int | None) -> Text:
    return Text("経路なし", "no way") if num is None else Text(str(num), str(num))
