"""How two zones may meet: each mode, kept and broken; k controls on whole ways; the matrix."""

from dataclasses import replace

import pytest

from consolidation.inventory.tables.kinds import ControlKind, DeviceKind, Medium, Zone
from consolidation.inventory.tables.network import Control, Device, Link
from consolidation.inventory.tables.places import System
from consolidation.inventory.tables.traffic import Flow
from consolidation.policy.judge import judge
from consolidation.policy.model import CrossingRule, Outcome, PolicyOptions
from consolidation.policy.verify import verify_verdict

PAIR = (Zone.ADMINISTRATIVE, Zone.RESIDENT)
RULE = "zone-separation"


def asking(mode, controls=1, kinds=(), zones=PAIR) -> PolicyOptions:
    rule = CrossingRule(zones=zones, mode=mode, controls=controls, kinds=kinds)
    return PolicyOptions(crossings=(rule,))


def judged(estate, options):
    """The findings on zones, the cell of the pair; what the checkers find is checked too."""
    verdict = judge(estate, "x", options)
    assert verify_verdict(verdict, estate, options) == ()
    (pair,) = verdict.zone_pairs
    return [f for f in verdict.findings if f.rule == RULE], pair


def only(estate, options):
    (found,), pair = judged(estate, options)
    assert found.outcome is pair.outcome
    return found


def with_control(office, **changes: object):
    """The office with the firewall to the resident zone changed."""
    controls = tuple(replace(c, **changes) if c.id == "C-R" else c for c in office.controls)
    return replace(office, controls=controls)


def test_scenario_rule_comes_before_the_edition_in_either_order(office):
    for zones in (PAIR, PAIR[::-1]):
        found, pair = judged(office, asking("deny", zones=zones))
        assert [f.outcome for f in found] == [Outcome.VIOLATED]
        assert (pair.mode, pair.required_controls, pair.outcome) == ("deny", 0, Outcome.VIOLATED)
    holding = only(office, PolicyOptions())
    assert holding.outcome is Outcome.HOLDS
    assert "scenario's own rule" not in holding.message.en
    own = only(office, asking("controls"))
    assert "1 pair by the scenario's own rule" in own.message.en


def test_denied_zones_may_not_even_meet_past_a_firewall(office):
    found = only(office, asking("deny"))
    assert (found.subject, found.num_controls) == ("C-R", 1)
    assert "must not be joined at all" in found.message.en
    parted = replace(office, controls=tuple(c for c in office.controls if c.id != "C-R"))
    assert only(parted, asking("deny")).outcome is Outcome.HOLDS


def test_only_screen_transfer(office):
    found = only(office, asking("screen"))
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "C-R")
    assert "C-R (firewall) is not of an accepted kind" in found.message.en
    gateway = with_control(office, kind=ControlKind.SCREEN_GATEWAY)
    assert only(gateway, asking("screen")).outcome is Outcome.HOLDS


def test_kinds_that_the_scenario_accepts(office):
    found = only(office, asking("controls", kinds=(ControlKind.ACL, ControlKind.VRF)))
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "C-R")
    acl = with_control(office, kind=ControlKind.ACL)
    assert only(acl, asking("controls", kinds=(ControlKind.ACL,))).outcome is Outcome.HOLDS


def test_any_to_any_guards_nothing(office):
    found = only(with_control(office, permits=("*",)), PolicyOptions())
    assert (found.outcome, found.subject, found.num_controls) == (Outcome.VIOLATED, "C-R", 0)
    assert "C-R (firewall) is any to any" in found.message.en


def flow(identity="F-12", **changes: object) -> Flow:
    row = Flow(id=identity, origin="SV-A", target="SV-R", office_kbit_s=1, port=443,
               purpose="照会", approver="情報政策課長")  # fmt: skip
    return replace(row, **changes)


def listing(office, *flows: Flow):
    """The office with the firewall to the resident zone letting only some flows pass."""
    estate = with_control(office, permits=tuple(f.id for f in flows))
    return replace(estate, flows=flows)


LISTED = asking("listed")


def test_listed_flows_with_all_that_is_asked(office):
    assert only(listing(office, flow(), flow("F-13", port=22)), LISTED).outcome is Outcome.HOLDS
    back = flow(origin="SV-R", target="SV-A")
    assert only(listing(office, back), LISTED).outcome is Outcome.HOLDS
    terminals = flow(origin="HALL")
    assert only(listing(office, terminals), LISTED).outcome is Outcome.HOLDS


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approver": None}, "flow F-12 has no approver"),
        ({"purpose": None}, "flow F-12 has no purpose"),
        ({"port": None}, "flow F-12 has no port"),
        ({"target": "SV-B"}, "flow F-12 does not run between resident and administrative"),
    ],
)
def test_what_a_listed_flow_lacks_is_named(office, changes, said):
    other = replace(office.server["SV-A"], id="SV-B")
    estate = replace(listing(office, flow(**changes)), servers=(*office.servers, other))
    found = only(estate, LISTED)
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "C-R")
    assert said in found.message.en


