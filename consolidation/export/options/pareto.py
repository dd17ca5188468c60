"""Cost against the worst utilisation after a loss, with the margin of controls of every option.

Every difference is one of shape as well as of colour: the margin is the shape of the marker, an
option that may not be chosen is hollow, and the number beside a marker leads to its row.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import dist

from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from consolidation.comparing.model import OptionAnswer
from consolidation.export.figures import style
from consolidation.export.figures.lettering import em_width, shortened
from consolidation.export.options import words
from consolidation.export.options.placing import Box, Wanted, place
from consolidation.export.options.shown import Shown
from consolidation.export.options.trade_offs import (
    MARKS,
    Mark,
    Point,
    after_losses,
    best_of,
    curves_of,
    points_of,
)
from consolidation.text import Text

TITLE = Text("費用と障害後の最大利用率", "Cost against the worst utilisation after a loss")
TITLE_NORMAL = Text("費用と平常時の最大利用率", "Cost against the worst utilisation, normal state")
NAME = "options-pareto"
WIDTH, LEFT, PLOT, FOOT, HEAD = 10.0, 0.72, 5.1, 0.62, 1.55
"""Inches: the figure, the frame of the points, and the room below and above it."""
KEY_LEFT, KEY_ROW = 6.1, 0.225
KEY_COLUMNS = (0.3, 0.42, 2.62, 3.2, 3.72)
"""Inches from the left of the key: marker, name, and the right ends of three numbers."""
SIZE, SMALL, POINTS = 8.5, 7.5, 72
NEAR = 0.15
"""Inches from a point within which a label needs no line to it."""
TOGETHER = 0.02
"""Inches within which points share a label."""
ON_A_LINE = 6
"""Numbers on a line of such a label."""
LEADER = "#7B8794"
MARKER, AREA = 0.085, 62
"""Half of a marker's width in inches; its area in square points."""
KEY_HEADS = (
    Text("費用\n百万円", "cost,\nmillion"),
    Text("利用率\n%", "used,\n%"),
    Text("制御の\n余裕", "controls\nto spare"),
)
BAND, DASHES = "#EEF2F7", (0, (5.0, 2.0))
JOINED = Text("費用・利用率で他に劣らない案", "not beaten in cost and utilisation")
SHADED = Text(
    "帯・名前入り: 費用・利用率・制御の数の全てで他に劣らない案",
    "shaded and named: not beaten in cost, utilisation and controls",
)
Dashes = tuple[float, Sequence[float]] | None
CURVES: tuple[Dashes, ...] = (None, (0, (1.0, 1.0)), (0, (4.0, 1.0, 1.0, 1.0)), (0, (7.0, 2.0)))
CURVE = Text("余裕を増やす最小費用", "least cost of more room")
NO_DESIGN = Text("案なし", "no design")


def draw(shown: Shown) -> style.Drawing:
    """Return the figure."""
    points, title = points_of(shown), TITLE if after_losses(shown) else TITLE_NORMAL
    if not points:
        text = shown.say(Text("費用の分かる案がない", "no option has a cost"))
        return style.sentence(shown.say(title), text, NAME, title, title, shown.footnote)
    rest = [o for o in shown.comparison.options if all(p.option is not o for p in points)]
    rows = len(points) + len(rest)
    height = max(5.6, HEAD + KEY_ROW * (rows + 1) + 0.1)
    figure = style.new_figure(WIDTH, height)
    style.title(figure, shown.say(title))
    axes = figure.add_axes(
        (LEFT / WIDTH, FOOT / height, PLOT / WIDTH, (height - FOOT - HEAD) / height)
    )
    _frame(axes, shown, points)
    joined, named = best_of(points)
    _curves(axes, shown)
    _points(axes, points, joined, named)
    _labels(axes, shown, points, joined, named, height)
    whole = figure.add_axes((0, 0, 1, 1))
    whole.set_axis_off()
    whole.set_xlim(0, WIDTH)
    whole.set_ylim(0, height)
    whole.patch.set_alpha(0)
    _legend(whole, shown, points, height - 0.56)
    _key(whole, shown, points, rest, named, height - HEAD)
    return style.finish(figure, NAME, title, _alt(points, joined), shown.footnote)


