"""What the optimum is at every growth: a staircase, each step found exactly.

Lines that are cheapest at one growth stay cheapest up to the growth at which they are full: at
more growth nothing gets cheaper, and these still do. Just beyond it the next step is looked for.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from consolidation.redesign.leasing.bundle import Need
from consolidation.redesign.leasing.cuts import cheapest_by_cuts
from consolidation.redesign.leasing.lease import Leases, leased, needs_of
from consolidation.redesign.leasing.mesh import solved_mesh
from consolidation.redesign.leasing.model import Prices
from consolidation.redesign.leasing.states import Part, scaled
from consolidation.redesign.leasing.uses import capacities, fullest

CLOSE = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class Staircase:
    """The optimum by growth: ``steps`` are (growth beyond which it holds, cost), rising."""

    steps: tuple[tuple[Fraction, Fraction], ...]
    """The first holds from the low end on; where lines are just full there, for that growth only,
    and the second is at the low end, too."""
    end: Fraction
    """The growth up to which this was looked for: the high end, or where nothing carries more."""

    def from_(self, low: Fraction) -> "Staircase":
        """Return the part of it from a growth on; a step just there comes after it."""
        first = max((step for step in self.steps if step[0] < low), default=self.steps[0])
        rest = tuple(step for step in self.steps if step[0] >= low and step != first)
        return Staircase(((low, first[1]), *rest), self.end)


def staircase(leases: Leases, prices: Prices, low: Fraction, high: Fraction) -> Staircase | None:
    """Return the optimum over all growth factors from ``low`` to ``high``.

    Growth is a factor on the traffic of today. ``None`` where some optimum on the way is not
    proved, or there is none at ``low``.
    """
    turns = [(low, False, leases.left_out(prices))]
    end = high
    for part in leases.parts:
        before = Fraction(0)
        steps_of = _part_steps if part.is_bundle else _mesh_steps
        found = steps_of(leases, part, prices, low, high)
        if found is None:
            return None
        for number, (beyond, cost) in enumerate(found):
            if cost is None:
                end = min(end, beyond)
                break
            turns.append((beyond, number > 0, cost - before))
            before = cost
    total = Fraction(0)
    steps: dict[tuple[Fraction, bool], Fraction] = {}
    for beyond, after, rise in sorted(turns):
        total += rise
        steps[beyond, after] = total
    if end <= low:
        return None
    return Staircase(tuple((x, cost) for (x, _), cost in steps.items() if x < end), end)


def _part_steps(
    leases: Leases, part: Part, prices: Prices, low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction | None]] | None:
    """Return the steps of a part between two nodes; a cost of ``None``: nothing carries more."""
    growth = leases.network.growth
    today = [Need(0, need.wanted / growth, need.lost) for need in needs_of(part)]
    costs = tuple(tuple(prices.cost(own, t) for t in own.terms) for own in part.candidates)
    found: list[tuple[Fraction, Fraction | None]] = []
    beyond, strict = low, False
    while beyond < high or not found:
        needs = tuple(_grown(need, beyond, strict=strict) for need in today)
        best = leased(part, costs, needs)
        if best.cost is None:
            found.append((beyond, None))
            break
        if not found or found[-1][1] != best.cost:
            found.append((beyond, best.cost))
        room = [own.terms[best.picks[own.id]].capacity_kbit_s for own in part.candidates]
        limits = [
            sum(c for n, c in enumerate(room) if n not in need.lost) / need.wanted
            for need in today
            if need.wanted > 0
        ]
        if not limits:
            break
        beyond, strict = min(limits), True
    return found


def _mesh_steps(
    leases: Leases, part: Part, prices: Prices, low: Fraction, high: Fraction
) -> list[tuple[Fraction, Fraction | None]] | None:
    """Return the steps of another part; routes are programs, so where they are is to `CLOSE`."""
    costs = tuple(tuple(prices.cost(own, t) for t in own.terms) for own in part.candidates)
    found: list[tuple[Fraction, Fraction | None]] = []
    factor = beyond = low
    while beyond < high:
        grown = scaled(part, factor / leases.network.growth)
        best = cheapest_by_cuts(grown, costs) or solved_mesh(grown, costs, leases.limit_s)
        if best.impossible:
            found.append((beyond, None))
            break
        if not best.proved or best.cost is None:
            return None
        if not found or found[-1][1] != best.cost:
            found.append((beyond, best.cost))
        worst = fullest(grown, capacities(grown, best.picks))
        if not worst:
            break
        beyond = max(factor, factor / worst)
        factor = beyond * (1 + CLOSE)
    return found


def _grown(need: Need, factor: Fraction, *, strict: bool) -> Need:
    """Return a need at a growth, or just beyond it."""
    wanted = need.wanted * factor
    capacity = floor(wanted) + 1 if strict and wanted > 0 else -floor(-wanted)
    return Need(capacity, wanted, need.lost)
