"""Re-check of a network design, by none of the code that made it.

Purchases, money, bound and status are counted again. That the traffic of every slice and state
can be routed is shown by exact routes where short ways suffice, else by one linear program.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import (
    Choice,
    DesignLink,
    DesignProblem,
    Module,
)
from consolidation.redesign.designing.verify_cuts import number, searched_cut, simple_cut
from consolidation.redesign.designing.verify_flows import Unmet, least_routing_cost, unmet
from consolidation.redesign.designing.verify_routes import Route, routes
from consolidation.redesign.designing.verify_states import State, states
from consolidation.redesign.designing.verify_words import PLAIN, Telling
from consolidation.solving.status import Status
from consolidation.text import Text

SAME = Fraction(1, 10**9)
"""Cost and bound are one where they differ by no more than this share."""
CLOSE = Fraction(1, 10**6)
"""Share by which what a program in floating point found may differ from what is exact."""


def verify_design(
    problem: DesignProblem, design: NetworkDesign, telling: Telling = PLAIN
) -> tuple[Text, ...]:
    """Return everything wrong with a design; empty means that it holds.

    ``telling`` has the words for states that do not hold.
    """
    if design.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        return tuple(_without_design(problem, design))
    found = tuple(_purchases(problem, design.purchases))
    if not found:
        found = (*_holds(problem, design, telling), *_cost(problem, design))
    return (*_claims(design), *found)


def _without_design(problem: DesignProblem, design: NetworkDesign) -> Iterator[Text]:
    """Nothing is bought or paid; where nothing is said to do, the most of everything does not."""
    status = design.status.value
    if design.cost is not None or design.purchases:
        yield Text(
            f"判定が {status} なのに費用か購入がある",
            f"it is {status}, yet has a cost or purchases",
        )
    if design.status is Status.INFEASIBLE:
        if design.culprit is None:
            yield Text("解がない理由がない", "it does not say why there is no design")
        if not any(_broken_states(problem, _most(problem), Fraction(0), PLAIN)):
            yield Text(
                "判定が infeasible なのに、すべてを最大限に買えば足りる",
                "it is infeasible, yet buying the most of everything is enough",
            )


def _most(problem: DesignProblem) -> dict[str, Fraction]:
    """Return the capacity of each link when as much is bought as can ever be used."""
    traffic = sum((sum(demand.amounts, Fraction(0)) for demand in problem.demands), Fraction(0))
    traffic *= max(Fraction(1), problem.normal_factor)
    found = {}
    for link in problem.links:
        largest = max((module.capacity for module in link.modules), default=Fraction(0))
        if problem.choice is not Choice.EXPLICIT and largest > 0:
            largest = max(largest, traffic)
        found[link.id] = link.installed + largest
    return found


def _purchases(problem: DesignProblem, purchases: tuple[Purchase, ...]) -> Iterator[Text]:
    """Purchases are of known links, once each, in their order, of what may be bought."""
    known = {link.id: link for link in problem.links}
    order = {name: at for at, name in enumerate(known)}
    names = [purchase.link for purchase in purchases]
    if names != sorted(set(names), key=lambda name: (order.get(name, -1), name)):
        yield Text(
            "購入がリンクの順でないか、重複している",
            "purchases are not in the order of the links, or of one link twice",
        )
    for purchase in purchases:
        link = known.get(purchase.link)
        if link is None:
            yield Text(f"リンク {purchase.link} はない", f"there is no link {purchase.link}")
            continue
        for fault in _faults(problem.choice, link, purchase.counts):
            yield Text(f"リンク {link.id}: {fault.ja}", f"link {link.id}: {fault.en}")


def _faults(choice: Choice, link: DesignLink, counts: tuple[Fraction, ...]) -> Iterator[Text]:
    if len(counts) != len(link.modules):
        yield Text(
            f"数量が {len(counts)} 個、モジュールは {len(link.modules)} 種",
            f"{len(counts)} counts for {len(link.modules)} modules",
        )
        return
    if not any(counts):
        yield Text("何も買わない購入がある", "a purchase of nothing is listed")
    if any(count < 0 for count in counts):
        yield Text("数量が負", "a count is negative")
    if choice is Choice.LINEAR:
        cheap = _cheapest(link.modules)
        if any(n and m not in cheap for n, m in zip(counts, link.modules, strict=True)):
            yield Text("単価が最も安いモジュールでない", "its module is not the cheapest per unit")
    elif any(count.denominator > 1 for count in counts):
        yield Text("数量が整数でない", "a count is not whole")
    if choice is Choice.EXPLICIT and sum(counts) > 1:
        yield Text("モジュールは1つまでしか選べない", "more than the one module that is allowed")


def _cheapest(modules: tuple[Module, ...]) -> list[Module]:
    """Return the modules of the lowest price per unit."""
    prices = [(module.cost / module.capacity, module) for module in modules if module.capacity > 0]
    lowest = min((price for price, _ in prices), default=None)
    return [module for price, module in prices if price == lowest]


def _claims(design: NetworkDesign) -> Iterator[Text]:
    """Cost, bound and status agree with each other."""
    if design.cost is None:
        yield Text("費用がない", "it has no cost")
        return
    cost, bound = design.cost, design.bound
    if bound > cost:
        yield Text(
            f"下界 {number(bound)} が費用 {number(cost)} より大きい",
            f"its bound {number(bound)} is above its cost {number(cost)}",
        )
    same = abs(cost - bound) <= SAME * abs(cost)
    if design.status is not (Status.OPTIMAL if same else Status.FEASIBLE):
        yield Text(
            f"判定 {design.status.value} は費用 {number(cost)} と下界 {number(bound)} に合わない",
            f"it is said to be {design.status.value}, "
            f"at a cost of {number(cost)} and a bound of {number(bound)}",
        )


def _capacities(problem: DesignProblem, purchases: tuple[Purchase, ...]) -> dict[str, Fraction]:
    found = {link.id: link.installed for link in problem.links}
    modules = {link.id: link.modules for link in problem.links}
    for purchase in purchases:
        for count, module in zip(purchase.counts, modules[purchase.link], strict=True):
            found[purchase.link] += count * module.capacity
    return found


def _cost(problem: DesignProblem, design: NetworkDesign) -> Iterator[Text]:
    """Cost is what is there, what is bought and the cheapest routing in the normal state."""
    counts = {purchase.link: purchase.counts for purchase in design.purchases}
    total = Fraction(0)
    for link in problem.links:
        total += link.installed_cost
        if link.id in counts:
            total += link.setup_cost
            for count, module in zip(counts[link.id], link.modules, strict=True):
                total += count * module.cost
    # the routing cost is the value of a program solved in floating point; all else is exact
    close = Fraction(0)
    if any(link.routing_cost for link in problem.links):
        close = CLOSE
        capacities = _capacities(problem, design.purchases)
        for at in range(len(problem.slices)):
            routing = least_routing_cost(next(states(problem, at, capacities)))
            if routing is None:  # then nothing is routed, which is a finding of its own
                if any(demand.max_latency is not None for demand in problem.demands):
                    yield Text(
                        "経路の費用を検証できない", "what routing costs could not be checked"
                    )
                return
            total += routing
    if design.cost is not None and abs(design.cost - total) > close * max(total, design.cost):
        yield Text(
            f"費用 {number(design.cost)} は内訳の合計 {number(total)} と違う",
            f"its cost is {number(design.cost)}, its parts add up to {number(total)}",
        )


def _holds(problem: DesignProblem, design: NetworkDesign, telling: Telling) -> Iterator[Text]:
    """All traffic can be routed in every slice and state."""
    slack = CLOSE if problem.choice is Choice.LINEAR else Fraction(0)
    return _broken_states(problem, _capacities(problem, design.purchases), slack, telling)


def _broken_states(
    problem: DesignProblem, capacities: Mapping[str, Fraction], slack: Fraction, telling: Telling
) -> Iterator[Text]:
    """Yield why, for every slice and state that does not hold."""
    for at in range(len(problem.slices)):
        known: tuple[Route, ...] = ()
        for state in states(problem, at, capacities):
            found = routes(state, known)
            if found is not None:
                known = known or found
                continue
            reason = _reason(state, slack, telling)
            if reason is not None:
                where = telling.where(state)
                yield Text(f"{where.ja}: {reason.ja}", f"{where.en}: {reason.en}")


def _reason(state: State, slack: Fraction, telling: Telling) -> Text | None:
    """Return why a state does not hold; ``None`` if it does."""
    cut = simple_cut(state, slack)
    if cut is None:
        lack = unmet(state)
        if lack is None:
            return Text("時間内に検証できない", "could not be checked in the time")
        if sum(lack.shares) <= CLOSE:  # the tolerance of the program, in shares of a demand
            return None
        cut = searched_cut(state, lack, slack)
        if cut is None:
            return _worst_met(state, lack, telling)
    return telling.cut(cut, state)


def _worst_met(state: State, lack: Unmet, telling: Telling) -> Text:
    """Name what is met least, where no cut shows that room is missing."""
    share, wish = max(zip(lack.shares, state.wishes, strict=True), key=lambda pair: pair[0])
    missing = Fraction(share) * max(w.amount for w in state.wishes)
    return telling.unmet(wish, missing, state)
