"""What every mix of hosts must cover: inequalities over the numbers of hosts per setting.

Each row prices the types of a compartment so that no admissible filling of a host is worth more
than the row says; then hosts must be worth what all guests are priced at together. All arithmetic
is exact; nothing is solved here.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd
from operator import mul

import numpy as np

from consolidation.packing.bounding.dual_feasible import best_function
from consolidation.packing.compact.compartments import Compartment
from consolidation.packing.compact.shared_rules import FREE

MOST_TYPES_FOR_CLIQUES = 600
MOST_TYPES_FOR_COUNTS = 3000
CLIQUE_STARTS = 20
BIG_PARTS = (1, 2, 3, 4, 5)
"""A guest is big by part p if more than a (p+1)-th of a host: at most p of them fit."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """``scale * placement costs + sum over settings of worth * hosts >= need``."""

    prices: tuple[int, ...]
    """Price of one bundle of each type."""
    worths: tuple[int, ...]
    """The most that a filling of a host in each setting is worth, less scale * its placements."""
    scale: int
    need: int
    """Prices of all bundles together."""
    by: str
    """Name of the argument that shows it."""
    weights: tuple[tuple[int, ...], ...] = ()
    """Per setting one multiplier per dimension, in 1/unit, that makes the claim quick to check."""
    unit: int = 1

    def covered_by(self, counts: Sequence[int], placement_yen: int = 0) -> bool:
        """Tell whether numbers of hosts per setting satisfy the row."""
        worth = sum(w * n for w, n in zip(self.worths, counts, strict=True))
        return self.scale * placement_yen + worth >= self.need


Family = Callable[[Compartment], Iterator[CoverRow]]


def quick_rows(part: Compartment) -> tuple[CoverRow, ...]:
    """Return the rows that cost next to nothing: volumes and rules."""
    return _distinct(part, (volume_rows, rule_rows))


def cover_rows(part: Compartment) -> tuple[CoverRow, ...]:
    """Return all rows of a compartment, without those that another of the same shape implies."""
    families = (volume_rows, rule_rows, count_rows, clique_rows, dual_feasible_rows)
    return _distinct(part, families)


def _distinct(part: Compartment, families: Sequence[Family]) -> tuple[CoverRow, ...]:
    best: dict[tuple[int, ...], CoverRow] = {}
    for family in families:
        for row in family(part):
            least = max(1, gcd(*row.worths))
            shape = tuple(worth // least for worth in row.worths)
            known = best.get(shape)
            if row.need > 0 and (known is None or _better(row, known)):
                best[shape] = row
    return tuple(best[shape] for shape in sorted(best))


def _better(row: CoverRow, known: CoverRow) -> bool:
    """Compare needs of rows whose worths have the same shape."""
    return row.need * max(known.worths) > known.need * max(row.worths)


def _row(
    part: Compartment, prices: Sequence[int], worths: Sequence[int], by: str, hint: int | None
) -> CoverRow:
    dims = len(part.largest)
    along = tuple(int(d == hint) for d in range(dims))
    need = sum(map(mul, prices, part.arrays.num.tolist()))
    weights = (along,) * len(worths) if hint is not None else ()
    return CoverRow(tuple(prices), tuple(worths), 0, need, by, weights)


def _home_sets(part: Compartment) -> list[frozenset[int]]:
    return sorted({*part.homes, _all(part)}, key=sorted)


def volume_rows(part: Compartment) -> Iterator[CoverRow]:
    """Sum over settings s of S of capacity[s, d] * n[s] >= demand in d of guests that need S.

    For every set S of settings outside which some guest cannot stand, and every dimension d.
    """
    needs = np.maximum(0, part.arrays.need)
    for homes in _home_sets(part):
        inside = np.array([its <= homes for its in part.homes])
        for d in range(len(part.largest)):
            prices = np.where(inside, needs[:, d], 0).tolist()
            worths = [room[d] if s in homes else 0 for s, room in enumerate(part.generous)]
            yield _row(part, prices, worths, "volume", d)


def rule_rows(part: Compartment) -> Iterator[CoverRow]:
    """Sum over settings s of S of most[s] * n[s] >= guests that count in a rule and need S."""
    members: dict[int, list[tuple[int, int]]] = {}
    for i, kind in enumerate(part.types):
        for bound in kind.bounds:
            if part.rules[bound.rule].beside is None and bound.counts:
                members.setdefault(bound.rule, []).append((i, bound.counts))
    nums = part.arrays.num.tolist()
    best: dict[tuple[int, ...], tuple[int, int, frozenset[int]]] = {}
    for r in sorted(members):
        most = part.rules[r].most
        own = {part.homes[i] for i, _ in members[r]}
        for homes in sorted({*own, frozenset[int]().union(*own)}, key=sorted):
            if any(most[s] >= FREE for s in homes):
                continue
            worths = tuple(most[s] if s in homes else 0 for s in range(len(most)))
            need = sum(k * nums[i] for i, k in members[r] if part.homes[i] <= homes)
            if worths not in best or need > best[worths][0]:
                best[worths] = need, r, homes
    for worths, (_, r, homes) in best.items():  # thousands of rules may be of few shapes
        prices = [0] * len(part.types)
        for i, counts in members[r]:
            prices[i] = counts if part.homes[i] <= homes else 0
        yield _row(part, prices, worths, part.rules[r].name, None)


def count_rows(part: Compartment) -> Iterator[CoverRow]:
    """Sum over settings of most[s] * n[s] >= number of big guests.

    Big by setting b, dimension d and part p: more than a (p+1)-th of b's capacity in d.
    ``most[s]`` is the least, over the dimensions, of how many of the big guests fit on s when
    the smallest in that dimension are taken.
    """
    if len(part.types) > MOST_TYPES_FOR_COUNTS:
        return
    big: set[tuple[int, ...]] = {tuple(range(len(part.types)))}
    for room in sorted(set(part.generous)):
        for d, have in enumerate(room):
            for share in BIG_PARTS:
                chosen = (i for i, k in enumerate(part.types) if k.demand[d] * (share + 1) > have)
                big.add(tuple(chosen))
    for types in sorted(big - {()}):
        worths = [_most(part, types, s) for s in range(len(part.settings))]
        inside = set(types)
        yield _row(part, [int(i in inside) for i in range(len(part.types))], worths, "count", None)


def clique_rows(part: Compartment) -> Iterator[CoverRow]:
    """Sum over settings of n[s] >= size of a set of guests no two of which can share a host."""
    if len(part.types) > MOST_TYPES_FOR_CLIQUES:
        return
    apart = _never_together(part)
    lonely = [i for i, kind in enumerate(part.types) if kind.num == 1 or i in apart[i]]
    for first in lonely[:CLIQUE_STARTS]:
        clique = [first]
        others = (apart[first] & set(lonely)) - {first}
        for other in sorted(others, key=lambda i: (-len(apart[i]), i)):
            if all(other in apart[i] for i in clique):
                clique.append(other)
        homes = frozenset[int]().union(*(part.homes[i] for i in clique))
        worths = [int(s in homes) for s in range(len(part.settings))]
        yield _row(part, [int(i in clique) for i in range(len(part.types))], worths, "clique", None)


def dual_feasible_rows(part: Compartment) -> Iterator[CoverRow]:
    """Sum over settings of f(C) * n[s] >= sum of f(size), for the best f of each dimension."""
    for d, column in enumerate(zip(*part.generous, strict=True)):
        sizes = np.maximum(0, part.arrays.need[:, d])
        best = best_function(sizes.tolist(), part.arrays.num.tolist(), max(column))
        if best.bins:
            prices = best.function(sizes).tolist()
            yield _row(part, prices, [best.whole] * len(column), "dual-feasible", None)


def _all(part: Compartment) -> frozenset[int]:
    return frozenset(range(len(part.settings)))


def _most(part: Compartment, chosen: Sequence[int], setting: int) -> int:
    """Return how many bundles of the chosen types fit on one host at most, by simple counting."""
    kinds = [part.types[i] for i in chosen if setting in part.homes[i]]
    most = sum(kind.num for kind in kinds)
    for d, room in enumerate(part.generous[setting]):
        num = 0
        for need, available in sorted((max(0, kind.demand[d]), kind.num) for kind in kinds):
            taken = available if need == 0 else min(available, room // need)
            num, room = num + taken, room - taken * need
            if taken < available:
                break
        most = min(most, num)
    return most


def _never_together(part: Compartment) -> list[set[int]]:
    """For each type the types (itself included) of which no bundle can share its host."""
    need = np.maximum(0, part.arrays.need)
    together = np.zeros((len(need), len(need)), np.bool_)
    for room in sorted(set(part.generous)):
        fit = np.ones_like(together)
        for d, have in enumerate(room):
            fit &= need[:, None, d] + need[None, :, d] <= have
        together |= fit
    for r, rule in enumerate(part.rules):
        if rule.beside is None:
            counts = np.zeros(len(need), np.int64)
            for i, kind in enumerate(part.types):
                counts[i] = sum(b.counts for b in kind.bounds if b.rule == r)
            inside = np.flatnonzero(counts)
            both = counts[inside, None] + counts[None, inside] > max(rule.most)
            together[np.ix_(inside, inside)] &= ~both
    return [set(np.flatnonzero(~row).tolist()) for row in together]
