"""Check a schedule against its estate again, without any solver and day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from consolidation.fiscal import last_of_month
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import CalendarKind, ServerForm
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.migration.calendar import Span
from consolidation.migration.groups import SECONDS_PER_HOUR, standstill_s
from consolidation.migration.model import (
    DEFAULT_PRICES,
    MigrationOptions,
    Move,
    Prices,
    Schedule,
    Wave,
)
from consolidation.migration.running import emptied_platforms, platform_yen, server_yen
from consolidation.packing.model import Packing
from consolidation.sizing.model import Sizing
from consolidation.solving.status import Status
from consolidation.text import Text


def verify_schedule(
    estate: Estate,
    sizing: Sizing,
    packing: Packing,
    options: MigrationOptions,
    schedule: Schedule,
    prices: Prices = DEFAULT_PRICES,
) -> tuple[Text, ...]:
    """Return everything that is wrong with a schedule; empty if it is right.

    Checked: every server with a demand moves once, to the host of the packing, in the right way
    and time; waves are whole, in order, and within the time of migration; groups and coupled
    servers stay together; moves and standstill fit; the calendar is kept day by day; late
    servers are all named; cost, bound and status agree.
    """
    errors = [*_everyone(estate, sizing, packing, options, schedule)]
    if errors:
        return tuple(errors)
    for number, wave in enumerate(schedule.waves, start=1):
        errors.extend(_wave(number, wave, options))
        errors.extend(_standstill(estate, sizing, wave, options))
        errors.extend(_calendar(estate, sizing, wave, options))
    errors.extend(_order(schedule))
    errors.extend(_together(estate, schedule))
    errors.extend(_late(estate, schedule))
    errors.extend(_money(estate, sizing, options, schedule, prices))
    return tuple(errors)


def _everyone(
    estate: Estate,
    sizing: Sizing,
    packing: Packing,
    options: MigrationOptions,
    schedule: Schedule,
) -> Iterator[Text]:
    """Check that every server with a demand moves once, rightly, and nobody else."""
    moves = [move for wave in schedule.waves for move in wave.moves]
    times = Counter(move.server for move in moves)
    disks = {demand.server: demand.disk_gib for demand in sizing.demands}
    for server in sorted(set(disks) | set(times)):
        if times[server] != 1 or server not in disks:
            yield Text(
                f"{server}の移行が{times[server]}回ある（{int(server in disks)}回であるべき）",
                f"{server} moves {times[server]} times, should move {int(server in disks)} times",
            )
    hosts = {placement.server: placement.host for placement in packing.placements}
    for move in moves:
        if move.server in disks:
            yield from _move(estate, move, hosts.get(move.server), disks[move.server], options)


def _move(
    estate: Estate, move: Move, host: str | None, disk_gib: int, options: MigrationOptions
) -> Iterator[Text]:
    row = estate.server[move.server]
    if move.host != host:
        yield Text(
            f"{move.server}の移行先{move.host}が配置の{host}と異なる",
            f"{move.server} moves to {move.host}, the packing has it on {host}",
        )
    seconds = standstill_s(disk_gib if row.disk_gib is None else row.disk_gib, options)
    method = "p2v" if row.form is ServerForm.PHYSICAL else "v2v"
    if abs(move.hours * SECONDS_PER_HOUR - seconds) > SECONDS_PER_HOUR / 100:
        yield Text(
            f"{move.server}の所要時間が合わない: {move.hours}",
            f"{move.server}: {move.hours} hours do not match its disks",
        )
    if move.method != method:
        yield Text(
            f"{move.server}の方式が{move.method}だが{method}であるべき",
            f"{move.server}: method {move.method}, should be {method}",
        )


def _wave(number: int, wave: Wave, options: MigrationOptions) -> Iterator[Text]:
    """Check number, days and moves of one wave."""
    if wave.number != number:
        yield Text(
            f"{number}番目の回の番号が{wave.number}", f"wave {number} is numbered {wave.number}"
        )
    length = (wave.ends_on - wave.starts_on).days + 1
    offset = (wave.starts_on - options.starts_on).days
    whole = length == options.wave_days and offset % options.wave_days == 0
    if not whole or offset < 0 or wave.ends_on > options.ends_on:
        yield Text(
            f"第{number}回の期間{wave.starts_on}–{wave.ends_on}が定めと異なる",
            f"wave {number}: days {wave.starts_on} – {wave.ends_on} are none of the waves",
        )
    if not 1 <= len(wave.moves) <= options.max_moves_per_wave:
        yield Text(
            f"第{number}回の台数{len(wave.moves)}が1–{options.max_moves_per_wave}でない",
            f"wave {number}: {len(wave.moves)} moves, not 1 to {options.max_moves_per_wave}",
        )


def _standstill(
    estate: Estate, sizing: Sizing, wave: Wave, options: MigrationOptions
) -> Iterator[Text]:
    """Check that all standstill of a wave fits into its hours."""
    disks = {demand.server: demand.disk_gib for demand in sizing.demands}
    seconds = 0
    for move in wave.moves:
        fitted = estate.server[move.server].disk_gib
        seconds += standstill_s(disks[move.server] if fitted is None else fitted, options)
    if seconds > options.window_hours * SECONDS_PER_HOUR:
        yield Text(
            f"第{wave.number}回の作業が{seconds}秒で、{options.window_hours}時間を超える",
            f"wave {wave.number}: {seconds} s of standstill exceed {options.window_hours} hours",
        )


def _calendar(
    estate: Estate, sizing: Sizing, wave: Wave, options: MigrationOptions
) -> Iterator[Text]:
    """Check freezes, windows and milestones for every server of a wave."""
    zones = {demand.server: demand.zone for demand in sizing.demands}
    for move in wave.moves:
        system = estate.server[move.server].system
        mine = [
            entry
            for entry in estate.calendar
            if entry.zone in (None, zones[move.server]) and entry.system in (None, system)
        ]
        windows = [entry for entry in mine if entry.kind is CalendarKind.WINDOW]
        broken = [entry for entry in mine if _breaks(entry, wave, options)]
        if windows and not any(_inside(entry, wave, options) for entry in windows):
            broken.append(windows[0])
        for entry in broken:
            yield Text(
                f"{move.server}の第{wave.number}回は暦の{entry.id}（{entry.name}）に反する",
                f"{move.server} in wave {wave.number} breaks calendar entry {entry.id}",
            )


def _days(entry: CalendarEntry, options: MigrationOptions) -> Iterator[tuple[date, date]]:
    """Yield first and last day of an entry in every year that could matter."""
    if not entry.yearly:
        yield entry.starts_on, entry.ends_on
        return
    span = entry.ends_on.year - entry.starts_on.year
    for year in range(options.starts_on.year - span - 1, options.ends_on.year + 2):
        yield _in_year(entry.starts_on, year), _in_year(entry.ends_on, year + span)


def _in_year(day: date, year: int) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(year, 3, 1) - timedelta(days=1) if leap_day else date(year, day.month, day.day)


def _breaks(entry: CalendarEntry, wave: Wave, options: MigrationOptions) -> bool:
    """Tell whether a freeze covers a day of the wave, or a system's milestone is missed."""
    length = (wave.ends_on - wave.starts_on).days + 1
    days = [wave.starts_on + timedelta(days=i) for i in range(length)]
    spans = list(_days(entry, options))
    if entry.kind is CalendarKind.FREEZE:
        return any(first <= day <= last for day in days for first, last in spans)
    if entry.kind is not CalendarKind.MILESTONE or entry.system is None:
        return False
    num = ((options.ends_on - options.starts_on).days + 1) // options.wave_days
    end = options.starts_on + timedelta(days=num * options.wave_days - 1)
    gates = [(a, b) for a, b in spans if a <= end and b >= options.starts_on]
    kept = any(days[-1] <= b and (a == b or days[0] >= a) for a, b in gates)
    return bool(gates) and not kept


