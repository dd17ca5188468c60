"""Local search on a packed compartment: make the fullest host less full; bring guests home.

Each step lowers what is minimised, so that the searches end. Finding a step is compiled
(`packing.compiled.shifting`); the hosts are lists of what stands on each.
"""

import numpy as np

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Whole
from consolidation.packing.compiled.shifting import (
    FULL,
    Hosts,
    best_step,
    change,
    dearer,
    level,
    way_home,
)
from consolidation.packing.placing.on_hosts import filled_of, hosts_in
from consolidation.solving.deadline import Deadline

MOST_LOOKS = 20_000_000
"""Pairs of bundles looked at in one step above which there is no local search."""

LARGEST = 1 << 62
"""Numbers from here on do not fit the compiled search."""


def even_out(
    part: Compartment, sizes: Whole, unit: Whole, filled: Filled, slack: int, deadline: Deadline
) -> tuple[Filled, int]:
    """Change bundles of the fullest host while that helps; return the packing and slack left.

    ``sizes`` (S, D) are capacities in ones, ``unit`` (D,) is ones per unit of demand; ``slack`` is
    by how many yen placements may become dearer.
    """
    if deadline.passed or FULL * int(np.abs(sizes).sum()) >= LARGEST:
        return filled, slack
    arrays, hosts = part.arrays, hosts_in(part, filled)
    used = [level(arrays, sizes, unit, hosts, h, -1, -1) for h in range(hosts.num.size)]
    while not deadline.passed:
        top = int(np.argmax(used))
        if hosts.num[top] * part.num_guests > MOST_LOOKS:
            break
        p, h, q = best_step(arrays, sizes, unit, hosts, top, used[top], slack)
        if h < 0:
            break
        slack -= dearer(arrays, hosts, hosts.inside[top, p], top, h)
        if q >= 0:
            slack -= dearer(arrays, hosts, hosts.inside[h, q], h, top)
        change(arrays, hosts, top, p, h, q)
        for changed in (top, h):
            used[changed] = level(arrays, sizes, unit, hosts, changed, -1, -1)
    return filled_of(hosts), slack


def bring_home(
    part: Compartment, moves: Whole, filled: Filled, slack: int, deadline: Deadline
) -> tuple[Filled, int]:
    """Bring bundles to hosts where they move less while that helps; as `even_out`.

    ``moves`` (n, S): guests of one bundle that move when it stands in a setting.
    """
    if deadline.passed or not moves.any():
        return filled, slack
    hosts, helped = hosts_in(part, filled), True
    least = moves.min(axis=1)
    while helped and not deadline.passed:
        helped = False
        for a, setting in enumerate(hosts.settings.tolist()):
            p = 0
            while p < hosts.num[a] and not deadline.passed:
                i = hosts.inside[a, p]
                h, q, k = -1, -1, -1
                if moves[i, setting] > least[i]:
                    h, q, k = way_home(part.arrays, moves, hosts, a, p, slack)
                if h < 0:
                    p += 1
                    continue
                slack -= _bring(part, hosts, (a, p), (h, q), k)
                helped = True
    return filled_of(hosts), slack


def _bring(
    part: Compartment, hosts: Hosts, here: tuple[int, int], there: tuple[int, int], out: int
) -> int:
    """Put one bundle in the place of another, and that one on host ``out``; return the yen."""
    (a, p), (h, q) = here, there
    yen = dearer(part.arrays, hosts, int(hosts.inside[a, p]), a, h)
    if q >= 0:
        yen += dearer(part.arrays, hosts, int(hosts.inside[h, q]), h, out)
    change(part.arrays, hosts, a, p, h, q)
    if q >= 0 and out != a:
        change(part.arrays, hosts, a, p, out, -1)
    return yen
