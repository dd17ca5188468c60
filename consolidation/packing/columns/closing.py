"""Close the gap: list every filling that a packing of so little cost can use, and choose from it.

With proved values of types a packing that costs c wastes c less the value of all guests, over
all its hosts together. Where that is next to nothing, the fillings that waste no more are few,
and all of them can be listed (enumeration within the gap: Baldacci, Christofides and Mingozzi
2008). Choosing among them is a search in whole numbers, which also can show that there is none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.columns.choice import Choice
from consolidation.packing.columns.generation import LP_SLACK, TOLERANCE, Generation
from consolidation.packing.columns.pricing import Filling, Pricer
from consolidation.packing.columns.steering import steered
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.solving.master import LpAnswer

MOST_FILLINGS, MOST_NUMBERS = 20_000, 6_000_000
"""Fillings listed at most, and numbers (a row per filling, an entry per type) kept for them."""

TIGHT = 0.001
"""Share of the dearest host: where bound and cost are closer, this comes before all else."""

ROUNDS = 100
"""Rounds of pricing until the values are proved."""

LISTING_NODES = 50_000_000
PRICING_NODES = 64_000_000

ROUNDING = 1e-12
"""Values are shrunk by this much more, for the rounding of the factor."""

COVER_NODES = 20_000
"""Nodes of each search for a choice of fillings."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of it; neither a packing nor a proof where the search was given up."""

    filled: Filled | None = None
    impossible: bool = False
    """Whether no packing costs so little: everything was searched, in whole numbers."""


@dataclass(frozen=True, slots=True)
class Values:
    """Values of types, in grains, for which no filling is worth more than its host counts."""

    types: Whole
    hosts: Whole
    """What a host of each setting counts: its price, and what the limit of its number adds."""
    budget: int
    """What the hosts and placements of a packing of the cost in question count at most."""
    waste: int
    """What such a packing can count beyond the value of all bundles."""


def close_gap(generation: Generation, answer: LpAnswer | None, cost: int, tries: int) -> Closed:
    """Look for a packing of a compartment that costs at most ``cost``, hosts and placements.

    Worth calling where ``cost`` is near the linear bound; ``None`` for the answer of the linear
    program where volume alone says as much. The list grows fast with the distance; where it
    grows too long nothing is tried. ``tries`` bounds the searches after the first.
    """
    enough = cost + LP_SLACK * (1 + cost)
    if answer is not None and answer.value > enough:
        answer = generation.settle(ROUNDS, enough)
        if answer is None:
            return Closed()
    values = proved_values(generation, answer, cost)
    if values is None:
        return Closed()
    if values.waste < 0:
        return Closed(impossible=True)
    choice = listed(generation, values)
    if choice is None:
        return Closed()
    for chosen, impossible in _attempts(generation, choice, tries):
        if impossible:
            return Closed(impossible=True)
        if chosen is not None:
            filled = packing_of(choice, chosen)
            if filled.complete(generation.part) and filled.cost(generation.part) <= cost:
                return Closed(filled)
    return Closed()


def _attempts(
    generation: Generation, choice: Choice, tries: int
) -> Iterator[tuple[list[int] | None, bool]]:
    """Yield the outcome of one search over all fillings, then of searches below steered starts."""
    yield choice.search(COVER_NODES)
    for start in steered(choice, generation.deadline, tries):
        found, _ = start.rest.search(COVER_NODES)
        yield (None if found is None else start.joined(found)), False


def proved_values(generation: Generation, answer: LpAnswer | None, cost: int) -> Values | None:
    """Return values from the linear program and from volume, shrunk until they are proved.

    The mean of several optimal values is as good a bound as each and leaves fewer fillings.
    ``None`` if there are none or they cannot be proved.
    """
    arrays, grain = generation.part.arrays, generation.pricer.grain
    excess: float | None = None
    for _ in range(ROUNDS):
        pairs = _pairs(generation, answer, cost)
        if not pairs:
            return None
        types = np.floor(np.mean([pair[0] for pair in pairs], axis=0)).astype(np.int64)
        hosts = np.ceil(np.mean([pair[1] for pair in pairs], axis=0)).astype(np.int64)
        excess, fillings = _excess(generation, types, hosts)
        if excess is None:
            return None
        if answer is None or excess <= 1 + TOLERANCE or not generation.add(fillings):
            break
        better = generation.settle(ROUNDS)
        if better is None:
            return None
        answer = better
    if excess is not None and excess > 1:
        types = np.floor(types * ((1 - ROUNDING) / excess)).astype(np.int64)
    extra = int((hosts - arrays.price * grain) @ whole_limits(generation))
    budget = cost * grain + extra
    return Values(types, hosts, budget, budget - int(types @ arrays.num))


