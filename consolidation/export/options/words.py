"""The words that reviewers read for the closed vocabularies of the comparison of the options."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Literal

from consolidation.comparing.model import BreakEven, CostKind, Kit, Lost, OptionAnswer
from consolidation.export import labels
from consolidation.export.policy_labels import FAILURE, joined
from consolidation.inventory.tables.kinds import Zone
from consolidation.redesign.leasing.model import LossKind
from consolidation.redesign.model import Merge
from consolidation.solving.status import Status
from consolidation.text import Text

KIT: Mapping[Kit, Text] = {
    Kit.VLAN: Text("VLAN", "VLAN"),
    Kit.VRF: Text("VRF", "VRF"),
    Kit.SDN: Text("SDN（オーバーレイ）", "SDN (overlay)"),
    Kit.ENCRYPTED: Text("暗号化トンネル", "encrypted tunnels"),
    Kit.WAVELENGTH: Text("波長分離", "separate wavelengths"),
}

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
    "device": Text("網機器のリース・保守", "lease and maintenance of network devices"),
    "router": Text("統合ルータ", "routers for merged lines"),
    "rework": Text("施設内回線の改修", "rework inside sites"),
    "kit": Text("分離方式の費用", "isolation kit"),
    "control": Text("規則を守るための変更", "changes for the policy"),
}

LOSS: Mapping[LossKind, Text] = {
    "line": Text("回線", "line"),
    "device": FAILURE["device"],
    "entry": FAILURE["entry"],
    "duct": FAILURE["duct"],
    "carrier": FAILURE["carrier"],
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


def lost(loss: Lost | None) -> Text:
    """Return what was lost.

    >>> lost(Lost(kind="line", id="L-1")), lost(None).en
    (Text(ja='回線 L-1', en='line L-1'), 'normal state')
    """
    if loss is None:
        return NORMAL
    kind = LOSS[loss.kind]
    return Text(f"{kind.ja} {loss.id}", f"{kind.en} {loss.id}")


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
