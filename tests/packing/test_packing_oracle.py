"""The packer against brute force on small random instances with every feature."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product

import pytest

from consolidation.errors import NothingFits
from consolidation.packing.model import Guest, HostOption, Packing, PackingProblem
from consolidation.packing.pack import pack
from consolidation.packing.verify import verify_packing
from consolidation.solving.status import Status

NUM_BLOCKS, BLOCK = 10, 40


def instance(seed: int) -> PackingProblem:
    """Make up to six guests in one or two clusters, zones, keep-apart, limits, spares."""
    chance = random.Random(seed)
    clusters = ["a", "b"][: chance.choice([1, 1, 2])]
    dimensions = ("cores", "memory")[: chance.choice([1, 2, 2])]
    small = chance.random() < 0.3
    guests = tuple(
        Guest(
            id=f"g{i}",
            cluster=chance.choice(clusters),
            zone=chance.choice(["x", "x", "y"]),
            demand=tuple(chance.choice([0, 2, 4] if small else range(10)) for _ in dimensions),
            keep_apart=chance.choice([None, None, None, "k", "m"]),
        )
        for i in range(chance.randint(1, 6))
    )
    options = tuple(
        HostOption(
            id=f"t{t}",
            cluster=cluster,
            capacity=tuple(chance.randint(6, 16) for _ in dimensions),
            price_yen=chance.randint(1, 30) * chance.choice([1, 100]),
            limit=chance.choice([None, None, 0, 1, 2, 3]),
        )
        for cluster in clusters
        for t in range(chance.randint(1, 3))
    )
    spares = tuple((cluster, chance.choice([0, 1, 1, 2])) for cluster in clusters)
    return PackingProblem(dimensions=dimensions, guests=guests, options=options, spares=spares)


def large_enough(big: tuple[int, ...], small: tuple[int, ...]) -> bool:
    return all(a >= b for a, b in zip(big, small, strict=True))


def partitions(guests: list[Guest]) -> Iterator[list[list[Guest]]]:
    """Yield every way to put guests together that zones, clusters and keep-apart allow."""
    if not guests:
        yield []
        return
    first, *rest = guests
    for blocks in partitions(rest):
        yield [[first], *blocks]
        for i, block in enumerate(blocks):
            together = all(
                (g.cluster, g.zone) == (first.cluster, first.zone)
                and (g.keep_apart is None or g.keep_apart != first.keep_apart)
                for g in block
            )
            if together:
                yield [*blocks[:i], [first, *block], *blocks[i + 1 :]]


def optimum(problem: PackingProblem) -> int | None:
    """Return the least price of any packing, or ``None`` if there is none."""
    limits: dict[str, int] = {}
    for option in problem.options:
        if option.limit is not None:
            limits[option.id] = min(option.limit, limits.get(option.id, option.limit))
    asked = dict(problem.spares)

    @cache
    def spare_sets(cluster: str, used: tuple[str, ...]) -> tuple[tuple[HostOption, ...], ...]:
        own = {o.id: o for o in problem.options if o.cluster == cluster}
        fit = [
            o for o in own.values() if all(large_enough(o.capacity, own[u].capacity) for u in used)
        ]
        return tuple(combinations_with_replacement(fit, asked.get(cluster, 0)))

    best: int | None = None
    for blocks in partitions(list(problem.guests)):
        choices = []
        for block in blocks:
            load = tuple(sum(column) for column in zip(*(g.demand for g in block), strict=True))
            choices.append(
                [
                    o
                    for o in problem.options
                    if o.cluster == block[0].cluster and large_enough(o.capacity, load)
                ]
            )
        for hosts in product(*choices):
            paid = sum(o.price_yen for o in hosts)
            if best is not None and paid >= best:
                continue
            clusters = sorted({o.cluster for o in hosts})
            per_cluster = [
                spare_sets(c, tuple(sorted({o.id for o in hosts if o.cluster == c})))
                for c in clusters
            ]
            for spares in product(*per_cluster):
                every = [*hosts, *(o for row in spares for o in row)]
                count = Counter(o.id for o in every)
                if all(count[name] <= limit for name, limit in limits.items()):
                    total = sum(o.price_yen for o in every)
                    best = total if best is None else min(best, total)
    return best


def packed(problem: PackingProblem):
    """Return the packing, or the culprits by whom there is none."""
    try:
        return pack(problem, 20)
    except NothingFits as error:
        return error.culprits


def check(seed: int) -> None:
    """Compare the packer with brute force on one instance."""
    problem = instance(seed)
    best, answer = optimum(problem), packed(problem)
    if best is None:
        assert isinstance(answer, tuple), seed
        assert answer, seed
        return
    assert isinstance(answer, Packing), seed
    assert answer.status is Status.OPTIMAL, seed
    assert (answer.price_yen, answer.lower_bound_yen) == (best, best), seed
    assert verify_packing(problem, answer) == (), seed
    assert sum(bound.lower_bound_yen for bound in answer.clusters) <= best, seed


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_optimal_means_the_optimum_of_brute_force(block: int):
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        check(seed)


@pytest.mark.parametrize("block", range(0, NUM_BLOCKS, 2))
def test_the_programs_alone_reach_it_too(block: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("consolidation.packing.search.pack_onto", lambda *_: None)
    monkeypatch.setattr("consolidation.packing.search.open_hosts", lambda *_: None)
    for seed in range(block * BLOCK, block * BLOCK + BLOCK // 2):
        check(seed)


def test_both_outcomes_are_seen_often():
    outcomes = Counter(optimum(instance(seed)) is None for seed in range(NUM_BLOCKS * BLOCK))
    assert min(outcomes[True], outcomes[False]) > 50


@pytest.mark.parametrize("seed", range(0, 400, 10))
def test_shuffling_rows_changes_nothing(seed: int):
    problem = instance(seed)
    chance = random.Random(seed)
    shuffled = replace(
        problem,
        guests=tuple(chance.sample(problem.guests, len(problem.guests))),
        options=tuple(chance.sample(problem.options, len(problem.options))),
        spares=tuple(chance.sample(problem.spares, len(problem.spares))),
    )
    assert packed(shuffled) == packed(problem)


@pytest.mark.parametrize("seed", range(5, 400, 20))
def test_a_further_host_type_never_costs_more(seed: int):
    problem = instance(seed)
    first = problem.guests[0].cluster
    more = HostOption(
        id="extra", cluster=first, capacity=(9,) * len(problem.dimensions), price_yen=11
    )
    before = optimum(problem)
    after = packed(replace(problem, options=(*problem.options, more)))
    assert before is None or after.price_yen <= before
