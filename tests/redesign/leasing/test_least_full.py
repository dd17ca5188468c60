"""Routes that keep the fullest line least full, against a plain program for each state."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import highspy
import networkx as nx
import pytest

from consolidation.redesign.leasing.least_full import FINEST, LeastFull, common_ends
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss, Traffic
from consolidation.redesign.leasing.states import Flow, Part, State, parts
from consolidation.redesign.leasing.uses import PartUses, fullest

CLOSE = 1e-6
Room = Mapping[str, int]


def mesh(seed: int) -> tuple[LineNetwork, dict[str, int]]:
    """Make a mesh of lines of very different capacities, some side by side, some not leased.

    What is lost leaves a way for all that is asked for then.
    """
    chance = random.Random(f"mesh {seed}")
    nodes = [f"n{i}" for i in range(chance.randint(3, 7))]
    ring = chance.sample(nodes, len(nodes))
    ends = list(zip(ring, ring[1:] + ring[:1], strict=True))
    more = [tuple(chance.sample(nodes, 2)) for _ in range(chance.randint(0, len(nodes)))]
    spare = [tuple(chance.sample(nodes, 2)) for _ in range(chance.randint(0, 2))]
    candidates = tuple(
        Candidate(id=f"L{i}", a=a, b=b, site=a, terms=())
        for i, (a, b) in enumerate(ends + more + spare)
    )
    sizes = chance.choice(((3, 5, 8), (64, 1000, 10_000), (128, 100_000, 10_000_000)))
    leased = candidates[: len(ends) + len(more)]
    room = {own.id: chance.choice(sizes) for own in chance.sample(leased, len(leased))}
    pairs = [(a, b) for a in nodes for b in nodes if a != b]
    if chance.random() < 0.4:  # a star: all traffic to and from one node
        pairs = [pair for pair in pairs if ring[0] in pair]
    traffic = tuple(
        Traffic(
            source=a,
            target=b,
            office_kbit_s=chance.choice((0, chance.randint(1, 5 * sizes[0]))),
            night_kbit_s=chance.choice((0, 0, chance.randint(1, 5 * sizes[0]))),
        )
        for a, b in chance.sample(pairs, min(len(pairs), chance.randint(1, 9)))
    )
    lost: list[tuple[set[str], set[str]]] = [({own.id}, set()) for own in candidates]
    for name in nodes:
        lost.append(({own.id for own in candidates if name in (own.a, own.b)}, {name}))
    lost += [({own.id}, {chance.choice(nodes)}) for own in candidates]  # a site is given up too
    losses = tuple(
        Loss(kind="line", id=f"loss-{i}", candidates=frozenset(gone), nodes=frozenset(given_up))
        for i, (gone, given_up) in enumerate(chance.sample(lost, chance.randint(0, len(lost))))
    )
    asked = LineNetwork(
        layout="merged",
        nodes=tuple(nodes),
        candidates=candidates,
        traffic=traffic,
        losses=losses,
        growth=chance.choice((Fraction(1), Fraction(13, 10))),
        share=Fraction(7, 10),
        share_after_loss=chance.choice((None, Fraction(9, 10), Fraction(1, 2))),
    )
    return asked, room


def meshes(seeds: range) -> Iterator[tuple[int, Part, Room]]:
    for seed in seeds:
        asked, room = mesh(seed)
        for part in parts(asked):
            if not part.is_bundle and part.flows:
                yield seed, part, room


def least(part: Part, room: Room, state: State, number: int) -> float:
    """Return how full the fullest line is, by a program with a flow for each pair of nodes."""
    model = highspy.Highs()
    model.silent()
    model.addCol(1.0, 0.0, highspy.kHighsInf, 0, [], [])
    lines = [own for own in part.candidates if own.id in room and own.id not in state.lost]
    arcs = [(own.id, *way) for own in lines for way in ((own.a, own.b), (own.b, own.a))]
    over: dict[int, list[int]] = {at: [] for at in range(len(arcs))}
    unit = max((float(own[number]) for _, _, own in state.loads), default=0.0)
    for source, target, own in state.loads:
        if not own[number]:
            continue
        first = model.getNumCol()
        for at in range(len(arcs)):
            over[at].append(model.getNumCol())
            model.addCol(0.0, 0.0, highspy.kHighsInf, 0, [], [])
        for name in part.nodes:
            sent = float(own[number]) / unit * ((name == source) - (name == target))
            terms = {
                first + at: float((tail == name) - (head == name))
                for at, (_, tail, head) in enumerate(arcs)
                if name in (tail, head)
            }
            model.addRow(sent, sent, len(terms), list(terms), list(terms.values()))
    for at, columns in over.items():
        # in shares of the line, so that small ones count
        factors = [unit / room[arcs[at][0]]] * len(columns)
        model.addRow(-highspy.kHighsInf, 0.0, 1 + len(columns), [*columns, 0], [*factors, -1.0])
    model.run()
    assert model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(model.getInfo().objective_function_value)


def finest(room: Room) -> float:
    """Return what rounding a load may make of a share."""
    return 1 / FINEST / min(room.values())


def share(loads: Mapping[str, Fraction], room: Room) -> float:
    return float(max((load / room[name] for name, load in loads.items()), default=Fraction(0)))


@pytest.mark.parametrize("block", range(4))
def test_the_fullest_line_is_least_full_in_every_state_whatever_was_asked_before(block: int):
    seen = 0
    for seed, part, room in meshes(range(block * 7, (block + 1) * 7)):
        for number in (0, 1):
            routes = LeastFull(part, room, number)
            states = list(part.states)
            random.Random(seed).shuffle(states)
            for state in [*states, *states[:2]]:
                best = pytest.approx(least(part, room, state, number), rel=CLOSE, abs=finest(room))
                for tidy in (True, False, True):
                    loads = routes.loads(state, tidy=tidy)
                    assert (
                        loads.keys() == room.keys() & {c.id for c in part.candidates} - state.lost
                    )
                    assert share(loads, room) == best, (seed, number, state.loss, tidy)
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("block", range(4))
def test_the_worst_of_all_states_is_that_of_each_by_itself_in_any_order(block: int):
    seen = 0
    for seed, part, room in meshes(range(block * 7, (block + 1) * 7)):
        worst = max(
            least(part, room, state, number) / float(state.share)
            for state in part.states
            for number in (0, 1)
        )
        chance = random.Random(seed)
        candidates, losses = list(part.candidates), list(part.states[1:])
        chance.shuffle(candidates)
        chance.shuffle(losses)
        other = replace(part, candidates=tuple(candidates), states=(part.states[0], *losses))
        for own in (part, other):
            told = fullest(own, dict(chance.sample(sorted(room.items()), len(room))))
            assert told is not None
            assert float(told) == pytest.approx(worst, rel=CLOSE, abs=2 * finest(room)), seed
        seen += 1
    assert seen > 4


def test_where_there_is_one_way_each_line_carries_what_crosses_it():
    seen = 0
    for _, part, room in meshes(range(60)):
        tree: nx.Graph[str] = nx.Graph()
        for own in part.candidates:
            if own.id in room and not (
                tree.has_node(own.a) and tree.has_node(own.b) and nx.has_path(tree, own.a, own.b)
            ):
                tree.add_edge(own.a, own.b, id=own.id)
        of_tree = {name: room[name] for _, _, name in tree.edges(data="id")}
        loads = {
            use.candidate: use for use in PartUses(part, of_tree).of(part.states[0], tidy=True)
        }
        for a, b, name in tree.edges(data="id"):
            rest = nx.Graph(tree)
            rest.remove_edge(a, b)
            side = nx.node_connected_component(rest, a)
            crossing = max(
                sum(
                    own[number]
                    for x, y, own in part.states[0].loads
                    if (x in side, y in side) == way
                )
                for number in (0, 1)
                for way in ((True, False), (False, True))
            )
            assert float(loads[name].load_kbit_s) == pytest.approx(
                float(crossing), rel=1e-9, abs=1e-6
            )
            assert loads[name].share == loads[name].load_kbit_s / room[name]
            seen += crossing > 0
    assert seen > 60


def test_little_traffic_over_large_lines_counts():
    """The night's traffic is a millionth of what the largest line carries."""
    lines = [("ab", "a", "b", 10**7), ("bc", "b", "c", 10**7), ("ca", "c", "a", 128)]
    candidates = tuple(Candidate(id=name, a=a, b=b, site=a, terms=()) for name, a, b, _ in lines)
    flow = Flow("a", "c", frozenset("ac"), (Fraction(9 * 10**6), Fraction(1)))
    state = State(None, frozenset(), (("a", "c", flow.amounts),), Fraction(1))
    part = Part(("a", "b", "c"), candidates, (state,), (flow,))
    routes = LeastFull(part, {name: room for name, _, _, room in lines}, 1)
    loads = routes.loads(state, tidy=True)
    assert loads["ab"] == loads["bc"]
    assert float(loads["ab"] + loads["ca"]) == pytest.approx(1, abs=2 / FINEST)
    assert float(loads["ca"]) == pytest.approx(128 / (10**7 + 128), abs=1 / FINEST)


