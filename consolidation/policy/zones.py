"""Zone separation: no two zones are joined without a control of a kind that the edition accepts.

Any unguarded way between two zones passes, somewhere, straight from a state of one zone to a
state of another, with nothing between but states of no zone (a hub, a switch not described, a
server of no system). So every breach is found by looking at these joints alone, one by one.
"""

from collections.abc import Iterable

from consolidation.inventory.tables.kinds import Zone
from consolidation.policy.case import Case
from consolidation.policy.editions import accepted_kinds
from consolidation.policy.joints import ZONED, Joint, Row
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count, rows_to_survey
from consolidation.text import Text

RULE = "zone-separation"
Pair = tuple[Zone, Zone]


def zone_separation(case: Case) -> tuple[Finding, ...]:
    """Judge every joint of two zones."""
    if not case.estate.devices:
        text = Text(
            "台帳にネットワーク機器がなく、何も確かめられない",
            "the inventory lists no network device, so nothing can be checked",
        )
        return (Finding(rule=RULE, outcome=Outcome.NOT_CHECKED, subject=case.state, message=text),)
    joints = tuple(joint for joint in case.joints if joint.origin is not None)
    breaches = [j for j in joints if not j.kinds & set(accepted_kinds(case.edition, *_pair(j)))]
    sure = _shortest(j for j in breaches if j.sure)
    unsure = [j for j in breaches if not j.sure and (_pair(j), j.row) not in sure]
    found = [_violation(case, joint) for joint in sure.values()]
    found += _undetermined(case, unsure)
    return tuple(found) if found else (_holds(case, joints),)


def _pair(joint: Joint) -> Pair:
    """Return the two zones of a joint in the order of the vocabulary."""
    assert joint.origin is not None
    order = list(Zone)
    a, b = sorted((joint.origin, joint.target), key=order.index)
    return a, b


def _shortest(joints: Iterable[Joint]) -> dict[tuple[Pair, Row], Joint]:
    """Return the shortest joint of each pair of zones at each row, in order."""
    found: dict[tuple[Pair, Row], Joint] = {}
    for joint in sorted(joints, key=lambda j: (_pair(j), j.row, len(j.way), j.way)):
        found.setdefault((_pair(joint), joint.row), joint)
    return found


def _violation(case: Case, joint: Joint) -> Finding:
    a, b = _pair(joint)
    table, row = joint.row
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED,
        subject=row,
        message=Text(
            f"{a.ja}と{b.ja}が、認められた制御なしにつながっている（{table} {row}）",
            f"the zones {a.value} and {b.value} are joined without an accepted control "
            f"({table} {row})",
        ),
        witness=case.witness(joint.way),
        fix=Text(
            f"{table} {row} のところで2つの情報系を分けるか、ファイアウォールなどの制御を置く",
            f"part the two zones at {table} {row}, or put a control such as a firewall there",
        ),
        num_controls=0,
    )


def _undetermined(case: Case, joints: list[Joint]) -> list[Finding]:
    by_pair: dict[Pair, list[Joint]] = {}
    for joint in joints:
        by_pair.setdefault(_pair(joint), []).append(joint)
    found = []
    for (a, b), those in sorted(by_pair.items()):
        survey = rows_to_survey(sorted({row for j in those for row in case.unsure_rows(j.way)}))
        shown = min(those, key=lambda j: (len(j.way), j.way))
        found.append(
            Finding(
                rule=RULE,
                outcome=Outcome.UNDETERMINED,
                subject=f"{a.value}-{b.value}",
                message=Text(
                    f"{a.ja}と{b.ja}が分かれているかどうかは、確認されていない行の実際による",
                    f"whether the zones {a.value} and {b.value} are apart depends on rows that "
                    "are not confirmed",
                ),
                witness=case.witness(shown.way),
                fix=Text(f"次の行を現地で確認する: {survey.ja}", f"survey these rows: {survey.en}"),
            )
        )
    return found


def _holds(case: Case, joints: tuple[Joint, ...]) -> Finding:
    zones = {s.zone for s in case.states.values() if s.zone is not None and s.layer in ZONED}
    pairs = len(zones) * (len(zones) - 1) // 2
    guarded = len({joint.row for joint in joints})
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"情報系{len(zones)}区分の組合せ{pairs}通りを調べた。"
            f"区分をまたぐ箇所は{guarded}か所で、全て制御がある",
            f"{count(pairs, 'pair')} of {count(len(zones), 'zone')} were checked; zones meet in "
            f"{count(guarded, 'place')}, all guarded",
        ),
        num_controls=1 if guarded else None,
    )
