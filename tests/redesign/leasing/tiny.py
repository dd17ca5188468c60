"""Random small networks of lines, and their cheapest lease by trying every choice of terms.

Plain and slow on purpose; only the types of the question are shared with the product. A choice
carries the traffic if what crosses every cut fits and a program over all simple ways agrees.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import highspy
import networkx as nx

from consolidation.redesign.leasing.model import (
    Candidate,
    LineNetwork,
    Loss,
    Prices,
    Term,
    Traffic,
)

Wishes = Mapping[tuple[str, str], Fraction]
Choice = Mapping[str, Term]
CARRIERS = ("c1", "c2", None)
SHAPES: Mapping[str, Sequence[tuple[int, int]]] = {
    "pair": ((0, 1),),
    "chain": ((0, 1), (1, 2)),
    "star": ((0, 1), (0, 2), (0, 3)),
    "triangle": ((0, 1), (1, 2), (0, 2)),
    "ring": ((0, 1), (1, 2), (2, 3), (0, 3)),
    "tail": ((0, 1), (1, 2), (0, 2), (2, 3)),
    "chord": ((0, 1), (1, 2), (2, 3), (0, 3), (0, 2)),
    "bow": ((0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (2, 4)),
}


def network(seed: int, shape: str, *, unit: int = 1000, whole: bool = True) -> LineNetwork:
    """Make a network; capacities and traffic are of some units, or traffic of any (not whole)."""
    rng = random.Random(f"{shape} {seed}")
    edges = SHAPES[shape]
    nodes = tuple(f"both/S{n}" for n in sorted({n for edge in edges for n in edge}))
    rich = len(edges) <= 3
    candidates = tuple(_candidates(rng, nodes, edges, unit, rich=rich))
    traffic = tuple(_traffic(rng, nodes, unit, whole=whole))
    return LineNetwork(
        layout="merged",
        nodes=nodes,
        candidates=candidates,
        traffic=traffic,
        losses=tuple(_losses(rng, nodes, candidates)),
        growth=rng.choice((Fraction(1), Fraction(11, 10) ** 2, Fraction(3, 2))),
        share=rng.choice((Fraction(1), Fraction(7, 10), Fraction(1, 2))),
    )


def roomier(asked: LineNetwork, seed: int) -> LineNetwork:
    """Return a network of which more may be used after a loss than normally."""
    rng = random.Random(seed)
    some = {Fraction(3, 5), Fraction(4, 5), Fraction(9, 10), Fraction(1)}
    more = sorted(share for share in some if share > asked.share)
    if not more:
        asked = replace(asked, share=Fraction(7, 10))
        more = sorted(share for share in some if share > asked.share)
    return replace(asked, share_after_loss=rng.choice(more))


def hurried(asked: LineNetwork, seed: int) -> LineNetwork:
    """Return a network whose lines have latencies, with a limit that some ways exceed."""
    rng = random.Random(f"hurried {seed}")
    candidates = tuple(
        replace(own, latency=Fraction(rng.choice((0, 1, 1, 2, 3, 4)), rng.choice((1, 1, 2))))
        for own in asked.candidates
    )
    limit = Fraction(rng.choice((4, 5, 6, 7, 9)), 2)
    return replace(asked, candidates=candidates, max_latency=limit)


def prices(seed: int) -> Prices:
    rng = random.Random(seed)
    carriers = {} if rng.random() < 0.7 else {"c1": Fraction(rng.choice((0, 1, 3)), 2)}
    return Prices(
        weight=rng.choice((Fraction(0), Fraction(1), Fraction(60), Fraction(1237, 21))),
        install=rng.choice((Fraction(1), Fraction(1), Fraction(4, 5))),
        leave=rng.choice((Fraction(1), Fraction(1), Fraction(0))),
        carriers=carriers,
    )


def _candidates(
    rng: random.Random,
    nodes: tuple[str, ...],
    edges: Sequence[tuple[int, int]],
    unit: int,
    *,
    rich: bool,
) -> Iterator[Candidate]:
    number = 0
    for edge in edges:
        for _ in range(rng.choice((1, 2, 2, 3)) if rich else rng.choice((1, 1, 2))):
            a, b = edge if rng.random() < 0.5 else edge[::-1]
            there = rng.random() < 0.5
            number += 1
            room = sorted(rng.sample(range(1, 40), 1 if there or not rich else rng.randint(1, 3)))
            terms = [Term(leave_yen=rng.choice((0, 5, 900)) if there else 0)]
            if there and rng.random() < 0.15:
                terms = []
            terms += [
                Term(
                    capacity_kbit_s=own * unit,
                    month_yen=rng.randint(0, 12),
                    install_yen=0 if there else rng.randint(0, 60),
                )
                for own in room
            ]
            yield Candidate(
                id=f"L{number}",
                a=nodes[a],
                b=nodes[b],
                site=f"S{max(edge)}",
                link=f"L{number}" if there else None,
                carrier=rng.choice(CARRIERS),
                terms=tuple(terms),
            )


def _traffic(
    rng: random.Random, nodes: tuple[str, ...], unit: int, *, whole: bool
) -> Iterator[Traffic]:
    pairs = [(a, b) for a in nodes for b in nodes if a != b]
    for a, b in sorted(rng.sample(pairs, min(len(pairs), rng.randint(1, 4)))):
        office, night = rng.randint(0, 9) * unit, rng.choice((0, rng.randint(0, 9) * unit))
        if not whole:
            office, night = office + rng.randint(0, unit), night + rng.randint(0, unit)
        yield Traffic(source=a, target=b, office_kbit_s=office, night_kbit_s=night)


def _losses(
    rng: random.Random, nodes: tuple[str, ...], candidates: tuple[Candidate, ...]
) -> Iterator[Loss]:
    """Yield some losses of lines, carriers and nodes; mostly what is cut off is not asked for."""
    found: list[tuple[str, set[str], set[str]]] = []
    found += [(own.id, {own.id}, set()) for own in candidates]
    found += [
        (name, {own.id for own in candidates if own.carrier == name}, set())
        for name in CARRIERS
        if name
    ]
    found += [(n, {own.id for own in candidates if n in (own.a, own.b)}, {n}) for n in nodes]
    rng.shuffle(found)
    for name, lost, gone in found[: rng.randint(0, 4)]:
        if rng.random() < 0.9:
            left: nx.Graph[str] = nx.Graph()
            left.add_nodes_from(nodes)
            left.add_edges_from((own.a, own.b) for own in candidates if own.id not in lost)
            main = nx.node_connected_component(left, rng.choice(nodes))
            gone |= set(nodes) - main
        if rng.random() < 0.25:
            gone.add(rng.choice(nodes))  # a site whose traffic need not survive
        yield Loss(kind="line", id=name, candidates=frozenset(lost), nodes=frozenset(gone))


def states(asked: LineNetwork) -> list[tuple[frozenset[str], Wishes, Fraction]]:
    """Return per state and slice what is lost, what travels, and how full lines may be."""
    found = []
    losses = [(frozenset[str](), frozenset[str](), asked.share)]
    after = asked.share if asked.share_after_loss is None else asked.share_after_loss
    losses += [(loss.candidates, loss.nodes, after) for loss in asked.losses]
    for lost, gone, share in losses:
        for night in (False, True):
            wishes = wished(asked, gone, night=night)
            if wishes and (lost, wishes, share) not in found:
                found.append((lost, wishes, share))
    return found


def wished(asked: LineNetwork, gone: frozenset[str], *, night: bool) -> Wishes:
    """Return what travels in a slice with the traffic of some nodes given up."""
    wishes = {
        (t.source, t.target): asked.growth * (t.night_kbit_s if night else t.office_kbit_s)
        for t in asked.traffic
        if not gone & {t.source, t.target}
    }
    return {pair: amount for pair, amount in wishes.items() if amount}


def carries(asked: LineNetwork, taken: Choice) -> bool:
    """Return whether the terms taken carry the traffic in every state."""
    return all(carries_in(asked, taken, *state) for state in states(asked))


def carries_in(
    asked: LineNetwork, taken: Choice, lost: frozenset[str], wishes: Wishes, share: Fraction
) -> bool:
    """Return whether the terms taken carry what is wished for with some lines lost."""
    if not cuts_hold(asked, taken, lost, wishes, share):
        return False
    return fullest(asked, taken, lost, wishes) <= float(share) * (1 + 1e-9)


def cuts_hold(
    asked: LineNetwork, taken: Choice, lost: frozenset[str], wishes: Wishes, share: Fraction
) -> bool:
    for size in range(1, len(asked.nodes)):
        for side in combinations(asked.nodes, size):
            leaving = sum(
                amount for (a, b), amount in wishes.items() if a in side and b not in side
            )
            room = sum(
                taken[own.id].capacity_kbit_s
                for own in asked.candidates
                if own.id not in lost and (own.a in side) != (own.b in side)
            )
            if leaving > room * share:
                return False
    return True


def fullest(asked: LineNetwork, taken: Choice, lost: frozenset[str], wishes: Wishes) -> float:
    """Return the share of the fullest line where traffic is spread as well as can be."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for own in asked.candidates:
        if own.id not in lost and taken[own.id].capacity_kbit_s:
            graph.add_edge(own.a, own.b, key=own.id)
            graph.add_edge(own.b, own.a, key=own.id)
    model = highspy.Highs()
    model.silent()
    model.addCol(1.0, 0.0, highspy.kHighsInf, 0, [], [])
    over: dict[tuple[str, str], list[int]] = {}
    for (a, b), amount in wishes.items():
        columns = []
        ways = nx.all_simple_edge_paths(graph, a, b) if {a, b} <= graph.nodes else ()
        for way in ways:
            if is_slow(asked, [name for _, _, name in way]):
                continue
            columns.append(model.getNumCol())
            model.addCol(0.0, 0.0, highspy.kHighsInf, 0, [], [])
            for tail, _, name in way:
                over.setdefault((name, tail), []).append(columns[-1])
        if not columns:
            return float("inf")
        model.addRow(float(amount), float(amount), len(columns), columns, [1.0] * len(columns))
    for (name, _), columns in over.items():
        values = [1.0] * len(columns) + [-float(taken[name].capacity_kbit_s)]
        model.addRow(-highspy.kHighsInf, 0.0, len(values), [*columns, 0], values)
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(model.getInfo().objective_function_value)


def is_slow(asked: LineNetwork, names: Sequence[str]) -> bool:
    latency = {own.id: own.latency for own in asked.candidates}
    return asked.max_latency is not None and sum(latency[n] for n in names) > asked.max_latency


def cheapest(asked: LineNetwork, at: Prices) -> Fraction | None:
    """Return the least cost of all choices that carry the traffic."""
    own_terms = [[(at.cost(own, term), term) for term in own.terms] for own in asked.candidates]
    left = sum((at.cost(own, own.terms[0]) for own in asked.left_out), Fraction(0))
    choices = sorted(product(*own_terms), key=lambda choice: sum(cost for cost, _ in choice))
    for choice in choices:
        taken = {own.id: term for own, (_, term) in zip(asked.candidates, choice, strict=True)}
        if carries(asked, taken):
            return sum((cost for cost, _ in choice), left)
    return None
