"""Routing within a zone that no row states: walked in the bad reading, never a false proof."""

from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import (
    Certainty,
    ControlKind,
    DeviceKind,
    SegmentKind,
    SiteKind,
    Zone,
)
from consolidation.inventory.tables.network import Control, Device, Segment
from consolidation.inventory.tables.places import Site
from consolidation.network.attributes import ways
from consolidation.network.graph import build_graph
from consolidation.policy.judge import judge
from consolidation.policy.model import Finding, Outcome, PolicyOptions, Verdict
from consolidation.policy.verify import verify_verdict

INVENTORIES = Path(__file__).parents[2] / "inventories"
TWO, THREE = PolicyOptions(), PolicyOptions(required_controls=3)


def entries(verdict: Verdict) -> list[Finding]:
    return [f for f in verdict.findings if f.rule == "P2-entry"]


def joint(identity: str, on: str, a: str, b: str, kind: ControlKind) -> Control:
    return Control(
        id=identity, kind=kind, device=on, from_segment=a, to_segment=b, both_ways=True,
        account=f"who runs {on}",
    )  # fmt: skip


def stacked(estate: Estate) -> Estate:
    """The office with the joining VLAN led over the switch of the administrative network too."""
    devices = tuple(
        replace(d, segments=("V20", "V900")) if d.id == "SW-A" else d for d in estate.devices
    )
    links = tuple(
        replace(row, segments=("V20", "V900")) if row.id == "L-FA" else row for row in estate.links
    )
    return replace(estate, devices=devices, links=links)


def test_a_switch_that_may_route_round_the_firewall_leaves_it_open(office):
    estate = stacked(office)
    verdict = judge(estate, "as-is", TWO)
    (entry,) = entries(verdict)
    assert (entry.outcome, entry.num_controls) == (Outcome.UNDETERMINED, 1)
    assert entry.fix is not None
    assert [(fact.table, fact.row) for fact in entry.survey] == [("devices", "SW-A")]
    assert "add it to controls" in entry.fix.en
    assert any("no row says whether switch SW-A routes" in step.text.en for step in entry.witness)
    assert "スイッチSW-A" in entry.fix.ja
    assert verdict.certificates == ()
    assert verify_verdict(verdict, estate, TWO) == ()


def test_a_row_settles_it_either_way(office):
    estate = stacked(office)
    route = joint("RT", "SW-A", "V20", "V900", ControlKind.NONE)
    routed = replace(estate, controls=(*estate.controls, route))
    (entry,) = entries(judge(routed, "as-is", TWO))
    assert (entry.outcome, entry.num_controls) == (Outcome.VIOLATED, 1)
    assert entry.subject == "RT"
    apart = replace(estate, controls=(*estate.controls, replace(route, kind=ControlKind.VRF)))
    verdict = judge(apart, "as-is", TWO)
    (entry,) = entries(verdict)
    assert (entry.outcome, entry.num_controls) == (Outcome.HOLDS, 2)
    assert verify_verdict(verdict, apart, TWO) == ()


def test_a_third_segment_of_a_firewall_may_lead_round_its_rule(office):
    """V20 and V900 have a row on FW-A; V21 has none, and may be routed to both."""
    third = Segment(id="V21", name="V21", kind=SegmentKind.VLAN, zone=Zone.ADMINISTRATIVE)
    devices = tuple(
        replace(d, segments=(*d.segments, "V21")) if d.id == "FW-A" else d for d in office.devices
    )
    estate = replace(office, segments=(*office.segments, third), devices=devices)
    (entry,) = entries(judge(estate, "as-is", TWO))
    assert (entry.outcome, entry.num_controls) == (Outcome.UNDETERMINED, 1)


