"""Host options with their surcharges settled: an option in a setting has one plain price.

A host that may carry licensed guests is another thing to buy than one that may not; with every
level of every surcharge spelled out, licences become host prices and limits of guests.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from consolidation.packing.compact.bundles import Bundle
from consolidation.packing.model import HostOption, Surcharge


@dataclass(frozen=True, slots=True)
class Setting:
    """One option at one level of each surcharge (0: none paid)."""

    option: HostOption
    levels: tuple[int, ...]
    price_yen: int
    """What one such host counts in the objective: price and surcharges, or 1."""


def settings_of(
    options: Sequence[HostOption],
    bundles: Sequence[Bundle],
    surcharges: Sequence[Surcharge],
    by_cost: bool,
) -> tuple[Setting, ...]:
    """Return every option in every setting that some guest of a compartment could ask for."""
    carrying = [
        sum(dict(bundle.labels).get(surcharge.label, 0) for bundle in bundles) if by_cost else 0
        for surcharge in surcharges
    ]
    return tuple(
        Setting(option, levels, _price(option, levels, surcharges, by_cost))
        for option in options
        for levels in _levels(option, surcharges, carrying)
    )


def _levels(
    option: HostOption, surcharges: Sequence[Surcharge], carrying: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    ranges = [
        range(1 + most_levels(option, surcharge, num))
        for surcharge, num in zip(surcharges, carrying, strict=True)
    ]
    return product(*ranges)


def most_levels(option: HostOption, surcharge: Surcharge, carrying: int) -> int:
    """Return the highest level that a host may need for so many guests; 0 if they are free."""
    if not carrying or not dict(surcharge.yen).get(option.id, 0):
        return 0
    if surcharge.per is None:
        return 1
    most = carrying if option.most_guests is None else min(carrying, option.most_guests)
    return -(-most // surcharge.per)


def _price(
    option: HostOption, levels: Sequence[int], surcharges: Sequence[Surcharge], by_cost: bool
) -> int:
    if not by_cost:
        return 1
    more = (
        level * dict(surcharge.yen).get(option.id, 0)
        for level, surcharge in zip(levels, surcharges, strict=True)
    )
    return option.price_yen + sum(more)
