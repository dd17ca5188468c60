"""VMs over all sheets: which rows speak of the same one.

A row belongs to the VM whose UUID or VM id it carries, and to the VM of its name only where it
carries none that any VM is known by. Names alone are not enough: they change, and exports whose
names were made neutral afterwards give the same name to different machines.
"""

from dataclasses import dataclass, field

from consolidation.inventory.importers.rvtools_sheets import ABOUT_VMS, Record, Sheets


@dataclass(slots=True)
class Vm:
    """One VM: its row of vInfo (or of the first sheet that knows it) and all other rows."""

    name: str
    main: Record
    records: list[Record] = field(default_factory=list)

    def of(self, sheet: str) -> list[Record]:
        """Return its rows of one sheet."""
        return [r for r in self.records if r.sheet == sheet]

    def text(self, fact: str) -> str:
        """Return a fact by the first sheet that states it, vInfo before the others."""
        return next((t for r in self.records if (t := r.text(fact))), "")


@dataclass(frozen=True, slots=True)
class Matched:
    """The VMs, and the rows that could not be matched cleanly."""

    vms: tuple[Vm, ...]
    other_name: tuple[tuple[Record, Vm], ...]
    """Rows that carry the id of one VM and the name of another."""
    not_in_info: tuple[Vm, ...]
    """VMs that vInfo does not know."""
    nameless: tuple[Record, ...]


def match_vms(sheets: Sheets) -> Matched:
    """Return the VMs of a workbook, in the order of vInfo, then of the other sheets."""
    vms: list[Vm] = []
    by_key: dict[str, Vm] = {}
    by_name: dict[str, Vm] = {}
    other_name: list[tuple[Record, Vm]] = []
    extra: list[Vm] = []
    nameless: list[Record] = []
    for record in sheets.about_vms():
        name = record.text("vm")
        keys = _keys(record)
        vm = next((by_key[k] for k in keys if k in by_key), None)
        if vm is None:
            vm = _by_name(by_name, by_key, name, keys, in_info=record.sheet == ABOUT_VMS[0])
        elif name and name.casefold() != vm.name.casefold():
            other_name.append((record, vm))
        if vm is None and not name:
            nameless.append(record)
            continue
        if vm is None:
            vm = Vm(name, record)
            vms.append(vm)
            by_name.setdefault(name.casefold(), vm)
            if record.sheet != ABOUT_VMS[0]:
                extra.append(vm)
        vm.records.append(record)
        for key in keys:
            by_key.setdefault(key, vm)
    return Matched(tuple(vms), tuple(other_name), tuple(extra), tuple(nameless))


def _keys(record: Record) -> list[str]:
    return [f"{fact}:{t.casefold()}" for fact in ("uuid", "id") if (t := record.text(fact))]


def _by_name(
    by_name: dict[str, Vm], by_key: dict[str, Vm], name: str, keys: list[str], *, in_info: bool
) -> Vm | None:
    """Return the VM of a name, unless both it and the row carry ids (then they differ).

    Two rows of vInfo are never one VM, whatever their names.
    """
    vm = by_name.get(name.casefold()) if name else None
    if vm is None or in_info:
        return None
    kinds = {key.split(":", 1)[0] for key in keys}
    known = {key.split(":", 1)[0] for key, owner in by_key.items() if owner is vm}
    return None if kinds & known else vm
