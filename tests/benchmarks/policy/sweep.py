"""Holds the policy verdict against the brute-force oracle on very many random estates.

Run by name, from the project's root: ``python -m tests.benchmarks.policy.sweep --seeds 100000``
(about six minutes on two cores). The first 2,000 seeds are those of the default tests. Writes the
table beside this file; ``--save no`` leaves it. Ends with 1 on any disagreement, each told with
the smallest part of its estate that still shows it.
"""

import argparse
import platform
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.policy.oracle.agreement import case, disagreements
from tests.policy.oracle.shrink import shrunk, written

RESULTS = Path(__file__).with_name("sweep.md")
SHARE = 500
"""Seeds that a process takes at a time."""
RULES = ("P1", "P2", "P3", "failures")
NUM_TOLD = 10
"""Disagreements told in full, at most."""


@dataclass
class Share:
    """What came of some seeds."""

    counts: Counter[str] = field(default_factory=Counter)
    found: dict[int, list[str]] = field(default_factory=dict)
    cpu_s: float = 0.0

    def add(self, other: "Share") -> None:
        self.counts += other.counts
        self.found |= other.found
        self.cpu_s += other.cpu_s


def share(seeds: range) -> Share:
    """Try some seeds."""
    begun, done = time.process_time(), Share()
    for seed in seeds:
        found = disagreements(*case(seed), done.counts)
        if found:
            done.found[seed] = found
    done.cpu_s = time.process_time() - begun
    return done


def smallest(seed: int) -> str:
    """The rows on which tool and oracle still disagree, and how."""
    estate, options = case(seed)
    small = shrunk(estate, lambda other: bool(disagreements(other, options, Counter())))
    told = [str(options), written(small), *disagreements(small, options, Counter())]
    return f"seed {seed}\n" + "\n".join(f"  {line}" for text in told for line in text.split("\n"))


def table(asked: argparse.Namespace, done: Share) -> str:
    """The results as markdown."""
    last = asked.start + asked.seeds - 1
    libraries = ", ".join(f"{name} {version(name)}" for name in ("networkx", "hypothesis"))
    lines = [
        "# The policy verdict against brute force",
        "",
        f"`python -m tests.benchmarks.policy.sweep --seeds {asked.seeds}` (`make bench-policy`), "
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {libraries}; "
        f"{asked.processes} processes, {done.cpu_s:.0f} s of CPU in all.",
        "",
        f"Seeds {asked.start:,} to {last:,}: {asked.seeds:,} random layered estates, "
        f"{done.counts['failures']:,} single failures. "
        f"Estates on which the tool and the oracle disagree: **{len(done.found):,}**.",
        "",
        "| property | outcome | estates |",
        "|---|---|---|",
    ]
    for rule in RULES:
        for what in sorted(w for w in done.counts if w.startswith(f"{rule} ")):
            lines.append(f"| {rule} | {what.removeprefix(f'{rule} ')} | {done.counts[what]:,} |")
    lines += [
        "",
        "An estate counts once for each outcome of P1 and P3 among its elements. Compared besides: "
        "the independent and the plain number of controls, the backup lines brought up, what each "
        "failure changes, and that `verify` accepts every verdict with its certificate.",
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Run the sweep, print and save its table, and tell disagreements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--save", choices=("yes", "no"), default="yes")
    asked = parser.parse_args()
    end = asked.start + asked.seeds
    shares = [range(n, min(n + SHARE, end)) for n in range(asked.start, end, SHARE)]
    done = Share()
    with ProcessPoolExecutor(max_workers=asked.processes) as pool:
        for part in pool.map(share, shares):
            done.add(part)
    results = table(asked, done)
    print(results)
    if asked.save == "yes":
        RESULTS.write_text(results, "utf-8")
    for seed in sorted(done.found)[:NUM_TOLD]:
        print(smallest(seed))
    return 1 if done.found else 0


if __name__ == "__main__":
    sys.exit(main())
