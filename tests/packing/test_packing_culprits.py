"""Nothing fits: who and what, by name and by how much."""

from dataclasses import replace

import pytest

from consolidation.errors import Culprit, NothingFits
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.packing.pack import pack

BIG = HostOption(id="big", cluster="c", capacity=(10, 100), price_yen=5, limit=2)


def guest(name: str, cores: int, memory: int = 1, **more: str) -> Guest:
    return Guest(
        id=name,
        cluster=more.get("cluster", "c"),
        zone=more.get("zone", "x"),
        demand=(cores, memory),
        keep_apart=more.get("apart"),
    )


def culprits(guests: list[Guest], options: list[HostOption], spares: int = 0) -> list[Culprit]:
    problem = PackingProblem(
        dimensions=("cores", "memory"),
        guests=tuple(guests),
        options=tuple(options),
        spares=(("c", spares),),
    )
    with pytest.raises(NothingFits) as raised:
        pack(problem, 10)
    assert raised.value.exit_code == 3
    for culprit in raised.value.culprits:
        assert culprit.reason.ja
        assert culprit.reason.en
    return list(raised.value.culprits)


def test_a_guest_larger_than_any_host_with_dimension_and_excess():
    found = culprits([guest("ok", 1), guest("fat", 13, 130)], [BIG])
    assert [(c.kind, c.name) for c in found] == [("server", "fat")]
    assert "cores 13 is 3 more than the largest host holds (10)" in found[0].reason.en
    assert "memory 130 is 30 more" in found[0].reason.en


def test_a_guest_that_no_single_type_holds():
    wide = HostOption(id="wide", cluster="c", capacity=(20, 10), price_yen=5)
    found = culprits([guest("both", 15, 50)], [BIG, wide])
    assert "no host type of c holds cores 15, memory 50 all at once" in found[0].reason.en


def test_a_cluster_without_host_types():
    assert "has no host type" in culprits([guest("g", 1, cluster="empty")], [BIG])[0].reason.en


def test_a_keep_apart_group_larger_than_the_stock():
    found = culprits([guest(f"g{i}", 1, apart="trio") for i in range(3)], [BIG])
    assert [(c.kind, c.name) for c in found] == [("group", "trio")]
    assert "3 guests of x in c need a host each, 2 can be had" in found[0].reason.en


def test_a_zone_that_needs_more_than_the_stock():
    found = culprits([guest(f"g{i}", 8) for i in range(3)], [BIG])
    assert [(c.kind, c.name) for c in found] == [("zone", "c/x")]
    assert "cores: 24 needed, 20 in all hosts that can be had (big (2)), 4 missing" in (
        found[0].reason.en
    )


def test_stock_that_only_the_pieces_do_not_fit_into():
    found = culprits([guest(f"g{i}", 6) for i in range(3)], [BIG])
    assert ("host_type", "big") in [(c.kind, c.name) for c in found]
    assert ("zone", "c/x") in [(c.kind, c.name) for c in found]


def test_two_zones_that_cannot_share_the_last_host():
    found = culprits([guest("a", 6), guest("b", 6), guest("c", 1, zone="y")], [BIG])
    assert [(c.kind, c.name) for c in found] == [
        ("host_type", "big"),
        ("zone", "c/x"),
        ("zone", "c/y"),
    ]


def test_spares_that_the_stock_cannot_give():
    found = culprits([guest("a", 6), guest("b", 6)], [BIG], spares=1)
    assert ("rule", "c N+1") in [(c.kind, c.name) for c in found]
    pack(
        PackingProblem(
            dimensions=("cores", "memory"),
            guests=(guest("a", 6), guest("b", 6)),
            options=(BIG,),
        ),
        10,
    )


def test_stock_shared_by_two_clusters():
    other = replace(BIG, cluster="d")
    found = culprits([guest("a", 6), guest("b", 6), guest("d", 6, cluster="d")], [BIG, other])
    assert ("host_type", "big") in [(c.kind, c.name) for c in found]
