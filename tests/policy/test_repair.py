"""Repairs: what is proposed mends, nothing on offer mends for less, and searches end."""

import itertools
import random
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consolidation.export.contents.explained import repair_words
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Medium, Zone
from consolidation.inventory.tables.network import Link, Segment
from consolidation.inventory.tables.traffic import Flow
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions, RepairPrices
from consolidation.policy.repair import rejudge
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.edits import DropLink, made
from consolidation.policy.repair.engine import Engine, Goal
from consolidation.policy.repair.master import Demand, Term, cheapest
from consolidation.policy.repair.rejudge import Bench, keys_of
from consolidation.policy.repair.repair import mended, repaired
from consolidation.policy.repair.shown import rows_at_fault
from tests.policy.office import (
    AP,
    FIREWALL,
    OFFICE,
    RESIDENT,
    STAFF,
    SWITCH,
    V20,
    V110,
    changed,
    device,
    joint,
    link,
    outcomes,
    server,
    ssid,
    vlan,
)
from tests.policy.oracle.agreement import case
from tests.policy.test_ways_in import CONTROLLER, WAYS, Way

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


HARM = {"guard": 0, "narrow": 0, "wire": 0, "take-off": 1, "take-off-device": 2, "unplug": 4}
WORST = 5


def harm(action: Action) -> int:
    """How destructive a change is, by a list of the test's own."""
    if action.kind == "part":
        return int(action.table == "segments")
    if action.kind == "remove" and action.table == "controls":
        return 3
    if action.kind == "remove":
        return 1 if action.segment or action.detail else WORST
    return HARM[action.kind]


def preference(actions: Sequence[Action], at_fault: Container[tuple[str, str]]) -> tuple[Any, ...]:
    """What is compared of two sets: price, harm from the worst down, rows at fault, rows."""
    counts = [sum(harm(a) == level for a in actions) for level in range(WORST, -1, -1)]
    blameless = sum((a.table, a.row) not in at_fault for a in actions)
    return sum(a.yen for a in actions), counts, blameless, sorted(a.key for a in actions)


@pytest.mark.parametrize(
    ("editions", "networks", "method"),
    [
        (("city-2018",), 8, "hitting-set"),
        (("city-2018-strict", "national-2022"), 4, "minimum-cut"),
    ],
)
def test_nothing_cheaper_or_milder_on_offer_mends_what_the_search_says_is_cheapest(
    editions: tuple[Any, ...], networks: int, method: str
):
    """Every set of changes that is to be preferred is made and judged, on small random networks."""
    looked_at, tried, alike = Counter[str](), 0, 0
    for seed in range(1_000):
        estate, options = case(seed)
        edition = editions[seed % len(editions)]
        options = replace(options, repair_prices=SMALL, edition=edition)
        if len(estate.devices) > 5:
            continue
        verdict = judge(estate, "x", options)
        wanted = keys_of(verdict.findings, Outcome.VIOLATED)
        if not {"P2-entry", "P2-strict"} & {rule for rule, _ in wanted}:
            continue
        if any(f.outcome is Outcome.UNDETERMINED for f in verdict.findings):
            continue
        engine = Engine(Bench(estate, "x", options))
        goal = Goal(rules=engine.bench.rules_saying(wanted), violated=frozenset(),
                    undetermined=frozenset(), keep_services=True)  # fmt: skip
        best = engine.mend(goal, verdict.findings).mended
        if best is None or best.bound_yen < best.yen or best.yen > 5:
            continue
        if looked_at.total() >= networks and best.method != method:
            continue
        at_fault = rows_at_fault(verdict.violations)
        chosen = preference(best.actions, at_fault)
        actions = offers_of(engine, verdict)
        for size in (1, 2):
            for some in itertools.combinations(actions, size):
                other = preference(some, at_fault)
                if other >= chosen:
                    continue
                tried += 1
                alike += other[0] == chosen[0]
                unmet = goal.unmet(engine.bench.judged(some))
                assert unmet or engine.cut_off(some) is not None, (seed, [a.key for a in some])
        looked_at[best.method] += 1
        if looked_at.total() >= networks and looked_at[method] >= 2:
            break
    assert looked_at.total() >= networks, looked_at
    assert looked_at[method] >= 2
    assert tried >= 100
    assert alike >= 50


