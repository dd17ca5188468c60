"""The case that the rules judge: one state of the estate, its graph, one edition."""

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, RadioFamily
from consolidation.network.attributes import (
    Edge,
    Layer,
    State,
    StateGraph,
    edge_of,
    states,
    ways,
    ways_into,
)
from consolidation.network.graph import graph_hash
from consolidation.policy.editions import Edition
from consolidation.policy.model import PolicyOptions, Step
from consolidation.policy.ways.joints import Joint, Row, find_joints
from consolidation.policy.ways.losses import Entered, enter, independent_count
from consolidation.policy.ways.open_facts import OpenFacts
from consolidation.policy.ways.roads import Roads, both_readings
from consolidation.policy.ways.spread import Spread, spread


@dataclass(frozen=True)
class Case:
    """One state of the estate before the rules; what several rules need is worked out once."""

    estate: Estate
    state: str
    options: PolicyOptions
    edition: Edition
    graph: StateGraph

    @property
    def k(self) -> int:
        """How many controls must stand between radio and a protected system."""
        fixed = self.edition.required_controls
        return self.options.required_controls if fixed is None else fixed

    @cached_property
    def states(self) -> Mapping[str, State]:
        """Every state by name, in order of name."""
        return dict(states(self.graph))

    @property
    def media(self) -> tuple[RadioFamily, ...]:
        """The kinds of wireless that count: the scenario's choice, else the edition's."""
        return self.options.media or self.edition.media

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The air around every radiating element whose kind of wireless counts."""
        return tuple(
            n for n, s in self.states.items() if s.layer is Layer.AIR and s.family in self.media
        )

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """Servers of protected systems, and protected segments wherever they are on a device."""
        layers = (Layer.SERVER, Layer.DOMAIN, Layer.SEGMENT)
        return tuple(
            n
            for n, s in self.states.items()
            if s.layer in layers and s.zone in self.edition.protected
        )

    @cached_property
    def target_set(self) -> frozenset[str]:
        """The targets, to look one up."""
        return frozenset(self.targets)

    @cached_property
    def protected_segments(self) -> frozenset[str]:
        """Segments of a protected zone, and those in which a protected server has an interface."""
        estate, zones = self.estate, self.edition.protected
        by_zone = {segment.id for segment in estate.segments if segment.zone in zones}
        by_server = {
            segment
            for server in estate.servers
            if server.system is not None and estate.system[server.system].zone in zones
            for segment in server.segments
            if segment in estate.segment
        }
        return frozenset(by_zone | by_server)

    @cached_property
    def unconnected(self) -> tuple[str, ...]:
        """Protected servers that no row connects to anything."""
        servers = (n for n in self.targets if self.states[n].layer is Layer.SERVER)
        return tuple(n for n in servers if not ways_into(self.graph, n))

    @cached_property
    def _readings(self) -> tuple[Roads, Roads]:
        return both_readings(self.graph, self.edition.counts)

    @property
    def sure_roads(self) -> Roads:
        """What can be travelled if every fact that is not known turns out well."""
        return self._readings[0]

    @property
    def all_roads(self) -> Roads:
        """What can be travelled if every fact that is not known turns out badly."""
        return self._readings[1]

    @property
    def certain(self) -> bool:
        """Whether both readings are the same, because every row is known."""
        return self.sure_roads is self.all_roads

    @cached_property
    def from_air(self) -> Spread:
        """Fewest controls from any radio source, if facts turn out well."""
        return self.worst_from_air if self.certain else spread(self.sure_roads, self.sources)

    @cached_property
    def worst_from_air(self) -> Spread:
        """Fewest controls from any radio source, if facts turn out badly."""
        return spread(self.all_roads, self.sources)

    @cached_property
    def entered(self) -> Entered:
        """What too few independent controls stand before, if facts turn out well."""
        return self.worst_entered if self.certain else self.entered_over(self.sure_roads)

    @cached_property
    def worst_entered(self) -> Entered:
        """What too few independent controls stand before, if facts turn out badly."""
        return self.entered_over(self.all_roads)

    @cached_property
    def weakest(self) -> tuple[int, bool] | None:
        """The fewest independent controls on any way if facts turn out badly, and if it is proved.

        ``None``: there is no way at all. Not proved: there are at least that many.
        """
        return self._weakest(self.all_roads, self.worst_from_air, self.worst_entered)

    @cached_property
    def surely_weakest(self) -> tuple[int, bool] | None:
        """The same if facts turn out well."""
        return self._weakest(self.sure_roads, self.from_air, self.entered)

    def _weakest(self, roads: Roads, near: Spread, entered: Entered) -> tuple[int, bool] | None:
        fewest = near.controls
        plain = min((fewest[t] for t in self.targets if t in fewest), default=None)
        if plain is None:
            return None
        if entered.weakest is not None:
            return entered.weakest, True
        if plain == self.k and entered.complete:
            return plain, True
        sources, targets = roads.numbers(self.sources), roads.numbers(self.targets)
        found, proved = independent_count(roads, sources, targets, plain)
        return (max(found, self.k) if entered.complete else found), proved

    def entered_over(self, roads: Roads) -> Entered:
        """Return what too few independent controls stand before, over some roads."""
        return enter(roads, roads.numbers(self.sources), roads.numbers(self.targets), self.k)

    def worst_entered_way(self, targets: Collection[str]) -> tuple[tuple[str, ...], int]:
        """Return a way to the weakest of some targets, if facts turn out badly.

        With it, how many independent controls it passes; the targets are among `worst_entered`.
        """
        roads, fewest = self.all_roads, self.worst_entered.fewest
        number = min(fewest[roads.number[t]] for t in targets)
        near = [t for t in targets if fewest[roads.number[t]] == number]
        aims = frozenset(roads.numbers(near))
        lost = next(x for x in self.worst_entered.lost if len(x.groups) == number
                    and not aims.isdisjoint(x.reached))  # fmt: skip
        free = spread(roads, self.sources, lost.groups, below=1)
        target = free.nearest([t for t in near if t in free.controls], self.is_place)
        return free.way(target), number

    @cached_property
    def idle(self) -> frozenset[str]:
        """States that are there only after a failure: those of backup links."""
        backups = {link.id for link in self.estate.links if link.backup}
        return frozenset(
            n for n, s in self.states.items() if s.table == "links" and s.row in backups
        )

    def brought_up_by(self, way: Collection[str]) -> tuple[str, ...]:
        """Return the links whose failure brings up the backup lines of a way; ``*``: any."""
        found: set[str] = set()
        for identity in {self.states[node].row for node in way if node in self.idle}:
            found |= set(self.estate.link[identity].backs_up or ("*",))
        return tuple(sorted(found))

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """Where one gets straight from one zone, or from the air, into another zone."""
        return find_joints(self.graph, self.states)

    @cached_property
    def hash(self) -> str:
        """The hash of the graph."""
        return graph_hash(self.graph)

    def unsure_rows(self, way: tuple[str, ...]) -> frozenset[Row]:
        """Return the rows that a way depends on and that are not known: what to survey."""
        found: set[Row] = set()
        for (origin, target), edge in zip(itertools.pairwise(way), self.edges(way), strict=True):
            if edge.certainty is Certainty.KNOWN:
                continue
            rows = self.unsure_state(origin) | self.unsure_state(target)
            found |= rows or {(edge.table, edge.row)}
        return frozenset(found)

    def unsure_state(self, node: str) -> frozenset[Row]:
        """Return the rows that leave it open whether a state exists: mostly links that bring it.

        It does not exist if all of them turn out well.
        """
        if node not in self._unsure:
            self._unsure[node] = self._rows_of_state(node)
        return self._unsure[node]

    @cached_property
    def _unsure(self) -> dict[str, frozenset[Row]]:
        return {}

    def _rows_of_state(self, node: str) -> frozenset[Row]:
        state = self.states[node]
        if state.certainty is Certainty.KNOWN:
            return frozenset()
        if state.layer is not Layer.DOMAIN:
            return frozenset({(state.table, state.row)})
        before = (self.states[other] for other in self.graph.predecessors(node))
        links = frozenset(
            (s.table, s.row)
            for s in before
            if s.layer is Layer.WIRE and s.certainty is not Certainty.KNOWN
        )
        return links or frozenset({(state.table, state.row)})

    @cached_property
    def open_facts(self) -> OpenFacts:
        """The steps that are not known, and the rows that close them."""
        found = {}
        number = self.all_roads.number
        for origin, target, edge in ways(self.graph):
            if edge.certainty is not Certainty.KNOWN:
                ends = (self.unsure_state(origin), self.unsure_state(target))
                sets = tuple(rows for rows in ends if rows)
                step = number[origin], number[target]
                found[step] = sets or (frozenset({(edge.table, edge.row)}),)
        return OpenFacts(found)

    def is_place(self, target: str) -> bool:
        """Return whether a target is a segment somewhere, and not a server."""
        return self.states[target].layer is not Layer.SERVER

    def edges(self, way: tuple[str, ...]) -> tuple[Edge, ...]:
        """Return the edges of a way."""
        return tuple(edge_of(self.graph, u, v) for u, v in itertools.pairwise(way))

    def witness(self, way: tuple[str, ...]) -> tuple[Step, ...]:
        """Return a way over the graph as steps that name their rows."""
        return witness(self.graph, self.states[way[0]], way)


def witness(graph: StateGraph, start: State, way: tuple[str, ...]) -> tuple[Step, ...]:
    """Return a way over a graph, which begins in ``start``, as steps that name their rows."""
    steps = [Step(node=way[0], table=start.table, row=start.row, text=start.words)]
    for origin, target in itertools.pairwise(way):
        edge = edge_of(graph, origin, target)
        control = edge.control if edge.weight else None
        steps.append(
            Step(node=target, table=edge.table, row=edge.row, text=edge.words, control=control)
        )
    return tuple(steps)
