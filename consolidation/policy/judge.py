"""The verdict: every rule of an edition judged on one state of the estate."""

from collections.abc import Callable

from consolidation.inventory.estate import Estate
from consolidation.network.graph import build_graph
from consolidation.policy.carriage import carriage
from consolidation.policy.case import Case
from consolidation.policy.editions import EDITIONS
from consolidation.policy.entry import certificates, entry
from consolidation.policy.fate import shared_fate
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Verdict
from consolidation.policy.sharing import shared_host, shared_platform
from consolidation.policy.strict import strict
from consolidation.policy.zones import zone_separation
from consolidation.text import Text

Rule = Callable[[Case], tuple[Finding, ...]]


def conditions(case: Case) -> tuple[Finding, ...]:
    """Name what the edition asks for and an inventory cannot tell."""
    return tuple(
        Finding(
            rule="conditions",
            outcome=Outcome.NOT_CHECKED,
            subject=f"{case.edition.id}-{number}",
            message=Text(
                f"台帳からは確かめられない: {condition.ja}",
                f"an inventory cannot tell: {condition.en}",
            ),
        )
        for number, condition in enumerate(case.edition.conditions, start=1)
    )


RULES: tuple[Rule, ...] = (
    carriage,
    entry,
    strict,
    shared_fate,
    zone_separation,
    shared_host,
    shared_platform,
    conditions,
)
"""Every rule, in the order of the report; a new rule is a function added here."""

NOT_YET = (
    Text(
        "同じ装置・同じ管理者・同じハイパーバイザに依存する制御も別々に数えている",
        "controls on one box, under one administrator or on one hypervisor are counted one by one",
    ),
    Text(
        "管理用アクセスや集中管理装置の乗っ取り、IPトンネル、回線・管路の単一故障時の状態は扱わない",
        "take-over through management or controllers, tunnels over other lines, and the state "
        "after each single failure are not judged",
    ),
    Text(
        "P3（運命共有）は一部のみ。記憶装置・電源・管路の共用は調べず、確認済みの経路だけで見る",
        "P3 (shared fate) is judged in part, by confirmed ways only: shared storage, power and "
        "ducts are not looked at",
    ),
    Text(
        "同じ情報系のセグメントを同じ機器が中継するかどうかの記録がなければ、確認されるまでは"
        "中継するとみなして経路を調べる。controlsのある組と、異なる情報系の間は、記録のとおり"
        "であり、ほかに中継はないものとみなす",
        "where no row says whether a device routes between its segments of one zone, ways by it "
        "are looked for as if it did; pairs with a controls row are taken as the row says, and "
        "different zones on one device as apart but for such rows",
    ),
    Text(
        "確認すべき行は、関係する全ての行を挙げる。最少の組ではない",
        "rows to survey are all that matter, not the smallest set that would settle the question",
    ),
)


def judge(estate: Estate, state: str, options: PolicyOptions) -> Verdict:
    """Return all findings on one state of the estate, with certificates of what is proved.

    ``state`` names the state in the report: ``as-is``, ``to-be`` or ``wave-3``. Every rule says
    something: what is in breach, or that it holds and what was looked at.
    """
    edition = EDITIONS[options.edition]
    case = Case(estate, state, options, edition, build_graph(estate))
    findings = tuple(finding for rule in RULES for finding in rule(case))
    return Verdict(
        state=state,
        edition=options.edition,
        findings=findings,
        certificates=certificates(case),
        not_yet=NOT_YET,
    )
