"""Check of a certificate that no design costs less than a bound.

In whole numbers and fractions only, with the standard library, and by none of the code of the
search: what the problem's arrays are (`checking.whole`) and what recipes show (`checking.claims`)
is worked out anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from consolidation.redesign.designing.certificate import DesignCertificate, Leaf, Split
from consolidation.redesign.designing.checking.claims import check_claims
from consolidation.redesign.designing.checking.sums import least_price
from consolidation.redesign.designing.checking.whole import WholeProblem
from consolidation.redesign.designing.problem import Choice, DesignProblem, Module
from consolidation.text import Text


def check_bound(problem: DesignProblem, certificate: DesignCertificate) -> tuple[Text, ...]:
    """Return everything wrong with a certificate; empty means that its bound is shown.

    >>> from consolidation.redesign.designing.certificate import Claim
    >>> from consolidation.redesign.designing.problem import Demand, DesignLink
    >>> from consolidation.redesign.designing.recipes import Metric
    >>> link = DesignLink(id="L", a="x", b="y", modules=(Module(Fraction(10), Fraction(3)),))
    >>> demand = Demand(id="d", source="x", target="y", amounts=(Fraction(25),))
    >>> problem = DesignProblem(name="p", nodes=("x", "y"), links=(link,), demands=(demand,))
    >>> certificate = DesignCertificate(
    ...     bound=Fraction(9),
    ...     columns=((0, 0),),
    ...     claims=(Claim(factors=((0, 10),), least=25, recipe=Metric(0, (1,))),),
    ...     nodes=(Leaf(((0, Fraction(3, 10)),)),),
    ... )
    >>> check_bound(problem, certificate)
    ()
    """
    found = (*_amounts(problem), *_columns(problem, certificate.columns))
    if found:  # then variables do not mean what the claims say
        return found
    whole = WholeProblem(problem, certificate.columns)
    found = tuple(check_claims(whole, certificate.claims))
    return (*found, *_tree(whole, certificate))


def _amounts(problem: DesignProblem) -> Iterator[Text]:
    """No amount is negative: it never pays to buy or to route more than needed, or in circles."""
    amounts = [amount for demand in problem.demands for amount in demand.amounts]
    amounts.append(problem.normal_factor)
    for link in problem.links:
        amounts += [link.installed, link.setup_cost, link.routing_cost]
        amounts += [amount for m in link.modules for amount in (m.capacity, m.cost)]
        amounts.append(link.latency)
    if any(amount < 0 for amount in amounts):
        yield Text(
            "負の量や費用がある問題の下界は検証できない",
            "a bound cannot be checked where an amount or a cost is negative",
        )


def _columns(problem: DesignProblem, columns: tuple[tuple[int, int], ...]) -> Iterator[Text]:
    """Columns are modules, once each; every module that has none is needless."""
    modules = {
        (i, place): module
        for i, link in enumerate(problem.links)
        for place, module in enumerate(link.modules)
    }
    if len(set(columns)) < len(columns) or any(
        column not in modules or not modules[column].capacity for column in columns
    ):
        yield Text(
            "列がモジュールを指していないか、重複している",
            "a column is no module with a capacity, or there twice",
        )
        return
    kept: dict[int, list[Module]] = {}
    for column in columns:
        kept.setdefault(column[0], []).append(modules[column])
    for (i, place), module in modules.items():
        if (i, place) not in columns and not _is_needless(problem.choice, module, kept.get(i, [])):
            name = problem.links[i].id
            yield Text(
                f"リンク {name}: {place + 1} 番目のモジュールの列がない",
                f"link {name}: its module {place + 1} has no column",
            )


def _is_needless(choice: Choice, module: Module, kept: list[Module]) -> bool:
    """Whether other modules of a link have a module's capacity at no higher cost."""
    if not module.capacity:
        return True
    if choice is Choice.LINEAR:
        return any(m.cost * module.capacity <= module.cost * m.capacity for m in kept)
    if any(m.capacity >= module.capacity and m.cost <= module.cost for m in kept):
        return True
    if choice is Choice.EXPLICIT or not kept:
        return False
    every = [module, *kept]
    unit = lcm(*(m.capacity.denominator for m in every))
    coin = lcm(*(m.cost.denominator for m in every))
    prices: dict[int, int] = {}
    for m in kept:
        size, price = int(m.capacity * unit), int(m.cost * coin)
        prices[size] = min(price, prices.get(size, price))
    least = least_price(prices, int(module.capacity * unit))
    return least is not None and least <= module.cost * coin


