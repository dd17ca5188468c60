"""What a packing amounts to, told from its hosts and placements alone: yen, moves, utilisation.

Exact whole numbers, and no line shared with the search: the re-check rests on this.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from consolidation.packing.model import (
    Guest,
    HostOption,
    PackedHost,
    PackingProblem,
    Placement,
    Surcharge,
    Then,
)

FULL = 10_000
"""Full utilisation, in hundredths of a percent."""

Loads = Mapping[str, Sequence[Guest]]
"""The guests on each host that has any, by the host's id."""
Options = Mapping[tuple[str, str], HostOption]
"""The options by cluster and id."""


def price_yen(
    problem: PackingProblem, hosts: Sequence[PackedHost], placements: Sequence[Placement]
) -> int:
    """Return what a packing costs: hosts, spares, surcharges and placement costs.

    >>> guests = tuple(
    ...     Guest(id=f"g{i}", cluster="a", zone="z", demand=(1,), labels=("db",), costs=(("b", 5),))
    ...     for i in range(3)
    ... )
    >>> option = HostOption(id="big", cluster="a", capacity=(9,), price_yen=100, groups=("b",))
    >>> licence = Surcharge(label="db", yen=(("big", 30),), per=2)
    >>> problem = PackingProblem(
    ...     dimensions=("cores",), guests=guests, options=(option,), surcharges=(licence,)
    ... )
    >>> host = PackedHost(id="h", option="big", cluster="a", zone="z")
    >>> price_yen(problem, (host,), [Placement(server=guest.id, host="h") for guest in guests])
    175
    """
    return sum(price_by_cluster(problem, hosts, placements).values())


def price_by_cluster(
    problem: PackingProblem, hosts: Sequence[PackedHost], placements: Sequence[Placement]
) -> dict[str, int]:
    """Return what each cluster that has hosts costs."""
    options, loads = options_of(problem), loads_of(problem, placements)
    surcharges: dict[str, list[Surcharge]] = {}
    for surcharge in problem.surcharges:
        surcharges.setdefault(surcharge.label, []).append(surcharge)
    paid: dict[str, int] = {}
    for host in hosts:
        option, guests = options[host.cluster, host.option], loads.get(host.id, ())
        yen = option.price_yen + sum(standing_yen(guest, option) for guest in guests)
        if surcharges and guests:
            yen += surcharged_yen(surcharges, option, guests)
        paid[host.cluster] = paid.get(host.cluster, 0) + yen
    return paid


def standing_yen(guest: Guest, option: HostOption) -> int:
    """Return what it costs that a guest stands on a host of an option: all that match add up."""
    return sum(yen for name, yen in guest.costs if name == option.id or name in option.groups)


def surcharged_yen(
    surcharges: Mapping[str, Sequence[Surcharge]], option: HostOption, guests: Iterable[Guest]
) -> int:
    """Return what a host costs more for its guests; ``surcharges`` are given by label."""
    total = 0
    for label, num in num_labelled(guests).items():
        for surcharge in surcharges.get(label, ()):
            times = 1 if surcharge.per is None else -(-num // surcharge.per)
            total += times * sum(yen for name, yen in surcharge.yen if name == option.id)
    return total


def num_labelled(guests: Iterable[Guest]) -> Counter[str]:
    """Return how many of the guests carry each label."""
    return Counter(label for guest in guests for label in dict.fromkeys(guest.labels))


def num_moves(
    problem: PackingProblem, hosts: Sequence[PackedHost], placements: Sequence[Placement]
) -> int:
    """Return how many guests leave the host they stand on today.

    A guest that stands on none today (``present`` is ``None``) has none to leave.
    """
    option = {host.id: (host.cluster, host.option) for host in hosts}
    stands = {placement.server: option.get(placement.host) for placement in placements}
    return sum(
        guest.present is not None and stands.get(guest.id) != (guest.cluster, guest.present)
        for guest in problem.guests
    )


def highest_utilisation(
    problem: PackingProblem, hosts: Sequence[PackedHost], placements: Sequence[Placement]
) -> int:
    """Return the highest utilisation of any host with guests in any dimension.

    In hundredths of a percent, rounded up; 0 where there is no load. A dimension in which a host
    has no capacity does not count.
    """
    options, loads = options_of(problem), loads_of(problem, placements)
    return max(
        (
            -(-FULL * load // room)
            for host in hosts
            if host.id in loads
            for load, room in zip(
                load_of(loads[host.id]), options[host.cluster, host.option].capacity, strict=True
            )
            if room > 0 and load > 0
        ),
        default=0,
    )


SECOND_VALUE = {Then.EVEN: highest_utilisation, Then.FEWEST_MOVES: num_moves}
"""What a second solve minimises."""


def options_of(problem: PackingProblem) -> Options:
    """Return the options by cluster and id."""
    return {(option.cluster, option.id): option for option in problem.options}


def loads_of(problem: PackingProblem, placements: Iterable[Placement]) -> Loads:
    """Return the guests of each host that has any; placements of strangers are left out."""
    guests = {guest.id: guest for guest in problem.guests}
    loads: dict[str, list[Guest]] = {}
    for placement in placements:
        if placement.server in guests:
            loads.setdefault(placement.host, []).append(guests[placement.server])
    return loads


def load_of(guests: Sequence[Guest]) -> tuple[int, ...]:
    """Return the total demand per dimension of at least one guest."""
    return tuple(map(sum, zip(*(guest.demand for guest in guests), strict=True)))
