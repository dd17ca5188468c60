"""What the sheets of an RVTools export say differently of the same thing.

Each check is one function; each finding names sheet, row, column and both values, and which of
the two the inventory takes.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from consolidation.errors import Problem
from consolidation.inventory.importers.rvtools_sheets import Record, Sheets
from consolidation.inventory.importers.rvtools_vms import Matched, Vm
from consolidation.inventory.raw import shown
from consolidation.text import Text

COMPARED = (
    ("power", Text("電源状態", "power state")),
    ("template", Text("テンプレートか否か", "template or not")),
    ("host", Text("ホスト", "host")),
    ("cluster", Text("クラスタ", "cluster")),
    ("datacenter", Text("データセンター", "datacenter")),
    ("os", Text("構成ファイルのOS", "OS by the configuration file")),
    ("os_tools", Text("VMware ToolsのOS", "OS by VMware Tools")),
)
"""Facts that every sheet about VMs repeats."""
THIS = Text("この行の値を使う", "this row's value is used")
OTHER = Text("後者の値を使う", "the latter is used")
NEITHER = Text("どちらも使わない", "neither is used")
ROUNDING = Fraction(1)
"""Percent and MiB are rounded in the export; a difference up to this is no contradiction."""


def contradictions(sheets: Sheets, matched: Matched) -> Iterator[Problem]:
    """Yield every contradiction, check by check."""
    for vm in matched.vms:
        for check in VM_CHECKS:
            yield from check(vm)
    for check_all in WORKBOOK_CHECKS:
        yield from check_all(sheets, matched)


def _differ(
    record: Record, fact: str, what: Text, mine: str, other: tuple[str, str], used: Text
) -> Problem:
    """Return the problem that a row says ``mine`` where another (place, value) says otherwise."""
    where, theirs = other
    text = Text(
        f"{what.ja}は {mine}、しかし {where} では {theirs}。{used.ja}",
        f"{what.en} is {mine}, but {where} says {theirs}; {used.en}",
    )
    return Problem(record.source, record.line, record.header(fact), text, warning=True)


def _of(vm: Vm, what: Text) -> Text:
    return Text(f"{shown(vm.name)} の{what.ja}", f"{what.en} of {shown(vm.name)}")


def _at(record: Record) -> str:
    return f"{record.sheet}:{record.line}"


def _figure(value: Fraction, unit: str = "") -> str:
    number = str(value.numerator) if value.denominator == 1 else f"{float(value):.1f}"
    return f"{number} {unit}" if unit else number


def repeated_facts(vm: Vm) -> Iterator[Problem]:
    """Check that a fact which several sheets repeat is the same everywhere."""
    for fact, what in COMPARED:
        stated = [r for r in vm.records if r.text(fact)]
        for record in stated[1:]:
            first = stated[0]
            if record.text(fact).casefold() != first.text(fact).casefold():
                other = (_at(first), shown(first.text(fact)))
                yield _differ(record, fact, _of(vm, what), shown(record.text(fact)), other, OTHER)


def processors(vm: Vm) -> Iterator[Problem]:
    """Check that vInfo and vCPU count the same CPUs, and that sockets times cores make them up."""
    stated = vm.main.number("cpus")
    for record in vm.of("vCPU"):
        cpus = record.number("cpus")
        if cpus is None:
            continue
        what = _of(vm, Text("CPU数", "number of CPUs"))
        if stated is not None and record is not vm.main and cpus != stated:
            other = (_at(vm.main), _figure(stated))
            yield _differ(record, "cpus", what, _figure(cpus), other, OTHER)
        sockets, each = record.number("sockets"), record.number("cores_per_socket")
        if sockets is not None and each is not None and sockets * each != cpus:
            product = f"{_figure(sockets)} x {_figure(each)} = {_figure(sockets * each)}"
            where = "Sockets x Cores p/s"
            yield _differ(record, "cpus", what, _figure(cpus), (where, product), NEITHER_CPU)


NEITHER_CPU = Text("ソケット数は使わない", "sockets are not used")


def memory(vm: Vm) -> Iterator[Problem]:
    """Check that vInfo and vMemory give the same memory, fitted and active."""
    facts = (
        ("memory", Text("メモリ", "memory"), OTHER),
        ("active", Text("使用中メモリ", "active memory"), NEITHER),
    )
    for fact, what, used in facts:
        stated = vm.main.mib(fact)
        for record in vm.of("vMemory"):
            size = record.mib(fact)
            if size is not None and stated is not None and record is not vm.main and size != stated:
                other = (_at(vm.main), _figure(stated, "MiB"))
                yield _differ(record, fact, _of(vm, what), _figure(size, "MiB"), other, used)


def disks(vm: Vm) -> Iterator[Problem]:
    """Check that the number and total of disks in vInfo are those of vDisk."""
    rows = vm.of("vDisk")
    if not rows:
        return
    where = ", ".join(_at(r) for r in rows)
    count = vm.main.number("disks")
    if count is not None and count != len(rows):
        what = _of(vm, Text("ディスク数", "number of disks"))
        yield _differ(vm.main, "disks", what, _figure(count), (where, str(len(rows))), OTHER)
    total = vm.main.mib("disk_total")
    summed = sum((r.mib("capacity") or Fraction(0) for r in rows), Fraction(0))
    if total is not None and abs(total - summed) > ROUNDING:
        what = _of(vm, Text("ディスク容量計", "total disk capacity"))
        other = (where, _figure(summed, "MiB"))
        yield _differ(vm.main, "disk_total", what, _figure(total, "MiB"), other, OTHER)


def partitions(vm: Vm) -> Iterator[Problem]:
    """Check that used and free add up to a partition's capacity, and that its share follows."""
    for record in vm.of("vPartition"):
        size, used, free = (record.mib(f) for f in ("capacity", "consumed", "free"))
        if size is None or free is None:
            continue
        name = Text(
            f"{shown(vm.name)} の区画 {shown(record.text('disk'))} の容量",
            f"capacity of partition {shown(record.text('disk'))} of {shown(vm.name)}",
        )
        if used is not None and abs(used + free - size) > ROUNDING:
            other = ("Consumed + Free", _figure(used + free, "MiB"))
            yield _differ(record, "capacity", name, _figure(size, "MiB"), other, NEITHER)
        share = record.number("free_percent")
        if share is not None and size and abs(share - 100 * free / size) > ROUNDING:
            other = ("Free / Capacity", _figure(100 * free / size, "%"))
            yield _differ(record, "free_percent", name, _figure(share, "%"), other, NEITHER)


