"""Small networks of which it is known what real devices forward, and the graph says the same.

Each test names the mechanism and where it is described. A domain is named by its device and
segment: ``domain/A/V10`` is VLAN 10 on switch A.
"""

import pytest

from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    Medium,
    SegmentKind,
)
from consolidation.network.attributes import edge_of
from consolidation.network.graph import build_graph
from tests.network.rows import (
    SCHOOL_ZONE,
    device,
    estate,
    joint,
    link,
    reached,
    segment,
    server,
    vlan,
)

V10, V20, V30 = vlan("V10"), vlan("V20", SCHOOL_ZONE), vlan("V30", SCHOOL_ZONE)
VRF, VNI, SSID = SegmentKind.VRF, SegmentKind.VNI, SegmentKind.SSID
AP, WLC = DeviceKind.ACCESS_POINT, DeviceKind.WIRELESS_CONTROLLER


def trunk(*listed: str, a: str | None = None, b: str | None = None):
    """Two switches with a trunk between them, and native VLANs at its ends."""
    return estate(
        V10,
        V20,
        V30,
        device("A", "V10", "V20", "V30"),
        device("B", "V10", "V20", "V30"),
        link("L", "A", "B", *listed, a_native=a, b_native=b),
    )


def test_vlans_of_a_tagged_trunk_stay_apart():
    """IEEE 802.1Q: a frame keeps its VLAN by its tag, and leaves only by ports in that VLAN."""
    found = reached(trunk("V10", "V20"), "domain/A/V10")
    assert "domain/B/V10" in found
    assert not {"domain/A/V20", "domain/B/V20"} & found


def test_a_vlan_that_the_trunk_does_not_list_stays_behind():
    """IEEE 802.1Q ingress and egress filtering: the port is no member of that VLAN."""
    assert "domain/B/V30" not in reached(trunk("V10", "V20"), "domain/A/V30")


def test_native_mismatch_joins_the_two_native_vlans():
    """IEEE 802.1Q: untagged frames are put in the receiving port's PVID, whatever they were."""
    network = trunk("V10", "V20", "V30", a="V10", b="V20")
    assert {"domain/B/V20", "domain/B/V10"} <= reached(network, "domain/A/V10")
    assert "domain/A/V10" in reached(network, "domain/B/V20")
    assert reached(network, "domain/A/V30") == {"domain/A/V30", "wire/L/V30", "domain/B/V30"}


def test_the_same_native_vlan_at_both_ends_joins_nothing():
    network = trunk("V10", "V20", a="V10", b="V10")
    assert "domain/B/V20" not in reached(network, "domain/A/V10")


@pytest.mark.parametrize("listed", [("V10", "V30"), ("V20", "V30"), ("V30",)])
def test_an_end_that_does_not_allow_its_native_vlan_drops_untagged_frames(listed):
    """Switches drop what comes untagged where the native VLAN is not allowed on the trunk."""
    network = trunk(*listed, a="V10", b="V20")
    assert "domain/B/V20" not in reached(network, "domain/A/V10")


def test_native_vlans_of_a_trunk_of_all_cross():
    network = trunk("*", a="V10", b="V20")
    assert "domain/B/V20" in reached(network, "domain/A/V10")


def test_native_mismatch_puts_the_vlans_on_the_devices():
    """The frames are there although the switches' own lists say nothing of the VLAN."""
    network = estate(
        V10, V20, device("A"), device("B"), link("L", "A", "B", "*", a_native="V10", b_native="V20")
    )
    assert "domain/B/V20" in reached(network, "domain/A/V10")


def test_hub_repeats_what_comes_in_on_all_ports():
    """A repeater (IEEE 802.3 clause 27) knows no VLAN."""
    network = estate(
        V10, V20, device("A", "V10"), device("B", "V20"), device("H", kind=DeviceKind.HUB),
        link("L1", "A", "H", "V10"), link("L2", "B", "H", "V20"),
    )  # fmt: skip
    assert "domain/B/V20" in reached(network, "domain/A/V10")


