"""Traffic of terminals that no flow tells, counted by hand on the city of three sites."""

from dataclasses import replace
from fractions import Fraction

from consolidation.comparing.model import ComparisonOptions
from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import SiteKind
from consolidation.inventory.tables.places import Site
from consolidation.redesign.leasing.demands import Stretch, demands
from consolidation.redesign.leasing.lease import Leases
from consolidation.redesign.leasing.model import LineNetwork, Prices, Traffic
from consolidation.redesign.leasing.networks import Asked, line_network
from consolidation.redesign.leasing.terminals import terminals, with_terminals
from consolidation.redesign.model import CHANGE_ON
from tests.comparing.city import asking
from tests.redesign.conftest import ADM, RES


def peopled(city: Estate, *without: str, resident: int = 40, administrative: int = 20) -> Estate:
    """Return the city with terminals at HILL and some flows less."""
    return replace(
        city,
        sites=tuple(
            replace(row, resident_terminals=resident, administrative_terminals=administrative)
            if row.id == "HILL"
            else row
            for row in city.sites
        ),
        flows=tuple(row for row in city.flows if row.id not in without),
    )


def asked(estate: Estate, kbit_s: int, layout="separate") -> LineNetwork:
    own = Asked(change_on=CHANGE_ON, growth=Fraction(1), share=Fraction(1), terminal_kbit_s=kbit_s)
    return line_network(estate, layout, own)


def told(estate: Estate, kbit_s: int) -> dict[Stretch, tuple[int, int]]:
    before, after = demands(estate), with_terminals(demands(estate), [*terminals(estate, kbit_s)])
    return {
        stretch: amounts
        for stretch, amounts in after.by_stretch.items()
        if amounts != before.by_stretch.get(stretch)
    }


def test_terminals_without_a_flow_exchange_with_where_most_of_their_network_does(city: Estate):
    assert told(peopled(city, "F-2"), 50) == {Stretch(RES, "HILL", "HALL"): (2_000, 0)}
    assert told(peopled(city, "F-5"), 50) == {Stretch(ADM, "HILL", "EAST"): (1_000, 0)}
    fewer = peopled(city, "F-5", "F-3", "F-4")  # then most goes to S-OLD and VM-1 in the hall
    assert told(fewer, 50) == {Stretch(ADM, "HILL", "HALL"): (1_000, 0)}


def test_flows_tell_better_and_nothing_counts_where_nothing_is_asked(city: Estate):
    assert told(peopled(city), 50) == {}
    assert told(peopled(city, "F-2", "F-5"), 0) == {}
    assert told(peopled(city, "F-2", "F-5", resident=0, administrative=0), 50) == {}
    assert asked(peopled(city, "F-2"), 0).notes == asked(city, 0).notes


def test_without_any_flow_the_centre_is_where_most_servers_are(city: Estate):
    quiet = peopled(city, *(row.id for row in city.flows))
    assert told(quiet, 50) == {
        Stretch(RES, "HILL", "HALL"): (2_000, 0),
        Stretch(ADM, "HILL", "HALL"): (1_000, 0),
    }


def test_the_order_of_rows_does_not_matter(city: Estate):
    quiet = peopled(city, *(row.id for row in city.flows))
    turned = replace(quiet, sites=quiet.sites[::-1], servers=quiet.servers[::-1])
    assert [*terminals(turned, 50)] == [*terminals(quiet, 50)]


def test_a_line_is_kept_for_terminals_that_would_be_left_otherwise(city: Estate):
    placed = peopled(city, "F-2")
    picked = {
        kbit_s: Leases(network, 5.0).cheapest(Prices(weight=Fraction(60))).picks["W-L-RES"]
        for kbit_s in (0, 50)
        for network in (asked(placed, kbit_s),)
    }
    assert picked == {0: 0, 50: 1}
    merged = asked(placed, 50, "merged").traffic
    assert Traffic(source="both/HILL", target="both/HALL", office_kbit_s=2_000, night_kbit_s=0) in (
        merged
    )


def test_terminals_of_a_site_without_lines_are_told_and_in_nobodys_way(city: Estate):
    far = Site(id="FAR", name="f", kind=SiteKind.BRANCH, resident_terminals=5)
    network = asked(replace(city, sites=(*city.sites, far)), 50)
    assert any("FAR" in note.en and "no line's load" in note.en for note in network.notes)
    assert all("FAR" not in t.source for t in network.traffic)
    assert Leases(network, 5.0).cheapest(Prices(weight=Fraction(60))).cost is not None


def test_a_scenario_says_how_much_a_terminal_exchanges(city: Estate):
    said = ComparisonOptions(terminal_kbit_s=50)
    assert asking(city, said).asked.terminal_kbit_s == 50
    assert asking(city).asked.terminal_kbit_s == 0
