"""What the figures show, computed by hand where it can be."""

from datetime import date

import matplotlib as mpl
import pytest

from consolidation.export.figures import hours
from consolidation.export.figures.all import all_drawings
from consolidation.export.figures.layout import layout, ports
from consolidation.export.figures.style import drawing_style, label
from consolidation.export.figures.topology import carriage, topology
from consolidation.export.figures.waves import occurrences
from consolidation.export.fonts import drawable, font_path
from consolidation.export.review import Review
from consolidation.inventory.tables.kinds import CalendarKind
from consolidation.inventory.tables.times import CalendarEntry
from consolidation.scenario.model import Plan


def test_carriage_says_whose_traffic_a_link_carries(review: Review):
    before = {link.id: carriage(review.as_is, link) for link in review.as_is.links}
    after = {link.id: carriage(review.to_be, link) for link in review.to_be.links}
    assert before["L-001-res"] == "resident"
    assert before["L-001-adm"] == "administrative"
    assert after["L-001-res"] == "merged"
    assert after["L-003-adm"] == "administrative"


def test_topology_joins_parallel_links_and_finds_the_hub(review: Review):
    picture = topology(review.to_be)
    merged = [s for s in picture.strands if s.b == "S001"]
    assert [(s.carriage, s.capacity_mbit_s) for s in merged] == [("merged", 200)]
    assert picture.hubs == ("S000",)
    assert picture.wireless == {"S002"}
    assert {s.b for s in picture.strands if s.radio} == {"S004"}


def test_every_site_has_a_place_of_its_own(review: Review):
    pictures = (topology(review.as_is), topology(review.to_be))
    places = layout(review.as_is, pictures)
    spots = {(spot.x, spot.y) for spot in places.spots.values()}
    assert len(spots) == len(places.spots) == 12
    leaving = ports(places, pictures[0].strands)
    assert len(leaving) == len(pictures[0].strands)
    assert len(set(leaving.values())) >= len(leaving) // 2


def test_use_by_hour_before_and_after(review: Review):
    """24 servers of 8 cores at 30+i%5 % by day; 2.3 new cores each on 3 hosts of 24 cores."""
    before, after = hours.before(review), hours.after(review)
    mean = 30 + sum(i % 5 for i in range(24)) / 24
    assert before[12] == pytest.approx(mean)
    assert before[3] == pytest.approx(mean - 10)
    assert after[12] == pytest.approx(100 * 24 * 2.3 / 72)
    assert len(before) == len(after) == 24


def test_a_yearly_freeze_comes_back_and_29_february_is_no_obstacle():
    entry = CalendarEntry(
        id="C",
        kind=CalendarKind.FREEZE,
        name="年度末",
        starts_on=date(2020, 2, 29),
        ends_on=date(2020, 3, 31),
        yearly=True,
    )
    found = list(occurrences(entry, date(2021, 1, 1), date(2022, 1, 1)))
    assert [span.first for span in found] == [date(2020, 2, 29), date(2021, 3, 1), date(2022, 3, 1)]


def test_names_no_font_can_show_become_boxes():
    assert drawable("市😀役所") == "市□役所"
    assert label("a\nb\t\x07") == "a b □"
    assert font_path().is_file()


def test_settings_of_others_are_left_as_they_were():
    before = dict(mpl.rcParams)
    with drawing_style():
        assert mpl.rcParams["svg.fonttype"] == "path"
    assert dict(mpl.rcParams) == before


def test_an_empty_plan_still_has_all_figures(review: Review):
    from dataclasses import replace

    plan: Plan = review.plan
    empty = replace(
        plan,
        sizing=replace(plan.sizing, demands=()),
        packing=replace(plan.packing, hosts=(), placements=(), clusters=(), price_yen=0),
        schedule=replace(plan.schedule, waves=(), late=()),
        costs=replace(plan.costs, lines=(), years=()),
    )
    bare = replace(review.as_is, links=(), devices=())
    shown = Review(empty, bare, bare, replace(review.problem, guests=()), "en")
    assert len(all_drawings(shown)) == 7, "the way of the verdict is drawn without a network"
