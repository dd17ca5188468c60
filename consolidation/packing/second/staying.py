"""Guests that stay on their host: how many each host can keep, and packings built around them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from consolidation.packing.columns.pricing import STEPS, ordered
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.packing.compiled.chains import exchange
from consolidation.packing.compiled.filling import most_valuable, multipliers
from consolidation.packing.compiled.placing import guests_of, put
from consolidation.packing.model import PackingProblem
from consolidation.packing.placing.heuristics import MOST_CELLS, Row, rules
from consolidation.solving.deadline import Deadline

NODES = 200_000
"""Nodes of the search for the guests that can stay on one host."""

GRAINS = 1 << 20
"""Whole number that stands for one guest that stays."""


Homes = tuple[tuple[str, int], ...]
"""(option, guests of a bundle that stand there today)."""


def present_key(problem: PackingProblem) -> Callable[[tuple[str, ...]], Homes]:
    """Return what tells bundles apart: on which hosts how many of their guests stand today."""
    present = {guest.id: guest.present for guest in problem.guests}

    def key(bundle: tuple[str, ...]) -> Homes:
        homes = Counter(home for guest in bundle if (home := present[guest]) is not None)
        return tuple(sorted(homes.items()))

    return key


def moves_of(part: Compartment, key: Callable[[tuple[str, ...]], Homes]) -> Whole:
    """Return (n, S): guests of one bundle of each type that move when it stands in a setting."""
    moves = np.zeros((len(part.types), len(part.settings)), np.int64)
    places: dict[str, list[int]] = {}
    for s, setting in enumerate(part.settings):
        places.setdefault(setting.option.id, []).append(s)
    for i, kind in enumerate(part.types):
        homes = key(kind.members[0])
        moves[i] = sum(num for _, num in homes)
        for name, num in homes:
            moves[i, places.get(name, [])] -= num
    return moves


def stays_of(moves: Whole) -> Whole:
    """Return (n, S): guests of one bundle that stay, where on other hosts all move."""
    away = moves.max(axis=1, initial=0) if moves.shape[1] else np.zeros(len(moves), np.int64)
    return np.asarray(away[:, None] - moves)


def fewest_alone(part: Compartment, moves: Whole) -> int:
    """Return the moves if every bundle had the hosts to itself."""
    allowed = part.arrays.cost >= 0
    least = np.where(allowed, moves, moves.max(initial=0)).min(axis=1, initial=moves.max(initial=0))
    return int(part.arrays.num @ least)


def most_staying(
    part: Compartment, stays: Whole, num: Whole, setting: int
) -> tuple[int, Whole | None]:
    """Return a bound on the guests that can stay on one host, and bundles that do.

    The bound is exact unless the search runs out of nodes; ``None`` where none can stay.
    """
    arrays = part.arrays
    worth = np.where(arrays.cost[:, setting] >= 0, stays[:, setting], 0) * GRAINS
    num = np.where(arrays.cost[:, setting] >= 0, num, 0)
    all_stay = int(worth @ num) // GRAINS
    if not all_stay:
        return 0, None
    room = arrays.room[setting]
    start = np.zeros(room.size, np.int64)
    weights = multipliers(worth, arrays.need, num, room, 0, STEPS, start)
    found = np.zeros((2, num.size), np.int64)
    best, _, improved, proved = most_valuable(
        worth, num, arrays, room, arrays.most[setting], arrays.binds, weights,
        ordered(worth, arrays.need, num, weights), 0, NODES, found,
    )  # fmt: skip
    row = found[(improved - 1) % 2] if improved else None
    return (int(best) // GRAINS if proved else all_stay), row


def home_first(
    part: Compartment, stays: Whole, settings: Sequence[int], work: int, deadline: Deadline
) -> Filled | None:
    """Fill hosts with the guests that can stay on them, then place the others around those.

    ``None`` if some are left over. ``work`` bounds the looks of the ejection chains at the end,
    which may take guests off their host again.
    """
    start = Row.empty(part, settings)
    arrays = part.arrays
    for h, setting in enumerate(settings):
        if deadline.passed:
            return None
        _, kept = most_staying(part, stays, start.waiting, setting)
        if kept is not None:
            start.waiting -= kept
            start.held[h] = {int(i): int(kept[i]) for i in np.flatnonzero(kept)}
            for i, num in start.held[h].items():
                put(guests_of(arrays), i, num, h, start.left, start.have, start.near)
    return _others(start, work, deadline)


def _others(start: Row, work: int, deadline: Deadline) -> Filled | None:
    """Place the bundles that wait, by every rule that pays."""
    part = start.part
    if not start.waiting.any():
        return start.filled()
    size = (part.arrays.need / np.maximum(1, part.arrays.room.max(axis=0))).max(axis=1)
    kinds = np.flatnonzero(start.waiting).tolist()
    rest = _rest(part, kinds, start.waiting)
    best: tuple[float, Row] | None = None
    for _, rule in rules(rest, start.settings.size, deadline, opened=True):
        row = _around(start, rest)
        lost = rule(row)
        merged = _merged(start, row, kinds)
        if not lost:
            return merged.filled()
        left = float(merged.waiting @ size)
        if best is None or left < best[0]:
            best = left, merged
        if deadline.passed:
            return None
    if best is None or start.settings.size * len(part.types) > MOST_CELLS:
        return None
    return _exchanged(best[1], size, work)


def _exchanged(row: Row, size: Real, work: int) -> Filled | None:
    """Let ejection chains place what waits."""
    held = np.zeros((row.settings.size, len(row.part.types)), np.int64)
    for h, counts in row.held.items():
        for i, num in counts.items():
            held[h, i] = num
    state = (row.left, row.have, row.near, held, row.waiting)
    if exchange(row.part.arrays, row.settings, size, *state, work):
        return None
    row.held = {
        h: {int(i): int(held[h, i]) for i in np.flatnonzero(held[h])} for h in range(len(held))
    }
    return row.filled()


def _rest(part: Compartment, kinds: Sequence[int], waiting: Whole) -> Compartment:
    """Return the compartment with only the bundles that wait."""
    types = (part.types[i] for i in kinds)
    return replace(
        part,
        types=tuple(
            replace(kind, members=kind.members[: int(num)])
            for kind, num in zip(types, waiting[kinds], strict=True)
        ),
    )


def _around(start: Row, rest: Compartment) -> Row:
    """Return the hosts as they are, for the types that wait."""
    return Row(
        part=rest,
        settings=start.settings,
        left=start.left.copy(),
        have=start.have.copy(),
        near=start.near.copy(),
        held={},
        waiting=rest.arrays.num.copy(),
    )


def _merged(start: Row, row: Row, kinds: Sequence[int]) -> Row:
    """Return the hosts with what stood there and what was placed around it."""
    held = {h: dict(counts) for h, counts in start.held.items()}
    for h, counts in row.held.items():
        own = held.setdefault(h, {})
        for g, num in counts.items():
            own[kinds[g]] = own.get(kinds[g], 0) + num
    waiting = np.zeros_like(start.waiting)
    waiting[kinds] = row.waiting
    return Row(start.part, start.settings, row.left, row.have, row.near, held, waiting)
