"""The benchmark's tables in Markdown, rendered from what the runs left."""

import os
import platform
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from instances import VBP, Instance, instances
from peers import TITLES
from records import OURS, Record

RESULTS = Path(__file__).with_name("results")
LIBRARIES = ("highspy", "numba", "numpy", "ortools", "pulp", "pyvpsolver")
Records = dict[tuple[str, str], Record]

FAMILIES = {
    "caprara-toth": "Caprara–Toth recipe, classes 1–8 and 10, two dimensions",
    "public": "Twelve public instances with known optima",
    "published": "More of the published recipes: 3, 5 and 10 dimensions, to 500 items",
    "city": "City-like: servers that all differ, three priced host types, conflicts",
    "cloud": "Cloud-like: 50 flavours in four dimensions",
    "distinct": "All demands distinct, four dimensions",
    "affinities": "Containers with at-most-k affinities between applications",
    "profiles": "Hour profiles of 300 servers, and the same servers at their peaks",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What the project set itself on instances whose names start with a word."""

    family: str
    begins: str
    words: str
    reached: Callable[[Record], bool]


def _proved_within(seconds: float) -> Callable[[Record], bool]:
    return lambda record: record.proved and (record.seconds or 0) <= seconds


def _gap(percent: float) -> Callable[[Record], bool]:
    return lambda record: record.gap_percent is not None and record.gap_percent <= percent


GOALS = (
    Goal("caprara-toth", "ct", "proven within 10 s (goal: 99 %)", _proved_within(10)),
    Goal("caprara-toth", "ct", "proven within 60 s (goal: all)", _proved_within(60)),
    Goal("public", "", "proven within 30 s (goal: 95 %)", _proved_within(30)),
    Goal("published", "", "proven within 30 s", _proved_within(30)),
    Goal("published", "", "proven within 60 s", _proved_within(60)),
    Goal("city", "city-80-", "proven within 1 s (goal: all)", _proved_within(1)),
    Goal("city", "city-300-", "proven within 1 s (goal: all)", _proved_within(1)),
    Goal("city", "city-2000-", "proven within 10 s (goal: all)", _proved_within(10)),
    Goal("cloud", "cloud-1000-", "proven within 5 s (goal: all)", _proved_within(5)),
    Goal(
        "cloud",
        "cloud-100000-",
        "proven within 15 s and 500 MiB (goal: all)",
        lambda record: _proved_within(15)(record) and (record.peak_mib or 0) <= 500,
    ),
    Goal("distinct", "distinct-5000-", "within 0.5 % of the bound (goal: all)", _gap(0.5)),
    Goal("distinct", "distinct-20000-", "within 1 % of the bound (goal: all)", _gap(1)),
    Goal("affinities", "affinities-10000-", "within 1 % of the bound (goal: all)", _gap(1)),
    Goal("profiles", "hours-", "within 1 % of the bound (goal: all)", _gap(1)),
)


def write_tables(records: Records) -> list[Path]:
    """Write one table per family and the summary; return the files."""
    RESULTS.mkdir(exist_ok=True)
    written = []
    everything = instances()
    for family, title in FAMILIES.items():
        rows = [i for i in everything if i.family == family and _has_run(i, records)]
        if not rows:
            continue
        path = RESULTS / f"{family}.md"
        lines = [f"# {title}", "", _setting(records, rows), "", *table(rows, records)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        written.append(path)
    path = RESULTS / "summary.md"
    path.write_text("\n".join(summary(everything, records)) + "\n", "utf-8")
    return [*written, path]


def _has_run(instance: Instance, records: Records) -> bool:
    return any((instance.name, solver) in records for solver in (OURS, *TITLES))


def _setting(records: Records, rows: Iterable[Instance]) -> str:
    days = sorted({r.day for i in rows for s in (OURS, *TITLES) if (r := records.get((i.name, s)))})
    when = days[0] if days[0] == days[-1] else f"{days[0]} to {days[-1]}"
    return f"{when}, {machine()}. {READING}"


READING = (
    "Cells are value/bound and seconds; **bold** is proven optimal; – is nothing within the limit. "
    "Every run is a process of its own, one at a time; seconds are the solver's alone."
)


def machine() -> str:
    """Return versions, cores and memory."""
    versions = [f"Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{', '.join(versions)}; {os.cpu_count()} cores, {gib:.0f} GiB"


def table(rows: Sequence[Instance], records: Records) -> list[str]:
    """Return the lines of one table."""
    peers = [peer for peer in TITLES if any((row.name, peer) in records for row in rows)]
    known = any(row.optimum is not None for row in rows)
    heads = ["instance", "limit s", *(["optimum"] if known else []), "ours", "MiB", "certificate"]
    heads += [TITLES[peer] for peer in peers]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in rows:
        ours = records.get((row.name, OURS))
        limit = next(r.limit_s for (name, _), r in records.items() if name == row.name)
        cells = [row.name, f"{limit:g}"]
        if known:
            heuristic = f" ({row.best_heuristic})" if row.best_heuristic is not None else ""
            cells.append("" if row.optimum is None else f"{row.optimum}{heuristic}")
        cells += [
            cell(ours),
            str((ours and ours.peak_mib) or ""),
            (ours and ours.certificate) or "",
        ]
        cells += [cell(records.get((row.name, peer))) for peer in peers]
        lines.append("| " + " | ".join(cells) + " |")
    if any(row.best_heuristic is not None for row in rows):
        lines += ["", "Optimum (best of the published heuristics)."]
    return lines


def cell(record: Record | None) -> str:
    """Return value/bound and seconds."""
    if record is None:
        return ""
    if record.errors:
        return f"WRONG: {record.errors[0]}"
    note = f" ({record.note})" if record.note and record.solver != OURS else ""
    taken = f" {record.seconds:.2f} s" if record.seconds is not None else ""
    if record.value is None:
        bound = "" if record.bound is None else f"/{record.bound}"
        wrong = f" {record.note}" if record.solver == OURS else note
        return f"–{bound}{taken}{wrong}"
    if record.proved:
        return f"**{record.value}**{taken}"
    return f"{record.value}/{record.bound}{taken}"


def summary(everything: Sequence[Instance], records: Records) -> list[str]:
    """Return the lines of the summary: goals, gaps, and how peers compare."""
    ran = [i for i in everything if (i.name, OURS) in records]
    lines = ["# Packing: where we stand", "", machine() + ".", ""]
    lines += ["| family | instances | reached | goal |", "|---|---|---|---|"]
    for goal in GOALS:
        own = [i for i in ran if i.family == goal.family and i.name.startswith(goal.begins)]
        if own:
            num = sum(goal.reached(records[i.name, OURS]) for i in own)
            name = goal.begins.rstrip("-") if "-" in goal.begins else goal.family
            share = f"{num} of {len(own)} ({100 * num / len(own):.1f} %)"
            lines.append(f"| {name} | {len(own)} | {share} | {goal.words} |")
    lines += [
        "",
        *_gaps(ran, records),
        "",
        *_compared(everything, records),
        "",
        *_alarms(ran, records),
    ]
    if not VBP.exists():
        lines += ["", "The public instances were not there and are left out."]
    return lines


def _gaps(ran: Sequence[Instance], records: Records) -> list[str]:
    lines = [
        "| family | instances | proven | mean gap % | greatest gap % | slowest s | most MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    for family in FAMILIES:
        own = [records[i.name, OURS] for i in ran if i.family == family]
        gaps = [r.gap_percent for r in own if r.gap_percent is not None]
        if not gaps:
            continue
        slowest = max(r.seconds or 0 for r in own)
        memory = max(r.peak_mib or 0 for r in own)
        lines.append(
            f"| {family} | {len(own)} | {sum(r.proved for r in own)} | "
            f"{statistics.mean(gaps):.2f} | {max(gaps):.2f} | {slowest:.1f} | {memory} |"
        )
    return lines


def _compared(everything: Sequence[Instance], records: Records) -> list[str]:
    """Peer by peer on the instances that both ran, family by family."""
    lines = [
        "| family | peer | instances | peer proves | we prove | we are better / worse | "
        "times faster at equal proof: median (least) |",
        "|---|---|---|---|---|---|---|",
    ]
    for family in FAMILIES:
        for peer, title in TITLES.items():
            pairs = [
                (records[i.name, OURS], records[i.name, peer])
                for i in everything
                if i.family == family and (i.name, OURS) in records and (i.name, peer) in records
            ]
            if not pairs:
                continue
            better = sum(_less(a.value, b.value) for a, b in pairs)
            worse = sum(_less(b.value, a.value) for a, b in pairs)
            ratios = [
                (b.seconds or 0) / max(a.seconds or 0, 1e-3)
                for a, b in pairs
                if a.proved and b.proved
            ]
            faster = f"{statistics.median(ratios):.1f} ({min(ratios):.1f})" if ratios else "–"
            lines.append(
                f"| {family} | {title} | {len(pairs)} | {sum(b.proved for _, b in pairs)} | "
                f"{sum(a.proved for a, _ in pairs)} | {better} / {worse} | {faster} |"
            )
    return lines


def _less(one: int | None, other: int | None) -> bool:
    return one is not None and (other is None or one < other)


def _alarms(ran: Sequence[Instance], records: Records) -> list[str]:
    """Whatever must never happen, by name; a line that says so if nothing did."""
    alarms = []
    for i in ran:
        record = records[i.name, OURS]
        limit = max(1.05 * record.limit_s, record.limit_s + 1)
        peak = records.get((i.name.replace("hours", "peaks"), OURS))
        proofs = [r for s in TITLES if (r := records.get((i.name, s))) and r.bound is not None]
        alarms += [
            f"- {i.name}: {words}"
            for words, happened in (
                (f"no answer: {record.note}", record.value is None),
                (f"refused by the check: {record.errors[:1]}", bool(record.errors)),
                (f"certificate {record.certificate}", record.certificate not in ("holds", "none")),
                (f"ran {record.seconds} s of {record.limit_s}", (record.seconds or 0) > limit),
                ("bound above the known optimum", _less(i.optimum, record.bound)),
                ("value below the known optimum", _less(record.value, i.optimum or 0)),
                ("value below a peer's bound", any(_less(record.value, r.bound) for r in proofs)),
                ("more than the published heuristics", _more(record.value, i.best_heuristic)),
                ("more hosts than peaks", peak is not None and _more(record.hosts, peak.hosts)),
            )
            if happened and (record.value is not None or words.startswith("no answer"))
        ]
    return (
        ["Alarms:", *alarms]
        if alarms
        else [
            "No answer was refused by the checks, ran past its limit, contradicts a known optimum "
            "or a peer's bound, or is worse than the published heuristics or than packing peaks."
        ]
    )


def _more(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one > other
