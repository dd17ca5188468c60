"""The network between sites, as it is and as planned.

Hubs stand in the middle, every other site on its own line to the left or right, grouped by kind,
so that names can be read for a hundred sites and more.
"""

from collections.abc import Mapping
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from consolidation.export import labels
from consolidation.export.figures import style
from consolidation.export.figures.layout import EDGE, Layout, Spot, layout, ports
from consolidation.export.figures.topology import CARRIAGES, Carriage, Strand, Topology, topology
from consolidation.export.review import Review
from consolidation.inventory.estate import Estate
from consolidation.text import Text

COLOURS: Mapping[Carriage, str] = {
    "resident": style.RESIDENT,
    "administrative": style.ADMINISTRATIVE,
    "merged": style.MERGED,
}
WORDS: Mapping[Carriage, Text] = {
    "resident": Text("住民情報系の回線", "resident line"),
    "administrative": Text("行政情報系などの回線", "administrative and other line"),
    "merged": Text("統合した回線", "merged line"),
}
SHIFT: Mapping[Carriage, float] = {"resident": 0.045, "administrative": -0.045, "merged": 0.0}
"""How far from a site's middle its strands end, in inches, when there are several."""
WIDTH = 10.0
HUB_HALF_WIDTH = 0.8
LONGEST_HUB = 16
"""Characters from which a hub is named without what its name says in brackets."""
TALL_HUB = 0.3
"""From this half height, in inches, a hub holds two lines of its name in full size."""
SPEEDS = 4.42
"""Distance of the column of speeds from the middle, in inches."""
TOP, BOTTOM = 0.9, 0.25
DASHED = (0, (3, 2))
Present = Mapping[str, frozenset[Carriage]]


def draw(review: Review) -> tuple[style.Drawing, style.Drawing]:
    """Return the figures of the network as-is and to-be, sites at the same places in both."""
    before, after = topology(review.as_is), topology(review.to_be)
    places = layout(review.as_is, (before, after))
    return (
        _draw(review, review.as_is, "as-is", before, places),
        _draw(review, review.to_be, "to-be", after, places),
    )


def _draw(
    review: Review, estate: Estate, state: str, picture: Topology, places: Layout
) -> style.Drawing:
    words = labels.state(state)
    title = Text(f"拠点間のネットワーク（{words.ja}）", f"Network between sites, {words.en}")
    height = places.height + TOP + BOTTOM + 0.3
    figure = style.new_figure(WIDTH, height)
    style.title(figure, review.say(title))
    axes = figure.add_axes((0, BOTTOM / height, 1, (places.height + 0.3) / height))
    axes.set_axis_off()
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    axes.set_ylim(-places.height / 2 - 0.15, places.height / 2 + 0.15)
    present = _present(picture)
    leaving = ports(places, picture.strands)
    for strand in picture.strands:
        if strand.a in places.spots and strand.b in places.spots:
            _strand(axes, places.spots, strand, present, leaving)
    if not places.spots:
        words_none = Text("台帳に拠点間の回線がない", "the inventory has no line between sites")
        axes.text(0, 0, review.say(words_none), ha="center", color=style.SOFT)
    for y, side, kind in places.heads:
        text = kind.ja if review.language == "ja" else kind.value
        align = "left" if side > 0 else "right"
        at = side * (EDGE + 0.12)
        axes.text(at, y, text, ha=align, va="center", size=8, color=style.SOFT)
    _sites(axes, estate, places.spots, picture, present)
    _legend(figure, review)
    return style.finish(figure, f"network-{state}", title, _alt(picture, words), review.footnote)


def _present(picture: Topology) -> Present:
    found: dict[str, frozenset[Carriage]] = {}
    for strand in picture.strands:
        for site in (strand.a, strand.b):
            found[site] = found.get(site, frozenset()) | {strand.carriage}
    return found


def _shift(site: str, carriage: Carriage, present: Present) -> float:
    return SHIFT[carriage] if len(present[site]) > 1 else 0.0


