"""P2 entry: every way from wireless to a protected system passes at least k controls.

Two readings of the facts are compared: in the good one, only what rows state as known exists; in
the bad one, all that is assumed or unknown exists as well, and so does routing within a zone that
no row states. Both break the rule: violated. Neither does: holds, with a certificate made for the
bad reading. They disagree: undetermined.
"""

from collections.abc import Sequence

from consolidation.inventory.tables.kinds import Certainty, ControlKind
from consolidation.network.attributes import Layer, ways
from consolidation.policy.case import Case
from consolidation.policy.joints import Row
from consolidation.policy.model import Certificate, Finding, Outcome
from consolidation.policy.phrases import count, listed, rows_to_survey
from consolidation.policy.search import counted, reversed_roads, spread
from consolidation.policy.ways_in import WayIn, ways_in
from consolidation.text import Text

RULE = "P2-entry"


def entry(case: Case) -> tuple[Finding, ...]:
    """Judge every way from any radio source to any protected server or segment."""
    missing = nothing_to_check(case, RULE)
    if missing is not None:
        return (missing,)
    bad = [t for t in case.targets if case.from_air.controls.get(t, case.k) < case.k]
    worst = case.worst_from_air.controls
    unclear = [t for t in case.targets if t not in set(bad) and worst.get(t, case.k) < case.k]
    found: list[Finding] = []
    if bad:
        found += [_violation(case, way_in) for way_in in ways_in(case)]
    if unclear or case.unconnected:
        found.append(_undetermined(case, unclear))
    return tuple(found) if found else (_holds(case),)


def certificates(case: Case) -> tuple[Certificate, ...]:
    """Return the certificate that P2 holds, or nothing where it does not."""
    if nothing_to_check(case, RULE) is not None or case.unconnected:
        return ()
    fewest = case.worst_from_air.controls
    labels = tuple((node, min(case.k, fewest.get(node, case.k))) for node in case.states)
    found = dict(labels)
    if any(found[target] < case.k for target in case.targets):
        return ()
    counts = tuple(sorted(kind.value for kind in case.edition.counts))
    return (Certificate(property=RULE, k=case.k, graph=case.hash, labels=labels, counts=counts),)


def nothing_to_check(case: Case, rule: str) -> Finding | None:
    """Return a finding that nothing could be checked, where the inventory lacks what it takes."""
    if not case.estate.devices:
        why = Text(
            "台帳にネットワーク機器がなく、何も確かめられない",
            "the inventory lists no network device, so nothing can be checked",
        )
    elif not case.targets:
        why = Text(
            "台帳に住民情報系のシステムもセグメントもない",
            "the inventory lists no resident system or segment",
        )
    else:
        return None
    return Finding(rule=rule, outcome=Outcome.NOT_CHECKED, subject=case.state, message=why)


def _violation(case: Case, way_in: WayIn) -> Finding:
    sources = listed([case.states[s].row for s in way_in.sources])
    where = case.states[way_in.way[-1]].words
    num = way_in.num_controls
    if way_in.systems:
        names = way_in.systems
        systems = [case.estate.system[s].name if s in case.estate.system else s for s in names]
        ja = f"住民情報系のシステム{len(names)}件（{listed(systems).ja}）"
        en = f"{count(len(names), 'resident system')} ({listed(systems).en})"
    else:
        ja, en = f"住民情報系（{where.ja}）", f"the resident zone ({where.en})"
    past = listed(way_in.controls) if num else Text("なし", "none")
    total = len(way_in.sources)
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED,
        subject=way_in.row[1],
        message=Text(
            f"無線の出どころ{total}か所（{sources.ja}）から{ja}まで、制御{num}個（{past.ja}）で"
            f"到達できる。{case.k}個以上が必要である",
            f"{count(total, 'radio source')} ({sources.en}) can get to {en} past "
            f"{count(num, 'control')} ({past.en}); {case.k} or more are required",
        ),
        witness=case.witness(way_in.way),
        fix=_fix(case, way_in),
        num_controls=num,
    )


