"""What may be lost at a time, and what no lease helps against.

A loss takes candidates away, and the traffic of nodes: of those that stand or fall with what is
lost, of those that no candidate left would reach, or not in time (told in ``cut_off``), and of
sites whose traffic need not survive. That a site's own traffic is lost with it goes without saying.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

import networkx as nx

from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.latencies import Slowing
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss, LossKind, site_of

Taken = dict[str, set[str]]
MERGED_ROUTER = "MERGED-ROUTER-"
"""What the loss of whatever merged lines of a site end on is told by, before its site."""


def losses(
    placed: Estate,
    network: LineNetwork,
    kinds: Collection[LossKind],
    protected_sites: Collection[str],
) -> tuple[tuple[Loss, ...], tuple[Loss, ...]]:
    """Return the losses asked for, by kind and id, and those of them that cut nodes off."""
    found, cut_off = [], []
    whole = _graph(network, frozenset())
    slowing = Slowing(network)
    for loss in _asked(placed, network, kinds):
        lost = [own for own in network.candidates if own.id in loss.candidates]
        left = [own for own in lost if protected_sites and own.site not in protected_sites]
        given_up = {name for own in left for name in (own.a, own.b) if site_of(name) == own.site}
        away = frozenset(_cut_off(network, whole, loss))
        away |= slowing.given_up(replace(loss, nodes=loss.nodes | away | given_up))
        if loss.kind == "site":
            away |= _without_lines(network, loss)
        if loss.kind == "device":
            away |= _silent(network, loss, loss.nodes | away)
        told = away if loss.kind == "site" else away | loss.nodes
        if told:
            cut_off.append(replace(loss, nodes=told))
        found.append(replace(loss, nodes=loss.nodes | away | given_up))
    return tuple(found), tuple(cut_off)


def _asked(placed: Estate, network: LineNetwork, kinds: Collection[LossKind]) -> Iterator[Loss]:
    if "line" in kinds:
        yield from _lines(network)
    if "device" in kinds:
        yield from _devices(placed, network)
    if "site" in kinds:
        yield from _sites(network)
    if "entry" in kinds:
        yield from _entries(placed, network)
    if "duct" in kinds:
        yield from _ducts(placed, network)
    if "carrier" in kinds:
        yield from _carriers(network)


def _lines(network: LineNetwork) -> Iterator[Loss]:
    for own in sorted(network.candidates, key=lambda c: c.id):
        yield Loss(kind="line", id=own.id, candidates=frozenset({own.id}))


def _sites(network: LineNetwork) -> Iterator[Loss]:
    """Yield the loss of each site, in all networks at once."""
    at_site: Taken = defaultdict(set)
    for name in network.nodes:
        at_site[site_of(name)].add(name)
    for site, nodes in sorted(at_site.items()):
        ending = (own.id for own in network.candidates if nodes & {own.a, own.b})
        yield Loss(kind="site", id=site, candidates=frozenset(ending), nodes=frozenset(nodes))


def _carriers(network: LineNetwork) -> Iterator[Loss]:
    taken: Taken = defaultdict(set)
    for own in network.candidates:
        if own.carrier is not None:
            taken[own.carrier].add(own.id)
    yield from _each("carrier", taken)


def _ducts(placed: Estate, network: LineNetwork) -> Iterator[Loss]:
    taken: Taken = defaultdict(set)
    for own in _there(network):
        for duct in placed.link[own.link or ""].ducts:
            taken[duct].add(own.id)
    yield from _each("duct", taken)


def _entries(placed: Estate, network: LineNetwork) -> Iterator[Loss]:
    taken: Taken = defaultdict(set)
    for own in _there(network):
        row = placed.link[own.link or ""]
        for device, entry in ((row.a_device, row.a_entry), (row.b_device, row.b_entry)):
            if entry is not None:
                taken[f"{placed.device[device].site}/{entry}"].add(own.id)
    yield from _each("entry", taken)


def _each(kind: LossKind, taken: Taken) -> Iterator[Loss]:
    for name, candidates in sorted(taken.items()):
        yield Loss(kind=kind, id=name, candidates=frozenset(candidates))


def _devices(placed: Estate, network: LineNetwork) -> Iterator[Loss]:
    """Yield the loss of each device on which lines end; on merged lines, of each site's router.

    Where all lines of a node end on one device, the node falls with it, new lines too.
    """
    at_node: dict[str, list[Candidate]] = defaultdict(list)
    for own in network.candidates:
        at_node[own.a].append(own)
        at_node[own.b].append(own)
    if network.layout == "merged":
        for name, here in sorted(at_node.items()):
            yield Loss(
                kind="device",
                id=f"{MERGED_ROUTER}{site_of(name)}",
                candidates=frozenset(own.id for own in here),
                nodes=frozenset({name}),
            )
        return
    ends: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for own in _there(network):
        row = placed.link[own.link or ""]
        for device in (row.a_device, row.b_device):
            name = next(n for n in (own.a, own.b) if site_of(n) == placed.device[device].site)
            ends[name][device].add(own.id)
    for name, devices in sorted(ends.items()):
        for device, candidates in sorted(devices.items()):
            alone = len(devices) == 1
            gone = {own.id for own in at_node[name]} if alone else candidates
            fallen = frozenset({name}) if alone else frozenset()
            yield Loss(kind="device", id=device, candidates=frozenset(gone), nodes=fallen)


def _there(network: LineNetwork) -> Iterator[Candidate]:
    return (own for own in network.candidates if own.link is not None)


def _graph(network: LineNetwork, without: Collection[str]) -> "nx.Graph[str]":
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(network.nodes)
    graph.add_edges_from((c.a, c.b) for c in network.candidates if c.id not in without)
    return graph


def _cut_off(network: LineNetwork, whole: "nx.Graph[str]", loss: Loss) -> Iterator[str]:
    """Yield the nodes with traffic that fall apart from the part with most of it."""
    touched = {n for own in network.candidates if own.id in loss.candidates for n in (own.a, own.b)}
    rest = _graph(network, loss.candidates)
    rest.remove_nodes_from(loss.nodes)
    done: set[str] = set()
    for start in sorted(touched):
        if start in done:
            continue
        before = nx.node_connected_component(whole, start)
        done |= before
        parts = list(nx.connected_components(rest.subgraph(before - loss.nodes)))
        if len(parts) < 2:
            continue
        weight = _weights(network)
        main = max(parts, key=lambda part: (sum(weight[n] for n in part), sorted(part)))
        yield from sorted(n for part in parts if part is not main for n in part if weight[n])


def _without_lines(network: LineNetwork, loss: Loss) -> frozenset[str]:
    """Return the nodes with traffic that no candidate is left at once a node between is lost.

    Of two nodes joined to each other alone, neither lies between others.
    """
    left = _graph(network, loss.candidates)
    whole = _graph(network, frozenset())
    weight = _weights(network)
    around = [set(whole[name]) - {name} for name in sorted(loss.nodes)]
    return frozenset(
        name
        for near in around
        if len(near) > 1
        for name in near - loss.nodes
        if weight[name] and not left.degree(name)
    )


def _silent(network: LineNetwork, loss: Loss, fallen: frozenset[str]) -> frozenset[str]:
    """Return the nodes left all of whose traffic is with fallen ones, where a centre fell.

    Of two nodes with traffic to each other alone, neither is the centre.
    """
    others: Taken = defaultdict(set)
    for own in network.traffic:
        if own.office_kbit_s or own.night_kbit_s:
            others[own.source].add(own.target)
            others[own.target].add(own.source)
    if all(len(others[name]) < 2 for name in loss.nodes):
        return frozenset()
    return frozenset(name for name, far in others.items() if far and far <= fallen) - fallen


def _weights(network: LineNetwork) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(network.nodes, 0)
    for traffic in network.traffic:
        most = max(traffic.office_kbit_s, traffic.night_kbit_s)
        found[traffic.source] += most
        found[traffic.target] += most
    return found
