"""The benchmark of network design: its plain model is right, its networks are what they say."""

import networkx as nx
import pytest

from consolidation.redesign.designing.problem import DesignProblem
from tests.benchmarks.redesign.instances import city, regional
from tests.benchmarks.redesign.plain import solve_plain
from tests.redesign.designing.oracle import cheapest, small

pytestmark = pytest.mark.no_cover  # tracing would take as long as the tests

SAME = {"rel": 1e-6, "abs": 1e-6}


@pytest.mark.parametrize("block", range(3))
def test_the_plain_model_finds_what_brute_force_finds(block: int):
    for seed in range(block * 20, block * 20 + 20):
        problem = small(seed)
        best, answer = cheapest(problem), solve_plain(problem, 20)
        assert answer.infeasible is (best is None), seed
        if best is not None:
            assert answer.value == pytest.approx(float(best.cost), **SAME), seed
            assert answer.bound == pytest.approx(float(best.cost), **SAME), seed


def graph(problem: DesignProblem) -> nx.MultiGraph:
    found = nx.MultiGraph()
    found.add_nodes_from(problem.nodes)
    found.add_edges_from((link.a, link.b) for link in problem.links)
    return found


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("num_sites", [3, 40])
def test_a_city_can_lose_any_line(num_sites: int, seed: int):
    problem = city(num_sites, seed)
    assert problem == city(num_sites, seed)
    assert problem != city(num_sites, seed + 1)
    assert sum(node.startswith("site") for node in problem.nodes) == num_sites
    assert nx.is_k_edge_connected(nx.Graph(graph(problem)), 2)
    lines = [sum(link.a == node for link in problem.links) for node in problem.nodes[-num_sites:]]
    assert set(lines) <= {2, 3, 4}
    for link in problem.links:
        prices = [module.cost / module.capacity for module in link.modules]
        assert prices == sorted(prices, reverse=True)


@pytest.mark.parametrize("load", [0.2, 10])
@pytest.mark.parametrize(("num_nodes", "links_per_node"), [(8, 1.4), (20, 2.2)])
def test_a_region_is_as_dense_and_as_loaded_as_asked(
    num_nodes: int, links_per_node: float, load: float
):
    problem = regional(num_nodes, links_per_node, load, 0, failures=True)
    assert problem == regional(num_nodes, links_per_node, load, 0, failures=True)
    joined = nx.Graph(graph(problem))
    assert nx.is_k_edge_connected(joined, 2)
    assert len(problem.links) == pytest.approx(links_per_node * num_nodes, abs=1)
    hops = dict(nx.all_pairs_shortest_path_length(joined))
    used = sum(float(d.amounts[0]) * hops[d.source][d.target] for d in problem.demands)
    assert used / len(problem.links) == pytest.approx(load, rel=0.01)
    assert len(problem.failures) == len(problem.links)
    assert len(problem.demands) == num_nodes * (num_nodes - 1) // 2
