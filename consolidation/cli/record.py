"""What ``--json`` says of a plan: the numbers of the first screen, for programs."""

from collections import Counter
from collections.abc import Mapping

from consolidation.cli.problems import both
from consolidation.policy.model import Finding, Verdict
from consolidation.scenario.model import Plan


def plan_record(plan: Plan) -> dict[str, object]:
    """Return the main numbers of a plan; the whole plan is in the folder's ``plan.json``."""
    return {
        "scenario": plan.scenario.name,
        "inventory": plan.inventory,
        "dispositions": {kind.value: num for kind, num in plan.sizing.counts},
        "packing": _packing(plan),
        "lines": _lines(plan),
        "migration": {
            "status": plan.schedule.status.value,
            "waves": len(plan.schedule.waves),
            "moves": sum(len(wave.moves) for wave in plan.schedule.waves),
            "late": [server for server, _ in plan.schedule.late],
        },
        "verdicts": [verdict_record(verdict) for verdict in plan.verdicts],
        "costs": {
            "as_is_yen": plan.costs.as_is_yen,
            "to_be_yen": plan.costs.to_be_yen,
            "first_fiscal_year": plan.scenario.costs.first_fiscal_year,
            "last_fiscal_year": plan.scenario.costs.last_fiscal_year,
        },
    }


def _packing(plan: Plan) -> Mapping[str, object]:
    packing = plan.packing
    return {
        "objective": packing.objective.value,
        "status": packing.status.value,
        "price_yen": packing.price_yen,
        "lower_bound_yen": packing.lower_bound_yen,
        "lower_bound_hosts": packing.lower_bound_hosts,
        "certified_bound": packing.certificate.bound if packing.certificate else None,
        "gap_percent": packing.gap_percent,
        "placements": len(packing.placements),
        "hosts": sum(not host.spare for host in packing.hosts),
        "spares": sum(host.spare for host in packing.hosts),
    }


def _lines(plan: Plan) -> Mapping[str, object]:
    design = plan.lines.design
    return {
        "merge": design.merge.value,
        "isolation": design.isolation,
        "status": design.status.value,
        "cost_yen": design.cost_yen,
        "lower_bound_yen": design.lower_bound_yen,
        "yen_month": design.yen_month,
    }


def verdict_record(verdict: Verdict) -> Mapping[str, object]:
    """Return a verdict as JSON shows it: counts, and every finding that is not a pass."""
    num = Counter(finding.outcome.value for finding in verdict.findings)
    return {
        "state": verdict.state,
        "edition": verdict.edition,
        "outcomes": dict(sorted(num.items())),
        "findings": [finding_record(f) for f in verdict.findings if f.outcome != "holds"],
    }


def finding_record(finding: Finding) -> Mapping[str, object]:
    """Return a finding with its witness as JSON shows it."""
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "subject": finding.subject,
        "message": both(finding.message),
        "fix": both(finding.fix) if finding.fix else None,
        "witness": [
            {
                "node": step.node,
                "table": step.table,
                "row": step.row,
                "text": both(step.text),
                "control": step.control,
            }
            for step in finding.witness
        ],
    }
