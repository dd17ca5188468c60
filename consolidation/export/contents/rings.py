"""The rings of controls of each proof: which to draw, and all of them as a table."""

from dataclasses import dataclass

from consolidation.export import labels, policy_labels
from consolidation.export.contents import explained
from consolidation.export.review import Review
from consolidation.export.table import Table, heading
from consolidation.policy.model import Finding, Outcome, Ring, Verdict
from consolidation.policy.phrases import listed
from consolidation.text import Text

MOST_PROOFS = 6
"""Proofs that one page draws; the table has all of them."""
MOST_STATES = 4
ENTRY = "P2-entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Rings to draw, of the first of the states whose rings have the same walls and gates."""

    name: str
    title: Text
    remark: Text
    """How many controls stand on the weakest way."""
    also: Text | None
    """The other states with the same gates."""
    rings: tuple[Ring, ...]


def proved(verdict: Verdict) -> Finding | None:
    """Return the finding that P2 holds, or ``None`` where it does not."""
    found = (f for f in verdict.findings if f.rule == ENTRY and f.outcome is Outcome.HOLDS)
    return next(found, None)


def proofs(review: Review) -> tuple[Proof, ...]:
    """Return what is drawn: one figure for all states whose rings have the same gates."""
    order = {"to-be": 0, "as-is": 1}
    verdicts = sorted(review.plan.verdicts, key=lambda v: order.get(v.state, len(order)))
    alike: dict[object, list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.rings and proved(verdict) is not None:
            shape = tuple((ring.number, ring.guards) for ring in verdict.rings)
            alike.setdefault(shape, []).append(verdict)
    groups = list(alike.values())[:MOST_PROOFS]
    return tuple(
        Proof(
            name=f"rings-{group[0].state}",
            title=_title(group[0]),
            remark=_remark(group[0]),
            also=_also(group[1:]),
            rings=group[0].rings,
        )
        for group in groups
    )


def _remark(verdict: Verdict) -> Text:
    finding = proved(verdict)
    num = None if finding is None else finding.num_controls
    plain = None if finding is None else finding.num_plain
    if num is None:
        return Text("無線からの経路はない", "there is no way from wireless at all")
    ja = "" if plain is None else f"（1つずつ数えると {plain}個）"
    en = "" if plain is None else f" (counted one by one: {plain})"
    return Text(
        f"最も弱い経路の独立した制御 {num}個{ja}",
        f"independent controls on the weakest way: {num}{en}",
    )


def _title(verdict: Verdict) -> Text:
    state = labels.state(verdict.state)
    return Text(
        f"電波から住民情報系までの制御の輪（{state.ja}）",
        f"Rings of controls between the air and resident systems, {state.en}",
    )


def _also(others: list[Verdict]) -> Text | None:
    if not others:
        return None
    states = [labels.state(verdict.state) for verdict in others]
    ja = listed([state.ja for state in states], MOST_STATES).ja
    en = listed([state.en for state in states], MOST_STATES).en
    return Text(f"入口の制御が同じ状態: {ja}", f"same gates: {en}")


def rings(review: Review) -> Table:
    """Return every ring of every state that has them."""
    return Table(
        "rings",
        Text("制御の輪", "Rings of controls"),
        (
            heading("状態", "state"),
            heading("通る制御の数", "controls passed", "count"),
            heading("範囲", "which places", "long"),
            heading("箇所", "places", "count"),
            heading("うち住民情報系", "protected among them", "count"),
            heading("入口の制御", "entered through", "long"),
            heading("含まれる行の例", "some rows in it", "long"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                ring.number,
                explained.ring_name(ring, verdict.rings),
                ring.num_states,
                ring.num_protected,
                policy_labels.joined(explained.guards(ring, review.controls, len(ring.guards))),
                policy_labels.joined([policy_labels.row(*element) for element in ring.elements]),
            )
            for verdict in review.plan.verdicts
            for ring in verdict.rings
        ),
        Text(
            "電波から見て、同じ数の制御（1つずつ数える）の内側にある箇所をまとめたもの。最後の輪は"
            "必要な数以上の制御の内側か、経路のない箇所。",
            "Places behind the same number of controls, counted one by one from the air; the last "
            "ring is behind as many as are required or more, or not reached at all.",
        ),
    )
