"""What each line carries in every state, and how full it gets.

Lines side by side share traffic by their capacity. Where there are several ways, traffic is
routed so that the fullest line is as little full as can be (one linear program per state).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import pulp

from consolidation.errors import SolverTrouble
from consolidation.redesign.leasing.model import LineNetwork, Loss
from consolidation.redesign.leasing.states import Part, State, parts
from consolidation.solving.mip import solve
from consolidation.solving.status import Status
from consolidation.text import Text

LIMIT_S = 60.0
FINEST = 10**6
"""Loads found by a program are rounded to this part of a kbit/s."""


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
        for state in part.states
        if state.loss is None or state.lost & room.keys()
        for use in part_uses(part, state, room)
    )


def capacities(part: Part, picks: Mapping[str, int]) -> dict[str, int]:
    """Return the capacity in kbit/s of each candidate of a part that has any."""
    found = {own.id: own.terms[picks[own.id]].capacity_kbit_s for own in part.candidates}
    return {name: capacity for name, capacity in found.items() if capacity > 0}


def part_uses(part: Part, state: State, room: Mapping[str, int]) -> Iterator[Use]:
    """Yield the use of each line that is left in a state."""
    left = {name: capacity for name, capacity in room.items() if name not in state.lost}
    if part.is_bundle:
        total = sum(left.values())
        load = state.busiest
        for name, capacity in left.items():
            yield Use(state.loss, name, load * capacity / total, load / total)
        return
    loads = _routed(part, state, left)
    for name, capacity in left.items():
        yield Use(state.loss, name, loads[name], loads[name] / capacity)


def worst_share(part: Part, room: Mapping[str, int]) -> Fraction | None:
    """Return the highest share in any state; ``None`` where some traffic finds no line at all."""
    worst = Fraction(0)
    for state in part.states:
        found = [use.share for use in part_uses(part, state, room)]
        if state.busiest > 0 and not found:
            return None
        worst = max(worst, *found, Fraction(0))
    return worst


def _routed(part: Part, state: State, left: Mapping[str, int]) -> dict[str, Fraction]:
    most = dict.fromkeys(left, Fraction(0))
    for k in (0, 1):
        wishes = [(a, b, own[k]) for a, b, own in state.loads if own[k] > 0]
        if wishes:
            for name, load in _least_full(part, wishes, left).items():
                most[name] = max(most[name], load)
    return most


def _least_full(
    part: Part, wishes: list[tuple[str, str, Fraction]], left: Mapping[str, int]
) -> dict[str, Fraction]:
    """Return the load of each line where the fullest is least full; traffic by its target."""
    problem = pulp.LpProblem("routing", pulp.LpMinimize)
    unit = float(max(amount for _, _, amount in wishes))
    full = problem.add_variable("full", 0)
    problem.setObjective(full + 0)
    arcs = [
        (own.id, *ends)
        for own in part.candidates
        if own.id in left
        for ends in ((own.a, own.b), (own.b, own.a))
    ]
    flows: dict[tuple[int, int], pulp.LpVariable] = {}
    for t, target in enumerate(sorted({b for _, b, _ in wishes})):
        balance: dict[str, list[pulp.LpAffineExpression]] = {name: [] for name in part.nodes}
        for a, (_, tail, head) in enumerate(arcs):
            if tail == target:
                continue
            flows[t, a] = problem.add_variable(f"x_{t}_{a}", 0)
            balance[tail].append(1 * flows[t, a])
            balance[head].append(-1 * flows[t, a])
        for name, terms in balance.items():
            if name != target:
                sent = sum(float(own) for a, b, own in wishes if (a, b) == (name, target)) / unit
                problem.addConstraint(pulp.lpSum(terms) == sent)
    for a, (name, _, _) in enumerate(arcs):
        own = [flow for (_, at), flow in flows.items() if at == a]
        problem.addConstraint(pulp.lpSum(own) <= (left[name] / unit) * full)
    columns = list(flows.values())
    result = solve(problem, columns, time_limit_s=LIMIT_S)
    if result.status is not Status.OPTIMAL or result.values is None:
        raise SolverTrouble(
            Text(
                "契約した回線で通信の経路が求まらない",
                "no routes were found over the lines that are leased",
            )
        )
    loads: dict[str, Fraction] = dict.fromkeys(left, Fraction(0))
    by_arc: dict[int, float] = {}
    for (_, a), value in zip(flows, result.values, strict=True):
        by_arc[a] = by_arc.get(a, 0.0) + value
    for a, (name, _, _) in enumerate(arcs):
        load = Fraction(round(by_arc.get(a, 0.0) * unit * FINEST), FINEST)
        loads[name] = max(loads[name], load)
    return loads
