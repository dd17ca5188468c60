"""Write traces.csv: two weeks of hourly use, made up. Same output on every machine.

Run ``python inventories/small-office/make_traces.py`` from the project's root. All arithmetic is
in whole tenths of a percent, and the only randomness is a seeded generator, so that the file does
not depend on the machine.
"""

from datetime import datetime, timedelta
from pathlib import Path
from random import Random

START = datetime(2018, 10, 1)  # a Monday
HOURS = 14 * 24
SOURCE = "例示 (illustrative)"

OFFICE = (0,) * 7 + (20, 70, 90, 100, 95, 50, 85, 95, 90, 80, 50, 20, 10) + (0,) * 4
NIGHT = (100, 100, 80, 30) + (0,) * 16 + (10, 30, 60, 90)

# server: (idle, share of the office shape, share of the night shape, memory), tenths of a percent
SERVERS = {
    "SRV-RES-AP": (40, 280, 60, 520),
    "SRV-RES-DB": (60, 320, 450, 700),
    "SRV-FILE": (30, 220, 350, 480),
    "SRV-BOOK": (20, 260, 0, 450),
    "VM-GROUP-1": (50, 420, 30, 610),
    "VM-GROUP-2": (40, 250, 20, 580),
}
GAPS = {"SRV-BOOK": range(190, 212)}
"""Hours in which the collector was down, by server: no row is written."""


def sample(server: str, hour: int, random: Random) -> tuple[int, int]:
    """Return processor and memory use of one hour, in tenths of a percent."""
    idle, office, night, memory = SERVERS[server]
    weekend = (hour // 24) % 7 >= 5
    day = office * OFFICE[hour % 24] // (1000 if weekend else 100)
    batch = night * NIGHT[hour % 24] // 100
    cpu = (idle + day + batch) * random.randrange(85, 116) // 100
    return min(1000, cpu), min(1000, memory + (day + batch) // 8 + random.randrange(-8, 9))


def main() -> None:
    """Write the file beside this script."""
    random = Random(20181001)
    lines = ["server,time,cpu_percent,memory_percent,source"]
    for server in SERVERS:
        for hour in range(HOURS):
            cpu, memory = sample(server, hour, random)
            if hour in GAPS.get(server, ()):
                continue
            time = (START + timedelta(hours=hour)).isoformat(sep=" ", timespec="minutes")
            use = f"{cpu // 10}.{cpu % 10},{memory // 10}.{memory % 10}"
            lines.append(f"{server},{time},{use},{SOURCE}")
    text = "\n".join(lines) + "\n"
    Path(__file__).with_name("traces.csv").write_bytes(text.encode("utf-8-sig"))


if __name__ == "__main__":
    main()
