"""What a schedule says about itself: servers that move late, and dates it does not keep.

None of this is a constraint of the schedule; a reader has to know it all the same.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import CalendarKind, Zone
from consolidation.inventory.tables.servers import Server
from consolidation.migration.calendar import Span, occurrences
from consolidation.text import Text

Days = Mapping[str, Span]
"""The days of the wave in which each server moves."""


def late(estate: Estate, days: Days) -> tuple[tuple[str, Text], ...]:
    """Return the servers that move after their lease ends, with by how many days."""
    found = []
    for name, span in sorted(days.items()):
        server = estate.server[name]
        end = server.lease_end
        if end is not None and span.last > end:
            found.append((name, _late(server, end, (span.last - end).days)))
    return tuple(found)


def remarks(estate: Estate, days: Days, zones: Mapping[str, Zone]) -> tuple[Text, ...]:
    """Return what a schedule does not keep to: ends of support, milestones of no system.

    ``zones`` are those of the servers that move.
    """
    return (
        *_unpriced(estate, days),
        *_unsupported(estate, days),
        *_milestones(estate, days, zones),
    )


def _late(server: Server, end: date, days: int) -> Text:
    text = Text(f"リース満了 {end} の{days}日後", f"{days} days after its lease ends on {end}")
    if server.lease_yen_month is not None:
        return text
    return Text(
        f"{text.ja}。リース月額が不明で、延長の費用は数えていない",
        f"{text.en}; its lease price is not known, so the extension is not counted",
    )


def _unpriced(estate: Estate, days: Days) -> Iterator[Text]:
    ids = [name for name, _ in late(estate, days) if estate.server[name].lease_yen_month is None]
    if ids:
        yield Text(
            f"リース満了後に移るサーバのうち{len(ids)}台はリース月額が不明で、早く移す理由に"
            f"数えていない: {'、'.join(ids)}",
            f"{len(ids)} of the servers that move after their lease ends "
            f"{'have' if len(ids) != 1 else 'has'} no known lease price, so nothing made the "
            f"schedule move {'them' if len(ids) != 1 else 'it'} sooner: {', '.join(ids)}",
        )


def _unsupported(estate: Estate, days: Days) -> Iterator[Text]:
    ended = [(name, estate.server[name].os_support_end) for name in sorted(days)]
    ids = [(name, end) for name, end in ended if end is not None and days[name].last > end]
    if ids:
        yield Text(
            f"OSのサポート終了後に移るサーバが{len(ids)}台あり、順序の条件にはしていない: "
            + "、".join(f"{name}（終了 {end}、移行 {days[name].last}）" for name, end in ids),
            f"{len(ids)} server{'s' * (len(ids) != 1)} move after their OS support ends, which is "
            "no condition of the order: "
            + ", ".join(f"{name} (ends {end}, moves {days[name].last})" for name, end in ids),
        )


def _milestones(estate: Estate, days: Days, zones: Mapping[str, Zone]) -> Iterator[Text]:
    """Name milestones of no system that end while servers move: they hold no server back."""
    if not days:
        return
    whole = Span(min(s.first for s in days.values()), max(s.last for s in days.values()))
    for entry in estate.calendar:
        if entry.kind is not CalendarKind.MILESTONE or entry.system is not None:
            continue
        for gate in occurrences(entry, whole):
            if gate.last > whole.last:
                continue
            before = sum(
                entry.zone in (None, zones[name]) and span.last < gate.last
                for name, span in days.items()
            )
            if not before:
                continue
            yield Text(
                f"節目「{entry.name}」（{gate.first}〜{gate.last}）はシステムを定めないため移行の条件"
                f"とせず、{before}台がその末日より前に移る",
                f"milestone '{entry.name}' ({gate.first} to {gate.last}) names no system and so "
                f"binds no move: {before} server{'s' * (before != 1)} move before its last day",
            )