def adapters(vm: Vm) -> Iterator[Problem]:
    """Check that the adapters and networks in vInfo are those of vNetwork."""
    rows = vm.of("vNetwork")
    if not rows:
        return
    where = ", ".join(_at(r) for r in rows)
    count = vm.main.number("nics")
    if count is not None and count != len(rows):
        what = _of(vm, Text("NIC数", "number of NICs"))
        yield _differ(vm.main, "nics", what, _figure(count), (where, str(len(rows))), OTHER)
    names = {r.text("network").casefold() for r in rows}
    for n in range(1, 9):
        named = vm.main.text(f"network_{n}")
        if named and named.casefold() not in names:
            what = _of(vm, Text("ネットワーク", "network"))
            other = (where, ", ".join(shown(r.text("network")) for r in rows))
            yield _differ(vm.main, f"network_{n}", what, shown(named), other, BOTH)


BOTH = Text("両方を使う", "both are used")


def rows_twice(vm: Vm) -> Iterator[Problem]:
    """Check that a VM has one row in vCPU and one in vMemory."""
    for sheet in ("vCPU", "vMemory"):
        for record in vm.of(sheet)[1:]:
            first = vm.of(sheet)[0]
            what = _of(vm, Text("行", "row"))
            yield _differ(record, "vm", what, _at(record), (_at(first), _at(first)), OTHER)


