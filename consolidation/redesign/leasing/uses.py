"""What each line carries in every state, and how full it gets.

Lines side by side share traffic by their capacity, what is in a hurry the quick ones alone. Where
there are several ways, traffic is routed so that the fullest line is as little full as can be (one
linear program per state).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from consolidation.redesign.leasing.least_full import LeastFull
from consolidation.redesign.leasing.limited_full import LimitedFull, NoWay, shared
from consolidation.redesign.leasing.model import LineNetwork, Loss
from consolidation.redesign.leasing.states import Part, State, parts


@dataclass(frozen=True, slots=True)
class Use:
    """What a line carries in a state: in the busier direction of the busier slice."""

    loss: Loss | None
    candidate: str
    load_kbit_s: Fraction
    share: Fraction
    """Of its capacity; over 1 where what is leased does not do."""


def uses(network: LineNetwork, picks: Mapping[str, int]) -> tuple[Use, ...]:
    """Return the use of every line in every state of its part, the normal state first.

    The loss of lines that are not leased is no state of its own.
    """
    return tuple(
        use
        for part in parts(network)
        for room in (capacities(part, picks),)
        for of_part in (PartUses(part, room),)
        for state in part.states
        if state.loss is None or state.lost & room.keys()
        for use in of_part.of(state, tidy=True)
    )


def capacities(part: Part, picks: Mapping[str, int]) -> dict[str, int]:
    """Return the capacity in kbit/s of each candidate of a part that has any."""
    found = {own.id: own.terms[picks[own.id]].capacity_kbit_s for own in part.candidates}
    return {name: capacity for name, capacity in found.items() if capacity > 0}


class PartUses:
    """How full the lines of a part get, whatever is lost."""

    def __init__(self, part: Part, room: Mapping[str, int]) -> None:
        self._part = part
        self._room = room
        self._routes: tuple[LeastFull | LimitedFull, ...] = ()
        if not part.is_bundle:
            kind = LimitedFull if part.is_limited else LeastFull
            self._routes = tuple(
                kind(part, room, number)
                for number in (0, 1)
                if any(flow.amounts[number] > 0 for flow in part.flows)
            )

    def of(self, state: State, *, tidy: bool = False) -> Iterator[Use]:
        """Yield the use of each line that is left in a state; ``tidy``: over short ways."""
        left = {name: own for name, own in self._room.items() if name not in state.lost}
        if self._part.is_bundle and state.limited:
            yield from self._side_by_side(state, left)
            return
        if self._part.is_bundle:
            total = sum(left.values())
            load = state.busiest
            for name, capacity in left.items():
                yield Use(state.loss, name, load * capacity / total, load / total)
            return
        slices = [routes.loads(state, tidy=tidy) for routes in self._routes]
        for name, capacity in left.items():
            load = max((loads[name] for loads in slices), default=Fraction(0))
            yield Use(state.loss, name, load, load / capacity)

    def _side_by_side(self, state: State, left: Mapping[str, int]) -> Iterator[Use]:
        """Yield the use of parallel lines, some of which are too slow for some traffic."""
        latency = {own.id: own.latency for own in self._part.candidates}
        lines = [(name, size, latency[name]) for name, size in left.items()]
        most = dict.fromkeys(left, Fraction(0))
        for source in self._part.nodes:
            for number in (0, 1):
                wanted: dict[Fraction | None, Fraction] = {}
                for (start, _, limit), amounts in state.limited:
                    if start == source:
                        wanted[limit] = wanted.get(limit, Fraction(0)) + amounts[number]
                for name, load in shared(lines, wanted).items():
                    most[name] = max(most[name], load)
        for name, load in most.items():
            yield Use(state.loss, name, load, load / left[name])


def fullest(part: Part, room: Mapping[str, int]) -> Fraction | None:
    """Return the highest utilisation in any state, as a part of what may be used then.

    ``None`` where some traffic finds no line at all, or none that is quick enough.
    """
    try:
        return _fullest(part, room)
    except NoWay:
        return None


def _fullest(part: Part, room: Mapping[str, int]) -> Fraction | None:
    worst = Fraction(0)
    of_part = PartUses(part, room)
    normal = part.states[0]
    for state in part.states:
        is_idle = state.loss is not None and not state.lost & room.keys()
        if is_idle and state.share >= normal.share:
            continue  # no line can be fuller than normally
        found = [use.share for use in of_part.of(state)]
        if state.busiest > 0 and not found:
            return None
        worst = max(worst, *(share / state.share for share in found), Fraction(0))
    return worst
