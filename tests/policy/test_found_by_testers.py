"""What testers planted into a sample and once slipped through: each must change the answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SegmentKind, Zone
from consolidation.inventory.tables.network import Device, Link, Segment
from consolidation.policy.judge import judge
from consolidation.policy.model import Outcome, PolicyOptions, Verdict
from consolidation.policy.repair.repair import repaired
from consolidation.policy.verify import verify_verdict

P1, P2, P3 = "P1-carriage", "P2-entry", "P3-shared-fate"
HOLDS, OPEN, BROKEN = Outcome.HOLDS, Outcome.UNDETERMINED, Outcome.VIOLATED
Edit = Callable[[Estate], Estate]


@pytest.fixture(scope="module")
def small() -> Estate:
    return read_inventory(Path(__file__).parents[2] / "inventories" / "small-office").estate


def changed(table: str, row: str, **columns: object) -> Edit:
    def edit(estate: Estate) -> Estate:
        rows = getattr(estate, table)
        assert row in {r.id for r in rows}
        new = tuple(replace(r, **columns) if r.id == row else r for r in rows)
        return replace(estate, **{table: new})

    return edit


def more(table: str, *rows: object) -> Edit:
    return lambda estate: replace(estate, **{table: (*getattr(estate, table), *rows)})


def wire(name: str, a: str, b: str, *segments: str, **columns: object) -> Link:
    row = Link(id=name, a_device=a, b_device=b, medium=Medium.COPPER, segments=segments)
    return replace(row, **columns)


def box(name: str, kind: DeviceKind, *segments: str, **columns: object) -> Device:
    row = Device(id=name, name=name, kind=kind, site="HALL", segments=segments)
    return replace(row, **columns)


ROUTERS = (
    more("devices", box("TR1", DeviceKind.ROUTER, "V-RES", "V-ADM"),
         box("TR2", DeviceKind.ROUTER, "V-RES", "V-ADM")),
    more("links", wire("T1", "TR1", "SW-HALL-ADM", "V-ADM"),
         wire("T2", "TR2", "SW-BRANCH-ADM", "V-ADM")),
)  # fmt: skip


def tunnel(a: str = "TR1", b: str = "TR2", **columns: object) -> Edit:
    return more("links", wire("TT", a, b, "V-RES", medium=Medium.TUNNEL, **columns))


PUBLIC = Segment(id="V-PUB", name="p", kind=SegmentKind.VLAN, zone=Zone.PUBLIC, vlan_id=100)

CASES: Mapping[str, tuple[tuple[Edit, ...], dict[str, Outcome]]] = {
    "a manager with a radio and no segment": (
        (changed("devices", "CONSOLE-RES", radio=("Wi-Fi",)),),
        {P1: HOLDS, P2: BROKEN, P3: BROKEN},
    ),
    "one VLAN number under two ids on a switch": (
        (
            more("segments", PUBLIC),
            changed("devices", "AP-BRANCH", segments=("SSID-ADM", "V-ADM", "V-PUB")),
            more("links", wire("X", "AP-BRANCH", "SW-BRANCH-RES", "V-PUB")),
        ),
        {P1: HOLDS, P2: OPEN},
    ),
    "a tunnel whose outer packets are in an SSID": (
        (*ROUTERS, tunnel(rides_in="SSID-ADM")),
        {P1: BROKEN, P2: BROKEN},
    ),
    "a tunnel on a line that does not list its outer segment": (
        (*ROUTERS, tunnel(rides_in="V-ADM", rides_on=("L-RES",))),
        {P1: HOLDS, P2: BROKEN},
    ),
    "a tunnel over Wi-Fi by a client": (
        (
            more("devices", box("CG", DeviceKind.CLIENT_GROUP, "SSID-ADM")),
            tunnel("CG", "FW-RES", rides_in="SSID-ADM"),
        ),
        {P1: BROKEN, P2: BROKEN},
    ),
    "a tunnel of which nothing is on record": ((*ROUTERS, tunnel()), {P1: HOLDS, P2: OPEN}),
    "an account without the space": (
        (changed("controls", "CT-RES", account="情報政策課ネットワーク担当"),),
        {P2: BROKEN},
    ),
    "an account among several": (
        (changed("controls", "CT-RES", account="X、情報政策課 ネットワーク担当"),),
        {P2: BROKEN},
    ),
    "an account that says it is not known": (
        (changed("controls", "CT-RES", account="不明"),),
        {P2: OPEN},
    ),
    "a radio link of which one end's native VLAN is on record": (
        (changed("links", "L-ADM", medium=Medium.RADIO, a_native="V-RES"),),
        {P1: BROKEN, P2: BROKEN},
    ),
    "a guest of all VLANs on a platform without a switch": (
        (
            changed("platforms", "P-OLD", device=None),
            changed("servers", "VM-GROUP-1", segments=("*",), device=None),
        ),
        {P2: OPEN},
    ),
    "a guest of all VLANs, and a trunk that is not confirmed": (
        (
            changed("servers", "VM-GROUP-1", segments=("*",)),
            more("links", wire("X", "SW-HALL-ADM", "SW-HALL-RES")),
        ),
        {P2: OPEN},
    ),
    "route targets of other width": (
        (
            more("segments",
                 Segment(id="VRF-A", name="a", kind=SegmentKind.VRF, zone=Zone.ADMINISTRATIVE,
                         rt_imports=("65000:1",)),
                 Segment(id="VRF-R", name="r", kind=SegmentKind.VRF, zone=Zone.RESIDENT,
                         rt_exports=("６５０００：１",))),
            changed("segments", "V-ADM", vrf="VRF-A"),
            changed("segments", "V-RES", vrf="VRF-R"),
        ),
        {P2: BROKEN},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_changes_the_answer(small: Estate, name: str):
    edits, expected = CASES[name]
    estate = small
    for edit in edits:
        estate = edit(estate)
    verdict = judge(estate, "x", PolicyOptions())
    assert {rule: says(verdict, rule) for rule in expected} == expected
    assert verify_verdict(verdict, estate, PolicyOptions()) == ()
    assert {says(judge(small, "x", PolicyOptions()), rule) for rule in (P1, P2)} == {HOLDS}


def says(verdict: Verdict, rule: str) -> Outcome:
    """The gravest thing that is said of a rule."""
    order = (Outcome.VIOLATED, Outcome.UNDETERMINED)
    found = {f.outcome for f in verdict.findings if f.rule == rule}
    return next((outcome for outcome in order if outcome in found), Outcome.HOLDS)


def test_the_last_ring_names_nothing_that_is_nearer(small: Estate):
    """What nothing leads to is in the last ring: an access point in its manager's hands is not."""
    *inner, last = judge(small, "x", PolicyOptions()).rings
    near = {row for ring in inner for row in ring.elements}
    assert ("devices", "AP-BRANCH") in near
    assert ("devices", "AP-BRANCH") not in last.elements
    assert ("devices", "SW-HALL-RES") in last.elements


def test_a_repair_need_not_settle_what_another_breach_hides(small: Estate):
    """Access taken away mends two rules; that P2 is then open over an account costs nothing."""
    estate = changed("devices", "FW-RES", managed_by=("SRV-FILE",))(small)
    estate = changed("controls", "CT-RES", account=None)(estate)
    verdict = repaired(estate, judge(estate, "x", PolicyOptions()), PolicyOptions())
    by_key = {(f.rule, f.subject): f.repair for f in verdict.findings}
    for key in ((P3, "SRV-FILE"), ("shared-management", "SRV-FILE")):
        repair = by_key[key]
        assert repair is not None
        assert (repair.yen, repair.lower_bound_yen, repair.outcome) == (50_000, 50_000, HOLDS)
        assert repair.changes[0].text.en == "take the access to firewall FW-RES away from SRV-FILE"
    entry = by_key[P2, "FW-RES"]
    assert entry is not None
    assert (entry.yen, entry.outcome) == (1_250_000, HOLDS)
