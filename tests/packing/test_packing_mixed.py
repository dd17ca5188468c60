"""Estates of a hundred servers with every feature at once: too large for brute force.

What must hold however long it is searched: a packing is found where plain rules find one, the
re-check accepts it, and its bound is above nothing.
"""

import random

import pytest

from consolidation.packing.check_bound import check_bound
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    PackingProblem,
    Surcharge,
)
from consolidation.packing.pack import pack
from consolidation.packing.verify import verify_packing

LABELS = ("db", "web", "mail", "batch")


def mixed(num: int, seed: int) -> PackingProblem:
    """Two zones that share six old hosts and a type of limited number; licences; rules."""
    pick = random.Random(seed)
    slots = pick.choice([0, 6])
    where = [f"old{i}" for i in range(6)] + ["small", "middle", "large"]

    def demand(size: float) -> tuple[int, ...]:
        return (int(40 * size), *(int(30 * size * pick.uniform(0.3, 1)) for _ in range(slots)))

    guests = []
    for i in range(num):
        bound_to = pick.random() < 0.05
        guests.append(
            Guest(
                id=f"g{i:03}",
                cluster="c",
                zone=pick.choice(["x", "y"]),
                demand=demand(pick.choice([1, 1, 2, 4, 8]) * pick.uniform(0.5, 1.5)),
                labels=tuple(label for label in LABELS if pick.random() < 0.12),
                only=("middle", "large") if bound_to else None,
                never=(pick.choice(where),) if not bound_to and pick.random() < 0.1 else (),
                costs=((pick.choice(where), pick.randint(1, 9) * 1000),)
                if pick.random() < 0.2
                else (),
            )
        )
    capacity = demand(40)
    sizes = (("small", 1.0, None), ("middle", 2.0, num // 20), ("large", 4.0, None))
    options = [
        HostOption(
            id=name,
            cluster="c",
            capacity=tuple(int(share * 1800) for _ in capacity),
            price_yen=int(share * 1_000_000 * pick.uniform(0.9, 1.1)),
            limit=limit,
        )
        for name, share, limit in sizes
    ] + [
        HostOption(
            id=f"old{i}",
            cluster="c",
            capacity=tuple(900 for _ in capacity),
            price_yen=300_000 + 1000 * i,
            limit=1,
            most_guests=12,
        )
        for i in range(6)
    ]
    return PackingProblem(
        dimensions=("memory", *(f"cpu{s}" for s in range(slots))),
        guests=tuple(guests),
        options=tuple(options),
        spares=(("c", pick.choice([0, 1])),),
        rules=(Apart(label="db", most=2), Apart(label="web", most=1, beside="mail")),
        surcharges=(
            Surcharge(label="db", yen=(("small", 90_000), ("large", 200_000), ("old0", 50_000))),
            Surcharge(label="batch", yen=(("small", 40_000), ("middle", 40_000)), per=4),
        ),
    )


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_found_in_a_short_time_is_right(seed: int) -> None:
    problem = mixed(70 + 10 * seed, seed)
    packing = pack(problem, 2.5)
    assert verify_packing(problem, packing) == ()
    assert packing.certificate is not None
    assert check_bound(problem, packing.certificate) == ()
    assert 0 < packing.lower_bound_yen <= packing.price_yen
