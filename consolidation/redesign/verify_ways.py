"""What a line may cost, found a second time for the re-check: contracts, tariffs, every way.

Module combinations are enumerated here, where the study solves a covering problem.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from consolidation.inventory.estate import Estate
from consolidation.inventory.tables.kinds import Medium
from consolidation.inventory.tables.network import Link
from consolidation.inventory.tables.traffic import Tariff
from consolidation.redesign.model import LineChoice, LineOptions


@dataclass(frozen=True, slots=True)
class Contract:
    """What a link's contract costs in a state of the network, and whether it is the link's own."""

    yen_month: int
    leaving_yen: int
    alone: bool


def contract(state: Estate, link: Link | None, options: LineOptions) -> Contract:
    """Return a link's contract: of several links on one, the first by id bears it."""
    if link is None or link.circuit is None:
        return Contract(0, 0, True)
    users = sorted(row.id for row in state.links if row.circuit == link.circuit)
    row = state.circuit[link.circuit]
    running = row.ends_on is None or row.ends_on > options.change_on
    fee = row.yen_month if users[0] == link.id else 0
    leaving = row.termination_yen if users[0] == link.id and running else 0
    return Contract(fee, leaving, len(users) == 1)


def capacity(state: Estate, link: Link) -> int | None:
    """Return a line's capacity: its own, else the bandwidth of its contract's tariff row."""
    circuit = state.circuit[link.circuit] if link.circuit is not None else None
    if link.capacity_mbit_s is not None or circuit is None or circuit.tariff is None:
        return link.capacity_mbit_s
    return state.tariff[circuit.tariff].bandwidth_mbit_s


def needed(choice: LineChoice, options: LineOptions) -> int:
    """Return the Mbit/s at which the load stays at or under the share; at least 1."""
    return max(1, -(-choice.load_kbit_s * 100 // (1000 * options.max_utilisation_percent)))


def offers(state: Estate, choice: LineChoice, link: Link) -> tuple[Tariff, ...]:
    """Return the tariff rows of the line's distance class, largest bandwidth first.

    None for a link of the city's own, for which no circuit is bought.
    """
    if link.circuit is None and link.medium is not Medium.CARRIER:
        return ()
    ends = [state.device[d].site for d in (link.a_device, link.b_device)]
    classes = [state.site[s].distance_class for s in (choice.site, *ends)]
    wanted = next((c for c in classes if c is not None), None)
    rows = [t for t in state.tariffs if wanted is not None and t.distance_class == wanted]
    return tuple(sorted(rows, key=lambda t: (-t.bandwidth_mbit_s, t.id)))


def least_cost(
    state: Estate, choice: LineChoice, options: LineOptions, *, as_it_is: bool
) -> int | None:
    """Return what the cheapest admissible way costs, where that is less than the way chosen.

    ``state`` holds the links before their change of capacity; ``as_it_is`` lines that are too
    small are compared with nothing.
    """
    months = 12 * options.years
    paid = choice.yen_month_after * months + choice.one_off_yen
    link = state.link[choice.link]
    old, need = capacity(state, link), needed(choice, options)
    if old is None or (as_it_is and old < need):
        return None
    return min(_ways(state, choice, link, (old, need, months, paid), options), default=None)


def _ways(
    state: Estate,
    choice: LineChoice,
    link: Link,
    numbers: tuple[int, int, int, int],
    options: LineOptions,
) -> Iterator[int]:
    """Yield what each admissible kind of way costs, where that is less than what is paid."""
    old, need, months, paid = numbers
    mine = contract(state, link, options)
    rows = offers(state, choice, link)
    kept = mine.yen_month * months
    if old >= need and kept < paid:
        yield kept
    if old < need:
        added = _cover(rows, need - old, months, paid - kept)
        yield from () if added is None else (kept + added,)
    if mine.alone:
        fresh = _cover(rows, need, months, paid - mine.leaving_yen)
        yield from () if fresh is None else (mine.leaving_yen + fresh,)


def _cover(rows: tuple[Tariff, ...], need: int, months: int, limit: int) -> int | None:
    """Return the least cost under ``limit`` of covering the need, or ``None``.

    Tries every count of every tariff row; leaves out only counts whose cost, with the rest
    bought at the best price per Mbit/s left, already reaches the limit.
    """
    if need <= 0:
        return 0 if limit > 0 else None
    if not rows:
        return None
    prices = [t.yen_month * months + t.one_off_yen for t in rows]
    rate = min(Fraction(p, t.bandwidth_mbit_s) for p, t in zip(prices, rows, strict=True))
    best: int | None = None
    for count in range(-(-need // rows[0].bandwidth_mbit_s) + 1):
        left = need - count * rows[0].bandwidth_mbit_s
        spent = count * prices[0]
        if spent + rate * max(0, left) >= limit:
            break  # a larger count costs no less: no row is cheaper per Mbit/s than the rate
        rest = _cover(rows[1:], left, months, limit - spent)
        if rest is not None:
            best = limit = spent + rest
    return best
