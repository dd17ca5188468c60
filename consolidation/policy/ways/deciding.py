"""Rows that are not known and lie on some way from wireless: what an answer depends on."""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import ways
from consolidation.policy.case import Case
from consolidation.policy.ways.joints import Row
from consolidation.policy.ways.spread import labels


def deciding_rows(case: Case, targets: Sequence[str]) -> list[Row]:
    """Return the rows not known that lie on any way from the air to a target, guarded or not."""
    roads = case.all_roads
    onward = labels(roads, roads.numbers(case.sources))
    back = labels(roads.backwards, roads.numbers(targets))
    found: set[Row] = set()
    for origin, target, edge in ways(case.graph):
        if edge.certainty is Certainty.KNOWN:
            continue
        if onward[roads.number[origin]] >= 0 and back[roads.number[target]] >= 0:
            found |= case.unsure_rows((origin, target))
    return sorted(found)
