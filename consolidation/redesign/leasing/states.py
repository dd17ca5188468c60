"""What a part of a network must carry in each state: normally, and after each loss."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from consolidation.redesign.leasing.blocks import Block, blocks
from consolidation.redesign.leasing.model import Candidate, LineNetwork, Loss

Slices = tuple[Fraction, Fraction]
"""kbit/s in office hours and at night."""


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

    @property
    def busiest(self) -> Fraction:
        """The most that goes one way between two nodes, where there are only these two."""
        ways: dict[str, list[Fraction]] = {}
        for source, _, amounts in self.loads:
            own = ways.setdefault(source, [Fraction(0), Fraction(0)])
            for k, amount in enumerate(amounts):
                own[k] += amount
        return max((most for own in ways.values() for most in own), default=Fraction(0))


@dataclass(frozen=True, slots=True)
class Flow:
    """Traffic of two nodes of the network, where it enters and leaves a part."""

    source: str
    target: str
    ends: frozenset[str]
    """The nodes it is between; it is not asked for once one of them is given up."""
    amounts: Slices


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
    return tuple(_part(network, block) for block in blocks(network.candidates, pairs))


def _part(network: LineNetwork, block: Block) -> Part:
    flows = tuple(_flows(network, block))
    states = tuple(_states(network, block, flows))
    return Part(block.nodes, block.candidates, states, flows)


def _flows(network: LineNetwork, block: Block) -> Iterator[Flow]:
    for crossing in block.crossings:
        traffic = network.traffic[crossing.pair]
        yield Flow(
            crossing.source,
            crossing.target,
            frozenset((traffic.source, traffic.target)),
            (traffic.office_kbit_s * network.growth, traffic.night_kbit_s * network.growth),
        )


def _states(network: LineNetwork, block: Block, flows: tuple[Flow, ...]) -> Iterator[State]:
    own = {candidate.id for candidate in block.candidates}
    ends = {end for flow in flows for end in flow.ends}
    normal = _loads(flows, frozenset())
    yield State(None, frozenset(), normal, network.may_use(None))
    known: set[tuple[frozenset[str], object]] = set()
    for loss in network.losses:
        lost = loss.candidates & own
        if not lost:
            continue  # the part then carries no more than normally, over the same lines
        loads = _loads(flows, loss.nodes) if loss.nodes & ends else normal
        # the normal loads are not told apart number by number: there are many such losses
        key = lost, loads if loads is not normal else None
        if key not in known:
            known.add(key)
            yield State(loss, lost, loads, network.may_use(loss))


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


def scaled(part: Part, factor: Fraction) -> Part:
    """Return a part with all its traffic multiplied."""

    def times(amounts: Slices) -> Slices:
        return amounts[0] * factor, amounts[1] * factor

    return replace(
        part,
        states=tuple(
            replace(state, loads=tuple((a, b, times(own)) for a, b, own in state.loads))
            for state in part.states
        ),
        flows=tuple(replace(flow, amounts=times(flow.amounts)) for flow in part.flows),
    )
