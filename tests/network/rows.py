"""Short ways to write the rows of small networks, and to ask where one gets from where."""

from collections import deque

from consolidation.inventory.estate import TABLES, Estate
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Link, Segment
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Server
from consolidation.network.attributes import StateGraph, ways
from consolidation.network.graph import build_graph

OFFICE_ZONE, SCHOOL_ZONE = Zone.ADMINISTRATIVE, Zone.SCHOOL
SURE = (Certainty.KNOWN,)


def vlan(identity: str, zone: Zone = OFFICE_ZONE, **more: object) -> Segment:
    return Segment(id=identity, name=identity, kind=SegmentKind.VLAN, zone=zone, **more)


def segment(identity: str, kind: SegmentKind, zone: Zone = OFFICE_ZONE, **more: object) -> Segment:
    return Segment(id=identity, name=identity, kind=kind, zone=zone, **more)


def device(identity: str, *segments: str, kind: DeviceKind = DeviceKind.SWITCH, **more: object):
    return Device(id=identity, name=identity, kind=kind, site="S", segments=segments, **more)


def link(
    identity: str, a: str, b: str, *segments: str, medium: Medium = Medium.COPPER, **more: object
):
    return Link(id=identity, a_device=a, b_device=b, medium=medium, segments=segments, **more)


def joint(
    identity: str, on: str, a: str, b: str, kind: ControlKind = ControlKind.NONE, **more: object
):
    more = {"account": f"who runs {on}", **more}
    return Control(id=identity, kind=kind, device=on, from_segment=a, to_segment=b, **more)


def server(identity: str, on: str | None, *segments: str, **more: object) -> Server:
    form = ServerForm.PHYSICAL
    return Server(id=identity, site="S", form=form, device=on, segments=segments, **more)


def estate(*rows: object) -> Estate:
    """Return an estate of one site and these rows."""
    tables: dict[str, list[object]] = {}
    for row in rows:
        table = next(name for name, kind in TABLES.items() if type(row) is kind)
        tables.setdefault(table, []).append(row)
    tables.setdefault("sites", []).append(Site(id="S", name="S", kind=SiteKind.OTHER))
    return Estate(name="x", **{table: tuple(found) for table, found in tables.items()})


def reached(
    network: Estate | StateGraph, start: str, among: tuple[Certainty, ...] = SURE
) -> set[str]:
    """The states one gets to from a state past no control, over rows that are known."""
    graph = network if isinstance(network, StateGraph) else build_graph(network)
    onward: dict[str, list[str]] = {}
    for origin, target, edge in ways(graph):
        if edge.weight == 0 and edge.certainty in among:
            onward.setdefault(origin, []).append(target)
    found, waiting = {start}, deque([start])
    while waiting:
        for target in onward.get(waiting.popleft(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found
