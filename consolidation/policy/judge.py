"""The verdict: every rule of an edition judged on one state of the estate."""

from collections.abc import Callable

from consolidation.inventory.estate import Estate
from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.editions import EDITIONS
from consolidation.policy.failures import failures
from consolidation.policy.model import Finding, PolicyOptions, Verdict
from consolidation.policy.readings import editions, readings
from consolidation.policy.rings import rings
from consolidation.policy.rules.carriage import carriage
from consolidation.policy.rules.entry import certificates, entry
from consolidation.policy.rules.fate import shared_fate
from consolidation.policy.rules.management import shared_management
from consolidation.policy.rules.sharing import (
    shared_host,
    shared_platform,
    shared_store,
)
from consolidation.policy.rules.strict import strict
from consolidation.policy.rules.terms import conditions
from consolidation.policy.rules.zones import zone_pairs, zone_separation
from consolidation.text import Text
from consolidation.uncollected import without_collecting

Rule = Callable[[Case], tuple[Finding, ...]]


RULES: tuple[Rule, ...] = (
    carriage,
    entry,
    strict,
    shared_fate,
    zone_separation,
    shared_host,
    shared_platform,
    shared_store,
    shared_management,
    conditions,
)
"""Every rule, in the order of the report; a new rule is a function added here."""

NOT_YET = (
    Text(
        "同じ情報系のセグメントを同じ機器が中継するかどうかの記録がなければ、確認されるまでは"
        "中継するとみなして経路を調べる。controlsのある組と、異なる情報系の間は、記録のとおり"
        "であり、ほかに中継はないものとみなす",
        "where no row says whether a device routes between its segments of one zone, ways by it "
        "are looked for as if it did; pairs with a controls row are taken as the row says, and "
        "different zones on one device as apart but for such rows",
    ),
    Text(
        "管理元・管理セグメントの記録がない機器は、管理用アクセスによる乗っ取りを調べられない",
        "take-over through management is looked for only where a row says what manages a device "
        "or in which segment its management address is",
    ),
    Text(
        "予備回線は全て使われるとみなして経路を調べる。同時に2つ以上故障しなければ使われない"
        "組合せも含む",
        "ways are looked for as if every backup line were up, so they include such as take two "
        "failures at once",
    ),
)


@without_collecting
def judge(estate: Estate, state: str, options: PolicyOptions) -> Verdict:
    """Return all findings on one state of the estate, with certificates of what is proved.

    ``state`` names the state in the report: ``as-is``, ``to-be`` or ``wave-3``. Every rule says
    something: what is in breach, or that it holds and what was looked at.
    """
    edition = EDITIONS[options.edition]
    case = Case(estate, state, options, edition, build_graph(estate))
    changed, num_failures = failures(case)
    compared = readings(case)
    findings = [finding for rule in RULES for finding in rule(case)]
    return Verdict(
        state=state,
        edition=options.edition,
        findings=(*findings, *editions(case, compared)),
        certificates=certificates(case),
        readings=compared,
        failures=changed,
        num_failures=num_failures,
        rings=rings(case),
        zone_pairs=zone_pairs(case),
        not_yet=NOT_YET,
    )
