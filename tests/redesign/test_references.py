"""What names a row follows it when the plan takes the row away: no later stage meets a hole."""

from dataclasses import replace

import pytest

from consolidation.inventory.estate import TABLES, by_id
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SegmentKind, StoreKind, Zone
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.inventory.tables.servers import Store
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions
from consolidation.redesign.model import Merge
from consolidation.redesign.references import without_gone
from consolidation.redesign.side_by_side import side_by_side
from consolidation.redesign.to_be import between, to_be


def states(q, study, merge=Merge.SEPARATE):
    design = next(d for d in study(q).options if d.merge is merge)
    return to_be(q.estate, q.sizing, q.packing, q.platforms, design)


def with_rows(estate, rows):
    table_of = {row: table for table, row in TABLES.items()}
    for row in rows:
        table = table_of[type(row)]
        kept = [old for old in getattr(estate, table) if old.id != row.id]
        estate = replace(estate, **{table: (*kept, row)})
    return estate


def store(name, users):
    return Store(id=name, name=name, kind=StoreKind.BACKUP, site="HALL", users=users)


@pytest.fixture
def named(city):
    """The city, in which rows that a plan takes away are named by others."""
    rows = (
        store("DS-OLD", ("P-OLD",)),
        store("BK", ("S-OLD", "S-FILE")),
        store("EMPTY", ()),
        replace(city.device["H-ADM"], managed_by=("S-OLD", "S-FILE")),
        replace(city.device["L-ADM"], managed_by=("E-R-ADM",)),
        Device(id="VFW", name="v", kind=DeviceKind.FIREWALL, site="HALL", platform="P-OLD"),
        Segment(id="FAR", name="f", kind=SegmentKind.SSID, zone=Zone.ADMINISTRATIVE,
                bridges_to="V-ADM", tunnels_to="E-R-ADM"),
        Link(id="TUNNEL", a_device="H-ADM", b_device="H-ADM-2", medium=Medium.TUNNEL,
             segments=("V-ADM",), rides_on=("W-E-RES",)),
        Link(id="LTE", a_device="H-ADM", b_device="E-ADM", medium=Medium.RADIO, backup=True,
             segments=("V-ADM",), backs_up=("W-E-ADM",)),
    )  # fmt: skip
    return with_rows(city, rows)


def test_stores_managers_and_appliances_lose_what_a_plan_takes_away(named, new_platform, study):
    state = states(new_platform(named), study)
    assert "P-OLD" not in state.platform
    assert "S-OLD" not in state.server
    stores = by_id(state.stores)
    assert stores.keys() == {"BK", "EMPTY"}
    assert stores["BK"].users == ("S-FILE",)
    assert state.device["H-ADM"].managed_by == ("S-FILE",)
    assert state.device["VFW"].platform is None
    judge(state, "to-be", PolicyOptions())


def test_what_is_still_there_while_moves_go_on_is_still_named(named, new_platform, study):
    end = states(new_platform(named), study)
    start = between(named, end, frozenset())
    assert by_id(start.stores) == by_id(named.stores)
    assert set(start.device["H-ADM"].managed_by) == {"S-OLD", "S-FILE"}
    later = between(named, end, frozenset({"S-OLD"}))
    assert by_id(later.stores)["BK"].users == ("S-FILE",)
    assert later.device["H-ADM"].managed_by == ("S-FILE",)
    both = side_by_side(named, end)
    assert {name: set(s.users) for name, s in by_id(both.stores).items()} == {
        "DS-OLD": {"P-OLD"},
        "BK": {"S-OLD", "S-FILE"},
        "EMPTY": set(),
    }
    assert set(both.device["H-ADM"].managed_by) == {"S-OLD", "S-FILE"}
    for state in (start, later, both):
        judge(state, "wave", PolicyOptions())


def test_tunnels_backups_and_managers_follow_a_merge(named, nothing_built, study):
    state = states(nothing_built(named), study, Merge.INTER_SITE)
    gone = named.link.keys() - state.link.keys()
    assert len(gone & {"W-E-RES", "W-E-ADM"}) == 1
    (kept,) = {"W-E-RES", "W-E-ADM"} - gone
    assert state.link["TUNNEL"].rides_on == (kept,)
    assert state.link["LTE"].backs_up == (kept,)
    router = state.device["L-ADM"].managed_by
    assert router == ("MERGED-ROUTER-EAST",)
    assert by_id(state.segments)["FAR"].tunnels_to == "MERGED-ROUTER-EAST"
    judge(state, "to-be", PolicyOptions())


def test_a_backup_line_whose_lines_are_gone_stands_in_for_any(named):
    fewer = replace(named, links=tuple(x for x in named.links if x.id != "W-E-ADM"))
    assert without_gone(fewer).link["LTE"].backs_up == ()


def test_nothing_changes_where_nothing_is_gone(named):
    assert without_gone(named) == named


def test_vrfs_of_merged_switches_go_to_the_core_and_on_no_link(city, nothing_built, study):
    vrf = Segment(id="VRF-R", name="r", kind=SegmentKind.VRF, zone=Zone.RESIDENT)
    core = city.device["H-RES"]
    estate = with_rows(city, (vrf, replace(core, segments=(*core.segments, "VRF-R"))))
    state = states(nothing_built(estate), study, Merge.IN_FACILITY)
    assert "H-RES" not in state.device
    assert [d.id for d in state.devices if "VRF-R" in d.segments] == ["H-ADM"]
    assert "V-RES" in state.device["H-ADM-2"].segments
    assert not [link.id for link in state.links if "VRF-R" in link.segments]
