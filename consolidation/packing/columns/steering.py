"""Starts for the choice of fillings: a few hosts fixed as the linear program advises.

Of the fillings that the program uses much, those of the rarest types go first, so that what is
left stays rich in choice; small random changes of the prices lead to another start each time.
"""

from collections.abc import Iterator
from math import inf

import numpy as np

from consolidation.packing.columns.choice import Choice, Start
from consolidation.packing.compiled.arrays import Real
from consolidation.solving.deadline import Deadline
from consolidation.solving.master import Master

FEW = 450
"""Fillings left at which a start is handed over."""

MUCH = 0.65
"""Share of a host from which a filling counts as advised."""

AT_ONCE = (1, 2)
"""Fillings fixed between two solutions of the program, by turns."""

NOISE = 0.05
"""Prices change at random by up to this share."""

DEAR = 20.0
"""Price of a bundle left out, in dearest hosts."""

TINY = 1e-6


def steered(choice: Choice, deadline: Deadline, tries: int) -> Iterator[Start]:
    """Yield starts, at most ``tries``; those that lead nowhere are left out."""
    n, num_fillings = choice.num.size, choice.price.size
    if not num_fillings or not tries:
        return
    program = _program(choice)
    chance = np.random.default_rng(0)
    columns = range(n, n + num_fillings)
    prices = choice.price / choice.price.max()
    for number in range(tries):
        program.price_columns(columns, prices * (1 + NOISE * chance.random(num_fillings)))
        start = _dive(program, choice, deadline, AT_ONCE[number % len(AT_ONCE)])
        if deadline.passed:
            return
        if start is not None:
            yield start


def _program(choice: Choice) -> Master:
    """Cover every type within the numbers of hosts; the first columns leave a bundle out."""
    n = choice.num.size
    program = Master(
        [*choice.num.astype(float).tolist(), *([-inf] * choice.limit.size)],
        [*([inf] * n), *choice.limit.astype(float).tolist()],
    )
    program.add_columns([DEAR] * n, [[(i, 1.0)] for i in range(n)])
    pairs = list(zip(choice.kind.tolist(), choice.count.astype(float).tolist(), strict=True))
    ends, settings = choice.start.tolist(), choice.setting.tolist()
    program.add_columns(
        (choice.price / choice.price.max()).tolist(),
        [
            [*pairs[a:b], (n + s, 1.0)]
            for s, a, b in zip(settings, ends[:-1], ends[1:], strict=True)
        ],
    )
    return program


def _dive(program: Master, choice: Choice, deadline: Deadline, at_once: int) -> Start | None:
    """Fix fillings until few are left; ``None`` where bundles would be left out."""
    n = choice.num.size
    start = Start([], choice, np.arange(choice.price.size))
    while start.rest.price.size > FEW:
        _ask(program, choice, start)
        answer = program.solve(deadline.left_s, dual=True)
        if answer is None or answer.x[:n].sum() > TINY:
            return None
        for _ in range(at_once):
            place = _advised(start.rest, answer.x[n + start.places])
            start = start if place is None else start.fix(place)
        if start.rest.spare < 0:
            return None
    return start


def _ask(program: Master, choice: Choice, start: Start) -> None:
    """Ask the program for what is left, from the fillings that are left."""
    n, rest = choice.num.size, start.rest
    high = np.zeros(choice.price.size)
    high[start.places] = inf
    program.bound_columns(range(n, n + high.size), high.tolist())
    low = [*rest.num.astype(float).tolist(), *([-inf] * rest.limit.size)]
    program.bound_rows(range(len(low)), low, [*([inf] * n), *rest.limit.astype(float).tolist()])


def _advised(choice: Choice, used: Real) -> int | None:
    """Return the filling of the rarest types among those used much, or the one used most."""
    if not used.size or used.max() <= TINY:
        return None
    if used.max() >= MUCH:
        return int(np.argmax(np.where(used >= MUCH, choice.rarity, 0.0)))
    return int(np.argmax(used))