def _fix(case: Case, way_in: WayIn) -> Text:
    table, row = way_in.row
    if table == "controls":
        control = next(c for c in case.estate.controls if c.id == row)
        if control.kind is ControlKind.NONE:
            missing = case.k - way_in.num_controls
            return Text(
                f"{row}の中継をやめるか、そこに制御を{missing}個置く",
                f"remove the joint {row}, or put {count(missing, 'control')} in its place",
            )
        return Text(
            f"この経路に、{row}とは別の制御を{case.k - way_in.num_controls}個加える",
            f"add {count(case.k - way_in.num_controls, 'control')} besides {row} on this way",
        )
    if table == "servers":
        return Text(
            f"サーバ{row}の接続先を1つの情報系に限る",
            f"leave server {row} with interfaces in one zone only",
        )
    if table == "links":
        return Text(
            f"回線{row}から住民情報系のセグメントを外す", f"take resident segments off link {row}"
        )
    return Text(
        f"機器{row}から住民情報系のセグメントを外すか、無線と分ける",
        f"take resident segments off device {row}, or part it from wireless",
    )


def _undetermined(case: Case, unclear: Sequence[str]) -> Finding:
    rows = deciding_rows(case, unclear, case.k)
    rows += [("servers", case.states[node].row) for node in case.unconnected]
    survey = rows_to_survey(rows)
    subjects = [case.states[node].row for node in (*unclear, *case.unconnected)]
    what, total = listed(sorted(set(subjects))), len(set(subjects))
    way: tuple[str, ...] = ()
    if unclear:
        way = case.worst_from_air.way(case.worst_from_air.nearest(unclear, case.is_place))
    num = None if not unclear else case.worst_from_air.controls[way[-1]]
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=case.state,
        message=Text(
            f"住民情報系の{total}か所（{what.ja}）は、確認されていない行の実際により"
            "無線からの経路の有無が変わる",
            f"for {count(total, 'place')} of the resident zone ({what.en}) the answer depends on "
            "rows that are not confirmed",
        ),
        witness=case.witness(way) if way else (),
        fix=_survey(survey, has_routing=any(table == "devices" for table, _ in rows)),
        num_controls=num,
    )


def _survey(rows: Text, *, has_routing: bool) -> Text:
    ja, en = f"次の行を現地で確認する: {rows.ja}", f"survey these rows: {rows.en}"
    if not has_routing:
        return Text(ja, en)
    return Text(
        f"{ja}。機器については、どのセグメント間を中継し、どこを隔てているかを確かめ、"
        "controlsに記入する",
        f"{en}; for devices, find out between which of their segments they route and which they "
        "keep apart, and add it to controls",
    )


def deciding_rows(case: Case, targets: Sequence[str], k: int) -> list[Row]:
    """Return the rows not known that lie on some way with fewer than ``k`` controls to a target."""
    onward = case.worst_from_air.controls
    back = spread(reversed_roads(case.all_roads), targets, below=k).controls
    found: set[Row] = set()
    for origin, target, edge in ways(case.graph):
        if edge.certainty is Certainty.KNOWN or origin not in onward or target not in back:
            continue
        if onward[origin] + counted(edge, case.edition.counts) + back[target] < k:
            found |= case.unsure_rows((origin, target))
    return sorted(found)


def _holds(case: Case) -> Finding:
    fewest = case.worst_from_air.controls
    near = [fewest[t] for t in case.targets if t in fewest]
    weakest = min(near) if near else None
    servers = sum(case.states[t].layer is Layer.SERVER for t in case.targets)
    segments = len(case.targets) - servers
    if weakest is None:
        ja = "無線からの経路は1つもない"
        en = "there is no way from wireless at all"
    else:
        ja = f"最も弱い経路でも制御{weakest}個を通る。{weakest + 1}個を求めると破れる"
        en = (
            f"the weakest way passes {count(weakest, 'control')}; it would be a breach if "
            f"{weakest + 1} were required"
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"無線の出どころ{len(case.sources)}か所から、住民情報系のサーバ{servers}台と"
            f"セグメント設置{segments}か所までを調べた。必要な制御は{case.k}個。{ja}",
            f"{count(len(case.sources), 'radio source')} against "
            f"{count(servers, 'resident server')} and {count(segments, 'place', 'places')} of "
            f"resident segments, {count(case.k, 'control')} required: {en}",
        ),
        num_controls=weakest,
    )
