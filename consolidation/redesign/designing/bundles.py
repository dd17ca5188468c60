"""What is worth buying on a link: bundles of modules that no cheaper one has the capacity of.

A design that buys another bundle is not the cheapest: the cheaper one can take its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.redesign.designing.inequalities import Variables

MOST_BUNDLES = 12
"""Of a link; beyond that there are too many ways to choose on several links."""
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
        self._known: dict[tuple[int, int], tuple[Bundle, ...]] = {}

    def of(self, link: int, need: int) -> tuple[Bundle, ...]:
        """Return what is worth buying, with nothing in it that a need can do without.

        Empty where there is nothing or too much to choose from.
        """
        if (link, need) not in self._known:
            tried: list[Bundle] = []
            for bundle in self._all(self._columns.get(link, []), Bundle((), 0, 0), need):
                tried.append(bundle)
                if len(tried) > MOST_TRIED:
                    tried = []
                    break
            kept = [
                bundle
                for bundle in tried
                if bundle.capacity - self._smallest(bundle) < need
                and not any(b.capacity >= bundle.capacity and b.cost < bundle.cost for b in tried)
            ]
            self._known[link, need] = tuple(kept) if len(kept) <= MOST_BUNDLES else ()
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
