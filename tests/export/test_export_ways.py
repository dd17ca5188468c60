"""The drawn ways and rings: what stands where, however long, strange or empty it is."""

import itertools
import re
from dataclasses import replace

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from consolidation.export.cards import MOST_DRAWN, finding_groups
from consolidation.export.contents.rings import proofs
from consolidation.export.figures import rings, ways
from consolidation.export.figures.lettering import em_width, shortened, wrapped
from consolidation.export.figures.style import Drawing, drawing_style
from consolidation.export.figures.way_layout import (
    MOST_STRIPS,
    PER_STRIP,
    Lane,
    lane_of,
    strips,
)
from consolidation.export.fonts import font_path
from consolidation.export.report import report
from consolidation.export.review import Review
from consolidation.network import names
from consolidation.policy.model import Fact, Ring, Step, Verdict
from consolidation.text import Text
from tests.export import verdict_samples as samples
from tests.export.conftest import HOSTILE

STRANGE = (*HOSTILE, "本庁舎サーバ室の基幹スイッチ" * 20, "W" * 300, "a/b%c", "")


def reviewed(review: Review, *verdicts: Verdict, language: str = "ja") -> Review:
    as_is = samples.with_controls(review.as_is)
    plan = replace(review.plan, verdicts=verdicts)
    return Review(plan, as_is, review.to_be, review.problem, language)


def drawn(review: Review) -> tuple[Drawing, ...]:
    with drawing_style():
        return (*ways.draw(review), *rings.draw(review))


def strange_way(num: int) -> tuple[Step, ...]:
    """Return a way whose steps take every lane and every strange name in turn."""
    nodes = (
        lambda n: names.air("devices", n),
        lambda n: names.wire(n, "V-1"),
        lambda n: names.domain(n, n),
        names.control,
        lambda n: "held/devices/x",
        names.server,
        lambda n: n,
    )
    return tuple(
        Step(
            node=nodes[i % 7](name := STRANGE[i % len(STRANGE)]),
            table=("devices", "links", "no-such-table", "")[i % 4],
            row=name,
            text=Text(name, name),
            control=name if i % 7 == 3 else None,
        )
        for i in range(num)
    )


def test_every_kind_of_state_has_its_lane():
    assert lane_of(names.air("links", "L")) is Lane.AIR
    assert lane_of(names.wire("L", "V")) is lane_of("native/L") is Lane.WIRE
    for node in (names.domain("D", "V"), names.ports("D"), names.segment("V")):
        assert lane_of(node) is Lane.DOMAIN
    assert lane_of(names.routing("D", "V")) is Lane.DOMAIN
    assert lane_of(names.control("C")) is Lane.CONTROL
    assert lane_of("held/platforms/P") is Lane.HELD
    for node in (names.server("S"), names.host("H"), names.platform("P"), names.system("Y")):
        assert lane_of(node) is Lane.SERVER
    assert lane_of("") is Lane.OTHER


def test_a_way_is_laid_out_in_strips():
    first, second = strips(samples.WAY, samples.BROKEN.guilty)
    assert [place.number for place in first.places] == [1, 2, 3, 4, 5, 6, 7]
    assert first.lanes == (Lane.AIR, Lane.DOMAIN, Lane.CONTROL, Lane.HELD)
    assert [(p.lane, p.row, p.detail) for p in second.places] == [
        (Lane.DOMAIN, "SW-CITYHALL-CORE-01", "V-110"),
        (Lane.SERVER, "SRV-JUKI-01", ""),
    ]
    assert [p.control for p in first.places] == [None, None, None, "C-FW-1", None, "C-FW-2", None]
    assert first.places[2].detail == "SW-3 V-20", "the state, where the row is another thing"


@pytest.mark.parametrize("guilty", [None, 0, 64, 129, 500])
def test_of_an_endless_way_the_ends_and_the_fault_are_shown(guilty: int | None):
    found = strips(strange_way(130), guilty)
    numbers = [place.number for strip in found for place in strip.places]
    assert numbers == sorted(set(numbers))
    assert numbers[0], numbers[-1] == (1, 130)
    assert guilty is None or guilty >= 130 or guilty + 1 in numbers
    assert len(found) <= MOST_STRIPS
    assert all(len(strip.places) <= PER_STRIP for strip in found)
    gaps = [b - a - 1 for a, b in itertools.pairwise(numbers) if b > a + 1]
    assert [strip.left_out for strip in found if strip.left_out] == gaps
    assert sum(gaps) + len(numbers) == 130


@pytest.mark.parametrize("name", STRANGE)
def test_names_fit_the_room_they_are_given_as_the_font_sets_them(name: str):
    """Measured by the figure library itself, not by our sum of widths."""
    font = FontProperties(fname=str(font_path()))
    for text in (shortened(name, 7.0), wrapped(name, 7.0, 2)):
        lines = text.split("\n")
        assert len(lines) <= 2
        for line in lines:
            if line.strip():
                path = TextPath((0, 0), line, size=10, prop=font, usetex=False)
                assert path.get_extents().width <= 70.5
    assert em_width("本庁") == 2.0


def test_what_fits_is_not_cut():
    assert wrapped("SW-CITYHALL-CORE-01", 8.0, 2) == "SW-CITYHALL-\nCORE-01"
    assert shortened("SW-3", 8.0) == "SW-3"
    assert shortened("本庁舎の基幹", 3) == "本庁…"


