"""Small parts of several nodes: the cheapest terms by what must cross each cut, then proved.

What crosses from one set of nodes to the rest must fit on the lines between them, in every state.
The cheapest terms that meet all these needs cost no more than any that carry the traffic; where
they carry it (one linear program per state shows it) they are the optimum. Where they do not, or
there are too many choices, the network-design optimiser is asked (`mesh`).
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, lcm

from consolidation.redesign.leasing.bundle import Need, TooMany, cheapest_bundle
from consolidation.redesign.leasing.crossing import crossing, needs_in_time, sides
from consolidation.redesign.leasing.states import Part, PartLease
from consolidation.redesign.leasing.uses import capacities, fullest

MOST_NODES = 6
MOST_BRANCHES = 100_000
CLOSE = Fraction(1, 10**9)
"""Routes are found in floating point."""


def cheapest_by_cuts(part: Part, costs: tuple[tuple[Fraction, ...], ...]) -> PartLease | None:
    """Return the cheapest terms of a part; ``None`` where cuts alone do not tell."""
    if len(part.nodes) > MOST_NODES:
        return None
    scale = lcm(*(cost.denominator for own in costs for cost in own))
    lines = [
        [(t.capacity_kbit_s, int(cost * scale)) for t, cost in zip(own.terms, row, strict=True)]
        for own, row in zip(part.candidates, costs, strict=True)
    ]
    try:
        best = cheapest_bundle(lines, (*_needs(part), *needs_in_time(part)), MOST_BRANCHES)
    except TooMany:
        return None
    if best is None:
        return PartLease(None, Fraction(0), {}, even=True, impossible=True)
    picks = {own.id: n for own, n in zip(part.candidates, best.picks, strict=True)}
    worst = fullest(part, capacities(part, picks))
    if worst is None or worst > 1 + CLOSE:
        return None
    cost = Fraction(best.cost, scale)
    return PartLease(cost, cost, picks, even=worst <= best.worst * (1 + CLOSE))


def _needs(part: Part) -> Iterator[Need]:
    """Yield what each state asks of each cut; lines within a side count as lost."""
    place = {own.id: n for n, own in enumerate(part.candidates)}
    for side in sides(part.nodes):
        within = frozenset(
            place[own.id] for own in part.candidates if (own.a in side) == (own.b in side)
        )
        for state in part.states:
            wanted = crossing(state.loads, side) / state.share
            lost = within | {place[name] for name in state.lost}
            yield Need(ceil(wanted), wanted, lost)
