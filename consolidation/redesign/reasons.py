"""The sentences that tell a planner why a line became what it is, and what is not done yet."""

from consolidation.inventory.tables.network import Link
from consolidation.text import Text

NOT_YET: tuple[Text, ...] = (
    Text(
        "経路は最少リンク数で固定し、故障時の容量は検査していない (正常時のみ)",
        "routes are fixed to fewest links; capacity is checked in the normal state only, "
        "not after failures",
    ),
    Text(
        "契約の満了日を待つ場合を比べていない。解約金は変更・撤去した回線に必ず計上する",
        "waiting for a contract's end is not weighed: the termination fee is counted for every "
        "line that is exchanged or removed",
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
        return Text(link.note, link.note)
    return Text(
        "統合ルータと既設機器をつなぐ", "joins the merged router and a device that was there"
    )


def facility_reason(before: Link, after: Link) -> Text:
    """Return what changed about a link inside a site."""
    if before == after:
        return Text("契約のある構内の回線。現状のまま", "a contract inside the site; kept")
    more = ", ".join(sorted(set(after.segments) - set(before.segments)))
    if more:
        return Text(f"新たに通す: {more}", f"now also carries {more}")
    return Text("統合後の機器につなぎ替える", "plugged into the device that stays")
