"""Cuts that show why a state does not hold: less room between two sides than traffic asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx

from consolidation.redesign.designing.verify_flows import Unmet
from consolidation.redesign.designing.verify_states import Pool, State
from consolidation.text import Text

MOST_NAMES = 8
NUM_IMPROVED = 6
"""The best so many cuts are improved node by node."""
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Cut:
    """Nodes on one side, and what lies between them and the rest."""

    side: frozenset[str]
    links: tuple[str, ...]
    room: Fraction
    wanted: Fraction
    """Traffic between the sides; directed, from this side to the rest."""


def simple_cut(state: State, slack: Fraction) -> Cut | None:
    """Return a violated cut around a node or what a node reaches, if there is one.

    Room may fall short by the share ``slack`` of what is wanted.
    """
    sides = {frozenset({node}) for node in state.nodes()}
    sides |= {frozenset(_reached(state, wish.source)) for wish in state.wishes}
    return _worst(_cuts(state, sides), slack)


def searched_cut(state: State, unmet: Unmet, slack: Fraction) -> Cut | None:
    """Return a violated cut after a search around what cannot be met; there may be none.

    Tried are smallest cuts between the ends of what is not met and what full links close off,
    the best of them improved by moving nodes from side to side.
    """
    sides = {frozenset({node}) for node in state.nodes()}
    full = {pool for pool, free in unmet.free.items() if free <= ROUNDING}
    graph = _graph(state)
    for wish, share in zip(state.wishes, unmet.shares, strict=True):
        if share > ROUNDING:
            sides.add(frozenset(_reached(state, wish.source, full)))
            smallest = nx.minimum_cut(graph, wish.source, wish.target, capacity="room")
            sides.add(frozenset(smallest[1][0]))
    tried = sorted(_cuts(state, sides), key=_worth)
    return _worst((_improved(state, cut) for cut in tried[:NUM_IMPROVED]), slack)


def text_of(cut: Cut, state: State) -> Text:
    """Say which links between which nodes carry too little, from the side with fewer names."""
    rest = frozenset(state.nodes()) - cut.side
    small = min(cut.side, rest, key=lambda side: (len(side), sorted(side)))
    inside = "{" + _listed(sorted(small)) + "}"
    carried, wanted = number(cut.room), number(cut.wanted)
    if not state.directed:
        ja, en = f"{inside} とその他の間", f"between {inside} and the rest"
    elif small is cut.side:
        ja, en = f"{inside} からその他へ", f"from {inside} to the rest"
    else:
        ja, en = f"その他から {inside} へ", f"from the rest to {inside}"
    if not cut.links:
        return Text(
            f"{ja}のリンクが残らない (必要 {wanted})", f"no link is left {en}, {wanted} are wanted"
        )
    links = _listed(cut.links)
    return Text(
        f"{ja}のリンク {links} の容量は {carried} で、必要な {wanted} に足りない",
        f"links {links} {en} carry {carried} of {wanted}",
    )


def number(amount: Fraction) -> str:
    """Return an amount as people write it.

    >>> number(Fraction(40)), number(Fraction(1, 8)), number(Fraction(1, 3))
    ('40', '0.125', '0.3333333333')
    """
    return f"{float(amount):.10g}" if amount.denominator > 1 else str(amount)


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - MOST_NAMES
    return ", ".join(every[:MOST_NAMES]) + (f", … (+{more})" if more > 0 else "")


def _cuts(state: State, sides: Iterable[frozenset[str]]) -> Iterator[Cut]:
    """Yield the cuts of all sides; directed, there and back."""
    every = frozenset(state.nodes())
    for side in sides:
        yield _cut(state, side)
        if state.directed:
            yield _cut(state, every - side)


def _cut(state: State, side: frozenset[str]) -> Cut:
    pools = {arc.pool for arc in state.arcs if arc.tail in side and arc.head not in side}
    wanted = Fraction(0)
    for wish in state.wishes:
        if (wish.source in side) != (wish.target in side):
            wanted += wish.amount if wish.source in side or not state.directed else 0
    room = sum((state.room[pool] for pool in pools), Fraction(0))
    return Cut(side, tuple(sorted(link for link, _ in pools)), room, wanted)


def _worth(cut: Cut) -> tuple[Fraction, int, list[str]]:
    """Order cuts by how much is missing, then by size and name."""
    return cut.room - cut.wanted, len(cut.side), sorted(cut.side)


def _worst(cuts: Iterable[Cut], slack: Fraction) -> Cut | None:
    return min(
        (cut for cut in cuts if cut.room < cut.wanted * (1 - slack)), key=_worth, default=None
    )


def _improved(state: State, cut: Cut) -> Cut:
    """Move nodes from side to side, one at a time, for as long as more is missing."""
    while True:
        moved = (_cut(state, cut.side ^ {node}) for node in state.nodes())
        best = min(moved, key=_worth)
        if best.room - best.wanted >= cut.room - cut.wanted:
            return cut
        cut = best


def _reached(state: State, start: str, full: Iterable[Pool] = ()) -> set[str]:
    """Return the nodes that a node reaches over links that are not full."""
    closed, leaving = set(full), state.leaving()
    seen, todo = {start}, [start]
    while todo:
        for arc in leaving.get(todo.pop(), ()):
            if arc.head not in seen and arc.pool not in closed:
                seen.add(arc.head)
                todo.append(arc.head)
    return seen


def _graph(state: State) -> "nx.DiGraph[str]":
    """Return the network with parallel links as one."""
    room: dict[tuple[str, str], Fraction] = {}
    for arc in state.arcs:
        ends = arc.tail, arc.head
        room[ends] = room.get(ends, Fraction(0)) + state.room[arc.pool]
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(state.nodes())
    graph.add_edges_from((*ends, {"room": amount}) for ends, amount in room.items())
    return graph
