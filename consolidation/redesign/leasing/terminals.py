"""Traffic of terminals for which no flow tells it, by their number.

It is asked for only where a scenario says how much a terminal exchanges. Each network's terminals
then exchange that with the site where most of the network's traffic goes; a site's flows tell
better, so it counts only where a site has no flow into that network.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Server
from consolidation.network.carriage import device_of
from consolidation.redesign.leasing.demands import NETWORKS, Demands, Stretch, is_shared, network_of
from consolidation.redesign.topology import Line, lines


@dataclass(frozen=True, slots=True)
class Terminals:
    """What the terminals of a site exchange with the centre of a network, and whether they can."""

    network: Zone
    site: str
    centre: str
    kbit_s: int
    has_way: bool
    """Whether lines of the network lead there today."""


def with_terminals(found: Demands, counted: Sequence[Terminals]) -> Demands:
    """Return the traffic with that of terminals, in office hours, as far as lines lead there."""
    total = dict(found.by_stretch)
    for own in counted:
        if own.has_way:
            stretch = Stretch(own.network, own.site, own.centre)
            office, night = total.get(stretch, (0, 0))
            total[stretch] = office + own.kbit_s, night
    ordered = sorted(total, key=lambda s: (s.network.value, s.source, s.target))
    return replace(found, by_stretch={stretch: total[stretch] for stretch in ordered})


def terminals(estate: Estate, kbit_s: int) -> Iterator[Terminals]:
    """Yield the terminals whose traffic no flow tells, each of so much, by network and site."""
    if not kbit_s:
        return
    between = lines(estate)
    for network in NETWORKS:
        centre = _centre(estate, network)
        told = {f.origin for f in estate.flows if network in _zones(estate, f.target)}
        joined = _joined(between, network)
        for site in sorted(estate.sites, key=lambda row: row.id):
            num = _number(site, network)
            if num and centre is not None and centre != site.id and site.id not in told:
                has_way = centre in joined.get(site.id, ())
                yield Terminals(network, site.id, centre, num * kbit_s, has_way)


def _number(site: Site, network: Zone) -> int:
    resident = network is Zone.RESIDENT
    return (site.resident_terminals if resident else site.administrative_terminals) or 0


def _centre(estate: Estate, network: Zone) -> str | None:
    """Return the site that most of a network's flows go to, or with most of its servers."""
    servers = Counter(
        _site(estate, server) for server in estate.servers if network in _zones(estate, server.id)
    )
    traffic: Counter[str] = Counter()
    for flow in estate.flows:
        if network in _zones(estate, flow.target):
            traffic[_site(estate, estate.server[flow.target])] += flow.office_kbit_s
    return min(servers, key=lambda site: (-traffic[site], -servers[site], site), default=None)


def _zones(estate: Estate, server: str) -> frozenset[Zone]:
    names = estate.server[server].segments
    return frozenset(estate.segment[s].zone for s in names if s in estate.segment)


def _site(estate: Estate, server: Server) -> str:
    """Return where a server is plugged in."""
    device = device_of(estate, server)
    return server.site if device is None else estate.device[device].site


def _joined(between: tuple[Line, ...], network: Zone) -> Mapping[str, frozenset[str]]:
    """Return, for each site with lines of a network, the sites that they lead to."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(
        (line.site, line.far_site)
        for line in between
        if network_of(line) is network or is_shared(line)
    )
    parts = (frozenset(map(str, part)) for part in nx.connected_components(graph))
    return {site: part for part in parts for site in part}
