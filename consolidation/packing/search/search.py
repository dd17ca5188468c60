"""Find the cheapest packing of one lot: bounds from below, packings from above, until they meet.

From below: the cheapest mix of hosts that covers every row known (`host_mix`) bounds the price;
column generation and refuted mixes add rows (`raising`). From above: a mix is tried out,
compartment by compartment, by rules of thumb, full hosts, diving and the assignment program
(`trying`).
"""

from consolidation.errors import SolverTrouble
from consolidation.packing.bounding.cover import quick_rows
from consolidation.packing.compact.compartments import Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.placing.heuristics import is_huge, open_hosts
from consolidation.packing.search.descending import descend, many_types
from consolidation.packing.search.efforts import EFFORTS
from consolidation.packing.search.raising import begin, raise_bound
from consolidation.packing.search.state import Search, improve
from consolidation.packing.search.trying import next_mix, try_out
from consolidation.solving.deadline import Deadline


def search(lot: Lot, deadline: Deadline) -> Search:
    """Search until the packing is proved cheapest or the deadline passes.

    Ctrl-C ends the search with the best packing so far; without any it is raised again.
    """
    state = Search(lot, deadline, [list(quick_rows(part)) for part in lot.compartments])
    try:
        _start(state)
        _close_in(state)
    except KeyboardInterrupt:
        if state.mix is None:
            raise
        state.interrupted = True
    except SolverTrouble:
        if state.mix is None:
            raise  # else the packing in hand stands, with the bound proved before the trouble
    return state


def _start(state: Search) -> None:
    """Take the first packing from rules of thumb, if stock and spares allow it.

    Compartments take from the stock in turn; where too little is left for the last ones or for
    spares, options of limited number are left out altogether.
    """
    stock = dict(state.lot.stock)
    for left in (stock, dict.fromkeys(stock, 0)) if stock else (stock,):
        found = _opened_in_turn(state, dict(left))
        if found is not None and improve(state, *found):
            return


def _opened_in_turn(state: Search, stock: dict[str, int]) -> tuple[tuple[Filled, ...], str] | None:
    packings: list[Filled] = []
    methods: set[str] = set()
    for part in state.lot.compartments:
        found = open_hosts(part, stock, state.deadline)
        if found is None:
            return None
        methods.add(found[0])
        packings.append(found[1])
        for setting, _ in found[1].fillings:
            option = part.settings[setting].option.id
            if option in stock:
                stock[option] -= 1
    return tuple(packings), "+".join(sorted(methods))


def _close_in(state: Search) -> None:
    """Raise the bound and try mixes until both meet, nothing is left to try, or time is up."""
    raise_bound(state)
    huge = any(is_huge(part) for part in state.lot.compartments)
    for number, effort in enumerate(EFFORTS):
        state.effort = number
        state.tried.clear()
        if not state.over:
            begin(state, effort)
        if many_types(state.lot):
            descend(state, effort.descent_work)
        for _ in range(min(number, 1) if huge else effort.mixes):
            if state.over:
                return
            mix = next_mix(state)
            if mix is None:
                break
            try_out(state, mix)
            if not state.over:
                raise_bound(state)
