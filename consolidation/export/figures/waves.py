"""The waves as a Gantt chart, under the freezes and milestones of the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from consolidation.export.figures import style
from consolidation.export.review import Review
from consolidation.inventory.tables.kinds import CalendarKind, Zone
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.migration.model import Wave
from consolidation.text import Text

TITLE = Text("移行計画（段階と凍結期間）", "Migration plan: waves and freezes")
MOST_ENTRIES = 14
ROW_INCHES = 0.3
WAVE = "#2F3B47"
"""A colour that no zone has, so that a wave is not taken for a freeze."""
LONGEST_NAME = 28
MARGIN_DAYS = 21
MOST_TICKS = 13


@dataclass(frozen=True, slots=True)
class Span:
    """One occurrence of a calendar entry."""

    name: str
    kind: CalendarKind
    zone: Zone | None
    first: date
    last: date
    for_all: bool
    """Whether it concerns every system of its zone."""


def draw(review: Review) -> style.Drawing:
    """Return the Gantt chart."""
    waves = tuple(wave for wave in review.plan.schedule.waves if wave.moves)
    first, last = _range(review, waves)
    entries = _entries(review, first, last)
    rows = len(entries) + len(waves)
    height = 1.5 + ROW_INCHES * max(rows, 4)
    figure = style.new_figure(10, height)
    style.title(figure, review.say(TITLE))
    axes = figure.add_axes((0.31, 0.45 / height, 0.665, 1 - 1.25 / height))
    style.quiet(axes, "x")
    _calendar(axes, entries, rows)
    _legend(figure, review, entries)
    _bars(axes, review, waves, len(entries))
    axes.set_ylim(rows - 0.4, -0.7)
    axes.set_xlim(_day(first), _day(last))
    months = _months(first, last)
    axes.set_xticks([_day(month) for month in months], [f"{m:%Y-%m}" for m in months])
    if not waves:
        words = Text("移すサーバはない", "no server moves")
        figure.text(0.02, 0.12 / height, review.say(words), size=8.5, color=style.SOFT)
    return style.finish(figure, "waves", TITLE, _alt(waves), review.footnote)


def _day(day: date) -> float:
    return float(day.toordinal())


def _months(first: date, last: date) -> list[date]:
    """Return first days of months within the span, evenly apart and few enough to read."""
    num = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12) if num // s < MOST_TICKS), 12)
    days = [date(first.year + m // 12, m % 12 + 1, 1) for m in range(num + first.month)]
    return [day for day in days if day >= first and (day.month - 1) % step == 0]


def _range(review: Review, waves: tuple[Wave, ...]) -> tuple[date, date]:
    options = review.plan.scenario.migration
    first = min([options.starts_on, *(wave.starts_on for wave in waves)])
    last = max([options.starts_on, *(wave.ends_on for wave in waves)])
    margin = timedelta(days=MARGIN_DAYS)
    return first - margin, max(last, first + timedelta(days=150)) + margin


def _entries(review: Review, first: date, last: date) -> list[tuple[str, list[Span]]]:
    """Return the calendar's entries that touch the span, with their occurrences."""
    found: list[tuple[str, list[Span]]] = []
    for entry in review.as_is.calendar:
        if entry.kind is CalendarKind.WINDOW:
            continue
        spans = [s for s in occurrences(entry, first, last) if s.first <= last and s.last >= first]
        if spans:
            found.append((entry.name, spans))
    found.sort(key=lambda item: (item[1][0].kind.value, item[1][0].first, item[0]))
    return found[:MOST_ENTRIES]


def occurrences(entry: CalendarEntry, first: date, last: date) -> Iterator[Span]:
    """Yield an entry's spans; a yearly one comes back in every year that the range touches."""
    if not entry.yearly:
        yield _span(entry, entry.starts_on, entry.ends_on)
        return
    length = entry.ends_on - entry.starts_on
    for year in range(first.year - 1, last.year + 1):
        start = _in_year(entry.starts_on, year)
        yield _span(entry, start, start + length)


