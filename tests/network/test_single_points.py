"""Single points of failure: by hand, and against plain removal on random networks."""

from dataclasses import replace

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import (
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
    ServerForm,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.places import Site, System
from consolidation.inventory.tables.servers import Platform, Server
from consolidation.inventory.tables.traffic import Flow
from consolidation.network.report import report_network

SITES = ("A", "B", "C")


def network(*ends: str, users=("B", "C"), parallel=False) -> Estate:
    """Switches by site letter and number; links such as ``A1-B1``; one server on A1."""
    names = sorted({name for pair in ends for name in pair.split("-")} | {"A1"})
    copies = ("", "'") if parallel else ("",)
    return Estate(
        name="x",
        sites=tuple(Site(id=s, name=s, kind=SiteKind.OTHER) for s in SITES),
        systems=(System(id="REG", name="REG", department="課", zone=Zone.RESIDENT),),
        segments=(Segment(id="V", name="V", kind=SegmentKind.VLAN, zone=Zone.RESIDENT),),
        devices=tuple(
            Device(id=n, name=n, kind=DeviceKind.SWITCH, site=n[0], segments=("V",)) for n in names
        ),
        links=tuple(
            Link(id=pair + copy, a_device=pair.split("-")[0], b_device=pair.split("-")[1],
                 medium=Medium.FIBRE, segments=("V",))
            for pair in ends for copy in copies
        ),
        servers=(Server(id="SV", system="REG", site="A", form=ServerForm.PHYSICAL, device="A1",
                        segments=("V",)),),
        flows=tuple(Flow(id=u, origin=u, target="SV", office_kbit_s=1) for u in users),
    )  # fmt: skip


def points(estate):
    found = report_network(estate).single_points
    return {(p.kind, p.id): (p.cut_sites, p.lost_systems) for p in found}


def test_a_chain_breaks_everywhere():
    assert points(network("A1-B1", "B1-C1")) == {
        ("link", "A1-B1"): (("B", "C"), ("REG",)),
        ("link", "B1-C1"): (("C",), ()),
        ("device", "A1"): (("B", "C"), ("REG",)),
        ("device", "B1"): (("B", "C"), ("REG",)),
        ("device", "C1"): (("C",), ()),
        ("site", "A"): (("B", "C"), ("REG",)),
        ("site", "B"): (("C",), ("REG",)),
    }


def test_a_ring_survives_its_links_and_a_parallel_link_counts():
    ring = points(network("A1-B1", "B1-C1", "A1-C1"))
    assert not [key for key in ring if key[0] == "link"]
    assert ("device", "B1") in ring
    assert ring["device", "B1"] == (("B",), ())
    double = points(network("A1-B1", "B1-C1", parallel=True))
    assert not [key for key in double if key[0] == "link"]
    assert double["device", "B1"] == (("B", "C"), ("REG",))


def test_a_backup_line_saves_what_it_reaches():
    estate = network("A1-B1", "B1-C1", "A1-C1")
    spare = replace(estate, links=tuple(replace(row, backup=True) for row in estate.links))
    assert points(spare) == points(estate)


def test_platform_is_lost_with_its_guests():
    estate = network("A1-B1")
    guest = replace(estate.servers[0], form=ServerForm.VM, device=None, platform="P")
    hosted = replace(
        estate,
        servers=(guest,),
        platforms=(Platform(id="P", name="P", kind=PlatformKind.EXISTING, site="A", zones=(),
                            device="A1"),),
    )  # fmt: skip
    assert points(hosted)["platform", "P"] == (("B",), ("REG",))


def test_losing_the_only_other_site_does_not_lose_the_server():
    found = points(network("A1-B1", users=("B",)))
    assert ("site", "B") not in found
    assert found["site", "A"] == (("B",), ("REG",))


def test_another_zone_does_not_save():
    """A second line that carries another zone only is no way round."""
    estate = network("A1-B1")
    school = Segment(id="X", name="X", kind=SegmentKind.VLAN, zone=Zone.SCHOOL)
    other = replace(estate.links[0], id="OTHER", segments=("X",))
    both = replace(estate, segments=(*estate.segments, school), links=(*estate.links, other))
    assert points(both)["link", "A1-B1"] == (("B",), ("REG",))
    same = replace(both, links=(estate.links[0], replace(other, segments=("V",))))
    assert ("link", "A1-B1") not in points(same)


def test_a_site_that_loses_one_zone_of_two_is_listed_with_it():
    """The resident line is gone, the school line still serves: no whole site, but a zone of it."""
    estate = network("A1-B1", users=("B",))
    school = Segment(id="X", name="X", kind=SegmentKind.VLAN, zone=Zone.SCHOOL)
    other = replace(estate.links[0], id="OTHER", segments=("X",))
    pupils = replace(estate.servers[0], id="SX", system=None, segments=("X",))
    both = replace(
        estate,
        segments=(*estate.segments, school),
        devices=tuple(replace(d, segments=("V", "X")) for d in estate.devices),
        links=(estate.links[0], other),
        servers=(*estate.servers, pupils),
        flows=(*estate.flows, replace(estate.flows[0], id="X", target="SX")),
    )
    found = {(p.kind, p.id): p for p in report_network(both).single_points}
    line = found["link", "A1-B1"]
    assert (line.cut_sites, line.cut_zones) == ((), (("B", Zone.RESIDENT),))
    line = found["link", "OTHER"]
    assert (line.cut_sites, line.lost_systems) == ((), ())
    assert line.cut_zones == (("B", Zone.SCHOOL),)
    switch = found["device", "A1"]
    assert switch.cut_sites == ("B",)
    assert set(switch.cut_zones) == {("B", Zone.RESIDENT), ("B", Zone.SCHOOL)}
    assert found["site", "A"].cut_zones == switch.cut_zones
    assert ("site", "B") not in found
    spare = replace(both, links=(*both.links, replace(both.links[0], id="SPARE")))
    assert ("link", "A1-B1") not in {(p.kind, p.id) for p in report_network(spare).single_points}


def test_a_second_server_of_the_zone_keeps_it():
    estate = network("A1-B1", "B1-C1", users=("B",))
    near = replace(estate.servers[0], id="SV2", site="C", device="C1")
    flow = replace(estate.flows[0], id="2", target="SV2")
    two = replace(estate, servers=(*estate.servers, near), flows=(*estate.flows, flow))
    found = {p.id: p for p in report_network(two).single_points}
    assert found["A1-B1"].cut_zones == ()
    assert found["B1"].cut_zones == (("B", Zone.RESIDENT),)


NODES = ("A1", "A2", "B1", "B2", "C1")


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    pairs=st.lists(
        st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda p: p[0] != p[1]),
        min_size=1,
        max_size=8,
    )
)
def test_links_and_devices_agree_with_plain_removal(pairs):
    ends = [f"{a}-{b}" for a, b in pairs]
    estate = network(*dict.fromkeys(ends))
    estate = replace(
        estate,
        links=tuple(replace(estate.link[pair], id=f"{pair}#{n}") for n, pair in enumerate(ends)),
    )
    graph = nx.MultiGraph()
    graph.add_nodes_from(d.id for d in estate.devices)
    for row in estate.links:
        graph.add_edge(row.a_device, row.b_device, key=row.id)

    def served(g):
        near = nx.node_connected_component(g, "A1") if "A1" in g else set()
        return {s for s in ("B", "C") if any(n[0] == s for n in near)}

    expected = {}
    for row in estate.links:
        smaller = graph.copy()
        smaller.remove_edge(row.a_device, row.b_device, key=row.id)
        expected["link", row.id] = smaller
    for device in estate.devices:
        smaller = graph.copy()
        smaller.remove_node(device.id)
        expected["device", device.id] = smaller
    whole = served(graph)
    want = {}
    for key, smaller in expected.items():
        cut = tuple(sorted(whole - served(smaller)))
        lost = ("REG",) if whole and not served(smaller) else ()
        if cut or lost:
            want[key] = (cut, lost)
    found = {k: v for k, v in points(estate).items() if k[0] in ("link", "device")}
    assert found == want
