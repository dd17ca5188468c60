"""What travels between sites in each of the two networks, by the network stage's own routes.

A flow's way is cut where it leaves a network (through a firewall, or over lines of a third one):
each stretch within one network is traffic from the site where it enters to the site where it
leaves. Which lines carry it in between is left to the lease.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Zone
from consolidation.network.carriage import carriage
from consolidation.network.routes import Hop, Routes
from consolidation.network.zones import ZoneNetwork
from consolidation.redesign.topology import Line, lines

RESIDENT, ADMINISTRATIVE = Zone.RESIDENT, Zone.ADMINISTRATIVE
NETWORKS = (RESIDENT, ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of ways within one network, from site to site."""

    network: Zone
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Demands:
    """kbit/s in office hours and at night by stretch, and the flows that find no way."""

    by_stretch: Mapping[Stretch, tuple[int, int]]
    unrouted: tuple[str, ...]


def network_of(line: Line) -> Zone | None:
    """Return which of the two networks a line is of; one that carries both is administrative.

    Separating them takes a line of its own for the resident network: its traffic on a line that
    carries both is told by `Demands` apart from this.
    """
    if line.is_resident:
        return RESIDENT
    return ADMINISTRATIVE if ADMINISTRATIVE in line.zones else None


def is_shared(line: Line) -> bool:
    """Return whether a line carries both networks already."""
    return line.zones >= {RESIDENT, ADMINISTRATIVE}


def demands(estate: Estate) -> Demands:
    """Return the traffic between sites in each network, in order of network and sites."""
    between = {line.link.id: line for line in lines(estate)}
    routes = Routes(ZoneNetwork(estate, carriage(estate)))
    office: Counter[Stretch] = Counter()
    night: Counter[Stretch] = Counter()
    unrouted = []
    for flow in estate.flows:
        hops = routes.route(flow)
        if hops is None:
            unrouted.append(flow.id)
            continue
        resident = estate.server[flow.target].segments
        zone = _zone(estate, resident)
        for stretch in _stretches(estate, between, hops, zone):
            office[stretch] += flow.office_kbit_s
            night[stretch] += flow.night_kbit_s
    ordered = sorted(office, key=lambda s: (s.network.value, s.source, s.target))
    return Demands({s: (office[s], night[s]) for s in ordered}, tuple(sorted(unrouted)))


def _zone(estate: Estate, segments: tuple[str, ...]) -> Zone:
    """Return the network that a server's traffic on a shared line counts to."""
    zones = {estate.segment[s].zone for s in segments if s in estate.segment}
    return RESIDENT if RESIDENT in zones else ADMINISTRATIVE


def _stretches(
    estate: Estate, between: Mapping[str, Line], hops: tuple[Hop, ...], shared: Zone
) -> Iterator[Stretch]:
    """Yield the stretches of one way; what goes in a circle within a network is no traffic."""
    here: tuple[Zone, str, str] | None = None
    for link, device in hops:
        line = between.get(link)
        if line is None:
            continue
        network = shared if is_shared(line) else network_of(line)
        start = estate.device[device].site
        end = line.far_site if start == line.site else line.site
        if here is not None and here[0] is network and here[2] == start:
            here = (network, here[1], end)
            continue
        yield from _ended(here)
        here = None if network is None else (network, start, end)
    yield from _ended(here)


def _ended(here: tuple[Zone, str, str] | None) -> Iterator[Stretch]:
    if here is not None and here[1] != here[2]:
        yield Stretch(*here)
