"""The options as points of cost and utilisation, and which of them no other beats."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from consolidation.comparing.model import OptionAnswer
from consolidation.export.options import words
from consolidation.export.options.shown import Shown
from consolidation.text import Text

YEN_PER_MILLION = 1_000_000
MOST_CONTROLS = 10**6
"""Stands for no way at all where numbers of controls are compared."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a margin of controls is drawn: a shape, a colour, and what they say."""

    shape: str
    colour: str
    text: Text


NO_WAY = Mark("D", "#117864", Text("電波からの経路なし", "no way from the air"))
SPARE = Mark("o", "#0072B2", Text("制御に余裕あり", "controls to spare"))
JUST = Mark("s", "#E69F00", Text("制御は必要数ちょうど", "just the controls required"))
SHORT = Mark("v", "#B03A00", Text("制御が不足", "too few controls"))
MARKS = (NO_WAY, SPARE, JUST, SHORT)


@dataclass(frozen=True, slots=True)
class Point:
    """An option as a point: its number in the key, its cost and its worst utilisation."""

    number: int
    option: OptionAnswer
    cost: Fraction
    share: Fraction

    @property
    def x(self) -> float:
        """Its cost in million yen."""
        return float(self.cost / YEN_PER_MILLION)

    @property
    def y(self) -> float:
        """Its worst utilisation in percent."""
        return float(100 * self.share)

    @property
    def mark(self) -> Mark:
        """How its margin of controls is drawn."""
        margin = words.margin(self.option)
        if margin is None:
            return NO_WAY
        return SPARE if margin > 0 else JUST if margin == 0 else SHORT


def after_losses(shown: Shown) -> bool:
    """Return whether losses were looked at; without any, the normal state is what is drawn."""
    return any(option.after_loss for option in shown.comparison.options)


def points_of(shown: Shown) -> tuple[Point, ...]:
    """Return the options that have a cost, the cheapest first."""
    lost = after_losses(shown)
    found = []
    for option in shown.comparison.options:
        usage = option.after_loss if lost else option.normal
        if option.cost is not None and usage is not None:
            found.append((option.cost, usage.share, option))
    found.sort(key=lambda item: item[:2])
    return tuple(Point(i, option, cost, share) for i, (cost, share, option) in enumerate(found, 1))


def curves_of(shown: Shown) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """Return, by option, its least cost in million yen at each worst utilisation in percent."""
    found: dict[str, list[tuple[float, float]]] = {}
    for point in shown.comparison.frontier:
        at = float(point.cost / YEN_PER_MILLION), float(100 * point.share)
        found.setdefault(point.option, []).append(at)
    return tuple((name, tuple(points)) for name, points in found.items())


def non_dominated(
    points: Sequence[Point], measures: Sequence[Callable[[Point], Fraction]]
) -> tuple[Point, ...]:
    """Return the points that no other is as good as in every measure and better in one."""
    values = [tuple(measure(point) for measure in measures) for point in points]

    def better(a: tuple[Fraction, ...], b: tuple[Fraction, ...]) -> bool:
        return a != b and all(x <= y for x, y in zip(a, b, strict=True))

    return tuple(
        point
        for point, own in zip(points, values, strict=True)
        if not any(better(other, own) for other in values)
    )


def best_of(points: Sequence[Point]) -> tuple[tuple[Point, ...], frozenset[int]]:
    """Return the points that are joined, and the numbers of those that are named.

    Joined are those that none beats in cost and utilisation; named too those that one beats only
    because it has fewer controls.
    """
    offered = [point for point in points if point.option.offered]
    joined = non_dominated(offered, (_cost, _share))
    named = non_dominated(offered, (_cost, _share, _fewness))
    return joined, frozenset(point.number for point in named)


def _cost(point: Point) -> Fraction:
    return point.cost


def _share(point: Point) -> Fraction:
    return point.share


def _fewness(point: Point) -> Fraction:
    """Return a number that is the lower the more controls there are."""
    margin = words.margin(point.option)
    return Fraction(-MOST_CONTROLS if margin is None else -margin)
