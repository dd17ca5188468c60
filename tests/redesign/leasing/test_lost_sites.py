"""Whole sites lost: against losses worked out by hand, every choice of terms, and Menger's theorem.

With lines and sites lost one at a time, any two sites that both stay joined have two ways that
share no line and no site between.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import networkx as nx
import pytest

from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.hopeless import without_hopeless
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.losses import losses
from consolidation.redesign.leasing.model import LineNetwork, Loss
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.redesign.model import CHANGE_ON
from tests.redesign.leasing import tiny
from tests.redesign.leasing.test_asked_of_lines import chained

LIMIT_S = 10.0


def light(seed: int, shape: str) -> LineNetwork:
    """Return a network with little traffic, so that it mostly survives."""
    return replace(tiny.network(seed, shape), losses=(), growth=Fraction(1, 2), share=Fraction(1))


def losing(city: Estate, asked: LineNetwork, *kinds: str) -> LineNetwork:
    found, cut_off = losses(city, asked, kinds, ())
    return without_hopeless(replace(asked, losses=found, cut_off=cut_off))


def by_hand(asked: LineNetwork) -> tuple[Loss, ...]:
    """Return the loss of each site, with the traffic between sites that then have no way given up.

    Of these the sites with most traffic, all in one part, go on.
    """
    found = []
    busy = {
        n: sum(
            max(t.office_kbit_s, t.night_kbit_s)
            for t in asked.traffic
            for end in (t.source, t.target)
            if end == n
        )
        for n in asked.nodes
    }
    for site in asked.nodes:
        left: nx.Graph[str] = nx.Graph()
        left.add_nodes_from(n for n in asked.nodes if n != site)
        lost = {own.id for own in asked.candidates if site in (own.a, own.b)}
        left.add_edges_from((own.a, own.b) for own in asked.candidates if own.id not in lost)
        parts = [sorted(part) for part in nx.connected_components(left)]
        parts.sort(key=lambda part: (sum(busy[n] for n in part), part))
        gone = {n for part in parts[:-1] for n in part if busy[n]}
        found.append(
            Loss(kind="site", id=site, candidates=frozenset(lost), nodes=frozenset({site, *gone}))
        )
    return tuple(found)


@pytest.mark.parametrize("shape", ["chain", "triangle", "ring", "tail", "bow"])
def test_the_cheapest_lease_that_carries_all_else_whichever_site_is_lost(shape: str, city: Estate):
    leased = 0
    for seed in range(4):
        plain, at = light(seed, shape), tiny.prices(seed)
        asked = losing(city, plain, "site")
        wanted = tiny.cheapest(replace(plain, losses=by_hand(plain)), at)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        if asked.cut_off == losses(city, plain, ("site",), ())[1]:
            assert lease.cost == wanted, seed
        else:  # what is short even with everything is given up, and told
            assert wanted is None, seed
        if lease.cost is not None:
            assert lease.cost == lease.bound
            assert verify_lease(asked, at, lease) == (), seed
            leased += 1
    assert leased > 1


@pytest.mark.parametrize("shape", ["triangle", "ring", "chord", "bow"])
def test_lines_and_sites_lost_one_by_one_leave_two_ways_without_a_line_or_site_in_common(
    shape: str, city: Estate
):
    pairs = 0
    for seed in range(4):
        asked = losing(city, light(seed, shape), "line", "site")
        lease = Leases(asked, LIMIT_S).cheapest(tiny.prices(seed))
        if lease.cost is None:
            continue
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(asked.nodes)
        for own in asked.candidates:
            if own.terms[lease.picks[own.id]].capacity_kbit_s:
                graph.add_edges_from(((own.a, own.id), (own.id, own.b)))
        given_up = {n for loss in asked.cut_off for n in loss.nodes}
        for t in asked.traffic:
            if t.office_kbit_s and not given_up & {t.source, t.target}:
                assert nx.node_connectivity(graph, t.source, t.target) >= 2, (seed, t)
                pairs += 1
    assert pairs > 2


@pytest.mark.parametrize("layout", ["separate", "merged"])
def test_the_hub_of_a_star_is_told_and_does_not_make_the_city_impossible(layout, city: Estate):
    asked = Asked(
        change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1), losses=("line", "site")
    )
    found = line_network(chained(city), layout, asked)
    told = {
        loss.id: {name.partition("/")[2] for name in loss.nodes}
        for loss in found.cut_off
        if loss.kind == "site"
    }
    # FAR hangs on HILL, and HILL and EAST on HALL; each end that is lost takes no other with it
    assert told.keys() == {"HALL", "HILL"}
    assert "FAR" in told["HILL"]
    assert "EAST" in told["HALL"]
    lost = {loss.id: loss for loss in found.losses if loss.kind == "site"}
    assert lost.keys() == {"EAST", "FAR", "HALL", "HILL"}
    at_hall = {own.id for own in found.candidates if "HALL" in (own.a + own.b)}
    assert lost["HALL"].candidates == at_hall
    at = tiny.prices(0)
    lease = Leases(found, LIMIT_S).cheapest(at)
    assert lease.cost is not None
    assert verify_lease(found, at, lease) == ()


def test_every_site_left_without_a_line_is_told_the_busiest_too(city: Estate):
    for seed in range(4):
        star = light(seed, "star")
        _, cut_off = losses(city, star, ("site",), ())
        busy = {end for t in star.traffic if t.office_kbit_s for end in (t.source, t.target)}
        assert busy - {"both/S0"} <= {name for loss in cut_off for name in loss.nodes}
        assert {loss.id for loss in cut_off} == {"S0"}


def test_the_sites_of_a_ring_cut_nobody_off(city: Estate):
    for seed in range(4):
        asked = tiny.network(seed, "ring")
        found, cut_off = losses(city, asked, ("site",), ())
        assert cut_off == ()
        for loss, other in combinations(found, 2):
            assert loss.nodes.isdisjoint(other.nodes)


def test_of_two_sites_alone_neither_cuts_the_other_off(city: Estate):
    for seed in range(3):
        found, cut_off = losses(city, light(seed, "pair"), ("site",), ())
        assert [loss.id for loss in found] == ["S0", "S1"]
        assert cut_off == ()
