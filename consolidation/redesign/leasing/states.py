"""What a part of a network must carry in each state: normally, and after each loss."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.redesign.leasing.blocks import Block, blocks
from consolidation.redesign.leasing.limits import within
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss

Slices = tuple[Fraction, Fraction]
"""kbit/s in office hours and at night."""
Limits = tuple[Fraction | None, ...]


Ends = tuple[str, str, Fraction | None]
"""Source, target, and the most latency of a way; ``None``: any."""


def _busiest(loads: Iterable[tuple[str, Slices]]) -> Fraction:
    """Return the most that comes from one node in one slice."""
    ways: dict[str, list[Fraction]] = {}
    for source, amounts in loads:
        own = ways.setdefault(source, [Fraction(0), Fraction(0)])
        for k, amount in enumerate(amounts):
            own[k] += amount
    return max((most for own in ways.values() for most in own), default=Fraction(0))


@dataclass(frozen=True, slots=True)
class State:
    """A state of a part: what is lost of it, and what is carried between which nodes."""

    loss: Loss | None
    """``None``: the normal state."""
    lost: frozenset[str]
    """Candidates of the part that are lost."""
    loads: tuple[tuple[str, str, Slices], ...]
    """Source, target and grown traffic, by both; traffic of lost nodes is not in it."""
    share: Fraction
    """Part of a line's capacity that may be used then."""
    limited: tuple[tuple[Ends, Slices], ...] = ()
    """The loads told apart by the most latency of their ways; empty where nothing is limited."""

    @property
    def busiest(self) -> Fraction:
        """The most that goes one way between two nodes, where there are only these two."""
        return _busiest((source, amounts) for source, _, amounts in self.loads)

    @property
    def asks(self) -> tuple[tuple[Fraction | None, Fraction], ...]:
        """What is the most that goes one way between two nodes on lines of so much latency.

        All of it (``None``) first, then what is in a hurry, by limit.
        """
        limits = sorted({limit for (_, _, limit), _ in self.limited if limit is not None})
        hurried = [
            _busiest((a, own) for (a, _, ms), own in self.limited if ms is not None and ms <= limit)
            for limit in limits
        ]
        return ((None, self.busiest), *zip(limits, hurried, strict=True))


@dataclass(frozen=True, slots=True)
class Flow:
    """Traffic of two nodes of the network, where it enters and leaves a part."""

    source: str
    target: str
    ends: frozenset[str]
    """The nodes it is between; it is not asked for once one of them is given up."""
    amounts: Slices
    limit: Fraction | None = None
    """The most latency of its way through the part; ``None``: any."""

    @property
    def way(self) -> Ends:
        """Between which nodes of the part it goes, and how quickly."""
        return self.source, self.target, self.limit


@dataclass(frozen=True, slots=True)
class Part:
    """A block with its states, the normal one first."""

    nodes: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    states: tuple[State, ...]
    flows: tuple[Flow, ...]
    """What the loads of the states are made of."""

    @property
    def is_bundle(self) -> bool:
        """Whether it is lines between two nodes; else it is a mesh."""
        return len(self.nodes) == len(("a", "b"))

    @property
    def is_limited(self) -> bool:
        """Whether some ways through it are too slow for some of its traffic."""
        return any(flow.limit is not None for flow in self.flows)


@dataclass(frozen=True, slots=True)
class PartLease:
    """The cheapest terms of one part; ``cost`` is ``None`` where nothing was found."""

    cost: Fraction | None
    bound: Fraction
    picks: Mapping[str, int]
    even: bool
    impossible: bool = False

    @property
    def proved(self) -> bool:
        """Whether nothing cheaper exists."""
        return self.cost == self.bound


def parts(network: LineNetwork) -> tuple[Part, ...]:
    """Return the parts of a network that can be leased one by one, in order of their nodes."""
    pairs = [(t.source, t.target) for t in network.traffic]
    found = blocks(network.candidates, pairs)
    if network.max_latency is None:
        return tuple(_part(network, block, (None,) * len(block.crossings)) for block in found)
    limited = within(found, pairs, network.max_latency)
    return tuple(_part(network, own.block, own.limits) for own in limited)


def _part(network: LineNetwork, block: Block, limits: Limits) -> Part:
    flows = tuple(_flows(network, block, limits))
    states = tuple(_states(network, block, flows))
    return Part(block.nodes, block.candidates, states, flows)


