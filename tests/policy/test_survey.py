"""What is to be surveyed is enough and the fewest, by trying every set; and says what to do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest

from consolidation.inventory.tables.kinds import Certainty, DeviceKind, Medium, Zone
from consolidation.network import names
from consolidation.network.attributes import Layer
from consolidation.network.graph import build_graph
from consolidation.policy.case import Case
from consolidation.policy.editions import EDITIONS
from consolidation.policy.model import CrossingRule, Finding, Outcome, PolicyOptions
from consolidation.policy.repair.survey import Survey, Work
from consolidation.policy.rules.carriage import carriage
from consolidation.policy.rules.crossings import meeting_of
from consolidation.policy.rules.entry import entry
from consolidation.policy.rules.zones import zone_pairs, zone_separation
from consolidation.policy.ways.disjoint import without_steps
from consolidation.policy.ways.joints import ZONED
from consolidation.policy.ways.losses import enter
from tests.policy.office import (
    OFFICE,
    OPTIONS,
    SWITCH,
    changed,
    device,
    link,
    server,
    ssid,
)
from tests.policy.oracle.agreement import case as seeded
from tests.policy.oracle.surveys import NOTHING, Facts, Well, connected, fewer

MOST_ROWS = 10
SHARE = 250


def case_of(estate, options: PolicyOptions = OPTIONS) -> Case:
    return Case(estate, "x", options, EDITIONS[options.edition], build_graph(estate))


def open_ones(findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if f.outcome is Outcome.UNDETERMINED]


def asked(finding: Finding) -> Well:
    return frozenset((fact.table, fact.row) for fact in finding.survey)


def complaints(well: Well, rows: Well, is_open: Callable[[Well], bool]) -> list[str]:
    """What is wrong with a set of rows to survey, by trying every smaller one."""
    assert is_open(NOTHING), "nothing is open"
    assert not is_open(rows), "no survey could settle it"
    found = [f"{sorted(well)} leaves something open"] if is_open(well) else []
    smaller = next((few for few in fewer(rows, len(well)) if not is_open(few)), None)
    return found if smaller is None else [*found, f"{sorted(smaller)} would do: {sorted(well)}"]


def entry_complaints(case: Case, seen: Counter[int]) -> list[str]:
    facts = Facts(case, case.edition.counts)
    found: list[str] = []
    for finding in open_ones(entry(case)):
        if len(facts.rows) > MOST_ROWS:
            continue
        loose = {("servers", case.states[node].row) for node in case.unconnected}
        bad, good = (facts.reached(well, case.sources, case.k) for well in (NOTHING, facts.rows))
        targets = (bad - good) & set(case.targets)
        assert loose <= asked(finding)
        if not targets:
            assert asked(finding) == loose
            continue
        well = asked(finding) - loose
        seen[len(well)] += 1
        found += complaints(
            well,
            facts.rows,
            lambda rows, to=targets: not to.isdisjoint(facts.reached(rows, case.sources, case.k)),
        )
    return found


def zone_complaints(case: Case, seen: Counter[int]) -> list[str]:
    found: list[str] = []
    findings = {f.subject: f for f in zone_separation(case)}
    for rule in case.options.crossings:
        a, b = rule.zones
        pair = next((p for p in zone_pairs(case) if p.zones == rule.zones), None)
        if pair is None or pair.outcome is not Outcome.UNDETERMINED:
            continue
        finding = findings[f"{a.value}-{b.value}"]
        region = straight(case, rule.zones) if rule.controls == 1 else anywhere(case)
        facts = Facts(case, meeting_of(case, rule.zones).kinds, region)
        if len(facts.rows) > MOST_ROWS:
            continue
        one, other = ({n for n, s in case.states.items() if s.zone is z and s.layer in ZONED}
                      for z in (a, b))  # fmt: skip

        def meet(rows: Well, k: int = rule.controls, one=one, other=other, facts=facts) -> bool:
            there = not other.isdisjoint(facts.reached(rows, one, k))
            return there or not one.isdisjoint(facts.reached(rows, other, k))

        seen[len(finding.survey)] += 1
        found += complaints(asked(finding), facts.rows, meet)
    return found


def anywhere(case: Case) -> Callable[[str], bool]:
    """Every state but those in the hands of who manages them."""
    return lambda node: case.states[node].layer is not Layer.HELD


def straight(case: Case, zones: tuple[Zone, Zone]) -> Callable[[str], bool]:
    """The same, within two zones and what is of none."""

    def within(node: str) -> bool:
        state = case.states[node]
        of_them = state.zone in zones and state.layer in ZONED
        return state.layer is not Layer.HELD and (state.zone is None or of_them)

    return within


def protected_places(case: Case) -> set[str]:
    """Where frames of protected segments begin."""
    links, found = case.estate.link, set[str]()
    for node, state in case.states.items():
        last = names.parts(node)[-1]
        if state.layer not in (Layer.DOMAIN, Layer.WIRE, Layer.SEGMENT):
            continue
        here = {last}
        if node.startswith("native/"):
            here = {links[last].a_native, links[last].b_native}
        of_segment = not node.startswith("ports/") and here & case.protected_segments
        if state.zone in case.edition.protected or of_segment:
            found.add(node)
    return found


def carriage_complaints(case: Case, seen: Counter[int]) -> list[str]:
    facts, begin, found = Facts(case, ()), protected_places(case), list[str]()
    for finding in open_ones(carriage(case)):
        if not finding.witness or not finding.survey or len(facts.rows) > MOST_ROWS:
            continue  # a radio of which no row tells anything
        of_link = finding.subject in case.estate.link
        airs = {a for a in case.sources if not of_link or case.states[a].table == "links"}
        places = {finding.witness[1].node}
        if of_link:
            places = {n for n, s in case.states.items()
                      if s.layer is Layer.WIRE and s.row == finding.subject}  # fmt: skip

        def on_air(rows: Well, airs=airs, places=places) -> bool:
            left = facts.left(rows)
            gone = {n for n in begin if NOTHING < case.unsure_state(n) <= rows}
            frames = connected([(a, b) for a, b, e in left if e.bridged is not None], begin - gone)
            onto = {b for a, b, _ in left if a in airs}
            onto |= {b for a, b, _ in left if a == names.UNDERLAY and a in onto}
            return not places.isdisjoint(onto & frames)

        seen[len(finding.survey)] += 1
        found += complaints(asked(finding), facts.rows, on_air)
    return found


Complaints = Callable[[Case, Counter[int]], list[str]]


@pytest.mark.parametrize("start", range(0, 3 * SHARE, SHARE))
@pytest.mark.parametrize(
    ("complaints_of", "often"),
    [(entry_complaints, 30), (zone_complaints, 10), (carriage_complaints, 3)],
    ids=["P2", "zones", "P1"],
)
def test_what_is_to_be_surveyed_is_enough_and_no_fewer_rows_would_do(
    complaints_of: Complaints, often: int, start: int
):
    seen: Counter[int] = Counter()
    found = {}
    for seed in range(start, start + SHARE):
        estate, options = seeded(seed)
        zones = sorted({s.zone for s in estate.segments}, key=list(Zone).index)
        rules = tuple(
            CrossingRule(zones=pair, mode="controls", controls=1 + seed % 3)
            for pair in combinations(zones, 2)
        )
        wrong = complaints_of(case_of(estate, replace(options, crossings=rules)), seen)
        if wrong:
            found[seed] = wrong
    assert not found
    assert sum(seen[size] for size in seen if size > 1) >= often, seen


def entry_survey(*rows: object, without: tuple[str, ...] = ()) -> list[tuple[str, str, str, str]]:
    """The facts that P2 asks for in the office with some rows put in and controls left out."""
    kept = tuple(c for c in OFFICE.controls if c.id not in without)
    (finding,) = entry(case_of(changed(replace(OFFICE, controls=kept), *rows)))
    assert finding.outcome is Outcome.UNDETERMINED
    return [(fact.table, fact.row, fact.text.en, fact.text.ja) for fact in finding.survey]


def test_a_link_that_may_not_be_there_is_looked_at_by_its_ports():
    loose = link("L-X", "AP-1", "SW-RB", "V110", certainty=Certainty.ASSUMED, a_port="3")
    assert entry_survey(loose) == [
        (
            "links",
            "L-X",
            "at AP-1 port 3 or SW-RB see whether link L-X is there and carries VLAN 110 "
            "(V110, resident)",
            "AP-1ポート3またはSW-RBで、回線L-Xが実際にあるか、VLAN 110（V110、住民情報系）を通すか"
            "を確かめる",
        )
    ]


def test_a_link_without_a_list_is_asked_what_it_carries():
    assert entry_survey(link("L-X", "AP-1", "SW-RB")) == [
        (
            "links",
            "L-X",
            "at AP-1 or SW-RB see whether VLAN 110 (V110, resident) is carried on link L-X",
            "AP-1またはSW-RBで、回線L-XにVLAN 110（V110、住民情報系）が通っているかを確かめる",
        )
    ]


def test_native_vlans_that_may_be_dropped_are_asked_about_as_such():
    mixed = link("L-X", "SW-AB", "SW-RB", "V20", a_native="V20", b_native="V110")
    assert entry_survey(mixed) == [
        (
            "links",
            "L-X",
            "at SW-AB or SW-RB see whether untagged frames cross link L-X and join VLAN 20 "
            "(V20, administrative) and VLAN 110 (V110, resident)",
            "SW-ABまたはSW-RBで、回線L-Xをタグなしフレームが通り、VLAN 20（V20、行政情報系）と"
            "VLAN 110（V110、住民情報系）がつながるかを確かめる",
        )
    ]


def test_a_radio_link_that_may_not_be_there_is_looked_for_and_not_what_it_carries():
    air = link("L-W", "SW-A", "SW-R", "V20", medium=Medium.RADIO, certainty=Certainty.ASSUMED)
    tunnel = link("L-T", "SW-R", "SW-RB", "V110", medium=Medium.TUNNEL, rides_on=("L-W",),
                  rides_in="V20")  # fmt: skip
    estate = changed(OFFICE, air, tunnel)
    found = {f.subject: f for f in open_ones(carriage(case_of(estate)))}["L-T"]
    assert [(fact.row, fact.text.en, fact.text.ja) for fact in found.survey] == [
        (
            "L-W",
            "at SW-A or SW-R see whether radio link L-W is there",
            "SW-AまたはSW-Rで、回線L-W（無線）が実際にあるかを確かめる",
        )
    ]


def test_a_device_that_may_route_is_asked_whether_it_does():
    assert entry_survey(without=("C-A",)) == [
        (
            "devices",
            "FW-A",
            "find out whether firewall FW-A routes among VLAN 20 (V20, administrative), VLAN 900 "
            "(V900, administrative) or keeps them apart, and add it to controls",
            "ファイアウォールFW-AがVLAN 20（V20、行政情報系）、VLAN 900（V900、行政情報系）の間を"
            "中継するか隔てるかを確かめ、controlsに記入する",
        )
    ]


def test_a_device_without_a_list_is_asked_for_its_ports():
    rows = (
        device("SW-X", SWITCH),
        link("L-1", "SW-X", "SW-AB", "V20"),
        link("L-2", "SW-X", "SW-RB", "V110"),
    )
    assert entry_survey(*rows) == [
        (
            "devices",
            "SW-X",
            "find out which VLANs each port of switch SW-X is in, and list them in its segments",
            "スイッチSW-Xの各ポートのVLANを確かめ、機器のセグメントに記入する",
        )
    ]


def test_a_device_that_may_not_be_there_is_looked_for():
    hub = device("HUB", DeviceKind.HUB, certainty=Certainty.ASSUMED)
    cables = (link("L-1", "HUB", "SW-AB", "V20"), link("L-2", "HUB", "SW-RB", "V110"))
    assert entry_survey(hub, *cables) == [
        (
            "devices",
            "HUB",
            "find out whether hub HUB is there, what it is and what it is plugged into",
            "ハブHUBが実際にあるか、何の機器で何につながるかを確かめる",
        )
    ]


def test_a_device_of_unknown_kind_is_asked_whether_it_is_wireless():
    box = device("BOX", DeviceKind.UNKNOWN, "V110")
    assert entry_survey(box, link("L-1", "BOX", "SW-RB", "V110")) == [
        (
            "devices",
            "BOX",
            "find out what device of unknown kind BOX is and whether it is wireless, and write it "
            "in devices",
            "種別不明の機器BOXが何の機器で、無線を出すかを確かめ、devicesに記入する",
        )
    ]


def test_a_server_without_a_place_is_asked_where_it_is_plugged_in():
    assert entry_survey(server("SV-X", "REGISTER", None)) == [
        (
            "servers",
            "SV-X",
            "find out which device and which segment server SV-X is plugged into",
            "サーバSV-Xがどの機器のどのセグメントに接続しているかを確かめる",
        )
    ]


def test_of_two_controls_without_an_account_one_is_asked_who_can_change_it():
    rows = tuple(replace(control, account=None) for control in OFFICE.controls)
    assert entry_survey(*rows) == [
        (
            "controls",
            "C-A",
            "find out who can change control C-A on FW-A, and name them in its account",
            "制御C-A（機器FW-A）の設定を変えられる者を調べ、controlsのaccountに記入する",
        )
    ]


def test_an_ssid_without_an_exit_is_asked_where_its_clients_come_out():
    shared = replace(OFFICE.device["AP-1"], segments=("STAFF", "V20"))
    at_fw = replace(ssid("STAFF", None), tunnels_to="SW-R")
    assert entry_survey(shared, at_fw) == [
        (
            "segments",
            "STAFF",
            "find out which VLAN clients of SSID `STAFF` come out in at switch SW-R, and name it "
            "in bridges_to",
            "SSID「STAFF」の端末がスイッチSW-RでどのVLANに入るかを調べ、出口セグメントに記入する",
        )
    ]


def test_a_tunnel_without_lines_is_asked_where_its_packets_travel():
    tunnel = link("L-T", "SW-R", "SW-RB", "V110", medium=Medium.TUNNEL)
    assert entry_survey(tunnel) == [
        (
            "links",
            "L-T",
            "find out which lines, and which segment, the outer packets of tunnel L-T travel in, "
            "and name them in rides_on and rides_in",
            "トンネルL-Tの外側パケットがどの回線のどのセグメントを通るかを調べ、乗る回線と"
            "乗るセグメントに記入する",
        )
    ]


def test_every_radio_link_that_a_tunnel_may_ride_on_is_closed_by_what_is_asked():
    """One radio link that may not be there, one that is: only the tunnel's own row settles it."""
    rows = (
        link("L-1", "SW-A", "SW-AB", "V20", medium=Medium.RADIO, certainty=Certainty.ASSUMED),
        link("L-2", "SW-A", "SW-AB", "V20", medium=Medium.RADIO),
        link("L-T", "SW-R", "SW-RB", "V110", medium=Medium.TUNNEL),
    )
    found = {f.subject: f for f in open_ones(carriage(case_of(changed(OFFICE, *rows))))}
    assert asked(found["L-T"]) == {("links", "L-T")}


@pytest.mark.parametrize("seed", range(0, 300, 3))
def test_where_the_work_is_used_up_the_rows_named_are_enough_and_that_is_said(seed: int):
    estate, options = seeded(seed)
    case = Case(estate, "x", options, EDITIONS[options.edition], build_graph(estate))
    names = case.all_roads.names
    bad = {case.sure_roads.names[n] for n in case.entered.fewest}
    unclear = sorted({names[n] for n in case.worst_entered.fewest} - bad)
    ends = [(case.sources, unclear)] if unclear else []
    told = Survey(case, case.all_roads, ends, case.k, Work(0)).told()
    assert told.fewest is not bool(unclear)
    assert bool(told.caveat.en) is bool(unclear)
    rows = {(fact.table, fact.row) for fact in told.facts}
    fewest = Survey(case, case.all_roads, ends, case.k).fewest()
    assert len(rows) >= len(fewest)
    shut = case.open_facts.closed_by(rows)
    named = {row for table, row in rows if table == "controls"}
    left = without_steps(case.all_roads, shut).settled(named)
    aims = left.numbers(unclear)
    assert enter(left, left.numbers(case.sources), aims, case.k).weakest is None