def test_each_violation_is_drawn_with_its_marks(review: Review):
    shown = reviewed(review, *samples.VERDICTS, language="en")
    way, unclear, ring = drawn(shown)
    assert (way.name, unclear.name, ring.name) == ("way-1", "way-2", "rings-as-is")
    assert "9 steps" in way.alt.en
    assert "at fault: links L-7" in way.alt.en
    assert "ring 1: reached past 1 control; 97 places (0 protected)" in ring.alt.en
    assert "entered through FW-1 (controls C-FW-1, C-FW-2), control C-OTHER" in ring.alt.en
    assert "22 more" in ring.alt.en
    again = [(d.png, d.svg) for d in drawn(shown)]
    assert again == [(d.png, d.svg) for d in (way, unclear, ring)]


def test_marks_differ_by_shape_not_by_colour_alone(review: Review):
    """Without the fault, the loss or the gates, other outlines are drawn, whatever their fill."""

    def outlines(finding) -> str:
        verdict = replace(samples.TO_BE, findings=(finding,))
        (drawing,) = drawn(reviewed(review, verdict))
        return re.sub(r"(fill|stroke|opacity): ?[^;\"]+", "", drawing.svg)

    ungated = tuple(replace(step, control=None) for step in samples.WAY)
    whole = samples.BROKEN
    variants = [
        whole,
        replace(whole, guilty=None),
        replace(whole, lost=()),
        replace(whole, witness=ungated),
        replace(whole, survey=(Fact(table="servers", row="SRV-JUKI-01", text=Text("", "")),)),
    ]
    assert len({outlines(finding) for finding in variants}) == len(variants)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_name_breaks_a_figure_or_the_page(review: Review, language: str):
    from consolidation.export.contents.all import all_tables
    from consolidation.export.figures.all import all_drawings

    findings = (
        replace(samples.BROKEN, subject=STRANGE[1], witness=strange_way(26), guilty=25),
        replace(samples.BROKEN, rule=STRANGE[2], subject="W" * 300, witness=strange_way(1)),
        replace(samples.BROKEN, witness=(), guilty=3, others=(strange_way(30),)),
    )
    walls = tuple(
        Ring(
            number=i,
            num_states=10**i,
            num_protected=i,
            elements=tuple(("devices", name) for name in STRANGE),
            guards=STRANGE if i else (),
        )
        for i in range(11)
    )
    shown = reviewed(
        review,
        replace(samples.TO_BE, findings=findings),
        replace(samples.AS_IS, rings=walls),
        language=language,
    )
    drawings = all_drawings(shown)
    assert [d.name for d in drawings if d.name.startswith(("way", "rings"))] == [
        "way-1",
        "way-2",
        "rings-as-is",
    ]
    for drawing in drawings:
        assert "<text" not in drawing.svg, "every letter is an outline"
        assert "<script" not in drawing.svg
    html = report(shown, all_tables(shown), drawings)
    assert "<script" not in html
    assert "<img" not in html
    marks = html.count('class="mark"')
    assert marks == 3, "the step at fault, and the lost control of two further ways"


def test_a_page_draws_breaches_first_and_not_without_end(review: Review):
    many = tuple(replace(samples.BROKEN, subject=f"X-{i:03}") for i in range(MOST_DRAWN + 5))
    shown = reviewed(
        review,
        replace(samples.AS_IS, findings=many),
        replace(samples.TO_BE, findings=(samples.UNCLEAR, samples.BROKEN)),
    )
    to_be, between, as_is = finding_groups(shown)
    assert [card.drawing for card in to_be.findings] == ["way-1", None], "unclear ones come after"
    assert sum(card.drawing is not None for card in as_is.findings) == MOST_DRAWN - 1
    assert between.findings == ()
    drawings = [card.drawing for card in as_is.findings if card.drawing]
    assert drawings == [f"way-{n}" for n in range(2, MOST_DRAWN + 1)]


def test_rings_with_the_same_gates_are_drawn_once(review: Review):
    moved = tuple(replace(ring, num_states=ring.num_states + 1) for ring in samples.RINGS)
    broken = replace(samples.TO_BE, state="wave-3", rings=samples.RINGS)
    other = tuple(replace(ring, guards=ring.guards[:1]) for ring in samples.RINGS)
    shown = reviewed(
        review,
        samples.AS_IS,
        replace(samples.AS_IS, state="to-be", rings=moved),
        replace(samples.AS_IS, state="wave-1", rings=other),
        replace(samples.AS_IS, state="wave-2", rings=()),
        replace(broken, findings=(samples.BROKEN,), repair=None),
    )
    found = drawn(shown)
    names = [drawing.name for drawing in found if drawing.name.startswith("rings")]
    assert names == ["rings-to-be", "rings-wave-1"], "only where P2 holds"
    found = tuple(drawing for drawing in found if drawing.name in names)
    also = [proof.also for proof in proofs(shown)]
    assert also == [Text("入口の制御が同じ状態: 現状", "same gates: as-is"), None]


def test_a_verdict_without_ways_or_rings_draws_nothing(review: Review):
    bare = Verdict(state="to-be", edition="city-2018", findings=())
    assert drawn(reviewed(review, bare)) == ()
    assert drawn(reviewed(review)) == ()