def _frame(axes: Axes, shown: Shown, points: Sequence[Point]) -> None:
    style.quiet(axes)
    axes.xaxis.grid(visible=True, color=style.FAINT, linewidth=0.6)
    drawn = [at for _, curve in curves_of(shown) for at in curve]
    axes.set_xlim(*_room([*(p.x for p in points), *(x for x, _ in drawn)]))
    axes.set_ylim(*_room([*(p.y for p in points), *(y for _, y in drawn)]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.10g}"))
    years = shown.comparison.years
    cost = Text(
        f"費用（{years}年間の現在価値、百万円、税抜）→ 高い",
        f"cost (present value over {years} years, million yen, no tax) → dearer",
    )
    axes.set_xlabel(shown.say(cost), size=SIZE)
    share = (
        Text(
            "障害1件の後の最大利用率（%）↑ 余裕が少ない",
            "worst utilisation after a loss (%) ↑ less room",
        )
        if after_losses(shown)
        else Text(
            "平常時の最大利用率（%）↑ 余裕が少ない", "worst utilisation, normal (%) ↑ less room"
        )
    )
    axes.set_title(shown.say(share), loc="left", size=SIZE, color=style.SOFT)


def _room(values: Sequence[float]) -> tuple[float, float]:
    """Return limits that leave room on both sides of the values."""
    low, high = min(values), max(values)
    pad = (high - low) * 0.14 or max(1.0, abs(high) * 0.05)
    return low - pad, high + pad


def _curves(axes: Axes, shown: Shown) -> None:
    """Draw what more room costs, from the cheapest option of each way to merge on."""
    for number, (_, curve) in enumerate(curves_of(shown)):
        style_of = CURVES[number % len(CURVES)]
        axes.step(
            [x for x, _ in curve],
            [y for _, y in curve],
            where="post",
            color=style.SOFT,
            linewidth=1.0,
            linestyle=style_of,
            zorder=1,
        )


def _points(
    axes: Axes, points: Sequence[Point], best: Sequence[Point], named: frozenset[int]
) -> None:
    if best:
        axes.step(
            [p.x for p in best],
            [p.y for p in best],
            where="post",
            color=style.INK,
            linewidth=1.1,
            linestyle=DASHES,
            zorder=2,
        )
    for point in sorted(points, key=lambda p: (p.number in named, -p.number)):
        hollow = not point.option.offered
        axes.scatter(
            [point.x],
            [point.y],
            s=AREA,
            marker=point.mark.shape,
            facecolor="white" if hollow else point.mark.colour,
            edgecolor=point.mark.colour if hollow else "white",
            linewidth=1.6 if hollow else 0.7,
            zorder=4,
        )


def _labels(
    axes: Axes,
    shown: Shown,
    points: Sequence[Point],
    best: Sequence[Point],
    named: frozenset[int],
    height: float,
) -> None:
    """Set the number of each point beside it, with its name where nothing beats it."""
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    wide, high = PLOT, height - FOOT - HEAD

    def inches(x: float, y: float) -> tuple[float, float]:
        return (x - x0) / (x1 - x0) * wide, (y - y0) / (y1 - y0) * high

    ordered = sorted(points, key=lambda p: (p.number not in named, p.number))
    groups = together([(p, inches(p.x, p.y)) for p in ordered])
    texts = [_label(shown, group, named) for group, _ in groups]
    spots = [spot for _, spot in groups]
    blocked = [Box(x, y, x, y).grown(MARKER) for x, y in spots]
    drawn = [[(p.x, p.y) for p in best], *(curve for _, curve in curves_of(shown))]
    for line in drawn:
        blocked += corners([inches(*at) for at in line])
    wanted = [
        Wanted(
            x,
            y,
            max(em_width(line) for line in lines) * SMALL / POINTS,
            len(lines) * SMALL * 1.25 / POINTS,
        )
        for (x, y), lines in zip(spots, texts, strict=True)
    ]
    places = place(wanted, [box.grown(0.01) for box in blocked], Box(0, 0, wide, high))
    inside = axes.inset_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(0, high), zorder=6)
    inside.set_axis_off()
    for (group, spot), lines, box in zip(groups, texts, places, strict=True):
        if box.distance(*spot) > NEAR:
            near = box.nearest(*spot)
            edge = Box(*spot, *spot).grown(MARKER).nearest(*near)
            inside.add_line(Line2D(*zip(edge, near, strict=True), color=LEADER, lw=0.6, zorder=1))
        inside.text(
            (box.left + box.right) / 2,
            (box.low + box.high) / 2,
            "\n".join(lines),
            size=SMALL,
            ha="center",
            va="center",
            color=style.INK if any(p.number in named for p in group) else style.SOFT,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.4},
            zorder=2,
        )


