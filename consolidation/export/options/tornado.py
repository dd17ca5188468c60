"""What varying each price does to the cost of the cheapest option: the widest bar at the top.

A price lowered and a price raised differ in hatching as well as in colour, and an end at which
another option is the cheapest says which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from consolidation.comparing.model import OptionAnswer, Swing
from consolidation.export.figures import style
from consolidation.export.figures.lettering import em_width, shortened, wrapped
from consolidation.export.options import words
from consolidation.export.options.ahead import by_width, changing
from consolidation.export.options.shown import Shown
from consolidation.text import Text

TITLE = Text("価格の変動と最も安い案の費用", "Prices varied, and the cost of the cheapest option")
NAME = "options-tornado"
YEN_PER_MILLION = 1_000_000
WIDTH, LEFT, RIGHT, HEAD, FOOT, ROW = 10.0, 2.3, 0.2, 0.82, 0.62, 0.36
"""Inches: the figure, the room around the bars, and a bar with its gap."""
SIDE = 2.1
"""Most inches on a side of the bars for what is written at their ends."""
BAR = 0.58
SIZE, SMALL, POINTS = 8.5, 7.5, 72
MOST = 20
"""Prices that the figure shows; the table has all of them."""
LOWERED, RAISED = "#0072B2", "#E69F00"
HATCH = "////"
ARROW = " → "
DIGITS = 6
"""Most decimals of a million yen: then it is a yen."""
BESIDE = 4
"""Points between a bar and what is written at its end."""


def draw(shown: Shown) -> style.Drawing:
    """Return the figure."""
    cheapest, swings = shown.comparison.cheapest, by_width(shown)[:MOST]
    if cheapest is None or cheapest.cost is None or not swings:
        text = shown.say(Text("変動させた価格がない", "no price was varied"))
        return style.sentence(shown.say(TITLE), text, NAME, TITLE, TITLE, shown.footnote)
    height = HEAD + FOOT + ROW * len(swings)
    figure = style.new_figure(WIDTH, height)
    step = shown.asked.comparison.swing_percent
    style.title(figure, f"{shown.say(TITLE)} (±{step} %)")
    wide = WIDTH - LEFT - RIGHT
    axes = figure.add_axes((LEFT / WIDTH, FOOT / height, wide / WIDTH, ROW * len(swings) / height))
    style.quiet(axes, "x")
    base = _million(cheapest.cost)
    ends = [ends_of(shown, cheapest, swing) for swing in swings]
    _limits(axes, base, [end for pair in ends for end in pair], wide)
    for row, pair in enumerate(ends):
        _bar(axes, base, pair, row)
    axes.axvline(base, color=style.INK, linewidth=1.1, zorder=4)
    axes.set_ylim(len(swings) - 0.5, -0.5)
    names = [wrapped(shown.say(s.price), (LEFT - 0.3) * POINTS / SIZE, 2) for s in swings]
    axes.set_yticks(range(len(swings)), names, size=SIZE, color=style.INK, linespacing=1.05)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.set_xlabel(shown.say(_axis(shown)), size=SIZE)
    _legend(figure, shown, cheapest, base)
    return style.finish(figure, NAME, TITLE, _alt(swings), shown.footnote)


def _million(cost: Fraction) -> float:
    return float(cost / YEN_PER_MILLION)


def _axis(shown: Shown) -> Text:
    years = shown.comparison.years
    return Text(
        f"選べる案の最小費用（{years}年間の現在価値、百万円、税抜）",
        f"least cost of an option that may be chosen (present value over {years} years, million "
        "yen, no tax)",
    )


@dataclass(frozen=True, slots=True)
class End:
    """One end of a bar: the cost there in million yen, what is written beside it, and where."""

    cost: float
    raised: bool
    text: str
    side: int
    """-1: left of the bar, 1: right of it."""
    other: bool
    """Whether another option is the cheapest there."""


def ends_of(shown: Shown, cheapest: OptionAnswer, swing: Swing) -> tuple[End, End]:
    """Return the ends of a bar: with the price lowered, and with it raised."""
    low_left = swing.low <= swing.high
    return (
        _end(shown, cheapest, (swing.low, swing.low_option), raised=False, left=low_left),
        _end(shown, cheapest, (swing.high, swing.high_option), raised=True, left=not low_left),
    )


def _end(
    shown: Shown, cheapest: OptionAnswer, at: tuple[Fraction, str], *, raised: bool, left: bool
) -> End:
    """Return an end of a bar: the difference, and the option if it is another."""
    cost, option = at
    change = _million(cost - (cheapest.cost or Fraction(0)))
    text, other = signed(change), option != cheapest.name
    if other:
        found = next((o for o in shown.comparison.options if o.name == option), None)
        name = shown.say(words.short_name(found)) if found else option
        room = SIDE * POINTS / SMALL - em_width(text + ARROW)
        text += ARROW + shortened(name, room)
    return End(_million(cost), raised, text, -1 if left else 1, other)


def signed(million: float) -> str:
    """Return a difference in million yen, with as many digits as show that it is none or not.

    >>> signed(-21.04), signed(0.004), signed(0), signed(-1e-7)
    ('-21.0', '+0.004', '±0', '±0')
    """
    for digits in range(1, DIGITS + 1):
        text = f"{million:+,.{digits}f}"
        if text.strip("+-0.,"):
            return text
    return "±0"


def _limits(axes: Axes, base: float, ends: Sequence[End], wide: float) -> None:
    """Leave room beside the bars for what is written at their ends."""
    low, high = min(base, *(e.cost for e in ends)), max(base, *(e.cost for e in ends))
    span = (high - low) or max(1.0, abs(base) * 0.05)
    left, right = (
        max((em_width(e.text) * SMALL / POINTS for e in ends if e.side == side), default=0) + 0.2
        for side in (-1, 1)
    )
    inch = span / (wide - left - right)
    first, last = low - left * inch, high + right * inch
    axes.set_xlim(first, last)
    axes.set_xticks([t for t in MaxNLocator(5).tick_values(low, high) if first <= t <= last])


def _bar(axes: Axes, base: float, ends: Sequence[End], row: int) -> None:
    for end in sorted(ends, key=lambda e: -abs(e.cost - base)):
        axes.barh(
            row,
            end.cost - base,
            BAR,
            left=base,
            color=RAISED if end.raised else LOWERED,
            hatch=HATCH if end.raised else "",
            edgecolor="white",
            linewidth=0,
            zorder=3,
        )
    for end in ends:
        axes.annotate(
            end.text,
            (end.cost, row),
            xytext=(BESIDE * end.side, 0),
            textcoords="offset points",
            size=SMALL,
            ha="left" if end.side > 0 else "right",
            va="center",
            color=style.INK if end.other else style.SOFT,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
            zorder=2,
        )


def _legend(figure: Figure, shown: Shown, cheapest: OptionAnswer, base: float) -> None:
    now = words.short_name(cheapest)
    as_is = Text(f"今の価格: {now.ja} {base:,.1f}", f"prices as they are: {now.en}, {base:,.1f}")
    lowered, raised = (
        Text("価格を下げた時", "price lowered"),
        Text("価格を上げた時", "price raised"),
    )
    arrow = Text("→ 最も安い案が変わる", "→ another option is then the cheapest")
    handles = [
        Line2D([], [], color=style.INK, linewidth=1.1, label=shown.say(as_is)),
        Patch(facecolor=LOWERED, label=shown.say(lowered)),
        Patch(facecolor=RAISED, hatch=HATCH, edgecolor="white", label=shown.say(raised)),
    ]
    top = 1 - 0.46 / figure.get_size_inches()[1]
    if any(changing(shown, swing) for swing in shown.comparison.swings):
        figure.text(0.98, top, shown.say(arrow), size=SMALL, ha="right", va="top", color=style.INK)
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(0.02, top),
        ncols=len(handles),
        fontsize=SMALL,
        borderpad=0,
        borderaxespad=0,
    )


def _alt(swings: Sequence[Swing]) -> Text:
    parts = [(s.price, f"{_million(s.low):,.1f}", f"{_million(s.high):,.1f}") for s in swings]
    ja = "、".join(f"{price.ja} {low}〜{high}" for price, low, high in parts)
    en = "; ".join(f"{price.en} {low} to {high}" for price, low, high in parts)
    return Text(
        f"価格を1つずつ上下させた時の最小費用（百万円）: {ja}",
        f"Least cost with each price varied (million yen): {en}",
    )
