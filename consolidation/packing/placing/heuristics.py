"""Fast packing of a compartment onto a row of hosts, by rules of thumb.

What the compiled rules of `packing.compiled.placing` leave over goes to the ejection chains of
`packing.compiled.chains`. The same input gives the same answer unless the deadline cuts it off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled, FilledHost
from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.packing.compiled.chains import exchange
from consolidation.packing.compiled.placing import BALANCED, BEST, DOT, FIRST, NORM, fill, fit, pair
from consolidation.packing.placing.closest import QUICK, fill_closely, looks_up
from consolidation.packing.placing.squeezing import squeezed
from consolidation.solving.deadline import Deadline

FEW_LOOKS, MOST_LOOKS = 500_000, 100_000_000
"""Pairs of guest and host up to which all rules pay, and up to which best fit does."""

MANY_GUESTS = 1000
"""Fewer guests may have a host each held ready."""

HUGE_LOOKS = 20_000_000
"""Pairs of guest and host above which few rules are tried more than once."""

MOST_PICKS = 500_000_000
"""Pairs of guest and type up to which filling host by host pays."""

FEW_PICKS = 20_000_000
"""Pairs of guest and type up to which it takes less time than going through many hosts."""

MOST_PAIRED = 50_000_000
"""Triples of guest, host and type up to which pairing pays."""

LOOKS_PER_S, PICKS_PER_S = 5_000_000, 50_000_000
"""How many of each a slow machine does in a second."""

MOST_CELLS = 20_000_000
"""Above so many pairs of host and type no ejection chains are tried."""


@dataclass(slots=True)
class Row:
    """A row of hosts being filled, as arrays."""

    part: Compartment
    settings: Whole
    left: Whole
    have: Whole
    near: Whole
    held: dict[int, dict[int, int]]
    waiting: Whole
    """(n,) bundles not placed."""

    @classmethod
    def empty(cls, part: Compartment, settings: Sequence[int]) -> "Row":
        """Return empty hosts in the given settings."""
        arrays = part.arrays
        hosts = np.array(settings, dtype=np.int64)
        num_rules = arrays.binds.size
        return cls(
            part=part,
            settings=hosts,
            left=arrays.room[hosts].copy(),
            have=np.zeros((hosts.size, num_rules), np.int64),
            near=np.repeat(arrays.binds[None, :], hosts.size, axis=0),
            held={},
            waiting=arrays.num.copy(),
        )

    def fillings(self) -> list[FilledHost]:
        """Return what stands on each host, in their order."""
        return [
            (int(setting), tuple(sorted(self.held.get(h, {}).items())))
            for h, setting in enumerate(self.settings.tolist())
        ]

    def filled(self) -> Filled:
        """Return what stands where."""
        return Filled(
            tuple(
                (int(self.settings[h]), tuple(sorted(self.held[h].items())))
                for h in sorted(self.held)
                if self.held[h]
            )
        )


def _note(row: Row, hosts: Whole, kinds: Whole, nums: Whole) -> None:
    for h, i, num in zip(hosts.tolist(), kinds.tolist(), nums.tolist(), strict=True):
        held = row.held.setdefault(h, {})
        held[i] = held.get(i, 0) + num


Rule = Callable[[Row], int]
"""Fills a row and returns how many bundles are left over."""


def _fit(order: Whole, how: int, opened: int) -> Rule:
    def rule(row: Row) -> int:
        arrays = row.part.arrays
        kinds = np.repeat(order, arrays.num[order])
        on = np.full(kinds.size, -1, np.int64)
        shares, factor = sizes(row.part)
        lost = fit(
            arrays, kinds, row.settings, opened, how, shares, factor,
            row.left, row.have, row.near, on,
        )  # fmt: skip
        placed = on >= 0
        n = arrays.num.size
        pairs, nums = np.unique(on[placed] * n + kinds[placed], return_counts=True)
        _note(row, pairs // n, pairs % n, nums)
        np.subtract.at(row.waiting, kinds[placed], 1)
        return int(lost)

    return rule


def _fill(how: int) -> Rule:
    def rule(row: Row) -> int:
        shares, factor = sizes(row.part)
        held = np.zeros((row.part.num_guests + 1, 3), np.int64)
        lost = fill(
            row.part.arrays, row.waiting, row.settings, how, shares, factor,
            row.left, row.have, row.near, held,
        )  # fmt: skip
        return _took(row, held, int(lost))

    return rule


def _pair(row: Row) -> int:
    shares, factor = sizes(row.part)
    held = np.zeros((row.part.num_guests + 1, 3), np.int64)
    lost = pair(
        row.part.arrays, row.waiting, row.settings, shares, factor,
        row.left, row.have, row.near, held,
    )  # fmt: skip
    return _took(row, held, int(lost))


def _took(row: Row, held: Whole, lost: int) -> int:
    used = held[: int(np.argmax(held[:, 0] < 0))]
    _note(row, used[:, 0], used[:, 1], used[:, 2])
    return lost


def sizes(part: Compartment) -> tuple[Real, Real]:
    """Return demands (n, D) as shares that matter alike, and (S, D) what makes room such shares.

    A dimension counts by how much of the largest host all guests need of it together.
    """
    arrays = part.arrays
    largest = np.maximum(1, arrays.room.max(axis=0)).astype(np.float64)
    shares = np.maximum(arrays.need, 0) / largest
    scarce = arrays.num @ shares
    scarce = scarce / max(1e-9, float(scarce.max(initial=0.0)))
    factor = np.broadcast_to(scarce / largest, arrays.room.shape)
    return shares * scarce, np.array(factor, order="C")  # a copy: a view would be compiled for


def orders(part: Compartment) -> tuple[Whole, Whole, Whole]:
    """Return types by falling sum of shares, largest share, and weighted sum of shares.

    Types that give room back come first.
    """
    arrays = part.arrays
    shares = arrays.need / np.maximum(1, arrays.room.max(axis=0))
    weighted, _ = sizes(part)
    negative = arrays.need.min(axis=1, initial=0) < 0

    def falling(key: Real) -> Whole:
        return np.argsort(np.where(negative, -np.inf, -key), kind="stable")

    return falling(shares.sum(axis=1)), falling(shares.max(axis=1)), falling(weighted.sum(axis=1))


def rules(
    part: Compartment, num_hosts: int, deadline: Deadline, *, opened: bool
) -> Iterator[tuple[str, Rule]]:
    """Yield the rules that pay for so many guests and hosts, and in the time, quickest first.

    With ``opened`` all hosts are in use from the start, otherwise they are opened one by one.
    """
    first = num_hosts if opened else 0
    by_sum, by_largest, by_weight = orders(part)
    looks = part.num_guests * min(num_hosts, 2 * _volume_hosts(part) + 1)
    picks = part.num_guests * len(part.types)
    hosts_first = not opened and is_huge(part) and picks <= FEW_PICKS
    if hosts_first:
        yield "dot-product", _fill(DOT)
    yield "first-fit", _fit(by_weight, FIRST, first)
    if opened and is_huge(part):
        return  # what opening hosts one by one has not reached, the same rules do not reach here
    for name, how in (("dot-product", DOT), ("l2-norm", NORM)):
        done = hosts_first and how == DOT
        if not done and picks <= min(MOST_PICKS, deadline.left_s * PICKS_PER_S):
            yield name, _fill(how)
    if looks <= min(MOST_LOOKS, deadline.left_s * LOOKS_PER_S):
        yield "best-fit", _fit(by_weight, BEST, first)
    if opened and looks <= min(MOST_LOOKS, deadline.left_s * LOOKS_PER_S):
        yield "balanced-fit", _fit(by_weight, BALANCED, first)
    if looks > FEW_LOOKS:
        return
    for order in (by_sum, by_largest):
        yield "first-fit", _fit(order, FIRST, first)
        yield "best-fit", _fit(order, BEST, first)
    yield "dot-product", _fit(by_sum, DOT, first)
    yield "l2-norm", _fit(by_sum, NORM, first)
    if opened:
        for order in (by_sum, by_largest):
            yield "balanced-fit", _fit(order, BALANCED, first)
        if looks * len(part.types) <= min(MOST_PAIRED, deadline.left_s * LOOKS_PER_S):
            yield "pairing", _pair


def _enough(part: Compartment, setting: int) -> int:
    """Return how many hosts of one setting are worth holding ready: twice what volume asks for.

    Where rules keep guests apart, a host for each.
    """
    if part.rules or part.num_guests < MANY_GUESTS:
        return part.num_guests
    room = np.maximum(1, part.arrays.room[setting])
    total = part.arrays.num @ np.maximum(0, part.arrays.need)
    return min(part.num_guests, 10 + 2 * int((total / room).max(initial=0.0)))


def is_huge(part: Compartment) -> bool:
    """Tell whether even rules of thumb take seconds."""
    return part.num_guests * _volume_hosts(part) > HUGE_LOOKS


def _volume_hosts(part: Compartment) -> int:
    """Return how many of the largest hosts all demands together would fill."""
    arrays = part.arrays
    total = arrays.num @ np.maximum(0, arrays.need)
    return 1 + int((total / np.maximum(1, arrays.room.max(axis=0))).max(initial=0.0))


def pack_onto(
    part: Compartment, hosts: Sequence[int], deadline: Deadline, squeeze: int, chains: int
) -> tuple[str, Filled] | None:
    """Try to put all bundles on hosts in the given settings; return the method and the packing.

    What the best rule leaves over is squeezed in, or put in by ejection chains; ``squeeze`` and
    ``chains`` bound the looks of each.
    """
    best: tuple[float, Row] | None = None
    shares = part.arrays.need / np.maximum(1, part.arrays.room.max(axis=0))
    size = shares.max(axis=1)
    for name, rule in rules(part, len(hosts), deadline, opened=True):
        row = Row.empty(part, hosts)
        if rule(row) == 0:
            return name, row.filled()
        left = float(row.waiting @ size)
        if best is None or left < best[0]:
            best = (left, row)
        if deadline.passed:
            return None
    if best is None:
        return None
    if squeeze:
        found = squeezed(part, best[1].fillings(), squeeze, deadline)
        if found is not None:
            return "squeezing", found
    if not chains or deadline.passed or len(hosts) * len(part.types) > MOST_CELLS:
        return None
    return _exchanged(best[1], size, chains)


def _exchanged(row: Row, size: Real, work: int) -> tuple[str, Filled] | None:
    part = row.part
    held = np.zeros((row.settings.size, len(part.types)), np.int64)
    for h, counts in row.held.items():
        for i, num in counts.items():
            held[h, i] = num
    arrays = part.arrays
    state = (row.left, row.have, row.near, held, row.waiting)
    if exchange(arrays, row.settings, size, *state, work):
        return None
    row.held = {
        int(h): {int(i): int(held[h, i]) for i in np.flatnonzero(held[h])}
        for h in range(row.settings.size)
    }
    return "exchange", row.filled()


def open_hosts(
    part: Compartment, stock: Mapping[str, int], deadline: Deadline
) -> tuple[str, Filled] | None:
    """Pack by opening hosts as needed, in the cheapest way found; ``None`` if none ends well.

    Hosts of one setting only, where all can stand there; and of every setting in turn, cheapest
    for its room first.
    """
    best: tuple[int, str, Filled] | None = None
    for settings in _choices(part, stock):
        for name, filled in _opened(part, list(settings), deadline, ends=best is not None):
            if filled is not None:
                paid = filled.cost(part)
                if best is None or paid < best[0]:
                    best = (paid, name, filled)
            if deadline.passed:
                break
        if deadline.passed and best is not None:
            break
    return None if best is None else best[1:]


def _opened(
    part: Compartment, hosts: Sequence[int], deadline: Deadline, *, ends: bool
) -> Iterator[tuple[str, Filled | None]]:
    """Yield packings onto hosts opened one by one, by each method that pays.

    With ``ends`` a packing is known already, so that nothing is done in haste.
    """
    if looks_up(part):
        filled = fill_closely(part, hosts, QUICK, deadline, ends=ends)
        yield "close-fit", filled
        if filled is not None or (ends and deadline.passed):
            return
    for name, rule in rules(part, len(hosts), deadline, opened=False):
        row = Row.empty(part, hosts)
        yield name, row.filled() if rule(row) == 0 else None


def _choices(part: Compartment, stock: Mapping[str, int]) -> Iterator[list[int]]:
    """Yield rows of hosts to open: each setting that takes all, then all settings in turn."""
    limits = [
        min(_enough(part, s), stock.get(setting.option.id, part.num_guests))
        for s, setting in enumerate(part.settings)
    ]
    every = frozenset[int](range(len(limits))).intersection(*part.homes)
    _, factor = sizes(part)
    rooms = (part.arrays.room * factor).sum(axis=1)

    def dearness(s: int) -> tuple[float, int]:
        return part.settings[s].price_yen / max(1e-9, float(rooms[s])), s

    # with very many guests the time may be up after the first choice
    for s in sorted(every, key=dearness if looks_up(part) else None):
        yield [s] * limits[s]
    if len(limits) > 1:
        in_turn = sorted(_one_per_stock(part, stock), key=dearness)
        yield [s for s in in_turn for _ in range(limits[s])]


def _one_per_stock(part: Compartment, stock: Mapping[str, int]) -> list[int]:
    """Return all settings, but of an option of limited number only the one of highest levels.

    Hosts in several settings of one option would together be more than there are.
    """
    highest: dict[str, int] = {}
    for s, setting in enumerate(part.settings):
        best = highest.setdefault(setting.option.id, s)
        if sum(setting.levels) > sum(part.settings[best].levels):
            highest[setting.option.id] = s
    return [
        s
        for s, setting in enumerate(part.settings)
        if setting.option.id not in stock or highest[setting.option.id] == s
    ]
