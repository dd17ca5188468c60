"""Cost by fiscal year: as-is continued beside to-be, stacked by category."""

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from consolidation.costs.model import Category
from consolidation.export import labels
from consolidation.export.contents.costs import SIDES, Pivot, by_category
from consolidation.export.figures import style
from consolidation.export.review import Review
from consolidation.export.table import plain
from consolidation.text import Text

TITLE = Text("年度別の経費（現状維持と計画）", "Cost by fiscal year: as-is continued and to-be")
YEN_PER_MILLION = 1_000_000
BAR = 0.36
SHORT = (Text("現状維持", "as-is"), Text("計画", "to-be"))
"""What the bars of each side are called below them, short enough for half a year's width."""
COLOURS = {
    Category.SERVER_LEASE: "#33526E",
    Category.SERVER_MAINTENANCE: "#6E8CA8",
    Category.HOST: "#1D5FA8",
    Category.HOST_MAINTENANCE: "#7FB0E0",
    Category.LICENCE: "#5C6BC0",
    Category.POWER: "#D9A62E",
    Category.LINE: "#2E7D6B",
    Category.NETWORK_DEVICE: "#86BFA8",
    Category.CLOUD: "#A7C7E7",
    Category.MIGRATION: "#C2410C",
    Category.REMOVAL: "#9AA5B1",
}


def draw(review: Review) -> style.Drawing:
    """Return the figure of costs by year."""
    pivot = by_category(review)
    if not pivot.years:
        words = Text("経費の行がない", "there are no cost lines")
        return style.sentence(
            review.say(TITLE), review.say(words), "costs", TITLE, _alt(review), review.footnote
        )
    figure = style.new_figure(10, 5.2)
    style.title(figure, review.say(TITLE))
    axes = figure.add_axes((0.075, 0.12, 0.685, 0.74))
    style.quiet(axes)
    _bars(axes, review, pivot)
    handles = [
        Patch(color=_colour(text), label=plain(text, review.language))
        for text in reversed(pivot.labels)
    ]
    figure.legend(handles=handles, loc="center left", bbox_to_anchor=(0.775, 0.5))
    unit = review.say(Text("百万円（税込）", "million yen, with tax"))
    axes.set_title(unit, loc="left", size=9, color=style.SOFT)
    return style.finish(figure, "costs", TITLE, _alt(review), review.footnote)


def _colour(text: Text | str) -> str:
    words = {labels.CATEGORY[category]: colour for category, colour in COLOURS.items()}
    return words[text] if isinstance(text, Text) else style.SOFT


def _bars(axes: Axes, review: Review, pivot: Pivot) -> None:
    for side in range(len(SIDES)):
        at = [i + (side - 0.5) * (BAR + 0.04) for i in range(len(pivot.years))]
        floor = [0.0] * len(at)
        for words, yen in zip(pivot.labels, pivot.yen[side], strict=True):
            heights = [amount / YEN_PER_MILLION for amount in yen]
            axes.bar(at, heights, BAR, floor, color=_colour(words), edgecolor="white", lw=0.4)
            floor = [low + height for low, height in zip(floor, heights, strict=True)]
        name = review.say(SHORT[side])
        for x, total in zip(at, floor, strict=True):
            axes.annotate(
                f"{total:,.1f}",
                (x, total),
                xytext=(0, 2),
                textcoords="offset points",
                ha="center",
                size=8,
            )
            axes.annotate(
                name,
                (x, 0),
                xytext=(0, -4),
                textcoords="offset points",
                ha="center",
                va="top",
                size=7.5,
                color=style.SOFT,
            )
    axes.margins(y=0.09)
    axes.set_xticks(
        range(len(pivot.years)),
        [review.say(labels.year_lines(year)) for year in pivot.years],
    )
    axes.tick_params(axis="x", pad=14)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))


def _alt(review: Review) -> Text:
    years = review.plan.costs.years
    ja = "、".join(
        f"{y.fiscal_year}年度 現状維持 {y.as_is_yen:,}円・計画 {y.to_be_yen:,}円" for y in years
    )
    en = "; ".join(
        f"FY{y.fiscal_year} as-is {y.as_is_yen:,} yen, to-be {y.to_be_yen:,} yen" for y in years
    )
    return Text(f"年度ごとの経費の積み上げ棒グラフ。{ja}", f"Stacked bars of cost by year. {en}")
