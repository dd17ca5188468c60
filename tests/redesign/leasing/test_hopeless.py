"""Losses against which not even the most of everything helps, by trying the most of everything."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.inventory.estate import Estate
from consolidation.redesign.leasing.hopeless import without_hopeless
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.losses import losses
from consolidation.redesign.leasing.model import LineNetwork, Loss, Prices
from consolidation.redesign.leasing.verify import verify_lease
from tests.redesign.leasing import tiny
from tests.redesign.leasing.test_lease import MONTH, asked_of, line

LIMIT_S = 10.0
SEEDS = range(24)


def lost(*names: str, kind="line") -> Loss:
    return Loss(kind=kind, id="+".join(names), candidates=frozenset(names))


def asked_after_losses(seed: int, shape: str) -> LineNetwork:
    """Return a random network that is to survive the loss of each line and each carrier."""
    asked = tiny.network(seed, shape)
    found, cut_off = losses(Estate(name="none"), asked, ("line", "carrier"), ())
    return replace(asked, losses=found, cut_off=cut_off)


def carried(asked: LineNetwork, loss: Loss | None, nodes: frozenset[str]) -> bool:
    """Return whether the most of everything carries what is left of the traffic after a loss."""
    taken = {own.id: own.terms[-1] for own in asked.candidates}
    gone = frozenset[str]() if loss is None else loss.candidates
    return all(
        tiny.carries_in(asked, taken, gone, wishes, asked.may_use(loss))
        for night in (False, True)
        if (wishes := tiny.wished(asked, nodes, night=night))
    )


@pytest.mark.parametrize("shape", tiny.SHAPES)
def test_no_loss_stands_in_the_way_of_a_lease_and_none_is_given_up_for_nought(shape: str):
    told: Counter[bool] = Counter()
    for seed in SEEDS:
        before = asked_after_losses(seed, shape)
        asked = without_hopeless(before)
        if not carried(asked, None, frozenset()):
            continue
        for old, loss in zip(before.losses, asked.losses, strict=True):
            assert carried(asked, loss, loss.nodes)
            given_up = loss.nodes - old.nodes
            told[bool(given_up)] += 1
            for name in given_up:
                assert not carried(asked, loss, loss.nodes - {name}), (seed, loss.id, name)
        nodes = {(own.kind, own.id): own.nodes for own in asked.losses}
        assert all(own.nodes <= nodes[own.kind, own.id] for own in asked.cut_off)
        more = set(asked.losses) - set(before.losses)
        assert {(own.kind, own.id) for own in more} <= {(o.kind, o.id) for o in asked.cut_off}
    assert min(told[True], told[False]) > 2


@pytest.mark.parametrize("shape", ["triangle", "ring", "tail", "bow"])
def test_the_rest_is_leased_at_the_least_cost(shape: str):
    leased = 0
    for seed in range(2 if shape == "bow" else 8):
        asked, at = without_hopeless(asked_after_losses(seed, shape)), tiny.prices(seed)
        lease = Leases(asked, LIMIT_S).cheapest(at)
        assert (lease.cost is not None) == carried(asked, None, frozenset()), seed
        assert lease.cost == tiny.cheapest(asked, at), seed
        assert verify_lease(asked, at, lease) == (), seed
        leased += bool(asked.cut_off) and lease.cost is not None
    assert leased > 0


def ring(ab: int, bc: int, ca: int) -> tuple:
    rooms = {"ab": ab, "bc": bc, "ca": ca}
    return tuple(
        line(name, name[0].upper(), name[1].upper(), (room, 1), there=True)
        for name, room in rooms.items()
    )


def test_a_ring_too_thin_one_way_round_gives_up_the_site_that_needs_it():
    asked = without_hopeless(
        asked_of(ring(10, 3, 10), {("B", "A"): 8, ("C", "A"): 2}, lost("ab"), lost("ca"))
    )
    assert [(own.id, own.nodes) for own in asked.cut_off] == [("ab", {"both/B"})]
    lease = Leases(asked, LIMIT_S).cheapest(MONTH)
    assert lease.cost == 3
    assert verify_lease(asked, MONTH, lease) == ()


def test_lines_lost_at_once_give_up_as_little_as_they_must():
    lines = (*ring(10, 9, 10), line("ab-2", "A", "B", (10, 1), there=True))
    duct = lost("ab", "ab-2", kind="duct")
    asked = without_hopeless(
        asked_of(lines, {("B", "A"): 8, ("C", "A"): 2, ("C", "B"): 2}, lost("ab"), duct)
    )
    # after the duct, 8 + 2 from B and C fit into C–A, B's 8 fit into B–C but not with C's 2
    assert [(own.id, own.nodes) for own in asked.cut_off] == []
    more = without_hopeless(
        asked_of(lines, {("B", "A"): 8, ("C", "A"): 3, ("C", "B"): 2}, lost("ab"), duct)
    )
    assert [(own.id, own.nodes) for own in more.cut_off] == [("ab+ab-2", {"both/C"})]
    assert Leases(more, LIMIT_S).cheapest(MONTH).cost == 4


def test_of_the_sites_behind_a_thin_line_those_are_kept_that_fit():
    lines = (
        line("near", "P", "H", (100, 1), there=True),
        line("spare", "P", "H", (10, 1), there=True),
        *(line(f"far-{name}", name, "P", (100, 1), there=True) for name in "QRS"),
    )
    asked = without_hopeless(
        asked_of(lines, {("Q", "H"): 50, ("R", "H"): 7, ("S", "H"): 2}, lost("near"))
    )
    assert [(own.id, own.nodes) for own in asked.cut_off] == [("near", {"both/Q"})]
    lease = Leases(asked, LIMIT_S).cheapest(Prices(weight=Fraction(1)))
    assert lease.cost == 5
    assert verify_lease(asked, MONTH, lease) == ()


def test_two_losses_alike_in_one_part_are_both_told():
    asked = without_hopeless(
        asked_of(ring(10, 3, 10), {("B", "A"): 8}, lost("ab"), lost("ab", kind="duct"))
    )
    assert [(own.kind, own.nodes) for own in asked.cut_off] == [
        ("line", {"both/B"}),
        ("duct", {"both/B"}),
    ]


def test_a_protected_site_is_kept_before_busier_ones():
    lines = (*ring(10, 3, 10), line("cd", "C", "D", (12, 1), there=True))
    asked = asked_of(lines, {("C", "A"): 2, ("D", "A"): 3, ("C", "D"): 9}, lost("ca"))
    assert [own.nodes for own in without_hopeless(asked).cut_off] == [{"both/A"}]
    kept = without_hopeless(asked, ("A",))
    assert [own.nodes for own in kept.cut_off] == [{"both/C"}]
    lease = Leases(kept, LIMIT_S).cheapest(MONTH)
    assert lease.cost == 4
    assert verify_lease(kept, MONTH, lease) == ()
