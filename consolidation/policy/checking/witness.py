"""The checker of witnesses: walks a finding's way again, edge by edge."""

import itertools
from collections.abc import Collection, Iterator, Sequence

from consolidation.inventory.tables.kinds import ControlKind
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    StateGraph,
    edge_of,
    state_of,
)
from consolidation.policy.editions import EDITIONS
from consolidation.policy.model import Finding, Outcome, Step, Verdict
from consolidation.text import Text

WAYS = ("P2-entry", "P2-strict", "zone-separation")
"""Rules whose witness is a way; the steps of the others are only looked up."""
COUNTED = ("P2-entry",)
"""Rules that count independent controls."""


def check_witness(
    finding: Finding, graph: StateGraph, counts: Collection[ControlKind]
) -> tuple[Text, ...]:
    """Return what is wrong with the witness of a finding; nothing: it is as the finding says.

    ``counts`` are the kinds of control that the edition counts.
    """
    steps = finding.witness
    for step in steps:
        if step.node not in graph:
            return (Text(f"状態{step.node}はない", f"there is no state {step.node}"),)
    if finding.rule not in WAYS or not steps:
        return ()
    found = [] if _is_row(graph, steps[0]) else [_other_row(steps[0])]
    walked: list[Edge] = []
    for before, step in itertools.pairwise(steps):
        if not graph.has_edge(before.node, step.node):
            return (_no_way(before, step),)
        edge = edge_of(graph, before.node, step.node)
        if edge.relation is not Relation.WAY:
            return (_no_way(before, step),)
        if (edge.table, edge.row) != (step.table, step.row):
            found.append(_other_row(step))
        walked.append(edge)
    if finding.rule != "zone-separation" and state_of(graph, steps[0].node).layer is not Layer.AIR:
        found.append(Text("経路が無線から始まらない", "the way does not begin in the air"))
    if finding.rule in COUNTED:
        found += _check_count(finding, walked, counts)
    elif finding.num_controls is not None and finding.num_controls != _passed(walked, counts):
        found.append(_other_count(_passed(walked, counts), finding.num_controls))
    return tuple(found)


def _check_count(
    finding: Finding, walked: Sequence[Edge], counts: Collection[ControlKind]
) -> Iterator[Text]:
    """Yield what is wrong with the controls passed, and with those said to fall together."""
    passed = [edge for edge in walked if edge.weight == 1 and edge.control_kind in counts]
    if finding.num_plain is not None and len(passed) != finding.num_plain:
        yield _other_count(len(passed), finding.num_plain)
    if finding.outcome is not Outcome.VIOLATED:
        return
    if any(set(finding.lost).isdisjoint(edge.sure_groups) for edge in passed):
        yield Text(
            "失われても経路の開かない制御がある", "the way is not open once the named groups fall"
        )
    if finding.num_controls != len(set(finding.lost)):
        yield _other_count(len(set(finding.lost)), finding.num_controls or 0)


def _passed(walked: Sequence[Edge], counts: Collection[ControlKind]) -> int:
    return sum(edge.weight == 1 and edge.control_kind in counts for edge in walked)


def _other_count(passed: int, said: int) -> Text:
    return Text(
        f"経路の制御は{passed}個で、{said}個ではない",
        f"the way passes {passed} controls, not {said}",
    )


def check_witnesses(verdict: Verdict, graph: StateGraph) -> tuple[Text, ...]:
    """Return what is wrong with the witnesses of a verdict's breaches and cautions."""
    counts = EDITIONS[verdict.edition].counts
    found: list[Text] = []
    for finding in verdict.findings:
        for problem in check_witness(finding, graph, counts):
            where = f"{finding.rule} {finding.subject}"
            found.append(Text(f"{where}: {problem.ja}", f"{where}: {problem.en}"))
        if finding.outcome is Outcome.VIOLATED and finding.rule in WAYS and not finding.witness:
            where = f"{finding.rule} {finding.subject}"
            found.append(Text(f"{where}: 経路がない", f"{where}: no witness"))
    return tuple(found)


def _is_row(graph: StateGraph, step: Step) -> bool:
    state = state_of(graph, step.node)
    return (state.table, state.row) == (step.table, step.row)


def _other_row(step: Step) -> Text:
    return Text(
        f"{step.node}の行は{step.table} {step.row}ではない",
        f"{step.node} does not come from {step.table} {step.row}",
    )


def _no_way(before: Step, step: Step) -> Text:
    return Text(
        f"{before.node}から{step.node}への経路はない",
        f"no way leads from {before.node} to {step.node}",
    )
