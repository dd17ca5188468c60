"""Find the cheapest packing of one lot: bound by host mixes, incumbents by packing into them.

Two sides close in on each other. From below: the cheapest mix of hosts that covers every row
known (`host_mix`) bounds the price. From above: a mix is tried out, compartment by compartment,
first by heuristics, then by the assignment program; if all guests fit, its price is an
incumbent, and if they are proved not to, that is one more row.
"""

from dataclasses import dataclass, field

from consolidation.errors import SolverTrouble
from consolidation.packing.assignment import assign
from consolidation.packing.bins import Filled
from consolidation.packing.compartments import Compartment, Lot
from consolidation.packing.cover import CoverRow, cover_rows
from consolidation.packing.heuristics import open_hosts, pack_onto
from consolidation.packing.host_mix import cheapest, mix_model, roomiest
from consolidation.packing.mix import (
    Counts,
    Limit,
    Mix,
    hosts_of,
    price,
    with_spares,
)
from consolidation.solving.deadline import Deadline
from consolidation.solving.status import Status
from consolidation.text import Text

ROUNDS = (
    (200_000, 0, 0.0),
    (500_000, 200, 0.1),
    (1_500_000, 1000, 0.2),
    (5_000_000, 5000, 0.4),
    (15_000_000, 1_000_000, 1.0),
)
"""Work of the heuristics, most nodes and share of the time left of an assignment program.

The first round has heuristics alone. Work and nodes bound a round before the clock does
wherever possible, so that the same input gives the same answer.
"""

MOST_ASSIGNMENTS = 12_000
"""Pairs of guest type and host above which the assignment program is not tried."""

LEAST_S = 1.0
"""Time that the first bound gets even when the deadline has passed."""

MOST_STEPS = 400
"""Mixes tried out before the search ends, whatever the clock says."""


