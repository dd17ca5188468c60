"""The composition: every stage by name, in the order of the picture in the design.

Each answer is checked again right where it is made, by the stage's ``verify`` function, which
shares no code with the search that found it.
"""

from collections.abc import Callable
from dataclasses import replace

from consolidation import __version__
from consolidation.costs.costs import cost
from consolidation.costs.reconcile import reconcile
from consolidation.costs.verify import verify_costs
from consolidation.inventory.estate import Estate
from consolidation.inventory.hashes import input_hashes
from consolidation.migration.schedule import schedule
from consolidation.migration.verify import verify_schedule
from consolidation.network.report import report_network
from consolidation.packing.certified import certified
from consolidation.packing.model import Packing
from consolidation.packing.pack import pack
from consolidation.packing.problem import NOT_YET, packing_problem
from consolidation.packing.verify import verify_packing
from consolidation.redesign.lines import study_lines
from consolidation.redesign.to_be import to_be
from consolidation.redesign.verify import verify_lines
from consolidation.scenario.accept import accept
from consolidation.scenario.indicators import Facts, indicator_lines
from consolidation.scenario.model import PLAN_SCHEMA, InputHash, Plan, Scenario
from consolidation.scenario.references import refuse_what_does_not_fit
from consolidation.scenario.verdicts import judge_all
from consolidation.sizing.model import Sizing
from consolidation.sizing.size import size
from consolidation.sizing.verify import verify_sizing
from consolidation.text import Text

Progress = Callable[[Text], None]
"""Is told what begins, stage by stage."""


def make_plan(estate: Estate, scenario: Scenario, progress: Progress = lambda _: None) -> Plan:
    """Answer a scenario for an estate.

    Raises `InputProblems` when the scenario names what the estate does not hold, `NothingFits`
    with the culprits, and `SolverTrouble` when a stage's answer fails its re-check.
    """
    refuse_what_does_not_fit(scenario, estate)
    platforms, limit_s = scenario.platforms, scenario.time_limit_s

    sizing = size_servers(estate, scenario, progress)

    progress(Text("現状の網を調べる", "network: loads and single points, as-is"))
    network_before = report_network(estate)

    packing = pack_servers(estate, sizing, scenario, progress)

    progress(Text("回線の統合案を比べる", "redesign: four ways to run the lines"))
    lines = study_lines(estate, sizing, packing, platforms, scenario.lines)
    accept("redesign", verify_lines(estate, lines, sizing, packing, platforms, scenario.lines))
    after = to_be(estate, sizing, packing, platforms, lines.design)

    progress(Text("計画後の網を調べる", "network: loads and single points, to-be"))
    network_after = report_network(after)

    progress(Text("移行の順を決める", "migration: waves"))
    moving, prices = scenario.migration, scenario.prices
    waves = schedule(estate, after, sizing, packing, moving, limit_s, prices)
    accept("migration", verify_schedule(estate, sizing, packing, moving, waves, prices))

    progress(Text("方針に照らす", "policy: as-is, to-be and after every wave"))
    verdicts = judge_all(estate, after, waves, scenario.policy)

    progress(Text("費用を数える", "costs: by fiscal year"))
    paying, licensed = scenario.costs, scenario.packing.licensed_hosts
    costs = cost(estate, after, sizing, packing, lines.design, waves, platforms, paying, licensed)
    accept("costs", verify_costs(costs))
    charged = reconcile(costs, packing, lines.design)
    accept("costs against the optimisers", [row.words for row in charged if not row.agrees])

    facts = Facts(
        estate=estate,
        sizing=sizing,
        packing=packing,
        lines=lines.design,
        verdict=verdicts[1],
        schedule=waves,
        costs=costs,
    )
    return Plan(
        schema=PLAN_SCHEMA,
        tool_version=__version__,
        scenario=scenario,
        inventory=estate.name,
        inputs=tuple(
            InputHash(table=table, num_rows=rows, sha256=digest)
            for table, rows, digest in input_hashes(estate)
        ),
        sizing=sizing,
        network_before=network_before,
        packing=packing,
        lines=lines,
        network_after=network_after,
        verdicts=verdicts,
        schedule=waves,
        costs=costs,
        indicators=indicator_lines(facts),
    )


def size_servers(estate: Estate, scenario: Scenario, progress: Progress) -> Sizing:
    """Answer the first stage: what becomes of every server, and what it needs."""
    progress(Text("サーバの扱いと需要を決める", "sizing: dispositions and demands"))
    sizing = size(estate, scenario.platforms, scenario.sizing, scenario.fiscal_years)
    accept("sizing", verify_sizing(estate, sizing))
    return sizing


def pack_servers(estate: Estate, sizing: Sizing, scenario: Scenario, progress: Progress) -> Packing:
    """Answer the second stage: which host every server that is virtualised goes onto."""
    progress(Text("サーバをホストへ割り当てる", "packing: servers onto hosts"))
    years, asked = scenario.cost_years, scenario.packing
    problem = packing_problem(estate, sizing, scenario.platforms, years, asked)
    packing = certified(problem, pack(problem, scenario.time_limit_s))
    packing = replace(packing, not_yet=(*packing.not_yet, *NOT_YET))
    accept("packing", verify_packing(problem, packing))
    return packing
