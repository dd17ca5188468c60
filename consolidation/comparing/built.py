"""The network of an option: rewired for its merge, with its lines as leased, and its kit put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from consolidation.comparing.kits import with_kit
from consolidation.comparing.model import Kit
from consolidation.comparing.new_lines import Standing, apart, beside, passing
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.traffic import Circuit
from consolidation.redesign.inter_site import Pair, pairs
from consolidation.redesign.leasing.demands import is_shared
from consolidation.redesign.leasing.model import LineNetwork, Term, site_of
from consolidation.redesign.model import Merge
from consolidation.redesign.rewire import INTER_SITE, rewire, with_merged_facilities
from consolidation.redesign.topology import lines
from consolidation.redesign.wiring import PLANNED

PLANNED_LINE = "PLANNED-"
"""What the id of a new line's row begins with."""


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
    """Return the network of an option; the servers stand as in ``placed``.

    Without picks there is no lease: lines are kept as they are.
    """
    kept = {own.id: len(own.terms) - 1 if own.link else 0 for own in network.all_candidates}
    places = picks or kept
    taken = {own.id: own.terms[places[own.id]] for own in network.all_candidates}
    if merge in INTER_SITE:
        return _merged(placed, merge, kit, network, taken)
    base, reworked = with_merged_facilities(placed, merge)
    there: tuple[Standing, ...] = ()
    if picks:
        base, there = apart(base, placed, network)
    estate = with_kit(_leased(base, placed, network, taken, {}, there)[0], kit, (), reworked)
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
    alone: set[str] = set()
    while True:
        merged = [pair for pair in found if pair.site not in alone and stands[pair.links]]
        removed = {name for pair in merged for name in pair.links if name != stands[pair.links]}
        rewired = rewire(placed, merge, removed)
        if not rewired.cut_off:
            break
        alone |= {pair.site for pair in rewired.cut_off}
    partner = {name: stands[pair.links] or name for pair in merged for name in pair.links}
    estate, passed = _leased(rewired.estate, placed, network, taken, partner, ())
    before = {line.link.id for line in lines(placed) if is_shared(line)}
    merging = [line for line in lines(estate) if is_shared(line) and line.link.id not in before]
    shared = tuple(line.link.id for line in merging)
    sites = {estate.device[name].site for name in rewired.routers} | set(rewired.reworked)
    sites |= passed & {site for line in merging for site in (line.site, line.far_site)}
    return Built(
        with_kit(estate, kit, shared, tuple(sorted(sites))),
        rewired.routers,
        rewired.reworked,
        shared,
        tuple(sorted(sites)),
        tuple(sorted(alone)),
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
    there: tuple[Standing, ...],
) -> tuple[Estate, frozenset[str]]:
    """Return the estate with lines left, kept and leased anew as picked, and sites passed through.

    A line beside one that is there runs between the same devices and carries the same; so does
    the other line of a merged pair where both are kept (``partner`` names the one that stands).
    """
    rows, links, circuits = estate.link, dict(estate.link), list(estate.circuits)
    for own in network.all_candidates:
        if own.link is None:
            continue
        stands = rows.get(partner.get(own.link, own.link))
        if stands is not None:
            there = (*there, Standing(own.id, own.a, own.b, own.site, stands))
        if taken[own.id].capacity_kbit_s <= 0:
            links.pop(own.link, None)
        elif own.link not in links and stands is not None:
            contract = placed.link[own.link].circuit
            links[own.link] = replace(stands, id=own.link, circuit=contract)
    new = [c for c in network.candidates if c.link is None and taken[c.id].capacity_kbit_s > 0]
    found = beside(estate, new, there)
    for own in new:
        name = f"{PLANNED_LINE}{own.id}"
        links[name] = found.line(own, name, taken[own.id])
        circuits.append(_contract(name, taken[own.id]))
    unused = {row.circuit for row in estate.links} - {row.circuit for row in links.values()}
    kept = tuple(row for row in circuits if row.id not in unused)
    finished = replace(estate, links=tuple(links.values()), circuits=kept)
    passed = frozenset(site_of(name) for name in found.passed)
    return passing(finished, passed), passed


def _contract(name: str, term: Term) -> Circuit:
    return Circuit(
        id=name,
        tariff=term.tariffs[0] if len(term.tariffs) == 1 else None,
        yen_month=term.month_yen,
        source=PLANNED,
    )
