"""Azure Migrate: the CSV template in which servers are handed to an assessment.

Columns after the template of learn.microsoft.com, "Import servers using a CSV file". Sizes in MB
and GB are 1024-based. Use in percent is a single figure per machine, no trace: it is kept in the
server's note and not used for sizing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.csv_file import parse
from consolidation.inventory.encoding import decode
from consolidation.inventory.estate import Estate
from consolidation.inventory.importers import azure_words as words
from consolidation.inventory.importers import rows
from consolidation.inventory.importers.cells import Identities, clean, in_unit, number, whole_up
from consolidation.inventory.importers.headers import Field, Place, find, match, plain
from consolidation.inventory.importers.model import Imported
from consolidation.inventory.raw import RawTable, shown
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.regular_file import read_regular
from consolidation.text import Text

DELIMITERS = (",", ";", "\t")
LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a larger file is no list of machines."""
MOST_DISKS = 64

FIELDS = (
    Field("name", ("servername", "machinename", "machine", "name")),
    Field("cores", ("cores", "numberofcores", "vcpus")),
    Field("memory", ("memory",), unit="MiB"),
    Field("os", ("osname", "operatingsystem")),
    Field("os_version", ("osversion",)),
    Field("form", ("servertype",)),
    Field("hypervisor", ("hypervisor",)),
    Field("cpu_use", ("cpuutilizationpercentage",)),
    Field("memory_use", ("memoryutilizationpercentage",)),
    Field("num_disks", ("numberofdisks",)),
    *(
        Field(f"disk_{n}", (f"disk{n}size", f"disk{n}"), unit="GiB")
        for n in range(1, MOST_DISKS + 1)
    ),
)
REQUIRED = ("name", "cores", "memory")
NOTED = {
    "cpu_use": ("CPU使用率", "CPU use", "%"),
    "memory_use": ("メモリ使用率", "memory use", "%"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One machine's cells by field."""

    line: int
    cells: dict[str, str]
    places: dict[str, Place]
    source: str

    def text(self, name: str) -> str:
        """Return a cell without control characters; empty where there is none."""
        return clean(self.cells.get(name, ""))

    def where(self) -> tuple[str, int, str]:
        """Return source, line and the header of the name column."""
        return self.source, self.line, self.places["name"].header

    def number(self, name: str, problems: list[Problem]) -> Fraction | None:
        """Return a cell's number; what is no number is listed and left unknown."""
        text = self.text(name)
        if not text:
            return None
        value = number(text)
        if value is None or value < 0:
            problems.append(self._not_used(name, text))
            return None
        return value

    def size(self, name: str, unit: str, problems: list[Problem]) -> Fraction | None:
        """Return a cell's size in the unit asked for."""
        value = self.number(name, problems)
        place = self.places.get(name)
        if value is None or place is None or place.unit is None:
            return value
        return in_unit(value, place.unit, unit)

    def _not_used(self, name: str, text: str) -> Problem:
        return Problem(
            self.source,
            self.line,
            self.places[name].header,
            Text(
                f"{shown(text)} は0以上の数ではないため、不明として扱う",
                f"{shown(text)} is not a number of at least 0; taken as not known",
            ),
            warning=True,
        )


def import_azure_migrate(path: Path) -> Imported:
    """Return the estate of an Azure Migrate CSV.

    Raises:
        InputProblems: The file is no such CSV (wrong type, empty, a mandatory header missing).

    """
    raw = _read(path)
    if any(not problem.warning for problem in raw.problems):
        raise InputProblems(raw.source, raw.problems)
    places, left = match(raw.rows[0], FIELDS)
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        raise InputProblems(raw.source, [words.missing(raw, name) for name in missing])
    unused = list(raw.problems)
    unused += [p for column in left if (p := words.unused_column(raw, *column)) is not None]
    unused += [words.noted_column(raw, places[name]) for name in NOTED if name in places]
    found = [
        _Row(
            line,
            {n: row[p.position] for n, p in places.items() if p.position < len(row)},
            places,
            raw.source,
        )
        for line, row in zip(raw.lines[1:], raw.rows[1:], strict=True)
    ]
    unused += [words.too_long(raw, line) for line in _overlong(raw)]
    machines, contradictions = _distinct(found, unused)
    servers, platforms = _servers(machines, raw.source, unused, contradictions)
    if not servers:
        raise InputProblems(raw.source, [words.empty(raw.source)])
    estate = Estate(
        name=path.stem,
        sites=(rows.site(rows.NO_SITE, "取込分 (imported)", raw.source),),
        systems=(rows.unclassified_system(raw.source),),
        servers=tuple(servers),
        platforms=platforms,
    )
    return Imported(
        estate,
        _summary(machines, servers),
        tuple(unused),
        tuple(contradictions),
        (rows.zone_assumed(raw.source, len(servers)),),
    )


def _read(path: Path) -> RawTable:
    """Return the cells of the file under the delimiter that shows most known headers."""
    decoded = decode(read_regular(path, LARGEST_FILE), path.name)
    if decoded.text is None:
        raise InputProblems(path.name, decoded.problems)
    tables = [parse(decoded.text, path.name, delimiter) for delimiter in DELIMITERS]
    best = max(tables, key=_num_known)
    if not best.rows:
        raise InputProblems(path.name, [*decoded.problems, *best.problems, words.empty(path.name)])
    return RawTable(best.source, best.lines, best.rows, decoded.problems + best.problems)


def _num_known(raw: RawTable) -> int:
    return sum(find(cell, FIELDS) is not None for cell in raw.rows[0]) if raw.rows else -1


def _distinct(found: Sequence[_Row], unused: list[Problem]) -> tuple[list[_Row], list[Problem]]:
    """Return the rows that stand for a machine; rows without a name and repeated rows are listed.

    Two rows with one name and different values are two machines until somebody says otherwise.
    """
    first: dict[str, _Row] = {}
    machines: list[_Row] = []
    contradictions: list[Problem] = []
    for row in found:
        name = row.text("name")
        earlier = first.get(name.casefold())
        if not name:
            unused.append(words.without_name(*row.where()))
        elif earlier is None:
            first[name.casefold()] = row
            machines.append(row)
        elif earlier.cells == row.cells:
            unused.append(words.repeated(*row.where(), earlier.line))
        else:
            machines.append(row)
            contradictions.append(words.same_name(*row.where(), earlier.line, name))
    return machines, contradictions


def _servers(
    machines: Sequence[_Row],
    source: str,
    unused: list[Problem],
    contradictions: list[Problem],
) -> tuple[list[Server], tuple[Platform, ...]]:
    identities = Identities()
    platforms: dict[str, Platform] = {}
    platform_ids = Identities()
    servers = []
    for row in machines:
        form = _form(row, unused)
        hypervisor = row.text("hypervisor")
        if form is ServerForm.VM:
            key = hypervisor or "?"
            if key not in platforms:
                name = hypervisor or "仮想化基盤不明 (hypervisor not named)"
                identity = platform_ids.give(f"EXISTING-{hypervisor or 'UNKNOWN'}")
                platforms[key] = rows.platform(identity, name, rows.NO_SITE, source)
        cores = row.number("cores", unused)
        memory = row.size("memory", "MiB", unused)
        disk = _disk(row, unused, contradictions)
        servers.append(
            Server(
                id=identities.give(row.text("name")),
                name=row.text("name"),
                system=rows.SYSTEM,
                site=rows.NO_SITE,
                form=form,
                platform=platforms[hypervisor or "?"].id if form is ServerForm.VM else None,
                os=" ".join(x for x in (row.text("os"), row.text("os_version")) if x) or None,
                cpu_cores=whole_up(cores) if cores else None,
                memory_mib=whole_up(memory) if memory else None,
                disk_gib=whole_up(disk) if disk is not None else None,
                source=f"{source} {row.line}行目 (line {row.line})",
                note=_note(row),
            )
        )
    return servers, tuple(platforms.values())


def _form(row: _Row, unused: list[Problem]) -> ServerForm:
    written = plain(row.text("form"))
    if written in {"virtual", "vm", "virtualmachine"}:
        return ServerForm.VM
    if written in {"physical", "baremetal"}:
        return ServerForm.PHYSICAL
    form = ServerForm.VM if row.text("hypervisor") else ServerForm.PHYSICAL
    unused.append(
        Problem(
            row.source,
            row.line,
            "Server type",
            Text(
                f"物理か仮想か分からない ({shown(row.text('form'))})。"
                f"Hypervisor列により「{form.ja}」とした",
                f"neither physical nor virtual ({shown(row.text('form'))}); taken as "
                f"{form.value} by the hypervisor column",
            ),
            warning=True,
        )
    )
    return form


def _disk(row: _Row, unused: list[Problem], contradictions: list[Problem]) -> Fraction | None:
    """Return the sum of the disk sizes in GiB, or ``None`` where no disk has one."""
    names = [f.name for f in FIELDS if f.name.startswith("disk_")]
    sizes = [s for name in names if (s := row.size(name, "GiB", unused)) is not None]
    counted = row.number("num_disks", unused)
    if counted is not None and counted != len(sizes):
        contradictions.append(
            Problem(
                row.source,
                row.line,
                row.places["num_disks"].header,
                Text(
                    f"ディスク数 {counted} に対し、大きさのある列は {len(sizes)}。"
                    "大きさの合計を使う",
                    f"{counted} disks are counted but {len(sizes)} have a size; sizes are added",
                ),
                warning=True,
            )
        )
    return sum(sizes, Fraction(0)) if sizes else None


def _note(row: _Row) -> str | None:
    parts = [
        f"{ja} ({en}) {row.text(name)}{unit}"
        for name, (ja, en, unit) in NOTED.items()
        if row.text(name)
    ]
    return "、".join(parts) or None


def _summary(machines: Sequence[_Row], servers: Sequence[Server]) -> tuple[tuple[Text, str], ...]:
    """Return the totals as the file gives them, and as they stand in the inventory."""
    ignored: list[Problem] = []
    cores = [m.number("cores", ignored) or Fraction(0) for m in machines]
    memory = [m.size("memory", "MiB", ignored) or Fraction(0) for m in machines]
    disks = [_disk(m, ignored, ignored) or Fraction(0) for m in machines]
    vms = sum(s.form is ServerForm.VM for s in servers)
    return (
        (Text("台数", "machines"), f"{len(servers):,}"),
        (Text("うち仮想", "of them virtual"), f"{vms:,}"),
        (Text("コア数", "cores"), f"{round(sum(cores)):,}"),
        (Text("メモリ", "memory"), f"{round(sum(memory)):,} MB"),
        (Text("ディスク", "disk"), f"{round(sum(disks)):,} GB"),
        (
            Text("台帳上のディスク (1台ごとに切上げ)", "disk in the inventory (rounded up each)"),
            f"{sum(s.disk_gib or 0 for s in servers):,} GiB",
        ),
    )


def _overlong(raw: RawTable) -> list[int]:
    width = len(raw.rows[0])
    pairs = zip(raw.lines[1:], raw.rows[1:], strict=True)
    return [line for line, row in pairs if any(cell.strip() for cell in row[width:])]
