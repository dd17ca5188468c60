"""The cheapest repairs, their changes with prices, and the facts that a survey must settle."""

from collections.abc import Iterator

from consolidation.export import labels, policy_labels
from consolidation.export.contents.explained import ILLUSTRATIVE, prices_are_illustrative
from consolidation.export.review import Review
from consolidation.export.table import Cell, Heading, Table, heading, yes_no
from consolidation.policy.model import Repair
from consolidation.text import Text

ALL = Text("全ての違反", "every breach")
_KEY: tuple[Heading, ...] = (
    heading("状態", "state"),
    heading("規則", "rule"),
    heading("対象", "subject", "code"),
)


def _repairs(review: Review) -> Iterator[tuple[tuple[Cell, ...], Repair]]:
    """Yield every repair with the state, the rule and the subject that it mends."""
    for verdict in review.plan.verdicts:
        state = labels.state(verdict.state)
        if verdict.repair is not None:
            yield (state, ALL, labels.subject(verdict.state, verdict.state)), verdict.repair
        for finding in verdict.findings:
            if finding.repair is not None:
                about = labels.subject(finding.subject, verdict.state)
                yield (state, labels.rule(finding.rule), about), finding.repair


def _prices(review: Review) -> Text:
    """Return what the prices of changes are: the scenario's or the tool's own."""
    base = Text("円、税抜", "yen, without tax")
    if not prices_are_illustrative(review.plan.scenario.policy.repair_prices):
        return base
    return Text(f"{base.ja}、{ILLUSTRATIVE.ja}", f"{base.en}, {ILLUSTRATIVE.en}")


def repairs(review: Review) -> Table:
    """Return the cheapest repair of each breach, and of all breaches of a state together."""
    unit = _prices(review)
    return Table(
        "repairs",
        Text("最も安い直し方", "Cheapest repairs"),
        (
            *_KEY,
            heading("変更の数", "changes", "count"),
            heading(f"費用（{unit.ja}）", f"cost ({unit.en})", "yen"),
            heading(f"下界（{unit.ja}）", f"lower bound ({unit.en})", "yen"),
            heading("最小と証明", "proved cheapest"),
            heading("求め方", "found by"),
            heading("直した後の判定", "outcome after it"),
        ),
        tuple(
            (
                *key,
                len(repair.changes),
                repair.yen,
                repair.lower_bound_yen,
                yes_no(repair.lower_bound_yen >= repair.yen),
                policy_labels.METHOD[repair.method],
                labels.OUTCOME[repair.outcome],
            )
            for key, repair in _repairs(review)
        ),
        Text(
            "変更の候補（制御の追加、セグメントを外すなど）のうち最も安い組。直した後の状態を判定し"
            "直している。",
            "The cheapest set of the changes on offer (a control put in, a segment taken off, "
            "...); the state after it was judged anew.",
        ),
    )


def changes(review: Review) -> Table:
    """Return the changes of every repair with their prices."""
    unit = _prices(review)
    return Table(
        "repair-changes",
        Text("直し方の内訳", "Changes of the repairs"),
        (
            *_KEY,
            heading("番号", "number", "count"),
            heading("変更", "change"),
            heading("台帳の表", "table"),
            heading("行", "row", "code"),
            heading("セグメント", "segment", "code"),
            heading("内容", "what is done", "long"),
            heading(f"価格（{unit.ja}）", f"price ({unit.en})", "yen"),
        ),
        tuple(
            (
                *key,
                number,
                policy_labels.action(change.action),
                labels.inventory_table(change.table),
                change.row,
                change.segment,
                change.text,
                change.yen,
            )
            for key, repair in _repairs(review)
            for number, change in enumerate(repair.changes, 1)
        ),
    )


def survey(review: Review) -> Table:
    """Return the fewest facts that settle what is undetermined."""
    return Table(
        "survey",
        Text("確認すべき事項", "Facts to survey"),
        (
            *_KEY,
            heading("番号", "number", "count"),
            heading("台帳の表", "table"),
            heading("行", "row", "code"),
            heading("確認する内容", "what to find out", "long"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                labels.rule(finding.rule),
                labels.subject(finding.subject, verdict.state),
                number,
                labels.inventory_table(fact.table),
                fact.row,
                fact.text,
            )
            for verdict in review.plan.verdicts
            for finding in verdict.findings
            for number, fact in enumerate(finding.survey, 1)
        ),
        Text(
            "判定不能を解消するために現地で確認する、最も少ない事項。",
            "The fewest facts that settle what is undetermined, if they turn out well.",
        ),
    )