def test_the_master_finds_the_cheapest_choice_there_is():
    dice = random.Random(7)
    for _ in range(300):
        costs = [dice.randint(1, 9) for _ in range(dice.randint(1, 7))]
        demands = []
        for _ in range(dice.randint(1, 6)):
            some = dice.sample(range(len(costs)), dice.randint(1, len(costs)))
            terms = tuple(Term(n, dice.randint(1, 2), dice.random() < 0.8) for n in some)
            demands.append(Demand(terms, dice.randint(1, 2)))
        meeting = [
            (sum(costs[n] for n in made), made)
            for size in range(len(costs) + 1)
            for made in itertools.combinations(range(len(costs)), size)
            if all(
                sum(t.weight for t in d.terms if (t.change in made) is t.made) >= d.need
                for d in demands
            )
        ]
        found = cheapest(costs, demands)
        best = min(meeting, default=None)
        assert (None if found is None else (found.cost, found.changes)) == best
        assert found is None or found.bound == found.cost


def test_a_search_ends_after_a_fixed_amount_of_work(monkeypatch):
    monkeypatch.setattr(rejudge, "MOST_WORK", 0)
    monkeypatch.setattr(rejudge, "LAST_WORK", -1)
    broken = WAYS[0].broken
    verdict = repaired(broken, judge(broken, "x", OPTIONS), OPTIONS)
    assert verdict.violations
    assert verdict.repair is None
    assert mended(broken, verdict, OPTIONS) is None


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_where_the_work_is_used_up_what_is_found_besides_is_shown_with_its_bound(
    way: Way, monkeypatch: pytest.MonkeyPatch
):
    """It mends all the same, is judged anew, and is never said to be cheapest without a proof."""
    judged = judge(way.broken, "bad", way.options)
    cheapest_of_all = repaired(way.broken, judged, way.options).repair
    monkeypatch.setattr(rejudge, "MOST_WORK", 0)
    verdict = repaired(way.broken, judged, way.options)
    repair = verdict.repair
    assert cheapest_of_all is not None
    assert repair is not None
    assert repair.method in ("greedy", "minimum-cut")
    assert repair.lower_bound_yen <= cheapest_of_all.yen <= repair.yen
    assert (repair.outcome, repair.cuts_off) == (Outcome.HOLDS, False)
    after = mended(way.broken, verdict, way.options)
    assert after is not None
    assert judge(after, "bad", way.options).violations == ()


def test_one_account_over_all_controls_of_the_city_is_mended_though_not_proved_cheapest():
    estate = read_inventory(TOYONAKA).estate
    estate = replace(
        estate, controls=tuple(replace(c, account="one team") for c in estate.controls)
    )
    verdict = judge(estate, "x", OPTIONS)
    found = [f for f in verdict.violations if f.rule == "P2-entry"]
    assert found
    assert all(f.num_controls == 1 and f.lost == ("account/one team",) for f in found)
    assert all(f.num_plain >= 2 for f in found)
    repair = repaired(estate, verdict, OPTIONS).repair
    assert repair is not None
    assert (repair.outcome, repair.cuts_off) == (Outcome.HOLDS, False)
    assert 0 < repair.lower_bound_yen < repair.yen
    words = repair_words(repair, illustrative=False)
    assert f"not proved cheapest (lower bound {repair.lower_bound_yen:,} yen)" in words.en
    assert f"最も安いとは証明していない（下界 {repair.lower_bound_yen:,}円）" in words.ja


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


def office_in_one_box(*rows: object) -> Estate:
    """The office with both of its controls in one box, and a flow that needs them."""
    flow = Flow(id="F", origin="SV-A", target="SV-R", office_kbit_s=1)
    estate = changed(
        OFFICE,
        device("FW-A", FIREWALL, "V20", "V900", "V110"),
        joint("C-R", "FW-A", "V900", "V110", ControlKind.FIREWALL),
        link("L-FR", "FW-A", "SW-R", "V110"),
        flow,
        *rows,
    )
    return replace(
        estate,
        devices=tuple(d for d in estate.devices if d.id != "FW-R"),
        links=tuple(row for row in estate.links if row.id != "L-FF"),
    )


ONE_TEAM = [replace(control, account="one team") for control in OFFICE.controls]


@pytest.mark.parametrize(
    "estate",
    [
        office_in_one_box(),
        office_in_one_box(vlan("V900", RESIDENT, 900)),
        office_in_one_box(vlan("V900", Zone.LGWAN, 900)),
        changed(office_in_one_box(), *[replace(ONE_TEAM[1], device="FW-A"), ONE_TEAM[0]]),
    ],
    ids=["one box", "resident between", "LGWAN between", "one box and one account"],
)
def test_a_firewall_in_series_with_two_controls_in_one_box_makes_the_rule_hold(estate: Estate):
    """The rule holds after it, nobody is cut off, and the far side is cabled to the new box."""
    verdict = repaired(estate, judge(estate, "x", OPTIONS), OPTIONS)
    repair = verdict.repair
    assert repair is not None
    assert (repair.outcome, repair.cuts_off) == (Outcome.HOLDS, False)
    assert [change.action for change in repair.changes] == ["guard"]
    assert repair.lower_bound_yen == repair.yen == OPTIONS.repair_prices.control_yen
    after = mended(estate, verdict, OPTIONS)
    assert after is not None
    assert {f.outcome for f in judge(after, "x", OPTIONS).findings if f.rule == "P2-entry"} == {
        Outcome.HOLDS
    }


