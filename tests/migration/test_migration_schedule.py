"""Schedules worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from consolidation.errors import SolverTrouble
from consolidation.inventory.tables.kinds import CalendarKind, ServerForm, Zone
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.inventory.tables.traffic import Flow
from consolidation.migration.calendar import Span, concerns, occurrences, wave_spans
from consolidation.migration.groups import Mover, move_groups
from consolidation.migration.model import MigrationOptions, Prices
from consolidation.migration.running import server_yen
from consolidation.migration.schedule import schedule
from consolidation.migration.verify import verify_schedule
from consolidation.solving.status import Status


def run(case):
    args = (case.sizing, case.packing, case.options)
    answer = schedule(case.estate, case.to_be, *args, 20)
    assert verify_schedule(case.estate, *args, answer) == ()
    return answer


def waves(answer) -> list[tuple[date, list[str]]]:
    return [(wave.starts_on, [move.server for move in wave.moves]) for wave in answer.waves]


def entry(kind: CalendarKind, first: date, last: date, **more: object) -> CalendarEntry:
    return CalendarEntry(id="CAL", kind=kind, name="暦", starts_on=first, ends_on=last, **more)


def test_nothing_moves(case, server):
    answer = run(case((server("a"),), stay=("a",)))
    assert (answer.status, answer.waves, answer.cost_yen) == (Status.OPTIMAL, (), 0)
    assert answer.not_yet


def test_the_dear_ones_first(case, server):
    """Two moves a wave; waves 1 and 2 end in January and February (2 February)."""
    answer = run(case((server("cheap", yen=100), server("dear", yen=900), server("mid", yen=500))))
    assert waves(answer) == [
        (date(2020, 1, 6), ["dear", "mid"]),
        (date(2020, 1, 20), ["cheap"]),
    ]
    assert answer.cost_yen == answer.lower_bound_yen == 900 + 500 + 2 * 100
    assert answer.status is Status.OPTIMAL
    assert answer.waves[0].moves[0].method == "p2v"


def test_equal_costs_go_as_early_as_they_can(case, server):
    answer = run(case(tuple(server(name) for name in "abcde")))
    assert [len(wave.moves) for wave in answer.waves] == [2, 2, 1]
    assert answer.waves[-1].starts_on == date(2020, 2, 3)


def test_standstill_of_a_wave_holds(case, server):
    """3 h and 1 h of work each: 4 h; ten hours take two of them."""
    rows = tuple(server(name, gib=3 * 3600, yen=10) for name in "abcd")
    answer = run(case(rows).over(max_moves_per_wave=9))
    assert [len(wave.moves) for wave in answer.waves] == [2, 2]
    assert {move.hours for wave in answer.waves for move in wave.moves} == {4.0}


def test_groups_and_coupled_servers_stay_together(case, server):
    rows = (
        server("a", yen=900, move_group="G"),
        server("b", move_group="G"),
        server("c"),
        server("d"),
        server("e", yen=5),
        server("f"),
    )
    flows = (
        Flow(id="f1", origin="c", target="d", office_kbit_s=1, couples=True),
        Flow(id="f2", origin="a", target="e", office_kbit_s=1),
        Flow(id="f3", origin="hall", target="f", office_kbit_s=1, couples=True),
    )
    made = case(rows, flows=flows)
    groups = move_groups(made.estate, made.sizing, made.packing, made.options)
    assert [(g.name, [m.server for m in g.movers]) for g in groups] == [
        ("G", ["a", "b"]),
        ("c", ["c", "d"]),
        ("e", ["e"]),
        ("f", ["f"]),
    ]
    assert waves(run(made))[0][1] == ["a", "b"]


def test_couplings_chain_groups(case, server):
    rows = tuple(
        server(n, move_group=g) for n, g in (("a", "X"), ("b", "Y"), ("c", "Y"), ("d", None))
    )
    flows = (
        Flow(id="1", origin="a", target="b", office_kbit_s=1, couples=True),
        Flow(id="2", origin="d", target="c", office_kbit_s=1, couples=True),
    )
    made = case(rows, flows=flows)
    groups = move_groups(made.estate, made.sizing, made.packing, made.options)
    assert [(g.name, g.num) for g in groups] == [("X", 4)]


def test_a_freeze_closes_every_wave_it_touches(case, server):
    freeze = entry(CalendarKind.FREEZE, date(2020, 1, 19), date(2020, 1, 20))
    assert waves(run(case((server("a"),), calendar=(freeze,)))) == [(date(2020, 2, 3), ["a"])]


def test_a_freeze_of_another_zone_or_system_says_nothing(case, server):
    first, last = date(2020, 1, 1), date(2020, 12, 31)
    calendar = (
        entry(CalendarKind.FREEZE, first, last, zone=Zone.RESIDENT),
        replace(entry(CalendarKind.FREEZE, first, last, system="OTHER"), id="CAL2"),
    )
    made = case((server("a", system="MINE"),), calendar=calendar)
    assert waves(run(made)) == [(date(2020, 1, 6), ["a"])]


def test_a_yearly_freeze_over_new_year_comes_back(case, server):
    freeze = entry(CalendarKind.FREEZE, date(2015, 12, 28), date(2016, 1, 7), yearly=True)
    assert waves(run(case((server("a"),), calendar=(freeze,)))) == [(date(2020, 1, 20), ["a"])]
    horizon = Span(date(2020, 1, 1), date(2021, 12, 31))
    assert [(s.first, s.last) for s in occurrences(freeze, horizon)] == [
        (date(2019, 12, 28), date(2020, 1, 7)),
        (date(2020, 12, 28), date(2021, 1, 7)),
        (date(2021, 12, 28), date(2022, 1, 7)),
    ]


def test_the_29th_of_february_becomes_the_28th():
    leap = entry(CalendarKind.FREEZE, date(2016, 2, 29), date(2016, 2, 29), yearly=True)
    found = occurrences(leap, Span(date(2019, 1, 1), date(2020, 12, 31)))
    assert [s.first for s in found] == [date(2019, 2, 28), date(2020, 2, 29)]


def test_with_a_window_only_waves_wholly_inside(case, server):
    window = entry(CalendarKind.WINDOW, date(2020, 2, 1), date(2020, 3, 1), system="S")
    made = case((server("a", system="S"), server("b")), calendar=(window,))
    assert waves(run(made)) == [(date(2020, 1, 6), ["b"]), (date(2020, 2, 3), ["a"])]


@pytest.mark.parametrize(
    ("first", "last", "begins"),
    [
        (date(2020, 2, 10), date(2020, 3, 20), date(2020, 2, 17)),  # a span: wholly inside
        (date(2019, 4, 1), date(2020, 1, 31), date(2020, 1, 6)),  # its end is the deadline
        (date(2020, 2, 2), date(2020, 2, 2), date(2020, 1, 6)),  # one day is a deadline
        (date(2022, 4, 1), date(2023, 3, 31), date(2020, 1, 6)),  # beyond the migration
        (date(2018, 4, 1), date(2019, 3, 31), date(2020, 1, 6)),  # over before it
    ],
)
def test_a_milestone_of_a_system_holds_its_servers(case, server, first, last, begins):
    milestone = entry(CalendarKind.MILESTONE, first, last, system="S")
    made = case((server("a", system="S"),), calendar=(milestone,))
    assert waves(run(made))[0] == (begins, ["a"])


def test_a_deadline_goes_before_a_dearer_server(case, server):
    milestone = entry(CalendarKind.MILESTONE, date(2020, 1, 19), date(2020, 1, 19), system="S")
    rows = (server("a", system="S"), server("b", yen=900), server("c", yen=800))
    made = case(rows, calendar=(milestone,))
    assert waves(run(made)) == [(date(2020, 1, 6), ["a", "b"]), (date(2020, 1, 20), ["c"])]


def test_milestones_without_a_system_close_nothing(case, server):
    milestone = entry(CalendarKind.MILESTONE, date(2020, 2, 1), date(2020, 2, 2))
    made = case((server("a"),), calendar=(milestone,))
    assert waves(run(made))[0][0] == date(2020, 1, 6)


def test_an_old_platform_runs_until_its_last_vm_has_left(case, server, platform):
    """Emptying the platform in January (700) beats moving two leased servers first (600)."""
    vm = {"form": ServerForm.VM, "platform": "OLD"}
    rows = (
        server("p1", yen=300),
        server("p2", yen=300),
        server("v1", **vm),
        server("v2", **vm),
    )
    answer = run(case(rows, platforms=(platform("OLD", 700),)))
    assert waves(answer) == [
        (date(2020, 1, 6), ["v1", "v2"]),
        (date(2020, 1, 20), ["p1", "p2"]),
    ]
    assert answer.cost_yen == 700 + 2 * 600
    assert answer.waves[0].moves[0].method == "v2v"


def test_a_platform_that_keeps_a_vm_is_no_reason_to_hurry(case, server, platform):
    vm = {"form": ServerForm.VM, "platform": "OLD"}
    rows = (server("p1", yen=3), server("p2", yen=3), server("v1", **vm), server("v2", **vm))
    answer = run(case(rows, platforms=(platform("OLD", 700),), stay=("v2",)))
    assert waves(answer)[0][1] == ["p1", "p2"]
    assert answer.cost_yen == 6


def test_late_servers_are_named(case, server):
    rows = (server("a", lease_end=date(2020, 1, 18)), server("b", lease_end=date(2020, 1, 19)))
    late = run(case(rows)).late
    assert [name for name, _ in late] == ["a"]
    assert late[0][1].en == "1 days after its lease ends on 2020-01-18"


def test_what_the_order_does_not_keep_to_is_said(case, server):
    rows = (
        server("a", yen=None, lease_end=date(2020, 1, 18)),
        server("b", os_support_end=date(2020, 1, 18)),
        server("c", os_support_end=date(2020, 1, 19)),
    )
    gate = entry(CalendarKind.MILESTONE, date(2019, 4, 1), date(2020, 1, 31))
    plain = run(case(rows))
    assert "price is not known" in plain.late[0][1].en
    assert any("no known lease price" in t.en and t.en.endswith(": a") for t in plain.not_yet)
    assert any("b (ends 2020-01-18, moves 2020-01-19)" in t.en for t in plain.not_yet)
    held = run(case(rows, calendar=(gate,)))
    assert waves(held) == waves(plain)
    (said,) = [t for t in held.not_yet if t not in plain.not_yet]
    assert "'暦' (2019-04-01 to 2020-01-31) names no system" in said.en
    assert "2 servers move before its last day" in said.en
    assert not any("support" in t.en for t in run(case((server("d"),))).not_yet)


def test_what_an_old_server_costs():
    row = Server(
        id="s",
        site="hall",
        form=ServerForm.PHYSICAL,
        lease_yen_month=1000,
        lease_end=date(2020, 2, 10),
        maintenance_yen_year=1200,
        power_w=500,
    )
    first, last = date(2020, 1, 6), date(2020, 4, 30)
    # 4 months of maintenance; lease extended in March and April; 116 days of 0.5 kW at 20 yen, x1.6
    assert server_yen(row, first, last, Prices()) == 400 + 2000 + 44544
    free = Prices(leases_run_to_term=False, yen_per_kwh=0)
    assert server_yen(row, first, last, free) == 400 + 4000
    assert server_yen(replace(row, form=ServerForm.VM), first, last, Prices()) == 2400
    assert server_yen(replace(row, purchased_on=date(2020, 5, 1)), first, last, Prices()) == 0
    unknown = Server(id="u", site="hall", form=ServerForm.PHYSICAL)
    assert server_yen(unknown, first, last, Prices()) == 0


def test_only_whole_waves_by_the_last_day():
    options = MigrationOptions(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 20), wave_days=7)
    assert [(s.first.day, s.last.day) for s in wave_spans(options)] == [(1, 7), (8, 14)]
    assert wave_spans(replace(options, ends_on=date(2019, 1, 1))) == ()


def test_zone_and_system_both_have_to_match():
    mover = Mover(server="s", host="h", zone=Zone.FIRE, system="S", seconds=0)
    day = date(2020, 1, 1)
    both = entry(CalendarKind.FREEZE, day, day, zone=Zone.FIRE, system="S")
    assert concerns(both, mover)
    assert not concerns(replace(both, zone=Zone.WATER), mover)
    assert not concerns(replace(both, system="T"), mover)
    assert concerns(replace(both, system=None), mover)


def test_the_order_of_rows_changes_nothing(case, server):
    rows = tuple(server(name, gib=i * 700, yen=i % 3 * 10) for i, name in enumerate("abcdefg"))
    assert run(case(rows)) == run(case(rows[::-1]))


def test_a_to_be_state_that_disagrees_is_refused(case, server):
    made = case((server("a"),))
    wrong = replace(made.estate, servers=(server("a", host="elsewhere"),))
    with pytest.raises(SolverTrouble, match="different hosts"):
        schedule(made.estate, wrong, made.sizing, made.packing, made.options, 5)
