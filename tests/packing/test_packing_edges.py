"""Small problems on which the packer once went wrong: free hosts, wide prices, shared stock."""

import pytest

from consolidation.packing.model import Guest, HostOption, Packing, PackingProblem
from consolidation.packing.pack import pack
from consolidation.solving.status import Status


def option(name: str, price: int, cluster: str = "c", limit: int | None = None) -> HostOption:
    return HostOption(id=name, cluster=cluster, capacity=(10,), price_yen=price, limit=limit)


def packed(problem: PackingProblem) -> Packing:
    return pack(problem, 20)


def test_a_second_host_that_costs_nothing_is_used_where_it_saves_placements():
    guests = (
        Guest(id="v1", cluster="c", zone="z", demand=(9,), costs=(("o0", 4),)),
        Guest(id="v2", cluster="c", zone="z", demand=(1,), never=("o1",)),
    )
    options = (option("o0", 0), option("o1", 0))
    packing = packed(PackingProblem(dimensions=("x",), guests=guests, options=options))
    assert (packing.price_yen, packing.lower_bound_yen) == (0, 0)
    assert packing.status is Status.OPTIMAL


@pytest.mark.parametrize("dear", [90_000_000, 1_000_000_015, 10**12])
def test_a_bound_is_never_above_the_price_however_wide_prices_lie(dear: int):
    guest = Guest(id="v", cluster="c", zone="z", demand=(9,), costs=(("o0", 13),))
    options = (option("o0", 2_000_001), option("o1", dear))
    packing = packed(PackingProblem(dimensions=("x",), guests=(guest,), options=options))
    assert packing.price_yen == 2_000_014
    assert packing.lower_bound_yen <= packing.price_yen


def test_spares_leave_shared_stock_to_the_cluster_that_has_nothing_else():
    guests = (
        Guest(id="a", cluster="A", zone="z", demand=(5,)),
        Guest(id="b", cluster="B", zone="z", demand=(5,)),
    )
    options = (
        option("o0", 9, "A", limit=3),
        option("o1", 10, "A"),
        option("o0", 9, "B", limit=3),
    )
    problem = PackingProblem(
        dimensions=("x",), guests=guests, options=options, spares=(("A", 2), ("B", 1))
    )
    packing = packed(problem)
    assert packing.status is Status.OPTIMAL
    assert len(packing.hosts) == 5


@pytest.mark.parametrize("price", [10**8, 10**9, 10**12])
def test_large_prices_cost_no_packing(price: int):
    guests = tuple(
        Guest(id=f"g{i:02}", cluster="c", zone="z", demand=(100 - i,)) for i in range(12)
    )
    options = tuple(
        HostOption(id=name, cluster="c", capacity=(room,), price_yen=yen)
        for name, room, yen in (("o0", 100, price), ("o1", 91, price - 1))
    )
    packing = packed(PackingProblem(dimensions=("x",), guests=guests, options=options))
    assert packing.lower_bound_yen <= packing.price_yen <= 12 * price
