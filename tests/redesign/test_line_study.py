"""The four merge options on the hand-built city, with loads and money worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from consolidation.inventory.tables.kinds import DeviceKind, Medium, Zone
from consolidation.inventory.tables.network import Device
from consolidation.redesign.lines import study_lines
from consolidation.redesign.model import LineOptions, Merge
from consolidation.redesign.to_be import to_be
from consolidation.redesign.topology import carried_zones, lines
from consolidation.redesign.traffic import traffic
from consolidation.solving.status import Status

ADM = Zone.ADMINISTRATIVE


def options_of(study):
    return {design.merge: design for design in study.options}


def choices_of(design):
    return {choice.link: choice for choice in design.choices}


def test_each_line_serves_its_outer_site(city):
    served = {line.link.id: (line.site, line.far_site) for line in lines(city)}
    assert served == {
        "W-E-RES": ("EAST", "HALL"),
        "W-E-ADM": ("EAST", "HALL"),
        "W-L-RES": ("HILL", "HALL"),
        "W-L-ADM": ("HILL", "HALL"),
    }


def test_loads_by_hand(city):
    found = traffic(city)
    assert found.unrouted == ()
    busy = {name: load.busy_kbit_s for name, load in found.loads.items()}
    # HALL and HILL read files at EAST: 35,000 by day, 40,000 at night; EAST's own stay at EAST
    assert busy["W-E-ADM"] == 40_000
    # a end is H-ADM: towards EAST is direction 0; F-6 and F-7 go the other way
    assert found.loads["W-E-ADM"].office == (35_000, 7_500)
    assert busy["W-E-RES"] == 1_000
    assert busy["W-L-RES"] == 2_000
    assert busy["W-L-ADM"] == 5_000
    assert busy["HALL-ADM"] == 500
    assert busy["HILL-AP"] == 0


def test_nothing_built_changes_nothing(city, nothing_built, study):
    q = nothing_built(city)
    separate = options_of(study(q))[Merge.SEPARATE]
    assert to_be(q.estate, q.sizing, q.packing, q.platforms, separate) == city
    assert {c.action for c in separate.choices} == {"keep"}
    assert separate.yen_month == 120_000
    assert separate.cost_yen == 120_000 * 60
    assert separate.one_off_yen == 0


def test_lines_kept_as_they_are_are_not_called_optimal(city, nothing_built, study):
    """The yardstick keeps a line that could be had cheaper; its bound says how much cheaper."""
    q = nothing_built(replace(city, flows=tuple(f for f in city.flows if f.id == "F-1")))
    separate = options_of(study(q))[Merge.SEPARATE]
    assert choices_of(separate)["W-E-ADM"].action == "keep"
    assert separate.status is Status.FEASIBLE
    # 60 x 60,000 against 60 x 30,000 + 20,000 + 80,000 to leave
    assert separate.cost_yen - separate.lower_bound_yen == 3_600_000 - 1_900_000


def test_consolidation_moves_traffic_onto_other_lines(city, new_platform, study):
    separate = options_of(study(new_platform(city)))[Merge.SEPARATE]
    choices = choices_of(separate)
    # EAST now reads its 90,000 from HALL and VM-1's 500; S-OLD and its 7,000 are gone
    assert choices["W-E-ADM"].load_kbit_s == 90_500
    assert choices["W-L-ADM"].load_kbit_s == 5_000
    assert choices["W-E-ADM"].action == "keep"
    assert separate.status is Status.OPTIMAL


def test_growth_and_ceiling_are_compounded_exactly(city, new_platform, study):
    options = LineOptions(growth_percent_per_year=10, years=2, max_utilisation_percent=70)
    q = new_platform(city, options=options)
    choice = choices_of(options_of(study(q))[Merge.SEPARATE])["W-E-ADM"]
    assert choice.load_kbit_s == 109_505  # 90,500 * 1.21
    # needs 157 Mbit/s. Over 24 months: keep 100 and add 6 x 10: 240,000 a month and 120,000;
    # add 100: 120,000 a month and 30,000 = 2,910,000; 1000 instead: 150,000 a month, 50,000 and
    # 80,000 to leave = 3,730,000; 2 x 100 instead: as adding but 60,000 and 80,000 on top
    assert choice.action == "resize"
    assert choice.tariffs == ("T-100",)
    assert choice.capacity_mbit_s == 200
    assert choice.yen_month_after == 120_000
    assert choice.one_off_yen == 30_000


def test_an_oversized_line_is_exchanged_only_if_that_pays(city, new_platform, study):
    small = replace(city, flows=tuple(f for f in city.flows if f.id in {"F-1", "F-2"}))
    q = new_platform(small)
    choice = choices_of(options_of(study(q))[Merge.SEPARATE])["W-E-ADM"]
    # 60 months at 60,000 = 3,600,000 against 1,800,000 + 20,000 + 80,000
    assert (choice.tariffs, choice.one_off_yen) == (("T-10",), 100_000)
    short = new_platform(small, options=replace(q.options, years=1, growth_percent_per_year=0))
    dear = replace(
        small,
        circuits=tuple(replace(c, termination_yen=400_000) for c in small.circuits),
    )
    kept = choices_of(options_of(study(replace(short, estate=dear)))[Merge.SEPARATE])["W-E-ADM"]
    # one year: 720,000 against 360,000 + 20,000 + 400,000
    assert kept.action == "keep"


def test_merging_inter_site_lines_by_hand(city, new_platform, study):
    options = LineOptions(
        growth_percent_per_year=0,
        max_utilisation_percent=100,
        merged_router_yen=300_000,
        merge=Merge.INTER_SITE,
    )
    q = new_platform(city, options=options)
    found = study(q)
    design = found.design
    choices = choices_of(design)
    assert choices["W-E-RES"].action == "remove"
    assert choices["W-E-RES"].one_off_yen == 50_000
    # HILL's administrative line is radio: the resident carrier line takes over, never radio
    assert choices["W-L-ADM"].action == "remove"
    assert choices["W-L-RES"].carries == ("V-ADM", "V-RES")
    assert choices["W-L-RES"].load_kbit_s == 7_000
    assert "無線" in choices["W-L-RES"].reason.ja
    assert choices["W-E-ADM"].carries == ("V-ADM", "V-EAST", "V-RES")
    assert choices["W-E-ADM"].load_kbit_s == 91_500
    assert design.devices_added == (
        "MERGED-ROUTER-EAST",
        "MERGED-ROUTER-HALL",
        "MERGED-ROUTER-HILL",
    )
    # EAST's two routers served only the merged lines: one takes their place
    assert design.devices_removed == ("E-R-ADM", "E-R-RES")
    # 60,000 (100 Mbit/s) + 30,000 (10 Mbit/s), 3 routers, 50,000 to leave W-E-RES
    assert design.yen_month == 90_000
    assert design.one_off_yen == 950_000
    assert design.cost_yen == 90_000 * 60 + 950_000
    assert design.sites_with_both == ("EAST", "HALL", "HILL")


def test_merging_in_facility_lines_by_hand(city, new_platform, study):
    options = LineOptions(
        growth_percent_per_year=0,
        max_utilisation_percent=100,
        in_facility_rework_yen=400_000,
        merge=Merge.IN_FACILITY,
    )
    q = new_platform(city, options=options)
    design = study(q).design
    assert design.devices_removed == ("E-RES", "H-RES", "L-RES")
    assert design.sites_reworked == ("EAST", "HALL", "HILL")
    state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
    assert state.server["S-REG"].device == "H-ADM"
    # every administrative switch of a site carries the resident segment now
    for name in ("H-ADM", "H-ADM-2", "E-ADM", "L-ADM"):
        assert "V-RES" in state.device[name].segments
    assert state.link["HALL-ADM"].segments == ("V-ADM", "V-RES")
    # the access point's trunk of all VLANs is not touched, and nothing hides what it now admits
    assert state.link["HILL-AP"].segments == ("*",)
    assert state.device["AP-HILL"].segments == ("SSID", "V-ADM")
    # resident lines now end on the switches that stay
    assert {state.link["W-L-RES"].a_device, state.link["W-L-RES"].b_device} == {"H-ADM", "L-ADM"}
    assert design.cost_yen == design.yen_month * 60 + 3 * 400_000


def test_both_merges_need_no_router_where_one_switch_is_left(city, new_platform, study):
    options = replace(LineOptions(), merge=Merge.BOTH, growth_percent_per_year=0)
    q = new_platform(city, options=options)
    design = study(q).design
    assert design.devices_added == ("MERGED-ROUTER-EAST",)
    state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
    assert {"H-RES", "E-RES", "L-RES", "E-R-RES", "E-R-ADM"} & state.device.keys() == set()
    joined = {
        frozenset((row.a_device, row.b_device)): row.segments
        for row in state.links
        if "MERGED-ROUTER-EAST" in (row.a_device, row.b_device)
    }
    assert frozenset(("MERGED-ROUTER-EAST", "E-ADM")) in joined
    assert frozenset(("MERGED-ROUTER-EAST", "H-ADM")) in joined


@pytest.mark.parametrize("merge", list(Merge))
def test_resident_never_goes_onto_radio(city, new_platform, study, merge):
    q = new_platform(city)
    design = options_of(study(q))[merge]
    state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
    for row in state.links:
        if row.medium is Medium.RADIO:
            assert Zone.RESIDENT not in carried_zones(state, row)


def test_two_radio_lines_stay_apart_and_say_why(city, new_platform, study):
    radio = replace(city.link["W-L-RES"], medium=Medium.RADIO, circuit=None)
    estate = replace(city, links=(*(x for x in city.links if x.id != "W-L-RES"), radio))
    design = options_of(study(new_platform(estate)))[Merge.INTER_SITE]
    choices = choices_of(design)
    assert choices["W-L-RES"].action == choices["W-L-ADM"].action == "keep"
    assert "both lines are radio" in choices["W-L-RES"].reason.en
    assert "HILL" not in design.sites_with_both


def test_the_cheaper_line_survives(city, new_platform, study):
    """The administrative line is needed large; where both are small, the dear one goes."""
    flows = tuple(replace(f, office_kbit_s=1_000, night_kbit_s=0) for f in city.flows)
    design = options_of(study(new_platform(replace(city, flows=flows))))[Merge.INTER_SITE]
    choices = choices_of(design)
    assert choices["W-E-ADM"].action == "remove"
    assert choices["W-E-RES"].action == "keep"
    assert choices["W-E-RES"].load_kbit_s == 3_000  # F-1, F-4 and F-7 come in from EAST


def test_a_load_nobody_sells_is_said(city, new_platform, study):
    q = new_platform(replace(city, tariffs=(), circuits=_without_tariffs(city)))
    big = tuple(replace(f, office_kbit_s=900_000) if f.id == "F-4" else f for f in q.estate.flows)
    q = replace(q, estate=replace(q.estate, flows=big))
    design = options_of(study(q))[Merge.SEPARATE]
    assert design.status is Status.INFEASIBLE
    assert "no tariff row" in choices_of(design)["W-E-ADM"].reason.en


def _without_tariffs(city):
    return tuple(replace(c, tariff=None) for c in city.circuits)


def test_unknown_capacity_is_not_guessed(city, new_platform, study):
    bare = replace(city.link["W-E-ADM"], capacity_mbit_s=None)
    estate = replace(
        city,
        links=(*(x for x in city.links if x.id != "W-E-ADM"), bare),
        circuits=_without_tariffs(city),
    )
    choice = choices_of(options_of(study(new_platform(estate)))[Merge.SEPARATE])["W-E-ADM"]
    assert choice.action == "keep"
    assert choice.capacity_mbit_s is None
    assert "not in the inventory" in choice.reason.en


def test_a_shared_contract_is_counted_once_and_not_left(city, new_platform, study):
    shared = replace(city.link["W-L-RES"], circuit="C-E-RES")
    estate = replace(city, links=(*(x for x in city.links if x.id != "W-L-RES"), shared))
    designs = options_of(study(new_platform(estate)))
    separate = choices_of(designs[Merge.SEPARATE])
    assert separate["W-E-RES"].yen_month_before == 30_000
    assert separate["W-L-RES"].yen_month_before == 0
    choices = choices_of(designs[Merge.INTER_SITE])
    merged, left = choices["W-E-RES"], choices["W-L-RES"]
    assert merged.action == "remove"
    # the contract goes on for the other line, which bears its fee from then on
    assert (merged.yen_month_before, merged.yen_month_after, merged.one_off_yen) == (30_000, 0, 0)
    assert (left.yen_month_before, left.yen_month_after) == (0, 30_000)


def test_lines_that_end_at_different_sites_are_joined_between(city, new_platform, study):
    """EAST's resident line ends at HILL: its segment is led on from HALL, where H-RES has it."""
    other = replace(city.link["W-E-RES"], a_device="L-RES")
    estate = replace(city, links=(*(x for x in city.links if x.id != "W-E-RES"), other))
    q = new_platform(estate)
    design = options_of(study(q))[Merge.INTER_SITE]
    assert choices_of(design)["W-E-RES"].action == "remove"
    state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
    joint = state.link["VLAN-EXTENSION-H-ADM-H-RES"]
    assert joint.segments == ("V-RES",)
    assert "W-E-ADM" in (joint.note or "")
    assert traffic(state).unrouted == ()


