"""The checker of lower bounds: what it accepts is true, and right certificates are accepted."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from consolidation.packing import check_bound as module
from consolidation.packing.certificate import (
    Certificate,
    Leaf,
    LotCertificate,
    Refuted,
    Row,
    Split,
    Worth,
)
from consolidation.packing.check_bound import check_bound
from consolidation.packing.checking.classes import Steps
from consolidation.packing.model import (
    Apart,
    Guest,
    HostOption,
    Objective,
    PackingProblem,
    Surcharge,
)
from tests.packing import bounds_by_force as force
from tests.packing import tamper

MOST = 10**4
NUM_BLOCKS, BLOCK = 8, 25


def guest(name: str, *demand: int, **more: object) -> Guest:
    return Guest(**{"id": name, "cluster": "c", "zone": "x", "demand": demand} | more)


def option(name: str, price: int, *capacity: int, **more: object) -> HostOption:
    return HostOption(
        **{"id": name, "cluster": "c", "capacity": capacity, "price_yen": price} | more
    )


def problem(guests, options, **more: object) -> PackingProblem:
    dimensions = ("cores", "memory")[: len(guests[0].demand)]
    return PackingProblem(
        dimensions=dimensions, guests=tuple(guests), options=tuple(options), **more
    )


def row(prices: dict[str, int], worths, weights=(0,), unit=1, scale=0, zone="x") -> Row:
    return Row(
        cluster="c",
        zone=zone,
        by="hand",
        scale=scale,
        prices=tuple(prices.items()),
        worths=tuple(
            Worth(option=name, levels=levels, worth=worth) for name, levels, worth in worths
        ),
        weights=tuple(weights),
        unit=unit,
    )


def leaf(rows, unit=1, stocks=(), spares=(), impossible=False) -> Leaf:
    return Leaf(rows=rows, stocks=stocks, spares=spares, unit=unit, impossible=impossible)


def proof(bound: int, rows, *nodes: tamper.Node) -> Certificate:
    lot = LotCertificate(clusters=("c",), bound=bound, rows=tuple(rows), nodes=nodes)
    return Certificate(lots=(lot,))


def split(name: str, at_most: int, low: int, high: int, levels=(), zone="x", spare=False) -> Split:
    return Split(
        spare=spare,
        cluster="c",
        zone=zone,
        option=name,
        levels=levels,
        at_most=at_most,
        low=low,
        high=high,
    )


def holds(asked: PackingProblem, certificate: Certificate) -> None:
    """Assert that a certificate is accepted, is tight, and is refused for one more."""
    assert check_bound(asked, certificate) == ()
    assert certificate.bound == force.optimum(asked)
    (lot,) = certificate.lots
    assert check_bound(asked, Certificate(lots=(replace(lot, bound=lot.bound + 1),)))


def test_volume():
    asked = problem([guest(f"g{i}", 4) for i in range(5)], [option("t", 7, 10)])
    holds(asked, proof(21, [row({"g0": 1}, [("t", (), 2)])], leaf(((0, 7),), unit=2)))


def test_volume_by_weights_alone():
    asked = problem([guest(f"g{i}", 5) for i in range(4)], [option("t", 7, 10)])
    volume = row({"g0": 5}, [("t", (), 10)], weights=(1,))
    holds(asked, proof(14, [volume], leaf(((0, 7),), unit=10)))


def test_keep_apart():
    guests = [guest(f"g{i}", 1, labels=("k",)) for i in range(3)]
    asked = problem(guests, [option("t", 7, 10)], rules=(Apart(label="k"),))
    holds(asked, proof(21, [row({"g0": 1}, [("t", (), 1)])], leaf(((0, 7),))))


def test_keep_apart_beside():
    guests = [guest("a", 1, labels=("k",)), guest("b", 1, labels=("m",))]
    rule = Apart(label="k", most=0, beside="m")
    asked = problem(guests, [option("t", 7, 10)], rules=(rule,))
    holds(asked, proof(14, [row({"a": 1, "b": 1}, [("t", (), 1)])], leaf(((0, 7),))))
    assert check_bound(replace(asked, rules=(replace(rule, most=1),)), proof(14, (), leaf(())))


def test_surcharge_per_pair():
    """Three licensed guests and one host: level 2 is paid, whatever else."""
    guests = [guest(f"g{i}", 3, labels=("sql",)) for i in range(3)]
    surcharge = Surcharge(label="sql", yen=(("t", 5),), per=2)
    asked = problem(guests, [option("t", 7, 10)], surcharges=(surcharge,))
    rows = [row({"g0": 1}, [("t", (1,), 2), ("t", (2,), 3)])]
    nodes = (
        split("t", 0, 1, 2, levels=(1,)),
        leaf(((0, 17),), unit=3),
        leaf(((0, 5),)),
    )
    holds(asked, proof(17, rows, *nodes))


def test_surcharge_once():
    guests = [guest("a", 3, labels=("sql",)), guest("b", 3)]
    surcharge = Surcharge(label="sql", yen=(("t", 5),))
    asked = problem(guests, [option("t", 7, 10)], surcharges=(surcharge,))
    licensed = row({"a": 1}, [("t", (1,), 1)])
    holds(asked, proof(12, [licensed], leaf(((0, 12),))))


def test_surcharge_that_costs_nothing_on_an_option_has_level_0_there():
    surcharge = Surcharge(label="sql", yen=(("u", 5),))
    guests = [guest("a", 3, labels=("sql",)), guest("b", 3)]
    asked = problem(guests, [option("t", 7, 5)], surcharges=(surcharge,))
    holds(asked, proof(14, [row({"a": 1, "b": 1}, [("t", (0,), 1)])], leaf(((0, 7),))))


def test_placement_costs():
    asked = problem([guest("a", 1, costs=(("t", 4),))], [option("t", 7, 10)])
    holds(asked, proof(11, [row({"a": 11}, [("t", (), 7)], scale=1)], leaf(((0, 1),))))


def test_spares_are_as_large_as_hosts():
    """The guest needs the large option, so that no small spare will do."""
    asked = problem(
        [guest("a", 8)], [option("small", 1, 5), option("large", 9, 10)], spares=(("c", 1),)
    )
    nodes = (
        split("large", 0, 1, 2),
        leaf(((0, 1),), impossible=True),
        leaf(((0, 9),), spares=(("c", 9),)),
    )
    holds(asked, proof(18, [row({"a": 1}, [("large", (), 1)])], *nodes))


def test_two_zones_share_stock():
    guests = [guest("a", 6), guest("b", 6, zone="y")]
    asked = problem(guests, [option("own", 2, 10, limit=1), option("new", 9, 10)])
    rows = [
        row({"a": 1}, [("own", (), 1), ("new", (), 1)]),
        row({"b": 1}, [("own", (), 1), ("new", (), 1)], zone="y"),
    ]
    holds(asked, proof(11, rows, leaf(((0, 9), (1, 9)), stocks=(("own", 7),))))


def test_split_tree():
    """One large host, or two small ones: no single multiplier shows it."""
    guests = [guest(f"g{i}", 5) for i in range(3)]
    asked = problem(guests, [option("t", 7, 10), option("u", 12, 20)])
    rows = [row({"g0": 1}, [("t", (), 2), ("u", (), 3)])]
    nodes = (
        split("u", 0, 1, 2),
        split("t", 1, 3, 4),
        leaf(((0, 0),)),
        leaf(((0, 7),), impossible=True),
        leaf(((0, 0),)),
    )
    holds(asked, proof(12, rows, *nodes))


def test_refuted_leaf():
    """Volume allows three hosts, but 6, 6, 5, 5, 5 and 2 do not fit on them."""
    sizes = (6, 6, 5, 5, 5, 2)
    guests = [guest(f"g{i}", size) for i, size in enumerate(sizes)]
    asked = problem(guests, [option("t", 7, 10)])
    nodes = (
        split("t", 3, 1, 2),
        Refuted(cluster="c", zone="x", hosts=(Worth(option="t", levels=(), worth=3),)),
        leaf(()),
    )
    holds(asked, proof(28, [], *nodes))
    wider = replace(asked, options=(option("t", 7, 11),))
    assert check_bound(wider, proof(28, [], *nodes))


def test_placing_at_least_cost():
    """One guest stands on t for nothing; both do not fit there together, and u costs 4 a guest."""
    guests = [guest(f"g{i}", 5, costs=(("u", 4),)) for i in range(2)]
    asked = problem(guests, [option("t", 10, 7, limit=1), option("u", 20, 7)])
    counted = [row({"g0": 1}, [("t", (), 1), ("u", (), 1)])]

    def shown(bound: int, least: int | None, hosts: int = 1) -> Certificate:
        here = tuple(Worth(option=o, levels=(), worth=hosts) for o in ("t", "u"))
        nodes = (
            split("t", 0, 1, 2),
            leaf(((0, 20),)),
            split("u", 0, 3, 4),
            leaf(((0, 100),)),
            split("u", 1, 5, 6),
            split("t", 1, 7, 8),
            leaf(()),
            Refuted(cluster="c", zone="x", hosts=here, least=least),
            leaf((), stocks=(("t", 1),), impossible=True),
        )
        return proof(bound, counted, *nodes)

    holds(asked, shown(34, 4))
    wrong = [shown(35, 4), shown(35, 5), shown(34, 3), shown(34, 4, hosts=0), shown(34, None)]
    assert [len(check_bound(asked, each)) for each in wrong] == [1] * len(wrong)


def test_number_of_hosts():
    guests = [guest(f"g{i}", 4) for i in range(5)]
    asked = problem(guests, [option("t", 7, 10)], objective=Objective.HOSTS, spares=(("c", 2),))
    holds(asked, proof(3, [row({"g0": 1}, [("t", (), 2)])], leaf(((0, 1),), unit=2)))


def test_bundles_count_their_guests():
    guests = [guest("a", 1, together="w"), guest("b", 1, together="w"), guest("c", 2)]
    asked = problem(guests, [option("t", 7, 10, most_guests=2)])
    holds(asked, proof(14, [row({"a": 1, "c": 1}, [("t", (), 1)])], leaf(((0, 7),))))


def test_no_guests():
    asked = PackingProblem(dimensions=("cores",), guests=(), options=(option("t", 7, 10),))
    assert check_bound(asked, Certificate(lots=())) == ()
    assert check_bound(asked, proof(1, (), leaf(())))


def raised(asked: PackingProblem, certificate: Certificate) -> Certificate | None:
    """Return a certificate with the largest bounds that the checker accepts, if any."""
    if check_bound(asked, certificate):
        return None
    for at in range(len(certificate.lots)):
        low, high = -1000, MOST
        while low < high:
            middle = (low + high + 1) // 2
            if check_bound(asked, with_bound(certificate, at, middle)):
                high = middle - 1
            else:
                low = middle
        certificate = with_bound(certificate, at, low)
    return certificate


def with_bound(certificate: Certificate, at: int, bound: int) -> Certificate:
    lots = list(certificate.lots)
    lots[at] = replace(lots[at], bound=bound)
    return Certificate(lots=tuple(lots))


@cache
def best_proof(seed: int) -> tuple[PackingProblem, Certificate, int | None]:
    asked = force.tiny(seed)
    certificate = raised(asked, force.certificate(asked, random.Random(seed)))
    assert certificate is not None, f"seed {seed}: a right certificate is refused"
    return asked, certificate, force.optimum(asked)


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_accepted_bounds_are_true(block: int):
    shown = Counter[str]()
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        _, certificate, optimum = best_proof(seed)
        if optimum is None:
            shown["impossible" if certificate.bound >= MOST else "unknown"] += 1
        else:
            assert certificate.bound <= optimum, f"seed {seed}"
            shown["tight" if certificate.bound == optimum else "loose"] += 1
    assert shown["tight"] >= 5, shown
    assert shown["impossible"] >= 1, shown


def test_least_worth_accepted_is_what_the_best_filling_is_worth():
    num = 0
    for seed in range(400):
        asked = force.tiny(seed, most_guests=7)
        chance = random.Random(seed)
        for place in force.places(asked):
            found = force.row(asked, place, chance)
            alone = LotCertificate(
                clusters=tuple(sorted({each.cluster for each in asked.guests})),
                bound=-MOST,
                rows=(found,),
                nodes=(leaf(()),),
            )
            assert check_bound(asked, Certificate(lots=(alone,))) == (), f"seed {seed}"
            for at, worth in enumerate(found.worths):
                lower = replace(worth, worth=worth.worth - 1)
                worths = (*found.worths[:at], lower, *found.worths[at + 1 :])
                changed = replace(alone, rows=(replace(found, worths=worths),))
                if worth.levels == tuple(0 for _ in worth.levels):  # no checker can leave it out
                    assert check_bound(asked, Certificate(lots=(changed,))), f"seed {seed}"
                    num += 1
    assert num >= 800


def wrongs() -> Iterator[tuple[str, bool, str]]:
    """Yield kind, whether accepted, and what was done, of 1,000 tamperings and more."""
    bases = [
        (seed, *found)
        for seed in range(NUM_BLOCKS * BLOCK)
        if (found := best_proof(seed))[2] is not None and found[1].bound > 0
    ]
    chance = random.Random(2019)
    for num in range(1500):
        seed, asked, certificate, optimum = bases[num % len(bases)]
        assert optimum is not None
        done = tamper.tampered(certificate, chance, tamper.KINDS[num % len(tamper.KINDS)])
        if done is not None:
            kind, changed = done
            accepted = check_bound(asked, changed) == ()
            assert not accepted or changed.bound <= optimum, f"seed {seed}: {kind}: {changed}"
            yield kind, accepted, f"seed {seed}: {kind}"


def test_tampering():
    tried, accepted = Counter[str](), Counter[str]()
    for kind, good, what in wrongs():
        tried[kind] += 1
        accepted[kind] += good
        never = kind in tamper.NEVER_ACCEPTED or kind == "raise bound"
        assert not (good and never), what
    assert tried.total() >= 1000
    assert min(tried[kind] for kind in tamper.KINDS) >= 5, tried
    assert accepted.total() < tried.total() / 3, accepted


HUGE = 10**40
LOT = proof(14, [row({"g0": 1}, [("t", (), 2)])], leaf(((0, 7),), unit=2)).lots[0]
MALFORMED = {
    "no nodes": replace(LOT, nodes=()),
    "a loop": replace(LOT, nodes=(split("t", 0, 0, 0),)),
    "a number unknown": replace(LOT, nodes=(split("u", 0, 1, 2), *LOT.nodes * 2)),
    "split far away": replace(LOT, nodes=(split("t", HUGE, 1, HUGE), *LOT.nodes)),
    "no such row": replace(LOT, nodes=(leaf(((-1, 7),), unit=2),)),
    "unit 0": replace(LOT, nodes=(leaf(((0, 7),), unit=0),)),
    "negative stock": replace(LOT, nodes=(leaf(((0, 7),), stocks=(("t", -HUGE),)),)),
    "no stock": replace(LOT, nodes=(leaf(((0, 7),), stocks=(("t", 0),)),)),
    "no spares": replace(LOT, nodes=(leaf(((0, 7),), spares=(("c", HUGE),)),)),
    "refuted nowhere": replace(LOT, nodes=(Refuted(cluster="c", zone="z", hosts=()),)),
    "refuted twice": replace(
        LOT,
        nodes=(
            Refuted(cluster="c", zone="x", hosts=(Worth(option="t", levels=(), worth=HUGE),) * 2),
        ),
    ),
    "refuted, but fits": replace(
        LOT,
        nodes=(Refuted(cluster="c", zone="x", hosts=(Worth(option="t", levels=(), worth=HUGE),)),),
    ),
    "a row elsewhere": replace(LOT, rows=(replace(LOT.rows[0], zone="y"),)),
    "a huge price": replace(LOT, rows=(replace(LOT.rows[0], prices=(("g0", HUGE),)),)),
    "levels": replace(LOT, rows=(row({"g0": 1}, [("t", (0,), 2)]),)),
    "no weights": replace(LOT, rows=(replace(LOT.rows[0], weights=()),)),
    "nowhere": replace(LOT, clusters=("nowhere",)),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_certificates_are_reported(name: str):
    asked = problem([guest(f"g{i}", 4) for i in range(4)], [option("t", 7, 10)])
    assert check_bound(asked, Certificate(lots=(LOT,))) == ()
    found = check_bound(asked, Certificate(lots=(MALFORMED[name],)))
    assert found
    assert all(text.ja and text.en and text.ja != text.en for text in found)


def test_an_empty_lot_proves_nothing():
    asked = problem([guest("g0", 4)], [option("t", 7, 10)])
    right = proof(7, [row({"g0": 1}, [("t", (), 1)])], leaf(((0, 7),)))
    for impossible in (False, True):
        empty = LotCertificate(
            clusters=(), bound=1, rows=(), nodes=(leaf((), impossible=impossible),)
        )
        assert check_bound(asked, Certificate(lots=(*right.lots, empty)))


def test_deep_tree():
    """A tree may be as deep as it likes: the checker does not recurse."""
    asked = problem([guest("g0", 4)], [option("t", 7, 10)])
    rows = [row({"g0": 1}, [("t", (), 1)])]
    depth = 3000
    nodes: list[Split | Leaf] = []
    for at in range(depth):
        nodes += [split("t", 0, 2 * at + 1, 2 * at + 2), leaf(((0, 1),), impossible=True)]
    holds(asked, proof(7, rows, *nodes, leaf(((0, 7),))))


def test_too_large_is_said_and_not_accepted(monkeypatch: pytest.MonkeyPatch):
    """Without weights and with thirty small guests per host, every filling would be tried."""
    monkeypatch.setattr(module, "Steps", lambda: Steps(left=100_000))
    guests = [guest(f"g{i:03}", 100 + i % 90, 190 - i // 2) for i in range(180)]
    asked = problem(guests, [option("t", 7, 4000, 4000)])
    prices = {each.id: sum(each.demand) for each in guests}
    tried = proof(7, [row(prices, [("t", (), 7999)], (0, 0))], leaf(()))
    assert [text.en for text in check_bound(asked, tried)] == ["not checked: too large"]
    hosts = (Worth(option="t", levels=(), worth=180),)
    tried = proof(7, [], Refuted(cluster="c", zone="x", hosts=hosts))
    assert check_bound(asked, tried)


def test_nonsense_in_the_problem_proves_nothing():
    """A negative limit or number of spares is not what makes a packing impossible."""
    certificate = proof(8, [row({"g0": 1}, [("t", (), 1)])], leaf(((0, 7),)))
    asked = problem([guest("g0", 4)], [option("t", 7, 10)])
    assert check_bound(replace(asked, spares=(("c", -1),)), certificate)
    assert check_bound(replace(asked, guests=asked.guests * 2), certificate)
    assert check_bound(replace(asked, options=asked.options * 2), certificate)
    assert check_bound(replace(asked, options=(option("t", -7, 10),)), certificate)
    assert check_bound(replace(asked, options=(option("t", 7, 10, 10),)), certificate)
    per_none = Surcharge(label="k", yen=(("t", 1),), per=0)
    assert check_bound(replace(asked, surcharges=(per_none,)), certificate)


def test_many_guests_in_seconds():
    """20,000 distinct guests, and 100,000 of 50 kinds, by weights alone."""
    chance = random.Random(4)
    sizes = [tuple(chance.randint(1, 900) for _ in range(2)) for _ in range(20_000)]
    few = [sizes[i % 50] for i in range(100_000)]
    for demands in (sizes, few):
        guests = [guest(f"g{i:06}", *demand) for i, demand in enumerate(demands)]
        asked = problem(guests, [option("t", 7, 1000, 1000)])
        names: dict[tuple[int, ...], str] = {}
        for each in guests:
            names.setdefault(each.demand, each.id)
        prices = {name: sum(demand) for demand, name in names.items()}
        need = sum(map(sum, demands))
        bound = -(-need // 2000) * 7
        volume = row(prices, [("t", (), 2000)], weights=(1, 1))
        start = time.monotonic()
        assert check_bound(asked, proof(bound, [volume], leaf(((0, 7),), unit=2000))) == ()
        assert time.monotonic() - start < 60
        assert check_bound(asked, proof(bound + 1, [volume], leaf(((0, 7),), unit=2000)))


def test_checker_is_short():
    path = Path(str(module.__file__))
    assert len(path.read_text("utf-8").splitlines()) <= 150
