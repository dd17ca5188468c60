"""What is said of something that zones share, asked for or not."""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import Zone
from consolidation.policy.case import Case
from consolidation.policy.editions import approvals, set_apart
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import listed
from consolidation.policy.rules.whose import ByZone, Element
from consolidation.text import Text

HOST_RULE = "shared-host"
PLATFORM_RULE = "shared-platform"
STORE_RULE = "shared-store"
MANAGEMENT_RULE = "shared-management"


def finding(case: Case, rule: str, what: Element, users: ByZone, *, asked: bool) -> Finding:
    """Say that zones share an element: a breach, or a caution where the scenario asks for it."""
    shared = _shared(rule, what, list(users))
    why = [row.reason for row in set_apart(case.edition, users)]
    reasons_ja = "".join(f"。{reason.ja}" for reason in why)
    reasons_en = "".join(f"; {reason.en}" for reason in why)
    needed = approvals(case.edition, users)
    if asked:
        last = Text(
            f"シナリオが求める共用であり、必要な承認: {'、'.join(t.ja for t in needed)}",
            f"The scenario asks for it; approval needed: {', '.join(t.en for t in needed)}",
        )
    else:
        last = Text("認められていない", "It is not allowed")
    return Finding(
        rule=rule,
        outcome=Outcome.CAUTION if asked else Outcome.VIOLATED,
        subject=what.row,
        message=Text(f"{shared.ja}{reasons_ja}。{last.ja}", f"{shared.en}{reasons_en}. {last.en}"),
        witness=_evidence(rule, what, users),
        fix=_FIX[rule],
    )


def is_asked(case: Case, zones: ByZone, asked: Sequence[Zone]) -> bool:
    """Return whether a scenario asks for all that a set-apart zone shares here."""
    return all(
        row.zone in asked or set(zones) - {row.zone} <= set(asked)
        for row in set_apart(case.edition, zones)
    )


def _shared(rule: str, what: Element, zones: list[Zone]) -> Text:
    ja, en = listed([z.ja for z in zones]).ja, listed([z.value for z in zones]).en
    if rule == HOST_RULE:
        return Text(
            f"{what.text.ja}に複数の情報系（{ja}）のゲストが載っている",
            f"{what.text.en} holds guests of several zones: {en}",
        )
    if rule == MANAGEMENT_RULE:
        return Text(
            f"{what.text.ja}からの管理が複数の情報系（{ja}）にまたがる",
            f"management from {what.text.en} spans several zones: {en}",
        )
    return Text(
        f"{what.text.ja}を複数の情報系（{ja}）が共用する",
        f"{what.text.en} is shared by several zones: {en}",
    )


def kept_apart(case: Case) -> Text:
    """Return the zones that the edition sets apart."""
    kept = [row.zone for row in case.edition.sharing]
    return Text(listed([z.ja for z in kept]).ja, listed([z.value for z in kept]).en)


_FIX = {
    HOST_RULE: Text(
        "情報系ごとにホストを分けて配置するか、承認を得てシナリオで認める",
        "place the guests of each zone on hosts of their own, or have it approved and allow it in "
        "the scenario",
    ),
    PLATFORM_RULE: Text(
        "情報系ごとに別の基盤に置くか、承認を得てシナリオで認める",
        "put the guests of each zone on a platform of its own, or have it approved and allow it in "
        "the scenario",
    ),
    STORE_RULE: Text(
        "情報系ごとに記憶域を分けるか、承認を得てシナリオで認める",
        "give each zone a store of its own, or have it approved and allow it in the scenario",
    ),
    MANAGEMENT_RULE: Text(
        "情報系ごとに管理元を分けるか、承認を得てシナリオで認める",
        "have each zone managed from a place of its own, or have it approved and allow it in the "
        "scenario",
    ),
}


def _evidence(rule: str, what: Element, users: ByZone) -> tuple[Step, ...]:
    """Return what is shared, and the first element of each zone that shares it."""
    steps = [Step(node=what.node, table=what.table, row=what.row, text=what.text)]
    for zone, elements in users.items():
        first, total = elements[0], len(elements)
        name = first.text
        if (first.table, first.row) == (what.table, what.row):
            text = Text(f"それ自体が{zone.ja}に属する", f"it belongs to {zone.value} itself")
            steps.append(Step(node=first.node, table=first.table, row=first.row, text=text))
            continue
        how = {
            STORE_RULE: Text("が利用する", "uses it"),
            MANAGEMENT_RULE: Text("を管理する", "is managed by it"),
        }.get(rule, Text("が載っている", "is on it"))
        text = Text(
            f"{name.ja}（{zone.ja}）{how.ja}。この情報系は計{total}件",
            f"{name.en} ({zone.value}) {how.en}, one of {total} of that zone",
        )
        steps.append(Step(node=first.node, table=first.table, row=first.row, text=text))
    return tuple(steps)
