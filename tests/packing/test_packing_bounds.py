"""Dual feasible functions and cover rows: true of every packing."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consolidation.packing.compartments import compartment
from consolidation.packing.cover import cover_rows
from consolidation.packing.dual_feasible import (
    carlier,
    fekete_schepers,
    fewest_bins,
    martello_toth,
)
from consolidation.packing.model import Guest, HostOption


@given(st.integers(2, 60), st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(1, 30))
def test_functions_are_dual_feasible(capacity: int, sizes: list[int], threshold: int):
    """Sizes that fit together have values that fit together."""
    chosen: list[int] = []
    for size in sizes:
        if sum(chosen) + size <= capacity:
            chosen.append(size)
    threshold = min(threshold, capacity // 2)
    if threshold:
        assert sum(map(martello_toth(capacity, threshold), chosen)) <= capacity
        assert sum(map(carlier(capacity, threshold), chosen)) <= 2 * (capacity // threshold)
    part = threshold % 7 + 1
    assert sum(map(fekete_schepers(capacity, part), chosen)) <= part * capacity


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
    assert -(-sum(sizes) // 100) <= fewest_bins([(s, 1) for s in sizes], 100) <= len(bins)


@pytest.mark.parametrize(
    ("sizes", "bins"),
    [
        ([(51, 7)], 7),  # no two fit together
        ([(34, 7)], 4),  # two in each
        ([(60, 3), (41, 3)], 5),  # volume alone says 4; no 41 joins a 60, two 41 share
        ([(0, 9)], 0),
    ],
)
def test_fewest_bins_by_hand(sizes: list[tuple[int, int]], bins: int):
    assert fewest_bins(sizes, 100) == bins


def random_packing(seed: int):
    """Make hosts with random guests on them, so that a right packing is known."""
    chance = random.Random(seed)
    options = [
        HostOption(
            id=f"t{t}",
            cluster="c",
            capacity=tuple(chance.randint(10, 40) for _ in range(2)),
            price_yen=1,
        )
        for t in range(chance.randint(1, 3))
    ]
    guests, counts = [], [0] * len(options)
    for _ in range(chance.randint(1, 6)):
        o = chance.randrange(len(options))
        counts[o] += 1
        room = list(options[o].capacity)
        groups: set[str] = set()
        for _ in range(chance.randint(1, 5)):
            least = -3 if chance.random() < 0.1 else 0
            demand = tuple(chance.randint(least, max(0, r)) for r in room)
            group = chance.choice(["k", "m", None, None])
            if group in groups:
                group = None
            groups |= {group} if group else set()
            room = [r - d for r, d in zip(room, demand, strict=True)]
            guests.append(
                Guest(id=f"g{len(guests)}", cluster="c", zone="z", demand=demand, keep_apart=group)
            )
    return guests, options, counts


@settings(max_examples=400)
@given(st.integers(0, 10**6))
def test_cover_rows_hold_for_every_packing(seed: int):
    guests, options, counts = random_packing(seed)
    for row in cover_rows(compartment(guests, options)):
        total = sum(a * n for a, n in zip(row.coefficients, counts, strict=True))
        assert total >= row.need, row


def test_rows_by_hand():
    """Two sizes of host; two guests need the large one; three must stay apart."""
    options = [
        HostOption(id="large", cluster="c", capacity=(10,), price_yen=1),
        HostOption(id="small", cluster="c", capacity=(4,), price_yen=1),
    ]
    sizes = (("a", 6, None), ("b", 6, None), ("c", 1, "k"), ("d", 1, "k"), ("e", 1, "k"))
    guests = [
        Guest(id=name, cluster="c", zone="z", demand=(size,), keep_apart=group)
        for name, size, group in sizes
    ]
    rows = {
        row.coefficients: (row.need, row.by) for row in cover_rows(compartment(guests, options))
    }
    assert rows[10, 0] == (12, "volume")
    assert rows[10, 4] == (15, "volume")
    assert rows[1, 1] == (3, "keep-apart")
    assert rows[1, 0] == (2, "count")
