"""No schedule: the group, the waves or the amount of work, by name."""

from datetime import date

import pytest

from consolidation.errors import NothingFits
from consolidation.inventory.tables.kinds import CalendarKind
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.migration.schedule import schedule


def culprits(case) -> list[tuple[str, str, str]]:
    with pytest.raises(NothingFits) as raised:
        schedule(case.estate, case.to_be, case.sizing, case.packing, case.options, 20)
    for culprit in raised.value.culprits:
        assert culprit.reason.ja
    return [(c.kind, c.name, c.reason.en) for c in raised.value.culprits]


def test_no_whole_wave(case, server):
    [(kind, name, reason)] = culprits(case((server("a"),)).over(ends_on=date(2020, 1, 18)))
    assert (kind, name) == ("window", "2020-01-06 – 2020-01-18")
    assert "one wave of 14 days" in reason


def test_a_server_that_takes_longer_than_a_wave(case, server):
    [(kind, name, reason)] = culprits(case((server("fat", gib=11 * 3600), server("ok"))))
    assert (kind, name) == ("group", "fat")
    assert "takes 12.0 hours (fat), 2.0 more than the 10 hours of a wave" in reason


def test_a_group_with_more_servers_than_a_wave_takes(case, server):
    rows = tuple(server(name, move_group="G") for name in "abc")
    assert culprits(case(rows)) == [
        ("group", "G", "3 servers (a, b, c) move together, a wave takes 2")
    ]


def test_a_group_that_the_calendar_shuts_out(case, server):
    def entry(name: str, kind: CalendarKind, first: date, last: date) -> CalendarEntry:
        return CalendarEntry(
            id=name, kind=kind, name=name, starts_on=first, ends_on=last, system="S"
        )

    calendar = (
        entry("WIN", CalendarKind.WINDOW, date(2020, 1, 1), date(2020, 2, 2)),
        entry("FRZ", CalendarKind.FREEZE, date(2020, 1, 10), date(2020, 1, 21)),
    )
    made = case((server("a", system="S"), server("b")), calendar=calendar)
    [(kind, name, reason)] = culprits(made)
    assert (kind, name) == ("group", "a")
    assert "all 6 waves are closed" in reason
    assert "WIN (window, 4 waves), FRZ (freeze, 2 waves)" in reason


def test_more_work_than_all_waves_hold(case, server):
    rows = tuple(server(f"s{i:02}", gib=3600 * 5) for i in range(13))
    found = culprits(case(rows))
    assert [kind for kind, _, _ in found] == ["window", "window"]
    assert "13 servers" in found[0][2]
    assert "hold 12: 1 too many" in found[0][2]
    assert "78.0 hours" in found[1][2]
    assert "18.0 hours too many" in found[1][2]


def test_more_work_than_the_few_waves_of_some_groups_hold(case, server):
    deadline = CalendarEntry(
        id="M",
        kind=CalendarKind.MILESTONE,
        name="M",
        system="S",
        starts_on=date(2020, 1, 19),
        ends_on=date(2020, 1, 19),
    )
    rows = (*(server(name, system="S") for name in "abc"), server("d"))
    [(kind, name, reason)] = culprits(case(rows, calendar=(deadline,)))
    assert (kind, name) == ("window", "2020-01-06 – 2020-01-19")
    assert "1 waves are to take 3 servers (a, b, c) and hold 2: 1 too many" in reason


def test_pieces_that_do_not_fit_although_the_sums_do(case, server):
    rows = tuple(server(name, gib=3600 * 5) for name in "abc")  # 6 h each, 18 h in 20
    made = case(rows).over(ends_on=date(2020, 2, 2), max_moves_per_wave=9)
    found = culprits(made)
    assert {name for _, name, _ in found} == {"a", "b", "c"}
    assert "has only 2 waves" in found[0][2]