def test_layer_3_switch_routes_between_its_interfaces_both_ways():
    """An SVI in each VLAN and IP routing on: connected routes lead to both (RFC 1812, 5.2.1)."""
    network = estate(V10, V20, device("A", "V10", "V20"), joint("R", "A", "V10", "V20"))
    assert "domain/A/V20" in reached(network, "domain/A/V10")
    assert "domain/A/V10" in reached(network, "domain/A/V20")


def test_layer_2_switch_does_not_route():
    """Between two zones nothing is assumed; within one it may be a layer 3 switch: assumed."""
    every = tuple(Certainty)
    assert "domain/A/V20" not in reached(trunk("V10", "V20"), "domain/A/V10", every)
    inside = estate(V20, V30, device("A", "V20", "V30"))
    assert "domain/A/V30" not in reached(inside, "domain/A/V20")
    assert "domain/A/V30" in reached(inside, "domain/A/V20", every)


def provider_edge(a: dict[str, tuple[str, ...]], b: dict[str, tuple[str, ...]]):
    """A router with two VRFs, a VLAN in each, and the route targets of both."""
    return estate(
        vlan("V10", vrf="RED"),
        vlan("V20", vrf="BLUE"),
        segment("RED", VRF, **a),
        segment("BLUE", VRF, **b),
        device("PE", "V10", "V20", "RED", "BLUE", kind=DeviceKind.ROUTER),
    )


def test_vrfs_of_one_router_are_apart():
    """RFC 4364, 3: a packet is looked up in the VRF of the interface it came in by, alone."""
    network = provider_edge({}, {})
    found = reached(network, "domain/PE/V10", tuple(Certainty))
    assert "domain/PE/RED" in found
    assert not {"domain/PE/BLUE", "domain/PE/V20"} & found


def test_importing_a_route_target_lets_packets_out_and_not_in():
    """RFC 4364, 4.3: RED has the routes of BLUE; BLUE has none back, so it sends nothing."""
    network = provider_edge({"rt_imports": ("65000:2",)}, {"rt_exports": ("65000:2",)})
    assert "domain/PE/V20" in reached(network, "domain/PE/V10")
    assert "domain/PE/V10" not in reached(network, "domain/PE/V20")


def test_route_targets_imported_both_ways_join_both():
    both = {"rt_imports": ("65000:1", "65000:2")}
    network = provider_edge(
        {**both, "rt_exports": ("65000:1",)}, {**both, "rt_exports": ("65000:2",)}
    )
    assert "domain/PE/V20" in reached(network, "domain/PE/V10")
    assert "domain/PE/V10" in reached(network, "domain/PE/V20")


def test_exporting_what_nobody_imports_leaks_nothing():
    network = provider_edge({"rt_exports": ("65000:1",)}, {"rt_imports": ("65000:9",)})
    assert "domain/PE/V20" not in reached(network, "domain/PE/V10")
    assert "domain/PE/V10" not in reached(network, "domain/PE/V20")


def test_hub_and_spoke_route_targets_join_no_two_spokes_directly():
    """RFC 4364, 4.3.5: spokes import only what the hub exports; they meet in the hub alone."""
    spoke = {"rt_imports": ("65000:100",), "rt_exports": ("65000:200",)}
    hub = {"rt_imports": ("65000:200",), "rt_exports": ("65000:100",)}
    network = estate(
        segment("HUB", VRF, **hub), segment("S1", VRF, **spoke), segment("S2", VRF, **spoke)
    )
    graph = build_graph(network)
    assert set(graph.successors("segment/S1")) == {"segment/HUB"}
    assert set(graph.successors("segment/HUB")) == {"segment/S1", "segment/S2"}


def test_static_route_between_vrfs_joins_them():
    """A static route with a next hop in the other VRF, on a router that has both."""
    rows = provider_edge({}, {})
    leak = joint("LEAK", "PE", "RED", "BLUE")
    network = estate(*rows.segments, *rows.devices, leak)
    assert "domain/PE/V20" in reached(network, "domain/PE/V10")
    assert "domain/PE/V10" in reached(network, "domain/PE/V20")


def test_a_vrf_spans_the_routers_that_carry_it():
    """RFC 4364: what is in a VRF at one edge reaches the same VRF at the other."""
    network = estate(
        vlan("V10", vrf="RED"), vlan("V30", SCHOOL_ZONE, vrf="RED"), segment("RED", VRF),
        device("PE1", "V10", "RED"), device("PE2", "V30", "RED"), link("L", "PE1", "PE2", "RED"),
    )  # fmt: skip
    assert "domain/PE2/V30" in reached(network, "domain/PE1/V10")


