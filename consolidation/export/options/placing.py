"""Labels set beside points so that none lies on another, on a point, or outside the frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import cos, hypot, pi, sin

DISTANCES = (0.13, 0.21, 0.32, 0.46, 0.62, 0.8, 1.0, 1.25, 1.5)
"""Inches from a point to its label, tried in this order."""
ANGLES = tuple(pi * k / 8 for k in (0, 2, -2, 8, 6, -6, 4, -4, 1, -1, 7, -7, 3, -3, 5, -5))
STEPS = 16
"""Parts of a line that are looked at."""
CLEAR = 0.03
"""Inches left free around a label."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in inches."""

    left: float
    low: float
    right: float
    high: float

    def meets(self, other: "Box") -> bool:
        """Return whether two rectangles have more than an edge in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.low < other.high
            and other.low < self.high
        )

    def holds(self, other: "Box") -> bool:
        """Return whether another rectangle lies inside."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.low <= other.low
            and other.high <= self.high
        )

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the rectangle.

        >>> Box(0, 0, 2, 1).distance(5, 5), Box(0, 0, 2, 1).distance(1, 1)
        (5.0, 0.0)
        """
        near = self.nearest(x, y)
        return hypot(near[0] - x, near[1] - y)

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the place in the rectangle that is nearest to a point."""
        return min(max(x, self.left), self.right), min(max(y, self.low), self.high)

    def grown(self, by: float) -> "Box":
        """Return the rectangle with a margin around it."""
        return Box(self.left - by, self.low - by, self.right + by, self.high + by)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label that belongs to a point: where the point is and how large the label is."""

    x: float
    y: float
    width: float
    height: float


def place(wanted: Sequence[Wanted], blocked: Sequence[Box], frame: Box) -> tuple[Box, ...]:
    """Return a place for each label, those first in order being nearest to their points.

    ``blocked`` is what no label may lie on, the points themselves included. Where there is no free
    place, the best of the others is taken: lying on something is worst, then to be as near to
    another label's point as to its own, or to have the line to its point lead across a label.
    """
    taken: list[Box] = []
    for label in wanted:
        others = [other for other in wanted if (other.x, other.y) != (label.x, label.y)]
        faults = partial(_faults, label, others, blocked, tuple(taken), frame)
        taken.append(min(_candidates(label), key=faults))
    return tuple(taken)


def _faults(
    label: Wanted,
    others: Sequence[Wanted],
    blocked: Sequence[Box],
    taken: Sequence[Box],
    frame: Box,
    box: Box,
) -> tuple[bool, int, int]:
    """Return what is wrong with a place for a label, the gravest first."""
    room, own = box.grown(CLEAR), box.distance(label.x, label.y)
    outside, met = not frame.holds(room), sum(room.meets(other) for other in (*blocked, *taken))
    if outside or met:  # a line that leads across a label is no matter there
        return outside, met, 0
    mistaken = any(box.distance(other.x, other.y) <= own for other in others)
    return outside, met, mistaken + sum(_crosses(box, label, other) for other in taken)


def _candidates(label: Wanted) -> Iterator[Box]:
    """Yield the places around a point, the nearest first; the first among equals is taken."""
    for distance in DISTANCES:
        for angle in ANGLES:
            x, y = label.x + distance * cos(angle), label.y + distance * sin(angle)
            left = x - label.width * (1 - cos(angle)) / 2
            low = y - label.height * (1 - sin(angle)) / 2
            yield Box(left, low, left + label.width, low + label.height)


def _crosses(box: Box, label: Wanted, other: Box) -> bool:
    """Return whether the line from a label to its point leads across another label."""
    x, y = box.nearest(label.x, label.y)
    along = (k / STEPS for k in range(STEPS + 1))
    line = ((x + (label.x - x) * t, y + (label.y - y) * t) for t in along)
    return any(other.holds(Box(a, b, a, b)) for a, b in line)
