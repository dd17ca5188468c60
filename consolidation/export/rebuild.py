"""From a plan and its inventory to everything an exporter shows."""

from consolidation.export.review import Review
from consolidation.inventory.estate import Estate
from consolidation.packing.problem import packing_problem
from consolidation.redesign.to_be import to_be
from consolidation.scenario.model import Plan
from consolidation.text import Language


def review(plan: Plan, estate: Estate, language: Language) -> Review:
    """Return the review of a plan made for an estate; the to-be state is rebuilt from the plan."""
    scenario = plan.scenario
    after = to_be(estate, plan.sizing, plan.packing, scenario.platforms, plan.lines.design)
    problem = packing_problem(
        estate, plan.sizing, scenario.platforms, scenario.cost_years, scenario.packing
    )
    return Review(plan, estate, after, problem, language)
