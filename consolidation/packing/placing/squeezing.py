"""Squeeze guests onto given hosts, from a packing that leaves some over or stands on others.

The search is `packing.compiled.squeezing`; it runs in slices, so that the deadline is kept.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled, FilledHost
from consolidation.packing.compact.mix import Counts
from consolidation.packing.compiled.dice import FIRST
from consolidation.packing.compiled.squeezing import squeeze
from consolidation.packing.placing.on_hosts import filled_of, hosts_in
from consolidation.solving.deadline import Deadline

SLICE = 20_000_000
"""Looks between two looks at the clock: a fifth of a second."""


def squeezed(
    part: Compartment, fillings: Sequence[FilledHost], work: int, deadline: Deadline
) -> Filled | None:
    """Return a packing of all bundles onto the given hosts, or ``None`` if none was found.

    ``fillings`` says what stands on each host, which may be nothing; ``work`` bounds the looks.
    """
    if not fillings:
        return None
    most = 2 * (part.num_guests // len(fillings))
    hosts = hosts_in(part, Filled(tuple(fillings)), most)
    waiting = part.arrays.num.copy()
    for _, counts in fillings:
        for i, num in counts:
            waiting[i] -= num
    over = np.repeat(np.arange(waiting.size), waiting)
    pool = np.zeros(part.num_guests, np.int64)
    pool[: over.size] = over
    left, dice = over.size, FIRST
    while left and work > 0 and not deadline.passed:
        left, dice = squeeze(part.arrays, hosts, pool, left, dice, min(work, SLICE))
        work -= SLICE
    return None if left else filled_of(hosts)


def moved_onto(part: Compartment, filled: Filled, counts: Counts) -> list[FilledHost]:
    """Return the hosts of a mix with what stands on them in a packing onto others.

    Of each setting the hosts that are fullest stay, up to the number in the mix; hosts that the
    packing lacks are empty.
    """
    largest = np.maximum(1, part.arrays.room.max(axis=0))
    size = (np.maximum(part.arrays.need, 0) / largest).sum(axis=1)
    standing: dict[int, list[FilledHost]] = defaultdict(list)
    for filling in filled.fillings:
        standing[filling[0]].append(filling)
    hosts: list[FilledHost] = []
    for setting, num in enumerate(counts):
        own = standing[setting]
        own.sort(key=lambda f: -sum(float(size[i]) * k for i, k in f[1]))
        hosts += own[:num]
        hosts += [(setting, ())] * (num - len(own))
    return hosts
