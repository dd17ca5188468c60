"""The cheapest choice of changes that meets every demand found so far, by exact search.

Each demand says: coefficients of its changes that are made, and of its changes that are not,
add up to at least its need. The search is our own: a few dozen changes and demands are little to
it, every bound it prunes with is a sum of whole numbers, and a solver that is wrong in its
presolve cannot make a repair look cheapest.

Bounds are prices on demands (dual ascent): a demand may be charged as long as none of its changes
is charged more than it costs, and no choice is cheaper than what is charged in all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

MOST_NODES = 20_000
"""After so many nodes the search ends with the best choice so far and a bound that stands."""
MOST_ALIKE = 2_000
"""After so many nodes more the search for choices that cost the same ends."""


class Term(NamedTuple):
    """One change in a demand."""

    change: int
    """Its place in the list of costs."""
    weight: int
    made: bool = True
    """Whether it counts when the change is made; otherwise when it is not."""


@dataclass(frozen=True, slots=True)
class Demand:
    """The sum of the terms must come to ``need`` at least."""

    terms: tuple[Term, ...]
    need: int


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest choice, and what no choice is cheaper than."""

    changes: tuple[int, ...]
    cost: int
    bound: int


def cheapest(costs: Sequence[int], demands: Sequence[Demand], at_least: int = 0) -> Choice | None:
    """Return the choice of changes with the least sum of costs; ``None``: none was found.

    Of several that cost the same it is the one whose changes have the smallest numbers, as far as
    `MOST_ALIKE` allows looking for it.
    ``at_least`` is known to be a bound: a choice that costs no more ends the search.

    >>> either = Demand((Term(0, 1), Term(1, 1)), 1)
    >>> not_both = Demand((Term(0, 1, False), Term(2, 1)), 1)
    >>> cheapest([1, 3, 4], [either, not_both])
    Choice(changes=(1,), cost=3, bound=3)
    """
    return Search(costs, demands, at_least).run(first=True)


class Search:
    """Depth first, on the demand with the fewest changes open.

    ``missing`` is what a demand lacks if nothing more is made, ``within`` what its changes not
    yet decided can add.
    """

    def __init__(self, costs: Sequence[int], demands: Sequence[Demand], at_least: int) -> None:
        self.costs, self.at_least = costs, at_least
        self.decided: list[bool | None] = [None] * len(costs)
        self.helps: list[list[tuple[int, int]]] = [[] for _ in costs]
        self.hurts: list[list[tuple[int, int]]] = [[] for _ in costs]
        self.open_to = [[t for t in d.terms if t.made] for d in demands]
        self.missing = [d.need - sum(t.weight for t in d.terms if not t.made) for d in demands]
        self.within = [sum(t.weight for t in terms) for terms in self.open_to]
        for number, demand in enumerate(demands):
            for term in demand.terms:
                (self.helps if term.made else self.hurts)[term.change].append((number, term.weight))
        self.best: tuple[int, ...] | None = None
        self.best_cost = 0
        self.nodes = 0
        self.most, self.looks_for_alike = MOST_NODES, False

    def run(self, *, first: bool) -> Choice | None:
        """Return the cheapest choice; ``first``: of those that cost the same, the first."""
        root, _ = self._charged()
        self._descend(0)
        if self.best is None:
            return None
        complete = self.nodes <= MOST_NODES
        bound = self.best_cost if complete else max(root, self.at_least)
        if complete and first:
            self.most, self.looks_for_alike = self.nodes + MOST_ALIKE, True
            self._descend(0)
        return Choice(self.best, self.best_cost, bound)

    def _decide(self, change: int, made: bool) -> None:
        self.decided[change] = made
        for demand, weight in self.helps[change]:
            self.within[demand] -= weight
            self.missing[demand] -= weight if made else 0
        if made:
            for demand, weight in self.hurts[change]:
                self.missing[demand] += weight

    def _undo(self, change: int) -> None:
        made, self.decided[change] = self.decided[change], None
        for demand, weight in self.helps[change]:
            self.within[demand] += weight
            self.missing[demand] += weight if made else 0
        if made:
            for demand, weight in self.hurts[change]:
                self.missing[demand] -= weight

    def _left(self) -> list[tuple[int, list[Term]]]:
        """Return the demands not met with their changes not decided, the fewest first."""
        found = [
            (number, [t for t in self.open_to[number] if self.decided[t.change] is None])
            for number, missing in enumerate(self.missing)
            if missing > 0
        ]
        found.sort(key=lambda item: len(item[1]))
        return found

    def _charged(self) -> tuple[int, dict[int, int]]:
        """Return what the demands left cost at least, and what changes cost beyond that."""
        total, left = 0, dict[int, int]()
        for number, free in self._left():
            missing = self.missing[number]
            weights = [(t.change, min(t.weight, missing)) for t in free]
            prices = [left.get(c, self.costs[c]) // weight for c, weight in weights]
            price = min(prices, default=0)
            total += price * missing
            for change, weight in weights:
                left[change] = left.get(change, self.costs[change]) - price * weight
        return total, left

    def _done(self) -> bool:
        """Return whether nothing better can be found or the search has gone on for long enough."""
        reached = self.best is not None and self.best_cost <= self.at_least
        return self.nodes > self.most or (reached and not self.looks_for_alike)

    def _too_dear(self, cost: int) -> bool:
        """Return whether a choice is worth nothing if it costs as much."""
        if self.best is None:
            return False
        return cost > self.best_cost - (not self.looks_for_alike)

    def _descend(self, spent: int) -> None:
        self.nodes += 1
        dead = any(m > w for m, w in zip(self.missing, self.within, strict=True) if m > 0)
        if dead or self._done():
            return
        left = self._left()
        bound, beyond = self._charged()
        if self._too_dear(spent + bound):
            return
        if not left:
            choice = tuple(n for n, made in enumerate(self.decided) if made)
            if self.best is None or (spent, choice) < (self.best_cost, self.best):
                self.best, self.best_cost = choice, spent
            return
        over = sorted(beyond.items())
        ruled_out = [change for change, more in over if self._too_dear(spent + bound + more)]
        for change in ruled_out:
            self._decide(change, made=False)
        self._branch(spent, left[0][0])
        for change in ruled_out:
            self._undo(change)

    def _branch(self, spent: int, demand: int) -> None:
        """Try each change of a demand as the first one that is made."""
        free = {t.change for t in self.open_to[demand] if self.decided[t.change] is None}
        order = sorted(free, key=lambda c: (self.costs[c], c))
        for change in order:
            self._decide(change, made=True)
            self._descend(spent + self.costs[change])
            self._undo(change)
            self._decide(change, made=False)
        for change in order:
            self._undo(change)
