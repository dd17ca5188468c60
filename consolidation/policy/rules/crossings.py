"""How two zones may meet, and whether one joint of theirs keeps to it.

The scenario's own rule comes first, then the edition's; a pair that neither speaks of takes one
control of any isolating kind. What a joint lacks is said in words, row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.inventory.tables.kinds import ControlKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Control
from consolidation.inventory.tables.traffic import Flow
from consolidation.policy.case import Case
from consolidation.policy.editions import accepted_kinds, crossing_of
from consolidation.policy.model import CrossingMode, Outcome
from consolidation.policy.phrases import listed
from consolidation.policy.rules.whose import all_server_zones
from consolidation.policy.ways.joints import Joint, Row
from consolidation.policy.ways.roads import guards
from consolidation.text import Text

Pair = tuple[Zone, Zone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """How two zones may meet: a `CrossingRule` with its kinds of control filled in."""

    zones: Pair
    mode: CrossingMode
    controls: int
    kinds: tuple[ControlKind, ...]
    by_scenario: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a joint's own rows say of it: whether it keeps to the rule, and what is missing."""

    joint: Joint
    outcome: Outcome
    """Holds, violated, or undetermined where rows do not tell."""
    lacks: tuple[Text, ...] = ()
    survey: tuple[Row, ...] = ()
    """Rows to complete, where it is undetermined."""
    guards: tuple[str, ...] = ()
    """Controls of accepted kinds on it."""


def meeting_of(case: Case, zones: Pair) -> Meeting:
    """Return how two zones may meet."""
    accepted = accepted_kinds(case.edition, *zones)
    for rule in case.options.crossings:
        if set(rule.zones) == set(zones):
            kinds = _kinds(rule.mode, rule.kinds or accepted)
            return Meeting(
                zones=zones, mode=rule.mode, controls=rule.controls, kinds=kinds, by_scenario=True
            )
    row = crossing_of(case.edition, *zones)
    mode: CrossingMode = "controls" if row is None else row.mode
    return Meeting(
        zones=zones,
        mode=mode,
        controls=1 if row is None else row.controls,
        kinds=_kinds(mode, accepted),
        by_scenario=False,
    )


def _kinds(mode: CrossingMode, kinds: tuple[ControlKind, ...]) -> tuple[ControlKind, ...]:
    return (ControlKind.SCREEN_GATEWAY,) if mode == "screen" else kinds


def judge_joint(case: Case, joint: Joint, meeting: Meeting) -> Judged:
    """Return what one joint of two zones says by itself; more controls than one are not counted."""
    by_id = case.estate.control
    ids = dict.fromkeys(e.control for e in joint.edges if guards(e, meeting.kinds))
    found = [by_id[identity] for identity in ids if identity is not None]
    names = tuple(control.id for control in found)
    if meeting.mode == "deny":
        return Judged(joint=joint, outcome=Outcome.VIOLATED)
    if not found:
        passed = dict.fromkeys(e.control for e in joint.edges if e.control is not None)
        lacks = tuple(_no_guard(by_id[identity]) for identity in passed)
        return Judged(joint=joint, outcome=Outcome.VIOLATED, lacks=lacks)
    if meeting.mode != "listed":
        return Judged(joint=joint, outcome=Outcome.HOLDS, guards=names)
    return _judge_listed(case, joint, meeting, found)


def _no_guard(control: Control) -> Text:
    """Say why a control on a joint does not count."""
    if control.kind is ControlKind.NONE:
        return Text(f"{control.id}は制御のない中継", f"{control.id} is a route without a control")
    kind_en = control.kind.value.replace("-", " ")
    if ALL_SEGMENTS in control.permits:
        return Text(
            f"{control.id}（{control.kind.ja}）は全ての通信を許す",
            f"{control.id} ({kind_en}) is any to any",
        )
    return Text(
        f"{control.id}（{control.kind.ja}）は認められた種別でない",
        f"{control.id} ({kind_en}) is not of an accepted kind",
    )


def _judge_listed(case: Case, joint: Joint, meeting: Meeting, found: list[Control]) -> Judged:
    """Judge a joint that only listed flows may pass: one of its controls must list them fully."""
    lacks: list[Text] = []
    survey: list[Row] = []
    for control in found:
        named = set(control.permits)
        flows = [flow for flow in case.estate.flows if flow.id in named]
        missing = [text for flow in flows for text in _missing(case, flow, meeting)]
        open_rows = [row for flow in flows for row in _open_ends(case, flow)]
        if not flows:
            open_rows = [("controls", control.id)]
        if not missing and not open_rows:
            return Judged(joint=joint, outcome=Outcome.HOLDS, guards=(control.id,))
        lacks += missing
        survey += [] if missing else open_rows
    return Judged(
        joint=joint,
        outcome=Outcome.UNDETERMINED if survey else Outcome.VIOLATED,
        lacks=tuple(lacks),
        survey=tuple(sorted(set(survey))),
        guards=tuple(control.id for control in found),
    )


def _missing(case: Case, flow: Flow, meeting: Meeting) -> Iterator[Text]:
    """Yield what a flow lacks of what a listed one has."""
    for value, ja, en in (
        (flow.port, "ポート", "port"),
        (flow.purpose, "用途", "purpose"),
        (flow.approver, "承認者", "approver"),
    ):
        if value is None:
            yield Text(f"通信{flow.id}に{ja}の記載がない", f"flow {flow.id} has no {en}")
    a, b = meeting.zones
    origin, target = zones_of(case, flow.origin), zones_of(case, flow.target)
    if not any(x in origin and y in target for x, y in ((a, b), (b, a))):
        yield Text(
            f"通信{flow.id}は{a.ja}と{b.ja}の間のものでない",
            f"flow {flow.id} does not run between {a.value} and {b.value}",
        )


def _open_ends(case: Case, flow: Flow) -> list[Row]:
    """Return the servers at a flow's ends whose zone no row tells."""
    ends = (case.estate.server.get(end) for end in (flow.origin, flow.target))
    return [("servers", e.id) for e in ends if e and not all_server_zones(case.estate, e)]


def zones_of(case: Case, end: str) -> frozenset[Zone]:
    """Return the zones that an end of a flow may be in.

    A site's terminals may be in any, and so may a server whose zone no row tells.
    """
    server = case.estate.server.get(end)
    found = frozenset[Zone]() if server is None else all_server_zones(case.estate, server)
    return found or frozenset(Zone)


def lacking(judged: Judged) -> Text:
    """Return what a joint lacks as the end of a sentence; empty where nothing is to be named."""
    if not judged.lacks:
        return Text("", "")
    ja = listed([text.ja for text in judged.lacks]).ja
    en = listed([text.en for text in judged.lacks]).en
    return Text(f"。{ja}", f": {en}")
