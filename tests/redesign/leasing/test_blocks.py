"""Parts of random multigraphs, and what crosses them, found by taking nodes away."""

import random
from itertools import combinations

import networkx as nx

from consolidation.redesign.leasing.blocks import blocks, unreachable
from consolidation.redesign.leasing.model import Candidate, Term


def multigraph(seed: int) -> tuple[list[str], list[Candidate]]:
    rng = random.Random(seed)
    names = [f"n/{k}" for k in range(rng.randint(2, 8))]
    candidates = []
    for number in range(rng.randint(1, 12)):
        a, b = rng.choice(names), rng.choice(names)  # a loop now and then
        candidates.append(Candidate(id=f"L{number}", a=a, b=b, site=a, terms=(Term(),)))
    return names, candidates


def joined(candidates: list[Candidate], without: str | None = None) -> list[set[str]]:
    graph: nx.Graph[str] = nx.Graph()
    for own in candidates:
        if without not in (own.a, own.b):
            graph.add_edge(own.a, own.b)
    return list(nx.connected_components(graph))


def apart(candidates: list[Candidate], one: str, other: str, without: str | None) -> bool:
    return not any({one, other} <= part for part in joined(candidates, without))


def stand_together(candidates: list[Candidate], one: Candidate, other: Candidate) -> bool:
    """Return whether two lines are on one cycle or parallel: no single node lies between them."""
    ends = {one.a, one.b}, {other.a, other.b}
    if ends[0] == ends[1]:
        return True
    if apart(candidates, one.a, other.a, None):
        return False
    nodes = {n for own in candidates for n in (own.a, own.b)}
    for cut in nodes:
        rest = [ends[0] - {cut}, ends[1] - {cut}]
        if all(apart(candidates, x, y, cut) and x != y for x in rest[0] for y in rest[1]):
            return False
    return True


def test_lines_are_of_one_block_where_no_single_node_parts_them():
    pairs = 0
    for seed in range(150):
        _, candidates = multigraph(seed)
        block_of = {own.id: n for n, b in enumerate(blocks(candidates, ())) for own in b.candidates}
        straight = [own for own in candidates if own.a != own.b]
        assert sorted(block_of) == sorted(own.id for own in straight)
        for one, other in combinations(straight, 2):
            assert (block_of[one.id] == block_of[other.id]) == stand_together(
                straight, one, other
            ), (seed, one.id, other.id)
            pairs += 1
    assert pairs > 1000


def test_traffic_crosses_the_blocks_that_part_its_ends_and_no_other():
    crossings = 0
    for seed in range(150):
        names, candidates = multigraph(seed)
        pairs = [(a, b) for a in names for b in names if a != b]
        straight = [own for own in candidates if own.a != own.b]
        for block in blocks(candidates, pairs):
            own = {c.id for c in block.candidates}
            others = [c for c in straight if c.id not in own]
            found = {crossing.pair: crossing for crossing in block.crossings}
            assert len(found) == len(block.crossings)
            for number, (a, b) in enumerate(pairs):
                there = not apart(straight, a, b, None)
                # without the lines of the block there is no way if and only if it is crossed
                crossed = there and apart(others, a, b, None)
                assert (number in found) == crossed, (seed, a, b)
                if crossed:
                    crossing = found[number]
                    for end, at in ((a, crossing.source), (b, crossing.target)):
                        # where it enters is what it reaches of the block by other lines alone
                        reached = [
                            n for n in block.nodes if n == end or not apart(others, end, n, None)
                        ]
                        assert reached == [at], (seed, a, b)
                    crossings += 1
        assert {pair for pair in pairs if apart(straight, *pair, None)} == set(
            unreachable(candidates, pairs)
        )
    assert crossings > 500


def test_the_order_of_lines_does_not_matter():
    for seed in range(40):
        names, candidates = multigraph(seed)
        pairs = [(a, b) for a in names for b in names if a != b]
        shuffled = candidates.copy()
        random.Random(seed).shuffle(shuffled)
        one, other = blocks(candidates, pairs), blocks(shuffled, pairs)
        assert [(b.nodes, set(b.crossings)) for b in one] == [
            (b.nodes, set(b.crossings)) for b in other
        ]
