"""Use of CPU by hour of day: what the moving servers use, before and after."""

from matplotlib.axes import Axes

from consolidation.export import labels
from consolidation.export.figures import style
from consolidation.export.review import Review
from consolidation.inventory.tables.times import Trace
from consolidation.sizing.profile import profile_sum
from consolidation.text import Text
from consolidation.units import CENTICORES_PER_CORE, HOURS_PER_DAY

TITLE = Text(
    "時間帯別のCPU利用（移すサーバの実測）", "CPU use by hour of day (moving servers, measured)"
)
HOURS = range(HOURS_PER_DAY)
TICKS = range(0, HOURS_PER_DAY + 1, 3)


def draw(review: Review) -> style.Drawing:
    """Return the figure of use by hour: cores by zone, and utilisation before and after."""
    if not measured(review):
        return _empty(review)
    figure = style.new_figure(10, 4.6)
    style.title(figure, review.say(TITLE))
    left = figure.add_axes((0.065, 0.21, 0.42, 0.6))
    right = figure.add_axes((0.57, 0.21, 0.41, 0.6))
    num = len(measured(review))
    _cores(left, review)
    _utilisation(right, review)
    total = len(review.plan.sizing.demands)
    words = Text(
        f"実測のある{num}台（移す{total}台のうち）の1日の平均。実測のないサーバは含まない。",
        f"Daily mean of the {num} measured servers (of {total} that move); the others not counted.",
    )
    figure.text(0.02, 0.025, style.label(review.say(words), 120), size=8, color=style.SOFT)
    return style.finish(figure, "hours", TITLE, _alt(review), review.footnote)


def _empty(review: Review) -> style.Drawing:
    """Return the title and one sentence, where nothing was measured."""
    words = Text("移すサーバに実測の記録がない", "no moving server has a trace")
    return style.sentence(
        review.say(TITLE), review.say(words), "hours", TITLE, _alt(review), review.footnote
    )


def measured(review: Review) -> tuple[str, ...]:
    """Return the moving servers with a profile by hour."""
    return tuple(d.server for d in review.plan.sizing.demands if d.cpu_profile_centicores)


def _cores(axes: Axes, review: Review) -> None:
    demands = review.plan.sizing.demands
    zones = sorted({d.zone for d in demands if d.cpu_profile_centicores})
    layers = [
        [cores / CENTICORES_PER_CORE for cores in profile_sum(of_zone).by_hour]
        for of_zone in ([d for d in demands if d.zone == zone] for zone in zones)
    ]
    hours = [*HOURS, HOURS_PER_DAY]
    axes.stackplot(
        hours,
        [[*layer, layer[0]] for layer in layers],
        colors=[style.ZONES.get(zone, style.SOFT) for zone in zones],
        labels=[review.say(Text(zone.ja, zone.value)) for zone in zones],
        alpha=0.8,
    )
    _hours(axes, review, Text("平均使用コア数（新しいコア換算）", "mean cores used, in new cores"))


def _utilisation(axes: Axes, review: Review) -> None:
    hours = [*HOURS, HOURS_PER_DAY]
    for side, use, colour in (
        ("as-is", before(review), style.AS_IS),
        ("to-be", after(review), style.TO_BE),
    ):
        if use:
            words = review.say(labels.SIDE[side] if side == "to-be" else labels.state(side))
            axes.plot(hours, [*use, use[0]], color=colour, lw=2.2, label=words)
    _hours(axes, review, Text("CPU利用率 (%)", "CPU utilisation (%)"))


def _hours(axes: Axes, review: Review, heading: Text) -> None:
    style.quiet(axes)
    axes.set_xlim(0, HOURS_PER_DAY)
    axes.set_ylim(bottom=0)
    suffix = "時" if review.language == "ja" else "h"
    axes.set_xticks(list(TICKS), [f"{hour}{suffix}" for hour in TICKS])
    axes.set_title(review.say(heading), loc="left", size=9.5, color=style.SOFT)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=4, fontsize=8)


def before(review: Review) -> tuple[float, ...]:
    """Return the use of the measured servers' own cores by hour, in percent."""
    use, cores = [0.0] * HOURS_PER_DAY, 0
    for server in measured(review):
        row, trace = review.as_is.server[server], review.as_is.trace.get(server)
        if row.cpu_cores is None or trace is None:
            continue
        cores += row.cpu_cores
        for hour, percent in enumerate(_means(trace)):
            use[hour] += percent * row.cpu_cores
    return tuple(value / cores for value in use) if cores else ()


def _means(trace: Trace) -> list[float]:
    sums, counts = [0.0] * HOURS_PER_DAY, [0] * HOURS_PER_DAY
    start = trace.start.hour * 60 + trace.start.minute
    for i, percent in enumerate(trace.cpu_percent):
        if percent is not None:
            hour = (start + i * trace.step_minutes) // 60 % HOURS_PER_DAY
            sums[hour] += percent
            counts[hour] += 1
    return [total / count if count else 0.0 for total, count in zip(sums, counts, strict=True)]


def after(review: Review) -> tuple[float, ...]:
    """Return the same servers' use of the new hosts' cores by hour, spares not counted."""
    types = review.as_is.host_type
    cores = sum(
        types[host.option].cpu_cores
        for host in review.plan.packing.hosts
        if not host.spare and host.option in types
    )
    total = profile_sum(review.plan.sizing.demands).by_hour
    return tuple(use / cores for use in total) if cores else ()


def _alt(review: Review) -> Text:
    old, new = before(review), after(review)
    if not old or not new:
        return Text("時間帯別のCPU利用。実測の記録がない。", "CPU use by hour; no traces.")
    return Text(
        f"時間帯別のCPU利用率の折れ線。最も高い時間帯で現状 {max(old):.1f}%、計画 {max(new):.1f}%",
        f"Lines of CPU utilisation by hour; busiest hour as-is {max(old):.1f} %, "
        f"to-be {max(new):.1f} %",
    )
