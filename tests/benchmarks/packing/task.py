"""The numbers of a packing problem as the peers need them, and a check of what they return.

Peers express one cluster, one zone, priced unlimited host types and at-most-k rules; that is all
that the instances here use, and anything else is refused by name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, gcd

import numpy as np
from numpy.typing import NDArray

from consolidation.packing.model import Guest, PackingProblem

Ints = NDArray[np.int64]


class NotExpressibleError(Exception):
    """The peer has no way to say this problem."""


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``most`` guests of ``label`` on a host (that has one of ``beside``, if not -1)."""

    label: int
    most: int
    beside: int


@dataclass(frozen=True, slots=True)
class Filling:
    """A host type and how many guests of each class stand on such a host."""

    option: int
    counts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a peer found: value and bound in what the objective counts; None is nothing."""

    value: int | None
    bound: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Guests that agree in demand and labels are one class."""

    demand: Ints
    """Class by dimension."""
    count: Ints
    labels: tuple[tuple[int, ...], ...]
    """Per class."""
    num_labels: int
    rules: tuple[Rule, ...]
    capacity: Ints
    """Host type by dimension."""
    price: tuple[int, ...]

    @property
    def unit(self) -> int:
        """Every packing costs a multiple of this."""
        return reduce(gcd, self.price)

    def rounded(self, bound: float) -> int:
        """Return a bound rounded up to a price that can occur."""
        return self.unit * ceil(bound / self.unit - 1e-6)

    @property
    def volume_bound(self) -> int:
        """What the total demand costs in every dimension at the cheapest price per capacity."""
        total = self.demand.T @ self.count
        price = np.array(self.price, dtype=float)[:, None]
        with np.errstate(divide="ignore"):
            cheapest = (price / self.capacity).min(axis=0)
        return self.rounded(float((total * cheapest)[total > 0].max(initial=0.0)))


def task(problem: PackingProblem) -> Task:
    """Return the numbers of a problem; raise `NotExpressibleError` if it says more than they do."""
    _refuse_more(problem)
    names = sorted({label for guest in problem.guests for label in guest.labels})
    number = {name: i for i, name in enumerate(names)}
    counts = Counter((g.demand, tuple(sorted(number[x] for x in g.labels))) for g in problem.guests)
    classes = sorted(counts)
    return Task(
        demand=np.array([demand for demand, _ in classes], dtype=np.int64),
        count=np.array([counts[key] for key in classes], dtype=np.int64),
        labels=tuple(labels for _, labels in classes),
        num_labels=len(names),
        rules=tuple(
            Rule(number[rule.label], rule.most, -1 if rule.beside is None else number[rule.beside])
            for rule in problem.rules
            if rule.label in number and (rule.beside is None or rule.beside in number)
        ),
        capacity=np.array([option.capacity for option in problem.options], dtype=np.int64),
        price=tuple(option.price_yen for option in problem.options),
    )


def _refuse_more(problem: PackingProblem) -> None:
    places = {(guest.cluster, guest.zone) for guest in problem.guests}
    plain = Guest(id="", cluster="", zone="", demand=())
    extras = ("together", "only", "never", "costs", "present")
    if (
        len(places) > 1
        or problem.spares
        or problem.surcharges
        or any(o.limit is not None or o.most_guests is not None for o in problem.options)
        or any(getattr(g, x) != getattr(plain, x) for g in problem.guests for x in extras)
    ):
        raise NotExpressibleError


def check(task: Task, fillings: Sequence[Filling]) -> int | None:
    """Return what the fillings cost, or None if they are no packing of the task."""
    placed = np.zeros_like(task.count)
    for filling in fillings:
        load = np.zeros(task.demand.shape[1], dtype=np.int64)
        there: Counter[int] = Counter()
        for kind, num in filling.counts:
            placed[kind] += num
            load += num * task.demand[kind]
            there.update(dict.fromkeys(task.labels[kind], num))
        if (load > task.capacity[filling.option]).any():
            return None
        if task.rules and any(
            there[r.label] > r.most and (r.beside < 0 or there[r.beside]) for r in task.rules
        ):
            return None
    if (placed != task.count).any():
        return None
    return sum(task.price[filling.option] for filling in fillings)
