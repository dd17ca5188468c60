"""How pairs of zones may meet and how they do, as a list and as a matrix."""

from dataclasses import replace

from consolidation.export import labels, policy_labels
from consolidation.export.review import Review
from consolidation.export.table import Cell, Heading, Table, heading
from consolidation.inventory.tables.kinds import Zone
from consolidation.policy.model import Verdict, ZonePair
from consolidation.policy.phrases import count, listed
from consolidation.text import Text

MOST_GUARDS = 4
"""Controls that one cell of the matrix names."""
STATES = ("to-be", "as-is")
"""The states whose matrix a page shows."""


def zone_pairs(review: Review) -> Table:
    """Return every pair of zones of every state: how they may meet, how they do."""
    return Table(
        "zone-pairs",
        Text("情報系の間の接続", "Joints between zones"),
        (
            heading("状態", "state"),
            heading("情報系A", "zone A"),
            heading("情報系B", "zone B"),
            heading("許される接続", "what is allowed"),
            heading("必要な制御の数", "controls required", "count"),
            heading("結果", "outcome"),
            heading("接続箇所", "joints", "count"),
            heading("接続箇所の制御", "controls at the joints", "code"),
        ),
        tuple(
            (
                labels.state(verdict.state),
                labels.zone(pair.zones[0]),
                labels.zone(pair.zones[1]),
                policy_labels.MODE[pair.mode],
                pair.required_controls if pair.mode == "controls" else None,
                labels.OUTCOME[pair.outcome],
                pair.num_joints,
                "、".join(pair.guards),
            )
            for verdict in review.plan.verdicts
            for pair in verdict.zone_pairs
        ),
    )


def zone_matrix(review: Review) -> Table:
    """Return the pairs as a matrix, a row and a column for each zone, one matrix a state."""
    pairs = [pair for verdict in review.plan.verdicts for pair in verdict.zone_pairs]
    named = {zone for pair in pairs for zone in pair.zones}
    zones = [zone for zone in Zone if zone in named]
    heads = [Heading(Text(zone.ja, zone.value), "text") for zone in zones]
    return Table(
        "zone-matrix",
        Text("情報系の分離（行列）", "Separation of zones, as a matrix"),
        (heading("状態", "state"), heading("情報系", "zone"), *heads),
        tuple(
            (labels.state(verdict.state), labels.zone(zone), *_cells(verdict, zone, zones))
            for verdict in review.plan.verdicts
            if verdict.zone_pairs
            for zone in zones
        ),
        Text(
            "各欄は、許される接続、判定、接続箇所の数とそこにある制御。",
            "A cell says what is allowed, the outcome, the joints and the controls at them.",
        ),
    )


def for_page(review: Review) -> Table:
    """Return the matrix of to-be, then of as-is."""
    table = zone_matrix(review)
    rows = tuple(row for state in STATES for row in table.rows if row[0] == labels.state(state))
    return replace(table, rows=rows)


def _cells(verdict: Verdict, zone: Zone, zones: list[Zone]) -> tuple[Cell, ...]:
    by_zones = {frozenset(pair.zones): pair for pair in verdict.zone_pairs}
    found = (by_zones.get(frozenset({zone, other})) for other in zones)
    return tuple(
        Text("—", "—") if other is zone and pair is None else _cell(pair)
        for other, pair in zip(zones, found, strict=True)
    )


def _cell(pair: ZonePair | None) -> Text | None:
    if pair is None:
        return None
    outcome, mode = labels.OUTCOME[pair.outcome], policy_labels.MODE[pair.mode]
    ja, en = f"{outcome.ja}（{mode.ja}", f"{outcome.en} ({mode.en}"
    if pair.mode == "controls":
        ja, en = f"{ja} {pair.required_controls}個", f"{en}: {pair.required_controls}"
    ja, en = f"{ja}）", f"{en})"
    if pair.num_joints:
        ja, en = f"{ja}、{pair.num_joints}か所", f"{en}, {count(pair.num_joints, 'joint')}"
    if pair.guards:
        names = listed(pair.guards, MOST_GUARDS)
        ja, en = f"{ja}: {names.ja}", f"{en}: {names.en}"
    return Text(ja, en)