def after(network: LineNetwork, part: Part, loss: Loss, gone: frozenset[str]) -> State:
    """Return the state of a part after a loss with the traffic of some nodes given up."""
    lost = loss.candidates & {own.id for own in part.candidates}
    loads, limited = _loads(part.flows, gone), _limited(part.flows, gone)
    return State(loss, lost, loads, network.may_use(loss), limited)


def _flows(network: LineNetwork, block: Block, limits: Limits) -> Iterator[Flow]:
    for crossing, limit in zip(block.crossings, limits, strict=True):
        traffic = network.traffic[crossing.pair]
        yield Flow(
            crossing.source,
            crossing.target,
            frozenset((traffic.source, traffic.target)),
            (traffic.office_kbit_s * network.growth, traffic.night_kbit_s * network.growth),
            limit,
        )


def _states(network: LineNetwork, block: Block, flows: tuple[Flow, ...]) -> Iterator[State]:
    own = {candidate.id for candidate in block.candidates}
    ends = {end for flow in flows for end in flow.ends}
    normal, in_hurry = _loads(flows, frozenset()), _limited(flows, frozenset())
    yield State(None, frozenset(), normal, network.may_use(None), in_hurry)
    known: set[tuple[frozenset[str], object]] = set()
    for loss in network.losses:
        lost = loss.candidates & own
        if not lost:
            continue  # the part then carries no more than normally, over the same lines
        given_up = loss.nodes & ends
        loads = _loads(flows, loss.nodes) if given_up else normal
        limited = _limited(flows, loss.nodes) if given_up else in_hurry
        # the normal loads are not told apart number by number: there are many such losses
        key = lost, (loads, limited) if loads is not normal else None
        if key not in known:
            known.add(key)
            yield State(loss, lost, loads, network.may_use(loss), limited)


def _loads(flows: tuple[Flow, ...], gone: frozenset[str]) -> tuple[tuple[str, str, Slices], ...]:
    """Return what flows between nodes, but the traffic of nodes that are gone.

    Others' traffic still passes through these: a site that is given up may stand on the way of one
    that is not.
    """
    total: dict[tuple[str, str], Slices] = {}
    for flow in flows:
        if not gone & flow.ends:
            office, night = total.get((flow.source, flow.target), (Fraction(0), Fraction(0)))
            more = flow.amounts
            total[flow.source, flow.target] = office + more[0], night + more[1]
    return tuple((a, b, own) for (a, b), own in sorted(total.items()))


def _limited(flows: tuple[Flow, ...], gone: frozenset[str]) -> tuple[tuple[Ends, Slices], ...]:
    """Return the same by source, target and limit; nothing where there is no limit."""
    total: dict[Ends, Slices] = {}
    if any(flow.limit is not None for flow in flows):
        for flow in flows:
            if not gone & flow.ends:
                office, night = total.get(flow.way, (Fraction(0), Fraction(0)))
                total[flow.way] = office + flow.amounts[0], night + flow.amounts[1]
    return tuple(sorted(total.items(), key=lambda own: by_limit(own[0])))


def by_limit(way: Ends) -> tuple[str, str, bool, Fraction]:
    """Order by source, target and limit, what has none last."""
    source, target, limit = way
    return source, target, limit is None, limit or Fraction(0)


def most_of(part: Part, state: State, limit: Fraction | None) -> Fraction:
    """Return the most that lines between two nodes may carry in a state, within a limit."""
    left = (own for own in part.candidates if own.id not in state.lost)
    quick = (own for own in left if limit is None or own.latency <= limit)
    return sum(max(t.capacity_kbit_s for t in own.terms) for own in quick) * state.share


def scaled(part: Part, factor: Fraction) -> Part:
    """Return a part with all its traffic multiplied."""

    def times(amounts: Slices) -> Slices:
        return amounts[0] * factor, amounts[1] * factor

    return replace(
        part,
        states=tuple(
            replace(
                state,
                loads=tuple((a, b, times(own)) for a, b, own in state.loads),
                limited=tuple((way, times(own)) for way, own in state.limited),
            )
            for state in part.states
        ),
        flows=tuple(replace(flow, amounts=times(flow.amounts)) for flow in part.flows),
    )
