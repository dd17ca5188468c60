"""A mix of hosts: how many in each setting stand in each compartment, and which are spare."""

from collections import Counter
from dataclasses import dataclass

from consolidation.packing.compact.compartments import Compartment, Lot, fits
from consolidation.packing.model import HostOption

Counts = tuple[int, ...]
"""Number of hosts for each setting of a compartment (or option of a cluster), in their order."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Hosts for guests per compartment and spare hosts per cluster of a lot."""

    hosts: tuple[Counts, ...]
    """One entry per compartment of the lot, a number per setting."""
    spares: tuple[Counts, ...]
    """One entry per cluster of the lot, a number per option."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A proved fact: the guests of a compartment do not fit on these hosts (nor on fewer)."""

    compartment: int
    hosts: Counts


def price(lot: Lot, mix: Mix) -> int:
    """Return what all hosts of a mix count in the objective, spares included."""
    return sum(cluster_price(lot, mix, cluster) for cluster in lot.clusters)


def cluster_price(lot: Lot, mix: Mix, cluster: str) -> int:
    """Return what the hosts of one cluster count in the objective, spares included."""
    options = lot.cluster_options[cluster]
    spares = mix.spares[lot.clusters.index(cluster)]
    total = sum(lot.spare_price(o) * num for o, num in zip(options, spares, strict=True))
    for part, hosts in zip(lot.compartments, mix.hosts, strict=True):
        if part.cluster == cluster:
            total += sum(s.price_yen * num for s, num in zip(part.settings, hosts, strict=True))
    return total


def large_enough(spare: HostOption, used: HostOption) -> bool:
    """Tell whether a spare can take over whatever stands on a host in use."""
    limited = spare.most_guests is not None and (
        used.most_guests is None or used.most_guests > spare.most_guests
    )
    return not limited and fits(used.capacity, spare.capacity)


def with_spares(lot: Lot, hosts: tuple[Counts, ...]) -> Mix | None:
    """Return the hosts with the cheapest spares for them, or ``None`` if the stock runs out.

    For given hosts the spares of a cluster are k of the cheapest options that are at least as
    large as every host used. (Clusters that share stock are served in order.)
    """
    stock = dict(lot.stock)
    carrying: dict[str, Counter[str]] = {cluster: Counter() for cluster in lot.clusters}
    for part, counts in zip(lot.compartments, hosts, strict=True):
        for setting, num in zip(part.settings, counts, strict=True):
            if num:
                carrying[part.cluster][setting.option.id] += num
    for used in carrying.values():
        for name, num in used.items():
            if name in stock:
                stock[name] -= num
    if any(left < 0 for left in stock.values()):
        return None
    asked = dict(lot.spares)
    spares = []
    for cluster in lot.clusters:
        chosen = _cheapest(lot, cluster, set(carrying[cluster]), asked.get(cluster, 0), stock)
        if chosen is None:
            return None
        spares.append(chosen)
    return Mix(hosts, tuple(spares))


def _cheapest(
    lot: Lot, cluster: str, carrying: set[str], num: int, stock: dict[str, int]
) -> Counts | None:
    """Take the cheapest admissible spares out of the stock, or tell that it does not reach."""
    options = lot.cluster_options[cluster]
    used = [option for option in options if option.id in carrying]
    counts = [0] * len(options)
    order = sorted(range(len(options)), key=lambda o: (options[o].price_yen, options[o].id))
    for o in order:
        if not all(large_enough(options[o], other) for other in used):
            continue
        taken = min(num - sum(counts), stock.get(options[o].id, num))
        counts[o] = taken
        if options[o].id in stock:
            stock[options[o].id] -= taken
    return tuple(counts) if sum(counts) == num else None


def hosts_of(part: Compartment, counts: Counts) -> tuple[int, ...]:
    """Return the hosts of a compartment as places of their settings, one entry per host.

    The largest come first, so that heuristics fill them first.
    """
    order = sorted(
        range(len(counts)),
        key=lambda s: (
            -sum(
                have / max(1, most)
                for have, most in zip(part.capacities[s], part.largest, strict=True)
            ),
            s,
        ),
    )
    return tuple(s for s in order for _ in range(counts[s]))