def test_every_pair_has_one_of_its_ends_and_a_star_only_its_hub():
    for seed in range(200):
        chance = random.Random(seed)
        names = "abcdef"[: chance.randint(2, 6)]
        pairs = [(a, b) for a in names for b in names if a != b]
        asked = chance.sample(pairs, chance.randint(0, len(pairs)))
        ends = common_ends(asked)
        assert set(ends) == set(asked)
        assert all(pair[side] == name for pair, (side, name) in ends.items())
        assert ends == common_ends(asked[::-1] * 2)
    star = [pair for spoke in "abcd" for pair in ((spoke, "hub"), ("hub", spoke))]
    assert set(common_ends(star).values()) == {(0, "hub"), (1, "hub")}


@pytest.mark.parametrize(("after", "told"), [("1/2", Fraction(4, 5)), ("1", Fraction(2, 5))])
def test_the_loss_of_what_is_not_leased_counts_where_less_may_be_used_then(
    after: str, told: Fraction
):
    ends = {"ab": ("a", "b"), "bc": ("b", "c"), "ca": ("c", "a"), "none": ("a", "b")}
    asked = LineNetwork(
        layout="merged",
        nodes=("a", "b", "c"),
        candidates=tuple(
            Candidate(id=name, a=a, b=b, site=a, terms=()) for name, (a, b) in ends.items()
        ),
        traffic=(Traffic(source="a", target="b", office_kbit_s=8, night_kbit_s=0),),
        losses=(Loss(kind="line", id="none", candidates=frozenset({"none"})),),
        growth=Fraction(1),
        share=Fraction(1),
        share_after_loss=Fraction(after),
    )
    (part,) = parts(asked)
    assert fullest(part, {"ab": 10, "bc": 10, "ca": 10}) == told
