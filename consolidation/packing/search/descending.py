"""Descend: squeeze the best packing of a large lot onto ever cheaper mixes of hosts.

Each step begins from the packing in hand, so that only the guests of the hosts that go have to
find a place. It saves much at a time while that succeeds, and less when it does not.
"""

from consolidation.packing.bounding.host_mix import mix_model, price_step, roomiest
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Mix
from consolidation.packing.placing.squeezing import moved_onto, squeezed
from consolidation.packing.search.state import Search, improve

MANY_TYPES = 600
"""With fewer types, exact methods are better."""

FIRST_WORK = 200_000_000
"""Looks of the first try at a step."""

MORE = 3
"""By how much more a step is tried again once no smaller one is left."""


def many_types(lot: Lot) -> bool:
    """Tell whether some compartment has too many types for exact methods."""
    return any(len(part.types) > MANY_TYPES for part in lot.compartments)


def descend(state: Search, most_work: int) -> None:
    """Make the best packing cheaper, until the bound, the deadline or the work allowed is met.

    A try may take up to ``most_work`` looks.
    """
    if state.upper is None:
        return
    step, work = price_step(state.lot), FIRST_WORK
    saving = _half(state, step)
    while not state.over and work <= most_work:
        model = mix_model(state.lot, state.rows, state.limits)
        most = max(state.lower, state.upper - saving)
        mix = roomiest(model, most, state.deadline.left_s)[1]
        filled = None if mix is None else _onto(state, mix, work)
        if filled is not None and improve(state, filled, "squeezing", mix):
            saving = min(2 * saving, _half(state, step))
        elif saving > step:
            saving = max(step, saving // 2 // step * step)
        elif mix is None:
            return
        else:
            work *= MORE


def _half(state: Search, step: int) -> int:
    """Return half of what could be saved at most, in whole steps."""
    assert state.upper is not None
    return max(step, (state.upper - state.lower) // 2 // step * step)


def _onto(state: Search, mix: Mix, work: int) -> tuple[Filled, ...] | None:
    """Squeeze the packing in hand onto the hosts of a mix."""
    filled = []
    for part, before, counts in zip(state.lot.compartments, state.filled, mix.hosts, strict=True):
        if counts == before.counts(len(part.settings)):
            filled.append(before)
            continue
        after = squeezed(part, moved_onto(part, before, counts), work, state.deadline)
        if after is None:
            return None
        filled.append(after)
    return tuple(filled)
