"""A mix of hosts: how many of each option stand in each compartment, and which are spare."""

from dataclasses import dataclass

from consolidation.packing.compartments import Compartment, Lot, fits
from consolidation.packing.model import HostOption

Counts = tuple[int, ...]
"""Number of hosts for each option of a compartment (or of a cluster), in their order."""


@dataclass(frozen=True, slots=True)
class Mix:
    """Hosts for guests per compartment and spare hosts per cluster of a lot."""

    hosts: tuple[Counts, ...]
    """One entry per compartment of the lot."""
    spares: tuple[Counts, ...]
    """One entry per cluster of the lot."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A proved fact: the guests of a compartment do not fit on these hosts (nor on fewer)."""

    compartment: int
    hosts: Counts


def options_of(lot: Lot, cluster: str) -> tuple[HostOption, ...]:
    """Return the options of one cluster, in order of id."""
    return tuple(option for option in lot.options if option.cluster == cluster)


def price(lot: Lot, mix: Mix) -> int:
    """Return what all hosts of a mix cost, spares included."""
    total = 0
    for compartment, hosts in zip(lot.compartments, mix.hosts, strict=True):
        total += _price(compartment.options, hosts)
    for cluster, spares in zip(lot.clusters, mix.spares, strict=True):
        total += _price(options_of(lot, cluster), spares)
    return total


def cluster_price(lot: Lot, mix: Mix, cluster: str) -> int:
    """Return what the hosts of one cluster cost, spares included."""
    at = lot.clusters.index(cluster)
    total = _price(options_of(lot, cluster), mix.spares[at])
    for compartment, hosts in zip(lot.compartments, mix.hosts, strict=True):
        if compartment.cluster == cluster:
            total += _price(compartment.options, hosts)
    return total


def _price(options: tuple[HostOption, ...], counts: Counts) -> int:
    return sum(option.price_yen * num for option, num in zip(options, counts, strict=True))


def used(lot: Lot, mix: Mix, cluster: str) -> tuple[int, ...]:
    """Return which options of a cluster carry guests, as places in its options."""
    places: set[int] = set()
    for compartment, hosts in zip(lot.compartments, mix.hosts, strict=True):
        if compartment.cluster == cluster:
            places.update(o for o, num in enumerate(hosts) if num)
    return tuple(sorted(places))


def with_spares(lot: Lot, hosts: tuple[Counts, ...]) -> Mix | None:
    """Return the hosts with the cheapest spares for them, or ``None`` if the stock runs out.

    For given hosts the spares of a cluster are k of the cheapest options that are at least as
    large as every host used. (Clusters that share stock are served in order.)
    """
    bare = Mix(hosts, tuple((0,) * len(options_of(lot, cluster)) for cluster in lot.clusters))
    stock = dict(lot.stock)
    for compartment, counts in zip(lot.compartments, hosts, strict=True):
        for option, num in zip(compartment.options, counts, strict=True):
            if option.id in stock:
                stock[option.id] -= num
    if any(left < 0 for left in stock.values()):
        return None
    asked = dict(lot.spares)
    spares = []
    for cluster in lot.clusters:
        chosen = _cheapest(lot, cluster, used(lot, bare, cluster), asked.get(cluster, 0), stock)
        if chosen is None:
            return None
        spares.append(chosen)
    return Mix(hosts, tuple(spares))


def _cheapest(
    lot: Lot, cluster: str, carrying: tuple[int, ...], num: int, stock: dict[str, int]
) -> Counts | None:
    """Take the cheapest admissible spares out of the stock, or tell that it does not reach."""
    options = options_of(lot, cluster)
    counts = [0] * len(options)
    order = sorted(range(len(options)), key=lambda o: (options[o].price_yen, options[o].id))
    for o in order:
        if any(not fits(options[u].capacity, options[o].capacity) for u in carrying):
            continue
        taken = min(num - sum(counts), stock.get(options[o].id, num))
        counts[o] = taken
        if options[o].id in stock:
            stock[options[o].id] -= taken
    return tuple(counts) if sum(counts) == num else None


def hosts_of(compartment: Compartment, counts: Counts) -> tuple[int, ...]:
    """Return the hosts of a compartment as places of their options, one entry per host.

    The largest come first, so that heuristics fill them first.
    """
    order = sorted(
        range(len(counts)),
        key=lambda o: (
            -sum(
                have / max(1, most)
                for have, most in zip(compartment.capacities[o], compartment.largest, strict=True)
            ),
            o,
        ),
    )
    return tuple(o for o in order for _ in range(counts[o]))
