"""Partitions of the nodes into many groups that few modules hold together.

Where demands are small beside modules, designs are close to trees, and what cuts in two show is
far from what a tree needs: cuts ask for half a module per node, trees for one.

Sources: partition inequalities of the connected subgraph polytope, Chopra 1989; the partition that
a point violates most by as many smallest cuts as there are nodes, Barahona 1992 (greedy truncation
of Dilworth). Before that, groups are drawn together along the links with most modules.
"""

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality, Variables, spanning

Real = NDArray[np.float64]
Group = NDArray[np.int64]
ORDERS = 6
KEPT = 3
VIOLATED = 1e-5
THERE = 1e6
"""Modules that capacity which is there counts as: no partition parts its ends."""


class Partitions:
    """Separation of the inequalities of groups."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
        self._ends = np.array(self._net.ends, np.int64).reshape(-1, 2)
        self._random = np.random.default_rng(2)

    def violated(self, x: Real, number: int, most: int) -> list[Inequality]:
        """Return violated inequalities of a state, the most violated first."""
        net = self._net
        modules = np.zeros(net.num_links)
        np.add.at(modules, self._variables.link, x[: len(net.columns)])
        found = self._of(x, number, modules, opened=False)
        if net.has_setup:
            links = list(self._variables.opened)
            modules[links] = x[len(net.columns) : len(net.columns) + len(links)]
            found += self._of(x, number, modules, opened=True)
        found.sort(key=lambda entry: entry[0])
        return [row for _, row in found[:most]]

    def _of(
        self, x: Real, number: int, modules: Real, *, opened: bool
    ) -> list[tuple[float, Inequality]]:
        modules = np.where(np.array(self._net.installed) > 0, THERE, modules)
        modules[list(self._net.states[number].down)] = 0.0
        found: dict[bytes, tuple[float, Inequality]] = {}

        def take(groups: Group) -> None:
            row = spanning(self._variables, number, groups, opened=opened)
            if row is not None and (short := row.slack(x) / row.least) < -VIOLATED:
                found[groups.tobytes()] = short, row

        for turn in range(ORDERS):
            shake = self._random.uniform(0.7, 1.0, modules.size) if turn else 1.0
            for groups in self._drawn(modules * shake, modules):
                take(groups)
        if not found:
            take(least_held(self._net.num_nodes, self._ends, modules))
        return list(found.values())

    def _drawn(self, order: Real, modules: Real) -> list[Group]:
        """Return the last partitions that are violated while nodes are drawn together."""
        group = np.arange(self._net.num_nodes)
        crossing = modules > 0
        parts = self._net.num_nodes
        found = []
        for link in np.argsort(-order, kind="stable"):
            a, b = group[self._ends[link]]
            if a == b or not crossing[link]:
                continue
            if float(modules @ crossing) < parts - 1 - VIOLATED:
                found.append(np.unique(group, return_inverse=True)[1])
            group[group == b] = a
            parts -= 1
            crossing &= group[self._ends[:, 0]] != group[self._ends[:, 1]]
        return found[-KEPT:]


def least_held(num_nodes: int, ends: Group, modules: Real) -> Group:
    """Return a group per node so that modules between groups less their number are least.

    ``ends``: (links, 2); ``modules``: per link, not negative. Half of the modules that leave a set
    of nodes, less one, is what the set may be worth. Nodes are given as much of that as still fits
    in all sets that end with them, one after the other; the sets that are then full, joined where
    they meet, are the groups.

    >>> ends = np.array([[0, 1], [1, 2], [2, 0], [2, 3]])
    >>> least_held(4, ends, np.array([0.9, 0.9, 0.9, 0.5])).tolist()
    [0, 0, 0, 1]
    """
    worth = np.zeros(num_nodes)
    group = np.arange(num_nodes)
    halves = [(int(a), int(b), m / 2) for (a, b), m in zip(ends, modules, strict=True) if m > 0]
    for last in range(num_nodes):
        alone = -worth[: last + 1]
        """What a node adds to a set but for the links among these nodes."""
        alone[last] = 0.0
        graph: nx.DiGraph[int | str] = nx.DiGraph()
        graph.add_nodes_from(["out", last])
        for a, b, half in halves:
            if max(a, b) <= last:
                for tail, head in ((a, b), (b, a)):
                    _widen(graph, tail, head, half)
            elif min(a, b) <= last:
                alone[min(a, b)] += half
        for node, more in enumerate(alone[:-1].tolist()):
            _widen(graph, node, "out", max(0.0, more))
            _widen(graph, last, node, max(0.0, -more))
        size, (inside, _) = nx.minimum_cut(graph, last, "out")
        worth[last] = size + alone[last] + np.minimum(alone[:-1], 0.0).sum() - 1
        joined = np.isin(group, group[[node for node in inside if node != "out"]])
        group[joined] = group[last]
    return np.asarray(np.unique(group, return_inverse=True)[1])


def _widen(graph: "nx.DiGraph[int | str]", tail: int | str, head: int | str, more: float) -> None:
    """Add capacity to an arc."""
    if graph.has_edge(tail, head):
        more += graph[tail][head]["capacity"]
    graph.add_edge(tail, head, capacity=more)
