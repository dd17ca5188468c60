"""The sample scenarios: each reads, and the sample city gets the answers they were written for."""

from pathlib import Path

import pytest

from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import Medium, Zone
from consolidation.packing.pack import pack
from consolidation.packing.problem import packing_problem
from consolidation.policy.judge import judge
from consolidation.redesign.lines import study_lines
from consolidation.redesign.to_be import to_be
from consolidation.scenario.read import read_scenario, read_scenario_files
from consolidation.sizing.size import size

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CITY = (
    "2019-platform",
    "as-is",
    "merge-both",
    "merge-in-facility",
    "merge-inter-site",
    "resident-shared",
)


@pytest.fixture(scope="module")
def city():
    """The city's inventory and, packed once, the servers of its main scenario."""
    main = read_scenario_files(SCENARIOS / "2019-platform.toml")
    estate = read_inventory(main.inventory).estate
    scenario = main.scenario
    sizing = size(estate, scenario.platforms, scenario.sizing, scenario.fiscal_years)
    problem = packing_problem(
        estate, sizing, scenario.platforms, scenario.cost_years, scenario.packing
    )
    return estate, sizing, pack(problem, scenario.time_limit_s)


def to_be_of(city, name):
    estate, sizing, packing = city
    scenario = read_scenario(SCENARIOS / f"{name}.toml")
    study = study_lines(estate, sizing, packing, scenario.platforms, scenario.lines)
    after = to_be(estate, sizing, packing, scenario.platforms, study.design)
    return scenario, study, after, judge(after, "to-be", scenario.policy)


def test_scenarios_are_the_ones_asked_for():
    names = {path.stem for path in SCENARIOS.glob("*.toml")}
    assert names == {*CITY, "small-office", "small-office-as-is"}


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_scenario_reads_and_is_named_like_its_file(path):
    scenario = read_scenario_files(path)
    assert scenario.scenario.name == path.stem
    assert scenario.inventory.is_dir()
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#:schema ./scenario.schema.json\n# ")


def test_scenarios_differ_in_what_they_are_about():
    read = {name: read_scenario(SCENARIOS / f"{name}.toml") for name in CITY}
    merges = [read[f"merge-{merge}"].lines.merge for merge in ("inter-site", "in-facility", "both")]
    assert merges == ["inter-site", "in-facility", "both"]
    assert read["as-is"].platforms == ()
    clusters = [c.id for p in read["resident-shared"].platforms for c in p.clusters]
    assert clusters == ["ADM", "RES"]
    assert read["resident-shared"].policy.allow_shared_platform == (Zone.RESIDENT,)
    assert read["2019-platform"].policy.allow_shared_platform == ()


def test_main_scenario_has_no_breach_as_is_or_to_be(city):
    scenario, _, _, verdict = to_be_of(city, "2019-platform")
    assert judge(city[0], "as-is", scenario.policy).violations == ()
    assert verdict.violations == ()


def test_main_scenario_takes_other_departments_servers(city):
    estate, _, packing = city
    systems = [estate.server[p.server].system for p in packing.placements]
    owners = {estate.system[system].department for system in systems if system}
    assert len(owners) >= 15
    spares = [host for host in packing.hosts if host.spare]
    assert len(spares) == 1
    assert len(packing.hosts) < len(packing.placements) / 8


def test_as_is_holds_with_two_controls_between_radio_and_resident_systems(city):
    scenario = read_scenario(SCENARIOS / "as-is.toml")
    verdict = judge(city[0], "as-is", scenario.policy)
    entry = [f for f in verdict.findings if f.rule == "P2-entry"]
    assert [f.outcome.value for f in entry] == ["holds"]
    stricter = judge(city[0], "as-is", type(scenario.policy)(required_controls=3))
    assert "P2-entry" in {f.rule for f in stricter.violations}


@pytest.mark.parametrize("name", ["merge-in-facility", "merge-both"])
def test_merging_within_facilities_opens_the_access_points_trunk(city, name):
    _, _, _, verdict = to_be_of(city, name)
    breach = [f for f in verdict.violations if f.rule == "P2-entry"]
    assert [f.subject for f in breach] == ["AP-HEALTH-1"]
    assert breach[0].num_controls == 0
    assert breach[0].witness


def test_merging_between_sites_keeps_resident_segments_off_the_radio_bridge(city):
    _, study, after, verdict = to_be_of(city, "merge-inter-site")
    assert verdict.violations == ()
    radio = {link.id: link for link in after.links if link.medium is Medium.RADIO}
    for link in radio.values():
        assert Zone.RESIDENT not in {after.segment[s].zone for s in link.segments}
    assert "L-ADM-BR2" not in radio  # the wired resident line of the branch carries both now
    assert "L-RES-BR2" in {c.link for c in study.design.choices if c.action != "remove"}
