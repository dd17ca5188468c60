"""Tables about the verdicts: findings, the steps of their witnesses, certificates."""

from consolidation.export import labels, policy_labels
from consolidation.export.contents import explained
from consolidation.export.controls import Controls
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.policy.model import Finding, Outcome, Step, Verdict
from consolidation.policy.phrases import group_text
from consolidation.text import Text

SEVERITY = (
    Outcome.VIOLATED,
    Outcome.UNDETERMINED,
    Outcome.CAUTION,
    Outcome.NOT_CHECKED,
    Outcome.NOTE,
    Outcome.HOLDS,
)
"""Outcomes in the order a reader wants them."""


def findings(review: Review) -> Table:
    """Return every finding on every judged state."""
    return Table(
        "findings",
        Text("規則の判定", "Findings"),
        (
            heading("状態", "state"),
            heading("規則", "rule"),
            heading("結果", "outcome"),
            heading("対象", "subject", "code"),
            heading("内容", "message", "long"),
            heading("独立した制御", "independent controls", "count"),
            heading("1つずつ数えた制御", "counted one by one", "count"),
            heading("失われると開くもの", "opens once lost", "code"),
            heading("故障すると開く回線", "opens after failure of", "code"),
            heading("経路の段数", "witness steps", "count"),
            heading("ほかの経路", "further ways", "count"),
            heading("直し方", "how to mend", "long"),
            heading("check --explain に渡す名", "name for check --explain", "code"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                labels.rule(finding.rule),
                labels.OUTCOME[finding.outcome],
                labels.subject(finding.subject, verdict.state),
                finding.message,
                finding.num_controls,
                finding.num_plain,
                policy_labels.joined([group_text(group) for group in finding.lost]),
                "、".join(finding.after),
                len(explained.each_sentence_once(finding).witness) or None,
                len(finding.others) or None,
                finding.fix,
                finding.key,
            )
            for verdict in review.plan.verdicts
            for finding in verdict.findings
        ),
        Text(
            "違反には経路（証拠）が付く。適合は「証明書」の表で、再計算なしに確かめられる。",
            "A violation carries the way that shows it; what holds can be checked by its "
            "certificate.",
        ),
    )


def steps(review: Review) -> Table:
    """Return the witness of every finding, step by step, and then its further ways."""
    return Table(
        "witness-steps",
        Text("経路", "Witness steps"),
        (
            heading("状態", "state"),
            heading("規則", "rule"),
            heading("対象", "subject", "code"),
            heading("経路", "way", "count"),
            heading("段", "step", "count"),
            heading("台帳の表", "table"),
            heading("行", "row", "code"),
            heading("内容", "what it is", "long"),
            heading("通る制御", "control passed", "code"),
            heading("備考", "remark"),
            heading("節点コード", "graph node", "code"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                labels.rule(finding.rule),
                labels.subject(finding.subject, verdict.state),
                way,
                number,
                labels.inventory_table(step.table),
                step.row,
                step.text,
                step.control,
                _remark(finding, way, number, step, review.controls),
                step.node,
            )
            for verdict in review.plan.verdicts
            for finding in map(explained.each_sentence_once, verdict.findings)
            for way, steps in enumerate((finding.witness, *finding.others), 1)
            for number, step in enumerate(steps, 1)
        ),
        Text(
            "各段は台帳の行を名指しする。経路1が証拠、2以降は途中の段を共有しないほかの経路。"
            "節点コードはplan.jsonと照合するためのもの。",
            "Every step names the row of the inventory it comes from; way 1 is the witness, those "
            "after it share no inner step with it; the graph node is what plan.json calls it.",
        ),
    )


def _remark(finding: Finding, way: int, number: int, step: Step, controls: Controls) -> Text | None:
    """Return what to remark on a step: only the witness, way 1, has one at fault."""
    index = number - 1 if way == 1 else -1
    found = explained.marks(finding, index, step, controls)
    return policy_labels.joined(found) if found else None


def certificates(review: Review) -> Table:
    """Return the certificates: which property, of which graph, with how many labels."""
    return Table(
        "certificates",
        Text("証明書", "Certificates"),
        (
            heading("状態", "state"),
            heading("性質", "property"),
            heading("必要な制御の数 k", "controls required, k", "count"),
            heading("検証値を持つ箇所の数", "places with a label", "count"),
            heading("グラフのハッシュ", "hash of the graph", "code"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                _shown_property(certificate.property),
                certificate.k,
                len(certificate.labels),
                certificate.graph,
            )
            for verdict in review.plan.verdicts
            for certificate in verdict.certificates
        ),
        Text(
            "検証値（無線からその箇所までに通る制御の数の下限）は plan.json にあり、"
            "consolidation verify が探索なしで確かめる。",
            "A label is a lower bound on the controls between wireless and its place; the labels "
            "are in plan.json, and `consolidation verify` checks them without any search.",
        ),
    )


def _shown_property(name: str) -> Text:
    words = labels.PROPERTY.get(name, Text(name, name))
    return Text(f"{words.ja}（{name}）", f"{words.en} ({name})")


def outcomes(verdict: Verdict) -> tuple[tuple[Outcome, int], ...]:
    """Return how many findings have each outcome, the gravest first, none left out."""
    counted = [f.outcome for f in verdict.findings]
    return tuple((outcome, counted.count(outcome)) for outcome in SEVERITY)


def by_state(review: Review) -> Table:
    """Return the number of findings by state and outcome."""
    return Table(
        "verdicts",
        Text("状態別の判定", "Verdicts by state"),
        (
            heading("状態", "state"),
            heading("基準", "edition", "code"),
            *(heading(labels.OUTCOME[o].ja, labels.OUTCOME[o].en, "count") for o in SEVERITY),
            heading("調べた単一故障", "single failures tried", "count"),
            heading("判定を変える故障", "failures that change it", "count"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                verdict.edition,
                *(num for _, num in outcomes(verdict)),
                verdict.num_failures or None,
                len(verdict.failures) if verdict.num_failures else None,
            )
            for verdict in review.plan.verdicts
        ),
    )