def test_a_control_whose_flows_are_not_on_record_is_undetermined(office):
    found = only(office, LISTED)
    assert (found.outcome, found.subject) == (Outcome.UNDETERMINED, "resident-administrative")
    assert found.fix is not None
    assert "controls C-R" in found.fix.en
    assert [(f.table, f.row) for f in found.survey] == [("controls", "C-R")]
    assert "which flows control C-R lets pass" in found.survey[0].text.en
    anything = with_control(office, permits=("*",))
    assert only(anything, LISTED).outcome is Outcome.VIOLATED


def test_a_flow_whose_end_no_row_places_is_undetermined(office):
    lost = replace(office.server["SV-A"], id="LOST", system=None, segments=())
    estate = replace(listing(office, flow(origin="LOST")), servers=(*office.servers, lost))
    found = only(estate, LISTED)
    assert found.outcome is Outcome.UNDETERMINED
    assert found.fix is not None
    assert "servers LOST" in found.fix.en


def two_walls(office, **second: object):
    """V900 in a zone of its own: two firewalls stand between administrative and resident."""
    segments = tuple(replace(s, zone=Zone.LGWAN) if s.id == "V900" else s for s in office.segments)
    controls = tuple(replace(c, **second) if c.id == "C-R" else c for c in office.controls)
    return replace(office, segments=segments, controls=controls)


def weak(estate, options):
    verdict = judge(estate, "x", options)
    assert verify_verdict(verdict, estate, options) == ()
    return [f for f in verdict.findings if f.rule == RULE]


def test_two_independent_controls_are_looked_for_on_whole_ways(office):
    (found,) = weak(office, asking("controls", 2))
    assert (found.outcome, found.subject) == (Outcome.VIOLATED, "resident-administrative")
    assert found.lost == ("account/who runs FW-R",)
    assert "passes only 1 independent control (C-R)" in found.message.en
    (holds,) = weak(two_walls(office), asking("controls", 2))
    assert holds.outcome is Outcome.HOLDS


def test_two_controls_of_one_administrator_count_once(office):
    estate = two_walls(office, account="net")
    estate = replace(estate, controls=tuple(replace(c, account="net") for c in estate.controls))
    (found,) = weak(estate, asking("controls", 2))
    assert (found.outcome, found.num_controls) == (Outcome.VIOLATED, 2)
    assert found.lost == ("account/net",)
    assert "2 controls fall together with account net" in found.message.en


def test_a_way_round_that_no_row_confirms_is_undetermined(office):
    """A switch nobody described may join the middle zone to the resident one."""
    switch = Device(id="OLD", name="OLD", kind=DeviceKind.SWITCH, site="HALL")
    cables = tuple(
        Link(id=f"L-{n}", a_device="OLD", b_device=n, medium=Medium.COPPER, segments=(s,))
        for n, s in (("FW-A", "V900"), ("SW-R", "V110"))
    )
    estate = two_walls(office)
    estate = replace(estate, devices=(*estate.devices, switch), links=(*estate.links, *cables))
    found = {f.subject: f for f in weak(estate, asking("controls", 2))}
    assert {f.outcome for f in found.values()} == {Outcome.UNDETERMINED}
    assert set(found) == {"resident-administrative", "resident-lgwan"}
    assert "if rows turn out badly" in found["resident-administrative"].message.en
    assert "devices OLD" in found["resident-administrative"].fix.en
    assert {f.row for f in found["resident-lgwan"].survey} == {"OLD"}


def test_matrix_names_every_pair_with_its_controls(office):
    fire = System(id="FIRE", name="消防", department="消防局", zone=Zone.FIRE)
    server = replace(office.server["SV-A"], id="SV-F", system="FIRE", device=None, segments=())
    estate = replace(office, systems=(*office.systems, fire), servers=(*office.servers, server))
    pairs = {p.zones: p for p in judge(estate, "x", PolicyOptions()).zone_pairs}
    assert len(pairs) == 3
    met = pairs[Zone.RESIDENT, Zone.ADMINISTRATIVE]
    assert (met.mode, met.num_joints, met.guards) == ("controls", 1, ("C-R",))
    apart = pairs[Zone.RESIDENT, Zone.FIRE]
    assert apart.guards == ()
    bare = replace(office, devices=(), links=(), controls=(),
                   servers=tuple(replace(s, device=None) for s in office.servers))  # fmt: skip
    assert judge(bare, "x", PolicyOptions()).zone_pairs == ()


def test_controls_of_other_joints_do_not_stand_in(office):
    """A second joint of the pair without a control is a breach of its own."""
    leak = Control(id="LEAK", kind=ControlKind.NONE, device="FW-R", from_segment="V900",
                   to_segment="V110")  # fmt: skip
    estate = replace(office, controls=(*office.controls, leak))
    found, pair = judged(estate, asking("controls", 2))
    assert {f.subject for f in found} == {"LEAK"}
    assert "LEAK is a route without a control" in found[0].message.en
    assert (pair.num_joints, pair.guards) == (2, ("C-R",))
