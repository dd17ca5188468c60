"""A way through the layers: each step in the lane of its layer, controls as gates, fault marked.

Every difference is one of shape as well as of colour, so that a copy in black and white says the
same: the step at fault is filled, a gate has posts, a lost gate is dashed and its posts are hollow.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, FancyBboxPatch, Rectangle
from matplotlib.path import Path

from consolidation.export.cards import Card, finding_groups, way_alt
from consolidation.export.contents.explained import AT_FAULT, LOST, UNSURE
from consolidation.export.figures import style
from consolidation.export.figures.lettering import em_width, shortened, wrapped
from consolidation.export.figures.way_layout import LANES, PER_STRIP, Lane, Place, Strip, strips
from consolidation.export.labels import inventory_table
from consolidation.export.review import Review
from consolidation.text import Text

WIDTH = 10.0
LEFT, RIGHT = 1.12, 0.3
COLUMN = (WIDTH - LEFT - RIGHT) / PER_STRIP
BOX, BOX_HEIGHT, LANE = 0.96, 0.54, 0.68
HEAD, FOOT, STRIP_GAP = 0.82, 0.08, 0.2
"""Inches: columns and boxes, a lane's height, the head, and the room between two strips."""
NAME, SMALL, TINY = 7.5, 6.5, 6.0
POINTS = 72
POST = 0.05
LANE_EMS = 6.8
GUILTY = "#9B1C2E"
BANDS = ("#F1F4F8", "#FAFBFC")
DASHES = (0, (3.0, 2.0))
DOTS = (0, (1.0, 1.2))
DOUBT = "#FFF6DD"
OPEN = Text("制御なし", "no control")
GATE = Text("制御を通る", "control passed")


@dataclass(frozen=True, slots=True)
class Looks:
    """How one step is drawn."""

    guilty: bool
    gate: bool
    lost: bool
    unsure: bool
    """Whether its row is among the facts to survey."""
    open: bool
    """Whether it is a joint that no control guards."""


def draw(review: Review) -> Iterator[style.Drawing]:
    """Yield the figure of each way that the page draws."""
    for group in finding_groups(review):
        for card in group.findings:
            if card.drawing is not None:
                yield draw_card(review, card, card.drawing)


def draw_card(review: Review, card: Card, name: str) -> style.Drawing:
    """Return the figure of one finding's way."""
    finding = card.finding
    parts = strips(finding.witness, finding.guilty)
    height = HEAD + FOOT + sum(_height(strip) + STRIP_GAP for strip in parts) - STRIP_GAP
    figure = style.new_figure(WIDTH, height)
    title = Text(
        f"{card.outcome.ja}: {card.rule.ja}　{card.subject.ja}（{card.state.ja}）の経路",
        f"{card.outcome.en.capitalize()}: {card.rule.en}, {card.subject.en} ({card.state.en})",
    )
    style.title(figure, shortened(review.say(title), 52))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    looks = {place.number: _looks(card, place) for strip in parts for place in strip.places}
    top = height - HEAD
    for i, strip in enumerate(parts):
        following = parts[i + 1] if i + 1 < len(parts) else None
        _strip(axes, review, strip, following, top, looks)
        top -= _height(strip) + STRIP_GAP
    _legend(axes, review, tuple(looks.values()), height - 0.6)
    return style.finish(figure, name, title, way_alt(card), review.footnote)


def _looks(card: Card, place: Place) -> Looks:
    marks = card.steps[place.number - 1].marks
    return Looks(
        guilty=AT_FAULT in marks,
        gate=place.control is not None,
        lost=LOST in marks,
        unsure=UNSURE in marks,
        open=place.lane is Lane.CONTROL and place.control is None,
    )


def _height(strip: Strip) -> float:
    return LANE * len(strip.lanes)


