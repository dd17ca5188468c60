"""Fill host after host as full as a brief exact search can (minimum bin slack).

Gupta and Ho 1999, Fleszar and Hindi 2002; here in several dimensions, each weighted by how much
of a host all guests left need of it.
"""

from collections.abc import Sequence

import numpy as np

from consolidation.packing.columns.pricing import filling
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.packing.compiled.filling import UNIT, most_valuable
from consolidation.packing.placing.heuristics import is_huge
from consolidation.solving.deadline import Deadline

GRAINS = 1 << 28
"""Whole number that stands for a host filled to the brim."""


FAVOURS = (0.1, 0.0, 0.3)
"""By how much the square of a guest's largest share raises its worth: large guests go first."""

STALE = 128
"""Values and weights are made anew so many times in the course of one attempt."""

MANY_TYPES, FEW_NODES = 600, 200_000_000
"""With more types, and more nodes for all hosts together, one attempt has to do."""


def fill_fullest(
    part: Compartment, settings: Sequence[int], more: Sequence[int], nodes: int, deadline: Deadline
) -> Filled | None:
    """Fill hosts in the given settings, one by one, and as many of ``more`` as it takes.

    Each host gets a search of so many ``nodes``. Of several attempts the one that needs fewest
    hosts counts, and the first one that needs no more than the given hosts ends it. ``None`` if
    guests are always left over.
    """
    best: Filled | None = None
    few = len(part.types) <= MANY_TYPES or (
        len(settings) * nodes <= FEW_NODES and not is_huge(part)
    )
    for favour in FAVOURS if few else FAVOURS[:1]:
        row = [*settings, *more]
        if best is not None:
            row = row[: len(best.fillings) - 1]
        filled = _filled(part, row, nodes, favour, deadline)
        if filled is not None and (best is None or len(filled.fillings) < len(best.fillings)):
            best = filled
        if deadline.passed or (best is not None and len(best.fillings) <= len(settings)):
            break
    return best


def _filled(
    part: Compartment, settings: Sequence[int], nodes: int, favour: float, deadline: Deadline
) -> Filled | None:
    """Fill hosts in the given settings, each by a search of so many nodes."""
    arrays = part.arrays
    num = arrays.num.copy()
    found = np.zeros((2, num.size), np.int64)
    hosts = []
    every, before = max(1, len(settings) // STALE), -1
    for h, setting in enumerate(settings):
        if deadline.passed:
            return None
        if h % every == 0 or setting != before:
            value, weights, order = _ready(part, setting, num, favour)
            before = setting
        if not order.size:
            continue
        _, _, improved, _ = most_valuable(
            value, num, arrays, arrays.room[setting], arrays.most[setting], arrays.binds,
            weights, order, 0, nodes, found,
        )  # fmt: skip
        if not improved:
            continue
        row = found[(improved - 1) % 2]
        num -= row
        hosts.append(filling(setting, row))
        if not num.any():
            return Filled(tuple(sorted((host.setting, host.counts) for host in hosts)))
    return None


def _ready(
    part: Compartment, setting: int, num: Whole, favour: float
) -> tuple[Whole, Whole, Whole]:
    """Return what each type is worth on the host, multipliers to match, and the order of types."""
    arrays = part.arrays
    room = np.maximum(1, arrays.room[setting]).astype(np.float64)
    live = np.flatnonzero((num > 0) & (arrays.cost[:, setting] >= 0))
    left = (num[live, None] * arrays.need[live]).sum(axis=0) / room
    share: Real = np.maximum(left, 0) / max(1e-12, float(np.maximum(left, 0).sum()))
    weights = np.floor(share / room * GRAINS * UNIT).astype(np.int64)
    value = -(-(np.maximum(arrays.need, 0) @ weights) // UNIT) + 1
    if favour:
        largest = (arrays.need / room).max(axis=1, initial=0.0)
        value = value + (favour * GRAINS * largest**2).astype(np.int64)
    lowest = arrays.need[live].min(axis=1, initial=0)
    order = live[np.lexsort((-value[live], lowest >= 0))]
    return value, weights, order