def test_a_radio_bridge_goes_with_its_only_link(city, new_platform, study):
    """HILL's administrative network comes over EAST by radio, on bridges of its own."""
    bridges = tuple(
        Device(id=f"RB-{site}", name="b", kind=DeviceKind.RADIO_BRIDGE, site=site, zone=ADM)
        for site in ("EAST", "HILL")
    )
    radio = replace(city.link["W-L-ADM"], a_device="RB-EAST", b_device="RB-HILL")
    stubs = tuple(
        replace(city.link["HALL-ADM"], id=f"STUB-{b.site}", a_device=b.id, b_device=at)
        for b, at in zip(bridges, ("E-ADM", "L-ADM"), strict=True)
    )
    estate = replace(
        city,
        devices=(*city.devices, *bridges),
        links=(*(x for x in city.links if x.id != "W-L-ADM"), radio, *stubs),
    )
    served = {line.link.id: line.site for line in lines(estate)}
    assert served["W-L-ADM"] == "HILL"  # in the administrative network it is one line farther out
    q = new_platform(estate)
    design = options_of(study(q))[Merge.INTER_SITE]
    choices = choices_of(design)
    assert choices["W-L-ADM"].action == "remove"
    assert choices["W-L-RES"].carries == ("V-ADM", "V-RES")
    assert {"RB-EAST", "RB-HILL"} <= set(design.devices_removed)
    state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
    assert "STUB-EAST" not in state.link
    stub = state.link["STUB-HILL"]
    assert {stub.a_device, stub.b_device} == {"MERGED-ROUTER-HILL", "L-ADM"}
    assert traffic(state).unrouted == ()
    assert all(row.medium is not Medium.RADIO for row in state.links)


