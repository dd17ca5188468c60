"""What one cut asks of the links across it in all states, and the cheapest ways to meet it.

After the failure of any one link the others must carry what crosses then; links that fail at once
count as one. Where all capacities together are ``total``, a link that may fail can have at most
what ``total`` exceeds its need by: for every total that matters the least price is found link by
link.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class OnLink:
    """What may be had on one link, or on links that fail at once, one of several choices."""

    amounts: Whole
    """Of each choice, with what is there; the first one buys nothing."""
    numbers: Whole
    """(choices, priced things): how many of each."""
    alone: int | None
    """What the others must carry when this link is down; ``None`` where it never is."""


@dataclass(frozen=True)
class Across:
    """What is asked over a cut, in whole units.

    >>> own = OnLink(np.array([0, 2]), np.array([[0], [1]]), alone=2)
    >>> across = Across(2, (own, own, own))
    >>> price, ways = across.least(np.array([5.0]))
    >>> price, ways.tolist()
    (10.0, [[2]])
    """

    need: int
    """While all links are up."""
    links: tuple[OnLink, ...]

    @cached_property
    def _steps(self) -> tuple[tuple[int, tuple[tuple[Whole, Whole], ...]], ...]:
        """All totals at which more becomes possible, with the choices of each link then.

        Of a choice that is left: its place, and from where each amount is reached by it.
        """
        totals = {self.need}
        for own in self.links:
            if own.alone is not None:
                totals |= {own.alone + int(amount) for amount in own.amounts}
        found = []
        for total in sorted(t for t in totals if t >= self.need):
            at = np.arange(total + 1)
            steps = []
            for own in self.links:
                # what is never down alone may have more than all that is counted on
                limit = np.inf if own.alone is None else total - own.alone
                places = np.flatnonzero(own.amounts <= limit)
                steps.append((places, np.maximum(0, at - own.amounts[places, None])))
            if all(places.size for places, _ in steps):
                found.append((total, tuple(steps)))
        return tuple(found)

    def least(self, prices: Real) -> tuple[float, Whole]:
        """Return the least price of any way, and cheapest ways of some totals, one row each.

        A way says how many of each priced thing are bought. Infinite and empty if there is none.
        """
        best = np.inf
        ways = []
        costs = [own.numbers @ prices for own in self.links]
        for total, steps in self._steps:
            # entry t: the least price of t or more
            least = np.full(total + 1, np.inf)
            least[0] = 0.0
            picks = []
            for cost, (places, source) in zip(costs, steps, strict=True):
                reached = least[source] + cost[places, None]
                pick = reached.argmin(axis=0)
                least = reached[pick, np.arange(total + 1)]
                picks.append(pick)
            if np.isfinite(least[total]):
                best = min(best, float(least[total]))
                ways.append(self._way(total, steps, picks))
        return best, np.array(ways)

    def _way(self, total: int, steps: tuple[tuple[Whole, Whole], ...], picks: list[Whole]) -> Whole:
        way = np.zeros(self.links[0].numbers.shape[1], np.int64)
        left = total
        for own, (places, source), pick in zip(
            self.links[::-1], steps[::-1], picks[::-1], strict=True
        ):
            choice = int(pick[left])
            way += own.numbers[places[choice]]
            left = int(source[choice, left])
        return way
