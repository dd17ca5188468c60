"""What a written folder is checked against: its plan, its inputs, and what follows from both."""

from dataclasses import dataclass
from functools import cached_property

from consolidation.export.rebuild import review
from consolidation.export.review import Review
from consolidation.inventory.estate import Estate
from consolidation.packing.model import PackingProblem
from consolidation.scenario.model import Plan, Scenario
from consolidation.text import Language


@dataclass(frozen=True)
class Evidence:
    """A plan as written, the inventory and the scenario read again."""

    plan: Plan
    estate: Estate
    scenario: Scenario
    language: Language

    @cached_property
    def review(self) -> Review:
        """The plan with its to-be state, rebuilt from the inventory."""
        return review(self.plan, self.estate, self.language)

    @property
    def after(self) -> Estate:
        """The to-be state."""
        return self.review.to_be

    @property
    def problem(self) -> PackingProblem:
        """The packing problem, made again from inventory and demands."""
        return self.review.problem
