"""A better design near one at hand: all but a part of the network is held, the part solved anew."""

import numpy as np
from numpy.typing import NDArray

from consolidation.redesign.designing.network import Network
from consolidation.redesign.designing.tightening import Tightening
from consolidation.redesign.designing.tree import Tree
from consolidation.solving.deadline import Deadline

Real = NDArray[np.float64]
NODES = 40
SMALLEST_PART = 8
PATIENCE = 10


class Improving:
    """Draws parts of the network, larger ones once small ones gain nothing."""

    def __init__(self, tightening: Tightening, step: int) -> None:
        self._tight = tightening
        self._variables = tightening.variables
        self._step = step
        self._random = np.random.default_rng(3)
        self._size = SMALLEST_PART
        self._fruitless = 0

    def better(self, x: Real, value: float, deadline: Deadline) -> tuple[Real, float] | None:
        """Return a design near one at hand that costs less, with its cost, or ``None``."""
        free = self._links()
        held = ~free[self._variables.link]
        least = np.zeros(self._variables.num)
        most = np.full(self._variables.num, np.inf)
        columns = np.flatnonzero(held)
        least[columns] = most[columns] = x[columns]
        tree = Tree(self._tight, self._step, cutting=False)
        tree.best_value = value
        tree.begin(least, most)
        tree.run(deadline, NODES)
        if tree.best is not None:
            self._fruitless = 0
            return tree.best, tree.best_value
        self._fruitless += 1
        if self._fruitless > PATIENCE and self._size < self._variables.net.num_links:
            self._size += 2
            self._fruitless = 0
        return None

    def _links(self) -> NDArray[np.bool_]:
        return near_links(self._variables.net, self._random, self._size)


def near_links(net: Network, chance: np.random.Generator, num: int) -> NDArray[np.bool_]:
    """Return flags of so many links that hang together, near a node drawn."""
    free = np.zeros(net.num_links, bool)
    ends = np.array(net.ends, np.int64).reshape(-1, 2)
    reached = np.zeros(net.num_nodes, bool)
    reached[chance.integers(net.num_nodes)] = True
    while free.sum() < min(num, net.num_links):
        near = np.flatnonzero(~free & (reached[ends[:, 0]] | reached[ends[:, 1]]))
        if not near.size:
            reached[chance.integers(net.num_nodes)] = True
            continue
        link = int(chance.choice(near))
        free[link] = True
        reached[ends[link]] = True
    return free
