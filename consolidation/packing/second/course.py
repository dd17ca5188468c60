"""The second solve of one lot: what stands, what the first objective allows, what is proved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts
from consolidation.packing.second.standing import Standing, settled


@dataclass(slots=True)
class Course:
    """The best packing of a lot so far in the second objective, and its bound."""

    lot: Lot
    most: int
    """The first objective may not count more than this in the lot."""
    proof: int
    """What the lot could count at most in any packing no worse as a whole: what bounds must allow.
    More than ``most`` only where other lots are not proved optimal."""
    best: Standing
    count: Callable[[Sequence[Filled]], int]
    """The second objective."""
    value: int
    lower: int
    """No packing within ``proof`` has a smaller second value."""
    changed: bool = False
    """Whether ``best`` is another packing than at first."""

    @property
    def whole(self) -> bool:
        """Whether what is impossible within ``most`` is impossible altogether."""
        return self.proof == self.most

    @property
    def done(self) -> bool:
        """Whether nothing better is possible."""
        return self.value <= self.lower

    def take(self, filled: Sequence[Filled], spares: tuple[Counts, ...] | None = None) -> bool:
        """Keep a packing if it is right, no worse in the first objective and better in the second.

        In place of ``best``, whole or not at all: Ctrl-C between two steps loses nothing.
        """
        standing = settled(self.lot, filled, self.best, self.most, spares)
        if standing is None:
            return False
        value = self.count(standing.filled)
        if value >= self.value:
            return False
        self.best, self.value, self.changed = standing, value, True
        return True

    def raise_lower(self, bound: int) -> None:
        """Note a proved bound."""
        self.lower = max(self.lower, min(bound, self.value))
