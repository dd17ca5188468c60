"""The assignment program: it tells whether all guests of a compartment fit on given hosts.

Whole numbers of identical guests on each host, with the symmetry of equal hosts broken. It
answers one question of yes or no for a fixed mix of hosts; `packing.host_mix` asks it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulp

from consolidation.packing.bins import Bins, Filled
from consolidation.packing.compartments import Compartment
from consolidation.solving.mip import solve
from consolidation.solving.status import Status

Named = Iterator[tuple[str, pulp.LpConstraint]]


@dataclass(slots=True)
class AssignmentModel:
    """The program's variables, beside the compartment and hosts that they speak of."""

    compartment: Compartment
    hosts: tuple[int, ...]
    """Option of each host; equal options stand side by side."""
    problem: pulp.LpProblem
    on: dict[tuple[int, int], pulp.LpVariable]
    """x[g, h]: guests of type g on host h; a pair that cannot be is left out."""


def assignment_model(compartment: Compartment, hosts: Sequence[int]) -> AssignmentModel:
    """Build the program: variables, rows, and the objective 0."""
    ordered = tuple(sorted(hosts))
    problem = pulp.LpProblem("assignment")
    on = {
        (g, h): problem.add_variable(f"x_{g}_{h}", 0, most, cat="Integer")
        for g, h, most in _pairs(compartment, ordered)
    }
    model = AssignmentModel(compartment, ordered, problem, on)
    for family in (everyone(model), capacity(model), apart(model)):
        for name, row in family:
            problem.addConstraint(row, name)
    problem.setObjective(pulp.LpAffineExpression())
    return model


def _pairs(compartment: Compartment, hosts: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield type, host and the most guests of the type on the host, symmetry broken.

    Equal hosts may be numbered by the first guest that stands on each, guests being in a fixed
    order: so host number j among its equals (from 0) holds none of the first j guests.
    """
    rank: dict[int, int] = {}
    places = []
    for option in hosts:
        places.append(rank.get(option, 0))
        rank[option] = places[-1] + 1
    seen = 0
    for g, kind in enumerate(compartment.types):
        seen += kind.num
        for h, option in enumerate(hosts):
            most = _most(compartment, g, option)
            if most and places[h] < seen:
                yield g, h, min(most, seen - places[h])


def _most(compartment: Compartment, g: int, option: int) -> int:
    """Return how many guests of one type fit on one host of an option."""
    kind = compartment.types[g]
    if option not in compartment.homes[g]:
        return 0
    if kind.keep_apart is not None:
        return 1
    room = compartment.generous[option]
    alone = [have // need for need, have in zip(kind.demand, room, strict=True) if need > 0]
    return min([kind.num, *alone])


def everyone(model: AssignmentModel) -> Named:
    """Sum over hosts h of x[g, h] = number of guests of type g, for every type g."""
    for g, kind in enumerate(model.compartment.types):
        terms = [model.on[g, h] for h in range(len(model.hosts)) if (g, h) in model.on]
        yield f"everyone_{g}", pulp.lpSum(terms) == kind.num


def capacity(model: AssignmentModel) -> Named:
    """Sum over types g of demand[g, d] * x[g, h] <= capacity[h, d], for every host and d."""
    for h, option in enumerate(model.hosts):
        for d, room in enumerate(model.compartment.capacities[option]):
            terms = [
                kind.demand[d] * model.on[g, h]
                for g, kind in enumerate(model.compartment.types)
                if (g, h) in model.on and kind.demand[d]
            ]
            yield f"capacity_{h}_{d}", pulp.lpSum(terms) <= room


def apart(model: AssignmentModel) -> Named:
    """Sum over types g of a keep-apart group of x[g, h] <= 1, for every group and host h."""
    groups: dict[str, list[int]] = {}
    for g, kind in enumerate(model.compartment.types):
        if kind.keep_apart is not None:
            groups.setdefault(kind.keep_apart, []).append(g)
    for a, name in enumerate(sorted(groups)):
        for h in range(len(model.hosts)):
            terms = [model.on[g, h] for g in groups[name] if (g, h) in model.on]
            if len(terms) > 1:
                yield f"apart_{a}_{h}", pulp.lpSum(terms) <= 1


def assign(
    compartment: Compartment, hosts: Sequence[int], time_limit_s: float, max_nodes: int
) -> tuple[Status, Filled | None]:
    """Solve the program; return the answer and a packing if there is one.

    `Status.OPTIMAL` says that all guests fit, `INFEASIBLE` that they do not, `UNKNOWN` that the
    time or the nodes ran out. Raises ``KeyboardInterrupt`` when Ctrl-C ended the run.
    """
    model = assignment_model(compartment, hosts)
    keys = sorted(model.on)
    columns = [model.on[key] for key in keys]
    result = solve(model.problem, columns, time_limit_s=time_limit_s, max_nodes=max_nodes)
    if result.stopped_by == "interrupt":
        raise KeyboardInterrupt
    if result.status is Status.INFEASIBLE:
        return Status.INFEASIBLE, None
    if result.values is None:
        return Status.UNKNOWN, None
    filled = _checked(model, dict(zip(keys, result.whole, strict=True)))
    return (Status.OPTIMAL if filled else Status.UNKNOWN), filled


def _checked(model: AssignmentModel, numbers: dict[tuple[int, int], int]) -> Filled | None:
    """Put the guests on the hosts in exact numbers; ``None`` if the rounded answer is wrong."""
    bins = Bins(model.compartment, model.hosts)
    placed = [0] * len(model.compartment.types)
    for (g, h), num in sorted(numbers.items()):
        for _ in range(num):
            bins.put(h, g)
        placed[g] += num
    everyone_stands = placed == [kind.num for kind in model.compartment.types]
    return bins.filled() if everyone_stands and bins.right() else None
