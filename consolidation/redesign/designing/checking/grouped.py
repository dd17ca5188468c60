"""What whole modules between groups of nodes add up to, over all ways to cover all cuts."""

from bisect import bisect_left
from itertools import combinations

from consolidation.redesign.designing.checking.rows import crossing
from consolidation.redesign.designing.checking.sums import least_prices
from consolidation.redesign.designing.checking.whole import Row, State, WholeProblem
from consolidation.redesign.designing.problem import Direction
from consolidation.redesign.designing.recipes import Grouped

MOST_GROUPS = 6
MOST_WAYS = 300_000
"""Beyond so many different remainders of needs a claim is not checked."""

Pair = frozenset[int]


def grouped_shows(whole: WholeProblem, recipe: Grouped, claim: Row) -> bool:
    """Whether no way to cover what groups need across cuts adds up to less than a claim's least.

    Pair of groups by pair, what cuts still need is kept with the least sum that leaves it.
    """
    groups = recipe.groups
    if (
        not whole.has_whole_modules
        or recipe.unit < 1
        or len(groups) != len(whole.nodes)
        or len(set(groups)) > MOST_GROUPS
        or min((0, *claim.factors.values())) < 0
    ):
        return False
    state = whole.states[recipe.state]
    prices = _prices(whole, recipe, claim)
    sides = _sides(groups)
    needs = tuple(-(-max(0, _need(whole, state, groups, s)) // recipe.unit) for s in sides)
    left = {needs: 0}
    pairs = sorted(prices, key=sorted)
    for number, pair in enumerate(pairs):
        across = [len(pair & side) == 1 for side in sides]
        # what no later pair can cover must be covered here
        last = [
            here and all(len(other & side) != 1 for other in pairs[number + 1 :])
            for here, side in zip(across, sides, strict=True)
        ]
        left = _covered(left, prices[pair], across, last, claim.least)
        if len(left) > MOST_WAYS:
            return False
    return not any(sum(remaining) == 0 for remaining in left)


def _prices(whole: WholeProblem, recipe: Grouped, claim: Row) -> dict[Pair, dict[int, int]]:
    """Return the least factor by pairs of groups and sizes in units."""
    links = crossing(whole, whole.states[recipe.state], recipe.groups)
    found: dict[Pair, dict[int, int]] = {}
    for j, column in enumerate(whole.columns):
        if column.link in links:
            own = found.setdefault(frozenset(links[column.link]), {})
            size = -(-column.capacity // recipe.unit)
            factor = claim.factors.get(j, 0)
            own[size] = min(factor, own.get(size, factor))
    return found


def _sides(groups: tuple[int, ...]) -> list[Pair]:
    """Return one side of every way to part the groups in two."""
    others = sorted(set(groups))[1:]
    return [
        frozenset(side) for num in range(1, len(others) + 1) for side in combinations(others, num)
    ]


def _need(whole: WholeProblem, state: State, groups: tuple[int, ...], side: Pair) -> int:
    """Return what must be bought across a cut."""
    out = back = 0
    for source, target, amount in state.demands:
        leaves, enters = groups[source] in side, groups[target] in side
        out += amount if leaves and not enters else 0
        back += amount if enters and not leaves else 0
    there = sum(
        whole.installed[link]
        for link, joined in crossing(whole, state, groups).items()
        if len(joined & side) == 1
    )
    # a line that has its capacity both ways serves both; all others add up
    both = max(out, back) if whole.problem.direction is Direction.BIDIRECTED else out + back
    return both - there


def _covered(
    left: dict[tuple[int, ...], int],
    prices: dict[int, int],
    across: list[bool],
    last: list[bool],
    least: int,
) -> dict[tuple[int, ...], int]:
    """Return what needs remain after any number of modules of a pair, each at its least sum."""
    most = max((max(remaining) for remaining in left), default=0)
    table = least_prices(prices, most)
    # of amounts at one price only the largest matters
    amounts = [a for a in range(most + 1) if a == most or table[a + 1] > table[a]]
    found: dict[tuple[int, ...], int] = {}
    for remaining, paid in left.items():
        wanted = max(n if here else 0 for n, here in zip(remaining, across, strict=True))
        must = max(n if here else 0 for n, here in zip(remaining, last, strict=True))
        for amount in amounts[bisect_left(amounts, must) :]:
            price = paid + table[amount]
            if price >= least:
                break
            after = tuple(
                max(0, n - amount) if here else n for n, here in zip(remaining, across, strict=True)
            )
            found[after] = min(price, found.get(after, price))
            if amount >= wanted:
                break
    return found
