"""What a scenario must hold for its options to be compared; a part of `rules.RULES`."""

from collections.abc import Iterator

from consolidation.comparing.present_value import later_fiscal_years
from consolidation.scenario.fault import Fault, Rule
from consolidation.scenario.keys import KeyPath
from consolidation.scenario.model import Scenario
from consolidation.text import Text


def more_may_be_used_after_a_loss(scenario: Scenario) -> Iterator[Fault]:
    """Ask that the limit of utilisation after a loss is not below that of the normal state."""
    normal = scenario.lines.max_utilisation_percent
    after = scenario.comparison.max_utilisation_after_loss_percent
    if after is not None and after < normal:
        yield Fault(
            ("comparison", "max_utilisation_after_loss_percent"),
            Text(
                f"{after} は平常時の上限 lines.max_utilisation_percent の {normal} より低い",
                f"{after} is below the limit in the normal state, {normal} "
                "(lines.max_utilisation_percent)",
            ),
            Text(
                f"{normal} 以上 100 以下の値を書く。平常時と同じなら外す",
                f"write a number from {normal} to 100, or take it out for the same limit",
            ),
        )


def fees_change_one_way(scenario: Scenario) -> Iterator[Fault]:
    """Ask that fees change alike every year or by a list, of as many years as they are paid in."""
    changes = scenario.comparison.fee_change_percent_by_year
    path: KeyPath = ("comparison", "fee_change_percent_by_year")
    every = scenario.comparison.fee_change_percent_per_year
    if changes and every:
        yield Fault(
            path,
            Text(
                f"fee_change_percent_per_year = {every} もある",
                f"there is a fee_change_percent_per_year = {every} too",
            ),
            Text(
                "どちらか一方を外すか、0 または [] にする",
                "take one of them out, or make it 0 or []",
            ),
        )
    years = later_fiscal_years(scenario.lines.change_on, scenario.lines.years)
    if changes and len(changes) != len(years):
        span = f"{years[0]}-{years[-1]}" if years else "-"
        yield Fault(
            path,
            Text(
                f"{len(changes)}個ある。要るのは初年度の後の年度 ({span}) ごとに1個、"
                f"計{len(years)}個",
                f"holds {len(changes)}; {len(years)} are wanted, one for each fiscal year after "
                f"the first ({span})",
            ),
            Text(
                f"{len(years)}個書くか、lines.change_on と lines.years を直す",
                f"write {len(years)}, or correct lines.change_on and lines.years",
            ),
        )


OF_COMPARISONS: tuple[Rule, ...] = (more_may_be_used_after_a_loss, fees_change_one_way)