def test_every_option_has_the_loads_of_its_own_network(city, new_platform, study):
    q = new_platform(city)
    for design in study(q).options:
        state = to_be(q.estate, q.sizing, q.packing, q.platforms, design)
        loads = traffic(state).loads
        for line in lines(state):
            stated = choices_of(design)[line.link.id].load_kbit_s
            assert stated == loads[line.link.id].busy_kbit_s


def test_the_order_of_rows_does_not_matter(city, new_platform):
    q = new_platform(city)
    turned = replace(
        city,
        links=city.links[::-1],
        devices=city.devices[::-1],
        flows=city.flows[::-1],
        servers=city.servers[::-1],
    )
    first = study_lines(city, q.sizing, q.packing, q.platforms, q.options)
    again = study_lines(turned, q.sizing, q.packing, q.platforms, q.options)
    assert first == again


def test_more_traffic_never_costs_less(city, new_platform, study):
    before = {}
    for factor in (1, 2, 5, 9, 30):
        flows = tuple(
            replace(f, office_kbit_s=f.office_kbit_s * factor, night_kbit_s=f.night_kbit_s * factor)
            for f in city.flows
        )
        links = tuple(
            replace(x, medium=Medium.COPPER) if x.id == "W-L-ADM" else x for x in city.links
        )
        designs = options_of(study(new_platform(replace(city, flows=flows, links=links))))
        for merge, design in designs.items():
            if design.status is Status.OPTIMAL:
                assert design.cost_yen >= before.get(merge, 0)
                before[merge] = design.cost_yen
    assert len(before) == 4


