"""How every figure looks, and how it becomes bytes that bear no date."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO, StringIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.style import context
from matplotlib.transforms import Bbox

from consolidation.export.fonts import drawable, font_path
from consolidation.export.hygiene import visible
from consolidation.inventory.tables.kinds import Zone
from consolidation.text import Text

INK, SOFT, FAINT, PAPER = "#1F2933", "#52606D", "#D5DAE0", "#FFFFFF"
RESIDENT, ADMINISTRATIVE, MERGED = "#C2410C", "#1D5FA8", "#7A3E9D"
AS_IS, TO_BE, CEILING = "#8895A7", "#1D5FA8", "#A3142A"
ZONES: Mapping[str, str] = {
    Zone.RESIDENT: RESIDENT,
    Zone.ADMINISTRATIVE: ADMINISTRATIVE,
    Zone.LGWAN: "#2E7D6B",
    Zone.INTERNET: "#5C6BC0",
    Zone.SCHOOL: "#7D8B2C",
    Zone.HOSPITAL: "#B0467A",
    Zone.FIRE: "#8D5A2B",
    Zone.WATER: "#1593A8",
    Zone.PUBLIC: "#6B7280",
}
"""One colour per zone, the same in every figure."""
DPI = 140
WARNING = "#8A5A00"
FOOT_INCHES = 0.28
LONGEST_FOOTNOTE = 130

SETTINGS: Mapping[str, object] = {
    "axes.edgecolor": FAINT,
    "axes.grid": False,
    "axes.labelcolor": SOFT,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 12,
    "axes.titleweight": "normal",
    "axes.unicode_minus": False,
    "figure.facecolor": PAPER,
    "font.size": 9,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "consolidation",
    "text.color": INK,
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": SOFT,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "ytick.color": SOFT,
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure: its file name, its title, what it shows in words, and its bytes."""

    name: str
    title: Text
    alt: Text
    png: bytes
    svg: str


@contextmanager
def drawing_style() -> Iterator[None]:
    """Hold matplotlib's settings at ours, and give back what was there before.

    The user's own matplotlibrc takes no part, so that figures do not differ between machines.
    """
    path = str(font_path())
    fontManager.addfont(path)
    family = FontProperties(fname=path).get_name()
    settings = {**SETTINGS, "font.family": [family]}
    with context(settings, after_reset=True):
        yield


def new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of a size in inches, drawn without any window."""
    figure = Figure(figsize=(width, height), layout=None)
    FigureCanvasAgg(figure)
    return figure


def label(text: str, longest: int = 40) -> str:
    """Return a name as a figure can show it: on one line, not endless, no unknown glyph.

    >>> label("本庁舎" * 20, 8)
    '本庁舎本庁舎本…'
    """
    line = " ".join(visible(text).split())
    if len(line) > longest:
        line = line[: longest - 1] + "…"
    return drawable(line)


def title(figure: Figure, text: str) -> None:
    """Set the figure's title at its top left."""
    height = figure.get_size_inches()[1]
    figure.text(0.02, 1 - 0.12 / height, label(text, 90), size=13, va="top", color=INK)


def quiet(axes: Axes, grid: str = "y") -> None:
    """Leave an axes without a frame, with a faint grid along one direction."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    axes.set_axisbelow(True)
    if grid == "y":
        axes.yaxis.grid(visible=True, color=FAINT, linewidth=0.6)
    elif grid == "x":
        axes.xaxis.grid(visible=True, color=FAINT, linewidth=0.6)


def sentence(head: str, words: str, name: str, heading: Text, alt: Text, footnote: str) -> Drawing:
    """Return a low figure that says in a sentence why there is nothing to draw."""
    figure = new_figure(10, 0.8)
    title(figure, head)
    figure.text(0.02, 0.16, label(words, 110), size=9.5, color=SOFT)
    return finish(figure, name, heading, alt, footnote)


def _footed(figure: Figure, footnote: str) -> Bbox | None:
    """Write the footnote below the figure; return the box, in inches, that holds both."""
    if not footnote:
        return None
    width, height = figure.get_size_inches()
    words = label(footnote, LONGEST_FOOTNOTE)
    figure.text(0.02, -0.06 / height, f"※ {words}", size=8, va="top", color=WARNING)
    return Bbox.from_extents(0, -FOOT_INCHES, width, height)


_PROLOGUE = re.compile(r"<\?xml[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*")
_METADATA = re.compile(r"<metadata>.*?</metadata>\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def finish(figure: Figure, name: str, heading: Text, alt: Text, footnote: str = "") -> Drawing:
    """Return the figure as PNG and SVG, both without date or maker.

    A footnote stands on a strip of its own below the figure.
    """
    png, svg = BytesIO(), StringIO()
    box = _footed(figure, footnote)
    figure.savefig(png, format="png", dpi=DPI, bbox_inches=box, metadata={"Software": None})
    metadata = {"Date": None, "Creator": None, "Type": None}
    figure.savefig(svg, format="svg", bbox_inches=box, metadata=metadata)
    text = svg.getvalue()
    for pattern in (_PROLOGUE, _METADATA, _COMMENT):
        text = pattern.sub("", text)
    return Drawing(name, heading, alt, png.getvalue(), text)
