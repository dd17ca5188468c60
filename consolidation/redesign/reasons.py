"""The sentences that tell a planner why a line became what it is, and what is not done yet."""

import re
from collections.abc import Iterable

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.network import Link
from consolidation.redesign.model import LineDesign
from consolidation.text import Text

NOT_YET: tuple[Text, ...] = (
    Text(
        "経路は最少リンク数で固定し、故障時の容量は検査していない (正常時のみ)。故障後の容量、"
        "分離方式ごとの費用、新しい回線も含めた比較は consolidation options で行う",
        "routes are fixed to fewest links; capacity is checked in the normal state only, not after "
        "failures; `consolidation options` compares with failures, the price of each isolation "
        "kit and new lines",
    ),
    Text(
        "回線の切替日は全回線一律で、契約の満了日を待つ場合は比べていない。切替日までに満了する"
        "契約の解約金は計上しない",
        "all lines change on one day and waiting for a contract's end is not weighed; contracts "
        "that end by that day are left without a termination fee",
    ),
    Text(
        "VLAN、VRF、SDNの費用差は比べていない (統合ルータと改修の単価は共通)",
        "VLAN, VRF and SDN are priced alike: one price per merged router and per reworked site",
    ),
    Text(
        "統合の組は拠点ごとに住民系1本と行政系1本である。予備回線はそのまま残す",
        "a merge joins one resident and one administrative line of a site; backup lines stay",
    ),
    Text(
        "各案の最適性は、この経路のもとでの回線帯域の選び方について示したものである",
        "each option's bound speaks of the choice of capacities for these routes",
    ),
)


def unpriced_reasons(estate: Estate, designs: Iterable[LineDesign]) -> tuple[Text, ...]:
    """Return what the comparison of the options leaves out for want of device prices."""
    unknown = {
        d.id for d in estate.devices if d.lease_yen_month is None or d.maintenance_yen_year is None
    }
    if not unknown:
        return ()
    taken = {name for design in designs for name in design.devices_removed if name in unknown}
    return (
        Text(
            f"ネットワーク機器{len(unknown)}台はリースか保守の額が不明で、その分を案の機器費に"
            f"含まない (うちいずれかの案で撤去するもの{len(taken)}台)。追加する機器は購入価格のみ",
            f"devices whose lease or maintenance is not known: {len(unknown)}; that is not in the "
            f"options' device costs ({len(taken)} of them go under some option); added devices "
            "are counted at their price alone",
        ),
    )


def changed_reason(reason: Text, before: Link | None, after: Link) -> Text:
    """Return a line's sizing reason, with what else changed about it."""
    if before is None:
        return Text(f"新しい回線。{reason.ja}", f"a new line; {reason.en}")
    more = sorted(set(after.segments) - set(before.segments))
    if not more:
        return reason
    names = ", ".join(more)
    return Text(f"{reason.ja}。新たに通す: {names}", f"{reason.en}; now also carries {names}")


def removed_reason(survivor: str | None) -> Text:
    """Return why a link goes: its partner carries both networks, or a device at its end goes."""
    if survivor is None:
        return Text("つながる機器の撤去に伴い不要となる", "not needed: a device at its end goes")
    return Text(
        f"回線 {survivor} が両網を通すため撤去する", f"line {survivor} carries both networks"
    )


def new_reason(link: Link) -> Text:
    """Return why a link inside a site is new: the note it was added with, else the merge."""
    if link.note:
        return noted(link.note)
    return Text(
        "統合ルータと既設機器をつなぐ", "joins the merged router and a device that was there"
    )


def noted(note: str) -> Text:
    """Return a note in the language of each reader; notes on rows begin with both.

    >>> noted("VLAN延伸 (VLAN extension): V-1 -> NEXT; 統合 (merge): LN-1").ja
    'VLAN延伸: V-1 -> NEXT; 統合: LN-1'
    >>> noted("VLAN延伸 (VLAN extension): V-1 -> NEXT").en
    'VLAN extension: V-1 -> NEXT'
    """
    return Text(_BOTH.sub(r"\1", note), _BOTH.sub(r"\2", note))


_BOTH = re.compile(r"([^;:() ]+) \(([A-Za-z][A-Za-z -]*)\)(?=[;:]|$)")


def facility_reason(before: Link, after: Link) -> Text:
    """Return what changed about a link inside a site."""
    if before == after:
        return Text("契約のある構内の回線。現状のまま", "a contract inside the site; kept")
    more = ", ".join(sorted(set(after.segments) - set(before.segments)))
    if more:
        return Text(f"新たに通す: {more}", f"now also carries {more}")
    return Text("統合後の機器につなぎ替える", "plugged into the device that stays")
