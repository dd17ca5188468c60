"""The cheapest lines of a network: part by part, each exactly or with a bound.

Parts between two nodes go to `bundle`, others to `mesh`, small ones first: each may take an even
share of the time that is left, so that what they do not need is the large ones'. `Leases` keeps
what is known of a network, so that it can be asked at many prices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from time import monotonic

from consolidation.redesign.leasing import words
from consolidation.redesign.leasing.blocks import unreachable
from consolidation.redesign.leasing.bundle import Need, cheapest_bundle
from consolidation.redesign.leasing.cuts import cheapest_by_cuts
from consolidation.redesign.leasing.hopeless import Most
from consolidation.redesign.leasing.latencies import slow_normally
from consolidation.redesign.leasing.mesh import cheapest_mesh
from consolidation.redesign.leasing.model import Candidate, Lease, LineNetwork, Prices, Term
from consolidation.redesign.leasing.states import Part, PartLease, most_of, parts
from consolidation.solving.status import Status
from consolidation.text import Text


@dataclass(frozen=True, slots=True)
class Picked:
    """Candidates with the term picked of each."""

    terms: tuple[tuple[Candidate, Term], ...]
    proved: bool
    """Whether nothing cheaper carries what they do."""


class Leases:
    """The leases of one network, at any prices."""

    def __init__(self, network: LineNetwork, limit_s: float) -> None:
        self.network = network
        self.limit_s = limit_s
        self.parts = parts(network)
        pairs = [(t.source, t.target) for t in network.traffic]
        self._leases: dict[tuple[object, ...], Lease] = {}
        self._apart = unreachable(network.candidates, pairs)
        self._slow = slow_normally(network)
        self._known: dict[tuple[int, tuple[tuple[Fraction, ...], ...]], PartLease] = {}

    def cheapest(self, prices: Prices) -> Lease:
        """Return the cheapest terms that carry all traffic, normally and after each loss."""
        key = (
            *(prices.weight, prices.install, prices.leave),
            *sorted(share for share in prices.carriers.items() if share[1] != 1),
            *sorted(prices.run_out.items()),
        )
        if key not in self._leases:
            self._leases[key] = self._cheapest(prices)
        return self._leases[key]

    def _cheapest(self, prices: Prices) -> Lease:
        if self._apart:
            return _no_way(self._apart[0])
        if self._slow:
            return _impossible(_too_slow(self._slow))
        found = self._all_parts(prices)
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

    def _all_parts(self, prices: Prices) -> list[PartLease]:
        """Return the cheapest terms of every part, the smallest found first."""
        order = sorted(range(len(self.parts)), key=lambda n: (_size(self.parts[n]), n))
        meshes = sum(not part.is_bundle for part in self.parts)
        left, found = self.limit_s, {}
        for number in order:
            begin = monotonic()
            found[number] = self._part(number, prices, left / max(meshes, 1))
            if not self.parts[number].is_bundle:
                left = max(0.0, left - (monotonic() - begin))
                meshes -= 1
        return [found[number] for number in range(len(self.parts))]

    def left_out(self, prices: Prices) -> Fraction:
        """Return what leaving the lines costs that must not be used."""
        costs = (prices.cost(own, own.terms[0]) for own in self.network.left_out)
        return sum(costs, Fraction(0))

    def part(self, number: int, prices: Prices) -> PartLease:
        """Return the cheapest terms of one part, found in its even share of the time."""
        meshes = sum(not part.is_bundle for part in self.parts)
        return self._part(number, prices, self.limit_s / max(meshes, 1))

    def picked(self, number: int | None, prices: Prices) -> Picked | None:
        """Return the cheapest terms of one part; ``None`` for the lines that must not be used."""
        if number is None:
            return Picked(tuple((own, own.terms[0]) for own in self.network.left_out), proved=True)
        best = self.part(number, prices)
        if best.cost is None:
            return None
        own = self.parts[number].candidates
        return Picked(tuple((c, c.terms[best.picks[c.id]]) for c in own), proved=best.proved)

    def _part(self, number: int, prices: Prices, limit_s: float) -> PartLease:
        part = self.parts[number]
        costs = tuple(tuple(prices.cost(own, t) for t in own.terms) for own in part.candidates)
        key = (number, costs)
        if key not in self._known:
            self._known[key] = _found(part, costs, limit_s)
        return self._known[key]


def _size(part: Part) -> tuple[int, int, int]:
    return len(part.nodes), len(part.candidates), len(part.states)


def _found(part: Part, costs: tuple[tuple[Fraction, ...], ...], limit_s: float) -> PartLease:
    if part.is_bundle:
        return leased(part, costs, needs_of(part))
    return cheapest_by_cuts(part, costs) or cheapest_mesh(part, costs, limit_s)


def needs_of(part: Part) -> tuple[Need, ...]:
    """Return what each state of a part between two nodes asks of its lines, in their order.

    What is in a hurry must fit on the quick ones: those that are too slow count as lost for it.
    """
    place = {own.id: n for n, own in enumerate(part.candidates)}
    found = []
    for state in part.states:
        lost = frozenset(place[name] for name in state.lost)
        for limit, busiest in state.asks:
            wanted = busiest / state.share
            slow = [
                n
                for n, own in enumerate(part.candidates)
                if limit is not None and own.latency > limit
            ]
            found.append(Need(ceil(wanted), wanted, lost.union(slow)))
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
    """Say in which state the most of everything is too little."""
    most = Most(part)
    state = next((own for own in part.states if not most.carries(own)), part.states[0])
    told, when = words.among(part.nodes), words.after(state.loss)
    if not part.is_bundle:
        return _impossible(
            Text(
                f"網の目をなす拠点 {told.ja} の間{when.ja}: 通信は、何を契約しても運べない",
                f"among {told.en}, whose lines form a mesh{when.en}: the traffic cannot be "
                "carried, whatever is leased",
            )
        )
    asked = [(ms, busiest, most_of(part, state, ms)) for ms, busiest in state.asks]
    limit, wanted, left = next((own for own in asked if own[2] < own[1]), asked[0])
    ja = "" if limit is None else f"{float(limit):g} ms以内の"
    en = "" if limit is None else f" within {float(limit):g} ms"
    a, b = map(words.at, part.nodes)
    return _impossible(
        Text(
            f"{a.ja} と {b.ja} の間{when.ja}: {ja}通信量 {float(wanted):,.0f} kbit/s に対し、"
            f"全て契約しても使えるのは {float(left):,.0f} kbit/s",
            f"between {a.en} and {b.en}{when.en}: {float(wanted):,.0f} kbit/s are to be carried"
            f"{en} and all that can be leased may carry {float(left):,.0f}",
        )
    )


def _too_slow(pairs: Sequence[tuple[str, str]]) -> Text:
    named = [tuple(map(words.at, pair)) for pair in pairs]
    return Text(
        "何を契約しても、遅延の上限以内の経路がない: "
        + "、".join(f"{a.ja}–{b.ja}" for a, b in named),
        "there is no way within the limit of latency, whatever is leased: "
        + ", ".join(f"{a.en}–{b.en}" for a, b in named),
    )


def _no_way(ends: tuple[str, str]) -> Lease:
    a, b = map(words.at, ends)
    return _impossible(
        Text(
            f"{a.ja} と {b.ja} の間の通信は、何を契約しても運べない",
            f"the traffic between {a.en} and {b.en} cannot be carried, whatever is leased",
        )
    )


def _impossible(culprit: Text) -> Lease:
    return Lease(status=Status.INFEASIBLE, cost=None, bound=Fraction(0), picks={}, culprit=culprit)
