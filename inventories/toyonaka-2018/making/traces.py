"""Two weeks of hourly use for most servers, in whole tenths of a percent.

Only integers and a seeded generator are used, so that the file is the same on every machine.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from making.tables import HERE, Row, read

TRACE_COLUMNS = ("server", "time", "cpu_percent", "memory_percent", "source")
SOURCE = "例示 (illustrative)"
START = datetime(2018, 10, 1)  # a Monday
DAYS = 14
HOURS = 24 * DAYS
NO_TRACE_PERCENT = 28


def _shape(hours: str, weekend: int) -> tuple[tuple[int, ...], int]:
    return tuple(map(int, hours.split())), weekend


SHAPES = {
    # terminals of staff
    "office": _shape("4 3 3 3 3 3 4 14 62 90 100 96 52 88 97 95 88 72 44 28 16 10 6 5", 8),
    # counters open to citizens
    "counter": _shape("3 3 3 3 3 3 3 8 58 92 100 98 84 90 96 88 80 48 18 10 6 4 3 3", 6),
    # copies and updates
    "night": _shape("100 96 88 70 42 20 8 6 8 8 9 9 8 8 9 9 8 10 12 18 30 52 78 94", 90),
    # counters by day, batch runs by night
    "batch": _shape("92 100 96 74 40 18 8 12 34 46 52 50 40 46 50 48 42 34 30 38 56 70 82 88", 45),
    # citizens from home
    "public": _shape("14 9 6 5 5 7 14 26 44 66 78 82 88 80 76 74 76 80 84 92 100 96 70 36", 118),
    # lessons and school staff
    "school": _shape("3 3 3 3 3 3 5 24 88 100 98 96 60 90 94 74 62 50 30 14 6 4 3 3", 5),
    # hospital and fire: round the clock
    "always": _shape(
        "46 42 40 40 42 48 58 70 90 100 98 94 82 88 90 86 80 74 70 64 60 56 52 48", 76
    ),
    # machines that watch or relay
    "flat": _shape(
        "92 92 92 92 92 92 92 92 100 100 100 100 100 100 100 100 100 100 94 94 94 94 94 94", 96
    ),
    # machines that hardly anybody uses
    "idle": _shape("40 40 40 40 40 40 40 40 40 100 80 70 60 80 90 70 60 40 40 40 40 40 40 40", 60),
}
"""Share of the peak by hour of the day, and on Saturday and Sunday of that, in percent."""


def traces(servers: list[Row]) -> Iterator[dict[str, str]]:
    """Give the rows of ``traces.csv``, server by server."""
    groups = {_stem(g["system"], g["role"]): g for g in read(HERE / "fleet.csv")}
    for server in servers:
        group = groups[server["id"].rsplit("-", 1)[0]]
        random = Random(f"trace {server['id']}")
        if random.randrange(100) >= NO_TRACE_PERCENT and group["memory_use"]:
            yield from _trace(server["id"], group, random)


def _stem(system: str, role: str) -> str:
    return "-".join(part for part in (system.removeprefix("SYS-"), role) if part)


def _trace(server: str, group: Row, random: Random) -> Iterator[dict[str, str]]:
    shape, weekend = SHAPES[group["shape"]]
    peak = int(group["peak"]) * 10 * random.randrange(48, 83) // 100
    memory = int(group["memory_use"]) * 10 + random.randrange(-60, 41)
    missing = _gaps(random)
    no_memory = random.randrange(100) < 6
    for hour in range(HOURS):
        day = hour // 24
        busy = peak * shape[hour % 24] // 100
        if day % 7 >= 5:
            busy = busy * weekend // 100
        if day == 9 and group["shape"] == "batch":  # the monthly run
            busy = busy * 125 // 100
        cpu = min(1000, (12 + busy) * random.randrange(86, 117) // 100)
        used = min(990, max(50, memory + busy // 12 + random.randrange(-9, 10)))
        if hour in missing:
            continue
        time = START + timedelta(hours=hour)
        yield {
            "server": server,
            "time": time.isoformat(sep=" ", timespec="minutes"),
            "cpu_percent": f"{cpu // 10}.{cpu % 10}",
            "memory_percent": "" if no_memory else f"{used // 10}.{used % 10}",
            "source": SOURCE,
        }


def _gaps(random: Random) -> range:
    """Return the hours in which the collector was down: none, a few, or most of the time."""
    luck = random.randrange(100)
    if luck < 4:
        return range(HOURS * 2 // 3)
    if luck < 16:
        first = random.randrange(HOURS - 30)
        return range(first, first + 3 + random.randrange(27))
    return range(0)
