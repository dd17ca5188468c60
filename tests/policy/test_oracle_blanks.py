"""The brute-force oracle itself, by hand: what blank cells and joined domains must come to."""

import pytest

from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Medium, SegmentKind
from consolidation.inventory.tables.network import Segment
from consolidation.policy.model import Outcome
from tests.policy.oracle.estates import segments
from tests.policy.oracle.expected import Entry, Oracle
from tests.policy.oracle.sketch import STAFF, Sketch, control, device, link

VIOLATED, OPEN, HOLDS = Outcome.VIOLATED, Outcome.UNDETERMINED, Outcome.HOLDS


@pytest.fixture
def sketch() -> Sketch:
    """An access point on A1, and the residents' switch E, joined by nothing."""
    s = Sketch(lambda options: options[0], calm=True)
    segments(s)
    device(s, "AP", DeviceKind.ACCESS_POINT, ("STAFF", "A1"))
    device(s, "S", DeviceKind.SWITCH, ("A1",))
    device(s, "E", DeviceKind.SWITCH, ("R1",))
    device(s, "E2", DeviceKind.SWITCH, ("R1",))
    link(s, "L-AP", "AP", "S", ("A1",))
    link(s, "L-E", "E", "E2", ("R1",))
    return s


def entry(s: Sketch, k: int = 1) -> Outcome:
    return Oracle(s.estate()).entry(k).outcome


def carriage(s: Sketch) -> dict[str, set[Outcome]]:
    return Oracle(s.estate()).carriage()


def two_controls(s: Sketch, first: str | None, second: str | None) -> Entry:
    """Two firewalls in a row between the air and the residents."""
    s.put(Segment(id="N", name="N", kind=SegmentKind.VLAN, zone=STAFF))
    device(s, "F1", DeviceKind.FIREWALL, ("A1", "N"))
    device(s, "F2", DeviceKind.FIREWALL, ("N", "R1"))
    link(s, "L-1", "S", "F1", ("A1",))
    link(s, "L-2", "F1", "F2", ("N",))
    link(s, "L-3", "F2", "E", ("R1",))
    for name, at, a, b, account in (
        ("C1", "F1", "A1", "N", first),
        ("C2", "F2", "N", "R1", second),
    ):
        control(s, name, at, a, b, ControlKind.FIREWALL)
        s.put(s.controls[name], account=account)
    return Oracle(s.estate()).entry(2)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "independent"),
    [
        ("NET", "SEC", HOLDS, 2),
        ("NET", None, OPEN, 1),
        (None, "\u3000", OPEN, 1),
        ("Net  Team", "\uff2e\uff45\uff54 team ", VIOLATED, 1),
    ],
)
def test_accounts_fall_together_surely_or_perhaps(sketch, first, second, outcome, independent):
    found = two_controls(sketch, first, second)
    assert (found.outcome, found.independent) == (outcome, independent)


def radio_of_a2(s: Sketch) -> None:
    device(s, "B1", DeviceKind.SWITCH, ("A2",))
    device(s, "B2", DeviceKind.SWITCH, ("A2",))
    link(s, "RADIO", "B1", "B2", ("A2",), medium=Medium.RADIO)


def test_residents_frames_get_on_a_radio_link_through_a_hub_and_joined_segments(sketch):
    radio_of_a2(sketch)
    assert carriage(sketch) == {}
    sketch.put(sketch.segments["R1"], joined_with=("A2",))
    assert carriage(sketch) == {"RADIO": {VIOLATED}}
    sketch.put(sketch.segments["R1"], joined_with=())
    device(sketch, "HUB", DeviceKind.HUB, ())
    link(sketch, "H1", "HUB", "E", ("R1",))
    link(sketch, "H2", "HUB", "B1", ("A2",))
    assert carriage(sketch) == {"RADIO": {VIOLATED}}
    sketch.put(sketch.devices["HUB"], kind=DeviceKind.STORAGE)
    assert carriage(sketch) == {}


def test_residents_frames_get_to_an_ssid_by_the_segment_it_comes_out_in(sketch):
    assert carriage(sketch) == {}
    sketch.put(sketch.segments["R1"], joined_with=("A1",))
    assert carriage(sketch) == {"AP": {VIOLATED}}


@pytest.mark.parametrize(
    ("listed", "outcomes"), [(("A2", "R1"), {VIOLATED}), (("A2",), {OPEN}), (("R2",), {OPEN})]
)
def test_natives_that_a_list_leaves_out_may_be_joined(sketch, listed, outcomes):
    radio_of_a2(sketch)
    link(sketch, "N", "E", "B1", listed, a_native="R1", b_native="A2")
    assert carriage(sketch)["RADIO"] == outcomes


def test_a_tunnel_of_no_route_may_run_over_any_radio_link(sketch):
    radio_of_a2(sketch)
    link(sketch, "T", "E", "E2", ("R1",), medium=Medium.TUNNEL)
    assert (carriage(sketch), entry(sketch)) == ({"T": {OPEN}}, OPEN)
    sketch.put(sketch.links["T"], rides_on=("L-E",))
    assert (carriage(sketch), entry(sketch)) == ({}, HOLDS)
    link(sketch, "T2", "E", "E2", ("A2",), medium=Medium.TUNNEL)
    sketch.put(sketch.links["T"], rides_on=("T2",))
    assert carriage(sketch)["T"] == {OPEN}


def test_an_ssid_without_exits_may_come_out_in_any_segment_where_it_is_handed_over(sketch):
    sketch.put(sketch.segments["STAFF"], bridges_to=None, tunnels_to="E")
    assert (carriage(sketch), entry(sketch)) == ({"AP": {OPEN}}, OPEN)
    sketch.put(sketch.segments["STAFF"], bridges_to="A2")
    assert carriage(sketch) == {}


def unguarded(s: Sketch, name: str, kind: DeviceKind) -> None:
    """A loose device on A1 and what it manages: the residents' switch."""
    device(s, name, kind, ("A1",))
    s.put(s.devices["E"], managed_by=(name,))


def test_a_manager_that_no_row_wires_is_in_its_segments_all_the_same(sketch):
    unguarded(sketch, "M", DeviceKind.MANAGEMENT_HOST)
    assert entry(sketch) is VIOLATED
    sketch.put(sketch.devices["M"], kind=DeviceKind.SWITCH)
    assert entry(sketch) is VIOLATED
    link(sketch, "L-M", "M", "E2", ("A1",))
    assert entry(sketch) is HOLDS


def test_another_device_that_no_row_wires_is_apart(sketch):
    device(sketch, "AP2", DeviceKind.ACCESS_POINT, ("STAFF", "A2"))
    sketch.put(sketch.segments["STAFF"], bridges_to="A2")
    device(sketch, "B", DeviceKind.SWITCH, ("A2", "R1"))
    control(sketch, "C", "B", "A2", "R1", ControlKind.NONE)
    link(sketch, "L-B", "B", "E", ("A2", "R1"))
    del sketch.devices["AP"], sketch.links["L-AP"]
    assert entry(sketch) is HOLDS
