"""Tables of what may come: where options change places, what prices do, and what is done when."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor

from consolidation.comparing.model import Swing
from consolidation.export import labels
from consolidation.export.options import words
from consolidation.export.options.shown import Shown
from consolidation.export.table import Cell, Table, heading, yes_no
from consolidation.redesign.leasing.networks import MOST_GROWTH
from consolidation.text import Text

END = 100 / MOST_GROWTH
"""Where the steps of more room end, in percent of the limit."""
NEVER = Text("範囲内になし", "none in the range")


def break_evens(shown: Shown) -> Table:
    """Return where keeping separate and merging change places."""
    return Table(
        "break-evens",
        Text("損益の分岐点", "Break-even points"),
        (
            heading("変える量", "quantity"),
            heading("比べる統合案", "merged option"),
            heading("今の値", "now"),
            heading("調べた範囲", "range looked through"),
            heading("安い方が入れ替わる値", "cheaper one changes at"),
            heading("範囲ごとの安い方", "cheaper one by range", "long"),
            heading("証明済み", "proved"),
        ),
        tuple(
            (
                words.QUANTITY[found.quantity],
                shown.option_name(found.option),
                words.amount(found.now, found.unit),
                words.span(found),
                words.places(found) or NEVER,
                words.ranges(found),
                yes_no(found.proved),
            )
            for found in shown.comparison.break_evens
        ),
        Text(
            "他の全てを今の値のまま、1つの量だけを変えたもの。",
            "One quantity is varied; everything else stays as it is.",
        ),
    )


def frontier(shown: Shown) -> Table:
    """Return what each way to merge costs at least at every worst utilisation."""
    return Table(
        "frontier",
        Text("余裕と費用", "What more room costs"),
        (
            heading("案", "option"),
            heading("最大利用率の上限 (%)", "no line fuller than (%)", "decimal"),
            heading("最小の費用 (円)", "least cost (yen)", "yen"),
        ),
        tuple(
            (shown.option_name(point.option), words.fine_percent(point.share), ceil(point.cost))
            for point in shown.comparison.frontier
        ),
        _room(shown),
    )


def _room(shown: Shown) -> Text:
    """Return what the shares of the frontier are shares of, and in which state."""
    normal, after = (shown.limit_percent(after_loss=lost) for lost in (False, True))
    ja, en = "どの状態でもこの割合を超えない", "no line is ever fuller than this, in any state"
    if normal != after and shown.asked.comparison.losses:
        ja = f"障害後はこの割合、平常時は上限の比 ({normal}:{after}) でそれより低い割合を超えない"
        en = (
            "no line is fuller than this after a loss, and normally than less in proportion to the "
            f"limits ({normal}:{after})"
        )
    return Text(
        f"統合の仕方ごとに、選べる最も安い案について、{ja}回線の最小の費用。刻みの間はなく、"
        f"上限の {END}% までの全ての段を示す（通信量が今の見込みの {MOST_GROWTH}倍になる場合まで"
        "求めるため。そこまでの帯域が売られていなければ、その手前まで）。",
        "For the cheapest option of each way to merge that may be chosen: the least cost at which "
        f"{en}. Every step is shown down to {END} % of the limit, as traffic is looked at up to "
        f"{MOST_GROWTH} times what is asked; less far where no larger lines are sold.",
    )


def by_width(shown: Shown) -> tuple[Swing, ...]:
    """Return the swings, the widest first."""
    swings = shown.comparison.swings
    return tuple(sorted(swings, key=lambda s: (-abs(s.high - s.low), s.price.en, s.price.ja)))


def swings(shown: Shown) -> Table:
    """Return what varying each price does to the cheapest option, the widest first."""
    cheapest = shown.comparison.cheapest
    base = cheapest.cost if cheapest else None
    return Table(
        "swings",
        Text("価格の変動の影響", "What varying prices does"),
        (
            heading("価格", "price"),
            heading("下げた時の最小費用 (円)", "least cost, price lowered (yen)", "yen"),
            heading("差 (円)", "difference, lowered (yen)", "yen"),
            heading("下げた時の最安案", "cheapest, price lowered"),
            heading("上げた時の最小費用 (円)", "least cost, price raised (yen)", "yen"),
            heading("差 (円、上げた時)", "difference, raised (yen)", "yen"),
            heading("上げた時の最安案", "cheapest, price raised"),
            heading("最安案が変わるか", "does the cheapest change"),
        ),
        tuple(
            (
                swing.price,
                ceil(swing.low),
                _difference(swing.low, base),
                shown.option_name(swing.low_option),
                ceil(swing.high),
                _difference(swing.high, base),
                shown.option_name(swing.high_option),
                yes_no(bool(changing(shown, swing))),
            )
            for swing in by_width(shown)
        ),
        Text(
            "1つの価格だけを上下に変えた時の、選べる案のうち最も安い案の費用（現在価値、税抜）。",
            "The cost of the cheapest option that may be chosen (present value, without tax) with "
            "one price lowered or raised.",
        ),
    )


def _difference(cost: Fraction, base: Fraction | None) -> int | None:
    """Return a difference in whole yen, rounded away from zero."""
    if base is None:
        return None
    return ceil(cost - base) if cost > base else floor(cost - base)


def changing(shown: Shown, swing: Swing) -> tuple[str, ...]:
    """Return the options that become the cheapest at the ends of a swing."""
    cheapest = shown.comparison.cheapest
    own = cheapest.name if cheapest else None
    return tuple(dict.fromkeys(o for o in (swing.low_option, swing.high_option) if o != own))


def steps(shown: Shown) -> Table:
    """Return what is done in each fiscal year when the cheapest option is carried out."""
    return Table(
        "steps",
        Text("年度ごとの進め方", "What is done in each fiscal year"),
        (
            heading("年度", "fiscal year"),
            heading("日", "day", "date"),
            heading("段階", "step"),
            heading("対象", "subject"),
            heading("内容", "what is done", "long"),
            heading("金額 (円、税抜)", "amount (yen, no tax)", "yen"),
        ),
        tuple(_steps(shown)),
        Text("最も安い案を実施する場合。", "If the cheapest option is carried out."),
    )


def _steps(shown: Shown) -> Iterator[tuple[Cell, ...]]:
    for step in shown.comparison.steps:
        subject = step.subject
        named = shown.subject(subject)
        year, what = labels.year(step.fiscal_year), words.STEP[step.action]
        yield year, step.on, what, named, step.text, step.yen


def notes(shown: Shown) -> Table:
    """Return what to know when reading the comparison."""
    return Table(
        "option-notes",
        Text("注記", "Notes"),
        (heading("番号", "number", "count"), heading("内容", "note", "long")),
        tuple(enumerate(shown.comparison.notes, 1)),
    )
