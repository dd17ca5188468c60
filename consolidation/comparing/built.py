"""The network of an option: rewired for its merge, with its lines as leased, and its kit put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consolidation.comparing.kits import with_kit
from consolidation.comparing.model import Kit
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium
from consolidation.inventory.tables.network import ALL_SEGMENTS, Link
from consolidation.inventory.tables.traffic import Circuit
from consolidation.redesign.inter_site import Pair, pairs
from consolidation.redesign.leasing.demands import is_shared
from consolidation.redesign.leasing.model import (
    Candidate,
    LineNetwork,
    Term,
    network_of_node,
    site_of,
)
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE, rewire, with_merged_facilities
from consolidation.redesign.topology import device_zones, lines
from consolidation.redesign.wiring import PLANNED
from consolidation.units import KBIT_PER_MBIT

JOINING = frozenset({DeviceKind.ROUTER, DeviceKind.SWITCH})
"""What a line ends on best."""


@dataclass(frozen=True, slots=True)
class Built:
    """The finished network of an option, and what the merge took."""

    estate: Estate
    routers: tuple[str, ...]
    """Routers added for merged lines."""
    reworked: tuple[str, ...]
    """Sites whose in-facility lines are merged."""
    shared_lines: tuple[str, ...]
    """Lines between sites that carry both networks."""
    shared_sites: tuple[str, ...]
    """Sites where the networks share a router or switches because of the merge."""
    apart: tuple[str, ...]
    """Pairs' sites whose two lines could not be joined: no wired way leads on from one end."""


def built(
    placed: Estate, merge: Merge, kit: Kit | None, network: LineNetwork, picks: Mapping[str, int]
) -> Built:
    """Return the network of an option; the servers stand as in ``placed``."""
    taken = {own.id: own.terms[picks[own.id]] for own in network.all_candidates}
    if merge in INTER_SITE:
        return _merged(placed, merge, kit, network, taken)
    base, reworked = with_merged_facilities(placed, merge)
    estate = with_kit(_leased(base, placed, network, taken, {}), kit, (), reworked)
    return Built(estate, (), reworked, (), reworked, ())


def _merged(
    placed: Estate,
    merge: Merge,
    kit: Kit | None,
    network: LineNetwork,
    taken: Mapping[str, Term],
) -> Built:
    found = pairs(with_merged_facilities(placed, merge)[0])
    stands = {pair.links: _survivor(pair, taken) for pair in found}
    apart: set[str] = set()
    while True:
        merged = [pair for pair in found if pair.site not in apart and stands[pair.links]]
        removed = {name for pair in merged for name in pair.links if name != stands[pair.links]}
        rewired = rewire(placed, merge, removed)
        if not rewired.cut_off:
            break
        apart |= {pair.site for pair in rewired.cut_off}
    partner = {name: stands[pair.links] or name for pair in merged for name in pair.links}
    estate = _leased(rewired.estate, placed, network, taken, partner)
    before = {line.link.id for line in lines(placed) if is_shared(line)}
    shared = tuple(x.link.id for x in lines(estate) if is_shared(x) and x.link.id not in before)
    sites = {estate.device[name].site for name in rewired.routers} | set(rewired.reworked)
    return Built(
        with_kit(estate, kit, shared, tuple(sorted(sites))),
        rewired.routers,
        rewired.reworked,
        shared,
        tuple(sorted(sites)),
        tuple(sorted(apart)),
    )


def _survivor(pair: Pair, taken: Mapping[str, Term]) -> str | None:
    """Return the line of a pair whose place the merged line takes: one that is kept, if any."""
    kept = [name for name in pair.survivors if name in taken and taken[name].capacity_kbit_s > 0]
    return next(iter([*kept, *pair.survivors]), None)


