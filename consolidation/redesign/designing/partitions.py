"""Partitions of the nodes into many groups that few modules hold together.

Where demands are small beside modules, designs are close to trees, and what cuts in two show is
far from what a tree needs: cuts ask for half a module per node, trees for one.

Source: partition inequalities of the connected subgraph polytope, Chopra 1989; the groups are
found by drawing nodes together along the links with most modules.
"""

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.inequalities import Inequality, Variables, spanning

Real = NDArray[np.float64]
ORDERS = 6
KEPT = 3
VIOLATED = 1e-5


class Partitions:
    """Separation of the inequalities of groups."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._net = variables.net
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
        modules = np.where(np.array(self._net.installed) > 0, np.inf, modules)
        found: dict[bytes, tuple[float, Inequality]] = {}
        for turn in range(ORDERS):
            shake = self._random.uniform(0.7, 1.0, modules.size) if turn else 1.0
            for groups in self._groups(number, modules * shake, modules):
                row = spanning(self._variables, number, groups, opened=opened)
                if row is not None and (short := row.slack(x) / row.least) < -VIOLATED:
                    found[groups.tobytes()] = short, row
        return list(found.values())

    def _groups(self, number: int, order: Real, modules: Real) -> list[NDArray[np.int64]]:
        """Return the last partitions that are violated while nodes are drawn together."""
        net = self._net
        group = np.arange(net.num_nodes)
        crossing = np.array([i not in net.states[number].down for i in range(net.num_links)])
        ends = np.array(net.ends, np.int64).reshape(-1, 2)
        parts = net.num_nodes
        found = []
        for link in np.argsort(-order, kind="stable"):
            a, b = group[ends[link]]
            if a == b or not crossing[link]:
                continue
            between = float(modules[crossing].sum())
            if between < parts - 1 - VIOLATED:
                found.append(np.unique(group, return_inverse=True)[1])
            group[group == b] = a
            parts -= 1
            crossing &= group[ends[:, 0]] != group[ends[:, 1]]
        return found[-KEPT:]
