"""Why nothing carries the demands: the state and the cut at fault."""

import numpy as np

from consolidation.redesign.designing.inequalities import Variables, Whole, distances
from consolidation.redesign.designing.network import State
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.routing import Routes
from consolidation.solving.deadline import Deadline
from consolidation.text import Text

MOST_NAMES = 6


def culprit(problem: DesignProblem, routing: Routes, deadline: Deadline) -> Text | None:
    """Return why the most that can be bought does not carry the demands; ``None`` if it does.

    A state that the time leaves unchecked counts as carried.
    """
    variables = routing.variables
    net = variables.net
    capacities = np.array(net.installed, float)
    plenty = 2.0 * max((sum(state.demands) for state in net.states), default=0) + 1.0
    for column in net.columns:
        most = net.installed[column.link] + column.capacity if net.single else plenty
        capacities[column.link] = max(capacities[column.link], most)
    for number, state in enumerate(net.states):
        if state.failure is not None and routing.goes_on(number):
            continue
        try:
            _, lengths = routing.violated(number, capacities, deadline.left_s)
        except TimeoutError:
            return None
        if lengths is not None:
            return _told(problem, variables, number, lengths)
    return None


def _told(problem: DesignProblem, variables: Variables, number: int, lengths: Whole) -> Text:
    net, state = variables.net, variables.net.states[number]
    when = _when(problem, state)
    slow = variables.ways.without(state.demands, state.down) if net.is_limited else None
    if slow is not None:
        slow_ends = " - ".join(problem.nodes[node] for node in net.pairs[slow])
        return Text(
            f"{when.ja}、{slow_ends} には、何を買っても遅延の上限以内の経路がない",
            f"{when.en} there is no way {slow_ends} within its limit of latency, whatever "
            "is bought",
        )
    far = distances(variables, state, lengths)
    (a, b), _ = max(
        (
            (pair, amount * far[pair])
            for pair, amount in zip(net.pairs, state.demands, strict=True)
            if amount
        ),
        key=lambda entry: entry[1],
    )
    ends = f"{problem.nodes[a]} - {problem.nodes[b]}"
    if net.is_limited:
        return Text(
            f"{when.ja}、買えるだけ買っても、{ends} などの通信を遅延の上限以内で運べない",
            f"{when.en} the most that can be bought does not carry the traffic {ends} and other "
            "traffic within the limits of latency",
        )
    near = [problem.nodes[i] for i in np.flatnonzero(far[a] == 0)]
    names = ", ".join(near[:MOST_NAMES]) + (" ..." if len(near) > MOST_NAMES else "")
    return Text(
        f"{when.ja}、買えるだけ買っても {ends} の通信を運べない。足りないのは {{{names}}} から"
        "外へ出る回線である",
        f"{when.en} the most that can be bought does not carry the traffic {ends}: too little "
        f"leads out of {{{names}}}",
    )


def _when(problem: DesignProblem, state: State) -> Text:
    """Say which state it is."""
    if state.failure is None:
        when = Text("平常時", "in the normal state")
    else:
        failure = problem.failures[state.failure].id
        when = Text(f"{failure} の故障時", f"after the failure of {failure}")
    if len(problem.slices) > 1:
        name = problem.slices[state.slice]
        when = Text(f"{name}の{when.ja}", f"{when.en} ({name})")
    return when