def _excess(
    generation: Generation, types: Whole, hosts: Whole
) -> tuple[float | None, list[Filling]]:
    """Return by which factor fillings are worth more than their host at most, and such fillings.

    The factor is ``None`` where that is not proved.
    """
    excess, excessive = 1.0, []
    for s, host in enumerate(hosts.tolist()):
        if generation.limits[s] > 0:
            worth, proved, fillings = generation.pricer.exact(
                s, types, generation.part.arrays.num, host, PRICING_NODES, plain=True
            )
            if not proved or (worth > host and host <= 0):
                return None, []
            excess = max(excess, worth / host if worth > host else 1.0)
            excessive.extend(fillings)
    return excess, excessive


def _pairs(generation: Generation, answer: LpAnswer | None, cost: int) -> list[tuple[Real, Real]]:
    """Return values of types and hosts: of the linear program, and of all volumes as good.

    Without a linear program those that leave next to nothing of the cost.
    """
    arrays, grain = generation.part.arrays, generation.pricer.grain
    pairs: list[tuple[Real, Real]] = []
    least = float(cost) - TIGHT * generation.dearest
    if answer is not None:
        types, hosts = generation.duals(answer)
        pairs.append((types.astype(np.float64), hosts))
        least = answer.value - LP_SLACK * (1 + answer.value)
    for volume in _volumes(generation):
        if float(volume @ arrays.num) >= least * grain:
            pairs.append((volume, arrays.price.astype(np.float64) * grain))
    return pairs


def _volumes(generation: Generation) -> Iterator[Real]:
    """Yield for each dimension the values that pay for it at the cheapest price per room."""
    arrays, grain = generation.part.arrays, generation.pricer.grain
    open_ = np.array(generation.limits) > 0
    for d in range(arrays.need.shape[1]):
        room = arrays.room[open_, d]
        if room.size and room.min() > 0:
            cheapest = float((arrays.price[open_] / room).min()) * grain
            yield arrays.need[:, d].astype(np.float64) * cheapest


def listed(generation: Generation, values: Values) -> Choice | None:
    """Return all fillings that waste no more than allowed; ``None`` if there are too many."""
    arrays, pricer = generation.part.arrays, generation.pricer
    most = min(MOST_FILLINGS, MOST_NUMBERS // max(1, arrays.num.size))
    found = np.zeros((most, arrays.num.size), np.int64)
    tables, settings = [], []
    for s, host in enumerate(values.hosts.tolist()):
        if generation.limits[s] <= 0:
            continue
        floor = host - values.waste
        rows = pricer.listed(s, values.types, arrays.num, floor, LISTING_NODES, found)
        if rows is None:
            return None
        tables.append(found[:rows].copy())
        settings.append(np.full(rows, s, np.int64))
    table, setting = np.concatenate(tables), np.concatenate(settings)
    if setting.size > most:
        return None
    place, kind = np.nonzero(table)
    costs = np.maximum(arrays.cost[:, setting].T, 0)
    return Choice(
        start=np.searchsorted(place, np.arange(setting.size + 1)).astype(np.int64),
        kind=kind,
        count=table[place, kind],
        setting=setting,
        price=values.hosts[setting] + pricer.grain * (table * costs).sum(axis=1),
        value=values.types,
        num=arrays.num,
        limit=whole_limits(generation),
        budget=values.budget,
    )


def whole_limits(generation: Generation) -> Whole:
    """Return how many hosts of each setting there can be."""
    most = float(generation.part.num_guests)
    return np.array([min(limit, most) for limit in generation.limits], dtype=np.int64)


def packing_of(choice: Choice, chosen: Sequence[int]) -> Filled:
    """Return the packing that chosen fillings make, each less what stands already."""
    rest = choice.num.copy()
    hosts = []
    for j in chosen:
        inside = slice(choice.start[j], choice.start[j + 1])
        kind = choice.kind[inside]
        count = np.minimum(choice.count[inside], rest[kind])
        rest[kind] -= count
        pairs = zip(kind.tolist(), count.tolist(), strict=True)
        hosts.append((int(choice.setting[j]), tuple((i, k) for i, k in pairs if k)))
    return Filled(tuple(sorted(host for host in hosts if host[1])))


def dearer_row(part: Compartment, cost: int) -> CoverRow:
    """Return the row that says: everything together costs more than ``cost``.

    For a cost that `close_gap` proved impossible. The proof is the whole search, not prices of
    types, so that the row has none and no certificate can hold it.
    """
    step = Pricer(part).step
    prices = tuple(setting.price_yen for setting in part.settings)
    return CoverRow((), prices, 1, (cost // step + 1) * step, "listing")