def corners(line: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """Yield the pieces of a staircase: each leads to the right, then up or down to the next."""
    for (left, high), (right, low) in pairwise(line):
        yield Box(left, high, right, high)
        yield Box(right, min(low, high), right, max(low, high))


def together(
    points: Sequence[tuple[Point, tuple[float, float]]],
) -> list[tuple[list[Point], tuple[float, float]]]:
    """Return the points that share a label, with the spot of the first of them in inches."""
    found: list[tuple[list[Point], tuple[float, float]]] = []
    for point, spot in points:
        for group, at in found:
            if dist(spot, at) <= TOGETHER:
                group.append(point)
                break
        else:
            found.append(([point], spot))
    return found


def _label(shown: Shown, group: Sequence[Point], named: frozenset[int]) -> list[str]:
    """Return the lines of a label: what is named, then the other numbers."""
    lines = [
        f"{point.number} {shown.say(words.short_name(point.option))}"
        for point in group
        if point.number in named
    ]
    others = [str(point.number) for point in group if point.number not in named]
    return [*lines, *(", ".join(some) for some in _batched(others, ON_A_LINE))]


def _batched(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Yield a row in parts of a size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


Entry = tuple[Text, Callable[[float, float], Line2D]]


def entries(shown: Shown, points: Sequence[Point]) -> Iterator[Entry]:
    """Yield what explains the marks, lines and bands that this figure has."""
    present = {point.mark.shape for point in points}
    for mark in MARKS:
        if mark.shape in present:
            yield mark.text, partial(_sample, mark, hollow=False)
    if any(not point.option.offered for point in points):
        hollow = Mark("o", style.SOFT, Text("白抜き: 選べない", "hollow: may not be chosen"))
        yield hollow.text, partial(_sample, hollow, hollow=True)
    joined, named = best_of(points)
    if len(joined) > 1:
        yield JOINED, _dashes
    if named:
        yield SHADED, _band
    for number, (name, curve) in enumerate(curves_of(shown)):
        if len(curve) > 1:
            option = next(o for o in shown.comparison.options if o.name == name)
            own = words.short_name(option)
            text = Text(f"{CURVE.ja}: {own.ja}", f"{CURVE.en}: {own.en}")
            yield text, partial(_thin, CURVES[number % len(CURVES)])


def _legend(axes: Axes, shown: Shown, points: Sequence[Point], y: float) -> None:
    """Explain, in rows under the title, what is drawn."""
    x = 0.2
    for text, sample in entries(shown, points):
        said = shown.say(text)
        wide = em_width(said) * SMALL / POINTS
        if x + 0.36 + wide > WIDTH - 0.15:
            x, y = 0.2, y - 0.21
        axes.add_line(sample(x + 0.12, y))
        axes.text(x + 0.32, y, said, size=SMALL, va="center", color=style.SOFT)
        x += 0.32 + wide + 0.28


def _sample(mark: Mark, x: float, y: float, *, hollow: bool) -> Line2D:
    """Return a marker by itself."""
    return Line2D(
        [x],
        [y],
        marker=mark.shape,
        markersize=6.5,
        color=mark.colour,
        markerfacecolor="white" if hollow else mark.colour,
        linestyle="none",
    )


def _dashes(x: float, y: float) -> Line2D:
    return Line2D([x - 0.12, x + 0.12], [y, y], color=style.INK, linestyle=DASHES, linewidth=1.1)


def _thin(dashes: Dashes, x: float, y: float) -> Line2D:
    ends = [x - 0.12, x + 0.12]
    return Line2D(ends, [y, y], color=style.SOFT, linewidth=1.0, linestyle=dashes)


def _band(x: float, y: float) -> Line2D:
    ends = [x - 0.12, x + 0.12]
    return Line2D(ends, [y, y], color=BAND, linewidth=9, solid_capstyle="butt")


def _key(
    axes: Axes,
    shown: Shown,
    points: Sequence[Point],
    rest: Sequence[OptionAnswer],
    named: frozenset[int],
    top: float,
) -> None:
    """List the options by their numbers, with cost, utilisation and margin of controls."""
    marker, _, *ends = (KEY_LEFT + at for at in KEY_COLUMNS)
    for end, head in zip(ends, KEY_HEADS, strict=True):
        axes.text(end, top, shown.say(head), size=SMALL, ha="right", va="bottom", color=style.SOFT)
    y = top + KEY_ROW / 2
    for point in points:
        y -= KEY_ROW
        ours = point.number in named
        ink = style.INK if ours else style.SOFT
        if ours:
            low, wide = (KEY_LEFT - 0.05, y - KEY_ROW / 2), KEY_COLUMNS[-1] + 0.1
            axes.add_patch(Rectangle(low, wide, KEY_ROW, fc=BAND, ec="none", zorder=0))
        axes.add_line(_sample(point.mark, marker, y, hollow=not point.option.offered))
        axes.text(
            marker - 0.12, y, str(point.number), size=SMALL, ha="right", va="center", color=ink
        )
        cells = (
            f"{point.x:,.1f}",
            f"{words.percent(point.share):.1f}",
            _margin(shown, point),
        )
        _key_row(axes, shown, point.option, y, cells, ink)
    for option in rest:
        y -= KEY_ROW
        _key_row(axes, shown, option, y, (shown.say(NO_DESIGN), "", ""), style.SOFT)


def _key_row(
    axes: Axes, shown: Shown, option: OptionAnswer, y: float, cells: Sequence[str], ink: str
) -> None:
    _, name, *ends = (KEY_LEFT + at for at in KEY_COLUMNS)
    room = (ends[0] - name - 0.5) * POINTS / SMALL
    text = shortened(shown.say(words.short_name(option)), room)
    axes.text(name, y, text, size=SMALL, va="center", color=ink)
    for end, cell in zip(ends, cells, strict=True):
        axes.text(end, y, cell, size=SMALL, ha="right", va="center", color=ink)


def _margin(shown: Shown, point: Point) -> str:
    return shown.say(words.margin_words(point.option))


def _alt(points: Sequence[Point], best: Sequence[Point]) -> Text:
    names = [(words.name(p.option), p) for p in best]
    ja = "、".join(f"{n.ja} {p.x:,.1f}百万円・{p.y:.1f}%" for n, p in names)
    en = "; ".join(f"{n.en} {p.x:,.1f} million yen, {p.y:.1f} %" for n, p in names)
    return Text(
        f"費用と最大利用率の散布図（{len(points)}案）。他に劣らない案: {ja}",
        f"Scatter of cost and worst utilisation of {len(points)} options. Not beaten: {en}",
    )
