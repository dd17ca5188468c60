"""P1 carriage: no protected traffic rides on a radio link, encrypted or not."""

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, SegmentKind
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.network import names, words
from consolidation.network.attributes import Layer, edge_of
from consolidation.network.wireless import is_radio, radiates
from consolidation.policy.case import Case
from consolidation.policy.model import Finding, Outcome, Step
from consolidation.policy.phrases import count, listed
from consolidation.text import Text

RULE = "P1-carriage"


def carriage(case: Case) -> tuple[Finding, ...]:
    """Judge every radio link, and every SSID on every device that offers it.

    Backup lines are judged like the others: what they would carry after a failure counts. A
    radio link whose VLAN list is not known is undetermined, and so is a radio bridge or LTE
    router with protected segments whose radio link no row describes.
    """
    links = [link for link in case.estate.links if is_radio(link)]
    found = [f for link in links if (f := _judge_link(case, link)) is not None]
    offers = _offers(case)
    found += [f for device, ssid in offers if (f := _judge_ssid(case, device, ssid)) is not None]
    found += [f for device in case.estate.devices if (f := _undescribed(case, device)) is not None]
    return tuple(found) if found else (_holds(case, len(links), len(offers)),)


def _offers(case: Case) -> list[tuple[Device, Segment]]:
    found = []
    for segment in case.estate.segments:
        if segment.kind is not SegmentKind.SSID:
            continue
        for device in case.estate.devices:
            air, domain = names.air("devices", device.id), names.domain(device.id, segment.id)
            if case.graph.has_edge(air, domain):
                found.append((device, segment))
    return found


def _judge_link(case: Case, link: Link) -> Finding | None:
    air = names.air("links", link.id)
    carried = {
        segment: edge_of(case.graph, air, wire).certainty
        for segment in sorted(case.protected_segments)
        if case.graph.has_edge(air, wire := names.wire(link.id, segment))
    }
    sure = [s for s, certainty in carried.items() if certainty is Certainty.KNOWN]
    name = words.link_text(link)
    if sure:
        return _carries(case, link, sure)
    if not carried and link.segments:
        return None
    if not link.segments:
        why = Text("通すVLANの一覧が不明である", "its VLAN list is not known")
    else:
        why = Text("通すVLANは確認されていない", "what it carries is not confirmed")
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=link.id,
        message=Text(
            f"{name.ja}に住民情報系の通信が乗るかどうか判定できない。{why.ja}",
            f"whether {name.en} carries resident traffic cannot be told: {why.en}",
        ),
        witness=_evidence(case, link, sorted(carried)),
        fix=Text(
            f"links {link.id} の通すセグメントを現地で確認して記入する",
            f"survey which segments links {link.id} carries and write them down",
        ),
    )


def _carries(case: Case, link: Link, segments: list[str]) -> Finding:
    name = words.link_text(link)
    what = [words.segment_text(case.estate.segment[s]) for s in segments]
    ja, en = listed([w.ja for w in what]).ja, listed([w.en for w in what]).en
    verdict = _verdict(case)
    return Finding(
        rule=RULE,
        outcome=_breach(case),
        subject=link.id,
        message=Text(
            f"{name.ja}が住民情報系の通信を運ぶ: {ja}。{verdict.ja}",
            f"{name.en} carries resident traffic: {en}; {verdict.en}",
        ),
        witness=_evidence(case, link, segments),
        fix=Text(
            f"回線{link.id}から{ja}を外すか、有線の回線に替える",
            f"take {en} off link {link.id}, or replace it by a wired link",
        ),
    )


def _evidence(case: Case, link: Link, segments: list[str]) -> tuple[Step, ...]:
    air = names.air("links", link.id)
    return case.witness((air, names.wire(link.id, segments[0]))) if segments else ()


def _judge_ssid(case: Case, device: Device, ssid: Segment) -> Finding | None:
    exit_segment = ssid.bridges_to or ssid.id
    protected = case.protected_segments
    if ssid.id not in protected and exit_segment not in protected:
        return None
    air, inside = names.air("devices", device.id), names.domain(device.id, ssid.id)
    sure = edge_of(case.graph, air, inside).certainty is Certainty.KNOWN
    name, what = words.device_text(device), words.segment_text(ssid)
    out, verdict = words.segment_text(case.estate.segment[exit_segment]), _verdict(case)
    return Finding(
        rule=RULE,
        outcome=_breach(case) if sure else Outcome.UNDETERMINED,
        subject=device.id,
        message=Text(
            f"{name.ja}の{what.ja}は住民情報系の通信を電波に乗せる（収容先は{out.ja}）。"
            f"{verdict.ja}",
            f"{what.en} of {name.en} puts resident traffic on the air (it leads to {out.en}); "
            f"{verdict.en}",
        ),
        witness=case.witness((air, inside)),
        fix=Text(
            f"{what.ja}を{name.ja}から外すか、収容先を改める",
            f"take {what.en} off {name.en} or lead it elsewhere",
        ),
    )


def _undescribed(case: Case, device: Device) -> Finding | None:
    """Judge a bridge or LTE router with protected segments whose radio link no row describes."""
    if not radiates(device) or device.kind is DeviceKind.ACCESS_POINT:
        return None
    ends = [link for link in case.estate.links if device.id in (link.a_device, link.b_device)]
    air = names.air("devices", device.id)
    there = [
        names.domain(device.id, segment)
        for segment in sorted(case.protected_segments)
        if case.graph.has_edge(air, names.domain(device.id, segment))
    ]
    if any(is_radio(link) for link in ends) or not there:
        return None
    name = words.device_text(device)
    return Finding(
        rule=RULE,
        outcome=Outcome.UNDETERMINED,
        subject=device.id,
        message=Text(
            f"{name.ja}には住民情報系のセグメントがあるが、無線区間の回線が台帳にない",
            f"{name.en} has resident segments, and no row describes its radio link",
        ),
        witness=case.witness((air, there[0])),
        fix=Text(
            f"{name.ja}の無線区間が通すセグメントを確認し、linksに記入する",
            f"survey what the radio link of {name.en} carries and add it to links",
        ),
    )


def _verdict(case: Case) -> Text:
    if case.edition.carriage == "forbidden":
        return Text("暗号化していても同じである", "encrypting it makes no difference")
    return Text(
        "この版は条件付きで認めるが、条件を満たすかどうかは台帳からは確かめられない",
        "this edition allows it under conditions that an inventory cannot tell",
    )


def _breach(case: Case) -> Outcome:
    forbidden = case.edition.carriage == "forbidden"
    return Outcome.VIOLATED if forbidden else Outcome.NOT_CHECKED


def _holds(case: Case, num_links: int, num_offers: int) -> Finding:
    if not any(state.layer is Layer.DEVICE for state in case.states.values()):
        return Finding(
            rule=RULE,
            outcome=Outcome.NOT_CHECKED,
            subject=case.state,
            message=Text(
                "台帳にネットワーク機器がなく、何も確かめられない",
                "the inventory lists no network device, so nothing can be checked",
            ),
        )
    return Finding(
        rule=RULE,
        outcome=Outcome.HOLDS,
        subject=case.state,
        message=Text(
            f"無線回線{num_links}本と、機器の出すSSID{num_offers}件を調べた。"
            "住民情報系の通信を運ぶものはない",
            f"{count(num_links, 'radio link')} and {count(num_offers, 'SSID')} offered by devices "
            "were checked; none carries resident traffic",
        ),
    )
