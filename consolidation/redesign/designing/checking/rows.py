"""The rows that recipes stand for: by the meaning of variables, of lengths, of groups of nodes."""

from collections.abc import Iterator
from heapq import heappop, heappush

from consolidation.redesign.designing.checking.limited import traffic_times_limited_distance
from consolidation.redesign.designing.checking.whole import Row, State, WholeProblem
from consolidation.redesign.designing.problem import Choice, Direction
from consolidation.redesign.designing.recipes import Metric, Spanning

Arc = tuple[int, int, int]
"""Tail, head and length."""


def given_rows(whole: WholeProblem) -> Iterator[Row]:
    """Yield what holds by the meaning of the variables, in a cheapest design at least.

    A link is opened once. More of a module than all traffic of a state can fill is needless, as
    no amount need use a link twice. Of explicit modules a link has one at most.
    """
    total = max((sum(amount for _, _, amount in s.demands) for s in whole.states), default=0)
    of_link: dict[int, list[int]] = {}
    for j, column in enumerate(whole.columns):
        of_link.setdefault(column.link, []).append(j)
    for link, opened in whole.opened.items():
        yield Row({opened: -1}, -1)
        for j in of_link.get(link, ()):
            yield Row({opened: -(-total // whole.columns[j].capacity), j: -1}, 0)
    if whole.problem.choice is Choice.EXPLICIT:
        for columns in of_link.values():
            yield Row(dict.fromkeys(columns, -1), -1)


def metric_row(whole: WholeProblem, recipe: Metric) -> Row | None:
    """Return what lengths show; ``None`` where the recipe makes no sense.

    Traffic times distance is at most traffic on links times their lengths, and that is at most
    capacity times length, with the routing cost for the part of the lengths that is its price.
    Distances are over ways that are not too slow.
    """
    state = whole.states[recipe.state]
    ways = 2 if whole.problem.direction is Direction.BIDIRECTED else 1
    if len(recipe.lengths) != ways * len(whole.ends) or min((0, *recipe.lengths)) < 0:
        return None
    if recipe.priced < 0 or (recipe.priced and not (whole.routing and state.is_normal)):
        return None
    arcs: list[tuple[int, int, int, int]] = []
    per_link = [0] * len(whole.ends)
    for link, (a, b) in enumerate(whole.ends):
        if link in state.down:
            continue
        own = recipe.lengths[ways * link : ways * (link + 1)]
        per_link[link] = sum(own)
        price = recipe.priced * whole.prices[link]
        arcs.append((a, b, own[0] + price, whole.latency[link]))
        if whole.problem.direction is not Direction.DIRECTED:
            arcs.append((b, a, own[-1] + price, whole.latency[link]))
    factors = {j: per_link[c.link] * c.capacity for j, c in enumerate(whole.columns)}
    if recipe.priced:
        factors[whole.routing[state.slice]] = recipe.priced
    there = sum(length * own for length, own in zip(per_link, whole.installed, strict=True))
    if whole.has_limits:
        return Row(factors, traffic_times_limited_distance(state, arcs) - there)
    return Row(factors, _traffic_times_distance(state, [arc[:3] for arc in arcs]) - there)


def _traffic_times_distance(state: State, arcs: list[Arc]) -> int:
    """Return the sum over demands; what has no way counts nothing, which only weakens a row."""
    part = _together(arcs)
    ahead: dict[int, list[tuple[int, int]]] = {}
    for tail, head, length in arcs:
        if part[tail] != part[head]:
            ahead.setdefault(part[tail], []).append((part[head], length))
    far: dict[int, dict[int, int]] = {}
    needed = 0
    for source, target, amount in state.demands:
        if source in part and target in part and part[source] != part[target]:
            if part[source] not in far:
                far[part[source]] = _distances(ahead, part[source])
            needed += amount * far[part[source]].get(part[target], 0)
    return needed


def _together(arcs: list[Arc]) -> dict[int, int]:
    """Return a number per node, the same where no length keeps nodes apart, there or back.

    Over a cut this leaves two nodes, between which distances are soon found.
    """
    free = {(tail, head) for tail, head, length in arcs if not length}
    near: dict[int, list[int]] = {tail: [] for tail, _, _ in arcs}
    near |= {head: [] for _, head, _ in arcs}
    for tail, head in free:
        if (head, tail) in free:
            near[tail].append(head)
    found: dict[int, int] = {}
    for node in near:
        todo = [] if node in found else [node]
        while todo:
            other = todo.pop()
            if other not in found:
                found[other] = node
                todo += near[other]
    return found


def _distances(ahead: dict[int, list[tuple[int, int]]], source: int) -> dict[int, int]:
    """Return the distance of every node that can be reached."""
    found: dict[int, int] = {}
    reached = [(0, source)]
    while reached:
        distance, node = heappop(reached)
        if node in found:
            continue
        found[node] = distance
        for head, length in ahead.get(node, ()):
            if head not in found:
                heappush(reached, (distance + length, head))
    return found


def crossing(whole: WholeProblem, state: State, groups: tuple[int, ...]) -> dict[int, set[int]]:
    """Return the two groups that each link joins that is up and joins two."""
    found = {}
    for link, (a, b) in enumerate(whole.ends):
        if link not in state.down and groups[a] != groups[b]:
            found[link] = {groups[a], groups[b]}
    return found


def spanning_row(whole: WholeProblem, recipe: Spanning) -> Row | None:
    """Return how many modules hold groups together; ``None`` where the recipe makes no sense.

    Links in use are edges between groups: as many as groups less parts of what demands join.
    """
    if len(recipe.groups) != len(whole.nodes):
        return None
    state = whole.states[recipe.state]
    links = crossing(whole, state, recipe.groups)
    if any(whole.installed[link] for link in links):
        return None
    parts = [{group} for group in set(recipe.groups)]
    num_groups = len(parts)
    for source, target, _ in state.demands:
        ends = {recipe.groups[source], recipe.groups[target]}
        apart = [part for part in parts if not part & ends]
        parts = [*apart, set().union(*(part for part in parts if part & ends))]
    factors = {}
    for j, column in enumerate(whole.columns):
        if column.link not in links:
            continue
        if recipe.opened and column.link in whole.opened:
            factors[whole.opened[column.link]] = 1
        elif whole.has_whole_modules:
            factors[j] = 1
        else:  # a part of a module is in use as well
            return None
    return Row(factors, num_groups - len(parts))
