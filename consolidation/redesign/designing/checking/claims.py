"""Whether each claim of a certificate follows from its recipe."""

from collections.abc import Iterator, Mapping, Sequence

from consolidation.redesign.designing.certificate import Claim
from consolidation.redesign.designing.checking.grouped import grouped_shows
from consolidation.redesign.designing.checking.rows import given_rows, metric_row, spanning_row
from consolidation.redesign.designing.checking.sums import least_price, rounding_shows
from consolidation.redesign.designing.checking.survived import survived_shows
from consolidation.redesign.designing.checking.whole import Row, WholeProblem
from consolidation.redesign.designing.recipes import (
    Covering,
    Given,
    Grouped,
    Metric,
    Spanning,
    Summed,
    Survived,
)
from consolidation.text import Text

Rows = Mapping[int, Sequence[Row]]


def check_claims(whole: WholeProblem, claims: Sequence[Claim]) -> Iterator[Text]:
    """Yield what is wrong with claims.

    A claim may say less than its recipe shows: a multiple of what is worked out follows from
    that, and so does whatever has larger factors or a smaller least sum.
    """
    given: dict[int, list[Row]] = {}
    for row in given_rows(whole):
        for j in _negative(row):
            given.setdefault(j, []).append(row)
    for place, claim in enumerate(claims):
        fault = _fault(whole, claims[:place], claim, given)
        if fault is not None:
            yield Text(f"不等式 {place}: {fault.ja}", f"inequality {place}: {fault.en}")


def _negative(row: Row) -> list[int]:
    """Return the variables with a negative factor, by which given rows are found again."""
    return sorted(j for j, factor in row.factors.items() if factor < 0)


def _fault(whole: WholeProblem, before: Sequence[Claim], claim: Claim, given: Rows) -> Text | None:
    recipe = claim.recipe
    variables = {variable for variable, _ in claim.factors}
    if len(variables) < len(claim.factors) or not variables <= set(range(len(whole.costs))):
        return Text(
            "ない変数か、2度現れる変数がある",
            "it has a variable that is not there, or one twice",
        )
    if isinstance(recipe, Metric | Spanning | Grouped) and recipe.state not in range(
        len(whole.states)
    ):
        return Text("その状態はない", "there is no such state")
    if not _follows(whole, before, claim, given):
        return Text("根拠から導けない", "it does not follow from what it is derived from")
    return None


def _follows(whole: WholeProblem, before: Sequence[Claim], claim: Claim, given: Rows) -> bool:
    row = Row(dict(claim.factors), claim.least)
    others: Sequence[Row | None] = ()
    match claim.recipe:
        case Given():
            negative = _negative(row)
            others = given.get(negative[0], ()) if negative else (Row({}, 0),)
        case Metric() as recipe:
            others = (metric_row(whole, recipe),)
        case Spanning() as recipe:
            others = (spanning_row(whole, recipe),)
        case Grouped() as recipe:
            return grouped_shows(whole, recipe, row)
        case Survived() as recipe:
            return survived_shows(whole, recipe, row)
        case Covering():
            if len(claim.parents) != 1 or claim.parents[0] not in range(len(before)):
                return False
            return covering_shows(whole, before[claim.parents[0]], row)
        case Summed() as recipe:
            if not set(claim.parents) <= set(range(len(before))):
                return False
            parents = [before[place] for place in claim.parents]
            others = (summed_row(whole, parents, recipe.divisor),)
    return any(other is not None and row.follows_from(other) for other in others)


def summed_row(whole: WholeProblem, parents: Sequence[Claim], divisor: int) -> Row | None:
    """Return the sum of claims over whole numbers, divided and rounded up."""
    if divisor <= 0:
        return None
    total: dict[int, int] = {}
    for parent in parents:
        for variable, factor in parent.factors:
            if not whole.is_whole(variable):
                return None
            total[variable] = total.get(variable, 0) + factor
    factors = {variable: -(-factor // divisor) for variable, factor in total.items()}
    return Row(factors, -(-sum(parent.least for parent in parents) // divisor))


def covering_shows(whole: WholeProblem, parent: Claim, claim: Row) -> bool:
    """Whether whole numbers that satisfy a parent add up to a claim's least."""
    sizes = dict(parent.factors)
    if min((0, *sizes.values())) < 0 or min((0, *claim.factors.values())) < 0:
        return False
    prices: dict[int, int] = {}
    for variable, size in sizes.items():
        if size:
            if not whole.is_whole(variable):
                return False
            price = claim.factors.get(variable, 0)
            prices[size] = min(price, prices.get(size, price))
    if claim.least <= 0:
        return True
    if parent.least <= 0 or not prices:
        return False
    if rounding_shows(prices, parent.least, claim.least):
        return True
    shown = least_price(prices, parent.least)
    return shown is not None and shown >= claim.least
