"""What P2 says in words: what is in breach, what cannot be told, what holds."""

from collections.abc import Sequence

from consolidation.network.attributes import Layer
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count, group_text, listed
from consolidation.policy.repair.survey import ToSurvey
from consolidation.policy.rules.entry_fixes import fix
from consolidation.policy.ways.losses import MOST_SETS
from consolidation.policy.ways.roads import guards
from consolidation.policy.ways.ways_in import WayIn
from consolidation.text import Text

RULE = "P2-entry"
MOST_FACTS = 12


def violation(
    case: Case, way_in: WayIn, after: tuple[str, ...], others: tuple[tuple[str, ...], ...]
) -> Finding:
    """Say by which row wireless gets in, from where, to what and past which controls."""
    rows = list(dict.fromkeys(case.states[s].row for s in way_in.sources))
    sources = listed(rows)
    where = case.states[way_in.way[-1]].words
    num, plain = way_in.num_controls, len(way_in.controls)
    if way_in.systems:
        names = way_in.systems
        systems = [case.estate.system[s].name if s in case.estate.system else s for s in names]
        ja = f"住民情報系のシステム{len(names)}件（{listed(systems).ja}）"
        en = f"{count(len(names), 'resident system')} ({listed(systems).en})"
    else:
        ja, en = f"住民情報系（{where.ja}）", f"the resident zone ({where.en})"
    past = listed(way_in.controls) if plain else Text("なし", "none")
    total, when = len(rows), when_text(after)
    together = _together(way_in)
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED,
        subject=way_in.row[1],
        message=Text(
            f"無線の出どころ{total}か所（{sources.ja}）から{ja}まで、{when.ja}独立した制御{num}個"
            f"（{past.ja}）で到達できる{together.ja}。{case.k}個以上が必要である",
            f"{count(total, 'radio source')} ({sources.en}) can get to {en} {when.en}past "
            f"{count(num, 'independent control')} ({past.en}){together.en}; {case.k} or more are "
            "required",
        ),
        witness=case.witness(way_in.way),
        fix=fix(case, way_in),
        num_controls=num,
        num_plain=plain,
        guilty=way_in.step,
        others=tuple(case.witness(way) for way in others),
        lost=way_in.lost,
        after=after,
    )


def when_text(after: tuple[str, ...]) -> Text:
    """Return the failures that bring up backup lines as the beginning of a clause; ``*``: any."""
    if not after:
        return Text("", "")
    if after == ("*",):
        return Text("故障で予備回線に切り替わると、", "once a failure brings up a backup line, ")
    links = listed([link for link in after if link != "*"])
    return Text(
        f"回線{links.ja}が故障して予備回線に切り替わると、",
        f"once {links.en} fails and a backup line comes up, ",
    )


def _together(way_in: WayIn) -> Text:
    """Say which controls of a way fall together, where it has more than independent ones."""
    if len(way_in.controls) == way_in.num_controls:
        return Text("", "")
    groups = [group_text(group) for group in way_in.lost]
    ja, en = listed([g.ja for g in groups]).ja, listed([g.en for g in groups]).en
    return Text(
        f"。制御は{len(way_in.controls)}個あるが、{ja}が失われると同時に失われるため、1個と数える",
        f", as the {len(way_in.controls)} controls on the way fall together with {en}",
    )


def undetermined(case: Case, unclear: Sequence[str], survey: ToSurvey) -> Finding:
    """Say that the answer depends on rows that are not confirmed, and which to survey."""
    subjects = [case.states[node].row for node in (*unclear, *case.unconnected)]
    what, total = listed(sorted(set(subjects))), len(set(subjects))
    way: tuple[str, ...] = ()
    num = plain = None
    if unclear:
        way, num = case.worst_entered_way(unclear)
        plain = sum(guards(edge, case.edition.counts) for edge in case.edges(way))
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
        fix=survey_text(survey),
        num_controls=num,
        num_plain=plain,
        survey=survey.facts,
    )


def not_searched(case: Case) -> Finding:
    """Say that more sets of groups matter than are tried."""
    return Finding(
        rule=RULE,
        outcome=Outcome.NOT_CHECKED,
        subject=case.state,
        message=Text(
            f"同時に失われる制御の組合せが{MOST_SETS:,}通りを超え、独立した制御が{case.k}個あるか"
            "どうかを調べきれない",
            f"more than {MOST_SETS:,} sets of controls that fall together would have to be tried "
            f"to tell whether {case.k} of them are independent",
        ),
    )


def holding(case: Case) -> Finding:
    """Say that the rule holds, what was looked at and at how many controls it would turn."""
    fewest = case.worst_from_air.controls
    plain = min((fewest[t] for t in case.targets if t in fewest), default=None)
    weakest, turns = weakest_text(case)
    servers = sum(case.states[t].layer is Layer.SERVER for t in case.targets)
    segments = len(case.targets) - servers
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"無線の出どころ{len(case.sources)}か所から、住民情報系のサーバ{servers}台と"
            f"セグメント設置{segments}か所までを調べた。必要な制御は{case.k}個。{turns.ja}",
            f"{count(len(case.sources), 'radio source')} against "
            f"{count(servers, 'resident server')} and {count(segments, 'place', 'places')} of "
            f"resident segments, {count(case.k, 'control')} required: {turns.en}",
        ),
        num_controls=weakest,
        num_plain=plain,
    )


def weakest_text(case: Case) -> tuple[int | None, Text]:
    """Return the independent controls on the weakest way, and what that means in words."""
    found = case.weakest
    if found is None:
        none = Text("無線からの経路は1つもない", "there is no way from wireless at all")
        return None, none
    weakest, proved = found
    if not proved:
        return weakest, Text(
            f"最も弱い経路でも独立した制御を{weakest}個以上通る",
            f"the weakest way passes {count(weakest, 'independent control')} or more",
        )
    return weakest, Text(
        f"最も弱い経路でも独立した制御{weakest}個を通る。{weakest + 1}個を求めると破れる",
        f"the weakest way passes {count(weakest, 'independent control')}; it would be a breach "
        f"if {weakest + 1} were required",
    )


def survey_text(survey: ToSurvey) -> Text | None:
    """Return what to survey, as the way to mend an undetermined answer."""
    if not survey.facts:
        return None
    shown, caveat = survey.facts[:MOST_FACTS], survey.caveat
    ja, en = "、".join(f.text.ja for f in shown), "; ".join(f.text.en for f in shown)
    more = len(survey.facts) - MOST_FACTS
    return Text(
        f"現地調査: {ja}{f'、ほか{more}件' if more > 0 else ''}{caveat.ja}",
        f"to survey: {en}{f'; and {more} more' if more > 0 else ''}{caveat.en}",
    )