@pytest.mark.parametrize("name", ["small-office", "toyonaka-2018"])
def test_a_ledger_without_its_plain_routes_proves_no_more_than_with_them(name):
    """Rows of kind ``none`` that a real ledger lacks: the same weakest way, now assumed."""
    estate = read_inventory(INVENTORIES / name).estate
    rows = tuple(c for c in estate.controls if c.kind is not ControlKind.NONE)
    bare = replace(estate, controls=rows)
    with_rows, without = entries(judge(estate, "x", TWO)), entries(judge(bare, "x", TWO))
    assert [f.outcome for f in without] == [f.outcome for f in with_rows] == [Outcome.HOLDS]
    assert [f.num_controls for f in without] == [f.num_controls for f in with_rows] == [2]
    assert verify_verdict(judge(bare, "x", TWO), bare, TWO) == ()


def bare(estate: Estate) -> Estate:
    """Without VRFs, which say what is routed, and management, a way in of its own."""
    off = {"management_segment": None, "managed_by": ()}
    return replace(
        estate,
        devices=tuple(replace(device, **off) for device in estate.devices),
        platforms=tuple(replace(platform, **off) for platform in estate.platforms),
        segments=tuple(replace(segment, vrf=None) for segment in estate.segments),
    )


def test_what_routes_decide_is_open_without_them():
    estate = bare(read_inventory(INVENTORIES / "toyonaka-2018").estate)
    rows = tuple(c for c in estate.controls if not c.id.startswith("CT-RT-"))
    assert len(rows) < len(estate.controls) - 100
    assert Outcome.VIOLATED in {f.outcome for f in entries(judge(estate, "x", THREE))}
    found = entries(judge(replace(estate, controls=rows), "x", THREE))
    (entry,) = found
    assert (entry.outcome, entry.num_controls) == (Outcome.UNDETERMINED, 2)
    assert entry.fix is not None
    assert ("devices", "CORE-ADM") in {(fact.table, fact.row) for fact in entry.survey}


def core(kind: DeviceKind, *controls: Control, num: int = 100) -> Estate:
    """One device with many segments of one zone and one of another."""
    names = [f"V{n:03}" for n in range(num)]
    other = Segment(id="R", name="R", kind=SegmentKind.VLAN, zone=Zone.RESIDENT)
    return Estate(
        name="x",
        sites=(Site(id="S", name="S", kind=SiteKind.OTHER),),
        segments=(
            other,
            *(Segment(id=v, name=v, kind=SegmentKind.VLAN, zone=Zone.SCHOOL) for v in names),
        ),
        devices=(Device(id="D", name="D", kind=kind, site="S", segments=("R", *names)),),
        controls=controls,
    )


def assumed(estate: Estate) -> set[tuple[str, str]]:
    return {(u, v) for u, v, e in ways(build_graph(estate)) if e.certainty is Certainty.ASSUMED}


def test_a_core_switch_adds_a_star_and_not_each_pair():
    found = assumed(core(DeviceKind.SWITCH))
    assert len(found) == 200
    assert not any("domain/D/R" in edge for edge in found)


def test_routes_that_rows_state_add_nothing():
    rows = [joint(f"C{n}", "D", "V000", f"V{n:03}", ControlKind.NONE) for n in range(1, 100)]
    assert assumed(core(DeviceKind.ROUTER, *rows)) == set()
    found = assumed(core(DeviceKind.ROUTER, *rows[1:]))
    assert {u for u, _ in found} > {"domain/D/V001", "domain/D/V002"}


@pytest.mark.parametrize("kind", [DeviceKind.CLIENT_GROUP, DeviceKind.HUB])
def test_devices_that_join_their_segments_anyway_add_nothing(kind):
    assert assumed(core(kind, num=3)) == set()


def test_a_wireless_device_may_route_like_any_other():
    """Where a policy does not count its kind of wireless, it is no source that reaches them all."""
    assert len(assumed(core(DeviceKind.ACCESS_POINT, num=3))) == 6


def test_an_ssid_and_what_it_is_handed_to_need_no_assumption(office):
    assert not any("AP-1" in node for edge in assumed(office) for node in edge)
