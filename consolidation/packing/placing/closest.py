"""Fill host after host by looking up the guests that suit, where there are very many guests.

Each host is filled once and then improved by a local search of its own that looks up, among all
guests left, the one that fills the rest best (`packing.compiled.closing_up`). Dimensions are
weighted by how scarce they will be: what is left to place against the room left.
"""

from collections.abc import Sequence

import numpy as np

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled, FilledHost
from consolidation.packing.compiled.arrays import Real
from consolidation.packing.compiled.closing_up import fill_one
from consolidation.packing.compiled.nearest import planted
from consolidation.solving.deadline import Deadline

MANY_GUESTS, MANY_TYPES = 3000, 600
"""With fewer guests, or fewer types, other methods get there."""

QUICK = 100
"""Tries per host that take about a second for 20,000 guests."""

HASTY = 30
"""Tries per host that cost no time: guests that suit are found in fewer steps than they save."""

HASTY_S = 1e-4
"""Seconds per guest in which a slow machine fills hosts in haste."""

SCARCITIES = (100, 200, 50)
"""A dimension counts by how scarce it is, to this power."""

REPLANTED = 0.7
"""The tree is made anew when only such a share of its guests is left."""

MOST_INSIDE = 4096
"""Most bundles on one host."""

PRIME = 7919
"""Spreads the beginnings of the dice."""


def looks_up(part: Compartment) -> bool:
    """Tell whether looking guests up pays: many of many types, and none that gives room back."""
    many = part.num_guests >= MANY_GUESTS and len(part.types) >= MANY_TYPES
    return many and int(part.arrays.need.min(initial=0)) >= 0


def fill_closest(
    part: Compartment, settings: Sequence[int], more: Sequence[int], tries: int, deadline: Deadline
) -> Filled | None:
    """Fill hosts in the given settings, and as many of ``more`` as it takes, in several ways.

    The way that needs fewest hosts counts, and the first one that needs no more than the given
    hosts ends it. ``None`` if guests are always left over.
    """
    best: Filled | None = None
    for scarcity in SCARCITIES:
        row = [*settings, *more]
        if best is not None:
            row = row[: len(best.fillings) - 1]
        filled = fill_closely(part, row, tries, deadline, scarcity=scarcity, ends=True)
        best = filled or best
        if deadline.passed or (best is not None and len(best.fillings) <= len(settings)):
            break
    return best


def fill_closely(
    part: Compartment,
    settings: Sequence[int],
    tries: int,
    deadline: Deadline,
    *,
    scarcity: int = SCARCITIES[0],
    ends: bool = False,
) -> Filled | None:
    """Fill hosts in the given settings, one by one, each improved by so many ``tries``.

    ``None`` if guests are left over. When the time runs out the rest is filled in haste, or with
    ``ends`` nothing is returned once the deadline has passed.
    """
    arrays = part.arrays
    num, room = arrays.num.copy(), arrays.room.astype(np.float64)
    scale = 1 / np.maximum(1, room.max(axis=0))
    extra = np.zeros(num.size)
    inside = np.zeros(min(MOST_INSIDE, part.num_guests), np.int64)
    dice = 1 + ((len(settings) + scarcity) * PRIME + tries) % (1 << 30)
    ahead = room[list(settings)].sum(axis=0)
    load = num @ arrays.need
    left = planted_num = part.num_guests
    tree = planted(arrays.need, num, extra, scale)
    hosts: list[FilledHost] = []
    useless = -1
    for setting in settings:
        if ends and deadline.passed:
            return None
        if not ends and deadline.left_s < left * HASTY_S:
            tries = min(tries, HASTY)
        if setting == useless:
            continue
        if left < REPLANTED * planted_num:
            tree, planted_num = planted(arrays.need, num, extra, scale), left
        weights = _weights(load / np.maximum(1, ahead), room[setting], scarcity)
        ahead -= room[setting]
        size, _, dice = fill_one(
            tree, arrays, num, weights, extra, setting, 1.0, tries, dice, inside
        )
        if not size:
            useless = setting  # no guest left may stand on such a host
            continue
        kinds, nums = np.unique(inside[:size], return_counts=True)
        load = load - nums @ arrays.need[kinds]
        left -= size
        hosts.append((setting, tuple(zip(kinds.tolist(), nums.tolist(), strict=True))))
        if not left:
            return Filled(tuple(sorted(hosts)))
    return None


def _weights(scarce: Real, room: Real, power: int) -> Real:
    """Return the worth of a unit of each dimension; a host filled to the brim is worth 1."""
    most = max(1e-12, float(scarce.max(initial=0.0)))
    share = np.where(room > 0, (scarce / most) ** power, 0.0)
    weights: Real = share / max(1e-12, float(share.sum())) / np.maximum(1, room)
    return weights
