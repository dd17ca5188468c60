"""The strict reading of P2: no connection between wireless and a protected system, guarded or not.

It is reported under every edition, so that a reader sees the verdict under both readings; it is
a breach only where the edition is the strict one.
"""

from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count, listed, rows_to_survey
from consolidation.policy.rules.entry import nothing_to_check
from consolidation.policy.ways.deciding import deciding_rows
from consolidation.text import Text

RULE = "P2-strict"


def strict(case: Case) -> tuple[Finding, ...]:
    """Judge whether any way at all leads from wireless to a protected server or segment."""
    missing = nothing_to_check(case, RULE)
    if missing is not None:
        return (missing,)
    sure = [t for t in case.targets if t in case.from_air.controls]
    if sure:
        return (_connected(case, sure),)
    maybe = [t for t in case.targets if t in case.worst_from_air.controls]
    if maybe or case.unconnected:
        return (_unclear(case, maybe),)
    num = len(case.sources)
    message = Text(
        f"厳格な読みでも守られている。無線の出どころ{num}か所から住民情報系へつながる経路はない",
        f"holds in the strict reading too: no way leads from {count(num, 'radio source')} to the "
        "resident zone",
    )
    return (Finding(rule=RULE, outcome=Outcome.HOLDS, subject=case.state, message=message),)


def _connected(case: Case, sure: list[str]) -> Finding:
    fewest = case.from_air.controls
    weakest = case.from_air.nearest(sure, case.is_place)
    num = fewest[weakest]
    rows = sorted({(case.states[t].table, case.states[t].row) for t in sure})
    where = listed([row for _, row in rows])
    is_breach = case.edition.strict
    ja = "違反である" if is_breach else "厳格な読みでは違反となる（この版では参考）"
    en = "a breach" if is_breach else "a breach in the strict reading (for information here)"
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if is_breach else Outcome.NOTE,
        subject=case.state,
        message=Text(
            f"制御の有無を問わなければ、無線から住民情報系のある{len(rows)}件（{where.ja}）へ"
            f"つながる。最も弱い経路の制御は{num}個。{ja}",
            f"controls ignored, wireless is connected to {count(len(rows), 'row')} with the "
            f"resident zone ({where.en}); the weakest way passes {count(num, 'control')}: {en}",
        ),
        witness=case.witness(case.from_air.way(weakest)),
        num_controls=num,
    )


def _unclear(case: Case, maybe: list[str]) -> Finding:
    rows = deciding_rows(case, maybe)
    rows += [("servers", case.states[node].row) for node in case.unconnected]
    survey = rows_to_survey(rows)
    worst = case.worst_from_air
    way = worst.way(worst.nearest(maybe, case.is_place)) if maybe else ()
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED if case.edition.strict else Outcome.NOTE,
        subject=case.state,
        message=Text(
            "厳格な読みでは、確認されていない行の実際により結論が変わる",
            "in the strict reading the answer depends on rows that are not confirmed",
        ),
        witness=case.witness(way) if way else (),
        fix=Text(f"次の行を現地で確認する: {survey.ja}", f"survey these rows: {survey.en}"),
    )
