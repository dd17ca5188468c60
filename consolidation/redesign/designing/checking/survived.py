"""What whole modules over a cut add up to when it must hold after the failure of any link."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consolidation.redesign.designing.checking.whole import Column, Row, State, WholeProblem
from consolidation.redesign.designing.problem import Choice, Direction
from consolidation.redesign.designing.recipes import Survived

MOST_BUNDLES = 1000
"""Beyond so many bundles on a link a claim is not checked."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Modules bought on one link."""

    capacity: int
    cost: int
    price: int
    """Sum of the factors of a claim."""
    smallest: int
    """The least capacity of one of them."""


def survived_shows(whole: WholeProblem, recipe: Survived, claim: Row) -> bool:
    """Whether all ways to cover a cut after every failure add up to a claim's least.

    Where the largest bundle counts for ``largest`` units, all together must count for that and
    the need; the least price of that is found link by link.
    """
    if claim.least <= 0:
        return min((0, *claim.factors.values())) == 0
    if (
        not whole.has_whole_modules
        or whole.problem.direction is Direction.DIRECTED
        or recipe.unit < 1
        or len(recipe.groups) != len(whole.nodes)
        or not set(recipe.groups) <= {0, 1}
        or min((0, *claim.factors.values())) < 0
    ):
        return False
    links = [i for i, (a, b) in enumerate(whole.ends) if recipe.groups[a] != recipe.groups[b]]
    need = _need(whole, recipe.groups, links)
    if need <= 0 or any(whole.installed[link] for link in links):
        return False
    needed = -(-need // recipe.unit)
    options = []
    for link in links:
        bundles = _worthwhile(whole, link, need, claim)
        if bundles is None:
            return False
        options.append([(min(needed, -(-b.capacity // recipe.unit)), b.price) for b in bundles])
    amounts = {amount for own in options for amount, _ in own}
    return all(
        _least(options, largest, needed + largest, claim.least) >= claim.least
        for largest in amounts
    )


def _need(whole: WholeProblem, groups: tuple[int, ...], links: Sequence[int]) -> int:
    """Return what crosses when a link is down, of all links the least; 0 where one never is."""
    found: dict[int, int] = {}
    for state in whole.states:
        down = state.down.intersection(links)
        if len(down) == 1:
            (link,) = down
            found[link] = max(_across(whole, state, groups), found.get(link, 0))
    return min((found.get(link, 0) for link in links), default=0)


def _across(whole: WholeProblem, state: State, groups: tuple[int, ...]) -> int:
    out = sum(amount for a, b, amount in state.demands if groups[a] > groups[b])
    back = sum(amount for a, b, amount in state.demands if groups[a] < groups[b])
    # a line that has its capacity both ways serves both; all others add up
    return max(out, back) if whole.problem.direction is Direction.BIDIRECTED else out + back


def _worthwhile(whole: WholeProblem, link: int, need: int, claim: Row) -> list[Bundle] | None:
    """Return the bundles of a link whose capacity no cheaper one has; ``None`` if too many.

    Of those that meet the need also without one of their modules, what is left then counts: it
    has no higher price, and if it is not worthwhile, they are not.
    """
    own = [(j, column) for j, column in enumerate(whole.columns) if column.link == link]
    found = []
    nothing = Bundle(0, 0, 0, max((column.capacity for _, column in own), default=0))
    for bundle in _bundles(whole, own, nothing, need, claim):
        found.append(bundle)
        if len(found) > MOST_BUNDLES:
            return None
    return [
        bundle
        for bundle in found
        if bundle.capacity - bundle.smallest < need
        and not any(b.capacity >= bundle.capacity and b.cost < bundle.cost for b in found)
    ]


def _bundles(
    whole: WholeProblem,
    columns: Sequence[tuple[int, Column]],
    bundle: Bundle,
    need: int,
    claim: Row,
) -> Iterator[Bundle]:
    """Yield bundles of any numbers of modules, none added once the need is met."""
    if bundle.capacity:
        yield bundle
    if bundle.capacity >= need or (bundle.capacity and whole.problem.choice is Choice.EXPLICIT):
        return
    for place, (j, column) in enumerate(columns):
        more = Bundle(
            bundle.capacity + column.capacity,
            bundle.cost + column.cost,
            bundle.price + claim.factors.get(j, 0),
            min(bundle.smallest, column.capacity),
        )
        # the same module again, or one of those behind it
        yield from _bundles(whole, columns[place:], more, need, claim)


def _least(
    options: Sequence[Sequence[tuple[int, int]]], largest: int, total: int, enough: int
) -> int:
    """Return the least price of a total with at most one of each link's options.

    None counts for more than ``largest``; from ``enough`` on prices are all alike.
    """
    least = [0] + [enough] * total
    for own in options:
        fits = [(amount, price) for amount, price in own if amount <= largest]
        least = [
            min([least[t], *(least[max(0, t - amount)] + price for amount, price in fits)])
            for t in range(total + 1)
        ]
    return least[total]