def _strand(
    axes: Axes,
    spots: Mapping[str, Spot],
    strand: Strand,
    present: Present,
    leaving: Mapping[tuple[str, Strand], float],
) -> None:
    """Draw one strand: hub to hub, hub to site, or site to site."""
    inner, outer = strand.a, strand.b
    if spots[inner].side and not spots[outer].side:
        inner, outer = outer, inner
    a, b = spots[inner], spots[outer]
    end = (b.x, b.y + _shift(outer, strand.carriage, present))
    if not a.side and not b.side:
        bend = 6 * SHIFT[strand.carriage]
        start, end = (bend, a.y), (bend, b.y)
        middle = [start, end]
    elif not a.side:
        start = (b.side * HUB_HALF_WIDTH, leaving[inner, strand])
        middle = [(b.x * 0.6, start[1]), (b.x * 0.52, end[1])]
    else:
        start = (a.x, a.y + _shift(inner, strand.carriage, present))
        pull = 0.7 if a.side == b.side else 0.3
        middle = [(a.x * pull, start[1]), (b.x * pull, end[1])]
    path = Path([start, *middle, end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(
        PathPatch(
            path,
            fill=False,
            edgecolor=COLOURS[strand.carriage],
            lw=1.3 if strand.carriage == "merged" else 1.0,
            ls=DASHED if strand.radio else "-",
            alpha=0.85,
            zorder=1,
        )
    )


def _sites(
    axes: Axes, estate: Estate, spots: Mapping[str, Spot], picture: Topology, present: Present
) -> None:
    speeds = _speeds(picture)
    for site, spot in spots.items():
        row = estate.site.get(site)
        name = row.name if row else site
        if spot.side == 0:
            _hub(axes, spot, name, site in picture.wireless)
            continue
        for carriage in sorted(present.get(site, ())):
            y = spot.y + _shift(site, carriage, present)
            axes.plot([spot.x], [y], "o", ms=3, color=COLOURS[carriage], zorder=3)
        if site in picture.wireless:
            _ring(axes, spot.x - spot.side * 0.12, spot.y)
        _name(axes, spot, style.label(name, 13), speeds.get(site, ""))


def _ring(axes: Axes, x: float, y: float) -> None:
    axes.plot([x], [y], "o", ms=6, mfc="white", mec=style.INK, mew=0.8, ls="", zorder=6)


def _name(axes: Axes, spot: Spot, name: str, speed: str) -> None:
    align = "left" if spot.side > 0 else "right"
    at = spot.x + spot.side * 0.12
    axes.text(at, spot.y, name, ha=align, va="center", size=7.2, color=style.INK)
    at = spot.side * SPEEDS
    axes.text(at, spot.y, speed, ha=align, va="center", size=6.8, color=style.SOFT)


def _speeds(picture: Topology) -> Mapping[str, str]:
    """Return the capacities of each site's strands in Mbit/s, resident first."""
    found: dict[str, dict[Carriage, str]] = {}
    for strand in picture.strands:
        for site in (strand.a, strand.b):
            capacity = strand.capacity_mbit_s
            number = "?" if capacity is None else f"{capacity}"
            number = f"({number})" if strand.backup else number
            found.setdefault(site, {}).setdefault(strand.carriage, number)
    return {site: "/".join(by[c] for c in CARRIAGES if c in by) for site, by in found.items()}


def _hub(axes: Axes, spot: Spot, name: str, wireless: bool) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (-HUB_HALF_WIDTH, spot.y - spot.half_height),
            2 * HUB_HALF_WIDTH,
            2 * spot.half_height,
            boxstyle="round,pad=0,rounding_size=0.08",
            fc="white",
            ec=style.INK,
            lw=1.2,
            zorder=4,
        )
    )
    short = name if len(name) <= LONGEST_HUB else name.split("(")[0].split("（")[0].strip() or name
    text = fill(style.label(short, 26), 11)
    size = 9 if "\n" not in text or spot.half_height > TALL_HUB else 7.5
    axes.text(spot.x, spot.y, text, ha="center", va="center", size=size, zorder=5)
    if wireless:
        _ring(axes, HUB_HALF_WIDTH - 0.12, spot.y + spot.half_height - 0.12)


def _legend(figure: Figure, review: Review) -> None:
    handles = [
        Line2D([], [], color=COLOURS[c], lw=1.6, label=review.say(WORDS[c])) for c in CARRIAGES
    ]
    radio = review.say(Text("無線の回線", "radio line"))
    handles.append(Line2D([], [], color=style.SOFT, ls=DASHED, label=radio))
    access = review.say(Text("無線LANなどのある拠点", "site with wireless"))
    ring = Line2D([], [], marker="o", ms=6, mfc="white", mec=style.INK, ls="", label=access)
    handles.append(ring)
    height = figure.get_size_inches()[1]
    at = (0.985, 1 - 0.36 / height)
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=at, ncols=5, fontsize=8)
    unit = review.say(
        Text(
            "拠点名の横の数字は帯域 (Mbit/s)、括弧は予備",
            "numbers beside a site: Mbit/s, in brackets: backup",
        )
    )
    y = 1 - 0.17 / height
    figure.text(0.98, y, unit, ha="right", va="top", size=8, color=style.SOFT)


def _alt(picture: Topology, words: Text) -> Text:
    sites = {site for s in picture.strands for site in (s.a, s.b)}
    num = {c: sum(s.carriage == c for s in picture.strands) for c in CARRIAGES}
    radio = sum(s.radio for s in picture.strands)
    return Text(
        f"{words.ja}の拠点間ネットワーク図。{len(sites)}拠点、住民情報系 {num['resident']}、"
        f"行政情報系など {num['administrative']}、統合 {num['merged']}、うち無線 {radio}",
        f"Network between {len(sites)} sites, {words.en}: resident {num['resident']}, "
        f"administrative and other {num['administrative']}, merged {num['merged']}; radio {radio}",
    )