def test_a_firewall_is_no_switch_with_both(city, nothing_built, study):
    wall = replace(
        city.device["H-ADM-2"], kind=DeviceKind.FIREWALL, zone=None, segments=("V-ADM", "V-RES")
    )
    estate = replace(city, devices=(*(d for d in city.devices if d.id != wall.id), wall))
    design = options_of(study(nothing_built(estate)))[Merge.SEPARATE]
    assert design.sites_with_both == ()


def test_devices_that_go_make_an_option_cheaper(city, new_platform, study):
    """H-RES, at 1,000 a month and 6,000 a year, goes with the in-facility merge."""
    priced = replace(city.device["H-RES"], lease_yen_month=1_000, maintenance_yen_year=6_000)
    kept = replace(city.device["H-ADM"], lease_yen_month=2_000, maintenance_yen_year=0)
    others = (d for d in city.devices if d.id not in {"H-RES", "H-ADM"})
    found = study(new_platform(replace(city, devices=(*others, priced, kept))))
    designs = options_of(found)
    assert designs[Merge.SEPARATE].device_yen == 5 * (12 * 3_000 + 6_000)
    assert designs[Merge.IN_FACILITY].device_yen == 5 * 12 * 2_000
    saved = designs[Merge.SEPARATE].total_yen - designs[Merge.IN_FACILITY].total_yen
    lines_alone = designs[Merge.SEPARATE].cost_yen - designs[Merge.IN_FACILITY].cost_yen
    assert saved == lines_alone + 90_000
    assert any("not known: 8;" in text.en for text in found.not_yet)


