"""Why nothing carries the demands: the state and the cut at fault."""

import numpy as np

from consolidation.redesign.designing.inequalities import Variables, Whole, distances
from consolidation.redesign.designing.problem import DesignProblem
from consolidation.redesign.designing.routing import Routing
from consolidation.solving.deadline import Deadline
from consolidation.text import Text

MOST_NAMES = 6


def culprit(problem: DesignProblem, routing: Routing, deadline: Deadline) -> Text | None:
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
    far = distances(variables, state, lengths)
    (a, b), _ = max(
        (
            (pair, amount * far[pair])
            for pair, amount in zip(net.pairs, state.demands, strict=True)
            if amount
        ),
        key=lambda entry: entry[1],
    )
    near = [problem.nodes[i] for i in np.flatnonzero(far[a] == 0)]
    names = ", ".join(near[:MOST_NAMES]) + (" ..." if len(near) > MOST_NAMES else "")
    ends = f"{problem.nodes[a]} - {problem.nodes[b]}"
    if state.failure is None:
        when = Text("平常時", "in the normal state")
    else:
        failure = problem.failures[state.failure].id
        when = Text(f"{failure} の故障時", f"after the failure of {failure}")
    if len(problem.slices) > 1:
        name = problem.slices[state.slice]
        when = Text(f"{name}の{when.ja}", f"{when.en} ({name})")
    return Text(
        f"{when.ja}、買えるだけ買っても {ends} の通信を運べない。足りないのは {{{names}}} から"
        "外へ出る回線である",
        f"{when.en} the most that can be bought does not carry the traffic {ends}: too little "
        f"leads out of {{{names}}}",
    )
