"""What a cut asks of its links in all states, against every way to buy, on small random networks.

An inequality that asks too much would make a design look optimal that is not.
"""

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise, product
from math import prod

import numpy as np
import pytest

from consolidation.redesign.designing import survived
from consolidation.redesign.designing.across import Across, OnLink
from consolidation.redesign.designing.covers import Covers
from consolidation.redesign.designing.cut_pool import CutPool
from consolidation.redesign.designing.cuts import Cuts
from consolidation.redesign.designing.inequalities import Inequality, Variables
from consolidation.redesign.designing.network import Network, network
from consolidation.redesign.designing.problem import (
    Choice,
    Demand,
    DesignLink,
    DesignProblem,
    Direction,
    Failure,
    Module,
)
from consolidation.redesign.designing.survived import SurvivedCuts
from tests.redesign.designing.by_hand import row_holds
from tests.redesign.designing.oracle import cheapest
from tests.redesign.designing.test_check_bound_small import values

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

Bought = tuple[int, ...]
NUM_BLOCKS, BLOCK = 4, 20
MOST_WAYS = 50_000


def across(seed: int) -> tuple[Across, np.ndarray]:
    """Make what is asked over some links, one of which may stand whatever fails, and prices."""
    chance = random.Random(f"across {seed}")
    num = chance.randint(1, 4)
    links = []
    for link in range(num):
        amounts = [chance.choice((0, 0, 1, 3))]
        amounts += [amounts[0] + chance.randint(1, 9) for _ in range(chance.randint(0, 3))]
        numbers = np.zeros((len(amounts), 2 * num), np.int64)
        for row in numbers[1:]:
            row[2 * link : 2 * link + 2] = chance.choice(((1, 0), (0, 1), (2, 1)))
        alone = None if chance.random() < 0.3 else chance.randint(0, 7)
        links.append(OnLink(np.array(amounts), numbers, alone))
    prices = np.array([chance.choice((0, 1, 2, 5, 9)) for _ in range(2 * num)], float)
    return Across(chance.randint(0, 9), tuple(links)), prices


@pytest.mark.parametrize("block", range(4))
def test_the_least_price_of_a_cut_is_that_of_the_cheapest_of_all_ways(block: int):
    kinds = set()
    for seed in range(block * 100, (block + 1) * 100):
        own, prices = across(seed)
        best = np.inf
        for choices in product(*(range(len(link.amounts)) for link in own.links)):
            amounts = [link.amounts[at] for link, at in zip(own.links, choices, strict=True)]
            if sum(amounts) >= own.need and all(
                link.alone is None or sum(amounts) - amount >= link.alone
                for link, amount in zip(own.links, amounts, strict=True)
            ):
                way = sum(link.numbers[at] for link, at in zip(own.links, choices, strict=True))
                best = min(best, float(way @ prices))
        price, ways = own.least(prices)
        assert price == best, seed
        assert (min(ways @ prices) == best) if len(ways) else best == np.inf, seed
        kinds.add((best == np.inf, best == 0))
    assert len(kinds) == 3


