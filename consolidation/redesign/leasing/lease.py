"""The cheapest lines of a network: part by part, each exactly or with a bound.

Parts between two nodes go to `bundle`, others to `mesh`. `Leases` keeps what is known of a
network, so that it can be asked at many prices.
"""

from dataclasses import replace
from fractions import Fraction
from math import ceil, lcm

from consolidation.redesign.leasing.blocks import unreachable
from consolidation.redesign.leasing.bundle import Need, cheapest_bundle
from consolidation.redesign.leasing.cuts import cheapest_by_cuts
from consolidation.redesign.leasing.mesh import cheapest_mesh
from consolidation.redesign.leasing.model import Lease, LineNetwork, Prices
from consolidation.redesign.leasing.states import Part, PartLease, parts
from consolidation.solving.status import Status
from consolidation.text import Text


class Leases:
    """The leases of one network, at any prices."""

    def __init__(self, network: LineNetwork, limit_s: float) -> None:
        self.network = network
        self.limit_s = limit_s
        self.parts = parts(network)
        pairs = [(t.source, t.target) for t in network.traffic]
        self._leases: dict[tuple[object, ...], Lease] = {}
        self._apart = unreachable(network.candidates, pairs)
        self._known: dict[tuple[int, tuple[tuple[Fraction, ...], ...]], PartLease] = {}

    def cheapest(self, prices: Prices) -> Lease:
        """Return the cheapest terms that carry all traffic, normally and after each loss."""
        key = (
            *(prices.weight, prices.install, prices.leave),
            *sorted(share for share in prices.carriers.items() if share[1] != 1),
        )
        if key not in self._leases:
            self._leases[key] = self._cheapest(prices)
        return self._leases[key]

    def _cheapest(self, prices: Prices) -> Lease:
        if self._apart:
            return _impossible(self._apart[0])
        found = [self.part(number, prices) for number in range(len(self.parts))]
        for part, own in zip(self.parts, found, strict=True):
            if own.impossible:
                return _too_little(part)
        picks = {name: place for own in found for name, place in own.picks.items()}
        picks |= {own.id: 0 for own in self.network.left_out}
        left = self.left_out(prices)
        bound = sum((own.bound for own in found), left)
        costs = [own.cost for own in found]
        if any(cost is None for cost in costs):
            return Lease(status=Status.UNKNOWN, cost=None, bound=bound, picks={})
        total = sum((cost for cost in costs if cost is not None), left)
        return Lease(
            status=Status.OPTIMAL if total == bound else Status.FEASIBLE,
            cost=total,
            bound=bound,
            picks=picks,
            even=all(own.even for own in found),
        )

    def left_out(self, prices: Prices) -> Fraction:
        """Return what leaving the lines costs that must not be used."""
        costs = (prices.cost(own, own.terms[0]) for own in self.network.left_out)
        return sum(costs, Fraction(0))

    def part(self, number: int, prices: Prices) -> PartLease:
        """Return the cheapest terms of one part."""
        part = self.parts[number]
        costs = tuple(tuple(prices.cost(own, t) for t in own.terms) for own in part.candidates)
        key = (number, costs)
        if key not in self._known:
            self._known[key] = self._found(part, costs)
        return self._known[key]

    def _found(self, part: Part, costs: tuple[tuple[Fraction, ...], ...]) -> PartLease:
        if not part.is_bundle:
            meshed = sum(not own.is_bundle for own in self.parts)
            return cheapest_by_cuts(part, costs) or cheapest_mesh(
                part, costs, self.limit_s / meshed
            )
        return leased(part, costs, needs_of(part))


def needs_of(part: Part) -> tuple[Need, ...]:
    """Return what each state of a part between two nodes asks of its lines, in their order."""
    place = {own.id: n for n, own in enumerate(part.candidates)}
    found = []
    for state in part.states:
        wanted = state.busiest / state.share
        lost = frozenset(place[name] for name in state.lost)
        found.append(Need(ceil(wanted), wanted, lost))
    return tuple(found)


def leased(
    part: Part, costs: tuple[tuple[Fraction, ...], ...], needs: tuple[Need, ...]
) -> PartLease:
    """Return the cheapest terms of a part between two nodes; the same for all it is."""
    scale = lcm(*(cost.denominator for own in costs for cost in own))
    lines = [
        [(t.capacity_kbit_s, int(cost * scale)) for t, cost in zip(own.terms, row, strict=True)]
        for own, row in zip(part.candidates, costs, strict=True)
    ]
    best = cheapest_bundle(lines, needs)
    if best is None:
        return PartLease(None, Fraction(0), {}, even=True, impossible=True)
    cost = Fraction(best.cost, scale)
    picks = {own.id: n for own, n in zip(part.candidates, best.picks, strict=True)}
    return PartLease(cost, cost, picks, even=True)


def _too_little(part: Part) -> Lease:
    """Say in which state the most of everything between two sites is too little."""
    if not part.is_bundle:
        return _impossible((part.nodes[0], part.nodes[-1]))
    for state in part.states:
        left = (own for own in part.candidates if own.id not in state.lost)
        most = sum(max(t.capacity_kbit_s for t in own.terms) for own in left) * state.share
        if most < state.busiest:
            a, b = part.nodes
            after = "" if state.loss is None else f" ({state.loss.kind} {state.loss.id})"
            culprit = Text(
                f"{a} と {b} の間{after}: 通信量 {float(state.busiest):,.0f} kbit/s に対し、全て"
                f"契約しても使えるのは {float(most):,.0f} kbit/s",
                f"between {a} and {b}{after}: {float(state.busiest):,.0f} kbit/s are to be carried "
                f"and all that can be leased may carry {float(most):,.0f}",
            )
            return replace(_impossible((a, b)), culprit=culprit)
    return _impossible((part.nodes[0], part.nodes[-1]))


def _impossible(ends: tuple[str, str]) -> Lease:
    a, b = ends
    culprit = Text(
        f"{a} と {b} の間の通信は、何を契約しても運べない",
        f"the traffic between {a} and {b} cannot be carried, whatever is leased",
    )
    return Lease(status=Status.INFEASIBLE, cost=None, bound=Fraction(0), picks={}, culprit=culprit)
