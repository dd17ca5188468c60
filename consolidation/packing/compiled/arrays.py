"""A compartment in arrays of whole numbers, as the compiled searches read it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from consolidation.packing.compact.shared_rules import Bound, SharedRule

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Truth = NDArray[np.bool_]


class Arrays(NamedTuple):
    """n types, D dimensions, S settings, R rules."""

    need: Whole
    """(n, D) demand."""
    num: Whole
    """(n,) bundles of each type."""
    cost: Whole
    """(n, S) placement cost; -1 where the type cannot stand."""
    room: Whole
    """(S, D) capacity."""
    price: Whole
    """(S,) price."""
    start: Whole
    """(n + 1,) where the rules of each type begin in the next three."""
    rule: Whole
    counts: Whole
    beside: Whole
    most: Whole
    """(S, R) limit of each rule."""
    binds: Whole
    """(R,) 1 for rules that bind every host, 0 for those that bind beside certain guests."""


def arrays_of(
    needs: Sequence[Sequence[int]],
    nums: Sequence[int],
    costs: Sequence[Sequence[int | None]],
    bounds: Sequence[Sequence["Bound"]],
    rooms: Sequence[Sequence[int]],
    prices: Sequence[int],
    rules: Sequence["SharedRule"],
) -> Arrays:
    """Return the arrays; types, settings and rules keep their order."""
    flat = [bound for row in bounds for bound in row]
    num_dimensions = len(needs[0]) if needs else 0
    return Arrays(
        need=_whole(needs, (len(needs), num_dimensions)),
        num=_whole(nums, (len(nums),)),
        cost=_whole(
            [[-1 if cost is None else cost for cost in row] for row in costs],
            (len(needs), len(rooms)),
        ),
        room=_whole(rooms, (len(rooms), num_dimensions)),
        price=_whole(prices, (len(rooms),)),
        start=np.cumsum([0, *(len(row) for row in bounds)], dtype=np.int64),
        rule=_whole([bound.rule for bound in flat], (len(flat),)),
        counts=_whole([bound.counts for bound in flat], (len(flat),)),
        beside=_whole([bound.beside for bound in flat], (len(flat),)),
        most=_whole(
            [[rule.most[s] for rule in rules] for s in range(len(rooms))], (len(rooms), len(rules))
        ),
        binds=_whole([int(rule.beside is None) for rule in rules], (len(rules),)),
    )


def _whole(values: object, shape: tuple[int, ...]) -> Whole:
    return np.array(values, dtype=np.int64).reshape(shape)
