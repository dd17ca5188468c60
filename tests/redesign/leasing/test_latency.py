"""Leases whose ways must not be too slow, against every choice of terms and all ways."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import networkx as nx
import pytest

from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.losses import losses
from consolidation.redesign.leasing.model import LineNetwork
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.leasing.thresholds import staircase
from consolidation.redesign.leasing.uses import uses
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.redesign.model import CHANGE_ON
from consolidation.solving.status import Status
from tests.redesign.leasing import tiny
from tests.redesign.leasing.test_lease import HAIR, MONTH, all_terms, asked_of, line

LIMIT_S = 10.0
ms = Fraction
SEEDS = {"ring": (3, 4, 6, 10, 11), "triangle": (1, 2, 3, 4, 5), "bow": (0, 2, 3, 4, 5)}


@pytest.mark.parametrize("shape", tiny.SHAPES)
def test_every_lease_is_the_cheapest_choice_that_carries_the_traffic_in_time(shape: str):
    told: Counter[str] = Counter()
    for seed in SEEDS.get(shape, range(7)):
        asked, at = tiny.hurried(tiny.network(seed, shape), seed), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        assert lease.cost == tiny.cheapest(asked, at), seed
        assert verify_lease(asked, at, lease) == (), seed
        assert (lease.culprit is not None) == (lease.cost is None), seed
        if lease.cost is None:
            continue
        assert lease.status is Status.OPTIMAL
        taken = all_terms(asked, lease)
        assert tiny.carries(asked, taken), seed
        least = max((tiny.fullest(asked, taken, *s) for *s, _ in tiny.states(asked)), default=0)
        found = uses(asked, lease.picks)
        worst = max((use.share for use in found), default=Fraction(0))
        assert float(worst) == pytest.approx(least, rel=1e-6, abs=1e-9), seed
        assert all(use.share <= asked.may_use(use.loss) * (1 + HAIR) for use in found), seed
        told["leased"] += 1
    assert told["leased"] > 2


def test_parts_are_joined_only_where_a_slow_line_here_takes_a_quick_one_there():
    joined = apart = 0
    for seed in range(40):
        plain = tiny.network(seed, "star")
        asked = tiny.hurried(plain, seed)
        number = len(Leases(asked, LIMIT_S).parts)
        assert number <= len(Leases(plain, LIMIT_S).parts)
        loose = replace(asked, max_latency=ms(100))
        assert [p.is_limited for p in Leases(loose, LIMIT_S).parts] == [False] * 3
        joined += number < 3
        apart += number == 3
    assert min(joined, apart) > 3


def test_a_looser_limit_never_costs_more():
    fell = 0
    for seed in range(12):
        shape = ("pair", "star", "chain", "bow")[seed % 4]
        asked, at = tiny.hurried(tiny.network(seed, shape), seed), tiny.prices(seed)
        limits = (asked.max_latency or ms(0), ms(6), ms(40))
        known = [Leases(replace(asked, max_latency=m), LIMIT_S).cheapest(at).cost for m in limits]
        assert known[-1] == Leases(replace(asked, max_latency=None), LIMIT_S).cheapest(at).cost
        for tight, loose in pairwise(known):
            assert tight is None or (loose is not None and loose <= tight), seed
            fell += loose is not None and loose != tight
    assert fell > 2


def parallel(limit: int) -> LineNetwork:
    """A is 1 ms from HALL; from HALL to DC a quick line takes 2 ms and a cheap one 4."""
    lines = (
        replace(line("a", "A", "HALL", (20, 1)), latency=ms(1)),
        replace(line("quick", "HALL", "DC", (0, 0), (5, 30), (10, 50)), latency=ms(2)),
        replace(line("cheap", "HALL", "DC", (0, 0), (10, 4), (20, 7)), latency=ms(4)),
    )
    asked = asked_of(lines, {("A", "DC"): 5, ("HALL", "DC"): 8})
    return replace(asked, max_latency=ms(limit))


@pytest.mark.parametrize(
    ("limit", "cost", "loads"),
    [
        (5, 1 + 7, {"a": 5, "cheap": 13}),
        (4, 1 + 30 + 4, {"a": 5, "quick": 5, "cheap": 8}),
    ],
)
def test_what_comes_from_afar_takes_the_quick_one_of_parallel_lines(
    limit: int, cost: int, loads: dict[str, int]
):
    asked = parallel(limit)
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert lease.cost == lease.bound == cost
    assert len(Leases(asked, LIMIT_S).parts) == 2
    assert {use.candidate: use.load_kbit_s for use in uses(asked, lease.picks)} == loads
    assert verify_lease(asked, MONTH, lease) == ()
    slower = replace(lease, picks={**lease.picks, "quick": 0, "cheap": 2}, cost=ms(8), bound=ms(8))
    assert bool(verify_lease(asked, MONTH, slower)) == (limit == 4)


def test_too_slow_or_too_little_in_time_is_told_with_its_limit():
    lease = Leases(parallel(2), LIMIT_S).cheapest(MONTH)
    assert lease.status is Status.INFEASIBLE
    assert lease.culprit is not None
    assert lease.culprit.en.endswith("whatever is leased: A–DC")
    asked = parallel(3)  # all 13 must then take the quick line, of 10
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert lease.status is Status.INFEASIBLE
    assert lease.culprit is not None
    assert "13 kbit/s are to be carried within 2 ms" in lease.culprit.en
    assert verify_lease(asked, MONTH, lease) == ()


def test_a_dearer_quick_line_is_not_let_through_as_optimal_where_a_slow_one_would_do():
    asked = parallel(5)
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    dear = replace(lease, picks={**lease.picks, "quick": 1}, cost=ms(38), bound=ms(38))
    assert any("would do" in text.en for text in verify_lease(asked, MONTH, dear))


@pytest.mark.parametrize("shape", ["ring", "tail", "chord", "bow"])
def test_what_a_loss_makes_too_slow_is_given_up_and_told_and_nothing_else(shape: str, city: Estate):
    given_up = 0
    for seed in range(25):
        asked = tiny.hurried(replace(tiny.network(seed, shape), losses=()), seed)
        plain, _ = losses(city, replace(asked, max_latency=None), ("line", "site"), ())
        found, cut_off = losses(city, asked, ("line", "site"), ())
        told = {(loss.kind, loss.id): loss.nodes for loss in cut_off}
        for loss, before in zip(found, plain, strict=True):
            quick = in_time(asked, loss.candidates)
            whole = in_time(asked, frozenset())
            slow = {pair for pair in whole - quick if not before.nodes.intersection(pair)}
            more = loss.nodes - before.nodes
            assert all(more.intersection(pair) for pair in slow), (seed, loss.id)
            assert all(any(node in pair for pair in slow) for node in more), (seed, loss.id)
            assert more <= told.get((loss.kind, loss.id), frozenset()), (seed, loss.id)
            given_up += len(more)
    assert given_up > 2


def in_time(asked: LineNetwork, lost: frozenset[str]) -> set[tuple[str, str]]:
    """Return the pairs with traffic and a way that is not too slow."""
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(asked.nodes)
    graph.add_edges_from((o.a, o.b, o.id) for o in asked.candidates if o.id not in lost)
    return {
        (t.source, t.target)
        for t in asked.traffic
        if t.office_kbit_s or t.night_kbit_s
        if any(
            not tiny.is_slow(asked, [name for _, _, name in way])
            for way in nx.all_simple_edge_paths(graph, t.source, t.target)
        )
    }


def test_the_staircase_holds_where_quick_lines_are_full_first():
    asked = parallel(4)
    found = staircase(Leases(asked, LIMIT_S), MONTH, Fraction(1), Fraction(10))
    assert found is not None
    for growth in (Fraction(11, 10), Fraction(3, 2), Fraction(19, 10)):
        wanted = Leases(replace(asked, growth=growth), LIMIT_S).cheapest(MONTH).cost
        assert max(cost for beyond, cost in found.steps if beyond < growth) == wanted
    assert found.end == 2  # twice the 5 that must be quick fill the larger quick line


def test_a_line_is_of_one_latency_under_a_limit_and_of_any_without(city: Estate):
    both = {"T-10": Decimal("0.5"), "T-100": Decimal(4), "T-1000": Decimal(4)}
    estate = replace(
        city,
        tariffs=tuple(replace(row, latency_ms=both[row.id]) for row in city.tariffs),
        links=tuple(replace(row, latency_ms=Decimal("1.25")) for row in city.links),
    )

    def offered(estate: Estate, most: Fraction | None) -> LineNetwork:
        asked = Asked(change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1), max_latency=most)
        return line_network(estate, "merged", asked)

    assert offered(estate, None) == offered(city, None)
    found = {own.id: own for own in offered(estate, ms(9)).candidates}
    assert found["W-E-ADM"].latency == ms(5, 4)
    new = {name: own for name, own in found.items() if own.link is None}
    assert {own.latency for own in new.values()} == {ms(1, 2), ms(4)}
    for name, own in new.items():
        used = {both[row] for term in own.terms for row in term.tariffs}
        assert used == {Decimal(str(float(own.latency)))} or used == {Decimal(int(own.latency))}
        assert f"{float(own.latency):g} ms" in name
    assert len(new) == 8  # two pairs of sites, two latencies, and each by a second way
