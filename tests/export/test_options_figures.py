"""The figures of a comparison: what is joined and named, and that no label lies on another."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.comparing.model import Comparison, FrontierPoint, OptionAnswer
from consolidation.export.figures.style import drawing_style
from consolidation.export.options import pareto, tornado
from consolidation.export.options.figures import all_drawings
from consolidation.export.options.placing import CLEAR, Box, Wanted, place
from consolidation.export.options.trade_offs import (
    JUST,
    MARKS,
    NO_WAY,
    SHORT,
    SPARE,
    Point,
    best_of,
    non_dominated,
    points_of,
)
from consolidation.export.page import inline_svg
from consolidation.policy.model import Outcome
from consolidation.text import Text
from tests.export.option_samples import FORMULA, MARKUP, MATHS, comparison, shown

FRAME = Box(0, 0, 5, 4)


@pytest.fixture(scope="module")
def drawings():
    """Both figures in both languages, a price being named with markup."""
    whole = comparison()
    first, *rest = whole.swings
    hostile = replace(first, price=Text(f"回線料 {MARKUP}", f"fees {MARKUP}"))
    compared = replace(whole, swings=(hostile, *rest))
    return {language: all_drawings(shown(language, compared)) for language in ("ja", "en")}


def test_they_are_named_hold_no_text_and_no_date(drawings):
    for language, drawn in drawings.items():
        assert [d.name for d in drawn] == ["options-pareto", "options-tornado"]
        for drawing in drawn:
            assert drawing.png.startswith(b"\x89PNG")
            assert b"tIME" not in drawing.png
            assert drawing.svg.startswith("<svg")
            for word in ("<!--", "<metadata", "<text", "script", FORMULA, MARKUP, MATHS):
                assert word not in drawing.svg
            assert MARKUP not in inline_svg(drawing, language)
            assert drawing.alt.ja != drawing.alt.en
    ja, en = drawings["ja"], drawings["en"]
    assert all(a.png != b.png for a, b in zip(ja, en, strict=True))


def test_the_order_of_prices_does_not_matter(drawings):
    compared = comparison()
    turned = replace(compared, swings=compared.swings[::-1])
    first, again = (all_drawings(shown("ja", c)) for c in (compared, turned))
    assert [(d.png, d.svg) for d in again] == [(d.png, d.svg) for d in first]
    assert first != drawings["ja"]


def test_the_alternative_text_tells_the_joined_options(drawings):
    scatter, bars = drawings["en"]
    assert scatter.alt.en.startswith(
        "Scatter of cost and worst utilisation of 14 options. Not beaten: both merged + VRF 143.9 "
        "million yen, 66.7 %; inter-site lines merged + VRF 151.1 million yen, 66.0 %; "
    )
    assert "in-facility" not in scatter.alt.en
    assert "rework of buildings 137.7 to 149.0" in bars.alt.en


def tried(option: OptionAnswer, cost: int, share: int) -> OptionAnswer:
    assert option.after_loss is not None
    usage = replace(option.after_loss, share=Fraction(share, 100))
    return replace(option, cost=Fraction(cost), after_loss=usage)


def test_who_is_beaten_by_hand():
    """b is worse than a in both, c in one and no better in the other; equals both stay."""
    base = comparison().options[0]
    a, b, c, d, e = (
        Point(number, base, Fraction(cost), Fraction(share, 100))
        for number, (cost, share) in enumerate(((10, 50), (11, 51), (10, 60), (20, 40), (20, 40)))
    )

    def cost(point: Point) -> Fraction:
        return point.cost

    def share(point: Point) -> Fraction:
        return point.share

    assert non_dominated((a, b, c, d, e), (cost, share)) == (a, d, e)
    assert non_dominated((a, b, c), (cost,)) == (a, c)
    assert non_dominated((), (cost,)) == ()


def test_marks_tell_the_margin_and_refused_options_are_not_joined():
    points = points_of(shown())
    assert [p.number for p in points] == list(range(1, 15))
    costs = [p.x for p in points]
    assert costs == sorted(costs)
    marks = {p.option.name: p.mark for p in points}
    assert marks["separate"] is NO_WAY
    assert marks["both+vlan"] is SHORT
    assert marks["both+vrf"] is JUST
    assert marks["both+wavelength"] is SPARE
    assert len({m.shape for m in MARKS}) == len({m.colour for m in MARKS}) == 4
    joined, named = best_of(points)
    assert [p.option.name for p in joined] == [
        *("both+vrf", "inter-site+vrf", "both+encrypted", "both+sdn", "inter-site+sdn"),
        *("both+wavelength", "inter-site+wavelength"),
    ]
    of = {p.number: p.option.name for p in points}
    more = {of[number] for number in named} - {p.option.name for p in joined}
    assert more == {"separate", "inter-site+encrypted"}, "beaten only by one with fewer controls"


spots = st.tuples(st.floats(0.3, 4.7), st.floats(0.3, 3.7))


@settings(max_examples=30, deadline=None)
@given(st.lists(spots, min_size=1, max_size=8))
def test_no_label_lies_on_another_or_outside(points: list[tuple[float, float]]):
    wanted = [Wanted(x, y, 0.9, 0.13) for x, y in points]
    marks = [Box(x, y, x, y).grown(0.08) for x, y in points]
    places = place(wanted, marks, FRAME)
    assert len(places) == len(points)
    for box in places:
        assert FRAME.holds(box.grown(CLEAR))
        assert not any(box.meets(mark) for mark in marks)
    assert not any(a.meets(b) for a, b in combinations(places, 2))


def test_where_there_is_no_room_a_label_still_has_a_place():
    crowd = [Wanted(0.5, 0.5, 0.9, 0.9) for _ in range(4)]
    places = place(crowd, [], Box(0, 0, 1, 1))
    assert len(places) == 4


def without_losses(option: OptionAnswer) -> OptionAnswer:
    return replace(option, after_loss=None)


def without_design(option: OptionAnswer) -> OptionAnswer:
    return replace(option, cost=None)


def in_breach(option: OptionAnswer) -> OptionAnswer:
    return replace(option, policy=replace(option.policy, outcome=Outcome.VIOLATED))


def same(option: OptionAnswer) -> OptionAnswer:
    return tried(option, 1000, 50) if option.cost else option


@pytest.mark.parametrize(
    ("change", "language"),
    [(without_losses, "ja"), (without_design, "en"), (in_breach, "ja"), (same, "en")],
)
def test_there_is_always_a_figure(change, language):
    whole = comparison()
    compared: Comparison = replace(
        whole, options=tuple(map(change, whole.options)), swings=whole.swings[-1:]
    )
    drawn = all_drawings(shown(language, compared))
    assert [d.name for d in drawn] == ["options-pareto", "options-tornado"]
    assert all(d.png.startswith(b"\x89PNG") for d in drawn)
    assert ("normal state" in drawn[0].title.en) == (change is without_losses)


def test_a_single_option_and_no_price_at_all_have_figures_too():
    whole = comparison()
    bare = replace(whole, options=whole.options[:1], swings=())
    scatter, bars = all_drawings(shown("en", bare))
    assert "of 1 options" in scatter.alt.en
    assert bars.svg.startswith("<svg")


def test_bars_say_which_option_is_then_the_cheapest():
    own = shown("en")
    cheapest = own.comparison.cheapest
    assert cheapest is not None
    texts = {
        swing.price.en: [end.text for end in tornado.ends_of(own, cheapest, swing)]
        for swing in own.comparison.swings
    }
    assert texts["rework of buildings"] == ["-6.2", "+5.1 → inter-site+VRF"]
    assert texts["price of VRF"] == ["-0.4", "+0.4 → both+encrypted"]
    assert texts["installation"] == ["±0", "±0"]
    falling = replace(own.comparison.swings[0], low=own.comparison.swings[0].high, high=Fraction(0))
    lowered, raised = tornado.ends_of(own, cheapest, falling)
    assert (lowered.side, raised.side) == (1, -1)


def test_a_hundred_prices_are_cut_to_the_widest():
    whole = comparison()
    many = replace(whole, swings=whole.swings * 20)
    with drawing_style():
        drawing = tornado.draw(shown("en", many))
    assert drawing.alt.en.count(" to ") == tornado.MOST


@pytest.mark.parametrize(("apart", "labels"), [(0, 1), (1, 3)])
def test_options_at_one_point_share_a_label_that_names_them_all(
    apart: int, labels: int, monkeypatch: pytest.MonkeyPatch
):
    told: list[list[str]] = []
    written, placed = pareto._label, []

    def label(said, group, named) -> list[str]:
        told.append(written(said, group, named))
        return told[-1]

    def places(wanted, blocked, frame):
        placed.extend(place(wanted, blocked, frame))
        return placed

    monkeypatch.setattr(pareto, "_label", label)
    monkeypatch.setattr(pareto, "place", places)
    whole = comparison()
    options = [
        tried(own, 141_700_000 + 100_000 * apart * (n % 3), 50) if own.cost else own
        for n, own in enumerate(whole.options)
    ]
    compared = replace(whole, options=tuple(options), frontier=())
    with drawing_style():
        pareto.draw(shown("en", compared))
    assert len(told) == len(placed) == labels
    assert not any(a.meets(b) for a, b in combinations(placed, 2))
    numbers = [
        int(part.split()[0]) for lines in told for line in lines for part in line.split(", ")
    ]
    assert sorted(numbers) == list(range(1, 15))
    assert "1 separate" in told[0]


def test_no_label_lies_on_a_curve(monkeypatch: pytest.MonkeyPatch):
    found: list[tuple[Box, ...]] = []

    def places(wanted, blocked, frame):
        found.extend([place(wanted, blocked, frame), tuple(blocked)])
        return found[0]

    monkeypatch.setattr(pareto, "place", places)
    whole = comparison()
    (alone,) = whole.options[:1]
    assert alone.cost is not None
    assert alone.after_loss is not None
    start = FrontierPoint(option="separate", share=alone.after_loss.share, cost=alone.cost)
    lower = replace(start, share=start.share / 2, cost=start.cost * 2)
    compared = replace(whole, options=(alone,), frontier=(start, lower))
    with drawing_style():
        pareto.draw(shown("en", compared))
    labels, blocked = found
    assert len(labels) == 1
    assert len(blocked) == 3, "the point, and the two pieces of the curve"
    assert not any(label.meets(box) for label in labels for box in blocked)


def test_the_legend_holds_only_what_is_drawn():
    def said(compared: Comparison) -> list[str]:
        own = shown("en", compared)
        return [text.en for text, _ in pareto.entries(own, points_of(own))]

    whole = comparison()
    every = said(whole)
    assert pareto.JOINED.en in every
    assert "least cost of more room: separate" in every
    alone = replace(whole, options=whole.options[:1], frontier=whole.frontier[:1])
    assert said(alone) == [NO_WAY.text.en, pareto.SHADED.en]


def test_a_small_difference_is_not_told_as_none():
    own = shown("en")
    cheapest = own.comparison.cheapest
    assert cheapest is not None
    assert cheapest.cost is not None
    small = replace(
        own.comparison.swings[0],
        low=cheapest.cost - 4_000,
        low_option=cheapest.name,
        high=cheapest.cost + 40_000,
        high_option=cheapest.name,
    )
    assert [end.text for end in tornado.ends_of(own, cheapest, small)] == ["-0.004", "+0.04"]
