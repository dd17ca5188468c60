"""The cheapest combination of tariff modules that carries a load: an exact covering problem.

Minimise ``sum(cost[t] * n[t])`` subject to ``sum(bandwidth[t] * n[t]) >= required``, ``n`` whole
and not negative. Solved by dynamic programming over the bandwidth still to be covered, in units
of the greatest common divisor of the ladder's bandwidths; the value is the optimum, not a bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd

from consolidation.inventory.tables.traffic import Tariff
from consolidation.units import KBIT_PER_MBIT


@dataclass(frozen=True, slots=True)
class Combination:
    """Tariff rows bought (with repetition, in order of id) and what they cost and carry."""

    tariffs: tuple[str, ...]
    capacity_mbit_s: int
    yen_month: int
    one_off_yen: int

    def cost(self, months: int) -> int:
        """Return the fees of so many months and the one-off fees."""
        return self.yen_month * months + self.one_off_yen


def grown(kbit_s: int, percent_per_year: int, years: int) -> int:
    """Return a load after compound growth, exact and rounded up.

    >>> grown(1000, 10, 2), grown(1, 10, 1)
    (1210, 2)
    """
    return ceil(kbit_s * Fraction(100 + percent_per_year, 100) ** years)


def required_mbit_s(load_kbit_s: int, max_utilisation_percent: int) -> int:
    """Return the least capacity at which a load stays at or under the share; at least 1.

    >>> required_mbit_s(7000, 70), required_mbit_s(7001, 70), required_mbit_s(0, 70)
    (10, 11, 1)
    """
    return max(1, ceil(Fraction(load_kbit_s * 100, max_utilisation_percent * KBIT_PER_MBIT)))


def cheapest(required: int, ladder: Sequence[Tariff], months: int) -> Combination | None:
    """Return the cheapest combination of at least ``required`` Mbit/s, or ``None`` without one.

    Among equally cheap ones, fewest modules; then the one the first ids make up.
    Time and memory grow with ``min(required, about the square of the largest module)`` over the
    greatest common divisor of the bandwidths, times the number of tariff rows.

    >>> ten = Tariff(id="T10", carrier="x", distance_class="A", bandwidth_mbit_s=10, yen_month=3)
    >>> big = Tariff(id="T100", carrier="x", distance_class="A", bandwidth_mbit_s=100, yen_month=8)
    >>> cheapest(20, (ten, big), 12).tariffs, cheapest(21, (ten, big), 12).tariffs
    (('T10', 'T10'), ('T100',))
    """
    rows = sorted(ladder, key=lambda t: t.id)
    if not rows:
        return None
    unit = gcd(*(t.bandwidth_mbit_s for t in rows))
    sizes = [t.bandwidth_mbit_s // unit for t in rows]
    costs = [t.yen_month * months + t.one_off_yen for t in rows]
    bulk = min(range(len(rows)), key=lambda i: (Fraction(costs[i], sizes[i]), -sizes[i], i))
    need = -(-required // unit)
    copies = _safe_copies(need, sizes, bulk)
    picked = [bulk] * copies + _cover(need - copies * sizes[bulk], sizes, costs)
    chosen = [rows[i] for i in sorted(picked)]
    return Combination(
        tuple(t.id for t in chosen),
        sum(t.bandwidth_mbit_s for t in chosen),
        sum(t.yen_month for t in chosen),
        sum(t.one_off_yen for t in chosen),
    )


def _safe_copies(need: int, sizes: Sequence[int], bulk: int) -> int:
    """Return how many modules of the best price per bandwidth some optimum surely holds.

    Of any ``sizes[bulk]`` other modules, some have sizes that add up to a multiple of
    ``sizes[bulk]`` (pigeonhole on the partial sums) and can be exchanged for bulk modules at no
    higher cost; so an optimum exists with fewer than ``sizes[bulk]`` others.
    """
    largest = max((s for i, s in enumerate(sizes) if i != bulk), default=0)
    others = (sizes[bulk] - 1) * largest
    return max(0, (need - others) // sizes[bulk])


def _cover(need: int, sizes: Sequence[int], costs: Sequence[int]) -> list[int]:
    """Return the indices of the cheapest cover of ``need`` units, fewest modules among equals."""
    best = [(0, 0)]
    last = [0]
    for left in range(1, need + 1):
        options = []
        for i, size in enumerate(sizes):
            cost, count = best[max(0, left - size)]
            options.append((cost + costs[i], count + 1, i))
        cost, count, i = min(options)
        best.append((cost, count))
        last.append(i)
    picked = []
    left = need
    while left > 0:
        picked.append(last[left])
        left = max(0, left - sizes[last[left]])
    return picked
