"""Cost by fiscal year of several plans side by side."""

from collections.abc import Sequence

from matplotlib.ticker import FuncFormatter

from consolidation.export import labels
from consolidation.export.contents.comparison import Named
from consolidation.export.contents.provenance import Illustrative
from consolidation.export.figures import style
from consolidation.text import Language, Text

TITLE = Text("年度別の経費の比較", "Cost by fiscal year, compared")
YEN_PER_MILLION = 1_000_000
COLOURS = ("#1D5FA8", "#C2410C", "#2E7D6B", "#7A3E9D", "#B8860B", "#B0467A", "#1593A8")
SPACE = 0.82


def draw(plans: Sequence[Named], language: Language, made_up: Illustrative) -> style.Drawing:
    """Return the figure: as-is continued of the first plan, then to-be of each."""
    with style.drawing_style():
        figure = style.new_figure(10, 4.6)
        style.title(figure, TITLE.in_(language))
        axes = figure.add_axes((0.075, 0.12, 0.66, 0.72))
        style.quiet(axes)
        years = sorted({y.fiscal_year for p in plans for y in p.plan.costs.years})
        series = _series(plans, language)
        width = SPACE / len(series)
        for i, (name, colour, yen) in enumerate(series):
            at = [k + (i + 0.5) * width - SPACE / 2 for k in range(len(years))]
            heights = [yen.get(year, 0) / YEN_PER_MILLION for year in years]
            axes.bar(at, heights, width * 0.92, color=colour, label=name)
        axes.set_xticks(range(len(years)), [labels.year_lines(y).in_(language) for y in years])
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        unit = Text("百万円（税込）", "million yen, with tax").in_(language)
        axes.set_title(unit, loc="left", size=9, color=style.SOFT)
        figure.legend(loc="center left", bbox_to_anchor=(0.745, 0.5), fontsize=8)
        words = made_up.words
        footnote = words.in_(language) if words else ""
        return style.finish(figure, "costs", TITLE, _alt(plans), footnote)


def _series(plans: Sequence[Named], language: Language) -> list[tuple[str, str, dict[int, int]]]:
    as_is = {y.fiscal_year: y.as_is_yen for y in plans[0].plan.costs.years}
    found = [(labels.SIDE["as-is"].in_(language), style.AS_IS, as_is)]
    for i, named in enumerate(plans):
        yen = {y.fiscal_year: y.to_be_yen for y in named.plan.costs.years}
        found.append((style.label(named.name, 22), COLOURS[i % len(COLOURS)], yen))
    return found


def _alt(plans: Sequence[Named]) -> Text:
    ja = "、".join(f"{p.name} {p.plan.costs.to_be_yen:,}円" for p in plans)
    en = "; ".join(f"{p.name} {p.plan.costs.to_be_yen:,} yen" for p in plans)
    return Text(f"計画ごとの年度別経費の棒グラフ。計: {ja}", f"Bars of cost by year. Totals: {en}")
