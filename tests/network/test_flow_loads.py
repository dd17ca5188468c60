"""Loads on links, by hand: shortest, widest, per direction, zones, backups, gaps."""

from dataclasses import replace

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
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.servers import Server
from consolidation.inventory.tables.traffic import Flow
from consolidation.network.report import report_network
from consolidation.redesign.verify_loads import busy_loads


def segment(identity, zone):
    return Segment(id=identity, name=identity, kind=SegmentKind.VLAN, zone=zone)


def device(identity, site, *segments: str):
    return Device(id=identity, name=identity, kind=DeviceKind.SWITCH, site=site, segments=segments)


def link(identity, a, b, *segments: str, capacity=100, backup=False):
    return Link(id=identity, a_device=a, b_device=b, medium=Medium.FIBRE, segments=segments,
                capacity_mbit_s=capacity, backup=backup)  # fmt: skip


def server(identity, site, on, *segments: str):
    return Server(id=identity, site=site, form=ServerForm.PHYSICAL, device=on, segments=segments)


def flow(identity, origin, target, office, night=0):
    return Flow(id=identity, origin=origin, target=target, office_kbit_s=office,
                night_kbit_s=night)  # fmt: skip


def triangle(*links: Link, flows=()) -> Estate:
    """Three sites with a switch each; servers at A and B."""
    return Estate(
        name="x",
        sites=tuple(Site(id=s, name=s, kind=SiteKind.OTHER) for s in ("A", "B", "C")),
        segments=(
            segment("ADM", Zone.ADMINISTRATIVE),
            segment("ADM2", Zone.ADMINISTRATIVE),
            segment("RES", Zone.RESIDENT),
        ),
        devices=tuple(device(f"SW-{s}", s, "ADM", "ADM2", "RES") for s in ("A", "B", "C")),
        links=links,
        servers=(server("SV-A", "A", "SW-A", "ADM"), server("SV-B", "B", "SW-B", "RES")),
        flows=flows,
    )


def loads(estate):
    report = report_network(estate)
    return {load.link: (load.office_kbit_s, load.night_kbit_s) for load in report.loads}


def test_directions_are_added_apart_and_the_busier_counts():
    estate = triangle(
        link("L", "SW-A", "SW-B", "ADM", "RES", capacity=10),
        flows=(
            flow("1", "B", "SV-A", 1000, 10),
            flow("2", "B", "SV-A", 500, 20),
            flow("3", "A", "SV-B", 900, 4000),
        ),
    )
    report = report_network(estate)
    assert loads(estate) == {"L": (1500, 4000)}
    assert report.loads[0].utilisation_percent == 40.0
    assert report.unrouted == ()


def test_a_link_without_the_segment_is_not_used():
    """The short way carries the other network; the flow takes two hops round."""
    estate = triangle(
        link("L1", "SW-A", "SW-B", "ADM"),
        link("L2", "SW-A", "SW-C", "RES"),
        link("L3", "SW-C", "SW-B", "RES"),
        flows=(flow("1", "A", "SV-B", 700),),
    )
    assert loads(estate) == {"L1": (0, 0), "L2": (700, 0), "L3": (700, 0)}


def test_of_equal_length_the_widest_narrowest_link_wins_then_the_id():
    wide = triangle(
        link("L1", "SW-B", "SW-A", "ADM", capacity=10),
        link("L2", "SW-B", "SW-A", "ADM", capacity=1000),
        flows=(flow("1", "B", "SV-A", 5),),
    )
    assert loads(wide) == {"L1": (0, 0), "L2": (5, 0)}
    equal = replace(wide, links=tuple(replace(row, capacity_mbit_s=10) for row in wide.links))
    assert loads(equal) == {"L1": (5, 0), "L2": (0, 0)}
    gap = replace(wide, links=(replace(wide.links[0], capacity_mbit_s=None), wide.links[1]))
    assert loads(gap) == {"L1": (0, 0), "L2": (5, 0)}
    assert report_network(gap).loads[0].utilisation_percent is None


