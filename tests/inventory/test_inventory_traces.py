from datetime import datetime

import pytest

HEADER = "server,time,cpu_percent,memory_percent\n"


def hours(*pairs: tuple[str, str]) -> str:
    return HEADER + "".join(f"SV1,2018-10-01 {time},{use},50\n" for time, use in pairs)


def test_rows_become_one_series_with_gaps(read):
    text = hours(("03:00", "4"), ("00:00", "1"), ("01:00", "2"), ("05:00", ""))
    (trace,) = read(traces=text).estate.traces
    assert (trace.server, trace.start, trace.step_minutes) == ("SV1", datetime(2018, 10, 1), 60)
    assert trace.cpu_percent == (1.0, 2.0, None, 4.0, None, None)
    assert trace.memory_percent == (50.0, 50.0, None, 50.0, None, 50.0)


def test_each_server_has_its_own_step(read):
    servers = "id,site,form,system\nSV1,HALL,physical,SYS\nSV2,HALL,physical,SYS\n"
    text = hours(("00:00", "1"), ("01:00", "2")) + "".join(
        f"SV2,2018/10/2 0:{m:02},{m},\n" for m in (0, 5, 10, 20)
    )
    one, two = read(servers=servers, traces=text).estate.traces
    assert (one.step_minutes, len(one.cpu_percent)) == (60, 2)
    assert (two.step_minutes, two.cpu_percent) == (5, (0.0, 5.0, 10.0, None, 20.0))
    assert two.memory_percent == (None,) * 5


def test_half_past_is_a_fine_start(read):
    (trace,) = read(traces=hours(("00:30", "1"), ("01:30", "2"), ("02:30", "3"))).estate.traces
    assert (trace.start.minute, trace.step_minutes) == (30, 60)


def test_japanese_headers(read):
    text = "サーバID,時刻,CPU使用率(%)\nSV1,平成30年10月1日 0:00,1\nSV1,2018/10/1 1:00,2\n"
    assert read(traces=text).estate.traces[0].cpu_percent == (1.0, 2.0)


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        (hours(("00:00", "1"), ("01:00", "2"), ("00:00", "3")), 4, "time", "on line 2 too"),
        (
            hours(("00:00", "1"), ("01:00", "2"), ("02:00", "2"), ("03:07", "3")),
            5,
            "time",
            "1 of the times of 'SV1' off its steps of 60 minutes",
        ),
        (
            hours(("00:00", "1"), ("01:00", "2"), ("02:00", "2"), ("02:07", "3")),
            5,
            "time",
            "1 of the times of 'SV1' off its steps of 60 minutes",
        ),
        (hours(("00:00", "101"), ("01:00", "2")), 2, "cpu_percent", "101.0 is out of range"),
        (hours(("00:00", "-1"), ("01:00", "2")), 2, "cpu_percent", "-1.0 is out of range"),
        (hours(("00:00", "45%"), ("01:00", "2")), 2, "cpu_percent", "'45%' is not a number"),
        (hours(("00:00:30", "1"), ("01:00:30", "2")), 2, "time", "has seconds"),
        (hours(("24:00", "1"), ("01:00", "2")), 2, "time", "not a date and time"),
        (HEADER + "SV9,2018-10-01 00:00,1,1\n", 2, "server", "no 'SV9' in servers.csv"),
        (HEADER + ",2018-10-01 00:00,1,1\n", 2, "server", "a required cell is empty"),
        ("server,cpu_percent\nSV1,1\n", 1, None, "required column time (時刻) is missing"),
        ("a,b\n1,2\n", 1, None, "no header row"),
        (
            HEADER
            + "".join(f"SV1,{t},1,1\n" for t in ("1990-01-01", "1990-01-01 0:01", "2090-01-01"))
            + "SV1,1990-01-01 0:02,1,1\n",
            4,
            "time",
            "too long: 52596001 steps for 4 samples",
        ),
    ],
)
def test_broken_traces(problems, text, line, column, what):
    found = problems(traces=text)
    assert what in found[0].what.en
    assert (found[0].source, found[0].line, found[0].column) == ("traces.csv", line, column)
    assert len(found) == 1