def _span(entry: CalendarEntry, first: date, last: date) -> Span:
    if entry.kind is CalendarKind.MILESTONE:
        first = last
    return Span(entry.name, entry.kind, entry.zone, first, last, entry.system is None)


def _in_year(day: date, year: int) -> date:
    """Return the same day of another year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _calendar(axes: Axes, entries: list[tuple[str, list[Span]]], rows: int) -> None:
    for y, (name, spans) in enumerate(entries):
        for span in spans:
            colour = style.ZONES.get(span.zone or "", style.SOFT)
            start, end = _day(span.first), _day(span.last) + 1
            if span.kind is CalendarKind.MILESTONE:
                axes.plot([end - 1], [y], marker="D", color=style.MERGED, ms=6)
                axes.axvline(end - 1, color=style.MERGED, lw=0.8, ls=(0, (4, 3)), zorder=0)
                continue
            axes.barh(y, end - start, left=start, height=0.62, color=colour, alpha=0.75)
            if span.for_all:
                axes.axvspan(start, end, color=colour, alpha=0.07, lw=0, zorder=0)
        axes.text(
            -0.01,
            y,
            style.label(name, LONGEST_NAME),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            size=7.5,
            color=style.SOFT,
        )
    if entries:
        axes.axhline(len(entries) - 0.5, color=style.FAINT, lw=1)
    axes.set_yticks([])
    axes.set_ylim(rows, -1)


def _legend(figure: Figure, review: Review, entries: list[tuple[str, list[Span]]]) -> None:
    """Explain the colours: freezes by zone, milestones, waves."""
    freezes = {s.zone for _, spans in entries for s in spans if s.kind is CalendarKind.FREEZE}
    handles: list[Patch | Line2D] = [
        Patch(color=WAVE, label=review.say(Text("移行の段階", "wave")))
    ]
    for zone in sorted(freezes, key=lambda z: z or ""):
        words = Text(zone.ja, zone.value) if zone else Text("全て", "all")
        label = Text(f"凍結: {words.ja}", f"freeze: {words.en}")
        colour = style.ZONES.get(zone or "", style.SOFT)
        handles.append(Patch(color=colour, alpha=0.75, label=review.say(label)))
    if any(s.kind is CalendarKind.MILESTONE for _, spans in entries for s in spans):
        words = Text("節目", "milestone")
        mark = Line2D([], [], marker="D", ms=5, color=style.MERGED, ls="", label=review.say(words))
        handles.append(mark)
    height = figure.get_size_inches()[1]
    at = (0.985, 1 - 0.36 / height)
    figure.legend(handles=handles, loc="upper right", bbox_to_anchor=at, ncols=8, fontsize=8)


def _bars(axes: Axes, review: Review, waves: tuple[Wave, ...], first_row: int) -> None:
    for y, wave in enumerate(waves, first_row):
        start, end = _day(wave.starts_on), _day(wave.ends_on) + 1
        axes.barh(y, end - start, left=start, height=0.62, color=WAVE)
        words = Text(f"{len(wave.moves)}台", f"{len(wave.moves)} servers")
        axes.annotate(
            review.say(words),
            (end, y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            size=8.5,
        )
        name = Text(f"第{wave.number}段階", f"wave {wave.number}")
        axes.text(
            -0.01,
            y,
            review.say(name),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center",
            size=9,
        )


def _alt(waves: tuple[Wave, ...]) -> Text:
    ja = "、".join(f"第{w.number}段階 {w.starts_on}〜{w.ends_on} {len(w.moves)}台" for w in waves)
    en = "; ".join(
        f"wave {w.number} {w.starts_on} to {w.ends_on}, {len(w.moves)} servers" for w in waves
    )
    return Text(f"移行の段階の工程表。{ja}", f"Gantt chart of the waves. {en}")
