"""The network between sites, as it is and as planned.

Hubs stand in the middle, every other site on its own line to the left or right, grouped by kind,
so that names can be read for seventy sites and more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from consolidation.export import labels
from consolidation.export.figures import style
from consolidation.export.figures.topology import CARRIAGES, Carriage, Strand, Topology, topology
from consolidation.export.review import Review
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SiteKind
from consolidation.inventory.tables.places import Site
from consolidation.text import Text

COLOURS: dict[Carriage, str] = {
    "resident": style.RESIDENT,
    "administrative": style.ADMINISTRATIVE,
    "merged": style.MERGED,
}
WORDS: dict[Carriage, Text] = {
    "resident": Text("住民情報系の回線", "resident line"),
    "administrative": Text("行政情報系などの回線", "administrative and other line"),
    "merged": Text("統合した回線", "merged line"),
}
ROW_INCHES = 0.185
GROUP_GAP = 1.3
WIDTH = 11.0
EDGE = 2.95
"""Distance of the sites' dots from the middle, in inches."""
HUB_HALF_WIDTH = 0.82
HUB_SPREAD = 0.16
"""Strands leave a hub spread over this share of their sites' height."""
BETWEEN = 0.045
"""Half the distance between the two strands of one site, in inches."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a site stands: in inches from the middle; ``side`` is -1 left, 1 right, 0 hub."""

    x: float
    y: float
    side: int


def draw(review: Review) -> tuple[style.Drawing, style.Drawing]:
    """Return the figures of the network as-is and to-be, sites at the same places in both."""
    states = ((review.as_is, "as-is"), (review.to_be, "to-be"))
    pictures = [topology(estate) for estate, _ in states]
    hubs = pictures[0].hubs
    spots, heads, height = _layout(review.as_is, hubs, pictures)
    return (
        _draw(review, states[0], pictures[0], (spots, heads, height)),
        _draw(review, states[1], pictures[1], (spots, heads, height)),
    )


Layout = tuple[dict[str, Spot], list[tuple[float, int, SiteKind]], float]


def _layout(estate: Estate, hubs: tuple[str, ...], pictures: Iterable[Topology]) -> Layout:
    joined = {site for p in pictures for s in p.strands for site in (s.a, s.b)}
    outer = [site for site in estate.sites if site.id not in hubs and site.id in joined]
    groups = [
        [site for site in outer if site.kind is kind]
        for kind in SiteKind
        if any(site.kind is kind for site in outer)
    ]
    sides = _balanced(groups)
    depth = max((_depth(side) for side in sides), default=4.0)
    depth = max(depth, 3.0 + 2.2 * len(hubs))
    spots: dict[str, Spot] = {}
    heads: list[tuple[float, int, SiteKind]] = []
    for side, column in zip((-1, 1), sides, strict=True):
        y = _depth(column) / 2
        for group in column:
            heads.append((y * ROW_INCHES, side, group[0].kind))
            for site in group:
                y -= 1
                spots[site.id] = Spot(side * EDGE, y * ROW_INCHES, side)
            y -= GROUP_GAP
    for i, hub in enumerate(hubs):
        gap = min(2.4, depth * ROW_INCHES / max(1, len(hubs)))
        spots[hub] = Spot(0.0, ((len(hubs) - 1) / 2 - i) * gap, 0)
    return spots, heads, depth * ROW_INCHES


def _depth(groups: list[list[Site]]) -> float:
    return sum(len(group) + GROUP_GAP for group in groups)


def _balanced(groups: list[list[Site]]) -> tuple[list[list[Site]], list[list[Site]]]:
    """Deal the groups, the largest first, to the emptier side."""
    left: list[list[Site]] = []
    right: list[list[Site]] = []
    for group in sorted(groups, key=lambda g: (-len(g), g[0].kind.value)):
        (left if _depth(left) <= _depth(right) else right).append(group)
    return left, right


def _draw(
    review: Review, state: tuple[Estate, str], picture: Topology, layout: Layout
) -> style.Drawing:
    estate, name = state
    spots, heads, depth = layout
    height = depth + 1.5
    words = labels.state(name)
    title = Text(f"拠点間のネットワーク（{words.ja}）", f"Network between sites, {words.en}")
    figure = style.new_figure(WIDTH, height)
    style.title(figure, review.say(title))
    axes = figure.add_axes((0, 0.1 / height, 1, (depth + 0.7) / height))
    axes.set_axis_off()
    axes.set_xlim(-WIDTH / 2, WIDTH / 2)
    axes.set_ylim(-depth / 2 - 0.35, depth / 2 + 0.35)
    present = _present(picture)
    for strand in picture.strands:
        if strand.a in spots and strand.b in spots:
            _strand(axes, spots, strand, present)
    for y, side, kind in heads:
        text = kind.ja if review.language == "ja" else kind.value
        at = side * (EDGE + 0.12)
        align = "left" if side > 0 else "right"
        axes.text(at, y, text, ha=align, va="center", size=8, color=style.SOFT)
    _sites(axes, estate, spots, picture)
    _legend(figure, review)
    return style.finish(figure, f"network-{name}", title, _alt(picture, words))


def _offset(carriage: Carriage, beside: set[Carriage]) -> float:
    """Return how far from a site's middle a strand ends, given what else ends there."""
    if len(beside) == 1:
        return 0.0
    return {"resident": BETWEEN, "administrative": -BETWEEN, "merged": 0.0}[carriage]


def _present(picture: Topology) -> dict[str, set[Carriage]]:
    present: dict[str, set[Carriage]] = {}
    for strand in picture.strands:
        for site in (strand.a, strand.b):
            present.setdefault(site, set()).add(strand.carriage)
    return present