def test_a_vrf_that_no_device_names_still_holds_its_segments_together():
    network = estate(
        vlan("V10", vrf="RED"), vlan("V20", SCHOOL_ZONE, vrf="RED"), segment("RED", VRF),
        device("A", "V10"), device("B", "V20"),
    )  # fmt: skip
    assert "domain/B/V20" in reached(network, "domain/A/V10")


def overlay(**more: object):
    """Two leaf switches with VLAN 10, joined by a VNI that rides in an underlay VLAN."""
    return estate(
        V10,
        V20,
        segment("N10", VNI, bridges_to="V10"),
        device("LEAF1", "V10", "V20", "N10"),
        device("LEAF2", "V10", "V20", "N10"),
        device("SPINE", "V20"),
        link("U1", "LEAF1", "SPINE", "V20"),
        link("U2", "SPINE", "LEAF2", "V20"),
        link("T", "LEAF1", "LEAF2", "N10", medium=Medium.TUNNEL, **more),
    )


def test_vxlan_carries_a_vlan_over_an_underlay_that_does_not_have_it():
    """RFC 7348, 4: the VTEP puts the VLAN's frames into the VNI, and the far one takes them out."""
    network = overlay(rides_on=("U1", "U2"), rides_in="V20")
    found = reached(network, "domain/LEAF1/V10")
    assert "domain/LEAF2/V10" in found
    assert not {"domain/SPINE/V20", "wire/U1/V20"} & found


def test_vxlan_takes_frames_from_whoever_is_in_its_underlay():
    """RFC 7348, 7: a rogue end point in the underlay can inject into any VNI; it is not asked."""
    network = overlay(rides_on=("U1", "U2"), rides_in="V20")
    assert "domain/LEAF2/V10" in reached(network, "domain/SPINE/V20")
    assert "domain/LEAF2/V10" not in reached(overlay(), "domain/SPINE/V20")


def test_vtep_without_the_vlan_does_not_bring_the_vni_out():
    network = estate(
        V10, segment("N10", VNI, bridges_to="V10"), device("LEAF", "N10"), device("A", "V10")
    )
    assert reached(network, "domain/LEAF/N10") == {"domain/LEAF/N10"}


def test_tunnel_over_a_tunnel_over_radio_is_in_the_air():
    """GRE in GRE (RFC 2784): every inner frame is in the outermost packet, and that on the air."""
    network = estate(
        V10, V20, device("A", "V10", "V20"), device("B", "V10", "V20"),
        link("R", "A", "B", "V20", medium=Medium.RADIO),
        link("T1", "A", "B", "V20", medium=Medium.TUNNEL, rides_on=("R",), rides_in="V20"),
        link("T2", "A", "B", "V10", medium=Medium.TUNNEL, rides_on=("T1",), rides_in="V20"),
    )  # fmt: skip
    assert build_graph(network).has_edge("air/links/R", "wire/T2/V10")


def wireless(**ssid: object):
    """An access point on one switch and a controller on another, in VLAN 10 and VLAN 20."""
    return estate(
        V10,
        V20,
        segment("STAFF", SSID, **ssid),
        device("AP", "STAFF", kind=AP),
        device("A", "V10"),
        device("B", "V20"),
        device("WLC", "V10", "V20", kind=WLC),
        link("L1", "AP", "A", "V10"),
        link("L2", "WLC", "B", "V20"),
        link("L3", "WLC", "A", "V10"),
    )


def test_clients_of_a_tunnelled_ssid_come_out_at_the_controller():
    """RFC 5415, 2: with a split MAC, frames go to the controller in CAPWAP, and out there."""
    network = wireless(bridges_to="V20", tunnels_to="WLC")
    assert "domain/B/V20" in reached(network, "domain/AP/STAFF")
    graph = build_graph(network)
    assert "domain/AP/V20" not in graph
    assert graph.has_edge("domain/AP/STAFF", "domain/WLC/STAFF")
    assert not graph.has_edge("domain/AP/STAFF", "domain/AP/V10")


