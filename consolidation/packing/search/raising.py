"""Raise the bound of a lot: the host-mix program, column generation, the whole program."""

from dataclasses import replace

from consolidation.packing.bounding.cover import cover_rows
from consolidation.packing.bounding.host_mix import cheapest, mix_model, price_step
from consolidation.packing.columns.closing import TIGHT, close_gap, dearer_row
from consolidation.packing.columns.diving import dive
from consolidation.packing.columns.generation import Generation, Linear
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.mix import Limit
from consolidation.packing.placing.assignment import assign_all
from consolidation.packing.search.efforts import Effort
from consolidation.packing.search.state import (
    Search,
    contradiction,
    improve,
    improve_part,
    own_cost,
)
from consolidation.solving.status import Status

LEAST_S = 1.0
"""Time that the first bound gets even when the deadline has passed."""


def begin(state: Search, effort: Effort) -> None:
    """Do what an effort does once for each compartment: column generation, the whole program."""
    if effort.all_rows:
        for rows, part in zip(state.rows, state.lot.compartments, strict=True):
            rows[:] = cover_rows(part)
        raise_bound(state)
    for index, part in enumerate(state.lot.compartments):
        if not state.over and len(part.types) <= effort.types_generated(part.num_guests):
            _generate(state, index, effort)
    if effort.whole_nodes and not state.over:
        _whole(state, effort)


def generation_of(state: Search, index: int) -> Generation:
    """Return the generation of a compartment, made when first asked for."""
    if index not in state.generations:
        part = state.lot.compartments[index]
        state.generations[index] = Generation(part, state.deadline)
        if state.filled:
            state.generations[index].add_packing(state.filled[index])
    return state.generations[index]


def _generate(state: Search, index: int, effort: Effort) -> None:
    """Bound a compartment by column generation and look for a cheaper packing of it."""
    part = state.lot.compartments[index]
    generation = generation_of(state, index)
    stock = dict(state.lot.stock)
    limits = [float(stock.get(s.option.id, part.num_guests)) for s in part.settings]
    generation.ask(part.arrays.num, limits)
    if effort.tries and state.filled:
        _close_gap(state, index, None, effort.tries)
    linear = None if state.over else generation.converge(_alone(state, index), quick=True)
    if linear is not None and linear.row is None and not state.over:
        if state.filled and not linear.converged:  # a packing first, the slow proof after it
            _dives(state, index, linear, replace(effort, dives=1, failures=0))
        if not state.over:
            linear = generation.converge(_alone(state, index))
    if linear is None:
        return
    if linear.row is not None:
        state.rows[index].append(linear.row)
        raise_bound(state)
    elif linear.shown > _alone(state, index):
        state.rows[index].append(dearer_row(part, linear.shown - generation.pricer.step))
        raise_bound(state)
    if not state.filled or state.over:
        return
    tight = _alone(state, index) - linear.answer.value < TIGHT * generation.dearest
    if tight and effort.tries:
        _close_gap(state, index, linear, effort.tries)
    _dives(state, index, linear, effort)
    if effort.loose_tries and not tight and not state.over:
        _close_gap(state, index, linear, effort.loose_tries)


def _dives(state: Search, index: int, linear: Linear, effort: Effort) -> None:
    """Dive for cheaper and cheaper packings of a compartment, from several beginnings."""
    part, attempt = state.lot.compartments[index], 0
    while attempt < effort.dives and not state.over:
        own = own_cost(part, state.filled[index])
        better = dive(state.generations[index], linear.answer, own, effort.failures, attempt)
        if better is None or not improve_part(state, index, better, "diving"):
            attempt += 1


def _close_gap(state: Search, index: int, linear: Linear | None, tries: int) -> None:
    """Choose from all fillings that a packing at the bound of a compartment can use."""
    part, lower = state.lot.compartments[index], _alone(state, index)
    answer = None if linear is None else linear.answer
    closed = close_gap(state.generations[index], answer, lower, tries)
    if closed.filled is not None:
        improve_part(state, index, closed.filled, "listing")
    elif closed.impossible:
        state.rows[index].append(dearer_row(part, lower))
        raise_bound(state)


def _alone(state: Search, index: int) -> int:
    """Return a proved bound on one compartment by itself."""
    part = state.lot.compartments[index]
    lot = Lot(
        clusters=(part.cluster,),
        compartments=(part,),
        options=state.lot.cluster_options[part.cluster],
        spares=(),
        stock=state.lot.stock,
        objective=state.lot.objective,
    )
    limits = [Limit(0, limit.hosts) for limit in state.limits if limit.compartment == index]
    return cheapest(mix_model(lot, [state.rows[index]], limits), state.deadline.left_s)[1]


def _whole(state: Search, effort: Effort) -> None:
    """Ask the program over the whole lot, if it is small enough."""
    most = [_most_hosts(state, part) for part in state.lot.compartments]
    size = sum(
        len(part.types) * sum(own) for part, own in zip(state.lot.compartments, most, strict=True)
    )
    if size > effort.whole_pairs:
        return
    limit_s = state.deadline.left_s * effort.share
    answer = assign_all(state.lot, state.rows, most, limit_s, effort.whole_nodes)
    if answer.filled is not None:
        improve(state, answer.filled, "assignment")
    if answer.status is Status.INFEASIBLE:
        if state.mix is not None:
            raise contradiction()
        state.impossible = True
    elif answer.bound is not None:
        lower = _up(answer.bound) * price_step(state.lot)
        if lower > state.lower:
            state.lower, state.bound_by = lower, "assignment"


def _up(bound: float) -> int:
    """Round a solver's bound up to whole steps, less what its arithmetic may be wrong by."""
    return -int(-(bound - 1e-4 - 1e-9 * abs(bound)) // 1)


def _most_hosts(state: Search, part: Compartment) -> list[int]:
    """Return how many hosts of each setting a better packing could use."""
    stock = dict(state.lot.stock)
    most = []
    for s, setting in enumerate(part.settings):
        taking = sum(kind.num for kind, its in zip(part.types, part.homes, strict=True) if s in its)
        num = min(taking, stock.get(setting.option.id, taking))
        if state.upper is not None and setting.price_yen:
            num = min(num, state.upper // setting.price_yen)
        most.append(num)
    return most


def raise_bound(state: Search) -> None:
    """Solve the host-mix program over all rows proved so far."""
    news = (len(state.limits), sum(len(rows) for rows in state.rows))
    if state.num_bounded == news:
        return
    first = state.num_bounded[0] < 0
    model = mix_model(state.lot, state.rows, state.limits)
    limit_s = max(LEAST_S, state.deadline.left_s) if first else state.deadline.left_s
    status, lower = cheapest(model, limit_s)
    state.num_bounded = news
    if status is Status.INFEASIBLE:
        if state.mix is not None:
            raise contradiction()
        state.impossible = True
    elif lower > state.lower:
        state.lower, state.bound_by = lower, state.shown_by
