"""What new lines carry: networks kept apart, and traffic that only passes through a site."""

from dataclasses import replace
from fractions import Fraction

import pytest

from consolidation.comparing.built import built
from consolidation.comparing.kits import kits_for
from consolidation.comparing.model import Kit
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SegmentKind, SiteKind, Zone
from consolidation.inventory.tables.network import ALL_SEGMENTS, Segment
from consolidation.inventory.tables.places import Site
from consolidation.network.carriage import carriage
from consolidation.network.routes import Routes
from consolidation.network.zones import ZoneNetwork
from consolidation.policy.judge import judge
from consolidation.policy.model import PolicyOptions
from consolidation.redesign.leasing.demands import demands, is_shared
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import LineNetwork, Prices, site_of
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.model import CHANGE_ON, Merge
from consolidation.redesign.rewire import INTER_SITE
from consolidation.redesign.topology import lines
from tests.comparing.city import only_shared
from tests.redesign.conftest import ADM, SWITCH, device, flow, server

ASKED = Asked(change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1))


def picks_of(network: LineNetwork) -> dict[str, int]:
    return dict(Leases(network, 20.0).cheapest(Prices(weight=Fraction(60))).picks)


def trunk(city: Estate) -> Estate:
    """The city in which the one line to EAST is a trunk of all VLANs."""
    shared = only_shared(city)
    return replace(
        shared,
        links=tuple(
            replace(row, segments=(ALL_SEGMENTS,)) if row.id == "W-E-ADM" else row
            for row in shared.links
        ),
    )


@pytest.mark.parametrize("merge", [Merge.SEPARATE, Merge.IN_FACILITY])
@pytest.mark.parametrize("shape", [only_shared, trunk])
def test_kept_separate_a_line_of_both_networks_becomes_two(shape, merge: Merge, city: Estate):
    placed = shape(city)
    network = line_network(placed, "separate", ASKED)
    picks = picks_of(network)
    estate = built(placed, merge, None, network, picks).estate
    assert any(is_shared(line) for line in lines(placed))
    assert not any(is_shared(line) for line in lines(estate))
    assert "V-RES" not in estate.link["W-E-ADM"].segments
    assert "V-ADM" in estate.link["W-E-ADM"].segments
    own = [row for row in estate.links if row.id.startswith("PLANNED-resident/EAST")]
    assert own
    assert all(row.segments == ("V-RES",) for row in own)
    assert {own[0].a_device, own[0].b_device} == {"E-R-ADM", "H-ADM"}  # as the old line
    assert demands(estate) == demands(placed)
    judge(estate, "to-be", PolicyOptions())


def test_merged_a_line_of_both_networks_stays_one(city: Estate):
    placed = only_shared(city)
    network = line_network(placed, "merged", ASKED)
    estate = built(placed, Merge.BOTH, Kit.VLAN, network, picks_of(network)).estate
    assert set(estate.link["W-E-ADM"].segments) == {"V-ADM", "V-RES"}


def test_without_a_lease_lines_are_kept_as_they_are(city: Estate):
    placed = only_shared(city)
    network = line_network(placed, "separate", ASKED)
    assert built(placed, Merge.SEPARATE, None, network, {}).estate.links == placed.links


def with_hub(city: Estate, *listed: str) -> Estate:
    """FAR has a switch and no line; HILL has an administrative segment of its own, by wire."""
    return replace(
        city,
        sites=(
            *city.sites,
            Site(id="FAR", name="f", kind=SiteKind.DATA_CENTRE, distance_class="A"),
        ),
        segments=(
            *city.segments,
            Segment(id="V-HILL", name="l", kind=SegmentKind.VLAN, zone=ADM),
            Segment(id="V-OTHER", name="o", kind=SegmentKind.VLAN, zone=Zone.INTERNET),
        ),
        devices=(
            *(
                replace(row, segments=("V-HILL",))
                if row.id == "L-ADM"
                else replace(row, segments=("V-ADM", "V-HILL"))
                if row.id == "H-ADM"
                else row
                for row in city.devices
                if row.id != "AP-HILL"
            ),
            device("F-SW", SWITCH, "FAR", None, *listed),
        ),
        links=(
            *(row for row in city.links if row.id not in {"W-L-ADM", "HILL-AP"}),
            replace(city.link["W-L-RES"], id="W-L-ADM", segments=("V-HILL",), a_device="H-ADM",
                    b_device="L-ADM", circuit=None),
        ),
        servers=(*city.servers, server("S-HILL", "OLD", "HILL", "L-ADM", "V-HILL")),
        flows=(*city.flows, flow("F-8", "HALL", "S-HILL", 300)),
    )  # fmt: skip


def over_far(network: LineNetwork) -> dict[str, int]:
    """Pick one new line from every site to FAR, and nothing else."""
    picks, joined = {own.id: 0 for own in network.all_candidates}, set()
    for own in network.candidates:
        ends = {own.a, own.b}
        if "FAR" in {site_of(n) for n in ends} and frozenset(ends) not in joined:
            joined.add(frozenset(ends))
            picks[own.id] = len(own.terms) - 1
    return picks


@pytest.mark.parametrize("listed", [(), ("V-OTHER",)])
@pytest.mark.parametrize("merge", [Merge.SEPARATE, Merge.INTER_SITE, Merge.BOTH])
def test_what_passes_through_a_site_of_neither_network_gets_to_the_other_side(
    merge: Merge, listed: tuple[str, ...], city: Estate
):
    placed = with_hub(city, *listed)
    layout = "merged" if merge in INTER_SITE else "separate"
    network = line_network(placed, layout, replace(ASKED, new_lines_to=("FAR",)))
    kit = kits_for(merge, (Kit.VLAN,))[0]
    found = built(placed, merge, kit, network, over_far(network))
    estate = found.estate
    outer = {line.site: set() for line in lines(estate)}
    for line in lines(estate):
        ends = {line.site, line.far_site}
        assert "FAR" in ends
        (site,) = ends - {"FAR"}
        outer.setdefault(site, set()).update(line.link.segments)
    assert outer["HILL"] == {"V-RES", "V-HILL"}
    assert outer["EAST"] == {"V-RES", "V-ADM"}
    assert outer["HALL"] == {"V-RES", "V-ADM", "V-HILL"}
    routes = Routes(ZoneNetwork(estate, carriage(estate)))
    assert all(routes.route(own) is not None for own in estate.flows)
    if merge is Merge.SEPARATE:
        assert demands(estate).by_stretch == demands(placed).by_stretch
    else:
        assert "FAR" in found.shared_sites
        assert {row.id for row in estate.links if "FAR" in row.id} == set(found.shared_lines)
    if listed:
        assert set(estate.device["F-SW"].segments) == {"V-OTHER", "V-RES", "V-ADM", "V-HILL"}
