"""Every state that the oracle gets to is got to over the graph, and no other.

The verdict tells of protected states alone; here the two are compared on all of them, in both
readings of the facts, with every control holding and with every control lost.
"""

import itertools
from collections.abc import Iterable, Mapping

import pytest

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Certainty, RadioFamily
from consolidation.network import names
from consolidation.network.attributes import Layer, StateGraph, states, ways
from consolidation.network.graph import build_graph
from consolidation.policy.editions import ISOLATING
from consolidation.policy.ways.roads import guards
from tests.policy.oracle.agreement import case
from tests.policy.oracle.world import Both

COMPARED = (Layer.DOMAIN, Layer.SERVER)
"""Of segments as wholes and of what is held, the two keep states of their own."""


def closed(starts: Iterable[object], onward: Mapping[object, list[object]]) -> set[object]:
    found = set(starts)
    waiting = list(found)
    while waiting:
        new = set(onward.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def by_graph(graph: StateGraph, media: set[RadioFamily], *, bad: bool, lost: bool) -> set[str]:
    onward: dict[object, list[object]] = {}
    for origin, target, edge in ways(graph):
        passable = lost or not guards(edge, ISOLATING)
        if passable and (bad or edge.certainty is Certainty.KNOWN):
            onward.setdefault(origin, []).append(target)
    listed = dict(states(graph))
    airs = (n for n, s in listed.items() if s.layer is Layer.AIR and s.family in media)
    found = {str(node) for node in closed(airs, onward)}
    return {n for n in found if listed[n].layer in COMPARED and not n.startswith("ports/")}


def by_oracle(estate: Estate, media: set[RadioFamily], *, bad: bool, lost: bool) -> set[str]:
    world = Both(estate).world(bad=bad)
    onward: dict[object, list[object]] = {}
    for origin, target, control in world.steps:
        if lost or control is None:
            onward.setdefault(origin, []).append(target)
    found = closed((air for air in world.airs if air[3] in media), onward)
    domains = {names.domain(str(s[1]), str(s[2])) for s in found if s[0] == "at"}
    return domains | {names.server(str(s[1])) for s in found if s[0] == "server"}


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_what_wireless_gets_to_is_what_the_oracle_says(start: int):
    num_reached = 0
    for seed in range(start, start + 100):
        estate, options = case(seed)
        graph, media = build_graph(estate), set(options.media or RadioFamily)
        for bad, lost in itertools.product((False, True), repeat=2):
            found = by_graph(graph, media, bad=bad, lost=lost)
            assert found == by_oracle(estate, media, bad=bad, lost=lost), (seed, bad, lost)
            num_reached += len(found)
    assert num_reached > 1000