@dataclass(frozen=True, slots=True)
class _Case:
    """Limits that splits have set; variables without are any number from 0 up."""

    least: dict[int, int] = field(default_factory=dict)
    most: dict[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether no design can be in it."""
        return any(self.least.get(j, 0) > most for j, most in self.most.items())


def _tree(whole: WholeProblem, certificate: DesignCertificate) -> Iterator[Text]:
    """Yield where splits leave something out or a leaf shows less than the bound."""
    cases = {0: _Case()}
    bounds: list[Fraction] = []
    reached = 0
    for place, node in enumerate(certificate.nodes):
        case = cases.pop(place, None)
        if case is None:
            yield Text(f"節 {place} は根につながらない", f"node {place} is not below the root")
            continue
        reached += 1
        if isinstance(node, Leaf):
            fault = None if case.is_empty else _leaf(whole, certificate, node, case, bounds)
        else:
            fault = _split(whole, node, place, case, cases)
        if fault is not None:
            yield Text(f"節 {place}: {fault.ja}", f"node {place}: {fault.en}")
    if cases:
        places = ", ".join(map(str, sorted(cases)))
        yield Text(f"節 {places} がない", f"there is no node {places}")
    if not bounds:
        yield Text("どの場合にも下界がない", "no case has a bound")
        return
    shown = (min(bounds) + whole.fixed_cost) / whole.cost_factor
    if certificate.bound > shown:
        yield Text(
            f"下界 {certificate.bound} のうち {shown} までしか示されない",
            f"of the bound {certificate.bound} no more than {shown} is shown",
        )


def _split(
    whole: WholeProblem, node: Split, place: int, case: _Case, cases: dict[int, _Case]
) -> Text | None:
    """Hand the case on to both nodes behind a split; return what is wrong with it."""
    j = node.variable
    if j not in range(len(whole.costs)) or not whole.is_whole(j):
        return Text("整数でない変数で場合を分けている", "it splits by a variable that is not whole")
    for child in (node.below, node.above):
        if child <= place or child in cases:
            return Text(
                f"次の節 {child} が後にないか、2度使われる",
                f"its next node {child} is not behind it, or used twice",
            )
        cases[child] = case
    below = min(node.at, case.most.get(j, node.at))
    above = max(node.at + 1, case.least.get(j, 0))
    cases[node.below] = _Case(case.least, {**case.most, j: below})
    cases[node.above] = _Case({**case.least, j: above}, case.most)
    return None


def _leaf(
    whole: WholeProblem,
    certificate: DesignCertificate,
    leaf: Leaf,
    case: _Case,
    bounds: list[Fraction],
) -> Text | None:
    """Add the bound that multipliers show in a case; return what is wrong with them.

    What costs exceed the multiplied factors by counts at the lower limits of variables, what they
    fall short of them by at the upper ones.
    """
    scale = lcm(*(multiplier.denominator for _, multiplier in leaf.multipliers))
    reduced = [cost * scale for cost in whole.costs]
    total = 0
    for place, multiplier in leaf.multipliers:
        if place not in range(len(certificate.claims)) or multiplier < 0:
            return Text(
                f"乗数 {multiplier} が負か、不等式 {place} がない",
                f"its multiplier {multiplier} is negative, or there is no inequality {place}",
            )
        claim, times = certificate.claims[place], int(multiplier * scale)
        total += times * claim.least
        for j, factor in claim.factors:
            if j in range(len(reduced)):
                reduced[j] -= times * factor
    for j, cost in enumerate(reduced):
        if cost >= 0:
            total += cost * case.least.get(j, 0)
        elif j in case.most:
            total += cost * case.most[j]
        else:
            return Text(
                f"変数 {j} には上限がなく、乗数を掛けた係数の和が費用を超える",
                f"variable {j} has no upper limit, and its multiplied factors exceed its cost",
            )
    bound = Fraction(total, scale)
    step = gcd(*whole.costs)
    if not whole.routing and whole.has_whole_modules and step:
        bound = Fraction(-(-bound // step) * step)
    bounds.append(bound)
    return None
