"""Dual feasible functions and cover rows: true of every packing."""

import random
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.packing.bounding.cover import CoverRow, cover_rows, volume_rows
from consolidation.packing.bounding.dual_feasible import (
    Function,
    Valued,
    best_function,
    carlier,
    fekete_schepers,
    martello_toth,
)
from consolidation.packing.compact.compartments import Compartment, lots
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    Objective,
    PackingProblem,
    Surcharge,
)
from consolidation.packing.second.standing import standing_of
from consolidation.packing.second.tight import quick_rows
from tests.packing.oracle import admissible, best, instance, packing_of


def valued(function: Function, sizes: list[int]) -> int:
    return int(function(np.array(sizes, dtype=np.int64)).sum())


def best_of(sizes: list[int], capacity: int) -> Valued:
    return best_function(sizes, [1] * len(sizes), capacity)


@given(st.integers(2, 60), st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 30))
def test_functions_are_dual_feasible(capacity: int, sizes: list[int], threshold: int):
    """Sizes that fit together have values that fit together."""
    chosen: list[int] = []
    for size in sizes:
        if sum(chosen) + size <= capacity:
            chosen.append(size)
    threshold = min(threshold, capacity // 2)
    if threshold:
        assert valued(martello_toth(capacity, threshold), chosen) <= capacity
        assert valued(carlier(capacity, threshold), chosen) <= 2 * (capacity // threshold)
    part = threshold % 7 + 1
    assert valued(fekete_schepers(capacity, part), chosen) <= part * capacity


@given(st.integers(2, 60), st.lists(st.integers(1, 60), min_size=1, max_size=8))
def test_the_best_function_is_dual_feasible_for_its_whole(capacity: int, sizes: list[int]):
    chosen: list[int] = []
    for size in sizes:
        if sum(chosen) + size <= capacity:
            chosen.append(size)
    found = best_of([size for size in sizes if size <= capacity], capacity)
    assert valued(found.function, chosen) <= found.whole


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40))
def test_never_more_bins_than_first_fit(sizes: list[int]):
    bins: list[int] = []
    for size in sorted(sizes, reverse=True):
        for i, load in enumerate(bins):
            if load + size <= 100:
                bins[i] += size
                break
        else:
            bins.append(size)
    found = best_of(sizes, 100)
    assert -(-sum(sizes) // 100) <= found.bins <= len(bins)
    assert found.bins == -(-valued(found.function, sizes) // found.whole)


@pytest.mark.parametrize(
    ("sizes", "bins"),
    [
        ([(51, 7)], 7),  # no two fit together
        ([(34, 7)], 4),  # two in each
        ([(60, 3), (41, 3)], 5),  # volume alone says 4; no 41 joins a 60, two 41 share
        ([(0, 9)], 0),
    ],
)
def test_best_function_by_hand(sizes: list[tuple[int, int]], bins: int):
    found = best_function([s for s, _ in sizes], [n for _, n in sizes], 100)
    assert found.bins == bins


LABELS = ("k", "m", "n")


@dataclass
class Made:
    """A problem with a packing known to be right: one setting and its guests per host."""

    problem: PackingProblem
    hosts: list[tuple[HostOption, list[Guest]]]


def random_packing(seed: int) -> Made:
    """Fill hosts with random guests, under rules, pins, bans, placement costs and surcharges."""
    chance = random.Random(seed)
    options = tuple(
        HostOption(
            id=f"t{t}",
            cluster="c",
            capacity=tuple(chance.randint(10, 40) for _ in range(2)),
            price_yen=chance.randint(1, 50),
            groups=tuple(site for site in ("north", "south") if chance.random() < 0.4),
            most_guests=chance.choice([None, None, 2, 4]),
        )
        for t in range(chance.randint(1, 3))
    )
    names = sorted({name for o in options for name in (o.id, *o.groups)})
    problem = PackingProblem(
        dimensions=("cores", "memory"),
        guests=(),
        options=options,
        rules=tuple(
            Apart(
                label=chance.choice(LABELS),
                most=chance.choice([0, 1, 1, 2]),
                beside=chance.choice([None, None, *LABELS]),
            )
            for _ in range(chance.randint(0, 3))
        ),
        surcharges=tuple(
            Surcharge(
                label=chance.choice(LABELS),
                yen=tuple((o.id, chance.randint(0, 30)) for o in options),
                per=chance.choice([None, 1, 2]),
            )
            for _ in range(chance.choice([0, 0, 1, 2]))
        ),
        objective=chance.choice([Objective.COST, Objective.COST, Objective.HOSTS]),
    )
    hosts = []
    for h in range(chance.randint(1, 6)):
        option, block = chance.choice(options), list[Guest]()
        for g in range(chance.randint(1, 5)):
            more = random_guest(chance, f"g{h}{g}", option, block, names)
            # what gives room back must not be needed by what stood there before it
            if admissible(problem, (*block, more), option):
                block.append(more)
        if block:
            hosts.append((option, block))
    guests = tuple(guest for _, block in hosts for guest in block)
    return Made(replace(problem, guests=guests), hosts)


def random_guest(
    chance: random.Random, name: str, option: HostOption, block: list[Guest], names: list[str]
) -> Guest:
    least = -3 if chance.random() < 0.1 else 0
    room = [
        have - sum(guest.demand[d] for guest in block) for d, have in enumerate(option.capacity)
    ]
    return Guest(
        id=name,
        cluster="c",
        zone="z",
        demand=tuple(chance.randint(least, max(0, r)) for r in room),
        labels=tuple(label for label in LABELS if chance.random() < 0.3),
        only=tuple({option.id, chance.choice(names)}) if chance.random() < 0.2 else None,
        never=(chance.choice(names),) if chance.random() < 0.15 else (),
        costs=((chance.choice(names), chance.randint(0, 20)),) if chance.random() < 0.3 else (),
    )


def counts_of(made: Made, part: Compartment) -> list[int]:
    """Return the hosts per setting, each in the lowest setting that allows its guests."""
    counts = [0] * len(part.settings)
    by_cost = made.problem.objective is Objective.COST
    for option, block in made.hosts:
        levels = []
        for k, surcharge in enumerate(made.problem.surcharges):
            num = sum(surcharge.label in guest.labels for guest in block)
            known = any(s.levels[k] for s in part.settings if s.option.id == option.id)
            needed = min(num, 1) if surcharge.per is None else -(-num // surcharge.per)
            levels.append(needed if by_cost and known else 0)
        counts[
            [(s.option.id, s.levels) for s in part.settings].index((option.id, tuple(levels)))
        ] += 1
    return counts


def placement_yen(made: Made) -> int:
    if made.problem.objective is Objective.HOSTS:
        return 0
    return sum(
        yen
        for option, block in made.hosts
        for guest in block
        for name, yen in guest.costs
        if name in {option.id, *option.groups}
    )


def rows_and_counts(seed: int) -> tuple[list[CoverRow], list[int], int]:
    made = random_packing(seed)
    (lot,) = lots(made.problem)
    (part,) = lot.compartments
    rows = [*cover_rows(part), *quick_rows(part)]
    return rows, counts_of(made, part), placement_yen(made)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**6))
def test_cover_rows_hold_for_every_packing(seed: int):
    if not random_packing(seed).hosts:
        return
    rows, counts, yen = rows_and_counts(seed)
    for row in rows:
        assert row.covered_by(counts, yen), row


def test_every_kind_of_row_is_seen_and_tight():
    """Rows that hold with room to spare everywhere would hide one that claims a little too much."""
    tight: Counter[str] = Counter()
    for seed in range(400):
        if random_packing(seed).hosts:
            rows, counts, _ = rows_and_counts(seed)
            tight.update(
                row.by
                for row in rows
                if sum(w * n for w, n in zip(row.worths, counts, strict=True)) == row.need
            )
    kinds = ["volume", "count", "clique", "dual-feasible"]
    kinds += ["keep-apart", "surcharge", "guests-per-host"]
    assert {kind: tight[kind] > 3 for kind in kinds} == dict.fromkeys(kinds, True), tight


def test_cover_rows_hold_for_the_best_packing_of_the_oracle():
    """Spares, shared stock, several zones, guests kept together."""
    for seed in range(250):
        problem = replace(instance(seed), then=None)
        found = best(problem)
        if found is None:
            continue
        packing = packing_of(problem, found)
        for lot in lots(problem):
            standing = standing_of(problem, lot, packing)
            for part, filled in zip(lot.compartments, standing.filled, strict=True):
                counts, yen = filled.counts(len(part.settings)), filled.placement_yen(part)
                assert all(row.covered_by(counts, yen) for row in cover_rows(part)), seed


def test_rows_by_hand():
    """Two sizes of host; two guests need the large one; three must stay apart."""
    options = (
        HostOption(id="large", cluster="c", capacity=(10,), price_yen=1),
        HostOption(id="small", cluster="c", capacity=(4,), price_yen=1),
    )
    sizes = (("a", 6, ()), ("b", 6, ()), ("c", 1, ("k",)), ("d", 1, ("k",)), ("e", 1, ("k",)))
    problem = PackingProblem(
        dimensions=("cores",),
        guests=tuple(
            Guest(id=name, cluster="c", zone="z", demand=(size,), labels=labels)
            for name, size, labels in sizes
        ),
        options=options,
        rules=(Apart(label="k"),),
    )
    (part,) = lots(problem)[0].compartments
    assert [(row.worths, row.need) for row in volume_rows(part)] == [((10, 0), 12), ((10, 4), 15)]
    rows = {row.worths: (row.need, row.by) for row in cover_rows(part)}
    assert (10, 0) not in rows, "two large hosts follow from the count"
    assert rows[10, 4] == (15, "volume")
    assert rows[1, 1] == (3, "keep-apart")
    assert rows[1, 0] == (2, "count")


def test_a_row_speaks_of_placement_costs_too():
    row = CoverRow(prices=(), worths=(3, 1), scale=2, need=10, by="by hand")
    assert row.covered_by((2, 0), 2)
    assert not row.covered_by((2, 0), 1)
