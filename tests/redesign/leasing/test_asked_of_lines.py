"""What is asked of lines: traffic by hand, terms by all combinations, losses by taking away."""

import random
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement

import networkx as nx
import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import DeviceKind, Medium, SiteKind, Zone
from consolidation.inventory.tables.places import Site
from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.leasing.demands import Stretch, demands
from consolidation.redesign.leasing.model import LineNetwork
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.leasing.offers import MOST_CIRCUITS, terms
from consolidation.redesign.model import CHANGE_ON
from tests.redesign.conftest import ADM, device, flow, link

RES = Zone.RESIDENT


def test_traffic_between_sites_is_that_of_the_flows_by_network(city: Estate):
    found = demands(city)
    assert found.by_stretch == {
        Stretch(ADM, "EAST", "HALL"): (7_500, 0),
        Stretch(ADM, "HALL", "EAST"): (30_000, 40_000),
        Stretch(ADM, "HILL", "EAST"): (5_000, 0),
        Stretch(RES, "EAST", "HALL"): (1_000, 100),
        Stretch(RES, "HILL", "HALL"): (2_000, 0),
    }
    assert found.unrouted == ()


def test_a_flow_without_a_way_is_named_and_counts_nowhere(city: Estate):
    cut = replace(city, links=tuple(row for row in city.links if row.id != "W-L-RES"))
    found = demands(cut)
    assert found.unrouted == ("F-2",)
    assert Stretch(RES, "HILL", "HALL") not in found.by_stretch


@pytest.mark.parametrize("seed", range(40))
def test_no_combination_of_circuits_beats_the_terms_on_offer(seed: int):
    rng = random.Random(seed)
    rows = [
        Tariff(
            id=f"T{n}",
            carrier="c",
            distance_class="A",
            bandwidth_mbit_s=rng.choice((1, 2, 5, 10, 20, 100)),
            yen_month=rng.randint(1, 30),
            one_off_yen=rng.choice((0, 0, 7, 30)),
        )
        for n in range(rng.randint(1, 4))
    ]
    most = rng.choice((1, 900, 12_000, 90_000, 450_000))
    found = terms(rows, most)
    price = {row.id: row for row in rows}
    for term in found:
        bought = [price[name] for name in term.tariffs]
        assert term.capacity_kbit_s == 1000 * sum(row.bandwidth_mbit_s for row in bought)
        assert term.month_yen == sum(row.yen_month for row in bought)
        assert term.install_yen == sum(row.one_off_yen for row in bought)
    assert [t.capacity_kbit_s for t in found] == sorted(t.capacity_kbit_s for t in found)
    assert found[-1].capacity_kbit_s >= most
    for number in range(1, MOST_CIRCUITS + 1):
        for chosen in combinations_with_replacement(rows, number):
            room = min(most, 1000 * sum(row.bandwidth_mbit_s for row in chosen))
            assert any(
                min(term.capacity_kbit_s, most) >= room
                and term.month_yen <= sum(row.yen_month for row in chosen)
                and term.install_yen <= sum(row.one_off_yen for row in chosen)
                for term in found
            ), (seed, [row.id for row in chosen])


def test_sites_whose_names_run_together_have_lines_of_their_own(city: Estate):
    names = ("A", "A-B", "B-C", "C")
    estate = replace(
        city,
        sites=tuple(
            Site(id=name, name=name, kind=SiteKind.BRANCH, distance_class="A") for name in names
        ),
        devices=tuple(device(f"D-{name}", DeviceKind.SWITCH, name, ADM, "V-ADM") for name in names),
        links=(
            link("one", "D-A-B", "D-C", "V-ADM", medium=Medium.CARRIER),
            link("two", "D-A", "D-B-C", "V-ADM", medium=Medium.CARRIER),
        ),
        servers=(),
        platforms=(),
        hosts=(),
        circuits=(),
        flows=(),
    )
    found = network(estate, "separate")
    ids = [own.id for own in found.candidates]
    assert len(ids) == 6
    assert len(set(ids)) == 6


