"""More of a line may be used after a loss than normally: against every choice of terms."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from consolidation.redesign.designing.check_bound import check_bound
from consolidation.redesign.designing.design import design_network
from consolidation.redesign.designing.files.design_file import dump_design, read_design
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.leasing.hopeless import without_hopeless
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.mesh import cheapest_mesh, design_problem
from consolidation.redesign.leasing.model import LineNetwork, Loss, Prices, Term
from consolidation.redesign.leasing.thresholds import staircase
from consolidation.redesign.leasing.uses import uses
from consolidation.redesign.leasing.verify import verify_lease
from consolidation.solving.status import Status
from tests.redesign.leasing import tiny
from tests.redesign.leasing.test_lease import (
    HAIR,
    HOURS,
    LIMIT_S,
    MONTH,
    all_terms,
    asked_of,
    broken_states,
    line,
    total,
)

SEEDS = range(10)


def cases(shape: str, seeds: range = SEEDS) -> Iterator[tuple[int, LineNetwork, Prices]]:
    for seed in seeds:
        yield seed, tiny.roomier(tiny.network(seed, shape), seed), tiny.prices(seed)


def fullest(asked: LineNetwork, taken: dict[str, Term]) -> Fraction | float:
    """Return how full lines get at least, as a part of what may be used in each state."""
    found = (
        tiny.fullest(asked, taken, *state) / float(share) for *state, share in tiny.states(asked)
    )
    return max(found, default=0.0)


@pytest.mark.parametrize("shape", tiny.SHAPES)
def test_every_lease_is_the_cheapest_choice_that_stays_within_the_limit_of_each_state(shape: str):
    possible = 0
    for seed, asked, at in cases(shape):
        lease = Leases(asked, LIMIT_S).cheapest(at)
        assert lease.cost == tiny.cheapest(asked, at), seed
        assert lease.status is (Status.INFEASIBLE if lease.cost is None else Status.OPTIMAL)
        assert verify_lease(asked, at, lease) == (), seed
        if lease.cost is None:
            continue
        possible += 1
        found = uses(asked, lease.picks)
        for use in found:
            assert use.share <= asked.may_use(use.loss) * (1 + HAIR), seed
        told = max((use.share / asked.may_use(use.loss) for use in found), default=Fraction(0))
        assert float(told) == pytest.approx(fullest(asked, all_terms(asked, lease)), abs=1e-6)
    assert possible > 2


@pytest.mark.parametrize("shape", ["triangle", "ring", "tail", "chord", "bow"])
def test_the_network_design_optimiser_finds_the_same_where_it_is_asked(shape: str):
    solved = 0
    for seed, asked, at in cases(shape, range(7)):
        leases, found = Leases(asked, LIMIT_S), []
        for number, part in enumerate(leases.parts):
            costs = tuple(tuple(at.cost(c, t) for t in c.terms) for c in part.candidates)
            found.append(
                leases.part(number, at) if part.is_bundle else cheapest_mesh(part, costs, LIMIT_S)
            )
        least = tiny.cheapest(asked, at)
        if least is None:
            assert any(own.impossible for own in found), seed
            continue
        assert all(own.proved for own in found), seed
        assert sum(own.cost or 0 for own in found) == least, seed
        solved += 1
    assert solved > 1


@pytest.mark.parametrize("shape", ["pair", "star", "triangle", "ring"])
def test_among_equally_cheap_choices_the_one_with_most_room_to_its_limits_is_taken(shape: str):
    others = 0
    for seed, asked, at in cases(shape, range(14)):
        lease = Leases(asked, LIMIT_S).cheapest(at)
        if lease.cost is None:
            continue
        assert lease.even
        best = fullest(asked, all_terms(asked, lease))
        for terms in product(*(range(len(own.terms)) for own in asked.candidates)):
            picks = {own.id: n for own, n in zip(asked.candidates, terms, strict=True)}
            taken = {own.id: own.terms[picks[own.id]] for own in asked.candidates}
            if total(asked, at, picks) == lease.cost and tiny.carries(asked, taken):
                assert fullest(asked, taken) >= best * (1 - 1e-5), seed
                others += picks != lease.picks
    assert others > 0


@pytest.mark.parametrize("shape", tiny.SHAPES)
def test_limits_that_are_equal_change_nothing(shape: str):
    for seed in range(5):
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        alike = replace(asked, share_after_loss=asked.share)
        before, after = (Leases(own, LIMIT_S).cheapest(at) for own in (asked, alike))
        assert before == after
        if before.cost is not None:
            assert uses(asked, before.picks) == uses(alike, after.picks)


def test_a_higher_limit_after_a_loss_never_costs_more_and_sometimes_less():
    less = 0
    for seed in range(30):
        shape = ("pair", "star", "triangle", "ring")[seed % 4]
        asked, at = tiny.network(seed, shape), tiny.prices(seed)
        asked = replace(asked, share=Fraction(1, 2))
        costs = []
        for share in (Fraction(1, 2), Fraction(3, 5), Fraction(9, 10), Fraction(1)):
            own = replace(asked, share_after_loss=share)
            costs.append(Leases(own, LIMIT_S).cheapest(at).cost)
        known = [cost for cost in costs if cost is not None]
        assert costs[len(costs) - len(known) :] == known  # what can be leased stays so
        assert known == sorted(known, reverse=True)
        less += len(set(costs)) > 1
    assert less > 3


@pytest.mark.parametrize("shape", ["star", "triangle", "tail"])
def test_a_lower_term_is_refused_with_the_state_whose_limit_it_breaks(shape: str):
    told: set[bool] = set()
    for seed, asked, at in cases(shape):
        lease = Leases(asked, LIMIT_S).cheapest(at)
        for name, place in lease.picks.items():
            if place == 0:
                continue
            picks = {**lease.picks, name: place - 1}
            cost = total(asked, at, picks)
            lower = replace(lease, picks=picks, cost=cost, bound=cost)
            broken = broken_states(asked, all_terms(asked, lower))
            found = verify_lease(asked, at, lower)
            heads = {text.en.split(": ")[0] for text in found}
            assert {head for head in heads if head.startswith(HOURS)} == broken, (seed, name)
            told |= {"normal state" in head for head in broken}
    assert told == {True, False}


@pytest.mark.parametrize("shape", ["pair", "star", "triangle"])
def test_the_staircase_is_the_optimum_at_every_growth(shape: str):
    stairs = 0
    for seed, asked, at in cases(shape, range(14)):
        found = staircase(Leases(asked, LIMIT_S), at, Fraction(1), Fraction(4))
        if found is None:
            continue
        ends = [*(x for x, _ in found.steps[1:]), found.end]
        for (start, cost), end in zip(found.steps, ends, strict=True):
            for growth in (start * (1 + 3 * HAIR), (start + end) / 2, end * (1 - 3 * HAIR)):
                if start < growth < end:
                    anew = Leases(replace(asked, growth=growth), LIMIT_S).cheapest(at)
                    assert anew.cost == cost, (seed, growth)
        stairs += len(found.steps) - 1
    assert stairs > 3


def test_lines_too_thin_for_the_limit_normally_may_do_after_a_loss():
    lines = (
        line("one", "s", "hall", (0, 0), (10, 5)),
        line("two", "s", "hall", (0, 0), (10, 5)),
    )
    loss = Loss(kind="line", id="one", candidates=frozenset({"one"}))
    asked = replace(asked_of(lines, {("s", "hall"): 9}, loss), share=Fraction(1, 2))
    assert [own.id for own in without_hopeless(asked).cut_off] == ["one"]
    roomy = replace(asked, share_after_loss=Fraction(9, 10))
    assert without_hopeless(roomy).cut_off == ()
    lease = Leases(roomy, LIMIT_S).cheapest(MONTH)
    assert lease.cost == 10
    assert verify_lease(roomy, MONTH, lease) == ()
    assert Leases(replace(roomy, growth=Fraction(11, 10)), LIMIT_S).cheapest(MONTH).cost is None


def test_a_lease_that_only_a_lower_limit_would_make_the_cheapest_is_refused():
    lines = tuple(line(name, "s", "hall", (0, 0), (10, 5), (20, 9)) for name in ("one", "two"))
    losses = tuple(Loss(kind="line", id=c.id, candidates=frozenset({c.id})) for c in lines)
    asked = replace(asked_of(lines, {("s", "hall"): 9}, *losses), share=Fraction(1, 2))
    roomy = replace(asked, share_after_loss=Fraction(9, 10))
    strict = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert (strict.cost, Leases(roomy, LIMIT_S).cheapest(MONTH).cost) == (18, 10)
    assert verify_lease(asked, MONTH, strict) == ()
    assert any("10 would do" in text.en for text in verify_lease(roomy, MONTH, strict))


def test_a_lack_is_told_in_mbit_s_with_the_part_that_may_be_used():
    steps = (0, 0), (10_000, 5), (20_000, 9)
    lines = tuple(line(name, "s", "hall", *steps) for name in ("one", "two"))
    losses = tuple(Loss(kind="line", id=c.id, candidates=frozenset({c.id})) for c in lines)
    asked = replace(asked_of(lines, {("s", "hall"): 8_000}, *losses), share=Fraction(7, 10))
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    lower = replace(lease, picks={"one": 1, "two": 2}, cost=Fraction(14), bound=Fraction(14))
    found = [text for text in verify_lease(asked, MONTH, lower) if text.en.startswith(HOURS)]
    (text,) = found
    assert "lines one between hall and the rest have 10 Mbit/s" in text.en
    assert "70 %, 7 Mbit/s, may be used; 8 Mbit/s are needed" in text.en
    assert text.ja.startswith(
        "執務時間帯、回線 twoの障害後: hallとほかの拠点の間の回線 one は 10 Mbit/s"
    )


def test_a_mesh_may_need_more_capacity_normally_than_any_loss_asks_for():
    lines = (
        line("ab", "A", "B", (0, 0), (12, 1), (20, 2)),
        line("bc", "B", "C", (0, 0), (20, 50)),
        line("ca", "C", "A", (0, 0), (20, 50)),
    )
    loss = Loss(kind="line", id="ca", candidates=frozenset({"ca"}))
    asked = replace(
        asked_of(lines, {("A", "B"): 9}, loss),
        share=Fraction(1, 2),
        share_after_loss=Fraction(9, 10),
    )
    (part,) = Leases(asked, LIMIT_S).parts
    costs = tuple(tuple(MONTH.cost(c, t) for t in c.terms) for c in part.candidates)
    assert cheapest_mesh(part, costs, LIMIT_S).cost == 2
    assert Leases(asked, LIMIT_S).cheapest(MONTH).cost == 2


def test_a_design_with_two_limits_is_kept_checked_and_proved(tmp_path):
    proved = 0
    for seed, asked, at in cases("ring", range(20)):
        for part in Leases(asked, LIMIT_S).parts:
            costs = tuple(tuple(at.cost(c, t) for t in c.terms) for c in part.candidates)
            if part.is_bundle or len(part.states) == 1:
                continue
            problem = design_problem(part, costs, Fraction(1))
            assert problem.normal_factor > 1
            design = design_network(problem, LIMIT_S)
            path = tmp_path / f"{seed}.json"
            path.write_text(dump_design(problem, design), encoding="utf-8")
            kept = read_design(path)
            assert (kept.problem, kept.design) == (problem, design)
            assert verify_design(problem, design) == ()
            if design.certificate is not None:
                assert check_bound(problem, design.certificate) == ()
                proved += design.certificate.bound > 0
            if design.cost is not None and any(any(own.amounts) for own in problem.demands):
                fuller = replace(problem, normal_factor=problem.normal_factor * 50)
                assert any("normal state" in text.en for text in verify_design(fuller, design))
    assert proved > 2
