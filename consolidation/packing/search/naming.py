"""Hosts by name: what stands where in a lot, dealt out to guests and numbered in a fixed order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts
from consolidation.packing.model import PackedHost, Placement


@dataclass(frozen=True, slots=True)
class Stand:
    """A host with the guests dealt out to it."""

    host: PackedHost
    guests: tuple[str, ...]


def stands(lot: Lot, filled: Sequence[Filled], spares: Sequence[Counts]) -> Iterator[Stand]:
    """Yield the hosts of a lot, cluster by cluster.

    ``filled`` has one entry per compartment, ``spares`` one per cluster with a number per option.
    """
    for cluster, numbers in zip(lot.clusters, spares, strict=True):
        yield from _carrying(lot, filled, cluster)
        yield from _spare(lot, numbers, cluster)


def named(
    found: Sequence[tuple[Lot, Sequence[Filled], Sequence[Counts]]],
) -> tuple[tuple[PackedHost, ...], tuple[Placement, ...]]:
    """Return all hosts in order of their id, and all placements in order of the guest's id."""
    everything = [stand for lot, filled, spares in found for stand in stands(lot, filled, spares)]
    placed = [
        Placement(server=guest, host=stand.host.id)
        for stand in everything
        for guest in stand.guests
    ]
    return (
        tuple(sorted((stand.host for stand in everything), key=lambda host: host.id)),
        tuple(sorted(placed, key=lambda placement: placement.server)),
    )


def _carrying(lot: Lot, filled: Sequence[Filled], cluster: str) -> Iterator[Stand]:
    """Yield the hosts of a cluster with guests, numbered by zone, option and guests."""
    rows: list[tuple[str, str, tuple[str, ...]]] = []
    for part, packing in zip(lot.compartments, filled, strict=True):
        if part.cluster != cluster:
            continue
        members = [iter(kind.members) for kind in part.types]
        for setting, counts in sorted(packing.fillings):
            guests = [g for kind, num in counts for _ in range(num) for g in next(members[kind])]
            rows.append((part.zone, part.settings[setting].option.id, tuple(sorted(guests))))
    width = max(2, len(str(len(rows))))
    for number, (zone, option_id, ids) in enumerate(sorted(rows), start=1):
        name = f"{cluster}-host-{number:0{width}}"
        yield Stand(PackedHost(id=name, option=option_id, cluster=cluster, zone=zone), ids)


def _spare(lot: Lot, numbers: Counts, cluster: str) -> Iterator[Stand]:
    number = 0
    for option, num in zip(lot.cluster_options[cluster], numbers, strict=True):
        for _ in range(num):
            number += 1
            name = f"{cluster}-spare-{number:02}"
            yield Stand(
                PackedHost(id=name, option=option.id, cluster=cluster, zone=None, spare=True), ()
            )
