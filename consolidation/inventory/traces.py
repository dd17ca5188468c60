"""Traces: from many measured rows to one equally spaced series of each server.

The rows are grouped and put on their grid with pandas, for all servers at once.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from consolidation.errors import Problem
from consolidation.inventory.raw import shown
from consolidation.inventory.rows import ReadTable
from consolidation.inventory.tables.times import Trace, TraceSample
from consolidation.text import Text

LONGEST_TRACE = 600_000
"""Steps of one trace: a year of minutes is 525,600."""
MINUTES_PER_DAY = 24 * 60
ONLY_STEP_MINUTES = 60
"""The step of a trace with a single sample, which shows none."""


def build_traces(table: ReadTable) -> tuple[tuple[Trace, ...], tuple[Problem, ...]]:
    """Return a trace for each server whose samples lie on equal steps, and what is wrong.

    The step is the shortest distance between neighbouring samples; a step without a sample is a
    gap (``None``). A sample twice, or between the steps, is a problem.
    """
    if not table.rows:
        return (), ()
    frame = _sorted_frame(table)
    again = frame.duplicated(["server", "minute"])
    problems = [*_seconds(table, frame), *_repeated(table, frame, again)]
    frame = _on_grid(frame[~again].copy())
    problems += _irregular(table, frame)
    frame = frame[frame["regular"]]
    traces: list[Trace] = []
    for server, samples in frame.groupby("server", sort=True):
        num_steps = int(samples["index"].iloc[-1]) + 1
        if num_steps > LONGEST_TRACE:
            problems.append(_too_long(table, str(server), samples, num_steps))
        else:
            traces.append(_trace(str(server), samples, num_steps))
    return tuple(traces), tuple(problems)


def _sorted_frame(table: ReadTable) -> pd.DataFrame:
    samples: Sequence[TraceSample] = table.rows
    seconds = np.array([s.time for s in samples], dtype="datetime64[s]").astype(np.int64)
    frame = pd.DataFrame(
        {
            "line": np.array(table.lines, dtype=np.int64),
            "server": [s.server for s in samples],
            "minute": seconds // 60,
            "second": seconds % 60,
            "cpu": np.array([s.cpu_percent for s in samples], dtype=float),
            "memory": np.array([s.memory_percent for s in samples], dtype=float),
        }
    )
    return frame.sort_values(["server", "minute", "line"], ignore_index=True)


def _on_grid(frame: pd.DataFrame) -> pd.DataFrame:
    """Add each sample's step, its place on its server's grid, and whether the server is regular."""
    steps = frame["server"].map(_steps(frame))
    frame["step"] = steps.fillna(ONLY_STEP_MINUTES).astype(np.int64)
    frame["phase"] = frame["minute"] % frame["step"]
    frame["off"] = frame["phase"] != frame["server"].map(_most_frequent(frame, "phase"))
    frame["regular"] = ~frame.groupby("server")["off"].transform("any")
    start = frame.groupby("server")["minute"].transform("min")
    frame["index"] = (frame["minute"] - start) // frame["step"]
    return frame


def _steps(frame: pd.DataFrame) -> "pd.Series[int]":
    """Return each server's step: the shortest distance if it measures all, else the usual one."""
    gaps = frame.assign(gap=frame.groupby("server")["minute"].diff()).dropna(subset="gap")
    shortest = gaps.groupby("server")["gap"].min()
    rest = gaps["gap"] % gaps["server"].map(shortest)
    uneven = rest.groupby(gaps["server"]).max() > 0
    return shortest.where(~uneven, _most_frequent(gaps, "gap"))


def _most_frequent(frame: pd.DataFrame, column: str) -> "pd.Series[int]":
    """Return each server's most frequent value of a column.

    Among equals, one that divides a day goes before others, then the smallest.
    """
    counts = frame.groupby(["server", column]).size().reset_index(name="num")
    counts["odd"] = MINUTES_PER_DAY % counts[column].clip(lower=1) != 0
    ordered = counts.sort_values(
        ["server", "num", "odd", column], ascending=[True, False, True, True]
    )
    return ordered.drop_duplicates("server").set_index("server")[column]


def _trace(server: str, samples: pd.DataFrame, num_steps: int) -> Trace:
    index = samples["index"].to_numpy()

    def spread(column: str) -> tuple[float | None, ...]:
        values = np.full(num_steps, np.nan)
        values[index] = samples[column].to_numpy()
        return tuple(None if v != v else v for v in values.tolist())

    minute = int(samples["minute"].iloc[0])
    start = pd.Timestamp(minute * 60, unit="s").to_pydatetime()
    step = int(samples["step"].iloc[0])
    return Trace(server, start, step, spread("cpu"), spread("memory"))


def _seconds(table: ReadTable, frame: pd.DataFrame) -> Iterator[Problem]:
    bad = frame[frame["second"] != 0].drop_duplicates("server")
    for line, server in zip(bad["line"].tolist(), bad["server"].tolist(), strict=True):
        what = Text(f"{shown(server)}の時刻に秒がある", f"a time of {shown(server)} has seconds")
        yield table.problem(line, "time", what, Text("分までで書く", "write whole minutes"))


def _repeated(table: ReadTable, frame: pd.DataFrame, again: "pd.Series[bool]") -> Iterator[Problem]:
    firsts = frame.groupby(["server", "minute"])["line"].transform("min")
    bad = frame.assign(first=firsts)[again]
    columns = (bad["line"].tolist(), bad["server"].tolist(), bad["first"].tolist())
    for line, server, first in zip(*columns, strict=True):
        what = Text(
            f"{shown(server)}の同じ時刻が{first}行目にもある",
            f"{shown(server)} has this time on line {first} too",
        )
        yield table.problem(line, "time", what, Text("一方を消す", "delete one of the two"))


def _irregular(table: ReadTable, frame: pd.DataFrame) -> Iterator[Problem]:
    off = frame[frame["off"]]
    counts = off.groupby("server").size().to_dict()
    bad = off.drop_duplicates("server")
    columns = (bad["line"].tolist(), bad["server"].tolist(), bad["step"].tolist())
    for line, server, step in zip(*columns, strict=True):
        num = counts[server]
        what = Text(
            f"{shown(server)}の時刻が等間隔 ({step}分) から外れている ({num}件)",
            f"{num} of the times of {shown(server)} off its steps of {step} minutes",
        )
        fix = Text(
            "等間隔の時刻にそろえる。抜けた時刻は行ごと省いてよい",
            "put all times on equal steps; a missing one may be left out",
        )
        yield table.problem(line, "time", what, fix)


def _too_long(table: ReadTable, server: str, samples: pd.DataFrame, num_steps: int) -> Problem:
    what = Text(
        f"{shown(server)}の期間が長すぎる: {num_steps}区間に{len(samples)}件",
        f"the span of {shown(server)} is too long: {num_steps} steps for {len(samples)} samples",
    )
    fix = Text("離れた時刻の行を直す", "mend the rows with far-off times")
    return table.problem(int(samples["line"].iloc[-1]), "time", what, fix)
