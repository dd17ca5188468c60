"""Reading an inventory: files or sheets, cells, rows, checks, and then an `Estate`."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.checks import CHECKS
from consolidation.inventory.dictionary import dictionary
from consolidation.inventory.draft import Draft
from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.rows import ReadTable, read_rows
from consolidation.inventory.sources import find_sources
from consolidation.inventory.traces import build_traces


@dataclass(frozen=True, slots=True)
class ReadInventory:
    """An inventory that holds together, and what its reader should still look at."""

    estate: Estate
    warnings: tuple[Problem, ...]


def read_inventory(path: Path) -> ReadInventory:
    """Read and check a folder of CSVs or a workbook.

    Raises `InputProblems` with every problem of every table (and the warnings among them) when
    there is any that is more than a warning; nothing is read by halves.
    """
    sources = find_sources(path)
    if not sources.tables and any(not p.warning for p in sources.problems):
        raise InputProblems(path.as_posix(), sources.problems)
    tables = {
        info.name: read_rows(info, sources.tables[info.name])
        for info in dictionary()
        if info.name in sources.tables
    }
    draft = Draft(tables)
    traces, trace_problems = build_traces(tables["traces"]) if "traces" in tables else ((), ())
    problems = [*sources.problems]
    problems += [p for read in tables.values() for p in read.problems]
    problems += trace_problems
    problems += [p for check in CHECKS for p in check(draft)]
    ordered = _ordered(problems, tables.values())
    if any(not p.warning for p in ordered):
        raise InputProblems(path.as_posix(), ordered)
    rows = {name: tables[name].rows for name in TABLES if name in tables}
    estate = Estate(name=inventory_name(path), traces=traces, **rows)
    return ReadInventory(estate, ordered)


def inventory_name(path: Path) -> str:
    """Return the name of an inventory: its folder's, or its workbook's without the ending."""
    absolute = path.resolve()
    return absolute.name if absolute.is_dir() else absolute.stem


def _ordered(problems: Iterable[Problem], tables: Iterable[ReadTable]) -> tuple[Problem, ...]:
    """Return the problems table by table and line by line, the first found first."""
    place = {read.source: index for index, read in enumerate(tables)}
    last = len(place)
    return tuple(sorted(problems, key=lambda p: (place.get(p.source, last), p.line or 0)))
