"""What whole modules over a cut add up to when it must hold after the failure of any link.

Links that are down at once count as one.
"""

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
    """Whether all ways to cover a cut in every state add up to a claim's least.

    Where all capacities across together are ``total`` units, those of a link that may be down are
    at most what ``total`` exceeds its need by; the least price of that is found link by link, for
    every total at which some capacity becomes possible.
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
    joined = [link for own in recipe.together for link in own]
    if len(set(joined)) < len(joined) or not set(joined) <= set(links):
        return False
    bunches = [*recipe.together, *((link,) for link in links if link not in joined)]
    need, alone = _needs(whole, recipe.groups, bunches)
    most = max([need, *alone.values()])
    if most <= 0:
        return False

    def units(amount: int) -> int:
        return -(-min(amount, most) // recipe.unit)

    choices = []
    for bunch in bunches:
        own = {0: 0}
        for link in bunch:
            there = whole.installed[link]
            bundles = _worthwhile(whole, link, most - there, claim)
            if bundles is None:
                return False
            offered = [(there, 0), *((there + b.capacity, b.price) for b in bundles)]
            own = _with(own, [(units(amount), price) for amount, price in offered], units(most))
        choices.append((list(own.items()), units(alone.get(bunch, 0))))
    totals = {units(need)}
    for bunch, (amounts, asked) in zip(bunches, choices, strict=True):
        if bunch in alone:
            totals |= {asked + amount for amount, _ in amounts}
    return all(
        _least(choices, total, claim.least) >= claim.least
        for total in totals
        if total >= units(need)
    )


def _with(own: dict[int, int], offered: Sequence[tuple[int, int]], most: int) -> dict[int, int]:
    """Return the least price per amount with one more link, amounts up to ``most``."""
    found: dict[int, int] = {}
    for before, paid in own.items():
        for amount, price in offered:
            both = min(most, before + amount)
            found[both] = min(paid + price, found.get(both, paid + price))
    return found


def _needs(
    whole: WholeProblem, groups: tuple[int, ...], bunches: Sequence[tuple[int, ...]]
) -> tuple[int, dict[tuple[int, ...], int]]:
    """Return what crosses in any state, and what does when all links of a bunch are down."""
    need, alone = 0, dict[tuple[int, ...], int]()
    for state in whole.states:
        across = _across(whole, state, groups)
        need = max(need, across)
        for bunch in bunches:
            if state.down.issuperset(bunch):
                alone[bunch] = max(across, alone.get(bunch, 0))
    return need, alone


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
    for bundle in _bundles(whole, own, nothing, need, claim) if need > 0 else ():
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
    choices: Sequence[tuple[Sequence[tuple[int, int]], int]], total: int, enough: int
) -> int:
    """Return the least price of a total, with one choice (amount, price) on each link.

    A choice leaves what the others must carry of the total; from ``enough`` on prices are alike.
    """
    least = [0] + [enough] * total
    for own, asked in choices:
        fits = [(amount, price) for amount, price in own if amount <= total - asked]
        least = [
            min((least[max(0, t - amount)] + price for amount, price in fits), default=enough)
            for t in range(total + 1)
        ]
    return least[total]
