"""How full the hosts are: CPU and memory of each against what may be used of it."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from consolidation.export import labels
from consolidation.export.figures import style
from consolidation.export.review import Review
from consolidation.packing.model import PackedHost
from consolidation.text import Text

TITLE = Text("ホストの充填率（CPUとメモリ）", "How full the hosts are: CPU and memory")
PER_ROW = 24
MOST_ROWS = 12
BAR = 0.38
TOP, ROW, LOW_ROW, BARS = 0.8, 2.75, 2.35, 2.0
"""Inches: above the first row, of a row with slanted and with level names, of its bars."""
LEAST_PLACES = 10
CEILING_PERCENT = 100


def draw(review: Review) -> style.Drawing:
    """Return the figure of host filling, at most 24 hosts to a row."""
    hosts = review.plan.packing.hosts[: PER_ROW * MOST_ROWS]
    rows = _rows(hosts)
    crowded = len(hosts) > LEAST_PLACES
    height = TOP + (ROW if crowded else LOW_ROW) * max(1, len(rows))
    figure = style.new_figure(10, height)
    style.title(figure, review.say(TITLE))
    for number, row in enumerate(rows):
        bottom = 1 - (TOP + ROW * number + BARS) / height
        axes = figure.add_axes((0.06, bottom, 0.92, BARS / height))
        _row(axes, review, row, len(rows[0]))
    if not hosts:
        words = Text("この計画ではホストを調達しない", "this plan buys no hosts")
        figure.text(0.5, 0.5, review.say(words), ha="center", color=style.SOFT)
    _legend(figure, review, hosts)
    return style.finish(figure, "hosts", TITLE, _alt(review), review.footnote)


def _rows(hosts: tuple[PackedHost, ...]) -> list[tuple[PackedHost, ...]]:
    """Deal the hosts to as few rows as hold them, all about equally long."""
    num = -(-len(hosts) // PER_ROW)
    length = -(-len(hosts) // num) if num else 1
    return [hosts[i : i + length] for i in range(0, len(hosts), length)]


def _row(axes: Axes, review: Review, hosts: tuple[PackedHost, ...], places: int) -> None:
    style.quiet(axes)
    for x, host in enumerate(hosts):
        colour = style.ZONES.get(host.zone or "", style.SOFT)
        if host.spare:
            axes.bar(x, CEILING_PERCENT, 0.8, fill=False, ec=style.SOFT, ls=":", lw=0.9)
            continue
        filling = review.filling(host)
        cpu, memory = filling.cpu_percent, filling.memory_percent
        axes.bar(x - BAR / 2, cpu, BAR, color=colour)
        axes.bar(x + BAR / 2, memory, BAR, color=colour, alpha=0.45)
        for dx, value in ((-BAR / 2, cpu), (BAR / 2, memory)):
            if places <= PER_ROW // 2 + 4:
                axes.annotate(
                    f"{value:.0f}",
                    (x + dx, value),
                    xytext=(0, -3),
                    textcoords="offset points",
                    ha="center",
                    va="top",
                    size=7.5,
                    color="white" if dx < 0 else style.INK,
                )
    axes.axhline(CEILING_PERCENT, color=style.CEILING, lw=1)
    axes.set_ylim(0, 118)
    axes.set_yticks([0, 25, 50, 75, 100])
    axes.set_ylabel("%")
    axes.set_xlim(-0.7, max(places, LEAST_PLACES) - 0.3)
    crowded = places > LEAST_PLACES
    axes.set_xticks(
        range(len(hosts)),
        [style.label(host.id, 18) for host in hosts],
        rotation=35 if crowded else 0,
        ha="right" if crowded else "center",
        size=7.5,
    )


def _legend(figure: Figure, review: Review, hosts: tuple[PackedHost, ...]) -> None:
    zones = sorted({host.zone for host in hosts if host.zone})
    handles: list[Patch | Line2D] = []
    for zone in zones:
        words = labels.zone(zone) or Text(zone, zone)
        colour = style.ZONES.get(zone, style.SOFT)
        handles.append(Patch(color=colour, label=f"{review.say(words)} CPU"))
        memory = Text("メモリ", "memory")
        handles.append(
            Patch(color=colour, alpha=0.45, label=f"{review.say(words)} {review.say(memory)}")
        )
    if any(host.spare for host in hosts):
        words = Text("予備（空き）", "spare (empty)")
        handles.append(Patch(fill=False, ec=style.SOFT, ls=":", label=review.say(words)))
    if hosts:
        words = Text("使用上限", "ceiling")
        handles.append(Line2D([], [], color=style.CEILING, label=review.say(words)))
    height = figure.get_size_inches()[1]
    at = (0.98, 1 - 0.36 / height)
    columns = min(6, max(1, len(handles)))
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=at, ncols=columns, fontsize=8)


def _alt(review: Review) -> Text:
    parts = [
        (host.id, review.filling(host)) for host in review.plan.packing.hosts if not host.spare
    ]
    ja = "、".join(f"{h} CPU {f.cpu_percent}% メモリ {f.memory_percent}%" for h, f in parts)
    en = "; ".join(f"{h} CPU {f.cpu_percent} % memory {f.memory_percent} %" for h, f in parts)
    return Text(f"ホストごとの棒グラフ。{ja}", f"Bars for every host. {en}")