def tiny(seed: int, *, fine: bool = False) -> DesignProblem:
    """Make two to four nodes with lines side by side, failures of all kinds, and few modules.

    ``fine``: of amounts that are multiples of nothing.
    """
    chance = random.Random(f"tiny {seed}")

    def amount(number: int) -> Fraction:
        return (
            Fraction(97 * number + chance.randint(0, 90)) if fine and number else Fraction(number)
        )

    nodes = tuple("abcd"[: chance.choice((2, 2, 3, 4))])
    ends = [*pairwise(nodes), (nodes[-1], nodes[0])]
    ends += [tuple(chance.sample(nodes, 2)) for _ in range(chance.randint(0, 4 - len(ends)))]
    setup = chance.random() < 0.2
    links = tuple(
        DesignLink(
            id=f"L{i}",
            a=a,
            b=b,
            installed=amount(chance.choice((0, 0, 0, 1, 3))),
            setup_cost=Fraction(chance.randint(0, 5) if setup else 0),
            modules=tuple(
                Module(amount(size) / chance.choice((1, 1, 2)), Fraction(chance.randint(1, 9)))
                for size in chance.sample((2, 3, 4, 5, 9), chance.choice((0, 1, 2, 2, 2)))
            ),
        )
        for i, (a, b) in enumerate(ends)
    )
    slices = ("day", "night")[: chance.choice((1, 2))]
    demands = tuple(
        Demand(
            id=f"d{i}",
            source=source,
            target=target,
            amounts=tuple(amount(chance.randint(0, 5)) for _ in slices),
        )
        for i, (source, target) in enumerate(
            chance.sample(nodes, 2) for _ in range(chance.randint(1, 3))
        )
    )
    failures = [Failure(id=link.id, links=(link.id,)) for link in links if chance.random() < 0.8]
    if chance.random() < 0.4:
        failures += [Failure(id=f"N{n}", nodes=(n,)) for n in nodes if chance.random() < 0.6]
    if chance.random() < 0.3:
        failures.append(Failure(id="two", links=tuple({c.id for c in chance.choices(links, k=2)})))
    return DesignProblem(
        name=f"tiny-{seed}",
        nodes=nodes,
        links=links,
        demands=demands,
        direction=chance.choice((Direction.UNDIRECTED, Direction.BIDIRECTED)),
        choice=chance.choice((Choice.MODULAR, Choice.EXPLICIT)),
        failures=tuple(failures),
        slices=slices,
        normal_factor=chance.choice((Fraction(1), Fraction(1), Fraction(3, 2), Fraction(1, 2))),
    )


def crossed(problem: DesignProblem, side: set[str]) -> list[tuple[set[int], Fraction]]:
    """Return per state which links across a cut are down and what must cross, afresh."""
    found = []
    for failure in (None, *problem.failures):
        gone = set(failure.nodes) if failure else set()
        times = 1 if failure else problem.normal_factor
        down = {
            i
            for i, link in enumerate(problem.links)
            if failure and (link.id in failure.links or gone & {link.a, link.b})
        }
        for at in range(len(problem.slices)):
            ways = [Fraction(0), Fraction(0)]
            for d in problem.demands:
                if (d.source in side) != (d.target in side) and not gone & {d.source, d.target}:
                    ways[d.source in side] += d.amounts[at] * times
            is_shared = problem.direction is Direction.UNDIRECTED
            found.append((down, sum(ways) if is_shared else max(ways)))
    return found


