"""What ``--json`` says of a plan: the numbers of the first screen, for programs."""

from collections import Counter
from collections.abc import Mapping

from consolidation.cli.problems import both
from consolidation.export.contents.single_failures import gravest_first
from consolidation.policy.model import Finding, Reading, Repair, Ring, Step, Verdict, ZonePair
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
        "repair": _repair(verdict.repair),
        "readings": [_reading(reading) for reading in verdict.readings],
        "failures": _failures(verdict),
        "rings": [_ring(ring) for ring in verdict.rings],
        "zone_pairs": [_zone_pair(pair) for pair in verdict.zone_pairs],
    }


def _reading(reading: Reading) -> Mapping[str, object]:
    return {
        "edition": reading.edition,
        "carriage": reading.carriage.value,
        "entry": reading.entry.value,
        "required_controls": reading.required_controls,
        "num_controls": reading.num_controls,
        "turns_at": reading.turns_at,
    }


def _failures(verdict: Verdict) -> Mapping[str, object]:
    """Return how many single failures were tried, and those that change the answer."""
    return {
        "tried": verdict.num_failures,
        "changing": [
            {
                "kind": failure.kind,
                "id": failure.id,
                "outcome": failure.outcome.value,
                "num_controls": failure.num_controls,
                "num_plain": failure.num_plain,
                "brought_up": list(failure.brought_up),
                "witness": [_step(step) for step in failure.witness],
            }
            for failure in gravest_first(verdict)
        ],
    }


def _ring(ring: Ring) -> Mapping[str, object]:
    return {
        "number": ring.number,
        "num_states": ring.num_states,
        "num_protected": ring.num_protected,
        "elements": [{"table": table, "row": row} for table, row in ring.elements],
        "guards": list(ring.guards),
    }


def _zone_pair(pair: ZonePair) -> Mapping[str, object]:
    return {
        "zones": [zone.value for zone in pair.zones],
        "mode": pair.mode,
        "required_controls": pair.required_controls,
        "outcome": pair.outcome.value,
        "num_joints": pair.num_joints,
        "guards": list(pair.guards),
    }


def finding_record(finding: Finding) -> Mapping[str, object]:
    """Return a finding with its witness as JSON shows it."""
    return {
        "key": finding.key,
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "subject": finding.subject,
        "message": both(finding.message),
        "fix": both(finding.fix) if finding.fix else None,
        "num_controls": finding.num_controls,
        "num_plain": finding.num_plain,
        "witness": [_step(step) for step in finding.witness],
        "guilty": finding.guilty,
        "others": [[_step(step) for step in way] for way in finding.others],
        "lost": list(finding.lost),
        "after": list(finding.after),
        "survey": [
            {"table": fact.table, "row": fact.row, "text": both(fact.text)}
            for fact in finding.survey
        ],
        "repair": _repair(finding.repair),
    }


def _step(step: Step) -> Mapping[str, object]:
    return {
        "node": step.node,
        "table": step.table,
        "row": step.row,
        "text": both(step.text),
        "control": step.control,
    }


def _repair(repair: Repair | None) -> Mapping[str, object] | None:
    if repair is None:
        return None
    return {
        "yen": repair.yen,
        "lower_bound_yen": repair.lower_bound_yen,
        "method": repair.method,
        "outcome": repair.outcome.value,
        "cuts_off": repair.cuts_off,
        "changes": [
            {
                "action": change.action,
                "table": change.table,
                "row": change.row,
                "segment": change.segment,
                "yen": change.yen,
                "text": both(change.text),
            }
            for change in repair.changes
        ],
    }
