"""What a host can carry, searched exactly: used by the checker of a bound alone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from operator import mul, sub

from consolidation.packing.certificate import Row
from consolidation.packing.checking.classes import (
    Compartment,
    Kind,
    Setting,
    Steps,
    surcharges,
)
from consolidation.packing.model import HostOption, PackingProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A sum over the bundles of a host that must not exceed ``room``."""

    room: int
    needs: Sequence[int]
    """Of each class that may stand on the option."""
    beside: str = ""
    """The first guest of this label uses up ``first``."""
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A class as one host sees it; vectors are packed (see `Host`)."""

    kind: Kind
    num: int
    """No host carries more of it."""
    need: int
    """What taking one uses up."""
    back: int
    """What leaving one uses up: room that it would have given, counted into ``room``."""
    firsts: tuple[tuple[int, int], ...]
    """(bit, room): what the first guest of a label that others shun uses up, once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """An empty host in one setting: every limit that can bind is a field of a packed vector.

    A vector is one whole number; each field has a guard bit on top that is set in ``room`` and
    lost when the field is overdrawn. So ``need`` fits if ``(room - need) & guard == guard``.
    """

    room: int
    guard: int
    items: tuple[Item, ...]


Entry = tuple[int, int, int, int, int, Sequence[tuple[int, int]]]
"""Of a class: gain, worth, need, how many, all positive gains, what first guests use up."""
State = tuple[int, int, int, int]
"""Of a filling: bound on what it can become, worth, room left, labels there."""


def worth_at_most(
    problem: PackingProblem, place: Compartment, setting: Setting, row: Row, steps: Steps
) -> bool:
    """Whether no filling is worth more than a row claims for a setting.

    First by the weights of the row: what they make of an empty host and every class by which
    they are exceeded bound any filling. Else every filling is tried or cut off by that bound,
    narrowed to what has been taken and what still fits.
    """
    named = {(each.option, each.levels): each for each in row.worths}
    worth = named[setting].worth if setting in named else 0
    weights = (setting in named and named[setting].weights) or row.weights
    most = worth * row.unit + row.unit - 1
    bound = sum(map(mul, weights, place.options[setting[0]].capacity))
    prices = dict(row.prices)
    gains: dict[str, tuple[int, int]] = {}
    for kind in place.kinds:
        if setting[0] in kind.costs:
            value = prices.get(kind.name, 0) - row.scale * kind.costs[setting[0]]
            gain = value * row.unit - sum(map(mul, weights, kind.demand))
            gains[kind.name] = gain, value
    rest = sum(max(0, gains[kind.name][0]) * kind.num for kind in place.kinds if kind.name in gains)
    if bound + rest <= most:
        return True
    empty = host(problem, place, setting)
    return empty is None or _tried(empty, gains, bound, most, worth, steps)


def _tried(
    empty: Host,
    gains: Mapping[str, tuple[int, int]],
    bound: int,
    most: int,
    worth: int,
    steps: Steps,
) -> bool:
    """Whether no filling of a host is worth more than ``worth``.

    Classes that exceed their weights most come first: leaving them, like taking one below its
    weights, uses up what lies between the bound and the claim.
    """
    states: list[State] = [(bound, 0, empty.room, 0)]
    classes: list[Entry] = []
    for item in empty.items:
        gain, value = gains[item.kind.name]
        entry = gain, value, item.need, item.num, max(0, gain) * item.num, item.firsts
        if item.back:
            steps.take(len(states) * (item.num + 1))
            states = [
                (b, v, room - item.back * (item.num - num), have)
                for state in states
                for num, (b, v, room, have) in enumerate(_taking(state, entry, empty.guard))
            ]
            states = [state for state in states if state[2] & empty.guard == empty.guard]
        elif value > 0:
            classes.append(entry)
    classes.sort(key=lambda entry: entry[:2], reverse=True)
    return all(_searched(state, classes, empty.guard, most, worth, steps) for state in states)


def _taking(state: State, entry: Entry, guard: int) -> Iterator[State]:
    """Yield what becomes of a filling with 0, 1, 2 ... of a class, as long as they fit."""
    gain, value, need, num, _, firsts = entry
    bound, worth, room, have = state
    yield state
    for _ in range(num):
        bound, worth, room = bound + gain, worth + value, room - need
        for bit, first in firsts:
            if not have & bit:
                have, room = have | bit, room - first
        if room & guard != guard:
            return
        yield bound, worth, room, have


