"""The program over a whole lot once more, at no worse a first objective: for the second solve.

`packing.assignment.whole_model` with one row that keeps the first objective, and for guests that
should stay where they are their moves as objective.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

import pulp

from consolidation.packing.bounding.cover import CoverRow
from consolidation.packing.bounding.host_mix import SAFETY, MixModel
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts
from consolidation.packing.placing.assignment import AssignmentModel, assignment_model, whole_model
from consolidation.solving.deadline import Deadline
from consolidation.solving.mip import MipResult, solve
from consolidation.solving.status import Status

Named = Iterator[tuple[str, pulp.LpConstraint]]
Moves = Sequence[Sequence[Sequence[int]]]
"""Guests that move per bundle, by compartment, type and setting."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program of the second solve says."""

    impossible: bool
    """Whether it is proved that there is no such packing."""
    bound: int
    """No such packing has fewer moves; 0 where moves do not count."""
    filled: tuple[Filled, ...] | None
    """A packing, not yet counted anew."""
    spares: tuple[Counts, ...] | None = None
    """Its spares, where the program speaks of them."""


NOTHING = Answer(impossible=False, bound=0, filled=None)
"""What is said where the time would not even do to write the program down."""

PAIRS_PER_S = 4_000
"""Pairs of type and host of which a program is made ready per second, at least."""


def within(model: MixModel, most: int) -> Named:
    """Price of hosts, spares and placements <= what the first solve left, in steps of price.

    Divided by the largest factor.
    """
    price = model.price()
    whole = max((1.0, *(abs(float(factor)) for factor in price.values())))
    yield "within", price * (1 / whole) <= most // model.price_step() / whole


def fewer(parts: Sequence[AssignmentModel], moves: Moves, best: int) -> Named:
    """Sum over types g and hosts h of moves[g, h] * x[g, h] <= best known - 1."""
    yield "fewer", num_moves(parts, moves) <= best - 1


def num_moves(parts: Sequence[AssignmentModel], moves: Moves) -> pulp.LpAffineExpression:
    """Return the sum over types g and hosts h of moves[g, h] * x[g, h]."""
    return pulp.lpSum(
        own[g][part.hosts[h]] * x
        for part, own in zip(parts, moves, strict=True)
        for (g, h), x in part.on.items()
        if own[g][part.hosts[h]]
    )


def most_hosts(lot: Lot, most: int) -> list[list[int]]:
    """Return how many hosts of each compartment and setting a packing of that value could use."""
    stock = dict(lot.stock)
    return [
        [
            min(
                sum(kind.num for kind, its in zip(part.types, part.homes, strict=True) if s in its),
                stock.get(setting.option.id, part.num_guests),
                most // setting.price_yen if setting.price_yen else part.num_guests,
            )
            for s, setting in enumerate(part.settings)
        ]
        for part in lot.compartments
    ]


def num_pairs(lot: Lot, hosts: Sequence[Sequence[int]]) -> int:
    """Return how many pairs of type and host the program would look at."""
    return sum(len(p.types) * sum(own) for p, own in zip(lot.compartments, hosts, strict=True))


def whole(
    lot: Lot,
    rows: Sequence[Sequence[CoverRow]],
    hosts: Sequence[Sequence[int]],
    most: int,
    aim: tuple[Moves, int] | None,
    deadline: Deadline,
    max_nodes: int,
) -> Answer:
    """Pack a whole lot at no more than ``most``.

    With an aim (moves, best known) look for the packing of fewest moves, fewer than known; without
    one for any packing. Raises ``KeyboardInterrupt`` when Ctrl-C ended the run.
    """
    began_s = deadline.left_s
    if began_s * PAIRS_PER_S < num_pairs(lot, hosts):
        return NOTHING
    model, parts = whole_model(lot, rows, hosts)
    families: list[Named] = [within(model, most)]
    objective = pulp.LpAffineExpression()
    if aim is not None:
        families.append(fewer(parts, *aim))
        objective = num_moves(parts, aim[0])
    for family in families:
        for name, row in family:
            model.problem.addConstraint(row, name)
    model.problem.setObjective(objective)
    columns = [*_columns(parts), *(m for row in model.spares for m in row)]
    limit_s = 2 * deadline.left_s - began_s
    return _answer(_run(model.problem, columns, limit_s, max_nodes), parts, lot)


def on_hosts(
    parts: Sequence[Compartment],
    hosts: Sequence[Sequence[int]],
    aim: tuple[Moves, int],
    deadline: Deadline,
    max_nodes: int,
) -> Answer:
    """Look for the packing of fewest moves, fewer than known, on given hosts (their settings)."""
    pairs = sum(len(part.types) * len(own) for part, own in zip(parts, hosts, strict=True))
    began_s = deadline.left_s
    if began_s * PAIRS_PER_S < pairs:
        return NOTHING
    problem = pulp.LpProblem("moves")
    models = [
        assignment_model(part, own, problem, f"_{c}")
        for c, (part, own) in enumerate(zip(parts, hosts, strict=True))
    ]
    for name, row in fewer(models, *aim):
        problem.addConstraint(row, name)
    problem.setObjective(num_moves(models, aim[0]))
    limit_s = 2 * deadline.left_s - began_s
    return _answer(_run(problem, _columns(models), limit_s, max_nodes), models, None)


def _columns(parts: Sequence[AssignmentModel]) -> list[pulp.LpVariable]:
    return [part.on[key] for part in parts for key in sorted(part.on)]


def _run(
    problem: pulp.LpProblem, columns: Sequence[pulp.LpVariable], limit_s: float, max_nodes: int
) -> MipResult:
    """Run a program; its limit allows for as long a time to load it as it took to write it."""
    result = solve(problem, columns, time_limit_s=max(0.0, limit_s), max_nodes=max_nodes, gap=0.5)
    if result.stopped_by == "interrupt":
        raise KeyboardInterrupt
    return result


def _answer(result: MipResult, parts: Sequence[AssignmentModel], lot: Lot | None) -> Answer:
    """Read the columns of the parts, and the spares of a lot (after them)."""
    filled, spares = None, None
    if result.values is not None:
        numbers = iter(result.whole)
        filled = tuple(_filled(part, numbers) for part in parts)
        spares = None if lot is None else _spares(lot, numbers)
    return Answer(
        impossible=result.status is Status.INFEASIBLE,
        bound=max(0, ceil((result.bound or 0.0) - SAFETY)),
        filled=filled,
        spares=spares,
    )


def _filled(part: AssignmentModel, numbers: Iterator[int]) -> Filled:
    held: dict[int, list[tuple[int, int]]] = {}
    for g, h in sorted(part.on):
        num = next(numbers)
        if num:
            held.setdefault(h, []).append((g, num))
    return Filled(tuple(sorted((part.hosts[h], tuple(counts)) for h, counts in held.items())))


def _spares(lot: Lot, numbers: Iterator[int]) -> tuple[Counts, ...]:
    asked = dict(lot.spares)
    return tuple(
        tuple(next(numbers) if cluster in asked else 0 for _ in lot.cluster_options[cluster])
        for cluster in lot.clusters
    )
