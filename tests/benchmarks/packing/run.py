"""Runs the packing benchmark, ours and the peers side by side, and writes its tables.

Run by name: ``python tests/benchmarks/packing/run.py [family ...]``. Peers need the extra
``bench`` (``pip install '.[bench]'``). What ran is kept in ``out/packing-benchmark`` and not run
again, so that a long sweep can be stopped and taken up; ``--again`` runs it anew (needed after a
change of the packer: ``--again --ours-only``).
"""

import argparse
import signal
import sys

from instances import VBP, Instance, by_name, instances
from peers import PEERS
from records import FAILED, OURS, Record, keep, read_records, run
from tables import FAMILIES, cell, table, write_tables

QUICK = ("ct1-n50-s0", "ct3-n100-s0", "ct10-n51-s0", "city-80-s0", "city-300-s0", "cloud-1000-s0")
QUICK_LIMIT_S = 20.0


def main() -> None:
    """Run what is asked for and has not run yet."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the running solver ends too
    asked = _arguments()
    if asked.quick:
        _quick()
        return
    if not VBP.exists():
        print("no public instances in ../shared/bench/vbp: left out", file=sys.stderr)
    records = read_records()
    for instance, solver in _runs(asked):
        limit_s = asked.limit or instance.limit_s
        if not asked.again and _stands(records.get((instance.name, solver)), limit_s):
            continue
        python = asked.peer_python if solver != OURS else sys.executable
        record = run(instance.name, solver, limit_s, python)
        keep(record)
        records[instance.name, solver] = record
        print(_line(record), flush=True)
    for path in write_tables(records):
        print(path.name)


def _stands(kept: Record | None, limit_s: float) -> bool:
    """Whether a run need not be made again: it had the same limit and did not fail."""
    return kept is not None and kept.limit_s == limit_s and not kept.note.startswith(FAILED)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The packing benchmark.")
    parser.add_argument("family", nargs="*", help=f"of {', '.join(FAMILIES)}; all if none is named")
    parser.add_argument("--only", default="", help="instances whose name contains this")
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds of each")
    parser.add_argument("--limit", type=float, help="seconds per run, instead of the family's own")
    parser.add_argument("--peers", default=",".join(PEERS), help="which peers, comma-separated")
    parser.add_argument("--ours-only", action="store_true")
    parser.add_argument("--peers-only", action="store_true")
    parser.add_argument("--everywhere", action="store_true", help="peers on every instance")
    parser.add_argument("--again", action="store_true", help="also what has run already")
    parser.add_argument("--tables", action="store_true", help="run nothing; write the tables")
    parser.add_argument("--quick", action="store_true", help="a few minutes; prints only")
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter of the peers")
    asked = parser.parse_args()
    unknown = sorted(set(asked.family) - set(FAMILIES)) + sorted(set(_peers(asked)) - set(PEERS))
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}")
    return asked


def _peers(asked: argparse.Namespace) -> list[str]:
    return [] if asked.ours_only else [peer for peer in asked.peers.split(",") if peer]


def _runs(asked: argparse.Namespace) -> list[tuple[Instance, str]]:
    """Return what is to run, instance by instance, so that peers run in the same minutes."""
    if asked.tables:
        return []
    chosen = [
        instance
        for instance in instances()
        if (not asked.family or instance.family in asked.family)
        and asked.only in instance.name
        and instance.seed < asked.seeds
    ]
    return [
        (instance, solver)
        for instance in chosen
        for solver in ([] if asked.peers_only else [OURS]) + _peers(asked)
        if solver == OURS or instance.side_by_side or asked.everywhere
    ]


def _quick() -> None:
    """Print a short table; keep and write nothing."""
    records: dict[tuple[str, str], Record] = {}
    for name in QUICK:
        for solver in (OURS, "heuristics", "pulp-highs"):
            records[name, solver] = run(name, solver, QUICK_LIMIT_S)
    print("\n".join(table([by_name()[name] for name in QUICK], records)))


def _line(record: Record) -> str:
    more = f" certificate {record.certificate}" if record.certificate else ""
    memory = f" {record.peak_mib} MiB" if record.peak_mib else ""
    return f"{record.instance:28} {record.solver:11} {cell(record)}{memory}{more}"


if __name__ == "__main__":
    main()
