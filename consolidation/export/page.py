"""One offline HTML file: template, style, figures and font in one, nothing from outside."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from consolidation.export.figures.style import Drawing
from consolidation.export.fonts import subset_woff
from consolidation.export.hygiene import visible
from consolidation.export.labels import TONE
from consolidation.export.table import Cell, Kind, shown
from consolidation.text import Language, Text

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)
"""Content Security Policy: even if a name became markup, nothing could run or be fetched."""
MOST_ROWS = 500
"""Rows of one table that a page shows; the CSV and the workbook hold all of them."""
NUMBERS: frozenset[Kind] = frozenset({"count", "yen", "decimal", "percent"})
FONT_PLACE = "/*font*/"

_ROOT = re.compile(r"<svg\b[^>]*?\bviewBox=\"([^\"]+)\"[^>]*>")
_STYLE = re.compile(r"<style\b.*?</style>\s*", re.DOTALL)
_ID = re.compile(r'\bid="([^"]+)"')
_USE = re.compile(r'(?:xlink:)?href="#([^"]+)"')
_URL = re.compile(r"url\(#([^)]+)\)")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("consolidation.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """How a page says things in its language; the templates see it as ``h``."""

    language: Language
    most_rows: int = MOST_ROWS

    def say(self, ja: str, en: str) -> str:
        """Return one of two words."""
        return ja if self.language == "ja" else en

    def text(self, value: Text | str | None) -> str:
        """Return a text or name with everything unseen written out."""
        return visible(value.in_(self.language) if isinstance(value, Text) else value or "")

    def cell(self, value: Cell, kind: Kind) -> str:
        """Return a table's cell."""
        return visible(shown(value, kind, self.language))

    def figure(self, drawing: Drawing) -> str:
        """Return a figure as SVG source."""
        return inline_svg(drawing, self.language)

    def is_tall(self, drawing: Drawing) -> bool:
        """Return whether a figure is higher than wide, and so wants a page in portrait."""
        root = _ROOT.search(drawing.svg)
        if root is None:
            return False
        _, _, width, height = map(float, root[1].split())
        return height > width

    def is_number(self, kind: Kind) -> bool:
        """Return whether a column is set to the right."""
        return kind in NUMBERS

    def css(self, value: Cell, kind: Kind) -> str:
        """Return the CSS classes of a cell: how it is set, and its colour if it is worth one."""
        parts: list[str] = ["number" if kind in NUMBERS else kind]
        if kind in NUMBERS and isinstance(value, (str, Text)):
            parts.append("words")
        if isinstance(value, Text) and value in TONE:
            parts.append(TONE[value])
        return " ".join(parts)


def page(template: str, language: Language, values: Mapping[str, object]) -> str:
    """Return a page with the font's glyphs that it needs inside."""
    words = Words(language)
    shared = {"h": words, "say": words.say, "text": words.text, "lang": language, "policy": POLICY}
    html = _environment().get_template(template).render(values, **shared)
    return html.replace(FONT_PLACE, _font_face(html), 1)


def _font_face(html: str) -> str:
    data = subset_woff(html)
    return (
        "@font-face{font-family:'Plan Gothic';font-weight:400;font-style:normal;"
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


def inline_svg(drawing: Drawing, language: Language) -> str:
    """Return a figure's SVG for use inside a page: named for readers, ids its own.

    Its texts are outlines, so no name of the inventory is in it as text; title and description
    are escaped here.
    """
    title, alt = (escape(visible(t.in_(language))) for t in (drawing.title, drawing.alt))
    name = drawing.name
    root = _ROOT.search(drawing.svg)
    if root is None:
        raise ValueError(f"{name}: no <svg> with a viewBox")
    body = drawing.svg[root.end() :]
    body = _STYLE.sub("", body)
    body = _ID.sub(lambda m: f'id="{name}-{m[1]}"', body)
    body = _USE.sub(lambda m: f'href="#{name}-{m[1]}"', body)
    body = _URL.sub(lambda m: f"url(#{name}-{m[1]})", body)
    head = (
        f'<svg viewBox="{root[1]}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{alt}</desc>'
    )
    return head + body.strip()
