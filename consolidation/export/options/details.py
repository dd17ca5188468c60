"""Tables of what stands behind each option: costs, lines, loads, policy, points of failure."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import get_args

from consolidation.comparing.judged import TO_BE
from consolidation.comparing.model import CostKind, LineAnswer, Lost, OptionAnswer
from consolidation.export import labels, policy_labels
from consolidation.export.options import words
from consolidation.export.options.shown import Shown
from consolidation.export.table import Cell, Heading, Table, heading
from consolidation.text import Text

_OPTION = heading("案", "option")
_TOTAL = Text("計", "total")
BREACH = Text("統合だけでの違反", "breach of the merge alone")
CHANGE = Text("変更", "change")
APPROVAL = Text("承認が要る", "approval needed")
SINGLE_POINT = Text("単一障害点", "single point of failure")
CUT_OFF = Text("どの回線でも防げない", "no lease helps against it")
WHOLE = Text("網全体", "the whole network")


FIRST = Text(
    "最も安い案、分離のままの案、ほかの案の順。",
    "The cheapest option first, then keeping separate, then the others.",
)


def _first_what_counts(shown: Shown) -> list[OptionAnswer]:
    """Return the options, the cheapest and the separate one first: a page shows some rows only."""
    first = list(reversed(shown.compared))
    return [*first, *(o for o in shown.comparison.options if o not in first)]


def costs(shown: Shown) -> Table:
    """Return what each option costs by kind, with the total."""
    return Table(
        "option-costs",
        Text("案ごとの費用の内訳", "Costs of the options by kind"),
        (
            _OPTION,
            heading("費目", "kind of cost"),
            heading("数", "how many", "count"),
            heading("月額 (円)", "a month (yen)", "yen"),
            heading("一時 (円)", "once (yen)", "yen"),
            heading("現在価値 (円)", "present value (yen)", "yen"),
        ),
        tuple(row for option in shown.comparison.options for row in _costs(option)),
        Text(
            "税抜。現在価値は行ごとに円未満を切り上げるので、和は計と数円違うことがある。",
            "Without tax. Present values are rounded up row by row, so they may add up to a few "
            "yen more than the total.",
        ),
    )


def _costs(option: OptionAnswer) -> Iterator[tuple[Cell, ...]]:
    name = words.name(option)
    for kind in get_args(CostKind):
        items = [item for item in option.items if item.kind == kind]
        if items:
            yield (
                name,
                words.COST[kind],
                items[0].num,
                sum(item.month_yen for item in items),
                sum(item.once_yen for item in items),
                ceil(sum((item.value for item in items), Fraction(0))),
            )
    if option.items:
        yield (
            name,
            _TOTAL,
            None,
            sum(item.month_yen for item in option.items),
            sum(item.once_yen for item in option.items),
            ceil(sum((item.value for item in option.items), Fraction(0))),
        )


def kits(shown: Shown) -> Table:
    """Return how many of what each option's isolation kit is priced by."""
    return Table(
        "option-kits",
        Text("分離方式の費用の内訳", "What the isolation kits are priced by"),
        (
            _OPTION,
            heading("分離方式", "kit"),
            heading("単位", "for each"),
            heading("数", "how many", "count"),
            heading("単価、一時 (円)", "one of them, once (yen)", "yen"),
            heading("単価、月額 (円)", "one of them, a month (yen)", "yen"),
            heading("計、一時 (円)", "in all, once (yen)", "yen"),
            heading("計、月額 (円)", "in all, a month (yen)", "yen"),
        ),
        tuple(
            (
                words.name(option),
                words.KIT[part.kit],
                words.KIT_UNIT[part.unit],
                part.num,
                part.once_yen,
                part.month_yen,
                part.num * part.once_yen,
                part.num * part.month_yen,
            )
            for option in shown.comparison.options
            for part in option.kit_parts
        ),
        Text("税抜。無料の部分は載せない。", "Without tax; what is free is left out."),
    )


def lines(shown: Shown) -> Table:
    """Return every line of every option: what becomes of it and what it carries."""
    return Table(
        "option-lines",
        Text("案ごとの回線", "Lines of the options"),
        (
            _OPTION,
            heading("回線", "line", "code"),
            heading("台帳の回線ID", "link", "code"),
            heading("拠点", "site"),
            heading("相手の拠点", "far site"),
            heading("網", "network"),
            heading("通信事業者", "carrier"),
            heading("処置", "action"),
            heading("料金表", "tariffs", "code"),
            heading("帯域 (Mbit/s)", "capacity (Mbit/s)", "count"),
            heading("月額 (円、税抜)", "a month (yen, no tax)", "yen"),
            heading("一時費 (円、税抜)", "once (yen, no tax)", "yen"),
            heading("現契約の最終日", "last day of its contract", "date"),
            heading("平常時の負荷 (kbit/s)", "load, normal (kbit/s)", "count"),
            heading("最大の負荷 (kbit/s)", "worst load (kbit/s)", "count"),
            heading("その時の障害", "lost at that time"),
        ),
        tuple(
            (
                words.name(option),
                shown.line_id(line.id),
                line.link,
                shown.site_name(line.site),
                shown.site_name(line.far_site),
                words.NETWORK[line.network],
                line.carrier,
                words.LINE_ACTION[line.action],
                ";".join(line.tariffs),
                line.capacity_mbit_s,
                line.yen_month,
                line.one_off_yen,
                line.leaves_on,
                *_loads(shown, line),
            )
            for option in _first_what_counts(shown)
            for line in option.lines
        ),
        FIRST,
    )


