"""Rewiring: the network after one merge option, before any line is sized."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from consolidation.inventory.estate import Estate
from consolidation.redesign.in_facility import merge_in_facility, mergeable_sites
from consolidation.redesign.inter_site import Pair, merge_inter_site, pairs
from consolidation.redesign.model import Merge
from consolidation.redesign.wiring import Wiring

IN_FACILITY = frozenset({Merge.IN_FACILITY, Merge.BOTH})
INTER_SITE = frozenset({Merge.INTER_SITE, Merge.BOTH})


@dataclass(frozen=True, slots=True)
class Rewired:
    """The network after a merge option, and what the merge took."""

    estate: Estate
    routers: tuple[str, ...]
    """Routers added, one per site with an end of a merged line (where two devices meet)."""
    reworked: tuple[str, ...]
    """Sites whose in-facility lines are merged."""
    pairs: tuple[Pair, ...]
    """Sites' pairs of lines that inter-site merging looked at."""
    removed: frozenset[str]
    """Lines that were removed because the other of the pair carries both networks."""
    cut_off: tuple[Pair, ...]
    """Pairs that cannot be merged this way; their entry in ``removed`` must be taken back."""


def with_merged_facilities(placed: Estate, merge: Merge) -> tuple[Estate, tuple[str, ...]]:
    """Return the network with in-facility lines merged where the option asks for it."""
    if merge not in IN_FACILITY:
        return placed, ()
    sites = mergeable_sites(placed)
    wiring = Wiring(placed)
    merge_in_facility(wiring, placed, sites)
    return wiring.estate(), tuple(s.site for s in sites)


def rewire(placed: Estate, merge: Merge, removed: AbstractSet[str]) -> Rewired:
    """Return the network after a merge option, ``removed`` naming the lines that go.

    In-facility lines are merged first, so that a line that ends on a switch which goes ends on
    the switch that stays. A pair of lines is merged if exactly one of the two is ``removed``.
    """
    estate, reworked = with_merged_facilities(placed, merge)
    if merge not in INTER_SITE:
        return Rewired(estate, (), reworked, (), frozenset(), ())
    found = pairs(estate)
    chosen = tuple((p, survivor) for p in found for survivor in _survivor(p, removed))
    wiring = Wiring(estate)
    merged = merge_inter_site(wiring, estate, chosen)
    gone = frozenset(estate.link) - frozenset(wiring.links)
    return Rewired(wiring.estate(), merged.routers, reworked, found, gone & removed, merged.cut_off)


def _survivor(pair: Pair, removed: AbstractSet[str]) -> tuple[str, ...]:
    left = tuple(link for link in pair.links if link not in removed)
    return left if len(left) == 1 and left[0] in pair.survivors else ()
