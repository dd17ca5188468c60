"""RVTools sheets: which facts stand under which headers, old (MB), new (MiB) and ``vInfo...``."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from consolidation.errors import Problem
from consolidation.inventory.importers.cells import clean, in_unit, number
from consolidation.inventory.importers.headers import Field, Place, match
from consolidation.inventory.raw import RawTable, is_blank, shown
from consolidation.inventory.workbook import Workbook
from consolidation.text import Text

VM = (
    Field("vm", ("vm", "vmname", "name")),
    Field("power", ("powerstate",)),
    Field("template", ("template",)),
    Field("placeholder", ("srmplaceholder",)),
    Field("host", ("host", "hostname")),
    Field("cluster", ("cluster",)),
    Field("datacenter", ("datacenter",)),
    Field("os", ("osaccordingtotheconfigurationfile", "os")),
    Field("os_tools", ("osaccordingtothevmwaretools", "ostools")),
    Field("id", ("vmid", "objectid")),
    Field("uuid", ("vmuuid", "uuid")),
)
"""What every sheet about VMs may hold."""

SHEETS: dict[str, tuple[Field, ...]] = {
    "vInfo": (
        *VM,
        Field("cpus", ("cpus",)),
        Field("memory", ("memory",), unit="MiB"),
        Field("active", ("activememory",), unit="MiB"),
        Field("nics", ("nics",)),
        Field("disks", ("disks", "numvirtualdisks")),
        Field("disk_total", ("totaldiskcapacity",), unit="MiB"),
        Field("provisioned", ("provisioned",), unit="MiB"),
        *(Field(f"network_{n}", (f"network#{n}", f"network{n}")) for n in range(1, 9)),
    ),
    "vCPU": (
        *VM,
        Field("cpus", ("cpus",)),
        Field("sockets", ("sockets",)),
        Field("cores_per_socket", ("coresps", "corespersocket")),
    ),
    "vMemory": (
        *VM,
        Field("memory", ("size",), unit="MiB"),
        Field("active", ("active",), unit="MiB"),
    ),
    "vDisk": (*VM, Field("disk", ("disk",)), Field("capacity", ("capacity",), unit="MiB")),
    "vPartition": (
        *VM,
        Field("disk", ("disk",)),
        Field("capacity", ("capacity",), unit="MiB"),
        Field("consumed", ("consumed",), unit="MiB"),
        Field("free", ("free",), unit="MiB"),
        Field("free_percent", ("free%",)),
    ),
    "vNetwork": (*VM, Field("network", ("network",))),
    "vHost": (
        Field("host", ("host", "name", "hostname")),
        Field("cluster", ("cluster",)),
        Field("datacenter", ("datacenter",)),
        Field("model_cpu", ("cpumodel",)),
        Field("mhz", ("speed", "cpumhz")),
        Field("sockets", ("#cpu", "numcpu")),
        Field("cores_per_socket", ("corespercpu",)),
        Field("cores", ("#cores", "numcpucores")),
        Field("memory", ("#memory", "memorysize"), unit="MiB"),
        Field("vms", ("#vms",)),
        Field("vms_total", ("#vmstotal", "vmstotal")),
        Field("vcpus", ("#vcpus", "vcpus")),
        Field("vendor", ("vendor",)),
        Field("model", ("model",)),
    ),
    "vCluster": (Field("cluster", ("name", "cluster")),),
    "vPort": (Field("network", ("portgroup", "network")), Field("vlan", ("vlan",))),
    "dvPort": (Field("network", ("portgroup", "port", "network")), Field("vlan", ("vlan",))),
    "vSwitch": (Field("network", ("portgroup",)), Field("vlan", ("vlan",))),
    "dvSwitch": (Field("network", ("portgroup",)), Field("vlan", ("vlan",))),
}
"""Sheets that are read; VLAN ids stand in vPort and dvPort, not in vNetwork."""
ABOUT_VMS = ("vInfo", "vCPU", "vMemory", "vDisk", "vPartition", "vNetwork")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet: its cells by fact."""

    sheet: str
    source: str
    line: int
    cells: dict[str, str]
    places: dict[str, Place]

    def text(self, fact: str) -> str:
        """Return a cell without control characters; empty where there is none."""
        return clean(self.cells.get(fact, ""))

    def number(self, fact: str) -> Fraction | None:
        """Return a cell's number, or ``None`` where there is none of at least 0."""
        value = number(self.text(fact))
        return value if value is not None and value >= 0 else None

    def mib(self, fact: str) -> Fraction | None:
        """Return a cell's size in MiB by the unit of its header, or ``None``."""
        value, place = self.number(fact), self.places.get(fact)
        if value is None or place is None or place.unit is None:
            return None
        return in_unit(value, place.unit, "MiB")

    def header(self, fact: str) -> str | None:
        """Return the header a fact stands under."""
        place = self.places.get(fact)
        return place.header if place is not None else None


