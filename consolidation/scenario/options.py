"""The composition of the comparison of options: the first stages of a plan, then all the options.

Each answer is checked again where it is made, as in a plan (`scenario.plan`).
"""

from consolidation.comparing.compare import Question, compare_options
from consolidation.comparing.model import Comparison
from consolidation.inventory.estate import Estate
from consolidation.redesign.placing import place
from consolidation.scenario.accept import accept
from consolidation.scenario.model import Scenario
from consolidation.scenario.plan import Progress, pack_servers, size_servers
from consolidation.scenario.references import refuse_what_does_not_fit


def make_comparison(
    estate: Estate, scenario: Scenario, progress: Progress = lambda _: None
) -> Comparison:
    """Compare every way to run the lines of a scenario, its servers placed as it asks.

    Raises `InputProblems` when the scenario names what the estate does not hold, `NothingFits`
    with the culprits, and `SolverTrouble` when an answer fails its re-check.
    """
    return compare_options(question(estate, scenario, progress), accept, progress)


def question(estate: Estate, scenario: Scenario, progress: Progress = lambda _: None) -> Question:
    """Return what is compared: the scenario's assumptions, and where its servers will stand."""
    refuse_what_does_not_fit(scenario, estate)
    sizing = size_servers(estate, scenario, progress)
    packing = pack_servers(estate, sizing, scenario, progress)
    return Question(
        placed=place(estate, sizing, packing, scenario.platforms),
        lines=scenario.lines,
        options=scenario.comparison,
        policy=scenario.policy,
        discount_percent=scenario.costs.discount_percent,
        limit_s=scenario.time_limit_s,
    )
