"""A city's size: verdict, certificate and network report in time, and right."""

from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Flow, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Server
from consolidation.network.report import report_network
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

INVENTORIES = Path(__file__).parents[2] / "inventories"
OPTIONS = PolicyOptions()
SITES, SERVERS, FLOWS = 70, 200, 1000


def core() -> Estate:
    """The centre of the star: a core switch and two firewalls between the networks."""
    office, register = Zone.ADMINISTRATIVE, Zone.RESIDENT
    vlans = [(f"A{n}", office) for n in range(20)] + [(f"R{n}", register) for n in range(10)]
    return Estate(
        name="city",
        segments=(
            *(Segment(id=v, name=v, kind=SegmentKind.VLAN, zone=z) for v, z in vlans),
            Segment(id="J", name="J", kind=SegmentKind.VLAN, zone=office),
            Segment(id="W", name="W", kind=SegmentKind.SSID, zone=office, bridges_to="A0"),
        ),
        devices=(
            device("CORE", 0, DeviceKind.SWITCH, *(v for v, _ in vlans)),
            device("FW-A", 0, DeviceKind.FIREWALL, "A0", "J"),
            device("FW-R", 0, DeviceKind.FIREWALL, "J", "R0"),
        ),
        links=(
            link("F1", "CORE", "FW-A", "A0"),
            link("F2", "FW-A", "FW-R", "J"),
            link("F3", "FW-R", "CORE", "R0"),
        ),
        controls=(
            joint("C-A", "FW-A", "A0", "J", ControlKind.FIREWALL),
            joint("C-R", "FW-R", "J", "R0", ControlKind.FIREWALL),
            *(joint(f"RA{n}", "CORE", "A0", f"A{n}") for n in range(1, 20)),
            *(joint(f"RR{n}", "CORE", "R0", f"R{n}") for n in range(1, 10)),
        ),
    )


def device(identity: str, site: int, kind: DeviceKind, *segments: str) -> Device:
    return Device(id=identity, name=identity, kind=kind, site=f"S{site}", segments=segments)


def link(identity: str, a: str, b: str, *segments: str) -> Link:
    return Link(id=identity, a_device=a, b_device=b, medium=Medium.FIBRE, segments=segments,
                capacity_mbit_s=100)  # fmt: skip


def joint(identity: str, on: str, a: str, b: str, kind=ControlKind.NONE) -> Control:
    return Control(id=identity, kind=kind, device=on, from_segment=a, to_segment=b)


def city(trunk: tuple[str, ...] | None = None, leaks: int = 0) -> Estate:
    """Three switches in a ring and an access point at each site; ``leaks`` of these trunked."""
    centre = core()
    devices, links = list(centre.devices), list(centre.links)
    for n in range(1, SITES):
        own = (f"A{n % 20}", f"R{n % 10}")
        carried = own if trunk is None else trunk
        devices += [device(f"{s}{n}", n, DeviceKind.SWITCH, *own) for s in ("X", "Y", "Z")]
        devices.append(device(f"AP{n}", n, DeviceKind.ACCESS_POINT, "W", "A0"))
        links += [
            link(f"L{n}", f"X{n}", "CORE", *carried),
            link(f"M{n}", f"X{n}", f"Y{n}", *carried),
            link(f"N{n}", f"Y{n}", f"Z{n}", *carried),
            link(f"O{n}", f"Z{n}", f"X{n}", *carried),
            link(f"P{n}", f"Y{n}", f"AP{n}", "A0", own[0], *(["R0"] if n <= leaks else [])),
        ]
    zones = [Zone.RESIDENT] * 20 + [Zone.ADMINISTRATIVE] * 40
    segment = {Zone.RESIDENT: "R", Zone.ADMINISTRATIVE: "A"}
    return Estate(
        name="city",
        sites=tuple(Site(id=f"S{n}", name=f"S{n}", kind=SiteKind.BRANCH) for n in range(SITES)),
        systems=tuple(
            System(id=f"Y{n}", name=f"Y{n}", department="課", zone=zone)
            for n, zone in enumerate(zones)
        ),
        segments=centre.segments,
        devices=tuple(devices),
        links=tuple(links),
        controls=centre.controls,
        servers=tuple(
            Server(id=f"V{n}", system=f"Y{n % 60}", site="S0", form=ServerForm.PHYSICAL,
                   device="CORE", segments=(f"{segment[zones[n % 60]]}{n % 10}",))
            for n in range(SERVERS)
        ),
        flows=tuple(
            Flow(id=f"F{n}", origin=f"S{n % SITES}", target=f"V{n % SERVERS}", office_kbit_s=n)
            for n in range(FLOWS)
        ),
    )  # fmt: skip


@pytest.mark.parametrize("trunk", [None, ("*",)], ids=["lists", "trunks of all VLANs"])
def test_verdict_of_a_whole_city(trunk):
    estate = city(trunk)
    verdict = judge(estate, "as-is", OPTIONS)
    (entry,) = (f for f in verdict.findings if f.rule == "P2-entry")
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    assert "69 radio sources" in entry.message.en
    assert verify_verdict(verdict, estate, OPTIONS) == ()


def test_each_planted_trunk_is_a_finding_of_its_own():
    estate = city(leaks=30)
    found = [f for f in judge(estate, "x", OPTIONS).findings if f.rule == "P2-entry"]
    assert {f.subject for f in found} == {f"AP{n}" for n in range(1, 31)}
    assert all(f.num_controls == 0 for f in found)


def test_network_report_of_a_whole_city():
    report = report_network(city())
    assert report.unrouted == ()
    assert ("link", "L1") in {(p.kind, p.id) for p in report.single_points}
    assert ("link", "M1") not in {(p.kind, p.id) for p in report.single_points}
    loads = {load.link: load.office_kbit_s for load in report.loads}
    assert loads["L7"] == sum(n for n in range(FLOWS) if n % SITES == 7)


@pytest.mark.parametrize("name", ["small-office", "toyonaka-2018"])
def test_sample_inventories_are_judged_and_their_verdicts_verified(name):
    estate = read_inventory(INVENTORIES / name).estate
    verdict = judge(estate, "as-is", OPTIONS)
    assert verdict.violations == ()
    (entry,) = (f for f in verdict.findings if f.rule == "P2-entry")
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    assert verify_verdict(verdict, estate, OPTIONS) == ()
    assert report_network(estate).unrouted == ()
