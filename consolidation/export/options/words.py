"""The words that reviewers read for the closed vocabularies of the comparison of the options."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Literal

from consolidation.comparing import kits
from consolidation.comparing.built import PLANNED_LINE
from consolidation.comparing.model import BreakEven, CostKind, Kit, KitUnit, OptionAnswer
from consolidation.export import labels
from consolidation.export.policy_labels import joined
from consolidation.inventory.tables.kinds import Zone
from consolidation.redesign.leasing.model import LossKind
from consolidation.redesign.leasing.words import KIND
from consolidation.redesign.model import Merge
from consolidation.solving.status import Status
from consolidation.text import Text

KIT = kits.WORDS

SHORT_MERGE: Mapping[Merge, Text] = {
    Merge.SEPARATE: Text("分離", "separate"),
    Merge.INTER_SITE: Text("拠点間", "inter-site"),
    Merge.IN_FACILITY: Text("施設内", "in-facility"),
    Merge.BOTH: Text("両方", "both"),
}
SHORT_KIT: Mapping[Kit, Text] = {
    Kit.VLAN: Text("VLAN", "VLAN"),
    Kit.VRF: Text("VRF", "VRF"),
    Kit.SDN: Text("SDN", "SDN"),
    Kit.ENCRYPTED: Text("暗号化", "encrypted"),
    Kit.WAVELENGTH: Text("波長", "wavelength"),
}

COST: Mapping[CostKind, Text] = {
    "line-fee": Text("回線の月額", "line fees"),
    "line-install": Text("回線の初期費用", "installation of lines"),
    "line-leave": Text("解約の費用", "leaving contracts"),
    "line-run-out": Text("満了まで払う回線の料金", "fees of contracts run out to their term"),
    "device": Text("網機器のリース・保守", "lease and maintenance of network devices"),
    "router": Text("統合ルータ", "routers for merged lines"),
    "rework": Text("施設内回線の改修", "rework inside sites"),
    "kit": Text("分離方式の費用", "isolation kit"),
    "control": Text("規則を守るための変更", "changes for the policy"),
}

KIT_UNIT: Mapping[KitUnit, Text] = {
    "whole": Text("全体", "the whole"),
    "site": Text("機器を共用する拠点", "site with shared devices"),
    "line": Text("統合した回線", "merged line"),
}

LOSS = KIND
ANY_ONE: Mapping[LossKind, Text] = {
    "line": Text("どの回線が1本", "any one line"),
    "device": Text("どの機器が1台", "any one device"),
    "site": Text("どの拠点が1つ（自身の通信は除く）", "any one site (but for its own traffic)"),
    "entry": Text("どの引込口が1つ", "any one site entry"),
    "duct": Text("どの管路が1本", "any one duct"),
    "carrier": Text("どの通信事業者が1社", "any one carrier"),
}

NETWORK: Mapping[str, Text] = {
    "resident": Text(Zone.RESIDENT.ja, "resident"),
    "administrative": Text(Zone.ADMINISTRATIVE.ja, "administrative"),
    "both": Text("両網", "both"),
}

LINE_ACTION: Mapping[str, Text] = {
    "keep": Text("存続", "kept"),
    "leave": Text("解約", "left"),
    "new": Text("新規", "new"),
}

STEP: Mapping[str, Text] = {
    "study": Text("調査", "study"),
    "specify": Text("仕様の作成", "specification"),
    "budget": Text("予算要求", "budget request"),
    "procure": Text("調達", "procurement"),
    "change": Text("切替え", "change"),
    "leave": Text("解約", "leaving"),
    "run-out": Text("契約満了", "contract runs out"),
}

QUANTITY: Mapping[str, Text] = {
    "line-fees": Text("回線料", "line fees"),
    "growth": Text("通信量の倍率（期末）", "growth of traffic in all"),
    "discount": Text("割引率", "discount rate"),
    "router": Text("統合ルータの価格", "router price"),
}

ROOMS_KNOWN = Text("部屋数（台帳に記載のある分）", "rooms known")
A_HAIR = Fraction(1, 10**5)
"""Routes over several ways are found in floating point: what is just full is not shown as more."""
NORMAL = Text("平常時", "normal state")
NO_WAY = Text("経路なし", "no way")
NO_DESIGN: Mapping[Status, Text] = {
    Status.INFEASIBLE: Text("通信を運べない（証明済み）", "cannot carry the traffic (proved)"),
}
NOT_FOUND = Text("時間内に案が見つからない", "no design found in the time")
IN_BREACH = Text("規則への違反が残る", "breaches of the policy remain")


def name(option: OptionAnswer) -> Text:
    """Return an option in words: what is merged, and what keeps the networks apart."""
    return _joined(labels.MERGE[option.merge], KIT[option.kit] if option.kit else None, "＋", " + ")


def short_name(option: OptionAnswer) -> Text:
    """Return an option in as few words as tell it from the others."""
    kit = SHORT_KIT[option.kit] if option.kit else None
    return _joined(SHORT_MERGE[option.merge], kit, "＋", "+")


def _joined(merge: Text, kit: Text | None, ja: str, en: str) -> Text:
    return Text(f"{merge.ja}{ja}{kit.ja}", f"{merge.en}{en}{kit.en}") if kit else merge


def designed_for(losses: Sequence[LossKind], option: OptionAnswer) -> Text:
    """Return which losses the lines of an option are designed for, and how many they cannot be."""
    if not losses:
        return Text(
            "平常時だけに備えた設計（障害時の通信は保証しない）",
            "designed for the normal state alone: any failure may stop traffic",
        )
    own, num = [ANY_ONE[kind] for kind in losses], len(option.cut_off)
    ja, en = "、または".join(o.ja for o in own), ", or ".join(o.en for o in own)
    comma = "," * (len(own) > 1)
    but = (
        Text(
            f"（どの回線でも防げない障害 {num}件を除く）",
            f", but for losses that no lease helps against: {num}",
        )
        if num
        else Text("", "")
    )
    return Text(
        f"{ja}失われても通信が続く設計{but.ja}",
        f"designed so that {en}{comma} may fail and traffic goes on{but.en}",
    )


def planned_line(identity: str) -> Text:
    """Return a line that is leased anew by its id, whose first part is its network.

    >>> planned_line("both/BR1-HALL:A").ja, planned_line("both/BR1-HALL:A").en
    ('両網 BR1-HALL:A', 'both/BR1-HALL:A')
    """
    network, _, rest = identity.removeprefix(PLANNED_LINE).partition("/")
    known = NETWORK.get(network)
    return Text(f"{known.ja} {rest}" if known and rest else identity, identity)


def whole_yen(amount: Fraction | None) -> int | None:
    """Return an amount in whole yen, rounded up.

    >>> whole_yen(Fraction(10, 3)), whole_yen(None)
    (4, None)
    """
    return None if amount is None else ceil(amount)


def least_yen(option: OptionAnswer) -> int:
    """Return the lower bound of an option's cost in whole yen, never above the cost shown."""
    bound = ceil(option.bound)
    return bound if option.cost is None else min(bound, ceil(option.cost))


