"""The tool's own solution status, never copied from a solver without a re-check."""

from enum import StrEnum


class Status(StrEnum):
    """What is known of a minimisation."""

    OPTIMAL = "optimal"
    """A solution stands and a bound equal to its value is proved."""
    FEASIBLE = "feasible"
    """A solution stands; the bound is smaller than its value."""
    INFEASIBLE = "infeasible"
    """It is proved that there is none."""
    UNKNOWN = "unknown"
    """Neither a solution nor a proof of infeasibility was found in the time."""
