"""The policy verdict alone: on an inventory, or on a plan that was made before."""

from consolidation.inventory.estate import Estate
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions, Verdict
from consolidation.policy.repair.repair import repaired
from consolidation.redesign.to_be import to_be
from consolidation.scenario.model import Plan
from consolidation.scenario.verdicts import AS_IS, judge_all


def judge_inventory(estate: Estate, options: PolicyOptions | None = None) -> Verdict:
    """Judge an estate as it stands, by the default edition of the policy where none is given."""
    options = options or PolicyOptions()
    return repaired(estate, judge(estate, AS_IS, options), options)


def judge_plan(estate: Estate, plan: Plan) -> tuple[Verdict, ...]:
    """Judge every state of a plan anew: as-is, to-be and after each wave."""
    scenario = plan.scenario
    after = to_be(estate, plan.sizing, plan.packing, scenario.platforms, plan.lines.design)
    return judge_all(estate, after, plan.schedule, scenario.policy)
