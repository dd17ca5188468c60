"""What is on which device and link, by hand: lists, trunks of all VLANs, gaps, hubs."""

import pytest

from consolidation.inventory.estate import Estate
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
from consolidation.network.attributes import edge_of, state_of
from consolidation.network.carriage import Described, carriage
from consolidation.network.graph import build_graph

KNOWN, ASSUMED, UNKNOWN = Certainty.KNOWN, Certainty.ASSUMED, Certainty.UNKNOWN


def segment(identity, kind=SegmentKind.VLAN, bridges_to=None):
    return Segment(id=identity, name=identity, kind=kind, zone=Zone.ADMINISTRATIVE,
                   bridges_to=bridges_to)  # fmt: skip


def device(identity, *segments: str, kind=DeviceKind.SWITCH):
    return Device(id=identity, name=identity, kind=kind, site="S", segments=segments)


def link(identity, a, b, *segments: str, certainty=KNOWN):
    return Link(id=identity, a_device=a, b_device=b, medium=Medium.COPPER, segments=segments,
                certainty=certainty)  # fmt: skip


def estate(*rows: object, servers=(), controls=()):
    return Estate(
        name="x",
        sites=(Site(id="S", name="S", kind=SiteKind.OTHER),),
        segments=(segment("V1"), segment("V2"), segment("W", SegmentKind.SSID, "V1")),
        devices=tuple(r for r in rows if isinstance(r, Device)),
        links=tuple(r for r in rows if isinstance(r, Link)),
        servers=servers,
        controls=controls,
    )


def test_a_list_is_taken_as_it_stands():
    found = carriage(estate(device("A", "V1"), device("B", "V1", "V2"), link("L", "A", "B", "V1")))
    assert found.carried == {"L": {"V1": KNOWN}}
    assert found.held == {"A": {"V1": KNOWN}, "B": {"V1": KNOWN, "V2": KNOWN}}


@pytest.mark.parametrize(
    ("far", "sure"),
    [
        (device("B", "V1", "V2"), KNOWN),
        (device("B", "*"), KNOWN),
        (device("B", kind=DeviceKind.HUB), KNOWN),
        (device("B", "V1", kind=DeviceKind.ACCESS_POINT), KNOWN),
        (device("B", "V1"), ASSUMED),
        (device("B"), UNKNOWN),
    ],
)
def test_trunk_of_all_vlans(far, sure):
    found = carriage(estate(device("A", "V1", "V2"), far, link("L", "A", "B", "*")))
    assert found.carried["L"]["V2"] is sure
    assert found.held["B"]["V2"] is sure


def test_trunk_of_all_vlans_follows_what_its_ends_come_to_hold():
    """The same trunk carries more once a VLAN is put on the switch: the merge story."""
    before = estate(device("A", "V1"), device("B", "V1"), link("L", "A", "B", "*"))
    after = estate(device("A", "V1", "V2"), device("B", "V1"), link("L", "A", "B", "*"))
    assert set(carriage(before).carried["L"]) == {"V1"}
    assert set(carriage(after).carried["L"]) == {"V1", "V2"}


def test_empty_list_is_not_known():
    found = carriage(estate(device("A", "V1"), device("B", "V1"), link("L", "A", "B")))
    assert found.carried["L"] == {"V1": UNKNOWN}
    assert found.held["B"] == {"V1": KNOWN}


def test_uncertain_link_makes_uncertain_carriage():
    found = carriage(
        estate(device("A", "V1"), device("B", "V1"), link("L", "A", "B", "*", certainty=ASSUMED))
    )
    assert found.carried["L"] == {"V1": ASSUMED}


def test_open_devices_pass_on_along_a_chain_and_lists_stop_it():
    found = carriage(
        estate(
            device("A", "V1", "V2"),
            device("B", "*"),
            device("C", "*"),
            device("D", "V1"),
            device("E", "V1"),
            link("L1", "A", "B", "*"),
            link("L2", "B", "C", "*"),
            link("L3", "C", "D", "*"),
            link("L4", "D", "E", "*"),
        )
    )
    assert found.held["C"] == {"V1": KNOWN, "V2": KNOWN}
    assert found.carried["L3"] == {"V1": KNOWN, "V2": ASSUMED}
    assert found.carried["L4"] == {"V1": KNOWN}


