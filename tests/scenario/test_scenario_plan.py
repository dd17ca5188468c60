"""The composition on the small office: every stage, each re-checked where it is made."""

import random
from dataclasses import fields, replace
from pathlib import Path

import pytest

from consolidation.errors import InputProblems, SolverTrouble
from consolidation.export.plan_json import dumps
from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.scenario import plan as composition
from consolidation.scenario.check import judge_inventory, judge_plan
from consolidation.scenario.model import Plan, Scenario
from consolidation.scenario.plan import make_plan
from consolidation.scenario.read import read_scenario
from consolidation.text import Text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def estate() -> Estate:
    return read_inventory(ROOT / "inventories" / "small-office").estate


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(ROOT / "scenarios" / "small-office.toml")


@pytest.fixture(scope="module")
def plan(estate: Estate, scenario: Scenario) -> Plan:
    return make_plan(estate, scenario)


def test_no_server_is_lost(plan: Plan, estate: Estate):
    assert [d.server for d in plan.sizing.dispositions] == [s.id for s in estate.servers]
    moved = {m.server for w in plan.schedule.waves for m in w.moves}
    assert moved == {p.server for p in plan.packing.placements}
    assert moved == {d.server for d in plan.sizing.dispositions if d.moves}


def test_every_state_is_judged(plan: Plan):
    waves = [f"wave-{wave.number}" for wave in plan.schedule.waves]
    assert [v.state for v in plan.verdicts] == ["as-is", "to-be", "switching", *waves]


def test_every_indicator_and_table_is_accounted_for(plan: Plan, estate: Estate):
    assert [line.indicator for line in plan.indicators] == [row.id for row in estate.indicators]
    assert {i.table: i.num_rows for i in plan.inputs}["servers"] == len(estate.servers)


def test_judging_a_plan_again_says_the_same(plan: Plan, estate: Estate):
    assert judge_plan(estate, plan) == plan.verdicts
    assert judge_inventory(estate) == plan.verdicts[0]


def test_the_order_of_rows_changes_nothing(plan: Plan, estate: Estate, scenario: Scenario):
    shuffled = {}
    dice = random.Random(7)
    for field in fields(estate):
        rows = getattr(estate, field.name)
        if isinstance(rows, tuple):
            shuffled[field.name] = tuple(dice.sample(rows, len(rows)))
    assert dumps(make_plan(replace(estate, **shuffled), scenario)) == dumps(plan)


def test_as_is_builds_and_moves_nothing(estate: Estate, scenario: Scenario):
    still = make_plan(estate, replace(scenario, platforms=()))
    assert still.packing.hosts == still.packing.placements == still.schedule.waves == ()
    assert not any(d.moves for d in still.sizing.dispositions)
    assert still.costs.as_is_yen == still.costs.to_be_yen
    assert [v.state for v in still.verdicts] == ["as-is", "to-be"]


def test_every_stage_is_reported(estate: Estate, scenario: Scenario):
    told: list[Text] = []
    make_plan(estate, scenario, told.append)
    stages = [text.en.split(":")[0] for text in told]
    assert stages == [
        "sizing",
        "network",
        "packing",
        "redesign",
        "network",
        "migration",
        "policy",
        "costs",
    ]
    assert all(text.ja != text.en for text in told)


def test_what_the_inventory_does_not_hold_is_refused(estate: Estate, scenario: Scenario):
    platform = replace(scenario.platforms[0], site="NOWHERE")
    with pytest.raises(InputProblems, match="1 problem"):
        make_plan(estate, replace(scenario, platforms=(platform,)))


@pytest.mark.parametrize(
    ("stage", "spoil"),
    [
        ("size", lambda a: replace(a, demands=a.demands[1:])),
        ("pack", lambda a: replace(a, placements=a.placements[1:])),
        ("study_lines", lambda a: replace(a, options=a.options[1:])),
        ("schedule", lambda a: replace(a, waves=a.waves[1:])),
        ("cost", lambda a: replace(a, to_be_yen=a.to_be_yen + 1)),
    ],
)
def test_a_wrong_answer_is_refused_where_it_is_made(
    stage: str, spoil, estate: Estate, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
):
    right = getattr(composition, stage)
    monkeypatch.setattr(composition, stage, lambda *args: spoil(right(*args)))
    with pytest.raises(SolverTrouble, match="fails its re-check"):
        make_plan(estate, scenario)
