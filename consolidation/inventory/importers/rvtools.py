"""RVTools: the workbook that describes the VMs of a vCenter.

vInfo is the main sheet; what it leaves empty is taken from the sheet that details it. Disks are
the sum of vDisk where a VM has rows there. Every VM of the workbook becomes a server, switched
off or not; templates and placeholders do not.
"""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from consolidation.errors import InputProblems, Problem
from consolidation.inventory.estate import Estate
from consolidation.inventory.importers import rows
from consolidation.inventory.importers.cells import Identities, whole_up
from consolidation.inventory.importers.model import Imported
from consolidation.inventory.importers.rvtools_contradictions import contradictions
from consolidation.inventory.importers.rvtools_hosts import Places, places
from consolidation.inventory.importers.rvtools_segments import segments, segments_of, trunks
from consolidation.inventory.importers.rvtools_sheets import Record, Sheets, read_sheets
from consolidation.inventory.importers.rvtools_vms import Vm, match_vms
from consolidation.inventory.tables.kinds import ServerForm
from consolidation.inventory.tables.network import Segment
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.workbook import ENDINGS, open_workbook
from consolidation.text import Text

MIB_PER_GIB = 1024


def import_rvtools(path: Path) -> Imported:
    """Return the estate of an RVTools workbook.

    Raises `InputProblems` where the file is no such workbook (wrong type, damaged, no vInfo, no
    VM in it).
    """
    sheets = _open(path)
    matched = match_vms(sheets)
    unused = [*sheets.unused, *(_nameless(r) for r in matched.nameless)]
    vms = []
    for vm in matched.vms:
        reason = _left_out(vm)
        if reason is None:
            vms.append(vm)
        else:
            unused.append(_row(vm.main, reason))
    if not vms:
        raise InputProblems(path.name, [*_errors(sheets), _no_vm(path.name)])
    where = places(sheets, vms, path.name)
    networks = segments(sheets, vms, path.name)
    estate = Estate(
        name=path.stem,
        sites=where.sites,
        systems=(rows.unclassified_system(path.name),),
        servers=tuple(_servers(vms, where, networks, trunks(sheets), path.name)),
        platforms=where.platforms,
        hosts=where.hosts,
        host_types=where.host_types,
        segments=tuple(networks.values()),
    )
    assumed = [rows.zone_assumed(path.name, len(vms)), *where.assumptions]
    found = tuple(contradictions(sheets, matched))
    return Imported(
        estate,
        _summary(vms, where, estate, len(found)),
        (*unused, *where.unused),
        found,
        tuple(assumed),
    )


def _open(path: Path) -> Sheets:
    if path.suffix.lower() not in ENDINGS:
        what = Text(
            f"RVToolsのブック ({', '.join(ENDINGS)}) ではない",
            f"not an RVTools workbook ({', '.join(ENDINGS)})",
        )
        fix = Text("RVToolsの「Export all to Excel」の出力を渡す", "give the 'Export all to Excel'")
        raise InputProblems(path.name, [Problem(path.name, None, None, what, fix)])
    book = open_workbook(path)
    if isinstance(book, Problem):
        raise InputProblems(path.name, [book])
    try:
        sheets = read_sheets(book)
    finally:
        book.close()
    info = sheets.of("vInfo")
    if not info:
        what = Text("vInfo シートがないか、行がない", "there is no vInfo sheet, or it has no row")
        problem = Problem(path.name, None, None, what)
        raise InputProblems(path.name, [*_errors(sheets), problem])
    if "vm" not in info[0].places:
        what = Text("VM名の列 (VM) がない", "the column of VM names (VM) is missing")
        raise InputProblems(path.name, [Problem(info[0].source, 1, "VM", what)])
    return sheets


def _errors(sheets: Sheets) -> list[Problem]:
    return [p for p in sheets.unused if not p.warning]


