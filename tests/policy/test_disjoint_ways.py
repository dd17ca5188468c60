"""Further ways beside a first one, against every simple way of small random graphs."""

import itertools
import random

from consolidation.policy.ways.disjoint import further_ways, weakest_way
from consolidation.policy.ways.roads import Gate, Roads

SEEDS = 300


def random_roads(dice: random.Random) -> Roads:
    size = dice.randint(4, 9)
    names = [f"n{number}" for number in range(size)]
    gates = [Gate(f"c{n}", dice.choice([(f"g{n}",), ("shared", f"g{n}")])) for n in range(3)]
    free: list[list[int]] = [[] for _ in names]
    gated: dict[int, list[tuple[int, int]]] = {}
    for u, v in itertools.permutations(range(size), 2):
        if dice.random() < 0.25:
            if dice.random() < 0.3:
                gated.setdefault(u, []).append((v, dice.randrange(3)))
            else:
                free[u].append(v)
    return Roads(names, free, gated, gates)


def simple_ways(roads: Roads, sources, targets):
    """Every way that ends at the first target it meets, with the sets of groups on it."""
    starts = roads.numbers(sources)
    aims = set(roads.numbers(targets))
    stack = [((s,), ()) for s in starts]
    while stack:
        way, passed = stack.pop()
        here = way[-1]
        if here in aims:
            yield tuple(roads.names[n] for n in way), passed
            continue
        steps = [(t, None) for t in roads.free[here]] + list(roads.gated.get(here, ()))
        for there, gate in steps:
            if there not in way and there not in starts:
                more = () if gate is None else (roads.gates[gate].groups,)
                stack.append(((*way, there), (*passed, *more)))


def independent(passed) -> int:
    groups = sorted({g for one in passed for g in one})
    for size in range(len(groups) + 1):
        for chosen in itertools.combinations(groups, size):
            if all(set(one) & set(chosen) for one in passed):
                return size
    raise AssertionError


def apart(ways) -> bool:
    inner = [set(way[1:-1]) for way in ways]
    return len(set(ways)) == len(ways) and all(
        not a & b for a, b in itertools.combinations(inner, 2)
    )


def test_further_ways_are_apart_and_found_where_there_are_any():
    found_some = shared = 0
    for seed in range(SEEDS):
        dice = random.Random(seed)
        roads, k = random_roads(dice), dice.choice([1, 2, 2, 3])
        sources, targets = ("n0", "n1"), ("n2", "n3")
        weak = {
            way for way, passed in simple_ways(roads, sources, targets) if independent(passed) < k
        }
        weakest = weakest_way(roads, sources, targets, k)
        assert (weakest is not None) == bool(weak), seed
        if weakest is None:
            continue
        assert weakest[0] in weak
        first = dice.choice(sorted(weak))
        got = further_ways(roads, sources, targets, k, first)
        assert {got.first, *got.others} <= weak, seed
        assert apart([got.first, *got.others]), seed
        assert len(got.others) <= k - 1
        pairs = k > 1 and any(apart(two) for two in itertools.combinations(sorted(weak), 2))
        found_some += bool(got.others)
        if k > 1 and not got.others:
            inner = [set(way[1:-1]) for way in weak]
            common = set.intersection(*inner)
            assert (got.shared is not None) == bool(common), (seed, common, got)
            assert got.shared is None or got.shared in common
            shared += got.shared is not None
        if k == 2:
            same_opening = pairs and bool(got.others)
            assert same_opening or not pairs or differently_opened(weak, roads, sources, targets)
    assert found_some > 20
    assert shared > 5


def differently_opened(weak, roads, sources, targets) -> bool:
    """No one group opens two ways that are apart."""
    every = {w: p for w, p in simple_ways(roads, sources, targets) if w in weak}
    for two in itertools.combinations(sorted(weak), 2):
        if apart(two):
            groups = [set.intersection(*map(set, every[w])) if every[w] else None for w in two]
            sets = [g for g in groups if g is not None]
            if not sets or set.intersection(*sets):
                return False
    return True


def test_a_first_way_that_blocks_the_others_is_changed():
    names = ["a", "b", "c", "d", "s", "t"]
    at = {name: number for number, name in enumerate(names)}
    free: list[list[int]] = [[] for _ in names]
    for one, other in ("sa", "sc", "ab", "ad", "cd", "bt", "dt"):
        free[at[one]].append(at[other])
    roads = Roads(names, free, {}, [])
    got = further_ways(roads, ["s"], ["t"], 2, ("s", "a", "d", "t"))
    assert (got.first, got.others) == (("s", "a", "b", "t"), (("s", "c", "d", "t"),))
    kept = further_ways(roads, ["s"], ["t"], 2, ("s", "c", "d", "t"))
    assert (kept.first, kept.others) == (("s", "c", "d", "t"), (("s", "a", "b", "t"),))
