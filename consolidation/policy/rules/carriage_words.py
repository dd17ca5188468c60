"""What P1 says in words."""

from collections.abc import Sequence

from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Server
from consolidation.network import words
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.policy.rules.entry_words import when_text
from consolidation.policy.rules.terms import Terms, judge_terms
from consolidation.text import Text

RULE = "P1-carriage"


def _joined(texts: Sequence[Text]) -> Text:
    return Text(listed([t.ja for t in texts]).ja, listed([t.en for t in texts]).en)


def _over(link: Link, radios: Sequence[Link]) -> Text:
    """Say on which radio links a link rides, unless it is one itself only."""
    below = [words.link_text(radio) for radio in radios if radio.id != link.id]
    if not below:
        return Text("", "")
    named = _joined(below)
    return Text(f"{named.ja}に乗る", f", which rides on {named.en},")


def carries(
    case: Case,
    link: Link,
    radios: Sequence[Link],
    segments: Sequence[str],
    witness: tuple[Step, ...],
    after: tuple[str, ...],
) -> Finding:
    """Say that a link carries protected traffic through the air."""
    name, over, when = words.link_text(link), _over(link, radios), when_text(after)
    what = _joined([words.segment_text(case.estate.segment[s]) for s in segments])
    forbidden = case.edition.carriage == "forbidden"
    verdict = _SAME if forbidden else _NO_ROW_TELLS
    return Finding(
        rule=RULE,
        outcome=Outcome.VIOLATED if forbidden else Outcome.NOT_CHECKED,
        subject=link.id,
        message=Text(
            f"{when.ja}{over.ja}{name.ja}が住民情報系の通信を運ぶ: {what.ja}。{verdict.ja}",
            f"{when.en}{name.en}{over.en} carries resident traffic: {what.en}; {verdict.en}",
        ),
        witness=witness,
        fix=Text(
            f"回線{link.id}から{what.ja}を外すか、有線の回線に替える",
            f"take {what.en} off link {link.id}, or replace it by a wired link",
        )
        if not over.en
        else Text(
            f"回線{link.id}から{what.ja}を外すか、無線を通らない経路に移す",
            f"take {what.en} off link {link.id}, or move it off radio links",
        ),
        guilty=1,
        after=after,
    )


_SAME = Text("暗号化していても同じである", "encrypting it makes no difference")
_NO_ROW_TELLS = Text(
    "この版は条件付きで認めるが、条件を満たすかどうかは台帳からは確かめられない",
    "this edition allows it under conditions that an inventory cannot tell",
)


def may_carry(
    link: Link, radios: Sequence[Link], witness: tuple[Step, ...], after: tuple[str, ...]
) -> Finding:
    """Say that it cannot be told whether a link carries protected traffic through the air."""
    name, over = words.link_text(link), _over(link, radios)
    if not link.segments:
        why = Text("通すVLANの一覧が不明である", "its VLAN list is not known")
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
        witness=witness,
        fix=Text(
            f"links {link.id} の通すセグメントを現地で確認して記入する",
            f"survey which segments links {link.id} carries and write them down",
        ),
        guilty=1 if witness else None,
        after=after,
    )


def puts_on_the_air(
    case: Case,
    device: Device,
    ssid: Segment,
    outs: Sequence[Segment],
    end: Device,
    witness: tuple[Step, ...],
    *,
    sure: bool,
) -> Finding:
    """Say that an SSID carries protected traffic, and where its clients come out."""
    name, what = words.device_text(device), words.segment_text(ssid)
    where = _comes_out(ssid, outs, None if end is device else end)
    terms = _terms(case, ssid)
    verdict = _SAME if terms is None else _allowed_if(terms)
    outcome = Outcome.VIOLATED if terms is None else terms.outcome
    return Finding(
        rule=RULE,
        outcome=outcome if sure else Outcome.UNDETERMINED,
        subject=device.id,
        message=Text(
            f"{name.ja}の{what.ja}は住民情報系の通信を電波に乗せる（{where.ja}）。{verdict.ja}",
            f"{what.en} of {name.en} puts resident traffic on the air ({where.en}); {verdict.en}",
        ),
        witness=witness,
        fix=_fix(device, ssid, terms),
        guilty=len(witness) - 1,
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


def _fix(device: Device, ssid: Segment, terms: Terms | None) -> Text | None:
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
        f"{what.ja}を{name.ja}から外すか、収容先を改める",
        f"take {what.en} off {name.en} or lead it elsewhere",
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
