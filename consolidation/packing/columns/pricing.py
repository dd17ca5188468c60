"""Pricing: the fillings of a host that are worth more than it costs, and proof that none is.

Values of types come from the master's duals, as whole numbers of *grains*, so that what is proved
here is exact and goes into a certificate as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, gcd

import numpy as np

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compiled.arrays import Whole
from consolidation.packing.compiled.branching import branch_and_bound
from consolidation.packing.compiled.filling import UNIT, most_valuable, multipliers
from consolidation.packing.compiled.forcing import each_forced
from consolidation.packing.compiled.listing import all_valuable

SCALE = 1 << 30
"""Grains of the dearest host."""

STEPS = 60
"""Subgradient steps for the multipliers of one pricing."""

BRIEF_NODES = 300
"""Nodes of the search for each forced type."""

THOROUGH_NODES = 5_000
"""The same where brief searches find nothing."""

KEPT = 32
"""Fillings kept of one exact search."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Bundles of some types on one host in one setting."""

    setting: int
    counts: tuple[tuple[int, int], ...]
    """(type, number), in order of type."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One pricing, made ready for the compiled search."""

    worth: Whole
    num: Whole
    weights: Whole
    order: Whole


class Pricer:
    """Prices the settings of one compartment; keeps the last multipliers as a start."""

    def __init__(self, part: Compartment) -> None:
        arrays = part.arrays
        self.part = part
        self.grain = max(1, SCALE // max(1, int(arrays.price.max())))
        """Grains per unit of the objective."""
        costs = arrays.cost[arrays.cost > 0]
        self.with_costs = bool(costs.size)
        self.step = max(1, gcd(*arrays.price.tolist(), *costs.tolist()))
        """The largest amount of which every price and cost is a multiple."""
        self.gives_back = int(arrays.need.min(initial=0)) < 0
        """Whether some type has a negative demand."""
        self._weights: dict[int, Whole] = {}

    def rounded(self, value: float) -> int:
        """Return the least possible cost that is not less than a value."""
        return ceil(value / self.step) * self.step

    def brief(
        self, setting: int, values: Whole, num: Whole, floor: int, *, thorough: bool = False
    ) -> Iterator[Filling]:
        """Yield good fillings worth more than ``floor``, at most one per type."""
        arrays = self.part.arrays
        task = self._task(setting, values, num, floor)
        bounded = thorough and not self.gives_back
        found = np.zeros((task.order.size, task.worth.size), np.int64)
        rows = each_forced(
            task.worth, task.num, arrays, arrays.room[setting], arrays.most[setting],
            arrays.binds, task.weights, task.order, floor,
            THOROUGH_NODES if bounded else BRIEF_NODES, bounded, found,
        )  # fmt: skip
        for row in found[:rows]:
            yield filling(setting, row)

    def exact(
        self,
        setting: int,
        values: Whole,
        num: Whole,
        floor: int,
        nodes: int,
        *,
        plain: bool = False,
    ) -> tuple[int, bool, list[Filling]]:
        """Search the most valuable filling; return its value, whether that is proved, and fillings.

        The value is ``floor`` where nothing is worth more. ``plain`` takes one set of multipliers
        for the whole search: what that proves, a checker can follow.
        """
        arrays = self.part.arrays
        task = self._task(setting, values, num, floor)
        found = np.zeros((KEPT, task.worth.size), np.int64)
        search = most_valuable if plain or self.gives_back else branch_and_bound
        best, _, improved, proved = search(
            task.worth, task.num, arrays, arrays.room[setting], arrays.most[setting],
            arrays.binds, task.weights, task.order, floor, nodes, found,
        )  # fmt: skip
        rows = found[: min(improved, KEPT)]
        return int(best), bool(proved), [filling(setting, row) for row in rows]

    def listed(
        self, setting: int, values: Whole, num: Whole, floor: int, nodes: int, found: Whole
    ) -> int | None:
        """Write all fillings worth at least ``floor`` to the rows of ``found``; return how many.

        ``None`` if the rows or the nodes run out. Where no placement costs and no demand is
        negative, fillings that can take one more bundle are left out: fuller ones stand for them.
        """
        arrays = self.part.arrays
        task = self._task(setting, values, num, floor)
        maximal = not self.with_costs and int(arrays.need.min(initial=0)) == 0
        others = np.setdiff1d(np.flatnonzero(task.num > 0), task.order)
        rows, _, done = all_valuable(
            task.worth, task.num, arrays, arrays.room[setting], arrays.most[setting],
            arrays.binds, task.weights, np.concatenate([task.order, others]),
            floor, nodes, maximal, found,
        )  # fmt: skip
        return int(rows) if done else None

    def row(self, values: Whole, worths: Sequence[int], by: str) -> CoverRow:
        """Return the row that proved worths of all settings make true."""
        places = [self.part.dominated.get(s, s) for s in range(len(worths))]
        weights = [self._weights[s] for s in places]
        return CoverRow(
            prices=tuple(values.tolist()),
            worths=tuple(worths),
            scale=self.grain if self.with_costs else 0,
            need=int(values @ self.part.arrays.num),
            by=by,
            weights=tuple(tuple(w.tolist()) for w in weights),
            unit=UNIT,
        )

    def _task(self, setting: int, values: Whole, num: Whole, floor: int) -> _Task:
        arrays = self.part.arrays
        cost = arrays.cost[:, setting]
        worth = values - self.grain * np.maximum(cost, 0) if self.with_costs else values
        worth = np.where(cost < 0, 0, worth)
        num = np.where(cost < 0, 0, num)
        weights = self._multipliers(setting, worth, num, floor)
        return _Task(worth, num, weights, ordered(worth, arrays.need, num, weights))

    def _multipliers(self, setting: int, worth: Whole, num: Whole, floor: int) -> Whole:
        arrays = self.part.arrays
        room = arrays.room[setting]
        start = self._weights.get(setting)
        if start is None or not start.any():
            start = max(0, floor) * UNIT // (np.maximum(1, room) * max(1, np.count_nonzero(room)))
        found = multipliers(worth, arrays.need, num, room, floor, STEPS, start)
        self._weights[setting] = found
        return found


def ordered(worth: Whole, need: Whole, num: Whole, weights: Whole) -> Whole:
    """Return the types worth trying, those that give room back first, then by efficiency.

    Efficient is what has much value for its weighted demand; equally efficient types come large
    first.
    """
    lowest = need.min(axis=1, initial=0)
    kept = np.flatnonzero((num > 0) & ((worth > 0) | (lowest < 0)))
    weight = np.maximum(need[kept], 0) @ weights + 1.0
    efficiency = np.where(lowest[kept] < 0, np.inf, worth[kept] / weight)
    return np.asarray(kept[np.argsort(-efficiency, kind="stable")])


def filling(setting: int, row: Whole) -> Filling:
    """Return the filling that a row of numbers per type stands for."""
    places = np.flatnonzero(row)
    return Filling(setting, tuple(zip(places.tolist(), row[places].tolist(), strict=True)))