@pytest.mark.parametrize("k", [3, 4])
def test_more_firewalls_in_series_are_found_for_more_controls(k: int):
    estate, options = office_in_one_box(), PolicyOptions(required_controls=k)
    repair = repaired(estate, judge(estate, "x", options), options).repair
    assert repair is not None
    assert (repair.outcome, len(repair.changes)) == (Outcome.HOLDS, k - 1)
    assert repair.lower_bound_yen == repair.yen


def test_a_deleted_joint_takes_the_controls_bought_there_with_it():
    engine = Engine(Bench(office_in_one_box(), "x", OPTIONS))
    offers = engine.offers.against(("control/C-R",))
    guard, gone = (next(a for a in offers if a.kind == kind) for kind in ("guard", "remove"))
    assert engine.bench.changed((guard, gone)).controls == engine.bench.changed((gone,)).controls


def test_open_questions_of_a_rule_are_settled_with_its_breaches_where_changes_on_offer_do():
    """Besides the breach an unknown box hangs on both networks: the repair takes it away too."""
    estate = changed(
        OFFICE,
        joint("C-R", "FW-R", "V900", "V110", ControlKind.NONE),
        vlan("V111", RESIDENT, 111),
        device("SW-R2", SWITCH, "V111"),
        device("BOX", DeviceKind.UNKNOWN),
        link("L-B1", "BOX", "SW-A", "V20"),
        link("L-B2", "BOX", "SW-R2", "V111"),
    )
    verdict = judge(estate, "x", OPTIONS)
    assert outcomes(verdict, "P2-entry") == {Outcome.VIOLATED, Outcome.UNDETERMINED}
    repair = repaired(estate, verdict, OPTIONS).repair
    assert repair is not None
    assert repair.outcome is Outcome.HOLDS
    assert repair.lower_bound_yen == repair.yen


def test_a_lesser_state_is_offered_only_where_nothing_makes_the_rule_hold_and_is_said():
    """Which networks the hall's only switch joins is not known, and the switch is needed."""
    estate = changed(
        OFFICE,
        joint("C-R", "FW-R", "V900", "V110", ControlKind.NONE),
        vlan("V111", RESIDENT, 111),
        device("CORE", SWITCH),
        server("SV-1", "FILES", "CORE", "V20"),
        server("SV-2", "REGISTER", "CORE", "V111"),
        link("L-C1", "CORE", "SW-A", "V20"),
    )
    repair = repaired(estate, judge(estate, "x", OPTIONS), OPTIONS).repair
    assert repair is not None
    assert (repair.outcome, repair.cuts_off) == (Outcome.UNDETERMINED, False)
    assert "no changes on offer were found after which it holds" in repair_words(repair, False).en
    assert "適合となる変更の組は" in repair_words(repair, False).ja


TUNNEL = ssid("TUNNEL", "V110", tunnels_to="WLC")
EXITS = [
    (replace(STAFF, may_bridge_to=("V110",)), (), "STAFF", "V110"),
    (TUNNEL, CONTROLLER, "TUNNEL", "V110"),
    (replace(TUNNEL, id="W-2"), (*CONTROLLER, device("AP-2", AP, "W-2")), "W-2", "V110"),
    (ssid("W-1", "V110"), (device("AP-1", AP, "W-1", "V20"),), "W-1", "V110"),
    (replace(V20, joined_with=("V110",)), (), "V20", "V110"),
    (replace(V110, joined_with=("V20",)), (), "V110", "V20"),
]


@pytest.mark.parametrize(("row", "around", "edited", "other"), EXITS)
def test_the_row_named_is_the_one_whose_cell_is_to_be_edited(
    row: Segment, around: tuple[object, ...], edited: str, other: str
):
    """An SSID's exits stand in the SSID's row, whatever its id; the VLAN's row has none to edit."""
    estate = changed(OFFICE, *around, row)
    engine = Engine(Bench(estate, "x", OPTIONS))
    ends = [f"domain/{d}/{s}" for d in ("AP-1", "WLC") for s in (edited, other)]
    offers = engine.offers.against(ends) + engine.offers.against(
        (f"segment/{edited}", f"segment/{other}")
    )
    part = next(a for a in offers if a.kind == "part" and {a.row, a.segment} == {edited, other})
    assert (part.change.table, part.change.row, part.change.segment) == ("segments", edited, other)
    before, after = estate.segment, engine.bench.changed((part,)).segment
    assert {name for name in before if before[name] != after[name]} == {edited}