def _servers(
    vms: Sequence[Vm],
    where: Places,
    networks: dict[str, Segment],
    every_vlan: Collection[str],
    source: str,
) -> Iterable[Server]:
    identities = Identities()
    for vm in vms:
        cpus = _first(vm, "cpus", "vInfo", "vCPU")
        memory = _first(vm, "memory", "vInfo", "vMemory")
        disk = disk_mib(vm)
        yield Server(
            id=identities.give(vm.name),
            name=vm.name,
            system=rows.SYSTEM,
            site=where.site_of(vm),
            form=ServerForm.VM,
            platform=where.platform_of(vm),
            host=where.host_of(vm),
            os=_os(vm),
            cpu_cores=whole_up(cpus) if cpus else None,
            memory_mib=whole_up(memory) if memory else None,
            disk_gib=whole_up(disk / MIB_PER_GIB) if disk is not None else None,
            segments=segments_of(vm, networks, every_vlan),
            source=f"{source} {vm.main.sheet} {vm.main.line}行目 (row {vm.main.line})",
            note=_note(vm),
        )


def _first(vm: Vm, fact: str, *sheets: str) -> Fraction | None:
    """Return a number or size by the first of the sheets that has it."""
    for sheet in sheets:
        for record in vm.of(sheet):
            value = record.mib(fact) if fact == "memory" else record.number(fact)
            if value is not None:
                return value
    return None


def disk_mib(vm: Vm) -> Fraction | None:
    """Return a VM's disks in MiB: the sum of vDisk, else the total, else what is provisioned."""
    sizes = [size for record in vm.of("vDisk") if (size := record.mib("capacity")) is not None]
    if sizes:
        return sum(sizes, Fraction(0))
    total = vm.main.mib("disk_total")
    return total if total is not None else vm.main.mib("provisioned")


def _os(vm: Vm) -> str | None:
    """Return a VM's operating system: what its tools report, else what it is configured for.

    The row of vInfo comes before the other sheets.
    """
    own = vm.main.text("os_tools") or vm.main.text("os")
    return own or vm.text("os_tools") or vm.text("os") or None


def _note(vm: Vm) -> str | None:
    power = vm.text("power")
    return f"電源 (power) {power}" if power else None


def _left_out(vm: Vm) -> Text | None:
    if vm.text("template").casefold() == "true":
        return Text("テンプレートのため取り込まない", "a template; not imported")
    if vm.text("placeholder").casefold() == "true":
        return Text("SRMのプレースホルダのため取り込まない", "an SRM placeholder; not imported")
    return None


def _row(record: Record, what: Text) -> Problem:
    return Problem(record.source, record.line, record.header("vm"), what, warning=True)


def _nameless(record: Record) -> Problem:
    what = Text("VM名も識別子もない行のため取り込まない", "has no VM name or id; not imported")
    return _row(record, what)


def _no_vm(source: str) -> Problem:
    what = Text("取り込めるVMが1台もない", "there is no VM to import")
    return Problem(source, None, None, what)


def _summary(
    vms: Sequence[Vm], where: Places, estate: Estate, num_contradictions: int
) -> tuple[tuple[Text, str], ...]:
    disk = sum((disk_mib(vm) or Fraction(0) for vm in vms), Fraction(0))
    powered = sum(vm.text("power").casefold() == "poweredon" for vm in vms)
    return (
        (Text("VM数", "VMs"), f"{len(vms):,}"),
        (Text("うち電源オン", "of them powered on"), f"{powered:,}"),
        (Text("vCPU数", "vCPUs"), f"{sum(s.cpu_cores or 0 for s in estate.servers):,}"),
        (Text("メモリ", "memory"), f"{sum(s.memory_mib or 0 for s in estate.servers):,} MiB"),
        (Text("ディスク", "disk"), f"{round(disk):,} MiB"),
        (Text("ホスト", "hosts"), f"{where.num_hosts:,}"),
        (Text("シート間の矛盾", "contradictions between sheets"), f"{num_contradictions:,}"),
    )
