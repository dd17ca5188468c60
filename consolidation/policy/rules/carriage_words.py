"""What P1 says in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.inventory.tables.kinds import SegmentKind
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import names, words
from consolidation.network.carriage import exits_on_record
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.policy.repair.survey import ToSurvey
from consolidation.policy.rules.entry_words import when_text
from consolidation.policy.rules.terms import Terms, judge_terms
from consolidation.text import Text

RULE = "P1-carriage"


@dataclass(frozen=True, slots=True)
class Carried:
    """A place on the air that protected frames get to."""

    way: tuple[str, ...]
    """From the air onto the place, and from there back to where the frames begin."""
    onto: int
    """Where on the way the place is."""
    sure: bool

    @property
    def place(self) -> str:
        """The place."""
        return self.way[self.onto]


def _joined(texts: Sequence[Text]) -> Text:
    return Text(listed([t.ja for t in texts]).ja, listed([t.en for t in texts]).en)


def _segments(case: Case, node: str) -> tuple[Segment, ...]:
    """Return the segments of a place: one, the two that meet untagged on a link, or none."""
    kind, *pieces = names.parts(node)
    if kind == "native":
        link = case.estate.link[pieces[0]]
        return tuple(case.estate.segment[s] for s in (link.a_native, link.b_native) if s)
    last = case.estate.segment.get(pieces[-1]) if pieces and kind != "ports" else None
    return () if last is None else (last,)


def _protected(case: Case, node: str) -> tuple[Segment, ...]:
    return tuple(s for s in _segments(case, node) if s.id in case.protected_segments)


def _what(case: Case, carried: Carried) -> tuple[Segment, ...]:
    """Return the protected segments of a place, else those of any kind that are on it."""
    return _protected(case, carried.place) or _segments(case, carried.place)


def fault(case: Case, carried: Carried) -> int:
    """Return the step at fault: the first from the air that gets to a protected segment.

    That is the step onto the air itself, or what makes one network of two.
    """
    steps = range(carried.onto, len(carried.way))
    return next(step for step in steps if _protected(case, carried.way[step]))


def _one_network(case: Case, carried: Carried) -> tuple[Text, Text] | None:
    """Return the protected segments that a place is one network with, and the row to blame.

    ``None``: the place is itself of a protected segment.
    """
    step = fault(case, carried)
    if step == carried.onto:
        return None
    edge = case.edges(carried.way)[step - 1]
    with_ = _joined([words.segment_text(s) for s in _protected(case, carried.way[step])])
    return with_, Text(f"{edge.table} {edge.row}", f"{edge.table} {edge.row}")


def _segment_on(case: Case, carried: Carried) -> Text:
    """Say what is on a place, and how that is one network with a protected segment."""
    what = _joined([words.segment_text(s) for s in _what(case, carried)])
    joined = _one_network(case, carried)
    if joined is None:
        return what
    with_, row = joined
    return Text(
        f"{what.ja}（{row.ja}により{with_.ja}と1つの網）",
        f"{what.en} (one network with {with_.en} by {row.en})",
    )


def _over(case: Case, link: Link, radios: Sequence[Link]) -> Text:
    """Say on which radio links or SSID a link rides, unless it is a radio link itself only."""
    below = [words.link_text(radio) for radio in radios if radio.id != link.id]
    outer = case.estate.segment[link.rides_in] if link.rides_in else None
    if outer is not None and outer.kind is SegmentKind.SSID:
        below.append(words.segment_text(outer))
    if not below:
        return Text("", "")
    named = _joined(below)
    return Text(f"{named.ja}に乗る", f", which rides on {named.en},")


def carries(
    case: Case,
    link: Link,
    radios: Sequence[Link],
    carried: Sequence[Carried],
    after: tuple[str, ...],
) -> Finding:
    """Say that a link carries protected traffic through the air: what is sure of it, and how."""
    name, over, when = words.link_text(link), _over(case, link, radios), when_text(after)
    what = _joined([_segment_on(case, each) for each in carried])
    off = _joined([words.segment_text(s) for each in carried for s in _what(case, each)])
    forbidden = case.edition.carriage == "forbidden"
    verdict = _SAME if forbidden else _NO_ROW_TELLS
    apart = _parted(case, carried[0])
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if forbidden else Outcome.NOT_CHECKED,
        subject=link.id,
        message=Text(
            f"{when.ja}{over.ja}{name.ja}が住民情報系の通信を運ぶ: {what.ja}。{verdict.ja}",
            f"{when.en}{name.en}{over.en} carries resident traffic: {what.en}; {verdict.en}",
        ),
        witness=case.witness(carried[0].way),
        fix=Text(
            f"{apart.ja}回線{link.id}から{off.ja}を外すか、有線の回線に替える",
            f"{apart.en}take {off.en} off link {link.id}, or replace it by a wired link",
        )
        if not over.en
        else Text(
            f"{apart.ja}回線{link.id}から{off.ja}を外すか、無線を通らない経路に移す",
            f"{apart.en}take {off.en} off link {link.id}, or move it off radio links",
        ),
        guilty=fault(case, carried[0]),
        after=after,
    )


def _parted(case: Case, carried: Carried) -> Text:
    """Say where to keep apart what a step makes one network of two, where one does."""
    joined = _one_network(case, carried)
    if joined is None:
        return Text("", "")
    _, row = joined
    return Text(f"{row.ja}で2つの網を分けるか、", f"keep the two networks apart at {row.en}, ")


_SAME = Text("暗号化していても同じである", "encrypting it makes no difference")
_NO_ROW_TELLS = Text(
    "この版は条件付きで認めるが、条件を満たすかどうかは台帳からは確かめられない",
    "this edition allows it under conditions that an inventory cannot tell",
)


def may_carry(
    case: Case,
    link: Link,
    radios: Sequence[Link],
    carried: Sequence[Carried],
    after: tuple[str, ...],
    survey: ToSurvey,
) -> Finding:
    """Say that it cannot be told whether a link carries protected traffic through the air."""
    name, over = words.link_text(link), _over(case, link, radios)
    if not link.segments:
        why = Text("通すVLANの一覧が不明である", "its VLAN list is not known")
    elif not radios and not over.en:
        why = Text("乗る回線の記録がない", "no row says what it rides on")
    else:
        why = Text("通すVLANは確認されていない", "what it carries is not confirmed")
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=link.id,
        message=Text(
            f"{over.ja}{name.ja}に住民情報系の通信が乗るかどうか判定できない。{why.ja}",
            f"whether {name.en}{over.en} carries resident traffic cannot be told: {why.en}",
        ),
        witness=case.witness(carried[0].way) if carried else (),
        fix=survey.rows,
        guilty=fault(case, carried[0]) if carried else None,
        after=after,
        survey=survey.facts,
    )


def puts_on_the_air(
    case: Case, device: Device, ssid: Segment, carried: Carried, survey: ToSurvey
) -> Finding:
    """Say that an SSID carries protected traffic, and how; ``survey``: what leaves it open."""
    name, what = words.device_text(device), words.segment_text(ssid)
    where, terms = _leads_to(case, device, ssid, carried), _terms(case, ssid)
    after = case.brought_up_by(carried.way)
    when = when_text(after)
    verdict = _SAME if terms is None else _allowed_if(terms)
    said = Text(
        f"{when.ja}{name.ja}の{what.ja}は住民情報系の通信を電波に乗せる（{where.ja}）。{verdict.ja}",
        f"{when.en}{what.en} of {name.en} puts resident traffic on the air ({where.en}); "
        f"{verdict.en}",
    )
    outcome = Outcome.VIOLATED if terms is None else terms.outcome
    if not carried.sure:
        outcome = Outcome.UNDETERMINED
        said = Text(
            f"{name.ja}の{what.ja}が住民情報系の通信を電波に乗せるかどうか判定できない（{where.ja}）",
            f"whether {what.en} of {name.en} puts resident traffic on the air cannot be told "
            f"({where.en})",
        )
    return Finding(
        rule=RULE,
        outcome=outcome,
        subject=device.id,
        message=said,
        witness=case.witness(carried.way),
        fix=_fix(device, ssid, terms, _parted(case, carried)) if carried.sure else survey.rows,
        guilty=fault(case, carried),
        after=after,
        survey=survey.facts,
    )


def _leads_to(case: Case, device: Device, ssid: Segment, carried: Carried) -> Text:
    """Say in which protected segments clients of an SSID are, or come out, and where."""
    leads = (ssid.id, *exits_on_record(ssid))
    outs = [case.estate.segment[s] for s in leads if s in case.protected_segments]
    end = case.estate.device[ssid.tunnels_to or device.id]
    if outs:
        return _comes_out(ssid, outs, None if end is device else end)
    joined = _one_network(case, carried)
    assert joined is not None  # else it were itself protected
    with_, row = joined
    if not exits_on_record(ssid):
        return Text(
            f"端末の出口の記録がなく、{with_.ja}かもしれない",
            f"no row says where its clients come out; it may be in {with_.en}",
        )
    ja, en = ("である", "is") if carried.sure else ("かもしれない", "may be")
    return Text(
        f"{row.ja}により{with_.ja}と1つの網{ja}",
        f"it {en} one network with {with_.en} by {row.en}",
    )


def _comes_out(ssid: Segment, outs: Sequence[Segment], controller: Device | None) -> Text:
    """Say in which protected segments clients of an SSID are, in or behind it."""
    fixed = [out for out in outs if out.id not in ssid.may_bridge_to]
    dynamic = [out for out in outs if out.id in ssid.may_bridge_to and out not in fixed]
    ja, en = [], []
    if controller is not None:
        at = words.device_text(controller)
        ja.append(f"端末は{at.ja}で出る")
        en.append(f"its clients come out at {at.en}")
    if fixed:
        named = _joined([words.segment_text(out) for out in fixed])
        ja.append(f"収容先は{named.ja}")
        en.append(f"it leads to {named.en}")
    if dynamic:
        named = _joined([words.segment_text(out) for out in dynamic])
        ja.append(f"802.1Xが割り当てうる{named.ja}")
        en.append(f"802.1X may hand its clients {named.en}")
    return Text("。".join(ja), "; ".join(en))


def _terms(case: Case, ssid: Segment) -> Terms | None:
    """Return an SSID held against the edition's terms for protected traffic; ``None``: forbidden.

    An edition without terms for it forbids it.
    """
    if case.edition.carriage == "forbidden":
        return None
    protected = set(case.edition.protected)
    return next(
        (judge_terms(t, ssid) for t in case.edition.terms if protected & set(t.zones)), None
    )


def _allowed_if(terms: Terms) -> Text:
    what = terms.words
    return Text(
        f"この版は条件付きで認める。{what.ja}", f"this edition allows it on conditions; {what.en}"
    )


def _fix(device: Device, ssid: Segment, terms: Terms | None, apart: Text) -> Text | None:
    name, what = words.device_text(device), words.segment_text(ssid)
    if terms is not None and terms.outcome is Outcome.HOLDS:
        return None
    if terms is not None and terms.outcome is Outcome.NOT_CHECKED:
        return Text(
            f"segments {ssid.id} の認証方式、証明書、ログ確認、版を調べて記入する",
            f"find out how segments {ssid.id} authenticates, about certificates, logs and "
            "firmware, and fill it in",
        )
    return Text(
        f"{apart.ja}{what.ja}を{name.ja}から外すか、収容先を改める",
        f"{apart.en}take {what.en} off {name.en} or lead it elsewhere",
    )


def server_on_the_air(
    case: Case, server: Server, ssid: Segment, witness: tuple[Step, ...]
) -> Finding:
    """Say that a protected server speaks by its own wireless adapter."""
    what, terms = words.segment_text(ssid), _terms(case, ssid)
    verdict = _SAME if terms is None else _allowed_if(terms)
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if terms is None else terms.outcome,
        subject=server.id,
        message=Text(
            f"住民情報系のサーバ{server.id}は無線アダプタで{what.ja}に接続している。{verdict.ja}",
            f"the resident server {server.id} is in {what.en} by a wireless adapter; {verdict.en}",
        ),
        witness=witness,
        fix=Text(
            f"サーバ{server.id}を有線で接続し、無線アダプタを外す",
            f"connect server {server.id} by wire and take its wireless adapter out",
        ),
        guilty=1,
    )


def not_described(device: Device, witness: tuple[Step, ...]) -> Finding:
    """Say that no row tells what the radio of a device with protected segments carries."""
    name = words.device_text(device)
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=device.id,
        message=Text(
            f"{name.ja}には住民情報系のセグメントがあるが、無線区間の回線が台帳にない",
            f"{name.en} has resident segments, and no row describes its radio link",
        ),
        witness=witness,
        fix=Text(
            f"{name.ja}の無線区間が通すセグメントを確認し、linksに記入する",
            f"survey what the radio link of {name.en} carries and add it to links",
        ),
    )


def nothing_listed(case: Case) -> Finding:
    """Say that there is no network device."""
    return Finding(
        rule=RULE,
        outcome=Outcome.NOT_CHECKED,
        subject=case.state,
        message=Text(
            "台帳にネットワーク機器がなく、何も確かめられない",
            "the inventory lists no network device, so nothing can be checked",
        ),
    )


def holding(case: Case, num_links: int, num_offers: int) -> Finding:
    """Say that the rule holds and what was looked at."""
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"無線を通る回線{num_links}本と、機器の出すSSID{num_offers}件を調べた。"
            "住民情報系の通信を運ぶものはない",
            f"{count(num_links, 'link')} through the air and {count(num_offers, 'SSID')} offered "
            "by devices were checked; none carries resident traffic",
        ),
    )
