"""Rings of controls: the states sorted by how many controls stand between them and the air.

They are the level sets of the certificate's labels, for a reader to see at a glance: ring 0 is
what wireless gets to freely, each further ring is entered only past controls, and the last holds
what the rule protects.
"""

from collections.abc import Mapping

from consolidation.network.attributes import Layer, ways
from consolidation.policy.case import Case
from consolidation.policy.model import Ring
from consolidation.policy.ways.roads import guards

MOST_ELEMENTS = 12
"""Rows named for a ring."""
_SHOWN = (Layer.AIR, Layer.DOMAIN, Layer.SEGMENT, Layer.SERVER, Layer.HELD)


def rings(case: Case) -> tuple[Ring, ...]:
    """Return the rings from the air inwards, k or more controls in one last ring.

    Empty where there is no radio source or nothing to protect. Labels are those of the bad
    reading, controls counted one by one.
    """
    if not case.sources or not case.targets:
        return ()
    fewest = case.worst_from_air.controls
    label = {node: min(case.k, fewest.get(node, case.k)) for node in case.states}
    guards_of: dict[int, set[str]] = {}
    edge_of_ring: dict[int, set[str]] = {}
    for origin, target, edge in ways(case.graph):
        if guards(edge, case.edition.counts) and label[origin] < label[target]:
            guards_of.setdefault(label[target], set()).add(edge.control or "")
            edge_of_ring.setdefault(label[origin], set()).add(origin)
    return tuple(
        _ring(case, number, label, guards_of.get(number, set()), edge_of_ring.get(number, set()))
        for number in range(case.k + 1)
    )


def _ring(
    case: Case, number: int, label: Mapping[str, int], entered_by: set[str], border: set[str]
) -> Ring:
    inside = [node for node, found in label.items() if found == number]
    protected = sum(node in case.target_set for node in inside)
    first = sorted(border) + [n for n in inside if n in case.target_set] + inside
    rows: dict[tuple[str, str], None] = {}
    nearer = _rows_nearer(case, label, number)
    for node in first:
        state = case.states[node]
        elsewhere = node not in case.target_set and (state.table, state.row) in nearer
        if state.layer in _SHOWN and not elsewhere:
            rows.setdefault((state.table, state.row))
        if len(rows) == MOST_ELEMENTS:
            break
    return Ring(
        number=number,
        num_states=len(inside),
        num_protected=protected,
        elements=tuple(rows),
        guards=tuple(sorted(entered_by)),
    )


def _rows_nearer(case: Case, label: Mapping[str, int], number: int) -> set[tuple[str, str]]:
    """Return the rows of which some part is nearer the air, where a ring is the last one.

    What nothing leads to is counted in the last ring: of a device in an inner ring it may be the
    part in the hands of its managers, which is no reason to name it there.
    """
    if number < case.k:
        return set()
    states = case.states
    return {(states[n].table, states[n].row) for n, found in label.items() if found < number}
