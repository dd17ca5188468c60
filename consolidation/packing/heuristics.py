"""Fast packing of a compartment onto a given row of hosts, by rules of thumb.

First fit and best fit by falling size (Johnson 1974); dot product and L2 norm for vectors
(Panigrahy, Talwar, Uyeda and Wieder 2011). What they leave over goes to `packing.exchange`.
"""

from collections.abc import Callable, Sequence

from consolidation.packing.bins import Bins, Filled
from consolidation.packing.compartments import Compartment
from consolidation.packing.exchange import exchange
from consolidation.solving.deadline import Deadline

MOST_WORK = 4_000_000
"""Above so many pairs of guest and host only first fit is used."""

Order = list[int]
"""Types in order, with repetition: one entry per guest."""

Rule = Callable[[Bins, Order], Order]
"""Puts guests on hosts in the given order and returns those left over."""


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
        left = rule(bins, order)
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
    if compartment.num_guests * num_hosts <= MOST_WORK:
        methods.append(("dot-product", dot_product, orders[0]))
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


def first_fit(bins: Bins, order: Order) -> Order:
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


def best_fit(bins: Bins, order: Order) -> Order:
    """Each guest goes to the host that is left with least room."""
    return _fit(bins, order, lambda before, share: sum(before) - sum(share))


def balanced_fit(bins: Bins, order: Order) -> Order:
    """Each guest goes to the host whose emptiest dimension stays emptiest: loads stay even."""
    return _fit(
        bins, order, lambda before, share: -min(b - s for b, s in zip(before, share, strict=True))
    )


def _fit(
    bins: Bins, order: Order, score: Callable[[Sequence[float], Sequence[float]], float]
) -> Order:
    """Put each guest on the host with the smallest score among those that take it."""
    compartment = bins.compartment
    scale = [max(1, most) for most in compartment.largest]
    shares = {kind: _shares(compartment, kind) for kind in order}
    left = []
    for kind in order:
        chosen = min(
            (
                (
                    score(
                        [r / m for r, m in zip(bins.room[host], scale, strict=True)], shares[kind]
                    ),
                    host,
                )
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


def dot_product(bins: Bins, order: Order) -> Order:
    """Fill host after host with the guest whose demand lies most along the room that is left."""
    compartment = bins.compartment
    scale = [max(1, most) for most in compartment.largest]
    shares = {kind: _shares(compartment, kind) for kind in order}
    number = dict.fromkeys(order, 0)
    for kind in order:
        number[kind] += 1
    for host in range(len(bins.options)):
        while True:
            room = [r / m for r, m in zip(bins.room[host], scale, strict=True)]
            fitting = [kind for kind, num in number.items() if num and bins.takes(host, kind)]
            if not fitting:
                break
            kind = max(
                fitting,
                key=lambda k: (sum(s * r for s, r in zip(shares[k], room, strict=True)), -k),
            )
            bins.put(host, kind)
            number[kind] -= 1
    return [kind for kind in order for _ in range(number.pop(kind, 0))]