@dataclass(frozen=True, slots=True)
class Sheets:
    """All records by sheet, and what of the workbook was not used."""

    records: dict[str, tuple[Record, ...]]
    unused: tuple[Problem, ...]

    def of(self, sheet: str) -> tuple[Record, ...]:
        """Return the records of a sheet; none where the workbook lacks it."""
        return self.records.get(sheet, ())

    def about_vms(self) -> Iterator[Record]:
        """Yield the records of every sheet about VMs, vInfo first."""
        for sheet in ABOUT_VMS:
            yield from self.of(sheet)


def read_sheets(book: Workbook) -> Sheets:
    """Return the records of the sheets that are read, in any letter case."""
    known = {name.casefold(): name for name in SHEETS}
    records: dict[str, tuple[Record, ...]] = {}
    unused: list[Problem] = []
    for written in book.sheet_names:
        name = known.get(clean(written).casefold().removeprefix("rvtools_tab").removeprefix("tab"))
        if name is None or name in records:
            unused.append(_unused_sheet(f"{book.name}[{written}]"))
            continue
        raw = book.read(written)
        unused += raw.problems
        if raw.rows:
            records[name] = tuple(_records(name, raw, unused))
    return Sheets(records, tuple(unused))


def _records(name: str, raw: RawTable, unused: list[Problem]) -> Iterator[Record]:
    places, left = match(raw.rows[0], SHEETS[name], name)
    unused += _unused_columns(raw, left)
    numeric = [f.name for f in SHEETS[name] if f.unit is not None or f.name in _COUNTS]
    for line, row in zip(raw.lines[1:], raw.rows[1:], strict=True):
        cells = {
            fact: row[place.position] for fact, place in places.items() if place.position < len(row)
        }
        record = Record(name, raw.source, line, cells, places)
        for fact in numeric:
            if record.text(fact) and record.number(fact) is None:
                unused.append(_no_number(record, fact))
        yield record


_COUNTS = frozenset({"cpus", "sockets", "cores_per_socket", "cores", "nics", "disks", "mhz"})


def _unused_columns(raw: RawTable, left: list[tuple[int, str, str | None]]) -> Iterator[Problem]:
    for position, header, instead in left:
        empty = all(is_blank(row[position : position + 1]) for row in raw.rows[1:])
        if instead is not None:
            what = Text(
                f"列{shown(instead)}と同じ内容の列のため使わない",
                f"names the same as column {shown(instead)}, which is used",
            )
        elif empty:
            if not header.strip():
                continue
            what = Text("全ての行で空欄である", "empty in every row")
        else:
            what = Text("計画に使わない列である", "a column that planning does not use")
        yield Problem(raw.source, raw.lines[0], header or None, what, warning=True)


def _unused_sheet(source: str) -> Problem:
    what = Text("計画に使わないシートである", "a sheet that planning does not use")
    return Problem(source, None, None, what, warning=True)


def _no_number(record: Record, fact: str) -> Problem:
    text = shown(record.text(fact))
    what = Text(
        f"{text} は0以上の数ではないため、不明として扱う",
        f"{text} is not a number of at least 0; taken as not known",
    )
    return Problem(record.source, record.line, record.header(fact), what, warning=True)
