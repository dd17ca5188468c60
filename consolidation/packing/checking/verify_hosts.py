"""Re-check of each host by itself: whom it may carry, and how much."""

from collections.abc import Iterator, Sequence

from consolidation.packing.amounts import label, shown
from consolidation.packing.checking.account import Loads, Options, load_of
from consolidation.packing.model import Guest, HostOption, PackedHost, Packing, PackingProblem
from consolidation.text import Text


def host_mistakes(
    problem: PackingProblem, packing: Packing, options: Options, loads: Loads
) -> Iterator[Text]:
    """Check cluster, zone, pins and bans of the guests, and what the host can carry."""
    for host in packing.hosts:
        option, guests = options[host.cluster, host.option], loads.get(host.id, ())
        yield from _used(host, guests)
        for guest in guests:
            yield from _at_home(host, guest)
            yield from _let_in(host, option, guest)
        if guests:
            yield from _room(problem.dimensions, host, option, guests)


def _used(host: PackedHost, guests: Sequence[Guest]) -> Iterator[Text]:
    """Check that spares, and only spares, are empty."""
    if host.spare and (guests or host.zone is not None):
        yield Text(f"予備ホスト{host.id}が空でない", f"spare host {host.id} is not empty")
    if not host.spare and not guests:
        yield Text(
            f"ホスト{host.id}は空なのに予備でない", f"host {host.id} is empty but not a spare"
        )


def _at_home(host: PackedHost, guest: Guest) -> Iterator[Text]:
    """Check that a guest stands in its own cluster and zone."""
    if guest.cluster != host.cluster or guest.zone != host.zone:
        yield Text(
            f"{guest.id}（{guest.cluster}、{guest.zone}）が{host.cluster}、{host.zone}の"
            f"ホスト{host.id}にある",
            f"{guest.id} of {guest.cluster}, {guest.zone} stands on host {host.id} of "
            f"{host.cluster}, {host.zone}",
        )


def _let_in(host: PackedHost, option: HostOption, guest: Guest) -> Iterator[Text]:
    """Check that a guest is pinned here or nowhere, and not banned."""
    if guest.only is not None and not _named(option, guest.only):
        where = ", ".join(guest.only)
        yield Text(
            f"{guest.id}は{where}だけに置けるが、機種{option.id}のホスト{host.id}にある",
            f"{guest.id} may stand on {where} only, but stands on host {host.id} of type "
            f"{option.id}",
        )
    if guest.never and _named(option, guest.never):
        where = ", ".join(guest.never)
        yield Text(
            f"{guest.id}は{where}に置けないが、機種{option.id}のホスト{host.id}にある",
            f"{guest.id} may never stand on {where}, but stands on host {host.id} of type "
            f"{option.id}",
        )


def _named(option: HostOption, names: Sequence[str]) -> bool:
    return option.id in names or any(group in names for group in option.groups)


def _room(
    dimensions: Sequence[str], host: PackedHost, option: HostOption, guests: Sequence[Guest]
) -> Iterator[Text]:
    """Check the load in every dimension and the number of guests."""
    for name, load, room in zip(dimensions, load_of(guests), option.capacity, strict=True):
        if load > room:
            there, have = shown(name, load), shown(name, room)
            yield Text(
                f"ホスト{host.id}の{label(name).ja}が容量{have.ja}に対し{there.ja}",
                f"host {host.id}: {label(name).en} {there.en} exceeds capacity {have.en}",
            )
    if option.most_guests is not None and len(guests) > option.most_guests:
        yield Text(
            f"ホスト{host.id}は{option.most_guests}台まで載せられるが{len(guests)}台ある",
            f"host {host.id} carries {len(guests)} guests, {option.most_guests} at most",
        )
