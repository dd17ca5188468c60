"""What holds what in the graph: places, devices and ports; ducts, entries, carriers and lines."""

from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    Medium,
    PlatformKind,
    SegmentKind,
)
from consolidation.inventory.tables.servers import Host, HostType, Platform
from consolidation.inventory.tables.traffic import Circuit, Tariff
from consolidation.network.attributes import (
    Edge,
    Layer,
    Relation,
    State,
    edges,
    state_of,
    states,
    ways,
)
from consolidation.network.graph import build_graph
from consolidation.text import Text
from tests.network.rows import device, estate, link, segment, server, vlan

V10 = vlan("V10")


def held_by(network, whole: str) -> set[str]:
    graph = build_graph(network)
    found = set()
    for origin, target, edge in edges(graph):
        if origin == whole and edge.relation is Relation.PART:
            found.add(target)
    return found


def test_a_site_holds_buildings_and_these_devices_with_ports():
    network = estate(
        V10, device("A", "V10", building="東館"), device("B", "V10"),
        link("L", "A", "B", "V10", a_port="7", b_port="1/0/1"),
    )  # fmt: skip
    assert held_by(network, "site/S") == {"building/S/東館", "device/B"}
    assert held_by(network, "building/S/東館") == {"device/A"}
    assert held_by(network, "device/A") == {"domain/A/V10", "port/A/7"}
    assert held_by(network, "device/B") == {"domain/B/V10", "port/B/1%2F0%2F1"}
    assert state_of(build_graph(network), "building/S/東館").words.en == "building 東館 of site S"
    port = state_of(build_graph(network), "port/A/7")
    assert (port.layer, port.table, port.row) == (Layer.PORT, "links", "L")


def test_a_line_lies_in_its_ducts_comes_in_by_entries_and_is_bought():
    tariff = Tariff(id="TF", carrier="NTT", distance_class="A", bandwidth_mbit_s=100, yen_month=1)
    network = estate(
        V10, device("A", "V10"), device("B", "V10"), tariff,
        Circuit(id="C1", tariff="TF", yen_month=1),
        link("L", "A", "B", "V10", ducts=("管路1", "管路2"), a_entry="北", circuit="C1"),
        link("M", "A", "B", "V10", ducts=("管路1",), carrier="KDDI", a_native="V10"),
        link("N", "A", "B", "V10"),
        link("O", "A", "B", "V10", medium=Medium.CARRIER),
    )  # fmt: skip
    assert held_by(network, "duct/管路1") == {"line/L", "line/M"}
    assert held_by(network, "duct/管路2") == {"line/L"}
    assert held_by(network, "site/S") == {"device/A", "device/B", "entry/S/北"}
    assert held_by(network, "entry/S/北") == {"line/L"}
    assert held_by(network, "carrier/NTT") == {"line/L"}
    assert held_by(network, "carrier/KDDI") == {"line/M"}
    assert held_by(network, "line/L") == {"wire/L/V10"}
    lines = {n for n, s in states(build_graph(network)) if s.layer is Layer.LINE}
    assert lines == {"line/L", "line/M", "line/O"}


def test_what_crosses_a_line_untagged_is_part_of_it():
    network = estate(
        V10, vlan("V20"), device("A"), device("B"),
        link("L", "A", "B", "*", medium=Medium.CARRIER, a_native="V10", b_native="V20"),
    )  # fmt: skip
    assert "native/L" in held_by(network, "line/L")


def test_a_platform_holds_hosts_and_a_host_its_guests():
    platform = Platform(
        id="P", name="P", kind=PlatformKind.EXISTING, site="S", zones=(), device="A"
    )
    host_type = HostType(id="HT", name="HT", cpu_cores=8, memory_mib=1024, price_yen=1)
    network = estate(
        V10, device("A", "V10"), platform, host_type,
        Host(id="H", platform="P", host_type="HT"),
        server("VM1", None, "V10", platform="P", host="H"),
        server("VM2", None, "V10", platform="P"),
    )  # fmt: skip
    assert held_by(network, "platform/P") == {"host/H", "server/VM2"}
    assert held_by(network, "host/H") == {"server/VM1"}


