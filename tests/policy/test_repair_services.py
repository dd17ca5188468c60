"""What a repair must leave in service: flows with a way past joints that let them pass."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import ControlKind, DeviceKind
from consolidation.inventory.tables.traffic import Flow
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions
from consolidation.policy.repair.actions import Action
from consolidation.policy.repair.engine import Engine
from consolidation.policy.repair.rejudge import Bench
from consolidation.policy.repair.repair import repaired
from tests.policy.office import (
    FIREWALL,
    OFFICE,
    OPTIONS,
    STAFF_ZONE,
    SWITCH,
    changed,
    device,
    joint,
    link,
    server,
    vlan,
)

F = Flow(id="F", origin="SV-A", target="SV-R", office_kbit_s=1)
G = replace(F, id="G")
NONE = ControlKind.NONE


def at_joint(estate: Estate, control: str, kind: str) -> tuple[Engine, Action]:
    """The change of a kind that is on offer at a joint."""
    engine = Engine(Bench(estate, "x", OPTIONS))
    offers = engine.offers.against((f"control/{control}",))
    return engine, next(action for action in offers if action.kind == kind)


def cut_off(estate: Estate, control: str, kind: str) -> bool:
    engine, action = at_joint(estate, control, kind)
    return engine.cut_off((action,)) is not None


def with_second_way(*permits: str) -> Estate:
    """The office with a second firewall between the two networks; both say what they permit."""
    return changed(
        OFFICE,
        F,
        replace(OFFICE.controls[1], permits=("F",)),
        device("FW-2", FIREWALL, "V20", "V110"),
        link("L-2A", "FW-2", "SW-A", "V20"),
        link("L-2R", "FW-2", "SW-R", "V110"),
        joint("C-2", "FW-2", "V20", "V110", ControlKind.FIREWALL, permits=permits),
        G,
    )


def test_a_joint_that_alone_permits_a_flow_is_not_deleted():
    assert cut_off(with_second_way("G"), "C-R", "remove")
    assert not cut_off(with_second_way("F", "G"), "C-R", "remove")
    assert not cut_off(with_second_way(), "C-R", "remove")


def test_routing_that_is_merely_assumed_does_not_replace_a_joint_that_was_deleted():
    assert cut_off(changed(OFFICE, F), "C-A", "remove")
    assert not cut_off(OFFICE, "C-A", "remove")


def test_an_any_to_any_rule_is_not_narrowed_to_others_than_the_flows_that_need_it():
    open_to_any = replace(OFFICE.controls[1], permits=("*", "G"))
    assert cut_off(changed(OFFICE, F, G, open_to_any), "C-R", "narrow")
    assert not cut_off(changed(OFFICE, G, open_to_any), "C-R", "narrow")
    assert not cut_off(changed(OFFICE, F, replace(open_to_any, permits=("*",))), "C-R", "narrow")


@pytest.mark.parametrize("permits", [("F",), ()])
def test_a_flow_that_is_permitted_within_a_zone_keeps_its_joint(permits: tuple[str, ...]):
    """A server on the far side of the inner firewall: the flow to it is named, or has no other."""
    inner = replace(OFFICE.controls[0], permits=permits)
    there = replace(OFFICE.servers[1], id="SV-9", device="FW-A", segments=("V900",))
    estate = changed(OFFICE, inner, there, replace(F, target="SV-9"))
    assert cut_off(estate, "C-A", "remove")
    assert not cut_off(replace(estate, flows=(), controls=OFFICE.controls), "C-A", "remove")


def test_a_flow_whose_ends_are_not_on_record_stays_named_by_some_joint():
    """The target stands on a switch of its own, of which no row says what joins it."""
    alone = device("SW-9", FIREWALL, "V9")
    there = replace(OFFICE.servers[0], device="SW-9", segments=("V9",))
    v9 = replace(OFFICE.segments[0], id="V9", vlan_id=9)
    estate = changed(OFFICE, v9, alone, there, F, replace(OFFICE.controls[1], permits=("F",)))
    assert cut_off(estate, "C-R", "remove")


def test_the_repair_buys_a_firewall_where_deleting_a_joint_would_cut_a_permitted_flow():
    """One control is not enough: the second way is guarded, and not closed to its flow."""
    estate, options = with_second_way("G"), PolicyOptions()
    repair = repaired(estate, judge(estate, "x", options), options).repair
    assert repair is not None
    assert [(change.action, change.row) for change in repair.changes] == [("guard", "C-2")]


ROUTED = changed(
    OFFICE,
    vlan("V21", STAFF_ZONE, 21),
    device("RT", DeviceKind.ROUTER, "V20", "V21"),
    link("L-RT1", "RT", "SW-A", "V20"),
    link("L-RT2", "RT", "SW-B", "V21"),
    device("SW-B", SWITCH, "V21", "V110"),
    link("L-BR", "SW-B", "SW-R", "V110"),
    device("PC", DeviceKind.CLIENT_GROUP, "V21"),
    link("L-PC", "PC", "SW-B", "V21"),
    joint("C-B", "SW-B", "V21", "V110", NONE),
)
"""Clients in V21, routed to the servers in V20, and a joint of V21 to the resident network."""
BY_ROW = joint("C-RT", "RT", "V20", "V21", NONE)


@pytest.mark.parametrize("rows", [(), (BY_ROW,)], ids=["assumed", "by a row"])
@pytest.mark.parametrize(
    ("against", "kind"),
    [
        ("wire/L-RT1/V20", "remove"),
        ("wire/L-RT2/V21", "remove"),
        ("domain/RT/V21", "take-off-device"),
    ],
)
def test_users_who_are_routed_within_a_zone_are_not_cut_off(
    rows: tuple[object, ...], against: str, kind: str
):
    """No flow says that they are joined; the one router in between does."""
    engine = Engine(Bench(changed(ROUTED, *rows), "x", OPTIONS))
    actions = [a for a in engine.offers.against((against,)) if a.kind == kind]
    assert actions
    assert all(engine.cut_off((action,)) is not None for action in actions)


def test_a_route_within_a_zone_is_not_deleted_under_its_users():
    assert cut_off(changed(ROUTED, BY_ROW), "C-RT", "remove")
    assert not cut_off(changed(ROUTED, BY_ROW), "C-RT", "guard")
    without_users = replace(
        changed(ROUTED, BY_ROW),
        devices=tuple(d for d in ROUTED.devices if d.id != "PC"),
        links=tuple(row for row in ROUTED.links if row.id != "L-PC"),
    )
    assert not cut_off(without_users, "C-RT", "remove")


@pytest.mark.parametrize("rows", [(), (BY_ROW,)], ids=["assumed", "by a row"])
def test_the_repair_leaves_users_of_a_zone_joined(rows: tuple[object, ...]):
    estate = changed(ROUTED, *rows)
    repair = repaired(estate, judge(estate, "x", OPTIONS), OPTIONS).repair
    assert repair is not None
    assert (repair.outcome, repair.cuts_off) == (Outcome.HOLDS, False)
    assert {change.row for change in repair.changes} & {"C-RT", "RT", "L-RT1", "L-RT2"} == set()


def test_a_server_keeps_its_segment_on_its_switch_unless_it_is_unplugged():
    """The switch has no list: the segment is on it because the server is in it."""
    estate = changed(
        OFFICE,
        device("CORE", SWITCH),
        link("L-C", "CORE", "SW-A", "V20"),
        server("SV-2", "REGISTER", "CORE", "V110", "V20"),
    )
    engine = Engine(Bench(estate, "x", OPTIONS))
    (off,) = (
        a for a in engine.offers.against(("domain/CORE/V110",)) if a.kind == "take-off-device"
    )
    (unplugged,) = engine.offers.unplugging("V110", "CORE")
    assert engine.cut_off((off,)) == (("V110", "CORE"),)
    assert engine.cut_off((unplugged,)) is None
    assert engine.cut_off((off, unplugged)) is None
