"""What hangs on the states and edges of the layered graph; written and read only here.

networkx keeps attributes in dictionaries and counts a missing weight as 1 in silence. Here each
state carries one `State` and each edge one `Edge`, both frozen and complete, and nobody else
touches the dictionaries.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import networkx as nx

from consolidation.inventory.tables.kinds import Certainty, ControlKind, Medium, Zone
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
    DEVICE = "device"
    DOMAIN = "domain"
    """The bridge domain of one segment on one device, or of all ports of a device."""
    WIRE = "wire"
    """One segment on one link."""
    SEGMENT = "segment"
    """A segment as a whole, where no row says on which device it is used."""
    ROUTING = "routing"
    """Routing between the segments of one zone on a device, which no row states or denies."""
    CONTROL = "control"
    """Inside the box that a control runs on, the control passed."""
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


class State(NamedTuple):
    """The attributes of a state: where it stands and the inventory row it comes from."""

    layer: Layer
    table: str
    row: str
    zone: Zone | None = None
    certainty: Certainty = Certainty.KNOWN
    words: Text = Text("", "")


class Edge(NamedTuple):
    """The attributes of an edge: its weight, the row it comes from, and what it means in words."""

    relation: Relation
    weight: int
    """1 where a control guards the edge, 0 elsewhere."""
    table: str
    row: str
    words: Text
    certainty: Certainty = Certainty.KNOWN
    control: str | None = None
    """Id of the control row whose box the edge enters, guarded (weight 1) or not."""
    control_kind: ControlKind | None = None
    medium: Medium | None = None


def empty_graph() -> StateGraph:
    """Return a graph without states."""
    return nx.DiGraph()


def add_state(graph: StateGraph, node: str, state: State) -> None:
    """Add a state; adding the same name again keeps the first."""
    if node not in graph:
        graph.add_node(node, state=state)


def add_edge(graph: StateGraph, origin: str, target: str, edge: Edge) -> None:
    """Add an edge between two states of the graph; of two, the surer and then the lighter stays.

    An edge is never surer than the states it joins.
    """
    if origin not in graph or target not in graph:
        raise KeyError(f"no state {origin if origin not in graph else target}")
    ends = (state_of(graph, origin).certainty, state_of(graph, target).certainty)
    edge = edge._replace(certainty=max(edge.certainty, *ends, key=_SURENESS.index))
    if graph.has_edge(origin, target):
        old = edge_of(graph, origin, target)
        if _preference(old) <= _preference(edge):
            return
    graph.add_edge(origin, target, edge=edge)


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
    return ((node, state_of(graph, node)) for node in sorted(graph))


def edges(graph: StateGraph) -> Iterator[tuple[str, str, Edge]]:
    """Give every edge with its attributes, in no particular order."""
    yield from graph.edges(data="edge")


def ways(graph: StateGraph) -> Iterator[tuple[str, str, Edge]]:
    """Give every edge on which one can travel."""
    return (item for item in edges(graph) if item[2].relation is Relation.WAY)


def _preference(edge: Edge) -> tuple[int, int, int, str, str]:
    part = int(edge.relation is Relation.PART)
    return part, _SURENESS.index(edge.certainty), edge.weight, edge.table, edge.row


_SURENESS = tuple(Certainty)
