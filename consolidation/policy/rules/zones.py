"""Zone separation: how two zones meet, against how they may: a matrix of all pairs.

Any way between two zones passes, somewhere, straight from a state of one zone to a state of
another, with nothing between but states of no zone (a hub, a switch not described, a server of
no system). So what two zones may not have is found by looking at these joints alone, one by one
(`rules.crossings`). Only where a pair must be more than one control apart are whole ways looked
at, through third zones too: controls that fall together count once, as they do for P2.

Taking over an element by its management is left to the rule on shared management: a switch with
VLANs of two zones is always managed from somewhere, and whether that may be is asked there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consolidation.inventory.tables.kinds import Zone
from consolidation.policy.case import Case
from consolidation.policy.model import Fact, Finding, Outcome, ZonePair
from consolidation.policy.phrases import count
from consolidation.policy.repair.survey import NOTHING, ToSurvey
from consolidation.policy.repair.survey_words import fact
from consolidation.policy.rules.crossings import (
    Judged,
    Meeting,
    Pair,
    judge_joint,
    lacking,
    meeting_of,
)
from consolidation.policy.rules.zone_ways import is_management, straight_facts, too_weak
from consolidation.policy.ways.joints import ZONED, Joint, Row
from consolidation.policy.ways.roads import guards
from consolidation.text import Text

RULE = "zone-separation"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """One pair of zones: how they may meet, their joints, and what is found of them."""

    meeting: Meeting
    joints: tuple[Judged, ...]
    findings: tuple[Finding, ...]


def zone_separation(case: Case) -> tuple[Finding, ...]:
    """Judge every joint of two zones, and the ways between zones that must be further apart."""
    if not case.estate.devices:
        text = Text(
            "台帳にネットワーク機器がなく、何も確かめられない",
            "the inventory lists no network device, so nothing can be checked",
        )
        return (Finding(rule=RULE, outcome=Outcome.NOT_CHECKED, subject=case.state, message=text),)
    cells = _cells(case, told=True)
    found = tuple(finding for cell in cells for finding in cell.findings)
    order = (Outcome.VIOLATED, Outcome.UNDETERMINED, Outcome.NOT_CHECKED)
    ranked = tuple(sorted(found, key=lambda f: order.index(f.outcome)))
    return ranked or (_holds(case, cells),)


def zone_pairs(case: Case) -> tuple[ZonePair, ...]:
    """Return how every two zones may meet and how they do; nothing without network devices."""
    if not case.estate.devices:
        return ()
    return tuple(
        ZonePair(
            zones=cell.meeting.zones,
            mode=cell.meeting.mode,
            required_controls=_required(cell.meeting),
            outcome=_outcome(cell.findings),
            num_joints=len({judged.joint.row for judged in cell.joints}),
            guards=tuple(sorted({name for judged in cell.joints for name in judged.guards})),
        )
        for cell in _cells(case, told=False)
    )


def _required(meeting: Meeting) -> int:
    return 0 if meeting.mode == "deny" else meeting.controls


def _outcome(findings: Iterable[Finding]) -> Outcome:
    found = {finding.outcome for finding in findings}
    order = (Outcome.VIOLATED, Outcome.UNDETERMINED, Outcome.NOT_CHECKED)
    return next((outcome for outcome in order if outcome in found), Outcome.HOLDS)


def _cells(case: Case, *, told: bool) -> tuple[_Cell, ...]:
    """Return every pair of zones of the network, in the order of the vocabulary.

    ``told``: what is open is told with what to survey, which takes time.
    """
    joints: dict[Pair, list[Joint]] = {}
    for joint in case.joints:
        if joint.origin is not None and not is_management(case, joint.way):
            joints.setdefault(_pair(joint), []).append(joint)
    zones = _zones(case)
    pairs = [(a, b) for n, a in enumerate(zones) for b in zones[n + 1 :]]
    return tuple(_cell(case, pair, joints.get(pair, []), told=told) for pair in pairs)


def _zones(case: Case) -> list[Zone]:
    """Return the zones that the network has, in the order of the vocabulary."""
    there = {s.zone for s in case.states.values() if s.layer in ZONED}
    return [zone for zone in Zone if zone in there]


def _pair(joint: Joint) -> Pair:
    """Return the two zones of a joint in the order of the vocabulary."""
    assert joint.origin is not None
    order = list(Zone)
    a, b = sorted((joint.origin, joint.target), key=order.index)
    return a, b


def _cell(case: Case, pair: Pair, joints: list[Joint], *, told: bool) -> _Cell:
    meeting = meeting_of(case, pair)
    judged = tuple(judge_joint(case, joint, meeting) for joint in joints)
    breaches = [j for j in judged if j.outcome is Outcome.VIOLATED]
    sure = _shortest(j for j in breaches if j.joint.sure)
    found = [_violation(case, meeting, j) for j in sure.values()]
    unclear = [j for j in judged if _is_open(j) and j.joint.row not in sure]
    far = () if found else too_weak(case, meeting, told=told)
    found += far
    if unclear and not far:
        survey = NOTHING
        if told and (sure or meeting.mode == "listed"):
            survey = _listed_facts(case, unclear)
        elif told:
            survey = straight_facts(case, meeting)
        found.append(_undetermined(case, pair, unclear, survey))
    return _Cell(meeting=meeting, joints=judged, findings=tuple(found))


def _is_open(judged: Judged) -> bool:
    unsure = judged.outcome is Outcome.VIOLATED and not judged.joint.sure
    return unsure or judged.outcome is Outcome.UNDETERMINED


def _shortest(joints: Iterable[Judged]) -> Mapping[Row, Judged]:
    """Return the shortest joint at each row, in order."""
    found: dict[Row, Judged] = {}
    for judged in sorted(joints, key=lambda j: (j.joint.row, len(j.joint.way), j.joint.way)):
        found.setdefault(judged.joint.row, judged)
    return found


def _violation(case: Case, meeting: Meeting, judged: Judged) -> Finding:
    table, row = judged.joint.row
    what = _breach(meeting, f"{table} {row}")
    more = lacking(judged)
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED,
        subject=row,
        message=Text(f"{what.ja}{more.ja}", f"{what.en}{more.en}"),
        witness=case.witness(judged.joint.way),
        fix=_fix(meeting, f"{table} {row}"),
        num_controls=sum(guards(edge, case.edition.counts) for edge in judged.joint.edges),
        guilty=1,
    )


def _breach(meeting: Meeting, where: str) -> Text:
    a, b = meeting.zones
    match meeting.mode:
        case "deny":
            return Text(
                f"{a.ja}と{b.ja}はつないではならないが、つながっている（{where}）",
                f"the zones {a.value} and {b.value} must not be joined at all, and are ({where})",
            )
        case "screen":
            return Text(
                f"{a.ja}と{b.ja}の間は画面転送だけが認められるが、それによらずにつながっている"
                f"（{where}）",
                f"only screen transfer may join the zones {a.value} and {b.value}; they are joined "
                f"otherwise ({where})",
            )
        case "listed":
            return Text(
                f"{a.ja}と{b.ja}の間は登録した通信だけが認められるが、それ以外も通る（{where}）",
                f"only listed flows may pass between the zones {a.value} and {b.value}; others "
                f"can ({where})",
            )
        case "controls":
            return Text(
                f"{a.ja}と{b.ja}が、認められた制御なしにつながっている（{where}）",
                f"the zones {a.value} and {b.value} are joined without an accepted control "
                f"({where})",
            )


def _fix(meeting: Meeting, where: str) -> Text:
    match meeting.mode:
        case "deny":
            return Text(f"{where} のところで2つの情報系を分ける", f"part the two zones at {where}")
        case "screen":
            return Text(
                f"{where} のところで2つの情報系を分けるか、画面転送ゲートウェイを置く",
                f"part the two zones at {where}, or put a screen gateway there",
            )
        case "listed":
            return Text(
                f"{where} を通す通信を2つの情報系の間の必要なものに限り、送信元、宛先、ポート、"
                "用途、承認者をflowsに記入し、controlsのpermitsで名指しする",
                f"let only what the two zones need pass at {where}, write origin, target, port, "
                "purpose and approver of each flow down, and name the flows in permits",
            )
        case "controls":
            return Text(
                f"{where} のところで2つの情報系を分けるか、ファイアウォールなどの制御を置く",
                f"part the two zones at {where}, or put a control such as a firewall there",
            )


def _undetermined(case: Case, pair: Pair, judged: list[Judged], survey: ToSurvey) -> Finding:
    a, b = pair
    if all(j.outcome is Outcome.UNDETERMINED for j in judged):
        what = Text(
            f"{a.ja}と{b.ja}の間を登録した通信だけが通るかどうかは、記入のない行の実際による",
            f"whether only listed flows pass between the zones {a.value} and {b.value} depends on "
            "rows that are not filled in",
        )
    else:
        what = Text(
            f"{a.ja}と{b.ja}が分かれているかどうかは、確認されていない行の実際による",
            f"whether the zones {a.value} and {b.value} are apart depends on rows that "
            "are not confirmed",
        )
    shown = min((j.joint for j in judged), key=lambda joint: (len(joint.way), joint.way))
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=f"{a.value}-{b.value}",
        message=what,
        witness=case.witness(shown.way),
        fix=survey.rows,
        survey=survey.facts,
    )


def _listed_facts(case: Case, judged: list[Judged]) -> ToSurvey:
    """Return every row that joints depend on, and what flows their controls let pass."""
    ways = [j.joint.way for j in judged]
    rows = {row for j in judged for row in j.survey}
    rows |= {row for j in judged if not j.joint.sure for row in case.unsure_rows(j.joint.way)}
    found = tuple(
        Fact(
            table=row[0],
            row=row[1],
            text=Text(
                f"制御{row[1]}がどの通信を通すかを調べ、controlsのpermitsに記入する",
                f"find out which flows control {row[1]} lets pass, and name them in permits",
            ),
        )
        if row[0] == "controls"
        else fact(case, row, ways)
        for row in sorted(rows)
    )
    return ToSurvey(found, fewest=len(found) == 1)


def _holds(case: Case, cells: tuple[_Cell, ...]) -> Finding:
    zones = _zones(case)
    guarded = len({judged.joint.row for cell in cells for judged in cell.joints})
    by_scenario = sum(cell.meeting.by_scenario for cell in cells)
    ja = f"。うち{by_scenario}通りはシナリオの定めによる" if by_scenario else ""
    en = f"; {count(by_scenario, 'pair')} by the scenario's own rule" if by_scenario else ""
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"情報系{len(zones)}区分の組合せ{len(cells)}通りを調べた。"
            f"区分をまたぐ箇所は{guarded}か所で、全て制御がある{ja}",
            f"{count(len(cells), 'pair')} of {count(len(zones), 'zone')} were checked; zones meet "
            f"in {count(guarded, 'place')}, all guarded{en}",
        ),
        num_controls=1 if guarded else None,
    )
