"""Re-check of a lease, by none of the code that made it.

Capacity: the whole network, every state of it, goes to the re-check of network designs
(`redesign.designing.verify`), which routes traffic exactly or by one linear program per state.
Where nothing is said to do, the most of everything is tried. Money: the terms picked are added up
again. Bound: between two sites every cheaper choice of terms is tried; for other parts it is the
optimiser's, which has a certificate of its own.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

import networkx as nx

from consolidation.redesign.designing.answer import NetworkDesign, Purchase
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.designing.verify import verify_design
from consolidation.redesign.leasing.model import Candidate, Lease, LineNetwork, Prices
from consolidation.solving.status import Status
from consolidation.text import Text

Choices = list[tuple[Fraction, int]]
"""(cost, capacity) of the terms of a line."""


def verify_lease(network: LineNetwork, prices: Prices, lease: Lease) -> tuple[Text, ...]:
    """Return everything wrong with a lease; empty means that it holds."""
    if lease.cost is None:
        return _nothing(network, lease)
    found = tuple(_picks(network, lease))
    if found:
        return found
    return (
        *_money(network, prices, lease),
        *_capacity(network, lease),
        *_bound(network, prices, lease),
    )


def _nothing(network: LineNetwork, lease: Lease) -> tuple[Text, ...]:
    """Where nothing is said to carry the traffic, the most of everything does not either."""
    if lease.status is not Status.INFEASIBLE:
        return ()
    design = NetworkDesign(status=lease.status, cost=None, bound=Fraction(0), culprit=lease.culprit)
    return verify_design(whole_problem(network), design)


def _picks(network: LineNetwork, lease: Lease) -> Iterator[Text]:
    for own in network.all_candidates:
        place = lease.picks.get(own.id)
        if place is None or not 0 <= place < len(own.terms):
            yield Text(f"回線 {own.id} の選択がない", f"line {own.id}: no term is picked")


def _money(network: LineNetwork, prices: Prices, lease: Lease) -> Iterator[Text]:
    total = Fraction(0)
    for own in network.all_candidates:
        total += prices.cost(own, own.terms[lease.picks[own.id]])
    if total != lease.cost:
        yield Text(
            f"費用 {lease.cost} は内訳の合計 {total} と違う",
            f"its cost is {lease.cost}, its parts add up to {total}",
        )
    if lease.cost is not None and lease.bound > lease.cost:
        yield Text("下界が費用を超える", "the bound is above the cost")
    if lease.status is Status.OPTIMAL and lease.bound != lease.cost:
        yield Text(
            "最適とするのに下界と費用が違う", "it is said to be optimal, yet bound and cost differ"
        )


def whole_problem(network: LineNetwork) -> DesignProblem:
    """Return a network of lines as one problem of network design, without prices.

    Each term of a candidate is a module, one of which may be had; capacities are what may be used
    after a loss. Where less may be used normally, traffic counts for more then in proportion.
    Where a node is given up while lines of it are left, others' traffic still passes through: its
    own then begins and ends beside it (`_beside`), and that is what fails.
    """
    beside = _beside(network)
    usable = max(map(network.may_use, network.losses), default=network.share)
    factor = usable / network.share
    most = sum(
        (Fraction(max(t.office_kbit_s, t.night_kbit_s)) for t in network.traffic), Fraction(0)
    )
    return DesignProblem(
        name=network.layout,
        nodes=(*network.nodes, *beside.values()),
        links=(
            *(
                DesignLink(
                    id=own.id,
                    a=own.a,
                    b=own.b,
                    modules=tuple(
                        Module(Fraction(t.capacity_kbit_s) * usable, Fraction(0))
                        for t in own.terms
                        if t.capacity_kbit_s
                    ),
                )
                for own in network.candidates
            ),
            *(
                DesignLink(id=outer, a=outer, b=node, installed=most * network.growth * factor)
                for node, outer in beside.items()
            ),
        ),
        demands=tuple(
            Demand(
                id=f"{t.source}>{t.target}",
                source=beside.get(t.source, t.source),
                target=beside.get(t.target, t.target),
                amounts=(t.office_kbit_s * network.growth, t.night_kbit_s * network.growth),
            )
            for t in network.traffic
        ),
        direction=Direction.BIDIRECTED,
        choice=Choice.EXPLICIT,
        failures=tuple(
            Failure(
                id=f"{loss.kind}:{loss.id}",
                links=tuple(c.id for c in network.candidates if c.id in loss.candidates),
                nodes=tuple(beside.get(n, n) for n in network.nodes if n in loss.nodes),
            )
            for loss in network.losses
        ),
        slices=("office", "night"),
        normal_factor=factor,
    )


def _beside(network: LineNetwork) -> dict[str, str]:
    """Return, for nodes given up while lines of theirs are left, where their traffic begins."""
    return {
        node: f"{node} (own traffic)"
        for node in network.nodes
        if any(
            node in loss.nodes
            and any(node in (c.a, c.b) and c.id not in loss.candidates for c in network.candidates)
            for loss in network.losses
        )
    }


def whole_design(network: LineNetwork, lease: Lease) -> NetworkDesign:
    """Return what is leased as a design of `whole_problem`."""
    purchases = []
    for own in network.candidates:
        usable = [n for n, term in enumerate(own.terms) if term.capacity_kbit_s]
        counts = tuple(Fraction(n == lease.picks[own.id]) for n in usable)
        if any(counts):
            purchases.append(Purchase(link=own.id, counts=counts))
    return NetworkDesign(
        status=Status.OPTIMAL, cost=Fraction(0), bound=Fraction(0), purchases=tuple(purchases)
    )


def _capacity(network: LineNetwork, lease: Lease) -> tuple[Text, ...]:
    return verify_design(whole_problem(network), whole_design(network, lease))


def _bound(network: LineNetwork, prices: Prices, lease: Lease) -> Iterator[Text]:
    """Try every cheaper choice between two sites that only meet the rest at one of them."""
    if lease.status is not Status.OPTIMAL:
        return
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((own.a, own.b) for own in network.candidates)
    for a, b in sorted(tuple(sorted(edge)) for edge in nx.bridges(graph)):
        here = [own for own in network.candidates if {own.a, own.b} == {a, b}]
        graph.remove_edge(a, b)
        side = frozenset(nx.node_connected_component(graph, a))
        graph.add_edge(a, b)
        needs = _needs(network, here, side)
        paid = sum((prices.cost(c, c.terms[lease.picks[c.id]]) for c in here), Fraction(0))
        cheaper = _cheaper(_choices(here, prices), needs, paid)
        if cheaper is not None:
            yield Text(
                f"{a}–{b}: {float(paid):.0f}円より安い {float(cheaper):.0f}円の契約がある",
                f"{a}–{b}: leased for {float(paid):.0f} yen, {float(cheaper):.0f} would do",
            )


def _needs(
    network: LineNetwork, here: list[Candidate], side: frozenset[str]
) -> list[tuple[frozenset[int], int]]:
    """Return, per state, which of the lines are lost and what the others must carry."""
    place = {own.id: n for n, own in enumerate(here)}
    states = [(frozenset[str](), frozenset[str](), network.share)]
    states += [(loss.candidates, loss.nodes, network.may_use(loss)) for loss in network.losses]
    found = set()
    for candidates, nodes, share in states:
        ways = {(inward, k): Fraction(0) for inward in (False, True) for k in (0, 1)}
        for t in network.traffic:
            inward = t.target in side
            if (t.source in side) != inward and not {t.source, t.target} & nodes:
                ways[inward, 0] += t.office_kbit_s * network.growth
                ways[inward, 1] += t.night_kbit_s * network.growth
        lost = frozenset(place[name] for name in candidates if name in place)
        found.add((lost, ceil(max(ways.values()) / share)))
    return sorted(found, key=lambda need: (-need[1], sorted(need[0])))


def _choices(here: list[Candidate], prices: Prices) -> list[Choices]:
    return [sorted((prices.cost(own, t), t.capacity_kbit_s) for t in own.terms) for own in here]


def _cheaper(
    choices: list[Choices], needs: list[tuple[frozenset[int], int]], paid: Fraction
) -> Fraction | None:
    """Return the cost of some choice below what is paid that meets all needs."""
    least = [min(cost for cost, _ in own) for own in choices]
    most = [max(capacity for _, capacity in own) for own in choices]

    def tried(n: int, spent: Fraction, taken: tuple[int, ...]) -> Fraction | None:
        if spent + sum(least[n:], Fraction(0)) >= paid:
            return None
        for lost, need in needs:
            have = sum(c for at, c in enumerate((*taken, *most[n:])) if at not in lost)
            if have < need:
                return None
        if n == len(choices):
            return spent
        for cost, capacity in choices[n]:
            found = tried(n + 1, spent + cost, (*taken, capacity))
            if found is not None:
                return found
        return None

    return tried(0, Fraction(0), ())
