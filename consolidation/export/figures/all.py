"""Every figure of a review."""

from consolidation.export.figures import costs, hosts, hours, network, rings, waves, ways
from consolidation.export.figures.style import Drawing, drawing_style
from consolidation.export.review import Review


def all_drawings(review: Review) -> tuple[Drawing, ...]:
    """Return the figures in the order a reviewer reads them."""
    with drawing_style():
        return (
            *network.draw(review),
            hosts.draw(review),
            hours.draw(review),
            *ways.draw(review),
            *rings.draw(review),
            waves.draw(review),
            costs.draw(review),
        )