def _strip(
    axes: Axes,
    review: Review,
    strip: Strip,
    following: Strip | None,
    top: float,
    looks: dict[int, Looks],
) -> None:
    """Draw the lanes of a strip, its steps, and the arrows between them and to the next strip."""
    names, lanes = dict(LANES), strip.lanes
    for i, lane in enumerate(lanes):
        low = top - LANE * (i + 1)
        band = Rectangle((0.12, low), WIDTH - 0.24, LANE, fc=BANDS[i % 2], ec="none", zorder=0)
        axes.add_patch(band)
        words = wrapped(review.say(names[lane]), LANE_EMS, 2)
        axes.text(0.2, low + LANE / 2, words, va="center", size=8, color=style.SOFT)
    spots = [
        (LEFT + COLUMN * (i + 0.5), top - LANE * (lanes.index(place.lane) + 0.5))
        for i, place in enumerate(strip.places)
    ]
    if strip.places[0].number > 1:
        _enter(axes, review, spots[0], strip.left_out)
    for a, b in pairwise(spots):
        _arrow(axes, (a[0] + BOX / 2, a[1]), (b[0] - BOX / 2, b[1]))
    for place, spot in zip(strip.places, spots, strict=True):
        _step(axes, review, place, looks[place.number], spot)
    if following is not None:
        _leave(axes, spots[-1], following.places[0].number)


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    middle = (start[0] + end[0]) / 2
    points = [start, (middle, start[1]), (middle, end[1]), end]
    path = Path(points, [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO])
    axes.add_patch(
        FancyArrowPatch(
            path=path, arrowstyle="-|>", mutation_scale=7, color=style.INK, lw=1.0, zorder=2
        )
    )


def _enter(axes: Axes, review: Review, spot: tuple[float, float], left_out: int) -> None:
    """Draw the arrow that comes from the strip above, and say how many steps are left out."""
    end = spot[0] - BOX / 2
    _arrow(axes, (end - 0.22, spot[1]), (end, spot[1]))
    if left_out:
        words = Text(f"…{left_out}段省略", f"… {left_out} steps left out")
        at = (spot[0] - BOX / 2 + 0.13, spot[1] + BOX_HEIGHT / 2 + 0.03)
        axes.text(*at, review.say(words), size=TINY, va="bottom", ha="left", color=style.SOFT)


def _leave(axes: Axes, spot: tuple[float, float], number: int) -> None:
    """Draw the arrow that goes on to the strip below, with the number of its first step."""
    start = spot[0] + BOX / 2
    _arrow(axes, (start, spot[1]), (start + 0.2, spot[1]))
    axes.text(start + 0.22, spot[1], str(number), size=SMALL, va="center", color=style.INK)


def _step(
    axes: Axes, review: Review, place: Place, looks: Looks, spot: tuple[float, float]
) -> None:
    x, y = spot
    ink = "white" if looks.guilty else style.INK
    rounding = 0.2 if place.lane is Lane.AIR else 0.04
    axes.add_patch(
        FancyBboxPatch(
            (x - BOX / 2, y - BOX_HEIGHT / 2),
            BOX,
            BOX_HEIGHT,
            boxstyle=f"round,pad=0,rounding_size={rounding}",
            fc=GUILTY if looks.guilty else DOUBT if looks.unsure else "white",
            ec=GUILTY if looks.guilty else style.INK,
            lw=2.2 if looks.guilty or looks.unsure else 0.9,
            ls=_line_style(looks, place),
            zorder=3,
        )
    )
    _words(axes, review, place, spot, ink)
    if looks.gate:
        _posts(axes, spot, lost=looks.lost)
    _number(axes, place.number, (x - BOX / 2, y + BOX_HEIGHT / 2))
    tag = _tag(looks)
    if tag is not None:
        at = (x + BOX / 2 - (POST + 0.02 if looks.gate else 0), y + BOX_HEIGHT / 2 + 0.03)
        words = shortened(review.say(tag), 0.76 * POINTS / SMALL)
        colour = GUILTY if looks.guilty else style.INK
        axes.text(*at, words, size=SMALL, ha="right", va="bottom", color=colour, zorder=6)


