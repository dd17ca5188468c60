"""Repairs: what is proposed mends, nothing on offer mends for less, and searches end."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import Medium
from consolidation.inventory.tables.network import Link
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions, RepairPrices
from consolidation.policy.repair import rejudge
from consolidation.policy.repair.edits import DropLink, made
from consolidation.policy.repair.engine import Engine, Goal
from consolidation.policy.repair.master import Demand, Term, cheapest
from consolidation.policy.repair.rejudge import Bench, keys_of
from consolidation.policy.repair.repair import mended, repaired
from tests.policy.oracle.agreement import case
from tests.policy.test_ways_in import WAYS, Way

TOYONAKA = Path(__file__).parents[2] / "inventories" / "toyonaka-2018"
OPTIONS = PolicyOptions()
SMALL = RepairPrices(control_yen=3, change_yen=2, unplug_yen=2, wire_yen=5)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_way_in_is_mended_and_the_rules_then_hold(way: Way):
    verdict = repaired(way.broken, judge(way.broken, "bad", way.options), way.options)
    for finding in verdict.violations:
        assert finding.repair is not None, finding.key
        assert finding.repair.changes
        assert finding.repair.yen == sum(change.yen for change in finding.repair.changes)
        assert finding.repair.outcome is Outcome.HOLDS
    assert verdict.repair is not None
    assert verdict.repair.lower_bound_yen == verdict.repair.yen
    after = mended(way.broken, verdict, way.options)
    assert after is not None
    assert judge(after, "bad", way.options).violations == ()


def test_a_verdict_without_a_breach_is_left_as_it_is(office):
    verdict = judge(office, "x", OPTIONS)
    assert repaired(office, verdict, OPTIONS) is verdict
    assert mended(office, verdict, OPTIONS) is office


def offers_of(engine: Engine, verdict) -> list:
    """Everything on offer against any state or step of the whole network."""
    graph = engine.bench.before.graph
    found = {a.key: a for node in sorted(graph) for a in engine.offers.against((node,))}
    found |= {a.key: a for edge in sorted(graph.edges) for a in engine.offers.against(edge)}
    return [found[key] for key in sorted(found)]


def test_nothing_cheaper_on_offer_mends_what_the_search_says_is_cheapest():
    """Every set of changes that costs less is made and judged, on small random networks."""
    looked_at = tried = 0
    for seed in range(400):
        estate, options = case(seed)
        options = replace(options, repair_prices=SMALL)
        verdict = judge(estate, "x", options)
        if "P2-entry" not in {f.rule for f in verdict.violations} or len(estate.devices) > 5:
            continue
        verdict = repaired(estate, verdict, options)
        best = verdict.repair
        if best is None or best.lower_bound_yen < best.yen or best.outcome is not Outcome.HOLDS:
            continue
        if any(f.outcome is Outcome.UNDETERMINED for f in verdict.findings) or best.yen > 5:
            continue
        engine = Engine(Bench(estate, "x", options))
        wanted = keys_of(verdict.findings, Outcome.VIOLATED)
        goal = Goal(rules=engine.bench.rules_saying(wanted), violated=frozenset(),
                    undetermined=frozenset(), keep_services=True)  # fmt: skip
        actions = offers_of(engine, verdict)
        for size in (1, 2):
            for some in itertools.combinations(actions, size):
                if sum(a.yen for a in some) >= best.yen:
                    continue
                tried += 1
                unmet = goal.unmet(engine.bench.judged(some))
                assert unmet or engine.cut_off(some) is not None, (seed, [a.key for a in some])
        looked_at += 1
        if looked_at == 8:
            break
    assert looked_at >= 8
    assert tried >= 100


def test_the_master_finds_the_cheapest_choice_there_is():
    dice = random.Random(7)
    for _ in range(300):
        costs = [dice.randint(1, 9) for _ in range(dice.randint(1, 7))]
        demands = []
        for _ in range(dice.randint(1, 6)):
            some = dice.sample(range(len(costs)), dice.randint(1, len(costs)))
            terms = tuple(Term(n, dice.randint(1, 2), dice.random() < 0.8) for n in some)
            demands.append(Demand(terms, dice.randint(1, 2)))
        best = None
        for taken in itertools.product((False, True), repeat=len(costs)):
            if all(
                sum(t.weight for t in d.terms if taken[t.change] is t.made) >= d.need
                for d in demands
            ):
                cost = sum(c for c, m in zip(costs, taken, strict=True) if m)
                best = cost if best is None else min(best, cost)
        found = cheapest(costs, demands)
        assert (None if found is None else found.cost) == best
        assert found is None or found.bound == best


def test_a_search_ends_after_a_fixed_amount_of_work(monkeypatch):
    monkeypatch.setattr(rejudge, "MOST_STATES", 0)
    broken = WAYS[0].broken
    verdict = repaired(broken, judge(broken, "x", OPTIONS), OPTIONS)
    assert verdict.violations
    assert verdict.repair is None
    assert mended(broken, verdict, OPTIONS) is None


def test_one_account_over_all_controls_of_the_city_is_told_and_the_search_ends():
    estate = read_inventory(TOYONAKA).estate
    estate = replace(
        estate, controls=tuple(replace(c, account="one team") for c in estate.controls)
    )
    verdict = judge(estate, "x", OPTIONS)
    found = [f for f in verdict.violations if f.rule == "P2-entry"]
    assert found
    assert all(f.num_controls == 1 and f.lost == ("account/one team",) for f in found)
    assert all(f.num_plain >= 2 for f in found)


def test_a_line_taken_away_takes_tunnels_that_ride_on_its_tunnels():
    """What goes with it does not come back: every reference left is to a row that is there."""
    line = Link(id="L", a_device="A", b_device="B", medium=Medium.FIBRE, segments=("V",))
    nested = [
        replace(line, id=name, medium=Medium.TUNNEL, rides_on=below)
        for name, below in (("T1", ("L",)), ("T2", ("T1",)), ("T3", ("L", "T2")))
    ]
    left = made(Estate("x", links=(line, *nested)), [DropLink(link="L")]).link
    assert all(under in left for row in left.values() for under in row.rides_on)
    assert not {"L", "T1", "T2"} & left.keys()