def _worth_buying(
    problem: DesignProblem, net: Network, i: int, most: Fraction
) -> list[tuple[Fraction, dict[int, int]]]:
    """Return what may be bought on a link, each with the capacity then.

    What it takes is not counted so closely that something cheaper were left out of the comparison.
    """
    link = problem.links[i]
    modules = {j: link.modules[c.place] for j, c in enumerate(net.columns) if c.link == i}
    enough = [-int(-most // m.capacity) for m in modules.values()]
    found = []
    for own in product(*(range(2 * num + 2) for num in enough)):
        if problem.choice is Choice.MODULAR or sum(own) <= 1:
            bought = list(zip(modules.values(), own, strict=True))
            room = sum((m.capacity * n for m, n in bought), Fraction(0))
            found.append((room, sum(m.cost * n for m, n in bought), own))
    return [
        (link.installed + room, dict(zip(modules, own, strict=True)))
        for room, cost, own in found
        if all(n <= num for n, num in zip(own, enough, strict=True))
        and not any(r >= room and r > 0 and c < cost for r, c, _ in found)
    ]


def ways_over(
    problem: DesignProblem, net: Network, side: set[str], together: tuple[tuple[int, ...], ...]
) -> Iterator[tuple[dict[int, int], bool]]:
    """Yield how many of each column across a cut are bought, and whether that holds in all states.

    All carry what crosses in any state, the others do with each link down, those that are down
    ``together`` as one. On a link a way buys nothing, or what no cheaper choice has the capacity
    of. Where there are too many: none.
    """
    links = [i for i, x in enumerate(problem.links) if (x.a in side) != (x.b in side)]
    every = [(d & set(links), n) for d, n in crossed(problem, side)]
    joined = {i for own in together for i in own}
    bunches = [set[int](), *map(set, together), *({i} for i in links if i not in joined)]
    states = [(own, n) for own in bunches for d, n in every if own <= d]
    most = max((need for _, need in states), default=Fraction(0))
    choices = [_worth_buying(problem, net, i, most) for i in links]
    if prod(map(len, choices)) > MOST_WAYS:
        return
    for way in product(*choices):
        rooms = {i: room for i, (room, _) in zip(links, way, strict=True)}
        total = sum(rooms.values())
        ahead = {
            asked is every: all(total - sum(rooms[i] for i in d) >= need for d, need in asked)
            for asked in (states, every)
        }
        assert ahead[False] or not ahead[True]
        if ahead[False]:
            yield {j: n for _, own in way for j, n in own.items() if n}, ahead[True]


def rows_of(variables: Variables, seed: int) -> Iterator[tuple[set[int], str, Inequality]]:
    """Yield the inequalities of every cut, with one side of it."""
    net, chance = variables.net, np.random.default_rng(seed)
    cuts, pool = SurvivedCuts(variables), CutPool(variables)
    for size in range(1, net.num_nodes):
        for side in combinations(range(net.num_nodes), size):
            inside = np.zeros(net.num_nodes, bool)
            inside[list(side)] = True
            needs = pool.crossed_by(inside)
            least = cuts.cheapest(inside, needs)
            if least is not None:
                assert least.row.slack(least.x) == pytest.approx(0)
                yield set(side), "cheapest", least.row
            x = chance.uniform(0, 0.7, variables.num)
            row = cuts.strongest(x, inside, needs)
            if row is not None:
                assert row.slack(x) < 0
                yield set(side), "strongest", row


@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_rows_of_a_cut_say_what_the_cheapest_way_over_it_adds_up_to(
    block: int, fine: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(survived, "UNITS", 60)  # so that only what is fine is counted coarsely
    seen = {"cheapest": 0, "strongest": 0}
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = tiny(seed, fine=fine)
        net = network(problem)
        for side, kind, row in rows_of(Variables(net), seed):
            case = seed, side, kind
            names = {problem.nodes[i] for i in side}
            sums = (
                sum(int(row.factors[j]) * n for j, n in way.items())
                for way, _ in ways_over(problem, net, names, row.recipe.together)
            )
            least = min(sums, default=row.least)
            # of what is counted in coarse units a row may say less
            assert row.least <= least if fine else row.least == least, case
            assert row_holds(problem, row, row.least), case
            assert not row_holds(problem, row, row.least + 1), case
            seen[kind] += 1
    assert min(seen.values()) > BLOCK, seen


@pytest.mark.parametrize("block", range(NUM_BLOCKS))
def test_the_cheapest_design_obeys_the_rows_of_all_cuts(block: int):
    seen = 0
    for seed in range(block * BLOCK, (block + 1) * BLOCK):
        problem = tiny(seed)
        design = cheapest(problem)
        own = None if design is None else values(problem, design)
        if own is None:
            continue
        variables = Variables(network(problem))
        rows = [row for _, _, row in rows_of(variables, seed)]
        of_nodes, together = Cuts(variables, Covers()).of_nodes()
        for row in rows + of_nodes:
            assert sum(int(f) * n for f, n in zip(row.factors, own, strict=False)) >= row.least
            seen += 1
        for row in of_nodes:
            assert row.slack(together) >= 0
            assert row_holds(problem, row, row.least)
    assert seen > 2 * BLOCK


@pytest.mark.parametrize("seed", range(30))
def test_what_crosses_a_cut_in_each_state_is_what_demands_say(seed: int):
    problem = tiny(seed)
    pool = CutPool(Variables(network(problem)))
    assert len(pool.inside) > 0
    for cut, inside in enumerate(pool.inside):
        side = {name for name, own in zip(problem.nodes, inside, strict=True) if own}
        needs = [float(need) for _, need in crossed(problem, side)]
        factor = network(problem).capacity_factor
        assert (pool.needs(cut) / factor).tolist() == needs
        assert (pool.crossed_by(~inside) / factor).tolist() == needs
