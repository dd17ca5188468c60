"""A packing as arrays of hosts that local searches change, and back."""

from collections import Counter

import numpy as np

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.shifting import Hosts, shift


def hosts_in(part: Compartment, filled: Filled, most: int = 0) -> Hosts:
    """Return the hosts of a packing, in its order, as arrays that a local search changes.

    They have place for ``most`` bundles each, and for twice as many as stand on any of them.
    """
    arrays = part.arrays
    settings = np.array([s for s, _ in filled.fillings], np.int64)
    num = np.array([sum(n for _, n in counts) for _, counts in filled.fillings], np.int64)
    hosts = Hosts(
        settings=settings,
        left=arrays.room[settings],
        have=np.zeros((settings.size, arrays.binds.size), np.int64),
        near=np.repeat(arrays.binds[None, :], settings.size, axis=0),
        inside=np.full((settings.size, max(most, 2 * int(num.max(initial=0))) + 8), -1, np.int64),
        num=num,
    )
    for h, (_, counts) in enumerate(filled.fillings):
        kinds = [i for i, n in counts for _ in range(n)]
        hosts.inside[h, : len(kinds)] = kinds
        for i, n in counts:
            shift(arrays, hosts, i, h, n)
    return hosts


def filled_of(hosts: Hosts) -> Filled:
    """Return the packing that stands on the hosts; hosts that have become empty are left out."""
    fillings = []
    for h, setting in enumerate(hosts.settings.tolist()):
        counts = Counter(hosts.inside[h, : hosts.num[h]].tolist())
        if counts:
            fillings.append((int(setting), tuple(sorted(counts.items()))))
    return Filled(tuple(sorted(fillings)))
