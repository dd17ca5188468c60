"""What an edition asks of wireless LANs, held against what rows say of each SSID."""

from dataclasses import dataclass

from consolidation.inventory.tables.kinds import SegmentKind, Zone
from consolidation.inventory.tables.network import Segment
from consolidation.network import words
from consolidation.policy.case import Case
from consolidation.policy.editions import WirelessTerms
from consolidation.policy.model import Finding, Outcome
from consolidation.policy.phrases import count
from consolidation.text import Text

RULE = "conditions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Which of an edition's terms an SSID keeps, breaks, or leaves open."""

    kept: tuple[Text, ...]
    broken: tuple[Text, ...]
    open: tuple[Text, ...]

    @property
    def outcome(self) -> Outcome:
        """Violated where one is broken, not checked where rows leave one open, else holds."""
        if self.broken:
            return Outcome.VIOLATED
        return Outcome.NOT_CHECKED if self.open else Outcome.HOLDS

    @property
    def words(self) -> Text:
        """What is broken, else what no row tells, else what is kept."""
        if self.broken:
            return Text(f"満たさない条件: {_ja(self.broken)}", f"not kept: {_en(self.broken)}")
        if self.open:
            return Text(f"記録のない条件: {_ja(self.open)}", f"not on record: {_en(self.open)}")
        return Text(f"満たす条件: {_ja(self.kept)}", f"kept: {_en(self.kept)}")


def _ja(texts: tuple[Text, ...]) -> str:
    return "、".join(text.ja for text in texts)


def _en(texts: tuple[Text, ...]) -> str:
    return ", ".join(text.en for text in texts)


def judge_terms(terms: WirelessTerms, ssid: Segment) -> Terms:
    """Hold an edition's terms against the columns of an SSID.

    >>> from consolidation.inventory.tables.kinds import WirelessSecurity
    >>> terms = WirelessTerms(zones=(Zone.RESIDENT,), logs_reviewed=True,
    ...                       securities=(WirelessSecurity.WPA3_ENTERPRISE,))
    >>> ssid = Segment(id="S", name="s", kind=SegmentKind.SSID, zone=Zone.RESIDENT,
    ...                security=WirelessSecurity.OPEN)
    >>> judge_terms(terms, ssid).words.en
    'not kept: authentication by wpa3-enterprise (it is open)'
    """
    accepted = None if ssid.security is None else ssid.security in terms.securities
    asked: list[tuple[Text, bool | None]] = [(_security(terms, ssid), accepted)]
    for is_asked, value, name in (
        (
            terms.client_certificates,
            ssid.client_certificates,
            Text("クライアント証明書による認証", "client certificates (EAP-TLS)"),
        ),
        (
            terms.logs_reviewed,
            ssid.logs_reviewed,
            Text("接続ログの確認", "access logs are reviewed"),
        ),
        (
            terms.firmware_current,
            ssid.firmware_current,
            Text("最新のファームウェア", "current firmware"),
        ),
    ):
        if is_asked:
            asked.append((name, value))
    return Terms(
        kept=tuple(text for text, value in asked if value is True),
        broken=tuple(text for text, value in asked if value is False),
        open=tuple(text for text, value in asked if value is None),
    )


def _security(terms: WirelessTerms, ssid: Segment) -> Text:
    kinds_ja = "か".join(kind.ja for kind in terms.securities)
    kinds_en = " or ".join(kind.value for kind in terms.securities)
    if ssid.security is None or ssid.security in terms.securities:
        return Text(f"{kinds_ja}による認証", f"authentication by {kinds_en}")
    return Text(
        f"{kinds_ja}による認証（実際は{ssid.security.ja}）",
        f"authentication by {kinds_en} (it is {ssid.security.value})",
    )


def conditions(case: Case) -> tuple[Finding, ...]:
    """Judge what the edition asks for besides: of wireless LANs by row, the rest not at all.

    Wireless LANs that carry protected traffic are judged with the rule on carriage.
    """
    untold = tuple(
        Finding(
            rule=RULE,
            outcome=Outcome.NOT_CHECKED,
            subject=f"{case.edition.id}-{number}",
            message=Text(
                f"台帳からは確かめられない: {condition.ja}",
                f"an inventory cannot tell: {condition.en}",
            ),
        )
        for number, condition in enumerate(case.edition.conditions, start=1)
    )
    told = [
        finding
        for terms in case.edition.terms
        if not set(terms.zones) <= set(case.edition.protected)
        for finding in _of_zones(case, terms)
    ]
    return (*untold, *told)


def _of_zones(case: Case, terms: WirelessTerms) -> tuple[Finding, ...]:
    """Judge the SSIDs that carry traffic of some zones."""
    ssids = [
        s for s in case.estate.segments
        if s.kind is SegmentKind.SSID and traffic_zones(case, s) & set(terms.zones)
    ]  # fmt: skip
    found = tuple(_of_ssid(ssid, judge_terms(terms, ssid)) for ssid in ssids)
    if any(finding.outcome is not Outcome.HOLDS for finding in found):
        return tuple(finding for finding in found if finding.outcome is not Outcome.HOLDS)
    ja = "、".join(zone.ja for zone in terms.zones)
    en = ", ".join(zone.value for zone in terms.zones)
    message = Text(
        f"{ja}の通信を運ぶSSID{len(ssids)}件を調べた。条件を満たさないものはない",
        f"{count(len(ssids), 'SSID')} with traffic of the zone {en} checked, none of which breaks "
        "the conditions",
    )
    return (Finding(rule=RULE, outcome=Outcome.HOLDS, subject=case.state, message=message),)


def traffic_zones(case: Case, ssid: Segment) -> frozenset[Zone]:
    """Return the zones whose traffic an SSID carries: its own and those its clients come out in."""
    exits = [case.estate.segment[s] for s in (ssid.bridges_to, *ssid.may_bridge_to) if s]
    return frozenset({ssid.zone, *(segment.zone for segment in exits)})


def _of_ssid(ssid: Segment, terms: Terms) -> Finding:
    what, said = words.segment_text(ssid), terms.words
    return Finding(
        rule=RULE,
        outcome=terms.outcome,
        subject=ssid.id,
        message=Text(
            f"{what.ja}（{ssid.zone.ja}）の{said.ja}",
            f"{what.en} ({ssid.zone.value}): {said.en}",
        ),
        fix=Text(
            f"segments {ssid.id} の認証方式などを改めるか、実際を調べて記入する",
            f"change how segments {ssid.id} authenticates, or find out and fill it in",
        ),
    )
