"""What every mix of hosts must cover: inequalities over the numbers of hosts per option.

Each function yields rows ``sum(coefficient[o] * n[o]) >= need`` that hold for the numbers n of
hosts of every packing of a compartment. All arithmetic is exact; nothing is solved here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consolidation.packing.compartments import Compartment, fits
from consolidation.packing.dual_feasible import fewest_bins

MOST_TYPES_FOR_CLIQUES = 600
CLIQUE_STARTS = 20
BIG_PARTS = (1, 2, 3, 4, 5)
"""A guest is big by part p if more than a (p+1)-th of a host: at most p of them fit."""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One inequality over the numbers of hosts per option of a compartment."""

    coefficients: tuple[int, ...]
    need: int
    by: str
    """Name of the argument that shows it."""


def cover_rows(compartment: Compartment) -> tuple[CoverRow, ...]:
    """Return all rows of a compartment, without those that another of the same shape implies."""
    needs: dict[tuple[int, ...], CoverRow] = {}
    for family in (volume_rows, apart_rows, count_rows, clique_rows, dual_feasible_rows):
        for row in family(compartment):
            known = needs.get(row.coefficients)
            if row.need > 0 and (known is None or known.need < row.need):
                needs[row.coefficients] = row
    return tuple(needs[key] for key in sorted(needs))


def volume_rows(compartment: Compartment) -> Iterator[CoverRow]:
    """Sum over options o of S of capacity[o, d] * n[o] >= demand in d of guests that need S.

    For every set S of options outside which some guest does not fit, and every dimension d: the
    guests that fit on no option outside S must be carried by hosts of S alone. Room that negative
    demands give back is taken off the need.
    """
    for homes in sorted(set(compartment.homes) | {_all(compartment)}, key=sorted):
        inside = [
            kind
            for kind, its in zip(compartment.types, compartment.homes, strict=True)
            if its <= homes
        ]
        for d in range(len(compartment.largest)):
            coefficients = tuple(
                room[d] if o in homes else 0 for o, room in enumerate(compartment.capacities)
            )
            need = sum(max(0, kind.demand[d]) * kind.num for kind in inside)
            given = compartment.generous[0][d] - compartment.capacities[0][d]
            yield CoverRow(coefficients, need - given, "volume")


def apart_rows(compartment: Compartment) -> Iterator[CoverRow]:
    """Sum over options o of S of n[o] >= members of a keep-apart group that need S."""
    groups: dict[str, list[int]] = {}
    for index, kind in enumerate(compartment.types):
        if kind.keep_apart is not None:
            groups.setdefault(kind.keep_apart, []).append(index)
    for name in sorted(groups):
        sets = {compartment.homes[i] for i in groups[name]}
        for homes in sorted(sets | {frozenset[int]().union(*sets)}, key=sorted):
            num = sum(
                compartment.types[i].num for i in groups[name] if compartment.homes[i] <= homes
            )
            yield CoverRow(_ones(compartment, homes), num, "keep-apart")


def count_rows(compartment: Compartment) -> Iterator[CoverRow]:
    """Sum over options o of most[o] * n[o] >= number of big guests.

    Big by option b, dimension d and part p: more than a (p+1)-th of b's capacity in d.
    ``most[o]`` is the least, over the dimensions, of how many of the big guests fit on o when
    the smallest in that dimension are taken.
    """
    big: set[tuple[int, ...]] = {tuple(range(len(compartment.types)))}
    for room in compartment.generous:
        for d, have in enumerate(room):
            for part in BIG_PARTS:
                big.add(
                    tuple(
                        i
                        for i, kind in enumerate(compartment.types)
                        if kind.demand[d] * (part + 1) > have
                    )
                )
    for chosen in sorted(big - {()}):
        coefficients = tuple(_most(compartment, chosen, o) for o in range(len(compartment.options)))
        yield CoverRow(coefficients, sum(compartment.types[i].num for i in chosen), "count")


def clique_rows(compartment: Compartment) -> Iterator[CoverRow]:
    """Sum over options of n[o] >= size of a set of guests no two of which can share a host."""
    if len(compartment.types) > MOST_TYPES_FOR_CLIQUES:
        return
    apart = _never_together(compartment)
    for first in range(min(CLIQUE_STARTS, len(compartment.types))):
        clique = [first]
        for other in sorted(apart[first] - {first}, key=lambda i: (-len(apart[i]), i)):
            if all(other in apart[i] for i in clique):
                clique.append(other)
        num = sum(compartment.types[i].num if i in apart[i] else 1 for i in clique)
        homes = frozenset[int]().union(*(compartment.homes[i] for i in clique))
        yield CoverRow(_ones(compartment, homes), num, "clique")


def dual_feasible_rows(compartment: Compartment) -> Iterator[CoverRow]:
    """Sum over options of n[o] >= bins by dual feasible functions, on hosts of the largest size."""
    for d, column in enumerate(zip(*compartment.generous, strict=True)):
        capacity = max(column)
        sizes = [(kind.demand[d], kind.num) for kind in compartment.types]
        bins = fewest_bins(sizes, capacity)
        yield CoverRow(_ones(compartment, _all(compartment)), bins, "dual-feasible")


def _all(compartment: Compartment) -> frozenset[int]:
    return frozenset(range(len(compartment.options)))


def _ones(compartment: Compartment, homes: frozenset[int]) -> tuple[int, ...]:
    return tuple(int(o in homes) for o in range(len(compartment.options)))


def _most(compartment: Compartment, chosen: Sequence[int], option: int) -> int:
    """Return how many guests of the chosen types fit on one host at most, by simple counting."""
    kinds = [compartment.types[i] for i in chosen if option in compartment.homes[i]]
    most = sum(kind.num for kind in kinds)
    for d, room in enumerate(compartment.generous[option]):
        num = 0
        for need, available in sorted((max(0, kind.demand[d]), kind.num) for kind in kinds):
            taken = available if need == 0 else min(available, room // need)
            num, room = num + taken, room - taken * need
            if taken < available:
                break
        most = min(most, num)
    return most


def _never_together(compartment: Compartment) -> list[set[int]]:
    """For each type the types (itself included) of which no guest can share its host."""
    types = compartment.types
    apart: list[set[int]] = [set() for _ in types]
    for i, a in enumerate(types):
        for j in range(i + 1):
            b = types[j]
            both = [max(0, x) + max(0, y) for x, y in zip(a.demand, b.demand, strict=True)]
            same = a.keep_apart is not None and a.keep_apart == b.keep_apart
            if same or not any(fits(both, room) for room in compartment.generous):
                apart[i].add(j)
                apart[j].add(i)
    return apart