def _searched(
    state: State, classes: list[Entry], guard: int, most: int, worth: int, steps: Steps
) -> bool:
    """Whether no filling that contains a given one is worth more than ``worth``."""
    todo = [iter([(state, classes, 0)])]
    words = 1 + guard.bit_length() // 1024
    while todo:
        node = next(todo[-1], None)
        if node is None:
            todo.pop()
        elif node[0][1] > worth:
            return False
        else:
            steps.take(words * (len(node[1]) - node[2] + 1))
            todo.append(_fuller(*node, guard, most))
    return True


def _fuller(
    state: State, classes: list[Entry], start: int, guard: int, most: int
) -> Iterator[tuple[State, list[Entry], int]]:
    """Yield what a filling becomes with one more class, and the place of the class after it."""
    bound, _, room, _ = state
    left = [entry for entry in classes[start:] if (room - entry[2]) & guard == guard]
    half = (room ^ guard) >> 1 | guard
    rest, rests = 0, []
    largest: dict[int, int] = {}
    for gain, _, need, _, gains, _ in reversed(left):
        if gain > 0:
            over = ~(half - need) & guard
            if over:
                over &= -over
                rest += gain - largest.get(over, 0)
                largest[over] = gain
            else:
                rest += gains
        rests.append(rest)
    rests.reverse()
    rests.append(0)
    for i, entry in enumerate(left, 1):
        if bound + rests[i - 1] <= most:
            return
        rest = rests[i]
        for fuller in islice(_taking(state, entry, guard), 1, None):
            if fuller[0] + rest > most:
                yield fuller, left, i


def guests_fit(
    problem: PackingProblem,
    place: Compartment,
    hosts: Mapping[Setting, int],
    steps: Steps,
    below: int | None = None,
) -> bool:
    """Whether all guests of a compartment find a place on the given hosts: every way is tried.

    With ``below`` only for placement costs below it. Host by host: the largest bundle left stands
    on some host, which may as well carry all that fits besides where that costs nothing. Negative
    demands count as room on every host, which errs towards fitting.
    """
    kinds = sorted(place.kinds, key=lambda kind: (-sum(kind.demand), kind.name))
    settings = [setting for setting in sorted(hosts) if hosts[setting] > 0]
    empty = [host(problem, place, setting) for setting in settings]
    volumes = [
        (demands, [max(0, place.options[setting[0]].capacity[d]) for setting in settings])
        for d in range(len(problem.dimensions))
        if min(demands := [kind.demand[d] for kind in kinds]) >= 0
    ]
    most = inf if below is None else below - 1
    free = below is None
    costs = [[0 if free else kind.costs.get(at[0], 0) for kind in kinds] for at in settings]
    cheapest = [min(own) for own in zip(*costs, strict=True)]
    start = tuple(kind.num for kind in kinds), tuple(hosts[setting] for setting in settings)
    todo, seen = [start], {start: 0}
    while todo:
        nums, left = todo.pop()
        if seen[nums, left] + sum(map(mul, nums, cheapest)) > most:
            continue
        if not any(nums):
            return True
        if any(
            sum(map(mul, nums, demands)) > sum(map(mul, left, rooms)) for demands, rooms in volumes
        ):
            continue
        for i, at in enumerate(empty):
            if at is not None and left[i]:
                fewer = (*left[:i], left[i] - 1, *left[i + 1 :])
                for rest in _leaving(at, kinds, nums, steps, full=free):
                    paid = seen[nums, left] + sum(map(mul, map(sub, nums, rest), costs[i]))
                    if paid < seen.get((rest, fewer), inf):
                        seen[rest, fewer] = paid
                        todo.append((rest, fewer))
    return False


