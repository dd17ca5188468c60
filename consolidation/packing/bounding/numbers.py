"""The numbers that a proof tree splits: of hosts per setting and of spares per option."""

from collections.abc import Iterator
from dataclasses import dataclass

from consolidation.packing.compact.compartments import Lot

Box = tuple[tuple[int, int], ...]
"""Least and most of each number."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of hosts (of a compartment and setting) or of spares (of a cluster and option)."""

    spare: bool
    place: int
    """Compartment, or cluster for spares."""
    at: int
    """Setting, or option for spares."""
    cost: int
    most: int


def numbers_of(lot: Lot) -> Iterator[Number]:
    """Yield the numbers of a lot in their order."""
    stock, asked = dict(lot.stock), dict(lot.spares)
    for c, part in enumerate(lot.compartments):
        for s, setting in enumerate(part.settings):
            most = min(part.num_guests, stock.get(setting.option.id, part.num_guests))
            yield Number(False, c, s, setting.price_yen, most)
    for k, cluster in enumerate(lot.clusters):
        if cluster in asked:
            for o, option in enumerate(lot.cluster_options[cluster]):
                most = min(asked[cluster], stock.get(option.id, asked[cluster]))
                yield Number(True, k, o, lot.spare_price(option), most)
