"""What hangs on the states and edges of the layered graph; written and read only here.

networkx keeps attributes in dictionaries and counts a missing weight as 1 in silence. Here each
state carries one `State` and each edge one `Edge`, both frozen and complete, and nobody else
touches the dictionaries.

What a state or an edge means in words is put together only when somebody reads it: a city has
hundreds of thousands of them, and a report names a few.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import networkx as nx

from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    Medium,
    RadioFamily,
    Zone,
)
from consolidation.text import Text

if TYPE_CHECKING:
    StateGraph: TypeAlias = "nx.DiGraph[str]"
else:
    StateGraph = nx.DiGraph

GraphTrouble = nx.NetworkXException
"""What the graph library raises on a network that does not hold together."""


class Layer(StrEnum):
    """What a state stands for."""

    AIR = "air"
    """Somebody within reach of one radiating element."""
    SITE = "site"
    BUILDING = "building"
    ENTRY = "entry"
    """Where lines come into a site."""
    DUCT = "duct"
    CARRIER = "carrier"
    """Who sells lines."""
    LINE = "line"
    """A link as a thing: it lies in ducts, comes in by an entry and is bought from a carrier."""
    DEVICE = "device"
    PORT = "port"
    """A port of a device, where a link's row names it."""
    DOMAIN = "domain"
    """The bridge domain of one segment on one device, or of all ports of a device."""
    WIRE = "wire"
    """One segment on one link, or what crosses it untagged between two native VLANs."""
    SEGMENT = "segment"
    """A segment as a whole, wherever it is: where a row joins it and names no device for it."""
    ROUTING = "routing"
    """Routing between the segments of one zone on a device, which no row states or denies."""
    UNDERLAY = "underlay"
    """On whatever line a tunnel rides, where no row says on which."""
    CONTROL = "control"
    """Inside the box that a control runs on, the control passed."""
    HELD = "held"
    """A device or platform in the hands of whoever manages it: its isolation is void."""
    PLATFORM = "platform"
    HOST = "host"
    SERVER = "server"
    SYSTEM = "system"


class Relation(StrEnum):
    """What an edge says."""

    WAY = "way"
    """From the first state one gets to the second, past as many controls as the weight."""
    PART = "part"
    """The second state is part of the first (a device of a site); nothing travels on it."""


class Said(NamedTuple):
    """A sentence that is put together when it is read, from the rows that it names.

    >>> Said(lambda name: Text(f"機器{name}", f"device {name}"), ("SW-1",)).text.en
    'device SW-1'
    """

    say: Callable[..., Text]
    of: tuple[object, ...]

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return self.say(*self.of)


def _text(said: Text | Said) -> Text:
    return said if isinstance(said, Text) else said.text


class State(NamedTuple):
    """The attributes of a state: where it stands and the inventory row it comes from."""

    layer: Layer
    table: str
    row: str
    zone: Zone | None = None
    certainty: Certainty = Certainty.KNOWN
    said: Text | Said = Text("", "")
    family: RadioFamily | None = None
    """Of air: the kind of wireless, for editions that count only some."""

    @property
    def words(self) -> Text:
        """What the state means in words."""
        return _text(self.said)


class Edge(NamedTuple):
    """The attributes of an edge: its weight, the row it comes from, and what it means in words."""

    relation: Relation
    weight: int
    """1 where a control guards the edge, 0 elsewhere."""
    table: str
    row: str
    said: Text | Said
    certainty: Certainty = Certainty.KNOWN
    control: str | None = None
    """Id of the control row whose box the edge enters, guarded (weight 1) or not."""
    control_kind: ControlKind | None = None
    medium: Medium | None = None
    groups: tuple[str, ...] = ()
    """What the guarding control falls with, or may: its box, its administrators, its hypervisor."""
    unsure_groups: tuple[str, ...] = ()
    """Those of them that no row states."""
    bridged: Certainty | None = None
    """How sure it is that frames pass as they are, so that both ends are one broadcast domain."""

    @property
    def sure_groups(self) -> tuple[str, ...]:
        """What the guarding control falls with for sure."""
        if not self.unsure_groups:
            return self.groups
        return tuple(group for group in self.groups if group not in self.unsure_groups)

    @property
    def words(self) -> Text:
        """What the step means in words."""
        return _text(self.said)


def empty_graph() -> StateGraph:
    """Return a graph without states."""
    return nx.DiGraph()


def add_state(graph: StateGraph, node: str, state: State) -> None:
    """Add a state; adding the same name again keeps the first."""
    inner: Any = graph  # see `add_edge`
    if node not in inner._node:
        inner._node[node] = {"state": state}
        inner._succ[node] = {}
        inner._pred[node] = {}