def _inside(entry: CalendarEntry, wave: Wave, options: MigrationOptions) -> bool:
    return any(a <= wave.starts_on and wave.ends_on <= b for a, b in _days(entry, options))


def _order(schedule: Schedule) -> Iterator[Text]:
    """Check that waves follow each other."""
    for before, after in zip(schedule.waves, schedule.waves[1:], strict=False):
        if after.starts_on <= before.ends_on:
            yield Text(
                f"第{after.number}回が前の回の終わる前に始まる",
                f"wave {after.number} begins before the one before it ends",
            )


def _together(estate: Estate, schedule: Schedule) -> Iterator[Text]:
    """Check that move groups and coupled servers share a wave."""
    wave_of = {move.server: wave.number for wave in schedule.waves for move in wave.moves}
    groups: dict[str, set[int]] = defaultdict(set)
    for server, number in wave_of.items():
        name = estate.server[server].move_group
        if name is not None:
            groups[name].add(number)
    for name, numbers in sorted(groups.items()):
        if len(numbers) > 1:
            yield Text(
                f"移行グループ{name}が{len(numbers)}回に分かれている",
                f"move group {name} is split over {len(numbers)} waves",
            )
    for flow in estate.flows:
        ends = {wave_of[end] for end in (flow.origin, flow.target) if end in wave_of}
        if flow.couples and len(ends) > 1:
            yield Text(
                f"密結合の通信{flow.id}の両端が別の回に移る",
                f"the ends of coupled flow {flow.id} move in different waves",
            )


def _late(estate: Estate, schedule: Schedule) -> Iterator[Text]:
    """Check that exactly the servers that move after their lease ends are named."""
    late = set()
    for wave in schedule.waves:
        for move in wave.moves:
            end = estate.server[move.server].lease_end
            if end is not None and wave.ends_on > end:
                late.add(move.server)
    for server in sorted(late ^ {server for server, _ in schedule.late}):
        yield Text(
            f"{server}のリース満了後の移行の記載が合わない",
            f"{server}: moving after the end of its lease is wrongly listed",
        )


def _money(
    estate: Estate,
    sizing: Sizing,
    options: MigrationOptions,
    schedule: Schedule,
    prices: Prices,
) -> Iterator[Text]:
    """Check cost, bound and status."""
    total = 0
    last: dict[str, Wave] = {}
    for wave in schedule.waves:
        for move in wave.moves:
            row = estate.server[move.server]
            total += server_yen(row, options.starts_on, last_of_month(wave.ends_on), prices)
            if row.platform is not None:
                last[row.platform] = wave
    for platform in emptied_platforms(estate, sizing):
        span = Span(last[platform].starts_on, last[platform].ends_on)
        total += platform_yen(estate, platform, options.starts_on, span, prices)
    if schedule.cost_yen != total:
        yield Text(
            f"並行運用の費用が{schedule.cost_yen}円だが、計算では{total}円",
            f"double running is {schedule.cost_yen} yen, it adds up to {total}",
        )
    if schedule.lower_bound_yen > schedule.cost_yen:
        yield Text("下界が費用を超える", "the bound is above the cost")
    proved = schedule.lower_bound_yen >= schedule.cost_yen
    if schedule.status is not (Status.OPTIMAL if proved else Status.FEASIBLE):
        yield Text(
            f"状態{schedule.status}が下界と合わない",
            f"status {schedule.status} does not match the bound",
        )
