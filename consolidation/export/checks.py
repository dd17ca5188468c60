"""The checks of a written plan, one function each; none of them needs a solver.

What no solver found is computed again from the inputs and must be equal. What a solver found
(packing, lines, waves) is checked by its stage's ``verify`` module.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from consolidation.costs.costs import cost
from consolidation.costs.reconcile import reconcile
from consolidation.costs.verify import verify_costs
from consolidation.export.differences import differences
from consolidation.export.evidence import Evidence
from consolidation.inventory.hashes import input_hashes
from consolidation.migration.verify import verify_schedule
from consolidation.network.report import report_network
from consolidation.packing.check_bound import check_bound
from consolidation.packing.verify import verify_packing
from consolidation.policy.verify import verify_verdict
from consolidation.redesign.verify import verify_lines
from consolidation.scenario.indicators import Facts, indicator_lines
from consolidation.scenario.model import InputHash
from consolidation.scenario.verdicts import judged
from consolidation.sizing.size import size
from consolidation.sizing.verify import verify_sizing
from consolidation.text import Text

Check = Callable[[Evidence], Iterator[Text]]


def _unequal(written: object, expected: object, path: str) -> Iterator[Text]:
    for place in differences(written, expected, path):
        yield Text(
            f"計算し直した値と違う: {place}", f"differs from what is computed again: {place}"
        )


def inputs(evidence: Evidence) -> Iterator[Text]:
    """Yield where the inputs are not those that the plan names by hash."""
    found = tuple(
        InputHash(table=table, num_rows=rows, sha256=sha256)
        for table, rows, sha256 in input_hashes(evidence.estate)
    )
    yield from _unequal(evidence.plan.inputs, found, "inputs")
    yield from _unequal(evidence.plan.inventory, evidence.estate.name, "inventory")


def scenario(evidence: Evidence) -> Iterator[Text]:
    """Yield where the plan's scenario is not the one in the folder.

    The time limit may be another (``--time-limit``); so may the path of the inventory.
    """
    written = evidence.plan.scenario
    found = replace(
        evidence.scenario, time_limit_s=written.time_limit_s, inventory=written.inventory
    )
    yield from _unequal(written, found, "scenario")


def sizing(evidence: Evidence) -> Iterator[Text]:
    """Yield what is wrong with dispositions and demands."""
    asked = evidence.plan.scenario
    yield from verify_sizing(evidence.estate, evidence.plan.sizing)
    again = size(evidence.estate, asked.platforms, asked.sizing, asked.fiscal_years)
    yield from _unequal(evidence.plan.sizing, again, "sizing")


def packing(evidence: Evidence) -> Iterator[Text]:
    """Yield what is wrong with placements, hosts, prices, and the certificate of the bound."""
    problem, packed = evidence.problem, evidence.plan.packing
    yield from verify_packing(problem, packed)
    if packed.certificate is not None:
        yield from check_bound(problem, packed.certificate)


def lines(evidence: Evidence) -> Iterator[Text]:
    """Yield what is wrong with the four merge options."""
    plan = evidence.plan
    yield from verify_lines(
        estate=evidence.estate,
        study=plan.lines,
        sizing=plan.sizing,
        packing=plan.packing,
        platforms=plan.scenario.platforms,
        options=plan.scenario.lines,
    )


def network(evidence: Evidence) -> Iterator[Text]:
    """Yield where loads and single points differ from those of the states rebuilt."""
    plan = evidence.plan
    yield from _unequal(plan.network_before, report_network(evidence.estate), "network_before")
    yield from _unequal(plan.network_after, report_network(evidence.after), "network_after")


def schedule(evidence: Evidence) -> Iterator[Text]:
    """Yield what is wrong with the waves."""
    plan = evidence.plan
    yield from verify_schedule(
        evidence.estate,
        plan.sizing,
        plan.packing,
        plan.scenario.migration,
        plan.schedule,
        plan.scenario.prices,
    )


def verdicts(evidence: Evidence) -> Iterator[Text]:
    """Yield what is wrong with the verdict on any state: certificates, witnesses, findings."""
    plan, options = evidence.plan, evidence.plan.scenario.policy
    again = list(judged(evidence.estate, evidence.after, plan.schedule, options))
    names = tuple(verdict.state for verdict in plan.verdicts)
    yield from _unequal(names, tuple(verdict.state for verdict, _ in again), "verdicts.state")
    for number, (verdict, (other, state)) in enumerate(zip(plan.verdicts, again, strict=False)):
        for text in verify_verdict(verdict, state, options):
            yield Text(f"{other.state}: {text.ja}", f"{other.state}: {text.en}")
        yield from _unequal(verdict, other, f"verdicts[{number}]")


def costs(evidence: Evidence) -> Iterator[Text]:
    """Yield where cost lines or totals differ from those computed again.

    And where the cost lines do not charge what packing and line redesign minimised.
    """
    plan, asked = evidence.plan, evidence.plan.scenario
    yield from verify_costs(plan.costs)
    again = cost(
        evidence.estate,
        evidence.after,
        plan.sizing,
        plan.packing,
        plan.lines.design,
        plan.schedule,
        asked.platforms,
        asked.costs,
        asked.packing.licensed_hosts,
    )
    yield from _unequal(plan.costs, again, "costs")
    for row in reconcile(plan.costs, plan.packing, plan.lines.design):
        if not row.agrees:
            yield row.words


def indicators(evidence: Evidence) -> Iterator[Text]:
    """Yield where the measures' lines differ from those computed again."""
    plan = evidence.plan
    facts = Facts(
        estate=evidence.estate,
        sizing=plan.sizing,
        packing=plan.packing,
        lines=plan.lines.design,
        verdict=plan.verdicts[1],
        schedule=plan.schedule,
        costs=plan.costs,
    )
    yield from _unequal(plan.indicators, indicator_lines(facts), "indicators")


CHECKS: tuple[tuple[Text, Check], ...] = (
    (Text("入力のハッシュ", "hashes of the inputs"), inputs),
    (Text("シナリオ", "scenario"), scenario),
    (Text("移行方針と所要資源", "dispositions and demands"), sizing),
    (Text("配置", "packing"), packing),
    (Text("回線", "lines"), lines),
    (Text("ネットワークの負荷と単一障害点", "loads and single points of failure"), network),
    (Text("移行計画", "waves"), schedule),
    (Text("規則の判定・証明書・経路", "verdicts, certificates and witnesses"), verdicts),
    (Text("経費", "costs"), costs),
    (Text("指標", "indicators"), indicators),
)
"""Every check of the plan itself, with the name that a reader sees."""
