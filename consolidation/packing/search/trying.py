"""Try out mixes of hosts: pack each compartment into its hosts, or learn that they do not do."""

from collections import Counter

from consolidation.packing.bounding.host_mix import mix_model, roomiest
from consolidation.packing.columns.diving import dive
from consolidation.packing.compact.compartments import Compartment, Lot
from consolidation.packing.compact.filled import Filled
from consolidation.packing.compact.mix import Counts, Limit, Mix, hosts_of
from consolidation.packing.placing.assignment import assign
from consolidation.packing.placing.closest import fill_closest, looks_up
from consolidation.packing.placing.fullest import fill_fullest
from consolidation.packing.placing.heuristics import pack_onto
from consolidation.packing.search.efforts import EFFORTS, Effort
from consolidation.packing.search.raising import generation_of
from consolidation.packing.search.state import Search, improve, improve_part
from consolidation.solving.status import Status

NODES_PER_TRY = 100
"""Nodes of the search for a full host that take about as long as looking one guest up."""


def next_mix(state: Search) -> Mix | None:
    """Return a mix worth trying: the cheapest possible first, then roomier ones that still pay.

    Prices take turns, since there may be very many mixes of one price. ``None`` if every mix that
    would pay was tried already.
    """
    prices = [state.lower]
    if state.upper is None:
        prices += [state.lower * (100 + more) // 100 for more in (2, 5, 10, 25, 100)]
        prices.append(_dearest(state.lot))
    elif state.upper - 1 > state.lower:
        prices += [(state.lower + state.upper) // 2, state.upper - 1]
    turn = len(state.tried) % len(prices)
    for most in [*prices[turn:], *prices[:turn]]:
        model = mix_model(state.lot, state.rows, [*state.limits, *state.tried])
        status, mix = roomiest(model, most, state.deadline.left_s)
        if mix is not None or state.deadline.passed:
            return mix
        if status is Status.INFEASIBLE and most == max(prices) and not state.tried:
            state.lower = max(state.lower, state.upper or 0)
            state.bound_by = state.shown_by
    return None


def _dearest(lot: Lot) -> int:
    """Return a price that no sensible mix exceeds: a dearest host for every guest and spare."""
    num = sum(part.num_guests for part in lot.compartments) + sum(k for _, k in lot.spares)
    dearest = max(setting.price_yen for part in lot.compartments for setting in part.settings)
    costs = sum(
        max((cost or 0 for cost in kind.costs), default=0) * kind.num
        for part in lot.compartments
        for kind in part.types
    )
    return num * max(dearest, *(lot.spare_price(o) for o in lot.options)) + costs


def try_out(state: Search, mix: Mix) -> None:
    """Pack into a mix; learn from every compartment whether its hosts do."""
    filled: list[Filled] = []
    methods: set[str] = set()
    for index, part in enumerate(state.lot.compartments):
        answer = _fill(state, index, part, mix.hosts[index])
        if answer is None:
            return
        methods.add(answer[0])
        filled.append(answer[1])
    better = improve(state, tuple(filled), "+".join(sorted(methods)), mix)
    placing = any(part.with_costs for part in state.lot.compartments)
    if placing or not better:  # the mix does, but perhaps not as cheaply as it could
        state.tried.extend(Limit(i, counts) for i, counts in enumerate(mix.hosts))


def _fill(
    state: Search, index: int, part: Compartment, counts: Counts
) -> tuple[str, Filled] | None:
    """Pack one compartment into its hosts, or note that they do not do (or are not known to)."""
    known = state.known.get((index, counts))
    if known is not None:
        return known
    effort = EFFORTS[state.effort]
    hosts = hosts_of(part, counts)
    many = bool(state.filled) and looks_up(part)  # then rules of thumb only take time
    found = None
    if not many:
        found = pack_onto(part, hosts, state.deadline, effort.squeeze_work, effort.chain_work)
    if found is None and effort.fullest_nodes:
        found = _full_hosts(state, index, part, hosts, effort.fullest_nodes)
    num_rows = len(state.rows[index])
    generates = len(part.types) <= effort.types_generated(part.num_guests)
    if found is None and generates and len(part.settings) > 1 and not state.deadline.passed:
        found = _generate_onto(state, index, part, counts)
    if len(state.rows[index]) > num_rows and not state.rows[index][-1].scale:
        return None  # the new row rules these hosts out
    if found is None and not state.deadline.passed:
        found = _solve(state, index, part, counts, effort)
    if found is not None:
        state.known[index, counts] = found
    return found


def _generate_onto(
    state: Search, index: int, part: Compartment, counts: Counts
) -> tuple[str, Filled] | None:
    """Dive for a packing onto given hosts; a row that rules them out is kept if there is one."""
    generation = generation_of(state, index)
    generation.ask(part.arrays.num, [float(num) for num in counts])
    hosts = sum(s.price_yen * num for s, num in zip(part.settings, counts, strict=True))
    linear = generation.converge(hosts)
    if linear is None:
        return None
    if linear.row is not None and not linear.row.covered_by(counts):
        state.rows[index].append(linear.row)
        return None
    costs = sum(max((c or 0 for c in k.costs), default=0) * k.num for k in part.types)
    filled = dive(generation, linear.answer, hosts + costs + 1, EFFORTS[state.effort].failures)
    return None if filled is None else ("diving", filled)


def _full_hosts(
    state: Search, index: int, part: Compartment, hosts: Counts, nodes: int
) -> tuple[str, Filled] | None:
    """Fill hosts to the brim; where more of them are needed, that may still be cheaper."""
    cheapest_setting = min(hosts, key=lambda s: (part.settings[s].price_yen, s))
    more = [cheapest_setting] * (len(hosts) // 4)
    if looks_up(part):
        method = "close-fit"
        full = fill_closest(part, hosts, more, nodes // NODES_PER_TRY, state.deadline)
    else:
        method = "full-hosts"
        full = fill_fullest(part, hosts, more, nodes, state.deadline)
    if full is None:
        return None
    given = Counter(hosts)  # a host on which nobody fits is passed over for one of the others
    if all(num <= given[s] for s, num in Counter(s for s, _ in full.fillings).items()):
        return method, full
    improve_part(state, index, full, method)
    return None


def _solve(
    state: Search, index: int, part: Compartment, counts: Counts, effort: Effort
) -> tuple[str, Filled] | None:
    """Ask the assignment program, which may also prove that the hosts do not do."""
    hosts = hosts_of(part, counts)
    status = Status.UNKNOWN
    if effort.assign_nodes and len(part.types) * len(hosts) <= effort.most_pairs:
        limit_s = state.deadline.left_s * effort.share
        status, filled = assign(part, hosts, limit_s, effort.assign_nodes)
        if filled is not None:
            return "ilp", filled
    known = state.limits if status is Status.INFEASIBLE else state.tried
    known.append(Limit(index, counts))
    return None