def everything():
    """A network that has a state of every layer but the site's system."""
    return estate(
        V10,
        vlan("V20", vrf="RED", joined_with=("V10",)),
        segment("RED", SegmentKind.VRF, rt_imports=("1:1",)),
        segment("BLUE", SegmentKind.VRF, rt_exports=("1:1",)),
        segment("W", SegmentKind.SSID, bridges_to="V10", may_bridge_to=("V20",)),
        segment("C", SegmentKind.SSID, bridges_to="V10", tunnels_to="WLC"),
        segment("N", SegmentKind.VNI, bridges_to="V10"),
        device("A", "V10", "V20", "N", building="B", management_segment="V10"),
        device("X", kind=DeviceKind.UNKNOWN, managed_by=("PC", "SV")),
        device("PC", "V10", "V20", kind=DeviceKind.CLIENT_GROUP, radio=("LTE", "Bluetooth")),
        device("AP", "W", "C", kind=DeviceKind.ACCESS_POINT, certainty=Certainty.ASSUMED),
        device("WLC", kind=DeviceKind.WIRELESS_CONTROLLER),
        link("L", "A", "X", "*", a_port="1", b_port="2", ducts=("D",), a_entry="E", carrier="K"),
        link("R", "A", "AP", medium=Medium.RADIO, a_native="V10", b_native="V20"),
        link("T", "A", "PC", "V10", medium=Medium.TUNNEL, rides_on=("R", "L"), rides_in="V10"),
        link("U", "A", "PC", "V20", medium=Medium.TUNNEL, rides_on=("L",), backup=True),
        link("O", "A", "PC", "V20", medium=Medium.TUNNEL),
        server("SV", "A", "V10", "V20", radio=("Wi-Fi",)),
    )


def test_every_state_and_edge_names_a_row_of_the_inventory_and_says_what_it_means():
    network = everything()
    graph = build_graph(network)
    rows = {("links", "*")} | {
        (table, row.id)
        for table in ("sites", "devices", "links", "segments", "servers", "controls")
        for row in getattr(network, table)
    }
    found: list[tuple[State | Edge, Text]] = [(s, s.words) for _, s in states(graph)]
    found += [(edge, edge.words) for _, _, edge in edges(graph)]
    assert {s.layer for _, s in states(graph)} >= set(Layer) - {
        Layer.SYSTEM, Layer.PLATFORM, Layer.HOST, Layer.CONTROL, Layer.ROUTING,
    }  # fmt: skip
    for item, text in found:
        assert (item.table, item.row) in rows
        assert text.ja
        assert text.en
        assert "None" not in text.en + text.ja


def test_no_way_leads_over_what_only_holds_other_things():
    places = {
        Layer.SITE, Layer.BUILDING, Layer.DEVICE, Layer.PORT,
        Layer.LINE, Layer.DUCT, Layer.ENTRY, Layer.CARRIER,
    }  # fmt: skip
    graph = build_graph(everything())
    for origin, target, _ in ways(graph):
        assert state_of(graph, origin).layer not in places
        assert state_of(graph, target).layer not in places


def test_nothing_of_a_device_is_surer_than_its_row():
    graph = build_graph(everything())
    of_ap = {n: s for n, s in states(graph) if (s.table, s.row) == ("devices", "AP")}
    assert {"domain/AP/W", "air/devices/AP", "device/AP"} <= set(of_ap)
    assert Certainty.KNOWN not in {s.certainty for s in of_ap.values()}
    touching = [e for u, v, e in ways(graph) if {u, v} & set(of_ap)]
    assert touching
    assert all(edge.certainty is not Certainty.KNOWN for edge in touching)
