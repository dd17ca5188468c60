"""Guests kept together, as one: what a bundle needs, how rules call it, where it may stand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from consolidation.packing.model import Guest, HostOption, PackingProblem

NOBODY: frozenset[str] = frozenset()


class Bundle(NamedTuple):
    """Guests that stand on one host together; mostly a single guest."""

    cluster: str
    zone: str
    ids: tuple[str, ...]
    demand: tuple[int, ...]
    labels: tuple[tuple[str, int], ...]
    """(label, guests that carry it), in order of label."""
    only: tuple[frozenset[str], ...]
    """Pins of its guests: an option must be named by each of them."""
    never: frozenset[str]
    costs: tuple[tuple[str, int], ...]

    def likeness(self, options: Sequence[HostOption]) -> tuple[object, ...]:
        """Return what bundles share that differ, for these options, in nothing but their ids."""
        costs: tuple[int | None, ...] = ()
        if self.only or self.never or self.costs:
            costs = tuple(self.cost_on(option, by_cost=True) for option in options)
            costs = costs if any(cost != 0 for cost in costs) else ()
        return self.demand, self.labels, len(self.ids), costs

    def cost_on(self, option: HostOption, *, by_cost: bool) -> int | None:
        """Return what standing on an option costs, ``None`` where a pin or ban forbids it."""
        if not (self.only or self.never or self.costs):
            return 0
        names = {option.id, *option.groups}
        if self.never & names or not all(pin & names for pin in self.only):
            return None
        return sum(yen for name, yen in self.costs if name in names) if by_cost else 0


def bundles_of(problem: PackingProblem) -> Iterator[Bundle]:
    """Yield the bundles of a problem: single guests in order of id, then those kept together."""
    kept: dict[tuple[str, str, str], list[Guest]] = {}
    for guest in sorted(problem.guests, key=attrgetter("id")):
        if guest.together is None:
            yield _single(guest)
        else:
            kept.setdefault((guest.cluster, guest.zone, guest.together), []).append(guest)
    for guests in kept.values():
        yield _bundle(guests)


def _single(guest: Guest) -> Bundle:
    return Bundle(
        guest.cluster,
        guest.zone,
        (guest.id,),
        guest.demand,
        tuple((label, 1) for label in sorted(set(guest.labels))) if guest.labels else (),
        () if guest.only is None else (frozenset(guest.only),),
        frozenset(guest.never) if guest.never else NOBODY,
        guest.costs,
    )


def _bundle(guests: Sequence[Guest]) -> Bundle:
    counted = Counter(label for guest in guests for label in sorted(set(guest.labels)))
    return Bundle(
        guests[0].cluster,
        guests[0].zone,
        tuple(guest.id for guest in guests),
        tuple(sum(column) for column in zip(*(g.demand for g in guests), strict=True)),
        tuple(sorted(counted.items())),
        tuple(frozenset(g.only) for g in guests if g.only is not None),
        frozenset(name for g in guests for name in g.never),
        tuple(sorted(item for g in guests for item in g.costs)),
    )
