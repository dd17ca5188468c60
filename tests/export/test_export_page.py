"""report.html: one offline file, the answer first, nothing in it that acts."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from consolidation.export.contents.all import all_tables
from consolidation.export.figures.all import all_drawings
from consolidation.export.figures.style import Drawing
from consolidation.export.report import report
from consolidation.export.review import Review
from consolidation.text import Text


@pytest.fixture(scope="module")
def drawings(review: Review) -> tuple[Drawing, ...]:
    return all_drawings(review)


@pytest.fixture(scope="module")
def html(review: Review, drawings: tuple[Drawing, ...]) -> str:
    return report(review, all_tables(review), drawings)


class Elements(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))

    def handle_data(self, data: str) -> None:
        if self.lasttag != "style":
            self.text.append(data)


@pytest.fixture(scope="module")
def seen(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    return parser


def test_nothing_points_outside(html: str, seen: Elements):
    pointing = ("src", "href", "xlink:href", "srcset", "action", "data", "poster", "background")
    for tag, attrs in seen.tags:
        for name in pointing:
            assert (attrs.get(name) or "#").startswith("#"), (tag, attrs)
    for match in re.finditer(r"url\(([^)]{0,40})", html):
        assert match[1].startswith(("#", "data:font/woff;base64,")), match[0]
    assert "http" not in html.replace("http-equiv", "")
    assert "@import" not in html
    outside = {"script", "link", "iframe", "object", "embed", "img", "form", "base", "image"}
    assert not outside & {tag for tag, _ in seen.tags}


def test_the_policy_forbids_everything_outside(seen: Elements):
    policies = [
        a["content"] for t, a in seen.tags if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert str(policies[0]).startswith("default-src 'none'")
    assert "script" not in str(policies[0])


def test_hostile_names_are_text(html: str, seen: Elements):
    """What was written as markup is shown as written, and no attribute is an event."""
    shown = "".join(seen.text)
    for name in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<b>文書</b>",
        "<script>部",
    ):
        assert name in shown
        assert name not in html
    assert "]]>&amp;</svg>" in shown
    assert "\u202e" not in html
    assert "ベル␇と<U+202E>反転" in shown
    assert not [a for _, attrs in seen.tags for a in attrs if a.startswith("on")]


def test_a_title_cannot_break_out(review: Review, drawings: tuple[Drawing, ...]):
    title = "</title><script>x</script>/*font*/{{ 7*7 }}"
    scenario = replace(review.plan.scenario, title=Text(title, title))
    plan = replace(review.plan, scenario=scenario)
    changed = Review(plan, review.as_is, review.to_be, review.problem, "en")
    html = report(changed, all_tables(changed), drawings)
    assert "<script" not in html
    assert "{{ 7*7 }}" in html
    assert html.count("@font-face") == 1


def test_the_answer_stands_first(seen: Elements):
    shown = "".join(seen.text)
    order = [
        "手作りの計画",
        "調達するホスト",
        "違反なし",
        "経費の増減",
        "クラスタ別の証明",
        "経路（各段は台帳の行）",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_a_finding_shows_its_witness_as_numbered_steps(html: str):
    article = re.search(r'<article class="finding bad">.*?</article>', html, re.DOTALL)
    assert article is not None
    assert article[0].count("<li>") == 2
    assert "無線回線 &lt;b&gt;L-004&lt;/b&gt;" in article[0]
    assert "[回線 L-004-adm、制御 CT-1]" in article[0]
    assert "制御を1つ加える" in article[0]


def test_it_can_be_read_without_eyes(html: str, seen: Elements):
    assert ("html", {"lang": "ja"}) in seen.tags
    figures = [attrs for tag, attrs in seen.tags if tag == "svg"]
    assert len(figures) == 7
    for attrs in figures:
        assert attrs["role"] == "img"
        assert set(str(attrs["aria-labelledby"]).split()) <= set(seen.ids)
    assert {a.get("scope") for t, a in seen.tags if t == "th"} == {"col", "row"}
    assert len(seen.ids) == len(set(seen.ids)), "every id once"
    for _, attrs in seen.tags:
        href = attrs.get("href")
        if href is not None:
            assert href.removeprefix("#") in seen.ids
    assert "@media print" in html


def test_the_font_inside_has_every_character_it_can_show(html: str, seen: Elements):
    data = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", html)
    assert data is not None
    font = TTFont(BytesIO(base64.b64decode(data[1])))
    known = set(font.getBestCmap())
    shown = {c for c in "".join(seen.text) if c.isprintable()}
    missing = {c for c in shown if ord(c) not in known} - set("😀한글␇")
    assert not missing
    assert len(known) < 1500
    assert len(html.encode()) < 3_000_000


def test_equal_plans_give_equal_pages(review: Review, html: str, drawings: tuple[Drawing, ...]):
    assert report(review, all_tables(review), drawings) == html
    again = all_drawings(review)
    assert [(d.png, d.svg) for d in again] == [(d.png, d.svg) for d in drawings]


def test_figures_are_named_and_hold_no_date(drawings: tuple[Drawing, ...]):
    assert [d.name for d in drawings] == [
        "network-as-is",
        "network-to-be",
        "hosts",
        "hours",
        "way-1",
        "waves",
        "costs",
    ]
    for drawing in drawings:
        assert drawing.png.startswith(b"\x89PNG")
        assert b"tIME" not in drawing.png
        assert b"Software" not in drawing.png
        assert drawing.svg.startswith("<svg")
        for word in ("<!--", "<metadata", "<text", "date", "w3.org/TR", "script"):
            assert word not in drawing.svg
        assert drawing.alt.ja
        assert drawing.alt.en
