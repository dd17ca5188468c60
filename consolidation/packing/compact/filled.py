"""All guests of a compartment on hosts, by type and number."""

from collections import Counter
from dataclasses import dataclass

from consolidation.packing.compact.compartments import Compartment

FilledHost = tuple[int, tuple[tuple[int, int], ...]]
"""One host: its setting and (type, number) pairs, in order of type."""


@dataclass(frozen=True, slots=True)
class Filled:
    """Hosts with what stands on them; empty hosts are left out."""

    fillings: tuple[FilledHost, ...]

    def counts(self, num_settings: int) -> tuple[int, ...]:
        """Return how many hosts of each setting carry guests."""
        numbers = Counter(setting for setting, _ in self.fillings)
        return tuple(numbers[setting] for setting in range(num_settings))

    def placement_yen(self, part: Compartment) -> int:
        """Return what all placements cost together."""
        if not part.with_costs:
            return 0
        return sum(
            (part.types[kind].costs[setting] or 0) * num
            for setting, counts in self.fillings
            for kind, num in counts
        )

    def cost(self, part: Compartment) -> int:
        """Return what the hosts and placements count in the objective."""
        hosts = sum(part.settings[setting].price_yen for setting, _ in self.fillings)
        return hosts + self.placement_yen(part)

    def complete(self, part: Compartment) -> bool:
        """Tell whether every bundle stands once and no host breaks room or rules."""
        placed: Counter[int] = Counter()
        for setting, counts in self.fillings:
            if not stands(part, setting, counts):
                return False
            for kind, num in counts:
                placed[kind] += num
        return all(placed[i] == kind.num for i, kind in enumerate(part.types))


def stands(part: Compartment, setting: int, counts: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a host in a setting may carry these numbers of types."""
    if any(part.types[kind].costs[setting] is None for kind, _ in counts):
        return False
    for d, room in enumerate(part.capacities[setting]):
        if sum(part.types[kind].demand[d] * num for kind, num in counts) > room:
            return False
    have: Counter[int] = Counter()
    near: Counter[int] = Counter()
    for kind, num in counts:
        for bound in part.types[kind].bounds:
            have[bound.rule] += bound.counts * num
            near[bound.rule] += bound.beside * num
    return all(
        have[r] <= part.rules[r].most[setting]
        for r in have
        if part.rules[r].beside is None or near[r]
    )