@dataclass(slots=True)
class Search:
    """What is known so far of the cheapest packing of a lot."""

    lot: Lot
    rows: tuple[tuple[CoverRow, ...], ...]
    deadline: Deadline
    lower_yen: int = 0
    bound_by: str = "host-mix"
    mix: Mix | None = None
    filled: tuple[Filled, ...] = ()
    found_by: str = "none"
    impossible: bool = False
    """Whether it is proved that no packing exists."""
    interrupted: bool = False
    limits: list[Limit] = field(default_factory=list)
    """Mixes proved not to do."""
    tried: list[Limit] = field(default_factory=list)
    """Mixes on which neither a packing nor a proof was found in this round."""
    known: dict[tuple[int, Counts], tuple[str, Filled]] = field(default_factory=dict)
    """Packings found, by compartment and hosts."""
    dull: set[tuple[int, int, Counts]] = field(default_factory=set)
    """Round, compartment and hosts that the heuristics failed on."""
    round: int = 0
    num_bounded: int = -1
    """How many limits the bound already reckons with."""

    @property
    def upper_yen(self) -> int | None:
        """Price of the best packing, or ``None``."""
        return None if self.mix is None else price(self.lot, self.mix)

    @property
    def status(self) -> Status:
        """How good the best packing is known to be."""
        if self.impossible:
            return Status.INFEASIBLE
        if self.upper_yen is None:
            return Status.UNKNOWN
        return Status.OPTIMAL if self.upper_yen <= self.lower_yen else Status.FEASIBLE

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do or no time to do it in."""
        done = self.status in (Status.OPTIMAL, Status.INFEASIBLE)
        return done or self.interrupted or self.deadline.passed


def search(lot: Lot, deadline: Deadline) -> Search:
    """Search until the packing is proved cheapest or the deadline passes.

    Ctrl-C ends the search with the best packing so far; without any it is raised again.
    """
    state = Search(lot, tuple(cover_rows(part) for part in lot.compartments), deadline)
    try:
        _start(state)
        _close_in(state)
    except KeyboardInterrupt:
        if state.mix is None:
            raise
        state.interrupted = True
    return state


def _start(state: Search) -> None:
    """Take the first incumbent from first fit, if stock and spares allow it."""
    chosen: list[Counts] = []
    packings: list[Filled] = []
    for part in state.lot.compartments:
        found = [open_hosts(part, o) for o in range(len(part.options))]
        best = min(
            (
                (len(filled.fillings) * part.options[o].price_yen, o, filled)
                for o, filled in enumerate(found)
                if filled is not None
            ),
            key=lambda item: item[:2],
            default=None,
        )
        if best is None:
            return
        packings.append(best[2])
        chosen.append(best[2].counts(len(part.options)))
    mix = with_spares(state.lot, tuple(chosen))
    if mix is not None:
        _improve(state, mix, tuple(packings), "first-fit")


def _improve(state: Search, mix: Mix, filled: tuple[Filled, ...], found_by: str) -> None:
    """Keep a packing if it is cheaper than the best so far; hosts without guests are left out."""
    carrying = tuple(
        packing.counts(len(part.options))
        for part, packing in zip(state.lot.compartments, filled, strict=True)
    )
    kept, fresh = Mix(carrying, mix.spares), with_spares(state.lot, carrying)
    if fresh is not None and price(state.lot, fresh) < price(state.lot, kept):
        kept = fresh
    if state.upper_yen is None or price(state.lot, kept) < state.upper_yen:
        state.mix, state.filled, state.found_by = kept, filled, found_by


def _close_in(state: Search) -> None:
    """Raise the bound and try mixes until both meet, nothing is left to try, or time is up."""
    _raise_bound(state)
    for _ in range(MOST_STEPS):
        if not state.over:
            _raise_bound(state)
        if state.over:
            return
        mix = _next_mix(state)
        if mix is not None:
            _try_out(state, mix)
        elif state.round + 1 == len(ROUNDS) or not state.tried:
            return
        else:
            state.tried.clear()
            state.round += 1


def _raise_bound(state: Search) -> None:
    """Solve the host-mix program over all rows proved so far."""
    if state.num_bounded == len(state.limits):
        return
    model = mix_model(state.lot, state.rows, state.limits)
    status, lower = cheapest(model, max(LEAST_S, state.deadline.left_s))
    state.num_bounded = len(state.limits)
    if status is Status.INFEASIBLE:
        if state.mix is not None:
            raise _contradiction()
        state.impossible = True
    elif lower > state.lower_yen:
        state.lower_yen = lower
        state.bound_by = "ilp" if state.limits else "host-mix"


def _contradiction() -> SolverTrouble:
    return SolverTrouble(
        Text(
            "ソルバーが、現に存在する配置を不可能と答えた",
            "the solver says that there is no packing, yet one stands",
        )
    )


def _next_mix(state: Search) -> Mix | None:
    """Return a mix worth trying: the cheapest possible first, then the roomiest one that pays.

    ``None`` if every mix that would pay was tried already.
    """
    prices = [state.lower_yen]
    if state.upper_yen is None:
        prices += [state.lower_yen * (100 + more) // 100 for more in (2, 5, 10, 25, 100)]
        prices.append(_dearest(state.lot))
    elif state.upper_yen - 1 > state.lower_yen:
        prices += [(state.lower_yen + state.upper_yen) // 2, state.upper_yen - 1]
    for most_yen in prices:
        model = mix_model(state.lot, state.rows, [*state.limits, *state.tried])
        status, mix = roomiest(model, most_yen, state.deadline.left_s)
        if mix is not None or state.deadline.passed:
            return mix
        if status is Status.INFEASIBLE and most_yen == prices[-1] and not state.tried:
            state.lower_yen = max(state.lower_yen, state.upper_yen or 0)
    return None


def _dearest(lot: Lot) -> int:
    """Return a price that no sensible mix exceeds: a dearest host for every guest and spare."""
    num = sum(part.num_guests for part in lot.compartments) + sum(k for _, k in lot.spares)
    return num * max(option.price_yen for option in lot.options)


def _try_out(state: Search, mix: Mix) -> None:
    """Pack into a mix; learn from every compartment whether its hosts do."""
    filled: list[Filled] = []
    methods: set[str] = set()
    for index, part in enumerate(state.lot.compartments):
        answer = _fill(state, index, part, mix.hosts[index])
        if answer is None:
            return
        methods.add(answer[0])
        filled.append(answer[1])
    found_by = "ilp" if "ilp" in methods else "+".join(sorted(methods))
    _improve(state, mix, tuple(filled), found_by)


def _fill(
    state: Search, index: int, part: Compartment, counts: Counts
) -> tuple[str, Filled] | None:
    """Pack one compartment into its hosts, or note that they do not do (or are not known to)."""
    known = state.known.get((index, counts))
    if known is not None:
        return known
    found = None
    if (state.round, index, counts) not in state.dull:
        found = pack_onto(part, hosts_of(part, counts), state.deadline, ROUNDS[state.round][0])
        state.dull.add((state.round, index, counts))
    if found is None and not state.deadline.passed:
        found = _solve(state, index, part, counts)
    if found is not None:
        state.known[index, counts] = found
    return found


def _solve(
    state: Search, index: int, part: Compartment, counts: Counts
) -> tuple[str, Filled] | None:
    """Ask the assignment program, which may also prove that the hosts do not do."""
    hosts = hosts_of(part, counts)
    status = Status.UNKNOWN
    _, nodes, share = ROUNDS[state.round]
    if nodes and len(part.types) * len(hosts) <= MOST_ASSIGNMENTS:
        status, filled = assign(part, hosts, state.deadline.left_s * share, nodes)
        if filled is not None:
            return "ilp", filled
    known = state.limits if status is Status.INFEASIBLE else state.tried
    known.append(Limit(index, counts))
    return None
