"""Minimum cuts: the cheapest changes that leave no free way, and the ways that prove it.

Every state and step of the free ways from the air to a protected place gets the price of the
cheapest change that breaks it. A maximum flow then says at which states and steps to cut, and
the ways that the flow takes are as many as pay for it: what no set of single cuts can undercut.
"""

import itertools
from collections import deque
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import networkx as nx
from networkx.algorithms.flow import boykov_kolmogorov

from consolidation.policy.repair.actions import BURDEN_BITS, Action, Key, burden
from consolidation.policy.ways.flow import Opened
from consolidation.policy.ways.roads import Roads

if TYPE_CHECKING:
    Network: TypeAlias = "nx.DiGraph[int]"
else:
    Network = nx.DiGraph

MOST_RANKED = 256
"""Of so many changes on offer the first by table and row are preferred, all else being equal."""
UNCUT = 1 << 50 + BURDEN_BITS + MOST_RANKED
"""The burden of a state or step that no change on offer breaks."""
START, END = -1, -2
Element = tuple[int, int]
"""A step by its two states, or a state twice."""
Flow = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Cut:
    """A minimum cut."""

    actions: tuple[Action, ...]
    yen: int
    ways: tuple[tuple[str, ...], ...]
    """Ways that the flow takes, so that together they fill the cut."""
    single: bool
    """Whether every change on offer breaks ways in one place only, so that none is cheaper."""
    states: tuple[str, ...]
    """Every state on a free way."""


def minimum_cut(
    ways: "FreeWays",
    against: Callable[[tuple[str, ...]], Iterable[Action]],
    at_fault: Container[tuple[str, str]],
) -> Cut | None:
    """Return the cheapest cut of some free ways; ``None``: there is none, or they cannot be cut.

    ``against`` tells the changes that break a state, or the step between two. Of cuts at one price
    it is the one that destroys least (`actions.Harm`); ``at_fault`` are the rows at fault.
    """
    offers = _offers(ways, against)
    burdens = _burdens(offers, at_fault)
    network = _network(ways, offers, burdens)
    value, flow = _maximum_flow(network)
    if not 0 < value < UNCUT:
        return None
    chosen = {
        action.key: action
        for element in _cut_at(network, flow)
        for action in [min(offers[element], key=lambda a: burdens[a.key])]
    }
    return Cut(
        actions=tuple(chosen[key] for key in sorted(chosen)),
        yen=sum(action.yen for action in chosen.values()),
        ways=tuple(ways.names(way) for way in _taken(flow)),
        single=_single(ways, offers) and value == sum(burdens[key] for key in chosen),
        states=ways.names(sorted(ways.between)),
    )


def taken(
    ways: "FreeWays", against: Callable[[tuple[str, ...]], Iterable[Action]]
) -> tuple[tuple[str, ...], ...]:
    """Return the ways that a maximum flow over some free ways takes.

    Where some of them cannot be cut, these only: no repair gets round them.
    """
    offers = _offers(ways, against)
    network = _network(ways, offers, _burdens(offers, ()))
    if START not in network or END not in network:
        return ()
    _, flow = _maximum_flow(network)
    return tuple(ways.names(way) for way in _taken(flow))


def _offers(
    ways: "FreeWays", against: Callable[[tuple[str, ...]], Iterable[Action]]
) -> dict[Element, list[Action]]:
    """Return what breaks each state and step; what breaks a state is left out beside it."""
    offers = {element: list(against(ways.named(element))) for element in ways.elements()}
    for a, b in offers:
        if a != b:
            ends = {action.key for end in (a, b) for action in offers[end, end]}
            offers[a, b] = [action for action in offers[a, b] if action.key not in ends]
    return offers


class FreeWays:
    """The free ways from some sources to their first target, some groups of controls lost."""

    def __init__(
        self,
        roads: Roads,
        sources: Sequence[str],
        targets: Sequence[str],
        lost: Collection[str] = (),
    ) -> None:
        self.roads, self.targets = roads, frozenset(roads.numbers(targets))
        self.onward, self.back = Opened(roads, lost).onward, Opened(roads.backwards, lost).onward
        self.sources = sorted(set(roads.numbers(sources)))
        self.between = self.avoiding(None)

    def avoiding(self, closed: int | None) -> frozenset[int]:
        """Return the states on ways that avoid a state."""
        out = _reached(self.sources, self.onward, closed, self.targets)
        return out & _reached(out & self.targets, self.back, closed)

    def elements(self) -> list[Element]:
        """Return the states and the steps between them, in order."""
        found = [(state, state) for state in self.between]
        for state in self.between - self.targets:
            found += [(state, t) for t in self.onward(state) if t in self.between]
        return sorted(set(found))

    def names(self, states: Iterable[int]) -> tuple[str, ...]:
        """Return the names of states."""
        return tuple(self.roads.names[n] for n in states)

    def named(self, element: Element) -> tuple[str, ...]:
        """Return the name of a state, or the names of the two that a step joins."""
        return self.names(dict.fromkeys(element))


