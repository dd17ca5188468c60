"""Hosts being filled: residual room, and which guest types stand where, in exact numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from consolidation.packing.compartments import Compartment, fits


@dataclass(frozen=True, slots=True)
class Filled:
    """All guests of a compartment on hosts; empty hosts are left out."""

    fillings: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]
    """Per host its option and (type, number) pairs, in order of type."""

    def counts(self, num_options: int) -> tuple[int, ...]:
        """Return how many hosts of each option carry guests."""
        numbers = [0] * num_options
        for option, _ in self.fillings:
            numbers[option] += 1
        return tuple(numbers)


class Bins:
    """A fixed row of hosts that guests are put on and taken off."""

    def __init__(self, compartment: Compartment, hosts: Sequence[int]) -> None:
        self.compartment = compartment
        self.options = tuple(hosts)
        self.room = [list(compartment.capacities[o]) for o in hosts]
        self.held: list[dict[int, int]] = [{} for _ in hosts]
        self.groups: list[set[str]] = [set() for _ in hosts]

    def takes(self, host: int, kind: int) -> bool:
        """Tell whether one more guest of the type may stand on the host."""
        guest = self.compartment.types[kind]
        if guest.keep_apart is not None and guest.keep_apart in self.groups[host]:
            return False
        return fits(guest.demand, self.room[host])

    def put(self, host: int, kind: int) -> None:
        """Put one guest of the type on the host."""
        guest = self.compartment.types[kind]
        room = self.room[host]
        for d, need in enumerate(guest.demand):
            room[d] -= need
        self.held[host][kind] = self.held[host].get(kind, 0) + 1
        if guest.keep_apart is not None:
            self.groups[host].add(guest.keep_apart)

    def take(self, host: int, kind: int) -> None:
        """Take one guest of the type off the host."""
        guest = self.compartment.types[kind]
        room = self.room[host]
        for d, need in enumerate(guest.demand):
            room[d] += need
        self.held[host][kind] -= 1
        if not self.held[host][kind]:
            del self.held[host][kind]
        if guest.keep_apart is not None:
            self.groups[host].discard(guest.keep_apart)

    def right(self) -> bool:
        """Tell whether no host is overfull and no keep-apart group meets."""
        for room, held in zip(self.room, self.held, strict=True):
            kinds = [self.compartment.types[kind] for kind, num in held.items() for _ in range(num)]
            groups = [kind.keep_apart for kind in kinds if kind.keep_apart is not None]
            if min(room, default=0) < 0 or len(set(groups)) < len(groups):
                return False
        return True

    def filled(self) -> Filled:
        """Return what stands where, empty hosts left out."""
        return Filled(
            tuple(
                (option, tuple(sorted(held.items())))
                for option, held in zip(self.options, self.held, strict=True)
                if held
            )
        )