def gap_percent(option: OptionAnswer) -> float | None:
    """Return the distance of cost and bound in percent, rounded up: 0 says that it is proved."""
    if option.cost is None:
        return None
    if option.cost <= option.bound:
        return 0.0
    return ceil((option.cost - option.bound) / option.cost * 10_000) / 100


def percent(share: Fraction) -> float:
    """Return a share of a capacity in percent, rounded up to a tenth, but for a hair.

    >>> percent(Fraction(7, 10)), percent(Fraction(2, 3)), percent(Fraction(7_000_000_001, 10**10))
    (70.0, 66.7, 70.0)
    """
    return ceil(share * 1000 - A_HAIR) / 10


def fine_percent(share: Fraction) -> float:
    """Return a share of a capacity in percent, rounded up finely enough to tell steps apart.

    >>> fine_percent(Fraction(2, 3)), fine_percent(Fraction(7, 10))
    (66.6667, 70.0)
    """
    return ceil(share * 10**6 - A_HAIR) / 10**4


def margin(option: OptionAnswer) -> int | None:
    """Return by how many controls the weakest way has more than it needs; ``None``: no way."""
    policy = option.policy
    return None if policy.num_controls is None else policy.num_controls - policy.required_controls


def margin_words(option: OptionAnswer) -> Text:
    """Return the margin of controls with its sign, or that there is no way at all."""
    own = margin(option)
    if own is None:
        return NO_WAY
    signed = f"{own:+d}" if own else "0"
    return Text(signed, signed)


def controls(number: int | None) -> Text:
    """Return a number of controls, or that there is no way at all."""
    return NO_WAY if number is None else Text(str(number), str(number))


def why_not(option: OptionAnswer) -> Text | None:
    """Return why an option may not be chosen; ``None`` where it may."""
    if option.cost is None:
        return NO_DESIGN.get(option.status, NOT_FOUND)
    return None if option.policy.holds else IN_BREACH


def amount(value: Fraction, unit: Literal["factor", "percent", "yen"]) -> Text:
    """Return a value of the quantity that a break-even varies, with its unit.

    >>> amount(Fraction(5, 4), "factor").en, amount(Fraction(10), "percent").ja
    ('×1.25', '10%')
    """
    if unit == "yen":
        whole = f"{round(value):,}"
        return Text(f"{whole}円", f"{whole} yen")
    shown = f"{float(round(value, 3)):g}"
    if unit == "factor":
        return Text(f"{shown}倍", f"×{shown}")
    return Text(f"{shown}%", f"{shown} %")


def span(found: BreakEven) -> Text:
    """Return the range that was looked through."""
    low, high = amount(found.low, found.unit), amount(found.high, found.unit)
    return Text(f"{low.ja}〜{high.ja}", f"{low.en} to {high.en}")


def places(found: BreakEven) -> Text | None:
    """Return every value at which the cheaper of the two changes; ``None``: there is none."""
    return joined([amount(at, found.unit) for at in found.at]) if found.at else None


def ranges(found: BreakEven) -> Text:
    """Return in which parts of the range which of the two is the cheaper one."""
    parts = []
    separate = found.separate_first
    for low, high in pairwise((found.low, *found.at, found.high)):
        a, b = amount(low, found.unit), amount(high, found.unit)
        who = _CHEAPER[separate]
        parts.append(Text(f"{a.ja}〜{b.ja}: {who.ja}", f"{a.en} to {b.en}: {who.en}"))
        separate = not separate
    return Text("、".join(p.ja for p in parts), "; ".join(p.en for p in parts))


_CHEAPER: Mapping[bool, Text] = {
    True: Text("分離が安い", "separate is cheaper"),
    False: Text("統合が安い", "merged is cheaper"),
}
