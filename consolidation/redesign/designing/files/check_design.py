"""Is a network design problem sound? Names that exist, amounts in range, nothing twice.

Whether the design is right is none of its business, only whether its amounts are numbers that
can be counted with.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain, islice

from consolidation.errors import Problem
from consolidation.nearest import suggestion
from consolidation.redesign.designing.answer import NetworkDesign
from consolidation.redesign.designing.problem import DesignLink, DesignProblem
from consolidation.text import Text

MOST = 10**30
"""Largest amount of a problem: what the largest demand of an SNDlib network comes to."""
FINEST = 10**120
"""Largest denominator of one."""
MOST_FOUND = 10**100
"""Largest amount of a design, which may be a sum or a product of the problem's."""
MOST_PROBLEMS = 50

Fault = tuple[tuple[str | int, ...], Text, Text | None]
"""Where, what and how to mend it."""


def problems_of(problem: DesignProblem, design: NetworkDesign, source: str) -> tuple[Problem, ...]:
    """Return what is wrong with what a design file holds, the first `MOST_PROBLEMS` at most."""
    faults = chain(
        _names(problem), _links(problem), _demands(problem), _failures(problem), _found(design)
    )
    return tuple(
        Problem(source, None, ".".join(map(str, at)), what, fix)
        for at, what, fix in islice(faults, MOST_PROBLEMS)
    )


def _names(problem: DesignProblem) -> Iterator[Fault]:
    """Each name is used once; there is a slice of time."""
    if not problem.slices:
        yield ("problem", "slices"), Text("時間帯がない", "there is no slice of time"), None
    for field, names in (
        ("nodes", problem.nodes),
        ("links", [link.id for link in problem.links]),
        ("demands", [demand.id for demand in problem.demands]),
        ("failures", [failure.id for failure in problem.failures]),
        ("slices", problem.slices),
    ):
        for name, num in sorted(Counter(names).items()):
            if num > 1:
                what = Text(f"{name}が{num}回ある", f"{name} appears {num} times")
                yield ("problem", field), what, None


def _links(problem: DesignProblem) -> Iterator[Fault]:
    """Links join nodes that exist; what they carry and cost is in range."""
    nodes = dict.fromkeys(problem.nodes)
    for i, link in enumerate(problem.links):
        at = "problem", "links", i
        for end, node in (("a", link.a), ("b", link.b)):
            yield from _known((*at, end), node, nodes)
        for field, amount in _amounts(link):
            yield from _within((*at, *field), amount)


def _amounts(link: DesignLink) -> Iterator[tuple[tuple[str | int, ...], Fraction]]:
    yield ("installed",), link.installed
    yield ("installed_cost",), link.installed_cost
    yield ("setup_cost",), link.setup_cost
    yield ("routing_cost",), link.routing_cost
    yield ("latency",), link.latency
    for j, module in enumerate(link.modules):
        yield ("modules", j, "capacity"), module.capacity
        yield ("modules", j, "cost"), module.cost


def _demands(problem: DesignProblem) -> Iterator[Fault]:
    """Demands join nodes that exist, with one amount per slice."""
    nodes, num = dict.fromkeys(problem.nodes), len(problem.slices)
    for i, demand in enumerate(problem.demands):
        at = "problem", "demands", i
        yield from _known((*at, "source"), demand.source, nodes)
        yield from _known((*at, "target"), demand.target, nodes)
        if len(demand.amounts) != num:
            what = Text(
                f"{demand.id}: 時間帯は{num}個だが、量は{len(demand.amounts)}個ある",
                f"{demand.id}: {num} amounts expected, one per slice, {len(demand.amounts)} found",
            )
            yield (*at, "amounts"), what, None
        for j, amount in enumerate(demand.amounts):
            yield from _within((*at, "amounts", j), amount)
        if demand.max_latency is not None:
            yield from _within((*at, "max_latency"), demand.max_latency)
    yield from _within(("problem", "normal_factor"), problem.normal_factor)


def _failures(problem: DesignProblem) -> Iterator[Fault]:
    """Failures are of links and nodes that exist."""
    nodes = dict.fromkeys(problem.nodes)
    links = dict.fromkeys(link.id for link in problem.links)
    for i, failure in enumerate(problem.failures):
        for field, names, known in (
            ("links", failure.links, links),
            ("nodes", failure.nodes, nodes),
        ):
            for j, name in enumerate(names):
                yield from _known(("problem", "failures", i, field, j), name, known)


def _found(design: NetworkDesign) -> Iterator[Fault]:
    """Amounts of a design are no larger than what arithmetic in floating point can hold."""
    amounts: list[tuple[tuple[str | int, ...], Fraction]] = [(("bound",), design.bound)]
    if design.cost is not None:
        amounts.append((("cost",), design.cost))
    if design.certificate is not None:
        amounts.append((("certificate", "bound"), design.certificate.bound))
    for i, purchase in enumerate(design.purchases):
        amounts += [(("purchases", i, "counts", j), n) for j, n in enumerate(purchase.counts)]
    for at, amount in amounts:
        if abs(amount) > MOST_FOUND:
            yield ("design", *at), Text("大きすぎる", "is too large"), None


def _known(at: tuple[str | int, ...], name: str, known: dict[str, None]) -> Iterator[Fault]:
    if name not in known:
        yield at, Text(f"{name}というものはない", f"there is no {name}"), suggestion(name, known)


def _within(at: tuple[str | int, ...], amount: Fraction) -> Iterator[Fault]:
    if amount < 0:
        yield at, Text("負である", "is negative"), None
    elif amount > MOST:
        yield at, Text("大きすぎる", "is too large"), None
    elif amount.denominator > FINEST:
        yield at, Text("分母が大きすぎる", "has too large a denominator"), None
