"""Zones that must be more than one control apart: whole ways from one to the other.

A joint of two zones shows one control; whether there is a second, or the same administrator holds
both, shows on whole ways only, through third zones too. Counted are independent controls.
"""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import Zone
from consolidation.network.attributes import Layer
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count, group_text, listed
from consolidation.policy.repair.survey import NOTHING, Survey, ToSurvey
from consolidation.policy.rules.crossings import Meeting
from consolidation.policy.ways.joints import ZONED
from consolidation.policy.ways.losses import MOST_SETS, Entered, enter
from consolidation.policy.ways.roads import Roads, both_readings, guards
from consolidation.policy.ways.spread import spread
from consolidation.text import Text

RULE = "zone-separation"


def too_weak(case: Case, meeting: Meeting, *, told: bool) -> tuple[Finding, ...]:
    """Return what breaks a rule that asks for more than one control between two zones.

    Both directions are looked at; the weaker is told, and only what rows do not tell otherwise.
    """
    if meeting.mode != "controls" or meeting.controls < 2:
        return ()
    sure, worst = both_readings(case.graph, meeting.kinds)
    for every, outcome in ((sure, Outcome.VIOLATED), (worst, Outcome.UNDETERMINED)):
        roads = every.only(lambda node: not is_management(case, (node,)))
        searched = [_Search(case, meeting, roads, way) for way in _both_ways(meeting)]
        weak = [search for search in searched if search.entered.weakest is not None]
        if weak:
            weakest = min(weak, key=lambda search: search.entered.weakest or 0)
            survey = NOTHING
            if told and outcome is Outcome.UNDETERMINED:
                survey = _survey(case, meeting, roads, weak)
            return (weakest.finding(outcome, survey),)
        if not all(search.entered.complete for search in searched):
            return (_not_searched(meeting),)
    return ()


def is_management(case: Case, way: Sequence[str]) -> bool:
    """Return whether a way takes an element over by its management."""
    return any(case.states[node].layer is Layer.HELD for node in way)


def _survey(case: Case, meeting: Meeting, roads: Roads, weak: Sequence["_Search"]) -> ToSurvey:
    """Return the fewest rows that leave no way with too few controls, either way round."""
    names = roads.names
    ends = [(x.starts, [names[n] for n in sorted(x.entered.fewest)]) for x in weak]
    return Survey(case, roads, ends, meeting.controls).told()


def straight_facts(case: Case, meeting: Meeting) -> ToSurvey:
    """Return the fewest rows that leave no unguarded way straight from one zone to the other.

    Through third zones it may be got to. There must be no such way of rows that are all known.
    """
    _, worst = both_readings(case.graph, () if meeting.mode == "deny" else meeting.kinds)

    def within(node: str) -> bool:
        state = case.states[node]
        of_either = state.zone in meeting.zones and state.layer in ZONED
        return (state.zone is None or of_either) and not is_management(case, (node,))

    roads = worst.only(within)
    a, b = (_states(case, zone) for zone in meeting.zones)
    return Survey(case, roads, [(a, b), (b, a)], 1).told()


def _states(case: Case, zone: Zone) -> tuple[str, ...]:
    return tuple(n for n, s in case.states.items() if s.zone is zone and s.layer in ZONED)


def _both_ways(meeting: Meeting) -> Sequence[tuple[Zone, Zone]]:
    a, b = meeting.zones
    return (a, b), (b, a)


class _Search:
    """Ways from one zone to another past too few independent controls."""

    def __init__(
        self, case: Case, meeting: Meeting, roads: Roads, zones: tuple[Zone, Zone]
    ) -> None:
        self.case, self.meeting, self.roads = case, meeting, roads
        self.starts, self.targets = (_states(case, zone) for zone in zones)
        number = roads.numbers
        self.entered: Entered = enter(
            roads, number(self.starts), number(self.targets), meeting.controls
        )

    def _way(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return a way to the other zone with fewest independent controls, and their groups."""
        fewest, names = self.entered.fewest, self.roads.names
        weakest = min(fewest.values())
        near = [names[n] for n, number in sorted(fewest.items()) if number == weakest]
        aims = frozenset(self.roads.numbers(near))
        lost = next(
            x
            for x in self.entered.lost
            if len(x.groups) == weakest and not aims.isdisjoint(x.reached)
        )
        free = spread(self.roads, self.starts, lost.groups, below=1)
        target = free.nearest([t for t in near if t in free.controls], self.case.is_place)
        return free.way(target), lost.groups

    def finding(self, outcome: Outcome, survey: ToSurvey = NOTHING) -> Finding:
        """Return the weakest way as a finding, with what to find out."""
        way, lost = self._way()
        edges = self.case.edges(way)
        past = [e.control for e in edges if guards(e, self.meeting.kinds) and e.control]
        counted = sum(guards(edge, self.case.edition.counts) for edge in edges)
        a, b = self.meeting.zones
        required = self.meeting.controls
        through = listed(past) if past else Text("なし", "none")
        together = _together(past, lost)
        if outcome is Outcome.VIOLATED:
            fix = Text(
                f"この経路に、{through.ja}と同時に失われない制御を{required - len(lost)}個加える",
                f"add {count(required - len(lost), 'control')} on this way that "
                f"{'do' if required - len(lost) > 1 else 'does'} not fall together with "
                f"{through.en}",
            )
            may = Text("", "")
        else:
            fix = survey.rows
            may = Text("確認されていない行の実際によっては、", "if rows turn out badly, ")
        return Finding(
            rule=RULE,
            outcome=outcome,
            subject=f"{a.value}-{b.value}",
            message=Text(
                f"{may.ja}{a.ja}と{b.ja}の間が独立した制御{len(lost)}個（{through.ja}）だけの"
                f"経路がある{together.ja}。{required}個以上が必要である",
                f"{may.en}a way between the zones {a.value} and {b.value} passes only "
                f"{count(len(lost), 'independent control')} ({through.en}){together.en}; "
                f"{required} or more are required",
            ),
            witness=self.case.witness(way),
            fix=fix,
            num_controls=counted,
            lost=lost,
            survey=survey.facts,
        )


def _together(past: Sequence[str], lost: Sequence[str]) -> Text:
    if len(set(past)) <= len(lost):
        return Text("", "")
    groups = [group_text(group) for group in lost]
    ja, en = listed([g.ja for g in groups]).ja, listed([g.en for g in groups]).en
    return Text(
        f"。{len(set(past))}個の制御は{ja}が失われると同時に失われる",
        f", as {count(len(set(past)), 'control')} fall together with {en}",
    )


def _not_searched(meeting: Meeting) -> Finding:
    a, b = meeting.zones
    return Finding(
        rule=RULE,
        outcome=Outcome.NOT_CHECKED,
        subject=f"{a.value}-{b.value}",
        message=Text(
            f"{a.ja}と{b.ja}の間に独立した制御が{meeting.controls}個あるかどうかは、同時に失われる"
            f"制御の組合せが{MOST_SETS:,}通りを超えるため調べきれない",
            f"whether {meeting.controls} independent controls stand between the zones {a.value} "
            f"and {b.value} would take more than {MOST_SETS:,} sets of controls to tell",
        ),
    )
