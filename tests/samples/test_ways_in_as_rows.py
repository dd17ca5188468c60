"""Each way in as an inventory writes it: cells of CSV files, read, checked and judged.

The page ``docs/wireless-proof.md`` tells which rows and columns to fill in for what; here the same
is filled into the sample ``small-office``, whose wireless LAN stands past two firewalls.
"""

import csv
import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from consolidation.inventory.read import read_inventory
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions

ROOT = Path(__file__).parents[2]
P1, P2, P3 = "P1-carriage", "P2-entry", "P3-shared-fate"
BREACH, OPEN = Outcome.VIOLATED, Outcome.UNDETERMINED


@dataclass(frozen=True)
class Way:
    """What is filled in, and the finding that it must give rise to."""

    name: str
    rows: str
    """Lines ``table id column=cell ...``: a row is added, or one of that id changed."""
    rule: str
    subject: str
    outcome: Outcome = BREACH
    separate_fibre: bool = False


HALL = "name=x site=HALL"
SHARED = "devices SW-HALL-ADM segments=V-ADM;V-RES"
TIE = "a_device=SW-HALL-ADM b_device=SW-HALL-RES medium=copper"
WAYS = (
    Way(
        "1 radio bridge with the resident VLAN",
        "links RB a_device=SW-HALL-ADM b_device=SW-BRANCH-ADM medium=radio segments=V-ADM;V-RES",
        P1,
        "RB",
    ),
    Way(
        "1 bridge sold as a line",
        "links RB a_device=SW-HALL-RES b_device=SW-BRANCH-RES medium=carrier segments=V-RES "
        "technology=FWA",
        P1,
        "RB",
    ),
    Way(
        "2 trunk of all VLANs to an access point",
        "devices SW-BRANCH-ADM segments=V-ADM;V-RES\nlinks L-AP segments=*",
        P2,
        "AP-BRANCH",
    ),
    Way(
        "2 native VLANs that differ",
        f"links TIE {TIE} segments=* a_native=V-ADM b_native=V-RES",
        P2,
        "TIE",
    ),
    Way("3 802.1X", "segments SSID-ADM may_bridge_to=V-RES", P2, "AP-BRANCH"),
    Way(
        "4 SSID tunnelled to a controller",
        f"devices WLC kind=wireless-controller {HALL} segments=V-RES\n"
        "links L-WLC a_device=WLC b_device=SW-HALL-RES medium=copper segments=V-RES\n"
        "segments SSID-ADM tunnels_to=WLC bridges_to=V-RES",
        P2,
        "WLC",
    ),
    Way("5 port group of VLAN 4095", f"{SHARED}\nservers VM-GROUP-2 segments=*", P2, "VM-GROUP-2"),
    Way(
        "6 wired client with an adapter in an SSID",
        "servers PC site=BRANCH form=physical device=SW-BRANCH-RES segments=V-RES;SSID-ADM",
        P2,
        "PC",
    ),
    Way(
        "6 clients with tethered phones",
        f"devices PCS kind=client-group {HALL} segments=V-RES radio=LTEテザリング\n"
        "links L-PCS a_device=PCS b_device=SW-HALL-RES medium=copper segments=V-RES",
        P2,
        "PCS",
    ),
    Way(
        "7 backup server in both networks", "servers SRV-FILE segments=V-ADM;V-RES", P2, "SRV-FILE"
    ),
    Way(
        "8 management address on the administrative side",
        "devices SW-HALL-RES management_segment=V-ADM",
        P2,
        "SW-HALL-RES",
    ),
    Way("8 manager, P2", "devices SW-HALL-RES managed_by=SRV-FILE", P2, "SW-HALL-RES"),
    Way("8 manager, P3", "devices SW-HALL-RES managed_by=SRV-FILE", P3, "SRV-FILE"),
    Way(
        "8 hypervisor managed from the administrative side",
        "platforms P-OLD management_segment=V-ADM\n"
        "servers SRV-RES-AP form=vm platform=P-OLD device=SW-HALL-RES",
        P2,
        "P-OLD",
    ),
    Way(
        "9 route targets",
        "segments VRF-A kind=vrf name=a zone=administrative rt_imports=65000:110\n"
        "segments VRF-R kind=vrf name=r zone=resident rt_exports=65000:110\n"
        "segments V-ADM vrf=VRF-A\nsegments V-RES vrf=VRF-R",
        P2,
        "VRF-A",
    ),
    Way(
        "9 static route between VRFs",
        f"{SHARED}\ncontrols LEAK kind=none device=SW-HALL-ADM from_segment=V-ADM to_segment=V-RES",
        P2,
        "LEAK",
    ),
    Way("10 any to any", "controls CT-ADM permits=*", P2, "CT-ADM"),
    Way(
        "10 one-way rule used backwards",
        f"{SHARED}\nlinks TIE {TIE} segments=V-RES\n"
        "controls OUT kind=acl device=SW-HALL-ADM from_segment=V-RES to_segment=V-ADM",
        P2,
        "OUT",
    ),
    Way(
        "11 vendor's LTE router",
        f"devices LTE kind=lte-router {HALL} segments=V-RES\n"
        "links L-LTE a_device=LTE b_device=SW-HALL-RES medium=copper segments=V-RES",
        P2,
        "LTE",
    ),
    Way(
        "12 forgotten hub",
        f"devices HUB kind=hub {HALL}\n"
        "links H1 a_device=HUB b_device=SW-HALL-ADM medium=copper segments=V-ADM\n"
        "links H2 a_device=HUB b_device=SW-HALL-RES medium=copper segments=V-RES",
        P2,
        "HUB",
    ),
    Way("13 wireless mouse", "servers SRV-RES-AP radio=Bluetooth", P2, "SRV-RES-AP"),
    Way(
        "14 access point that only a neighbour sees",
        f"devices AP-X kind=access-point {HALL} certainty=assumed\n"
        "links L-X a_device=AP-X b_device=SW-HALL-RES medium=copper certainty=assumed",
        P2,
        "as-is",
        OPEN,
    ),
    Way("15 carrier's service", "segments V-ADM joined_with=V-RES", P2, "V-ADM"),
    Way(
        "16 one fibre by wavelength",
        "links F a_device=SW-HALL-ADM b_device=SW-BRANCH-ADM medium=fibre segments=V-ADM fibre=F1\n"
        "links W a_device=SW-HALL-RES b_device=SW-BRANCH-RES medium=fibre segments=V-RES fibre=F1",
        P3,
        "F1",
        separate_fibre=True,
    ),
    Way(
        "17 backup line over LTE",
        "links B a_device=SW-HALL-RES b_device=SW-BRANCH-RES medium=carrier technology=LTE "
        "segments=V-RES backup=yes backs_up=L-RES",
        P1,
        "B",
    ),
    Way(
        "tunnel over a radio bridge",
        "links RB a_device=SW-HALL-ADM b_device=SW-BRANCH-ADM medium=radio segments=V-ADM\n"
        "links T a_device=SW-HALL-RES b_device=SW-BRANCH-RES medium=tunnel segments=V-RES "
        "rides_on=RB rides_in=V-ADM",
        P1,
        "T",
    ),
    Way(
        "VXLAN that comes out on a shared switch",
        "segments VNI kind=vni name=x zone=administrative bridges_to=V-RES\n"
        "devices SW-HALL-ADM segments=V-ADM;VNI;V-RES\ndevices SW-BRANCH-ADM segments=V-ADM;VNI\n"
        "links T a_device=SW-HALL-ADM b_device=SW-BRANCH-ADM medium=tunnel segments=VNI "
        "rides_on=L-ADM rides_in=V-ADM",
        P2,
        "VNI",
    ),
    Way(
        "switch of which nobody knows the VLANs",
        f"devices SW-X kind=switch {HALL}\n"
        "links X1 a_device=SW-X b_device=SW-HALL-ADM medium=copper segments=V-ADM\n"
        "links X2 a_device=SW-X b_device=SW-HALL-RES medium=copper segments=V-RES",
        P2,
        "as-is",
        OPEN,
    ),
    Way(
        "a box of which nobody knows what it is",
        f"devices BOX kind=unknown {HALL}\n"
        "links L-BOX a_device=BOX b_device=SW-HALL-RES medium=copper segments=V-RES",
        P2,
        "as-is",
        OPEN,
    ),
    Way(
        "two firewalls with one administrator",
        "controls CT-ADM account=net\ncontrols CT-RES account=net",
        P2,
        "CT-RES",
    ),
    Way(
        "datastore of two zones",
        "stores DS kind=datastore name=x site=HALL users=SRV-RES-AP;SRV-FILE",
        "shared-store",
        "DS",
    ),
    Way(
        "manager of two zones",
        "devices SW-HALL-RES managed_by=SRV-RES-AP\ndevices SW-HALL-ADM managed_by=SRV-RES-AP",
        "shared-management",
        "SRV-RES-AP",
    ),
)