ALL = ("line", "device", "entry", "duct", "carrier")


def chained(city: Estate) -> Estate:
    """Beyond HILL lies FAR, by an administrative line; some lines share ducts and entries."""
    wired = {"W-E-RES", "W-E-ADM", "W-L-RES"}
    return replace(
        city,
        sites=(*city.sites, Site(id="FAR", name="f", kind=SiteKind.BRANCH)),
        devices=(*city.devices, device("F-ADM", DeviceKind.SWITCH, "FAR", ADM, "V-ADM")),
        links=(
            *(
                replace(row, ducts=("D1",), a_entry="E1") if row.id in wired else row
                for row in city.links
            ),
            link("W-F-ADM", "L-ADM", "F-ADM", "V-ADM", medium=Medium.CARRIER, mbit=100),
        ),
        flows=(*city.flows, flow("F-9", "FAR", "S-OLD", 900)),
        tariffs=(),
        circuits=tuple(replace(row, tariff=None) for row in city.circuits),
    )


def network(estate: Estate, layout, **cells: object) -> LineNetwork:
    asked = Asked(change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1), **cells)
    return line_network(estate, layout, asked)


@pytest.mark.parametrize("layout", ["separate", "merged"])
def test_after_a_loss_all_traffic_that_is_still_asked_for_has_a_way(layout: str, city: Estate):
    for estate in (city, chained(city)):
        found = network(estate, layout, losses=ALL)
        told = {(loss.kind, loss.id): loss.nodes for loss in found.cut_off}
        assert found.losses
        for loss in found.losses:
            left: nx.Graph[str] = nx.Graph()
            left.add_nodes_from(found.nodes)
            left.add_edges_from(
                (own.a, own.b) for own in found.candidates if own.id not in loss.candidates
            )
            apart = set()
            for traffic in found.traffic:
                ends = {traffic.source, traffic.target}
                if not nx.has_path(left, traffic.source, traffic.target):
                    assert ends & loss.nodes, (loss.kind, loss.id)
                    apart |= ends
            # nothing is given up for nought: what is has traffic that finds no way
            assert loss.nodes <= apart | told.get((loss.kind, loss.id), frozenset())
            if apart:
                assert (loss.kind, loss.id) in told


def test_the_site_beyond_a_site_that_is_given_up_is_still_protected(city: Estate):
    found = network(chained(city), "separate", losses=("line",), protected_sites=("FAR",))
    by_id = {loss.id: loss for loss in found.losses}
    assert "administrative/HILL" in by_id["W-L-ADM"].nodes
    assert by_id["W-F-ADM"].nodes == {"administrative/FAR"}


@pytest.mark.parametrize("layout", ["separate", "merged"])
def test_no_resident_way_could_be_on_a_radio_line(layout: str, city: Estate):
    radio = replace(
        city,
        links=tuple(
            replace(row, medium=Medium.RADIO, circuit=None) if row.id == "W-E-RES" else row
            for row in city.links
        ),
    )
    for estate in (city, radio, chained(radio)):
        found = network(estate, layout)
        ways: nx.MultiGraph[str] = nx.MultiGraph()
        ways.add_edges_from((own.a, own.b, own.id) for own in found.candidates)
        of_radio = {own.id for own in found.candidates if own.link and own.link in air(estate)}
        for stretch in demands(estate).by_stretch:
            if stretch.network is not RES:
                continue
            name = "both" if layout == "merged" else "resident"
            ends = f"{name}/{stretch.source}", f"{name}/{stretch.target}"
            if set(ends) <= ways.nodes:
                for way in nx.all_simple_edge_paths(ways, *ends):
                    assert not {line for _, _, line in way} & of_radio
        out = {own.id for own in found.left_out}
        assert out <= air(estate)
        assert out | {own.id for own in found.candidates} >= {
            row.id for row in estate.links if row.id.startswith("W-")
        }


def air(estate: Estate) -> set[str]:
    return {row.id for row in estate.links if row.medium is Medium.RADIO}
