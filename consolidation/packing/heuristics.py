"""Fast packing of a compartment onto a given row of hosts, by rules of thumb.

First fit and best fit by falling size (Johnson 1974); dot product and L2 norm for vectors
(Panigrahy, Talwar, Uyeda and Wieder 2011). What they leave over goes to `packing.exchange`.
"""

from collections.abc import Callable, Sequence

from consolidation.packing.bins import Bins, Filled
from consolidation.packing.compartments import Compartment
from consolidation.packing.exchange import exchange
from consolidation.solving.deadline import Deadline

MOST_WORK = 500_000
"""Above so many pairs of guest and host, rules that look at every host are left out."""

MOST_KINDS_WORK = 2_000_000
"""Above so many pairs of guest and type the dot product is left out."""

CLOCK_EVERY = 64
"""Guests after which a rule looks at the clock."""

Order = list[int]
"""Types in order, with repetition: one entry per guest."""

Rule = Callable[[Bins, Order, Deadline], Order]
"""Puts guests on hosts in the given order and returns those left over (all, once time is up)."""


def pack_onto(
    compartment: Compartment, hosts: Sequence[int], deadline: Deadline, work: int
) -> tuple[str, Filled] | None:
    """Try to put all guests on the given hosts; return the method's name and the packing.

    ``hosts`` names the option of each host, ``work`` bounds the exchanges tried at the
    end. The same input gives the same answer, unless the deadline cuts the work off.
    """
    best: tuple[Bins, Order] | None = None
    for name, rule, order in _methods(compartment, len(hosts)):
        bins = Bins(compartment, hosts)
        left = rule(bins, order, deadline)
        if not left:
            return name, bins.filled()
        if best is None or _size(compartment, left) < _size(compartment, best[1]):
            best = (bins, left)
        if deadline.passed:
            return None
    if best is not None and exchange(best[0], best[1], work, deadline):
        return "exchange", best[0].filled()
    return None


def open_hosts(compartment: Compartment, option: int) -> Filled | None:
    """Pack by first fit, opening hosts of one option as needed; ``None`` if some guest is too big.

    The better of two orders is taken.
    """
    if any(option not in homes for homes in compartment.homes):
        return None
    found = []
    for order in (by_sum(compartment), by_largest(compartment)):
        bins = Bins(compartment, [option] * compartment.num_guests)
        if not first_fit(bins, order):
            found.append(bins.filled())
    return min(found, key=lambda filled: len(filled.fillings), default=None)


def _methods(compartment: Compartment, num_hosts: int) -> list[tuple[str, Rule, Order]]:
    orders = [by_sum(compartment), by_largest(compartment), by_scarcity(compartment)]
    methods: list[tuple[str, Rule, Order]] = [("first-fit", first_fit, orders[0])]
    if compartment.num_guests * len(compartment.types) <= MOST_KINDS_WORK:
        methods.append(("dot-product", dot_product, orders[0]))
    if compartment.num_guests * num_hosts <= MOST_WORK:
        methods.extend(("best-fit", best_fit, order) for order in orders)
        methods.extend(("balanced-fit", balanced_fit, order) for order in orders)
    return methods


def _size(compartment: Compartment, left: Order) -> float:
    return sum(max(_shares(compartment, kind)) for kind in left)


def _shares(compartment: Compartment, kind: int) -> list[float]:
    """Return a type's demand as a share of the largest host, dimension by dimension."""
    demand = compartment.types[kind].demand
    return [need / max(1, most) for need, most in zip(demand, compartment.largest, strict=True)]


def _ordered(compartment: Compartment, key: Callable[[int], float]) -> Order:
    """Order guests by falling key, after those that give room back."""
    types = compartment.types
    kinds = sorted(range(len(types)), key=lambda k: (min(types[k].demand) >= 0, -key(k), k))
    return [kind for kind in kinds for _ in range(compartment.types[kind].num)]


def by_sum(compartment: Compartment) -> Order:
    """Largest sum of shares first."""
    return _ordered(compartment, lambda kind: sum(_shares(compartment, kind)))


def by_largest(compartment: Compartment) -> Order:
    """Largest single share first."""
    return _ordered(compartment, lambda kind: max(_shares(compartment, kind)))


def by_scarcity(compartment: Compartment) -> Order:
    """Shares weighted by how much of the dimension all guests need together."""
    totals = [0.0] * len(compartment.largest)
    for index, kind in enumerate(compartment.types):
        for d, share in enumerate(_shares(compartment, index)):
            totals[d] += share * kind.num

    def size(kind: int) -> float:
        return sum(w * s for w, s in zip(totals, _shares(compartment, kind), strict=True))

    return _ordered(compartment, size)


def first_fit(bins: Bins, order: Order, _deadline: Deadline | None = None) -> Order:
    """Each guest goes to the first host that takes it."""
    left = []
    first = dict.fromkeys(order, 0)
    for kind in order:
        for host in range(first[kind], len(bins.options)):
            if bins.takes(host, kind):
                bins.put(host, kind)
                first[kind] = host
                break
        else:
            first[kind] = len(bins.options)
            left.append(kind)
    return left


def best_fit(bins: Bins, order: Order, deadline: Deadline) -> Order:
    """Each guest goes to the host that is left with least room."""
    return _fit(bins, order, deadline, lambda before, share: sum(before) - sum(share))


def balanced_fit(bins: Bins, order: Order, deadline: Deadline) -> Order:
    """Each guest goes to the host whose emptiest dimension stays emptiest: loads stay even."""

    def fullness(before: Sequence[float], share: Sequence[float]) -> float:
        return -min(b - s for b, s in zip(before, share, strict=True))

    return _fit(bins, order, deadline, fullness)


def _fit(
    bins: Bins,
    order: Order,
    deadline: Deadline,
    score: Callable[[Sequence[float], Sequence[float]], float],
) -> Order:
    """Put each guest on the host with the smallest score among those that take it."""
    shares = {kind: _shares(bins.compartment, kind) for kind in dict.fromkeys(order)}
    left: Order = []
    for at, kind in enumerate(order):
        if at % CLOCK_EVERY == 0 and deadline.passed:
            return left + order[at:]
        chosen = min(
            (
                (score(_room(bins, host), shares[kind]), host)
                for host in range(len(bins.options))
                if bins.takes(host, kind)
            ),
            default=None,
        )
        if chosen is None:
            left.append(kind)
        else:
            bins.put(chosen[1], kind)
    return left


def dot_product(bins: Bins, order: Order, deadline: Deadline) -> Order:
    """Fill host after host with the guest whose demand lies most along the room that is left."""
    number = dict.fromkeys(order, 0)
    for kind in order:
        number[kind] += 1
    shares = {kind: _shares(bins.compartment, kind) for kind in number}
    for host in range(len(bins.options)):
        if deadline.passed:
            break
        while True:
            fitting = [kind for kind, num in number.items() if num and bins.takes(host, kind)]
            if not fitting:
                break
            room = _room(bins, host)
            along = [
                (sum(s * r for s, r in zip(shares[kind], room, strict=True)), -kind)
                for kind in fitting
            ]
            kind = -max(along)[1]
            bins.put(host, kind)
            number[kind] -= 1
    return [kind for kind in order for _ in range(number.pop(kind, 0))]


def _room(bins: Bins, host: int) -> list[float]:
    """Return what is left on a host as a share of the largest host, dimension by dimension."""
    largest = bins.compartment.largest
    return [have / max(1, most) for have, most in zip(bins.room[host], largest, strict=True)]
