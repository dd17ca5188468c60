"""An office with two networks, joined past two firewalls, and an access point on one of them."""

import pytest

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


@pytest.fixture(scope="session")
def office() -> Estate:
    """Air, VLAN 20, firewall, VLAN 900, firewall, VLAN 110: two controls and no way round."""
    resident, staff = Zone.RESIDENT, Zone.ADMINISTRATIVE
    return Estate(
        name="office",
        sites=(Site(id="HALL", name="本庁舎", kind=SiteKind.CITY_HALL),),
        systems=(
            System(id="REGISTER", name="住民記録", department="市民課", zone=resident),
            System(id="FILES", name="文書", department="総務課", zone=staff),
        ),
        segments=(
            Segment(id="V110", name="住民", kind=SegmentKind.VLAN, zone=resident, vlan_id=110),
            Segment(id="V20", name="行政", kind=SegmentKind.VLAN, zone=staff, vlan_id=20),
            Segment(id="V900", name="接続", kind=SegmentKind.VLAN, zone=staff, vlan_id=900),
            Segment(id="STAFF", name="staff", kind=SegmentKind.SSID, zone=staff, bridges_to="V20"),
        ),
        devices=tuple(
            Device(id=name, name=name, kind=kind, site="HALL", segments=segments)
            for name, kind, segments in (
                ("SW-R", DeviceKind.SWITCH, ("V110",)),
                ("SW-A", DeviceKind.SWITCH, ("V20",)),
                ("FW-A", DeviceKind.FIREWALL, ("V20", "V900")),
                ("FW-R", DeviceKind.FIREWALL, ("V900", "V110")),
                ("AP-1", DeviceKind.ACCESS_POINT, ("STAFF", "V20")),
            )
        ),
        links=tuple(
            Link(id=name, a_device=a, b_device=b, medium=Medium.COPPER, segments=(segment,))
            for name, a, b, segment in (
                ("L-AP", "SW-A", "AP-1", "V20"),
                ("L-FA", "SW-A", "FW-A", "V20"),
                ("L-FF", "FW-A", "FW-R", "V900"),
                ("L-FR", "FW-R", "SW-R", "V110"),
            )
        ),
        controls=tuple(
            Control(
                id=name,
                kind=ControlKind.FIREWALL,
                device=device,
                from_segment=a,
                to_segment=b,
                both_ways=True,
                account=f"who runs {device}",
            )
            for name, device, a, b in (
                ("C-A", "FW-A", "V20", "V900"),
                ("C-R", "FW-R", "V900", "V110"),
            )
        ),
        servers=tuple(
            Server(
                id=name,
                system=system,
                site="HALL",
                form=ServerForm.PHYSICAL,
                device=device,
                segments=(segment,),
            )
            for name, system, device, segment in (
                ("SV-R", "REGISTER", "SW-R", "V110"),
                ("SV-A", "FILES", "SW-A", "V20"),
            )
        ),
    )
