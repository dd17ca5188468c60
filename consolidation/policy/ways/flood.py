"""Where the frames of some segments can be: the broadcast domains that they are part of.

A frame runs along links, through switches, hubs and bridges, and over whatever makes one network
of two; a router, a firewall or a computer passes none on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import StateGraph, bridged_with, state_of


@dataclass(frozen=True)
class Flood:
    """What the frames that are in some states get to; ``sure``: by what is known alone."""

    graph: StateGraph
    starts: tuple[str, ...]
    sure: bool
    away: frozenset[str]
    """States that are not there."""

    @cached_property
    def before(self) -> dict[str, str | None]:
        """Each state that frames get to, with the state that they come from; starts from none.

        Breadth first, so that each comes a shortest way.
        """
        known = Certainty.KNOWN
        begin = (s for s in sorted(self.starts) if s not in self.away
                 and (not self.sure or state_of(self.graph, s).certainty is known))  # fmt: skip
        found: dict[str, str | None] = dict.fromkeys(begin)
        waiting = list(found)
        for node in waiting:
            for target, certainty in bridged_with(self.graph, node):
                there = target not in found and target not in self.away
                if there and (not self.sure or certainty is known):
                    found[target] = node
                    waiting.append(target)
        return found

    def back(self, node: str) -> tuple[str, ...]:
        """Return a shortest way from a state that frames get to back to where they begin."""
        way, before = [node], self.before[node]
        while before is not None:
            way.append(before)
            before = self.before[before]
        return tuple(way)


def flood(
    graph: StateGraph, starts: Iterable[str], *, sure: bool, away: frozenset[str] = frozenset()
) -> Flood:
    """Return where frames get to from the states of some that the graph has, some being away."""
    return Flood(graph, tuple(s for s in starts if s in graph), sure, away)