def written(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return cells by table, id and column."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for line in text.splitlines():
        table, identity, *cells = line.split()
        row = found.setdefault(table, {}).setdefault(identity, {})
        row |= dict(cell.split("=", 1) for cell in cells)
    return found


def fill_in(folder: Path, text: str) -> None:
    """Write cells into the CSV files of an inventory."""
    for table, changes in written(text).items():
        path = folder / f"{table}.csv"
        old = path.read_text("utf-8-sig") if path.exists() else "id\n"
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(old))}
        for identity, cells in changes.items():
            rows[identity] = rows.get(identity, {"id": identity}) | cells
        header = dict.fromkeys(column for row in rows.values() for column in row)
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, header)
            out.writeheader()
            out.writerows(rows.values())


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    shutil.copytree(
        ROOT / "inventories" / "small-office", folder, ignore=shutil.ignore_patterns("traces.csv")
    )
    return folder


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_way_in_is_found_as_it_is_written(way: Way, office: Path):
    fill_in(office, way.rows)
    read = read_inventory(office)
    assert read.warnings == ()
    options = PolicyOptions(separate_fibre=way.separate_fibre)
    verdict = judge(read.estate, "as-is", options)
    said = [f.outcome for f in verdict.findings if (f.rule, f.subject) == (way.rule, way.subject)]
    assert said == [way.outcome], [(f.key, f.outcome.value) for f in verdict.findings]


def test_every_way_in_but_the_middle_of_a_migration_is_written():
    """Way 18 is about three states; a plan finds them by itself."""
    told = {int(name) for way in WAYS if (name := way.name.split()[0]).isdigit()}
    assert told == set(range(1, 18))