def test_ssid_is_no_vlan_of_a_trunk():
    found = carriage(
        estate(
            device("A", "W", kind=DeviceKind.ACCESS_POINT),
            device("B", "*"),
            link("L", "A", "B", "*"),
        )
    )
    assert found.carried["L"] == {"V1": KNOWN}


def test_control_on_a_device_describes_it():
    rule = Control(id="C", kind=ControlKind.FIREWALL, device="F", from_segment="V1",
                   to_segment="V2")  # fmt: skip
    found = carriage(estate(device("F", kind=DeviceKind.FIREWALL), device("X"), controls=(rule,)))
    assert found.described == {"F": Described.LISTED, "X": Described.NOT_AT_ALL}
    assert found.held["F"] == {"V1": KNOWN, "V2": KNOWN}


def test_hub_joins_and_switch_does_not():
    wires = (link("L1", "A", "H", "V1"), link("L2", "B", "H", "V2"))
    ends = (device("A", "V1"), device("B", "V2"))
    hub = build_graph(estate(*ends, device("H", kind=DeviceKind.HUB), *wires))
    assert edge_of(hub, "domain/H/V1", "ports/H").certainty is KNOWN
    assert edge_of(hub, "ports/H", "domain/H/V2").weight == 0
    switch = build_graph(estate(*ends, device("H", "V1", "V2"), *wires))
    assert "ports/H" not in switch
    blank = build_graph(estate(*ends, device("H"), *wires))
    assert edge_of(blank, "domain/H/V1", "ports/H").certainty is UNKNOWN


def test_server_without_switch_is_in_its_segment_as_a_whole():
    server = Server(id="SV", site="S", form=ServerForm.PHYSICAL, segments=("V1",))
    graph = build_graph(estate(device("A", "V1"), device("B", "V2"), servers=(server,)))
    assert edge_of(graph, "segment/V1", "server/SV").certainty is KNOWN
    assert edge_of(graph, "domain/A/V1", "segment/V1").certainty is KNOWN
    assert set(graph.predecessors("segment/V1")) == {"domain/A/V1", "server/SV"}


def test_segment_that_the_switch_does_not_have_is_still_the_segment():
    server = Server(id="SV", site="S", form=ServerForm.PHYSICAL, device="A", segments=("V1", "V2"))
    graph = build_graph(estate(device("A", "V1"), device("B", "V2"), servers=(server,)))
    assert graph.has_edge("domain/A/V1", "server/SV")
    assert graph.has_edge("segment/V2", "server/SV")
    assert graph.has_edge("domain/B/V2", "segment/V2")


def test_server_without_segment_is_reached_from_all_and_joins_none():
    server = Server(id="SV", site="S", form=ServerForm.PHYSICAL, device="A")
    graph = build_graph(estate(device("A", "V1", "V2"), servers=(server,)))
    assert set(graph.predecessors("server/SV")) == {"site/S", "domain/A/V1", "domain/A/V2"}
    assert set(graph.successors("server/SV")) == set()
    assert edge_of(graph, "domain/A/V1", "server/SV").certainty is UNKNOWN


def test_several_interfaces_join_their_segments():
    server = Server(id="SV", site="S", form=ServerForm.PHYSICAL, device="A", segments=("V1", "V2"))
    graph = build_graph(estate(device("A", "V1", "V2"), servers=(server,)))
    assert edge_of(graph, "domain/A/V1", "server/SV").weight == 0
    assert edge_of(graph, "server/SV", "domain/A/V2").weight == 0


def test_one_way_permit_is_a_guarded_way_back_as_well():
    rule = Control(id="C", kind=ControlKind.FIREWALL, device="F", from_segment="V1",
                   to_segment="V2")  # fmt: skip
    graph = build_graph(estate(device("F", "V1", "V2"), controls=(rule,)))
    there, back = (edge_of(graph, f"domain/F/{s}", "control/C") for s in ("V1", "V2"))
    assert (there.weight, back.weight) == (1, 1)
    assert "backwards" in back.words.en
    assert "backwards" not in there.words.en


def test_radio_link_is_a_source_at_both_ends():
    bridge = Link(id="R", a_device="A", b_device="B", medium=Medium.RADIO, segments=("V1",))
    graph = build_graph(estate(device("A", "V1", "V2"), device("B", "V1"), bridge))
    assert list(graph.successors("air/links/R")) == ["wire/R/V1"]
    assert set(graph.successors("wire/R/V1")) == {"domain/A/V1", "domain/B/V1"}
    assert state_of(graph, "air/links/R").layer.value == "air"
