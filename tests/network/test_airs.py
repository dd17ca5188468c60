"""Where wireless begins: one source for each kind of wireless of each element, and its reach."""

import pytest

from consolidation.inventory.tables.kinds import (
    Certainty,
    DeviceKind,
    Medium,
    RadioFamily,
    SegmentKind,
)
from consolidation.network.attributes import Layer, edge_of, states
from consolidation.network.graph import build_graph
from consolidation.network.wireless import radio_family
from tests.network.rows import device, estate, link, segment, server, vlan

WIFI, PERSONAL, CELLULAR, OTHER = RadioFamily
V10, SSID = vlan("V10"), segment("W", SegmentKind.SSID, bridges_to="V10")
AP = DeviceKind.ACCESS_POINT


def airs(*rows: object) -> dict[str, tuple[RadioFamily | None, Certainty]]:
    graph = build_graph(estate(V10, SSID, *rows))
    return {n: (s.family, s.certainty) for n, s in states(graph) if s.layer is Layer.AIR}


@pytest.mark.parametrize(
    ("kind", "segments", "radio", "families"),
    [
        (AP, (), (), {"": WIFI}),
        (AP, ("W",), ("IEEE 802.11ax",), {"": WIFI}),
        (AP, ("W",), ("Bluetooth", "LTE"), {"": WIFI, "/802.15": PERSONAL, "/cellular": CELLULAR}),
        (DeviceKind.LTE_ROUTER, (), ("IEEE 802.11n",), {"": CELLULAR, "/802.11": WIFI}),
        (DeviceKind.LTE_ROUTER, ("W",), (), {"": CELLULAR, "/802.11": WIFI}),
        (DeviceKind.RADIO_BRIDGE, ("V10",), (), {"": OTHER}),
        (DeviceKind.SWITCH, ("W",), (), {"": WIFI}),
        (DeviceKind.SWITCH, ("V10",), (), {}),
        (DeviceKind.SWITCH, ("V10",), ("LTE", "ZigBee"), {"": PERSONAL, "/cellular": CELLULAR}),
        (DeviceKind.SWITCH, ("V10",), ("何かの電波",), {"": OTHER}),
        (DeviceKind.WIRELESS_CONTROLLER, ("W",), (), {}),
    ],
)
def test_kinds_of_wireless_of_a_device(kind, segments, radio, families):
    found = airs(device("D", *segments, kind=kind, radio=radio))
    assert found == {f"air/devices/D{k}": (f, Certainty.KNOWN) for k, f in families.items()}


def test_a_box_of_unknown_kind_may_be_wireless():
    box = device("D", "V10", kind=DeviceKind.UNKNOWN)
    assert airs(box) == {"air/devices/D": (OTHER, Certainty.UNKNOWN)}
    listed = airs(device("D", "W", kind=DeviceKind.UNKNOWN))
    assert listed == {
        "air/devices/D": (WIFI, Certainty.KNOWN),
        "air/devices/D/other-wireless": (OTHER, Certainty.UNKNOWN),
    }


def test_a_box_of_unknown_kind_may_offer_an_ssid_that_a_link_brings_it():
    box = device("D", "V10", kind=DeviceKind.UNKNOWN)
    found = airs(box, device("E", "V10"), link("L", "D", "E", "V10", "W"))
    assert found["air/devices/D"] == (WIFI, Certainty.UNKNOWN)


def test_air_of_a_box_of_unknown_kind_reaches_all_on_it_and_says_that_it_may():
    graph = build_graph(estate(V10, device("D", "V10", kind=DeviceKind.UNKNOWN)))
    edge = edge_of(graph, "air/devices/D", "domain/D/V10")
    assert edge.certainty is Certainty.UNKNOWN
    assert (
        edge.words.en
        == "device of unknown kind D may be wireless and carries VLAN V10 (administrative)"
    )


def test_every_kind_of_wireless_of_a_device_reaches_all_on_it():
    both = device("D", "W", "V10", "V20", kind=AP, radio=("Bluetooth",))
    graph = build_graph(estate(V10, SSID, vlan("V20"), both))
    for air in ("air/devices/D", "air/devices/D/802.15"):
        assert {"domain/D/W", "domain/D/V20"} <= set(graph.successors(air))


def test_a_device_that_only_lists_an_ssid_is_reached_by_it_alone():
    graph = build_graph(estate(V10, SSID, vlan("V20"), device("D", "W", "V20")))
    assert set(graph.successors("air/devices/D")) == {"domain/D/W"}


def test_adapters_of_a_server():
    assert airs(server("SV", None, "V10", radio=("LTE",))) == {
        "air/servers/SV": (CELLULAR, Certainty.KNOWN)
    }
    assert set(airs(server("SV", None, "W", radio=("IEEE 802.11ac", "Bluetooth")))) == {
        "air/servers/SV",
        "air/servers/SV/802.15",
    }
    assert airs(server("SV", None, "V10")) == {}


@pytest.mark.parametrize(
    ("medium", "technology", "family"),
    [
        (Medium.RADIO, None, OTHER),
        (Medium.RADIO, "IEEE 802.11ac", WIFI),
        (Medium.CARRIER, "閉域LTE", CELLULAR),
        (Medium.COPPER, "Bluetooth PAN", PERSONAL),
    ],
)
def test_kind_of_wireless_of_a_link(medium, technology, family):
    ends = (device("A", "V10"), device("B", "V10"))
    row = link("L", "A", "B", "V10", medium=medium, technology=technology,
               certainty=Certainty.ASSUMED)  # fmt: skip
    assert airs(*ends, row) == {"air/links/L": (family, Certainty.ASSUMED)}


def test_air_of_a_radio_link_reaches_what_crosses_it_untagged():
    ends = (device("A", "V10"), device("B", "V20"))
    bridge = link("L", "A", "B", "*", medium=Medium.RADIO, a_native="V10", b_native="V20")
    graph = build_graph(estate(V10, vlan("V20"), *ends, bridge))
    assert graph.has_edge("air/links/L", "native/L")


def test_what_an_end_host_drops_is_on_the_air_all_the_same():
    """The switch floods VLAN 20 into the radio link, whoever hears it at the other end."""
    ends = (device("A", "V10", "V20"), device("PC", "V10", kind=DeviceKind.CLIENT_GROUP))
    bridge = link("L", "A", "PC", "*", medium=Medium.RADIO)
    graph = build_graph(estate(V10, vlan("V20"), *ends, bridge))
    assert edge_of(graph, "air/links/L", "wire/L/V20").certainty is Certainty.ASSUMED
    assert "domain/PC/V20" not in graph


WIRELESS = [
    "ＬＴＥ",
    "３Ｇ",
    "eLTE",
    "LTE-M",
    "NB-IoT",
    "EDGE",
    "cellular",
    "モバイル回線",
    "地域BWA",
    "AXGP",
    "sXGP",
    "FOMA",
    "Xi",
    "ワイヤレス",
    "ミリ波",
    "60GHz",
    "LoRaWAN",
    "衛星",
    "satellite",
    "Starlink",
    "CDMA2000",
]
WIRED = [
    "1000BASE-T",
    "5GBASE-T",
    "802.1X",
    "広域イーサネット",
    "10GBASE-SR",
    "100GbE",
    "専用線",
    "CWDM",
    "MPLS",
    "IP-VPN",
    "フレッツ光",
]


def test_what_is_wireless_under_any_of_its_names():
    assert [word for word in WIRELESS if radio_family(word) is None] == []
    assert [word for word in WIRED if radio_family(word) is not None] == []
