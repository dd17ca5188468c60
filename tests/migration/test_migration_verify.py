"""The re-check of schedules finds every kind of mistake, one at a time."""

from dataclasses import replace
from datetime import date

import pytest

from consolidation.inventory.tables.kinds import CalendarKind, Zone
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.inventory.tables.traffic import Flow
from consolidation.migration.model import Move
from consolidation.migration.schedule import schedule
from consolidation.migration.verify import verify_schedule
from consolidation.solving.status import Status
from consolidation.text import Text


@pytest.fixture
def made(case, server):
    rows = (
        server("a", gib=7200, yen=900, move_group="G"),
        server("b", yen=10, move_group="G", lease_end=date(2020, 1, 10)),
        server("c", yen=5),
        server("d", system="S"),
        server("e", system="T"),
    )
    calendar = (
        CalendarEntry(
            id="WIN",
            kind=CalendarKind.WINDOW,
            name="w",
            system="S",
            starts_on=date(2020, 1, 20),
            ends_on=date(2020, 2, 16),
        ),
        CalendarEntry(
            id="END",
            kind=CalendarKind.MILESTONE,
            name="m",
            system="T",
            starts_on=date(2020, 2, 17),
            ends_on=date(2020, 2, 17),
        ),
        CalendarEntry(
            id="FRZ",
            kind=CalendarKind.FREEZE,
            name="f",
            yearly=True,
            zone=Zone.ADMINISTRATIVE,
            starts_on=date(2017, 3, 10),
            ends_on=date(2017, 3, 12),
        ),
    )
    flows = (Flow(id="F", origin="d", target="c", office_kbit_s=1, couples=True),)
    return case(rows, calendar=calendar, flows=flows)


@pytest.fixture
def good(made):
    return schedule(made.estate, made.to_be, made.sizing, made.packing, made.options, 20)


@pytest.fixture
def errors(made):
    def find(answer) -> str:
        texts = verify_schedule(made.estate, made.sizing, made.packing, made.options, answer)
        assert all(text.ja for text in texts)
        return "\n".join(text.en for text in texts)

    return find


def with_move(good, wave: int, at: int, **changes: object):
    moves = list(good.waves[wave].moves)
    moves[at] = replace(moves[at], **changes)
    return with_wave(good, wave, moves=tuple(moves))


def with_wave(good, wave: int, **changes: object):
    waves = list(good.waves)
    waves[wave] = replace(waves[wave], **changes)
    return replace(good, waves=tuple(waves))


def test_the_schedule_is_the_one_worked_out_by_hand(good, errors):
    assert [[m.server for m in w.moves] for w in good.waves] == [["a", "b"], ["c", "d"], ["e"]]
    assert [w.starts_on for w in good.waves] == [
        date(2020, 1, 6),
        date(2020, 1, 20),
        date(2020, 2, 3),
    ]
    assert errors(good) == ""


def test_moves(good, errors):
    first = good.waves[0]
    assert "a moves 0 times" in errors(with_wave(good, 0, moves=first.moves[1:]))
    assert "a moves 2 times" in errors(with_wave(good, 0, moves=first.moves * 2))
    stranger = Move(server="zz", host="h", group="zz", hours=1, method="p2v")
    assert "zz moves 1 times" in errors(with_wave(good, 0, moves=(*first.moves, stranger)))
    assert "the packing has it on h" in errors(with_move(good, 0, 0, host="other"))
    assert "do not match its disks" in errors(with_move(good, 0, 0, hours=1.0))
    assert "should be p2v" in errors(with_move(good, 0, 0, method="v2v"))


def test_waves(good, errors):
    assert "wave 2 is numbered 7" in errors(with_wave(good, 1, number=7))
    assert "are none of the waves" in errors(with_wave(good, 0, starts_on=date(2020, 1, 7)))
    moved = with_wave(good, 2, starts_on=date(2020, 3, 30), ends_on=date(2020, 4, 12))
    assert "are none of the waves" in errors(moved)
    swapped = replace(good, waves=(good.waves[0], good.waves[2], good.waves[1]))
    assert "begins before" in errors(swapped)


def test_work_and_groups(made, good, errors):
    crowded = with_wave(good, 0, moves=good.waves[0].moves + good.waves[2].moves)
    crowded = replace(crowded, waves=crowded.waves[:2])
    assert "3 moves, not 1 to 2" in errors(crowded)
    short = made.over(window_hours=3)
    texts = verify_schedule(short.estate, short.sizing, short.packing, short.options, good)
    assert any("exceed 3 hours" in text.en for text in texts)
    a, b = good.waves[0].moves
    c, d = good.waves[1].moves
    mixed = with_wave(with_wave(good, 0, moves=(a, c)), 1, moves=(b, d))
    assert "move group G is split over 2 waves" in errors(mixed)
    assert "coupled flow F" in errors(mixed)


def test_calendar(good, errors):
    a, b = good.waves[0].moves
    c, d = good.waves[1].moves
    early = with_wave(with_wave(good, 0, moves=(c, d)), 1, moves=(a, b))
    assert "d in wave 1 breaks calendar entry WIN" in errors(early)
    late = with_wave(good, 2, starts_on=date(2020, 2, 17), ends_on=date(2020, 3, 1))
    assert "e in wave 3 breaks calendar entry END" in errors(late)
    frozen = with_wave(good, 2, starts_on=date(2020, 3, 2), ends_on=date(2020, 3, 15))
    assert "e in wave 3 breaks calendar entry FRZ" in errors(frozen)


def test_money_bound_status_and_late(good, errors):
    assert "it adds up to" in errors(replace(good, cost_yen=good.cost_yen - 1))
    assert "bound is above" in errors(replace(good, lower_bound_yen=good.cost_yen + 1))
    assert "does not match" in errors(replace(good, lower_bound_yen=good.cost_yen - 1))
    assert "does not match" in errors(replace(good, status=Status.FEASIBLE))
    assert "wrongly listed" in errors(replace(good, late=()))
    assert "wrongly listed" in errors(replace(good, late=(*good.late, ("a", Text("", "")))))
