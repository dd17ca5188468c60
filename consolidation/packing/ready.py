"""Make the compiled searches ready: load them, or compile them once on a new machine.

Loading takes well under a second, compiling about a minute; neither is the problem's time, so
`pack` does it before its clock starts. ``python -m consolidation.packing.ready`` does it at
installation.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from consolidation.packing.columns.closing import close_gap
from consolidation.packing.columns.generation import Generation
from consolidation.packing.columns.pricing import Pricer
from consolidation.packing.compact.compartments import Compartment, lots
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compiled import placing
from consolidation.packing.compiled.placing import guests_of, put
from consolidation.packing.compiled.shifting import change, dearer
from consolidation.packing.model import Guest, HostOption, PackingProblem
from consolidation.packing.placing.closest import fill_closely
from consolidation.packing.placing.fullest import fill_fullest
from consolidation.packing.placing.heuristics import Row, pack_onto, rules
from consolidation.packing.placing.on_hosts import hosts_in
from consolidation.packing.second.local_search import bring_home, even_out
from consolidation.solving.compiled import mark_of
from consolidation.solving.deadline import Deadline

TRIAL = PackingProblem(
    dimensions=("size",),
    guests=tuple(Guest(id=f"g{i}", cluster="c", zone="z", demand=(i + 2,)) for i in range(4)),
    options=tuple(
        HostOption(id=name, cluster="c", capacity=(7,), price_yen=1) for name in ("h", "k")
    ),
)
"""Four guests of sizes 2 to 5 that fit on two hosts of 7, and on no single one."""

COST = 2
"""What the trial costs."""

PACKED = Filled(((0, ((0, 1), (3, 1))), (0, ((1, 1), (2, 1)))))
"""Sizes 2 and 5 on one host, 3 and 4 on another."""


AMPLE_S = 600

FOLDER = Path(placing.__file__).parent
"""Where the compiled searches are."""


def _place(part: Compartment, ample: Deadline) -> None:
    for _, rule in rules(part, 2, ample, opened=True):
        rule(Row.empty(part, [0, 1]))
    pack_onto(part, [0], ample, squeeze=10, chains=10)


def _fill(part: Compartment, ample: Deadline) -> None:
    fill_closely(part, [0, 1], 10, ample)
    fill_fullest(part, [0, 1], [], 100, ample)


def _price(part: Compartment, ample: Deadline) -> None:
    pricer = Pricer(part)
    values = part.arrays.num * pricer.grain
    list(pricer.brief(0, values, part.arrays.num, 0))
    pricer.exact(0, values, part.arrays.num, 0, 10)
    generation = Generation(part, ample)
    generation.add_packing(PACKED)
    close_gap(generation, None, COST, 1)


def _shift(part: Compartment, ample: Deadline) -> None:
    size, unit = part.arrays.room, np.ones(1, np.int64)
    even_out(part, size, unit, PACKED, 0, ample)
    bring_home(part, part.arrays.need * np.array([[1, 0]]), PACKED, 0, ample)
    hosts = hosts_in(part, PACKED)
    kind = int(hosts.inside[0, 0])
    dearer(part.arrays, hosts, kind, 0, 1)
    change(part.arrays, hosts, 0, 0, 1, -1)
    put(guests_of(part.arrays), kind, 0, 0, hosts.left, hosts.have, hosts.near)


SEARCHES: tuple[Callable[[Compartment, Deadline], None], ...] = (_price, _place, _fill, _shift)
"""Every compiled search runs in one of them; those that take longest to compile come first."""


def _run(number: int) -> None:
    SEARCHES[number](lots(TRIAL)[0].compartments[0], Deadline.after(AMPLE_S))


def run_all() -> None:
    """Run every compiled search once on a trial problem."""
    for number in range(len(SEARCHES)):
        _run(number)


@cache
def make_ready() -> None:
    """Compile what this machine has not compiled yet; what it has is loaded when it is needed."""
    mark = mark_of(FOLDER)
    if mark is None or not mark.exists():
        run_all()
        _leave(mark)


def _leave(mark: Path | None) -> None:
    if mark is not None:
        with suppress(OSError):  # then the next run looks again
            mark.touch()


def main() -> None:
    """Compile everything, two searches at a time; then see that all of it loads."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_run, range(len(SEARCHES))))
    run_all()
    _leave(mark_of(FOLDER))


if __name__ == "__main__":
    main()
