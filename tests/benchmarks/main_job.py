"""Times the main job from a cold start, stage by stage, and writes its table beside this file.

Run by name: ``make bench`` (or ``python tests/benchmarks/main_job.py``). Each round is a fresh
process, libraries imported anew; the table gives the median of the rounds.
"""

import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 5
RESULTS = Path(__file__).with_name("main_job.md")
LIBRARIES = ("highspy", "matplotlib", "networkx", "numpy", "pandas", "pulp", "pydantic")


def one_round(scenario: Path) -> None:
    """Run the main job in this process and print the seconds of each stage as JSON."""
    begun = last = time.perf_counter()
    laps: list[tuple[str, float]] = []

    def lap(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        laps.append((name, now - last))
        last = now

    from consolidation.export.folder import write_review_folder
    from consolidation.inventory.read import read_inventory
    from consolidation.scenario.plan import make_plan
    from consolidation.scenario.read import read_scenario

    lap("import of libraries")
    question = read_scenario(scenario)
    inventory = scenario.parent / question.inventory
    estate = read_inventory(inventory).estate
    lap("inventory and scenario: read, check")
    begun_stages: list[str] = []

    def progress(text: object) -> None:
        if begun_stages:
            lap(begun_stages[-1])
        begun_stages.append(text.en)

    plan = make_plan(estate, question, progress)
    lap(begun_stages[-1])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        write_review_folder(plan, estate, inventory, scenario, out, "ja")
        lap("export: review folder")
    laps.append(("whole job", time.perf_counter() - begun))
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"laps": laps, "peak_mib": peak_mib}))


def main() -> None:
    """Run the rounds and write the table."""
    scenario = ROOT / "scenarios" / "2019-platform.toml"
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, __file__, str(scenario)], capture_output=True, check=True, text=True
        )
        rounds.append(json.loads(done.stdout))
    names = [name for name, _ in rounds[0]["laps"]]
    lines = [
        "# The main job, stage by stage",
        "",
        f"`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        + f"; two cores; median (least to most) of {ROUNDS} fresh processes on "
        "`scenarios/2019-platform.toml`.",
        "",
        "| stage | seconds |",
        "|---|---|",
    ]
    for i, name in enumerate(names):
        seconds = [run["laps"][i][1] for run in rounds]
        lines.append(
            f"| {name} | {statistics.median(seconds):.2f} "
            f"({min(seconds):.2f} to {max(seconds):.2f}) |"
        )
    peak = max(run["peak_mib"] for run in rounds)
    lines += ["", f"Peak memory: {peak} MiB."]
    RESULTS.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one_round(Path(sys.argv[1]))
    else:
        main()