def test_backup_is_used_only_when_there_is_no_other_way():
    """A one-hop backup loses to a two-hop primary; without the primary it carries the load."""
    primary = (link("L1", "SW-A", "SW-C", "ADM"), link("L2", "SW-C", "SW-B", "ADM"))
    spare = link("L3", "SW-A", "SW-B", "ADM", backup=True)
    flows = (flow("1", "B", "SV-A", 5),)
    assert loads(triangle(*primary, spare, flows=flows)) == {
        "L1": (5, 0), "L2": (5, 0), "L3": (0, 0),
    }  # fmt: skip
    assert loads(triangle(spare, flows=flows)) == {"L3": (5, 0)}


def test_segments_of_a_zone_are_routed_and_zones_need_a_control():
    routed = triangle(
        link("L1", "SW-A", "SW-C", "ADM"),
        link("L2", "SW-C", "SW-B", "ADM2"),
        flows=(flow("1", "B", "SV-A", 7),),
    )
    assert loads(routed) == {"L1": (7, 0), "L2": (7, 0)}
    crossing = triangle(
        link("L1", "SW-A", "SW-C", "ADM"),
        link("L2", "SW-C", "SW-B", "RES"),
        flows=(flow("1", "SV-A", "SV-B", 9),),
    )
    assert report_network(crossing).unrouted == ("1",)
    rule = Control(id="C", kind=ControlKind.FIREWALL, device="SW-C", from_segment="ADM",
                   to_segment="RES")  # fmt: skip
    assert loads(replace(crossing, controls=(rule,))) == {"L1": (9, 0), "L2": (9, 0)}


def test_two_zones_on_one_switch_meet_at_the_firewall():
    """Both servers hang on SW-A; what joins their zones is on SW-C, so the line is used twice."""
    estate = triangle(
        link("L1", "SW-A", "SW-C", "ADM", "RES"),
        link("L2", "SW-A", "SW-B", "ADM"),
        flows=(flow("1", "SV-A", "SV-B", 9), flow("2", "SV-A", "SV-2", 100)),
    )
    second = server("SV-2", "A", "SW-A", "ADM2")
    beside = replace(estate, servers=(estate.servers[0], server("SV-B", "A", "SW-A", "RES"),
                                      second))  # fmt: skip
    assert report_network(beside).unrouted == ("1",)
    rule = Control(id="C", kind=ControlKind.FIREWALL, device="SW-C", from_segment="ADM",
                   to_segment="RES")  # fmt: skip
    guarded = replace(beside, controls=(rule,))
    assert loads(guarded) == {"L1": (9, 0), "L2": (0, 0)}
    assert busy_loads(guarded) == {"L1": 9, "L2": 0}
    here = replace(guarded, controls=(replace(rule, device="SW-A"),))
    assert loads(here) == {"L1": (0, 0), "L2": (0, 0)}
    assert busy_loads(here) == {"L1": 0, "L2": 0}


def test_unknown_list_and_trunk_are_taken_to_carry():
    for segments in ((), ("*",)):
        estate = triangle(link("L1", "SW-A", "SW-B", *segments), flows=(flow("1", "B", "SV-A", 3),))
        assert loads(estate) == {"L1": (3, 0)}


def test_flows_without_a_way_are_listed():
    estate = triangle(flows=(flow("1", "B", "SV-A", 1), flow("2", "A", "SV-A", 1)))
    assert report_network(estate).unrouted == ("1",)


def test_server_without_a_switch_is_somewhere_at_its_site():
    estate = triangle(
        link("L1", "SW-A", "SW-B", "ADM"),
        flows=(flow("1", "B", "SV-A", 3), flow("2", "SV-B", "SV-A", 0, 2)),
    )
    unplugged = tuple(replace(s, device=None, segments=("ADM",)) for s in estate.servers)
    assert loads(replace(estate, servers=unplugged)) == {"L1": (3, 2)}


def test_report_does_not_hang_on_the_order_of_rows():
    estate = triangle(
        link("L1", "SW-A", "SW-B", "ADM"),
        link("L2", "SW-A", "SW-B", "ADM"),
        link("L3", "SW-C", "SW-B", "*"),
        flows=(flow("1", "C", "SV-A", 3), flow("2", "C", "SV-B", 4)),
    )
    turned = replace(
        estate,
        links=estate.links[::-1],
        devices=estate.devices[::-1],
        flows=estate.flows[::-1],
        servers=estate.servers[::-1],
    )
    assert report_network(turned) == report_network(estate)
