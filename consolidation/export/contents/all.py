"""Every table of a review, in the order a reviewer reads them."""

from collections.abc import Callable

from consolidation.export.contents import (
    answer,
    basis,
    costs,
    findings,
    lines,
    migration,
    proof,
    readings,
    repairs,
    rings,
    servers,
    single_failures,
    state_changes,
    zone_pairs,
)
from consolidation.export.review import Review
from consolidation.export.table import Table


def _costs_by_category(review: Review) -> Table:
    return costs.pivot_table(costs.by_category(review))


def _costs_by_department(review: Review) -> Table:
    return costs.pivot_table(costs.by_department(review))


TABLES: tuple[Callable[[Review], Table], ...] = (
    answer.answer,
    answer.not_yet,
    basis.assumptions,
    servers.dispositions,
    servers.demands,
    servers.hosts,
    servers.placements,
    proof.proof,
    servers.bounds,
    lines.options,
    lines.choices,
    answer.terminals,
    lines.loads,
    lines.unrouted,
    lines.single_points,
    findings.by_state,
    readings.readings,
    findings.findings,
    findings.steps,
    repairs.repairs,
    repairs.changes,
    repairs.survey,
    rings.rings,
    findings.certificates,
    single_failures.single_failures,
    zone_pairs.zone_matrix,
    zone_pairs.zone_pairs,
    state_changes.state_changes,
    migration.waves,
    migration.moves,
    migration.late,
    costs.lines,
    basis.unpriced,
    _costs_by_category,
    _costs_by_department,
    migration.indicators,
    basis.inputs,
)


def all_tables(review: Review) -> dict[str, Table]:
    """Return every table by its name."""
    tables = (make(review) for make in TABLES)
    return {table.name: table for table in tables}
