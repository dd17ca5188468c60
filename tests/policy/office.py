"""An office with two networks past two firewalls, and short ways to write its rows."""

from dataclasses import fields, replace
from typing import Any

from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.tables.kinds import (
    ControlKind,
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Verdict

OPTIONS = PolicyOptions()


def site(identity: str) -> Site:
    return Site(id=identity, name=identity, kind=SiteKind.BRANCH)


def vlan(identity: str, zone: Zone, number: int, **more: object) -> Segment:
    return Segment(
        id=identity, name=identity, kind=SegmentKind.VLAN, zone=zone, vlan_id=number, **more
    )


def vrf(identity: str, zone: Zone, **more: object) -> Segment:
    return Segment(id=identity, name=identity, kind=SegmentKind.VRF, zone=zone, **more)


def ssid(
    identity: str, bridges_to: str | None, zone: Zone = Zone.ADMINISTRATIVE, **more: object
) -> Segment:
    return Segment(
        id=identity,
        name=identity,
        kind=SegmentKind.SSID,
        zone=zone,
        bridges_to=bridges_to,
        **more,
    )


def device(
    identity: str, kind: DeviceKind, *segments: str, at: str = "HALL", **more: object
) -> Device:
    return Device(id=identity, name=identity, kind=kind, site=at, segments=segments, **more)


def link(
    identity: str, a: str, b: str, *segments: str, medium: Medium = Medium.COPPER, **more: object
) -> Link:
    return Link(id=identity, a_device=a, b_device=b, medium=medium, segments=segments, **more)


def joint(
    identity: str,
    on: str,
    a: str,
    b: str,
    kind: ControlKind,
    *,
    both_ways: bool = True,
    **more: object,
) -> Control:
    more = {"account": f"who runs {on}", **more}
    return Control(
        id=identity, kind=kind, device=on, from_segment=a, to_segment=b, both_ways=both_ways, **more
    )


def server(
    identity: str, system: str | None, on: str | None, *segments: str, **more: object
) -> Server:
    return Server(
        id=identity,
        system=system,
        site="HALL",
        form=ServerForm.PHYSICAL,
        device=on,
        segments=segments,
        **more,
    )


def platform(identity: str, on: str, **more: object) -> Platform:
    return Platform(
        id=identity,
        name=identity,
        kind=PlatformKind.EXISTING,
        site="HALL",
        zones=(Zone.ADMINISTRATIVE,),
        device=on,
        **more,
    )


SWITCH, FIREWALL, AP = DeviceKind.SWITCH, DeviceKind.FIREWALL, DeviceKind.ACCESS_POINT
RESIDENT, STAFF_ZONE = Zone.RESIDENT, Zone.ADMINISTRATIVE
V110, V20 = vlan("V110", RESIDENT, 110), vlan("V20", STAFF_ZONE, 20)
STAFF = ssid("STAFF", "V20")
SW_R = device("SW-R", SWITCH, "V110")
AP_1 = device("AP-1", AP, "STAFF", "V20", at="BRANCH")
SV_R = server("SV-R", "REGISTER", "SW-R", "V110")
OFFICE = Estate(
    name="office",
    sites=(site("HALL"), site("BRANCH")),
    systems=(
        System(id="REGISTER", name="住民記録", department="市民課", zone=Zone.RESIDENT),
        System(id="FILES", name="文書", department="総務課", zone=Zone.ADMINISTRATIVE),
    ),
    segments=(
        V110,
        V20,
        vlan("V900", Zone.ADMINISTRATIVE, 900),
        STAFF,
    ),
    devices=(
        SW_R,
        device("SW-RB", SWITCH, "V110", at="BRANCH"),
        device("SW-A", SWITCH, "V20"),
        device("SW-AB", SWITCH, "V20", at="BRANCH"),
        device("FW-A", FIREWALL, "V20", "V900"),
        device("FW-R", FIREWALL, "V900", "V110"),
        AP_1,
    ),
    links=(
        link("L-R", "SW-R", "SW-RB", "V110", medium=Medium.CARRIER),
        link("L-A", "SW-A", "SW-AB", "V20", medium=Medium.CARRIER),
        link("L-AP", "SW-AB", "AP-1", "V20"),
        link("L-FA", "SW-A", "FW-A", "V20"),
        link("L-FF", "FW-A", "FW-R", "V900"),
        link("L-FR", "FW-R", "SW-R", "V110"),
    ),
    controls=(
        joint("C-A", "FW-A", "V20", "V900", ControlKind.FIREWALL),
        joint("C-R", "FW-R", "V900", "V110", ControlKind.FIREWALL),
    ),
    servers=(
        SV_R,
        server("SV-A", "FILES", "SW-A", "V20"),
    ),
)
TABLE_OF = {row: table for table, row in TABLES.items()}


def changed(estate: Estate, *rows: object) -> Estate:
    """Return the estate with rows added, or put in place of those with their id."""
    for row in rows:
        table = TABLE_OF[type(row)]
        kept = [old for old in getattr(estate, table) if old.id != row.id]
        estate = replace(estate, **{table: (*kept, row)})
    return estate


def outcomes(verdict: Verdict, rule: str) -> set[Outcome]:
    return {finding.outcome for finding in verdict.findings if finding.rule == rule}


def subjects(verdict: Verdict, rule: str, outcome: Outcome = Outcome.VIOLATED) -> set[str]:
    return {f.subject for f in verdict.findings if f.rule == rule and f.outcome is outcome}


def finding(verdict: Verdict, rule: str, subject: str) -> Finding:
    return next(f for f in verdict.findings if (f.rule, f.subject) == (rule, subject))


def facts_apart(one: Estate, other: Estate) -> int:
    """How many facts two estates differ in: a row that only one has is one, else each column."""
    return sum(_facts(getattr(one, table), getattr(other, table)) for table in TABLES)


def _facts(rows: tuple[Any, ...], others: tuple[Any, ...]) -> int:
    here, there = ({row.id: row for row in some} for some in (rows, others))
    both = here.keys() & there.keys()
    return len(here.keys() ^ there.keys()) + sum(
        getattr(here[key], column.name) != getattr(there[key], column.name)
        for key in both
        for column in fields(here[key])
    )
