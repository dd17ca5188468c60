"""Who gets hold of what: management segments, managers, platforms and what runs on them."""

from dataclasses import replace

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, PlatformKind
from consolidation.inventory.tables.servers import Host, HostType, Platform
from consolidation.network.attributes import state_of
from consolidation.network.graph import build_graph
from tests.network.rows import SCHOOL_ZONE, device, estate, link, reached, server, vlan

V10, V20 = vlan("V10"), vlan("V20", SCHOOL_ZONE)
CONTROLLER = DeviceKind.CONTROLLER
HOST_TYPE = HostType(id="HT", name="HT", cpu_cores=8, memory_mib=1024, price_yen=1)


def platform(**more: object) -> Platform:
    kind = PlatformKind.EXISTING
    return Platform(id="P", name="P", kind=kind, site="S", zones=(), **more)


def test_nothing_is_held_where_no_row_speaks_of_management():
    network = estate(V10, device("A", "V10"), platform(device="A"), server("SV", "A", "V10"))
    assert not [node for node in build_graph(network) if node.startswith("held/")]


def test_the_management_segment_is_on_the_device_and_opens_it():
    network = estate(V10, V20, device("A", "V20", management_segment="V10"), device("B", "V10"))
    found = reached(network, "domain/B/V10")  # by the segment as a whole: no link brings it
    assert {"domain/A/V10", "held/devices/A", "domain/A/V20"} <= found
    assert "held/devices/A" not in reached(network, "domain/A/V20")


def test_a_link_that_brings_the_management_segment_is_how_it_gets_there():
    network = estate(
        V10, V20, device("A", "V20", management_segment="V10"), device("B", "V10"),
        link("L", "A", "B", "V10"),
    )  # fmt: skip
    assert "held/devices/A" in reached(network, "domain/B/V10")
    assert "segment/V10" not in build_graph(network)


def test_a_manager_without_a_management_segment_is_held_from_all_its_segments():
    managed = device("A", "V20", managed_by=("M",))
    loose = estate(V10, V20, managed, device("M", "V10", kind=CONTROLLER))
    assert "domain/A/V20" in reached(loose, "domain/M/V10")
    narrow = device("M", "V10", kind=DeviceKind.SWITCH, management_segment="V20")
    tight = estate(V10, V20, managed, narrow)
    assert "domain/A/V20" not in reached(tight, "domain/M/V10")
    assert "domain/A/V20" in reached(tight, "held/devices/M")


def test_managers_of_managers_and_managers_in_a_circle():
    network = estate(
        V10, V20, device("A", "V20", managed_by=("M",)),
        device("M", kind=CONTROLLER, managed_by=("N",)),
        device("N", "V10", kind=CONTROLLER, managed_by=("M", "N")),
    )  # fmt: skip
    assert "domain/A/V20" in reached(network, "domain/N/V10")


def test_who_manages_is_not_held_by_what_it_manages():
    network = estate(V20, device("A", "V20", managed_by=("SV",)), server("SV", None))
    assert "server/SV" not in reached(network, "held/devices/A")
    assert "held/devices/A" in reached(network, "server/SV")


def test_a_platform_gives_up_its_guests_and_appliances():
    network = estate(
        V10, V20, device("A", "V10"), device("FW", "V20", platform="P"), HOST_TYPE,
        platform(device="A", management_segment="V10"),
        Host(id="H", platform="P", host_type="HT"),
        server("VM1", None, "V20", platform="P"), server("VM2", None, "V20", host="H"),
        server("OTHER", None),
    )  # fmt: skip
    found = reached(network, "domain/A/V10")
    assert {"held/platforms/P", "server/VM1", "server/VM2"} <= found
    assert {"held/devices/FW", "domain/FW/V20"} <= found
    assert "server/OTHER" not in found


def test_a_platform_managed_from_a_segment_its_switch_lacks_is_held_from_the_segment():
    network = estate(
        V10, V20, device("A", "V20"), device("B", "V10"),
        platform(device="A", management_segment="V10"), server("VM", None, platform="P"),
    )  # fmt: skip
    assert "server/VM" in reached(network, "domain/B/V10")


def test_a_platform_is_held_by_its_managers():
    row = platform(device="A", managed_by=("SV", "M"))
    network = estate(
        V10, V20, device("A", "V20"), device("M", "V10", kind=CONTROLLER), row,
        server("SV", None), server("VM", None, platform="P"),
    )  # fmt: skip
    assert "server/VM" in reached(network, "server/SV")
    assert "server/VM" in reached(network, "domain/M/V10")


def test_what_is_held_is_as_sure_as_the_device():
    row = device("A", "V20", management_segment="V10")
    network = estate(V10, V20, replace(row, certainty=Certainty.ASSUMED))
    graph = build_graph(network)
    assert state_of(graph, "held/devices/A").certainty is Certainty.ASSUMED
    assert "domain/A/V20" not in reached(graph, "domain/A/V10")
