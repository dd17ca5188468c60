"""Networks of an RVTools export as segments: port groups, with the VLAN ids of other sheets."""

from collections.abc import Collection, Iterator, Sequence

from consolidation.inventory.importers import rows
from consolidation.inventory.importers.cells import Identities
from consolidation.inventory.importers.rvtools_sheets import Sheets
from consolidation.inventory.importers.rvtools_vms import Vm
from consolidation.inventory.tables.kinds import SegmentKind
from consolidation.inventory.tables.network import ALL_SEGMENTS, Segment

VLAN_IDS = range(1, 4095)
ALL_VLANS = 4095
"""The VLAN id of a port group that hands every VLAN of the switch to its guests."""
_VLAN_SHEETS = ("vPort", "dvPort", "vSwitch", "dvSwitch")


def segments(sheets: Sheets, vms: Sequence[Vm], source: str) -> dict[str, Segment]:
    """Return a segment for every network that a VM is in, by the network's folded name."""
    vlans = _vlan_ids(sheets)
    identities = Identities()
    found: dict[str, Segment] = {}
    for vm in vms:
        for name in _networks(vm):
            key = name.casefold()
            if key not in found:
                found[key] = Segment(
                    id=identities.give(name, "network"),
                    name=name,
                    kind=SegmentKind.VLAN,
                    zone=rows.ASSUMED_ZONE,
                    vlan_id=vlans.get(key),
                    source=source,
                    note=rows.REVIEW,
                )
    return found


def segments_of(vm: Vm, networks: dict[str, Segment], trunks: Collection[str]) -> tuple[str, ...]:
    """Return the ids of the segments a VM has an interface in, in order.

    A VM in one of the ``trunks`` is in every VLAN of its switch besides.
    """
    names = [name.casefold() for name in _networks(vm)]
    found = tuple(sorted({networks[name].id for name in names}))
    return (ALL_SEGMENTS, *found) if any(name in trunks for name in names) else found


def trunks(sheets: Sheets) -> frozenset[str]:
    """Return the folded names of networks that some sheet gives as a trunk of all VLANs."""
    return frozenset(
        record.text("network").casefold()
        for sheet in _VLAN_SHEETS
        for record in sheets.of(sheet)
        if record.number("vlan") == ALL_VLANS
    )


def _networks(vm: Vm) -> Iterator[str]:
    for record in vm.of("vInfo"):
        yield from (t for n in range(1, 9) if (t := record.text(f"network_{n}")))
    yield from (t for record in vm.of("vNetwork") if (t := record.text("network")))


def _vlan_ids(sheets: Sheets) -> dict[str, int]:
    """Return VLAN ids by network: only where all sheets that give one give the same."""
    said: dict[str, set[int]] = {}
    for sheet in _VLAN_SHEETS:
        for record in sheets.of(sheet):
            vlan = record.number("vlan")
            if vlan is not None and vlan in VLAN_IDS:
                said.setdefault(record.text("network").casefold(), set()).add(int(vlan))
    return {name: min(ids) for name, ids in said.items() if len(ids) == 1}
