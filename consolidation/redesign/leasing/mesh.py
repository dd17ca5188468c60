"""Parts of more than two nodes: what is asked of the network-design optimiser, and its answer.

A candidate's first term is what is there anyway (installed); each dearer term with more capacity
is a module, one of which may be bought. Where less of a line may be used normally than after a
loss, traffic counts for more in the normal state in proportion. Then, at the cost found, designs
are sought that carry more: the part of what may be used is lowered step by step below the worst
utilisation of the last design until none is left at that cost.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from time import monotonic

from consolidation.redesign.designing.design import carries, design_network
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.leasing.crossing import in_time_for_some
from consolidation.redesign.leasing.model import Candidate, Term
from consolidation.redesign.leasing.states import Ends, Part, PartLease, by_limit
from consolidation.redesign.leasing.uses import capacities, fullest
from consolidation.solving.status import Status

Costs = tuple[tuple[Fraction, ...], ...]
ALL = Fraction(1)
MOST_COST = 2**50
"""Costs in whole numbers beyond which they are rounded to the yen."""
LOOSE_SHARE = 0.7
"""Of the time, for the problem rounded so that its bound holds: its design nearly always does."""
EVENER = Fraction(1, 10**6)
"""A design is sought whose fullest line is less full by this share at least."""


def worthwhile(candidate: Candidate, costs: tuple[Fraction, ...], most: Fraction) -> list[int]:
    """Return the places of the terms that no other beats, by rising capacity and cost.

    Capacity beyond ``most`` is of no use.
    """
    useful = [min(Fraction(term.capacity_kbit_s), most) for term in candidate.terms]
    kept: list[int] = []
    for n in sorted(range(len(costs)), key=lambda n: (costs[n], -useful[n], n)):
        if not kept or useful[n] > useful[kept[-1]]:
            kept.append(n)
    return kept


def _most(part: Part, filled: Fraction) -> Fraction:
    """Return a capacity that carries everything one way."""
    normal = part.states[0]
    total = max(sum((own[k] for _, _, own in normal.loads), Fraction(0)) for k in (0, 1))
    return total / (normal.share * filled)


def _places(part: Part, costs: Costs, filled: Fraction) -> list[list[int]]:
    """Return the places of the terms worthwhile of each candidate; too slow ones are of no use."""
    most, useful = _most(part, filled), in_time_for_some(part)
    return [
        worthwhile(own, row, most if own.id in useful else Fraction(0))
        for own, row in zip(part.candidates, costs, strict=True)
    ]


def _down(amount: Fraction) -> Fraction:
    return Fraction(floor(amount))


def _up(amount: Fraction) -> Fraction:
    return Fraction(ceil(amount))


def _are_too_fine(costs: Costs) -> bool:
    """Return whether costs must be rounded, which is down, so that the bound holds.

    Discounting over many years gives fractions of denominators no machine word holds.
    """
    scale = lcm(*(cost.denominator for row in costs for cost in row))
    return sum((max(row) for row in costs), Fraction(0)) * scale > MOST_COST


def design_problem(
    part: Part, costs: Costs, filled: Fraction, *, loose: bool = False
) -> DesignProblem:
    """Return a part as a problem of network design, in whole kbit/s.

    No line is to be fuller than ``filled``, a part of what may be used. Capacities are what that
    is after a loss, rounded down, and traffic is rounded up, so that every design holds; ``loose``
    rounds the other way, so that its bound does. Traffic that is not asked for in a state in which
    its nodes still stand begins at a node of its own beside them, which fails then.
    """
    normal, *losses = part.states
    share = losses[0].share if losses else normal.share
    of_lines, of_traffic = (_up, _down) if loose else (_down, _up)
    price = _down if _are_too_fine(costs) else Fraction

    def usable(term: Term) -> Fraction:
        return of_lines(term.capacity_kbit_s * share * filled)

    links, useful = [], in_time_for_some(part)
    for own, row, places in zip(part.candidates, costs, _places(part, costs, filled), strict=True):
        first, *others = places
        links.append(
            DesignLink(
                id=own.id,
                a=own.a,
                b=own.b,
                latency=own.latency,
                installed=usable(own.terms[first]) if own.id in useful else Fraction(0),
                modules=tuple(
                    Module(
                        usable(own.terms[n]) - usable(own.terms[first]),
                        price(row[n] - row[first]),
                    )
                    for n in others
                ),
            )
        )
    wishes = _wishes(part)
    fallen = [_fallen(part, wishes, number) for number in range(len(part.states))]
    outer = {
        wish: f"{wish.source}>{wish.target}{wish.hurry} but in {sorted(wish.without)}"
        for wish in wishes
        if any(fallen[number].isdisjoint(wish.ends) for number in wish.without)
    }
    return DesignProblem(
        name="+".join(part.nodes[:2]) + "+",
        nodes=(*part.nodes, *outer.values()),
        links=(
            *links,
            *(
                DesignLink(
                    id=name,
                    a=name,
                    b=wish.source,
                    installed=of_traffic(max(wish.amounts)) * share / normal.share,
                )
                for wish, name in outer.items()
            ),
        ),
        demands=tuple(
            Demand(
                id=f"{outer.get(wish, wish.source)}>{wish.target}{wish.hurry} "
                f"{sorted(wish.without)}",
                source=outer.get(wish, wish.source),
                target=wish.target,
                amounts=tuple(of_traffic(amount) for amount in wish.amounts),
                max_latency=wish.limit,
            )
            for wish in wishes
        ),
        direction=Direction.BIDIRECTED,
        choice=Choice.EXPLICIT,
        failures=tuple(
            Failure(
                id=f"{state.loss.kind}:{state.loss.id}",
                links=tuple(own.id for own in part.candidates if own.id in state.lost),
                nodes=(
                    *sorted(fallen[number]),
                    *(name for wish, name in outer.items() if number in wish.without),
                ),
            )
            for number, state in enumerate(part.states)
            if state.loss is not None
        ),
        slices=("office", "night"),
        normal_factor=share / normal.share,
    )


@dataclass(frozen=True, slots=True)
class _Wish:
    """Traffic from a node of a part to another, and the states in which it is not asked for."""

    source: str
    target: str
    limit: Fraction | None
    without: frozenset[int]
    amounts: tuple[Fraction, Fraction]

    @property
    def ends(self) -> tuple[str, str]:
        """Both nodes."""
        return self.source, self.target

    @property
    def hurry(self) -> str:
        """Say its limit."""
        return "" if self.limit is None else f" ({self.limit})"


def _fallen(part: Part, wishes: list[_Wish], number: int) -> frozenset[str]:
    """Return the nodes with no line left in a state, and no traffic then."""
    lost = part.states[number].lost
    left = {n for own in part.candidates if own.id not in lost for n in (own.a, own.b)}
    left |= {n for wish in wishes if number not in wish.without for n in wish.ends}
    return frozenset(part.nodes) - left


def _wishes(part: Part) -> list[_Wish]:
    total: dict[tuple[Ends, frozenset[int]], list[Fraction]] = {}
    for flow in part.flows:
        without = frozenset(
            number
            for number, state in enumerate(part.states)
            if state.loss is not None and state.loss.nodes & flow.ends
        )
        own = total.setdefault((flow.way, without), [Fraction(0), Fraction(0)])
        own[0] += flow.amounts[0]
        own[1] += flow.amounts[1]
    return [
        _Wish(*way, without, (own[0], own[1]))
        for (way, without), own in sorted(
            total.items(), key=lambda item: (by_limit(item[0][0]), sorted(item[0][1]))
        )
    ]


def cheapest_mesh(part: Part, costs: Costs, limit_s: float) -> PartLease:
    """Return the cheapest terms of a part and what is proved of them."""
    ends = monotonic() + limit_s
    first = solved_mesh(part, costs, limit_s)
    if first.cost is None or first.cost != first.bound:
        return first
    best, even = first, False
    last: Fraction | None = None
    while (left := ends - monotonic()) > 0:
        worst = fullest(part, capacities(part, best.picks))
        if not worst or (last is not None and worst > last * (1 - EVENER / 2)):
            even = True  # no fuller than can be told apart in floating point
            break
        last = worst
        emptier = solved_mesh(part, costs, left, min(ALL, worst * (1 - EVENER)))
        if emptier.cost == first.cost:
            best = emptier
            continue
        even = emptier.impossible or emptier.bound > first.bound
        break
    return PartLease(first.cost, first.bound, best.picks, even=even)


def solved_mesh(part: Part, costs: Costs, limit_s: float, filled: Fraction = ALL) -> PartLease:
    """Return the cheapest terms of a part no fuller than ``filled``, a part of what may be used."""
    order = _places(part, costs, filled)
    base = sum((row[places[0]] for row, places in zip(costs, order, strict=True)), Fraction(0))
    begin = monotonic()
    loose = design_problem(part, costs, filled, loose=True)
    tight = design_problem(part, costs, filled)
    same = loose == tight
    design = design_network(loose, limit_s if same else limit_s * LOOSE_SHARE)
    bound, impossible = design.bound, design.status is Status.INFEASIBLE
    if design.cost is not None and not same and not carries(tight, design):
        design = design_network(tight, max(0.0, limit_s - (monotonic() - begin)))
    if impossible:
        bound = Fraction(0)
    if design.cost is None:
        return PartLease(None, base + bound, {}, even=False, impossible=impossible)
    bought = {own.link: own.counts for own in design.purchases}
    picks = {}
    for own, places in zip(part.candidates, order, strict=True):
        counts = bought.get(own.id, ())
        chosen = [places[n + 1] for n, count in enumerate(counts) if count]
        picks[own.id] = chosen[0] if chosen else places[0]
    cost = sum(
        (row[picks[own.id]] for own, row in zip(part.candidates, costs, strict=True)), Fraction(0)
    )
    return PartLease(cost, min(cost, base + bound), picks, even=False)