def test_the_cheapest_counts_devices_and_leaves_out_what_does_not_carry(city, new_platform, study):
    found = study(new_platform(city))
    first, second, third, last = (
        replace(o, status=Status.OPTIMAL, cost_yen=100, device_yen=9) for o in found.options
    )
    even = replace(found, options=(first, second, third, last))
    assert even.cheapest is first
    lean = replace(third, cost_yen=105, device_yen=1)
    assert replace(found, options=(first, second, lean, last)).cheapest is lean
    broken = replace(lean, status=Status.INFEASIBLE)
    assert replace(found, options=(first, second, broken, last)).cheapest is first


@pytest.mark.parametrize(
    ("ends_on", "fee"),
    [(None, 50_000), (date(2020, 4, 2), 50_000), (date(2020, 4, 1), 0), (date(2019, 3, 31), 0)],
)
def test_no_fee_for_leaving_a_contract_that_is_over(city, new_platform, study, ends_on, fee):
    circuits = tuple(replace(c, ends_on=ends_on) if c.id == "C-E-RES" else c for c in city.circuits)
    q = new_platform(replace(city, circuits=circuits))
    assert q.options.change_on == date(2020, 4, 1)
    gone = choices_of(options_of(study(q))[Merge.INTER_SITE])["W-E-RES"]
    assert (gone.action, gone.one_off_yen) == ("remove", fee)


def test_the_day_of_the_change_can_be_named(city, new_platform, study):
    circuits = tuple(replace(c, ends_on=date(2020, 3, 31)) for c in city.circuits)
    options = LineOptions(
        growth_percent_per_year=0, max_utilisation_percent=100, change_on=date(2019, 4, 1)
    )
    found = study(new_platform(replace(city, circuits=circuits), options=options))
    gone = choices_of(options_of(found)[Merge.INTER_SITE])["W-E-RES"]
    assert gone.one_off_yen == 50_000
    assert {design.change_on for design in found.options} == {date(2019, 4, 1)}
