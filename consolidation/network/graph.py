"""The layered state graph of an estate: where one gets from where, past which controls.

A state is a place that traffic, or somebody who misuses it, can be in: the bridge domain of a
segment on a device, a segment on a link, a server. An edge of relation ``way`` leads from one
state to the next and weighs 1 where a control guards it, else 0; air states are the sources.
Sites, devices, platforms and hosts hold their parts by edges of relation ``part``, on which
nothing travels.

Parallel links stay apart, because each segment on each link is a state of its own. The same
estate gives the same graph whatever the order of its rows.
"""

import hashlib
import json

from consolidation.inventory.estate import Estate
from consolidation.network import names, words
from consolidation.network.attachment import add_controls, add_servers
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    State,
    StateGraph,
    add_edge,
    add_state,
    edges,
    empty_graph,
    states,
)
from consolidation.network.carriage import carriage
from consolidation.network.domains import add_air, add_domains, add_wires
from consolidation.network.routing import add_assumed_routing
from consolidation.text import Text


def build_graph(estate: Estate) -> StateGraph:
    """Return the layered state graph of an estate.

    Linear in (devices and links) times the segments on each, plus servers and controls.
    """
    graph = empty_graph()
    carried = carriage(estate)
    _add_structure(graph, estate)
    add_domains(graph, estate, carried)
    add_assumed_routing(graph, estate, carried)
    add_wires(graph, estate, carried)
    add_air(graph, estate, carried)
    add_controls(graph, estate, carried)
    add_servers(graph, estate, carried)
    return graph


def graph_hash(graph: StateGraph) -> str:
    """Return the SHA-256 of a graph's states and edges, without their words.

    Independent of the order in which they were added.
    """
    digest = hashlib.sha256()
    for node, state in states(graph):
        content: list[object] = [node, *_plain(state)]
        digest.update(json.dumps(content, ensure_ascii=True).encode("ascii") + b"\n")
    listed = sorted((u, v, _plain(edge)) for u, v, edge in edges(graph))
    for u, v, values in listed:
        digest.update(json.dumps([u, v, *values], ensure_ascii=True).encode("ascii") + b"\n")
    return digest.hexdigest()


def _plain(attributes: State | Edge) -> list[str]:
    return [
        "" if value is None else str(value) for value in attributes if not isinstance(value, Text)
    ]


def _add_structure(graph: StateGraph, estate: Estate) -> None:
    for site in estate.sites:
        label = Text(f"拠点{site.id}", f"site {site.id}")
        add_state(graph, names.site(site.id), State(Layer.SITE, "sites", site.id, words=label))
    for device in estate.devices:
        name = words.device_text(device)
        state = State(Layer.DEVICE, "devices", device.id, device.zone, words=name)
        add_state(graph, names.device(device.id), state)
        add_part(graph, names.site(device.site), names.device(device.id), "devices", device.id)
    for platform in estate.platforms:
        label = Text(f"仮想化基盤{platform.id}", f"platform {platform.id}")
        state = State(Layer.PLATFORM, "platforms", platform.id, words=label)
        add_state(graph, names.platform(platform.id), state)
        add_part(
            graph, names.site(platform.site), names.platform(platform.id), "platforms", platform.id
        )
    for host in estate.hosts:
        label = Text(f"ホスト{host.id}", f"host {host.id}")
        add_state(graph, names.host(host.id), State(Layer.HOST, "hosts", host.id, words=label))
        add_part(graph, names.platform(host.platform), names.host(host.id), "hosts", host.id)
    for system in estate.systems:
        label = Text(f"システム{system.id}", f"system {system.id}")
        state = State(Layer.SYSTEM, "systems", system.id, system.zone, words=label)
        add_state(graph, names.system(system.id), state)


def add_part(graph: StateGraph, whole: str, part: str, table: str, row: str) -> None:
    """Add an edge that says that one state is part of another."""
    add_edge(graph, whole, part, Edge(Relation.PART, 0, table, row, words.PART))
