"""The question (`Scenario`) and the answer (`Plan`)."""

from dataclasses import dataclass, field

from consolidation.comparing.model import ComparisonOptions
from consolidation.costs.model import CostOptions, Costs
from consolidation.migration.model import MigrationOptions, Prices, Schedule
from consolidation.network.model import NetworkReport
from consolidation.packing.asking.options import PackingOptions
from consolidation.packing.model import Packing
from consolidation.policy.model import PolicyOptions, Verdict
from consolidation.redesign.model import LineOptions, LineStudy
from consolidation.sizing.model import Sizing, SizingOptions
from consolidation.sizing.platform import PlatformPlan
from consolidation.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One question: what to build, under which assumptions. Read by `scenario.read`."""

    name: str
    """Names the review folder; the file's own name where it is not given."""
    title: Text
    """What reviewers read first; the name where it is not given."""
    inventory: str
    """Folder or workbook of the inventory, as a path relative to the scenario's file."""
    time_limit_s: int = 60
    """Seconds that each stage with a solver may take at most."""
    platforms: tuple[PlatformPlan, ...] = ()
    """Empty: nothing is built and every server stays as it is (the as-is scenario)."""
    sizing: SizingOptions = field(default_factory=SizingOptions)
    packing: PackingOptions = field(default_factory=PackingOptions)
    lines: LineOptions = field(default_factory=LineOptions)
    policy: PolicyOptions = field(default_factory=PolicyOptions)
    migration: MigrationOptions = field(default_factory=MigrationOptions)
    costs: CostOptions = field(default_factory=CostOptions)
    comparison: ComparisonOptions = field(default_factory=ComparisonOptions)

    @property
    def cost_years(self) -> int:
        """Years over which packing prices a host: as many as lines are priced over."""
        return self.lines.years

    @property
    def fiscal_years(self) -> tuple[int, int]:
        """First and last fiscal year of the plan."""
        return self.costs.first_fiscal_year, self.costs.last_fiscal_year

    @property
    def prices(self) -> Prices:
        """What migration prices double running with: the prices of the costs."""
        return Prices(
            yen_per_kwh=self.costs.yen_per_kwh,
            power_overhead_percent=self.costs.power_overhead_percent,
            leases_run_to_term=self.costs.leases_run_to_term,
        )


PLAN_SCHEMA = 5
"""Version of the written plan's format; a reader refuses what it does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputHash:
    """SHA-256 of one inventory table's content, independent of the order of its rows."""

    table: str
    num_rows: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """A measure's target of one year against what the plan does that year."""

    indicator: str
    measure: str
    department: str
    fiscal_year: int
    target: str
    planned: Text | None
    """What this plan does for the measure in that year; ``None`` where it has no part in it."""
    actual: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The answer to one scenario: everything a review folder shows is in here."""

    schema: int
    tool_version: str
    scenario: Scenario
    inventory: str
    """Name of the inventory."""
    inputs: tuple[InputHash, ...]
    sizing: Sizing
    network_before: NetworkReport
    packing: Packing
    lines: LineStudy
    network_after: NetworkReport
    verdicts: tuple[Verdict, ...]
    """As-is first, to-be second, then the state after each wave."""
    schedule: Schedule
    costs: Costs
    indicators: tuple[IndicatorLine, ...] = ()
