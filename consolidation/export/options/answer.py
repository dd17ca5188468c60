"""The answer in words: the cheapest option, against keeping separate, its proof and its price."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from consolidation.comparing.model import BreakEven, Comparison, OptionAnswer
from consolidation.export import labels
from consolidation.export.options import words
from consolidation.export.options.ahead import changing
from consolidation.export.options.shown import Shown
from consolidation.export.policy_labels import joined
from consolidation.export.table import Table, heading
from consolidation.solving.status import Status
from consolidation.text import Text

NONE = Text("選べる案がない", "no option may be chosen")


def answer(shown: Shown) -> Table:
    """Return the answer in a few sentences."""
    return Table(
        "answer",
        Text("答え", "The answer"),
        (heading("項目", "item"), heading("答え", "answer", "long")),
        tuple(_rows(shown)),
    )


def _rows(shown: Shown) -> Iterator[tuple[Text, Text]]:
    comparison = shown.comparison
    if shown.made_up.words:
        yield Text("台帳の値", "inventory"), shown.made_up.words
    cheapest = comparison.cheapest
    if cheapest is None:
        yield Text("最も安い案", "cheapest option"), NONE
    else:
        yield Text("最も安い案", "cheapest option"), _cheapest(comparison, cheapest)
        yield Text("備える障害", "losses it is designed for"), _designed_for(shown, cheapest)
        if cheapest is not comparison.separate:
            yield Text("分離のままとの差", "against keeping separate"), against(comparison)
        yield Text("証明", "proof"), proof(comparison)
        yield Text("通信", "traffic"), _traffic(shown, cheapest)
        yield Text("規則", "policy"), _policy(cheapest)
        yield Text("端末の使える場所", "use of terminals"), _use(cheapest)
    for found in comparison.break_evens:
        quantity = words.QUANTITY[found.quantity]
        label = Text(f"分岐点: {quantity.ja}", f"break-even, {quantity.en}")
        yield label, break_even(shown, found)
    if cheapest is not None and comparison.swings:
        yield Text("価格の変動", "when prices vary"), _swings(shown)
    refused = _refused(comparison)
    if refused is not None:
        yield Text("選べない案", "may not be chosen"), refused
    culprits = dict.fromkeys(o.culprit for o in comparison.options if o.culprit is not None)
    for culprit in culprits:
        yield Text("運べない理由", "why nothing carries it"), culprit
    for number, note in enumerate(comparison.notes, 1):
        yield Text(f"注記 {number}", f"note {number}"), note


def _cheapest(comparison: Comparison, cheapest: OptionAnswer) -> Text:
    name, yen = words.name(cheapest), words.whole_yen(cheapest.cost)
    as_cheap = [
        words.name(o)
        for o in comparison.options
        if o.offered and o is not cheapest and o.cost == cheapest.cost
    ]
    same = joined(as_cheap)
    ja, en = (f"。同額: {same.ja}", f"; as cheap: {same.en}") if as_cheap else ("", "")
    return Text(
        f"{name.ja}: {yen:,}円（{comparison.years}年間の現在価値、税抜）{ja}",
        f"{name.en}: {yen:,} yen (present value over {comparison.years} years, without tax){en}",
    )


def against(comparison: Comparison) -> Text:
    """Return by how much the cheapest option is cheaper than keeping separate."""
    cheapest, separate = comparison.cheapest, comparison.separate
    if cheapest is None or cheapest.cost is None:
        return NONE
    if separate.cost is None:
        reason = words.why_not(separate) or words.NOT_FOUND
        return Text(
            f"分離のままの案には費用がない（{reason.ja}）",
            f"keeping separate has no cost ({reason.en})",
        )
    less = ceil(separate.cost) - ceil(cheapest.cost)
    share = (separate.cost - cheapest.cost) / separate.cost if separate.cost else Fraction(0)
    tenths = floor(abs(share) * 1000) / 10
    if less < 0:
        return Text(
            f"{-less:,}円（{tenths}%）高い。分離のままは選べない",
            f"{-less:,} yen ({tenths} %) more; keeping separate may not be chosen",
        )
    return Text(f"{less:,}円（{tenths}%）安い", f"{less:,} yen ({tenths} %) less")


def proof(comparison: Comparison) -> Text:
    """Return whether the cheapest option is proved to be it, or with which gap."""
    cheapest = comparison.cheapest
    if cheapest is None or cheapest.cost is None:
        return NONE
    gap = words.gap_percent(cheapest)
    own = (
        Text("費用は最小と証明済み", "its cost is proved to be least")
        if not gap
        else Text(
            f"費用は下界と最大{gap}%の差（最小とは未証明）",
            f"its cost is within {gap} % of its bound, not proved to be least",
        )
    )
    rivals = [words.name(o) for o in comparison.options if _may_be_cheaper(o, cheapest)]
    if not rivals:
        return Text(
            f"{own.ja}。選べる他のどの案もこれより安くならない（下界で確認）",
            f"{own.en}; no other option that may be chosen can be cheaper, by their bounds",
        )
    named = joined(rivals)
    return Text(
        f"{own.ja}。より安い可能性が残る案: {named.ja}",
        f"{own.en}; options that may yet be cheaper: {named.en}",
    )


def _designed_for(shown: Shown, option: OptionAnswer) -> Text:
    """Return which losses the lines are designed for, and for traffic of which sites."""
    asked = shown.asked.comparison
    own = words.designed_for(asked.losses, option)
    if not asked.losses or not asked.protected_sites:
        return own
    sites = shown.sites(asked.protected_sites)
    return Text(f"{own.ja}（対象の拠点: {sites.ja}）", f"{own.en} (of these sites: {sites.en})")


def _may_be_cheaper(option: OptionAnswer, cheapest: OptionAnswer) -> bool:
    if option is cheapest or cheapest.cost is None or option.status is Status.INFEASIBLE:
        return False
    refused = option.cost is not None and not option.policy.holds
    return not refused and option.bound < cheapest.cost


def _traffic(shown: Shown, option: OptionAnswer) -> Text:
    parts = []
    if option.normal is not None:
        share, most = words.percent(option.normal.share), shown.limit_percent(after_loss=False)
        parts.append(
            Text(
                f"最大利用率は平常時 {share}%（上限 {most}%）",
                f"worst utilisation {share} % normally (limit {most} %)",
            )
        )
    if option.after_loss is not None:
        share, most = words.percent(option.after_loss.share), shown.limit_percent(after_loss=True)
        after = shown.lost(option.after_loss.lost)
        parts.append(
            Text(
                f"{after.ja}の障害後 {share}%（上限 {most}%）",
                f"{share} % after the loss of {after.en} (limit {most} %)",
            )
        )
    if option.cut_off:
        num = len(option.cut_off)
        parts.append(
            Text(f"どの回線でも防げない障害 {num}件", f"losses that no lease helps against: {num}")
        )
    num = len(option.single_points)
    parts.append(Text(f"単一障害点 {num}件", f"single points of failure: {num}"))
    return joined(parts)


def _policy(option: OptionAnswer) -> Text:
    policy, outcome = option.policy, labels.OUTCOME[option.policy.outcome]
    num, yen = len(policy.changes), sum(change.yen for change in policy.changes)
    bought = Text(f"変更{num}件（{yen:,}円）", f"{num} change{'s' * (num != 1)} for {yen:,} yen")
    if not num:
        bought = Text("変更は不要", "no change needed")
    controls = controls_words(option)
    return Text(
        f"{outcome.ja}。{bought.ja}。{controls.ja}", f"{outcome.en}; {bought.en}; {controls.en}"
    )


def controls_words(option: OptionAnswer) -> Text:
    """Return how many controls the weakest way has, normally and after a single loss."""
    policy = option.policy
    if policy.num_controls is None:
        return Text(
            "電波から住民情報系への経路なし", "there is no way from the air to a resident system"
        )
    after = words.controls(policy.controls_after_loss)
    return Text(
        f"最も弱い経路の制御 {policy.num_controls}（必要 {policy.required_controls}、"
        f"障害1件の後 {after.ja}）",
        f"controls on the weakest way: {policy.num_controls} (required: "
        f"{policy.required_controls}, after a single loss: {after.en})",
    )


def _use(option: OptionAnswer) -> Text:
    both, sites = len(option.sites_with_both), option.num_sites
    rooms, known = option.rooms_with_both, option.num_rooms
    return Text(
        f"1台のスイッチで両網の端末を使えるのは {sites}拠点中{both}拠点、"
        f"部屋数が台帳にある{known}室中{rooms}室",
        f"on one switch terminals of both networks can be used at {both} of {sites} sites, and in "
        f"{rooms} of the {known} rooms known",
    )


def break_even(shown: Shown, found: BreakEven) -> Text:
    """Return where keeping separate and a merged option change places."""
    option, places, span = shown.option_name(found.option), words.places(found), words.span(found)
    now = words.amount(found.now, found.unit)
    ja, en = ("", "") if found.proved else ("、未証明", ", not proved")
    if places is None:
        return Text(
            f"「分離のまま」と「{option.ja}」は、{span.ja}の範囲では入れ替わらない（今は{now.ja}{ja}）",
            f"keeping separate and {option.en} never change places from {span.en} "
            f"(now {now.en}{en})",
        )
    return Text(
        f"「分離のまま」と「{option.ja}」は、{places.ja}で入れ替わる（今は{now.ja}{ja}）",
        f"keeping separate and {option.en} change places at {places.en} (now {now.en}{en})",
    )


def _swings(shown: Shown) -> Text:
    found = [swing.price for swing in shown.comparison.swings if changing(shown, swing)]
    if not found:
        return Text(
            "どの価格を上下させても最も安い案は変わらない",
            "the cheapest option stays the same whichever price is varied",
        )
    named = joined(found)
    return Text(f"最も安い案が変わる価格: {named.ja}", f"prices that change it: {named.en}")


def _refused(comparison: Comparison) -> Text | None:
    """Return the options that may not be chosen, by what is in their way."""
    found: dict[Text, list[Text]] = {}
    for option in comparison.options:
        reason = words.why_not(option)
        if reason is not None:
            found.setdefault(reason, []).append(words.name(option))
    named = [(reason, joined(names)) for reason, names in found.items()]
    if not named:
        return None
    return Text(
        "。".join(f"{reason.ja}: {names.ja}" for reason, names in named),
        "; ".join(f"{reason.en}: {names.en}" for reason, names in named),
    )
