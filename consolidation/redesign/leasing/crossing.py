"""What crosses the cuts of a part, and on which lines it is not too slow."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, inf, lcm

from consolidation.redesign.leasing.bundle import Need
from consolidation.redesign.leasing.limits import quickest, reached
from consolidation.redesign.leasing.states import Ends, Part, Slices, State


def sides(nodes: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """Yield one side of every cut: the one without the first node."""
    for num in range(1, len(nodes)):
        for chosen in combinations(nodes[1:], num):
            yield frozenset(chosen)


def crossing(loads: Iterable[tuple[str, str, Slices]], side: frozenset[str]) -> Fraction:
    """Return the most that crosses a cut one way in some slice."""
    ways = {(inward, k): Fraction(0) for inward in (False, True) for k in (0, 1)}
    for source, target, amounts in loads:
        if (source in side) != (target in side):
            for k, amount in enumerate(amounts):
                ways[target in side, k] += amount
    return max(ways.values())


def needs_in_time(part: Part) -> Iterator[Need]:
    """Yield what each cut asks in each state for traffic that only some lines carry in time.

    Whatever is in time over none but some of the lines across must fit on these; all others count
    as lost.
    """
    every = frozenset(range(len(part.candidates)))
    for state in part.states if part.is_limited else ():
        in_time = _in_time(part, state)
        for side in sides(part.nodes):
            across = frozenset(
                n for n, own in enumerate(part.candidates) if (own.a in side) != (own.b in side)
            )
            own = [
                (way, amounts, in_time[way] & across)
                for way, amounts in state.limited
                if (way[0] in side) != (way[1] in side)
            ]
            for useful in sorted({lines for _, _, lines in own}, key=sorted):
                loads = ((a, b, amounts) for (a, b, _), amounts, lines in own if lines <= useful)
                wanted = crossing(loads, side) / state.share
                yield Need(ceil(wanted), wanted, every - useful)


def in_time_for_some(part: Part) -> frozenset[str]:
    """Return the candidates on which some traffic is not too slow."""
    if not part.is_limited:
        return frozenset(own.id for own in part.candidates)
    # after a loss no way is quicker than normally
    useful = frozenset[int]().union(*_in_time(part, part.states[0]).values())
    return frozenset(part.candidates[n].id for n in useful)


def _in_time(part: Part, state: State) -> dict[Ends, frozenset[int]]:
    """Return for each way on which lines it is not too slow, as far as the quickest ways tell."""
    left = [(n, own) for n, own in enumerate(part.candidates) if own.id not in state.lost]
    lines = quickest(own for _, own in left)
    near = {node: reached(lines, node) for node in part.nodes}
    whole = lcm(*(own.latency.denominator for _, own in left))
    latency = [int(own.latency * whole) for _, own in left]
    found = {}
    for source, target, limit in {way for way, _ in state.limited}:
        there, back = near[source], near[target]
        # between two nodes, what is left for a line over which there is a way
        spare = {
            (a, b): inf if limit is None else floor((limit - there[a] - back[b]) * whole)
            for a in lines
            for b in lines[a]
            if a in there and b in back
        }
        found[source, target, limit] = frozenset(
            n
            for (n, own), ms in zip(left, latency, strict=True)
            if ms <= spare.get((own.a, own.b), -1) or ms <= spare.get((own.b, own.a), -1)
        )
    return found
