"""The fewest controls on any way, as networkx counts them on the same graph."""

import random
from pathlib import Path

import networkx as nx
import pytest

from consolidation.inventory.read import read_inventory
from consolidation.inventory.tables.kinds import Certainty
from consolidation.network.attributes import Layer, Relation, edge_of, state_of
from consolidation.network.graph import build_graph
from consolidation.policy.editions import ISOLATING
from consolidation.policy.ways.roads import both_readings
from consolidation.policy.ways.spread import spread
from tests.policy.oracle.estates import random_estate

INVENTORIES = Path(__file__).parents[2] / "inventories"


def by_networkx(graph, *, sure: bool) -> dict[str, int]:
    def weight(origin, target, _):
        edge = edge_of(graph, origin, target)
        if edge.relation is not Relation.WAY or (sure and edge.certainty is not Certainty.KNOWN):
            return None  # networkx takes it for no edge at all
        return edge.weight if edge.control_kind in ISOLATING else 0

    sources = [node for node in graph if state_of(graph, node).layer is Layer.AIR]
    if not sources:
        return {}
    return nx.multi_source_dijkstra_path_length(graph, sources, weight=weight)


def agree(estate) -> int:
    """Compare both readings; return how many states are past a control."""
    graph = build_graph(estate)
    sources = [node for node in graph if state_of(graph, node).layer is Layer.AIR]
    past = 0
    for roads, sure in zip(both_readings(graph, ISOLATING), (True, False), strict=True):
        ours = spread(roads, sources)
        assert dict(ours.controls) == by_networkx(graph, sure=sure)
        for target, controls in ours.controls.items():
            edges = [edge_of(graph, u, v) for u, v in nx.utils.pairwise(ours.way(target))]
            assert sum(e.weight for e in edges if e.control_kind in ISOLATING) == controls
            past += controls > 0
    return past


@pytest.mark.parametrize("name", ["small-office", "toyonaka-2018"])
def test_distances_of_sample_inventories(name):
    assert agree(read_inventory(INVENTORIES / name).estate) > 0


def test_distances_of_random_networks():
    assert sum(agree(random_estate(random.Random(seed).choice)) for seed in range(150)) > 0