def _strand(
    axes: Axes, spots: dict[str, Spot], strand: Strand, present: dict[str, set[Carriage]]
) -> None:
    a, b = spots[strand.a], spots[strand.b]
    outer = strand.b if a.side == 0 else strand.a
    if a.side and not b.side:
        a, b = b, a
    shift = _offset(strand.carriage, present[outer])
    if a.side == 0 and b.side == 0:
        bend = 0.35 * (1 if shift >= 0 else -1) + 3 * shift
        middle = [(bend, (2 * a.y + b.y) / 3), (bend, (a.y + 2 * b.y) / 3)]
    elif a.side == 0:
        a = Spot(b.side * HUB_HALF_WIDTH, a.y + b.y * HUB_SPREAD, 0)
        middle = [(b.x * 0.62, a.y), (b.x * 0.5, b.y + shift)]
    else:
        pull = 0.62 if a.side == b.side else 0.3
        middle = [(a.x * pull, a.y + shift), (b.x * pull, b.y + shift)]
    start = (a.x, a.y + (shift if a.side else 0.0))
    end = (b.x, b.y + (shift if b.side else 0.0))
    path = Path([start, *middle, end], [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    axes.add_patch(
        PathPatch(
            path,
            fill=False,
            edgecolor=COLOURS[strand.carriage],
            lw=1.3 if strand.carriage == "merged" else 1.0,
            ls=(0, (3, 2)) if strand.radio else "-",
            alpha=0.85,
            zorder=1,
        )
    )


def _sites(axes: Axes, estate: Estate, spots: dict[str, Spot], picture: Topology) -> None:
    speeds = _speeds(picture)
    present = _present(picture)
    hubs = sum(spot.side == 0 for spot in spots.values())
    highest = max(abs(spot.y) for spot in spots.values())
    reach = max(0.24, highest * HUB_SPREAD + 0.08) if hubs == 1 else 0.3
    for site, spot in spots.items():
        row = estate.site.get(site)
        name = row.name if row else site
        if spot.side == 0:
            _hub(axes, spot, name, site in picture.wireless, reach)
            continue
        for carriage in CARRIAGES:
            if carriage in present.get(site, ()):
                y = spot.y + _offset(carriage, present[site])
                axes.plot([spot.x], [y], "o", ms=3, color=COLOURS[carriage], zorder=3)
        if site in picture.wireless:
            _waves(axes, spot.x - spot.side * 0.07, spot.y)
        _name(axes, spot, style.label(name, 17), speeds.get(site, ""))


def _name(axes: Axes, spot: Spot, name: str, speed: str) -> None:
    align = "left" if spot.side > 0 else "right"
    x = spot.x + spot.side * 0.12
    axes.text(x, spot.y, name, ha=align, va="center", size=7.2, color=style.INK)
    edge = spot.side * (WIDTH / 2 - 0.12)
    other = "right" if spot.side > 0 else "left"
    axes.text(edge, spot.y, speed, ha=other, va="center", size=6.8, color=style.SOFT)


def _speeds(picture: Topology) -> dict[str, str]:
    """Return the capacities towards the middle, in Mbit/s, by outer site."""
    found: dict[str, dict[Carriage, str]] = {}
    for strand in picture.strands:
        for site in (strand.a, strand.b):
            capacity = strand.capacity_mbit_s
            number = "?" if capacity is None else f"{capacity}"
            found.setdefault(site, {}).setdefault(strand.carriage, number)
    return {site: "/".join(by[c] for c in CARRIAGES if c in by) for site, by in found.items()}


def _waves(axes: Axes, x: float, y: float) -> None:
    axes.plot([x], [y], "o", ms=6.5, mfc="none", mec=style.SOFT, mew=0.7, ls="", zorder=2)


def _hub(axes: Axes, spot: Spot, name: str, wireless: bool, half_height: float) -> None:
    axes.add_patch(
        FancyBboxPatch(
            (-HUB_HALF_WIDTH, spot.y - half_height),
            2 * HUB_HALF_WIDTH,
            2 * half_height,
            boxstyle="round,pad=0,rounding_size=0.08",
            fc="white",
            ec=style.INK,
            lw=1.2,
            zorder=4,
        )
    )
    text = fill(style.label(name, 24), 11)
    axes.text(spot.x, spot.y, text, ha="center", va="center", size=9, zorder=5)
    if wireless:
        at = spot.y + half_height - 0.12
        axes.plot([HUB_HALF_WIDTH - 0.12], [at], "o", ms=6.5, mfc="white", mec=style.SOFT, zorder=5)


def _legend(figure: Figure, review: Review) -> None:
    handles = [
        Line2D([], [], color=COLOURS[c], lw=1.6, label=review.say(WORDS[c])) for c in CARRIAGES
    ]
    radio = Text("無線の回線", "radio line")
    access = Text("無線LANなどのある拠点", "site with wireless")
    handles.append(Line2D([], [], color=style.SOFT, ls=(0, (3, 2)), label=review.say(radio)))
    handles.append(
        Line2D(
            [], [], marker="o", ms=6.5, mfc="none", mec=style.SOFT, ls="", label=review.say(access)
        )
    )
    height = figure.get_size_inches()[1]
    at = (0.98, 1 - 0.4 / height)
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=at, ncols=5, fontsize=8)
    unit = Text("拠点名の横の数字は帯域 (Mbit/s)", "numbers beside a site: Mbit/s")
    figure.text(
        0.98, 1 - 0.17 / height, review.say(unit), ha="right", va="top", size=8, color=style.SOFT
    )


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
