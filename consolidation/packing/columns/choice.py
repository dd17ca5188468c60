"""Fillings listed in full, and the search for a choice of them that places every bundle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from consolidation.packing.compiled.arrays import Real, Whole
from consolidation.packing.compiled.covering import cover


@dataclass(frozen=True, slots=True)
class Choice:
    """Listed fillings, and what is asked of a choice from them.

    Filling j carries ``count[q]`` bundles of type ``kind[q]`` for start[j] <= q < start[j + 1];
    no filling is empty.
    """

    start: Whole
    kind: Whole
    count: Whole
    setting: Whole
    price: Whole
    """Of each filling, placements included, in grains."""
    value: Whole
    """Of each type, in grains: no filling is worth more than its price."""
    num: Whole
    """Bundles to place."""
    limit: Whole
    """Most hosts of each setting."""
    budget: int
    """What all hosts may cost together, in grains."""

    @property
    def spare(self) -> int:
        """What the hosts together may cost beyond the value of the bundles."""
        return self.budget - int(self.value @ self.num)

    @property
    def useful(self) -> Whole:
        """Entry by entry how many bundles of a filling are still to be placed."""
        return np.minimum(self.count, self.num[self.kind])

    @property
    def worth(self) -> Whole:
        """Of each filling, what it would still place."""
        entries = self.useful * self.value[self.kind]
        return np.add.reduceat(entries, self.start[:-1]) if self.price.size else entries

    @property
    def rarity(self) -> Real:
        """Of each filling, how few others can place what it would still place."""
        useful = self.useful
        degree = np.bincount(self.kind, weights=useful, minlength=self.num.size)
        entries: Real = useful / np.maximum(1.0, degree[self.kind])
        return np.add.reduceat(entries, self.start[:-1]) if self.price.size else entries

    def less(self, place: int) -> tuple["Choice", Whole]:
        """Return what is left to choose once a filling is chosen, and the places of the rest.

        Fillings that cost more than the spare allows, or of which no host is left, are out.
        """
        inside = slice(self.start[place], self.start[place + 1])
        num, limit = self.num.copy(), self.limit.copy()
        num[self.kind[inside]] -= self.useful[inside]
        limit[self.setting[place]] -= 1
        rest = Choice(
            self.start, self.kind, self.count, self.setting, self.price,
            self.value, num, limit, self.budget - int(self.price[place]),
        )  # fmt: skip
        waste = rest.price - rest.worth
        kept = np.flatnonzero((waste <= rest.spare) & (limit[rest.setting] > 0))
        return rest._only(kept), kept

    def _only(self, places: Whole) -> "Choice":
        sizes = np.diff(self.start)[places]
        start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        at = np.repeat(self.start[places] - start[:-1], sizes) + np.arange(start[-1])
        return Choice(
            start, self.kind[at], self.count[at], self.setting[places], self.price[places],
            self.value, self.num, self.limit, self.budget,
        )  # fmt: skip

    def search(self, nodes: int) -> tuple[list[int] | None, bool]:
        """Return the places of fillings that do, or ``None`` and whether it is proved none do."""
        least = int(self.price.min(initial=self.budget + 1))
        most = int(self.num.sum())
        if least > 0:  # hosts that cost nothing may be as many as there are bundles
            most = min(most, max(0, self.budget) // least)
        chosen = np.zeros(most + 1, np.int64)
        depth, _, done = cover(
            self.start, self.kind, self.count, self.setting, self.price, self.value, self.num,
            self.limit, self.budget, nodes, chosen,
        )  # fmt: skip
        return (None, bool(done)) if depth < 0 else (chosen[:depth].tolist(), False)


@dataclass(frozen=True, slots=True)
class Start:
    """Fillings chosen already, and what is left to choose."""

    fixed: Sequence[int]
    """Their places in the whole list."""
    rest: Choice
    places: Whole
    """Places in the whole list of the fillings that are left."""

    def joined(self, chosen: Sequence[int]) -> list[int]:
        """Return the places in the whole list of all chosen, these among the ones left included."""
        return [*self.fixed, *self.places[np.array(chosen, dtype=np.int64)].tolist()]

    def fix(self, place: int) -> "Start":
        """Return the start with one more filling (by its place among those left) chosen."""
        rest, kept = self.rest.less(place)
        return Start([*self.fixed, int(self.places[place])], rest, self.places[kept])
