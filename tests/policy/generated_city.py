"""A city made up at any size: a core with two firewalls, and sites of three switches each."""

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.traffic import Flow

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
    return Control(
        id=identity, kind=kind, device=on, from_segment=a, to_segment=b, account=f"who runs {on}"
    )


def city(trunk: tuple[str, ...] | None = None, leaks: int = 0, num_sites: int = SITES) -> Estate:
    """Three switches in a ring and an access point at each site; ``leaks`` of these trunked."""
    centre = core()
    devices, links = list(centre.devices), list(centre.links)
    for n in range(1, num_sites):
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
        sites=tuple(Site(id=f"S{n}", name=f"S{n}", kind=SiteKind.BRANCH) for n in range(num_sites)),
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
            Flow(id=f"F{n}", origin=f"S{n % num_sites}", target=f"V{n % SERVERS}", office_kbit_s=n)
            for n in range(FLOWS)
        ),
    )  # fmt: skip