def _loads(shown: Shown, line: LineAnswer) -> tuple[Cell, Cell, Cell]:
    """Return what a line carries normally, at most, and when; a line that is left carries none."""
    if line.action == "leave":
        return None, None, None
    return line.load_kbit_s, line.worst_load_kbit_s, shown.lost(line.worst_after)


def routes(shown: Shown) -> Table:
    """Return the load of each line after each loss, for the two options that count most."""
    return Table(
        "option-routes",
        Text("障害後の負荷", "Loads after each loss"),
        (
            _OPTION,
            heading("障害", "what was lost"),
            heading("回線", "line"),
            heading("負荷 (kbit/s)", "load (kbit/s)", "count"),
            heading("利用率 (%)", "utilisation (%)", "percent"),
            heading("上限 (%)", "limit (%)", "count"),
        ),
        tuple(
            (
                words.name(option),
                shown.lost(route.lost),
                shown.line(route.line),
                route.load_kbit_s,
                words.percent(route.share),
                shown.limit_percent(after_loss=route.lost is not None),
            )
            for option in reversed(shown.compared)
            for route in option.routes
        ),
        Text(
            "分離のままの案と、選べる案のうち最も安い案について。",
            "Of the option that keeps both separate and of the cheapest that may be chosen.",
        ),
    )


def policy(shown: Shown) -> Table:
    """Return what the policy says of each option: breaches, changes with prices, approvals."""
    return Table(
        "option-policy",
        Text("案ごとの規則の判定", "The policy on each option"),
        (
            _OPTION,
            heading("種別", "kind"),
            heading("規則・変更", "rule or change"),
            heading("対象", "subject", "code"),
            heading("セグメント", "segment", "code"),
            heading("内容", "what is said or done", "long"),
            heading("価格 (円、税抜)", "price (yen, no tax)", "yen"),
        ),
        tuple(row for option in shown.comparison.options for row in _policy(option)),
        Text(
            "違反は、変更を加えずに統合しただけの網のもの。",
            "Breaches are those of the network merged without any change.",
        ),
    )


def _policy(option: OptionAnswer) -> Iterator[tuple[Cell, ...]]:
    name = words.name(option)
    said = {(rule, subject): text for rule, subject, text in option.policy.said}
    for key in option.policy.breaches:
        yield name, BREACH, labels.rule(key[0]), _subject(key[1]), None, said.get(key), None
    for change in option.policy.changes:
        row = policy_labels.row(change.table, change.row)
        what = policy_labels.action(change.action)
        yield name, CHANGE, what, row, change.segment, change.text, change.yen
    for key in option.policy.approvals:
        yield name, APPROVAL, labels.rule(key[0]), _subject(key[1]), None, said.get(key), None


def _subject(subject: str) -> Cell:
    """Return what a finding is about: an id, or the whole network in words."""
    return WHOLE if subject == TO_BE else subject


_POINT_HEADS: tuple[Heading, ...] = (
    _OPTION,
    heading("種別", "kind"),
    heading("失われるもの", "what is lost"),
    heading("ID", "id", "code"),
    heading("孤立する拠点数", "sites cut off", "count"),
    heading("孤立する拠点、または単一障害点のある拠点", "sites cut off, or where it is", "long"),
)


def single_points(shown: Shown) -> Table:
    """Return what cuts off a site or system when it is lost, option by option."""
    return Table(
        "option-single-points",
        Text("案ごとの単一障害点", "Single points of failure of the options"),
        _POINT_HEADS,
        tuple(row for option in _first_what_counts(shown) for row in _points(shown, option)),
        Text(
            f"単一障害点は、その1つが失われるだけで拠点がどちらかの網を使えなくなる回線・配線・機器で、"
            f"それがある拠点を示す。「{CUT_OFF.ja}」は、どの回線を借りても拠点が孤立するか、帯域が足りないか、遅延の上限を"
            f"超える障害で、その拠点を示す。{FIRST.ja}",
            "A single point of failure is a line, cable or device whose loss alone takes one of "
            f"the networks from a site, and the site where it is. '{CUT_OFF.en}' are failures that "
            "cut sites off, or leave too little or too slow lines, whatever is leased; their sites "
            f"are named. {FIRST.en}",
        ),
    )


def _points(shown: Shown, option: OptionAnswer) -> Iterator[tuple[Cell, ...]]:
    name = words.name(option)
    for lost, sites in option.cut_off:
        yield name, CUT_OFF, words.LOSS[lost.kind], _id(shown, lost), len(sites), shown.sites(sites)
    for lost in option.single_points:
        sites = shown.sites_of(lost)
        where = shown.sites(sites) if sites else None
        yield name, SINGLE_POINT, words.LOSS[lost.kind], _id(shown, lost), None, where


def _id(shown: Shown, lost: Lost) -> Cell:
    return shown.line_id(lost.id) if lost.kind == "line" else lost.id