def names_against_ids(_: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check that a row which carries a VM's id carries its name too."""
    for record, vm in matched.other_name:
        key = record.text("uuid") or record.text("id")
        what = Text(f"識別子 {shown(key)} のVM名", f"name of the VM with id {shown(key)}")
        other = (_at(vm.main), shown(vm.name))
        used = Text("識別子に従い後者のVMとする", "by its id it is the latter")
        yield _differ(record, "vm", what, shown(record.text("vm")), other, used)


def missing_rows(sheets: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check that every VM is in vInfo, vCPU and vMemory, and in vDisk if it has disks."""
    for vm in matched.not_in_info:
        yield _only_here(vm, "vInfo")
    for vm in matched.vms:
        if vm in matched.not_in_info:
            continue
        for sheet in ("vCPU", "vMemory"):
            if sheets.of(sheet) and not vm.of(sheet):
                yield _only_here(vm, sheet)
        if sheets.of("vDisk") and not vm.of("vDisk") and (vm.main.number("disks") or 0) > 0:
            yield _only_here(vm, "vDisk")


def _only_here(vm: Vm, sheet: str) -> Problem:
    record = vm.main
    text = Text(
        f"VM {shown(vm.name)} は {_at(record)} にあるが、{sheet} にない",
        f"VM {shown(vm.name)} is in {_at(record)} but not in {sheet}",
    )
    return Problem(record.source, record.line, record.header("vm"), text, warning=True)


def empty_main_rows(_: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check that vInfo states the CPUs and memory that another sheet states."""
    for vm in matched.vms:
        if vm.main.sheet != "vInfo":
            continue
        for fact, sheet in (("cpus", "vCPU"), ("memory", "vMemory")):
            row = next((r for r in vm.of(sheet) if r.number(fact) is not None), None)
            if row is not None and vm.main.number(fact) is None:
                what = _of(vm, Text("CPU数" if fact == "cpus" else "メモリ", fact))
                other = (_at(row), shown(row.text(fact)))
                yield _differ(vm.main, fact, what, shown(""), other, OTHER)


def unknown_hosts(sheets: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check that every host a VM is on is in vHost."""
    known = {r.text("host").casefold() for r in sheets.of("vHost")}
    for vm in matched.vms:
        record = next((r for r in vm.records if r.text("host")), None)
        if known and record is not None and record.text("host").casefold() not in known:
            text = Text(
                f"{shown(vm.name)} のホスト {shown(record.text('host'))} は vHost にない。"
                "ホストは不明とする",
                f"host {shown(record.text('host'))} of {shown(vm.name)} is not in vHost; "
                "its host is taken as not known",
            )
            yield Problem(record.source, record.line, record.header("host"), text, warning=True)


def unknown_clusters(sheets: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check that every cluster is in vCluster, where there is such a sheet."""
    known = {r.text("cluster").casefold() for r in sheets.of("vCluster")}
    for vm in matched.vms:
        name = vm.main.text("cluster")
        if known and name and name.casefold() not in known:
            text = Text(
                f"クラスタ {shown(name)} は vCluster にない",
                f"cluster {shown(name)} is not in vCluster",
            )
            record = vm.main
            yield Problem(record.source, record.line, record.header("cluster"), text, warning=True)


def hosts(sheets: Sheets, matched: Matched) -> Iterator[Problem]:
    """Check a host's number of VMs against vInfo, and its cores against its CPUs."""
    on = Counter(vm.text("host").casefold() for vm in matched.vms)
    for record in sheets.of("vHost"):
        name = shown(record.text("host"))
        total = record.number("vms_total")
        here = on[record.text("host").casefold()]
        if total is not None and total != here:
            what = Text(f"ホスト {name} のVM数", f"number of VMs on host {name}")
            yield _differ(record, "vms_total", what, _figure(total), ("vInfo", str(here)), NEITHER)
        sockets, each = record.number("sockets"), record.number("cores_per_socket")
        cores = record.number("cores")
        if None not in (sockets, each, cores) and (sockets or 0) * (each or 0) != cores:
            what = Text(f"ホスト {name} のコア数", f"cores of host {name}")
            product = _figure((sockets or Fraction(0)) * (each or Fraction(0)))
            other = ("# CPU x Cores per CPU", product)
            yield _differ(record, "cores", what, _figure(cores or Fraction(0)), other, THIS)


VM_CHECKS = (repeated_facts, processors, memory, disks, partitions, adapters, rows_twice)
WORKBOOK_CHECKS = (
    names_against_ids,
    missing_rows,
    empty_main_rows,
    unknown_hosts,
    unknown_clusters,
    hosts,
)