def add_edge(graph: StateGraph, origin: str, target: str, edge: Edge) -> None:
    """Add an edge between two states of the graph; of two, the surer and then the lighter stays.

    What either says of frames that pass stays. An edge is never surer than the states it joins.
    States and edges go straight into networkx's dictionaries: by its own methods, a large graph
    takes a quarter longer.
    """
    inner: Any = graph
    nodes = inner._node
    try:
        before, after = nodes[origin]["state"].certainty, nodes[target]["state"].certainty
    except KeyError as missing:
        raise KeyError(f"no state {missing}") from None
    if before is not after or edge.certainty is not before:
        sure = worst(edge.certainty, before, after)
        bridged = None if edge.bridged is None else worst(edge.bridged, before, after)
        edge = edge._replace(certainty=sure, bridged=bridged)
    onward = inner._succ[origin]
    if target in onward:
        edge = _merged(onward[target]["edge"], edge)
    onward[target] = inner._pred[target][origin] = {"edge": edge}


def _merged(old: Edge, new: Edge) -> Edge:
    """Return the preferred of two edges, with the surer of what they say of frames."""
    kept = min(old, new, key=_preference)
    both = [edge.bridged for edge in (old, new) if edge.bridged is not None]
    bridged = min(both, key=SURENESS.__getitem__, default=None)
    return kept if kept.bridged is bridged else kept._replace(bridged=bridged)


def worst(*certainties: Certainty) -> Certainty:
    """Return the least sure.

    >>> worst(Certainty.KNOWN, Certainty.UNKNOWN, Certainty.ASSUMED)
    <Certainty.UNKNOWN: 'unknown'>
    """
    return max(certainties, key=SURENESS.__getitem__)


SURENESS: Mapping[Certainty, int] = {c: rank for rank, c in enumerate(Certainty)}
"""How far each certainty is from sure: 0 for known."""


def state_of(graph: StateGraph, node: str) -> State:
    """Return the attributes of a state."""
    state: State = graph.nodes[node]["state"]
    return state


def edge_of(graph: StateGraph, origin: str, target: str) -> Edge:
    """Return the attributes of an edge."""
    edge: Edge = graph.edges[origin, target]["edge"]
    return edge


def states(graph: StateGraph) -> Iterator[tuple[str, State]]:
    """Give every state with its attributes, in order of name."""
    held = dict(cast("Iterable[tuple[str, State]]", graph.nodes.data("state")))
    return ((node, held[node]) for node in sorted(held))


def edges(graph: StateGraph) -> Iterator[tuple[str, str, Edge]]:
    """Give every edge with its attributes, in no particular order."""
    for origin, onward in graph.adjacency():
        for target, held in onward.items():
            yield origin, target, held["edge"]


def written(graph: StateGraph) -> Iterator[list[str]]:
    """Give all states and edges but their words as fields, some at a time, in order of name."""
    adjacent = dict(graph.adjacency())
    fields: list[str] = []
    for node, state in states(graph):
        layer, table, row, zone, certainty, _, family = state
        fields += ("state", node, layer, table, row, zone or "", certainty, family or "")
        onward = adjacent[node]
        for target in sorted(onward):
            edge: Edge = onward[target]["edge"]
            relation, weight, table, row, _, sure, control, kind, medium, groups, may, over = edge
            fields += ("edge", target, relation, _WEIGHTS[weight], table, row, sure)
            fields += (medium or "", over or "")
            if control is not None or kind is not None or groups or may:
                fields += ("past", control or "", kind or "", *groups, "perhaps", *may)
        if len(fields) > _AT_ONCE:
            yield fields
            fields = []
    yield fields


_WEIGHTS = ("0", "1")
_AT_ONCE = 50_000


def bridged_with(graph: StateGraph, node: str) -> Iterator[tuple[str, Certainty]]:
    """Give the states that are one broadcast domain with a state, in order, and how surely."""
    for target, held in sorted(graph.adj[node].items()):
        bridged = held["edge"].bridged
        if bridged is not None:
            yield target, bridged


def ways(graph: StateGraph) -> Iterator[tuple[str, str, Edge]]:
    """Give every edge on which one can travel."""
    way = Relation.WAY
    for origin, onward in graph.adjacency():
        for target, held in onward.items():
            edge = held["edge"]
            if edge.relation is way:
                yield origin, target, edge


def ways_on(graph: StateGraph) -> Iterator[tuple[str, list[tuple[str, Edge]]]]:
    """Give every state with the edges on which one can travel on from it."""
    way = Relation.WAY
    for origin, onward in graph.adjacency():
        on = [(t, held["edge"]) for t, held in onward.items() if held["edge"].relation is way]
        yield origin, on


def ways_into(graph: StateGraph, node: str) -> list[Edge]:
    """Return the edges on which one can travel to a state."""
    before: Mapping[str, Mapping[str, Edge]] = graph.pred[node]
    return [held["edge"] for held in before.values() if held["edge"].relation is Relation.WAY]


def _preference(edge: Edge) -> tuple[int, int, int, str, str]:
    part = int(edge.relation is Relation.PART)
    return part, SURENESS[edge.certainty], edge.weight, edge.table, edge.row
