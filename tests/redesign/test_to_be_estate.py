"""The to-be estate and the states between."""

from dataclasses import replace

from consolidation.inventory.tables.kinds import Medium, PlatformKind, ServerForm
from consolidation.network.graph import build_graph
from consolidation.redesign.model import Merge
from consolidation.redesign.to_be import between, to_be
from consolidation.redesign.topology import lines


def states(q, study, merge=Merge.SEPARATE):
    design = next(d for d in study(q).options if d.merge is merge)
    return to_be(q.estate, q.sizing, q.packing, q.platforms, design)


def test_placed_servers_are_guests_of_the_new_hosts(city, new_platform, study):
    state = states(new_platform(city), study)
    guest = state.server["S-FILE"]
    assert guest.form is ServerForm.VM
    assert (guest.platform, guest.host, guest.site, guest.device) == (
        "P-NEW",
        "C-1",
        "HALL",
        "H-ADM",
    )
    assert guest.segments == ("V-EAST",)
    assert state.platform["P-NEW"].kind is PlatformKind.PLANNED
    assert state.platform["P-NEW"].device == "H-ADM"
    assert {h.id for h in state.hosts} == {"C-1", "C-2"}
    assert state.host["C-2"].host_type == "HT"


def test_retired_servers_go_with_their_flows(city, new_platform, study):
    state = states(new_platform(city), study)
    assert "S-OLD" not in state.server
    assert {f.id for f in state.flows} == {"F-1", "F-2", "F-3", "F-4", "F-5", "F-7"}


def test_a_replaced_platform_stays_while_a_vm_is_left(city, new_platform, study):
    gone = states(new_platform(city), study)
    assert "P-OLD" not in gone.platform
    kept = states(new_platform(city, moving=frozenset({"S-FILE"})), study)
    assert "kept" in (kept.platform["P-OLD"].note or "")
    assert "OLD-1" in kept.host


def test_segments_are_led_to_the_platform_in_the_open(city, new_platform, study):
    state = states(new_platform(city), study)
    # V-EAST lived on EAST's switch alone: now on the way from there to H-ADM
    assert "V-EAST" in state.device["H-ADM"].segments
    for name in ("EAST-ADM", "W-E-ADM"):
        assert "V-EAST" in state.link[name].segments
        assert "VLAN extension): V-EAST -> P-NEW" in (state.link[name].note or "")
    # and nowhere else
    assert "V-EAST" not in state.link["HALL-ADM"].segments
    assert "V-EAST" not in state.link["W-L-ADM"].segments


def test_a_resident_guest_on_the_office_switch_needs_a_patch_that_is_seen(
    city, new_platform, study
):
    state = states(new_platform(city, moving=frozenset({"S-REG", "VM-1"})), study)
    patch = state.link["VLAN-EXTENSION-H-ADM-H-RES"]
    assert patch.segments == ("V-RES",)
    assert {patch.a_device, patch.b_device} == {"H-ADM", "H-RES"}
    assert "V-RES" in state.device["H-ADM"].segments


def test_a_device_of_unknown_segments_stays_unknown(city, new_platform, study):
    unknown = replace(city.device["H-ADM"], segments=())
    estate = replace(city, devices=(*(d for d in city.devices if d.id != "H-ADM"), unknown))
    state = states(new_platform(estate), study)
    assert state.device["H-ADM"].segments == ()


def test_between_moves_only_those_named(city, new_platform, study):
    q = new_platform(city)
    end = states(q, study)
    start = between(city, end, frozenset())
    assert start.servers == city.servers
    assert {p.id for p in start.platforms} == {"P-OLD", "P-NEW"}
    assert {h.id for h in start.hosts} == {"OLD-1", "C-1", "C-2"}
    assert start.flows == city.flows
    assert start.links == end.links
    half = between(city, end, frozenset({"S-FILE"}))
    assert half.server["S-FILE"] == end.server["S-FILE"]
    assert half.server["VM-1"] == city.server["VM-1"]
    assert "P-OLD" in half.platform
    assert between(city, end, frozenset(s.id for s in city.servers)) == end


def test_between_plugs_servers_into_what_is_left(city, new_platform, study):
    q = new_platform(city)
    end = states(q, study, Merge.IN_FACILITY)
    start = between(city, end, frozenset())
    # H-RES is gone; the switch at HALL that carries V-RES takes over
    assert start.server["S-REG"].device in {"H-ADM", "H-ADM-2"}
    devices = start.device.keys()
    assert all(s.device is None or s.device in devices for s in start.servers)
    assert all(p.device is None or p.device in devices for p in start.platforms)


def test_references_hold_in_every_option(city, new_platform, study):
    q = new_platform(city)
    for merge in Merge:
        state = states(q, study, merge)
        for row in state.links:
            assert {row.a_device, row.b_device} <= state.device.keys()
            assert row.a_device != row.b_device
            assert row.circuit is None or row.circuit in state.circuit
        for circuit in state.circuits:
            assert any(row.circuit == circuit.id for row in state.links)
        assert all(s.device is None or s.device in state.device for s in state.servers)


def test_a_segment_is_never_led_over_radio(city, new_platform, study):
    """HILL's administrative line is radio: its segment takes the wired line of the other network.

    That is worse for separation, and so it must be seen; radio would break a rule outright.
    """
    local = replace(city.segment["V-ADM"], id="V-HILL")
    switch = replace(city.device["L-ADM"], segments=("V-ADM", "V-HILL"))
    patch = replace(city.link["HALL-ADM"], id="HILL-PATCH", a_device="L-ADM", b_device="L-RES")
    mover = replace(city.server["S-FILE"], id="S-HILL", site="HILL", device="L-ADM")
    estate = replace(
        city,
        segments=(*city.segments, local),
        devices=(*(d for d in city.devices if d.id != "L-ADM"), switch),
        links=(*city.links, patch),
        servers=(*city.servers, replace(mover, segments=("V-HILL",))),
    )
    state = states(new_platform(estate, moving=frozenset({"S-HILL", "VM-1"})), study)
    assert "V-HILL" not in state.link["W-L-ADM"].segments
    assert "V-HILL" in state.link["W-L-RES"].segments
    assert "V-HILL" in state.device["H-ADM"].segments


def test_a_tunnel_between_sites_is_no_line_of_its_own(city):
    line = lines(city)[0].link
    tunnel = replace(line, id="T-1", medium=Medium.TUNNEL, rides_on=(line.id,), circuit=None)
    assert lines(replace(city, links=(*city.links, tunnel))) == lines(city)


def test_who_will_manage_the_new_platform_is_what_the_scenario_says(city, new_platform, study):
    """Whoever is in its management segment, or holds a manager, holds its guests: P2, P3."""
    asked = new_platform(city)
    (plan,) = asked.platforms
    managed = replace(plan, management_segment="V-EAST", managed_by=("S-FILE", "S-OLD", "H-ADM"))
    state = states(replace(asked, platforms=(managed,)), study)
    row = state.platform["P-NEW"]
    assert row.management_segment == "V-EAST"
    assert row.managed_by == ("S-FILE", "H-ADM")  # S-OLD is retired
    graph = build_graph(state)
    assert graph.has_edge("server/S-FILE", "held/platforms/P-NEW")
    assert graph.has_edge("held/platforms/P-NEW", "server/S-FILE")
    assert states(asked, study).platform["P-NEW"].managed_by == ()
