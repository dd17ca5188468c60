"""From the tree of a search to evidence of its bound that can be checked without it."""

from dataclasses import dataclass
from fractions import Fraction
from math import inf, isfinite

import numpy as np

from consolidation.redesign.designing.certificate import Claim, DesignCertificate, Leaf, Split
from consolidation.redesign.designing.inequalities import Inequality, Variables
from consolidation.redesign.designing.tree import Record, Tree

MOST_NODES = 3000
"""So many nodes of the tree are kept, the first ones; below them the bound is their parents'."""
BITS = 50
"""Multipliers are whole multiples of 2 to the power of minus this."""
PASSES = 6
ENOUGH = 4.0
"""An empty case is shown by multipliers that bound it by so many times the best cost."""


def certificate(variables: Variables, tree: Tree) -> DesignCertificate | None:
    """Return evidence of what the tree shows; ``None`` where it shows nothing."""
    return _Writer(variables, tree).written()


@dataclass(slots=True)
class _Case:
    """Limits of whole variables that branching set."""

    least: dict[int, int]
    most: dict[int, int]


class _Writer:
    """Collects claims and nodes."""

    def __init__(self, variables: Variables, tree: Tree) -> None:
        self._variables = variables
        self._tree = tree
        self._kept = set(list(tree.records)[:MOST_NODES])
        self._places: dict[int, int] = {}
        self._claims: list[Claim] = []
        self._nodes: list[Leaf | Split | None] = []
        self._shown: list[int] = []
        """What each leaf shows, times 2 to the power of ``BITS``."""
        self._costs = variables.costs.astype(object)

    def written(self) -> DesignCertificate | None:
        """Return the certificate."""
        stack: list[tuple[int, int, Record, _Case]] = []
        root = self._tree.records.get(0)
        if root is None:
            return None
        self._nodes.append(None)
        stack.append((0, 0, root, _Case({}, {})))
        while stack:
            place, number, above, case = stack.pop()
            record = self._tree.records.get(number) if number in self._kept else None
            if record is None or record.variable is None:
                self._nodes[place] = self._leaf(record or above, case)
                continue
            below, over = len(self._nodes), len(self._nodes) + 1
            self._nodes += [None, None]
            j, at = record.variable, record.at
            self._nodes[place] = Split(j, at, below, over)
            low = _Case(case.least, {**case.most, j: min(at, case.most.get(j, at))})
            high = _Case({**case.least, j: max(at + 1, case.least.get(j, 0))}, case.most)
            stack.append((below, record.children[0], record, low))
            stack.append((over, record.children[1], record, high))
        shown = min(self._shown)
        if shown < 0:
            return None
        return DesignCertificate(
            bound=self._bound(shown),
            columns=tuple((c.link, c.place) for c in self._variables.net.columns),
            claims=tuple(self._claims),
            nodes=tuple(node for node in self._nodes if node is not None),
        )

    def _bound(self, shown: int) -> Fraction:
        """Return what the leaves show in the problem's costs; whole costs are rounded up."""
        net = self._variables.net
        value = Fraction(shown, 2**BITS)
        step = int(np.gcd.reduce(self._variables.costs))
        if step and net.whole and not net.has_routing:
            value = Fraction(-(-value // step) * step)
        return (value + net.fixed_cost) / net.cost_factor

    def _leaf(self, record: Record, case: _Case) -> Leaf:
        """Return a leaf's multipliers, none larger than keeps unlimited variables priced."""
        used = [(row, u) for row, u in record.multipliers if isfinite(u)]
        if record.is_empty:
            used = self._emptying(used, case)
        weights, total = self._fitting(used, case)
        shown = sum(w * row.least for w, (row, _) in zip(weights, used, strict=True))
        for j in range(self._variables.num):
            left = (int(self._costs[j]) << BITS) - int(total[j])
            shown += left * (case.least.get(j, 0) if left >= 0 else case.most[j])
        self._shown.append(shown)
        return Leaf(
            tuple(
                (self._claim(row), Fraction(w, 2**BITS))
                for w, (row, _) in zip(weights, used, strict=True)
                if w > 0
            )
        )

    def _fitting(
        self, used: list[tuple[Inequality, float]], case: _Case
    ) -> tuple[list[int], np.ndarray]:
        """Return multipliers times 2 to the power of ``BITS``, and their sums of factors.

        A variable without upper limit must not be worth more than it costs: multipliers found in
        floating-point numbers are made a little smaller until that is so.
        """
        weights = [int(u * 2**BITS) for _, u in used]
        for _ in range(PASSES):
            total = self._totals(used, weights)
            share = Fraction(1)
            for j in range(self._variables.num):
                cost = int(self._costs[j]) << BITS
                if int(total[j]) > cost and j not in case.most:
                    share = min(share, Fraction(cost, int(total[j])))
            if share == 1:
                return weights, total
            weights = [int(w * share) for w in weights]
        return [0] * len(used), self._totals(used, [0] * len(used))

    def _totals(self, used: list[tuple[Inequality, float]], weights: list[int]) -> np.ndarray:
        total = np.zeros(self._variables.num, object)
        for (row, _), weight in zip(used, weights, strict=True):
            total = total + row.factors.astype(object) * weight
        return total

    def _emptying(
        self, used: list[tuple[Inequality, float]], case: _Case
    ) -> list[tuple[Inequality, float]]:
        """Return multipliers of an empty case, made large enough to show so."""
        total = sum(np.array(row.factors, float) * u for row, u in used)
        shows = sum(row.least * u for row, u in used)
        for j, factor in enumerate(np.broadcast_to(total, self._variables.num)):
            shows -= max(factor, 0.0) * case.most.get(j, 0) + min(factor, 0.0) * case.least.get(
                j, 0
            )
        best = self._tree.best_value if self._tree.best_value < inf else 1.0
        if shows <= 0:
            return used
        return [(row, u * ENOUGH * best / shows) for row, u in used]

    def _claim(self, row: Inequality) -> int:
        """Return the place of an inequality's claim, written once after those it follows from."""
        if id(row) not in self._places:
            parents = tuple(self._claim(parent) for parent in row.parents)
            self._places[id(row)] = len(self._claims)
            factors = [(int(j), int(row.factors[j])) for j in np.flatnonzero(row.factors)]
            self._claims.append(
                Claim(factors=tuple(factors), least=row.least, recipe=row.recipe, parents=parents)
            )
        return self._places[id(row)]