def _reached(
    starts: Iterable[int],
    onward: Callable[[int], Iterable[int]],
    closed: int | None,
    last: Collection[int] = (),
) -> frozenset[int]:
    """Return what is got to from some states and not past ``last`` ones."""
    seen = {start for start in starts if start != closed}
    stack = sorted(seen)
    while stack:
        state = stack.pop()
        for target in () if state in last else onward(state):
            if target not in seen and target != closed:
                seen.add(target)
                stack.append(target)
    return frozenset(seen)


def _burdens(
    offers: Mapping[Element, Sequence[Action]], at_fault: Container[tuple[str, str]]
) -> Mapping[Key, int]:
    """Return the burden of each change, the same for no two as far as they are ranked."""
    actions = {action.key: action for some in offers.values() for action in some}
    ranked = {key: number for number, key in enumerate(sorted(actions)[:MOST_RANKED], 1)}
    full = 1 << MOST_RANKED
    return {
        key: (burden(action, at_fault) << MOST_RANKED + 1)
        + full
        - (full >> ranked[key] if key in ranked else 0)
        for key, action in actions.items()
    }


def _network(
    ways: FreeWays, offers: Mapping[Element, Sequence[Action]], burdens: Mapping[Key, int]
) -> Network:
    """Return the network of the ways: each state is a pipe, and so is each step."""
    network: Network = nx.DiGraph()
    for (a, b), actions in offers.items():
        price = min((burdens[action.key] for action in actions), default=UNCUT)
        pipe = (2 * a, 2 * a + 1) if a == b else (2 * a + 1, 2 * b)
        network.add_edge(*pipe, capacity=price)
    for source in ways.sources:
        if source in ways.between:
            network.add_edge(START, 2 * source, capacity=UNCUT)
    for target in sorted(ways.targets & ways.between):
        network.add_edge(2 * target + 1, END, capacity=UNCUT)
    return network


def _maximum_flow(network: Network) -> tuple[int, Flow]:
    """Return a maximum flow: its value, and what of it runs on each pipe."""
    value, flow = nx.maximum_flow(network, START, END, flow_func=boykov_kolmogorov)
    return int(value), flow


def _cut_at(network: Network, flow: Flow) -> list[Element]:
    """Return the states and steps at which a maximum flow is cut, those nearest the air."""
    seen, waiting = {START}, deque([START])
    while waiting:
        here = waiting.popleft()
        spare = [t for t in network[here] if flow[here][t] < network[here][t]["capacity"]]
        undone = [o for o in network.pred[here] if flow[o][here] > 0]
        for there in (*spare, *undone):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    pipes = sorted((u, v) for u, v in network.edges if u in seen and v not in seen)
    return [(u // 2, v // 2) for u, v in pipes]


def _taken(flow: Flow) -> list[tuple[int, ...]]:
    """Return the ways that a flow takes, the shortest first, until nothing of it is left."""
    left = {u: {v: n for v, n in sorted(onward.items()) if n} for u, onward in flow.items()}
    found = []
    while (way := _shortest(left)) is not None:
        least = min(left[u][v] for u, v in itertools.pairwise(way))
        for u, v in itertools.pairwise(way):
            left[u][v] -= least
            if not left[u][v]:
                del left[u][v]
        found.append(tuple(dict.fromkeys(point // 2 for point in way[1:-1])))
    return found


def _shortest(left: Mapping[int, Mapping[int, int]]) -> list[int] | None:
    before = {START: START}
    waiting = deque([START])
    while waiting:
        here = waiting.popleft()
        if here == END:
            way = [END]
            while way[-1] != START:
                way.append(before[way[-1]])
            return way[::-1]
        for there in left.get(here, ()):
            if there not in before:
                before[there] = here
                waiting.append(there)
    return None


def _single(ways: FreeWays, offers: Mapping[Element, Sequence[Action]]) -> bool:
    """Return whether every change breaks ways in one place.

    A change on offer at several states and steps does so if no way passes any of them that does
    not pass a certain one of them.
    """
    places: dict[Key, list[Element]] = {}
    for element, actions in offers.items():
        for action in actions:
            places.setdefault(action.key, []).append(element)
    avoiding: dict[int, frozenset[int]] = {}
    for elements in places.values():
        if len(elements) > 1 and not _passes_one(ways, elements, avoiding):
            return False
    return True


def _passes_one(
    ways: FreeWays, elements: Sequence[Element], avoiding: dict[int, frozenset[int]]
) -> bool:
    for state in (a for a, b in elements if a == b):
        if state not in avoiding:
            avoiding[state] = ways.avoiding(state)
        if not any(a in avoiding[state] and b in avoiding[state] for a, b in elements):
            return True
    return False
