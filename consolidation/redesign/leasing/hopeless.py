"""Losses after which even the most of everything is too little between two sites.

Like losses that cut sites off (`losses`), no lease helps against them: the traffic of the sites
behind is then not asked for, and they are told, so that the rest can be leased all the same.
"""

from dataclasses import replace

import networkx as nx

from consolidation.redesign.leasing.model import LineNetwork, Loss
from consolidation.redesign.leasing.states import Part, State, parts


def without_hopeless(network: LineNetwork) -> LineNetwork:
    """Return the network with such losses given up as far as they are hopeless."""
    given_up: dict[Loss, set[str]] = {}
    for part in parts(network):
        if part.is_bundle:
            for state in part.states:
                if state.loss is not None and _short(part, state):
                    given_up.setdefault(state.loss, set()).update(_behind(network, part))
    if not given_up:
        return network
    told = {(loss.kind, loss.id): loss for loss in network.cut_off}
    for loss, nodes in given_up.items():
        before = told.get((loss.kind, loss.id))
        already = frozenset[str]() if before is None else before.nodes
        told[loss.kind, loss.id] = replace(loss, nodes=already | nodes)
    order = [(loss.kind, loss.id) for loss in network.losses]
    return without_hopeless(
        replace(
            network,
            losses=tuple(
                replace(loss, nodes=loss.nodes | given_up.get(loss, set()))
                for loss in network.losses
            ),
            cut_off=tuple(told[key] for key in order if key in told),
        )
    )


def _short(part: Part, state: State) -> bool:
    left = (own for own in part.candidates if own.id not in state.lost)
    most = sum(max(term.capacity_kbit_s for term in own.terms) for own in left)
    return most * state.share < state.busiest


def _behind(network: LineNetwork, part: Part) -> frozenset[str]:
    """Return the nodes with traffic on the side of a part that has less of it."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(part.nodes)
    within = set(part.nodes)
    graph.add_edges_from((c.a, c.b) for c in network.candidates if {c.a, c.b} != within)
    sides = [frozenset(map(str, nx.node_connected_component(graph, n))) for n in part.nodes]
    ends = [(t, max(t.office_kbit_s, t.night_kbit_s)) for t in network.traffic]
    busy = [
        sum(most for t, most in ends for end in (t.source, t.target) if end in side)
        for side in sides
    ]
    lesser = min(range(len(sides)), key=lambda n: (busy[n], len(sides[n]), part.nodes[n]))
    with_traffic = {end for t, _ in ends for end in (t.source, t.target)}
    return sides[lesser] & with_traffic