def _line_style(looks: Looks, place: Place) -> str | tuple[int, tuple[float, float]]:
    if looks.unsure and not looks.guilty:
        return DOTS
    return DASHES if looks.lost or place.lane is Lane.AIR else "-"


def _words(axes: Axes, review: Review, place: Place, spot: tuple[float, float], ink: str) -> None:
    """Write row, table and detail into a box; of a long id what two lines hold."""
    room = BOX - 0.12 - (2 * POST if place.control else 0)
    table = shortened(review.say(inventory_table(place.table)), room * POINTS / TINY)
    row = wrapped(place.row, room * POINTS / NAME, 2)
    rows = [(row, NAME), (table, TINY)]
    if place.detail:
        rows.append((shortened(place.detail, room * POINTS / TINY), TINY))
    heights = [(text.count("\n") + 1) * size * 1.2 / POINTS for text, size in rows]
    y = spot[1] + sum(heights) / 2
    for (text, size), height in zip(rows, heights, strict=True):
        axes.text(
            spot[0],
            y - height / 2,
            text,
            size=size,
            ha="center",
            va="center",
            color=ink,
            linespacing=1.1,
            zorder=5,
        )
        y -= height


def _posts(axes: Axes, spot: tuple[float, float], *, lost: bool) -> None:
    """Draw the posts of a gate at both sides of a box, hollow where the gate is lost."""
    x, y = spot
    reach = BOX_HEIGHT / 2 + 0.04
    for side in (-1, 1):
        at = x + side * (BOX / 2 - POST / 2)
        low = (at - POST / 2, y - reach)
        fill = "white" if lost else style.INK
        axes.add_patch(Rectangle(low, POST, 2 * reach, fc=fill, ec=style.INK, lw=0.8, zorder=4))


def _number(axes: Axes, number: int, at: tuple[float, float]) -> None:
    axes.add_patch(Circle(at, 0.095, fc="white", ec=style.INK, lw=0.7, zorder=6))
    axes.text(*at, str(number), size=TINY, ha="center", va="center_baseline", zorder=7)


def _tag(looks: Looks) -> Text | None:
    if looks.guilty:
        return AT_FAULT
    if looks.lost:
        return LOST
    if looks.unsure:
        return UNSURE
    return OPEN if looks.open else None


def _legend(axes: Axes, review: Review, looks: Sequence[Looks], y: float) -> None:
    """Explain the marks that this figure has, in a row under its title."""
    x = 0.2
    for present, text in (
        (any(one.guilty for one in looks), AT_FAULT),
        (any(one.gate and not one.lost for one in looks), GATE),
        (any(one.lost for one in looks), LOST),
        (any(one.unsure for one in looks), UNSURE),
    ):
        if present:
            _sample(axes, text, x, y)
            words = review.say(text)
            axes.text(x + 0.38, y + 0.08, words, size=8, va="center", color=style.SOFT)
            x += 0.38 + em_width(words) * 8 / POINTS + 0.35


def _sample(axes: Axes, text: Text, x: float, y: float) -> None:
    """Draw a small box with one mark."""
    fill = {AT_FAULT: GUILTY, UNSURE: DOUBT}.get(text, "white")
    edge = GUILTY if text == AT_FAULT else style.INK
    dashes = {LOST: DASHES, UNSURE: DOTS}.get(text, "-")
    box = Rectangle((x, y), 0.3, 0.16, fc=fill, ec=edge, ls=dashes, lw=0.9)
    axes.add_patch(box)
    for at in (x, x + 0.27) if text in (GATE, LOST) else ():
        post = Rectangle((at, y - 0.02), 0.03, 0.2, ec=edge, lw=0.6)
        post.set_facecolor("white" if text == LOST else edge)
        axes.add_patch(post)
