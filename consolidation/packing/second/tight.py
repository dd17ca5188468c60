"""A lot on hosts that may be used only up to a share of their capacity."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from consolidation.packing.bounding.cover import (
    CoverRow,
    count_rows,
    cover_rows,
    rule_rows,
    volume_rows,
)
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Whole
from consolidation.packing.compiled.shifting import FULL
from consolidation.packing.model import PackingProblem
from consolidation.solving.deadline import Deadline

MOST_TYPES = 120
"""Types of a compartment up to which all rows are made each time, beyond only the quick ones."""


CELLS_PER_S = 100_000
"""Pairs of type and setting of which a tightened lot and its rows are made per second, at least."""

PAIRS_PER_S = 10_000
"""Pairs of options of which the rows about spares are written per second, at least."""


def pays(lot: Lot, deadline: Deadline) -> bool:
    """Tell whether the time left would do to make a lot's rows and write its host-mix program."""
    cells = sum(len(part.types) * len(part.settings) for part in lot.compartments)
    pairs = sum(len(lot.cluster_options[cluster]) ** 2 for cluster, _ in lot.spares)
    return cells / CELLS_PER_S + pairs / PAIRS_PER_S < deadline.left_s


def units(problem: PackingProblem, part: Compartment) -> tuple[int, ...]:
    """Return, per dimension, what one unit of a compartment's demands stands for."""
    demand = {guest.id: guest.demand for guest in problem.guests}
    found = [1] * len(problem.dimensions)
    for kind in part.types:
        for d, need in enumerate(kind.demand):
            if need:
                found[d] = sum(demand[guest][d] for guest in kind.members[0]) // need
    return tuple(found)


def tightened(lot: Lot, unit: Sequence[Sequence[int]], share: int) -> Lot:
    """Return the lot with ``share`` hundredths of a percent of every positive capacity.

    A packing of it is one of the lot with no utilisation above that share, and the reverse.
    """
    parts = []
    for part, ones in zip(lot.compartments, unit, strict=True):
        capacities = tuple(
            tuple(
                (share * have // FULL if have > 0 else have) // one
                for have, one in zip(setting.option.capacity, ones, strict=True)
            )
            for setting in part.settings
        )
        parts.append(replace(part, capacities=capacities))
    return replace(lot, compartments=tuple(parts))


def sizes(part: Compartment) -> Whole:
    """Return (S, D): the capacities in ones."""
    shape = (len(part.settings), len(part.largest))
    return np.array([s.option.capacity for s in part.settings], np.int64).reshape(shape)


def fullest(part: Compartment, unit: Sequence[int], filled: Filled) -> int:
    """Return the highest utilisation of a packed compartment, in hundredths, rounded up."""
    most = 0
    for setting, counts in filled.fillings:
        for d, have in enumerate(part.settings[setting].option.capacity):
            load = unit[d] * sum(part.types[i].demand[d] * num for i, num in counts)
            if have > 0 and load > 0:
                most = max(most, -(-FULL * load // have))
    return most


def quick_rows(part: Compartment) -> tuple[CoverRow, ...]:
    """Return the cover rows of a compartment that can be had quickly."""
    size = len(part.types) * len(part.largest)
    if size <= 4 * MOST_TYPES:
        return cover_rows(part)
    found = [*volume_rows(part), *rule_rows(part)]
    if size <= 10 * MOST_TYPES:
        found += count_rows(part)
    return tuple(row for row in found if row.need > 0)


def count_fullest(lot: Lot, unit: Sequence[Sequence[int]]) -> Callable[[Sequence[Filled]], int]:
    """Return what gives the highest utilisation of packed compartments."""

    def count(filled: Sequence[Filled]) -> int:
        parts = zip(lot.compartments, unit, filled, strict=True)
        return max((fullest(part, ones, packing) for part, ones, packing in parts), default=0)

    return count


def least_full(lot: Lot, unit: Sequence[Sequence[int]]) -> int:
    """Return a bound on the highest utilisation that takes no time: of every bundle alone."""
    return max((_alone(p, ones) for p, ones in zip(lot.compartments, unit, strict=True)), default=0)


def _alone(part: Compartment, unit: Sequence[int]) -> int:
    """Return the highest utilisation if every bundle had its best host to itself."""
    given = [more - have for more, have in zip(part.generous[0], part.capacities[0], strict=True)]
    most = 0
    for kind, homes in zip(part.types, part.homes, strict=True):
        loads = [
            max(0, need - back) * one
            for need, back, one in zip(kind.demand, given, unit, strict=True)
        ]
        least = (
            max(
                -(-FULL * load // have) if have > 0 else 0
                for load, have in zip(loads, part.settings[s].option.capacity, strict=True)
            )
            for s in homes
        )
        most = max(most, min(least, default=0))
    return most
