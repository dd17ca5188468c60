"""Sensible limits of a scenario's numbers: one table that reading and the JSON Schema share.

A limit is wide enough for any city and narrow enough to catch a wrong unit or a slipped digit
(a ceiling of 8000 %, a memory overhead in bytes). Both ends are included.
"""

from collections.abc import Mapping

from consolidation.comparing.model import ComparisonOptions, KitPrice
from consolidation.costs.model import CostOptions
from consolidation.migration.model import MigrationOptions
from consolidation.policy.model import CrossingRule, PolicyOptions, RepairPrices
from consolidation.redesign.model import LineOptions
from consolidation.scenario.model import Scenario
from consolidation.sizing.model import SizingOptions
from consolidation.sizing.platform import ClusterPlan, PlatformPlan

Bounds = tuple[int, int]

LARGEST_YEN = 10_000_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100

BOUNDS: Mapping[tuple[type, str], Bounds] = {
    (Scenario, "time_limit_s"): (1, 86_400),
    (PlatformPlan, "life_years"): (1, 20),
    (ClusterPlan, "spare_hosts"): (0, 100),
    (ClusterPlan, "cpu_overcommit_percent"): (100, 2_000),
    (ClusterPlan, "cpu_ceiling_percent"): (1, 100),
    (ClusterPlan, "memory_ceiling_percent"): (1, 100),
    (ClusterPlan, "host_memory_overhead_mib"): (0, 1_048_576),
    (ClusterPlan, "most_guests_per_host"): (1, 10_000),
    (SizingOptions, "comfort_percent"): (100, 1_000),
    (SizingOptions, "growth_percent_per_year"): (0, 100),
    (SizingOptions, "growth_years"): (0, 20),
    (SizingOptions, "min_sample_percent"): (1, 100),
    (SizingOptions, "default_cpu_cores"): (1, 1_024),
    (SizingOptions, "default_memory_mib"): (1, 67_108_864),
    (SizingOptions, "reference_ghz_percent"): (10, 1_000),
    (LineOptions, "max_utilisation_percent"): (1, 100),
    (LineOptions, "growth_percent_per_year"): (0, 100),
    (LineOptions, "years"): (1, 20),
    (LineOptions, "merged_router_yen"): (0, LARGEST_YEN),
    (LineOptions, "in_facility_rework_yen"): (0, LARGEST_YEN),
    (PolicyOptions, "required_controls"): (1, 10),
    (CrossingRule, "controls"): (1, 10),
    (RepairPrices, "control_yen"): (0, LARGEST_YEN),
    (RepairPrices, "change_yen"): (0, LARGEST_YEN),
    (RepairPrices, "unplug_yen"): (0, LARGEST_YEN),
    (RepairPrices, "wire_yen"): (0, LARGEST_YEN),
    (MigrationOptions, "wave_days"): (1, 366),
    (MigrationOptions, "max_moves_per_wave"): (1, 100_000),
    (MigrationOptions, "transfer_mbit_s"): (1, 1_000_000),
    (MigrationOptions, "window_hours"): (1, 8_784),
    (MigrationOptions, "move_hours"): (0, 1_000),
    (CostOptions, "first_fiscal_year"): (FIRST_YEAR, LAST_YEAR),
    (CostOptions, "last_fiscal_year"): (FIRST_YEAR, LAST_YEAR),
    (CostOptions, "yen_per_kwh"): (0, 1_000),
    (CostOptions, "power_overhead_percent"): (100, 1_000),
    (CostOptions, "yen_per_move"): (0, LARGEST_YEN),
    (CostOptions, "removal_yen_per_server"): (0, LARGEST_YEN),
    (CostOptions, "discount_percent"): (0, 50),
    (ComparisonOptions, "terminal_kbit_s"): (0, 1_000_000),
    (ComparisonOptions, "max_utilisation_after_loss_percent"): (1, 100),
    (ComparisonOptions, "max_latency_ms"): (0, 10_000),
    (ComparisonOptions, "fee_change_percent_per_year"): (-50, 50),
    (ComparisonOptions, "fee_change_percent_by_year"): (-50, 50),
    (ComparisonOptions, "swing_percent"): (1, 99),
    (KitPrice, "central_yen"): (0, LARGEST_YEN),
    (KitPrice, "central_yen_month"): (0, LARGEST_YEN),
    (KitPrice, "site_yen"): (0, LARGEST_YEN),
    (KitPrice, "site_yen_month"): (0, LARGEST_YEN),
    (KitPrice, "line_yen"): (0, LARGEST_YEN),
    (KitPrice, "line_yen_month"): (0, LARGEST_YEN),
}
"""The limits by options class and field, of each number where it is a list; a test holds that every
number of a scenario has some."""
