"""Leases of small random networks against every choice of terms, and the re-check of them."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.redesign.leasing.cuts import cheapest_by_cuts
from consolidation.redesign.leasing.hopeless import without_hopeless
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.mesh import cheapest_mesh
from consolidation.redesign.leasing.model import (
    Candidate,
    Lease,
    LineNetwork,
    Loss,
    Prices,
    Term,
    Traffic,
)
from consolidation.redesign.leasing.uses import uses
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.solving.status import Status
from consolidation.text import Text
from tests.redesign.leasing import tiny

LIMIT_S = 10.0
SEEDS = range(12)
HAIR = Fraction(1, 10**6)
"""Routes over several ways are found in floating point."""


def all_terms(asked: LineNetwork, lease: Lease) -> dict[str, Term]:
    return {own.id: own.terms[lease.picks[own.id]] for own in asked.candidates}


HOURS = ("office hours, ", "night, ")


def broken_states(asked: LineNetwork, taken: dict[str, Term]) -> set[str]:
    """Return the names of the slices and states that do not hold."""
    found = set()
    for loss in (None, *asked.losses):
        lost, gone = (loss.candidates, loss.nodes) if loss else (frozenset(), frozenset())
        for night in (False, True):
            wishes = tiny.wished(asked, gone, night=night)
            if not tiny.carries_in(asked, taken, lost, wishes, asked.may_use(loss)):
                end = f", after the loss of {loss.kind} {loss.id}" if loss else ", normal state"
                found.add(f"{'night' if night else 'office hours'}{end}")
    return found


def total(asked: LineNetwork, at: Prices, picks: dict[str, int]) -> Fraction:
    return sum((at.cost(c, c.terms[picks[c.id]]) for c in asked.all_candidates), Fraction(0))


@pytest.mark.parametrize("shape", tiny.SHAPES)
def test_every_lease_is_the_cheapest_choice_that_carries_the_traffic(shape: str):
    told: Counter[Status] = Counter()
    for seed in SEEDS:
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        assert lease.cost == tiny.cheapest(asked, at), seed
        assert lease.status is (Status.INFEASIBLE if lease.cost is None else Status.OPTIMAL)
        assert (lease.culprit is not None) == (lease.cost is None)
        told[lease.status] += 1
        if lease.cost is None:
            assert verify_lease(asked, at, lease) == (), seed
            continue
        assert lease.bound == lease.cost
        assert tiny.carries(asked, all_terms(asked, lease)), seed
        assert verify_lease(asked, at, lease) == (), seed
        for use in uses(asked, lease.picks):
            assert use.share <= asked.may_use(use.loss) * (1 + HAIR), seed
    assert min(told[Status.OPTIMAL], told[Status.INFEASIBLE]) > 0


@pytest.mark.parametrize("shape", ["pair", "triangle", "ring", "bow"])
def test_the_worst_use_told_is_that_of_traffic_spread_as_well_as_can_be(shape: str):
    checked = 0
    for seed in SEEDS:
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        if lease.cost is None:
            continue
        taken = all_terms(asked, lease)
        least = max(
            (tiny.fullest(asked, taken, *state) for *state, _ in tiny.states(asked)), default=0
        )
        told = max((use.share for use in uses(asked, lease.picks)), default=Fraction(0))
        assert float(told) == pytest.approx(least, rel=1e-6, abs=1e-9), seed
        checked += 1
    assert checked > 3


@pytest.mark.parametrize("shape", ["star", "triangle", "tail"])
def test_a_lower_term_is_refused_with_the_state_that_breaks(shape: str):
    refused = 0
    for seed in SEEDS:
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        for name, place in lease.picks.items():
            if place == 0:
                continue
            picks = {**lease.picks, name: place - 1}
            cost = total(asked, at, picks)
            lower = replace(lease, picks=picks, cost=cost, bound=cost)
            if tiny.carries(asked, all_terms(asked, lower)):
                continue
            found = verify_lease(asked, at, lower)
            told = {text.en.split(": ")[0] for text in found if text.en.startswith(HOURS)}
            assert told == broken_states(asked, all_terms(asked, lower)), (seed, name)
            refused += 1
    assert refused > 10


@pytest.mark.parametrize("shape", ["pair", "chain", "ring"])
def test_a_yen_more_or_less_in_cost_or_bound_is_refused(shape: str):
    refused = 0
    for seed in SEEDS:
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        if lease.cost is None:
            continue
        for yen in (-1, 1):
            for changed in (
                replace(lease, cost=lease.cost + yen),
                replace(lease, bound=lease.bound + yen),
                replace(lease, cost=lease.cost + yen, bound=lease.bound + yen),
            ):
                assert verify_lease(asked, at, changed)
                refused += 1
        missing = replace(lease, picks={})
        assert verify_lease(asked, at, missing)
    assert refused > 20


def test_a_traffic_that_can_be_carried_is_not_let_through_as_impossible():
    text = Text("x", "x")
    refused = 0
    for seed in SEEDS:
        asked, at = tiny.network(seed, "tail"), tiny.prices(seed)
        cost = Leases(asked, LIMIT_S).cheapest(at).cost
        wrong = Lease(
            status=Status.INFEASIBLE, cost=None, bound=Fraction(0), picks={}, culprit=text
        )
        assert bool(verify_lease(asked, at, wrong)) == (cost is not None), seed
        assert verify_lease(asked, at, replace(wrong, culprit=None))
        refused += cost is not None
    assert refused > 5


def test_a_dearer_choice_between_two_sites_is_not_let_through_as_optimal():
    refused = 0
    for seed in SEEDS:
        asked, at = tiny.network(seed, "star"), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        if lease.cost is None:
            continue
        for own in asked.candidates:
            picks = {**lease.picks, own.id: len(own.terms) - 1}
            cost = total(asked, at, picks)
            if cost > lease.cost:
                dearer = replace(lease, picks=picks, cost=cost, bound=cost)
                found = verify_lease(asked, at, dearer)
                assert any("would do" in text.en for text in found), (seed, own.id)
                refused += 1
    assert refused > 20


@pytest.mark.parametrize("shape", ["triangle", "ring", "tail", "chord", "bow"])
def test_cuts_and_the_network_design_optimiser_agree(shape: str):
    both = 0
    for seed in range(5):
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        for part in Leases(asked, LIMIT_S).parts:
            if len(part.nodes) <= 2:
                continue
            costs = tuple(tuple(at.cost(c, t) for t in c.terms) for c in part.candidates)
            by_cuts = cheapest_by_cuts(part, costs)
            if by_cuts is not None:
                mesh = cheapest_mesh(part, costs, LIMIT_S)
                assert (by_cuts.cost, by_cuts.impossible) == (mesh.cost, mesh.impossible), seed
                both += 1
    assert both > 2


def line(name: str, a: str, b: str, *terms: tuple[int, int], there: bool = False) -> Candidate:
    """Return a line of nodes ``both/a`` and ``both/b``; terms are (kbit/s, yen a month)."""
    return Candidate(
        id=name,
        a=f"both/{a}",
        b=f"both/{b}",
        site=a,
        link=name if there else None,
        terms=tuple(Term(capacity_kbit_s=room, month_yen=yen) for room, yen in terms),
    )


def asked_of(
    lines: tuple[Candidate, ...], traffic: dict[tuple[str, str], int], *losses: Loss
) -> LineNetwork:
    return LineNetwork(
        layout="merged",
        nodes=tuple(sorted({n for own in lines for n in (own.a, own.b)})),
        candidates=lines,
        traffic=tuple(
            Traffic(source=f"both/{a}", target=f"both/{b}", office_kbit_s=kbit, night_kbit_s=0)
            for (a, b), kbit in sorted(traffic.items())
        ),
        losses=losses,
        growth=Fraction(1),
        share=Fraction(1),
    )


MONTH = Prices(weight=Fraction(1))


def test_a_protected_site_behind_one_that_is_given_up_keeps_its_way():
    lines = (
        line("far", "Q", "P", (10, 1)),
        line("near-1", "P", "H", (0, 0), (10, 5)),
        line("near-2", "P", "H", (0, 0), (10, 7)),
    )
    loss = Loss(
        kind="line", id="near-1", candidates=frozenset({"near-1"}), nodes=frozenset({"both/P"})
    )
    asked = asked_of(lines, {("Q", "H"): 4, ("P", "H"): 8}, loss)
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert lease.cost == 1 + 5 + 7  # P's 8 are given up, Q's 4 are not
    assert verify_lease(asked, MONTH, lease) == ()


def test_a_mesh_does_not_pay_for_what_is_given_up_beyond_it():
    lines = (
        line("far", "Q", "A", (20, 1)),
        line("ab", "A", "B", (0, 0), (10, 5), (20, 50)),
        line("bc", "B", "C", (0, 0), (10, 5), (20, 50)),
        line("ca", "C", "A", (0, 0), (10, 5), (20, 50)),
    )
    loss = Loss(kind="duct", id="d", candidates=frozenset({"ab"}), nodes=frozenset({"both/Q"}))
    asked = asked_of(lines, {("Q", "B"): 10, ("A", "B"): 10}, loss)
    (part,) = (p for p in Leases(asked, LIMIT_S).parts if len(p.nodes) > 2)
    costs = tuple(tuple(MONTH.cost(c, t) for t in c.terms) for c in part.candidates)
    mesh = cheapest_mesh(part, costs, LIMIT_S)
    assert mesh.cost == 15
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert lease.cost == 16
    assert verify_lease(asked, MONTH, lease) == ()


@pytest.mark.parametrize(("wanted", "status"), [(10, Status.OPTIMAL), (25, Status.INFEASIBLE)])
def test_a_ring_in_which_nothing_can_be_bought_is_answered(wanted: int, status: Status):
    lines = tuple(
        line(name, *name, (10, 3), there=True)
        for name in ("ab", "bc", "cd", "de", "ef", "fg", "ga")
    )
    asked = asked_of(lines, {("a", "b"): wanted})
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert (lease.status, lease.cost) == (status, 21 if status is Status.OPTIMAL else None)
    if lease.culprit is not None:
        assert lease.culprit.en.startswith("among a, b, c, d, e, f, g, whose lines form a mesh: ")


@pytest.mark.parametrize("network", ["both", "resident"])
def test_the_state_in_which_two_sites_have_too_little_is_told_without_ids(network: str):
    pair = tuple(
        replace(own, a=f"{network}/A", b=f"{network}/B")
        for own in (line("p", "A", "B", (10, 3)), line("q", "A", "B", (6, 3)))
    )
    loss = Loss(kind="carrier", id="X社", candidates=frozenset({"p"}))
    asked = replace(
        asked_of(pair, {}, loss),
        traffic=(
            Traffic(source=f"{network}/A", target=f"{network}/B", office_kbit_s=8, night_kbit_s=0),
        ),
    )
    culprit = Leases(asked, LIMIT_S).cheapest(MONTH).culprit
    assert culprit is not None
    ja, en = ("A", "A") if network == "both" else ("A（住民情報系）", "A (resident)")
    assert culprit.en.startswith(f"between {en} and ")
    assert "(after the loss of carrier X社): 8 kbit/s" in culprit.en
    assert culprit.ja.startswith(f"{ja} と ")
    assert "（通信事業者 X社の障害後）" in culprit.ja


def test_lines_that_must_not_be_used_are_left_and_what_that_costs_is_paid():
    out = Candidate(
        id="radio", a="both/A", b="both/B", site="B", link="radio", terms=(Term(leave_yen=77),)
    )
    asked = replace(asked_of((line("l", "A", "B", (10, 3)),), {("A", "B"): 5}), left_out=(out,))
    lease = Leases(asked, LIMIT_S).cheapest(replace(MONTH, leave=Fraction(2)))
    assert lease.cost == 3 + 2 * 77
    assert lease.picks["radio"] == 0
    assert all(use.candidate != "radio" for use in uses(asked, lease.picks))


def test_sites_that_no_line_joins_are_told_with_the_pair_at_fault():
    lines = (line("l", "A", "B", (10, 3)), line("m", "C", "D", (10, 3)))
    lease = Leases(asked_of(lines, {("A", "C"): 1}), LIMIT_S).cheapest(MONTH)
    assert lease.status is Status.INFEASIBLE
    assert lease.culprit is not None
    assert lease.culprit.en.startswith("the traffic between A and C ")


def test_traffic_of_nothing_needs_no_line():
    lines = (
        line("ab", "A", "B", (0, 0), (10, 5)),
        line("bc", "B", "C", (0, 0), (10, 5)),
        line("ca", "C", "A", (0, 0), (10, 5)),
    )
    lease = Leases(asked_of(lines, {("A", "B"): 0}), LIMIT_S).cheapest(MONTH)
    assert (lease.status, lease.cost) == (Status.OPTIMAL, 0)


def test_a_mesh_claims_no_more_than_holds_however_coarsely_amounts_are_rounded():
    gaps = 0
    for seed, shape in ((10, "ring"), (33, "ring"), (14, "chord")):
        asked, at = tiny.network(seed, shape, unit=1), tiny.prices(seed)
        bound = cost = Fraction(0)
        for part in Leases(asked, LIMIT_S).parts:
            costs = tuple(tuple(at.cost(c, t) for t in c.terms) for c in part.candidates)
            own = cheapest_mesh(part, costs, LIMIT_S)
            assert own.cost is not None
            bound, cost = bound + own.bound, cost + own.cost
        least = tiny.cheapest(asked, at)
        assert least is not None
        assert bound <= least <= cost, (seed, shape)
        gaps += bound < cost
    assert gaps  # rounding does bite in these


def test_a_second_line_that_is_too_thin_is_as_good_as_none():
    lines = (
        line("wide", "s", "hall", (0, 0), (10_000, 5), there=True),
        line("thin", "s", "hall", (0, 0), (1_000, 1), there=True),
        line("far", "t", "hall", (0, 0), (10_000, 5), there=True),
    )
    losses = tuple(
        Loss(kind="line", id=own.id, candidates=frozenset({own.id})) for own in lines[:2]
    )
    asked = without_hopeless(asked_of(lines, {("s", "hall"): 5_000, ("t", "hall"): 100}, *losses))
    assert [(loss.id, loss.nodes) for loss in asked.cut_off] == [("wide", {"both/s"})]
    lease = Leases(asked, LIMIT_S).cheapest(Prices(weight=Fraction(1)))
    assert lease.cost == 10
    assert verify_lease(asked, Prices(weight=Fraction(1)), lease) == ()


@pytest.mark.parametrize(("discount", "years"), [("0.5", 10), ("2.35", 5)])
def test_discounting_over_many_years_outgrows_no_machine_word(discount: str, years: int):
    step = 1 / (1 + Fraction(discount) / 100)
    at = Prices(weight=sum((12 * step**year for year in range(years)), Fraction(0)))
    for seed, shape in ((2, "chord"), (3, "triangle")):
        asked = dear(tiny.network(seed, shape))
        for part in Leases(asked, LIMIT_S).parts:
            costs = tuple(tuple(at.cost(c, t) for t in c.terms) for c in part.candidates)
            own = cheapest_mesh(part, costs, LIMIT_S)
            assert own.cost is not None
            assert 0 <= own.cost - own.bound < len(part.candidates)  # yen
            assert own.cost == tiny.cheapest(asked, at)


def dear(asked: LineNetwork) -> LineNetwork:
    """Return a network at the prices of a city."""
    return replace(
        asked,
        candidates=tuple(
            replace(c, terms=tuple(replace(t, month_yen=t.month_yen * 50_000) for t in c.terms))
            for c in asked.candidates
        ),
    )