def _leased(
    estate: Estate,
    placed: Estate,
    network: LineNetwork,
    taken: Mapping[str, Term],
    partner: Mapping[str, str],
) -> Estate:
    """Return the estate with lines left, kept and leased anew as picked.

    A line beside one that is there runs between the same devices and carries the same; so does
    the other line of a merged pair where both are kept (``partner`` names the one that stands).
    """
    rows, links, circuits = estate.link, dict(estate.link), list(estate.circuits)
    for own in network.all_candidates:
        if own.link is None:
            continue
        if taken[own.id].capacity_kbit_s <= 0:
            links.pop(own.link, None)
        elif own.link not in links and partner.get(own.link) in rows:
            stands = rows[partner[own.link]]
            contract = placed.link[own.link].circuit
            links[own.link] = replace(stands, id=own.link, circuit=contract)
    for own in network.candidates:
        term = taken[own.id]
        if own.link is None and term.capacity_kbit_s > 0:
            name = f"PLANNED-{own.id}"
            links[name] = _line(estate, own, _beside(estate, own, network, partner), name, term)
            circuits.append(_contract(name, term))
    unused = {row.circuit for row in estate.links} - {row.circuit for row in links.values()}
    kept = tuple(row for row in circuits if row.id not in unused)
    return replace(estate, links=tuple(links.values()), circuits=kept)


def _beside(
    estate: Estate, own: Candidate, network: LineNetwork, partner: Mapping[str, str]
) -> tuple[Link, ...]:
    """Return the lines beside a new one, then those that touch its outer site, then its other."""
    there = [c for c in network.all_candidates if c.link is not None]
    ends = {own.a, own.b}
    inner = next(iter(n for n in (own.a, own.b) if site_of(n) != own.site), own.b)
    order = sorted(
        there, key=lambda c: ({c.a, c.b} != ends, c.site != own.site, inner not in (c.a, c.b), c.id)
    )
    names = (partner.get(c.link or "", c.link or "") for c in order if ends & {c.a, c.b})
    return tuple(estate.link[name] for name in names if name in estate.link)


def _line(estate: Estate, own: Candidate, beside: tuple[Link, ...], name: str, term: Term) -> Link:
    """Return a new line: it carries what the first one beside it does, and ends where such do."""
    network = network_of_node(own.a)
    ends = tuple(d for link in beside for d in (link.a_device, link.b_device))

    def at(node: str) -> str:
        site = site_of(node)
        there = (device for device in ends if estate.device[device].site == site)
        return next(there, None) or _device_of(estate, network, site)

    return Link(
        id=name,
        a_device=at(own.a),
        b_device=at(own.b),
        medium=Medium.CARRIER,
        capacity_mbit_s=term.capacity_kbit_s // KBIT_PER_MBIT,
        segments=beside[0].segments if beside else _segments_of(estate, network, own),
        circuit=name,
        carrier=own.carrier,
        source=PLANNED,
    )


def _device_of(estate: Estate, network: str, site: str) -> str:
    """Return the device of a site that fits a network best, where none of its lines ends there."""
    there = [device for device in estate.devices if device.site == site]
    best = min(
        there,
        key=lambda device: (
            network not in {zone.value for zone in device_zones(estate, device)},
            device.kind not in JOINING,
            device.id,
        ),
    )
    return best.id


def _segments_of(estate: Estate, network: str, own: Candidate) -> tuple[str, ...]:
    """Return the segments of a network on the lines of a new line's sites, which others share."""
    sites = {site_of(own.a), site_of(own.b)}
    return tuple(
        sorted(
            {
                name
                for line in lines(estate)
                for name in line.link.segments
                if sites & {line.site, line.far_site}
                and name != ALL_SEGMENTS
                and estate.segment[name].zone.value == network
            }
        )
    )


def _contract(name: str, term: Term) -> Circuit:
    return Circuit(
        id=name,
        tariff=term.tariffs[0] if len(term.tariffs) == 1 else None,
        yen_month=term.month_yen,
        source=PLANNED,
    )
