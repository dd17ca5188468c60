"""Every figure of a comparison."""

from consolidation.export.figures.style import Drawing, drawing_style
from consolidation.export.options import pareto, tornado
from consolidation.export.options.shown import Shown


def all_drawings(shown: Shown) -> tuple[Drawing, ...]:
    """Return the figures in the order a reviewer reads them."""
    with drawing_style():
        return pareto.draw(shown), tornado.draw(shown)