def _leaving(
    at: Host, kinds: Sequence[Kind], nums: tuple[int, ...], steps: Steps, *, full: bool
) -> Iterator[tuple[int, ...]]:
    """Yield what fillings of a host with the first bundle that is left leave over.

    With ``full`` only fillings to which nothing can be added.
    """
    items = {item.kind.name: (0, 0, item.need, 1, 0, item.firsts) for item in at.items}
    entries = [items.get(kind.name) for kind in kinds]
    most = {item.kind.name: item.num for item in at.items}
    least = [num - most.get(kind.name, 0) for num, kind in zip(nums, kinds, strict=True)]
    first = next(j for j, num in enumerate(nums) if num)
    todo = [(first, (0, 0, at.room, 0), nums)]
    while todo:
        start, state, left = todo.pop()
        steps.take(20 + len(left))
        fuller = [
            (j, taken, (*left[:j], left[j] - 1, *left[j + 1 :]))
            for j, entry in enumerate(entries)
            if entry and left[j] > max(0, least[j])
            for taken in islice(_taking(state, entry, at.guard), 1, 2)
        ]
        if left == nums:
            fuller = [node for node in fuller if node[0] == first]
        elif not (full and fuller):
            yield left
        todo += (node for node in fuller if node[0] >= start)


def host(problem: PackingProblem, place: Compartment, setting: Setting) -> Host | None:
    """Return an empty host in one setting, or ``None`` if nothing can stand on it."""
    kinds = [kind for kind in place.kinds if setting[0] in kind.costs]
    limits = tuple(_limits(problem, kinds, place.options[setting[0]], setting[1]))
    most = [kind.num for kind in kinds]
    rooms = _rooms(limits, most)
    width = (4 * max([1, *rooms, *(-limit.room for limit in limits)])).bit_length()
    for limit, room in zip(limits, rooms, strict=True):
        most = [
            num if need <= 0 else max(0, min(num, room // need))
            for num, need in zip(most, limit.needs, strict=True)
        ]
    rooms = _rooms(limits, most)  # what cannot be taken gives no room either
    if not any(most) or min(rooms, default=0) < 0:
        return None
    fields = [
        (i * (width + 1), room, limit)
        for i, (room, limit) in enumerate(zip(rooms, limits, strict=True))
        if limit.first or sum(map(mul, map(abs, limit.needs), most)) > room
    ]
    labels = sorted({limit.beside for _, _, limit in fields if limit.first})
    firsts = {
        label: (1 << bit, sum(at.first << shift for shift, _, at in fields if at.beside == label))
        for bit, label in enumerate(labels)
    }
    items = [
        Item(
            kind=kind,
            num=num,
            need=sum(at.needs[i] << shift for shift, _, at in fields if at.needs[i] > 0),
            back=sum(-at.needs[i] << shift for shift, _, at in fields if at.needs[i] < 0),
            firsts=tuple(firsts[label] for label in labels if label in kind.labels),
        )
        for i, (kind, num) in enumerate(zip(kinds, most, strict=True))
        if num
    ]
    guard = sum(1 << shift + width for shift, _, _ in fields)
    room = guard + sum(room << shift for shift, room, _ in fields)
    return Host(room=room, guard=guard, items=tuple(items))


def _limits(
    problem: PackingProblem, kinds: Sequence[Kind], option: HostOption, levels: Sequence[int]
) -> Iterator[Limit]:
    """Yield what a host must keep: capacities, guests, rules, what its levels allow."""
    for d, room in enumerate(option.capacity):
        yield Limit(room=room, needs=[kind.demand[d] for kind in kinds])
    if option.most_guests is not None:
        yield Limit(room=option.most_guests, needs=[kind.guests for kind in kinds])
    held = {label for kind in kinds for label in kind.labels}
    for rule in problem.rules:
        if rule.label in held and (rule.beside is None or rule.beside in held):
            needs = [kind.labels.get(rule.label, 0) for kind in kinds]
            total = sum(map(mul, needs, (kind.num for kind in kinds)))
            if rule.beside is None or total <= rule.most:
                yield Limit(room=rule.most, needs=needs)
            else:
                first = total - rule.most
                yield Limit(room=total, needs=needs, beside=rule.beside, first=first)
    yen = surcharges(problem, option.id)
    for surcharge, price, level in zip(problem.surcharges, yen, levels, strict=True):
        needs = [kind.labels.get(surcharge.label, 0) for kind in kinds]
        if price and (surcharge.per is not None or level == 0):
            yield Limit(room=level * (surcharge.per or 0), needs=needs)


def _rooms(limits: Sequence[Limit], most: Sequence[int]) -> list[int]:
    """Return the room of each limit with all that negative demands can give."""
    return [
        limit.room - sum(num * min(0, need) for num, need in zip(most, limit.needs, strict=True))
        for limit in limits
    ]
