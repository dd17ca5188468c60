"""The best of the textbook heuristics, in numpy.

First fit and best fit by four orders of decreasing size; host by host, the dot product of
Panigrahy et al. 2011 and its L2 norm. Each is run with every host type alone; afterwards every
host becomes the cheapest type that still holds its guests.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from task import Answer, Filling, Ints, Task, check

Floats = NDArray[np.float64]


def best_heuristic(task: Task, deadline: float) -> tuple[Answer, list[Filling]]:
    """Run one after the other until the deadline; return the best answer and its fillings."""
    best: tuple[int, list[Filling]] | None = None
    for run in _runs(task):
        fillings = run()
        if fillings is not None:
            fillings = [_cheapest(task, filling) for filling in fillings]
            value = check(task, fillings)
            if value is not None and (best is None or value < best[0]):
                best = value, fillings
        if time.monotonic() > deadline:
            break
    if best is None:
        return Answer(None, task.volume_bound), []
    return Answer(best[0], task.volume_bound), best[1]


def _runs(task: Task) -> Iterator[Callable[[], list[Filling] | None]]:
    """Yield the heuristics, the quick ones first."""
    for option in range(len(task.price)):
        for order in _orders(task, option):
            for best_fit in (False, True):
                yield lambda o=option, k=order, b=best_fit: _by_item(task, o, k, b)
    for option in range(len(task.price)):
        for norm in (False, True):
            yield lambda o=option, n=norm: _by_host(task, o, n)


def _orders(task: Task, option: int) -> Iterator[Ints]:
    """Yield orders of the classes: by greatest, mean, weighted mean and product of shares."""
    share = task.demand / np.maximum(task.capacity[option], 1)
    weight = task.count @ share
    measures = share.max(axis=1), share.sum(axis=1), share @ weight, (share + 1e-3).prod(axis=1)
    for measure in measures:
        yield np.argsort(-measure, kind="stable")


def _cheapest(task: Task, filling: Filling) -> Filling:
    load = sum(num * task.demand[kind] for kind, num in filling.counts)
    fits = [t for t in range(len(task.price)) if (load <= task.capacity[t]).all()]
    return Filling(min(fits, key=lambda t: task.price[t]), filling.counts)


def _by_item(task: Task, option: int, order: Ints, best_fit: bool) -> list[Filling] | None:
    """Place class by class on open hosts, first or fullest first; then open new ones."""
    capacity = task.capacity[option]
    scale = 1 / np.maximum(capacity, 1)
    rules = _rules_of(task)
    empty = np.zeros((task.num_labels, 1), dtype=np.int64)
    room, there = capacity[None, :].copy(), empty.copy()
    contents: list[list[tuple[int, int]]] = []
    for kind in order:
        left = int(task.count[kind])
        alone = int(_fits(task, rules, kind, capacity[None, :], empty)[0])
        if alone < 1:
            return None
        used = len(contents)
        need = used - (-left // alone)
        if need > len(room):
            more = max(need, 2 * len(room)) - len(room)
            room = np.vstack([room, np.tile(capacity, (more, 1))])
            there = np.hstack([there, np.zeros((task.num_labels, more), dtype=np.int64)])
        ranked = np.arange(need)
        if best_fit and used:
            ranked[:used] = np.argsort((room[:used] * scale).sum(axis=1), kind="stable")
        fits = _fits(task, rules, kind, room[:need], there[:, :need])[ranked]
        take = np.minimum(fits, np.maximum(left - (np.cumsum(fits) - fits), 0))
        contents.extend([] for _ in range(need - used))
        for host, num in zip(ranked[take > 0], take[take > 0], strict=True):
            contents[host].append((int(kind), int(num)))
            room[host] -= num * task.demand[kind]
            there[list(task.labels[kind]), host] += num
        while contents and not contents[-1]:
            contents.pop()
    return [Filling(option, tuple(counts)) for counts in contents]


def _fits(task: Task, rules, kind: int, room: Ints, there: Ints) -> Ints:
    """How many guests of a class each host takes, by room and by rules."""
    by_label, by_beside = rules
    labels = task.labels[kind]
    fits = _most(task.demand[kind], room)
    for label in labels:
        for rule in by_label[label]:
            allowed = np.minimum(fits, np.maximum(rule.most - there[label], 0))
            binds = rule.beside < 0 or rule.beside in labels
            fits = allowed if binds else np.where(there[rule.beside] > 0, allowed, fits)
        for rule in by_beside[label]:
            if rule.label not in labels:
                fits = np.where(there[rule.label] > rule.most, 0, fits)
    return fits


def _most(demand: Ints, room: Ints) -> Ints:
    """How many guests of a demand each room takes."""
    needs = demand > 0
    if not needs.any():
        return np.full(len(room), 10**9, dtype=np.int64)
    return np.maximum((room[:, needs] // demand[needs]).min(axis=1), 0)


def _rules_of(task: Task):
    """Return the rules by the label they bound, and by the label that makes them bind."""
    by_label, by_beside = defaultdict(list), defaultdict(list)
    for rule in task.rules:
        by_label[rule.label].append(rule)
        if rule.beside >= 0:
            by_beside[rule.beside].append(rule)
    return by_label, by_beside


def _by_host(task: Task, option: int, norm: bool) -> list[Filling] | None:
    """Fill host after host with whatever agrees best with the room left.

    Dot product: the greatest sum of weight x demand x room; L2 norm: the least sum of weight x
    (room - demand)^2; a dimension's weight is its share of the total demand.
    """
    capacity = task.capacity[option].astype(float)
    share = task.demand / np.maximum(capacity, 1)
    if (share > 1).any():
        return None
    weight = task.count @ share
    weight = weight / weight.max()
    left = task.count.copy()
    alive = np.arange(len(left))
    by_label, by_beside = _rules_of(task)
    of_label: dict[int, list[int]] = defaultdict(list)
    for kind, labels in enumerate(task.labels):
        for label in labels:
            of_label[label].append(kind)
    fillings: list[Filling] = []
    while left.any():
        alive = alive[left[alive] > 0]
        room = np.ones(len(capacity))
        placed: dict[int, int] = defaultdict(int)
        there: dict[int, int] = defaultdict(int)
        open_ = np.ones(len(left), dtype=bool)
        candidates = alive
        while len(candidates):
            own = share[candidates]
            candidates = candidates[
                (own <= room + 1e-9).all(axis=1) & open_[candidates] & (left[candidates] > 0)
            ]
            if not len(candidates):
                break
            own = share[candidates]
            score = -((room - own) ** 2) @ weight if norm else own @ (weight * room)
            kind = int(candidates[np.argmax(score)])
            placed[kind] += 1
            left[kind] -= 1
            room = room - share[kind]
            for label in task.labels[kind]:
                there[label] += 1
            for label in task.labels[kind]:
                for shut in _shut(label, there, by_label, by_beside):
                    open_[of_label[shut]] = False
        fillings.append(Filling(option, tuple(sorted(placed.items()))))
    return fillings


def _shut(label: int, there, by_label, by_beside) -> Iterator[int]:
    """Yield the labels of which no more guests may come, now that one of ``label`` has come."""
    for rule in by_label[label]:
        if there[label] >= rule.most and (rule.beside < 0 or there[rule.beside]):
            yield label
        if there[label] > rule.most and rule.beside >= 0 and not there[rule.beside]:
            yield rule.beside
    for rule in by_beside[label]:
        if there[rule.label] >= rule.most:
            yield rule.label