def test_clients_of_a_locally_bridged_ssid_come_out_at_the_access_point():
    """RFC 5415, 2: with a local MAC, the access point may bridge frames to its own wire."""
    graph = build_graph(wireless(bridges_to="V10"))
    assert graph.has_edge("domain/AP/STAFF", "domain/AP/V10")
    assert "domain/WLC/STAFF" not in graph


def test_8021x_may_put_a_client_in_each_vlan_of_its_list():
    """RFC 3580, 3.31: the RADIUS server names the VLAN, so a client may be in any it knows."""
    network = wireless(bridges_to="V10", may_bridge_to=("V20",))
    assert {"domain/AP/V10", "domain/AP/V20"} <= reached(network, "domain/AP/STAFF")


def test_host_with_two_interfaces_is_in_both_and_takes_no_other_vlan():
    """A host hears the VLANs its interfaces are set to; frames of others are dropped (802.1Q)."""
    network = estate(
        V10, V20, V30, device("A", "V10", "V20", "V30"),
        device("PC", "V10", "V20", kind=DeviceKind.CLIENT_GROUP), link("L", "A", "PC", "*"),
    )  # fmt: skip
    assert "domain/A/V20" in reached(network, "domain/A/V10")
    assert "domain/PC/V30" not in build_graph(network)
    single = estate(*network.segments, network.device["A"], network.link["L"],
                    device("PC", "V10", kind=DeviceKind.CLIENT_GROUP))  # fmt: skip
    assert "domain/A/V20" not in reached(single, "domain/A/V10", tuple(Certainty))


def test_carriers_service_joins_what_it_bridges():
    """An E-LAN (MEF 6) is one bridge: service VLANs mapped to it at two sites are one network."""
    network = estate(vlan("V10", joined_with=("V20",)), V20, device("A", "V10"), device("B", "V20"))
    assert "domain/B/V20" in reached(network, "domain/A/V10")
    assert "domain/A/V10" in reached(network, "domain/B/V20")


def test_stateful_firewall_is_passed_backwards_by_answers_only_past_the_control():
    """Stateful packet filtering (RFC 2647): answers to a session come in, past the control."""
    rule = joint("C", "F", "V20", "V10", ControlKind.FIREWALL, both_ways=False)
    graph = build_graph(estate(V10, V20, device("F", "V10", "V20"), rule))
    back = edge_of(graph, "domain/F/V10", "control/C")
    assert (back.weight, back.groups) == (1, ("account/who runs F", "device/F"))
    assert "domain/F/V20" not in reached(graph, "domain/F/V10")


def test_any_to_any_rule_is_no_control():
    """``permit ip any any`` in front of the implicit deny leaves nothing for it."""
    rule = joint("C", "F", "V10", "V20", ControlKind.FIREWALL, both_ways=True, permits=("*",))
    graph = build_graph(estate(V10, V20, device("F", "V10", "V20"), rule))
    edge = edge_of(graph, "domain/F/V10", "control/C")
    assert (edge.weight, edge.groups, edge.control_kind) == (0, (), ControlKind.FIREWALL)
    assert "domain/F/V20" in reached(graph, "domain/F/V10")


def test_server_that_manages_a_switch_reaches_all_its_vlans():
    """Whoever can write the configuration can put any port into any VLAN."""
    network = estate(
        V10, V20, device("A", "V20", managed_by=("NMS",)), device("B", "V10"),
        server("NMS", "B", "V10"),
    )  # fmt: skip
    assert "domain/A/V20" in reached(network, "domain/B/V10")
    assert "server/NMS" not in reached(network, "domain/A/V20")


def test_the_vlan_untagged_at_both_ends_is_carried_listed_among_the_tagged_or_not():
    """IEEE 802.1Q: untagged frames are in the port's own VLAN (PVID), whatever the tagged list."""
    found = reached(trunk("V20", a="V10", b="V10"), "domain/A/V10")
    assert "domain/B/V10" in found
    assert "domain/B/V20" not in found
    assert trunk("*", a="V10", b="V10").link["L"].segments == ("*",)
    assert trunk(a="V10", b="V10").link["L"].segments == ()
