"""What is worth buying on a link: bundles of modules that no cheaper one has the capacity of.

A design that buys another bundle is not the cheapest: the cheaper one can take its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.redesign.designing.inequalities import Variables

MOST_BUNDLES = 40
"""Of a link; more are not looked at."""
MOST_TRIED = 400


@dataclass(frozen=True, slots=True)
class Bundle:
    """How many of which columns."""

    numbers: tuple[tuple[int, int], ...]
    capacity: int
    cost: int


class Bundles:
    """The bundles of every link, up to a capacity."""

    def __init__(self, variables: Variables) -> None:
        self._net = variables.net
        self._columns: dict[int, list[int]] = {}
        for j, column in enumerate(self._net.columns):
            self._columns.setdefault(column.link, []).append(j)
        self._known: dict[tuple[int, int], tuple[Bundle, ...] | None] = {}

    def of(self, link: int, need: int) -> tuple[Bundle, ...] | None:
        """Return what is worth buying, with nothing in it that a need can do without.

        ``None`` where there is too much to choose from.
        """
        if (link, need) not in self._known:
            tried: list[Bundle] = []
            for bundle in self._all(self._columns.get(link, []), Bundle((), 0, 0), need):
                tried.append(bundle)
                if len(tried) > MOST_TRIED:
                    break
            few = len(tried) <= MOST_TRIED
            kept = [
                bundle
                for bundle in (_undominated(tried) if few else ())
                if bundle.capacity - self._smallest(bundle) < need
            ]
            few = few and len(kept) <= MOST_BUNDLES
            self._known[link, need] = tuple(kept) if few else None
        return self._known[link, need]

    def _smallest(self, bundle: Bundle) -> int:
        return min(self._net.columns[j].capacity for j, _ in bundle.numbers)

    def _all(self, columns: list[int], bundle: Bundle, need: int) -> Iterator[Bundle]:
        """Yield all bundles: more of the columns, none once the need is met."""
        if bundle.numbers:
            yield bundle
        if bundle.capacity >= need or (self._net.single and bundle.numbers):
            return
        for place, j in enumerate(columns):
            own = self._net.columns[j]
            most = 1 if self._net.single else -(-(need - bundle.capacity) // own.capacity)
            for times in range(1, most + 1):
                more = Bundle(
                    (*bundle.numbers, (j, times)),
                    bundle.capacity + times * own.capacity,
                    bundle.cost + times * own.cost,
                )
                yield from self._all(columns[place + 1 :], more, need)


def _undominated(bundles: list[Bundle]) -> Iterator[Bundle]:
    """Yield the bundles whose capacity no cheaper one has."""
    most = most_here = 0
    cost = None
    for bundle in sorted(bundles, key=lambda b: b.cost):
        if bundle.cost != cost:
            most, cost = max(most, most_here), bundle.cost
        if bundle.capacity > most:
            yield bundle
        most_here = max(most_here, bundle.capacity)
