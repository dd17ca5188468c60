"""Why no schedule exists, by name: a group, its closed waves, or too much work."""

from collections import Counter
from collections.abc import Iterator, Sequence

from consolidation.errors import Culprit, NothingFits
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import CalendarKind
from consolidation.migration.calendar import Span, closing, open_waves
from consolidation.migration.formulation import WaveProblem
from consolidation.migration.groups import SECONDS_PER_HOUR, MoveGroup
from consolidation.migration.model import MigrationOptions
from consolidation.text import Text

MESSAGE = Text("移行計画が成り立たない", "no migration schedule exists")
MOST_NAMES = 5


def refuse_impossible(
    estate: Estate,
    groups: Sequence[MoveGroup],
    spans: tuple[Span, ...],
    options: MigrationOptions,
) -> None:
    """Raise `NothingFits` if a group alone, or the sum of all work, cannot be dealt out."""
    culprits = [*_no_waves(spans, options)]
    if not culprits:
        culprits.extend(c for group in groups for c in _too_large(group, options))
        culprits.extend(c for group in groups for c in _shut_out(estate, group, spans))
    if not culprits:
        every = tuple(range(len(spans)))
        culprits.extend(_too_much(groups, every, options, spans))
    if culprits:
        raise NothingFits(MESSAGE, culprits)


def nothing_fits(
    given: WaveProblem,
    groups: Sequence[MoveGroup],
    spans: Sequence[Span],
    options: MigrationOptions,
) -> NothingFits:
    """Return the error for groups of which each has waves, but which do not fit in together.

    Looks for waves that are asked more of than they hold by the groups that have no others;
    if there are none such, the groups with fewest waves are named.
    """
    found: list[Culprit] = []
    for waves in sorted(set(given.open_waves), key=lambda waves: (len(waves), waves)):
        bound = [groups[g] for g, its in enumerate(given.open_waves) if set(its) <= set(waves)]
        found.extend(_too_much(bound, waves, options, spans))
        if found:
            return NothingFits(MESSAGE, found)
    order = sorted(range(len(groups)), key=lambda g: (len(given.open_waves[g]), g))
    for g in order[:MOST_NAMES]:
        num = len(given.open_waves[g])
        found.append(
            Culprit(
                "group",
                groups[g].name,
                Text(
                    f"移せる回が{num}回しかなく、ほかの組とあわせて割り付けられない",
                    f"has only {num} waves, and cannot be dealt out together with the others",
                ),
            )
        )
    return NothingFits(MESSAGE, found)


def _no_waves(spans: Sequence[Span], options: MigrationOptions) -> Iterator[Culprit]:
    if not spans:
        yield Culprit(
            "window",
            f"{options.starts_on} – {options.ends_on}",
            Text(
                f"期間が1回分の{options.wave_days}日に満たない",
                f"shorter than one wave of {options.wave_days} days",
            ),
        )


def _too_large(group: MoveGroup, options: MigrationOptions) -> Iterator[Culprit]:
    """Name a group that no wave can take, and by how much."""
    names = ", ".join(m.server for m in group.movers[:MOST_NAMES])
    names += ", ..." if group.num > MOST_NAMES else ""
    if group.num > options.max_moves_per_wave:
        yield Culprit(
            "group",
            group.name,
            Text(
                f"{group.num}台（{names}）を同時に移すが、1回に移せるのは"
                f"{options.max_moves_per_wave}台まで",
                f"{group.num} servers ({names}) move together, a wave takes "
                f"{options.max_moves_per_wave}",
            ),
        )
    over = group.seconds - options.window_hours * SECONDS_PER_HOUR
    if over > 0:
        hours = _hours(group.seconds)
        yield Culprit(
            "group",
            group.name,
            Text(
                f"移行に{hours}時間かかり（{names}）、1回の作業時間{options.window_hours}時間を"
                f"{_hours(over)}時間超える",
                f"takes {hours} hours ({names}), {_hours(over)} more than the "
                f"{options.window_hours} hours of a wave",
            ),
        )


def _shut_out(estate: Estate, group: MoveGroup, spans: tuple[Span, ...]) -> Iterator[Culprit]:
    """Name a group to which every wave is closed, and by which calendar entries."""
    if open_waves(estate, group, spans):
        return
    horizon = Span(spans[0].first, spans[-1].last)
    closes: Counter[tuple[str, str, CalendarKind]] = Counter()
    for span in spans:
        closes.update({(e.id, e.name, e.kind) for e in closing(estate, group, span, horizon)})
    ja = "、".join(
        f"{name}（{key}、{kind.ja}、{num}回分）" for (key, name, kind), num in _most(closes)
    )
    en = ", ".join(f"{key} ({kind}, {num} waves)" for (key, _, kind), num in _most(closes))
    yield Culprit(
        "group",
        group.name,
        Text(
            f"全{len(spans)}回とも暦により移せない: {ja}。"
            "作業可能期間が1回分の日数より短いときは wave_days を減らす",
            f"all {len(spans)} waves are closed by the calendar: {en}. Where a window is shorter "
            "than a wave, lower wave_days",
        ),
    )


def _most(
    closes: Counter[tuple[str, str, CalendarKind]],
) -> list[tuple[tuple[str, str, CalendarKind], int]]:
    return sorted(closes.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES]


def _too_much(
    groups: Sequence[MoveGroup],
    waves: Sequence[int],
    options: MigrationOptions,
    spans: Sequence[Span],
) -> Iterator[Culprit]:
    """Name the waves that are asked more of than they hold by groups that have no others."""
    name = f"{spans[waves[0]].first} – {spans[waves[-1]].last}"
    num = sum(group.num for group in groups)
    most = len(waves) * options.max_moves_per_wave
    some = ", ".join(group.name for group in groups[:MOST_NAMES])
    some += ", ..." if len(groups) > MOST_NAMES else ""
    if num > most:
        yield Culprit(
            "window",
            name,
            Text(
                f"{len(waves)}回に{num}台（{some}）を移すが、入るのは{most}台で{num - most}台多い",
                f"{len(waves)} waves are to take {num} servers ({some}) and hold {most}: "
                f"{num - most} too many",
            ),
        )
    seconds = sum(group.seconds for group in groups)
    over = seconds - len(waves) * options.window_hours * SECONDS_PER_HOUR
    if over > 0:
        yield Culprit(
            "window",
            name,
            Text(
                f"{len(waves)}回に合計{_hours(seconds)}時間の移行（{some}）が要り、"
                f"{_hours(over)}時間足りない",
                f"{len(waves)} waves are to take {_hours(seconds)} hours of moves ({some}): "
                f"{_hours(over)} hours too many",
            ),
        )


def _hours(seconds: int) -> str:
    return f"{seconds / SECONDS_PER_HOUR:.1f}"
